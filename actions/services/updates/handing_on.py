"""What is reported in one plan reaches the plan that it was rolled forward into.

The rule. An action that went into the next year's plan is one piece of work in two plans. Until
the new plan is ratified people are asked, and answer, in the old one; from then on in the new one
(`Action.objects.asked_about`). Whatever is reported in the old plan, before the new one is ratified
or as a late entry after it, is handed on at once: the copy gets the same report, marked as
carried and naming the row it came from, and shows it as far as nothing later has been said of the
copy itself. So the new plan always opens with the newest rating, its reason and its date, whose
words they were, and the way back to them.

What is not handed on is what the manager writes: words, dates and leads of the draft are hers.
Nor does work finish there because it finished here: the copy shows the report that says so, and
ratifying and the copy's page tell her that it was finished, for her to withdraw or complete it.
A copy that is complete already, or in a closed plan, stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from actions.models import Action, Milestone, Outcome, Plan, ProgressUpdate
from actions.services.parts import hold_plan
from boardplan import audit

from .rows import follow_action, save

TOOK_OVER = "took over progress on"
CARRIED = ProgressUpdate.Source.CARRIED
SAID = (
    "on", "text", "rag", "suggested", "reason", "evidence", "difference_made", "by_id", "by_name",
)  # fmt: skip


def copy_of(update: ProgressUpdate, **about) -> ProgressUpdate:
    """The report as the copy of its action or outcome has it; unsaved."""
    (row,) = about.values()
    said = {name: getattr(update, name) for name in SAID}
    return ProgressUpdate(
        board_id=row.board_id,
        plan_id=row.plan_id,
        source=CARRIED,
        carried_from=update,
        **said,
        **about,
    )


def hand_on(update: ProgressUpdate, *, by) -> None:
    """Give a report that was just made to the copies of its action or outcome, if there are any.

    Its plan is as `hold_plan` gives it.
    """
    if not update.plan.goes_on:
        return
    if update.action_id is not None:
        found = Action.objects.filter(carried_from=update.action_id, completed_on=None)
    else:
        found = Outcome.objects.filter(carried_from=update.outcome_id)
    for row in found.exclude(plan__status=Plan.Status.CLOSED).order_by("plan__start", "id"):
        plan = hold_plan(row.plan_id)
        row = type(row).objects.select_for_update(no_key=True).get(pk=row.pk)
        row.plan, row.board = plan, plan.board
        changes = {}
        if isinstance(row, Action):
            copy = copy_of(update, action=row)
            copy.save()
            before = row.rag
            follow_action(row, copy)
            save(row)
            changes = {"rag": [before, row.rag]} if before != row.rag else {}
        else:
            copy = copy_of(update, outcome=row)
            copy.save()
            row.version += 1
            row.save(update_fields=["version"])
        copy.plan = plan
        audit.record(by=by, verb=TOOK_OVER, obj=row, changes=changes)
        hand_on(copy, by=by)


def carry_progress(actions: Mapping[int, Action], outcomes: Mapping[int, Outcome]) -> None:
    """Open the new copies with what was last said: {old id: new row} of each, as rolled forward.

    An action takes its last report, and the last one that rated it where that is another; an
    outcome its last one. Statements: the same number for any number of rows.
    """
    last_said = Q(pk=F("action__latest_update"))
    last_rated = Q(on=F("action__rag_on")) & ~Q(rag="")
    rows = ProgressUpdate.objects.filter(last_said | last_rated, action__in=list(actions))
    copies = []
    for old, updates in _grouped(rows, "action_id").items():
        rated = [update for update in updates if update.rag][-1:]
        for update in sorted({*rated, updates[-1]}, key=_when):
            copies.append(copy_of(update, action=actions[old]))
    about_outcomes = ProgressUpdate.objects.filter(outcome__in=list(outcomes))
    for old, updates in _grouped(about_outcomes, "outcome_id").items():
        copies.append(copy_of(updates[-1], outcome=outcomes[old]))
    ProgressUpdate.objects.bulk_create(copies)
    said = ProgressUpdate.objects.filter(action=OuterRef("pk")).newest_first()
    rated = said.exclude(rag="")
    Action.objects.filter(pk__in=[action.pk for action in actions.values()]).update(
        latest_update=Subquery(said.values("pk")[:1]),
        last_update_on=Subquery(said.values("on")[:1]),
        rag_on=Subquery(rated.values("on")[:1]),
        rag=Coalesce(Subquery(rated.values("rag")[:1]), Value("")),
        rag_reason=Coalesce(Subquery(rated.values("reason")[:1]), Value("")),
    )


def milestones_in_copies(milestone: Milestone, *, met: bool) -> Iterable[Milestone]:
    """The same milestone of the action's copies, as far as it says the same; locked.

    met: whether those that were met are asked for, or those that are open.
    """
    action = milestone.action
    if milestone.generated or not action.plan.goes_on:
        return []
    rows = Milestone.objects.filter(
        action__carried_from=action.pk,
        generated=False,
        withdrawn_at=None,
        due=milestone.due,
        what=milestone.what,
        to=milestone.to,
        met_on__isnull=not met,
    ).exclude(action__plan__status=Plan.Status.CLOSED)
    found = list(rows.select_related("action__plan", "board").order_by("action__plan__start", "id"))
    for row in found:
        hold_plan(row.action.plan_id)
    return found


def _grouped(rows, name: str) -> dict[int, list[ProgressUpdate]]:
    """Reports by what they are about, each list with the newest last."""
    found = defaultdict(list)
    for row in sorted(rows, key=_when):
        found[getattr(row, name)].append(row)
    return found


def _when(update: ProgressUpdate) -> tuple:
    return update.on, update.pk
