"""Agencies, posts, groups and seats."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from subgroups.models import Agency, Post, Seat, SubGroup
from subgroups.services import agencies, groups
from subgroups.views.groups import in_order
from tests import factories


def changed_group(group, by, **more):
    values = {
        "name": group.name,
        "abbreviation": group.abbreviation,
        "kind": group.kind,
        "parent": group.parent,
        "purpose": group.purpose,
        "aliases": group.aliases,
        "began_on": group.began_on,
        "ended_on": group.ended_on,
    }
    return groups.change_group(group=group, by=by, **(values | more))


def changed_post(post, by, **more):
    names = ("name", "agency", "holder", "held_since", "aliases", "ended_on")
    values = {name: getattr(post, name) for name in names}
    return agencies.change_post(post=post, by=by, **(values | more))


def test_an_agency_is_added_and_changed_in_the_browser(cast, sign_in):
    client = sign_in(cast.manager)
    client.post(
        "/riverside/people/agencies/new/",
        {"name": "Riverside Council", "abbreviation": "RC", "aliases": "The Council\n\nLA\nLA"},
    )
    agency = Agency.objects.of(cast.board).get(name="Riverside Council")
    assert (agency.abbreviation, agency.aliases) == ("RC", ["The Council", "LA"])
    response = client.post(
        reverse("agency_edit", args=["riverside", agency.pk]),
        {"name": "Riverside Council", "left_on": "2026-11-01"},
    )
    assert response["Location"] == "/riverside/people/agencies/"
    agency.refresh_from_db()
    assert agency.left_on == datetime.date(2026, 11, 1)
    assert [event.verb for event in AuditEvent.objects.about(agency)] == ["changed", "added"]


def test_a_list_of_words_has_a_limit_like_every_text(cast, sign_in, settings):
    settings.MAX_TEXT_LENGTH = 20
    values = {"name": "Northern Trust", "aliases": "NT\nThe northern trust"}
    response = sign_in(cast.manager).post("/riverside/people/agencies/new/", values)
    assert response.context["form"].errors == {
        "aliases": ["Also written as: write 20 characters or fewer; it has 21"]
    }
    assert not Agency.objects.filter(name="Northern Trust").exists()


def test_two_agencies_posts_or_groups_of_one_name_are_refused(cast):
    with pytest.raises(RuleBroken, match="already"):
        agencies.add_agency(board=cast.board, name="riverside POLICE", by=cast.manager)
    with pytest.raises(RuleBroken, match="already"):
        agencies.add_post(board=cast.board, name="detective inspector", by=cast.manager)
    with pytest.raises(RuleBroken, match="already"):
        groups.add_group(board=cast.board, name="QUALITY sub-group", by=cast.manager)
    assert agencies.add_agency(board=cast.other_board, name="Riverside Police", by=cast.outsider)


def test_a_new_holder_counts_from_today_and_must_be_a_member(cast, today):
    post = changed_post(cast.post, cast.manager, held_since=datetime.date(2025, 1, 1))
    assert post.held_since == datetime.date(2025, 1, 1)
    post = changed_post(post, cast.manager, holder=cast.chair)
    assert (post.holder, post.held_since) == (cast.chair, today)
    with pytest.raises(RuleBroken, match="not a member"):
        changed_post(post, cast.manager, holder=cast.outsider)
    post = changed_post(Post.objects.get(pk=post.pk), cast.manager, holder=None)
    assert (post.holder, post.held_since) == (None, None)


def test_a_post_that_ends_is_vacant(cast, today):
    post = changed_post(cast.post, cast.manager, ended_on=today)
    assert (post.holder, post.held_since, post.ended_on) == (None, None, today)


def test_vacant_posts_are_shown(cast, sign_in):
    factories.PostFactory(board=cast.board, name="LADO")
    response = sign_in(cast.viewer).get("/riverside/people/posts/")
    assert [(row["name"], row["holder"]) for row in response.context["rows"]] == [
        ("Detective Inspector", "Contributor"),
        ("LADO", ""),
    ]
    assert response.context["vacant"] == 1


def test_a_group_never_reports_to_itself_by_any_way(cast):
    middle = groups.add_group(board=cast.board, name="Middle", parent=cast.group, by=cast.manager)
    low = groups.add_group(board=cast.board, name="Low", parent=middle, by=cast.manager)
    for parent in (cast.group, middle, low):
        with pytest.raises(RuleBroken, match=r"report to (it|itself)\."):
            changed_group(cast.group, cast.manager, parent=parent)
    assert groups.ids_below(cast.group) == {middle.pk, low.pk}
    assert changed_group(low, cast.manager, parent=cast.group).parent == cast.group
    with pytest.raises(IntegrityError), transaction.atomic():
        SubGroup.objects.filter(pk=low.pk).update(parent=low)


def test_a_groups_address_is_its_own_and_stays(cast):
    first = groups.add_group(board=cast.board, name="New", by=cast.manager)
    second = groups.add_group(board=cast.board, name="Quality", by=cast.manager)
    assert (first.slug, second.slug) == ("new-2", "quality-2")
    assert changed_group(second, cast.manager, name="Audit").slug == "quality-2"


def test_groups_stand_below_what_they_report_to(cast):
    low = factories.SubGroupFactory(board=cast.board, name="A low", parent=cast.group)
    ended = factories.SubGroupFactory(
        board=cast.board, name="A ended", ended_on=datetime.date(2026, 1, 1)
    )
    orphan = factories.SubGroupFactory(board=cast.board, name="Z orphan", parent=ended)
    found = in_order(SubGroup.objects.of(cast.board))
    assert found == [(cast.group, 0), (low, 1), (orphan, 0), (ended, 0)]


def test_seats_are_added_and_ended_in_the_browser(cast, sign_in, today):
    client = sign_in(cast.manager)
    url = "/riverside/groups/quality/seats/"
    response = client.post(url, {"role": "member", "post": cast.post.pk, "user": ""})
    assert response["Location"] == url
    seat = Seat.objects.get(post=cast.post)
    assert (seat.role, seat.agency) == ("member", cast.agency)
    client.post(reverse("seat_end", args=["riverside", "quality", seat.pk]))
    seat.refresh_from_db()
    assert seat.ended_on == today
    assert [row["who"] for row in client.get(url).context["rows"]] == ["Chair"]


def test_a_seat_is_a_post_or_a_person_once_and_one_chair(cast):
    def add(**more):
        return groups.add_seat(group=cast.group, by=cast.manager, **more)

    for both in ({}, {"post": cast.post, "user": cast.viewer}):
        with pytest.raises(RuleBroken, match="one of the two"):
            add(role="member", **both)
    with pytest.raises(RuleBroken, match="Chair chairs Quality sub-group"):
        add(role="chair", post=cast.post)
    add(role="member", post=cast.post)
    with pytest.raises(RuleBroken, match="has a seat"):
        add(role="deputy", post=cast.post)
    with pytest.raises(RuleBroken, match="not a member"):
        add(role="member", user=cast.outsider)
    with pytest.raises(RuleBroken, match="from this board"):
        add(role="member", post=factories.PostFactory(board=cast.other_board))


def test_rows_of_another_board_are_not_found(cast, sign_in):
    client = sign_in(cast.outsider)
    seat = Seat.objects.get(group=cast.group)
    for name, *args in (
        ("agency_edit", cast.agency.pk),
        ("post_edit", cast.post.pk),
        ("member_edit", cast.membership(cast.viewer).pk),
        ("member_end", cast.membership(cast.viewer).pk),
        ("group_edit", "quality"),
        ("group_seats", "quality"),
        ("seat_end", "quality", seat.pk),
    ):
        assert client.post(reverse(name, args=["hillside", *args])).status_code == 404
    seat.refresh_from_db()
    assert seat.ended_on is None


QUERIES = {"agencies": 6, "posts": 4, "groups": 5}


@pytest.mark.parametrize("page", QUERIES)
@pytest.mark.parametrize("number", [1, 30])
def test_lists_cost_the_same_for_one_row_and_thirty(
    cast, sign_in, django_assert_num_queries, page, number
):
    parent = cast.group
    for _ in range(number):
        agency = factories.AgencyFactory(board=cast.board)
        post = factories.PostFactory(board=cast.board, agency=agency, holder=cast.chair)
        parent = factories.SubGroupFactory(board=cast.board, parent=parent)
        factories.SeatFactory(group=parent, post=post, user=None, role="chair")
    client = sign_in(cast.manager)
    with django_assert_num_queries(QUERIES[page]):
        response = client.get(reverse(page, args=["riverside"]))
    assert len(response.context["rows"]) == 1 + number


def test_a_plan_of_a_year_knows_the_groups_of_that_year(cast):
    old = factories.SubGroupFactory(
        board=cast.board, name="Old", ended_on=datetime.date(2017, 3, 31)
    )
    new = factories.SubGroupFactory(
        board=cast.board, name="New", began_on=datetime.date(2017, 4, 1)
    )
    found = SubGroup.objects.of(cast.board).between
    assert set(found(datetime.date(2016, 4, 1), datetime.date(2017, 3, 31))) == {cast.group, old}
    assert set(found(datetime.date(2017, 4, 1), datetime.date(2018, 3, 31))) == {cast.group, new}


def test_a_group_cannot_end_before_it_began(cast):
    with pytest.raises(RuleBroken, match="cannot end before it began"):
        changed_group(
            cast.group,
            cast.manager,
            began_on=datetime.date(2026, 5, 1),
            ended_on=datetime.date(2026, 4, 1),
        )


def test_an_abbreviation_that_is_the_name_is_not_said_twice(cast, sign_in):
    factories.SubGroupFactory(board=cast.board, name="SEMAP", abbreviation="SEMAP")
    factories.SubGroupFactory(board=cast.board, name="Panel of deaths", abbreviation="CDOP")
    html = sign_in(cast.manager).get("/riverside/groups/").content.decode()
    assert ("(SEMAP)" in html, "(CDOP)" in html) == (False, True)
