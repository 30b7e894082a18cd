"""Reads one timescale cell. See the package for the rules."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from actions.timescales import wording
from actions.timescales.dates import DAY, Named, find_dates
from actions.timescales.meaning import WITH_AN_END, Kind, Timescale
from actions.timescales.patterns import Period
from actions.timescales.schedule import occurrences
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
        doubts.append(_several(often))
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


def _several(often: Sequence[int | float]) -> str:
    return f"Several frequencies are named: {' and '.join(f'{n:g}' for n in often)} times a year"


def _entry(text: str, period: Period) -> Timescale:
    plain = wording.plain(text)
    core = wording.CORE_TASK.match(plain)
    body = plain[core.end() :] if core else plain
    if core and not body.strip(" .)-"):
        return Timescale(text, Kind.ONGOING, ongoing=True)
    found, doubts = find_dates(body, period)
    found = _counted(body, found)
    if _is_past(body, found):
        reading = Timescale(text, Kind.UNKNOWN, doubts=(PROGRESS,))
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


_STANDS_AS_YEAR = re.compile(
    r"(?:^|[-(:;,/&]|\b(?:by|in|during|throughout|for|across|over|within|end|of|until|to|from"
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


def _is_past(text: str, found: Sequence[Named]) -> bool:
    """Whether the text tells what was done; its dates are then no deadlines."""
    if wording.ALREADY_DONE.fullmatch(text):
        return True
    if wording.TOLD_AS_PAST.search(text) and not wording.STILL_TO_COME.search(text):
        return not wording.CONDITION.search(text)
    for n in found:
        before = text[: n.begin]
        done = wording.DONE_ON.search(before)
        if n.dated and done and not wording.STILL_TO_COME.search(before):
            return True
        if n.dated and wording.DONE_THEN.search(before):
            return True
    return False


def _read(text: str, body: str, found: tuple[Named, ...], period: Period) -> Timescale:
    often = wording.frequencies(body)
    ongoing = bool(wording.ONGOING.search(body))
    points = [n for n in found if _EACH.search(body[: n.begin])]
    if points and not often:
        # "Every June and December": as often as months are named.
        often = (wording.Frequency(points[0].begin, points[-1].end, len(found)),)
    if often:
        return _recurring(text, body, found, often, ongoing, period)
    if found:
        waits = _waits_for_dates(text, body, found)
        return waits or _deadlines(text, body, found, ongoing)
    if ongoing:
        return Timescale(text, Kind.ONGOING, ongoing=True, condition=_proviso(text, body))
    if wording.AS_REQUIRED.search(body):
        return Timescale(text, Kind.AS_REQUIRED)
    condition = _condition(text, body)
    if condition:
        return Timescale(text, Kind.CONDITIONAL, condition=condition)
    return Timescale(text, Kind.UNKNOWN, doubts=(_why_unknown(body),))


def _why_unknown(body: str) -> str:
    if wording.TO_BE_CONFIRMED.search(body):
        return "The date is still to be confirmed"
    if wording.AS_SOON_AS_POSSIBLE.search(body):
        return "As soon as possible names no date"
    if wording.WITHIN_ALONE.search(body):
        return "Counted from a day that is not named"
    if wording.AGREED_ELSEWHERE.search(body):
        return "Timescales agreed elsewhere are meant but not given"
    if wording.names_a_meeting_or_list(body):
        return MEETING
    return NO_DATE


_EACH = re.compile(r"\b(?:each|every)\s*$", FLAGS)
_FROM = re.compile(
    r"\b(?:from|starting|commenc(?:e|es|ing)|begin(?:s|ning)?|starts?|since|w\.?e\.?f\.?|effective|as\s+of)"
    r"\s*(?:from|in|on|at)?\s*(?:the)?\s*:?\s*$",
    FLAGS,
)
_ONWARDS = re.compile(r"\s*\)?\s*(?:onwards?|and\s+onwards?|\+)", FLAGS)
_UNTIL = re.compile(
    r"\b(?:until|till|up\s+to|through\s+to|on\s*-?\s*going\s+to)\s*(?:the)?\s*$", FLAGS
)
_BEFORE = re.compile(
    r"(?<!\bor )(?<!\bnot )\b(?:before|prior\s+to|ahead\s+of|in\s+advance\s+of)\s*(?:the)?\s*$",
    FLAGS,
)
_AFTER = re.compile(r"\b(?:after|following|once|not\s+before|post)\s*(?:the)?\s*$", FLAGS)
#: An earlier date that another has replaced.
_WAS = re.compile(
    r"\b(?:was|previously|originally|formerly)\s*:?\s*(?:due\s*)?(?:in|by|on)?\s*$", FLAGS
)
_MOVED = re.compile(
    r"[\s,;:-]*(?:now\s+)?(?:date\s+)?(?:extended|moved|revised|deferred|postponed|slipped|changed|now)"
    r"\b[\s:-]*(?:date)?[\s:-]*(?:to|until|till)?[\s:-]*(?:the\s+)?",
    FLAGS,
)
_REVIEW = re.compile(r"\breview(?:ed|s)?\b[\s\w:,-]{0,25}$", FLAGS)
_BY = re.compile(r"\b(?:by|before|no\s+later\s+than|not\s+later\s+than|due)\s*(?:the)?\s*$", FLAGS)
_TO = re.compile(r"\s*(?:-|to|until|till|through(?:\s+to)?|up\s+to)\s*(?:the\s+)?", FLAGS)
_SLASH = re.compile(r"\s*/\s*")
_AND = re.compile(r"\s*(?:and|&)\s*", FLAGS)
_BETWEEN = re.compile(r"\bbetween\s*(?:the)?\s*$", FLAGS)


def _deadlines(text: str, body: str, found: Sequence[Named], ongoing: bool) -> Timescale:
    found, doubts = _not_replaced(body, found)
    starts: list[date] = []
    ends: list[tuple[Named, Kind, date]] = []
    i = 0
    while i < len(found):
        n, before = found[i], body[: found[i].begin]
        following = found[i + 1] if i + 1 < len(found) else None
        gap = body[n.end : following.begin] if following else ""
        if following and _joins_a_range(before, gap, n, following):
            if following.due >= n.start:
                starts.append(n.start)
                ends.append((following, Kind.RANGE, following.due))
            else:
                doubts.append("The end comes before the start")
                ends += [(x, _kind(x), x.due) for x in (n, following)]
            i += 2
            continue
        if _FROM.search(before) or _ONWARDS.match(body[n.end :]):
            starts.append(n.start)
        elif _BEFORE.search(before) and not body[n.begin :].lower().startswith("end"):
            ends.append((n, Kind.DATE, n.start - DAY))
        elif _UNTIL.search(before):
            ends.append((n, Kind.RANGE, n.due))
            ongoing = False
        elif _BY.search(before) and n.unit in ("part", "year", "week"):
            ends.append((n, Kind.DATE, n.due))
        else:
            if n.unit in ("part", "year", "week"):
                starts.append(n.start)
            ends.append((n, _kind(n), n.due))
        i += 1
    proviso = _proviso(text, body)
    if wording.AGREED_ELSEWHERE.search(body):
        doubts.append("Timescales agreed elsewhere are meant but not given")
    if wording.PROVISIONAL.search(body):
        doubts.append("The date is still to be confirmed")
    if not ends:
        # "From September 07": begins then and names no end, so it is ongoing work.
        return Timescale(
            text, Kind.ONGOING, start=min(starts), ongoing=True, condition=proviso
        ).doubted(*doubts)
    dates = tuple(sorted(day for _, _, day in ends))
    if ongoing and all(_REVIEW.search(body[: n.begin]) for n, _, _ in ends):
        # "Ongoing, review March 2018": the date is a review, not an end.
        start = min(starts) if starts else None
        return Timescale(text, Kind.ONGOING, start=start, dates=dates, ongoing=True).doubted(
            *doubts
        )
    last = max(ends, key=lambda end: (end[2], _EXACT.index(end[1])))
    start = min(starts) if starts else None
    kind = last[1]
    if start and start <= last[2] and len(ends) == 1:
        kind = Kind.RANGE
    elif start and kind is not Kind.RANGE:
        start = start if start <= last[2] else None
    return Timescale(
        text, kind, start=start if start and start <= last[2] else None, due=last[2],
        dates=dates, ongoing=ongoing, condition=proviso,
    ).doubted(*doubts)  # fmt: skip


def _not_replaced(body: str, found: Sequence[Named]) -> tuple[list[Named], list[str]]:
    """The dates without those that another has replaced ("June 2017 (was March 2017)")."""
    kept, doubts = [], []
    for i, n in enumerate(found):
        gap = body[n.end : found[i + 1].begin] if i + 1 < len(found) else ""
        if len(found) > 1 and (_WAS.search(body[: n.begin]) or (gap and _MOVED.fullmatch(gap))):
            doubts.append(f"An earlier date is named: {' '.join(body[n.begin : n.end].split())}")
        else:
            kept.append(n)
            doubts += n.doubts
    return (kept, doubts) if kept else (list(found), doubts)


_EXACT = (Kind.RANGE, Kind.MONTH, Kind.DATE)


def _joins_a_range(before: str, gap: str, first: Named, second: Named) -> bool:
    if _TO.fullmatch(gap):
        return True
    if _BETWEEN.search(before) and _AND.fullmatch(gap):
        return True
    return (
        first.unit == second.unit in ("month", "part")
        and bool(_SLASH.fullmatch(gap))
        and first.due + DAY == second.start
    )


def _kind(n: Named) -> Kind:
    return {"day": Kind.DATE, "month": Kind.MONTH}.get(n.unit, Kind.RANGE)


def _waits_for_dates(text: str, body: str, found: Sequence[Named]) -> Timescale | None:
    """ "Within six months of April 2017" is a day; "after April 2017" waits and has no end."""
    first = found[0]
    before = body[: first.begin]
    within = wording.WITHIN.search(before)
    if within and not before[within.end() :].strip(" the"):
        m = wording.LENGTH.match(within["n"])
        step = {f"{m['unit'].lower()}s": wording.number(m["n"])}
        # Months after the last day of a month lead to the last day of a month.
        shift = timedelta(0) if first.unit == "day" else DAY
        due = first.due + shift + relativedelta(**step) - shift
        return Timescale(text, Kind.DATE, due=due, dates=(due,)).doubted(
            *first.doubts, "Counted from the last day of what is named"
        )
    if _AFTER.search(before) or _opens_with_condition(body, first):
        waits = _condition(text, body) or " ".join(body[first.begin : first.end].split())
        start = first.due + DAY if _AFTER.search(before) else None
        if re.search(r"\bnot\s+before\s*$", before, FLAGS):
            start = first.start
        return Timescale(text, Kind.CONDITIONAL, start=start, condition=waits).doubted(
            *first.doubts
        )
    return None


def _opens_with_condition(body: str, first: Named) -> bool:
    """Whether the date belongs to what is waited for ("Once approved in March 2018")."""
    m = wording.CONDITION.search(body)
    return (
        m is not None
        and not body[: m.start()].strip(" (-")
        and m.start("what") <= first.begin
        and not _BEFORE.search(body[: first.begin])
        and not wording.STILL_TO_COME.search(body)
    )


def _recurring(
    text: str,
    body: str,
    found: Sequence[Named],
    often: Sequence[wording.Frequency],
    ongoing: bool,
    period: Period,
) -> Timescale:
    most = max(often, key=lambda f: f.times or 0)
    times = most.times
    doubts = [f.doubt for f in often if f.doubt and f.times == times]
    several = sorted({f.times for f in often if f.times}, reverse=True)
    if len(several) > 1:
        doubts.append(_several(several))
    start = due = None
    points: list[Named] = []
    for n in found:
        before = body[: n.begin]
        if n.unit == "year" or (n.unit == "part" and (times or 0) > 2):
            start, due = n.start, n.due
        elif n.begin < most.begin and wording.THEN.match(body[n.end : most.begin]):
            start = n.due  # "June 2017, then quarterly"
        elif _FROM.search(before) or _ONWARDS.match(body[n.end :]):
            start = n.start
        elif _UNTIL.search(before):
            due = n.due
        else:
            points.append(n)
        doubts += n.doubts
    if times and points and len(points) < times:
        if all(n.dated for n in points):
            due = max(n.due for n in points)
            points = []
        else:
            doubts.append(f"Names fewer months than the {times:g} times a year")
    if wording.BI_ANNUAL in doubts and len(points) == 2:
        doubts.remove(wording.BI_ANNUAL)
    months = tuple(dict.fromkeys(n.due.month for n in points))
    if any(n.dated for n in points):
        due = max(n.due for n in points)
    if start and due and start > due:
        start = None
    reading = Timescale(
        text, Kind.RECURRING, start=start, due=due, times_per_year=times, months=months,
        dates=tuple(sorted(n.due for n in points)), ongoing=ongoing,
    )  # fmt: skip
    if not reading.dates:
        from_period = occurrences(reading, period_start=period.start, period_end=period.end)
        reading = replace(reading, dates=from_period)
    return reading.doubted(*doubts)


def _condition(text: str, body: str) -> str | None:
    within = wording.WITHIN.search(body)
    if within:
        return _trimmed(text, body, within.start(), len(body))
    m = wording.CONDITION.search(body)
    if not m:
        return None
    return _trimmed(text, body, m.start("what"), m.end("what"))


def _proviso(text: str, body: str) -> str | None:
    m = wording.PROVISO.search(body)
    return _trimmed(text, body, m.start("what"), m.end("what")) if m else None


def _trimmed(text: str, body: str, begin: int, end: int) -> str | None:
    """The words of the cell at a place of the body, without the bracket that closes outside."""
    shift = len(text) - len(body)
    words = " ".join(text[begin + shift : end + shift].split()).strip(" .;,:-")
    while words.endswith(")") and words.count(")") > words.count("("):
        words = words[:-1].rstrip(" .;,:-")
    return words or None
