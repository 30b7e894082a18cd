"""A file as it was found, whatever its format: paragraphs and tables, every word in its place.

Word, Excel, CSV and pasted tables are all read into this (`reading`), and only this is
interpreted (`understanding`). Nothing here says what a column means.
"""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: of the document itself, or of a cell.

    text: verbatim, with line breaks as "\\n"; never blank.
    level: how deep in a list (0 the first level); None where it is no list item. Bullets and
        numbers that were typed ("• ", "- ", "1) ") count as well and are not part of `text`.
    marker: the bullet or number, where it is known ("•", "2.").
    heading: 1 to 9 where it is a heading by its style.
    bold: whether all of it is bold.
    place: where it stands, for a person: "paragraph 12", "" inside a cell.
    """

    text: str
    level: int | None = None
    marker: str = ""
    heading: int | None = None
    bold: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell once, however many places of the grid it spans.

    row, column: its first place in the grid, from 0. rows, columns: how many it covers.
    fill: its colour as "RRGGBB", theme and indexed colours resolved; None without or white.
    value: what a spreadsheet holds that is no text; `lines` then has it as it is shown there.
    place: "table 3, row 7, column 2", "sheet Plan, C7".
    """

    lines: tuple[Line, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    fill: str | None = None
    value: datetime.date | float | bool | None = None
    place: str = ""

    @property
    def text(self) -> str:
        """All of its words, a paragraph a line."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid in which a merged cell stands at each place it covers, as the same object.

    key: "t1", "t2", … in the order of the file. name: the sheet, where it has one.
    header_rows: how many rows the file itself marks as header; 0 where it says nothing.
    """

    key: str
    grid: tuple[tuple[Cell, ...], ...]
    name: str = ""
    header_rows: int = 0
    place: str = ""

    @property
    def width(self) -> int:
        return max((len(row) for row in self.grid), default=0)

    def cells(self):
        """Every cell once, row by row."""
        for number, row in enumerate(self.grid):
            for column, cell in enumerate(row):
                if cell.row == number and cell.column == column:
                    yield cell


@dataclass(frozen=True, slots=True)
class Source:
    """All of a file. kind: word, excel, csv or paste. digest: sha-256 of its bytes.

    remarks: what reading itself had to decide ("3 pictures were left out"), one sentence each.
    """

    kind: str
    name: str
    digest: str
    blocks: tuple[Line | Table, ...]
    title: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def words(self) -> list[str]:
        """Every word of the file in order: what must be found again in what is made of it."""
        found = []
        for block in self.blocks:
            if isinstance(block, Line):
                lines = (block,)
            else:
                lines = (line for cell in block.cells() for line in cell.lines)
            for line in lines:
                found += line.text.split()
        return found
