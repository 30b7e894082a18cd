"""Reads an entry that names dates: what part each of them plays, and what they make together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from actions.timescales import wording
from actions.timescales.dates import DAY, Named
from actions.timescales.meaning import Kind, Timescale
from actions.timescales.wording import FLAGS

# The words before or after a date that give it its part.
FROM = re.compile(
    r"\b(?:from|starting|commenc(?:e|es|ing)|begin(?:s|ning)?|starts?|since|w\.?e\.?f\.?|effective|as\s+of)"
    r"\s*(?:from|in|on|at)?\s*(?:the)?\s*:?\s*$",
    FLAGS,
)
ONWARDS = re.compile(r"\s*\)?\s*(?:onwards?|and\s+onwards?|\+)", FLAGS)
UNTIL = re.compile(
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


@dataclass(frozen=True)
class _End:
    day: date
    kind: Kind
    named: Named


_EXACT = (Kind.RANGE, Kind.MONTH, Kind.DATE)


def deadlines(text: str, body: str, found: Sequence[Named], ongoing: bool) -> Timescale:
    """The meaning of an entry whose body names dates and no frequency."""
    found, doubts = _not_replaced(body, found)
    starts, ends, more = _starts_and_ends(body, found)
    doubts += more
    if wording.AGREED_ELSEWHERE.search(body):
        doubts.append(wording.AGREED)
    if wording.PROVISIONAL.search(body):
        doubts.append(wording.TO_CONFIRM)
    start = min(starts, default=None)
    dates = tuple(sorted(end.day for end in ends))
    is_review = ongoing and all(_REVIEW.search(body[: end.named.begin]) for end in ends)
    if not ends or is_review:
        # "From September 07" begins then and names no end, so it is ongoing work. "Ongoing,
        # review March 2018" names a review, not an end.
        t = Timescale(text, Kind.ONGOING, start=start, dates=dates, ongoing=True)
    else:
        last = max(ends, key=lambda end: (end.day, _EXACT.index(end.kind)))
        if start and start > last.day:
            start = None
        kind = Kind.RANGE if start and len(ends) == 1 else last.kind
        until = any(UNTIL.search(body[: end.named.begin]) for end in ends)
        t = Timescale(
            text, kind, start=start, due=last.day, dates=dates, ongoing=ongoing and not until
        )
    return replace(t, condition=wording.proviso(text, body)).doubted(*doubts)


def _starts_and_ends(body: str, found: Sequence[Named]) -> tuple[list[date], list[_End], list[str]]:
    starts: list[date] = []
    ends: list[_End] = []
    doubts: list[str] = []
    rest = list(found)
    while rest:
        n = rest.pop(0)
        before, after = body[: n.begin], body[n.end :]
        if rest and _joins_a_range(before, body[n.end : rest[0].begin], n, rest[0]):
            if rest[0].due >= n.start:
                last = rest.pop(0)
                starts.append(n.start)
                ends.append(_End(last.due, Kind.RANGE, last))
                continue
            doubts.append("The end comes before the start")
        if FROM.search(before) or ONWARDS.match(after):
            starts.append(n.start)
        elif _BEFORE.search(before) and not body[n.begin :].lower().startswith("end"):
            ends.append(_End(n.start - DAY, Kind.DATE, n))
        elif UNTIL.search(before):
            ends.append(_End(n.due, Kind.RANGE, n))
        elif n.unit in ("day", "month"):
            ends.append(_End(n.due, Kind.DATE if n.unit == "day" else Kind.MONTH, n))
        elif _BY.search(before):
            ends.append(_End(n.due, Kind.DATE, n))
        else:
            starts.append(n.start)
            ends.append(_End(n.due, Kind.RANGE, n))
    return starts, ends, doubts


def _not_replaced(body: str, found: Sequence[Named]) -> tuple[list[Named], list[str]]:
    """The dates without those that another has replaced ("June 2017 (was March 2017)")."""
    kept, doubts = [], []
    for i, n in enumerate(found):
        gap = body[n.end : found[i + 1].begin] if i + 1 < len(found) else ""
        if len(found) > 1 and (_WAS.search(body[: n.begin]) or (gap and _MOVED.fullmatch(gap))):
            doubts.append(f"An earlier date is named: {' '.join(body[n.begin : n.end].split())}")
        else:
            kept.append(n)
            doubts += _as_used(body, n)
    return (kept, doubts) if kept else (list(found), doubts)


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


def _as_used(body: str, n: Named) -> list[str]:
    """Its doubts with the day that counts: "before the summer" ends the day before it begins."""
    if not _BEFORE.search(body[: n.begin]):
        return list(n.doubts)
    last, before = (f"{day.day} {day:%B %Y}" for day in (n.due, n.start - DAY))
    return [doubt.replace(f": read as {last}", f": read as {before}") for doubt in n.doubts]


def waits_for_dates(text: str, body: str, found: Sequence[Named]) -> Timescale | None:
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
    lasting = wording.LASTING.search(before)
    if lasting:
        m = wording.LENGTH.match(lasting["n"])
        step = {f"{m['unit'].lower()}s": wording.number(m["n"])}
        due = first.start + relativedelta(**step) - DAY
        return Timescale(text, Kind.RANGE, start=first.start, due=due, dates=(due,)).doubted(
            *first.doubts
        )
    if _AFTER.search(before) or _opens_with_condition(body, first):
        waits = wording.condition(text, body) or " ".join(body[first.begin : first.end].split())
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
