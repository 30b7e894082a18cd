"""The document tree: a plan read in a constant number of queries into frozen dataclasses.

plan > priority > outcome > action > lead, milestone, update. The plan page, the dashboards, PDF,
Word, Excel, CSV, JSON, snapshots and comparisons all read this tree and nothing else.
"""

from .nodes import (
    ActionNode,
    LeadNode,
    MilestoneNode,
    OutcomeNode,
    PlanTree,
    PriorityNode,
    UpdateNode,
)
from .reading import read_plan

__all__ = [
    "ActionNode",
    "LeadNode",
    "MilestoneNode",
    "OutcomeNode",
    "PlanTree",
    "PriorityNode",
    "UpdateNode",
    "read_plan",
]
