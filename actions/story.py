"""The story of one action as one timeline: updates, dates, completion and edits, newest first.

Updates and moves of dates are told from their own rows, so that what came from a document has a
story as well; everything else is told from the audit.
"""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone

from .models import Action
from .services.updates import COMPLETED, MET, MOVED_DATE, REOPENED, REPORTED, TOOK_OVER, UNMET

UPDATES, DATES, EDITS = "updates", "dates", "edits"
# What a reader may narrow the story to.
CHAPTERS = {UPDATES: "Updates", DATES: "Dates", EDITS: "Edits"}

# An audit row and the update that it belongs to are written in one transaction.
TOGETHER = datetime.timedelta(seconds=10)

FIELD_WORDS = {
    "text": "Text",
    "ref": "Number",
    "sub_items": "Points below it",
    "owner": "Owner",
    "outcome": "Place in the plan",
    "outcome_id": "Place in the plan",
    "position": "Place in the order",
    "place": "Place in the order",
    "success_measure": "Success measure",
    "monitoring": "Monitoring",
    "sources": "Sources",
    "core_task": "Core task",
    "shaped_by_children": "Shaped by children and young people",
    "timescale_text": "Timescale",
    "timescale_kind": "Kind of timescale",
    "timescale_corrected": "Reading of the timescale corrected",
    "timescale_to_settle": "Timescale to settle",
    "start": "Start",
    "due": "Due date",
    "first_due": "First agreed date",
    "next_review": "Next review",
    "times_per_year": "Times a year",
    "completed_on": "Completed",
    "met_on": "Met",
    "leads": "Leads",
    "reports_to": "Reports to",
    "withdrawn_reason": "Reason for withdrawing",
    "rag": "Rating",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, as words. `long` texts are shown one below the other."""

    label: str
    before: str
    after: str
    long: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `day` is the day it is about, `at` when it was recorded."""

    chapter: str
    heading: str
    day: datetime.date
    at: datetime.datetime
    by: str = ""
    rag: str = ""
    word: str = ""
    was: str = ""  # the rating before, where this one differs
    text: str = ""
    reason: str = ""
    evidence: str = ""
    difference_made: str = ""
    suggested: str = ""  # the label of what the dates suggested, where the rating differs
    from_document: bool = False
    from_plan: str = ""  # the title of the plan before, where it was said there
    recorded_later: datetime.date | None = None
    changes: tuple[Change, ...] = field(default=())


def tell(action: Action, *, updates, moves, events, chapter: str = "") -> list[Entry]:
    """The entries of an action's story, newest first.

    updates: its ProgressUpdates, oldest first. moves: its DueDateChanges. events: the AuditEvents
    about it and its parts. chapter: one of CHAPTERS to narrow it, "" for everything.
    """
    labels = action.board.rag_labels
    headings, told = _endings(updates, events)
    before = action.carried_from.plan.title if action.carried_from else "the plan before"
    entries = _updates(updates, labels, headings, before)
    for move in moves:
        changes = (Change("Due date", _plain(move.before), _plain(move.after), False),)
        entries.append(
            Entry(
                DATES,
                "Due date moved",
                timezone.localdate(move.at),
                move.at,
                by=move.by_name,
                reason=move.reason,
                changes=changes,
            )
        )
    moved_to = {move.after.isoformat() if move.after else None for move in moves}
    for event in events:
        if event.pk in told or event.verb in (REPORTED, TOOK_OVER):
            continue
        if event.verb == MOVED_DATE and event.changes.get("due", [None, None])[1] in moved_to:
            continue
        entries.append(_event(event, action, labels))
    if action.completed_on and not any(event.verb == COMPLETED for event in events):
        at = timezone.make_aware(datetime.datetime.combine(action.completed_on, datetime.time()))
        entries.append(Entry(UPDATES, "Completed", action.completed_on, at))
    entries.sort(key=lambda entry: (entry.day, entry.at), reverse=True)
    return [entry for entry in entries if not chapter or entry.chapter == chapter]


def _endings(updates, events) -> tuple[dict, set]:
    """Which updates said that the action was completed or reopened: {update id: heading}, and
    the ids of the audit events that these tell."""
    headings, told = {}, set()
    for event in events:
        if event.verb not in (COMPLETED, REOPENED):
            continue
        before = [row for row in updates if row.recorded_at <= event.at]
        update = max(before, key=lambda row: (row.recorded_at, row.pk), default=None)
        if update is not None and event.at - update.recorded_at < TOGETHER:
            headings[update.pk] = "Completed" if event.verb == COMPLETED else "Reopened"
            told.add(event.pk)
    return headings, told


def _updates(updates, labels, headings, before: str) -> list[Entry]:
    entries, rag = [], ""
    for update in updates:
        changed = bool(update.rag) and update.rag != rag
        heading = headings.get(update.pk)
        if heading is None and changed:
            label = labels.get(update.rag, update.get_rag_display())
            heading = f"Rated {label.lower()}"
            if rag:
                heading += f", was {labels.get(rag, rag).lower()}"
        recorded = timezone.localdate(update.recorded_at)
        differs = update.rag and update.suggested and update.suggested != update.rag
        from_document = update.source == update.Source.DOCUMENT
        carried = update.source == update.Source.CARRIED
        late = recorded != update.on and not from_document and not carried
        entries.append(
            Entry(
                UPDATES,
                heading or "Progress",
                update.on,
                update.recorded_at,
                by=update.by_name,
                rag=update.rag,
                word=labels.get(update.rag, update.get_rag_display()) if update.rag else "",
                was=rag if changed else "",
                text=update.text,
                reason=update.reason,
                evidence=update.evidence,
                difference_made=update.difference_made,
                suggested=labels.get(update.suggested, "") if differs else "",
                from_document=from_document,
                from_plan=before if carried else "",
                recorded_later=recorded if late else None,
            )
        )
        rag = update.rag or rag
    return entries


def _event(event, action: Action, labels) -> Entry:
    heading = event.verb[:1].upper() + event.verb[1:]
    if event.kind == "actions.milestone":
        heading = {
            MET: f"Milestone met: {event.label}",
            UNMET: f"Milestone no longer met: {event.label}",
        }.get(event.verb, f"{heading} milestone: {event.label}")
    elif event.kind == "actions.lead":
        heading = f"{heading} lead: {event.label}"
    elif heading.endswith((" of", " to")):
        heading += " this action"
    day, changes = timezone.localdate(event.at), event.changes
    if event.verb in (MET, UNMET):
        if event.verb == MET and changes["met_on"][1]:
            day = datetime.date.fromisoformat(changes["met_on"][1])
        changes = {}
    return Entry(
        DATES if event.verb in (MOVED_DATE, MET, UNMET) else EDITS,
        heading,
        day,
        event.at,
        by=event.by_name,
        changes=changes_told(changes, labels),
    )


def changes_told(changes: dict, labels: dict) -> tuple[Change, ...]:
    """The fields of an audit event in words. `labels` are the board's own for ratings."""
    found = []
    for name, (before, after) in changes.items():
        if name == "rag":
            before, after = labels.get(before, before), labels.get(after, after)
        before, after = _plain(before), _plain(after)
        label = FIELD_WORDS.get(name, name.replace("_", " ").capitalize())
        found.append(Change(label, before, after, max(len(before), len(after)) > 60))
    return tuple(found)


def _plain(value) -> str:
    """A value of the audit as a person reads it."""
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, str) and len(value) == 10 and value[4:5] == value[7:8] == "-":
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            return value
    if isinstance(value, datetime.date):
        return f"{value:%-d %B %Y}"
    return str(value)
