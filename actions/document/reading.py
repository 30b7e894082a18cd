"""A plan read into its tree."""

from collections import defaultdict

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
_ACTION = (
    "pk",
    "outcome_id",
    "ref",
    "text",
    "owner__name",
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
    "created_at",
    "withdrawn_at",
)
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
    found = Action.objects.filter(plan=plan) if actions is None else actions.filter(plan=plan)
    if not withdrawn:
        found = found.in_force()
    wanted = _ACTION + (_DETAILS if details else ())
    own = len(wanted)  # what follows is the latest update's
    if updates == "latest":
        wanted += _LATEST
    rows = list(found.order_by("position", "id").values_list(*wanted))
    narrowed = {} if actions is None else {"action__in": [row[0] for row in rows]}

    leads = _leads(plan, narrowed)
    milestones, reports_to = {}, {}
    if duties:
        milestones = _milestones(plan, narrowed)
        reports_to = _reports_to(plan, narrowed)
    of_action = _all_updates(plan, narrowed) if updates == "all" else {}
    of_outcome = _outcome_updates(plan) if updates != "none" else {}

    by_outcome = defaultdict(list)
    for row in rows:
        action, outcome = row[:2]
        reported = of_action.get(action, ())
        if updates == "latest" and row[own] is not None:
            reported = (UpdateNode(*row[own:]),)
        by_outcome[outcome].append(
            _action_node(
                row[:own],
                leads=tuple(leads.get(action, ())),
                milestones=tuple(milestones.get(action, ())),
                reports_to=tuple(reports_to.get(action, ())),
                updates=tuple(reported),
            )
        )

    by_priority = _outcomes(plan, by_outcome, of_outcome, withdrawn, keep_empty)
    return PlanTree(
        plan=plan,
        headings=tuple(plan.headings()),
        priorities=_priorities(plan, by_priority, withdrawn, keep_empty),
    )


def _outcomes(plan, by_outcome, of_outcome, withdrawn, keep_empty) -> dict:
    rows = Outcome.objects.filter(plan=plan)
    if not withdrawn:
        rows = rows.in_force()
    by_priority = defaultdict(list)
    for priority, pk, ref, title, sources, notes, withdrawn_at in rows.order_by(
        "position", "id"
    ).values_list("priority_id", "pk", "ref", "title", "sources", "notes", "withdrawn_at"):
        below = tuple(by_outcome.get(pk, ()))
        if below or keep_empty:
            by_priority[priority].append(
                OutcomeNode(
                    id=pk,
                    ref=ref,
                    title=title,
                    sources=tuple(sources),
                    notes=notes,
                    withdrawn=withdrawn_at is not None,
                    actions=below,
                    updates=tuple(of_outcome.get(pk, ())),
                )
            )
    return by_priority


def _priorities(plan, by_priority, withdrawn, keep_empty) -> tuple[PriorityNode, ...]:
    rows = Priority.objects.filter(plan=plan)
    if not withdrawn:
        rows = rows.in_force()
    nodes = []
    for pk, ref, title, description, withdrawn_at in rows.order_by("position", "id").values_list(
        "pk", "ref", "title", "description", "withdrawn_at"
    ):
        below = tuple(by_priority.get(pk, ()))
        if below or keep_empty:
            nodes.append(
                PriorityNode(
                    id=pk,
                    ref=ref,
                    title=title,
                    description=description,
                    withdrawn=withdrawn_at is not None,
                    outcomes=below,
                )
            )
    return tuple(nodes)


def _leads(plan, narrowed) -> dict:
    grouped = defaultdict(list)
    rows = (
        Lead.objects.filter(action__plan=plan, **narrowed)
        .order_by("position", "id")
        .values_list(
            "action_id",
            "written",
            "role",
            "accountable",
            "to_settle",
            "everyone",
            "agency_id",
            "agency__name",
            "group_id",
            "group__name",
            "post_id",
            "post__name",
            "post__agency_id",
            "post__agency__name",
            "post__holder_id",
        )
    )
    for (
        action,
        written,
        role,
        accountable,
        to_settle,
        everyone,
        agency_id,
        agency,
        group_id,
        group,
        post_id,
        post,
        post_agency_id,
        post_agency,
        holder_id,
    ) in rows:
        if post_id:
            kind, party, name = "post", post_id, post
            agency_id, agency = post_agency_id, post_agency
        elif group_id:
            kind, party, name = "group", group_id, group
        elif agency_id:
            kind, party, name = "agency", agency_id, agency
        elif everyone:
            kind, party, name = "everyone", None, written or "All agencies"
        else:
            kind, party, name = "text", None, written
        grouped[action].append(
            LeadNode(
                name,
                written,
                role,
                accountable,
                to_settle,
                kind,
                party,
                agency_id,
                agency or "",
                answers=role == "lead" and (holder_id is not None if post_id else kind != "text"),
            )
        )
    return grouped


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


def _reports_to(plan, narrowed) -> dict:
    grouped = defaultdict(list)
    rows = (
        Action.reports_to.through.objects.filter(action__plan=plan, **narrowed)
        .order_by("subgroup__position", "subgroup__name")
        .values_list("action_id", "subgroup__name")
    )
    for action, group in rows:
        grouped[action].append(group)
    return grouped


def _all_updates(plan, narrowed) -> dict:
    """Every update of each action, oldest first."""
    return _grouped(
        ProgressUpdate.objects.filter(plan=plan, action__isnull=False, **narrowed), "action_id"
    )


def _outcome_updates(plan) -> dict:
    return _grouped(ProgressUpdate.objects.filter(plan=plan, outcome__isnull=False), "outcome_id")


def _grouped(found, about: str) -> dict:
    grouped = defaultdict(list)
    for key, *values in found.order_by("on", "id").values_list(about, *_UPDATE):
        grouped[key].append(UpdateNode(*values))
    return grouped


def _action_node(row, **below) -> ActionNode:
    """A node of the values of _ACTION and, where they were asked for, of _DETAILS."""
    (
        pk,
        _,
        ref,
        text,
        owner,
        owner_id,
        timescale_text,
        timescale_kind,
        start,
        due,
        first_due,
        next_review,
        rag,
        rag_reason,
        rag_on,
        last_update_on,
        completed_on,
        created_at,
        withdrawn_at,
        *details,
    ) = row
    if details:
        below |= zip(_DETAILS, details, strict=True)
        below |= {"sub_items": tuple(below["sub_items"]), "sources": tuple(below["sources"])}
    return ActionNode(
        id=pk,
        ref=ref,
        text=text,
        owner=owner or "",
        owner_id=owner_id,
        timescale_text=timescale_text,
        timescale_kind=timescale_kind,
        start=start,
        due=due,
        first_due=first_due,
        next_review=next_review,
        rag=rag,
        rag_reason=rag_reason,
        rag_on=rag_on,
        last_update_on=last_update_on,
        completed_on=completed_on,
        created_on=created_at.date(),
        withdrawn=withdrawn_at is not None,
        **below,
    )
