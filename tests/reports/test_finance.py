"""Totals to the penny, and every difference in a sentence."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from reports import frozen
from reports.finance import Finance, finance, pounds
from reports.frozen_before import finance_of_version_1
from reports.models import BudgetLine, StatedTotal
from reports.statements import balances_of, statements_of
from subgroups.models import Agency
from tests.reports import factories as made

KIND, OF = BudgetLine.Kind, StatedTotal.Of
INCOME, SPENT = KIND.INCOME, KIND.EXPENDITURE


def money(amount):
    return None if amount is None else Decimal(amount)


def line(kind, actual=None, label="Line", units=None, unit_rate=None, agency=None, **figures):
    return BudgetLine(
        kind=kind,
        label=label,
        agency=Agency(name=agency) if agency else None,
        actual=money(actual),
        budget=money(figures.get("budget")),
        projection=money(figures.get("projection")),
        units=money(units),
        unit_rate=money(unit_rate),
    )


def stated(of, amount, label):
    return StatedTotal(of=of, amount=Decimal(amount), label=label)


def test_a_total_that_agrees_needs_no_words():
    found = finance(
        [line(INCOME, "0.10"), line(INCOME, "0.20")],
        [stated(OF.INCOME, "0.30", "Total income")],
    )
    (statement,) = found.statements
    (said,) = statement.stated
    assert (statement.total.actual, said.amount) == (Decimal("0.30"), Decimal("0.30"))
    assert found.notes == ()


def test_a_stated_total_that_differs_is_pointed_out():
    found = finance(
        [line(INCOME, "49117.62"), line(INCOME, "197170.77")],
        [stated(OF.INCOME, "246287.77", "Total income")],
    )
    assert found.notes == (
        "Total income is stated as £246,287.77, but the lines add up to £246,288.39: £0.62 more.",
    )


def test_less_is_told_from_more():
    found = finance([line(INCOME, "10")], [stated(OF.INCOME, "12.50", "Total income")])
    assert found.notes == (
        "Total income is stated as £12.50, but the lines add up to £10.00: £2.50 less.",
    )


def test_a_stated_total_without_lines_is_shown_against_nothing():
    found = finance([], [stated(OF.BUDGETED_EXPENDITURE, "5", "Total budget")])
    assert found.notes == (
        "Total budget is stated as £5.00, but the lines add up to £0.00: £5.00 less.",
    )


def test_units_at_a_rate_that_come_to_something_else():
    chair = line(SPENT, "21000", "Independent Chair 30 days/£650.00/d", "30.00", "650.00")
    assert finance([chair], []).notes == (
        "Independent Chair 30 days/£650.00/d: 30 days at £650.00 are £19,500.00, "
        "the line says £21,000.00.",
    )


def test_units_at_a_rate_that_agree_with_one_figure_need_no_words():
    writer = line(SPENT, "18000", "Writer", "2.5", "8000", projection="20000")
    assert finance([writer], []).notes == ()


def test_an_overspend_is_worked_out_from_the_lines_and_from_the_stated_totals():
    found = finance(
        [line(INCOME, projection="246288.39"), line(SPENT, projection="282953.77")],
        [
            stated(OF.PROJECTED_INCOME, "246287.77", "Total projected income"),
            stated(OF.PROJECTED_EXPENDITURE, "268953.77", "Total projected expenditure"),
            stated(OF.OVERSPEND, "27718.77", "Estimated overspend"),
        ],
    )
    (balance,) = found.balances
    assert (balance.computed, balance.from_stated) == (
        Decimal("36665.38"),
        Decimal("22666.00"),
    )
    assert balance.words == "£36,665.38 overspend"
    assert balance.note == (
        "Estimated overspend is stated as £27,718.77. Stated expenditure less stated income is "
        "£22,666.00; computed expenditure less computed income is £36,665.38."
    )


def test_what_is_left_over_is_a_surplus():
    found = finance([line(INCOME, "100"), line(SPENT, "40.50")], [])
    assert [(pounds(each.computed), each.words) for each in found.balances] == [
        ("−£59.50", "£59.50 surplus")
    ]


@pytest.mark.parametrize(
    ("budget", "actual", "words", "sentence"),
    [
        ("10000", "8800", "−£1,200.00 (under budget)", "£1,200.00 under budget"),
        ("8800", "10000", "+£1,200.00 (over budget)", "£1,200.00 over budget"),
        ("0.10", "0.10", "£0.00 (on budget)", "on budget"),
    ],
)
def test_a_variance_has_its_sign_and_words(budget, actual, words, sentence):
    found = finance([line(SPENT, actual, budget=budget)], [], year="2017-18")
    (statement,) = found.statements
    assert statement.lines[0].variance_words == words
    assert statement.sentence == (
        f"Expenditure: budget 2017-18 {pounds(Decimal(budget))}, "
        f"actual 2017-18 {pounds(Decimal(actual))} ({sentence})."
    )


def test_a_line_without_a_budget_has_no_variance_but_counts_in_the_total():
    found = finance([line(SPENT, "5", budget="4"), line(SPENT, "1")], [])
    (statement,) = found.statements
    assert [each.variance_words for each in statement.lines] == ["+£1.00 (over budget)", ""]
    assert statement.total.variance_words == "+£2.00 (over budget)"


def test_lines_of_one_agency_are_added_up_and_those_of_none_come_last():
    found = finance(
        [
            line(INCOME, "1", "Venue"),
            line(INCOME, "10", "Grant", agency="Council", budget="12"),
            line(INCOME, "5", "Officer’s time", agency="Council"),
        ],
        [],
    )
    (shown,) = statements_of(found)
    assert shown.agencies.headings == ("Agency", "Budget", "Actual", "Actual against budget")
    assert [row.agency for row in shown.table.rows] == ["", "Council", "Council", ""]
    assert [(row.label, row.cells) for row in shown.agencies.rows] == [
        ("Council", ("£12.00", "£15.00", "+£3.00 (over budget)")),
        ("No agency named", ("", "£1.00", "")),
    ]


def test_a_statement_shows_the_figures_that_there_are_and_no_others():
    found = finance(
        [line(INCOME, "1", "Council", projection="2"), line(SPENT, projection="3")],
        [stated(OF.INCOME, "1.50", "Total income")],
        year="2017-18",
        next_year="2018-19",
    )
    income, spending = statements_of(found)
    assert income.table.headings == ("Contributor", "Actual 2017-18", "Projected 2018-19")
    assert [(row.label, row.cells, row.total) for row in income.table.rows] == [
        ("Council", ("£1.00", "£2.00"), False),
        ("Total of the lines", ("£1.00", "£2.00"), True),
        ("Total income, as stated", ("£1.50", ""), False),
    ]
    assert spending.table.headings == ("Item", "Projected 2018-19")
    assert [(row.label, row.cells) for row in balances_of(found).rows] == [
        ("Projected 2018-19", ("£2.00", "£3.00", "£1.00 overspend"))
    ]


def test_the_chart_sets_budget_beside_actual_and_leaves_out_what_is_not_known():
    found = finance(
        [line(SPENT, "8", "Venue", budget="10"), line(SPENT, "1", "Post"),
         line(SPENT, label="Later", projection="3")],
        [],
    )  # fmt: skip
    (shown,) = statements_of(found)
    assert shown.chart.title == "Expenditure by item: budget against actual"
    assert shown.chart.description == (
        "Venue: budget £10.00, actual £8.00; Post: no budget, actual £1.00."
    )


@pytest.mark.django_db
def test_the_database_keeps_no_line_without_a_figure():
    with pytest.raises(IntegrityError), transaction.atomic():
        made.BudgetLineFactory(actual=None)


def test_an_edition_of_version_1_is_read_with_all_its_figures():
    """As it was written before budget, actual and projection stood in one line."""

    def account(kind, title, amount, said):
        return {
            "kind": kind,
            "title": title,
            "lines": [{"label": "All", "amount": amount, "note": "A remark."}],
            "total": amount,
            "stated_label": f"Total {title.lower()}",
            "stated": said,
            "note": "It differs.",
        }

    document = {
        "sections": [
            {"finance": None},
            {
                "finance": {
                    "accounts": [
                        account("projected_income", "Projected income", "10.00", "9.00"),
                        account("projected_expenditure", "Projected expenditure", "12.00", "11.00"),
                    ],
                    "overspends": [
                        {
                            "title": "Projected expenditure less projected income",
                            "computed": "2.00",
                            "from_stated": "2.00",
                            "stated": "3.00",
                            "note": "Stated as £3.00.",
                        }
                    ],
                }
            },
        ]
    }
    finance_of_version_1(document)
    found = frozen._typed(Finance, document["sections"][1]["finance"])
    assert [(row.label, row.cells) for row in balances_of(found).rows] == [
        ("Projected", ("£10.00", "£12.00", "£2.00 overspend")),
        ("Projected, from the stated totals", ("", "", "£2.00 overspend")),
        ("Projected, as stated", ("", "", "£3.00 overspend")),
    ]
    assert found.notes == ("A remark.", "It differs.") * 2 + ("Stated as £3.00.",)
    assert [shown.title for shown in statements_of(found)] == [
        "Projected income",
        "Projected expenditure",
    ]
