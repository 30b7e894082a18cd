"""Finds the days, months, quarters, terms and years that a text names.

Dates are day first, as they are written in Britain. What has no year takes it from the plan's
period, or from the date it stands beside ("January - March 2010"). What is not exact is given
its last day, and where that day is a convention a doubt says so:

- quarters and financial years are counted from the plan's first month;
- seasons are those of the Met Office: spring March to May, summer June to August, autumn
  September to November, winter December to February;
- school terms end on 31 December, 31 March (the prescribed days of the Education (Start of
  Compulsory School Age) Order 1998) and 31 July; a school or academic year on 31 August;
- the middle of a month is its 15th.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from actions.timescales.wording import FLAGS

DAY = timedelta(days=1)
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR4 = r"(?:19|20)[0-9]{2}(?![0-9])"
# Two figures are a year unless they count or tell the time: "4 June 10 am", "June 12 weeks".
_YEAR2 = (
    r"[0-9]{2}(?![0-9]|[:.][0-9]|\s*(?:st|nd|rd|th|am|pm|x|%|times|weeks?|months?|days?)(?![a-z]))"
)
_YEAR = rf"(?:'?(?:{_YEAR4}|{_YEAR2}))"
_ORDINAL = r"(?:\s?(?:st|nd|rd|th)(?![a-z]))"
_SCHOOL = r"(?:(?:school|academic)\s+)?"
_FIN_LONG = (
    r"(?P<y1>(?:19|20)[0-9]{2})\s*[/-]\s*(?P<y2>(?:(?:19|20)[0-9]{2}|[0-9]{1,2}))(?![0-9/-])"
)
_FIN_SHORT = r"(?P<y1>[0-9]{2})\s*[/-]\s*(?P<y2>[0-9]{2})(?![0-9/.-])"
_PLAN_YEAR = (
    r"(?:(?:financial|fiscal|plan|planning|business|municipal|reporting|council)\s+year|fy)"
)

#: Text in which figures are no dates: "Section 11", "priority 2.7", "(see 1.3a)".
NUMBERED = re.compile(
    r"\b(?:section|priority|objective|outcome|action|chapter|phase|stage|version|item|para(?:graph)?"
    r"|appendix|article|part|tier|level|see|ref)s?\b[\s:.]*[0-9]+(?:\.[0-9]+)*[a-z]?",
    FLAGS,
)


@dataclass(frozen=True)
class Found:
    """A place in the text that names a time. `make` gives its days once the year is known."""

    begin: int
    end: int
    unit: str  # "day", "week", "month", "part" (quarter, term, season) or "year"
    make: Callable[[int], tuple[date, date] | None]
    year: int | None
    month: int | None = None
    doubts: tuple[str, ...] = ()
    weak: bool = False  # a bare year, which may belong to a name ("Strategy 2017-18")


@dataclass(frozen=True)
class Period:
    """The plan's period: its first and its last day."""

    start: date
    end: date

    def quarter(self, number: int, year: int) -> tuple[date, date]:
        """Days of a quarter of the plan's year that begins in that calendar year."""
        first = date(year, self.start.month, 1) + relativedelta(months=3 * (number - 1))
        return first, first + relativedelta(months=3) - DAY

    def year(self, year: int) -> tuple[date, date]:
        """Days of the plan's (financial) year that begins in that calendar year."""
        first = date(year, self.start.month, 1)
        return first, first + relativedelta(years=1) - DAY


Reader = Callable[[re.Match, Period], Iterator[Found]]


def _day(month: int, day: int) -> Callable[[int], tuple[date, date] | None]:
    def make(year: int) -> tuple[date, date] | None:
        try:
            return (date(year, month, day),) * 2
        except ValueError:
            return None

    return make


def _months(first: int, count: int) -> Callable[[int], tuple[date, date]]:
    def make(year: int) -> tuple[date, date]:
        start = date(year, first, 1)
        return start, start + relativedelta(months=count) - DAY

    return make


def month_number(word: str) -> int:
    """1 for "January", "Jan" or "JAN."."""
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def _full_year(word: str | None, period: Period) -> int | None:
    """2009 for "2009", "'09" or "09": the century that brings it nearest to the plan."""
    if not word:
        return None
    year = int(word.lstrip("'"))
    if len(word.lstrip("'")) == 4:
        return year
    century = period.start.year // 100 * 100
    return min(
        (year + century + shift for shift in (-100, 0, 100)),
        key=lambda full: abs(full - period.start.year),
    )


def _near(year: int, period: Period) -> bool:
    return period.start.year - 2 <= year <= period.end.year + 2


def _iso(m: re.Match, period: Period) -> Iterator[Found]:
    yield Found(*m.span(), "day", _day(int(m["m"]), int(m["d"])), int(m["y"]))


def _figures(m: re.Match, period: Period) -> Iterator[Found]:
    day, month = int(m["d"]), int(m["m"])
    doubts = ()
    if day != month and 1 <= day <= 12 and 1 <= month <= 12:
        doubts = (f"Could be read month first: {m[0].strip()}",)
    make = _day(month, day) if 1 <= month <= 12 else lambda year: None
    yield Found(*m.span(), "day", make, _full_year(m["y"], period), doubts=doubts)


def _days_of_month(m: re.Match, period: Period) -> Iterator[Found]:
    month = month_number(m["month"])
    days = list(re.finditer(rf"([0-9]{{1,2}}){_ORDINAL}?", m["days"], FLAGS))
    for i, day in enumerate(days, 1):
        last = i == len(days)
        yield Found(
            m.start("days") + day.start(),
            m.end() if last else m.start("days") + day.end(),
            "day",
            _day(month, int(day[1])),
            # The others take the year from the last one, as in "3rd & 13th June 2009".
            _full_year(m["year"], period),
            month,
        )


def _two_days_of_month(m: re.Match, period: Period) -> Iterator[Found]:
    """ "12/13 June 2017" is two days, "2007/08 March" and "07/08 March" a year and a month."""
    first, second = (int(part) for part in re.findall(r"[0-9]+", m["days"]))
    is_year = (first + 1) % 100 == second and _near(_full_year(f"{first:02}", period), period)
    if not is_year:
        yield from _days_of_month(m, period)


def _month_day(m: re.Match, period: Period) -> Iterator[Found]:
    month = month_number(m["month"])
    yield Found(
        *m.span(),
        "day",
        _day(month, int(m["d"])),
        _full_year(m["year"] or m["year2"], period),
        month,
    )


def _month_year(m: re.Match, period: Period) -> Iterator[Found]:
    month, word = month_number(m["month"]), m["year"] or m["year4"]
    year = _full_year(word, period)
    if word and len(word) == 2 and not period.start.year - 5 <= year <= period.end.year + 8:
        # "September 30" is a day where 2030 is far from the plan.
        doubts = (f"Could be the year {year}: {m[0]}",) if word.startswith("0") else ()
        yield Found(*m.span(), "day", _day(month, int(word)), None, month, doubts)
        return
    yield Found(*m.span(), "month", _months(month, 1), year, month)


def _month_alone(m: re.Match, period: Period) -> Iterator[Found]:
    month = month_number(m["month"])
    yield Found(*m.span(), "month", _months(month, 1), None, month)


_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
             "4th": 4, "final": 4, "last": 4}  # fmt: skip


def _quarter(m: re.Match, period: Period) -> Iterator[Found]:
    nth = int(m["n"]) if m["n"] else _ORDINALS[m["nth"].lower()]
    written = m["y1"] or m["y3"] or m["year"]
    year = _full_year(written, period)
    if m["year"]:
        # "Q4 2018" in a plan of April 2017 to March 2018 is January to March 2018.
        of_plan = period.quarter(nth, period.start.year)
        if of_plan[0].year == year:
            year = period.start.year
    yield Found(*m.span(), "part", lambda y: period.quarter(nth, y), year)


_SEASONS = {"spring": (3, 3), "summer": (6, 3), "autumn": (9, 3), "winter": (12, 3)}
_TERMS = {"spring": (1, 3), "summer": (4, 4), "autumn": (9, 4), "winter": (9, 4)}


#: Doubts that are followed by the day that was read.
TERM = "The days of school terms differ"
SEASON = "The days of a season are not fixed"


def _season(m: re.Match, period: Period) -> Iterator[Found]:
    season, year = m["season"].lower(), _full_year(m["year"] or m["y1"], period)
    first, count = (_TERMS if m["term"] else _SEASONS)[season]
    if m["y1"] and first < 8 and season != "winter":
        year += 1  # the spring and summer of 2017/18 are those of 2018
    what = TERM if m["term"] else SEASON
    yield Found(*m.span(), "part", _months(first, count), year, doubts=(what,))


def _school_year(m: re.Match, period: Period) -> Iterator[Found]:
    year = _full_year(m["y1"] or m["y3"], period)
    if m["next"] and year is None:  # the one that begins next, as the plan begins
        year = period.start.year + (period.start.month > 9)
    yield Found(*m.span(), "year", _months(9, 12), year)


def _school_year_begins(m: re.Match, period: Period) -> Iterator[Found]:
    yield Found(
        *m.span(),
        "month",
        _months(9, 1),
        _full_year(m["y1"] or m["y3"], period),
        9,
        ("The start of a school year was read as September",),
    )


def _summer_holidays(m: re.Match, period: Period) -> Iterator[Found]:
    """What comes before them ends with the summer term, on 31 July."""
    doubts = ("The days of school holidays differ",)
    yield Found(*m.span(), "part", _months(8, 1), _full_year(m["year"], period), 8, doubts)


def _feast(m: re.Match, period: Period) -> Iterator[Found]:
    christmas = m["feast"].lower() != "easter"

    def make(year: int) -> tuple[date, date]:
        return (date(year, 12, 25) if christmas else easter(year),) * 2

    yield Found(*m.span(), "day", make, _full_year(m["year"], period))


def _financial_year(m: re.Match, period: Period) -> Iterator[Found]:
    groups = m.groupdict()
    first, second = _full_year(groups["y1"], period), int(groups["y2"])
    modulus = 10 ** len(groups["y2"])
    if (first + 1) % modulus != second % modulus:
        return
    yield Found(*m.span(), "year", period.year, first, weak=not groups.get("named"))


def _short_financial_year(m: re.Match, period: Period) -> Iterator[Found]:
    """ "07/08" is a year where it is near the plan's; else 7 August, which is as likely."""
    first, second = _full_year(m["y1"], period), int(m["y2"])
    if (first + 1) % 100 == second and _near(first, period):
        yield from _financial_year(m, period)
    elif "/" in m[0]:
        doubt = (f"Could be the year {first}/{m['y2']}: {m[0]}",) if m["y2"] > m["y1"] else ()
        yield from _as_day_and_month(m, int(m["y1"]), second, doubt)


def _day_and_month(m: re.Match, period: Period) -> Iterator[Found]:
    yield from _as_day_and_month(m, int(m["d"]), int(m["m"]), ())


def _as_day_and_month(
    m: re.Match, day: int, month: int, doubts: tuple[str, ...]
) -> Iterator[Found]:
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield Found(*m.span(), "day", _day(month, day), None, month, doubts)


def _plan_year(m: re.Match, period: Period) -> Iterator[Found]:
    nth = int(m.groupdict().get("nth") or 1) + (1 if m["next"] else 0)
    first = period.start.year + nth - 1
    if m.groupdict().get("its_end"):
        yield Found(*m.span(), "day", lambda year: (period.end, period.end), first)
    elif nth == 1 and not m.groupdict().get("nth"):
        yield Found(*m.span(), "year", lambda year: (period.start, period.end), first)
    elif m["next"] or period.year(first)[0] <= period.end:
        yield Found(*m.span(), "year", period.year, first)


def _calendar_year(m: re.Match, period: Period) -> Iterator[Found]:
    yield Found(*m.span(), "year", _months(1, 12), int(m["y"]), weak=not m["named"])


_DAYS = rf"[0-3]?[0-9]{_ORDINAL}?"
_AND_MORE = rf"(?:\s*(?:,\s*and\b|,|&|-|\band\b|\bto\b|\bor\b)\s*{_DAYS})*"
# A bare "may" is mostly a verb and a bare "Jan" may be a person, so look at what follows.
_SHORT_MONTH = r"(?-i:[A-Z][a-z]{2,3}|[A-Z]{3,4})(?![a-z])"
_AS_A_MONTH = (
    r"(?=\s*(?:$|[^a-zA-Z\s])|\s+(?:(?-i:[A-Z])|(?:and|or|onwards?|each|every|annually|then|board"
    r"|meetings?|ongoing|yearly)(?![a-z])"
    rf"|(?:to|until)\s+(?:(?:the|end|of|early|mid|late)[\s-]+)*{_MONTH}))"
)
_LONG_MONTH = "|".join(name for name in MONTHS if name != "may")
_OF_YEAR = rf"(?:{_FIN_LONG}|(?P<y3>[0-9]{{2}})[/-][0-9]{{2}}(?![0-9]))"

#: At one place the first that matches wins; over the whole text, the leftmost.
PATTERNS: tuple[tuple[re.Pattern, Reader], ...] = tuple(
    (re.compile(pattern, FLAGS), reader)
    for pattern, reader in (
        (r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})(?![0-9])", _iso),
        (
            r"(?<![0-9./])(?P<d>[0-9]{1,2})\s?(?P<sep>[./-])\s?(?P<m>[0-9]{1,2})\s?(?P=sep)\s?"
            r"(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})(?![0-9]|[./][0-9])",
            _figures,
        ),
        (
            rf"(?<![0-9])(?:\b(?P<named>(?:next\s+|this\s+)?(?:{_PLAN_YEAR}|year))\s*)?{_FIN_LONG}",
            _financial_year,
        ),
        (
            rf"(?<![0-9/.])(?P<days>{_DAYS}{_AND_MORE})\s*(?:of\s+)?(?P<month>{_MONTH})"
            rf"(?:[\s,.'-]{{0,3}}(?P<year>{_YEAR4}|(?<!,)(?<!,\s)'?{_YEAR2}(?!\s+{_MONTH})))?",
            _days_of_month,
        ),
        (
            rf"(?<![0-9/.])(?P<days>{_DAYS}\s*/\s*{_DAYS})\s*(?P<month>{_MONTH})"
            rf"(?:\s*(?P<year>{_YEAR4}))?",
            _two_days_of_month,
        ),
        (
            rf"\b(?P<month>{_MONTH})\s*(?P<d>[0-3]?[0-9])"
            rf"(?:{_ORDINAL}(?:,?\s+(?P<year>{_YEAR4}))?|,?\s+(?P<year2>{_YEAR4}))",
            _month_day,
        ),
        (
            rf"\b(?P<month>{_MONTH})(?:[\s/-]{{0,3}}(?P<year>{_YEAR})|\s?,\s?(?P<year4>{_YEAR4}))",
            _month_year,
        ),
        (rf"\b(?P<month>(?:{_LONG_MONTH})(?![a-z]))", _month_alone),
        (rf"\b(?={_MONTH})(?P<month>{_SHORT_MONTH})\.?{_AS_A_MONTH}", _month_alone),
        (
            rf"\b(?:q(?:uarter|tr)?\.?\s*(?P<n>[1-4])(?![0-9])|(?P<nth>{'|'.join(_ORDINALS)})\s+quarter)"
            r"(?:,?\s*(?:of\s+)?(?:the\s+)?"
            rf"(?:(?:{_PLAN_YEAR}\s+)?(?:{_OF_YEAR}|(?P<year>{_YEAR4}))|(?:{_PLAN_YEAR}|year)\b))?",
            _quarter,
        ),
        (
            rf"\bsummer\s+(?:school\s+)?(?:holidays?|break|vacation)(?:\s+(?P<year>{_YEAR4}))?(?![a-z])",
            _summer_holidays,
        ),
        (
            rf"\b(?P<season>spring|summer|autumn|winter)(?P<term>\s+{_SCHOOL}term(?:\s+time)?)?"
            rf"(?:\s*,?\s*(?:{_FIN_LONG}|(?P<year>{_YEAR})))?(?![a-z0-9])",
            _season,
        ),
        (
            r"\b(?:start|beginning|outset)\s+of\s+(?:(?:the|a|new|next)\s+)*(?:school|academic)\s+year"
            rf"(?:\s+{_OF_YEAR})?|\bnew\s+(?:school|academic)\s+year\b",
            _school_year_begins,
        ),
        (rf"\b(?P<next>next\s+)?(?:school|academic)\s+year(?:\s+{_OF_YEAR})?", _school_year),
        (rf"\b(?P<feast>christmas|xmas|easter)(?:\s+(?P<year>{_YEAR4}))?(?![a-z])", _feast),
        (
            rf"\b(?:(?P<next>next)|this|current|same)\s+(?:{_PLAN_YEAR}|year)\b(?!\s+[0-9])"
            rf"|\b(?:of|throughout|during|across|in|over|all|within)\s+(?:the\s+)?"
            rf"(?:{_PLAN_YEAR}|year|plan\s+period)\b(?!\s+[0-9])"
            rf"|\b{_PLAN_YEAR}\b(?!\s+[0-9]|\s+end)|\byear[\s-]long\b|\ball\s+year\b",
            _plan_year,
        ),
        (
            r"\b(?P<next>(?!))?(?P<its_end>(?:financial\s+)?year[\s-]*end|end\s+year)\b(?!\s+[0-9])",
            _plan_year,
        ),
        (r"\b(?P<next>(?!))?year\s+(?P<nth>[1-5])(?![0-9])", _plan_year),
        (
            rf"(?<![0-9./-])(?:\b(?P<named>{_PLAN_YEAR}|year)\s*)?{_FIN_SHORT}",
            _short_financial_year,
        ),
        (r"(?<![0-9./-])(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})(?![0-9./-])", _day_and_month),
        (
            rf"(?<![0-9./-])(?:\b(?P<named>(?:calendar\s+)?year)\s+)?(?P<y>{_YEAR4})(?![/-])",
            _calendar_year,
        ),
    )
)
