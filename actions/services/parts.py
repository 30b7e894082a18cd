"""The parts of a plan, and what every write to one of them goes through.

A part is a priority, an outcome, an action or a milestone. Each write locks its row, refuses a
closed plan, and raises Conflict where the row has moved on since a form was opened.
"""

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


def locked(part: Part, expected_version: int | None = None) -> Part:
    """The part as it stands, locked for this transaction, in a plan that is not closed."""
    related = {
        Priority: ("plan__board",),
        Outcome: ("plan__board", "priority"),
        Action: ("plan__board", "outcome", "owner"),
        Milestone: ("action__plan__board",),
    }[type(part)]
    current = (
        type(part).objects.select_for_update(of=("self",)).select_related(*related).get(pk=part.pk)
    )
    if expected_version is not None and current.version != expected_version:
        raise Conflict(current)
    check_open(plan_of(current))
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
