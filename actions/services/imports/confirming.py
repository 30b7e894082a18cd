"""The moment in which a preview becomes a plan: all of it or nothing."""

from dataclasses import dataclass

from django.db import transaction

from boardplan import audit, clock
from boardplan.errors import RuleBroken
from boardplan.templatetags.boardplan import lower_first
from subgroups.services.parties import add_parties
from subgroups.services.people import hold

from ...document import read_plan
from ...importers.comparing import Comparison, compare, values_of
from ...importers.drafting import draft_plan
from ...importers.fitting import fitted, ready
from ...importers.interchange import plan_values
from ...importers.kept import unpack
from ...importers.matching import Matched
from ...importers.parties import Parties
from ...importers.remembered import remembered
from ...importers.writing import PlanWriter
from ...models import Lead, Plan, PlanImport
from ..lifecycle import check_period, free_slug, locked_plan, save_plan
from .merging import merge
from .starting import check_target, finish, locked_import
from .state import fingerprint, keep_rows

TEXTS = ("vision", "intent", "rag_definition", "introduction")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview would write. comparison: with the plan it goes into, where that has rows."""

    matched: Matched
    data: dict
    comparison: Comparison | None


def as_read(plan_import: PlanImport) -> list[dict]:
    """The priorities of a preview before anybody split, joined or corrected them. Raises as
    `preview` does."""
    decisions = plan_import.decisions | {"shape": {}, "parts": {}}
    return _drafted(plan_import, decisions).draft.data["priorities"]


def _drafted(plan_import: PlanImport, decisions: dict) -> Matched:
    if plan_import.expired or plan_import.source is None:
        raise RuleBroken("This waited too long and was deleted. Bring the file in again.")
    parties, into = Parties(plan_import.board), plan_import.into
    return draft_plan(
        unpack(plan_import.source),
        parties=parties,
        start=plan_import.start,
        end=plan_import.end,
        decisions=decisions,
        done_as="blue" if "blue" in plan_import.board.rag_labels else "green",
        earlier=remembered(Lead.objects.as_written(into), parties) if into else None,
    )


def preview(plan_import: PlanImport) -> Preview:
    """The plan as it would become, on the board as it stands now. RuleBroken once it is over."""
    matched = _drafted(plan_import, plan_import.decisions)
    data = matched.draft.data | {
        "title": plan_import.title,
        "period": {"start": plan_import.start.isoformat(), "end": plan_import.end.isoformat()},
    }
    comparison = None
    into = plan_import.into
    if into is not None and has_rows(into):
        into.board = plan_import.board
        comparison = compare(
            data,
            read_plan(into, updates="all"),
            base=base_of(into),
            decided=plan_import.decisions.get("rows") or {},
        )
    return Preview(matched, data, comparison)


def has_rows(plan: Plan) -> bool:
    return plan.priorities.in_force().exists()


def base_of(plan: Plan) -> dict:
    """What the last version of the plan that was brought in said, by row: {"action-12": values}."""
    found = (
        PlanImport.objects.filter(plan=plan, status=PlanImport.Status.DONE)
        .order_by("finished_at")
        .values_list("brought", flat=True)
    )
    base = {}
    for brought in found:
        base |= brought.get("rows") or {}
    return base


@transaction.atomic
def confirm_import(
    *, plan_import: PlanImport, by, expected_version: int | None = None, keep_status: bool = False
) -> Plan:
    """Write the plan that the preview shows; returns it.

    Raises Conflict where somebody has settled something since `expected_version`, RuleBroken
    where there is nothing to bring in; nothing is written then. keep_status: whether a plan of
    our own format comes in with the step of its life that it had reached, instead of as a draft.
    """
    row = locked_import(plan_import, expected_version)
    hold(row.board)
    found = preview(row)
    actions = sum(len(o["actions"]) for p in found.data["priorities"] for o in p["outcomes"])
    if not actions:
        word = lower_first(row.board.words_for("action"))
        raise RuleBroken(
            f"No {word} were found, so there is nothing to bring in. Say what the tables and "
            "columns of the file are, or check that it is the right file."
        )
    made = add_parties(board=row.board, parties=list(found.matched.new), by=by)
    own = row.kind == PlanImport.Kind.JSON
    data = ready(fitted(found.data), today=clock.today(), own_format=own)
    kinds = [party.kind for party in found.matched.new]
    written = {"parties": [[kind, one.pk] for kind, one in zip(kinds, made, strict=True)]}
    if row.into is None:
        plan, rows = _new_plan(row, data, by, keep_status)
        written["made_plan"] = True
    else:
        check_target(row.board, row.into)
        plan = locked_plan(row.into)
        written["before"] = keep_rows(plan)
        if found.comparison is None:
            rows = _fill(plan, data)
        else:
            rows = merge(plan=plan, data=data, comparison=found.comparison, of=row, by=by)
    plan.board = row.board
    row.plan = plan
    row.brought = {"rows": _said(data, rows)}
    row.written = written | {"after": fingerprint(plan)}
    row.by, row.by_name = by, by.name if by is not None else "Boardplan"
    finish(row, PlanImport.Status.DONE)
    audit.record(by=by, verb="brought in", obj=plan, changes={"file": [None, row.file_name]})
    audit.record(by=by, verb="confirmed", obj=row)
    return plan


def _new_plan(row: PlanImport, data: dict, by, keep_status: bool) -> tuple[Plan, dict]:
    values = plan_values(data)
    if not keep_status:
        values |= {"status": Plan.Status.DRAFT, "ratified_on": None, "closed_on": None}
    check_period(values["start"], values["end"])
    slug = row.slug or free_slug(row.board, values)
    if Plan.objects.of(row.board).filter(slug=slug).exists():
        raise RuleBroken(f"{row.board} already has a plan called {slug}. Choose another address.")
    plan = Plan.objects.create(board=row.board, slug=slug, **values)
    return plan, _write(plan, data)


def _fill(plan: Plan, data: dict) -> dict:
    """Into a plan without rows: what it says of itself already stays."""
    for name in TEXTS:
        if not getattr(plan, name):
            setattr(plan, name, data.get(name) or "")
    if data.get("columns"):
        plan.columns = data["columns"]
    save_plan(plan)
    return _write(plan, data)


def _write(plan: Plan, data: dict) -> dict:
    writer = PlanWriter(plan)
    try:
        writer.write(data["priorities"])
    except (KeyError, TypeError, ValueError) as problem:
        raise RuleBroken(f"The plan could not be written: {problem}. Nothing was.") from problem
    return writer.rows


def _said(data: dict, rows: dict) -> dict:
    """{"action-12": what the file says of it} for every row that the file and the plan have."""
    found = {}
    for priority in data["priorities"]:
        parts = [("priority", priority)]
        for outcome in priority["outcomes"]:
            parts.append(("outcome", outcome))
            parts += [("action", action) for action in outcome["actions"]]
        for kind, item in parts:
            row = rows.get(item["key"])
            if row is not None:
                found[f"{kind}-{row.pk}"] = values_of(kind, item)
    return found
