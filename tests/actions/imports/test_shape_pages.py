"""Rows of a preview split, joined, begun, and all of it taken back."""

import pytest

from actions.services import imports

from .pages import at, confirm, shape, shown, text_of

pytestmark = pytest.mark.django_db


def test_an_action_is_split_joined_again_and_written_as_it_stands(cast, manager, row):
    table = at("import_table", row)
    assert at("import_shape", row, "p1.o1.a1") in manager.get(table).content.decode()
    page = manager.get(at("import_shape", row, "p1.o1.a1"))
    assert page.context["split"]["words"].value() == "Count late visits each month"
    assert (page.context["above"], page.context["below"]) == ("", "Ask families what helped")
    typed = "Count late visits\r\n\r\neach month, tell the board"
    response = shape(manager, row, "p1.o1.a1", "split", words=typed)
    assert response.url == f"{table}#row-p1-o1-a1"
    assert shown(manager, row)[:3] == [
        ("p1-o1-a1", "Count late visits"),
        ("p1-o1-a1-2", "each month, tell the board"),
        ("p1-o1-a2", "Ask families what helped"),
    ]
    page = manager.get(at("import_check", row))
    assert (page.context["counts"].actions, page.context["lost"]) == (5, [])
    shape(manager, row, "p1.o1.a1-2", "below")
    assert shown(manager, row)[1] == (
        "p1-o1-a1-2",
        "each month, tell the board\nAsk families what helped",
    )
    made = confirm(manager, row)
    assert [one.text for one in made.actions.all()][:2] == [
        "Count late visits",
        "each month, tell the board\nAsk families what helped",
    ]


def test_the_last_step_is_taken_back_with_what_was_corrected_before_it(manager, row):
    before = shown(manager, row)
    part = {"p1.o1.a2": {"text": "Ask families"}}
    imports.settle_import(plan_import=row, settled={"parts": part}, by=row.by)
    shape(manager, row, "p1.o1.a2", "above")
    shape(manager, row, "p2.o1.a2", "begin", title="Never came", ref="7")
    row.refresh_from_db()
    since = {"p1.o1.a1": {"text": "Count late visits and ask families"}}
    imports.settle_import(plan_import=row, settled={"parts": since}, by=row.by)
    page = manager.get(at("import_shape", row, "p1.o1.a1"))
    assert page.context["steps"] == [
        {"number": "2", "text": "Begun before “Ask who never came”: 7 Never came"},
        {"number": "1", "text": "Joined with the one above it: Ask families what helped"},
    ]
    shape(manager, row, "p1.o1.a1", "", back="2")
    shape(manager, row, "p1.o1.a1", "", back="1")
    row.refresh_from_db()
    assert (row.decisions["shape"], row.decisions["parts"]) == ({}, part)
    assert shown(manager, row) == [before[0], ("p1-o1-a2", "Ask families"), *before[2:]]


def test_an_earlier_step_is_taken_back_where_no_later_one_stands_on_it(manager, row):
    before = shown(manager, row)
    shape(manager, row, "p1.o1.a1", "split", words="Count late visits\n\neach month")
    shape(manager, row, "p1.o1.a1-2", "below")
    shape(manager, row, "p2.o1.a2", "begin", title="Never came")
    joined = shown(manager, row)
    response = manager.post(
        at("import_shape", row, "p2.o1.a1"), {"version": row.version + 3, "back": "1"}, follow=True
    )
    assert (
        "Another step stands on this one. Take this back first: Joined with the one above it: "
        "Ask families what helped" in text_of(response)
    )
    assert shown(manager, row) == joined
    shape(manager, row, "p1.o1.a1", "", back="2")
    shape(manager, row, "p1.o1.a1", "", back="1")
    row.refresh_from_db()
    assert list(row.decisions["shape"]) == ["3"]
    assert shown(manager, row) == before


def test_a_row_begins_and_is_joined_with_the_next(manager, row):
    shape(manager, row, "p1.o1.a2", "begin", title="Families are heard")
    parts = manager.get(at("import_table", row)).context["parts"]
    assert [one["title"] for one in parts[0]["outcomes"]] == [
        "Visits are made in time",
        "Families are heard",
    ]
    page = manager.get(at("import_shape", row, "p1.o1-2"))
    assert (page.context["split"], page.context["above"]) == (None, "Visits are made in time")
    shape(manager, row, "p1.o1-2", "above")
    shape(manager, row, "p1", "below")
    (only,) = manager.get(at("import_table", row)).context["parts"]
    assert [one["title"] for one in only["outcomes"]] == [
        "Visits are made in time\nFamilies are heard",
        "Training reaches all",
    ]


def test_what_cannot_be_split_is_told_and_nothing_is_kept(manager, row):
    response = shape(manager, row, "p1.o1.a1", "split", words="All in one")
    assert response.status_code == 422
    assert response.context["split"].errors == {
        "words": ["Put an empty line where the second one begins"]
    }
    assert response.context["split"]["words"].value() == "All in one"
    for key, do in (("p1.o1.a1", "above"), ("p1", "begin"), ("p1.o1", "split")):
        assert shape(manager, row, key, do, back="7").status_code == 200
    row.refresh_from_db()
    assert row.decisions["shape"] == {}
    assert manager.get(at("import_shape", row, "p9.o9.a9")).status_code == 404


def test_a_page_that_is_older_than_somebody_elses_step_changes_nothing(manager, row):
    shape(manager, row, "p1.o1.a1", "below")
    response = manager.post(
        at("import_shape", row, "p2.o1.a1"),
        {"version": row.version - 1, "do": "below"},
        follow=True,
    )
    assert "Somebody else settled something meanwhile" in text_of(response)
    row.refresh_from_db()
    assert list(row.decisions["shape"]) == ["1"]
