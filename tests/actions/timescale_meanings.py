"""The meanings of timescales in few words, for the tables of phrases."""

from datetime import date

from actions.timescales import Kind, Timescale

OUTSIDE = "Outside the plan year"
NO_DATE = "No date could be read"
MEETING = "Names a meeting or list, no date"
PROGRESS = "Progress text in the timescale"
AGREED = "Timescales agreed elsewhere are meant but not given"
OFTEN = "How many times a year is not said"
TWICE = "Bi-annual read as twice a year"


def days(*written: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in written)


def first(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def doubted(doubt: str | tuple[str, ...]) -> tuple[str, ...]:
    return (doubt,) if isinstance(doubt, str) else doubt


def ends(kind, *on, start=None, ongoing=False, condition=None, doubt=()):
    """Work with one or more deadlines; it is due on the last."""
    return Timescale(
        None, kind, start=first(start), due=days(*on)[-1], dates=days(*on), ongoing=ongoing,
        condition=condition, doubts=doubted(doubt),
    )  # fmt: skip


def month(*on, **more):
    return ends(Kind.MONTH, *on, **more)


def day(*on, **more):
    return ends(Kind.DATE, *on, **more)


def spell(start, *on, **more):
    return ends(Kind.RANGE, *on, start=start, **more)


def us(on):
    """A day that an American would read month first; the phrase fills the doubt."""
    return day(on, doubt="Could be read month first: {}")


def times(number, *on, months=(), start=None, due=None, ongoing=False, doubt=()):
    return Timescale(
        None, Kind.RECURRING, start=first(start), due=first(due), times_per_year=number,
        months=months, dates=days(*on), ongoing=ongoing, doubts=doubted(doubt),
    )  # fmt: skip


def ongoing(start=None, on=(), doubt=()):
    return Timescale(
        None, Kind.ONGOING, start=first(start), dates=days(*on), ongoing=True, doubts=doubted(doubt)
    )


def unknown(doubt=NO_DATE):
    return Timescale(None, Kind.UNKNOWN, doubts=(doubt,))


def waits(condition, start=None, doubt=()):
    return Timescale(
        None, Kind.CONDITIONAL, start=first(start), condition=condition, doubts=doubted(doubt)
    )


AS_REQUIRED = Timescale(None, Kind.AS_REQUIRED)
