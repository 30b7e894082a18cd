"""Money, exactly: totals of the lines, and where what a document states differs from them.

Nothing is corrected. Both figures are shown and the difference is put in a sentence, because
only the board can know which of the two is right. Amounts are Decimals in pounds.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .models import BudgetLine, StatedTotal

PENNY = Decimal("0.01")
KIND = BudgetLine.Kind


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    amount: Decimal
    note: str  # where units and rate do not come to the amount, the sentence that says so


@dataclass(frozen=True, slots=True)
class Account:
    """The lines of one kind and what they come to."""

    kind: str
    title: str
    lines: tuple[Line, ...]
    total: Decimal
    stated_label: str
    stated: Decimal | None
    note: str  # where the stated total differs

    @property
    def notes(self) -> tuple[str, ...]:
        """Everything in this account that does not add up, as sentences."""
        return tuple(line.note for line in self.lines if line.note) + (
            (self.note,) if self.note else ()
        )


@dataclass(frozen=True, slots=True)
class Overspend:
    """Expenditure less income, from the computed totals and from the stated ones.

    A negative figure is an underspend.
    """

    title: str
    computed: Decimal
    from_stated: Decimal | None  # None where the document does not state both totals
    stated: Decimal | None  # what the document gives as the overspend itself
    note: str


@dataclass(frozen=True, slots=True)
class Finance:
    accounts: tuple[Account, ...]
    overspends: tuple[Overspend, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(note for account in self.accounts for note in account.notes) + tuple(
            overspend.note for overspend in self.overspends if overspend.note
        )


def finance(lines: Sequence[BudgetLine], stated: Iterable[StatedTotal]) -> Finance:
    """Work out the accounts of a report from its lines and the totals its document states."""
    said = {total.of: total for total in stated}
    accounts = {}
    for kind in KIND:
        own = [line for line in lines if line.kind == kind]
        if own or kind in said:
            accounts[kind.value] = _account(kind, own, said.get(kind.value))
    return Finance(
        accounts=tuple(accounts.values()),
        overspends=tuple(_overspends(accounts, said.get(StatedTotal.Of.OVERSPEND.value))),
    )


def pounds(amount: Decimal) -> str:
    """£1,234.50; a minus sign before the pound for what is below nothing."""
    exact = amount.quantize(PENNY, rounding=ROUND_HALF_UP)
    return f"−£{abs(exact):,}" if exact < 0 else f"£{exact:,}"


def _account(kind, lines, said) -> Account:
    total = sum((line.amount for line in lines), Decimal("0.00"))
    note = ""
    if said is not None and said.amount != total:
        more = total - said.amount
        note = (
            f"{said.label or kind.label} is stated as {pounds(said.amount)}, but the lines add up "
            f"to {pounds(total)}: {pounds(abs(more))} {'more' if more > 0 else 'less'}."
        )
    return Account(
        kind=kind.value,
        title=kind.label,
        lines=tuple(Line(line.label, line.amount, unit_note(line)) for line in lines),
        total=total,
        stated_label=said.label if said else "",
        stated=said.amount if said else None,
        note=note,
    )


def unit_note(line: BudgetLine) -> str:
    """ "30 days at £650.00 are £19,500.00, the line says £21,000.00."; "" where it agrees."""
    if line.units is None or line.unit_rate is None:
        return ""
    comes_to = (line.units * line.unit_rate).quantize(PENNY, rounding=ROUND_HALF_UP)
    if comes_to == line.amount:
        return ""
    units = f"{line.units.normalize():f}"
    named = re.search(rf"\b{re.escape(units)}\s*([a-z]+)", line.label)
    what = f"{units} {named[1]}" if named else units
    return (
        f"{line.label}: {what} at {pounds(line.unit_rate)} are {pounds(comes_to)}, "
        f"the line says {pounds(line.amount)}."
    )


def _overspends(accounts, said) -> list[Overspend]:
    """One for the year, one for the next: whichever of them has expenditure.

    A document states one overspend, for the projection where there is one.
    """
    pairs = [
        (KIND.EXPENDITURE.value, KIND.INCOME.value, "Expenditure less income"),
        (
            KIND.PROJECTED_EXPENDITURE.value,
            KIND.PROJECTED_INCOME.value,
            "Projected expenditure less projected income",
        ),
    ]
    found = [
        (accounts[spent], accounts[got], title)
        for spent, got, title in pairs
        if spent in accounts and got in accounts
    ]
    return [
        _overspend(spent, got, title, said if number == len(found) else None)
        for number, (spent, got, title) in enumerate(found, start=1)
    ]


def _overspend(spent: Account, got: Account, title: str, said) -> Overspend:
    computed = spent.total - got.total
    both = spent.stated is not None and got.stated is not None
    from_stated = spent.stated - got.stated if both else None
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
    return Overspend(
        title=title,
        computed=computed,
        from_stated=from_stated,
        stated=said.amount if said is not None else None,
        note=note,
    )
