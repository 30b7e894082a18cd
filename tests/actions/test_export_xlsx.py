"""A plan as an Excel workbook: one action a row, real dates, ratings from a list."""

import datetime
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font

from actions.document import read_plan
from actions.exporters.excel import as_xlsx
from actions.exporters.excel.workbook import EXPLAINED
from actions.exporters.sheets import LINE_HEIGHT, Looks, heights, put, sheet_name, widths
from actions.importers.understanding import own_workbook
from actions.models import Action
from tests import factories

FILE = "/riverside/plans/2026-27/export.xlsx"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = datetime.date(2026, 11, 2)


def workbook_of(plan):
    return load_workbook(io.BytesIO(as_xlsx(read_plan(plan, updates="all"))))


def rows_of(sheet):
    """Each row below the header as {title: value}, without what is empty."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [
        {title: value for title, value in zip(head, row, strict=True) if value is not None}
        for row in rows
    ]


@pytest.fixture
def full(cast):
    Action.objects.filter(pk=cast.action.pk).update(
        sub_items=["Draft", "Consult"],
        core_task=True,
        shaped_by_children=True,
        sources=["Joint review"],
        start=datetime.date(2026, 5, 1),
        due=datetime.date(2027, 1, 31),
        next_review=datetime.date(2027, 2, 1),
        times_per_year=4,
        success_measure="Fewer referrals",
        monitoring="Quarterly",
    )
    cast.action.reports_to.add(cast.group)
    factories.LeadFactory(action=cast.action, agency=cast.agency, written="", role="support")
    factories.LeadFactory(action=cast.action, written="School heads", to_settle=True)
    factories.MilestoneFactory(action=cast.action, to="the board", met_on=DAY)
    factories.ProgressUpdateFactory(action=cast.action, on=DAY.replace(day=1), text="Begun.")
    factories.report_on(
        cast.action, on=DAY, rag="red", reason="No money", text="Two agreed.",
        evidence="Minutes", difference_made="Seen sooner",
    )  # fmt: skip
    factories.ProgressUpdateFactory(
        action=None, outcome=cast.outcome, plan=cast.plan, board=cast.board, on=DAY, text="Well."
    )
    cast.outcome.sources, cast.outcome.notes = ["Inspection"], "See the annex"
    cast.outcome.save()
    cast.priority.description = "Help before harm"
    cast.priority.save()
    return cast


@pytest.mark.django_db
def test_every_column_of_a_row(full, today):
    first, second = rows_of(workbook_of(full.plan)["Business plan"])
    day = datetime.datetime
    assert first == {
        "Priority": "1 Early help",
        "Outcome": "1.1 Families get help sooner",
        "No.": "1.1a",
        "Action": "Agree the early help strategy\n• Draft\n• Consult",
        "Lead": "Detective Inspector\nSchool heads",
        "Supported by": "Riverside Police",
        "Timescale": "December 2026",
        "Due date": day(2027, 1, 31),
        "Success measure": "Fewer referrals",
        "Monitoring": "Quarterly",
        "RAG": "Red",
        "RAG reason": "No money",
        "Progress": "Two agreed.",
        "Progress as at": day(2026, 11, 2),
        "Reported by": "Somebody",
        "Evidence": "Minutes",
        "Difference made": "Seen sooner",
        "Outcome as a whole": "2 November 2026, Somebody\nWell.",
        "Owned by": "Quality sub-group",
        "Accountable": "Detective Inspector",
        "Start": day(2026, 5, 1),
        "First agreed": day(2026, 12, 31),
        "Next review": day(2027, 2, 1),
        "Kind of timescale": "A month",
        "Times a year": 4,
        "Steps and dates": "31 December 2026, Report to the board, to the board, "
        "met on 2 November 2026",
        "Reports go to": "Quality sub-group",
        "Core task": "Yes",
        "Shaped by children": "Yes",
        "Source": "Joint review",
        "Source of the outcome": "Inspection",
        "Notes": "See the annex",
        "Rated on": day(2026, 11, 2),
        "To settle": "Yes",
    }
    assert second["Action"] == "Publish the threshold document"
    assert "RAG" not in second


@pytest.mark.django_db
def test_every_report_stands_in_its_own_sheet(full, today):
    found = rows_of(workbook_of(full.plan)["All progress"])
    assert [
        (row.get("Action"), row["As at"].day, row["Progress"], row.get("RAG"), row.get("Reason"))
        for row in found
    ] == [
        (None, 2, "Well.", None, None),
        ("Agree the early help strategy", 2, "Two agreed.", "Red", "No money"),
        ("Agree the early help strategy", 1, "Begun.", None, None),
    ]
    assert (found[1]["Evidence"], found[1]["Difference made"]) == ("Minutes", "Seen sooner")


@pytest.mark.django_db
def test_a_sheet_explains_the_file(full, today):
    book = workbook_of(full.plan)
    about = book["About this file"]
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True) if row[0]}
    assert (told["Plan"], about["A1"].value) == ("Business plan 2026-27", "About this file")
    assert told["Board"] == "Riverside Safeguarding Partnership"
    assert told["Period"] == "1 April 2026 to 31 March 2027"
    assert told["1 Early help"] == "Help before harm"
    assert told["Red"] == "Not completed within the timescale"
    explained = [row[:4] for row in about.iter_rows(values_only=True)]
    explained = explained[explained.index(EXPLAINED) + 1 :]
    assert [(sheet, title) for title, _, sheet, _ in explained] == [
        *(("Business plan", cell.value) for cell in book["Business plan"][1]),
        *(("All progress", cell.value) for cell in book["All progress"][1]),
    ]
    read_as = {title: back for title, _, sheet, back in explained if sheet == "Business plan"}
    assert (read_as["Lead"], read_as["Supported by"], read_as["Rated on"]) == (
        "Lead",
        "Supporting",
        "Not read: it follows from the others",
    )


def test_writer_and_reader_agree_on_what_explains_a_workbook():
    assert EXPLAINED == own_workbook.EXPLAINED


@pytest.mark.django_db
def test_it_is_a_good_workbook(full, today):
    book = workbook_of(full.plan)
    assert (book.properties.title, book.properties.creator, book.properties.language) == (
        "Business plan 2026-27",
        "Riverside Safeguarding Partnership",
        "en-GB",
    )
    sheet = book["Business plan"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}3"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_title_rows == "$1:$1"
    due = next(cell for cell in sheet[2] if cell.column_letter == column(sheet, "Due date"))
    assert (due.number_format, due.is_date) == ("d mmm yyyy", True)
    assert due.alignment.wrap_text is True
    # The board's own columns are printed, what is known beside them is not.
    last = column(sheet, "Progress as at")
    assert sheet.print_area == f"'Business plan'!$A$1:${last}$3"


def column(sheet, title):
    return next(cell.column_letter for cell in sheet[1] if cell.value == title)


@pytest.mark.django_db
def test_ratings_come_from_a_list_and_recolour_themselves(full, today):
    book = workbook_of(full.plan)
    sheet, about = book["Business plan"], book["About this file"]
    letter = column(sheet, "RAG")
    assert sheet[f"{letter}2"].fill.start_color.rgb == "00F9D3CF"
    (check,) = sheet.data_validations.dataValidation
    assert str(check.sqref) == f"{letter}2:{letter}3"
    name, cells = check.formula1.split("!")
    assert name == "'About this file'"
    assert [cell.value for (cell,) in about[cells.replace("$", "")]] == ["Green", "Amber", "Red"]
    (rules,) = sheet.conditional_formatting
    told = [(rule.formula[0], rule.dxf.fill.bgColor.rgb) for rule in rules.rules]
    assert told == [
        (f'TRIM({letter}2)="Green"', "00D3ECD9"),
        (f'TRIM({letter}2)="Amber"', "00FFE3B0"),
        (f'TRIM({letter}2)="Red"', "00F9D3CF"),
        (f'TRIM({letter}2)="Grey"', "00E4E8ED"),
        (f'TRIM({letter}2)="Blue"', "00CFE2F7"),
        ("TRUE", "00FFFFFF"),
    ]


@pytest.mark.django_db
def test_no_text_is_a_formula(cast, today):
    texts = ("=HYPERLINK(1)", "+1", "- agreed", "@SUM(A1)", "#N/A", "'=1")
    for place, text in enumerate(texts):
        factories.ActionFactory(outcome=cast.outcome, text=text, position=90_000 + place)
    sheet = workbook_of(cast.plan)["Business plan"]
    found = [sheet[f"{column(sheet, 'Action')}{row}"] for row in range(4, 10)]
    assert [(cell.value, cell.data_type) for cell in found] == [(text, "s") for text in texts]
    assert [cell.quotePrefix for cell in found] == [True, True, True, True, False, False]


@settings(deadline=None)
@given(st.text(max_size=12))
def test_any_text_can_be_written(text):
    book = Workbook()
    put(book.active, 1, 1, text, Looks(book.active).text)
    kept = io.BytesIO()
    book.save(kept)
    cell = load_workbook(kept).active["A1"]
    assert cell.data_type in ("s", "n")
    assert cell.value is None or isinstance(cell.value, str)


def test_a_day_before_excels_calendar_and_a_text_too_long_for_a_cell():
    sheet = Workbook().active
    look = Looks(sheet).text
    assert put(sheet, 1, 1, datetime.date(1899, 4, 5), look).value == "5 April 1899"
    assert put(sheet, 1, 2, datetime.date(1950, 4, 5), look).is_date
    assert put(sheet, 1, 3, "x" * 40_000, look).value == "x" * 32_766 + "…"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Plan 2026/27: [draft]", "Plan 2026 27   draft"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("?*", "Plan"),
    ],
)
def test_names_that_excel_takes(title, name):
    assert sheet_name(title) == name


@pytest.mark.django_db
def test_progress_of_a_row_of_actions_stands_in_each_of_them(cast, today):
    factories.ProgressUpdateFactory(
        action=None, outcome=cast.outcome, plan=cast.plan, board=cast.board, on=DAY, text="Well."
    )
    found = rows_of(workbook_of(cast.plan)["Business plan"])
    assert [(row["Progress"], row["Progress as at"].date()) for row in found] == [
        ("Well.", DAY)
    ] * 2
    assert "Outcome as a whole" not in found[0]


@pytest.mark.django_db
def test_an_outcome_without_actions_keeps_its_row_and_an_empty_plan_its_header(cast, today):
    factories.OutcomeFactory(priority=cast.priority, ref="1.2", title="Nobody waits")
    found = rows_of(workbook_of(cast.plan)["Business plan"])
    assert found[-1] == {"Priority": "1 Early help", "Outcome": "1.2 Nobody waits"}
    empty = workbook_of(factories.PlanFactory(board=cast.board))
    assert empty.sheetnames == ["Business plan", "About this file"]
    assert rows_of(empty["Business plan"]) == []


@pytest.mark.django_db
def test_the_page_hands_out_what_its_filter_shows(cast, today, sign_in):
    client = sign_in(cast.viewer)
    response = client.get(FILE)
    assert response["Content-Type"] == KIND
    assert response["Content-Disposition"] == 'attachment; filename="riverside-2026-27.xlsx"'
    response = client.get(f"{FILE}?group={cast.group.pk}")
    assert response["Content-Disposition"] == (
        'attachment; filename="riverside-2026-27-filtered.xlsx"'
    )
    book = load_workbook(io.BytesIO(response.content))
    assert [row["No."] for row in rows_of(book["Business plan"])] == ["1.1a"]
    told = {row[0]: row[1] for row in book["About this file"].iter_rows(values_only=True)}
    assert told["Filtered"] == "Shows 1 of 2 actions: Sub-group: Quality sub-group"
    response = client.get(f"{FILE}?rag=purple")
    assert (response.status_code, response["Location"]) == (
        302,
        "/riverside/plans/2026-27/?rag=purple",
    )
    assert client.get("/hillside/plans/2026-27/export.xlsx").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 30])
def test_the_file_is_a_constant_number_of_queries(
    cast, today, sign_in, django_assert_num_queries, more
):
    for _ in range(more):
        action = factories.ActionFactory(outcome=cast.outcome)
        factories.LeadFactory(action=action)
        factories.MilestoneFactory(action=action)
    client = sign_in(cast.contributor)
    with django_assert_num_queries(12):
        response = client.get(FILE)
    book = load_workbook(io.BytesIO(response.content))
    assert len(rows_of(book["Business plan"])) == 2 + more


@pytest.mark.parametrize(
    ("text", "bold", "lines"),
    [
        # Words that do not fit beside each other leave room empty: three lines, not two.
        ("Update/Progress report as at", True, 3),
        ("Short", True, 1),
        ("Short\nand two", False, 2),
        ("a" * 100, False, 7),
    ],
)
def test_a_row_is_as_high_as_its_words(text, bold, lines):
    book = Workbook()
    sheet = book.active
    cell = sheet.cell(1, 1, text)
    cell.font, cell.alignment = Font(bold=bold), Alignment(wrap_text=True)
    widths(sheet, [14])
    heights(sheet)
    assert sheet.row_dimensions[1].height == lines * LINE_HEIGHT + 4
