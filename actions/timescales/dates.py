"""Finds the times that a text names, in order, and settles the year of each.

What has no year takes it from the date it stands beside ("January - March 2010", "3rd & 13th
June 2009"), else from the plan's period. Words before it narrow it: "end of", "mid-", "early",
"w/c", "last week of".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from actions.timescales.patterns import NUMBERED, PATTERNS, SEASON, TERM, Found, Period
from actions.timescales.wording import FLAGS

DAY = timedelta(days=1)
EARLY = "Early or middle names no day"
#: What joins two dates that share one year.
_JOINED = re.compile(
    r"[\s,;&/()-]*(?:and|to|or|until|till|through)?[\s,-]*(?:the\s+)?"
    r"(?:(?:end|start|beginning)\s+of\s+|early\s+|mid-?\s*|late\s+)?",
    FLAGS,
)


@dataclass(frozen=True)
class Named:
    """A time that the text names: from its first day to its last, and where it stands."""

    begin: int
    end: int
    unit: str  # "day", "week", "month", "part" (quarter, term, season) or "year"
    start: date
    due: date
    dated: bool  # its year is written, at it or beside it
    doubts: tuple[str, ...] = ()
    weak: bool = False  # a bare year, which may belong to a name ("Strategy 2017-18")


def find_dates(text: str, period: Period) -> tuple[tuple[Named, ...], tuple[str, ...]]:
    """The times a plain text names, in order, and doubts about what is no date ("31 June")."""
    found, doubts = _settled(text, list(_found(text, period)), period)
    return tuple(_narrowed(text, named) for named in found), tuple(doubts)


def _found(text: str, period: Period) -> Iterator[Found]:
    """Leftmost first, each pattern searched again only where its last match was overtaken."""
    text = NUMBERED.sub(lambda m: "_" * len(m[0]), text)
    next_match = [pattern.search(text) for pattern, _ in PATTERNS]
    while any(next_match):
        best = min((m.start(), i) for i, m in enumerate(next_match) if m)[1]
        m = next_match[best]
        read = list(PATTERNS[best][1](m, period))
        yield from read
        # What turned out to be nothing ("12-13" days, not a year) leaves its place to others.
        at = m.end() if read else m.start()
        for i, (pattern, _) in enumerate(PATTERNS):
            if i == best and not read:
                next_match[i] = pattern.search(text, m.start() + 1)
            elif next_match[i] and next_match[i].start() < at:
                next_match[i] = pattern.search(text, at)


def _settled(text: str, found: list[Found], period: Period) -> tuple[list[Named], list[str]]:
    years: list[int | None] = [f.year for f in found]
    days: list[tuple[date, date] | None] = [
        _made(f, f.year) if f.year is not None else None for f in found
    ]

    def beside(i: int, j: int) -> bool:
        return bool(_JOINED.fullmatch(text[found[i].end : found[j].begin]))

    for i in reversed(range(len(found) - 1)):
        after = days[i + 1]
        if years[i] is None and after and years[i + 1] is not None and beside(i, i + 1):
            tries = (years[i + 1], years[i + 1] - 1)
            years[i] = next((y for y in tries if _before(found[i], y, after)), None)
            days[i] = _made(found[i], years[i]) if years[i] is not None else None
    for i in range(1, len(found)):
        before = days[i - 1]
        if years[i] is None and before and years[i - 1] is not None and beside(i - 1, i):
            tries = (years[i - 1], years[i - 1] + 1)
            years[i] = next((y for y in tries if _after(found[i], y, before)), None)
            days[i] = _made(found[i], years[i]) if years[i] is not None else None

    named, doubts = [], []
    for f, year, settled in zip(found, years, days, strict=True):
        more: tuple[str, ...] = ()
        if year is None:
            settled, more = _in_period(f, text, period)
        if settled is None:
            doubts.append(f"Not a date: {text[f.begin : f.end].strip()}")
            continue
        named.append(
            Named(f.begin, f.end, f.unit, *settled, year is not None, f.doubts + more, f.weak)
        )
    return named, doubts


def _made(found: Found, year: int) -> tuple[date, date] | None:
    return found.make(year) if 1900 <= year <= 2100 else None


def _before(found: Found, year: int, other: tuple[date, date]) -> bool:
    made = _made(found, year)
    return made is not None and made[0] <= other[0]


def _after(found: Found, year: int, other: tuple[date, date]) -> bool:
    made = _made(found, year)
    return made is not None and made[0] >= other[0]


def _in_period(
    found: Found, text: str, period: Period
) -> tuple[tuple[date, date] | None, tuple[str, ...]]:
    """The first time in the plan's period; if there is none, the first after its start."""
    made = [
        days
        for year in range(period.start.year - 1, period.end.year + 6)
        if (days := _made(found, year)) is not None
    ]
    inside = [days for days in made if period.start <= days[1] <= period.end]
    if len(inside) > 1:
        words = text[found.begin : found.end].strip()
        return inside[0], (f"The plan has {words} more than once; the first was taken",)
    if inside:
        return inside[0], ()
    return next((days for days in made if days[0] >= period.start), None), ()


_WEEK = r"(?:(?P<nth>first|1st|second|2nd|third|3rd|fourth|4th|last|final)\s+week\s+(?:of|in)\s+)"
_NARROWS = re.compile(
    rf"(?:{_WEEK}|(?P<end>\bend(?:ing)?\s+(?:of\s+)?|\blate\s+)|(?P<mid>\bmid(?:dle\s+of)?[\s-]*)"
    r"|(?P<early>\bearly\s+(?:in\s+)?)|(?P<first>\b(?:beginning|start)\s+of\s+)"
    r"|(?P<wc>\b(?:w/c|week\s+(?:commencing|beginning|of|starting)|w\.c\.|wc|wb|w/b)\s*:?\s*)"
    r"|(?P<we>\b(?:w/e|week\s+ending)\s*:?\s*))(?:the\s+)?(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sun)(?:day)?\s+)?$",
    FLAGS,
)
_NTH_WEEK = {
    "first": 0,
    "1st": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
}


def _narrowed(text: str, named: Named) -> Named:
    """The part of the time that the words before it leave ("mid-October" is its 15th)."""
    window = text[max(0, named.begin - 40) : named.begin]
    m = _NARROWS.search(window)
    if not m:
        return _said(text, named)
    named = replace(named, begin=named.begin - len(window) + m.start())
    if m["nth"] and named.unit == "month":
        week = _NTH_WEEK.get(m["nth"].lower())
        first = named.due - 6 * DAY if week is None else named.start + 7 * week * DAY
        return replace(named, unit="week", start=first, due=first + 6 * DAY)
    if m["wc"] and named.unit == "day":
        return replace(named, unit="week", due=named.due + 6 * DAY)
    if m["mid"] and named.unit in ("month", "year"):
        middle = (
            date(named.due.year, 6, 30) if named.unit == "year" else named.start.replace(day=15)
        )
        if not named.start <= middle <= named.due:
            middle = named.start + (named.due - named.start) // 2
        words = f"The middle was read as {_long(middle)}"
        return replace(named, unit="day", start=middle, due=middle, doubts=(*named.doubts, words))
    if m["first"]:
        return _said(text, replace(named, unit="day", due=named.start))
    if m["early"] or m["mid"]:
        return _said(text, named, EARLY)
    if m["end"] and named.unit in ("part", "year"):
        named = _said(text, named)
        return replace(named, unit="day", start=named.due)
    return _said(text, named)


def _said(text: str, named: Named, *doubts: str) -> Named:
    """Conventions named with the day they gave."""
    said = tuple(
        f"{doubt}: read as {_long(named.due)}" if doubt in (TERM, SEASON, EARLY) else doubt
        for doubt in (*named.doubts, *doubts)
    )
    return replace(named, doubts=said)


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
