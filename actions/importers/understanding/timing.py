"""Timescales of the plan as the interchange format has them, with the doubts about them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from actions.timescales import WITH_AN_END, Kind, Timescale, next_review, read_timescale

from .findings import Findings
from .parties import plain

EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d.])")
_PAST = re.compile(
    r"\b(?:was|were|has|have|had|attended|presented|completed|delivered|held|took place"
    r"|continue[ds]?|agreed|received|produced|launched|undertaken|circulated|established|recruited|now)\b",
    re.IGNORECASE,
)
_NO_DATE = re.compile(
    r"(?:t\.?b\.?[acd]\.?|to be (?:agreed|confirmed|decided)|n/?a|none|-+|–)", re.I
)


@dataclass(frozen=True, slots=True)
class Period:
    """The plan's period, and whether the file's own dates show that the month comes first."""

    start: date
    end: date
    month_first: bool = False

    def read(self, text: str | None) -> Timescale:
        return _read(text, self.start, self.end)


def shows_month_first(texts: Iterable[str]) -> bool:
    """Whether some date of the texts can only be read month first (04/13/2024), and none only
    day first."""
    certain = {
        int(m[3]) > 12
        for text in texts
        for m in _NUMERIC.finditer(text)
        if (int(m[1]) > 12) != (int(m[3]) > 12) and min(int(m[1]), int(m[3])) >= 1
    }
    return certain == {True}


@lru_cache(maxsize=2048)
def _read(text: str | None, start: date, end: date) -> Timescale:
    return read_timescale(text, period_start=start, period_end=end)


def of_value(text: str, value, period: Period) -> Timescale:
    """The meaning of a cell: its words, unless a spreadsheet holds a real date that they miss."""
    reading = period.read(text or None)
    if reading.kind is Kind.UNKNOWN and (day := _of_serial(text, period)) is not None:
        return Timescale(text, Kind.DATE, due=day, dates=(day,))
    if isinstance(value, date):
        within = reading.due and (reading.start or reading.due) <= value <= reading.due
        if not within and not (reading.kind is Kind.MONTH and reading.due.month == value.month):
            return Timescale(text, Kind.DATE, due=value, dates=(value,))
    return reading


def _of_serial(text: str, period: Period) -> date | None:
    """The day that a spreadsheet counts as this number, where that is near the plan's period: a
    date whose cell lost its format ("45077" for 31 May 2023)."""
    if not re.fullmatch(r"[1-9]\d{4}(?:\.0+)?", text.strip()):
        return None
    day = EPOCH + timedelta(days=int(float(text)))
    near = timedelta(days=5 * 366)
    return day if period.start - near <= day <= period.end + near else None


def as_data(reading: Timescale, period: Period, *, as_at: date | None = None) -> dict:
    """A reading in the interchange format."""
    review = None
    if reading.kind not in WITH_AN_END or reading.ongoing:
        after = min(max(as_at or period.start, period.start), period.end)
        review = next_review(reading, after=after, period_end=period.end)
    return {
        "text": reading.text,
        "kind": str(reading.kind),
        "start": _iso(reading.start),
        "due": _iso(reading.due),
        "first_due": _iso(reading.due),
        "times_per_year": reading.times_per_year,
        "next_review": _iso(review),
        "to_settle": False,
        "corrected": False,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def looks_like_progress(text: str) -> bool:
    """Whether words in a timescale column tell what has been done."""
    return len(text.split()) >= 6 and bool(_PAST.search(text))


def doubted(
    reading: Timescale, period: Period, findings: Findings, *, place: str, about: str
) -> tuple[Timescale, bool]:
    """The reading after what people decided about its doubts, and whether they corrected it."""
    text = reading.text or ""
    key = plain(text)
    common = {"said": text, "place": place, "about": (about,)}
    if not key:
        return reading, False
    if reading.kind is Kind.UNKNOWN and not _NO_DATE.fullmatch(text.strip()):
        if looks_like_progress(text):
            decided = findings.add(
                "progress-as-timescale",
                key,
                choices=(("move", "Move it to progress"), ("keep", "Keep it as the timescale")),
                **common,
            )
            if decided != "move":
                return reading, False
            return replace(reading, text=None), False
        if day := _only_month_first(text):
            decided = findings.add(
                "date-only-month-first",
                key,
                choices=(("month", _long(day)), ("none", "Keep it without a date")),
                day=_long(day),
                **common,
            )
            if decided == "none":
                return reading, False
            return Timescale(text, Kind.DATE, due=day, dates=(day,)), True
        decided = findings.add("timescale-unread", key, free=True, choices=_KEEP, **common)
        return _typed(reading, decided, period)
    other = _month_first(text, period)
    if other and other != reading.due:  # a spreadsheet's real date is what its cell shows
        choices = ("day", _long(reading.due)), ("month", _long(other))
        code = "date-month-first"
        if period.month_first:
            code, choices = "date-probably-month-first", choices[::-1]
        (proposed, day), _ = choices
        decided = findings.add(code, key, choices=choices, day=day, **common)
        if (decided or proposed) == "month":
            return Timescale(text, Kind.DATE, due=other, dates=(other,)), True
    outside = [day for day in (reading.due, reading.start) if day and not _inside(day, period)]
    if outside and reading.kind in WITH_AN_END:
        decided = findings.add(
            "date-outside", key, free=True, choices=_KEEP, day=_long(outside[0]), **common
        )
        return _typed(reading, decided, period)
    return reading, False


_KEEP = (("keep", "Keep it as it is"),)


def _typed(reading: Timescale, decided: str, period: Period) -> tuple[Timescale, bool]:
    """What a person typed in place of the words, which stay as they were."""
    if decided in ("", "keep"):
        return reading, False
    return of_typed(decided, period).of(reading.text), True


def of_typed(words: str, period: Period) -> Timescale:
    """The meaning of what a person typed: a day as the browser sends it, or words."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return period.read(words)
    return Timescale(words, Kind.DATE, due=day, dates=(day,))


def _month_first(text: str, period: Period) -> date | None:
    """The day it would be with the month first, if that is another one and in the plan's period."""
    m = _NUMERIC.fullmatch(text.strip())
    if not m or m[1].lstrip("0") == m[3].lstrip("0"):
        return None
    year = int(m[4]) if len(m[4]) == 4 else 2000 + int(m[4])
    try:
        other = date(year, int(m[1]), int(m[3]))
        date(year, int(m[3]), int(m[1]))
    except ValueError:
        return None
    return other if _inside(other, period) else None


def _only_month_first(text: str) -> date | None:
    """The day of a date like 04/13/2024, which has no thirteenth month."""
    m = _NUMERIC.fullmatch(text.strip())
    if not m or int(m[3]) <= 12:
        return None
    year = int(m[4]) if len(m[4]) == 4 else 2000 + int(m[4])
    try:
        return date(year, int(m[1]), int(m[3]))
    except ValueError:
        return None


def in_words(iso: str | None) -> str:
    """A day as people write it ("3 May 2023"), "" without one."""
    return _long(date.fromisoformat(iso)) if iso else ""


def _inside(day: date, period: Period) -> bool:
    return period.start <= day <= period.end


def _long(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
