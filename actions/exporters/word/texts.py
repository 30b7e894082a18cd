"""Texts of a plan as paragraphs of a Word document: lines stay lines, typed bullets become items
of real lists."""

import re
from collections.abc import Iterable
from dataclasses import replace

from boardplan.office import SOFT, clean
from boardplan.word import Run, Words

from ..told import bullet, lines

_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_HEADING = re.compile(r"^#{1,6}\s+(?=\S)")


def line(text: str, style: str, *, bold=False, colour="", keep_next=False) -> Words:
    """A paragraph of one look."""
    runs = (Run(text, bold=bold, colour=colour),) if text else ()
    return Words(runs, style, keep_next=keep_next)


def whole(text: str, style: str) -> tuple[Words, ...]:
    """A text as one paragraph, its lines where they were; nothing for nothing."""
    text = clean(text).strip()
    return (line(text, style),) if text else ()


def block(text: str, style: str, item: str, *, bold="", head="") -> tuple[Words, ...]:
    """A text that stays one thing: a paragraph with its lines, and real list items below it for
    lines that begin with a bullet. Before its first words may stand others in bold, and a line of
    its own that says whose they are (`head`)."""
    found: list[Words] = []
    for each in lines(text):
        below = bullet(each)
        if below is not None:
            if not found and (bold or head):
                found.append(Words(_before(bold, head), style, keep_next=True))
            found.append(line(below, item))
        elif found:  # also after a list: on a line of its own below the last item
            runs = found[-1].runs
            found[-1] = replace(found[-1], runs=(*runs, Run(f"\n{each}")))
        else:
            found.append(Words((*_before(bold, head, more=True), Run(each)), style))
    return tuple(found)


def _before(bold: str, head: str, *, more: bool = False) -> tuple[Run, ...]:
    """more: whether words follow in the same paragraph."""
    runs = (Run(bold + (" " if head or more else ""), bold=True),) if bold else ()
    return (*runs, Run(head + ("\n" if more else ""), colour=SOFT)) if head else runs


def typed(text: str, style: str, item: str) -> tuple[Words, ...]:
    """A text as people type it: each line a paragraph; lines that begin with a bullet become
    items of a real list."""
    found = []
    for each in lines(text):
        below = bullet(each)
        found.append(line(each, style) if below is None else line(below, item))
    return tuple(found)


def prose(text: str, style: str, item: str) -> tuple[Words, ...]:
    """A text of the plan's first pages, where people may mark words (the reports room renders
    the same as Markdown): "## " a heading, "- " an item, "**" around what is bold."""
    found = []
    for each in lines(text):
        below = bullet(each)
        said = each if below is None else below
        words = _HEADING.sub("", said)
        heading = words != said
        runs = tuple(
            Run(part, bold=heading or bool(place % 2))
            for place, part in enumerate(_BOLD.split(words))
            if part
        )
        found.append(Words(runs, style if below is None else item, keep_next=heading))
    return tuple(found)


def listed(items: Iterable[str], style: str, item: str) -> tuple[Words, ...]:
    """One is a paragraph, several are a list."""
    items = [item for item in items if item.strip()]
    return tuple(line(text.strip(), item if len(items) > 1 else style) for text in items)
