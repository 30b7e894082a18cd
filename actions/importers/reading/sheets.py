"""What the used cells of a sheet become: a table, and the lines around it.

A sheet is what a spreadsheet has, and also what a CSV file or pasted text comes down to.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from openpyxl.utils import get_column_letter

from ..source import Line, Table
from .grid import Spot, lay
from .watch import Watch
from .words import Piece, lines_of, nested

WIDEST_GAP = 3  # blank rows in a table; what is further apart is moved together
MOST_COLOURED = 50_000  # cells without words whose colour is remembered
Place = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Sheet:
    """Cells by (row, column) from 0. merges and rules: (first row, column, last row, column).

    frozen: how many rows stay in sight. rules: where colours are set by rules.
    """

    name: str = ""
    cells: dict[Place, Spot] = field(default_factory=dict)
    coloured: dict[Place, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    rules: list[Area] = field(default_factory=list)
    frozen: int = 0
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    @property
    def place(self) -> str:
        return f"sheet {self.name}" if self.name else "table 1"

    def address(self, row: int, column: int) -> str:
        if self.name:
            return f"{self.place}, {get_column_letter(column + 1)}{row + 1}"
        return f"row {row + 1}, column {column + 1}"

    def colour(self, place: Place, fill: str) -> None:
        if len(self.coloured) < MOST_COLOURED:
            self.coloured[place] = fill

    def put(self, place: Place, lines: list[Line], watch: Watch, **look) -> None:
        """Note a cell with words. Two that claim one place both keep them."""
        there = self.cells.get(place)
        if there is not None:
            there.lines += lines
            return
        if len(self.cells) >= settings.MAX_IMPORT_CELLS:
            watch.cells(len(self.cells) + 1)
        self.cells[place] = Spot(*place, lines=lines, **look)


def cell_lines(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of a spreadsheet's cell, in which every break begins one."""
    return list(nested(lines_of(pieces, each_break=True)))


def sheet_of(rows: Iterable[Iterable[str]], watch: Watch) -> Sheet:
    """Texts in rows, as a CSV file has them."""
    sheet = Sheet()
    for row, texts in enumerate(rows):
        words = False
        for column, text in enumerate(texts):
            if text.strip() and (lines := cell_lines([Piece(text)])):
                sheet.put((row, column), lines, watch)
                words = True
        if words:
            watch.row()
        elif row % 1000 == 0:
            watch.tick()
    return sheet


def blocks_of(sheet: Sheet, key: str, watch: Watch) -> list[Line | Table]:
    """The blocks of a sheet; none where it has no words.

    Rows before the table in which one cell has words ("Business plan 2024") are lines, as they
    would be in a Word document; the same after it, where a blank row sets them apart.
    """
    rows: dict[int, list[Spot]] = {}
    for spot in sheet.cells.values():
        rows.setdefault(spot.row, []).append(spot)
    if not rows:
        return []
    before, after = _around(rows)
    table = _Layout(sheet, rows, watch).table(key)
    return [
        *(line for row in before for line in _as_lines(sheet, row)),
        table,
        *(line for row in after for line in _as_lines(sheet, row)),
    ]


def _around(rows: dict[int, list[Spot]]) -> tuple[list[list[Spot]], list[list[Spot]]]:
    """Take the rows before and after the table out of `rows`."""
    many = sorted(row for row, spots in rows.items() if len(spots) > 1)
    if not many:
        return [], []
    before = [row for row in sorted(rows) if row < many[0]]
    after, last, apart = [], many[-1], False
    for row in sorted(row for row in rows if row > many[-1]):
        apart = apart or row - last > 1
        if apart:
            after.append(row)
        last = row
    return [rows.pop(row) for row in before], [rows.pop(row) for row in after]


def _as_lines(sheet: Sheet, spots: list[Spot]) -> list[Line]:
    return [
        Line(
            line.text,
            line.level,
            line.marker,
            bold=line.bold,
            place=sheet.address(spot.row, spot.column),
        )
        for spot in spots
        for line in spot.lines
    ]


class _Layout:
    """The rows and columns of a sheet that its table keeps, and the way back to addresses."""

    def __init__(self, sheet: Sheet, rows: dict[int, list[Spot]], watch: Watch):
        self.sheet, self.watch = sheet, watch
        self.spots = {(spot.row, spot.column): spot for spots in rows.values() for spot in spots}
        self.top, self.bottom = min(rows), max(rows)
        columns = {spot.column for spots in rows.values() for spot in spots}
        self.left, self.right = min(columns), max(columns)
        coloured = {place: fill for place, fill in sheet.coloured.items() if self.holds(*place)}
        self.rows = _with_small_gaps(rows)
        self.columns = sorted(columns | {column for _, column in coloured})
        self.coloured = {p: fill for p, fill in coloured.items() if p[0] in set(self.rows)}

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def table(self, key: str) -> Table:
        covered = self._merge()
        for place, fill in self.coloured.items():
            if place not in covered and place not in self.spots:
                self.spots[place] = Spot(*place, fill=fill)
        self._say_hidden()
        self._say_rules(covered)
        for spot in self.spots.values():
            spot.row = bisect_left(self.rows, spot.row)
            spot.column = bisect_left(self.columns, spot.column)
        return lay(
            self.spots.values(),
            key=key,
            place=self.sheet.place,
            cell_place=lambda row, column: self.sheet.address(self.rows[row], self.columns[column]),
            watch=self.watch,
            name=self.sheet.name,
            header_rows=bisect_left(self.rows, self.sheet.frozen),
            height=len(self.rows),
            width=len(self.columns),
        )

    def _merge(self) -> set[Place]:
        """Give merged cells their spans; the places that they cover besides their own."""
        covered: set[Place] = set()
        room = len(self.rows) * len(self.columns)
        for top, left, bottom, right in self.sheet.merges:
            rows = self.rows[bisect_left(self.rows, top) : bisect_right(self.rows, bottom)]
            columns = self.columns[
                bisect_left(self.columns, left) : bisect_right(self.columns, right)
            ]
            room -= len(rows) * len(columns)
            if room < 0:  # ranges that overlap, which Excel itself never writes
                break
            if len(rows) * len(columns) < 2:
                continue
            first = (top, left) if (top, left) in self.spots else (rows[0], columns[0])
            spot = self.spots.get(first)
            if spot is None:
                spot = self.spots[first] = Spot(*first, fill=self.coloured.get(first))
            spot.rows, spot.columns = len(rows), len(columns)
            covered |= {(row, column) for row in rows for column in columns} - {first}
        return covered

    def _say_hidden(self) -> None:
        columns = {
            column
            for first, last in self.sheet.hidden_columns[:1000]
            for column in self.columns
            if first <= column <= last
        }
        rows = self.sheet.hidden_rows & set(self.rows)
        if any(spot.lines and spot.row in rows for spot in self.spots.values()):
            self.watch.say(f"Hidden rows of the sheet {self.sheet.name} were read as well.")
        if any(spot.lines and spot.column in columns for spot in self.spots.values()):
            self.watch.say(f"Hidden columns of the sheet {self.sheet.name} were read as well.")

    def _say_rules(self, covered: set[Place]) -> None:
        """Colours by rule matter only where nothing else tells what the colour would say."""
        for top, left, bottom, right in self.sheet.rules[:100]:
            self.watch.tick()
            columns = self.columns[
                bisect_left(self.columns, left) : bisect_right(self.columns, right)
            ]
            for row in self.rows[bisect_left(self.rows, top) : bisect_right(self.rows, bottom)]:
                for column in columns:
                    spot = self.spots.get((row, column))
                    blank = spot is None or not (spot.lines or spot.fill)
                    if blank and (row, column) not in covered:
                        self.watch.say(
                            f"Colours that the sheet {self.sheet.name} sets by rules (conditional "
                            "formatting) could not be read."
                        )
                        return


def _with_small_gaps(rows) -> list[int]:
    kept: list[int] = []
    for row in sorted(rows):
        if kept:
            kept += range(max(kept[-1] + 1, row - WIDEST_GAP), row)
        kept.append(row)
    return kept
