"""Tables that lie on their side: the names of the columns down the left, an action beside."""

from . import columns
from .accounting import Box, Grid


def upright(grid: Grid) -> Grid:
    """The grid, turned where its first column and not its first row names what stands in it."""
    return _turned(grid) if _lies_on_its_side(grid) else grid


def _lies_on_its_side(grid: Grid) -> bool:
    if not 2 <= grid.width <= 12 or not 3 <= len(grid.rows) <= 20:
        return False
    named = [row[0] for row in grid.rows if row[0].pieces]
    if len(named) < 3 or any(box.columns > 1 for box in named):
        return False
    texts = [box.flat for box in named]
    meant = {columns.meaning_of(text) for text in texts if columns.is_plainly_header(text)}
    sure = sum(columns.is_plainly_header(text) for text in texts)
    across = [box.flat for box in grid.boxes(0)[1:] if box.pieces]
    named_across = sum(columns.is_plainly_header(text) for text in across)
    return (
        sure * 4 >= len(texts) * 3
        and len(meant - {""}) >= 3
        and bool(meant & {"action", "outcome"})
        and named_across * 2 <= len(across)
    )


def _turned(grid: Grid) -> Grid:
    turned: dict[int, Box] = {}
    for row in grid.rows:
        for box in row:
            if id(box) not in turned:
                turned[id(box)] = Box(
                    box.pieces,
                    box.column,
                    box.row,
                    box.columns,
                    box.rows,
                    box.fill,
                    box.value,
                    box.place,
                    key=box.key,
                )
    rows = [[turned[id(grid.rows[r][c])] for r in range(len(grid.rows))] for c in range(grid.width)]
    return Grid(grid.key, rows, grid.name, 1, grid.place, len(grid.rows))
