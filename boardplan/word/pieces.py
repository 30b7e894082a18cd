"""Paragraphs, cells and tables as WordprocessingML.

Rows are built element by element: python-docx walks the whole table for each cell it hands out,
which takes minutes for a plan of 300 actions.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from ..office import clean

LEVELS = 4  # of a list
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMES: dict[str, str] = {}


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
class Run:
    """Words of one look. href: an address outside, or "#bookmark" in the document."""

    text: str
    bold: bool = False
    italic: bool = False
    colour: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in a style. level: of a list's item, 0 the outermost. number: which numbered
    list it belongs to (`Frame.new_list`), 0 for none. anchor: a bookmark around it."""

    runs: tuple[Run, ...]
    style: str = "Normal"
    level: int = 0
    number: int = 0
    anchor: str = ""
    keep_next: bool = False
    page_before: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its paragraphs, the columns it spans, and its colour ("RRGGBB").

    merge: "" alone, "restart" the first of a column of merged cells, "continue" one below it.
    """

    paragraphs: tuple[Words, ...] = ()
    span: int = 1
    fill: str = ""
    merge: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A PNG or JPEG in a paragraph of its own, with its alternative text; sizes in millimetres."""

    data: bytes
    alternative: str
    height_mm: float
    keep_next: bool = False


class Links:
    """What a document keeps beside its text: the addresses it leads to, each once, its bookmarks
    by number, and the bulleted list of each style."""

    def __init__(self, part):
        self._part = part
        self.lists: dict[str, int] = {}
        self._kept: dict[str, str] = {}
        self._bookmarks = 0

    def to(self, address: str) -> str:
        if address not in self._kept:
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
            self._kept[address] = self._part.relate_to(address, kind, is_external=True)
        return self._kept[address]

    def next_bookmark(self) -> int:
        self._bookmarks += 1
        return self._bookmarks


def paragraph(parent, words: Words, links: Links):
    """Write a paragraph below `parent` and return it."""
    element = add(parent, "p")
    about = add(element, "pPr")
    add(about, "pStyle", val=words.style.replace(" ", ""))
    if words.keep_next:
        add(about, "keepNext")
    if words.page_before:
        add(about, "pageBreakBefore")
    if words.number or words.level:
        numbering = add(about, "numPr")
        add(numbering, "ilvl", val=min(words.level, LEVELS - 1))
        add(numbering, "numId", val=words.number or links.lists[words.style])
    mark = links.next_bookmark() if words.anchor else 0
    if mark:
        add(element, "bookmarkStart", id=mark, name=words.anchor)
    for run in words.runs:
        _write(element, run, links)
    if mark:
        add(element, "bookmarkEnd", id=mark)
    return element


def _write(parent, run: Run, links: Links) -> None:
    if not run.href:
        _run(parent, run)
        return
    link = add(parent, "hyperlink", history="1")
    if run.href.startswith("#"):
        link.set(name("w:anchor"), run.href[1:])
    else:
        link.set(name("r:id"), links.to(run.href))
    _run(link, run, style="" if run.href.startswith("#") else "Hyperlink")


def _run(parent, run: Run, *, style: str = "") -> None:
    element = add(parent, "r")
    if style or run.bold or run.italic or run.colour:
        about = add(element, "rPr")
        if style:
            add(about, "rStyle", val=style)
        if run.bold:
            add(about, "b")
        if run.italic:
            add(about, "i")
        if run.colour:
            add(about, "color", val=run.colour)
    for place, line in enumerate(clean(run.text).split("\n")):
        if place:
            add(element, "br")
        if line:
            text = add(element, "t")
            text.text = line
            text.set(SPACE, "preserve")


class Grid:
    """A table with fixed column widths whose header row stands on every page.

    widths: in twentieths of a point. title, description: what a screen reader says of it.
    row_headers: whether the first cell of each row names the row.
    """

    def __init__(
        self,
        widths: list[int],
        *,
        title: str,
        links: Links,
        description: str = "",
        style: str = "BoardTable",
        row_headers: bool = False,
    ):
        self.widths, self.links = widths, links
        space = name("w:tbl")[1:].split("}")[0]
        self.element = etree.Element(name("w:tbl"), nsmap={"w": space})
        about = add(self.element, "tblPr")
        add(about, "tblStyle", val=style)
        add(about, "tblW", w=sum(widths), type="dxa")
        add(about, "tblLayout", type="fixed")
        add(about, "tblLook", val="04A0" if row_headers else "0420", firstRow=1, lastRow=0,
            firstColumn=int(row_headers), lastColumn=0, noHBand=0, noVBand=1)  # fmt: skip
        add(about, "tblCaption", val=clean(title))
        if description:
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
            for words in box.paragraphs or (Words((), "Table Text"),):
                paragraph(cell, words, self.links)
            at += box.span
