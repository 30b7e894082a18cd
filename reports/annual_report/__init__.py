"""An annual report as it is put on paper, as plain data: its sections in the manager's order."""

from .building import (
    FROM_PLAN,
    KIND,
    Entries,
    finance_of,
    pictures_for,
    read_entries,
    report_document,
)
from .nodes import Figures

__all__ = [
    "FROM_PLAN",
    "KIND",
    "Entries",
    "Figures",
    "finance_of",
    "pictures_for",
    "read_entries",
    "report_document",
]
