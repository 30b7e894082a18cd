"""Word's tables as grids: spans, merged rows, rows that begin further in."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...source import Line, Table
from ..grid import Spot, lay
from ..inner import SAID, in_one_line
from ..markup import MC, W, switched_on, whole
from ..watch import WIDEST
from ..words import is_mark, nested
from .paragraphs import Context, Found, chosen, read_paragraph, shading

# Word draws column borders freehand: what is narrower than this (4 mm, in twentieths of a point)
# and holds no cell of its own is a border that was moved in some rows, not a column.
NARROW = 227
WRAPPERS = {f"{W}customXml", f"{W}smartTag", f"{W}ins", f"{W}moveTo", f"{W}sdtContent"}


def children(parent, context: Context, *wanted: str) -> Iterator:
    """The elements of these kinds, through content controls and the like."""
    for element in parent:
        tag = element.tag
        if tag in wanted:
            yield element
        elif tag == f"{W}sdt":
            if _is_contents(element):
                context.watch.say("The table of contents was left out.")
            elif f"{W}p" not in wanted or element.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
                content = element.find(f"{W}sdtContent")
                if content is not None:
                    yield from children(content, context, *wanted)
        elif tag in WRAPPERS:
            yield from children(element, context, *wanted)
        elif tag == f"{MC}AlternateContent":
            yield from children(chosen(element), context, *wanted)
        elif tag in (f"{W}altChunk", f"{W}subDoc"):
            context.watch.say(
                "Another document is embedded in this one; its words were not read. Open it in "
                "Word and save it to make them part of it."
            )


def _is_contents(control) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


@dataclass(slots=True)
class Part:
    """One w:tc in the grid of the file: where it begins, how many of its columns it takes."""

    start: int
    span: int
    element: object = None
    goes_on: bool = False
    begins: bool = False


@dataclass(slots=True)
class Row:
    parts: list[Part] = field(default_factory=list)
    header: bool = False


def read_table(elements: list, table, context: Context, *, key: str, place: str) -> Table | None:
    """These rows of a table as a grid; None where they have no cells."""
    rows = list(_rows(elements, context))
    _drop_moved_borders(rows, _widths(table))
    spots: list[Spot] = []
    open_merges: dict[int, tuple[Spot, int]] = {}

    def cell_place(row: int, column: int) -> str:
        return f"{place}, row {row + 1}, column {column + 1}"

    for number, row in enumerate(rows):
        going = {}
        for part in row.parts:
            lines, fill = read_cell(part.element, context, cell_place(number, part.start))
            merged = open_merges.get(part.start) if part.goes_on else None
            if merged is not None and merged[1] == part.span:
                spot = merged[0]
                spot.rows = number - spot.row + 1
                spot.lines += lines
                going[part.start] = merged
                continue
            spot = Spot(number, part.start, 1, part.span, lines, fill)
            spots.append(spot)
            if part.begins:
                going[part.start] = (spot, part.span)
        open_merges = going
    if not spots:
        return None
    headers = next((at for at, row in enumerate(rows) if not row.header), len(rows))
    return lay(
        spots,
        key=key,
        place=place,
        cell_place=cell_place,
        watch=context.watch,
        header_rows=headers,
        height=len(rows),
    )


def _rows(elements: list, context: Context) -> Iterator[Row]:
    for element in elements:
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            context.watch.say("Rows that were deleted with Track Changes were left out.")
            continue
        context.watch.row()
        row = Row()
        at = 0
        if properties is not None:
            row.header = switched_on(properties.find(f"{W}tblHeader"))
            at = _span(properties.find(f"{W}gridBefore"), 0)
        for cell in children(element, context, f"{W}tc"):
            about = cell.find(f"{W}tcPr")
            span, vertical, horizontal = 1, None, None
            if about is not None:
                span = _span(about.find(f"{W}gridSpan"), 1)
                vertical = about.find(f"{W}vMerge")
                horizontal = about.find(f"{W}hMerge")
            if horizontal is not None and row.parts and _continues(horizontal):
                row.parts[-1].span += span
                at += span
                continue
            row.parts.append(
                Part(
                    at,
                    span,
                    cell,
                    goes_on=vertical is not None and _continues(vertical),
                    begins=vertical is not None and not _continues(vertical),
                )
            )
            at += span
        yield row


def _continues(merge) -> bool:
    return merge.get(f"{W}val") != "restart"


def _span(element, least: int) -> int:
    value = whole(element.get(f"{W}val"), least) if element is not None else least
    return max(least, min(value, WIDEST))


def _widths(table) -> list[int]:
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        return []
    return [whole(column.get(f"{W}w")) for column in grid.iter(f"{W}gridCol")]


def _drop_moved_borders(rows: list[Row], widths: list[int]) -> None:
    """Take out grid columns that exist only because a border stands a little to the side."""
    own = {part.start for row in rows for part in row.parts if part.span == 1}
    for column in reversed(range(len(widths))):
        if not 0 < widths[column] < NARROW or column in own:
            continue
        for row in rows:
            for part in row.parts:
                if part.start > column:
                    part.start -= 1
                elif part.start + part.span > column:
                    part.span -= 1
        own = {part.start for row in rows for part in row.parts if part.span == 1}


def read_cell(cell, context: Context, place: str) -> tuple[list[Line], str | None]:
    """Its lines, with those of text boxes and tables in it, and its colour."""
    found: list[Found] = []
    lines = _lines(cell, context, place, found)
    about = cell.find(f"{W}tcPr")
    fill = shading(about.find(f"{W}shd"), context.theme) if about is not None else None
    lines = [_placeless(line) for line in nested(lines)]
    return lines, fill or _colour_of_words(lines, found)


def _lines(parent, context: Context, place: str, found: list[Found]) -> list[Line]:
    lines = []
    numbers = []
    for element in children(parent, context, f"{W}p", f"{W}tbl"):
        if element.tag == f"{W}tbl":
            context.watch.say(SAID)
            for row in children(element, context, f"{W}tr"):
                cells = [
                    _lines(cell, context, place, found) for cell in children(row, context, f"{W}tc")
                ]
                lines += in_one_line(cells)
            continue
        some, inside = read_paragraph(element, context, place)
        lines += some
        found.append(inside)
        if not some and inside.number:
            numbers.append(inside.number)
        for box in inside.boxes:
            lines += _lines(box, context, place, found)
    if not lines and len(numbers) == 1:
        lines.append(Line(numbers[0]))
    return lines


def _placeless(line: Line) -> Line:
    return Line(line.text, line.level, line.marker, line.heading, line.bold)


def _colour_of_words(lines: list[Line], found: list[Found]) -> str | None:
    """The colour of a cell that has none itself: its highlighter, its mark, its drawing."""
    pieces = [piece for part in found for piece in part.pieces if piece.text.strip()]
    fills = {piece.fill for piece in pieces}
    if len(fills) == 1 and len(lines) == 1:
        (fill,) = fills
        if fill:
            return fill
    if not lines:
        return next((part.shape for part in found if part.shape), None)
    if len(lines) == 1 and is_mark(lines[0].text):
        return next((piece.colour for piece in pieces if piece.colour), None)
    return None
