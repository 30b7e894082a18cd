"""Due dates moved, milestones met."""

import datetime

from django.db import transaction

from actions.models import Action, Milestone, Plan
from actions.services.timing import due_reason_needed, note_due_change
from actions.timescales import Kind
from boardplan import audit
from boardplan.errors import RuleBroken

from .handing_on import milestones_in_copies
from .rows import check_day, check_length, locked, locked_milestone, long_date, save

MOVED_DATE = "moved the due date of"
MET = "met"
UNMET = "no longer counts as met"


@transaction.atomic
def change_due_date(
    *,
    action: Action,
    by,
    due: datetime.date,
    reason: str = "",
    expected_version: int | None = None,
) -> Action:
    """Move the due date of `action`; returns it.

    While the plan is a draft nothing has been agreed yet: the first agreed date moves along, no
    reason is asked and nothing counts as slippage (what was carried over keeps the date of the
    plan it came from). From ratification on, `first_due` stays what it was for ever, and every
    move is a DueDateChange with its reason; an action that never had a date gets its first one
    now, which takes none. The words of the timescale stay as they are in the document.
    """
    action = locked(action, expected_version)
    if due == action.due:
        raise RuleBroken(f"The action is due on {long_date(due)} already", field="due")
    if action.start is not None and due < action.start:
        raise RuleBroken(
            f"The due date must be on or after the start, {long_date(action.start)}", field="due"
        )
    if due_reason_needed(action, action.plan, after=due) and not reason.strip():
        raise RuleBroken("Say why the date moves", field="reason")
    check_length(reason, "reason")
    before = action.due
    values = {"due": due, "timescale_corrected": True}
    if action.timescale_kind in (Kind.MONTH, Kind.UNKNOWN):
        values["timescale_kind"] = str(Kind.DATE)
    if action.plan.status == Plan.Status.DRAFT and action.carried_from_id is None:
        values["first_due"] = due
    elif action.first_due is None:
        values["first_due"] = before or due
    changes = audit.changed(action, values)
    if action.timescale_kind == Kind.DATE:
        action.next_review = None
    note_due_change(action=action, plan=action.plan, before=before, reason=reason, by=by)
    save(action)
    audit.record(by=by, verb=MOVED_DATE, obj=action, changes=changes)
    return action


@transaction.atomic
def meet_milestone(*, milestone: Milestone, by, on: datetime.date) -> Milestone:
    """Say that a milestone was met on the day `on`; met twice stays as it was first said.

    Where its action went into the next plan, the same milestone is met there.
    """
    milestone = locked_milestone(milestone)
    if milestone.met_on is not None:
        return milestone
    check_day(milestone.action.plan, on)
    for row in (milestone, *milestones_in_copies(milestone, met=False)):
        row.met_on = on
        row.save(update_fields=["met_on"])
        audit.record(by=by, verb=MET, obj=row, changes={"met_on": [None, on]})
    return milestone


@transaction.atomic
def unmeet_milestone(*, milestone: Milestone, by) -> Milestone:
    """Take back that a milestone was met; the audit keeps that it was said."""
    milestone = locked_milestone(milestone)
    if milestone.met_on is None:
        return milestone
    for row in (milestone, *milestones_in_copies(milestone, met=True)):
        before, row.met_on = row.met_on, None
        row.save(update_fields=["met_on"])
        audit.record(by=by, verb=UNMET, obj=row, changes={"met_on": [before, None]})
    return milestone
