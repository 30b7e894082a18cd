"""What a report tells of its plan beside the progress: where little happened and why, what became
better for children, whom it listened to, and what goes on in the year that follows."""

import datetime
import re
from collections.abc import Iterable

from actions.document import ActionNode, OutcomeNode, PlanTree, PriorityNode, UpdateNode, read_plan
from actions.models import Action, Plan
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
    """The plan that follows where there is one, else what is unfinished: up to six queries."""
    plan = tree.plan
    following = Plan.objects.of(plan.board).filter(rolled_from=plan).order_by("id").first()
    if following is None:
        return _unfinished(tree, ratings, as_at)
    following.board = plan.board
    after = read_plan(following, updates="none", duties=False, details=False)
    carried = frozenset(
        Action.objects.filter(plan=following, carried_from__plan=plan).values_list("pk", flat=True)
    )
    number = sum(1 for action in after.actions if action.id in carried)
    drafted = " It is still a draft." if following.status == Plan.Status.DRAFT else ""
    said = (
        f"{following.title} ({period(following.start, following.end)}) goes on from here with "
        f"{len(after.actions)} action{'' if len(after.actions) == 1 else 's'}, {number} of them "
        f"from this year.{drafted}"
    )
    return (
        _words(said),
        *(
            Passage(
                title_of(priority, following),
                points=tuple(
                    Point(text=_named(outcome), note=_count(outcome, carried))
                    for outcome in priority.outcomes
                    if outcome.actions
                ),
            )
            for priority in after.priorities
            if priority.actions
        ),
    )


def _count(outcome: OutcomeNode, carried: frozenset[int]) -> str:
    whole = len(outcome.actions)
    old = sum(1 for action in outcome.actions if action.id in carried)
    said = f"{whole} action{'' if whole == 1 else 's'}"
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
