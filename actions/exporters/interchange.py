"""The interchange format of a plan, boardplan/1: what a snapshot holds and an import reads back.

UTF-8, dates ISO 8601, unknown is null, lists are never null, texts are verbatim. Beyond the keys
of the format stand those that a plan of ours needs to come back the same.
"""

from ..document import ActionNode, OutcomeNode, PlanTree, UpdateNode
from ..rag import roll_up

FORMAT = "boardplan/1"


def as_interchange(tree: PlanTree) -> dict:
    """The tree, read with updates="all", as plain lists, dicts, texts and numbers."""
    plan = tree.plan
    return {
        "format": FORMAT,
        "board": plan.board.name,
        "slug": plan.slug,
        "title": plan.title,
        "period": {"start": plan.start.isoformat(), "end": plan.end.isoformat()},
        "status": plan.status,
        "ratified_on": _date(plan.ratified_on),
        "closed_on": _date(plan.closed_on),
        "last_updated_on": _date(plan.last_updated_on),
        "vision": plan.vision or None,
        "intent": plan.intent or None,
        "rag_definition": plan.rag_definition or None,
        "introduction": plan.introduction or None,
        "words": plan.words,
        "columns": plan.columns,
        "priorities": [
            {
                "ref": priority.ref or None,
                "title": priority.title or None,
                "description": priority.description or None,
                "outcomes": [_outcome(outcome) for outcome in priority.outcomes],
            }
            for priority in tree.priorities
        ],
    }


def _outcome(outcome: OutcomeNode) -> dict:
    worst = roll_up(action.rag or None for action in outcome.actions).worst
    return {
        "ref": outcome.ref or None,
        "title": outcome.title,
        "rag": str(worst) if worst else None,
        "sources": list(outcome.sources),
        "notes": outcome.notes or None,
        "updates": [_update(update) for update in outcome.updates],
        "actions": [_action(action) for action in outcome.actions],
    }


def _action(action: ActionNode) -> dict:
    return {
        "ref": action.ref or None,
        "text": action.text,
        "sub_items": list(action.sub_items),
        "owner": action.owner or None,
        "leads": [
            {
                "name": lead.name,
                "role": lead.role,
                "accountable": lead.accountable,
                "party": lead.kind,
                "written": lead.written or None,
                "to_settle": lead.to_settle,
            }
            for lead in action.leads
        ],
        "timescale": {
            "text": action.timescale_text or None,
            "kind": action.timescale_kind,
            "start": _date(action.start),
            "due": _date(action.due),
            "first_due": _date(action.first_due),
            "times_per_year": _number(action.times_per_year),
            "next_review": _date(action.next_review),
            "to_settle": action.timescale_to_settle,
            "corrected": action.timescale_corrected,
        },
        "monitoring": action.monitoring or None,
        "reports_to": list(action.reports_to),
        "success_measure": action.success_measure or None,
        "core_task": action.core_task,
        "shaped_by_children": action.shaped_by_children,
        "sources": list(action.sources),
        "rag": action.rag or None,
        "completed_on": _date(action.completed_on),
        "milestones": [
            {
                "due": _date(milestone.due),
                "what": milestone.what or None,
                "to": milestone.to or None,
                "met_on": _date(milestone.met_on),
                "generated": milestone.generated,
            }
            for milestone in action.milestones
        ],
        "updates": [_update(update) for update in action.updates],
    }


def _update(update: UpdateNode) -> dict:
    return {
        "on": _date(update.on),
        "by": update.by or None,
        "text": update.text,
        "rag": update.rag or None,
        "reason": update.reason or None,
        "evidence": update.evidence or None,
        "difference_made": update.difference_made or None,
        "source": update.source,
    }


def _date(day):
    return day.isoformat() if day else None


def _number(value: float | None):
    """4.0 is written 4, 1.5 stays."""
    return int(value) if value is not None and value == int(value) else value
