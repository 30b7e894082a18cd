"""Progress paragraphs as dated updates."""

import re
from datetime import date, timedelta

from .findings import Findings
from .parties import plain
from .timing import Period

_DAY = r"\d{1,2}\s?(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8},?\s+\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
    r"\s+['’]?(?:\d{4}|\d{2})(?!\d)"
)
_BEGINS = re.compile(rf"\W*(?:update[:\s]+|as at\s+|at\s+)?(?P<when>{_DAY}|{_MONTH})")
_ENDS = re.compile(rf"(?P<when>{_DAY}|{_MONTH})[\s.)\]]*$")
_AHEAD = re.compile(r"\b(?:will|to be|due|planned|next|expected|by|until|again)\b[^.]*$", re.I)
YEAR = timedelta(days=366)


def update(
    text: str, period: Period, as_at: date, findings: Findings, *, place: str, stated: bool
) -> dict:
    """One paragraph as an update, dated by the date at its beginning or end, else as at `as_at`.

    stated: whether the document itself says when it was updated; then nothing is later.
    """
    on, doubted = as_at, False
    for pattern in (_BEGINS, _ENDS):
        m = pattern.match(text) if pattern is _BEGINS else pattern.search(text)
        if not m or (pattern is _ENDS and _AHEAD.search(text[: m.start("when")])):
            continue
        reading = period.read(m["when"])
        day = reading.due
        if day is None:
            continue
        latest = as_at if stated else period.end + YEAR / 2
        if day > latest and reading.start is None and day.replace(day=1) <= latest:
            day = latest  # "July 2009" in a document of 13 July
        if period.start - YEAR <= day <= latest:
            on, doubted = day, False
            break
        doubted = True
    if doubted:
        findings.add(
            "progress-undated", plain(text)[:80], said=text, place=place,
            day=f"{as_at.day} {as_at:%B %Y}",
        )  # fmt: skip
    return {
        "on": on.isoformat(),
        "by": None,
        "text": text,
        "rag": None,
        "reason": None,
        "evidence": None,
        "difference_made": None,
        "source": "document",
    }
