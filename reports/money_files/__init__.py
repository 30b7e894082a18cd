"""The money of a report as a workbook: written, read back, and compared with what stands."""

from .comparing import Changed, NewLine, Plan, compare, state_of
from .reading import Read, read_lines
from .writing import money_workbook

__all__ = [
    "Changed",
    "NewLine",
    "Plan",
    "Read",
    "compare",
    "money_workbook",
    "read_lines",
    "state_of",
]
