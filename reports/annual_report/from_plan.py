"""What a report tells of its plan beside the progress: where little happened and why, what became
better for children, whom it listened to, and what goes on in the year that follows."""

import datetime
import re
from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django.db.models import F
from django.db.models.functions import Coalesce

from actions.document import ActionNode, OutcomeNode, PlanTree, PriorityNode, UpdateNode
from actions.models import Plan
from actions.rag import is_stale

from ..models import AnnualReport, Contribution
from ..parts import Block, Rating, gather, long_date, period
from .nodes import Passage, Point

_TROUBLE = ("red", "amber")
_VOICE = re.compile(
    r"\bvoices?\b|\blisten|\b(?:hear|heard|views|feedback|engag\w+|participat\w+)\b.*"
    r"\b(?:child|young)",
    re.IGNORECASE,
)


def title_of(priority: PriorityNode, plan: Plan) -> str:
    """As a heading: a plan without priorities gives its own title."""
    if not priority.title:
        return plan.title
    return " ".join(bit for bit in (priority.ref, priority.title) if bit)


def little_progress(
    tree: PlanTree, ratings: dict[str, Rating], *, as_at: datetime.date
) -> tuple[Passage, ...]:
    """Open work that is red, amber, late or not heard of, with the reasons given, by priority."""
    passages, number = [], 0
    for priority in tree.priorities:
        points = [
            point
            for outcome in priority.outcomes
            for action in outcome.actions
            if (point := _behind(action, outcome, tree.plan, ratings, as_at))
        ]
        if points:
            number += len(points)
            passages.append(Passage(title_of(priority, tree.plan), points=tuple(points)))
    if not tree.actions:
        return ()
    open_ones = sum(1 for action in tree.actions if _open(action, as_at))
    if not passages:
        said = f"As at {long_date(as_at)} no open action was red, amber, late or not heard of."
        return (_words(said),)
    said = (
        f"As at {long_date(as_at)}, {open_ones} of {len(tree.actions)} actions "
        f"{'was' if open_ones == 1 else 'were'} not completed. {number} of them "
        f"{'was' if number == 1 else 'were'} red or amber, past the date or had not been reported "
        f"on for more than {tree.plan.board.stale_after_days} days:"
    )
    return (_words(said), *passages)


def _behind(action: ActionNode, outcome: OutcomeNode, plan, ratings, as_at) -> Point | None:
    if not _open(action, as_at):
        return None
    own = [update for update in action.updates if update.on <= as_at]
    # What was reported of the whole row was about this action too, if not about it alone.
    heard = max(
        (update.on for update in (*own, *outcome.updates) if update.on <= as_at), default=None
    )
    rated = next((update for update in reversed(own) if update.rag), None)
    rag = rated.rag if rated else ""
    late = action.due is not None and action.due < as_at
    begun = max(plan.start, action.start or plan.start)
    silent = begun <= as_at and is_stale(
        heard, on=as_at, days=plan.board.stale_after_days, entered_on=begun
    )
    if rag not in _TROUBLE and not late and not silent:
        return None
    notes = _under(outcome)
    if late:
        notes.append(f"Due {long_date(action.due)} and not completed.")
    else:
        notes += _due(action)
    if heard is None:
        notes.append("Nothing has been reported.")
    elif silent:
        notes.append(f"Last reported on {long_date(heard)}.")
    leads = dict.fromkeys(lead.name for lead in action.leads if lead.role == "lead")
    if leads:
        notes.append(f"Led by {', '.join(leads)}.")
    return Point(
        text=_named(action), rating=ratings[rag], note=" ".join(notes), more=_why(rated, own, rag)
    )


def _why(rated: UpdateNode | None, own: list[UpdateNode], rag: str) -> tuple[str, ...]:
    if rated and rated.reason:
        return (f"Why: {rated.reason}",)
    if rag in _TROUBLE:
        return ("Why: no reason was given.",)
    said = next((update.text for update in reversed(own) if update.text), "")
    return (f"Last report: {said}",) if said else ()


def difference_made(tree: PlanTree, report: AnnualReport, *, as_at) -> tuple[Passage, ...]:
    """What reports of the year say changed for children and families, by priority.

    What was carried over from the plan before was told in that plan's report.
    """
    passages = []
    for priority in tree.priorities:
        points = []
        for outcome in priority.outcomes:
            for node in (outcome, *outcome.actions):
                points += [
                    Point(
                        text=update.difference_made,
                        note=f"{_named(outcome)} (reported on {long_date(update.on)})",
                    )
                    for update in node.updates
                    if update.difference_made
                    and update.source != "carried"
                    and report.start <= update.on <= as_at
                ]
        if points:
            passages.append(Passage(title_of(priority, tree.plan), points=tuple(points)))
    return tuple(passages)


def voice_of_children(
    tree: PlanTree | None,
    contributions: Iterable[Contribution],
    ratings: dict[str, Rating],
    *,
    as_at: datetime.date,
) -> tuple[Passage, ...]:
    """What children and young people shaped in the plan, and what agencies say of hearing them."""
    passages = []
    shaped = [] if tree is None else [one for one in tree.actions if one.shaped_by_children]
    if shaped:
        passages.append(
            Passage(
                "What children and young people shaped",
                points=tuple(_shaped(action, ratings, as_at) for action in shaped),
            )
        )
    told = [
        Passage(row.title, level=2, blocks=blocks)
        for row in contributions
        if (blocks := _voice_in(row))
    ]
    if told:
        passages += [Passage("How agencies heard them"), *told]
    return tuple(passages)


def _shaped(action: ActionNode, ratings, as_at) -> Point:
    reports = [update for update in action.updates if update.on <= as_at]
    difference = next((one.difference_made for one in reversed(reports) if one.difference_made), "")
    done = not _open(action, as_at)
    rag = next((update.rag for update in reversed(reports) if update.rag), "")
    return Point(
        text=_named(action),
        rating=ratings[rag],
        note=f"Completed on {long_date(action.completed_on)}." if done else "",
        more=(f"The difference it made: {difference}",) if difference else (),
    )


def _voice_in(row: Contribution) -> tuple[Block, ...]:
    return gather(
        (block["kind"], block.get("level") or 1, block["text"])
        for answer in row.answers
        if _VOICE.search(answer.get("prompt") or "")
        for block in answer.get("blocks", ())
    )


def next_year(
    tree: PlanTree, ratings: dict[str, Rating], *, as_at: datetime.date
) -> tuple[Passage, ...]:
    """The plan that follows where there is one, else what is unfinished: one query."""
    rows = _following(tree.plan)
    if not rows:
        return _unfinished(tree, ratings, as_at)
    after = rows[0]
    actions = [row for row in rows if row.action and not row.withdrawn]
    drafted = " It is still a draft." if after.status == Plan.Status.DRAFT else ""
    said = (
        f"{after.name} ({period(after.start, after.end)}) goes on from here with "
        f"{len(actions)} action{'' if len(actions) == 1 else 's'}, "
        f"{_carried(actions, tree.plan)} of them from this year.{drafted}"
    )
    passages = [_words(said)]
    for _, in_priority in groupby(actions, attrgetter("priority")):
        below = [list(rows) for _, rows in groupby(in_priority, attrgetter("outcome"))]
        first = below[0][0]
        passages.append(
            Passage(
                f"{first.priority_ref} {first.priority_title}".strip()
                if first.priority_title
                else after.name,
                points=tuple(
                    Point(
                        text=f"{rows[0].outcome_ref} {rows[0].outcome_title.rstrip('. ')}".strip(),
                        note=_count(rows, tree.plan),
                    )
                    for rows in below
                ),
            )
        )
    return tuple(passages)


_FOLLOWING = {
    "name": F("title"),
    "action": F("actions__id"),
    "carried_from": F("actions__carried_from__plan_id"),
    "withdrawn": Coalesce(
        "actions__withdrawn_at",
        "actions__outcome__withdrawn_at",
        "actions__outcome__priority__withdrawn_at",
    ),
    "outcome": F("actions__outcome_id"),
    "outcome_ref": F("actions__outcome__ref"),
    "outcome_title": F("actions__outcome__title"),
    "priority": F("actions__outcome__priority_id"),
    "priority_ref": F("actions__outcome__priority__ref"),
    "priority_title": F("actions__outcome__priority__title"),
}


def _following(plan: Plan) -> list:
    """The actions of the plan that follows in its order, each with what stands above it; one row
    without an action where it has none, no row where there is no plan. One query."""
    rows = (
        Plan.objects.of(plan.board)
        .filter(rolled_from=plan)
        .order_by(
            "id",
            "actions__outcome__priority__position",
            "actions__outcome__priority_id",
            "actions__outcome__position",
            "actions__outcome_id",
        )
        .annotate(**_FOLLOWING)
        .values_list("id", "status", "start", "end", *_FOLLOWING, named=True)
    )
    # The first that was rolled forward from it.
    return [row for row in rows if row.id == rows[0].id]


def _carried(actions: list, plan: Plan) -> int:
    return sum(1 for row in actions if row.carried_from == plan.pk)


def _count(actions: list, plan: Plan) -> str:
    said = f"{len(actions)} action{'' if len(actions) == 1 else 's'}"
    old = _carried(actions, plan)
    return f"{said}, {old} of them from this year." if old else f"{said}, new."


def _unfinished(tree: PlanTree, ratings, as_at) -> tuple[Passage, ...]:
    passages = []
    for priority in tree.priorities:
        points = tuple(
            Point(
                text=_named(action),
                rating=ratings[_rag(action, as_at)],
                note=f"{_named(outcome)}."
                + (f" Due {long_date(action.due)}." if action.due else ""),
            )
            for outcome in priority.outcomes
            for action in outcome.actions
            if _open(action, as_at)
        )
        if points:
            passages.append(Passage(title_of(priority, tree.plan), points=points))
    if not passages:
        return ()
    said = (
        f"The plan for the year that follows has not been drawn up. As at {long_date(as_at)} this "
        "is unfinished and goes on unless the board decides otherwise:"
    )
    return (_words(said), *passages)


def _rag(action: ActionNode, as_at) -> str:
    found = (update.rag for update in reversed(action.updates) if update.rag and update.on <= as_at)
    return next(found, "")


def _open(action: ActionNode, as_at: datetime.date) -> bool:
    return not (action.completed_on and action.completed_on <= as_at)


def _named(node: ActionNode | OutcomeNode) -> str:
    """Its number and its words, without a full stop, so that it can begin a sentence."""
    words = node.text if isinstance(node, ActionNode) else node.title.rstrip(". ")
    return f"{node.ref} {words}".strip()


def _under(outcome: OutcomeNode) -> list[str]:
    """What the action is for: many plans give actions of several outcomes the same words."""
    named = _named(outcome)
    return [f"{named}."] if named else []


def _due(action: ActionNode) -> list[str]:
    return [f"Due {long_date(action.due)}."] if action.due else []


def _words(text: str) -> Passage:
    return Passage(blocks=(Block("paragraph", text),))
