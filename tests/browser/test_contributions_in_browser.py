"""An agency writes its part by a link on a phone, with the network cut; the manager reads it."""

import pytest
from playwright.sync_api import expect

from reports.models import Contribution, Draft
from reports.services.collecting import LinkWriter, Typed, save_drafts
from tests import factories as make
from tests.reports import factories as made

from .axe import assert_accessible
from .looking import DESK, OVERFLOW, PHONE

BASE = "/riverside/reports/annual/contributions/"


@pytest.fixture
def part(cast, today):
    """The police's part, with everything that can stand on its page; its link is `personal`."""
    report = made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report 2026-27"
    )
    made.CollectionFactory(report=report, message="Write plainly.", asks_phone="020 7946 0000")
    for prompt, asks_for in (
        ("What did you achieve in {year}?", "figures"),
        ("What comes in {next_year}?", ""),
    ):
        made.QuestionFactory(report=report, prompt=prompt, asks_for=asks_for)
    make.report_on(cast.action, on="2026-10-01", rag="amber", reason="The author left")
    before = made.ReportFactory(
        board=cast.board, title="Annual report 2025-26", start="2025-04-01", end="2026-03-31"
    )
    answer = {"kind": "paragraph", "level": None, "text": "Last year we trained 30."}
    made.ContributionFactory(
        report=before,
        agency=cast.agency,
        answers=[
            {"prompt": "What did you achieve in 2025-26?", "blocks": [answer]},
            {"prompt": "Who sat on the board?", "blocks": [answer]},
        ],
    )
    part = made.AskedFactory(report=report, agency=cast.agency, contact_email="di@police.example")
    made.LinkFactory(contribution=part, token="personal")
    made.AskedFactory(report=report, agency=make.AgencyFactory(board=cast.board, name="Health"))
    return part


@pytest.fixture
def by_link(browser, browser_context_args, live_server, part):
    """A page of somebody who has the link and no account, in a browser of their own."""
    contexts = []

    def come(**options):
        context = browser.new_context(
            **browser_context_args | {"viewport": PHONE, "base_url": live_server.url} | options
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/contribution/personal/")
        return page

    yield come
    for context in contexts:
        context.close()


def check(page):
    """No barrier and nothing wider than the window, at either width."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        page.evaluate("document.querySelectorAll('main details').forEach(box => box.open = true)")
        assert page.evaluate(OVERFLOW) == []
        assert_accessible(page)
    page.set_viewport_size(before)


def first(page):
    return page.get_by_label("What did you achieve in 2026-27?")


def saving(page):
    return page.locator("[data-saving]")


def kept(page) -> list:
    """What this browser holds on its own."""
    return page.evaluate(
        "Object.entries(localStorage).map(([name, value]) => JSON.parse(value).text)"
    )


def test_from_the_first_words_to_accepted_with_the_network_cut(part, cast, by_link, arrive):
    page = by_link()
    check(page)
    assert [row["name"] for row in page.context.cookies()] == ["csrftoken"]

    first(page).press_sequentially("We trained 40 ")
    expect(saving(page)).to_contain_text("Saved ")
    assert kept(page) == []

    page.context.set_offline(True)
    first(page).press_sequentially("staff in schools, ")
    expect(saving(page)).to_contain_text("No connection. Your words are kept in this browser")
    first(page).press_sequentially("and 12 in clinics.")
    assert kept(page) == ["We trained 40 staff in schools, and 12 in clinics."]
    # Handing in without a network leads nowhere, and loses nothing.
    page.get_by_role("button", name="Check and hand in").click()
    expect(saving(page)).to_contain_text("No connection")
    assert first(page).input_value() == "We trained 40 staff in schools, and 12 in clinics."
    assert Draft.objects.get().text == "We trained 40"

    page.context.set_offline(False)
    expect(saving(page)).to_contain_text("Saved ")
    assert Draft.objects.get().text == "We trained 40 staff in schools, and 12 in clinics."
    assert kept(page) == []

    page.get_by_label("What comes in 2027-28?").fill("- More\n- of the same")
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.locator("h1")).to_have_text("Check and hand in")
    check(page)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator(".app-told")).to_contain_text("Thank you")
    check(page)

    desk = arrive(cast.manager, BASE, viewport=DESK)
    check(desk)
    desk.get_by_role("link", name="Riverside Police").click()
    expect(desk.locator("main")).to_contain_text("and 12 in clinics.")
    assert desk.locator(".app-read li", has_text="of the same").count() == 1
    desk.get_by_role("button", name="Return it").click()
    assert desk.locator(".govuk-error-summary li").all_inner_texts() == [
        "Say what should be changed"
    ]
    check(desk)
    desk.get_by_label("What should be changed?").fill("Which schools?")
    desk.get_by_role("button", name="Return it").click()
    expect(desk.locator(".govuk-notification-banner").first).to_contain_text("returned")

    page.reload()
    expect(page.locator(".app-returned")).to_contain_text("Which schools?")
    check(page)
    first(page).fill("We trained 40 staff in the ten primary schools.")
    page.get_by_role("button", name="Check and hand in").click()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.locator(".app-told")).to_contain_text("Thank you")

    desk.reload()
    desk.get_by_role("button", name="Accept it").click()
    expect(desk.locator(".govuk-notification-banner").first).to_contain_text("accepted")
    check(desk)
    part.refresh_from_db()
    assert part.status == Contribution.Status.ACCEPTED
    assert part.answers[0]["blocks"][0]["text"] == "We trained 40 staff in the ten primary schools."
    page.reload()
    expect(page.locator("main")).to_contain_text("Accepted. It stands in the report")


def test_words_that_were_never_sent_are_offered_on_the_next_visit(part, by_link):
    page = by_link()
    page.context.set_offline(True)
    first(page).press_sequentially("Written in a tunnel")
    expect(saving(page)).to_contain_text("No connection")
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto("/contribution/personal/")
    assert first(again).input_value() == ""
    box = again.locator(".app-kept")
    expect(box).to_contain_text("This browser kept words that were not saved")
    expect(box).to_contain_text("Written in a tunnel")
    check(again)
    again.get_by_role("button", name="Put these words back").click()
    expect(saving(again)).to_contain_text("Saved ")
    assert Draft.objects.get().text == "Written in a tunnel"
    assert kept(again) == []
    again.reload()
    assert again.locator(".app-kept").count() == 0


@pytest.mark.parametrize(
    ("button", "text"),
    [
        ("Save mine in its place", "Mine"),
        ("Use theirs", "Theirs"),
        ("Put theirs below mine", "Mine\n\nTheirs"),
    ],
)
def test_two_who_write_at_once_decide_in_sight_of_both(part, by_link, button, text):
    page = by_link()
    key = first(page).get_attribute("name").removeprefix("text-")
    save_drafts(contribution=part, typed={key: Typed("Theirs", 0)}, by=LinkWriter("Nurse"))
    first(page).press_sequentially("Mine")
    box = page.locator(".app-writing__field .app-conflict")
    expect(box.locator("h2")).to_contain_text("Nurse saved this at")
    expect(box.locator("[data-theirs]")).to_have_text("Theirs")
    assert (first(page).input_value(), Draft.objects.get().text) == ("Mine", "Theirs")
    check(page)
    box.get_by_role("button", name=button).click()
    expect(box).to_have_count(0)
    expect(first(page)).to_have_value(text)
    if text != "Theirs":
        expect(saving(page)).to_contain_text("Saved ")
    assert Draft.objects.get().text == text
    assert kept(page) == []


def test_a_link_that_is_withdrawn_while_somebody_writes_loses_nothing(part, by_link):
    page = by_link()
    part.links.update(ended="withdrawn", ended_at=part.asked_at)
    first(page).press_sequentially("Too late")
    expect(saving(page)).to_contain_text("This link no longer works. Your words are kept")
    assert (kept(page), Draft.objects.count()) == (["Too late"], 0)


def test_an_author_without_scripts_sends_a_file_and_reads_the_marks(part, by_link, tmp_path):
    page = by_link(java_script_enabled=False)
    page.get_by_role("link", name="Send it another way").click()
    page.get_by_label("A separate report, as a link or a file").check()
    page.get_by_role("button", name="Use this form").click()
    file = tmp_path / "Our year.pdf"
    file.write_bytes(b"%PDF-1.7\n%%EOF\n")
    page.get_by_label("Attach a PDF or a Word document").set_input_files(file)
    page.get_by_role("button", name="Save draft").click()
    assert page.locator(".govuk-error-summary li").count() == 1
    page.get_by_label("Attach a PDF or a Word document").set_input_files(file)
    page.get_by_label("What the file is").fill("Our own report")
    page.get_by_role("button", name="Check and hand in").click()
    assert "With 1 file: Our year.pdf." in page.locator("main").inner_text()
    page.get_by_role("button", name="Hand in", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Our year.pdf").click()
    assert download.value.suggested_filename == "Our year.pdf"


def test_the_other_pages_of_the_desk_are_free_of_barriers(part, by_link, complaints):
    made.DraftFactory(contribution=part, question=part.report.questions.first())
    draft = part.drafts.get()
    file = made.AttachmentFactory(contribution=part)
    page = by_link()
    for path in (
        "form/",
        "nothing/",
        "hand-in/",
        f"earlier/{draft.pk}/",
        f"files/{file.pk}/remove/",
    ):
        page.goto(f"/contribution/personal/{path}")
        assert page.locator("h1").count() == 1
        check(page)
    for form in ("narrative", "link"):
        Contribution.objects.filter(pk=part.pk).update(form=form)
        page.goto("/contribution/personal/")
        check(page)
    page.goto("/contribution/unknown/")
    check(page)


def test_words_are_counted_while_one_types(part, by_link):
    page = by_link()
    second = page.get_by_label("What comes in 2027-28?")
    second.fill("- two words\n1. and three more\n## x")
    count = page.locator("[data-field]").nth(1).locator("[data-count]")
    expect(count).to_have_text("6 words of 200")
    second.fill("x " * 203)
    expect(count).to_have_text("203 words of 200, 3 too many")
