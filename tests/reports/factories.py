"""Reports for tests."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from reports.models import (
    AnnualReport,
    Attachment,
    BudgetLine,
    Collection,
    Contribution,
    ContributionLink,
    Draft,
    DraftVersion,
    GlossaryTerm,
    Output,
    Question,
    Section,
    StatedTotal,
)
from reports.services.collecting.asking import digest
from tests.factories import AgencyFactory, BoardFactory


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


class QuestionFactory(_InReport):
    """A question of a report; `report=None, board=…` for one of a board's template."""

    class Meta:
        model = Question

    prompt = factory.Sequence(lambda n: f"What did you do in {{year}}, part {n}?")
    hint = "Please list."
    word_limit = 200


class CollectionFactory(DjangoModelFactory):
    class Meta:
        model = Collection

    report = factory.SubFactory(ReportFactory)
    board = factory.SelfAttribute("report.board")
    due = datetime.date(2027, 1, 15)
    asks_name = "Business Manager"
    asks_email = "manager@riverside.example"


class AskedFactory(_InReport):
    """A contribution that an agency was asked for."""

    class Meta:
        model = Contribution

    agency = factory.SubFactory(AgencyFactory, board=factory.SelfAttribute("..board"))
    title = factory.SelfAttribute("agency.name")
    form = Contribution.Form.TEMPLATE
    status = Contribution.Status.ASKED
    contact_name = "Safeguarding Lead"
    contact_email = factory.Sequence(lambda n: f"writer{n}@agency.example")
    asked_at = factory.LazyFunction(timezone.now)


class LinkFactory(DjangoModelFactory):
    """A link that works, with the token `token` (not a field: kept as its digest)."""

    class Meta:
        model = ContributionLink
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"personal-{n}")
    contribution = factory.SubFactory(AskedFactory)
    board = factory.SelfAttribute("contribution.board")
    token_digest = factory.LazyAttribute(lambda row: digest(row.token))


class DraftFactory(DjangoModelFactory):
    """A text of a contribution, with its earlier state."""

    class Meta:
        model = Draft
        skip_postgeneration_save = True

    contribution = factory.SubFactory(AskedFactory)
    board = factory.SelfAttribute("contribution.board")
    part = factory.LazyAttribute(lambda row: "answer" if row.question else "narrative")
    question = None
    text = "We trained 40 staff."
    by_name = "Safeguarding Lead"
    state = factory.RelatedFactory(
        "tests.reports.factories.DraftVersionFactory", factory_related_name="draft"
    )


class DraftVersionFactory(DjangoModelFactory):
    class Meta:
        model = DraftVersion

    draft = factory.SubFactory(DraftFactory)
    board = factory.SelfAttribute("draft.board")
    number = factory.SelfAttribute("draft.version")
    text = factory.SelfAttribute("draft.text")
    by_name = factory.SelfAttribute("draft.by_name")


class AttachmentFactory(DjangoModelFactory):
    class Meta:
        model = Attachment

    contribution = factory.SubFactory(AskedFactory)
    board = factory.SelfAttribute("contribution.board")
    file = factory.django.FileField(data=b"%PDF-1.7 %%EOF", filename="kept.pdf")
    name = "Our year.pdf"
    kind = Attachment.Kind.PDF
    size = 14
    description = "Our own annual report"
    by_name = "Safeguarding Lead"


class GlossaryTermFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    board = factory.SubFactory(BoardFactory)
    abbreviation = factory.Sequence(lambda n: f"A{n}")
    meaning = factory.Sequence(lambda n: f"Meaning {n}")
