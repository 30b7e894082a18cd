"""A plan brought in as a newcomer does it: the Word file, two doubts, the plan, and back."""

import re

import pytest
from playwright.sync_api import expect

from actions.models import Plan, PlanImport
from tests.actions.imports.word import word_plan

from .axe import assert_accessible
from .looking import DESK, PHONE


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "our plan.docx"
    path.write_bytes(word_plan())
    return path


def accessible_at_both_widths(page):
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        page.wait_for_timeout(100)
        assert_accessible(page)


def test_from_the_word_file_to_the_plan_and_back(
    cast, page, live_server, sign_in, file, complaints
):
    Plan.objects.filter(board=cast.board).delete()
    sign_in(cast.manager, "/riverside/")
    page.get_by_role("button", name="Bring in a plan").click()
    expect(page.locator("#progress")).to_be_hidden()
    accessible_at_both_widths(page)

    page.get_by_role("button", name="Read the plan").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    accessible_at_both_widths(page)
    complaints.clear()  # of the answer 422
    page.get_by_label("The plan as a file").set_input_files(file)
    page.get_by_role("button", name="Read the plan").click()
    expect(page.locator("h1")).to_have_text("Check Business Plan 2027/28")
    assert "Every word of the file has a place." in page.locator("main").inner_text()
    accessible_at_both_widths(page)

    # The first two doubts, by the keyboard alone; each leads to the next.
    first = page.locator(".import-group .import-doubt").first
    assert first.locator(".import-doubt__said").inner_text() == "a good while"
    field = first.get_by_label(re.compile("Or type what it should say"))
    field.focus()
    page.keyboard.type("30 June 2027")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Settled.")
    focused = page.locator(".import-doubt:focus .import-doubt__said")
    expect(focused).to_have_text("Chair of the Quality Subgroup")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText").startswith("Quality sub-group")
    page.keyboard.press("Enter")
    expect(focused).to_have_text("Fostering Service")
    expect(page.locator("summary", has_text="Settled (2)")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="The plan as it will be").click()
    row = page.locator("tr", has_text="Hold four briefings")
    expect(row).to_contain_text("Due 30 Jun 2027")
    accessible_at_both_widths(page)
    page.get_by_role("link", name="Tables and columns").click()
    accessible_at_both_widths(page)
    page.get_by_role("link", name="What was found").click()
    page.get_by_role("button", name="Accept all proposals").press("Enter")
    expect(page.locator("#doubts")).to_be_focused()

    page.get_by_role("button", name="Bring in the plan").click()
    expect(page.locator("h1")).to_have_text("Business Plan 2027/28 is brought in")
    accessible_at_both_widths(page)
    done = page.url
    page.get_by_role("button", name="Open the plan").click()
    expect(page.locator("h1")).to_have_text("Business Plan 2027/28")
    expect(page.locator("tr", has_text="Hold four briefings")).to_contain_text("Quality sub-group")

    page.goto(done)
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.locator("h1")).to_have_text("Business Plan 2027/28 was undone")
    accessible_at_both_widths(page)
    assert not Plan.objects.filter(board=cast.board).exists()
    assert complaints == []


def test_a_pasted_table_keeps_its_cells(cast, page, sign_in, complaints):
    sign_in(cast.manager, "/riverside/import/")
    page.evaluate(
        """() => {
          const rows = [["Action", "Lead", "By when"], ["Ring all", "Riverside Police", "May"]];
          const html = `<style>.x{color:red}</style><table style="width:9px">${rows.map(cells =>
            `<tr>${cells.map(cell => `<td>${cell}</td>`).join("")}</tr>`
          ).join("")}</table><img src="x.png">`;
          const data = new DataTransfer();
          data.setData("text/html", html);
          data.setData("text/plain", rows.map(cells => cells.join("\\t")).join("\\n"));
          document.querySelector("textarea").dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )
    expect(page.locator("#pasted")).to_have_text("A table with 2 rows is ready to be read.")
    page.get_by_role("button", name="Read the plan").click()
    expect(page.locator("h1")).to_have_text(re.compile("^Check "))
    assert PlanImport.objects.get().kind == "paste"
    assert complaints == []


def test_without_scripts_a_doubt_is_settled_all_the_same(cast, arrive, file):
    page = arrive(cast.manager, "/riverside/import/", java_script_enabled=False, viewport=PHONE)
    page.get_by_label("The plan as a file").set_input_files(file)
    page.get_by_role("button", name="Read the plan").click()
    assert page.locator("h1").inner_text() == "Check Business Plan 2027/28"
    page.get_by_role("button", name="Accept all proposals").click()
    assert "No doubts are open" in page.locator("main").inner_text()
    page.get_by_role("button", name="Bring in the plan").click()
    assert page.locator("h1").inner_text() == "Business Plan 2027/28 is brought in"


def test_a_file_over_the_limit_is_told_before_it_is_sent(cast, page, sign_in, tmp_path, settings):
    settings.MAX_IMPORT_BYTES = 2_000_000
    large = tmp_path / "large.docx"
    large.write_bytes(b"PK" * 1_600_000)
    sign_in(cast.manager, "/riverside/import/")
    page.get_by_label("The plan as a file").set_input_files(large)
    expect(page.locator("#pasted")).to_contain_text("This file has 4 MB and the limit is 2 MB.")
    page.get_by_role("button", name="Read the plan").click()
    page.wait_for_timeout(300)
    assert page.locator("h1").inner_text() == "Bring in a plan"
    assert PlanImport.objects.count() == 0


def test_a_row_is_split_and_joined_by_the_keyboard_without_scripts(cast, arrive, file):
    page = arrive(cast.manager, "/riverside/import/", java_script_enabled=False, viewport=PHONE)
    page.get_by_label("The plan as a file").set_input_files(file)
    page.get_by_role("button", name="Read the plan").press("Enter")
    page.get_by_role("link", name="The plan as it will be").press("Enter")
    row = page.locator("tr", has_text="Count late visits each month")
    row.get_by_role("link", name="Split or join").press("Enter")
    assert page.locator("h1").inner_text() == "Split or join this action"
    words = page.get_by_label("The words")
    words.press("Control+Home")
    for _ in "Count late visits":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Split it").press("Enter")
    rows = page.locator(".import-action.app-words")
    assert [text.splitlines()[0] for text in rows.all_inner_texts()][:2] == [
        "Count late visits",
        "each month",
    ]
    second = page.locator("tr", has_text="each month")
    second.get_by_role("link", name="Split or join").press("Enter")
    page.get_by_role("button", name="Join with the one before").press("Enter")
    assert rows.first.inner_text().splitlines()[0] == "Count late visits each month"


def test_axe_finds_nothing_where_rows_are_split(cast, page, sign_in, file, complaints):
    sign_in(cast.manager, "/riverside/import/")
    page.get_by_label("The plan as a file").set_input_files(file)
    page.get_by_role("button", name="Read the plan").click()
    page.get_by_role("link", name="The plan as it will be").click()
    page.locator("tr", has_text="Ask families").get_by_role("link", name="Split or join").click()
    accessible_at_both_widths(page)
    page.get_by_role("button", name="Split it").click()
    expect(page.locator(".govuk-error-message")).to_contain_text("Put an empty line where")
    accessible_at_both_widths(page)
    page.get_by_role("button", name="Join with the one before").click()
    page.locator("tr", has_text="Count late").get_by_role("link", name="Split or join").click()
    expect(page.get_by_role("button", name="Take this back")).to_be_visible()
    accessible_at_both_widths(page)
    page.get_by_role("link", name="Correct its words").click()
    accessible_at_both_widths(page)
