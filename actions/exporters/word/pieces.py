"""Paragraphs, cells and tables as WordprocessingML.

Rows are built here element by element: python-docx walks the whole table for each cell it hands
out, which takes minutes for a plan of 300 actions.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from docx.oxml.ns import qn
from lxml import etree

from ..told import SOFT, bullet, clean, lines

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMES = {}
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_HEADING = re.compile(r"^#{1,6}\s+(?=\S)")


def name(tag: str) -> str:
    """The qualified name of "w:tag"."""
    if tag not in _NAMES:
        _NAMES[tag] = qn(tag)
    return _NAMES[tag]


def add(parent, tag: str, **attributes):
    """A new element below `parent`; attributes are of the w namespace."""
    element = etree.SubElement(parent, name(f"w:{tag}"))
    for key, value in attributes.items():
        element.set(name(f"w:{key}"), str(value))
    return element


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: its words, its style, and what stands before them: words in bold, and a line
    of its own that says whose they are."""

    text: str
    style: str
    bold: str = ""
    head: str = ""
    keep_next: bool = False
    colour: str = ""
    strong: bool = False  # all of it in bold
    marked: bool = False  # **bold** is meant as such


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its paragraphs, and the columns it spans.

    merge: "" alone, "restart" the first of a column of merged cells, "continue" one below it.
    """

    paragraphs: tuple[Words, ...] = ()
    span: int = 1
    merge: str = ""
    fill: str = ""


def paragraph(parent, words: Words) -> None:
    element = add(parent, "p")
    about = add(element, "pPr")
    add(about, "pStyle", val=words.style)
    if words.keep_next:
        add(about, "keepNext")
    if words.bold:
        _run(element, f"{words.bold} " if words.text else words.bold, bold=True)
    if words.head:
        _run(element, f"{words.head}\n" if words.text else words.head, colour=SOFT)
    for text, bold in _parts(words):
        _run(element, text, bold=bold or words.strong, colour=words.colour)


def _parts(words: Words) -> list[tuple[str, bool]]:
    """(text, whether it is bold) one after the other."""
    if not words.marked:
        return [(words.text, False)] if words.text else []
    found = enumerate(_BOLD.split(words.text))
    return [(text, bool(place % 2)) for place, text in found if text]


def _run(parent, text: str, *, bold=False, colour="") -> None:
    run = add(parent, "r")
    if bold or colour:
        about = add(run, "rPr")
        if bold:
            add(about, "b")
        if colour:
            add(about, "color", val=colour)
    for place, line in enumerate(clean(text).split("\n")):
        if place:
            add(run, "br")
        if line:
            element = add(run, "t")
            element.text = line
            element.set(SPACE, "preserve")


def whole(text: str, style: str, **more) -> tuple[Words, ...]:
    """A text as one paragraph, its lines where they were; nothing for nothing."""
    text = clean(text).strip()
    return (Words(text, style, **more),) if text else ()


def block(text: str, style: str, item: str, **first) -> tuple[Words, ...]:
    """A text that stays one thing: a paragraph with its lines, and real list items below it for
    lines that begin with a bullet. first: of the first paragraph (`bold`, `head`)."""
    found: list[Words] = []
    for line in lines(text):
        below = bullet(line)
        if below is not None:
            if not found and first:
                found.append(Words("", style, keep_next=True, **first))
            found.append(Words(below, item))
        elif found:  # also after a list: on a line of its own below the last item
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line}")
        else:
            found.append(Words(line, style, **first))
    return tuple(found)


def told(text: str, style: str, item: str) -> tuple[Words, ...]:
    """A text as people type it: each line a paragraph; lines that begin with a bullet become
    items of a real list."""
    found = []
    for line in lines(text):
        below = bullet(line)
        found.append(Words(line, style) if below is None else Words(below, item))
    return tuple(found)


def prose(text: str, style: str, item: str) -> tuple[Words, ...]:
    """A text of the plan's first pages, where people may mark words (the reports room renders
    the same as Markdown): "## " a heading, "- " an item, "**" around what is bold."""
    found = []
    for words in told(text, style, item):
        line = _HEADING.sub("", words.text)
        strong = line != words.text
        found.append(Words(line, words.style, strong=strong, keep_next=strong, marked=True))
    return tuple(found)


def listed(items: Iterable[str], style: str, item: str) -> tuple[Words, ...]:
    """One is a paragraph, several are a list."""
    items = [item for item in items if item.strip()]
    return tuple(Words(text.strip(), item if len(items) > 1 else style) for text in items)


class Grid:
    """A table with fixed column widths whose first row is its header on every page.

    widths: in twentieths of a point. title, description: what a screen reader says of it.
    """

    def __init__(self, widths: list[int], *, title: str, description: str, style: str):
        self.widths = widths
        self.element = etree.Element(name("w:tbl"), nsmap={"w": name("w:tbl")[1:].split("}")[0]})
        about = add(self.element, "tblPr")
        add(about, "tblStyle", val=style)
        add(about, "tblW", w=sum(widths), type="dxa")
        add(about, "tblLayout", type="fixed")
        add(about, "tblLook", val="0420", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0,
            noHBand=0, noVBand=1)  # fmt: skip
        add(about, "tblCaption", val=clean(title))
        add(about, "tblDescription", val=clean(description))
        grid = add(self.element, "tblGrid")
        for width in widths:
            add(grid, "gridCol", w=width)

    def row(self, boxes: Iterable[Box], *, header=False, divide=False) -> None:
        """divide: whether the row may run over the end of a page."""
        row = add(self.element, "tr")
        about = add(row, "trPr")
        if not divide:
            add(about, "cantSplit")
        if header:
            add(about, "tblHeader")
        at = 0
        for box in boxes:
            cell = add(row, "tc")
            about = add(cell, "tcPr")
            add(about, "tcW", w=sum(self.widths[at : at + box.span]), type="dxa")
            if box.span > 1:
                add(about, "gridSpan", val=box.span)
            if box.merge:
                add(about, "vMerge", val=box.merge)
            if box.fill:
                add(about, "shd", val="clear", color="auto", fill=box.fill)
            # A cell must hold a paragraph, so an empty one holds an empty paragraph.
            for words in box.paragraphs or (Words("", "TableText"),):
                paragraph(cell, words)
            at += box.span
