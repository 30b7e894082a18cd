"""Who reports to whom, as boxes below and beside each other.

Every box has a line of its own and is set in below the one it reports to, so that the chart is as
legible with thirty groups as with three, and on a telephone as on paper.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from . import BRAND, FONT, INK, LINE, SOFT, Chart, Table

_SET_IN, _GAP, _PAD = 22, 9, 9
_NAME, _NOTE = 15, 13  # the height of a line
_NAME_LETTER, _NOTE_LETTER = 7.3, 6.0  # the width of a letter, on the wide side


@dataclass(frozen=True, slots=True)
class Branch:
    """One box: its name, a note below it, what it is told of in the table, and what is below."""

    name: str
    note: str = ""
    cells: tuple[str, ...] = ()
    below: tuple["Branch", ...] = ()


def structure(
    *, title: str, branches: Sequence[Branch], headings: tuple[str, ...], width: int = 480
) -> Chart:
    """The boxes of `branches`, in their order.

    headings: of the table, for the name, what it stands below, and the cells of each branch.
    width: in points on paper, in pixels on screen.
    """
    boxes, lines = [], []
    description = _in_words(branches) or "Nothing to show."
    bottom = _draw(branches, 0, 0, width, boxes, lines)
    rows = tuple(_rows(branches, ""))
    svg = render_to_string(
        "charts/structure.svg",
        {
            "title": title,
            "description": description,
            "font": FONT,
            "ink": INK,
            "soft": SOFT,
            "line": LINE,
            "brand": BRAND,
            "width": width,
            "height": max(bottom - _GAP + 1, 1),
            "boxes": boxes,
            "lines": "".join(lines),
        },
    )
    return Chart(
        title=title,
        description=description,
        svg=svg,
        table=Table(caption=title, headings=headings, rows=rows),
    )


def _draw(branches, depth, top, width, boxes, lines) -> int:
    """Add the boxes of `branches` from `top` on; where the next one may begin."""
    left = depth * _SET_IN
    for branch in branches:
        room = width - left - 2 * _PAD
        names = textwrap.wrap(branch.name, max(int(room / _NAME_LETTER), 8)) or [""]
        notes = textwrap.wrap(branch.note, max(int(room / _NOTE_LETTER), 8))
        height = len(names) * _NAME + len(notes) * _NOTE + _PAD
        boxes.append(
            {
                "x": left + 1,
                "y": top + 1,
                "width": width - left - 2,
                "height": height,
                "first": depth == 0,
                "names": _placed(names, left + _PAD, top + _NAME + 1, _NAME),
                "notes": _placed(notes, left + _PAD, top + len(names) * _NAME + _NOTE + 1, _NOTE),
            }
        )
        after = top + height + _GAP
        trunk = left + _SET_IN // 2
        start, mark = top + height + 1, len(boxes)
        after = _draw(branch.below, depth + 1, after, width, boxes, lines)
        below = [box for box in boxes[mark:] if box["x"] == left + _SET_IN + 1]
        if below:
            elbows = "".join(f"M{trunk} {box['y'] + 12}H{box['x']}" for box in below)
            lines.append(f"M{trunk} {start}V{below[-1]['y'] + 12}{elbows}")
        top = after
    return top


def _placed(texts, x, y, step) -> list[dict]:
    return [{"text": text, "x": x, "y": y + step * at} for at, text in enumerate(texts)]


def _rows(branches, above: str) -> Iterator[tuple[str, ...]]:
    for branch in branches:
        yield (branch.name, above, *branch.cells)
        yield from _rows(branch.below, branch.name)


def _in_words(branches) -> str:
    """Who reports to whom, in sentences; then those to whom and of whom nobody reports."""
    told = list(_reporting(branches))
    alone = [branch.name for branch in branches if not branch.below]
    if alone:
        told.append(f"By {'itself' if len(alone) == 1 else 'themselves'}: {'; '.join(alone)}.")
    return " ".join(told)


def _reporting(branches) -> Iterator[str]:
    for branch in branches:
        if branch.below:
            names = "; ".join(lower.name for lower in branch.below)
            yield f"To {branch.name} report: {names}."
            yield from _reporting(branch.below)
