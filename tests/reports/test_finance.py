"""Totals to the penny, and every difference in a sentence."""

from decimal import Decimal

from reports.finance import finance, pounds
from reports.models import BudgetLine, StatedTotal

KIND, OF = BudgetLine.Kind, StatedTotal.Of


def line(kind, amount, label="Line", units=None, unit_rate=None):
    return BudgetLine(
        kind=kind,
        label=label,
        amount=Decimal(amount),
        units=Decimal(units) if units else None,
        unit_rate=Decimal(unit_rate) if unit_rate else None,
    )


def stated(of, amount, label):
    return StatedTotal(of=of, amount=Decimal(amount), label=label)


def test_a_total_that_agrees_needs_no_words():
    found = finance(
        [line(KIND.INCOME, "0.10"), line(KIND.INCOME, "0.20")],
        [stated(OF.INCOME, "0.30", "Total income")],
    )
    (account,) = found.accounts
    assert (account.total, account.stated, found.notes) == (Decimal("0.30"), Decimal("0.30"), ())


def test_a_stated_total_that_differs_is_pointed_out():
    found = finance(
        [line(KIND.INCOME, "49117.62"), line(KIND.INCOME, "197170.77")],
        [stated(OF.INCOME, "246287.77", "Total income")],
    )
    assert found.notes == (
        "Total income is stated as £246,287.77, but the lines add up to £246,288.39: £0.62 more.",
    )


def test_less_is_told_from_more():
    found = finance([line(KIND.INCOME, "10")], [stated(OF.INCOME, "12.50", "Total income")])
    assert found.notes == (
        "Total income is stated as £12.50, but the lines add up to £10.00: £2.50 less.",
    )


def test_units_at_a_rate_that_come_to_something_else():
    chair = line(
        KIND.EXPENDITURE, "21000", "Independent Chair 30 days/£650.00/d", "30.00", "650.00"
    )
    assert finance([chair], []).notes == (
        "Independent Chair 30 days/£650.00/d: 30 days at £650.00 are £19,500.00, "
        "the line says £21,000.00.",
    )


def test_units_at_a_rate_that_agree_need_no_words():
    assert finance([line(KIND.EXPENDITURE, "20000", "Writer", "2.5", "8000")], []).notes == ()


def test_an_overspend_is_worked_out_from_the_lines_and_from_the_stated_totals():
    found = finance(
        [
            line(KIND.PROJECTED_INCOME, "246288.39"),
            line(KIND.PROJECTED_EXPENDITURE, "282953.77"),
        ],
        [
            stated(OF.PROJECTED_INCOME, "246287.77", "Total projected income"),
            stated(OF.PROJECTED_EXPENDITURE, "268953.77", "Total projected expenditure"),
            stated(OF.OVERSPEND, "27718.77", "Estimated overspend"),
        ],
    )
    (overspend,) = found.overspends
    assert (overspend.computed, overspend.from_stated) == (
        Decimal("36665.38"),
        Decimal("22666.00"),
    )
    assert overspend.note == (
        "Estimated overspend is stated as £27,718.77. Stated expenditure less stated income is "
        "£22,666.00; computed expenditure less computed income is £36,665.38."
    )


def test_an_underspend_keeps_its_sign():
    found = finance([line(KIND.INCOME, "100"), line(KIND.EXPENDITURE, "40.50")], [])
    assert [pounds(overspend.computed) for overspend in found.overspends] == ["−£59.50"]
