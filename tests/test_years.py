"""A slip of the year is told in the form, wherever a date is typed."""

import pytest
from django.urls import reverse

ODD = ["9999-12-31", "0001-01-01"]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ODD)
@pytest.mark.parametrize(
    ("name", "field", "more"),
    [
        ("plan_new", "start", {"title": "New", "end": "2028-03-31"}),
        ("plan_new", "end", {"title": "New", "start": "2027-04-01"}),
        ("action_date", "due", {"reason": "Later", "version": "1"}),
        ("action_update", "on", {"text": "Done", "rag": "green", "version": "1"}),
        ("action_complete", "on", {"text": "Done", "version": "1"}),
        ("agency_edit", "left_on", {"name": "Riverside Police"}),
    ],
)
def test_a_year_that_must_be_a_slip(cast, sign_in, name, field, more, day):
    key = {"plan_new": [], "agency_edit": [cast.agency.pk]}.get(name, [cast.action.pk])
    response = sign_in(cast.manager).post(
        reverse(name, args=["riverside", *key]), {**more, field: day}
    )
    assert response.status_code == 422
    assert response.context["form"].errors[field] == [
        "Check the year: it must be from 1900 to 2199"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ODD)
@pytest.mark.parametrize("query", ["first", "last"])
def test_the_record_answers_any_day(cast, sign_in, query, day):
    response = sign_in(cast.manager).get(reverse("record", args=["riverside"]), {query: day})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [query]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ODD)
def test_the_pages_with_a_day_in_their_address_answer_any(cast, sign_in, day):
    client = sign_in(cast.manager)
    for where in (f"/riverside/?since={day}", f"/riverside/plans/2026-27/?due_from={day}"):
        assert client.get(where).status_code == 200
