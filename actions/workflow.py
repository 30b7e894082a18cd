"""The life of a plan as data: its statuses, what may follow, who may do it, what is recorded.

One function applies it: `actions.services.lifecycle.apply_transition`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from boardplan.access import Answer, Denied
from subgroups.models import Standing

from .models import Plan
from .permissions import may_manage_plans

STATUS = Plan.Status


@dataclass(frozen=True)
class Transition:
    """One step. `day_field` is where its date is kept; `refused` says why not from elsewhere."""

    before: frozenset
    after: str
    may: Callable[[Standing], Answer]
    verb: str  # in the audit, after a name
    day_field: str
    refused: dict  # {status: sentence}


TRANSITIONS: dict[str, Transition] = {
    "ratify": Transition(
        before=frozenset({STATUS.DRAFT}),
        after=STATUS.RATIFIED,
        may=may_manage_plans,
        verb="ratified",
        day_field="ratified_on",
        refused={
            STATUS.RATIFIED: "This plan was ratified already.",
            STATUS.CLOSED: "This plan is closed and stays as it was.",
        },
    ),
    "close": Transition(
        before=frozenset({STATUS.RATIFIED}),
        after=STATUS.CLOSED,
        may=may_manage_plans,
        verb="closed",
        day_field="closed_on",
        refused={
            STATUS.DRAFT: "Only a ratified plan is closed. Ratify this draft first.",
            STATUS.CLOSED: "This plan was closed already.",
        },
    ),
}
# From these a plan can be rolled forward into the next year; that changes no status.
ROLLS_FORWARD = frozenset({STATUS.RATIFIED, STATUS.CLOSED})


def may_take(standing: Standing, plan: Plan, step: str) -> Answer:
    """Whether this member may take that step with the plan as it stands."""
    transition = TRANSITIONS[step]
    answer = transition.may(standing)
    if answer and plan.status not in transition.before:
        return Denied(transition.refused[plan.status])
    return answer


def may_roll_forward(standing: Standing, plan: Plan) -> Answer:
    """Whether this member may make the next year's draft out of the plan."""
    answer = may_manage_plans(standing)
    if answer and plan.status not in ROLLS_FORWARD:
        return Denied("A draft is not rolled forward. Ratify it first.")
    return answer


def steps_open(standing: Standing, plan: Plan) -> list[str]:
    """What this member may do with the plan now: names of TRANSITIONS and "roll_forward"."""
    steps = [step for step in TRANSITIONS if may_take(standing, plan, step)]
    if may_roll_forward(standing, plan):
        steps.append("roll_forward")
    return steps
