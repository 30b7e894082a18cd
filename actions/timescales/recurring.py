"""Reads an entry that says how often."""

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.timescales import wording
from actions.timescales.dates import Named
from actions.timescales.deadlines import FROM, ONWARDS, UNTIL
from actions.timescales.meaning import Kind, Timescale
from actions.timescales.patterns import Period
from actions.timescales.schedule import occurrences
from actions.timescales.wording import FLAGS

_DURING = re.compile(r"\b(?:during|throughout|in|for)\s*(?:the\s+month\s+of)?\s*$", FLAGS)

# "Last Friday of each month", "the 1st of every month": which day it falls on is not worked out.
_ON_A_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:st|nd|rd|th)|(?:first|last)\s+day)"
    r"\s+(?:(?:of|in)\s+)?(?:each|every|the|a)\s+(?:month|quarter|term|half[- ]?term)\b",
    FLAGS,
)
ON_A_DAY = "Names a day within each spell; the last day of each is taken"


def several(often: Sequence[int | float]) -> str:
    """The doubt about more than one frequency; they come highest first."""
    return f"Several frequencies are named: {' and '.join(f'{n:g}' for n in often)} times a year"


def recurring_work(
    text: str,
    body: str,
    found: Sequence[Named],
    often: Sequence[wording.Frequency],
    ongoing: bool,
    period: Period,
) -> Timescale:
    """The meaning of an entry whose body names one or more frequencies; the highest counts.

    Months that are named say when it falls due. A deadline beside a frequency that is higher
    ("Monthly data, annual report in September 2017") is one more date and ends nothing.
    """
    most = max(often, key=lambda f: f.times or 0)
    times = most.times
    doubts = [f.doubt for f in often if f.doubt and f.times == times]
    all_times = sorted({f.times for f in often if f.times}, reverse=True)
    if len(all_times) > 1:
        doubts.append(several(all_times))
    if _ON_A_DAY.search(body):
        doubts.append(ON_A_DAY)
    start = due = None
    points: list[Named] = []
    beside: list[Named] = []
    for n in found:
        before = body[: n.begin]
        if n.unit == "year" or (n.unit == "part" and (times or 0) > 2):
            start, due = n.start, n.due
        elif FROM.search(before) or ONWARDS.match(body[n.end :]):
            start = n.start
        elif n.begin < most.begin and wording.THEN.match(body[n.end : most.begin]):
            start = n.due  # "June 2017, then quarterly"
        elif UNTIL.search(before):
            due = n.due
        elif n.unit == "month" and (times or 0) > 12 and _DURING.search(before):
            start, due = n.start, n.due  # "Weekly during July": the month is how long it goes on
        else:
            points.append(n)
        doubts += n.doubts
    if times and points and len(points) < times:
        if all(n.dated for n in points):
            beside, points = points, []
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
        days = {*occurrences(reading, period_start=period.start, period_end=period.end)}
        days.update(n.due for n in beside)
        due = max((n.due for n in beside), default=due)
        start = None if start and due and start > due else start
        reading = replace(reading, start=start, due=due, dates=tuple(sorted(days)))
    return reading.doubted(*doubts)
