"""The money of a report as tables ready to be shown: the same words and figures on a page, on
paper and in Word."""

from dataclasses import dataclass

from boardplan import charts

from . import figures
from .finance import Balance, Finance, Line, Statement, overspend, pounds

AGENCY, AGAINST = "Agency", "Actual against budget"


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[str, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """headings: of the first column, then of each cell of a row. `words`: how many of the cells
    are words rather than figures."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    words: int = 0

    @property
    def word_headings(self) -> tuple[str, ...]:
        return self.headings[1 : 1 + self.words]

    @property
    def figure_headings(self) -> tuple[str, ...]:
        return self.headings[1 + self.words :]


@dataclass(frozen=True, slots=True)
class Shown:
    """One statement with everything that is told of it."""

    title: str
    sentence: str
    table: MoneyTable
    agencies: MoneyTable | None
    chart: charts.Chart | None
    notes: tuple[str, ...]


def statements_of(found: Finance, *, width: int = 480) -> list[Shown]:
    """Each statement of a finance part. width: of the charts, as in `figures.charts_of`."""
    drawn = figures.finance_charts(found, width=width)
    return [
        Shown(
            title=statement.title,
            sentence=statement.sentence,
            table=_lines(statement),
            agencies=_agencies(statement),
            chart=drawn.get(statement.title),
            notes=statement.notes,
        )
        for statement in found.statements
    ]


def balances_of(found: Finance) -> MoneyTable | None:
    """Income against expenditure: a row for each figure that both have; None without any."""
    if not found.balances:
        return None
    rows = []
    for balance in found.balances:
        rows.append(
            Row(
                balance.title,
                (pounds(balance.income), pounds(balance.expenditure), balance.words),
            )
        )
        rows += _as_stated(balance)
    return MoneyTable(
        "Income against expenditure",
        ("Figure", "Income", "Expenditure", "Surplus or overspend"),
        tuple(rows),
    )


def _as_stated(balance: Balance):
    if balance.from_stated is not None:
        said = overspend(balance.from_stated)
        yield Row(f"{balance.title}, from the stated totals", ("", "", said))
    if balance.stated is not None:
        yield Row(f"{balance.title}, as stated", ("", "", overspend(balance.stated)))


def _lines(statement: Statement) -> MoneyTable:
    named = any(line.agency for line in statement.lines)
    rows = [
        Row(line.label, ((line.agency,) if named else ()) + _cells(statement, line))
        for line in statement.lines
    ]
    blank = ("",) if named else ()
    rows.append(Row(statement.total.label, blank + _cells(statement, statement.total), total=True))
    if statement.stated:
        said = {total.key: pounds(total.amount) for total in statement.stated}
        cells = tuple(said.get(column.key, "") for column in statement.columns)
        label = statement.stated[0].label if len(statement.stated) == 1 else "Total"
        rows.append(Row(f"{label}, as stated", blank + _with_variance(statement, cells, "")))
    first = "Contributor" if statement.kind == "income" else "Item"
    return MoneyTable(
        statement.title,
        (first, *((AGENCY,) if named else ()), *_headings(statement)),
        tuple(rows),
        words=len(blank),
    )


def _agencies(statement: Statement) -> MoneyTable | None:
    if not statement.agencies:
        return None
    return MoneyTable(
        f"{statement.title} by agency",
        (AGENCY, *_headings(statement)),
        tuple(Row(line.label, _cells(statement, line)) for line in statement.agencies),
    )


def _headings(statement: Statement) -> tuple[str, ...]:
    return _with_variance(statement, tuple(each.title for each in statement.columns), AGAINST)


def _cells(statement: Statement, line: Line) -> tuple[str, ...]:
    amounts = (getattr(line, column.key) for column in statement.columns)
    cells = tuple("" if amount is None else pounds(amount) for amount in amounts)
    return _with_variance(statement, cells, line.variance_words)


def _with_variance(statement: Statement, cells: tuple[str, ...], variance: str):
    """The variance stands after budget and actual, where a statement has both."""
    return (*cells[:2], variance, *cells[2:]) if statement.compared else cells
