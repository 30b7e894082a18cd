"""A table inside a cell, as lines of that cell: what stands side by side stays in one line."""

import re
from dataclasses import replace

from ..source import Line
from .words import is_mark

SAID = "A table inside a cell was read as the cell's own lines."
_LABEL = 40  # characters of what can be a label before what it names ("Quarter 1: Twelve")
_NUMBER = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[a-z]?[.)]?|\(?[a-z]\)")


def in_one_line(cells: list[list[Line]]) -> list[Line]:
    """The lines of a row of an inner table: "a: b" where a names what b says, else "a | b".

    cells: the lines of each of its cells. Where a cell has several they stay lines, one cell after
    the other, because nobody could tell which of them belongs to which.
    """
    filled = [lines for lines in cells if lines]
    if len(filled) < 2 or any(len(lines) > 1 or "\n" in lines[0].text for lines in filled):
        return [line for lines in filled for line in lines]
    first, *rest = [lines[0] for lines in filled]
    after = " | ".join(line.text for line in rest)
    if _stands_before(first.text):
        joint = " "
    elif len(rest) == 1 and _names(first.text):
        joint = ": "
    else:
        joint = " | "
    bold = all(lines[0].bold for lines in filled)
    return [replace(first, text=f"{first.text}{joint}{after}", bold=bold)]


def _stands_before(text: str) -> bool:
    """A bullet, a tick box, a number, or a label that has its colon."""
    mark = is_mark(text) and not text.isalpha()
    return mark or bool(_NUMBER.fullmatch(text)) or text.endswith(":")


def _names(text: str) -> bool:
    return len(text) <= _LABEL and len(text.split()) <= 5 and text[-1] not in ".!?;,"
