"""Lines of one year each become lines of all their figures, and nothing is lost on the way."""

from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("reports", "0004_pictures"), ("reports", "0005_money_glossary")


def at(state):
    executor = MigrationExecutor(connection)
    executor.migrate([state])
    return executor.loader.project_state([state]).apps


@pytest.fixture
def newest():
    """Whatever happens, the next test finds the tables as they are now."""
    yield
    executor = MigrationExecutor(connection)
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] == "reports"])


@pytest.mark.django_db(transaction=True)
def test_every_figure_is_kept_and_the_way_back_is_open(newest):
    apps = at(BEFORE)
    board = apps.get_model("subgroups", "Board").objects.create(name="Riverside", slug="riverside")
    report = apps.get_model("reports", "AnnualReport").objects.create(
        board_id=board.pk, slug="annual", title="A", start="2017-04-01", end="2018-03-31"
    )
    Line = apps.get_model("reports", "BudgetLine")
    for position, (kind, label, amount, units) in enumerate(
        [
            ("income", "Council", "5.00", None),
            ("income", "Council", "6.00", None),
            ("income", "Police", "7.10", "2"),
            ("projected_income", "Council", "8.00", None),
            ("projected_income", "Police", "9.00", "3"),
            ("projected_expenditure", "Chair", "21000.00", "30"),
        ]
    ):
        Line.objects.create(
            board_id=board.pk,
            report=report,
            kind=kind,
            label=label,
            amount=Decimal(amount),
            units=units,
            unit_rate=units and Decimal("650.00"),
            position=position,
        )
    Line = at(AFTER).get_model("reports", "BudgetLine")
    assert [
        (line.kind, line.label, line.actual, line.projection, line.units)
        for line in Line.objects.order_by("-kind", "position", "pk")
    ] == [
        ("income", "Council", Decimal("5.00"), Decimal("8.00"), None),
        ("income", "Council", Decimal("6.00"), None, None),
        ("income", "Police", Decimal("7.10"), None, Decimal(2)),
        # It says that it is made of something else, so it stays a line of its own.
        ("income", "Police", None, Decimal("9.00"), Decimal(3)),
        ("expenditure", "Chair", None, Decimal("21000.00"), Decimal(30)),
    ]
    Line = at(BEFORE).get_model("reports", "BudgetLine")
    assert sorted((line.kind, line.label, line.amount) for line in Line.objects.all()) == [
        ("income", "Council", Decimal("5.00")),
        ("income", "Council", Decimal("6.00")),
        ("income", "Police", Decimal("7.10")),
        ("projected_expenditure", "Chair", Decimal("21000.00")),
        ("projected_income", "Council", Decimal("8.00")),
        ("projected_income", "Police", Decimal("9.00")),
    ]
