"""Tables as cards on a phone: every cell carries the name of its own column."""

from pathlib import Path

from .looking import PHONE

SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "tables.js"


def test_below_an_empty_corner_the_names_are_not_one_off(page):
    page.set_viewport_size(PHONE)
    page.set_content(
        "<table class='app-table--cards'><thead><tr><td></td><th scope='col'>Here now</th>"
        "<th scope='col'>In the file</th></tr></thead><tbody><tr><th scope='row'>Lead</th>"
        "<td>Police</td><td>Health</td></tr></tbody></table>"
    )
    page.add_script_tag(path=SCRIPT, type="module")
    page.wait_for_selector(".app-table--stacked")
    cells = page.locator("tbody td")
    assert [cell.get_attribute("data-label") for cell in cells.all()] == ["Here now", "In the file"]
