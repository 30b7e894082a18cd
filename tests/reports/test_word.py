"""The Word document as a screen reader and an editor find it, read back without LibreOffice."""

import datetime
import itertools
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from actions.models import Plan
from reports.annual_report import report_document
from reports.demo import load_demo
from reports.frozen import Imprint
from reports.models import AnnualReport, Section
from reports.papers import word_of
from reports.plan_document import plan_document
from tests import factories as make
from tests.reports import factories as made

LONG = "Partners agree how they share what they know about a family, and test it in an audit. "
TEXT = """\
Dear **reader** of *Łódź*, the LADO and [the law](https://www.legislation.gov.uk/).

# A heading

- one
  - below
- two

1. first
2. second

Then

1. first again
"""


@pytest.fixture
def report(cast):
    cast.plan.vision = "Children are safe.\n\n- At home"
    cast.plan.save()
    for rag in ("red", "amber", "green", "blue", "grey", ""):
        action = make.ActionFactory(
            outcome=cast.outcome, text=f"{LONG}({rag})", rag=rag, sub_items=["One", "Two"],
            rag_reason="The trainer left." if rag in ("red", "amber") else "",
            due=datetime.date(2027, 1, 31), first_due=datetime.date(2026, 12, 31),
            completed_on=datetime.date(2026, 6, 1) if rag == "blue" else None,
            rag_on=datetime.date(2026, 6, 1),
        )  # fmt: skip
        make.LeadFactory(action=action, post=cast.post, written="DI")
        make.LeadFactory(action=action, written="Schools", role="support")
        make.ProgressUpdateFactory(action=action, text=LONG, rag=rag, reason="Why")
    report = made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report"
    )
    for place, kind in enumerate([*Section.Kind.values, "text"]):
        made.SectionFactory(report=report, kind=kind, title=f"The {kind}", position=place)
    Section.objects.filter(report=report, kind="text").update(body=TEXT)
    made.BudgetLineFactory(report=report, label="Council", actual="1000.50")
    made.StatedTotalFactory(report=report, amount="1000.00")
    made.OutputFactory(report=report, text="Pre-birth protocol", draft=True)
    made.GlossaryTermFactory(board=report.board, abbreviation="LADO", meaning="An officer")
    made.ContributionFactory(
        report=report,
        title="Police",
        authors=["Inspector"],
        answers=[
            {
                "prompt": "What did you do?",
                "hint": "Give figures",
                "blocks": [
                    {"kind": "bullet", "level": 1, "text": "This"},
                    {"kind": "bullet", "level": 2, "text": "and below"},
                    {"kind": "numbered", "level": 1, "text": "First"},
                ],
            }
        ],
    )
    return report


def opened(document, **said):
    return Document(BytesIO(word_of(document, **said)))


def problems_of(word) -> list[str]:
    """What would leave a reader behind: gaps between headings, tables without a header row or a
    name, pictures without words, a language that is not English, no page numbers."""
    found = []
    levels = [
        int(paragraph.style.name[-1])
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith("Heading ")
    ]
    if levels and levels[0] != 1:
        found.append(f"The first heading is of level {levels[0]}.")
    for before, after in itertools.pairwise(levels):
        if after > before + 1:
            found.append(f"A heading of level {after} follows one of level {before}.")
    if [p.text for p in word.paragraphs if p.style.name == "Title"] == []:
        found.append("There is no title.")
    for table in word.tables:
        about = table._tbl.tblPr
        if about.find(qn("w:tblCaption")) is None:
            found.append("A table has no name.")
        first = table._tbl.tr_lst[0].trPr
        if first is None or first.find(qn("w:tblHeader")) is None:
            found.append("A table has no header row.")
        if any(not cell.text.strip() for cell in table.rows[0].cells):
            found.append("A header cell is empty.")
        widths = {sum(int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.iter(qn("w:gridCol")))}
        if max(widths) > 15_200:
            found.append("A table is wider than the page.")
    for picture in word.element.body.iter(qn("wp:docPr")):
        if not picture.get("descr"):
            found.append("A picture has no alternative text.")
    languages = {element.get(qn("w:val")) for element in word.styles.element.iter(qn("w:lang"))}
    if languages != {"en-GB"}:
        found.append(f"Its languages are {languages}.")
    footer = word.sections[0].footer._element.xml
    if "PAGE" not in footer or "NUMPAGES" not in footer:
        found.append("Pages have no numbers.")
    names = [mark.get(qn("w:name")) for mark in word.element.body.iter(qn("w:bookmarkStart"))]
    if len(names) != len(set(names)):
        found.append("A bookmark stands twice.")
    led = {link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))} - {None}
    if led - set(names):
        found.append(f"Links lead nowhere: {sorted(led - set(names))}")
    styles = {style.style_id for style in word.styles}
    used = {style.get(qn("w:val")) for style in word.element.body.iter(qn("w:pStyle"))}
    if used - styles:
        found.append(f"Styles are missing: {used - styles}")
    return found


def headings(word):
    return [
        (int(paragraph.style.name[-1]), paragraph.text)
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith("Heading ")
    ]


def test_a_report_has_what_a_reader_needs(report, today):
    word = opened(report_document(report))
    assert problems_of(word) == []
    assert headings(word)[:3] == [(1, "The text"), (2, "A heading"), (1, "The about")]
    assert (2, "Police") in headings(word)
    assert (3, "What did you do?") in headings(word)
    assert (3, "1 Early help") in headings(word)
    about = word.core_properties
    assert (about.title, about.language) == (
        "Annual report, Riverside Safeguarding Partnership",
        "en-GB",
    )
    assert word.sections[0].header.paragraphs[0].text == (
        "Riverside Safeguarding Partnership: Annual report"
    )
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    cells = "\n".join(cell.text for table in word.tables for cell in table._cells)
    for phrase in ("Pre-birth protocol (draft)", "Give figures", "£0.50 more.", "Łódź"):
        assert phrase in words
    for phrase in ("first agreed for 31 December 2026", "Why: The trainer left.", "An officer"):
        assert phrase in cells


def test_lists_are_lists_and_each_numbered_one_begins_with_one(report, today):
    word = opened(report_document(report))
    items = [
        (paragraph.text, paragraph.style.name, paragraph._p.pPr.numPr)
        for paragraph in word.paragraphs
        if paragraph.text in ("one", "below", "two", "first", "second", "first again")
    ][:6]
    assert [(text, style) for text, style, _ in items] == [
        ("one", "List Bullet"),
        ("below", "List Bullet"),
        ("two", "List Bullet"),
        ("first", "List Number"),
        ("second", "List Number"),
        ("first again", "List Number"),
    ]
    assert items[1][2].ilvl.val == 1
    numbers = [numbering.numId.val for _, _, numbering in items[3:]]
    assert (numbers[0] == numbers[1], numbers[1] == numbers[2]) == (True, False)
    numbering = word.part.numbering_part.element
    for number in numbers:
        (instance,) = [
            one for one in numbering.iter(qn("w:num")) if one.get(qn("w:numId")) == str(number)
        ]
        assert {o.get(qn("w:val")) for o in instance.iter(qn("w:startOverride"))} == {"1"}


def test_words_keep_their_look_and_links_their_target(report, today):
    word = opened(report_document(report))
    (first,) = [p for p in word.paragraphs if p.text.startswith("Dear reader")][:1]
    looks = {run.text: (bool(run.bold), bool(run.italic)) for run in first.runs}
    assert (looks["reader"], looks["Łódź"], looks["Dear "]) == (
        (True, False),
        (False, True),
        (False, False),
    )
    assert [link.address for link in first.hyperlinks] == ["https://www.legislation.gov.uk/"]


def test_the_plan_at_its_end_lies_across_and_what_follows_stands_again(report, today):
    word = opened(report_document(report))
    assert [section.page_width > section.page_height for section in word.sections] == [
        False,
        True,
        False,
    ]
    (plan,) = [
        table
        for table in word.tables
        if table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "1 Early help"
    ]
    rows = plan._tbl.tr_lst
    assert rows[0].trPr.find(qn("w:tblHeader")) is not None
    fills = {cell.get(qn("w:fill")) for cell in plan._tbl.iter(qn("w:shd"))}
    assert {"F9D3CF", "FFE3B0", "D3ECD9", "CFE2F7", "E4E8ED"} <= fills
    text = " ".join(cell.text for cell in plan._cells)
    for word_of_rating in ("Red", "Amber", "Green", "Blue", "Grey", "Not rated"):
        assert word_of_rating in text


def test_the_contents_are_a_field_that_is_filled(report, today):
    document = report_document(report)
    xml = opened(document).element.xml
    assert re.search(r"<w:instrText[^>]*> TOC ", xml)
    word = opened(document)
    lines = [p.text for p in word.paragraphs if p.style.name.startswith("Contents ")][1:]
    told = []
    for entry in document.contents:
        told += [entry.title, *(lower.title for lower in entry.below)]
    assert lines == told
    kinds = [f.get(qn("w:fldCharType")) for f in word.element.body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_draft_stands_on_every_page_until_it_is_approved(report, today):
    draft = opened(report_document(report))
    assert "Draft" in draft.sections[0].footer.paragraphs[0].text
    assert [p.text for p in draft.paragraphs if p.style.name == "Draft Mark"] == ["Draft"]
    report.status, report.approved_on = "approved", today
    done = opened(
        report_document(report),
        imprint=Imprint(2, "20 November 2026", "Executive board", "A figure was wrong"),
        digest="ab" * 32,
    )
    assert "Draft" not in done.sections[0].footer.paragraphs[0].text
    notes = [p.text for p in done.paragraphs if p.style.name == "Note"]
    assert "Edition 2, approved on 20 November 2026: Executive board." in notes
    assert "What was corrected since the edition before: A figure was wrong" in notes
    assert f"Digest (SHA-256) of what was approved: {'ab' * 32}" in notes


def test_a_logo_has_its_words(report, today, settings):
    folder = settings.MEDIA_ROOT / "logos"
    folder.mkdir(parents=True)
    Image.new("RGB", (40, 20), "navy").save(folder / "ours.png")
    report.board.logo, report.board.logo_alt = "logos/ours.png", "Two hands"
    report.board.save()
    word = opened(report_document(report))
    assert problems_of(word) == []
    (picture,) = word.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == "Two hands"


def test_what_xml_has_no_place_for_is_left_out(cast):
    report = made.ReportFactory(board=cast.board)
    made.SectionFactory(report=report, title="A\x01B", body="One\x0btwo <b> & ]]>")
    word = opened(report_document(report))
    assert headings(word) == [(1, "AB")]
    assert "One\ntwo <b> & ]]>" in [p.text for p in word.paragraphs]


def test_an_empty_report_and_an_empty_plan_are_documents_too(cast):
    report = made.ReportFactory(board=cast.board)
    assert problems_of(opened(report_document(report))) == []
    made.SectionFactory(report=report, title="Foreword")
    assert problems_of(opened(report_document(report))) == []
    plan = make.DraftPlanFactory(board=cast.board)
    word = opened(plan_document(plan))
    assert problems_of(word) == []
    assert "Nothing has been written into this plan yet." in [p.text for p in word.paragraphs]


def test_every_paper_of_the_demo_is_whole(db):
    load_demo()
    papers = [report_document(r) for r in AnnualReport.objects.select_related("board", "plan")]
    papers += [plan_document(p) for p in Plan.objects.select_related("board")]
    assert len(papers) == 8
    for document in papers:
        data = word_of(document)
        assert problems_of(Document(BytesIO(data))) == []
        with ZipFile(BytesIO(data)) as package:
            assert package.testzip() is None
