"""What the business manager writes into a plan: its priorities, outcomes, actions, milestones.

Who may do this is asked in the views. Order, place and withdrawing: `arranging`; leads: `leads`.
"""

import datetime
from dataclasses import dataclass

from django.db import models, transaction

from boardplan import audit, clock
from boardplan.errors import RuleBroken
from subgroups.services.people import same_board
from subgroups.words import article

from ..models import Action, DueDateChange, Milestone, Outcome, Plan, Priority
from ..timescales import Timescale
from . import timing
from .parts import Part, allowed, check_in_force, hold_open, locked, save_part, siblings

PRIORITY_FIELDS = ("ref", "title", "description")
OUTCOME_FIELDS = ("ref", "title", "sources", "notes")
ACTION_FIELDS = (
    "ref",
    "text",
    "sub_items",
    "owner",
    "monitoring",
    "success_measure",
    "core_task",
    "shaped_by_children",
    "sources",
)
MILESTONE_FIELDS = ("due", "what", "to", "to_group")
TIMESCALE_FIELDS = (
    "timescale_text",
    "timescale_kind",
    "start",
    "due",
    "times_per_year",
    "next_review",
    "timescale_corrected",
)
# Stands in the record of date changes where a doubt was settled against a timescale.
NOT_OF_THIS_ACTION = "The timescale belongs to another action of its row."


@dataclass(frozen=True)
class Said:
    """A timescale as an editor gives it: the words, and the meaning where they corrected it."""

    text: str
    reading: Timescale | None = None
    next_review: datetime.date | None = None


@transaction.atomic
def add_priority(*, plan: Plan, values: dict, by) -> Priority:
    """A new priority at the end of the plan. values: PRIORITY_FIELDS."""
    plan = hold_open(plan)
    return _add(Priority(board_id=plan.board_id, plan=plan), values, PRIORITY_FIELDS, by)


@transaction.atomic
def add_outcome(*, priority: Priority, values: dict, by) -> Outcome:
    """A new outcome at the end of its priority. values: OUTCOME_FIELDS."""
    plan = hold_open(priority.plan)
    check_in_force(priority)
    row = Outcome(board_id=priority.board_id, plan=plan, priority=priority)
    return _add(row, values, OUTCOME_FIELDS, by)


@transaction.atomic
def add_outcome_without_priority(*, plan: Plan, values: dict, by) -> Outcome:
    """The first outcome of a plan that has no priorities: it stands under one without words, as
    in plans that were brought in without. Raises RuleBroken if the plan has one by now."""
    plan = hold_open(plan)
    if Priority.objects.filter(plan=plan).in_force().exists():
        raise RuleBroken(
            f"Somebody has added {article(plan.word('priority'))} meanwhile. "
            "Say under which this stands.",
            field="priority",
        )
    row = Priority(board_id=plan.board_id, plan=plan)
    priority = _add(row, dict.fromkeys(PRIORITY_FIELDS, ""), PRIORITY_FIELDS, by)
    return add_outcome(priority=priority, values=values, by=by)


@transaction.atomic
def add_action(*, outcome: Outcome, values: dict, timescale: Said, by) -> Action:
    """A new action at the end of its outcome, with its milestones.

    values: ACTION_FIELDS and "reports_to" (groups).
    """
    plan = hold_open(outcome.plan)
    check_in_force(outcome)
    _check_groups(outcome.board_id, values)
    action = Action(board_id=outcome.board_id, plan=plan, outcome=outcome)
    _say(action, plan, timescale)
    _add(action, values, ACTION_FIELDS, by)
    action.reports_to.set(values.get("reports_to", ()))
    timing.sync_milestones(action=action, plan=plan, by=by)
    return action


@transaction.atomic
def edit_priority(*, priority: Priority, values: dict, by, expected_version=None) -> Priority:
    """Change what a priority says. Conflict if it moved on since `expected_version`."""
    return _edit(priority, values, PRIORITY_FIELDS, by, expected_version)


@transaction.atomic
def edit_outcome(*, outcome: Outcome, values: dict, by, expected_version=None) -> Outcome:
    """Change what an outcome says. Conflict if it moved on since `expected_version`."""
    return _edit(outcome, values, OUTCOME_FIELDS, by, expected_version)


@transaction.atomic
def edit_action(
    *,
    action: Action,
    values: dict,
    by,
    timescale: Said | None = None,
    due_reason: str = "",
    expected_version: int | None = None,
) -> Action:
    """Change what an action says; returns it as saved.

    values: any of ACTION_FIELDS and "reports_to". timescale: None leaves it as it is; the same
    words without a correction are not read anew, so that a date carried over from last year's
    plan stays what was agreed. due_reason: required when the due date of an agreed plan moves
    (RuleBroken on "due_reason"). Conflict if the action moved on since `expected_version`.
    """
    action = locked(action, expected_version)
    _check_groups(action.board_id, values)
    plan = action.plan
    changes, moved = alter_action(action, values, timescale, due_reason=due_reason, by=by)
    if moved is not None:
        moved.save()
    if "reports_to" in values:
        before = list(action.reports_to.order_by("pk"))
        after = sorted(values["reports_to"], key=lambda group: group.pk)
        if before != after:
            action.reports_to.set(after)
            changes["reports_to"] = [before, after]
    if changes:
        save_part(action)
        audit.record(by=by, verb="edited", obj=action, changes=changes)
        if changes.keys() & set(TIMESCALE_FIELDS):
            timing.sync_milestones(action=action, plan=plan, by=by)
    return action


def alter_action(
    action: Action, values: dict, timescale: Said | None, *, due_reason: str, by
) -> tuple[dict, DueDateChange | None]:
    """Set on a row of an open plan what `edit_action` says; nothing is saved.

    Returns {field: [before, after]} and the move of its due date that is to be kept, if any.
    """
    changes, moved = audit.changed(action, allowed(values, ACTION_FIELDS)), None
    if timescale is not None and _says_something_new(action, timescale):
        before = {name: getattr(action, name) for name in TIMESCALE_FIELDS}
        _say(action, action.plan, timescale)
        action.timescale_to_settle = False
        changes |= _compared(action, before)
        moved = timing.due_change(
            action=action, plan=action.plan, before=before["due"], reason=due_reason, by=by
        )
    return changes, moved


@transaction.atomic
def settle_timescale(*, action: Action, keep: bool, by) -> Action:
    """Decide whether a timescale that stood beside several actions belongs to this one.

    Kept, the doubt goes; not kept, the action is left without a timescale, and where a date of
    an agreed plan goes with it the record of date changes says why. A closed plan is settled too.
    """
    action = locked(action, settling=True)
    if not action.timescale_to_settle:
        return action
    changes = audit.changed(action, {"timescale_to_settle": False})
    if not keep:
        before = {name: getattr(action, name) for name in TIMESCALE_FIELDS}
        timing.apply_timescale(action, "", plan=action.plan)
        changes |= _compared(action, before)
        timing.note_due_change(
            action=action,
            plan=action.plan,
            before=before["due"],
            reason=NOT_OF_THIS_ACTION,
            by=by,
        )
        action.first_due = None  # it was never this action's date
    save_part(action)
    audit.record(by=by, verb="settled the timescale of", obj=action, changes=changes)
    if not keep:
        timing.sync_milestones(action=action, plan=action.plan, by=by)
    return action


@transaction.atomic
def add_milestone(*, action: Action, values: dict, by) -> Milestone:
    """One more dated thing that an action owes. values: MILESTONE_FIELDS."""
    action.plan = hold_open(action.plan)
    check_in_force(action)
    _check_says_something(values)
    _check_groups(action.board_id, values)
    row = Milestone(board_id=action.board_id, action=action)
    for name, value in allowed(values, MILESTONE_FIELDS).items():
        setattr(row, name, value)
    # Milestones stand in the order of their dates until somebody orders them by hand.
    last = action.milestones.aggregate(last=models.Max("position"))["last"]
    row.position = last + 1 if last else 0
    row.save()
    changes = {"milestone": [None, str(row)]}
    audit.record(by=by, verb="added a milestone to", obj=action, changes=changes)
    return row


@transaction.atomic
def edit_milestone(*, milestone: Milestone, values: dict, by) -> Milestone:
    """Change what a milestone says. Whether it was met is said in the services of updates."""
    milestone = locked(milestone)
    _check_groups(milestone.board_id, values)
    before = str(milestone)
    changes = audit.changed(milestone, allowed(values, MILESTONE_FIELDS))
    _check_says_something({name: getattr(milestone, name) for name in MILESTONE_FIELDS})
    if changes:
        if "due" in changes:  # somebody's own date from now on: a new timescale leaves it alone
            milestone.generated = False
        milestone.save()
        changes = {"milestone": [before, str(milestone)]} | changes
        audit.record(by=by, verb="edited a milestone of", obj=milestone.action, changes=changes)
    return milestone


# What is shared by the services above


def _check_says_something(values: dict) -> None:
    if not values.get("due") and not (values.get("what") or "").strip():
        raise RuleBroken("Enter a date, or say what is owed", field="due")


def _check_groups(board_id: int, values: dict) -> None:
    """Groups named in a part are the board's own. Raises RuleBroken naming the field."""
    same_board(board_id, owner=values.get("owner"), to_group=values.get("to_group"))
    for group in values.get("reports_to", ()):
        same_board(board_id, reports_to=group)


def _add(row: Part, values: dict, fields, by) -> Part:
    for name, value in allowed(values, fields).items():
        setattr(row, name, value)
    rows = siblings(row)
    row.position = rows[-1].position + 1 if rows else 1
    row.save()
    audit.record(by=by, verb="added", obj=row)
    return row


def _edit(row: Part, values: dict, fields, by, expected_version) -> Part:
    row = locked(row, expected_version)
    changes = audit.changed(row, allowed(values, fields))
    if changes:
        save_part(row)
        audit.record(by=by, verb="edited", obj=row, changes=changes)
    return row


def _says_something_new(action: Action, said: Said) -> bool:
    if said.text != action.timescale_text or (said.reading is None) == action.timescale_corrected:
        return True
    if said.reading is None:
        return said.next_review is not None and said.next_review != action.next_review
    now = (action.timescale_kind, action.start, action.due, action.times_per_year)
    meant = said.reading
    return now != (meant.kind, meant.start, meant.due, meant.times_per_year) or (
        said.next_review is not None and said.next_review != action.next_review
    )


def _say(action: Action, plan: Plan, said: Said) -> None:
    """Give the action the timescale; the review day that was chosen stays with a correction."""
    today = clock.today()
    review = said.next_review
    if review is not None and review <= today:
        raise RuleBroken("The next review must be after today", field="next_review")
    if said.reading is not None:
        if said.reading.start and said.reading.due and said.reading.due < said.reading.start:
            raise RuleBroken("The due date must be on or after the start", field="due")
        action.timescale_text = said.text
        if review is None and action.next_review is not None and action.next_review > today:
            review = action.next_review
    timing.apply_timescale(
        action,
        said.text if said.reading is None else None,
        plan=plan,
        reading=said.reading,
        next_review_on=review,
    )


def _compared(row, before: dict) -> dict:
    return {
        name: [value, getattr(row, name)]
        for name, value in before.items()
        if value != getattr(row, name)
    }
