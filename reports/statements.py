"""The money of a report as tables ready to be shown: the same words and figures on a page, on
paper and in Word."""

from dataclasses import dataclass

from boardplan import charts

from . import figures
from .finance import Balance, Finance, Line, Statement, overspend, pounds
from .models import BudgetLine

AGAINST = "Actual against budget"


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[str, ...]
    agency: str = ""  # where it is not the label itself
    total: bool = False


@dataclass(frozen=True, slots=True)
class MoneyTable:
    """headings: of the first column, then of each cell of a row. `wide`: the number, from 0, of
    the cell that holds words beside its figure."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    wide: int | None = None

    @property
    def labelled(self) -> tuple[tuple[Row, tuple[tuple[str, str], ...]], ...]:
        """Each row, and each of its cells with the heading of its column."""
        return tuple(
            (row, tuple(zip(self.headings[1:], row.cells, strict=True))) for row in self.rows
        )


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
        wide=2,
    )


def _as_stated(balance: Balance):
    if balance.from_stated is not None:
        said = overspend(balance.from_stated)
        yield Row(f"{balance.title}, from the stated totals", ("", "", said))
    if balance.stated is not None:
        yield Row(f"{balance.title}, as stated", ("", "", overspend(balance.stated)))


def _lines(statement: Statement) -> MoneyTable:
    rows = [
        Row(line.label, _cells(statement, line), line.agency if line.agency != line.label else "")
        for line in statement.lines
    ]
    rows.append(Row(statement.total.label, _cells(statement, statement.total), total=True))
    if statement.stated:
        said = {total.key: pounds(total.amount) for total in statement.stated}
        cells = tuple(said.get(column.key, "") for column in statement.columns)
        label = statement.stated[0].label if len(statement.stated) == 1 else "Total"
        rows.append(Row(f"{label}, as stated", _with_variance(statement, cells, "")))
    first = "Contributor" if statement.kind == BudgetLine.Kind.INCOME else "Item"
    return _table(statement, statement.title, first, rows)


def _agencies(statement: Statement) -> MoneyTable | None:
    if not statement.agencies:
        return None
    rows = [Row(line.label, _cells(statement, line)) for line in statement.agencies]
    return _table(statement, f"{statement.title} by agency", "Agency", rows)


def _table(statement: Statement, caption: str, first: str, rows: list[Row]) -> MoneyTable:
    return MoneyTable(
        caption,
        (first, *_headings(statement)),
        tuple(rows),
        wide=2 if statement.compared else None,
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
