"""The record of changes, and what it can be narrowed by."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from boardplan import audit
from boardplan.audit import AuditEvent
from tests.reports.factories import OutputFactory

QUERIES = 6


@pytest.fixture
def events(cast):
    audit.record(by=cast.manager, verb="edited", obj=cast.action, changes={"ref": ["1.1", "1.1a"]})
    audit.record(by=cast.chair, verb="added", obj=cast.agency)
    audit.record(by=cast.outsider, verb="edited", obj=cast.other_board_action)
    old = AuditEvent.objects.get(verb="added")
    AuditEvent.objects.filter(pk=old.pk).update(
        at=timezone.make_aware(datetime.datetime(2026, 5, 4, 23, 30))
    )


def rows(client, cast, **query):
    response = client.get(reverse("record", args=[cast.board.slug]), query)
    return [(row["by"], row["what"].split()[0]) for row in response.context["rows"]]


EDIT, ADDITION = ("Manager", "edited"), ("Chair", "added")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [EDIT, ADDITION]),
        ({"q": "police"}, [ADDITION]),
        ({"kind": "actions.action"}, [EDIT]),
        ({"first": "2026-05-04", "last": "2026-05-04"}, [ADDITION]),
        ({"last": "2026-05-03"}, []),
        ({"first": "2026-05-05"}, [EDIT]),
    ],
)
def test_the_record_is_narrowed(cast, events, sign_in, query, found):
    assert rows(sign_in(cast.manager), cast, **query) == found


def test_one_person_is_picked_out(cast, events, sign_in):
    assert rows(sign_in(cast.manager), cast, by=cast.chair.pk) == [ADDITION]


def test_a_person_of_another_board_is_no_choice(cast, events, sign_in):
    client = sign_in(cast.manager)
    page = client.get(reverse("record", args=[cast.board.slug]), {"by": cast.outsider.pk})
    assert "A secret of Hillside" not in page.content.decode()
    assert page.context["form"].errors["by"]


def test_from_and_to_are_shown(cast, events, sign_in):
    page = sign_in(cast.manager).get(reverse("record", args=[cast.board.slug]))
    (edit, _) = page.context["rows"]
    assert edit["changes"] == [{"name": "Ref", "from": "1.1", "to": "1.1a"}]


def test_what_stayed_empty_is_no_change(cast, sign_in):
    changes = {"role": [None, "chair"], "post": [None, None]}
    audit.record(by=cast.manager, verb="invited", obj=cast.agency, changes=changes)
    page = sign_in(cast.manager).get(reverse("record", args=[cast.board.slug]))
    assert [change["name"] for change in page.context["rows"][0]["changes"]] == ["Role"]


def test_each_row_says_what_sort_of_thing_it_is_about(cast, events, sign_in):
    cast.board.words = {"action": "Task"}
    cast.board.save()
    audit.record(by=cast.manager, verb="added", obj=OutputFactory(report__board=cast.board))
    AuditEvent.objects.of(cast.board).filter(verb="added", kind="subgroups.agency").update(
        kind="gone.thing"
    )
    page = sign_in(cast.manager).get(reverse("record", args=[cast.board.slug]))
    assert sorted(row["kind"] for row in page.context["rows"]) == ["", "Output", "Task"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        (None, "2026-11-22", ("nothing", "22 Nov 2026")),
        ("2026-19-45", True, ("2026-19-45", "yes")),
        (["SEMAP", "LSCB"], ["LSCB", "Schools"], ("SEMAP", "Schools")),
        (["A", "B"], ["B", "A"], ("A; B", "B; A")),
        ({"lead": "Lead"}, {"lead": "Lead", "action": "Task"}, ("nothing", "action: Task")),
        (
            [{"rag": "red", "label": "Red"}, {"rag": "green", "label": "Green"}],
            [{"rag": "red", "label": "Off track"}, {"rag": "green", "label": "Green"}],
            ("rag: red, label: Red", "rag: red, label: Off track"),
        ),
        (
            [{"rag": "red", "label": "Red", "meaning": "Late"}],
            [{"rag": "red", "label": "Off track", "meaning": "Late"}],
            ("Red (red): Late", "Off track (red): Late"),
        ),
    ],
)
def test_values_are_shown_as_people_write_them(cast, sign_in, before, after, shown):
    audit.record(by=cast.manager, verb="edited", obj=cast.action, changes={"x": [before, after]})
    page = sign_in(cast.manager).get(reverse("record", args=[cast.board.slug]))
    (change,) = page.context["rows"][0]["changes"]
    assert (change["from"], change["to"]) == shown


@pytest.mark.parametrize("more", [0, 29])
def test_the_record_is_read_in_a_constant_number_of_queries(
    cast, events, sign_in, django_assert_num_queries, more
):
    for _ in range(more):
        audit.record(by=cast.manager, verb="edited", obj=cast.action)
    client = sign_in(cast.manager)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("record", args=[cast.board.slug]))
