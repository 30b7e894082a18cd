"""What was approved stays as it was: frozen with its digest, corrected only by another edition."""

import dataclasses
import datetime
import hashlib
import json
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from pypdf import PdfWriter

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from reports import frozen
from reports.annual_report import report_document
from reports.models import AnnualReport, Edition, EditionFile, Section
from reports.plan_document import plan_document
from reports.services import approving, filing, publishing
from tests import factories as make
from tests.reports import factories as made


def _pdf_of_one_page() -> bytes:
    writer, file = PdfWriter(), BytesIO()
    writer.add_blank_page(9, 9)
    writer.write(file)
    return file.getvalue()


PDF_OF_ONE_PAGE = _pdf_of_one_page()
DAY = datetime.date(2026, 11, 19)
IMPRINT = frozen.Imprint(1, "19 November 2026", "Executive board", "")


@pytest.fixture
def report(cast):
    report = made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report"
    )
    for place, kind in enumerate(Section.Kind.values):
        made.SectionFactory(report=report, kind=kind, title=f"The {kind}", position=place)
    Section.objects.filter(report=report, kind="text").update(body="Dear reader of **Łódź**")
    made.BudgetLineFactory(report=report, label="Council", actual="1000.50")
    made.StatedTotalFactory(report=report, amount="1000.00")
    made.OutputFactory(report=report, text="Pre-birth protocol", draft=True)
    made.GlossaryTermFactory(board=report.board, abbreviation="LADO", meaning="An officer")
    answer = {"prompt": "What?", "hint": "", "blocks": [{"kind": "bullet", "text": "This"}]}
    made.ContributionFactory(report=report, title="Police", answers=[answer])
    return report


def approve(report, cast, **values):
    said = {"on": DAY, "approved_by": "Executive board", "by": cast.manager} | values
    return approving.approve_report(report=report, **said)


def test_a_document_goes_into_json_and_back(report, cast):
    for document in (report_document(report), plan_document(cast.plan)):
        text = frozen.freeze(document, IMPRINT)
        assert frozen.thaw(text) == (document, IMPRINT)
        assert frozen.freeze(*frozen.thaw(text)) == text


def test_the_digest_is_that_of_the_file_everybody_can_fetch(report, cast, today):
    edition = approve(report, cast)
    assert edition.digest == hashlib.sha256(edition.document.encode()).hexdigest()
    assert json.loads(edition.document)["edition"] == {
        "number": 1,
        "approved_on": "19 November 2026",
        "approved_by": "Executive board",
        "reason": "",
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda whole: whole.update(version=3),
        lambda whole: whole.update(format="poem"),
        lambda whole: whole["document"].pop("title"),
        lambda whole: whole["document"].update(title=7),
        lambda whole: whole["document"].update(sections="none"),
        lambda whole: whole["document"]["look"].update(board_id="1"),
    ],
)
def test_what_is_no_such_document_is_refused(report, change):
    whole = json.loads(frozen.freeze(report_document(report), IMPRINT))
    change(whole)
    with pytest.raises(ValueError, match=r"stands where|lacks|not a document"):
        frozen.thaw(json.dumps(whole))


def test_parts_that_came_later_take_their_defaults(report):
    """An edition from before a field was added still opens; what it says more is passed over."""
    document = report_document(report)
    whole = json.loads(frozen.freeze(document, IMPRINT))
    for section in whole["document"]["sections"]:
        del section["finance"]
        section["something_of_the_past"] = 1
    found, _ = frozen.thaw(json.dumps(whole))
    without = tuple(dataclasses.replace(part, finance=None) for part in document.sections)
    assert found == dataclasses.replace(document, sections=without)


def test_an_edition_of_the_first_form_still_opens_with_its_money(report):
    document = report_document(report)
    whole = json.loads(frozen.freeze(document, IMPRINT))
    whole["version"] = 1
    for section in whole["document"]["sections"]:
        if section["finance"]:
            line = {"label": "Council", "amount": "1000.50", "note": ""}
            account = {
                "kind": "income",
                "title": "Income",
                "lines": [line],
                "total": "1000.50",
                "stated_label": "Total income",
                "stated": "1000.00",
                "note": "It differs.",
            }
            section["finance"] = {"accounts": [account], "overspends": []}
    found, _ = frozen.thaw(json.dumps(whole))
    (money,) = [section.finance for section in found.sections if section.finance]
    (statement,) = money.statements
    assert (statement.title, statement.total.actual, statement.notes) == (
        "Income",
        Decimal("1000.50"),
        ("It differs.",),
    )


def test_an_approved_report_no_longer_follows_the_data(report, cast, today, sign_in):
    edition = approve(report, cast)
    made.filed(edition)
    cast.action.text = "Written after the approval"
    cast.action.save()
    client = sign_in(cast.viewer)
    pdf = client.get("/riverside/reports/annual/annual-report.pdf")
    assert pdf.content == b"%PDF of 1"
    assert pdf["Content-Disposition"] == 'inline; filename="riverside-annual-edition-1.pdf"'
    assert client.get("/riverside/reports/annual/annual-report.docx").content == b"Word of 1"
    page = client.get("/riverside/reports/annual/read/foreword/").content.decode()
    assert ("Dear reader of 1" in page, "Łódź" in page) == (True, False)
    document, _ = frozen.thaw(edition.document)
    assert (document.draft, document.status) == (False, "Approved on 19 November 2026")
    assert "Written after the approval" not in edition.document


def test_a_correction_is_another_edition_and_the_first_stays(report, cast, today, sign_in):
    first = made.filed(approve(report, cast))
    approving.reopen_report(report=report, by=cast.manager)
    Section.objects.filter(report=report, kind="text").update(body="Corrected")
    with pytest.raises(RuleBroken, match="Say what was corrected") as broken:
        approve(report, cast)
    assert broken.value.field == "reason"
    assert AnnualReport.objects.get().status == "draft"
    second = made.filed(approve(report, cast, reason="A figure was wrong"))
    assert [(e.number, e.reason) for e in Edition.objects.about(report)] == [
        (2, "A figure was wrong"),
        (1, ""),
    ]
    first.refresh_from_db()
    assert ("Łódź" in first.document, "Łódź" in second.document) == (True, False)
    client = sign_in(cast.viewer)
    assert client.get("/riverside/reports/annual/annual-report.pdf").content == b"%PDF of 2"
    old = client.get("/riverside/reports/annual/editions/1/file.pdf")
    assert old.content == b"%PDF of 1"
    page = client.get("/riverside/reports/annual/editions/1/read/foreword/").content.decode()
    assert "Dear reader of 1" in page
    assert client.get("/riverside/reports/annual/editions/3/read/").status_code == 404


def test_while_it_is_corrected_members_read_the_draft(report, cast, today, sign_in):
    made.filed(approve(report, cast))
    approving.reopen_report(report=report, by=cast.manager)
    page = sign_in(cast.viewer).get("/riverside/reports/annual/read/").content.decode()
    assert "Draft: not yet approved by the board" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_plan_is_kept_once_it_is_ratified(cast, today):
    draft = make.DraftPlanFactory(board=cast.board)
    with pytest.raises(RuleBroken, match="Ratify it first"):
        approving.freeze_plan(plan=draft, approved_by="Board", by=cast.manager)
    edition = approving.freeze_plan(plan=cast.plan, approved_by="Board", by=cast.manager)
    assert (edition.plan, edition.report, edition.number) == (cast.plan, None, 1)
    assert edition.approved_on == cast.plan.ratified_on
    assert frozen.thaw(edition.document)[0] == plan_document(cast.plan)


def test_the_files_are_made_once_and_stay(report, cast, today, monkeypatch):
    edition = approve(report, cast)
    calls = []

    def pdf(document, imprint, digest, files_at, told):
        calls.append((document.title, imprint.number, digest))
        return PDF_OF_ONE_PAGE

    monkeypatch.setattr(filing, "pdf_of", pdf)
    assert not filing.is_filed(edition)
    filing.make_files(edition)
    assert filing.is_filed(edition)
    before = {
        (file.form, file.name): (file.digest, bytes(file.content)) for file in edition.files.all()
    }
    for digest, content in before.values():
        assert digest == hashlib.sha256(content).hexdigest()
    assert before["json", ""][1] == edition.document.encode()
    filing.make_files(edition)
    assert {
        (file.form, file.name): (file.digest, bytes(file.content)) for file in edition.files.all()
    } == before
    assert calls == [("Annual report", 1, edition.digest)]
    assert edition.files.get(form="pdf").pages == 1
    names = [name for form, name in before if form == "page"]
    assert (names[0], names[-1], len(names)) == ("", "whole", 13)


def test_half_of_the_files_is_completed(report, cast, today, monkeypatch):
    edition = approve(report, cast)
    monkeypatch.setattr(filing, "pdf_of", lambda document, **said: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        filing.make_files(edition)
    kept = {file.form: file.digest for file in edition.files.filter(name="")}
    assert set(kept) == {"json", "page", "docx"}
    monkeypatch.setattr(filing, "pdf_of", lambda document, **said: PDF_OF_ONE_PAGE)
    filing.make_files(edition)
    assert filing.is_filed(edition)
    assert edition.files.get(form="docx").digest == kept["docx"]


def test_the_facts_of_an_edition_belong_together(report, cast, today):
    edition = approve(report, cast)
    for wrong in (
        {"number": 0},
        {"number": 2},  # a correction without its reason
        {"plan": cast.plan},
        {"report": None},
        {"withdrawn_on": DAY, "withdrawn_reason": "Why"},  # never published
        {"withdrawn_on": DAY, "published_on": DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.filter(pk=edition.pk).update(**wrong)
    with pytest.raises(RestrictedError):
        report.delete()


def test_nobody_changes_an_edition(cast, report, today):
    """The record tells who kept it; no service writes its document again."""
    edition = approve(report, cast, names_left=2)
    event = AuditEvent.objects.about(edition).get()
    assert event.verb == "kept"
    assert event.changes == {"digest": [None, edition.digest], "names_left": [None, 2]}
    made.filed(edition)
    made.PublicFaceFactory(board=cast.board)
    publishing.publish_edition(edition=edition, by=cast.manager)
    edition.refresh_from_db()
    assert (edition.digest, edition.published_on) == (frozen.digest(edition.document), today)


def test_the_page_of_editions_needs_the_same_queries_at_any_number(
    cast, report, sign_in, django_assert_num_queries
):
    client = sign_in(cast.viewer)
    made.published(report)
    for more in (0, 6):
        for number in range(more):
            made.published(report, number=number + 2)
        with django_assert_num_queries(6):
            page = client.get("/riverside/reports/annual/editions/")
        assert page.status_code == 200


def test_a_published_edition_names_its_files_in_full(cast, report, sign_in):
    made.published(report)
    page = sign_in(cast.viewer).get("/riverside/reports/annual/editions/").content.decode()
    assert "PDF (1 kB, 3 pages)" in page
    assert "/published/riverside/reports/annual/" in page
    assert "Withdraw from publication" not in page
    assert EditionFile.objects.count() == len(made.FILES)


@pytest.fixture
def approved_before(report):
    """A report that was approved before editions were kept."""
    AnnualReport.objects.filter(pk=report.pk).update(status="approved", approved_on=DAY)
    report.refresh_from_db()
    return report


def test_a_report_approved_before_editions_is_kept_when_the_manager_says_so(
    approved_before, cast, sign_in, today
):
    client = sign_in(cast.manager)
    page = client.get("/riverside/reports/annual/").content.decode()
    assert '<a class="govuk-link" href="/riverside/reports/annual/keep/">' in page
    page = client.get("/riverside/reports/annual/editions/").content.decode()
    assert "approved before Boardplan kept what was approved" in page
    said = {"approved_by": "Executive board of May"}
    assert client.post("/riverside/reports/annual/keep/", said).status_code == 422
    done = client.post("/riverside/reports/annual/keep/", said | {"checked": "on"})
    assert done["Location"] == "/riverside/reports/annual/editions/"
    edition = Edition.objects.get()
    assert (edition.number, edition.approved_on, edition.approved_by) == (
        1,
        DAY,
        "Executive board of May",
    )
    assert "keep/" not in client.get("/riverside/reports/annual/").content.decode()
    assert client.get("/riverside/reports/annual/keep/").status_code == 403


def test_only_such_a_report_is_kept_that_way(report, cast):
    with pytest.raises(RuleBroken, match="no edition yet"):
        approving.keep_report(report=report, approved_by="Executive board", by=cast.manager)
    approve(report, cast)
    with pytest.raises(RuleBroken, match="no edition yet"):
        approving.keep_report(report=report, approved_by="Executive board", by=cast.manager)
