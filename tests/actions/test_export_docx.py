"""A plan as a Word document: the board's own columns, and what makes it a good document."""

import datetime
import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from actions.document import read_plan
from actions.exporters.word import as_docx
from actions.models import Action, Plan
from boardplan.office import clean
from tests import factories

FILE = "/riverside/plans/2026-27/export.docx"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DAY = datetime.date(2026, 11, 2)


def document_of(plan, **narrowed):
    return Document(io.BytesIO(as_docx(read_plan(plan, updates="all"), **narrowed)))


def opened(response):
    return Document(io.BytesIO(response.content))


def plan_table(document):
    return document.tables[-1]


def rows_of(table):
    """Each row's cells once, as the paragraphs in them."""
    return [
        [[p.text for p in cell_paragraphs(tc) if p.text] for tc in row._tr.tc_lst]
        for row in table.rows
    ]


def cell_paragraphs(tc):
    from docx.text.paragraph import Paragraph

    return [Paragraph(p, None) for p in tc.p_lst]


@pytest.fixture
def full(cast):
    """The cast's plan with something in every place."""
    Plan.objects.filter(pk=cast.plan.pk).update(
        introduction="This year we **listen** first.\n\n- To children\n- To families",
        vision="Children are safe",
        intent="We work as one",
        rag_definition="GREEN: done",
        columns=[
            {"key": "ref", "title": ""},
            {"key": "action", "title": "What we will do"},
            {"key": "lead", "title": "By whom"},
            {"key": "timescale", "title": "By when"},
            {"key": "rag", "title": ""},
        ],
    )
    cast.priority.description = "Help before harm"
    cast.priority.save()
    cast.outcome.sources, cast.outcome.notes = ["Inspection"], "See the annex"
    cast.outcome.save()
    Action.objects.filter(pk=cast.action.pk).update(
        sub_items=["Draft", "Consult"],
        core_task=True,
        sources=["Joint review"],
        due=datetime.date(2027, 1, 31),
        success_measure="Fewer referrals",
    )
    factories.LeadFactory(action=cast.action, agency=cast.agency, written="", role="support")
    factories.LeadFactory(action=cast.action, written="School heads")
    factories.report_on(
        cast.action, on=DAY, rag="red", reason="No money", text="Two of\nthree agreed."
    )
    cast.plan.refresh_from_db()
    return cast


@pytest.mark.django_db
def test_the_plan_stands_in_its_own_columns_and_words(full, today):
    table = plan_table(document_of(full.plan))
    assert rows_of(table) == [
        [["No."], ["What we will do"], ["By whom"], ["By when"], ["Success measure"], ["RAG"],
         ["Progress"]],
        [["1.1 Families get help sooner", "Source: Inspection", "Notes: See the annex"]],
        [
            ["1.1a"],
            ["Agree the early help strategy", "Draft", "Consult", "Core task",
             "Source: Joint review"],
            ["DI", "School heads", "Supported by:", "Riverside Police"],
            ["December 2026", "Now due 31 January 2027, first agreed for 31 December 2026"],
            ["Fewer referrals"],
            ["Red"],
            ["2 November 2026, Somebody\nTwo of\nthree agreed.", "Why red: No money"],
        ],
        [["1.1b"], ["Publish the threshold document"], ["Somebody else"], ["December 2026"], [],
         [], []],
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_stands_before_the_table(full, today):
    document = document_of(full.plan)
    told = [(p.style.name, p.text) for p in document.paragraphs]
    assert told == [
        ("Title", "Business plan 2026-27"),
        ("Subtitle", "Riverside Safeguarding Partnership"),
        ("Subtitle", "1 April 2026 to 31 March 2027"),
        ("Subtitle", "Ratified on 20 March 2026"),
        ("Heading 1", "Introduction"),
        ("Normal", "This year we listen first."),
        ("List Bullet", "To children"),
        ("List Bullet", "To families"),
        ("Heading 1", "Vision"),
        ("Normal", "Children are safe"),
        ("Heading 1", "Statement of intent"),
        ("Normal", "We work as one"),
        ("Heading 1", "What the RAG ratings mean"),
        ("Normal", "GREEN: done"),
        ("Heading 1", "Sub-groups and who chairs them"),
        ("After Table", ""),
        ("Heading 1", "The plan"),
        ("Heading 2", "1 Early help"),
        ("Normal", "Help before harm"),
        ("After Table", ""),
    ]
    bold = [
        r.text for p in document.paragraphs if p.style.name == "Normal" for r in p.runs if r.bold
    ]
    assert bold == ["listen"]
    assert rows_of(document.tables[0]) == [
        [["Sub-group"], ["Chair"], ["Reports to"]],
        [["Quality sub-group"], ["Chair"], []],
    ]


@pytest.mark.django_db
def test_it_is_a_good_document(full, today):
    document = document_of(full.plan)
    about = document.core_properties
    assert (about.title, about.author, about.language, about.comments) == (
        "Business plan 2026-27",
        "Riverside Safeguarding Partnership",
        "en-GB",
        "",
    )
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    table = plan_table(document)
    widths = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid.gridCol_lst]
    assert sum(widths) == int((297 - 2 * 15) * 1440 / 25.4)  # from margin to margin
    assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Actions of 1 Early help"
    assert "one a row" in table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
    headers = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert headers == [True, False, False, False]
    # Nothing is spaced by empty paragraphs: each stands between a table and what follows it.
    before = [p._p.getprevious().tag for p in document.paragraphs if not p.text]
    assert before == [qn("w:tbl")] * len(document.tables)


@pytest.mark.django_db
def test_a_rating_has_its_word_and_its_shading(full, today):
    row = plan_table(document_of(full.plan)).rows[2]
    cell = row._tr.tc_lst[5]
    assert cell.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "F9D3CF"
    assert [p.text for p in cell_paragraphs(cell)] == ["Red"]
    unrated = plan_table(document_of(full.plan)).rows[3]._tr.tc_lst[5]
    assert unrated.tcPr.find(qn("w:shd")) is None


@pytest.mark.django_db
def test_items_and_several_leads_are_real_list_items(full, today):
    document = document_of(full.plan)
    numbered = {
        style.name
        for style in document.styles
        if style.element.pPr is not None and style.element.pPr.numPr is not None
    }
    row = plan_table(document).rows[2]
    styles = [
        [(p._p.pPr.pStyle.val, p.text) for p in cell_paragraphs(cell)]
        for cell in row._tr.tc_lst[1:3]
    ]
    assert styles[0][:3] == [
        ("TableText", "Agree the early help strategy"),
        ("TableBullet", "Draft"),
        ("TableBullet", "Consult"),
    ]
    assert styles[1] == [
        ("TableBullet", "DI"),
        ("TableBullet", "School heads"),
        ("TableNote", "Supported by:"),
        ("TableText", "Riverside Police"),
    ]
    assert {"Table Bullet", "List Bullet"} <= numbered


@pytest.mark.django_db
def test_an_outcome_with_a_column_of_its_own_stands_beside_its_rows(cast, today):
    cast.plan.columns = [
        {"key": key, "title": ""} for key in ("ref", "outcome", "action", "progress")
    ]
    cast.plan.save()
    Action.objects.filter(plan=cast.plan).update(ref="")
    factories.ProgressUpdateFactory(
        action=None, outcome=cast.outcome, plan=cast.plan, board=cast.board, on=DAY, text="Well."
    )
    table = plan_table(document_of(cast.plan))
    merges = [
        [
            m.get(qn("w:val")) if (m := tc.tcPr.find(qn("w:vMerge"))) is not None else ""
            for tc in r._tr.tc_lst
        ]
        for r in table.rows
    ]
    head = rows_of(table)[0]
    assert head == [["No."], ["Outcome"], ["Action"], ["Lead"], ["Timescale"], ["Progress"]]
    assert rows_of(table)[1][:2] == [["1.1"], ["Families get help sooner"]]
    assert rows_of(table)[1][5] == ["2 November 2026, Somebody\nWell."]
    assert merges[1] == ["restart", "restart", "", "", "", "restart"]
    assert merges[2] == ["continue", "continue", "", "", "", "continue"]


@pytest.mark.django_db
def test_progress_of_the_whole_stands_with_it_where_an_action_has_its_own(full, today):
    factories.ProgressUpdateFactory(
        action=None, outcome=full.outcome, plan=full.plan, board=full.board, on=DAY, text="Well."
    )
    assert rows_of(plan_table(document_of(full.plan)))[1] == [
        [
            "1.1 Families get help sooner",
            "Source: Inspection",
            "Notes: See the annex",
            "Progress on the whole: 2 November 2026, Somebody\nWell.",
        ]
    ]


@pytest.mark.django_db
def test_evidence_and_difference_stand_below_their_report_and_lists_are_lists(cast, today):
    factories.ProgressUpdateFactory(
        action=cast.action, on=DAY, text="We asked:\n- schools\n- the police\nand agreed.",
        by_name="Ann", evidence="Minutes", difference_made="They wait less",
    )  # fmt: skip
    cell = plan_table(document_of(cast.plan)).rows[2]._tr.tc_lst[-1]
    assert [(p._p.pPr.pStyle.val, p.text) for p in cell_paragraphs(cell)] == [
        ("TableText", "2 November 2026, Ann\nWe asked:"),
        ("TableBullet", "schools"),
        ("TableBullet", "the police\nand agreed."),
        ("TableText", "Difference made: They wait less"),
        ("TableText", "Evidence: Minutes"),
    ]


@pytest.mark.django_db
def test_every_report_is_there_newest_day_first(cast, today):
    for day, text in ((1, "First."), (3, "Third."), (2, "Second.")):
        factories.ProgressUpdateFactory(
            action=cast.action, on=DAY.replace(day=day), text=text, by_name="Ann"
        )
    assert rows_of(plan_table(document_of(cast.plan)))[2][-1] == [
        "3 November 2026, Ann\nThird.", "2 November 2026, Ann\nSecond.",
        "1 November 2026, Ann\nFirst.",
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_xml_cannot_hold_does_not_break_the_file(cast, today):
    Action.objects.filter(pk=cast.action.pk).update(text="A <b> & \x01 \x0b next ]]>")
    row = rows_of(plan_table(document_of(cast.plan)))[2]
    assert row[1] == ["A <b> &  \n next ]]>"]
    assert clean("a\ud800\x1f\ufffeb\r\nc\x85d\u2028e\tf") == "ab\nc\nd\ne\tf"


@pytest.mark.django_db
def test_a_plan_without_priorities_or_with_none_written(cast, today):
    cast.priority.title = cast.priority.ref = ""
    cast.priority.save()
    second = factories.PriorityFactory(plan=cast.plan, ref="", title="", position=99_999)
    outcome = factories.OutcomeFactory(priority=second, ref="", title="Another")
    document = document_of(cast.plan)
    # Two tables without words between them would be one to Word, so they are one.
    assert len(document.tables) == 3  # ratings, groups, plan
    assert rows_of(plan_table(document))[-1] == [["Another"]]
    assert not outcome.actions.exists()
    empty = factories.PlanFactory(board=cast.board)
    told = [p.text for p in document_of(empty).paragraphs]
    assert "Nothing has been written into this plan yet." in told


@pytest.mark.django_db
def test_the_page_hands_out_what_its_filter_shows(cast, today, sign_in):
    client = sign_in(cast.viewer)
    response = client.get(FILE)
    assert response["Content-Type"] == KIND
    assert response["Content-Disposition"] == 'attachment; filename="riverside-2026-27.docx"'
    assert "Shows" not in "".join(p.text for p in opened(response).paragraphs)
    response = client.get(f"{FILE}?group={cast.group.pk}")
    assert response["Content-Disposition"] == (
        'attachment; filename="riverside-2026-27-filtered.docx"'
    )
    document = opened(response)
    assert [row[0] for row in rows_of(plan_table(document))] == [
        ["No."], ["1.1 Families get help sooner"], ["1.1a"],
    ]  # fmt: skip
    assert document.paragraphs[4].text == "Shows 1 of 2 actions: Sub-group: Quality sub-group"
    response = client.get(f"{FILE}?rag=purple")
    assert (response.status_code, response["Location"]) == (
        302,
        "/riverside/plans/2026-27/?rag=purple",
    )
    assert client.get("/hillside/plans/2026-27/export.docx").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 30])
def test_the_file_is_a_constant_number_of_queries(
    cast, today, sign_in, django_assert_num_queries, more
):
    for _ in range(more):
        action = factories.ActionFactory(outcome=cast.outcome)
        factories.LeadFactory(action=action)
        factories.ProgressUpdateFactory(action=action)
    client = sign_in(cast.contributor)
    with django_assert_num_queries(12):
        assert len(plan_table(opened(client.get(FILE))).rows) == 4 + more


def test_no_page_ends_between_the_words_of_a_priority_and_its_table(full):
    full.priority.description = "Help before harm.\nEvery time."
    full.priority.save()
    words = {p.text: p.paragraph_format.keep_with_next for p in document_of(full.plan).paragraphs}
    assert (words["Help before harm."], words["Every time."]) == (None, True)
