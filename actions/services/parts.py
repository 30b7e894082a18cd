"""The parts of a plan, and what every write to one of them goes through.

A part is a priority, an outcome, an action or a milestone. Each write locks its row, refuses a
closed plan, and raises Conflict where the row has moved on since a form was opened.

Rows are locked from above: the board, its plan, then the parts; of two plans the earlier one
first. Two writers that take the same rows in one order can wait for each other, but never both.
"""

from django.db.models import Exists, OuterRef

from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first

from ..models import Action, Milestone, Outcome, Plan, Priority

Part = Priority | Outcome | Action | Milestone


def kind_of(part: Part) -> str:
    """priority, outcome, action or milestone: the key of the board's word for it."""
    return part._meta.model_name


def name_of(part: Part) -> str:
    """The board's word for what this is, as it stands inside a sentence ("sub-objective")."""
    if isinstance(part, Milestone):
        return "milestone"
    return lower_first(plan_of(part).word(kind_of(part)))


def plan_of(part: Part) -> Plan:
    return part.action.plan if isinstance(part, Milestone) else part.plan


def parent_of(part: Part):
    """What a part stands in: the plan, a priority, an outcome, an action."""
    match part:
        case Priority():
            return part.plan
        case Outcome():
            return part.priority
        case Action():
            return part.outcome
        case Milestone():
            return part.action


def siblings(part: Part) -> list[Part]:
    """The parts in force that stand with this one, itself included, in their order."""
    match part:
        case Priority():
            rows = Priority.objects.filter(plan_id=part.plan_id)
        case Outcome():
            rows = Outcome.objects.filter(priority_id=part.priority_id)
        case Action():
            rows = Action.objects.filter(outcome_id=part.outcome_id)
        case Milestone():
            rows = Milestone.objects.filter(action_id=part.action_id)
            return list(rows.filter(withdrawn_at__isnull=True).order_by("position", "due", "id"))
    return list(rows.filter(withdrawn_at__isnull=True).order_by("position", "id"))


def hold_plan(plan: Plan | int) -> Plan:
    """The plan (or the one with this id) as it stands, with its board, locked for this
    transaction: what every write to it or to anything in it begins with.

    `goes_on` says whether it was rolled forward. Not its key is locked: rows that only name the
    plan are added meanwhile.
    """
    key = plan if isinstance(plan, int) else plan.pk
    rows = Plan.objects.select_for_update(of=("self",), no_key=True)
    goes_on = Exists(Plan.objects.filter(rolled_from=OuterRef("pk")))
    return rows.select_related("board").annotate(goes_on=goes_on).get(pk=key)


def hold_open(plan: Plan) -> Plan:
    """As `hold_plan`; RuleBroken where the plan is closed."""
    plan = hold_plan(plan)
    check_open(plan)
    return plan


def locked(part: Part, expected_version: int | None = None, *, settling: bool = False) -> Part:
    """The part as it stands, locked for this transaction, in a plan that is not closed.

    settling: what is written says only what was meant, so the plan may be closed.
    """
    related = {
        Priority: (),
        Outcome: ("priority",),
        Action: ("outcome", "owner"),
        Milestone: ("action",),
    }[type(part)]
    plan = hold_plan(part.action.plan_id if isinstance(part, Milestone) else part.plan_id)
    rows = type(part).objects.select_for_update(of=("self",), no_key=True)
    current = rows.select_related(*related).get(pk=part.pk)
    if isinstance(part, Milestone):
        current.action.plan = plan
    else:
        current.plan = plan
    if expected_version is not None and current.version != expected_version:
        raise Conflict(current)
    if not settling:
        check_open(plan)
    return current


def check_open(plan: Plan) -> None:
    if plan.status == Plan.Status.CLOSED:
        raise RuleBroken(f"{plan.title} is closed and stays as it was.")


def check_in_force(parent) -> None:
    if parent.withdrawn_at is not None:
        raise RuleBroken(f"“{parent}” was withdrawn, so nothing is added to it. Restore it first.")


def allowed(values: dict, fields) -> dict:
    return {name: values[name] for name in fields if name in values}


def save_part(row: Part) -> None:
    if not isinstance(row, Milestone):
        row.version += 1
    row.save()
