"""What a file says of itself before its table is understood: its title and the years it covers.

Guesses only: both stand in the preview, where they can be changed.
"""

import datetime
import re
from collections import Counter

from dateutil.relativedelta import relativedelta

from .source import Line, Source

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FROM_TO = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<from>{_MONTH})\.?\s+(?P<first>(?:19|20)\d\d)\s*"
    rf"(?:to|until|[-–—])\s*(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?P<to>{_MONTH})\.?\s+"
    rf"(?P<last>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"(?<![\d/.-])(?P<first>(?:19|20)\d\d)\s*(?:[-–—/_]|to|and)\s*(?P<last>(?:19|20)\d\d|\d\d)"
    r"(?![\d/.-]?\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PLAN = re.compile(r"\b(plan|strategy|priorities|programme)\b", re.IGNORECASE)
LONGEST = 5  # years that a plan covers at most
BEGINNING = 25  # lines before and between the tables that may name the plan


def guess_title(source: Source, *, otherwise: str = "") -> str:
    """The heading that names the plan, else the document's own title, else the file's name."""
    lines = _first_lines(source)
    for wanted in (
        [line.text for line in lines if line.heading],
        [line.text for line in lines if line.bold],
        [source.title],
        [line.text for line in lines],
    ):
        for text in wanted:
            text = " ".join(text.split())
            if text and len(text) <= 120 and _PLAN.search(text) and not text.endswith("."):
                return text
    stem = re.sub(r"\.\w{2,5}$", "", source.name)
    stem = " ".join(re.sub(r"[_\s]+|(?<=[a-z])-(?=[a-z])", " ", stem).split())
    return (stem[:1].upper() + stem[1:])[:200] or otherwise


def guess_period(
    source: Source, *, year_start_month: int = 4, otherwise: tuple[datetime.date, datetime.date]
) -> tuple[datetime.date, datetime.date]:
    """The first and last day that the file says it covers; `otherwise` where it says nothing.

    A year is counted from `year_start_month`: "2011/12" is 1 April 2011 to 31 March 2012.
    """
    named = [source.title, *(line.text for line in _first_lines(source))]
    named += [table.name for table in source.tables]
    for text in [*named, source.name]:
        found = _named(text, year_start_month)
        if found is not None:
            return found
    inside = Counter(
        int(year)
        for table in source.tables
        for cell in table.cells()
        for year in _YEAR.findall(cell.text)
    )
    for text in [*named, source.name]:
        found = _YEAR.search(text)
        if found:
            return _from_year(int(found.group()), year_start_month)
    if inside:
        # Dates of a year from April to March lie in two: the first of the two that most are in.
        first = max(inside, key=lambda year: (inside[year] + inside[year + 1] * 0.9, -year))
        return _from_year(first, year_start_month)
    return otherwise


def _first_lines(source: Source) -> list[Line]:
    return [block for block in source.blocks if isinstance(block, Line)][:BEGINNING]


def _named(text: str, month: int) -> tuple[datetime.date, datetime.date] | None:
    found = _FROM_TO.search(text)
    if found:
        start = datetime.date(int(found["first"]), _MONTHS[found["from"].lower()], 1)
        last = datetime.date(int(found["last"]), _MONTHS[found["to"].lower()], 1)
        return _sane(start, last + relativedelta(months=1, days=-1))
    found = _YEARS.search(text)
    if found:
        first, last = int(found["first"]), int(found["last"])
        if last < 100:
            last += first // 100 * 100
        start = datetime.date(first, month, 1)
        years = last - first + (1 if month == 1 else 0)
        return _sane(start, start + relativedelta(years=years, days=-1))
    return None


def _sane(start, end):
    return (start, end) if start < end <= start + relativedelta(years=LONGEST) else None


def _from_year(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    start = datetime.date(year, month, 1)
    return start, start + relativedelta(years=1, days=-1)
