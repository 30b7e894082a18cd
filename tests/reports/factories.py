"""Reports for tests."""

import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from reports.models import (
    AnnualReport,
    BudgetLine,
    Contribution,
    GlossaryTerm,
    Output,
    Section,
    StatedTotal,
)
from tests.factories import BoardFactory


class ReportFactory(DjangoModelFactory):
    class Meta:
        model = AnnualReport

    board = factory.SubFactory(BoardFactory)
    slug = factory.Sequence(lambda n: f"report-{n}")
    title = factory.Sequence(lambda n: f"Annual report {n}")
    start = datetime.date(2026, 4, 1)
    end = datetime.date(2027, 3, 31)


class _InReport(DjangoModelFactory):
    class Meta:
        abstract = True

    report = factory.SubFactory(ReportFactory)
    board = factory.SelfAttribute("report.board")
    position = factory.Sequence(lambda n: n)


class SectionFactory(_InReport):
    class Meta:
        model = Section

    title = factory.Sequence(lambda n: f"Section {n}")


class BudgetLineFactory(_InReport):
    class Meta:
        model = BudgetLine

    kind = BudgetLine.Kind.INCOME
    label = factory.Sequence(lambda n: f"Line {n}")
    amount = Decimal("100.00")


class StatedTotalFactory(DjangoModelFactory):
    class Meta:
        model = StatedTotal

    report = factory.SubFactory(ReportFactory)
    board = factory.SelfAttribute("report.board")
    of = StatedTotal.Of.INCOME
    label = "Total income"
    amount = Decimal("100.00")


class OutputFactory(_InReport):
    class Meta:
        model = Output

    kind = Output.Kind.PROCEDURE
    text = factory.Sequence(lambda n: f"Procedure {n}")


class ContributionFactory(_InReport):
    class Meta:
        model = Contribution

    title = factory.Sequence(lambda n: f"Report of agency {n}")
    form = Contribution.Form.TEMPLATE


class GlossaryTermFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    board = factory.SubFactory(BoardFactory)
    abbreviation = factory.Sequence(lambda n: f"A{n}")
    meaning = factory.Sequence(lambda n: f"Meaning {n}")
