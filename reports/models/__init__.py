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
from .contributions import Contribution, printed_in
from .editions import Edition, EditionFile, PublicFace
from .entries import GlossaryTerm, NoAbbreviation, Output
from .money import BudgetLine, StatedTotal
from .pictures import ReportPicture
from .report import AnnualReport, Section
from .year import AgencyAttendance, Decision, Recommendation, Review, TrainingCourse

__all__ = [
    "AgencyAttendance",
    "AnnualReport",
    "Attachment",
    "BudgetLine",
    "Build",
    "Collection",
    "Comment",
    "Contribution",
    "ContributionLink",
    "Decision",
    "Draft",
    "DraftVersion",
    "Edition",
    "EditionFile",
    "GlossaryTerm",
    "NoAbbreviation",
    "Output",
    "PublicFace",
    "Question",
    "Recommendation",
    "ReportPicture",
    "Review",
    "Section",
    "StatedTotal",
    "TrainingCourse",
    "printed_in",
]
