"""One click back, as long as nobody has worked on what was brought in."""

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone

from boardplan import audit
from boardplan.access import Allowed, Answer, Denied
from boardplan.errors import RuleBroken
from subgroups.models import Agency, Post, SubGroup
from subgroups.services.parties import remove_unused

from ...models import Action, Plan, PlanImport
from ..lifecycle import locked_plan
from .state import TABLES, bring_back, fingerprint

PARTIES = {"agency": Agency, "group": SubGroup, "post": Post}
OURS = {Plan, *TABLES, Action.reports_to.through}


def can_undo(plan_import: PlanImport) -> Answer:
    """Whether what was brought in can still be taken back, and if not, why not."""
    if plan_import.status != PlanImport.Status.DONE:
        return Denied("This was not brought in, or was undone already.")
    plan = plan_import.plan
    if plan is None:
        return Denied("The plan is no longer here.")
    if not plan_import.written.get("after"):
        return Denied("This was brought in too long ago to be undone.")
    plan.board = plan_import.board
    if fingerprint(plan) != plan_import.written["after"]:
        return Denied(
            f"{plan.title} has been worked on since, so it cannot be undone in one step. Edit the "
            "plan instead, or withdraw what should not be in it."
        )
    if plan_import.written.get("made_plan") and (others := _others(plan)):
        return Denied(
            f"Other work hangs on {plan.title} by now ({others}), so it cannot be undone."
        )
    return Allowed()


@transaction.atomic
def undo_import(*, plan_import: PlanImport, by) -> PlanImport:
    """Take back all that the import wrote, and the parties it added that nothing else uses.

    RuleBroken, with nothing changed, where somebody has worked on the plan since.
    """
    row = PlanImport.objects.select_for_update(of=("self",)).get(pk=plan_import.pk)
    row.board = plan_import.board
    if row.plan is not None:
        row.plan = locked_plan(row.plan)
    answer = can_undo(row)
    if not answer:
        raise RuleBroken(answer.reason)
    plan, written = row.plan, row.written
    if written.get("made_plan"):
        audit.record(by=by, verb="took back", obj=plan, changes={"file": [row.file_name, None]})
        row.plan = None
        plan.delete()
    else:
        bring_back(plan, written["before"])
        audit.record(
            by=by,
            verb="undid what was brought in to",
            obj=plan,
            changes={"file": [row.file_name, None]},
        )
    _take_back(row, written.get("parties") or [], by)
    row.status, row.written, row.brought = PlanImport.Status.UNDONE, {}, {}
    row.finished_at = timezone.now()
    row.version += 1
    row.save()
    audit.record(by=by, verb="undid", obj=row)
    return row


def _take_back(row: PlanImport, parties: list, by) -> None:
    rows = []
    for kind, model in PARTIES.items():
        ids = [pk for of, pk in parties if of == kind]
        rows += model.objects.of(row.board).filter(pk__in=ids)
    touched = set(
        audit.AuditEvent.objects.of(row.board)
        .filter(
            kind__in=[model._meta.label_lower for model in PARTIES.values()],
            object_id__in=[one.pk for one in rows],
        )
        .exclude(verb="added")
        .values_list("kind", "object_id")
    )
    unchanged = [one for one in rows if (one._meta.label_lower, one.pk) not in touched]
    remove_unused(rows=unchanged, by=by)


def _others(plan: Plan) -> str:
    """What else would go with the plan, or lose it: rows of models that no import writes."""
    collector = Collector(using="default")
    try:
        collector.collect([plan])
    except ProtectedError as protected:
        return ", ".join(sorted({str(row) for row in protected.protected_objects}))
    found = [row for model, rows in collector.data.items() if model not in OURS for row in rows]
    for rows in collector.fast_deletes:
        if rows.model not in OURS:
            found += rows[:3]
    for (field, _), batches in collector.field_updates.items():
        if field.model not in {*OURS, PlanImport}:
            found += [row for rows in batches for row in rows]
    return ", ".join(sorted({str(row) for row in found})[:5])
