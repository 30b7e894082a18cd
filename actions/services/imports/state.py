"""What a plan looks like at a moment: to tell whether anybody changed it, and to go back."""

import dataclasses
import hashlib
import json

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from ...document import read_plan
from ...models import (
    Action,
    DueDateChange,
    Lead,
    Milestone,
    Outcome,
    Plan,
    Priority,
    ProgressUpdate,
)

# What hangs on a plan, the deepest first: the order in which rows are taken out.
TABLES = (ProgressUpdate, DueDateChange, Milestone, Lead, Action, Outcome, Priority)


def fingerprint(plan: Plan) -> str:
    """Equal as long as the plan says the same. Constant in queries.

    Versions do not count: what was changed and changed back is nobody's work lost.
    """
    tree = read_plan(plan, updates="all", withdrawn=True)
    facts = {
        "plan": [plan.title, plan.status, plan.start, plan.end],
        "parts": [dataclasses.asdict(priority) for priority in tree.priorities],
        "withdrawn": list(
            Lead.ever.filter(action__plan=plan).order_by("pk").values_list("pk", "withdrawn_at")
        ),
    }
    for priority in facts["parts"]:
        for outcome in priority["outcomes"]:
            for action in outcome["actions"]:
                action["version"] = None
                for lead in action["leads"]:
                    if lead["party_id"]:  # renaming an agency is no change of the plan
                        lead["name"] = ""
                    lead["at_agency"] = lead["at_agency_id"] = lead["answers"] = None
    plain = json.dumps(facts, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def rows_of(plan: Plan) -> dict:
    """{model: queryset} of all that hangs on the plan."""
    return {
        Priority: Priority.objects.filter(plan=plan),
        Outcome: Outcome.objects.filter(plan=plan),
        Action: Action.objects.filter(plan=plan),
        Lead: Lead.ever.filter(action__plan=plan),
        Milestone: Milestone.objects.filter(action__plan=plan),
        DueDateChange: DueDateChange.objects.filter(action__plan=plan),
        ProgressUpdate: ProgressUpdate.objects.filter(plan=plan),
    }


def keep_rows(plan: Plan) -> str:
    """Every row of the plan as it stands, for `bring_back`."""
    found = rows_of(plan)
    found[Action] = found[Action].prefetch_related("reports_to")
    rows = [row for every in found.values() for row in every]
    return serializers.serialize("json", [plan, *rows])


def bring_back(plan: Plan, kept: str) -> None:
    """Put every row of the plan back to what `keep_rows` kept; take out what came since.

    Versions go on counting, so that a form opened meanwhile is told.
    """
    before = {model: {} for model in (Plan, *TABLES)}
    for entry in serializers.deserialize("json", kept):
        before[type(entry.object)][entry.object.pk] = entry.object
    now = rows_of(plan)
    Action.objects.filter(plan=plan).update(latest_update=None)
    for model in TABLES:
        now[model].exclude(pk__in=list(before[model])).delete()
    for model in reversed(TABLES):
        _put_back(model, list(before[model].values()))
    (old,) = before[Plan].values()
    old.version = plan.version + 1
    old.save()


def _put_back(model, rows: list) -> None:
    if not rows:
        return
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    if "version" in names:
        versions = dict(
            model.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "version")
        )
        for row in rows:
            row.version = max(row.version, versions.get(row.pk, 0)) + 1
    model._base_manager.bulk_update(rows, names, batch_size=50)
