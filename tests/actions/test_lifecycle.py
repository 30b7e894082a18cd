"""A plan's life: made, ratified, closed, rolled forward."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import Action, Lead, Milestone, Plan, Priority
from actions.services import lifecycle
from actions.services.editing import edit_priority
from actions.services.rolling import roll_forward
from actions.workflow import TRANSITIONS, may_roll_forward, may_take, steps_open
from boardplan.audit import AuditEvent
from boardplan.errors import Conflict, RuleBroken
from subgroups.models import Standing
from tests import factories

day = datetime.date
MANAGER = Standing(role="manager")
VIEWER = Standing(role="viewer")


@pytest.fixture
def draft(cast):
    return factories.PlanFactory(
        board=cast.board, status=Plan.Status.DRAFT, ratified_on=None, slug="a-draft"
    )


# Workflow


def test_every_status_has_an_answer_for_every_step():
    for step, transition in TRANSITIONS.items():
        for status in Plan.Status:
            answer = may_take(MANAGER, Plan(status=status), step)
            assert bool(answer) == (status in transition.before)
            if not answer:
                assert answer.reason.endswith(".")


def test_steps_that_are_open_follow_from_the_status():
    assert steps_open(MANAGER, Plan(status="draft")) == ["ratify"]
    assert steps_open(MANAGER, Plan(status="ratified")) == ["close", "roll_forward"]
    assert steps_open(MANAGER, Plan(status="closed")) == ["roll_forward"]
    assert steps_open(VIEWER, Plan(status="ratified")) == []
    assert not may_roll_forward(MANAGER, Plan(status="draft"))


def test_ratifying_sets_the_day_and_agrees_the_dates(cast, draft, today):
    outcome = factories.OutcomeFactory(priority=factories.PriorityFactory(plan=draft))
    fresh = factories.ActionFactory(outcome=outcome, first_due=day(2026, 5, 1))
    carried = factories.ActionFactory(
        outcome=outcome, first_due=day(2025, 5, 1), carried_from=cast.action
    )
    lifecycle.ratify_plan(plan=draft, on=day(2026, 11, 2), by=cast.manager)
    draft.refresh_from_db()
    assert (draft.status, draft.ratified_on, draft.version) == ("ratified", day(2026, 11, 2), 2)
    fresh.refresh_from_db()
    carried.refresh_from_db()
    assert fresh.first_due == fresh.due
    assert carried.first_due == day(2025, 5, 1)
    event = AuditEvent.objects.about(draft).first()
    assert (event.verb, event.by_name) == ("ratified", "Manager")
    assert event.changes == {
        "status": ["draft", "ratified"],
        "ratified_on": [None, "2026-11-02"],
    }


def test_an_empty_plan_is_not_ratified(cast, draft, today):
    action = factories.ActionFactory(
        outcome=factories.OutcomeFactory(priority=factories.PriorityFactory(plan=draft)),
        withdrawn_at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
        withdrawn_reason="A mistake",
    )
    with pytest.raises(RuleBroken, match="nothing to ratify yet"):
        lifecycle.ratify_plan(plan=draft, on=today, by=cast.manager)
    draft.refresh_from_db()
    assert draft.status == "draft"
    type(action).objects.update(withdrawn_at=None, withdrawn_reason="")
    assert lifecycle.ratify_plan(plan=draft, on=today, by=cast.manager).status == "ratified"


def test_a_step_is_refused_out_of_turn_and_for_a_wrong_day(cast, draft, today):
    factories.ActionFactory(
        outcome=factories.OutcomeFactory(priority=factories.PriorityFactory(plan=draft))
    )
    with pytest.raises(RuleBroken, match="Ratify this draft first"):
        lifecycle.close_plan(plan=draft, on=today, by=cast.manager)
    with pytest.raises(RuleBroken, match="today or in the past"):
        lifecycle.ratify_plan(plan=draft, on=day(2026, 11, 21), by=cast.manager)
    with pytest.raises(RuleBroken, match="20 March 2026"):
        lifecycle.close_plan(plan=cast.plan, on=day(2026, 3, 1), by=cast.manager)
    with pytest.raises(Conflict):
        lifecycle.ratify_plan(plan=draft, on=today, by=cast.manager, expected_version=9)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_a_closed_plan_takes_no_edits(cast, today):
    lifecycle.close_plan(plan=cast.plan, on=today, by=cast.manager)
    with pytest.raises(RuleBroken, match="is closed"):
        edit_priority(priority=cast.priority, values={"title": "Other"}, by=cast.manager)
    with pytest.raises(RuleBroken, match="is closed"):
        lifecycle.edit_plan(plan=cast.plan, values={"vision": "Other"}, by=cast.manager)


# Making and describing


@pytest.mark.parametrize(
    ("on", "month", "start"),
    [
        (day(2026, 11, 20), 4, day(2027, 4, 1)),
        (day(2026, 1, 5), 4, day(2026, 4, 1)),
        (day(2026, 9, 1), 9, day(2027, 9, 1)),
    ],
)
def test_a_board_without_plans_is_offered_its_next_year(db, on, month, start):
    board = factories.BoardFactory(year_start_month=month)
    found = lifecycle.next_period(board, on=on)
    assert found == (start, start.replace(year=start.year + 1) - datetime.timedelta(days=1))


def test_a_board_with_a_plan_is_offered_the_year_after(cast):
    assert lifecycle.next_period(cast.board, on=day(2026, 11, 20)) == (
        day(2027, 4, 1),
        day(2028, 3, 31),
    )


def test_a_new_plan_looks_like_the_newest_one(cast):
    cast.plan.columns = [{"key": "action", "title": "What we will do"}]
    cast.plan.words = {"lead": "Responsible person"}
    cast.plan.save()
    plan = lifecycle.create_plan(
        board=cast.board,
        values={"title": "Plan", "start": day(2027, 4, 1), "end": day(2028, 3, 31)},
        by=cast.manager,
    )
    assert (plan.slug, plan.status) == ("2027-28", "draft")
    assert (plan.columns, plan.words) == (cast.plan.columns, cast.plan.words)


def test_addresses_of_plans_are_free_and_never_a_page(cast):
    values = {"title": "New", "start": day(2026, 4, 1), "end": day(2027, 3, 31)}
    slugs = [
        lifecycle.create_plan(board=cast.board, values=values, by=cast.manager).slug
        for _ in range(2)
    ]
    assert slugs == ["2026-27-2", "2026-27-3"]


def test_a_plan_must_end_after_it_starts_and_cover_five_years_at_most(cast):
    for end in (day(2027, 4, 1), day(2033, 3, 31)):
        with pytest.raises(RuleBroken) as broken:
            lifecycle.create_plan(
                board=cast.board,
                values={"title": "Plan", "start": day(2027, 4, 1), "end": end},
                by=cast.manager,
            )
        assert broken.value.field == "end"


def test_moving_the_period_of_a_draft_reads_its_timescales_anew(cast, draft, today):
    outcome = factories.OutcomeFactory(priority=factories.PriorityFactory(plan=draft))
    action = factories.ActionFactory(outcome=outcome, timescale_text="March", due=None)
    lifecycle.edit_plan(
        plan=draft,
        values={"start": day(2027, 4, 1), "end": day(2028, 3, 31)},
        by=cast.manager,
    )
    action.refresh_from_db()
    assert (action.due, action.first_due) == (day(2028, 3, 31), day(2028, 3, 31))
    with pytest.raises(RuleBroken, match="period of a ratified plan"):
        lifecycle.edit_plan(plan=cast.plan, values={"end": day(2027, 6, 30)}, by=cast.manager)


@pytest.mark.parametrize(
    ("title", "later"),
    [
        ("Business plan 2026-27", "Business plan 2027-28"),
        ("Plan 2026/2027", "Plan 2027/2028"),
        ("Plan 1999–00", "Plan 2000–01"),
        ("Work plan 2026", "Work plan 2027"),
        ("Work plan", "Work plan"),
    ],
)
def test_the_title_moves_on_with_the_year(title, later):
    assert lifecycle.title_of_next(Plan(title=title)) == later


def test_a_first_plan_is_named_by_its_years(db):
    board = factories.BoardFactory(words={"plan": "Work plan"})
    named = lifecycle.title_of_first
    assert named(board, day(2027, 4, 1), day(2028, 3, 31)) == "Work plan 2027-28"
    assert named(board, day(2099, 9, 1), day(2100, 8, 31)) == "Work plan 2099-00"
    assert named(board, day(2027, 1, 1), day(2027, 12, 31)) == "Work plan 2027"


# Rolling forward


@pytest.fixture
def year(cast):
    """Riverside's plan at the end of a year: unfinished, done, withdrawn, recurring."""
    cast.plan.vision = "Every child is safe"
    cast.plan.save()
    make = factories.ActionFactory
    rows = {
        "late": cast.action,
        "open": cast.other_action,
        "done": make(outcome=cast.outcome, completed_on=day(2026, 9, 1)),
        "withdrawn": make(
            outcome=cast.outcome, withdrawn_at="2026-09-01T00:00Z", withdrawn_reason="Merged"
        ),
        "quarterly": make(
            outcome=cast.outcome,
            timescale_text="Quarterly",
            timescale_kind="recurring",
            times_per_year=4,
            due=None,
        ),
        "later": make(outcome=cast.outcome, due=day(2027, 9, 30)),
    }
    rows["late"].due = day(2026, 10, 31)
    rows["late"].first_due = day(2026, 6, 30)
    rows["late"].save()
    rows["late"].reports_to.add(cast.group)
    factories.MilestoneFactory(action=rows["late"], what="Report owed", due=day(2026, 9, 1))
    factories.MilestoneFactory(action=rows["late"], what="Met", met_on=day(2026, 9, 1))
    factories.MilestoneFactory(action=rows["quarterly"], due=day(2027, 3, 31), generated=True)
    factories.report_on(rows["late"], on=day(2026, 6, 1))
    return rows


def test_what_is_unfinished_goes_on_with_its_lineage(cast, year, today):
    new = roll_forward(plan=cast.plan, by=cast.manager)
    assert (new.title, new.slug, new.status) == ("Business plan 2027-28", "2027-28", "draft")
    assert (new.start, new.end) == (day(2027, 4, 1), day(2028, 3, 31))
    assert (new.rolled_from, new.vision) == (cast.plan, "Every child is safe")
    carried = list(new.actions.order_by("position"))
    assert [action.carried_from for action in carried] == [
        year["late"],
        year["open"],
        year["quarterly"],
        year["later"],
    ]
    assert {action.outcome.carried_from for action in carried} == {cast.outcome}
    assert {action.outcome.priority.carried_from for action in carried} == {cast.priority}
    assert [row.source for row in new.updates.all()] == ["carried"]
    cast.plan.refresh_from_db()
    assert (cast.plan.status, cast.plan.actions.count()) == ("ratified", 6)


def test_a_carried_action_keeps_words_dates_leads_and_what_is_owed(cast, year, today):
    new = roll_forward(plan=cast.plan, by=cast.manager)
    late = new.actions.get(carried_from=year["late"])
    assert (late.text, late.owner, late.timescale_text) == (
        year["late"].text,
        cast.group,
        "December 2026",
    )
    assert (late.due, late.first_due) == (day(2026, 10, 31), day(2026, 6, 30))
    assert late.timescale_to_settle  # overdue, so it is to be given a new date
    assert not new.actions.get(carried_from=year["later"]).timescale_to_settle
    assert (late.rag, late.last_update_on, late.version) == ("", day(2026, 6, 1), 1)
    (lead,) = late.leads.all()
    assert (lead.post, lead.accountable, lead.written) == (cast.post, True, "DI")
    assert [row.what for row in late.milestones.all()] == ["Report owed"]
    assert list(late.reports_to.all()) == [cast.group]
    # The old plan keeps its own.
    assert year["late"].milestones.count() == 2
    assert list(year["late"].leads.values_list("post", flat=True)) == [cast.post.pk]


def test_recurring_work_gets_the_milestones_and_review_of_the_new_year(cast, year, today):
    new = roll_forward(plan=cast.plan, by=cast.manager)
    quarterly = new.actions.get(carried_from=year["quarterly"])
    assert list(quarterly.milestones.values_list("due", flat=True)) == [
        day(2027, 6, 30),
        day(2027, 9, 30),
        day(2027, 12, 31),
        day(2028, 3, 31),
    ]
    assert quarterly.next_review == day(2027, 6, 30)


def test_row_by_row_choice_decides(cast, year, today):
    ids = {year["done"].pk, year["withdrawn"].pk}
    new = roll_forward(plan=cast.plan, by=cast.manager, action_ids=ids)
    carried = list(new.actions.order_by("position"))
    assert [action.carried_from for action in carried] == [year["done"], year["withdrawn"]]
    assert [(a.completed_on, a.withdrawn_at) for a in carried] == [(None, None), (None, None)]


def test_levels_with_nothing_left_to_do_stay_behind(cast, year, today):
    finished = factories.OutcomeFactory(priority=cast.priority, title="All done")
    factories.ActionFactory(outcome=finished, completed_on=day(2026, 9, 1))
    factories.OutcomeFactory(priority=cast.priority, title="Nothing planned yet")
    factories.PriorityFactory(plan=cast.plan, title="Empty priority")
    new = roll_forward(plan=cast.plan, by=cast.manager)
    assert list(new.outcomes.order_by("position").values_list("title", flat=True)) == [
        "Families get help sooner",
        "Nothing planned yet",
    ]
    assert set(Priority.objects.filter(plan=new).values_list("title", flat=True)) == {
        "Early help",
        "Empty priority",
    }


def test_a_plan_is_rolled_forward_once_and_never_as_a_draft(cast, draft, today):
    roll_forward(plan=cast.plan, by=cast.manager)
    with pytest.raises(RuleBroken, match="already, into Business plan 2027-28"):
        roll_forward(plan=cast.plan, by=cast.manager)
    with pytest.raises(RuleBroken, match="Ratify it first"):
        roll_forward(plan=draft, by=cast.manager)


def statements(queries) -> list[str]:
    """The captured statements; the batches of one bulk insert (SQLite takes few values at a
    time) count as one."""
    told = []
    for query in queries:
        words = query["sql"].split()
        name = " ".join(words[:3]) if words[0] == "INSERT" else query["sql"]
        if not (told and words[0] == "INSERT" and told[-1] == name):
            told.append(name)
    return told


ROLLING = 25


@pytest.mark.parametrize("more", [0, 300])
def test_rolling_forward_takes_the_same_statements_for_any_number(cast, year, today, more):
    actions = Action.objects.bulk_create(
        factories.ActionFactory.build(
            outcome=cast.outcome, plan=cast.plan, board=cast.board, owner=cast.group
        )
        for _ in range(more)
    )
    Lead.objects.bulk_create(
        Lead(board=cast.board, action=action, post=cast.post) for action in actions
    )
    Milestone.objects.bulk_create(
        Milestone(board=cast.board, action=action, due=day(2027, 1, 1)) for action in actions
    )
    for action in actions:
        factories.report_on(action, on=day(2026, 6, 1), rag="red", reason="Late")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        new = roll_forward(plan=cast.plan, by=cast.manager)
    assert new.actions.count() == 4 + more
    assert new.actions.filter(rag="red", latest_update__source="carried").count() == more
    assert len(statements(captured.captured_queries)) == ROLLING
