"""What each action of a plan answers to every filter, and the choices that makes."""

import datetime

from subgroups.models import Board

from .. import rag
from ..document import ActionNode, OutcomeNode, PlanTree, PriorityNode
from ..permissions import leads_it

UNRATED = "none"  # the rating of an action without one, in the address
YOU, NOBODY = "me", "nobody"

DUE = {
    "overdue": "Overdue",
    "review": "Review due",
    "30": "Next 30 days",
    "60": "Next 60 days",
    "90": "Next 90 days",
    "quarter": "This quarter",
    "none": "No date",
}
FLAGS = {
    "stale": "No recent update",
    "core": "Core task",
    "settle": "To settle",
}
STATES = {"open": "Open", "completed": "Completed", "withdrawn": "Withdrawn"}


def quarter_of(day: datetime.date, first_month: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of the quarter around `day`, counted from the board's first month."""
    months = day.year * 12 + day.month - 1
    begins = months - (day.month - first_month) % 3
    first = datetime.date(begins // 12, begins % 12 + 1, 1)
    after = datetime.date((begins + 3) // 12, (begins + 3) % 12 + 1, 1)
    return first, after - datetime.timedelta(days=1)


def party_key(lead) -> str:
    """How the address names who leads: "post-3", "everyone", "name-Lead Nurse"."""
    if lead.party_id is not None:
        return f"{lead.kind}-{lead.party_id}"
    return "everyone" if lead.kind == "everyone" else f"name-{lead.name}"


def due_facts(action: ActionNode, *, on: datetime.date, quarter) -> frozenset[str]:
    """Which of DUE an action answers on a day; nothing once it is completed or withdrawn."""
    if action.completed_on or action.withdrawn:
        return frozenset()
    facts = set()
    if action.next_review and action.next_review <= on:
        facts.add("review")
    if action.due is None:
        facts.add("none")
    elif action.due < on:
        facts.add("overdue")
    else:
        left = (action.due - on).days
        facts.update(str(days) for days in (30, 60, 90) if left <= days)
    if action.due and quarter[0] <= action.due <= quarter[1]:
        facts.add("quarter")
    return frozenset(facts)


_YES, _NO = frozenset({"1"}), frozenset()


def read_facts(tree: PlanTree, standing, board: Board, on: datetime.date):
    """({action id: {filter: the values it answers}}, {filter: {value: label}})."""
    quarter = quarter_of(on, board.year_start_month)
    groups, agencies, leads, priorities = {}, {}, {}, {}
    facts, for_all = {}, []
    for priority in tree.priorities:
        priorities[str(priority.id)] = _heading(priority)
        for outcome in priority.outcomes:
            for action in outcome.actions:
                led_by, at, of = set(), set(), set()
                if action.owner_id is not None:
                    of.add(str(action.owner_id))
                    groups[str(action.owner_id)] = action.owner
                for lead in action.leads:
                    key = party_key(lead)
                    led_by.add(key)
                    leads[key] = lead.name
                    if lead.kind == "group":
                        of.add(str(lead.party_id))
                        groups[str(lead.party_id)] = lead.name
                    elif lead.kind == "everyone":
                        for_all.append(at)
                    elif lead.at_agency_id is not None:
                        at.add(str(lead.at_agency_id))
                        agencies[str(lead.at_agency_id)] = lead.at_agency
                if not any(lead.answers for lead in action.leads):
                    led_by.add(NOBODY)
                if leads_it(standing, action, leads=action.leads):
                    led_by.add(YOU)
                facts[action.id] = {
                    "rag": frozenset({action.rag or UNRATED}),
                    "lead": led_by,
                    "agency": at,
                    "group": of,
                    "priority": frozenset({str(priority.id)}),
                    "due": due_facts(action, on=on, quarter=quarter),
                    "state": _state(action, outcome, priority),
                    "stale": _YES if is_stale(action, board, on) else _NO,
                    "core": _YES if action.core_task else _NO,
                    "settle": _YES if needs_settling(action) else _NO,
                }
    for at in for_all:  # what all agencies lead, each of them leads
        at.update(agencies)
    choices = {
        "rag": _ratings(tree, board),
        "lead": {YOU: "You", NOBODY: "Nobody who can be asked"} | _sorted(leads),
        "agency": _sorted(agencies),
        "group": _sorted(groups),
        "priority": priorities,
        "due": DUE,
        "state": dict(STATES),
        **{name: {"1": label} for name, label in FLAGS.items()},
    }
    return facts, choices


def needs_settling(action: ActionNode) -> bool:
    """Whether a person must still decide what the document meant: its timescale or a lead."""
    return action.timescale_to_settle or any(lead.to_settle for lead in action.leads)


def is_stale(action: ActionNode, board: Board, on: datetime.date) -> bool:
    """Whether nothing was heard of open work for longer than the board allows."""
    closed = action.completed_on or action.withdrawn
    return not closed and rag.is_stale(
        action.last_update_on,
        on=on,
        days=board.stale_after_days,
        entered_on=action.created_on,
    )


def _state(action: ActionNode, outcome: OutcomeNode, priority: PriorityNode) -> frozenset[str]:
    if action.withdrawn or outcome.withdrawn or priority.withdrawn:
        return frozenset({"withdrawn"})
    return frozenset({"completed" if action.completed_on else "open"})


def _ratings(tree: PlanTree, board: Board) -> dict[str, str]:
    """The board's ratings, any other that the plan came with, and none."""
    used = {action.rag for action in tree.actions if action.rag}
    others = {rating: rating.capitalize() for rating in rag.SEVERITY if rating in used}
    return (
        board.rag_labels
        | {k: v for k, v in others.items() if k not in board.rag_labels}
        | {UNRATED: "Not rated"}
    )


def _heading(node) -> str:
    return " ".join(part for part in (node.ref, node.title) if part) or "Without a heading"


def _sorted(options: dict[str, str]) -> dict[str, str]:
    return dict(sorted(options.items(), key=lambda option: option[1].casefold()))
