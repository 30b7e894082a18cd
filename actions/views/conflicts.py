"""Two people at once: what happened since a form was opened, beside what the person wrote."""

from boardplan.audit import AuditEvent

from ..models import Action
from ..services.updates import REPORTED, TOOK_OVER
from ..story import changes_told

LABELS = {
    "text": "Progress",
    "rag": "Rating",
    "reason": "Why",
    "difference_made": "Difference made",
    "evidence": "Evidence",
    "on": "As at",
    "due": "Due date",
}


def conflict_on(action: Action, form, *, user) -> dict | None:
    """What `components/conflict.html` shows for a Versioned form of `action` as it stands now.

    None where the only thing that happened is that `user` sent these same words before: a
    second click on the same button. `user` None: do not look for that.
    """
    opened = form.cleaned_data.get("opened")
    since = action.updates.order_by("-id")
    events = AuditEvent.objects.about(action).exclude(verb__in=(REPORTED, TOOK_OVER))
    if opened is not None:
        since, events = since.filter(recorded_at__gt=opened), events.filter(at__gt=opened)
    theirs = since.first()
    events = list(events[:20])
    if theirs is not None and user is not None and _same(theirs, form.cleaned_data, user):
        return None
    labels = action.board.rag_labels
    rows = []
    for name, label in LABELS.items():
        if name not in form.cleaned_data:
            continue
        now = action.due if name == "due" else getattr(theirs, name, "") if theirs else ""
        mine = form.cleaned_data[name]
        if now or mine:
            rows.append({"label": label, "theirs": _told(action, now), "mine": _told(action, mine)})
    last = max([*events, *filter(None, [theirs])], key=_when, default=None)
    return {
        "by": last.by_name if last is not None else "",
        "when": _when(last) if last is not None else None,
        "rows": rows if theirs is not None or "due" in form.cleaned_data else [],
        "changes": [
            {
                "verb": event.verb,
                "by": event.by_name,
                "changes": changes_told(event.changes, labels),
            }
            for event in reversed(events)
        ],
    }


def _when(row):
    return row.at if isinstance(row, AuditEvent) else row.recorded_at


def _same(update, said: dict, user) -> bool:
    return (
        update.by_id == user.pk
        and all(
            getattr(update, name) == said[name].strip()
            for name in ("text", "reason", "evidence", "difference_made")
            if name in said
        )
        and update.on == said.get("on", update.on)
        and (said.get("finished") or update.rag == said.get("rag", update.rag))
    )


def _told(action, value) -> str:
    if hasattr(value, "isoformat"):
        return f"{value:%-d %B %Y}"
    return action.board.rag_labels.get(value, value) or "nothing"
