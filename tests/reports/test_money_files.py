"""The money of a report in a workbook: out and back the same, others' files by their words."""

import datetime
import json
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from boardplan.errors import RuleBroken
from reports.annual_report import finance_of, read_entries
from reports.finance import finance, sums
from reports.models import AnnualReport, BudgetLine
from reports.money_files import NewLine, compare, money_workbook, read_lines
from reports.services.money import bring_in_lines
from subgroups.models import Agency, Board
from tests import factories as make
from tests.reports import factories as made

UPLOAD = "/riverside/reports/annual/money/file/"
REPORT = (
    Path(__file__).resolve().parents[2]
    / "fixtures" / "wandsworth" / "reports" / "annual-report-2017-18.json"
)  # fmt: skip
D = Decimal


def workbook(rows, *, title="Sheet") -> bytes:
    book, file = Workbook(), BytesIO()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def a_report(**values):
    return AnnualReport(
        board=Board(pk=1, name="Riverside", slug="riverside"),
        title="Annual report",
        start=datetime.date(2017, 4, 1),
        end=datetime.date(2018, 3, 31),
        **values,
    )


POLICE = Agency(pk=7, name="Riverside Police", abbreviation="RP")


def read(rows, **values):
    return read_lines("money.xlsx", workbook(rows, **values), report=a_report(), agencies=[POLICE])


words = some.text(
    some.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufffe"),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()))
pence = some.none() | some.integers(-(10**11), 10**12 - 1).map(lambda number: D(number) / 100)


@some.composite
def lines(draw):
    """A line as the form takes it."""
    figures = draw(some.tuples(pence, pence, pence).filter(any_known))
    made_of = draw(some.none() | some.tuples(pence, pence).filter(both_known))
    units, rate = made_of or (None, None)
    return BudgetLine(
        kind=draw(some.sampled_from(BudgetLine.Kind.values)),
        label=draw(words.filter(bool)),
        agency=draw(some.sampled_from([None, POLICE])),
        budget=figures[0],
        actual=figures[1],
        projection=figures[2],
        units=None if units is None else (units % 10**6),
        unit_rate=rate,
    )


def any_known(figures):
    return any(amount is not None for amount in figures)


def both_known(pair):
    return None not in pair


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(lines(), min_size=1, max_size=6))
def test_what_goes_out_comes_back_the_same(rows):
    report = a_report()
    content = money_workbook(report, rows, finance(rows, []))
    found = read_lines("money.xlsx", content, report=report, agencies=[POLICE])
    assert (found.problems, found.doubts) == ([], [])
    for number, row in enumerate(rows):
        row.pk, row.agency_id = number, row.agency and row.agency.pk
    assert len(found.lines) == len(rows)
    plan = compare(rows, found.lines, {7: "Riverside Police"})
    assert (plan.added, plan.changed, plan.removed) == ((), (), ())


@pytest.fixture
def report(cast):
    return made.ReportFactory(board=cast.board, slug="annual", title="Annual report")


def written(report):
    entries = read_entries(report)
    content = money_workbook(report, list(entries.lines), finance_of(report, entries))
    return load_workbook(BytesIO(content))


def test_the_workbook_has_real_amounts_a_frozen_heading_and_no_formulas(report):
    made.BudgetLineFactory(report=report, label="=1+1", actual=D("1234.50"), budget=D("1000"))
    made.StatedTotalFactory(report=report, amount=D("1200"))
    book = written(report)
    assert book.sheetnames == ["Lines", "Totals", "About this file"]
    sheet = book["Lines"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == [
        "Kind",
        "Item",
        "Agency",
        "Budget 2026-27",
        "Actual 2026-27",
        "Projection 2027-28",
        "Units",
        "Rate of a unit",
    ]
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert (sheet["E2"].value, sheet["E2"].number_format) == (
        1234.5,
        '"£"#,##0.00;-"£"#,##0.00',
    )
    totals = [[cell.value for cell in row] for row in book["Totals"].iter_rows(max_row=3)]
    assert totals[1][:5] == ["Total income", 1000, 1234.5, 234.5, None]
    assert totals[2][:3] == ["Total income, as stated", None, 1200]
    about = [row[0].value for row in book["About this file"].iter_rows()]
    assert {"Kind", "Item", "Units"} <= set(about)


def test_another_file_is_known_by_its_words():
    found = read(
        [
            ["Board income 2017-2018"],
            ["Agency", "Contribution"],
            ["RP", "£5,000.00"],
            ["Fire Brigade", 500],
            ["Total income", "£5,400"],
        ]
    )
    assert found.problems == []
    assert found.lines == [
        NewLine("income", "RP", 7, actual=D("5000.00")),
        NewLine("income", "Fire Brigade", None, actual=D("500.00")),
    ]
    assert found.doubts == [
        "sheet Sheet, A5: “Total income” is £5,400.00, but the lines above it come to £5,500.00, "
        "a difference of £100.00. Totals are worked out here; what a paper states can be entered "
        "as a stated total."
    ]


def test_sections_and_years_of_another_file_are_understood():
    found = read(
        [
            ["Budget line", "Budget 2017/18", "Outturn", "Variance", "Budget 2018/19", "Notes"],
            ["Income"],
            ["Council", "1,000", "(1,200)", "", "900.5", "agreed"],
            ["Expenditure"],
            ["Training", "-", "tbc", 5, 20],
        ]
    )
    assert found.problems == []
    assert found.lines == [
        NewLine("income", "Council", None, D(1000), D(-1200), D("900.50")),
        NewLine("expenditure", "Training", None, D(0), None, D(20)),
    ]
    assert found.doubts == [
        "The column “Notes” is not read.",
        "sheet Sheet, C5 says “tbc”, which is taken as no figure yet.",
    ]


@pytest.mark.parametrize(
    ("held", "amount"),
    [
        ("£1,234.56", "1234.56"),
        ("(1,200)", "-1200"),
        ("1,200-", "-1200"),
        ("−£7", "-7"),
        ("£ 70,900.00", "70900"),
        (".5", "0.50"),
        ("-", "0"),
        ("Nil", "0"),
        (12, "12"),
        (0.1, "0.10"),
        (154120.77, "154120.77"),
    ],
)
def test_amounts_are_read_as_people_write_them(held, amount):
    found = read([["Kind", "Item", "Actual"], ["Income", "Council", held]])
    assert [line.actual for line in found.lines] == [D(amount)]


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("12k", "sheet Sheet, C2 says “12k”, which is no amount."),
        ("1.234,56", "sheet Sheet, C2 says “1.234,56”, which is no amount."),
        ("1,2345", "sheet Sheet, C2 says “1,2345”, which is no amount."),
        ("5%", "sheet Sheet, C2 holds 5%, a percentage."),
        (True, "sheet Sheet, C2 holds TRUE, which is no amount."),
        (1e12, "sheet Sheet, C2 holds more than ten thousand million pounds."),
    ],
)
def test_what_is_no_amount_is_told_with_its_cell(held, said):
    found = read([["Kind", "Item", "Actual"], ["Income", "Council", held]])
    assert [problem[: len(said)] for problem in found.problems] == [said]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["Neither", "Council", 1], " says “Neither”. Write Income or Expenditure."),
        (["Income", "", 1], ": the item has no name. Write what it is for."),
        (
            ["Income", "x" * 301, 1],
            ": the item has 301 letters. Write 300 or fewer.",
        ),
    ],
)
def test_what_is_missing_in_a_row_is_told_with_its_cell(row, said):
    found = read([["Kind", "Item", "Actual"], row])
    assert found.problems == [f"sheet Sheet, A2{said}"]


def test_a_file_that_says_nothing_of_its_kind_is_asked_for_it():
    found = read([["Item", "Amount"], ["Council", 1]])
    assert found.problems == [
        "sheet Sheet, A2: nothing says whether “Council” is income or expenditure. Add a column "
        "“Kind” that says so."
    ]


def test_an_amount_of_more_than_pence_is_rounded_and_told():
    found = read([["Kind", "Item", "Actual"], ["Income", "Council", 1.005]])
    assert [line.actual for line in found.lines] == [D("1.01")]
    assert found.doubts == ["sheet Sheet, C2 holds 1.005, which is taken as £1.01."]


def test_two_tables_of_one_line_in_two_years_are_one_line():
    found = read(
        [
            ["Income 2017-18"], ["Agency", "Contribution"], ["Council", 5], [],
            ["Projected income 2018-19"], ["Agency", "Contribution"], ["Council", 6],
        ]
    )  # fmt: skip
    assert found.lines == [NewLine("income", "Council", None, actual=D(5), projection=D(6))]


def test_a_file_is_compared_with_what_stands():
    standing = [
        BudgetLine(pk=1, kind="income", label="Council", actual=D(5)),
        BudgetLine(pk=2, kind="income", label="Police", actual=D(6)),
        BudgetLine(pk=3, kind="income", label="Health", actual=D(7)),
    ]
    new = [
        NewLine("income", "council", None, actual=D(5), budget=D(4)),
        NewLine("income", "Health", 7, actual=D(7)),
        NewLine("expenditure", "Police", None, actual=D(6)),
    ]
    plan = compare(standing, new, {7: "Riverside Police"})
    assert [(line.label, line.differences) for line in plan.changed] == [
        ("council", ("Item: was “Council”", "Budget: £4.00, was nothing")),
        ("Health", ("Agency: Riverside Police, was none",)),
    ]
    assert [line.label for line in plan.added] == ["Police"]
    assert [line.pk for line in plan.removed] == [2]
    assert [pk for pk, _ in plan.lines] == [1, 3, None]


def upload(client, rows):
    file = BytesIO(workbook(rows))
    file.name = "money.xlsx"
    return client.post(UPLOAD, {"file": file})


def signed(response):
    return response.context["signed"]


CHANGED = [
    ["Kind", "Item", "Agency", "Budget", "Actual"],
    ["Income", "Council", "", 90, 100],
    ["Expenditure", "Venue", "Riverside Police", "", 40],
]


def test_nothing_is_written_before_the_preview_is_confirmed(report, cast, sign_in):
    made.BudgetLineFactory(report=report, label="Council", actual=D(100))
    made.BudgetLineFactory(report=report, label="Grant")
    client = sign_in(cast.manager)
    page = upload(client, CHANGED)
    assert page.status_code == 200
    assert BudgetLine.objects.count() == 2
    text = page.content.decode()
    assert "Council: Budget: £90.00, was nothing" in text
    assert "Expenditure: Venue" in text
    assert "Income: Grant: actual £100.00" in text
    client.post(UPLOAD, {"lines": signed(page)})
    found = [(line.kind, line.label, line.budget, line.actual) for line in
             BudgetLine.objects.order_by("position")]  # fmt: skip
    assert found == [
        ("income", "Council", D(90), D(100)),
        ("expenditure", "Venue", None, D(40)),
    ]
    assert BudgetLine.objects.get(label="Venue").agency == cast.agency


def test_a_file_with_one_bad_cell_changes_nothing(report, cast, sign_in):
    client = sign_in(cast.manager)
    page = upload(client, [*CHANGED, ["Income", "Other", "", "a lot", ""]])
    assert page.status_code == 422
    assert "D4 says “a lot”, which is no amount" in page.content.decode()
    assert "Make these changes" not in page.content.decode()


def test_a_preview_is_refused_once_the_lines_are_others(report, cast, sign_in):
    client = sign_in(cast.manager)
    page = upload(client, CHANGED)
    made.BudgetLineFactory(report=report, label="Meanwhile")
    answer = client.post(UPLOAD, {"lines": signed(page)}, follow=True)
    assert "Somebody changed the lines since you looked" in answer.content.decode()
    assert [line.label for line in BudgetLine.objects.all()] == ["Meanwhile"]


def test_a_preview_of_another_report_or_a_forged_one_is_refused(report, cast, sign_in):
    other = made.ReportFactory(board=cast.board, slug="other")
    client = sign_in(cast.manager)
    page = upload(client, CHANGED)
    there = f"/riverside/reports/{other.slug}/money/file/"
    for where, lines in ((there, signed(page)), (UPLOAD, "forged")):
        answer = client.post(where, {"lines": lines}, follow=True)
        assert "That preview is no longer there" in answer.content.decode()
    assert BudgetLine.objects.count() == 0


def test_the_page_of_all_figures_works_out_totals_before_anything_is_saved(report, cast, sign_in):
    line = made.BudgetLineFactory(report=report, label="Council", actual=D(100))
    client = sign_in(cast.manager)
    where = "/riverside/reports/annual/money/"
    seen = client.get(where).context["form"].state
    typed = {"seen": seen, f"budget_{line.pk}": "£1,300", f"actual_{line.pk}": "100"}
    page = client.post(where, typed | {"reckon": "1"}).content.decode()
    assert "Income: budget 2026-27 £1,300.00, actual 2026-27 £100.00 (£1,200.00 under budget)." in (
        page
    )
    line.refresh_from_db()
    assert line.budget is None
    assert client.post(where, typed).status_code == 302
    line.refresh_from_db()
    assert (line.budget, line.actual) == (D(1300), D(100))


def test_figures_that_somebody_else_changed_are_not_overwritten_unseen(report, cast, sign_in):
    line = made.BudgetLineFactory(report=report, label="Council", actual=D(100))
    client = sign_in(cast.manager)
    where = "/riverside/reports/annual/money/"
    typed = {"seen": client.get(where).context["form"].state, f"actual_{line.pk}": "5"}
    BudgetLine.objects.update(budget=D(1))
    page = client.post(where, typed)
    assert page.status_code == 422
    assert "Somebody else changed these lines" in page.content.decode()
    line.refresh_from_db()
    assert (line.budget, line.actual) == (D(1), D(100))


def test_a_line_keeps_at_least_one_figure(report, cast, sign_in):
    line = made.BudgetLineFactory(report=report, label="Council", actual=D(100))
    client = sign_in(cast.manager)
    where = "/riverside/reports/annual/money/"
    page = client.post(where, {"seen": client.get(where).context["form"].state})
    assert page.status_code == 422
    assert "Council: Enter at least one figure" in page.content.decode()
    line.refresh_from_db()
    assert line.actual == D(100)


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_of_figures_needs_the_same_queries_at_any_size(
    report, cast, sign_in, number, django_assert_num_queries
):
    for _ in range(number):
        agency = make.AgencyFactory(board=cast.board)
        made.BudgetLineFactory(report=report, agency=agency)
    client = sign_in(cast.manager)
    client.get("/riverside/reports/annual/money/")
    with django_assert_num_queries(6):
        client.get("/riverside/reports/annual/money/")


def test_the_tables_of_the_seed_report_come_in_as_the_demo_has_them():
    """Three tables of a Word paper, one headed "Actual" though it is a projection."""
    money = json.loads(REPORT.read_text(encoding="utf-8"))["finance"]
    tables = (
        ("Income 2017-2018", ["Agency", "Contribution"], "income"),
        ("Projected expenditure 2018-19", ["Expenditure", "Actual expenditure"],
         "projected_expenditure"),
        ("Projected income 2018-2019", ["Agency", "Contribution"], "projected_income"),
    )  # fmt: skip
    rows = []
    for title, heading, name in tables:
        rows += [[title], heading]
        rows += [[line["label"], f"{D(line['amount']):,}"] for line in money[name]["lines"]]
        rows += [["Total", f"£{money[name]['stated_total']}"], []]
    found = read(rows)
    assert found.problems == []
    totals = sums(line for line in found.lines if line.kind == "income")
    assert (len(found.lines), totals["actual"], totals["projection"]) == (
        19,
        D("246288.39"),
        D("246288.39"),
    )
    spent = sums(line for line in found.lines if line.kind == "expenditure")
    assert (spent["actual"], spent["projection"]) == (D("282953.77"), None)
    assert [re.sub(r"^sheet Sheet, ", "", doubt)[:60] for doubt in found.doubts] == [
        "A11: “Total” is £246,287.77, but the lines above it come to ",
        "B14 says “Actual expenditure”, but the words above it are “P",
        "A26: “Total” is £268,953.77, but the lines above it come to ",
        "A38: “Total” is £246,287.77, but the lines above it come to ",
    ]


def test_lines_that_changed_between_looking_and_writing_are_not_replaced(report, cast):
    plan = compare([], [NewLine("income", "Council", actual=D(1))], {})
    made.BudgetLineFactory(report=report, label="Meanwhile")
    with pytest.raises(RuleBroken, match="Somebody changed the lines"):
        bring_in_lines(report=report, plan=plan, by=cast.manager)
    assert [line.label for line in BudgetLine.objects.all()] == ["Meanwhile"]


def test_a_line_is_not_added_without_a_figure(report, cast, sign_in):
    client = sign_in(cast.manager)
    where = "/riverside/reports/annual/lines/new/"
    page = client.post(where, {"kind": "income", "label": "Council"})
    assert page.status_code == 422
    assert "Enter at least one figure" in page.content.decode()
    assert BudgetLine.objects.count() == 0
