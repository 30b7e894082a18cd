"""Reports for tests."""

import datetime
import hashlib
import io
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image

from reports import frozen
from reports.annual_report import report_document
from reports.models import (
    AgencyAttendance,
    AnnualReport,
    Attachment,
    BudgetLine,
    Collection,
    Comment,
    Contribution,
    ContributionLink,
    Decision,
    Draft,
    DraftVersion,
    Edition,
    EditionFile,
    GlossaryTerm,
    Output,
    PublicFace,
    Question,
    Recommendation,
    ReportPicture,
    Review,
    Section,
    StatedTotal,
    TrainingCourse,
)
from reports.services.collecting.asking import digest
from tests.factories import AgencyFactory, BoardFactory


def a_picture(kind="PNG", size=(40, 20), **more) -> bytes:
    """A red picture as a file's bytes."""
    file = io.BytesIO()
    Image.new("RGB", size, "#c0271a").save(file, kind, **more)
    return file.getvalue()


RED = a_picture()


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


class PictureFactory(DjangoModelFactory):
    """A red picture of 40 by 20 pixels."""

    class Meta:
        model = ReportPicture

    report = factory.SubFactory(ReportFactory)
    board = factory.SelfAttribute("report.board")
    number = factory.Sequence(lambda n: n + 1)
    description = "A bar that grows from 3 to 9"
    content = RED
    kind = "png"
    width, height = 40, 20
    size = len(RED)


class BudgetLineFactory(_InReport):
    class Meta:
        model = BudgetLine

    kind = BudgetLine.Kind.INCOME
    label = factory.Sequence(lambda n: f"Line {n}")
    actual = Decimal("100.00")


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


class DecisionFactory(_InReport):
    class Meta:
        model = Decision

    kind = Decision.Kind.DECISION
    title = factory.Sequence(lambda n: f"Decision {n}")


class ReviewFactory(_InReport):
    class Meta:
        model = Review

    kind = Review.Kind.AUDIT
    title = factory.Sequence(lambda n: f"Audit {n}")


class RecommendationFactory(_InReport):
    class Meta:
        model = Recommendation

    review = factory.SubFactory(ReviewFactory)
    report = factory.SelfAttribute("review.report")
    text = factory.Sequence(lambda n: f"Recommendation {n}")
    status = Recommendation.Status.IMPLEMENTED


class TrainingCourseFactory(_InReport):
    class Meta:
        model = TrainingCourse

    title = factory.Sequence(lambda n: f"Course {n}")
    sessions = 2
    people = 20


class AgencyAttendanceFactory(_InReport):
    class Meta:
        model = AgencyAttendance

    agency = factory.SubFactory(AgencyFactory, board=factory.SelfAttribute("..board"))
    possible = 6
    attended = 5


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
    digest = hashlib.sha256(b"%PDF-1.7 %%EOF").hexdigest()
    description = "Our own annual report"
    by_name = "Safeguarding Lead"


class GlossaryTermFactory(DjangoModelFactory):
    class Meta:
        model = GlossaryTerm

    board = factory.SubFactory(BoardFactory)
    abbreviation = factory.Sequence(lambda n: f"A{n}")
    meaning = factory.Sequence(lambda n: f"Meaning {n}")


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    report = factory.SubFactory(ReportFactory)
    board = factory.SelfAttribute("report.board")
    text = factory.Sequence(lambda n: f"Comment {n}")
    by_name = "Somebody"


class PublicFaceFactory(DjangoModelFactory):
    class Meta:
        model = PublicFace

    board = factory.SubFactory(BoardFactory)
    contact = "Business manager, manager@board.example"


def _frozen(edition) -> str:
    imprint = frozen.Imprint(edition.number, "20 October 2026", edition.approved_by, edition.reason)
    return frozen.freeze(report_document(edition.report), imprint)


class EditionFactory(DjangoModelFactory):
    """An edition of a report, without its files; `filed` gives it some that are quickly made."""

    class Meta:
        model = Edition

    report = factory.SubFactory(
        ReportFactory, status="approved", approved_on=datetime.date(2026, 10, 20)
    )
    board = factory.SelfAttribute("report.board")
    number = 1
    slug = factory.SelfAttribute("report.slug")
    title = factory.SelfAttribute("report.title")
    period = "1 April 2026 to 31 March 2027"
    approved_on = datetime.date(2026, 10, 20)
    approved_by = "Executive board"
    reason = factory.LazyAttribute(lambda row: "A figure was wrong" if row.number > 1 else "")
    document = factory.LazyAttribute(_frozen)
    digest = factory.LazyAttribute(lambda row: frozen.digest(row.document))


FILES = (
    ("page", "", "Annual report", b"<h1>Annual report</h1><p>Of {number}</p>"),
    ("page", "foreword", "Foreword", b"<h1>Foreword</h1><p>Dear reader of {number}</p>"),
    ("page", "whole", "Annual report", b"<h1>Annual report</h1><h2>Foreword</h2>"),
    ("pdf", "", "", b"%PDF of {number}"),
    ("docx", "", "", b"Word of {number}"),
    ("json", "", "", b'{"edition":{number}}'),
)


def filed(edition: Edition) -> Edition:
    """Give an edition files of a few bytes that name its number."""
    for place, (form, name, title, content) in enumerate(FILES):
        content = content.replace(b"{number}", str(edition.number).encode())
        EditionFile.objects.create(
            edition=edition,
            form=form,
            name=name,
            title=title,
            position=place,
            content=content,
            size=len(content),
            pages=3 if form == "pdf" else 0,
            digest=hashlib.sha256(content).hexdigest(),
        )
    return edition


def sent_with(edition: Edition, content: bytes = b"%PDF-1.7 %%EOF") -> str:
    """Give an edition a PDF that an agency sent; its digest."""
    digest = hashlib.sha256(content).hexdigest()
    EditionFile.objects.create(
        edition=edition,
        form="sent",
        name=digest,
        title="Our year.pdf",
        content=content,
        size=len(content),
        digest=digest,
    )
    return digest


def published(report: AnnualReport, number: int = 1, **values) -> Edition:
    """A published edition of a report, with such files."""
    values = {"published_on": datetime.date(2026, 11, 1)} | values
    return filed(EditionFactory(report=report, number=number, **values))
