"""A plan read into its tree."""

from collections import defaultdict
from functools import cache, partial

from django.db.models import BigIntegerField, Case, JSONField, Q, Value, When
from django.db.models.functions import Cast

from boardplan.compiled import Compiled
from subgroups.models import Parties

from ..models import Action, Lead, Milestone, Outcome, Plan, Priority, ProgressUpdate
from .nodes import (
    ActionNode,
    LeadNode,
    MilestoneNode,
    OutcomeNode,
    PlanTree,
    PriorityNode,
    UpdateNode,
)

# Plain rows all through: model objects would take half of the whole time of a plan's page.
# In the order of ActionNode, but for the outcome, and the owner's name that is known elsewhere.
_ACTION = (
    "outcome_id",
    "pk",
    "ref",
    "text",
    "owner_id",
    "timescale_text",
    "timescale_kind",
    "start",
    "due",
    "first_due",
    "next_review",
    "rag",
    "rag_reason",
    "rag_on",
    "last_update_on",
    "completed_on",
    "withdrawn_at",
    "created_at",
)
# A page about how things stand asks for the day of entry only of what nobody has updated since;
# reading three hundred times of day takes longer than all the rest of the row.
_ENTERED = Case(When(last_update_on__isnull=True, then="created_at"))
_DETAILS = (
    "position",
    "version",
    "sub_items",
    "timescale_to_settle",
    "timescale_corrected",
    "times_per_year",
    "monitoring",
    "success_measure",
    "core_task",
    "shaped_by_children",
    "sources",
)
_LISTS = (_DETAILS.index("sub_items"), _DETAILS.index("sources"))
# In the order of UpdateNode.
_UPDATE = (
    "pk",
    "on",
    "by_name",
    "text",
    "rag",
    "reason",
    "evidence",
    "difference_made",
    "source",
)
_LATEST = tuple(f"latest_update__{name}" for name in _UPDATE)
# Where one half of a union has no such column.
_NO_ID = Cast(None, BigIntegerField())
_NO_LIST = Value([], JSONField())


def read_plan(
    plan: Plan,
    *,
    actions=None,
    updates: str = "latest",
    withdrawn: bool = False,
    keep_empty: bool = True,
    duties: bool = True,
    details: bool = True,
) -> PlanTree:
    """Read `plan` (with its board loaded) into a tree: seven queries at any size.

    actions: a queryset of Action that narrows which are shown; None for all.
    updates: "latest" reads one update an action, "all" every one, "none" none at all.
    withdrawn: whether withdrawn rows are shown too.
    keep_empty: whether outcomes and priorities without a shown action stay.
    duties: False leaves out milestones and who is reported to, and saves their two queries.
    details: False leaves out of each action what a page about how things stand does not show.
    """
    shape = {"withdrawn": withdrawn, "details": details, "latest": updates == "latest"}
    if actions is None:
        rows, narrowed = _all_actions(**shape).ask(plan.pk), {}
    else:
        rows = list(_action_rows(plan.pk, actions, **shape))
        narrowed = {"action__in": [row[1] for row in rows]}
    own = len(_ACTION) + (len(_DETAILS) if details else 0)  # what follows is the latest update's

    parties = Parties.of(plan.board)
    leads = _leads(plan, narrowed, parties)
    milestones, reports_to = {}, {}
    if duties:
        milestones = _milestones(plan, narrowed)
        reports_to = _reports_to(plan, narrowed, parties)
    of_action, of_outcome = {}, {}
    if updates == "all":
        of_action, of_outcome = _all_updates(plan, narrowed)
    elif updates == "latest":
        of_outcome = _outcome_updates(plan)

    by_outcome = defaultdict(list)
    for row in rows:
        outcome, action = row[:2]
        reported = of_action.get(action, ())
        if updates == "latest" and row[own] is not None:
            reported = (UpdateNode(*row[own:]),)
        by_outcome[outcome].append(
            _action_node(
                row[:own],
                parties,
                leads=tuple(leads.get(action, ())),
                milestones=tuple(milestones.get(action, ())),
                reports_to=tuple(reports_to.get(action, ())),
                updates=tuple(reported),
            )
        )

    return PlanTree(
        plan=plan,
        headings=tuple(plan.headings()),
        priorities=_priorities(plan, by_outcome, of_outcome, withdrawn, keep_empty),
    )


def _action_rows(plan: int, actions, *, withdrawn: bool, details: bool, latest: bool):
    found = actions.filter(plan=plan)
    if not withdrawn:
        found = found.in_force()
    wanted = _ACTION + _DETAILS if details else (*_ACTION[:-1], _ENTERED)
    return found.order_by("position", "id").values_list(*wanted, *(_LATEST if latest else ()))


@cache
def _all_actions(**shape) -> Compiled:
    return Compiled(lambda plan: _action_rows(plan, Action.objects, **shape))


def _priorities(plan, by_outcome, of_outcome, withdrawn, keep_empty) -> tuple[PriorityNode, ...]:
    by_priority = defaultdict(list)
    nodes = []
    for priority, pk, ref, title, text, sources, withdrawn_at, _ in _PARTS[withdrawn].ask(plan.pk):
        if priority is None:
            nodes.append((pk, ref, title, text, withdrawn_at))
            continue
        below = tuple(by_outcome.get(pk, ()))
        if below or keep_empty:
            by_priority[priority].append(
                OutcomeNode(
                    id=pk,
                    ref=ref,
                    title=title,
                    sources=tuple(sources),
                    notes=text,
                    withdrawn=withdrawn_at is not None,
                    actions=below,
                    updates=tuple(of_outcome.get(pk, ())),
                )
            )
    return tuple(
        PriorityNode(
            id=pk,
            ref=ref,
            title=title,
            description=text,
            withdrawn=withdrawn_at is not None,
            outcomes=tuple(by_priority.get(pk, ())),
        )
        for pk, ref, title, text, withdrawn_at in nodes
        if keep_empty or pk in by_priority
    )


def _parts(plan: int, *, withdrawn: bool = False):
    """Outcomes with their priority's id, and priorities with none there, in their order.

    In one question, because each question takes longer than the rows of either.
    """
    outcomes, priorities = Outcome.objects.filter(plan=plan), Priority.objects.filter(plan=plan)
    if not withdrawn:
        outcomes, priorities = outcomes.in_force(), priorities.in_force()
    of_outcome = ("priority_id", "pk", "ref", "title", "notes", "sources", "withdrawn_at")
    of_priority = (_NO_ID, "pk", "ref", "title", "description", _NO_LIST, "withdrawn_at")
    return (
        outcomes.order_by()
        .values_list(*of_outcome, "position")
        .union(priorities.order_by().values_list(*of_priority, "position"), all=True)
        .order_by("position", "pk")
    )


_PARTS = {withdrawn: Compiled(partial(_parts, withdrawn=withdrawn)) for withdrawn in (False, True)}


def _lead_rows(board: int, plan: int):
    # The board is named although the plan has it: without it PostgreSQL looks for the leads of
    # each action by itself where there are many boards.
    return (
        Lead.objects.of(board)
        .filter(action__plan=plan)
        .order_by("position", "id")
        .values_list(
            "action_id",
            "written",
            "role",
            "accountable",
            "to_settle",
            "everyone",
            "agency_id",
            "group_id",
            "post_id",
        )
    )


_LEADS = Compiled(_lead_rows, int, int)


def _leads(plan, narrowed, parties) -> dict:
    grouped = defaultdict(list)
    # The same party leads many actions, and nodes are frozen: one for each that differs.
    known = {}
    of_plan = (plan.board_id, plan.pk)
    rows = _lead_rows(*of_plan).filter(**narrowed) if narrowed else _LEADS.ask(*of_plan)
    for action, *row in rows:
        row = tuple(row)
        node = known.get(row)
        if node is None:
            node = known[row] = _lead_node(*row, parties)
        grouped[action].append(node)
    return grouped


def _lead_node(
    written, role, accountable, to_settle, everyone, agency_id, group_id, post_id, parties
) -> LeadNode:
    answers = True
    if post_id:
        kind, party = "post", post_id
        name, agency_id, holder_id = parties.posts.get(post_id, (written, None, None))
        answers = holder_id is not None
    elif group_id:
        kind, party, name = "group", group_id, parties.groups.get(group_id, written)
    elif agency_id:
        kind, party, name = "agency", agency_id, parties.agencies.get(agency_id, written)
    elif everyone:
        kind, party, name = "everyone", None, written or "All agencies"
    else:
        kind, party, name = "text", None, written
        answers = False
    return LeadNode(
        name,
        written,
        role,
        accountable,
        to_settle,
        kind,
        party,
        agency_id,
        parties.agencies.get(agency_id, ""),
        answers=answers and role == "lead",
    )


def _milestones(plan, narrowed) -> dict:
    grouped = defaultdict(list)
    rows = (
        Milestone.objects.filter(action__plan=plan, withdrawn_at__isnull=True, **narrowed)
        .order_by("position", "due", "id")
        .values_list("action_id", "id", "due", "what", "to", "met_on", "generated")
    )
    for action, *values in rows:
        grouped[action].append(MilestoneNode(*values))
    return grouped


def _reports_to(plan, narrowed, parties) -> dict:
    received = defaultdict(set)
    for action, group in Action.reports_to.through.objects.filter(
        action__plan=plan, **narrowed
    ).values_list("action_id", "subgroup_id"):
        received[action].add(group)
    return {
        action: [name for group, name in parties.groups.items() if group in among]
        for action, among in received.items()
    }


def _all_updates(plan, narrowed) -> tuple[dict, dict]:
    """Every update of each action and of each outcome, oldest first."""
    found = ProgressUpdate.objects.filter(plan=plan)
    if narrowed:
        found = found.filter(Q(**narrowed) | Q(outcome__isnull=False))
    return _grouped(found)


def _outcome_updates(plan) -> dict:
    return _grouped(ProgressUpdate.objects.filter(plan=plan, outcome__isnull=False))[1]


def _grouped(found) -> tuple[dict, dict]:
    of_action, of_outcome = defaultdict(list), defaultdict(list)
    rows = found.order_by("on", "id").values_list("action_id", "outcome_id", *_UPDATE)
    for action, outcome, *values in rows:
        about, key = (of_outcome, outcome) if action is None else (of_action, action)
        about[key].append(UpdateNode(*values))
    return of_action, of_outcome


def _action_node(row, parties, **below) -> ActionNode:
    """A node of the values of _ACTION and, where they were asked for, of _DETAILS."""
    _, pk, ref, text, owner_id, *facts = row[: len(_ACTION)]
    *facts, withdrawn_at, created_at = facts
    details = list(row[len(_ACTION) :])
    for place in _LISTS if details else ():
        details[place] = tuple(details[place])
    return ActionNode(
        pk,
        ref,
        text,
        parties.groups.get(owner_id, ""),
        owner_id,
        *facts,
        created_at and created_at.date(),
        withdrawn_at is not None,
        *details,
        **below,
    )
