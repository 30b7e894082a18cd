"""Progress reported, actions finished and taken up again."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from actions.models import Action, Milestone, Outcome, ProgressUpdate
from actions.services.parts import hold_plan
from boardplan import audit, clock
from boardplan.errors import Conflict, RuleBroken

from .dates import meet_milestone
from .handing_on import hand_on
from .rows import (
    add_row,
    add_update,
    check_day,
    follow,
    follow_day,
    locked,
    long_date,
    name_of,
    save,
    suggestion,
)

REPORTED = "reported progress on"
COMPLETED = "completed"
REOPENED = "reopened"


@transaction.atomic
def record_update(
    *,
    action: Action,
    by,
    on: datetime.date,
    text: str = "",
    rag: str = "",
    reason: str = "",
    evidence: str = "",
    difference_made: str = "",
    met: Iterable[Milestone] = (),
    membership=None,
    expected_version: int | None = None,
    source: str = ProgressUpdate.Source.PERSON,
    by_name: str = "",
) -> ProgressUpdate:
    """Add what `by` reports of `action` as at the day `on`; returns the new row.

    text or rag: at least one. reason: where `rag.reason_needed` asks for one (amber, red, or a
    rating other than the dates suggest). met: milestones of the action that were met by that day.
    membership: names the person's agency beside them.
    expected_version: the `version` the person saw when the form was opened; None where nobody
    opened a form (loading, tests). source: "document" takes the row as the document has it.
    by_name: whose words they are where `by` only brings them in.

    Raises Conflict with the action as it stands if it moved on, RuleBroken with its field if the
    words are not complete, the day lies ahead or the plan is closed.
    """
    action = locked(action, expected_version)
    update = add_update(
        action,
        by=by,
        by_name=by_name[:200] or name_of(by, membership),
        on=on,
        text=text,
        rag=rag,
        reason=reason,
        evidence=evidence,
        difference_made=difference_made,
        source=source,
    )
    before = {"rag": action.rag, "on": action.last_update_on}
    follow(action, update)
    save(action)
    changes = {"rag": [before["rag"], action.rag]} if before["rag"] != action.rag else {}
    audit.record(by=by, verb=REPORTED, obj=action, changes=changes)
    hand_on(update, by=by)
    _meet(met, action, by=by, on=on)
    return update


@transaction.atomic
def complete_action(
    *,
    action: Action,
    by,
    on: datetime.date,
    text: str,
    evidence: str = "",
    difference_made: str = "",
    rag: str = "",
    reason: str = "",
    met: Iterable[Milestone] = (),
    membership=None,
    expected_version: int | None = None,
    by_name: str = "",
) -> ProgressUpdate:
    """Say that `action` was finished on the day `on`, and how; returns the update that says so.

    rag: what finished work is rated, if not what the board's scheme suggests (green; blue where
    the board signs work off). Milestones that are not in `met` stay as they are: what was skipped
    stays visible.
    Raises as `record_update` does, and RuleBroken if it is complete already or text is missing.
    """
    action = locked(action, expected_version)
    if action.completed_on is not None:
        raise RuleBroken(
            f"This action was completed on {long_date(action.completed_on)}. "
            "Reopen it to report more."
        )
    if not text.strip():
        raise RuleBroken("Say what was done to complete this action", field="text")
    check_day(action.plan, on)
    action.completed_on = on
    update = add_update(
        action,
        by=by,
        by_name=by_name[:200] or name_of(by, membership),
        on=on,
        text=text,
        rag=rag or str(suggestion(action, on=on).rag),
        reason=reason,
        evidence=evidence,
        difference_made=difference_made,
    )
    before = action.rag
    follow(action, update)
    save(action)
    changes = {"completed_on": [None, on]}
    if before != action.rag:
        changes["rag"] = [before, action.rag]
    audit.record(by=by, verb=COMPLETED, obj=action, changes=changes)
    hand_on(update, by=by)
    _meet(met, action, by=by, on=on)
    return update


def _meet(milestones, action, *, by, on) -> None:
    for milestone in milestones:
        if milestone.action_id == action.pk:
            meet_milestone(milestone=milestone, by=by, on=on)


@transaction.atomic
def reopen_action(
    *, action: Action, by, reason: str, membership=None, expected_version: int | None = None
) -> ProgressUpdate:
    """Take up a completed action again, for a reason; returns the update that says so.

    It is rated what the dates suggest from today, because "achieved" no longer holds.
    """
    action = locked(action, expected_version)
    if action.completed_on is None:
        raise RuleBroken("This action is not complete, so there is nothing to reopen.")
    if not reason.strip():
        raise RuleBroken("Say why the action is taken up again", field="reason")
    completed_on, before = action.completed_on, action.rag
    action.completed_on = None
    today = clock.today()
    update = add_update(
        action,
        by=by,
        by_name=name_of(by, membership),
        on=today,
        text="Reopened.",
        rag=str(suggestion(action, on=today).rag),
        reason=reason,
    )
    follow(action, update)
    save(action)
    changes = {"completed_on": [completed_on, None]}
    if before != action.rag:
        changes["rag"] = [before, action.rag]
    audit.record(by=by, verb=REOPENED, obj=action, changes=changes)
    hand_on(update, by=by)
    return update


@transaction.atomic
def record_outcome_update(
    *,
    outcome: Outcome,
    by,
    on: datetime.date,
    text: str = "",
    rag: str = "",
    reason: str = "",
    evidence: str = "",
    difference_made: str = "",
    membership=None,
    expected_version: int | None = None,
    source: str = ProgressUpdate.Source.PERSON,
) -> ProgressUpdate:
    """Add progress about a whole outcome, as plans in documents have it for a row of actions.

    Dates suggest nothing for an outcome, so a reason is asked for amber and red alone.
    Raises as `record_update` does: Conflict where somebody reported on it, or edited it, since
    `expected_version`.
    """
    plan = hold_plan(outcome.plan_id)
    outcome = Outcome.objects.select_for_update(no_key=True).get(pk=outcome.pk)
    outcome.plan, outcome.board = plan, plan.board
    if expected_version is not None and outcome.version != expected_version:
        raise Conflict(outcome)
    if outcome.withdrawn_at is not None:
        raise RuleBroken("This was withdrawn from the plan, so it takes no more updates.")
    update = add_row(
        plan,
        by=by,
        by_name=name_of(by, membership),
        on=on,
        text=text,
        rag=rag,
        reason=reason,
        evidence=evidence,
        difference_made=difference_made,
        source=source,
        suggested="",
        outcome=outcome,
    )
    outcome.version += 1
    outcome.save(update_fields=["version"])
    follow_day(plan, on)
    audit.record(by=by, verb=REPORTED, obj=outcome, changes={})
    hand_on(update, by=by)
    return update
