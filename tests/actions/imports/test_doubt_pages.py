"""The doubts of a preview, settled one by one or all at once."""

import re

import pytest

from actions.models import PlanImport

from .pages import HTMX, at, confirm, doubts, text_of, upload
from .word import word_plan

pytestmark = pytest.mark.django_db


def test_a_doubt_is_settled_and_opened_again_without_scripts(manager, row):
    check = at("import_check", row)
    doubt = doubts(manager.get(check))["Fostering Service"]
    assert (doubt["proposed_label"], doubt["rows"][0]["text"]) == (
        "Add an agency",
        "Ask families what helped",
    )
    response = manager.post(
        at("import_settle", row), {"key": doubt["key"], "was": "", "value": "new:group"}
    )
    assert response.status_code == 302
    assert response.url.startswith(f"{check}#doubt")
    page = manager.get(check)
    assert "Fostering Service" not in doubts(page)
    (settled,) = page.context["settled"]
    assert (settled["said"], settled["decision"]) == ("Fostering Service", "Add a group")
    assert page.context["new"] == [
        {"kind": "Sub-groups", "names": ["Fostering Service"]},
    ]
    manager.post(
        at("import_settle", row), {"key": settled["key"], "was": settled["value"], "value": ""}
    )
    assert "Fostering Service" in doubts(manager.get(check))


def test_in_place_the_next_doubt_has_the_focus(manager, row):
    page = manager.get(at("import_check", row))
    order = [doubt["id"] for doubt in doubts(page).values()]
    first = next(iter(doubts(page).values()))
    response = manager.post(
        at("import_settle", row),
        {"key": first["key"], "was": "", "value": first["proposed"], "next": first["next"]},
        headers=HTMX,
    )
    assert response.status_code == 200
    focused = re.findall(r'id="([^"]+)" tabindex="-1" autofocus', response.content.decode())
    assert focused == [order[1]]
    assert '<p class="govuk-visually-hidden" id="said" role="status">Settled.</p>' in (
        response.content.decode()
    )


def test_a_date_is_typed(manager, row):
    doubt = doubts(manager.get(at("import_check", row)))["a good while"]
    assert doubt["free"]
    manager.post(
        at("import_settle", row),
        {"key": doubt["key"], "was": "", "value": "", "typed": "30 June 2027"},
    )
    table = manager.get(at("import_table", row))
    actions = [
        action
        for priority in table.context["parts"]
        for outcome in priority["outcomes"]
        for action in outcome["actions"]
    ]
    assert [(one["timescale"], one["due"]) for one in actions][2] == (
        "a good while",
        "30 Jun 2027",
    )
    made = confirm(manager, row)
    assert [(one.timescale_text, f"{one.due}") for one in made.actions.all()][2] == (
        "a good while",
        "2027-06-30",
    )


def test_all_proposals_of_a_kind_at_once_and_all_of_them(manager, row):
    manager.post(at("import_settle", row), {"accept": "lead-unknown"})
    page = manager.get(at("import_check", row))
    assert [settled["said"] for settled in page.context["settled"]] == ["Fostering Service"]
    page = manager.post(at("import_settle", row), {"accept": ""}, headers=HTMX)
    assert page.context["counts"].open == 0
    # The button is gone; the keyboard goes on where it is said that nothing is open
    assert page.context["focus_heading"]
    assert "No doubts are open" in text_of(page)


def test_a_doubt_that_somebody_else_settled_meanwhile_is_told(manager, row):
    doubt = doubts(manager.get(at("import_check", row)))["Fostering Service"]
    say = {"key": doubt["key"], "was": ""}
    manager.post(at("import_settle", row), say | {"value": "new:group"})
    response = manager.post(at("import_settle", row), say | {"value": "words"}, headers=HTMX)
    assert "Somebody else settled this meanwhile" in response.content.decode()
    row.refresh_from_db()
    assert row.decisions["findings"] == {doubt["key"]: "new:group"}


def test_the_table_has_marks_that_lead_to_the_doubts_and_back(manager, row):
    page = manager.get(at("import_check", row))
    doubt = doubts(page)["a good while"]
    back = doubt["rows"][0]["href"]
    table = manager.get(at("import_table", row))
    html = table.content.decode()
    assert f'id="{back.partition("#")[2]}"' in html
    assert f'href="{at("import_check", row)}#{doubt["id"]}"' in html
    assert [part["title"] for part in table.context["parts"]] == [
        "Children are seen and heard early",
        "The workforce knows what to do",
    ]


def test_words_without_a_place_are_kept_or_left_out(manager):
    stray = (("1. Early", (("Visits", "Count them", "Riverside Police", "", "May 2027"),)),)
    content = word_plan(stray)
    upload(manager, content)
    row = PlanImport.objects.get()
    unplaced = manager.get(at("import_check", row)).context["unplaced"]
    for piece in unplaced:
        manager.post(
            at("import_settle", row),
            {"what": "unplaced", "key": piece["key"], "was": "", "value": "leave"},
        )
    row.refresh_from_db()
    assert row.decisions["unplaced"] == {piece["key"]: "leave" for piece in unplaced}


def test_long_words_of_a_doubt_open_and_name_its_buttons_in_short(manager):
    said = "a good while " + "or a good while " * 40
    rows = (("1. Early", (("Visits", "Count them", "Riverside Police", "Board", said.strip()),)),)
    upload(manager, word_plan(rows))
    page = manager.get(at("import_check", PlanImport.objects.get()))
    (doubt,) = [one for one in doubts(page).values() if one["begins"]]
    assert doubt["begins"].startswith("a good while or a good")
    assert (len(doubt["begins"]) <= 401, len(doubt["name"]) <= 81) == (True, True)
    html = page.content.decode()
    assert html.count(f">{said.strip()}<") == 1
    assert "All of its words" in html
