"""What a timescale means: the words of the interchange format of a plan."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """The eight kinds of the interchange format."""

    DATE = "date"
    MONTH = "month"
    RANGE = "range"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    AS_REQUIRED = "as_required"
    CONDITIONAL = "conditional"
    UNKNOWN = "unknown"


#: Kinds that end on a day. All others have no end of their own and need a next review.
WITH_AN_END = frozenset({Kind.DATE, Kind.MONTH, Kind.RANGE})


@dataclass(frozen=True)
class Timescale:
    """One reading of one cell. `text` is the cell itself, character for character.

    `due` is the last day of what is named; where several deadlines are named, of the last one.
    `dates` holds every deadline named, or the occurrences of recurring work inside the plan
    period; it is sorted, and a day named twice stands twice (two things fall due on it).
    `doubts` are sentences for the person who checks the reading; an empty tuple means that
    nothing in the words was left open.
    """

    text: str | None
    kind: Kind
    start: date | None = None
    due: date | None = None
    times_per_year: int | float | None = None
    months: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    ongoing: bool = False
    condition: str | None = None
    doubts: tuple[str, ...] = ()

    def of(self, text: str | None) -> "Timescale":
        """The same meaning for another wording."""
        return replace(self, text=text)

    def doubted(self, *doubts: str) -> "Timescale":
        """The same meaning with more doubts, none of them twice."""
        return replace(self, doubts=tuple(dict.fromkeys((*self.doubts, *doubts))))
