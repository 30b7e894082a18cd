"""Reading boardplan/1 into a plan, all or nothing.

What the format leaves out is worked out as it would be for a new plan: a timescale that is only
a text is read, milestones follow from it, a lead that is only a name is looked for among the
board's groups, posts and agencies, and stays as its words where none fits.
"""

from django.db import transaction

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import Board

from ..models import Plan
from ..models.plans import default_columns
from .writing import PlanWriter, as_date


@transaction.atomic
def import_plan(*, board: Board, data: dict, by, slug: str | None = None) -> Plan:
    """Write the plan that `data` (boardplan/1) describes; return it.

    Raises RuleBroken, with nothing written, if the data is not of the format or the board has a
    plan at that address already.
    """
    if data.get("format") != "boardplan/1":
        raise RuleBroken('This is not a plan in our format: "format" should say "boardplan/1".')
    slug = slug or data.get("slug")
    if not slug:
        raise RuleBroken("The plan has no short name for its address. Give one with --plan.")
    if Plan.objects.of(board).filter(slug=slug).exists():
        raise RuleBroken(f"{board} already has a plan called {slug}. Choose another name.")
    try:
        plan = Plan.objects.create(board=board, slug=slug, **plan_values(data))
        PlanWriter(plan).write(data["priorities"])
    except (KeyError, TypeError, ValueError) as problem:
        raise RuleBroken(
            f"The plan could not be read: {problem!r} is missing or wrong."
        ) from problem
    audit.record(by=by, verb="imported", obj=plan)
    return plan


def plan_values(data: dict) -> dict:
    """The fields of a plan, without its board and address, that `data` gives."""
    return {
        "title": data["title"],
        "start": as_date(data["period"]["start"]),
        "end": as_date(data["period"]["end"]),
        "vision": data.get("vision") or "",
        "intent": data.get("intent") or "",
        "rag_definition": data.get("rag_definition") or "",
        "introduction": data.get("introduction") or "",
        "status": data.get("status") or Plan.Status.DRAFT,
        "ratified_on": as_date(data.get("ratified_on")),
        "closed_on": as_date(data.get("closed_on")),
        "last_updated_on": as_date(data.get("last_updated_on")),
        "columns": data.get("columns") or default_columns(),
        "words": data.get("words") or {},
    }
