"""The plan as its page shows it: every value of every row worked out before the template runs.

A plan has hundreds of rows, so the template neither calls nor looks up anything in a row that
could be ready: see the measured figures in the design notes.
"""

import datetime
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TypedDict

from boardplan.templatetags.boardplan import short_date
from boardplan.templatetags.rag import rag_tag
from subgroups.models import Board, Standing

from .. import rag
from ..document import ActionNode, OutcomeNode, PlanTree, PriorityNode, UpdateNode
from ..filters import needs_settling
from ..permissions import may_update

PROGRESS_LENGTH = 420  # characters of the latest report in a row; the action page has it all
OUTCOME_REPORTS = 2  # reports of an outcome in sight; older ones are behind a button
# "May 2009", "30.3.12": with its year such a timescale needs no other date beside it.
SAYS_ITS_DATE = frozenset({"date", "month"})
ALWAYS = ("action", "rag", "progress")  # shown even where the document has no column for them


class Row(TypedDict):
    """A dictionary, because templates look there first and there are hundreds."""

    id: int
    label: str  # names the row in its links: "1.1a Agree the early help strategy"
    href: str
    update_href: str  # "" where the reader may not update it
    ref: str
    text: str
    sub_items: tuple[str, ...]
    marks: str  # "Core task · From Joint Inspection Plan"
    leads: str  # one a line
    owner: str  # the owning group, where it is not among the leads
    timescale: str
    due: str  # what the timescale means as a date, where the words do not say it
    late: str  # "12 days late"
    review: str
    settle: bool
    tag: str
    completed: str
    success_measure: str
    monitoring: str
    progress: str
    progress_more: bool
    progress_by: str
    reason: str
    stale: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    by: str
    tag: str


@dataclass(frozen=True, slots=True)
class Group:
    """An outcome and its rows."""

    id: int
    ref: str
    title: str
    span: int  # table rows it covers
    reports_width: int  # columns that its own progress covers
    sources: str
    notes: str
    withdrawn: bool
    summary: "Summary"
    rows: list[Row]
    reports: list[Report]  # newest first
    older: list[Report]
    own_ref: bool  # the reference stands for the outcome, not for its actions


@dataclass(frozen=True, slots=True)
class Section:
    """A priority and its outcomes."""

    id: int
    ref: str
    title: str
    description: str
    withdrawn: bool
    summary: "Summary"
    groups: list[Group]


@dataclass(frozen=True, slots=True)
class Summary:
    """The roll-up of what is shown: how many, the worst rating, and how many of each."""

    total: int
    worst: str  # its tag; "" where nothing is rated
    counts: str  # "2 red, 1 green, 3 not rated"


class PlanTable:
    """Ready-made rows of a tree.

    tree: narrowed or whole. facts: of PlanFilter. action_at, update_at: what stands before and
    after the id in the address of an action and of its update form; None where there is none.
    """

    def __init__(
        self,
        tree: PlanTree,
        *,
        board: Board,
        standing: Standing,
        on: datetime.date,
        facts: dict,
        action_at: tuple[str, str] | None,
        update_at: tuple[str, str] | None,
    ):
        self.plan, self.standing, self.on, self.facts = tree.plan, standing, on, facts
        self.labels = {level: level.capitalize() for level in rag.SEVERITY} | board.rag_labels
        self.tags = {level: rag_tag(level, label) for level, label in self.labels.items()}
        self.tags[""] = rag_tag("", "Not rated")
        self.action_at, self.update_at = action_at, update_at
        self.columns = _columns(tree)
        self.keys = [column["key"] for column in self.columns]
        self.has_outcome_column = "outcome" in self.keys
        self.updatable = {
            action.id for action in tree.actions if update_at and self._may_update(action)
        }
        self.may_update_any = bool(self.updatable)
        self.width = len(self.keys) + self.may_update_any
        self.sections = [self._section(priority) for priority in tree.priorities]

    def _section(self, priority: PriorityNode) -> Section:
        return Section(
            id=priority.id,
            ref=priority.ref,
            title=priority.title,
            description=priority.description,
            withdrawn=priority.withdrawn,
            summary=self.summary(priority.actions),
            groups=[self._group(outcome) for outcome in priority.outcomes],
        )

    def _group(self, outcome: OutcomeNode) -> Group:
        rows = [self._row(action) for action in outcome.actions]
        own_ref = not any(row["ref"] for row in rows)
        reports = [
            Report(
                text=update.text,
                by=_said(update),
                tag=self.tags[update.rag] if update.rag else "",
            )
            for update in reversed(outcome.updates)
        ]
        return Group(
            id=outcome.id,
            ref=outcome.ref,
            title=outcome.title,
            span=(len(rows) or 1) + bool(reports or outcome.notes),
            sources=", ".join(outcome.sources),
            reports_width=self.width - (self.merged(own_ref) if rows else 0),
            notes=outcome.notes,
            withdrawn=outcome.withdrawn,
            summary=self.summary(outcome.actions),
            rows=rows,
            reports=reports[:OUTCOME_REPORTS],
            older=reports[OUTCOME_REPORTS:],
            own_ref=own_ref,
        )

    def _row(self, action: ActionNode) -> Row:
        facts = self.facts[action.id]
        update = action.updates[-1] if action.updates else None
        said = update.text if update else ""
        progress = shortened(said, PROGRESS_LENGTH)
        late = (self.on - action.due).days if "overdue" in facts["due"] else 0
        named = " ".join(part for part in (action.ref, shortened(action.text, 80)) if part)
        return Row(
            id=action.id,
            label=named,
            href=str(action.id).join(self.action_at) if self.action_at else "",
            update_href=(
                str(action.id).join(self.update_at) if action.id in self.updatable else ""
            ),
            ref=action.ref,
            text=action.text,
            sub_items=action.sub_items,
            marks=_marks(action),
            leads="\n".join(_lead(lead, several=len(action.leads) > 1) for lead in action.leads),
            owner="" if action.owner in {lead.name for lead in action.leads} else action.owner,
            timescale=action.timescale_text,
            due=_due(action),
            late=("1 day late" if late == 1 else f"{late} days late") if late else "",
            review=(
                f"Review was due {short_date(action.next_review)}"
                if "review" in facts["due"]
                else ""
            ),
            settle=needs_settling(action),
            tag=self.tags[action.rag],
            completed=short_date(action.completed_on),
            success_measure=action.success_measure,
            monitoring=action.monitoring,
            progress=progress,
            progress_more=progress != said,
            progress_by=_said(update) if update else "",
            reason=action.rag_reason,
            stale=self._stale(action) if facts["stale"] else "",
            withdrawn=action.withdrawn,
        )

    def merged(self, own_ref: bool) -> int:
        """Columns whose cell covers all rows of an outcome: its title, and its reference where
        that is not its actions'."""
        return self.has_outcome_column + (
            self.has_outcome_column and own_ref and "ref" in self.keys
        )

    def _may_update(self, action: ActionNode) -> bool:
        asked = SimpleNamespace(
            owner_id=action.owner_id, withdrawn_at=self.on if action.withdrawn else None
        )
        return bool(may_update(self.standing, asked, self.plan, leads=action.leads))

    def _stale(self, action: ActionNode) -> str:
        if action.last_update_on is None:
            return "No update yet"
        return f"No update for {(self.on - action.last_update_on).days} days"

    def summary(self, actions) -> Summary:
        rolled = rag.roll_up(action.rag for action in actions)
        counts = [
            f"{number} {self.labels[level].lower()}"
            for level, number in rolled.counts.items()
            if number
        ]
        if rolled.unrated:
            counts.append(f"{rolled.unrated} not rated")
        return Summary(
            total=rolled.total,
            worst=self.tags[rolled.worst] if rolled.worst else "",
            counts=", ".join(counts),
        )


def _columns(tree: PlanTree) -> list[dict]:
    """The document's own columns, and those without which the page would not say how it stands."""
    columns = [
        # "Timescale/Monitoring" may break after the stroke
        column | {"title": column["title"].replace("/", "/\u200b")}
        for column in tree.headings
    ]
    missing = [key for key in ALWAYS if key not in {column["key"] for column in columns}]
    return columns + [{"key": key, "title": tree.plan.word(key)} for key in missing]


def _lead(lead, *, several: bool) -> str:
    notes = []
    if lead.role == "support":
        notes.append("support")
    if lead.accountable and several:
        notes.append("accountable")
    if lead.to_settle:
        notes.append("to settle")
    return f"{lead.name} ({', '.join(notes)})" if notes else lead.name


def _marks(action: ActionNode) -> str:
    marks = []
    if action.withdrawn:
        marks.append("Withdrawn")
    if action.core_task:
        marks.append("Core task")
    if action.shaped_by_children:
        marks.append("Shaped by children and young people")
    if action.sources:
        marks.append(f"From {', '.join(action.sources)}")
    return " · ".join(marks)


def _due(action: ActionNode) -> str:
    """The due date where the words leave it open, and from when it was moved."""
    parts = []
    if action.due:
        moved = action.first_due and action.first_due != action.due
        exact = action.timescale_kind in SAYS_ITS_DATE and (
            action.timescale_text.rstrip(" .").endswith(f"{action.due:%y}")
        )
        if moved or not exact:
            parts.append(f"Due {short_date(action.due)}")
        if moved:
            parts.append(f"first agreed for {short_date(action.first_due)}")
    return ", ".join(parts)


def _said(update: UpdateNode) -> str:
    return ", ".join(part for part in (update.by, short_date(update.on)) if part)


def shortened(text: str, length: int) -> str:
    """The text, cut at a word with "…" where it is longer than `length` characters."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(None, 1)[0].rstrip(" ,;:.–-") + "…"
