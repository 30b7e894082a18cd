"""Money, exactly: totals of the lines, and where what a document states differs from them.

Nothing is corrected. Both figures are shown and the difference is put in a sentence, because
only the board can know which of the two is right. Amounts are Decimals in pounds; None is a
figure that nobody gave.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .models import AnnualReport, BudgetLine, StatedTotal

PENNY = Decimal("0.01")
NOUGHT = Decimal("0.00")
KIND = BudgetLine.Kind
FIGURES = ("budget", "actual", "projection")
NO_AGENCY = "No agency named"
TOTAL = "Total of the lines"
_OF = {
    (KIND.INCOME.value, "budget"): StatedTotal.Of.BUDGETED_INCOME,
    (KIND.INCOME.value, "actual"): StatedTotal.Of.INCOME,
    (KIND.INCOME.value, "projection"): StatedTotal.Of.PROJECTED_INCOME,
    (KIND.EXPENDITURE.value, "budget"): StatedTotal.Of.BUDGETED_EXPENDITURE,
    (KIND.EXPENDITURE.value, "actual"): StatedTotal.Of.EXPENDITURE,
    (KIND.EXPENDITURE.value, "projection"): StatedTotal.Of.PROJECTED_EXPENDITURE,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A figure that occurs in a statement, under the heading it is printed with."""

    key: str  # budget, actual or projection
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    agency: str
    budget: Decimal | None
    actual: Decimal | None
    projection: Decimal | None
    note: str = ""  # where units and rate do not come to the amount, the sentence that says so

    @property
    def variance(self) -> Decimal | None:
        """Actual less budget; below nothing is under budget. None where one of them is missing."""
        if self.budget is None or self.actual is None:
            return None
        return self.actual - self.budget

    @property
    def variance_words(self) -> str:
        return "" if self.variance is None else against_budget(self.variance)


@dataclass(frozen=True, slots=True)
class Stated:
    """A total as the document states it."""

    key: str  # of the column it stands in
    label: str
    amount: Decimal
    note: str  # where the lines add up to something else


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of one kind and what they come to."""

    kind: str
    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    total: Line
    stated: tuple[Stated, ...] = ()
    agencies: tuple[Line, ...] = ()  # one for each agency, where that says more than the lines

    @property
    def compared(self) -> bool:
        """Whether budget and actual stand beside each other."""
        return {"budget", "actual"} <= {column.key for column in self.columns}

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything in this statement that does not add up, as sentences."""
        return tuple(line.note for line in self.lines if line.note) + tuple(
            total.note for total in self.stated if total.note
        )

    @property
    def sentence(self) -> str:
        """ "Income: budget £10.00, actual £8.00 (£2.00 under budget), projection £9.00." """
        told = []
        for column in self.columns:
            words = f"{lower(column.title)} {pounds(getattr(self.total, column.key))}"
            if column.key == "actual" and self.total.variance is not None:
                words += f" ({in_words(self.total.variance)})"
            told.append(words)
        return f"{self.title}: {', '.join(told)}." if told else ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Expenditure less income of one figure, from the computed totals and from the stated ones.

    A negative difference is a surplus.
    """

    key: str
    title: str
    income: Decimal
    expenditure: Decimal
    from_stated: Decimal | None  # None where the document does not state both totals
    stated: Decimal | None  # what the document gives as the overspend itself
    note: str

    @property
    def computed(self) -> Decimal:
        return self.expenditure - self.income

    @property
    def words(self) -> str:
        return overspend(self.computed)


@dataclass(frozen=True, slots=True)
class Finance:
    statements: tuple[Statement, ...]
    balances: tuple[Balance, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note for each in self.statements for note in each.notes) + tuple(
            balance.note for balance in self.balances if balance.note
        )


def finance(
    lines: Sequence[BudgetLine],
    stated: Iterable[StatedTotal],
    *,
    year: str = "",
    next_year: str = "",
) -> Finance:
    """Work out the statements of a report from its lines and the totals its document states.

    lines: with their agency loaded. year, next_year: as the headings name them, "2017-18".
    """
    said = {total.of: total for total in stated}
    titles = {
        "budget": f"Budget {year}".strip(),
        "actual": f"Actual {year}".strip(),
        "projection": f"Projected {next_year}".strip(),
    }
    statements = {}
    for kind in KIND:
        own = [line for line in lines if line.kind == kind]
        columns = tuple(
            Column(key, titles[key])
            for key in FIGURES
            if _OF[kind.value, key] in said or any(getattr(line, key) is not None for line in own)
        )
        if columns:
            statements[kind.value] = _statement(kind, own, columns, said)
    return Finance(
        statements=tuple(statements.values()),
        balances=tuple(_balances(statements, said.get(StatedTotal.Of.OVERSPEND.value))),
    )


def years_of(report: AnnualReport) -> tuple[str, str]:
    """The financial years of a report and the one after: ("2017-18", "2018-19")."""
    year = report.start.year
    return f"{year}-{(year + 1) % 100:02}", f"{year + 1}-{(year + 2) % 100:02}"


def pounds(amount: Decimal) -> str:
    """£1,234.50; a minus sign before the pound for what is below nothing."""
    exact = amount.quantize(PENNY, rounding=ROUND_HALF_UP)
    return f"−£{abs(exact):,}" if exact < 0 else f"£{abs(exact):,}"


def in_words(variance: Decimal) -> str:
    """ "£1,200.00 under budget" of −1200, "on budget" of nothing."""
    if not variance:
        return "on budget"
    return f"{pounds(abs(variance))} {'over' if variance > 0 else 'under'} budget"


def against_budget(variance: Decimal) -> str:
    """The same with its sign: "−£1,200.00 (under budget)"."""
    if not variance:
        return "£0.00 (on budget)"
    sign = "+" if variance > 0 else ""
    return f"{sign}{pounds(variance)} ({'over' if variance > 0 else 'under'} budget)"


def overspend(difference: Decimal) -> str:
    """Expenditure less income in words: "£5.00 overspend", "£5.00 surplus"."""
    if not difference:
        return "Neither overspend nor surplus"
    return f"{pounds(abs(difference))} {'overspend' if difference > 0 else 'surplus'}"


def sums(lines: Iterable) -> dict[str, Decimal | None]:
    """What lines come to, {figure: total}; None for a figure that none of them has."""
    lines = list(lines)
    found = {}
    for key in FIGURES:
        amounts = [amount for line in lines if (amount := getattr(line, key)) is not None]
        found[key] = sum(amounts, NOUGHT) if amounts else None
    return found


def by_agency(lines: Sequence[BudgetLine]) -> tuple[Line, ...]:
    """What the lines of each agency come to, in the order they appear; no agency comes last."""
    groups: dict[str, list[BudgetLine]] = {}
    for line in lines:
        groups.setdefault(line.agency.name if line.agency else "", []).append(line)
    unnamed = groups.pop("", None)
    if unnamed:
        groups[NO_AGENCY] = unnamed
    return tuple(Line(name, name, **sums(own)) for name, own in groups.items())


def _statement(kind, lines, columns, said) -> Statement:
    total = sums(lines)
    # A column that only has a stated total shows that its lines come to nothing.
    total |= {column.key: total[column.key] or NOUGHT for column in columns}
    agencies = by_agency(lines)
    telling = len(agencies) < len(lines) and any(line.agency for line in lines)
    return Statement(
        kind=kind.value,
        title=kind.label,
        columns=columns,
        lines=tuple(
            Line(
                line.label,
                line.agency.name if line.agency else "",
                line.budget,
                line.actual,
                line.projection,
                unit_note(line),
            )
            for line in lines
        ),
        total=Line(TOTAL, "", **total),
        stated=tuple(
            _stated(column.key, said[of], total[column.key])
            for column in columns
            if (of := _OF[kind.value, column.key]) in said
        ),
        agencies=agencies if telling else (),
    )


def _stated(key: str, said: StatedTotal, total: Decimal) -> Stated:
    label = said.label or said.get_of_display()
    more = total - said.amount
    note = (
        f"{label} is stated as {pounds(said.amount)}, but the lines add up "
        f"to {pounds(total)}: {pounds(abs(more))} {'more' if more > 0 else 'less'}."
        if more
        else ""
    )
    return Stated(key, label, said.amount, note)


def unit_note(line: BudgetLine) -> str:
    """ "30 days at £650.00 are £19,500.00, the line says £21,000.00."; "" where it agrees.

    Units explain one figure of a line without saying which, so one that agrees is enough.
    """
    if line.units is None or line.unit_rate is None:
        return ""
    comes_to = (line.units * line.unit_rate).quantize(PENNY, rounding=ROUND_HALF_UP)
    amounts = [amount for key in FIGURES if (amount := getattr(line, key)) is not None]
    if comes_to in amounts:
        return ""
    units = f"{line.units.normalize():f}"
    named = re.search(rf"\b{re.escape(units)}\s*([a-z]+)", line.label)
    what = f"{units} {named[1]}" if named else units
    says = " and ".join(pounds(amount) for amount in dict.fromkeys(amounts))
    return (
        f"{line.label}: {what} at {pounds(line.unit_rate)} are {pounds(comes_to)}, "
        f"the line says {says}."
    )


def _balances(statements, said) -> list[Balance]:
    """One for each figure that income and expenditure both have.

    A document states one overspend, for the projection where there is one.
    """
    if set(statements) != {kind.value for kind in KIND}:
        return []
    got, spent = statements[KIND.INCOME.value], statements[KIND.EXPENDITURE.value]
    of_spent = {column.key for column in spent.columns}
    shared = [column for column in got.columns if column.key in of_spent]
    return [
        _balance(column, got, spent, said if number == len(shared) else None)
        for number, column in enumerate(shared, start=1)
    ]


def _balance(column: Column, got: Statement, spent: Statement, said) -> Balance:
    income, expenditure = getattr(got.total, column.key), getattr(spent.total, column.key)
    computed = expenditure - income
    stated = [
        next((total.amount for total in each.stated if total.key == column.key), None)
        for each in (got, spent)
    ]
    from_stated = None if None in stated else stated[1] - stated[0]
    note = ""
    if said is not None and (said.amount != computed or from_stated not in (None, said.amount)):
        note = f"{said.label or 'Overspend'} is stated as {pounds(said.amount)}. "
        if from_stated is not None:
            note += (
                f"Stated expenditure less stated income is {pounds(from_stated)}; "
                f"computed expenditure less computed income is {pounds(computed)}."
            )
        else:
            note += f"Computed expenditure less computed income is {pounds(computed)}."
    return Balance(
        key=column.key,
        title=column.title,
        income=income,
        expenditure=expenditure,
        from_stated=from_stated,
        stated=said.amount if said is not None else None,
        note=note,
    )


def lower(title: str) -> str:
    """ "actual 2017-18" of "Actual 2017-18", for the middle of a sentence."""
    return title[:1].lower() + title[1:]
