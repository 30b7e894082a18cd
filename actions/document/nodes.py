"""What the document tree is made of: plain values, frozen."""

import datetime
from dataclasses import dataclass, field

from ..models import Plan


@dataclass(frozen=True, slots=True)
class LeadNode:
    name: str
    written: str
    role: str  # lead, support
    accountable: bool
    to_settle: bool
    kind: str  # agency, group, post, everyone, text
    party_id: int | None
    # Where it works: the agency itself, or the agency of the post.
    at_agency_id: int | None = None
    at_agency: str = ""
    # Whether somebody stands behind it who can be asked (Lead.objects.answering says the same).
    answers: bool = True

    # As in a Lead row, so that the rules of permissions.py read either.
    @property
    def post_id(self):
        return self.party_id if self.kind == "post" else None

    @property
    def group_id(self):
        return self.party_id if self.kind == "group" else None

    @property
    def agency_id(self):
        return self.party_id if self.kind == "agency" else None

    @property
    def everyone(self):
        return self.kind == "everyone"


@dataclass(frozen=True, slots=True)
class MilestoneNode:
    id: int
    due: datetime.date | None
    what: str
    to: str
    met_on: datetime.date | None
    generated: bool


@dataclass(frozen=True, slots=True)
class UpdateNode:
    id: int
    on: datetime.date
    by: str
    text: str
    rag: str  # "" where unrated
    reason: str
    evidence: str
    difference_made: str
    source: str


@dataclass(frozen=True, slots=True)
class ActionNode:
    id: int
    ref: str
    text: str
    owner: str
    owner_id: int | None
    timescale_text: str
    timescale_kind: str
    start: datetime.date | None
    due: datetime.date | None
    first_due: datetime.date | None
    next_review: datetime.date | None
    rag: str
    rag_reason: str
    rag_on: datetime.date | None
    last_update_on: datetime.date | None
    completed_on: datetime.date | None
    # Read with details=False, only where nobody has updated it since: nobody else asks.
    created_on: datetime.date | None
    withdrawn: bool
    # Empty where the plan was read with details=False: what only the plan itself shows.
    position: int = 0
    version: int = 0
    sub_items: tuple[str, ...] = ()
    timescale_to_settle: bool = False
    timescale_corrected: bool = False
    times_per_year: float | None = None
    monitoring: str = ""
    success_measure: str = ""
    core_task: bool = False
    shaped_by_children: bool = False
    sources: tuple[str, ...] = ()
    reports_to: tuple[str, ...] = ()  # the groups that receive reports
    leads: tuple[LeadNode, ...] = ()
    milestones: tuple[MilestoneNode, ...] = ()
    updates: tuple[UpdateNode, ...] = ()  # oldest first; only the last one if so asked


@dataclass(frozen=True, slots=True)
class OutcomeNode:
    id: int
    ref: str
    title: str
    sources: tuple[str, ...]
    notes: str
    withdrawn: bool
    actions: tuple[ActionNode, ...] = ()
    updates: tuple[UpdateNode, ...] = ()


@dataclass(frozen=True, slots=True)
class PriorityNode:
    id: int
    ref: str
    title: str
    description: str
    withdrawn: bool
    outcomes: tuple[OutcomeNode, ...] = ()

    @property
    def actions(self):
        """Every action below, in order."""
        return [action for outcome in self.outcomes for action in outcome.actions]


@dataclass(frozen=True, slots=True)
class PlanTree:
    plan: Plan
    headings: tuple[dict, ...]
    priorities: tuple[PriorityNode, ...] = field(default=())

    @property
    def actions(self):
        """Every action of the plan, in order."""
        return [action for priority in self.priorities for action in priority.actions]

    @property
    def outcomes(self):
        return [outcome for priority in self.priorities for outcome in priority.outcomes]
