"""What is put on paper: the annual report and its parts."""

from .builds import Build
from .comments import Comment
from .contributions import Contribution
from .editions import Edition, EditionFile, PublicFace
from .entries import GlossaryTerm, Output
from .money import BudgetLine, StatedTotal
from .report import AnnualReport, Section

__all__ = [
    "AnnualReport",
    "BudgetLine",
    "Build",
    "Comment",
    "Contribution",
    "Edition",
    "EditionFile",
    "GlossaryTerm",
    "Output",
    "PublicFace",
    "Section",
    "StatedTotal",
]
