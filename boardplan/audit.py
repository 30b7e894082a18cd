"""The record of every write: who, when, what, from what to what.

Rows have no foreign keys, so they outlive what they describe; they are only ever added.
"""

import datetime
import uuid
from decimal import Decimal

from django.db import models
from django.utils import timezone


class AuditEventQuerySet(models.QuerySet):
    def about(self, obj):
        """The story of one row, newest first."""
        return self.filter(kind=obj._meta.label_lower, object_id=obj.pk).order_by("-at", "-id")

    def of(self, board):
        """Everything recorded for one board, newest first."""
        return self.filter(board_id=board.pk).order_by("-at", "-id")


class AuditEvent(models.Model):
    at = models.DateTimeField(default=timezone.now)
    board_id = models.BigIntegerField(null=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=80)
    object_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        app_label = "boardplan"
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["kind", "object_id", "-at"], name="audit_about"),
            models.Index(fields=["board_id", "-at"], name="audit_board"),
        ]

    def __str__(self):
        return f"{self.by_name} {self.verb} {self.label}"


def record(*, by, verb: str, obj, board=None, changes: dict | None = None) -> AuditEvent:
    """Add one row about `obj`.

    `by` is a user, or None for the system itself (a command, the demo). `verb` is a past tense
    phrase that reads after a name ("withdrew"). `changes` maps a field's name to [before, after].
    `board` is taken from `obj.board` or `obj` itself where it is left out.
    """
    event = _event(by=by, verb=verb, obj=obj, board=board, changes=changes)
    event.save()
    return event


def record_each(*, by, verb: str, objs, changes: dict | None = None) -> None:
    """One row about each of `objs`, all in one statement: for writes of many rows at once.

    `changes`: {obj.pk: as in `record`}, may lack some.
    """
    AuditEvent.objects.bulk_create(
        _event(by=by, verb=verb, obj=obj, changes=(changes or {}).get(obj.pk)) for obj in objs
    )


class Records:
    """Rows about many objects, each with its own verb, put by until `write` adds them all in one
    statement. `by` as in `record`."""

    def __init__(self, *, by):
        self.by = by
        self._events: list[AuditEvent] = []

    def add(self, verb: str, obj, changes: dict | None = None) -> None:
        """As `record`; obj is saved already, and its board is at hand."""
        self._events.append(_event(by=self.by, verb=verb, obj=obj, changes=changes))

    def write(self) -> None:
        AuditEvent.objects.bulk_create(self._events)
        self._events = []


def _event(*, by, verb: str, obj, board=None, changes: dict | None = None) -> AuditEvent:
    if board is None:
        board = obj if obj._meta.label_lower == "subgroups.board" else getattr(obj, "board", None)
    return AuditEvent(
        board_id=board.pk if board is not None else None,
        by_id=by.pk if by is not None else None,
        by_name=(by.name if by is not None else "Boardplan")[:200],
        verb=verb,
        kind=obj._meta.label_lower,
        object_id=obj.pk,
        label=str(obj)[:300],
        changes={name: [_plain(a), _plain(b)] for name, (a, b) in (changes or {}).items()},
    )


def changed(obj, values: dict) -> dict:
    """Set `values` on `obj`; return {field: [before, after]} for those that differ.

    Nothing is saved. Comparing happens on the values as they would be stored.
    """
    found = {}
    for name, after in values.items():
        before = getattr(obj, name)
        if before != after:
            found[name] = [before, after]
            setattr(obj, name, after)
    return found


def _plain(value):
    """A value as JSON can hold it and a person can read it."""
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return str(value)
