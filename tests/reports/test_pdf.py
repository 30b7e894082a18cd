"""Both PDFs as a screen reader finds them. Any line the renderer logs is a failure."""

import datetime
import logging
from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader

from actions.models import Plan
from reports import frozen, pdf
from reports.annual_report import report_document
from reports.demo import load_demo
from reports.fonts import FACES
from reports.models import AnnualReport, Contribution, Section
from reports.papers import pdf_of, plan_paper, report_paper
from reports.pdf_check import check, elements
from subgroups.models import Seat
from tests import factories as make
from tests.reports import factories as made

OURS = tuple({face.family.replace(" ", "-") for face in FACES})
LONG = "Partners agree how they share what they know about a family, and test it in an audit. "


def checked(path):
    found = check(path.read_bytes())
    assert sorted(set(found.problems)) == []
    assert [font for font in found.fonts if not font.startswith(OURS)] == []
    return found


def words_of(path):
    """The words of all pages, however their lines are broken."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


@pytest.fixture
def full_plan(cast):
    """A plan with what a plan can hold: sub-items, support, a moved date, every rating."""
    cast.plan.vision = "Children are safe.\n\n- At home\n- At school"
    cast.plan.rag_definition = "Green is done."
    cast.plan.status = Plan.Status.RATIFIED
    cast.plan.save()
    deputy = make.PostFactory(board=cast.board, name="Head of Safeguarding", agency=cast.agency)
    make.SeatFactory(group=cast.group, post=deputy, user=None, role=Seat.Role.DEPUTY)
    for rag in ("red", "amber", "green", "blue", "grey", ""):
        action = make.ActionFactory(
            outcome=cast.outcome,
            text=f"{LONG}({rag or 'none'})",
            sub_items=["First part", "Second part"],
            core_task=True,
            rag=rag,
            rag_on=datetime.date(2026, 6, 1),
            rag_reason="The trainer left." if rag in ("red", "amber") else "",
            due=datetime.date(2027, 1, 31),
            first_due=datetime.date(2026, 12, 31),
        )
        make.LeadFactory(action=action, post=cast.post, written="DI")
        make.LeadFactory(action=action, written="Schools", role="support")
        make.ProgressUpdateFactory(action=action, text=LONG)
    make.ProgressUpdateFactory(
        action=None, outcome=cast.outcome, plan=cast.plan, board=cast.board, text="All began."
    )
    return Plan.objects.select_related("board").get(pk=cast.plan.pk)


def test_a_plan_is_a_tagged_document(full_plan, renderer):
    path = plan_paper(full_plan)
    found = checked(path)
    assert found.title == "Business plan 2026-27, Riverside Safeguarding Partnership"
    # cover, contents, vision, ratings, groups, the plan, its one priority
    assert found.headings == [1, 2, 2, 2, 2, 2, 3]
    assert found.bookmarks[:4] == [
        "Business plan 2026-27",
        "Contents",
        "Vision",
        "What the RAG ratings mean",
    ]
    words = words_of(path)
    for phrase in (
        "Supported by",
        "first agreed for 31 December 2026",
        "Why:",
        "Head of Safeguarding",
    ):
        assert phrase in words
    assert f"Page 2 of {found.pages}" in words


def test_an_empty_plan_is_a_document_too(cast, renderer):
    plan = make.PlanFactory(board=cast.board, status=Plan.Status.DRAFT, ratified_on=None)
    path = plan_paper(plan)
    assert checked(path).headings == [1, 2, 2, 2, 2]
    assert "Nothing has been written into this plan yet." in words_of(path)
    assert words_of(path).count("Draft") > 2  # on the cover and at the foot of each page


def test_a_row_longer_than_a_page_goes_on_over_pages(cast, renderer):
    cast.action.text = " ".join(f"({number}) {LONG}" for number in range(120)) + "The very end."
    cast.action.save()
    path = plan_paper(cast.plan)
    found = checked(path)
    words = words_of(path)
    assert "The very end." in words
    assert [number for number in range(120) if f"({number})" not in words] == []
    assert found.pages > 6


def test_a_long_table_repeats_its_header_on_each_page(cast, renderer):
    for _ in range(60):
        make.ActionFactory(outcome=cast.outcome, text=LONG)
    path = plan_paper(cast.plan)
    checked(path)
    pages = [page.extract_text() for page in PdfReader(path).pages]
    tables = [text for text in pages if "Do thing" in text or "test it in an audit" in text]
    assert len(tables) > 2
    assert [text for text in tables if "Success measure" not in text] == []


NAMES = (
    "Zażółć gęślą jaźń, Łódź, Ștefan, Ŵyn",
    "Nguyễn Thị Hồng Ửng",
    "Δημήτρης Παπαδόπουλος",
    "Олександра Їжакевич",
    "→ ✓ ☐ ≥ 5 ● ▲",
    "आरती शर्मा",
    "محمد علی",
    "ਗੁਰਪ੍ਰੀਤ",
    "মোহাম্মদ",
)


def test_names_from_everywhere_have_a_font(cast, renderer):
    for name in NAMES:
        make.ActionFactory(outcome=cast.outcome, text=name)
    found = checked(plan_paper(cast.plan))
    assert len({font for font in found.fonts if font.startswith("Noto")}) >= 7


def test_cells_belong_to_their_outcome_as_well_as_their_column(cast, renderer):
    second = make.OutcomeFactory(priority=cast.priority, ref="1.2", title="Second outcome")
    make.ActionFactory(outcome=second)
    data = plan_paper(cast.plan).read_bytes()
    root = PdfReader(BytesIO(data)).trailer["/Root"]["/StructTreeRoot"]
    table = [e for e in elements(root.get_object()) if e["/S"] == "/Table"][-1]
    rows = [e for e in elements(table) if e["/S"] == "/TR"]
    cells = [[c for c in elements(row) if c["/S"] in ("/TH", "/TD")] for row in rows]
    groups = [row[0]["/ID"] for row in cells if row[0]["/S"] == "/TH" and len(row) == 1]
    ends = [row[0]["/A"]["/Headers"][-1] for row in cells if row[0]["/S"] == "/TD"]
    assert len(groups) == 2
    assert ends == [groups[0], groups[0], groups[1]]


@pytest.fixture
def full_report(full_plan):
    report = made.ReportFactory(
        board=full_plan.board, plan=full_plan, slug="annual", title="Annual report 2026-27"
    )
    for place, kind in enumerate(Section.Kind.values):
        made.SectionFactory(report=report, kind=kind, title=f"The {kind}", position=place)
    Section.objects.filter(report=report, kind="text").update(
        body="Dear reader of the LADO,\n\n# A heading\n\n- one\n- two"
    )
    made.BudgetLineFactory(report=report, label="Council", actual="1000.50")
    made.StatedTotalFactory(report=report, amount="1000.00")
    made.OutputFactory(report=report, text="Pre-birth protocol", draft=True)
    made.GlossaryTermFactory(board=report.board, abbreviation="LADO", meaning="An officer")
    made.ContributionFactory(
        report=report,
        number=3,
        title="Police",
        authors=["Detective Inspector"],
        answers=[
            {
                "prompt": "What did you do?",
                "hint": "Give figures",
                "blocks": [
                    {"kind": "paragraph", "level": None, "text": "Much."},
                    {"kind": "bullet", "level": 1, "text": "This"},
                    {"kind": "bullet", "level": 2, "text": "and below"},
                    {"kind": "numbered", "level": 1, "text": "First"},
                ],
            }
        ],
    )
    made.ContributionFactory(
        report=report, title="Panel", form=Contribution.Form.LINK, link_text="See its report."
    )
    return report


def test_a_report_is_a_tagged_document(full_report, renderer, today):
    path = report_paper(full_report)
    found = checked(path)
    assert found.figures[:2] == ["How the groups report to each other", "Actions by rating"]
    words = words_of(path)
    for phrase in (
        "Draft: not yet approved",
        "What is red, and why",
        "The trainer left.",
        "Pre-birth protocol (draft)",
        "Appendix 3: Police",
        "Give figures",
        "See its report.",
        "£0.50 more.",
        "An officer",
        "first agreed for 31 December 2026",
    ):
        assert phrase in words
    sizes = {
        tuple(round(float(side)) for side in page.mediabox[2:]) for page in PdfReader(path).pages
    }
    assert sizes == {(595, 842), (842, 595)}


def test_the_figures_stand_within_the_paper(full_report, renderer, today):
    """Each fact's number is printed beside its words: a table that is too wide loses it."""
    outside = []
    for page in PdfReader(report_paper(full_report)).pages:
        width = float(page.mediabox.width)

        def look(text, matrix, place, font, size, width=width):
            if text.strip() and not 0 < place[4] * matrix[0] + matrix[4] < width:
                outside.append(text)

        page.extract_text(visitor_text=look)
    assert outside == []


def test_an_approved_report_leaves_out_what_is_empty(cast, renderer):
    report = made.ReportFactory(
        board=cast.board, status="approved", approved_on=datetime.date(2027, 5, 1)
    )
    made.SectionFactory(report=report, title="Foreword")
    made.SectionFactory(report=report, title="Afterword", body="Thank you.")
    path = report_paper(report)
    words = words_of(path)
    assert ("Foreword" in words, "Afterword" in words) == (False, True)
    assert checked(path).headings == [1, 2, 2]


def test_lists_below_lists_and_names_from_everywhere_in_a_report(cast, renderer, today):
    report = made.ReportFactory(board=cast.board, plan=cast.plan)
    lists = "- one\n  - below\n    1. deeper\n       - deepest\n- two\n\n1. first\n   - under it"
    made.SectionFactory(report=report, title="Lists", body=f"# One\n\n{lists}\n\n### Two\n\nEnd")
    made.SectionFactory(report=report, title="Names", body="\n\n".join(NAMES))
    for kind in Section.Kind.values[1:]:
        made.SectionFactory(report=report, kind=kind, title=f"Empty {kind}")
    for number in range(200):
        made.BudgetLineFactory(report=report, label=f"{LONG} {number}")
    found = checked(report_paper(report))
    assert found.headings[:5] == [1, 2, 2, 3, 4]
    assert len({font for font in found.fonts if font.startswith("Noto")}) >= 7
    approved = made.ReportFactory(
        board=cast.board, status="approved", approved_on=datetime.date(2026, 10, 20)
    )
    assert checked(report_paper(approved)).headings == [1, 2]


def test_an_edition_says_which_it_is_and_how_to_make_sure(full_report, renderer, today):
    full_report.status, full_report.approved_on = "approved", today
    imprint = frozen.Imprint(2, "20 November 2026", "Executive board", "A figure was wrong")
    document = report_document(full_report)
    data = pdf_of(document, imprint=imprint, digest="ab" * 32)
    found = check(data)
    assert found.problems == []
    words = words_of(BytesIO(data))
    for phrase in (
        "Edition 2, approved on 20 November 2026: Executive board.",
        "What was corrected since the edition before: A figure was wrong",
    ):
        assert phrase in words
    assert "ab" * 32 in words.replace(" ", "")
    assert "Draft" not in words


def test_every_paper_of_the_demo_is_a_tagged_document(db, renderer):
    load_demo()
    for report in AnnualReport.objects.select_related("board", "plan"):
        checked(report_paper(report))
    for plan in Plan.objects.select_related("board"):
        checked(plan_paper(plan))


def test_a_document_loads_nothing_from_outside(renderer, tmp_path, caplog):
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"secret")
    logging.getLogger("weasyprint").handlers.clear()
    for address in (secret.as_uri(), "https://example.org/x.png", "file://host/x.png"):
        caplog.clear()
        html = f'<html lang="en"><title>t</title><h1>t</h1><img src="{address}" alt="x">'
        pdf.to_pdf(html, css="")
        assert "Failed to load image" in caplog.text


def test_no_element_gets_styles_for_notes_that_no_document_has(monkeypatch):
    """They were a fifth of the memory of a long report."""
    from weasyprint.css import StyleFor

    asked = Counter()
    before = StyleFor.set_computed_styles

    def counted(self, element, *args, pseudo_type=None, **kwargs):
        asked[pseudo_type] += 1
        return before(self, element, *args, pseudo_type=pseudo_type, **kwargs)

    monkeypatch.setattr(StyleFor, "set_computed_styles", counted)
    data = pdf.to_pdf(
        "<html lang='en'><title>T</title><body><h1>T</h1><p>One</p><ul><li>Two</li></ul>", css=""
    )
    assert {
        name: number for name, number in asked.items() if name and not name.startswith("@")
    } == {"marker": 1}
    assert "•" in PdfReader(BytesIO(data)).pages[0].extract_text()


@pytest.mark.parametrize(("paragraphs", "page"), [(12, 3), (26, 4)])
def test_a_section_follows_on_the_same_page_where_a_third_of_it_is_left(
    cast, renderer, paragraphs, page
):
    report = made.ReportFactory(board=cast.board)
    made.SectionFactory(report=report, title="Before", body="Words\n\n" * paragraphs)
    made.SectionFactory(report=report, title="After", body="Words")
    reader = PdfReader(report_paper(report))
    found = {entry.title: reader.get_destination_page_number(entry) + 1 for entry in _flat(reader)}
    assert (found["Before"], found["After"]) == (3, page)


def _flat(reader):
    outline = list(reader.outline)
    while outline:
        entry = outline.pop(0)
        if isinstance(entry, list):
            outline = entry + outline
        else:
            yield entry
