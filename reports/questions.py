"""The questions that agencies are asked: the standard ones, and the year that belongs in them."""

import datetime
import re
from dataclasses import dataclass

YEAR, NEXT_YEAR = "{year}", "{next_year}"

_PLACE = re.compile(r"\{[^{}]*\}?|\}")
_WRITTEN_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d{4}|\d{2}))?\b")


@dataclass(frozen=True)
class Standard:
    prompt: str
    hint: str
    word_limit: int
    asks_for: str = ""


# What partnerships ask their agencies; a board makes its own list from these.
STANDARD = (
    Standard(
        "In {year}, what did your agency achieve in support of safeguarding children? "
        "Please give a summary.",
        "Give the main performance figures that apply.",
        500,
        "figures",
    ),
    Standard(
        "What became better for children and young people in {year}, and how?",
        "Name whatever evidence you have: an audit, a survey, an inspection, figures.",
        400,
        "evidence",
    ),
    Standard(
        "When you developed your services, how did you hear the voice of children and young "
        "people?",
        "Give examples where engagement worked and had an influence.",
        400,
    ),
    Standard(
        "Which safeguarding priorities has your service set for {next_year}?",
        "Please list them.",
        200,
    ),
    Standard(
        "Which safeguarding challenges does your service face in {next_year}?",
        "Please list them, and say what would help.",
        200,
    ),
)


def year_of(start: datetime.date, end: datetime.date, *, later: int = 0) -> str:
    """A period as people write it: "2026-27", or "2026" where it lies in one calendar year."""
    first, last = start.year + later, end.year + later
    return str(first) if first == last else f"{first}-{last % 100:02}"


def filled(words: str, report) -> str:
    """`words` with the report's years in place of {year} and {next_year}."""
    return words.replace(YEAR, year_of(report.start, report.end)).replace(
        NEXT_YEAR, year_of(report.start, report.end, later=1)
    )


def trouble_with(words: str) -> str:
    """What is wrong with the wording of a question, as a sentence; "" where nothing is."""
    if found := _WRITTEN_YEAR.search(words):
        return (
            f"Write {YEAR} or {NEXT_YEAR} instead of {found[0]}, so that next year’s report does "
            "not ask about the wrong year"
        )
    unknown = [place for place in _PLACE.findall(words) if place not in (YEAR, NEXT_YEAR)]
    if unknown:
        return f"Only {YEAR} and {NEXT_YEAR} are filled in; {unknown[0]} would stay as it is"
    return ""
