"""Django looks for models here; the room's only one is the audit row."""

from .audit import AuditEvent

__all__ = ["AuditEvent"]
