"""The plan page in Chromium: read by axe at both sizes, filtered without scripts, updated in
place with them."""

import pytest
from playwright.sync_api import expect

from actions.models import Action
from tests import factories

from .axe import assert_accessible

PAGE = "/riverside/plans/2026-27/"
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 780}}


@pytest.fixture
def plan(cast):
    """With an outcome column, so that cells cover rows; every marker occurs."""
    cast.plan.columns = [
        {"key": key, "title": ""}
        for key in ("ref", "outcome", "action", "lead", "timescale", "rag", "progress")
    ]
    cast.plan.vision = "Children are safe."
    cast.plan.save()
    Action.objects.filter(plan=cast.plan).update(ref="")
    Action.objects.filter(pk=cast.action.pk).update(
        rag="red", rag_on="2026-06-01", rag_reason="Late", due="2026-06-01", sub_items=["One"]
    )
    for number in range(4):
        factories.ProgressUpdateFactory(
            action=None, outcome=cast.outcome, plan=cast.plan, board=cast.board, text=f"{number}."
        )
    return cast.plan


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    plan, cast, sign_in, page, complaints, size
):
    page.set_viewport_size(SIZES[size])
    for path in (PAGE, f"{PAGE}?rag=red&lead=post-{cast.post.pk}&x=1", "/riverside/plans/"):
        sign_in(cast.manager, path)
        for details in page.locator("details").all():
            details.evaluate("details => { details.open = true; }")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") == SIZES[size]["width"]
    assert complaints == []


def test_cards_name_each_cell_by_its_own_column(plan, cast, sign_in, page):
    page.set_viewport_size(SIZES["phone"])
    sign_in(cast.viewer, PAGE)
    page.wait_for_selector(".app-table--stacked")
    for row in page.locator("tr[id^=action-]").all():
        named = row.locator("td[data-label]").evaluate_all(
            "cells => cells.filter(cell => cell.checkVisibility())"
            ".map(cell => [cell.dataset.label, cell.className.split('plan-')[1].split(' ')[0]])"
        )
        assert [pair for pair in named if pair[0].lower() != pair[1]] == []


def test_an_action_is_updated_where_it_stands(plan, cast, sign_in, page, complaints):
    page.set_viewport_size(SIZES["desk"])
    sign_in(cast.contributor, PAGE)
    row = page.locator(f"#action-{cast.action.pk}")
    covered = page.locator("tbody [rowspan]").first
    before = covered.get_attribute("rowspan")
    row.get_by_role("link", name="Update").click()
    form = page.locator(".plan-form-row form")
    form.wait_for()
    assert covered.get_attribute("rowspan") == str(int(before) + 1)
    assert page.evaluate("document.activeElement.name") == "text"
    row.get_by_role("link", name="Update").click()
    form.wait_for(state="detached")
    assert covered.get_attribute("rowspan") == before

    row.get_by_role("link", name="Update").click()
    form.locator("textarea[name=text]").fill("The second draft is out.")
    form.locator("input[name=rag][value=amber]").check()
    form.locator("textarea[name=reason]").fill("The author is back.")
    form.locator("button[type=submit]").click()
    expect(page.locator(".plan-form-row .app-row-saved")).to_be_focused()
    assert row.locator(".plan-rag").inner_text() == "Amber"
    assert row.locator(".plan-progress").inner_text().split("\n")[:2] == [
        "The author is back.",
        "The second draft is out.",
    ]
    cast.action.refresh_from_db()
    assert cast.action.rag == "amber"
    assert complaints == []


def test_counts_follow_an_update_in_place(plan, cast, sign_in, page, complaints):
    page.set_viewport_size(SIZES["desk"])
    # Filtered: the other outcome of the plan is not on this page, though it is counted.
    factories.ActionFactory(outcome=factories.OutcomeFactory(priority=cast.priority))
    Action.objects.filter(pk=cast.other_action.pk).update(rag="red", rag_on="2026-06-01")
    sign_in(cast.manager, f"{PAGE}?rag=red")
    looking, ratings = page.locator("#plan-looking"), page.locator("#plan-ratings")
    heading = page.locator(f"#priority-{cast.priority.pk}-counts")
    cell = page.locator(f"#outcome-{cast.outcome.pk}-counts-wide")
    assert looking.inner_text() == "You are looking at 2 of 3 actions:"
    assert [heading.inner_text(), cell.inner_text()] == ["Red\n2 red", "Red\n2 red"]
    row = page.locator(f"#action-{cast.action.pk}")
    row.get_by_role("link", name="Update").click()
    form = page.locator(".plan-form-row form")
    form.locator("textarea[name=text]").fill("The second draft is out.")
    form.locator("input[name=rag][value=amber]").check()
    form.locator("textarea[name=reason]").fill("The author is back.")
    form.locator("button[type=submit]").click()
    expect(looking).to_have_text(
        "You are looking at 1 of 3 actions, counted again after your update:"
    )
    expect(page.locator(".plan-form-row .app-row-saved")).to_be_focused()
    assert [heading.inner_text(), cell.inner_text()] == ["Red\n1 red", "Red\n1 red"]
    renewed = ratings.inner_text().split()
    assert renewed == ["All", "3", "Green", "0", "Amber", "1", "Red", "1", "Not", "rated", "1"]
    assert page.locator(f"#jump-{cast.priority.pk}").inner_text() == "1"
    page.reload()
    assert ratings.inner_text().split() == renewed
    assert complaints == []


def test_a_report_on_the_whole_is_made_where_it_is_read(plan, cast, sign_in, page, complaints):
    page.set_viewport_size(SIZES["desk"])
    sign_in(cast.contributor, PAGE)
    link = page.get_by_role("link", name="Report on the outcome as a whole")
    covered = page.locator("tbody [rowspan]").first
    before = int(covered.get_attribute("rowspan"))
    link.click()
    form = page.locator(".plan-form-row form")
    form.wait_for()
    assert int(covered.get_attribute("rowspan")) == before + 1
    assert page.evaluate("document.activeElement.name") == "text"
    assert_accessible(page)
    form.locator("textarea[name=text]").fill("Half of the schools use it.")
    form.locator("button[type=submit]").click()
    expect(page.locator(".plan-form-row .app-row-saved")).to_be_focused()
    reports = page.locator(f"#outcome-{cast.outcome.pk}-reports .plan-words")
    assert reports.first.inner_text() == "Half of the schools use it."
    assert complaints == []
