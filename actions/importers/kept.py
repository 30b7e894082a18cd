"""What was read from a file, as the database keeps it between upload and confirmation.

Only words: pictures, comments and whatever else a document holds are gone before.
"""

import datetime
import json
import zlib
from dataclasses import fields

from .source import Cell, Line, Source, Table


def pack(found: Source | dict) -> bytes:
    """A source, or the data of one of our own files, small enough for a row of a table."""
    plain = {"data": found} if isinstance(found, dict) else {"source": _source(found)}
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode(), level=6)


def unpack(packed: bytes) -> Source | dict:
    """What `pack` was given; merged cells are one object again at each place they cover."""
    plain = json.loads(zlib.decompress(bytes(packed)))
    return plain["data"] if "data" in plain else _source_of(plain["source"])


def _source(source: Source) -> dict:
    return {
        **{name: getattr(source, name) for name in ("kind", "name", "digest", "title", "remarks")},
        "blocks": [
            {"table": _table(block)} if isinstance(block, Table) else {"line": _line(block)}
            for block in source.blocks
        ],
    }


def _table(table: Table) -> dict:
    numbers: dict[int, int] = {}
    cells, grid = [], []
    for row in table.grid:
        places = []
        for cell in row:
            if id(cell) not in numbers:
                numbers[id(cell)] = len(cells)
                cells.append(_cell(cell))
            places.append(numbers[id(cell)])
        grid.append(places)
    kept = {name: getattr(table, name) for name in ("key", "name", "header_rows", "place")}
    return kept | {"cells": cells, "grid": grid}


def _cell(cell: Cell) -> dict:
    kept = {field.name: getattr(cell, field.name) for field in fields(Cell)}
    value = kept["value"]
    if isinstance(value, datetime.datetime):
        value = {"at": value.isoformat()}
    elif isinstance(value, datetime.date):
        value = {"on": value.isoformat()}
    return kept | {"lines": [_line(line) for line in cell.lines], "value": value}


def _line(line: Line) -> dict:
    """Without what has its usual value: most lines are only their text."""
    return {
        field.name: getattr(line, field.name)
        for field in fields(Line)
        if field.name == "text" or getattr(line, field.name) != field.default
    }


def _source_of(plain: dict) -> Source:
    return Source(
        **plain
        | {
            "remarks": tuple(plain["remarks"]),
            "blocks": tuple(
                _table_of(block["table"]) if "table" in block else Line(**block["line"])
                for block in plain["blocks"]
            ),
        }
    )


def _table_of(plain: dict) -> Table:
    cells = [_cell_of(cell) for cell in plain.pop("cells")]
    grid = tuple(tuple(cells[number] for number in row) for row in plain.pop("grid"))
    return Table(**plain, grid=grid)


def _cell_of(plain: dict) -> Cell:
    value = plain["value"]
    if isinstance(value, dict):
        if "at" in value:
            value = datetime.datetime.fromisoformat(value["at"])
        else:
            value = datetime.date.fromisoformat(value["on"])
    lines = tuple(Line(**line) for line in plain["lines"])
    return Cell(**plain | {"lines": lines, "value": value})
