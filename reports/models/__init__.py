"""What is put on paper: the annual report and its parts."""

from .collecting import (
    Attachment,
    Collection,
    ContributionLink,
    Draft,
    DraftVersion,
    Question,
)
from .contributions import Contribution
from .entries import GlossaryTerm, Output
from .money import BudgetLine, StatedTotal
from .report import AnnualReport, Section

__all__ = [
    "AnnualReport",
    "Attachment",
    "BudgetLine",
    "Collection",
    "Contribution",
    "ContributionLink",
    "Draft",
    "DraftVersion",
    "GlossaryTerm",
    "Output",
    "Question",
    "Section",
    "StatedTotal",
]
