"""Whoever takes a free name or address holds the board first, so that no two take the same."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Plan
from actions.services import lifecycle, rolling
from reports.models import AnnualReport, GlossaryTerm
from reports.services import assembling, entries
from subgroups.models import Agency, Invitation, Membership, Post, Seat, SubGroup
from subgroups.services import agencies, groups, invitations, people
from tests import factories

PERIOD = {"start": datetime.date(2030, 4, 1), "end": datetime.date(2031, 3, 31)}
WRITES = {
    Agency: lambda cast: agencies.add_agency(board=cast.board, name="New", by=cast.manager),
    Post: lambda cast: agencies.add_post(board=cast.board, name="New", by=cast.manager),
    SubGroup: lambda cast: groups.add_group(board=cast.board, name="New", by=cast.manager),
    Seat: lambda cast: groups.add_seat(
        group=cast.group, role="member", post=cast.post, by=cast.manager
    ),
    Membership: lambda cast: people.add_member(
        board=cast.board, user=cast.outsider, role="viewer", by=cast.manager
    ),
    Invitation: lambda cast: invitations.invite(
        board=cast.board, email="new@riverside.example", role="viewer", by=cast.manager, send=False
    ),
    Plan: lambda cast: lifecycle.create_plan(
        board=cast.board, values={"title": "New", **PERIOD}, by=cast.manager
    ),
    AnnualReport: lambda cast: assembling.create_report(
        plan=cast.plan, title="Annual report", by=cast.manager
    ),
    GlossaryTerm: lambda cast: entries.add_term(
        board=cast.board, abbreviation="NEW", meaning="New", by=cast.manager
    ),
}


def held_first(model, write) -> bool:
    """Whether the board was read, to be locked, before the last look at the model's table."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        write()
    queries = [query["sql"] for query in seen]
    table = f'FROM "{model._meta.db_table}"'
    looks = [place for place, sql in enumerate(queries) if table in sql]
    holds = [
        place
        for place, sql in enumerate(queries)
        if sql.startswith("SELECT") and 'FROM "subgroups_board" WHERE' in sql
        if not connection.features.has_select_for_update or sql.endswith("FOR UPDATE")
    ]
    return bool(holds) and min(holds) < max(looks)


@pytest.mark.django_db
@pytest.mark.parametrize("model", WRITES, ids=lambda model: model.__name__)
def test_the_board_is_held_before_a_free_name_is_looked_for(cast, model):
    assert held_first(model, lambda: WRITES[model](cast))


@pytest.mark.django_db
def test_a_plan_rolled_forward_holds_the_board_too(cast):
    factories.PlanFactory(board=cast.board)
    assert held_first(Plan, lambda: rolling.roll_forward(plan=cast.plan, by=cast.manager))
