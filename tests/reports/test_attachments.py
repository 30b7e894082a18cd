"""Files that agencies send: only what is a PDF or a Word document is kept, and handed out."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from reports import attachments
from reports.models import Attachment
from tests.reports import factories as made

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


def word(*, more=()) -> bytes:
    file = io.BytesIO()
    Document().save(file)
    with zipfile.ZipFile(file, "a") as packed:
        for name, content in more:
            packed.writestr(name, content)
    return file.getvalue()


def packed(*names) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def read(content, name="report.pdf"):
    return attachments.read_file(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("content", "name", "kind", "kept"),
    [
        (PDF, "Our year.pdf", "pdf", "Our year.pdf"),
        (PDF, "Our year.docx", "pdf", "Our year.pdf"),
        (word(), "Our year.docx", "docx", "Our year.docx"),
        (word(), "Our year.html", "docx", "Our year.html.docx"),
        (PDF, 'a"b\r\nSet-Cookie: x.pdf', "pdf", "a b Set-Cookie x.pdf"),
        (PDF, "..pdf", "pdf", "report.pdf"),
        (PDF, "Bericht über Straße.pdf", "pdf", "Bericht über Straße.pdf"),
        (PDF, "x" * 300 + ".pdf", "pdf", "x" * 100 + ".pdf"),
    ],
)
def test_what_a_file_is_decides_what_it_is_called(content, name, kind, kept):
    upload = SimpleUploadedFile("placeholder", content)
    upload._name = name
    found = attachments.read_file(upload)
    assert found[:2] == (content, kind)
    assert found[2] == kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>%PDF-1.7 %%EOF",
        b"%PDF-1.7 cut short",
        b"\xd0\xcf\x11\xe0 an old .doc",
        b"PK\x03\x04 not a zip",
        packed("a.txt"),
        packed("[Content_Types].xml", "xl/workbook.xml"),
    ],
)
def test_what_is_neither_is_refused(content):
    with pytest.raises(RuleBroken, match="neither a PDF nor a Word document") as refused:
        read(content)
    assert refused.value.field == "file"


def test_macros_are_refused():
    with pytest.raises(RuleBroken, match="has macros"):
        read(word(more=[("word/vbaProject.bin", b"x")]), "report.docx")


def test_large_files_are_refused_packed_and_unpacked(settings, monkeypatch):
    settings.MAX_ATTACHMENT_BYTES = 20
    with pytest.raises(RuleBroken, match="larger than 2e-05 MB"):
        read(PDF)
    settings.MAX_ATTACHMENT_BYTES = 4_500_000
    monkeypatch.setattr(attachments, "UNPACKED", 1_000)
    with pytest.raises(RuleBroken, match="too large once it is unpacked"):
        read(word())


@pytest.fixture
def by_link(collecting, client):
    client.post(f"{collecting.link}form/", {"form": "link"})
    return collecting


def send(client, by_link, content=PDF, name="Our year.pdf", description="Our own report"):
    return client.post(
        by_link.link,
        {
            "text-link_words": "See our own report",
            "seen-link_words": "0",
            "file": SimpleUploadedFile(name, content),
            "description": description,
        },
    )


def test_a_file_is_sent_with_its_description_and_handed_out_to_be_kept(by_link, client, settings):
    assert send(client, by_link).status_code == 302
    row = Attachment.objects.get()
    assert (row.name, row.kind, row.size, row.description) == (
        "Our year.pdf",
        "pdf",
        len(PDF),
        "Our own report",
    )
    stored = Path(row.file.path)
    assert stored.parent == Path(settings.MEDIA_ROOT) / "contributions"
    assert "Our year" not in stored.name
    response = client.get(f"{by_link.link}files/{row.pk}")
    assert b"".join(response.streaming_content) == PDF
    assert {
        name: response[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Our year.pdf"',
        "X-Content-Type-Options": "nosniff",
    }


def test_a_file_needs_a_description_and_the_words_are_saved_all_the_same(by_link, client):
    response = send(client, by_link, description=" ")
    assert response.status_code == 422
    assert 'href="#id_description"' in response.content.decode()
    assert Attachment.objects.count() == 0
    assert by_link.part.drafts.get().text == "See our own report"


def test_a_wrong_file_is_told_at_its_field(by_link, client):
    response = send(client, by_link, content=b"MZ")
    page = response.content.decode()
    assert (response.status_code, 'href="#id_file"' in page) == (422, True)
    assert 'value="Our own report"' in page


def test_five_files_are_the_most(by_link, client):
    for _ in range(5):
        made.AttachmentFactory(contribution=by_link.part)
    assert send(client, by_link).status_code == 422
    assert Attachment.objects.count() == 5


def test_a_file_is_deleted_for_good_and_the_record_says_so(
    by_link, client, django_capture_on_commit_callbacks
):
    send(client, by_link)
    row = Attachment.objects.get()
    stored = Path(row.file.path)
    where = f"{by_link.link}files/{row.pk}/remove/"
    assert "deleted for good" in client.get(where).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(where)
    assert (Attachment.objects.count(), stored.exists()) == (0, False)
    event = AuditEvent.objects.about(row).first()
    assert (event.verb, event.changes) == ("took out", {"description": ["Our own report", None]})
    assert client.post(where)["Location"] == by_link.link


def test_files_stay_as_they_are_once_it_is_handed_in(by_link, client):
    send(client, by_link)
    client.post(f"{by_link.link}hand-in/")
    row = Attachment.objects.get()
    assert client.post(f"{by_link.link}files/{row.pk}/remove/").status_code == 409
    assert Attachment.objects.get() == row
    assert client.get(f"{by_link.link}files/{row.pk}").status_code == 200
