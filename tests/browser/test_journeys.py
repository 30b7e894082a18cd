"""Each person's job from beginning to end, as they do it: on a phone, at a desk, two at once,
without scripts, with the keyboard alone."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from actions.models import Action
from tests import factories as make

PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}


@pytest.fixture
def late(cast, today):
    """The contributor's action was due in October; another of theirs has been quiet for long."""
    for action, due in ((cast.action, "2026-10-31"), (cast.other_action, "2027-01-31")):
        Action.objects.filter(pk=action.pk).update(due=due, first_due=due, owner=cast.group)
    cast.other_action.leads.all().delete()
    make.LeadFactory(action=cast.other_action, agency=cast.agency, written="Police")
    make.report_on(cast.other_action, on="2026-08-01", rag="amber", reason="Waits for the printer")
    cast.action.refresh_from_db()
    return cast.action


@pytest.fixture
def busy(cast, late):
    """A plan with every rating, of which some changed since the summer."""
    for number, (rag, before) in enumerate(
        [("red", "amber"), ("red", "red"), ("green", "amber"), ("grey", ""), ("", "")]
    ):
        action = make.ActionFactory(
            outcome=cast.outcome, ref=f"2.{number}", owner=cast.group, due="2026-12-10"
        )
        for on, rating in (("2026-06-01", before), ("2026-10-01", rag)):
            if rating:
                make.report_on(action, on=on, rag=rating, reason="Illness")
    return cast


def problems(page):
    """The error summary's sentences once it is there and has the focus."""
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    return page.locator(".govuk-error-summary li").all_inner_texts()


def test_lead_with_two_minutes_and_a_phone(late, cast, arrive):
    page = arrive(cast.contributor, viewport=PHONE)
    save = page.get_by_role("button", name="Save update")
    assert page.locator("main p").first.inner_text() == "2 actions wait for you."
    assert page.locator("#open-action").inner_text() == "1.1a Agree the early help strategy"

    save.click()
    assert problems(page) == ["Say what has happened", "Choose how it is going"]

    page.get_by_label("What has happened").fill("The draft is with the printer.")
    page.get_by_label("Red").check()
    save.click()
    expect(page.locator(".govuk-error-summary li")).to_have_text(["Say why it is red"])

    page.get_by_label("Green").check()
    save.click()
    expect(page.locator(".govuk-error-summary li")).to_have_text(
        ["Say why it is green when the dates suggest red"]
    )
    assert page.get_by_label("What has happened").input_value() == "The draft is with the printer."

    page.get_by_label("Why?").fill("It is in use; only the print is late.")
    save.click()
    expect(page.locator("#open-action")).to_have_text("1.1b Publish the threshold document")
    expect(page.locator("#main-content")).to_be_focused()
    assert "1 of 2 done today. 1 to go." in page.locator("main").inner_text()

    page.get_by_label("What has happened").fill("It is on the website.")
    page.get_by_label("It is finished").check()
    save.click()
    expect(page.locator("main")).to_contain_text("2 of 2 done today. That is everything")
    expect(page.locator(".govuk-notification-banner")).to_contain_text("1.1b is complete.")
    assert list(Action.objects.order_by("pk").values_list("rag", "completed_on")[:2]) == [
        ("green", None),
        (Action.objects.get(pk=cast.other_action.pk).rag, datetime.date(2026, 11, 20)),
    ]


def test_chair_before_the_meeting(busy, cast, arrive):
    page = arrive(cast.chair, "/riverside/groups/", viewport=DESK)
    page.get_by_role("link", name=cast.group.name).first.click()
    assert page.locator("h1").inner_text() == "Quality sub-group"
    page.get_by_role("link", name="1 overdue").click()
    expect(page.locator("tr[id^=action-]")).to_have_count(1)
    page.go_back()
    page.get_by_role("link", name=re.compile("^Update.*early help strategy")).click()
    page.get_by_label("What has happened").fill("We asked for it twice.")
    page.get_by_label("Red").check()
    page.get_by_label("Why?").fill("The post is empty.")
    page.get_by_role("button", name="Save update").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("Your update to 1.1a")

    page.get_by_role("link", name="Mark it complete").click()
    page.get_by_label("What was done?").fill("Agreed by the board.")
    page.get_by_role("button", name="Complete action").click()
    page.get_by_role("link", name="Reopen this action").click()
    page.get_by_role("button", name="Reopen").click()
    assert problems(page) == ["Say why it is taken up again"]
    page.get_by_label("Why is it taken up again?").fill("Two schools were left out.")
    page.get_by_role("button", name="Reopen").click()
    story = page.locator(".app-timeline__item")
    expect(story.nth(0)).to_contain_text("Two schools were left out.")
    expect(story.nth(1)).to_contain_text("Agreed by the board.")
    expect(story.nth(2)).to_contain_text("We asked for it twice.")


def test_executive_looks_back_to_a_day_and_behind_every_number(busy, cast, arrive):
    page = arrive(cast.executive, "/riverside/", viewport=DESK)
    page.get_by_label("What changed since").fill("2026-07-01")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**since=2026-07-01**")
    red = page.locator(".app-stat--red")
    assert red.inner_text().split() == ["2", "Red", "+1", "since", "1", "Jul", "2026"]
    links = page.locator("main a[href*='/plans/'][href*='?']").evaluate_all(
        "links => links.map(link => [parseInt(link.textContent.trim()), link.getAttribute('href')])"
    )
    numbers = {href: number for number, href in links}
    found = {}
    for href in numbers:
        page.goto(href)
        found[href] = page.locator("tr[id^=action-]").count()
    assert len(numbers) > 6
    assert found == numbers


def test_lay_member_reads_and_is_not_asked(busy, cast, arrive):
    page = arrive(cast.viewer, viewport=PHONE)
    assert "You lead no actions" in page.locator("main").inner_text()
    page.get_by_role("link", name="rated red").click()
    rows = page.locator("tr[id^=action-]")
    expect(rows).to_have_count(2)
    expect(page.get_by_role("link", name="Update")).to_have_count(0)
    rows.first.locator("a").first.click()
    expect(page.get_by_role("heading", name="The story so far")).to_have_count(1)
    expect(page.locator("form textarea")).to_have_count(0)


def test_two_people_answer_the_same_action_at_once(late, cast, arrive):
    path = f"/riverside/actions/{late.pk}/"
    first, second = arrive(cast.contributor, path), arrive(cast.chair, path)
    if not second.get_by_label("What has happened").is_visible():
        second.get_by_text("Report progress").click()
    for page, words in ((first, "The police have signed."), (second, "The council has not.")):
        page.get_by_label("What has happened").fill(words)
        page.get_by_label("Red").check()
        page.get_by_label("Why?").fill(f"{words} So it is late.")
        page.get_by_role("button", name="Save update").click()
        page.wait_for_function("() => !document.querySelector('button[disabled]')")
    expect(second.locator("#conflict-title")).to_have_text(
        "Contributor, Riverside Police was here first"
    )
    both = second.locator(".app-conflict__table tbody tr").first.locator("td").all_inner_texts()
    assert both == ["The police have signed.", "The council has not."]
    assert second.get_by_label("What has happened").input_value() == "The council has not."
    assert late.updates.count() == 1
    second.get_by_role("button", name="Add mine as well").click()
    expect(second.locator(".govuk-notification-banner")).to_contain_text("is saved")
    assert list(late.updates.order_by("pk").values_list("text", flat=True)) == [
        "The police have signed.",
        "The council has not.",
    ]


def test_everything_without_scripts(busy, cast, arrive):
    page = arrive(cast.contributor, java_script_enabled=False, viewport=PHONE)
    page.get_by_label("What has happened").fill("The draft is agreed.")
    page.get_by_label("Red").check()
    page.get_by_role("button", name="Save update").click()
    expect(page.locator(".govuk-error-summary li")).to_have_text(["Say why it is red"])
    page.get_by_label("Why?").fill("Nobody holds the post.")
    page.get_by_role("button", name="Save update").click()
    assert page.locator("#open-action").inner_text() == "1.1b Publish the threshold document"

    page.goto("/riverside/plans/current/")
    page.get_by_text("Filter by lead, group, date and more").click()
    page.get_by_label(re.compile("^Overdue")).check()
    page.locator(".plan-more__go button").click()
    expect(page.locator("tr[id^=action-]")).to_have_count(1)
    page.get_by_role("link", name="Update").click()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.get_by_label("What has happened").fill("Still nobody.")
    page.get_by_label("Red").check()
    page.get_by_label("Why?").fill("The interview is in December.")
    page.get_by_role("button", name="Save update").click()
    assert list(cast.action.updates.order_by("-pk").values_list("text", flat=True)) == [
        "Still nobody.",
        "The draft is agreed.",
    ]

    page.goto("/riverside/")
    page.get_by_text("Show the figures as a table").click()
    assert page.locator("figure table, .app-chart table").first.is_visible()


def test_an_answer_with_the_keyboard_alone(late, cast, arrive):
    page = arrive(cast.contributor, viewport=DESK)
    keys = page.keyboard
    now = "document.activeElement"

    def tab_to(condition):
        for _ in range(40):
            keys.press("Tab")
            if page.evaluate(f"() => {condition}"):
                return
        raise AssertionError(f"Tab never reaches {condition}")

    keys.press("Tab")
    assert page.evaluate(f"{now}.textContent") == "Skip to main content"
    keys.press("Enter")
    tab_to(f"{now}.name === 'text'")
    keys.type("The draft is agreed.")
    tab_to(f"{now}.name === 'rag'")
    keys.press("Space")
    for _ in range(4):
        if page.evaluate(f"{now}.value") == "red":
            break
        keys.press("ArrowDown")
    tab_to(f"{now}.textContent.trim() === 'Save update'")
    keys.press("Enter")
    assert problems(page) == ["Say why it is red"]
    tab_to(f"{now}.textContent === 'Say why it is red'")
    keys.press("Enter")
    assert page.evaluate(f"{now}.name") == "reason"
    keys.type("Nobody holds the post.")
    tab_to(f"{now}.textContent.trim() === 'Save update'")
    keys.press("Enter")
    expect(page.locator("#open-action")).to_have_text("1.1b Publish the threshold document")
    expect(page.locator("#main-content")).to_be_focused()
    late.refresh_from_db()
    assert (late.rag, late.rag_reason) == ("red", "Nobody holds the post.")


def test_a_session_that_ends_while_one_writes_loses_no_word(late, cast, arrive, client):
    page = arrive(cast.contributor)
    save = page.get_by_role("button", name="Save update")
    page.get_by_label("What has happened").fill("The draft is agreed.")
    page.get_by_label("It is finished").check()
    page.context.clear_cookies(name="sessionid")
    save.click()
    told = page.locator(".app-not-saved")
    expect(told).to_be_focused()
    expect(told).to_contain_text("You are no longer signed in.")
    assert page.get_by_label("What has happened").input_value() == "The draft is agreed."
    with page.context.expect_page() as opened:
        told.get_by_role("link", name="Sign in").click()
    assert opened.value.locator("h1").inner_text() == "Sign in"
    # Signing in changes the token that every form must carry
    client.force_login(cast.contributor)
    page.context.clear_cookies(name="csrftoken")
    url = page.evaluate("location.origin")
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}]
    )
    page.wait_for_timeout(1000)  # a second click within a second is a double click
    save.click()
    expect(page.locator("#open-action")).to_have_text("1.1b Publish the threshold document")
    assert [update.text for update in late.updates.all()] == ["The draft is agreed."]


def test_a_lost_connection_is_told_and_loses_no_word(late, cast, arrive):
    page = arrive(cast.contributor)
    page.get_by_label("What has happened").fill("The draft is agreed.")
    page.get_by_label("Green").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Save update").click()
    expect(page.locator(".app-not-saved")).to_contain_text("There is no connection.")
    assert page.get_by_label("What has happened").input_value() == "The draft is agreed."
