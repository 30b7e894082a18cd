"""Cells laid into a rectangle: whatever a file claims about spans, each place has one cell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ..source import Cell, Line, Table
from . import refusals
from .refusals import Unreadable
from .watch import WIDEST, Watch

WIDEST_SPAN = 63  # the most columns that a table of Word can have


@dataclass(slots=True)
class Spot:
    """A cell while it is being read."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    lines: list[Line] = field(default_factory=list)
    fill: str | None = None
    value: object = None

    @property
    def blank(self) -> bool:
        return not self.lines


def lay(
    spots: Iterable[Spot],
    *,
    key: str,
    place: str,
    cell_place: Callable[[int, int], str],
    watch: Watch,
    name: str = "",
    header_rows: int = 0,
    height: int = 0,
    width: int = 0,
) -> Table:
    """The table that the spots make. What has no cell is an empty one, so all rows are as wide.

    A spot whose first place is taken gives its words to the cell there: none is lost. Spans end
    at the edge of what has cells, and before the next cell.
    """
    spots = sorted(spots, key=lambda spot: (spot.row, spot.column))
    height = max([height, *(spot.row + 1 for spot in spots)])
    width = max([width, *(spot.column + 1 for spot in spots)])
    if width > WIDEST:
        raise Unreadable(refusals.TOO_WIDE.format(limit=WIDEST))
    # A span that no table has (colspan="100000") says nothing about how wide this one is.
    ends = (spot.column + spot.columns for spot in spots if spot.columns <= WIDEST_SPAN)
    width = min(max([width, *ends]), WIDEST)
    watch.cells(height * width)
    places: list[list[Spot | None]] = [[None] * width for _ in range(height)]
    kept = []
    for spot in spots:
        there = places[spot.row][spot.column]
        if there is not None:
            there.lines += spot.lines
            there.fill = there.fill or spot.fill
            continue
        kept.append(spot)
        places[spot.row][spot.column] = spot
    for spot in kept:
        _spread(spot, places)
    cells: dict[int, Cell] = {}
    rows = []
    for number, row in enumerate(places):
        line = []
        for column, spot in enumerate(row):
            if spot is None:
                cell = Cell((), number, column, place=cell_place(number, column))
            elif (cell := cells.get(id(spot))) is None:
                cell = cells[id(spot)] = Cell(
                    lines=tuple(spot.lines),
                    row=spot.row,
                    column=spot.column,
                    rows=spot.rows,
                    columns=spot.columns,
                    fill=spot.fill,
                    value=spot.value,
                    place=cell_place(spot.row, spot.column),
                )
            line.append(cell)
        rows.append(tuple(line))
    return Table(key, tuple(rows), name, min(header_rows, height), place)


def _spread(spot: Spot, places: list[list[Spot | None]]) -> None:
    """Take the places that the spot covers, as far as they are free."""
    first = places[spot.row]
    columns = 1
    while (
        columns < spot.columns
        and spot.column + columns < len(first)
        and first[spot.column + columns] is None
    ):
        first[spot.column + columns] = spot
        columns += 1
    rows = 1
    while rows < spot.rows and spot.row + rows < len(places):
        below = places[spot.row + rows]
        if any(below[spot.column + at] is not None for at in range(columns)):
            break
        for at in range(columns):
            below[spot.column + at] = spot
        rows += 1
    spot.rows, spot.columns = rows, columns
