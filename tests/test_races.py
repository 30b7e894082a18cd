"""Two at the same moment: who waits for whom.

Whoever takes a free name or address holds the board first, so that no two take the same; and
whoever writes in a plan locks from above, so that no two wait for each other.
"""

import datetime
import re
import threading
import time

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from actions.models import Plan
from actions.services import arranging, editing, leads, lifecycle, rolling, updates
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
        if not connection.features.has_select_for_update or sql.endswith("FOR NO KEY UPDATE")
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


# Rows are locked from above: the board, its plan, then what is in the plan

TABLES = (
    "subgroups_board",
    "actions_plan",
    "actions_priority",
    "actions_outcome",
    "actions_action",
    "actions_milestone",
    "actions_lead",
)
DAY = datetime.date(2026, 6, 1)
SAID = {"on": DAY, "text": "Begun", "rag": "green"}
IN_A_PLAN = {
    "ratify": lambda cast: lifecycle.ratify_plan(plan=draft_of(cast), on=DAY, by=cast.manager),
    "close": lambda cast: lifecycle.close_plan(plan=cast.plan, on=DAY, by=cast.manager),
    "describe": lambda cast: lifecycle.edit_plan(
        plan=cast.plan, values={"vision": "Safe"}, by=cast.manager
    ),
    "roll forward": lambda cast: rolling.roll_forward(plan=cast.plan, by=cast.manager),
    "report": lambda cast: updates.record_update(action=cast.action, by=cast.manager, **SAID),
    "report on an outcome": lambda cast: updates.record_outcome_update(
        outcome=cast.outcome, by=cast.manager, **SAID
    ),
    "complete": lambda cast: updates.complete_action(
        action=cast.action, by=cast.manager, on=DAY, text="Done", met=[milestone_of(cast)]
    ),
    "meet": lambda cast: updates.meet_milestone(
        milestone=milestone_of(cast), on=DAY, by=cast.manager
    ),
    "move a date": lambda cast: updates.change_due_date(
        action=cast.action, due=DAY, reason="Sooner", by=cast.manager
    ),
    "add a priority": lambda cast: editing.add_priority(
        plan=cast.plan, values={"title": "Neglect"}, by=cast.manager
    ),
    "add an outcome": lambda cast: editing.add_outcome(
        priority=cast.priority, values={"title": "Seen"}, by=cast.manager
    ),
    "add an action": lambda cast: editing.add_action(
        outcome=cast.outcome, values={"text": "Act"}, timescale=editing.Said(""), by=cast.manager
    ),
    "edit": lambda cast: editing.edit_action(
        action=cast.action, values={"text": "Agree it"}, by=cast.manager
    ),
    "add a milestone": lambda cast: editing.add_milestone(
        action=cast.action, values={"what": "Report"}, by=cast.manager
    ),
    "edit a milestone": lambda cast: editing.edit_milestone(
        milestone=milestone_of(cast), values={"what": "Draft"}, by=cast.manager
    ),
    "withdraw": lambda cast: arranging.withdraw(
        part=cast.priority, reason="Merged", by=cast.manager
    ),
    "place": lambda cast: arranging.place(part=cast.action, to=2, by=cast.manager),
    "lead": lambda cast: leads.add_lead(
        action=cast.action, party=leads.Party(agency=cast.agency), by=cast.manager
    ),
    "no longer lead": lambda cast: leads.withdraw_lead(
        lead=cast.action.leads.get(), reason="Moved on", by=cast.manager
    ),
    "settle": lambda cast: editing.settle_timescale(action=cast.action, keep=True, by=cast.manager),
}


def draft_of(cast):
    Plan.objects.filter(pk=cast.plan.pk).update(status="draft", ratified_on=None)
    return cast.plan


def milestone_of(cast):
    return factories.MilestoneFactory(action=cast.action)


def touched(queries) -> list[str]:
    """The tables of TABLES in which rows were locked or changed, in the order of the first time.

    SQLite locks no rows: there the look at the plan stands for its lock.
    """
    if connection.features.has_select_for_update:
        locked = r'^SELECT .*? FROM "(\w+)".* FOR (?:NO KEY )?UPDATE'
    else:
        locked = r'^SELECT .*? FROM "(actions_plan)".* WHERE "\1"\."id" = \d+ LIMIT 21$'
    found = []
    for sql in queries:
        for pattern in (locked, r'^UPDATE "(\w+)"'):
            hit = re.search(pattern, sql, re.DOTALL)
            if hit and hit.group(1) in TABLES and hit.group(1) not in found:
                found.append(hit.group(1))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("write", IN_A_PLAN)
def test_every_write_in_a_plan_locks_from_above(cast, today, write):
    with CaptureQueriesContext(connection) as seen:
        IN_A_PLAN[write](cast)
    found = touched(query["sql"] for query in seen)
    assert found == sorted(found, key=TABLES.index)
    assert "actions_plan" in found


@pytest.mark.django_db(transaction=True)
def test_reporting_while_the_plan_is_ratified_waits_and_goes_through(cast, today, monkeypatch):
    """The one who reports meets the plan in the hands of the one who ratifies it: had she taken
    the action first, each would hold what the other waits for.

    With SQLite there is one writer at a time, and her turn comes afterwards.
    """
    plan, told = draft_of(cast), []
    agree = lifecycle._agree_dates

    def report():
        try:
            updates.record_update(action=cast.action, by=cast.manager, **SAID)
            told.append("saved")
        except OperationalError as problem:
            told.append(str(problem))
        finally:
            connection.close()

    reporter = threading.Thread(target=report)

    def agree_meanwhile(plan):
        if connection.features.has_select_for_update:
            reporter.start()
            wait_for(somebody_waits)
        agree(plan)

    monkeypatch.setattr(lifecycle, "_agree_dates", agree_meanwhile)
    lifecycle.ratify_plan(plan=plan, on=DAY, by=cast.manager)
    if not connection.features.has_select_for_update:
        report()
    else:
        reporter.join(10)
    assert told == ["saved"]
    assert Plan.objects.get(pk=plan.pk).status == "ratified"


def wait_for(question) -> None:
    """Until it is answered with yes; a failure after five seconds."""
    for _ in range(500):
        if question():
            return
        time.sleep(0.01)
    pytest.fail(f"{question.__name__} has not come true")


def somebody_waits() -> bool:
    """Whether another connection waits for a row. (Activity views stand still in a transaction.)"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0
