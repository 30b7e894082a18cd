"""Into the next year: what is unfinished goes on with its lineage, what is done stays."""

import datetime

from django.db import transaction

from boardplan import audit, clock
from boardplan.errors import RuleBroken
from subgroups.services.people import hold

from ..models import Action, Lead, Milestone, Outcome, Plan, Priority
from ..workflow import ROLLS_FORWARD
from . import timing
from .lifecycle import check_period, free_slug, locked_plan, title_of_next, year_from
from .updates.handing_on import carry_progress

# What the next year's plan takes over as it stands.
CARRIED_PLAN_FIELDS = ("vision", "intent", "rag_definition", "introduction", "columns", "words")
CARRIED_ACTION_FIELDS = (
    "ref",
    "text",
    "sub_items",
    "position",
    "owner_id",
    "monitoring",
    "success_measure",
    "core_task",
    "shaped_by_children",
    "sources",
    "timescale_text",
    "timescale_kind",
    "start",
    "due",
    "first_due",
    "times_per_year",
    "timescale_to_settle",
    "timescale_corrected",
)


def goes_on(action: Action) -> bool:
    """What the screen proposes: unfinished work goes on, what is done or withdrawn stays."""
    return action.completed_on is None and action.withdrawn_at is None


def next_period_of(plan: Plan) -> tuple[datetime.date, datetime.date]:
    """The year that follows the plan."""
    start = plan.end + datetime.timedelta(days=1)
    return start, year_from(start)


@transaction.atomic
def roll_forward(
    *,
    plan: Plan,
    by,
    title: str = "",
    start: datetime.date | None = None,
    end: datetime.date | None = None,
    action_ids: set[int] | None = None,
) -> Plan:
    """Make the next year's draft out of a plan; returns it.

    action_ids: which actions go on; None for the unfinished ones (`goes_on`). Their priorities
    and outcomes go with them, and those in force that never had an action.

    Each carried row names the row it came from. Carried actions keep their words, leads,
    dates and first agreed date, so that slippage stays honest; one whose due date lies before
    the new plan starts is marked to be settled with a new date. Work without an end is given
    its next review and its milestones in the new period. Milestones that were not met go along.
    The copies open with what was last said, and what is reported in the old plan from now on is
    handed on to them (the rule: `services.updates.handing_on`). The old plan is not changed.
    Statements: the same number for any number of rows.
    """
    hold(plan.board)
    plan = locked_plan(plan)
    if plan.status not in ROLLS_FORWARD:
        raise RuleBroken("A draft is not rolled forward. Ratify it first.")
    start = start or next_period_of(plan)[0]
    end = end or year_from(start)
    check_period(start, end)
    if start <= plan.start:
        raise RuleBroken("The next plan must start after this one", field="start")
    earlier = plan.rolled_into.first()
    if earlier is not None:
        raise RuleBroken(f"This plan was rolled forward already, into {earlier.title}.")
    values = {"title": title.strip() or title_of_next(plan), "start": start, "end": end}
    values |= {name: getattr(plan, name) for name in CARRIED_PLAN_FIELDS}
    new = Plan(board=plan.board, slug=free_slug(plan.board, values), rolled_from=plan, **values)
    new.save()

    actions = list(plan.actions.select_related("outcome").order_by("position", "id"))
    if action_ids is None:
        chosen = [action for action in actions if goes_on(action)]
    else:
        chosen = [action for action in actions if action.pk in action_ids]
    outcomes, priorities = _carry_levels(plan, new, actions, chosen)
    carried = _carry_actions(new, chosen, outcomes)
    _carry_leads(carried)
    _carry_milestones(new, carried)
    _carry_reports_to(carried)
    carry_progress(carried, outcomes)
    audit.record(
        by=by,
        verb="rolled forward",
        obj=plan,
        changes={
            "into": [None, new.title],
            "actions carried": [len(actions), len(carried)],
        },
    )
    audit.record(
        by=by,
        verb="created",
        obj=new,
        changes={
            "rolled forward from": [None, plan.title],
            "priorities": [0, len(priorities)],
            "outcomes": [0, len(outcomes)],
            "actions": [0, len(carried)],
        },
    )
    return new


def _carry_levels(plan: Plan, new: Plan, actions, chosen) -> tuple[dict, dict]:
    """Copy the levels above; returns {old outcome id: new outcome}, {old priority id: new}."""
    needed = {action.outcome_id for action in chosen}
    with_actions = {action.outcome_id for action in actions}
    old_outcomes = [
        row
        for row in Outcome.objects.filter(plan=plan).order_by("position", "id")
        if row.pk in needed or (row.withdrawn_at is None and row.pk not in with_actions)
    ]
    above = {row.priority_id for row in old_outcomes}
    with_outcomes = set(
        Outcome.objects.filter(plan=plan).values_list("priority_id", flat=True).distinct()
    )
    old_priorities = [
        row
        for row in Priority.objects.filter(plan=plan).order_by("position", "id")
        if row.pk in above or (row.withdrawn_at is None and row.pk not in with_outcomes)
    ]
    priorities = {
        row.pk: Priority(
            board_id=new.board_id,
            plan=new,
            ref=row.ref,
            title=row.title,
            description=row.description,
            position=row.position,
            carried_from=row,
        )
        for row in old_priorities
    }
    Priority.objects.bulk_create(priorities.values())
    outcomes = {
        row.pk: Outcome(
            board_id=new.board_id,
            plan=new,
            priority=priorities[row.priority_id],
            ref=row.ref,
            title=row.title,
            sources=row.sources,
            notes=row.notes,
            position=row.position,
            carried_from=row,
        )
        for row in old_outcomes
    }
    Outcome.objects.bulk_create(outcomes.values())
    return outcomes, priorities


def _carry_actions(new: Plan, chosen, outcomes) -> dict[int, Action]:
    carried = {}
    for old in chosen:
        action = Action(
            board_id=new.board_id,
            plan=new,
            outcome=outcomes[old.outcome_id],
            carried_from=old,
            **{name: getattr(old, name) for name in CARRIED_ACTION_FIELDS},
        )
        reading = timing.reading_of(action, new)
        action.next_review = timing.review_after(reading, new, on=clock.today())
        if action.due is not None and action.due < new.start:
            action.timescale_to_settle = True
        carried[old.pk] = action
    Action.objects.bulk_create(carried.values())
    return carried


def _carry_leads(carried: dict[int, Action]) -> None:
    copies = []
    for lead in Lead.objects.filter(action__in=list(carried)).order_by("position", "id"):
        action = carried[lead.action_id]
        lead.pk, lead._state.adding, lead.action = None, True, action
        copies.append(lead)
    Lead.objects.bulk_create(copies)


def _carry_milestones(new: Plan, carried: dict[int, Action]) -> None:
    """Those people wrote and nobody met; generated ones are made anew for the new period."""
    copies = []
    open_ones = Milestone.objects.open().filter(action__in=list(carried), generated=False)
    for milestone in open_ones.order_by("position", "due", "id"):
        action = carried[milestone.action_id]
        milestone.pk, milestone._state.adding, milestone.action = None, True, action
        copies.append(milestone)
    for action in carried.values():
        reading = timing.reading_of(action, new)
        if reading.kind == "recurring":
            copies += timing.new_milestones(action, new, reading)
    Milestone.objects.bulk_create(copies)


def _carry_reports_to(carried: dict[int, Action]) -> None:
    through = Action.reports_to.through
    rows = through.objects.filter(action__in=list(carried)).order_by("pk")
    through.objects.bulk_create(
        through(action=carried[row.action_id], subgroup_id=row.subgroup_id) for row in rows
    )
