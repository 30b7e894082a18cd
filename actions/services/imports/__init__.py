"""Bringing a plan in: started, settled, confirmed, and taken back."""

from .confirming import confirm_import
from .starting import (
    describe_import,
    discard_import,
    forget_imports,
    settle_import,
    start_import,
)
from .undoing import undo_import

__all__ = [
    "confirm_import",
    "describe_import",
    "discard_import",
    "forget_imports",
    "settle_import",
    "start_import",
    "undo_import",
]
