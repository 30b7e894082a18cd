"""What is put on paper: the annual report and its parts."""

from .builds import Build
from .collecting import (
    Attachment,
    Collection,
    ContributionLink,
    Draft,
    DraftVersion,
    Question,
)
from .comments import Comment
from .contributions import Contribution
from .editions import Edition, EditionFile, PublicFace
from .entries import GlossaryTerm, NoAbbreviation, Output
from .money import BudgetLine, StatedTotal
from .pictures import ReportPicture
from .report import AnnualReport, Section

__all__ = [
    "AnnualReport",
    "Attachment",
    "BudgetLine",
    "Build",
    "Collection",
    "Comment",
    "Contribution",
    "ContributionLink",
    "Draft",
    "DraftVersion",
    "Edition",
    "EditionFile",
    "GlossaryTerm",
    "NoAbbreviation",
    "Output",
    "PublicFace",
    "Question",
    "ReportPicture",
    "Section",
    "StatedTotal",
]
