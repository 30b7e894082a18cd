"""Makes Sources for tests from short notations.

A cell is its text, or `cell(text, cols=, rows=, fill=, bold=)`. Lines of a text that begin with
"• " are list items, each two spaces before it one level deeper; "1) " and "a. " as well, with
their number as the marker.
"""

import re
from dataclasses import dataclass

from actions.importers.source import Cell, Line, Source, Table

_ITEM = re.compile(r"(?P<indent>(?:  )*)(?P<marker>•|\d{1,2}\)|[a-z]\))\s+(?P<text>.+)")


@dataclass(frozen=True)
class Spec:
    text: str
    cols: int = 1
    rows: int = 1
    fill: str | None = None
    bold: bool = False
    value: object = None


def cell(text="", **options) -> Spec:
    return Spec(text, **options)


def lines(text: str, *, bold: bool = False) -> tuple[Line, ...]:
    found = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        if m := _ITEM.fullmatch(line):
            found.append(Line(m["text"], len(m["indent"]) // 2, m["marker"], bold=bold))
        else:
            found.append(Line(line.strip(), bold=bold))
    return tuple(found)


def table(rows: list[list], *, key: str = "t1", name: str = "", header_rows: int = 0) -> Table:
    """A table of rows of cells, laid out as a browser does with spans."""
    grid: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(rows):
        column = 0
        for spec in row:
            spec = spec if isinstance(spec, Spec) else Spec(spec or "")
            while (number, column) in grid:
                column += 1
            made = Cell(
                lines(spec.text, bold=spec.bold),
                number,
                column,
                spec.rows,
                spec.cols,
                spec.fill,
                spec.value,
                f"table {key[1:]}, row {number + 1}, column {column + 1}",
            )
            for r in range(number, number + spec.rows):
                for c in range(column, column + spec.cols):
                    grid[r, c] = made
            column += spec.cols
    width = max((c for _, c in grid), default=-1) + 1
    height = max((r for r, _ in grid), default=-1) + 1
    full = tuple(
        tuple(grid.get((r, c)) or Cell((), r, c) for c in range(width)) for r in range(height)
    )
    return Table(key, full, name, header_rows, f"table {key[1:]}")


def heading(text: str, level: int = 1) -> Line:
    return Line(text, heading=level)


def bold(text: str) -> Line:
    return Line(text, bold=True)


def source(*blocks, kind: str = "word") -> Source:
    """A Source of lines (as text or Line) and tables (as rows or Table), keys and places set."""
    made, tables, paragraphs = [], 0, 0
    for block in blocks:
        if isinstance(block, list):
            tables += 1
            made.append(table(block, key=f"t{tables}"))
        elif isinstance(block, Table):
            tables += 1
            made.append(block)
        else:
            for line in (block,) if isinstance(block, Line) else lines(block):
                paragraphs += 1
                made.append(
                    Line(
                        line.text,
                        line.level,
                        line.marker,
                        line.heading,
                        line.bold,
                        f"paragraph {paragraphs}",
                    )
                )
    return Source(kind, "plan.docx", "0" * 64, tuple(made))
