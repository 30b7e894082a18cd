"""The columns of finance lines in a workbook: how ours are headed, how others’ are known."""

import re
from dataclasses import dataclass

from ..finance import years_of
from ..models import AnnualReport

LINES, TOTALS = "Lines", "Totals"


@dataclass(frozen=True, slots=True)
class Column:
    key: str  # the field of BudgetLine
    title: str
    about: str
    width: int
    holds: str = "words"  # words, money or number


def columns_of(report: AnnualReport) -> list[Column]:
    year, next_year = years_of(report)
    return [
        Column("kind", "Kind", "Income or Expenditure.", 14),
        Column("label", "Item", "Who contributes, or what the money is for.", 48),
        Column("agency", "Agency", "The agency’s name on this board, if it is one of its own.", 34),
        Column("budget", f"Budget {year}", "What was agreed for the year.", 18, "money"),
        Column("actual", f"Actual {year}", "What was received or spent in it.", 18, "money"),
        Column(
            "projection",
            f"Projection {next_year}",
            "What is expected for the year after.",
            20,
            "money",
        ),
        Column("units", "Units", "How many, where a line says what it is made of.", 10, "number"),
        Column("unit_rate", "Rate of a unit", "The price of one, in pounds.", 16, "money"),
    ]


# The words by which a column of any file is known, the first that fits. A variance is worked out
# here, so a column with one is known only to be passed over.
_KNOWN = (
    ("passed", re.compile(r"varianc|differen|against budget|over ?/? ?under|% |percent")),
    ("kind", re.compile(r"^(kind|type|belongs to|income or (expenditure|spending))$")),
    ("unit_rate", re.compile(r"\brate\b|unit (cost|price)|price of one")),
    ("units", re.compile(r"\bunits?\b|quantity|how many|^no\.?$|^number$")),
    ("label", re.compile(r"\b(item|line|description|details?|purpose|heading|budget head)\b")),
    ("agency", re.compile(r"agenc|organi[sz]ation|partner|contributor|\bfrom\b|body\b")),
    ("projection", re.compile(r"project|forecast|next year|estimate|predict|following year")),
    ("budget", re.compile(r"budget|planned|agreed")),
    ("actual", re.compile(r"actual|outturn|out-turn|spent|received|to date|spend\b")),
    ("amount", re.compile(r"amount|contribution|total|sum\b|£|cost|value")),
    ("label", re.compile(r"^(expenditure|spending|income|expenses?|name|source|what)$")),
)
_INCOME = re.compile(r"\b(incomes?|contributions?|received|receipts|funding|grants?)\b")
_SPENDING = re.compile(r"\b(expenditures?|spending|spent|costs?|expenses?|payments?|outgoings?)\b")


def column_key(heading: str, *, next_year: str) -> str:
    """The field that a heading stands for; "amount" for one of the three figures without saying
    which, "passed" for what is worked out here, "" for what is not known."""
    said = " ".join(heading.casefold().split())
    key = next((key for key, pattern in _KNOWN if pattern.search(said)), "")
    if key in ("budget", "amount", "actual") and is_next_year(said, next_year):
        return "projection"
    return key


def is_next_year(said: str, next_year: str) -> bool:
    """Whether words speak of the year after the report's: "2018-19", "2018/2019"."""
    first, last = next_year.split("-")
    century = first[:2]
    return bool(re.search(rf"\b{first}\s*[-–/]\s*(?:{century})?{last}\b", said))


def figure_of(words: str, *, next_year: str) -> str:
    """Which figure an "amount" under a heading like "Projected income 2018-19" is."""
    said = words.casefold()
    if re.search(r"project|forecast|next year|estimate", said) or is_next_year(said, next_year):
        return "projection"
    return "budget" if "budget" in said else "actual"


def kind_of(words: str) -> str:
    """income, expenditure, or "" where words name neither or both."""
    said = words.casefold()
    income, spending = bool(_INCOME.search(said)), bool(_SPENDING.search(said))
    if income == spending:
        return ""
    return "income" if income else "expenditure"
