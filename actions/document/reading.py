"""A plan read into its tree."""

from collections import defaultdict

from django.db.models import F

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

# What _action_node and read_plan take from an action.
_READ = (
    "pk",
    "outcome_id",
    "ref",
    "text",
    "sub_items",
    "position",
    "owner_name",
    "owner_id",
    "timescale_text",
    "timescale_kind",
    "timescale_to_settle",
    "timescale_corrected",
    "start",
    "due",
    "first_due",
    "times_per_year",
    "next_review",
    "monitoring",
    "success_measure",
    "core_task",
    "shaped_by_children",
    "sources",
    "rag",
    "rag_reason",
    "rag_on",
    "last_update_on",
    "completed_on",
    "created_at",
    "withdrawn_at",
    "version",
)


def read_plan(
    plan: Plan,
    *,
    actions=None,
    updates: str = "latest",
    withdrawn: bool = False,
    keep_empty: bool = True,
    duties: bool = True,
) -> PlanTree:
    """Read `plan` (with its board loaded) into a tree: seven queries at any size.

    actions: a queryset of Action that narrows which are shown; None for all.
    updates: "latest" reads one update an action, "all" every one, "none" none at all.
    withdrawn: whether withdrawn rows are shown too.
    keep_empty: whether outcomes and priorities without a shown action stay.
    duties: False leaves out milestones and who is reported to, and saves their two queries.
    """
    found = Action.objects.filter(plan=plan) if actions is None else actions.filter(plan=plan)
    if not withdrawn:
        found = found.in_force()
    found = found.annotate(owner_name=F("owner__name"))
    if updates == "latest":
        found = found.select_related("latest_update")
    else:
        # Plain rows where no update hangs on them: half the time of model objects.
        found = found.values_list(*_READ, named=True)
    rows = list(found.order_by("position", "id"))
    everything = actions is None
    narrowed = {} if everything else {"action__in": [row.pk for row in rows]}

    leads = _leads(plan, narrowed)
    milestones, reports_to = defaultdict(list), defaultdict(list)
    if duties:
        milestones = _milestones(plan, narrowed)
        reports_to = _reports_to(plan, narrowed)
    of_action, of_outcome = _updates(plan, rows, updates, narrowed)

    by_outcome = defaultdict(list)
    for row in rows:
        by_outcome[row.outcome_id].append(
            _action_node(
                row, leads[row.pk], milestones[row.pk], of_action[row.pk], reports_to[row.pk]
            )
        )

    outcomes = Outcome.objects.filter(plan=plan)
    priorities = Priority.objects.filter(plan=plan)
    if not withdrawn:
        outcomes, priorities = outcomes.in_force(), priorities.in_force()
    by_priority = defaultdict(list)
    for row in outcomes.order_by("position", "id"):
        below = tuple(by_outcome[row.pk])
        if below or keep_empty:
            by_priority[row.priority_id].append(
                OutcomeNode(
                    id=row.pk,
                    ref=row.ref,
                    title=row.title,
                    sources=tuple(row.sources),
                    notes=row.notes,
                    withdrawn=row.withdrawn_at is not None,
                    actions=below,
                    updates=tuple(of_outcome[row.pk]),
                )
            )
    nodes = []
    for row in priorities.order_by("position", "id"):
        below = tuple(by_priority[row.pk])
        if below or keep_empty:
            nodes.append(
                PriorityNode(
                    id=row.pk,
                    ref=row.ref,
                    title=row.title,
                    description=row.description,
                    withdrawn=row.withdrawn_at is not None,
                    outcomes=below,
                )
            )
    return PlanTree(plan=plan, headings=tuple(plan.headings()), priorities=tuple(nodes))


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


def _updates(plan, rows, which, narrowed) -> tuple[dict, dict]:
    of_action, of_outcome = defaultdict(list), defaultdict(list)
    if which == "none":
        return of_action, of_outcome
    if which == "latest":
        for row in rows:
            if row.latest_update is not None:
                of_action[row.pk].append(_update_node(row.latest_update))
    else:
        for update in ProgressUpdate.objects.filter(
            plan=plan, action__isnull=False, **narrowed
        ).order_by("on", "id"):
            of_action[update.action_id].append(_update_node(update))
    for update in ProgressUpdate.objects.filter(plan=plan, outcome__isnull=False).order_by(
        "on", "id"
    ):
        of_outcome[update.outcome_id].append(_update_node(update))
    return of_action, of_outcome


def _update_node(row: ProgressUpdate) -> UpdateNode:
    return UpdateNode(
        id=row.pk,
        on=row.on,
        by=row.by_name,
        text=row.text,
        rag=row.rag,
        reason=row.reason,
        evidence=row.evidence,
        difference_made=row.difference_made,
        source=row.source,
    )


def _action_node(row: Action, leads, milestones, updates, reports_to) -> ActionNode:
    return ActionNode(
        id=row.pk,
        ref=row.ref,
        text=row.text,
        sub_items=tuple(row.sub_items),
        position=row.position,
        owner=row.owner_name or "",
        owner_id=row.owner_id,
        timescale_text=row.timescale_text,
        timescale_kind=row.timescale_kind,
        timescale_to_settle=row.timescale_to_settle,
        timescale_corrected=row.timescale_corrected,
        start=row.start,
        due=row.due,
        first_due=row.first_due,
        times_per_year=row.times_per_year,
        next_review=row.next_review,
        monitoring=row.monitoring,
        reports_to=tuple(reports_to),
        success_measure=row.success_measure,
        core_task=row.core_task,
        shaped_by_children=row.shaped_by_children,
        sources=tuple(row.sources),
        rag=row.rag,
        rag_reason=row.rag_reason,
        rag_on=row.rag_on,
        last_update_on=row.last_update_on,
        completed_on=row.completed_on,
        created_on=row.created_at.date(),
        withdrawn=row.withdrawn_at is not None,
        version=row.version,
        leads=tuple(leads),
        milestones=tuple(milestones),
        updates=tuple(updates),
    )
