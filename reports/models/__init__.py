"""What is put on paper: the annual report and its parts."""

from .contributions import Contribution
from .entries import GlossaryTerm, Output
from .money import BudgetLine, StatedTotal
from .report import AnnualReport, Section

__all__ = [
    "AnnualReport",
    "BudgetLine",
    "Contribution",
    "GlossaryTerm",
    "Output",
    "Section",
    "StatedTotal",
]
