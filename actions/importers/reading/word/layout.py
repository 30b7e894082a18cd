"""Tables that only lay out a page: their cells hold other tables, and the plan is one of those."""

from dataclasses import dataclass
from itertools import groupby

from ..markup import W
from .paragraphs import Context
from .tables import children


@dataclass(frozen=True, slots=True)
class _Row:
    """filled: how many of its cells say something. within: the size of each table in them."""

    element: object
    cells: int
    filled: int
    within: list[tuple[int, int]]

    @property
    def holds_a_grid(self) -> bool:
        return any(rows >= 2 and columns >= 3 for rows, columns in self.within)


def in_parts(table, context: Context) -> list[tuple[bool, list]]:
    """The rows of a table, cut where some only frame other tables: (whether they do, rows).

    A row frames a table that is alone in it, or that stands beside its title in a page of two
    columns. Any other table in a cell belongs to that cell.
    """
    rows = [_row(element, context) for element in children(table, context, f"{W}tr")]
    if not any(row.within for row in rows):
        return [(False, [row.element for row in rows])] if rows else []
    narrow = all(row.cells <= 2 for row in rows)
    columns = any(row.filled > 1 and not row.within for row in rows)

    def frames(row: _Row) -> bool:
        if not row.within or _deleted(row.element):
            return False
        if row.filled == 1:
            return (narrow and row.cells == 1) or (row.cells <= 2 and row.holds_a_grid)
        return narrow and not columns and row.holds_a_grid

    framing = [frames(row) for row in rows]
    if any(framing) and narrow:
        # What stands alone in a row of the layout is a line of the page: a title, a heading; and
        # so is what stands side by side there, unless there is more of it than of tables.
        beside = sum(row.filled > 1 for row, frame in zip(rows, framing, strict=True) if not frame)
        page = beside <= sum(framing)
        framing = [
            frame or ((page or row.cells == 1) and not _deleted(row.element))
            for frame, row in zip(framing, rows, strict=True)
        ]
    cut = groupby(zip(framing, rows, strict=True), key=lambda pair: pair[0])
    return [(is_frame, [row.element for _, row in some]) for is_frame, some in cut]


def _row(element, context: Context) -> _Row:
    cells = list(children(element, context, f"{W}tc"))
    within = []
    for cell in cells:
        for inner in children(cell, context, f"{W}tbl"):
            rows = [
                list(children(row, context, f"{W}tc")) for row in children(inner, context, f"{W}tr")
            ]
            within.append((len(rows), max(map(len, rows), default=0)))
    filled = sum(any((text.text or "").strip() for text in cell.iter(f"{W}t")) for cell in cells)
    return _Row(element, len(cells), filled, within)


def _deleted(row) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None
