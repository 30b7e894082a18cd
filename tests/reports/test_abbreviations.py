"""Abbreviations of a report: found, matched, proposed and spelt out."""

import pytest

from boardplan.audit import AuditEvent
from reports.abbreviations import abbreviations_in, proposals, spelt_out, texts_of
from reports.abbreviations.texts import Text
from reports.annual_report import report_document
from reports.demo import load_demo
from reports.models import AnnualReport, GlossaryTerm, NoAbbreviation
from tests import factories as make
from tests.reports import factories as made

from .glossary_table import REPORT, seed_finds


@pytest.fixture
def report(cast):
    return made.ReportFactory(board=cast.board, plan=cast.plan, slug="annual", spells_out=True)


def texts(*lines, heading=False):
    return [Text("Foreword", line, heading) for line in lines]


def missing(*lines, terms=(), dismissed=(), heading=False):
    found = abbreviations_in(texts(*lines, heading=heading), terms, dismissed=dismissed)
    return [find.text for find in found.missing]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The LADO and two LSCBs met.", ["LADO", "LSCB"]),
        ("The LADO’s view, the LADO's note, the LSCBs’ plan.", ["LADO", "LSCB"]),
        ("H&S and A & E were asked.", ["A&E", "H&S"]),
        ("The DfE, a CwD group and KS2.", ["CwD", "DfE", "KS2"]),
        ("An LSCB-wide audit of LAC/CSE (FGM).", ["CSE", "FGM", "LAC", "LSCB"]),
        ("e-CAF forms", ["CAF"]),
    ],
)
def test_abbreviations_are_found_in_the_forms_that_people_write(line, found):
    assert missing(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "Ages 0-19, Level 3, S11 and Q1.",
        "Parts II, III, IV and XIV.",
        "£5M, £20K and 5PM.",
        "See 1.1a and 2.7.",
        "SERIOUS CASE REVIEWS IN THE YEAR",
        "Rated RED, AMBER or GREEN by RAG.",
        "They live at SW18 2PU.",
        "Ms O’NEILL and Mr McDonald of WhatsApp.",
        "It is NOT done; it is not ready.",
        "In the UK at 5 PM.",
        "A and I",
    ],
)
def test_what_only_looks_like_an_abbreviation_is_none(line):
    assert missing(line) == []


def test_a_heading_of_one_word_in_capitals_is_no_abbreviation():
    assert missing("FOREWORD", heading=True) == []
    assert missing("FOREWORD of the LADO", heading=True) == ["FOREWORD", "LADO"]


def test_what_was_dismissed_is_passed_over():
    assert missing("CLICKMAS and LADO", dismissed=["CLICKMAS"]) == ["LADO"]


def test_addresses_are_not_read(report):
    made.SectionFactory(
        report=report, body="Ask LADO@RIVERSIDE.GOV.UK, www.MASH.uk, [it](https://example.org/FGM)"
    )
    assert abbreviations_in(texts_of(report_document(report)), []).missing == ()


def test_the_bytes_of_a_picture_are_not_read(report):
    made.PictureFactory(report=report, number=1)
    made.SectionFactory(report=report, body="![One](picture:1) LADO")
    found = abbreviations_in(texts_of(report_document(report)), []).missing
    assert [find.text for find in found] == ["LADO"]


def test_a_find_says_how_often_and_where_first():
    (find,) = abbreviations_in(texts("Ask the LADO.", "The LADO again"), []).missing
    assert (find.text, find.times, find.section, find.said) == (
        "LADO",
        2,
        "Foreword",
        "Ask the LADO.",
    )


def test_terms_of_the_glossary_are_used_or_not():
    found = abbreviations_in(
        texts("LSCBs and Ofsted, a CC, the Monitoring SC; itself"),
        ["LSCB", "OFSTED", "CCs", "Monitoring SC", "IT", "MASH"],
    )
    assert [term for term, _ in found.used] == ["LSCB", "OFSTED", "CCs", "Monitoring SC"]
    assert found.unused == ("IT", "MASH")
    assert [find.text for find in found.missing] == ["SC"]


@pytest.mark.parametrize(
    ("line", "short", "meaning"),
    [
        ("The Local Authority Designated Officer (LADO) met", "LADO",
         "Local Authority Designated Officer"),
        ("one serious case review (SCR) was", "SCR", "Serious case review"),
        ("the Multi-Agency Safeguarding Hub (MASH)", "MASH", "Multi-Agency Safeguarding Hub"),
        ("the Department for Education (DfE)", "DfE", "Department for Education"),
        ("Initial Conferences (ICs) were", "IC", "Initial Conferences"),
        ("the CQC (Care Quality Commission), having", "CQC", "Care Quality Commission"),
        ("nothing of it (XYZ)", "XYZ", ""),
        ("An officer. Designated (LADO)", "LADO", ""),
    ],
)  # fmt: skip
def test_a_meaning_is_proposed_from_the_text(line, short, meaning):
    assert proposals([short], texts(line), []).get(short, "") == meaning


def test_a_meaning_is_proposed_from_the_board_s_own_names_but_not_out_of_itself():
    names = [("FIS", "Family Information Service"), ("GMAP", "GMAP Sub-Group")]
    assert proposals(["FIS", "GMAP"], [], names) == {"FIS": "Family Information Service"}


# The seed report


USED = [
    "AD", "CAFCASS", "CAMHS", "CCG", "CDOP", "CLA", "CLICK", "CS", "CSC", "CSE", "FGM", "IRO",
    "LA", "LADO", "LSCB", "MARAC", "MASH", "MOPAC", "MPS", "NHS", "NPS", "PIXI", "SCIL", "YOT",
    "YP",
]  # fmt: skip


@pytest.mark.skipif(not REPORT.exists(), reason="The seed documents are not at hand")
def test_the_seed_report_uses_25_of_its_52_abbreviations():
    found = seed_finds()
    assert sorted(term for term, _ in found.used) == USED
    assert len(found.unused) == 27
    said = {find.text for find in found.missing}
    # What the plan at its end uses and the glossary lacks.
    assert {"SC", "IPOC", "SEMAP", "GMAP", "VAWG", "SAB", "CwD", "SEN", "SLAM", "SWLSTG", "FIS",
            "MAPPA"} <= said  # fmt: skip


def test_the_demo_prints_the_25_that_its_report_uses(db):
    load_demo()
    report = AnnualReport.objects.select_related("board", "plan").get(slug="annual-report-2017-18")
    (glossary,) = [part.glossary for part in report_document(report).sections if part.glossary]
    assert sorted(short for short, _ in glossary) == USED
    whole = report_document(report, as_written=True)
    assert [len(part.glossary) for part in whole.sections if part.glossary] == [52]


# Spelling out


def spelt(report, *bodies, terms=None):
    """The texts of sections as they are printed."""
    terms = terms or {"LADO": "Local Authority Designated Officer"}
    for short, meaning in terms.items():
        made.GlossaryTermFactory(board=report.board, abbreviation=short, meaning=meaning)
    for place, body in enumerate(bodies, 1):
        made.SectionFactory(report=report, body=body, position=place)
    return [part.text for part in report_document(report).sections]


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        (
            "The LADO and the LADO.",
            "The Local Authority Designated Officer (LADO) and the LADO.",
        ),
        ("Two LADOs met.", "Two Local Authority Designated Officers (LADOs) met."),
        ("The LADO’s view", "The Local Authority Designated Officer’s (LADO’s) view"),
        ("He (the LADO) met", "He (the LADO, Local Authority Designated Officer) met"),
        (
            "A Local Authority Designated Officer (LADO) is a LADO.",
            "A Local Authority Designated Officer (LADO) is a LADO.",
        ),
        (
            "The LADO (Local Authority Designated Officer) met.",
            "The LADO (Local Authority Designated Officer) met.",
        ),
        (
            "## The LADO\n\nThe LADO met.",
            "## The LADO\n\nThe Local Authority Designated Officer (LADO) met.",
        ),
        (
            "[see](https://example.org/LADO) the LADO",
            "[see](https://example.org/LADO) the Local Authority Designated Officer (LADO)",
        ),
        (
            "![The LADO at work](picture:1) the LADO",
            "![The LADO at work](picture:1) the Local Authority Designated Officer (LADO)",
        ),
        ("THE LADO MET", "THE LADO MET"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_spelt_out_at_its_first_use(report, body, printed):
    assert spelt(report, body) == [printed]


def test_it_is_spelt_out_once_in_the_whole_report(report):
    assert spelt(report, "No such word.", "The LADO.", "The LADO.") == [
        "No such word.",
        "The Local Authority Designated Officer (LADO).",
        "The LADO.",
    ]


def test_marks_of_a_meaning_are_not_read_as_markdown(report):
    assert spelt(report, "The AB.", terms={"AB": "A *b*"}) == ["The A \\*b\\* (AB)."]


def test_nothing_is_spelt_out_where_she_does_not_ask(report):
    report.spells_out = False
    assert spelt(report, "The LADO.") == ["The LADO."]


def test_what_agencies_sent_and_the_plan_are_spelt_out_too(report, cast):
    cast.action.text = "Report to the LADO"
    cast.action.save()
    made.GlossaryTermFactory(board=cast.board, abbreviation="LADO", meaning="An officer")
    made.SectionFactory(report=report, kind="contributions", title="Agencies: LADO", position=1)
    answer = {"prompt": "The LADO?", "hint": "", "blocks": [{"kind": "bullet", "text": "MASH, DI"}]}
    made.ContributionFactory(report=report, title="Police", answers=[answer])
    made.SectionFactory(report=report, kind="plan", title="The plan", position=2)
    document = report_document(report)
    rows = [row.text for part in document.sections[1].plan.parts for group in part.groups
            for row in group.rows]  # fmt: skip
    assert "Report to the An officer (LADO)" in rows
    assert document.sections[0].title == "Agencies: LADO"
    assert document.sections[0].contributions[0].answers[0].prompt == "The LADO?"


def test_a_document_without_any_of_the_terms_is_the_same(report):
    made.SectionFactory(report=report, body="Nothing")
    document = report_document(report)
    assert spelt_out(document, [("LADO", "An officer")]) == document


# The page


WHERE = "/riverside/reports/annual/glossary/"


@pytest.fixture
def client(sign_in, cast):
    return sign_in(cast.manager)


def test_she_adds_dismisses_and_restores(report, cast, client):
    made.SectionFactory(
        report=report, title="Foreword", body="The LADO of the MASH; CLICKMAS. LADO"
    )
    made.GlossaryTermFactory(board=cast.board, abbreviation="FGM", meaning="Mutilation")
    page = client.get(WHERE)
    assert [row["find"].text for row in page.context["missing"]] == ["CLICKMAS", "LADO", "MASH"]
    assert [row["term"] for row in page.context["unused"]] == ["FGM"]
    client.post(WHERE, {"step": "add", "abbreviation": "LADO", "meaning": "An officer"})
    client.post(WHERE, {"step": "dismiss", "abbreviation": "CLICKMAS"})
    page = client.get(WHERE)
    assert [row["find"].text for row in page.context["missing"]] == ["MASH"]
    assert [(row["term"], row["find"].times) for row in page.context["used"]] == [("LADO", 2)]
    row = NoAbbreviation.objects.get()
    assert (row.board, row.text) == (cast.board, "CLICKMAS")
    client.post(WHERE, {"step": "restore", "row": row.pk})
    page = client.get(WHERE)
    assert [row["find"].text for row in page.context["missing"]] == ["CLICKMAS", "MASH"]
    verbs = AuditEvent.objects.filter(label="CLICKMAS").values_list("verb", flat=True)
    assert sorted(verbs) == ["dismissed", "restored"]


def test_a_meaning_must_be_given_and_stands_where_it_was_typed(report, cast, client):
    made.SectionFactory(report=report, body="The LADO met.")
    page = client.post(WHERE, {"step": "add", "abbreviation": "LADO", "meaning": " "})
    assert page.status_code == 422
    assert "Say what LADO stands for" in page.content.decode()
    assert GlossaryTerm.objects.count() == 0
    page = client.post(WHERE, {"step": "nothing"})
    assert page.status_code == 422


def test_a_term_of_the_glossary_is_not_set_aside(report, cast, client):
    made.GlossaryTermFactory(board=cast.board, abbreviation="LADO", meaning="An officer")
    page = client.post(WHERE, {"step": "dismiss", "abbreviation": "LADO"})
    assert page.status_code == 422
    assert "“LADO” is in the glossary. Take it out there first." in page.content.decode()
    assert NoAbbreviation.objects.count() == 0


def test_the_switch_is_kept(report, cast, client):
    client.post(WHERE, {"step": "spell", "spells_out": "no"})
    report.refresh_from_db()
    assert report.spells_out is False
    client.post(WHERE, {"step": "spell", "spells_out": "yes"})
    report.refresh_from_db()
    assert report.spells_out is True


def test_what_another_board_dismissed_counts_only_there(report, cast, client):
    other = make.BoardFactory()
    row = NoAbbreviation.objects.create(board=other, text="LADO")
    made.SectionFactory(report=report, body="The LADO met.")
    assert [each["find"].text for each in client.get(WHERE).context["missing"]] == ["LADO"]
    assert client.post(WHERE, {"step": "restore", "row": row.pk}).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_needs_the_same_queries_at_any_size(
    report, cast, client, number, django_assert_num_queries
):
    for each in range(number):
        made.SectionFactory(report=report, body=f"The LADO{'ABCDEFGHIJ'[each % 10]} met.")
        made.GlossaryTermFactory(board=cast.board)
    client.get(WHERE)
    with django_assert_num_queries(6):
        client.get(WHERE)
