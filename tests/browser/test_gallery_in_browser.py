import pytest

from .axe import assert_accessible, violations

pytestmark = [pytest.mark.urls("tests.browser.gallery_urls"), pytest.mark.django_db]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_gallery_is_accessible_and_fits(page, live_server, complaints, size):
    page.set_viewport_size(size)
    page.goto(f"{live_server.url}/_gallery/")
    assert_accessible(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == size["width"]
    assert complaints == []


def test_axe_finds_what_is_wrong(page, live_server):
    page.goto(f"{live_server.url}/_gallery/")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"x\"><h1>Two</h1>'")
    assert [found.partition(" ")[0] for found in violations(page)] == ["image-alt"]


def test_phone_shows_rows_as_cards_that_are_still_a_table(page, live_server):
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/_gallery/")
    table = page.get_by_role("table", name="Actions under way")
    assert table.get_by_role("row").count() == 7
    cell = table.get_by_role("row").nth(1).get_by_role("cell").nth(1)
    assert cell.get_attribute("data-label") == "Lead"
    assert cell.evaluate("cell => getComputedStyle(cell).display") == "block"


def test_error_summary_takes_the_reader_to_the_field(page, live_server):
    page.goto(f"{live_server.url}/_gallery/")
    page.locator("form .govuk-error-summary").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.id") == "wrong_ref"


def test_password_can_be_shown(page, live_server):
    page.goto(f"{live_server.url}/_gallery/")
    field = page.locator("#id_secret")
    field.fill("a long secret")
    field.locator("..").get_by_role("button", name="Show password").click()
    assert field.get_attribute("type") == "text"
