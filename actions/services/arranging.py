"""The order and place of the parts of a plan, and how they leave and come back.

Nothing is erased: what no longer holds is withdrawn with its reason and can be restored.
"""

from django.db import models, transaction
from django.utils import timezone

from boardplan import audit
from boardplan.errors import RuleBroken

from ..models import Action, Milestone, Outcome, Plan, Priority
from .parts import Part, check_in_force, locked, name_of, parent_of, save_part, siblings


@transaction.atomic
def place(*, part: Part, to: int, by, expected_version: int | None = None) -> Part:
    """Put a part at place `to` (1 is first) among those it stands with; out of range is the end.

    Withdrawn ones are not counted. Positions are handed round among the siblings, so an order
    that spans the whole plan stays one.
    """
    part = locked(part, expected_version)
    rows = siblings(part)
    if part not in rows:
        raise RuleBroken("What was withdrawn has no place. Restore it first.")
    before = rows.index(part)
    after = max(1, min(to, len(rows))) - 1
    if before == after:
        return part
    rows.insert(after, rows.pop(before))
    _number(rows)
    _recorded(part, by, "moved", {"place": [before + 1, after + 1]})
    return rows[after]


@transaction.atomic
def move_action(
    *, action: Action, outcome: Outcome, by, to: int | None = None, expected_version=None
) -> Action:
    """Put an action under another outcome of the same plan, last or at place `to`."""
    return _rehang(action, "outcome", outcome, by, to, expected_version)


@transaction.atomic
def move_outcome(
    *, outcome: Outcome, priority: Priority, by, to: int | None = None, expected_version=None
) -> Outcome:
    """Put an outcome with its actions under another priority of the same plan."""
    return _rehang(outcome, "priority", priority, by, to, expected_version)


@transaction.atomic
def withdraw(*, part: Part, reason: str, by, expected_version: int | None = None) -> Part:
    """Take a part out of the plan, for a reason; what stands under it goes with it."""
    part = locked(part, expected_version)
    if part.withdrawn_at is not None:
        raise RuleBroken(f"This {name_of(part)} was withdrawn already.")
    if not reason.strip():
        raise RuleBroken("Say why it is withdrawn", field="reason")
    said = {"withdrawn_at": timezone.now(), "withdrawn_reason": reason.strip()}
    below = [(rows, list(rows.filter(withdrawn_at__isnull=True))) for rows in _below(part)]
    changes = audit.changed(part, said)
    save_part(part)
    _recorded(part, by, "withdrew", {"withdrawn_reason": changes["withdrawn_reason"]})
    for rows, found in below:
        rows.filter(pk__in=[row.pk for row in found]).update(
            **said, version=models.F("version") + 1
        )
        for row in found:
            _recorded(row, by, "withdrew", {"withdrawn_reason": ["", said["withdrawn_reason"]]})
    return part


@transaction.atomic
def restore(*, part: Part, by, expected_version: int | None = None) -> Part:
    """Bring a withdrawn part back, with what was withdrawn together with it."""
    part = locked(part, expected_version)
    if part.withdrawn_at is None:
        return part
    parent = parent_of(part)
    if not isinstance(parent, Plan) and parent.withdrawn_at is not None:
        raise RuleBroken(
            f"It stands in something that was withdrawn too: “{parent}”. Restore that first."
        )
    at = part.withdrawn_at
    back = {"withdrawn_at": None, "withdrawn_reason": ""}
    below = [(rows, list(rows.filter(withdrawn_at=at))) for rows in _below(part)]
    changes = audit.changed(part, back)
    save_part(part)
    _recorded(part, by, "restored", {"withdrawn_reason": changes["withdrawn_reason"]})
    for rows, found in below:
        rows.filter(pk__in=[row.pk for row in found]).update(
            **back, version=models.F("version") + 1
        )
        for row in found:
            _recorded(row, by, "restored", {"withdrawn_reason": [row.withdrawn_reason, ""]})
    return part


# What is shared by the services above


def _number(rows: list[Part]) -> None:
    """Give the rows positions in this order: their own ones handed round if all differ."""
    positions = sorted(row.position for row in rows)
    if len(set(positions)) < len(positions):
        positions = range(1, len(rows) + 1)
    moved = []
    for row, position in zip(rows, positions, strict=True):
        if row.position != position:
            row.position = position
            moved.append(row)
    type(rows[0]).objects.bulk_update(moved, ["position"])


def _rehang(part: Part, name: str, parent, by, to, expected_version) -> Part:
    part = locked(part, expected_version)
    if parent.plan_id != part.plan_id:
        raise RuleBroken("It can only move within its own plan", field=name)
    check_in_force(parent)
    before = getattr(part, name)
    if parent.pk != before.pk:
        setattr(part, name, parent)
        rows = [row for row in siblings(part) if row.pk != part.pk]
        part.position = rows[-1].position + 1 if rows else 1
        save_part(part)
        _recorded(part, by, "moved", {name: [before, parent]})
    if to is not None:
        part = place(part=part, to=to, by=by)
    return part


def _below(part: Part) -> list:
    """Querysets of all that stands under a part and can be withdrawn with it."""
    match part:
        case Priority():
            return [
                Outcome.objects.filter(priority=part),
                Action.objects.filter(outcome__priority=part),
            ]
        case Outcome():
            return [Action.objects.filter(outcome=part)]
    return []


def _recorded(part: Part, by, verb: str, changes: dict) -> None:
    """An audit row; that of a milestone is told of its action, where people look for it."""
    if isinstance(part, Milestone):
        changes = {"milestone": [str(part), str(part)]} | changes
        audit.record(by=by, verb=f"{verb} a milestone of", obj=part.action, changes=changes)
    else:
        audit.record(by=by, verb=verb, obj=part, changes=changes)
