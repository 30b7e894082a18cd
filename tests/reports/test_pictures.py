"""Tables and pictures that people write into a report, on screen and on paper."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from reports import frozen
from reports.annual_report import report_document
from reports.frozen import Imprint
from reports.markdown import pictures_in, render
from reports.models import ReportPicture
from reports.papers import report_paper, word_of
from reports.parts import Picture
from reports.pdf_check import check
from reports.services import picturing
from tests.reports import factories as made

HOME = "/riverside/reports/annual/pictures/"
SHOWN = Picture(2, "A bar that grows", "data:image/png;base64,AAAA", 40, 20)
TEXT = """\
Before ![](picture:1 "Referrals in the year") after.

Table: People *trained*

| Course  | People |
| ------- | -----: |
| Level 1 |    240 |
| ![](picture:1) |  61 |
"""


@pytest.fixture
def report(cast):
    return made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report"
    )


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def upload(**more):
    return SimpleUploadedFile("team.jpg", made.a_picture(**more))


def add(report, cast, description="The team", **more):
    return picturing.add_picture(
        report=report, upload=upload(**more), description=description, by=cast.manager
    )


def test_a_table_has_headers_a_caption_and_columns_of_numbers():
    assert render("Table: *Trained*\n\n| A | B |\n|---|--:|\n| x | 1 |\n") == (
        "<table>\n<caption><em>Trained</em></caption>\n<thead>\n<tr>\n"
        '<th scope="col">A</th>\n<th class="number" scope="col">B</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>x</td>\n<td class="number">1</td>\n</tr>\n</tbody>\n</table>\n'
    )


def test_a_heading_of_a_column_without_words_is_no_heading():
    html = render("|   | B |\n|---|---|\n| x | 1 |\n")
    assert '<tr>\n<td></td>\n<th scope="col">B</th>\n</tr>' in html


def test_table_as_a_word_elsewhere_stays_a_word():
    assert render("Table: nothing follows") == "<p>Table: nothing follows</p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "![](picture:2)",
            '<figure><img src="data:image/png;base64,AAAA" alt="A bar that grows" width="40" '
            'height="20"></figure>\n',
        ),
        (
            'a ![Own words](picture:2 "Caption <1>")',
            '<p>a </p>\n<figure><img src="data:image/png;base64,AAAA" alt="Own words" width="40" '
            'height="20"><figcaption>Caption &lt;1&gt;</figcaption></figure>\n',
        ),
        ("![](picture:3)", "<p>(Picture missing)</p>\n"),
        ("# ![Head](picture:2)", "<h3>Head</h3>\n"),
    ],
)
def test_a_picture_stands_behind_its_paragraph_and_says_what_it_shows(text, html):
    assert render(text, pictures=[SHOWN]) == html


def test_the_pictures_of_a_text_are_known():
    assert pictures_in('![](picture:1) and ![x](picture:12 "y") `picture:3`') == {1, 12}


def test_what_is_kept_of_a_photograph_is_small_upright_and_says_nothing_of_where(report, cast):
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    row = add(report, cast, kind="JPEG", size=(4000, 1000), exif=exif)
    assert (row.number, row.kind, row.width, row.height) == (1, "jpg", 400, 1600)
    assert dict(Image.open(io.BytesIO(row.content)).getexif()) == {}
    assert row.size == len(row.content) < 40_000
    assert AuditEvent.objects.about(row).get().changes == {"description": [None, "The team"]}


def test_a_picture_without_words_or_that_is_none_is_refused(report, cast, settings):
    with pytest.raises(RuleBroken, match="Say what the picture shows"):
        add(report, cast, description="  ")
    with pytest.raises(RuleBroken, match="not a PNG or JPEG"):
        picturing.add_picture(
            report=report,
            upload=SimpleUploadedFile("x.png", b"<svg/>"),
            description="x",
            by=cast.manager,
        )
    settings.MAX_PICTURE_BYTES = 50
    with pytest.raises(RuleBroken, match="larger than 0 kB"):
        add(report, cast)
    assert not ReportPicture.objects.exists()


def test_a_picture_that_a_text_shows_stays_and_numbers_are_not_given_again(report, cast):
    first, second = add(report, cast), add(report, cast)
    section = made.SectionFactory(report=report, title="Foreword", body="![](picture:2)")
    made.SectionFactory(report=report, title="Other", body="![](picture:22)")
    with pytest.raises(RuleBroken, match="shown in “Foreword”"):
        picturing.remove_picture(picture=second, by=cast.manager)
    picturing.remove_picture(picture=first, by=cast.manager)
    assert add(report, cast).number == 3
    section.delete()
    picturing.remove_picture(picture=second, by=cast.manager)
    assert [row.number for row in report.pictures.all()] == [3]


def test_nothing_changes_in_an_approved_report(report, cast):
    picture = add(report, cast)
    report.status, report.approved_on = "approved", "2027-05-01"
    report.save()
    with pytest.raises(RuleBroken, match="is approved"):
        picturing.describe_picture(picture=picture, description="Other", by=cast.manager)
    with pytest.raises(RuleBroken, match="is approved"):
        add(report, cast)


def test_from_the_upload_to_the_preview(report, cast, manager):
    page = manager.post(HOME, {"file": upload(), "description": "The team"}, follow=True)
    assert "Copy its line" in page.content.decode()
    assert "![](picture:1)" in page.content.decode()
    row = report.pictures.get()
    file = manager.get(f"{HOME}{row.pk}/file")
    assert (file["Content-Type"], file.content) == ("image/png", bytes(row.content))
    section = made.SectionFactory(report=report, title="Foreword")
    where = f"/riverside/reports/annual/sections/{section.pk}/"
    said = {"title": "Foreword", "body": TEXT, "version": 1}
    preview = manager.post(where, {**said, "preview": "Preview"}).content.decode()
    assert 'alt="The team"' in preview
    assert "<caption>People <em>trained</em></caption>" in preview
    manager.post(where, said)
    assert "Shown in “Foreword”" in manager.get(HOME).content.decode()
    page = manager.post(f"{HOME}{row.pk}/remove/")
    assert (page.status_code, report.pictures.count()) == (422, 1)
    manager.post(f"{HOME}{row.pk}/", {"description": "The team in May"})
    assert report.pictures.get().description == "The team in May"


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_asks_the_same_number_of_queries_at_any_size(
    report, manager, django_assert_num_queries, more
):
    for _ in range(more):
        picture = made.PictureFactory(report=report)
        made.SectionFactory(report=report, body=f"![](picture:{picture.number})")
    with django_assert_num_queries(6):
        manager.get(HOME)


@pytest.fixture
def written(report, cast):
    add(report, cast, size=(600, 300))
    made.SectionFactory(report=report, title="The year", body=TEXT)
    return report


def test_on_paper_both_are_tagged(written, renderer, today):
    found = check(report_paper(written).read_bytes())
    assert found.problems == []
    assert "The team" in found.figures


def test_in_word_the_table_has_a_header_row_and_the_picture_its_words(written, today):
    document = Document(io.BytesIO(word_of(report_document(written))))
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Course", "People"],
        ["Level 1", "240"],
        ["", "61"],
    ]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == ["The team"]
    styles = {line.text: line.style.name for line in document.paragraphs}
    assert styles["People trained"] == "Caption"
    assert styles["Referrals in the year"] == "Note"


def test_an_edition_holds_its_pictures(written, today):
    document = report_document(written)
    text = frozen.freeze(document, Imprint(1, "1 May 2027", "The board", ""))
    written.pictures.all().delete()
    again, _ = frozen.thaw(text)
    assert again == document
    assert again.sections[0].pictures[0].description == "The team"
