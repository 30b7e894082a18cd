"""The people page, and what the manager does there."""

import re

import pytest
from django.urls import reverse

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from subgroups.models import Membership, Post, Seat
from subgroups.permissions import may_end_membership, may_manage_board
from subgroups.services import people
from tests import factories

QUERIES = 6


def verbs(board):
    return [event.verb for event in AuditEvent.objects.of(board).order_by("id")]


@pytest.mark.parametrize("more", [1, 30])
def test_people_costs_the_same_for_one_member_and_thirty(
    cast, sign_in, django_assert_num_queries, more
):
    for _ in range(more):
        row = factories.MembershipFactory(board=cast.board, agency=cast.agency)
        post = factories.PostFactory(board=cast.board, holder=row.user)
        factories.SeatFactory(group=cast.group, post=post, user=None)
    client = sign_in(cast.manager)
    with django_assert_num_queries(QUERIES):
        response = client.get("/riverside/people/")
    assert len(response.context["rows"]) == 5 + more


def test_a_row_says_posts_seats_and_last_sign_in(cast, sign_in):
    client = sign_in(cast.chair)
    factories.SeatFactory(group=cast.group, user=None, post=cast.post)
    Membership.objects.filter(user=cast.contributor).update(agency=cast.agency)
    rows = {row["name"]: row for row in client.get("/riverside/people/").context["rows"]}
    assert rows["Contributor"] == {
        "name": "Contributor",
        "email": "contributor@riverside.example",
        "role": "Contributor",
        "agency": "Riverside Police",
        "posts": ["Detective Inspector"],
        "seats": ["Quality sub-group"],
        "last_login": None,
        "edit": "",
    }
    assert rows["Chair"]["seats"] == ["Quality sub-group (chair)"]
    assert rows["Chair"]["last_login"] is not None


def test_another_boards_people_posts_and_seats_stay_there(cast, sign_in):
    factories.PostFactory(board=cast.other_board, name="Hillside post", holder=cast.contributor)
    other = factories.SubGroupFactory(board=cast.other_board, name="Hillside group")
    factories.SeatFactory(group=other, user=cast.contributor)
    page = sign_in(cast.manager).get("/riverside/people/").content.decode()
    assert "Hillside" not in page
    assert "Outsider" not in page


def test_the_manager_changes_role_and_agency(cast, sign_in):
    row = cast.membership(cast.viewer)
    response = sign_in(cast.manager).post(
        reverse("member_edit", args=["riverside", row.pk]),
        {"role": "executive", "agency": cast.agency.pk},
    )
    assert response["Location"] == "/riverside/people/"
    row.refresh_from_db()
    assert (row.role, row.agency) == ("executive", cast.agency)
    (event,) = AuditEvent.objects.about(row)
    assert event.changes == {
        "role": ["viewer", "executive"],
        "agency": [None, "Riverside Police"],
    }


def test_an_agency_of_another_board_is_refused(cast, sign_in):
    row = cast.membership(cast.viewer)
    foreign = factories.AgencyFactory(board=cast.other_board)
    response = sign_in(cast.manager).post(
        reverse("member_edit", args=["riverside", row.pk]),
        {"role": "viewer", "agency": foreign.pk},
    )
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["agency"]
    with pytest.raises(RuleBroken, match="from this board"):
        people.change_membership(membership=row, role="viewer", agency=foreign, by=cast.manager)


def test_the_only_manager_can_neither_step_down_nor_leave(cast, sign_in):
    row = cast.membership(cast.manager)
    response = sign_in(cast.manager).post(
        reverse("member_edit", args=["riverside", row.pk]), {"role": "viewer", "agency": ""}
    )
    assert response.status_code == 422
    assert "only business manager" in response.context["form"].errors["role"][0]
    with pytest.raises(RuleBroken, match="only business manager"):
        people.end_membership(membership=cast.membership(cast.manager), by=cast.manager)
    assert cast.membership(cast.manager).role == "manager"


def test_one_of_two_managers_may_step_down(cast):
    factories.MembershipFactory(board=cast.board, role="manager")
    row = people.change_membership(
        membership=cast.membership(cast.manager), role="viewer", agency=None, by=cast.manager
    )
    assert row.role == "viewer"


def test_an_ended_membership_frees_posts_and_seats_and_erases_nothing(cast, sign_in, today):
    seat = factories.SeatFactory(group=cast.group, user=cast.contributor)
    elsewhere = factories.PostFactory(board=cast.other_board, holder=cast.contributor)
    row = cast.membership(cast.contributor)
    response = sign_in(cast.manager).post(reverse("member_end", args=["riverside", row.pk]))
    assert response["Location"] == "/riverside/people/"
    row.refresh_from_db()
    assert row.ended_on == today
    assert Post.objects.get(pk=cast.post.pk).holder is None
    assert Seat.objects.get(pk=seat.pk).ended_on == today
    assert Post.objects.get(pk=elsewhere.pk).holder == cast.contributor
    assert verbs(cast.board) == ["made vacant", "ended the seat", "ended the membership of"]


def test_an_ended_member_finds_no_board_and_a_kind_page(cast, client):
    people.end_membership(membership=cast.membership(cast.viewer), by=cast.manager)
    client.force_login(cast.viewer)
    assert client.get("/riverside/people/").status_code == 404
    page = client.get("/account/me/").content.decode()
    assert "You are not on any board at present" in page
    assert "everything you wrote is still there" in page


def test_a_board_of_others_and_one_that_is_not_there_look_the_same(cast, sign_in):
    client = sign_in(cast.outsider)
    other, none = client.get("/riverside/people/"), client.get("/nowhere/people/")
    assert (other.status_code, none.status_code) == (404, 404)
    # Only the form's token differs from one answer to the next.
    assert _without_tokens(other) == _without_tokens(none)


def _without_tokens(response):

    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def test_a_manager_does_not_end_their_own_membership(cast, sign_in):
    factories.MembershipFactory(board=cast.board, role="manager")
    row = cast.membership(cast.manager)
    response = sign_in(cast.manager).post(reverse("member_end", args=["riverside", row.pk]))
    assert response.status_code == 403
    row.refresh_from_db()
    assert row.ended_on is None


@pytest.mark.parametrize("role", ["chair", "contributor", "executive", "viewer"])
def test_only_the_manager_manages(cast, role):
    own = cast.membership(getattr(cast, role))
    target = cast.membership(cast.viewer)
    assert not may_manage_board(own.standing)
    assert not may_end_membership(own.standing, own=own, membership=target)
    assert may_manage_board(cast.membership(cast.manager).standing)


def test_somebody_who_comes_back_keeps_one_membership(cast):
    row = people.end_membership(membership=cast.membership(cast.viewer), by=cast.manager)
    again = people.add_member(
        board=cast.board, user=cast.viewer, role="executive", agency=None, by=cast.manager
    )
    assert (again.pk, again.role, again.ended_on) == (row.pk, "executive", None)
