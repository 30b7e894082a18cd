"""Money and abbreviations of a report in Chromium: totals that follow, a workbook that comes back,
a find that is settled where it is listed."""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from reports.models import BudgetLine, GlossaryTerm, NoAbbreviation
from tests.reports import factories as made
from tests.reports.test_money_files import CHANGED, workbook

from .axe import assert_accessible
from .looking import DESK, PHONE, problems_of

MONEY = "/riverside/reports/annual/money/"
GLOSSARY = "/riverside/reports/annual/glossary/"


@pytest.fixture
def report(cast):
    report = made.ReportFactory(board=cast.board, slug="annual", title="Annual report")
    made.BudgetLineFactory(report=report, label="Council", actual=Decimal(100), agency=cast.agency)
    made.BudgetLineFactory(report=report, label="Venue", kind="expenditure", actual=Decimal(40))
    made.StatedTotalFactory(report=report, amount=Decimal(90))
    return report


def right(page, complaints) -> list[str]:
    return [
        problem
        for size in (PHONE, DESK)
        for problem in problems_of(page, complaints, size=size, axe=True)
    ]


def test_totals_follow_what_is_typed_before_anything_is_saved(
    report, cast, sign_in, page, complaints
):
    sign_in(cast.manager, MONEY)
    assert right(page, complaints) == []
    page.get_by_label("Council, budget, in pounds").fill("£1,300")
    page.get_by_label("Council, actual, in pounds").fill("100.50")
    page.get_by_label("Venue, actual, in pounds").focus()
    expect(page.locator("#money-totals")).to_contain_text("£1,199.50 under budget")
    expect(page.locator("#money-totals")).to_contain_text("£60.50 surplus")
    expect(page.locator("#money-totals")).to_contain_text("£10.50 more")
    line = BudgetLine.objects.get(label="Council")
    assert (line.budget, line.actual) == (None, Decimal(100))
    page.get_by_role("button", name="Save the figures").click()
    expect(page.get_by_text("1 line changed. The totals follow.")).to_be_visible()
    line.refresh_from_db()
    assert (line.budget, line.actual) == (Decimal(1300), Decimal("100.50"))
    page.get_by_label("Venue, actual, in pounds").fill("a lot")
    page.get_by_role("button", name="Save the figures").click()
    expect(page.get_by_role("alert")).to_contain_text("write pounds and pence")
    assert_accessible(page)


def test_a_workbook_is_looked_at_before_it_is_taken(
    report, cast, sign_in, page, complaints, tmp_path
):
    file = tmp_path / "money.xlsx"
    file.write_bytes(workbook([*CHANGED, ["Income", "Fees", "", "tbc", 3]]))
    sign_in(cast.manager, f"{MONEY}file/")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Look at what would change").click()
    expect(page.locator("h1")).to_have_text("What the workbook would change")
    expect(page.locator("main")).to_contain_text("D4 says “tbc”")
    assert right(page, complaints) == []
    page.get_by_role("button", name="Make these changes").click()
    expect(page.get_by_text("The lines are those of the workbook now.")).to_be_visible()
    assert [line.label for line in BudgetLine.objects.order_by("position")] == [
        "Council",
        "Venue",
        "Fees",
    ]


def test_a_find_is_settled_where_it_is_listed(report, cast, sign_in, page, complaints):
    made.SectionFactory(report=report, body="Ask the Local Officer (LO) of the MASH. CLICKMAS")
    made.GlossaryTermFactory(board=cast.board, abbreviation="MASH", meaning="A hub")
    made.GlossaryTermFactory(board=cast.board, abbreviation="FGM", meaning="Mutilation")
    NoAbbreviation.objects.create(board=cast.board, text="BACKSLASH")
    sign_in(cast.manager, GLOSSARY)
    assert right(page, complaints) == []
    expect(page.get_by_label("What LO stands for")).to_have_value("Local Officer")
    page.get_by_role("button", name="Add LO to the glossary").click()
    expect(page.get_by_text("LO is in the glossary.")).to_be_visible()
    assert GlossaryTerm.objects.get(abbreviation="LO").meaning == "Local Officer"
    page.get_by_role("button", name="Add CLICKMAS to the glossary").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what CLICKMAS stands for")
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Not an abbreviation.*CLICKMAS")).click()
    expect(page.get_by_text("CLICKMAS is no longer listed.")).to_be_visible()
    expect(page.get_by_text("Every abbreviation that the report uses")).to_be_visible()
