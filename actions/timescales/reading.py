"""Reads one timescale cell. See the package for the rules."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from actions.timescales import wording
from actions.timescales.dates import Named, find_dates
from actions.timescales.deadlines import deadlines, waits_for_dates
from actions.timescales.meaning import WITH_AN_END, Kind, Timescale
from actions.timescales.patterns import Period
from actions.timescales.recurring import recurring_work, several
from actions.timescales.wording import FLAGS

NOTHING = "No timescale is given"
NO_DATE = "No date could be read"
OUTSIDE = "Outside the plan year"
PROGRESS = "Progress text in the timescale"
MEETING = "Names a meeting or list, no date"
#: Longer texts are reports, not timescales; only so much is read of them.
LONGEST = 2000


def read_timescale(text: str | None, *, period_start: date, period_end: date) -> Timescale:
    """What a timescale cell of a plan with that period (first and last day) means.

    Never raises and never guesses: what cannot be read is `Kind.UNKNOWN` with a doubt that says
    so, and `text` is always the cell as it was. Lines of one cell are read as entries of their
    own and put together.
    """
    period = Period(period_start, period_end)
    if text is None or not text.strip():
        return Timescale(text, Kind.UNKNOWN, doubts=(NOTHING,))
    readings = [_entry(line, period) for line in _entries(text[:LONGEST])]
    together = readings[0] if len(readings) == 1 else _together(readings)
    if len(text) > LONGEST:
        together = together.doubted(f"Only the first {LONGEST} characters were read")
    return together.of(text)


_GOES_ON = re.compile(r"(?:[\sa-z(]|(?:19|20)[0-9]{2}\s*$)", re.ASCII)
_UNFINISHED = re.compile(
    r"(?:\b(?:by|and|to|the|of|in|until|from|end|for|at|or)|[-,&/])\s*$", FLAGS
)


def _entries(text: str) -> list[str]:
    """The lines of a cell; a line that only carries on the one before is joined to it."""
    entries: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if entries and (
            _GOES_ON.match(line.strip()) or _UNFINISHED.search(wording.plain(entries[-1]))
        ):
            entries[-1] += " " + line
        else:
            entries.append(line)
    return entries or [text]


def _together(readings: Sequence[Timescale]) -> Timescale:
    """One meaning of several entries: the deadlines first, what has no end after them."""
    ending = [r for r in readings if r.kind in WITH_AN_END]
    recurring = [r for r in readings if r.kind is Kind.RECURRING]
    leading = max(ending, key=lambda r: r.due) if ending else _first_of(readings)
    dates = [day for r in readings if r.kind is not Kind.RECURRING for day in r.dates]
    for r in recurring:
        dates += [day for day in r.dates if day not in dates]
    often = sorted({r.times_per_year for r in recurring if r.times_per_year}, reverse=True)
    doubts: list[str] = []
    for r in readings:
        if r.kind is not Kind.UNKNOWN or leading.kind is Kind.UNKNOWN or PROGRESS in r.doubts:
            doubts += r.doubts
        elif MEETING not in r.doubts:
            doubts.append(f"Not read: {' '.join(r.text.split())}")
    if len(often) > 1:
        doubts.append(several(often))
    starts = [r.start for r in readings if r.start]
    dues = [r.due for r in readings if r.due]
    if starts and dues and min(starts) > max(dues):
        starts = []
    return Timescale(
        text=None,
        kind=leading.kind,
        start=min(starts) if starts else None,
        due=max(dues) if dues else None,
        times_per_year=often[0] if often else None,
        months=tuple(dict.fromkeys(m for r in recurring for m in r.months)),
        dates=tuple(sorted(dates)),
        ongoing=any(r.ongoing for r in readings),
        condition=next((r.condition for r in readings if r.condition), None),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _first_of(readings: Sequence[Timescale]) -> Timescale:
    order = (Kind.RECURRING, Kind.CONDITIONAL, Kind.ONGOING, Kind.AS_REQUIRED, Kind.UNKNOWN)
    return min(readings, key=lambda r: order.index(r.kind))


def _entry(text: str, period: Period) -> Timescale:
    plain = wording.plain(text)
    core = wording.CORE_TASK.match(plain)
    body = plain[core.end() :] if core else plain
    if core and not body.strip(" .)-"):
        return Timescale(text, Kind.ONGOING, ongoing=True)
    found, doubts = find_dates(body, period)
    found = _counted(body, found)
    told = _told_as_past(body, found)
    if told is not None:
        reading = _before_what_was_done(text, len(text) - len(body) + told, period)
    else:
        reading = _read(text, body, found, period).doubted(*doubts)
        if doubts and NO_DATE in reading.doubts:
            reading = replace(reading, doubts=tuple(dict.fromkeys(doubts)))
    if core and reading.kind is Kind.UNKNOWN:
        # A core task is ongoing work by its name; what its words say stays in doubt.
        agreed = wording.AGREED_ELSEWHERE.search(body)
        reading = Timescale(
            text, Kind.ONGOING, ongoing=True, doubts=() if agreed else reading.doubts
        )
    if any(day < period.start or day > period.end for day in _all_days(reading, found)):
        reading = reading.doubted(OUTSIDE)
    return reading


def _all_days(reading: Timescale, found: Sequence[Named]) -> list[date]:
    days = [*reading.dates, *(day for day in (reading.due,) if day)]
    if reading.kind is not Kind.UNKNOWN and reading.start and not _is_whole_year(found):
        days.append(reading.start)
    return days


def _is_whole_year(found: Sequence[Named]) -> bool:
    return bool(found) and all(n.unit in ("year", "part") for n in found)


_EACH = re.compile(r"\b(?:each|every)\s*$", FLAGS)
_STANDS_AS_YEAR = re.compile(
    r"(?:^|[-(:;,/&]|\b(?:by|in|due|during|throughout|for|across|over|within|end|of|until|to|from"
    r"|and|early|late|mid|before|annually|quarterly|ongoing|the|programme|year))\s*$",
    FLAGS,
)


def _counted(text: str, found: Sequence[Named]) -> tuple[Named, ...]:
    """Without the bare years that belong to a name ("Training Strategy 2017-18")."""
    exact = any(not n.weak for n in found)
    return tuple(
        n
        for n in found
        if not n.weak
        or (
            _STANDS_AS_YEAR.search(text[: n.begin])
            and (not exact or not text[: n.begin].strip(" (-"))
        )
    )


def _told_as_past(body: str, found: Sequence[Named]) -> int | None:
    """Where the body begins to tell what was done; the dates of that are no deadlines."""
    if wording.ALREADY_DONE.fullmatch(body):
        return 0
    told = wording.TOLD_AS_PAST.search(body)
    if told and not wording.STILL_TO_COME.search(body) and not wording.CONDITION.search(body):
        return told.start()
    if wording.CONDITION.match(body.lstrip(" (")):
        return None
    for n in found:
        before = body[: n.begin]
        done = wording.DONE_ON.search(before) or wording.DONE_THEN.search(before)
        if (
            n.dated
            and done
            and (done.re is wording.DONE_THEN or not wording.STILL_TO_COME.search(before))
        ):
            return done.start()
    return None


_SENTENCE_END = re.compile(r"[.;:](?=\s)|\s[-–—](?=\s)")


def _before_what_was_done(text: str, told: int, period: Period) -> Timescale:
    """What the sentences before a report of progress mean ("Ongoing. Work has started")."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text, 0, told + 1)]
    head = text[: ends[-1]] if ends else ""
    if head.strip():
        reading = _entry(head, period)
        if reading.kind is not Kind.UNKNOWN:
            return reading.of(text).doubted(PROGRESS)
    return Timescale(text, Kind.UNKNOWN, doubts=(PROGRESS,))


def _read(text: str, body: str, found: tuple[Named, ...], period: Period) -> Timescale:
    often = wording.frequencies(body)
    ongoing = bool(wording.ONGOING.search(body))
    points = [n for n in found if _EACH.search(body[: n.begin])]
    if points and not often:
        # "Every June and December": as often as months are named.
        often = (wording.Frequency(points[0].begin, points[-1].end, len(found)),)
    if often:
        return recurring_work(text, body, found, often, ongoing, period)
    if found:
        waits = waits_for_dates(text, body, found)
        return waits or deadlines(text, body, found, ongoing)
    if ongoing:
        return Timescale(text, Kind.ONGOING, ongoing=True, condition=wording.proviso(text, body))
    if wording.AS_REQUIRED.search(body):
        return Timescale(text, Kind.AS_REQUIRED)
    condition = wording.condition(text, body)
    if condition:
        return Timescale(text, Kind.CONDITIONAL, condition=condition)
    return Timescale(text, Kind.UNKNOWN, doubts=(_why_unknown(body),))


def _why_unknown(body: str) -> str:
    if wording.TO_BE_CONFIRMED.search(body):
        return wording.TO_CONFIRM
    if wording.AS_SOON_AS_POSSIBLE.search(body):
        return "As soon as possible names no date"
    if wording.WITHIN_ALONE.search(body):
        return "Counted from a day that is not named"
    if wording.AGREED_ELSEWHERE.search(body):
        return wording.AGREED
    if wording.names_a_meeting_or_list(body):
        return MEETING
    return NO_DATE
