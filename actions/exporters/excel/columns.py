"""The columns of the sheet with one action a row, and what each of them holds."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from boardplan.templatetags.boardplan import lower_first

from ...document import ActionNode, OutcomeNode, PlanTree, PriorityNode
from ...filters import due_facts, needs_settling, quarter_of
from ...models.choices import TIMESCALE_KINDS
from .. import told

KINDS = dict(TIMESCALE_KINDS)
# What a column is taken for when the file comes back, as the sheet that explains it says it
# (importers.understanding.own_workbook reads these words).
BACK = {
    "ref": "Number",
    "action": "Action",
    "lead": "Lead",
    "timescale": "Timescale",
    "success_measure": "Success measure",
    "monitoring": "Monitoring",
    "rag": "RAG",
    "completed_on": "Completed",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An action with what stands above it; no action where an outcome has none."""

    priority: PriorityNode
    outcome: OutcomeNode
    action: ActionNode | None

    @property
    def latest(self):
        return self.action.updates[-1] if self.action and self.action.updates else None

    @property
    def shared(self):
        """What was last reported of the whole outcome where none of its actions has a report of
        its own, as in documents that report on a row of actions."""
        if any(action.updates for action in self.outcome.actions):
            return None
        return next(iter(told.told(self.outcome.updates)), None)

    @property
    def progress(self) -> str:
        if self.latest or not self.shared:
            return self.latest.text if self.latest else ""
        return "\n".join(update.text for update in self.shared[1])

    @property
    def as_at(self) -> datetime.date | None:
        if self.latest or not self.shared:
            return self.latest.on if self.latest else None
        return self.shared[1][0].on


@dataclass(frozen=True, slots=True)
class Column:
    """title: in the board's words. about: what it holds, for the sheet that explains the file.

    back: what it is taken for when the file is brought in again (one of BACK), "" where it is
    not read because it follows from the others.
    always: whether it stays although nothing is in it. own: whether it is printed.
    """

    title: str
    width: float
    value: Callable[[Row], object]
    about: str
    back: str = ""
    always: bool = False
    own: bool = False
    rating: bool = False


def columns_of(tree: PlanTree, on: datetime.date) -> list[Column]:
    """The board's own columns first, in its order; what else is known to the right of them."""
    return [*_own(tree), *_beside(tree, on)]


def _own(tree: PlanTree) -> list[Column]:
    plan = tree.plan
    own = {heading["key"]: heading["title"] for heading in told.headings(tree)}
    for key in ("lead", "timescale", "rag", "progress"):
        own.setdefault(key, plan.word(key))
    parts = {
        "ref": [_of("ref", own, 8, lambda a: a.ref, f"The {_low(plan, 'action')}'s own number.")],
        "action": [
            _of("action", own, 42, _action_text, "What is to be done, its points below it.",
                always=True)
        ],
        "lead": [
            _of("lead", own, 22, lambda a: _led(a, "lead"), "Who leads, one to a line.",
                always=True),
            _action("Supported by", 20, lambda a: _led(a, "support"),
                    "Who supports, one to a line.", back="Supporting", own=True),
        ],
        "timescale": [
            _of("timescale", own, 18, lambda a: a.timescale_text, "By when, as the plan says it.",
                always=True),
            _action("Due date", 12, lambda a: a.due,
                    "The day these words mean, or to which it was moved since. A real date.",
                    back="Due date", own=True),
        ],
        "success_measure": [
            _of("success_measure", own, 28, lambda a: a.success_measure,
                "How it will be seen to have worked.")
        ],
        "monitoring": [
            _of("monitoring", own, 24, lambda a: a.monitoring, "Who looks at it, and how often.")
        ],
        "rag": [
            _of("rag", own, 11, lambda a: a.rag,
                "The present rating. Choose from the list: the colour follows the word.",
                always=True, rating=True),
            _action(f"{own['rag']} reason", 26, lambda a: a.rag_reason,
                    "Why it is rated so.", back="Reason", own=True),
        ],
        "progress": [
            Column(own["progress"], 44, lambda row: row.progress,
                   "What was last reported. Earlier reports stand in the sheet “All progress”.",
                   back="Progress", always=True, own=True),
            Column(f"{own['progress']} as at", 13, lambda row: row.as_at,
                   "The day that report describes.", back="Day", own=True),
        ],
        "completed_on": [
            _of("completed_on", own, 13, lambda a: a.completed_on, "The day it was finished.")
        ],
    }  # fmt: skip
    outcome = Column(
        own.get("outcome", plan.word("outcome")),
        26,
        lambda row: told.numbered(row.outcome.ref, row.outcome.title),
        f"The {_low(plan, 'outcome')} it is to bring about, with its number.",
        back="Outcome",
        own=True,
    )
    priority = Column(
        plan.word("priority"),
        20,
        lambda row: told.heading(row.priority.ref, row.priority.title),
        f"The {_low(plan, 'priority')} above it, with its number.",
        back="Priority",
        own=True,
    )
    found = [priority, outcome]
    for key in own:
        found += parts.get(key, ())
    return found


def _beside(tree: PlanTree, on: datetime.date) -> list[Column]:
    plan, board = tree.plan, tree.plan.board
    quarter = quarter_of(on, board.year_start_month)
    group, outcome = plan.word("subgroup"), plan.word("outcome")
    day = told.long_date(on)

    def overdue(action: ActionNode) -> str:
        return _yes("overdue" in due_facts(action, on=on, quarter=quarter))

    return [
        _latest("Reported by", 20, "by", "Who said what was last reported.", back="Author"),
        _latest("Evidence", 24, "evidence", "Where it can be seen.", back="Evidence"),
        _latest("Difference made", 28, "difference_made", "What it changed for children.",
                back="Difference made"),
        Column(
            f"{outcome} as a whole",
            40,
            _whole,
            f"What was last reported of the whole {_low(plan, 'outcome')}, with its day. It stands "
            "in each of its rows.",
        ),
        _action("Overdue", 10, overdue, f"Whether it was late on {day}."),
        _action("Owned by", 20, lambda a: a.owner, f"The {lower_first(group)} it belongs to.",
                back="Owning group"),
        _action("Accountable", 20, _accountable, "Which of those who lead answers for it."),
        _action("Start", 12, lambda a: a.start, "When it begins."),
        _action("First agreed", 12, _first_due, "The due date before it was moved.",
                back="First agreed"),
        _action("Next review", 12, lambda a: a.next_review,
                "When work without an end is next looked at."),
        _action("Kind of timescale", 16, lambda a: KINDS[a.timescale_kind],
                "How the words of the timescale were understood."),
        _action("Times a year", 9, lambda a: a.times_per_year, "How often it comes round."),
        _action("Steps and dates", 34, _milestones, "What it owes on which day, and what was met."),
        _action("Reports go to", 22, lambda a: "\n".join(a.reports_to),
                f"The {lower_first(plan.words_for('subgroup'))} that receive reports of it."),
        _action("Core task", 8, lambda a: _yes(a.core_task), "Whether it is done every year.",
                back="Core task"),
        _action("Shaped by children", 10, lambda a: _yes(a.shaped_by_children),
                "Whether children and young people had a part in it.", back="Shaped by children"),
        _action("Source", 22, lambda a: "\n".join(a.sources), "Where it comes from.",
                back="Source"),
        Column(f"Source of the {lower_first(outcome)}", 22,
               lambda row: "\n".join(row.outcome.sources), "Where that comes from.",
               back="Source of the outcome"),
        Column("Notes", 30, lambda row: row.outcome.notes,
               "Words of the plan's document that had no column of their own.", back="Notes"),
        _action("Rated on", 12, lambda a: a.rag_on, "When the present rating was given."),
        _action("To settle", 9, lambda a: _yes(needs_settling(a)),
                "Whether somebody must still say what the document meant."),
        Column("Withdrawn", 10, _withdrawn, "Whether it is no longer part of the plan."),
    ]  # fmt: skip


def _action(title: str, width: float, value: Callable[[ActionNode], object], about: str, **more):
    return Column(
        title, width, lambda row: value(row.action) if row.action else None, about, **more
    )


def _of(key: str, own: dict, width: float, value, about: str, **more) -> Column:
    """One of the plan's own columns, under its own heading."""
    return _action(own.get(key, ""), width, value, about, back=BACK[key], own=True, **more)


def _latest(title: str, width: float, name: str, about: str, *, back: str) -> Column:
    return Column(
        title, width, lambda row: getattr(row.latest, name) if row.latest else None, about, back
    )


def _low(plan, key: str) -> str:
    return lower_first(plan.word(key))


def _action_text(action: ActionNode) -> str:
    return "\n".join([action.text, *(f"• {item}" for item in action.sub_items)])


def _led(action: ActionNode, role: str) -> str:
    return "\n".join(lead.name for lead in action.leads if lead.role == role)


def _accountable(action: ActionNode) -> str:
    """Worth a word only where several could be."""
    several = sum(lead.role == "lead" for lead in action.leads) > 1
    return next((lead.name for lead in action.leads if lead.accountable and several), "")


def _first_due(action: ActionNode) -> datetime.date | None:
    return action.first_due if action.first_due != action.due else None


def _milestones(action: ActionNode) -> str:
    return "\n".join(
        ", ".join(
            part
            for part in (
                told.long_date(step.due),
                step.what,
                step.to and f"to {step.to}",
                step.met_on and f"met on {told.long_date(step.met_on)}",
            )
            if part
        )
        for step in action.milestones
    )


def _whole(row: Row) -> str:
    if row.shared:
        return ""
    reports = told.told(row.outcome.updates)[:1]
    return "\n".join("\n".join([head, *(u.text for u in same)]) for head, same in reports)


def _withdrawn(row: Row) -> str:
    gone = row.priority.withdrawn or row.outcome.withdrawn
    return _yes(gone or bool(row.action and row.action.withdrawn))


def _yes(fact) -> str:
    return "Yes" if fact else ""
