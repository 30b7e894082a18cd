"""What: plans, what they promise, who leads, by when, and what became of it."""

from .action import Action
from .imports import PlanImport
from .leads import Lead
from .milestones import DueDateChange, Milestone
from .plans import Outcome, Plan, Priority
from .updates import ProgressUpdate

__all__ = [
    "Action",
    "DueDateChange",
    "Lead",
    "Milestone",
    "Outcome",
    "Plan",
    "PlanImport",
    "Priority",
    "ProgressUpdate",
]
