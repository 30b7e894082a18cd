"""Files that agencies sent, as parts of the report: kept with its editions, for everybody once one
is published and not before."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from boardplan.errors import RuleBroken
from reports import frozen, web
from reports.annual_report import report_document
from reports.models import Attachment, EditionFile
from reports.papers import pdf_of, word_of
from reports.services import approving, filing, publishing
from reports.services import collecting as service
from tests.reports import factories as made
from tests.reports.test_editions import DAY

PDF = b"%PDF-1.7 our year %%EOF"
DIGEST = hashlib.sha256(PDF).hexdigest()
ADDRESS = f"files/{DIGEST}.pdf"
PUBLIC = "/published/riverside/reports/annual/"


@pytest.fixture
def report(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made.PublicFaceFactory(board=cast.board)
    report = made.ReportFactory(board=cast.board, slug="annual", title="Annual report")
    made.SectionFactory(report=report, kind="contributions", title="Contributions")
    return report


@pytest.fixture
def sent(report):
    return send(report, "Police")


def send(report, title, content=PDF, **values):
    part = made.ContributionFactory(report=report, title=title, form="link", **values)
    return made.AttachmentFactory(
        contribution=part,
        file__data=content,
        digest=hashlib.sha256(content).hexdigest(),
        size=len(content),
        name="Our year (ü).pdf",
    )


def approve(report, cast):
    return approving.approve_report(
        report=report, on=DAY, approved_by="Executive board", by=cast.manager
    )


@pytest.fixture
def edition(report, sent, cast, today):
    return made.filed(approve(report, cast))


def statuses(client, *addresses):
    return [client.get(address).status_code for address in addresses]


def test_a_file_is_in_the_document_with_its_digest(report, sent):
    (part,) = report_document(report).sections
    (file,) = part.contributions[0].files
    assert (file.description, file.digest, file.address, file.about) == (
        "Our own annual report",
        DIGEST,
        ADDRESS,
        "PDF, 1 kB",
    )
    assert not part.contributions[0].is_empty


def test_a_file_of_an_agency_that_wrote_answers_in_the_end_is_no_part_of_it(report, sent):
    sent.contribution.form = "narrative"
    sent.contribution.save()
    assert report_document(report).sections[0].contributions[0].files == ()


def test_every_form_of_the_report_links_it(report, sent):
    document = report_document(report)
    page = web.page(document, "contributions", imprint=None, digest="").html
    assert f'<a class="govuk-link" href="../{ADDRESS}">Our own annual report</a>' in page
    at = "https://board.example/published/x/"
    links = {
        note.get_object()["/A"]["/URI"]
        for page in PdfReader(BytesIO(pdf_of(document, files_at=at))).pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    }
    assert f"{at}{ADDRESS}" in links
    word = Document(BytesIO(word_of(document, files_at=at)))
    assert f"{at}{ADDRESS}" in {each.target_ref for each in word.part.rels.values()}
    # A draft has no public address: the file is named only.
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf_of(document))).pages)
    assert "Our own annual report (PDF, 1 kB)" in words


def test_the_edition_keeps_it_and_its_digest(edition, sent):
    row = edition.files.get(form=EditionFile.Form.SENT)
    assert (bytes(row.content), row.name, row.title) == (PDF, DIGEST, sent.name)
    assert f'"digest":"{DIGEST}"' in edition.document
    assert frozen.thaw(edition.document)[0].sections[0].contributions[0].files[0].digest == DIGEST


def test_files_on_paper_lead_to_the_edition_they_belong_to(report, sent, cast, today, settings):
    edition = approve(report, cast)
    filing.make_files(edition)
    pdf = PdfReader(BytesIO(bytes(edition.files.get(form="pdf").content)))
    links = [
        note.get_object().get("/A", {}).get("/URI", "")
        for page in pdf.pages
        for note in page.get("/Annots", ())
    ]
    assert f"{settings.SITE_URL}{PUBLIC}edition-1/{ADDRESS}" in links


def test_it_stays_in_the_edition_when_the_agency_takes_it_out_later(
    edition, sent, client, cast, django_capture_on_commit_callbacks
):
    publishing.publish_edition(edition=edition, by=cast.manager)
    approving.reopen_report(report=edition.report, by=cast.manager)
    Path(sent.file.path).unlink()
    sent.delete()
    assert client.get(f"{PUBLIC}{ADDRESS}").content == PDF


def test_nobody_reads_it_before_the_edition_is_published(edition, client, cast, sign_in):
    addresses = (f"{PUBLIC}{ADDRESS}", f"{PUBLIC}edition-1/{ADDRESS}")
    nothing = client.get("/published/riverside/nothing/")
    for address in addresses:
        response = client.get(address)
        assert (response.status_code, response.content) == (404, nothing.content)
    publishing.publish_edition(edition=edition, by=cast.manager)
    assert statuses(client, *addresses) == [200, 200]
    assert (
        statuses(
            client,
            f"{PUBLIC}files/{'0' * 64}.pdf",
            f"{PUBLIC}files/{DIGEST}.docx",
            f"{PUBLIC}edition-2/{ADDRESS}",
            f"/published/hillside/reports/annual/{ADDRESS}",
        )
        == [404] * 4
    )
    publishing.withdraw_edition(edition=edition, reason="A name", by=cast.manager)
    assert statuses(client, *addresses) == [410, 410]


def test_what_strangers_sent_is_saved_and_never_shown(edition, client, cast):
    publishing.publish_edition(edition=edition, by=cast.manager)
    client.force_login(cast.viewer)
    response = client.get(f"{PUBLIC}{ADDRESS}")
    assert {
        name: response[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "ETag")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Our%20year%20%28%C3%BC%29.pdf",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{DIGEST}"',
    }
    assert (response.content, response.cookies) == (PDF, {})
    again = client.get(f"{PUBLIC}{ADDRESS}", headers={"If-None-Match": f'"{DIGEST}"'})
    assert (again.status_code, again.content) == (304, b"")


def test_members_open_it_from_the_draft_and_from_each_edition(report, sent, cast, sign_in, today):
    client = sign_in(cast.viewer)
    base = "/riverside/reports/annual/"
    assert client.get(f"{base}read/{ADDRESS}").content == PDF
    assert client.get(f"{base}read/files/{DIGEST}.docx").status_code == 404
    edition = approve(report, cast)
    Attachment.objects.all().delete()
    for address in (f"{base}read/{ADDRESS}", f"{base}editions/1/read/{ADDRESS}"):
        response = client.get(address)
        assert (response.content, response["Cache-Control"]) == (PDF, "private, no-cache")
        assert response["X-Content-Type-Options"] == "nosniff"
    page = client.get(f"{base}editions/{edition.number}/read/contributions/").content.decode()
    assert f'href="../{ADDRESS}"' in page


def test_what_an_agency_has_not_handed_in_is_not_read_by_members(report, cast, sign_in):
    part = made.AskedFactory(report=report, agency=cast.agency, form="link", status="writing")
    made.AttachmentFactory(contribution=part, file__data=PDF, digest=DIGEST)
    client = sign_in(cast.viewer)
    assert client.get(f"/riverside/reports/annual/read/{ADDRESS}").status_code == 404


@pytest.mark.parametrize("loss", ["gone", "changed"])
def test_a_report_whose_file_is_lost_is_not_approved(report, sent, cast, today, loss):
    if loss == "gone":
        Path(sent.file.path).unlink()
    else:
        Path(sent.file.path).write_bytes(b"%PDF-1.7 something else %%EOF")
    with pytest.raises(RuleBroken, match=r"cannot be read\. Return the contribution"):
        approve(report, cast)
    report.refresh_from_db()
    assert (report.status, report.editions.count()) == ("draft", 0)


def test_the_check_says_that_a_person_must_open_the_files(report, sent, cast, sign_in, today):
    client = sign_in(cast.manager)
    address = "/riverside/reports/annual/approve/"
    page = client.get(address).content.decode()
    assert "The check above does not read files." in page
    assert f'href="/riverside/reports/annual/read/{ADDRESS}"' in page
    said = {"on": "2026-11-19", "approved_by": "Executive board", "checked": "on"}
    refused = client.post(address, said)
    assert refused.status_code == 422
    assert "Open the files that agencies sent first" in refused.content.decode()
    client.post(address, said | {"opened": "on"})
    assert report.editions.count() == 1


def test_a_report_without_files_asks_for_nothing_more(report, cast, sign_in, today):
    page = sign_in(cast.manager).get("/riverside/reports/annual/approve/").content.decode()
    assert ("Files that agencies sent" in page, "opened" in page) == (False, False)


def test_the_same_file_of_two_agencies_is_kept_once(report, sent, cast, today):
    send(report, "Health")
    assert approve(report, cast).files.filter(form="sent").count() == 1


def test_a_file_handed_in_names_itself_by_what_is_in_it(collecting, client):
    from tests.reports import test_attachments as sending

    client.post(f"{collecting.link}form/", {"form": "link"})
    sending.send(client, collecting)
    row = Attachment.objects.get()
    assert row.digest == hashlib.sha256(sending.PDF).hexdigest()
    part = service.take_step(
        contribution=collecting.part, step="hand_in", role="writer", by=service.LinkWriter("DI")
    )
    assert part.link_text == "See our own report"
