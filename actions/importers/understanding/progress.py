"""Progress paragraphs as dated updates."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .findings import Findings
from .parties import plain
from .timing import Period

_DAY = r"\d{1,2}\s?(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8},?\s+\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
DAY = f"(?:{_DAY})"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    r"\s+['’]?(?:\d{4}|\d{2})(?!\d)"
)
_BEGINS = re.compile(rf"\W*(?:update[:\s]+|as at\s+|at\s+)?(?P<when>{_DAY}|{_MONTH})")
_ENDS = re.compile(rf"(?P<when>{_DAY}|{_MONTH})[\s.)\]]*$")
_AHEAD = re.compile(r"\b(?:will|to be|due|planned|next|expected|by|until|again)\b[^.]*$", re.I)
# A line of its own above the words, or a paragraph of its own: the day, and perhaps who.
_HEAD = re.compile(
    rf"(?P<line>(?P<when>{_DAY})(?:, (?P<by>[^\n]{{1,200}}))?)(?:\n(?P<rest>.*\S.*))?", re.DOTALL
)
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Head:
    """Whose words follow, and of which day. line: as it is written."""

    day: date
    by: str | None
    line: str


def headed(text: str, period: Period, latest: date) -> tuple[Head | None, str]:
    """The head of a report and its words; without a head that can be right, all of the text.

    latest: the last day that a head may name.
    """
    m = _HEAD.fullmatch(text.strip())
    day = period.read(m["when"]).due if m else None
    if day is None or not period.start - YEAR <= day <= latest:
        return None, text
    return Head(day, m["by"], m["line"]), m["rest"] or ""


def latest_day(period: Period, as_at: date, *, stated: bool) -> date:
    return as_at if stated else period.end + YEAR / 2


def update(
    text: str,
    period: Period,
    as_at: date,
    findings: Findings,
    *,
    place: str,
    stated: bool,
    head: Head | None = None,
    dated: bool = False,
) -> dict:
    """One paragraph as an update, dated by the date at its beginning or end, else as at `as_at`.

    stated: whether the document itself says when it was updated; then nothing is later.
    head: what stood above it; its day counts, unless the text begins with another and the head
        belongs to paragraphs before (`dated` False).
    """
    on, doubted = head.day if head else as_at, False
    for pattern in () if dated else (_BEGINS,) if head else (_BEGINS, _ENDS):
        m = pattern.match(text) if pattern is _BEGINS else pattern.search(text)
        if not m or (pattern is _ENDS and _AHEAD.search(text[: m.start("when")])):
            continue
        reading = period.read(m["when"])
        day = reading.due
        if day is None:
            continue
        latest = latest_day(period, as_at, stated=stated)
        if day > latest and reading.start is None and day.replace(day=1) <= latest:
            day = latest  # "July 2009" in a document of 13 July
        if period.start - YEAR <= day <= latest:
            on, doubted = day, False
            break
        doubted = True
    if doubted:
        findings.add(
            "progress-undated",
            plain(text)[:80],
            said=text,
            place=place,
            day=f"{as_at.day} {as_at:%B %Y}",
        )
    return {
        "on": on.isoformat(),
        "by": head.by if head else None,
        "text": text,
        "rag": None,
        "reason": None,
        "evidence": None,
        "difference_made": None,
        "source": "document",
    }
