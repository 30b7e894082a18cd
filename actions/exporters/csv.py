"""A plan as CSV: one action a row, every column, for a spreadsheet.

UTF-8 with a byte order mark, which Excel needs to read it as such. Dates are ISO 8601, yes/no
columns say "yes" or nothing, several values stand on lines of their own in one cell.

Spreadsheets run a cell that begins with = + - @ (or a tab or line break before one) as a formula.
Such a text gets an apostrophe in front: "- agreed" is written as "'- agreed". So that this can be
undone without a doubt (`as_written`), a text that already begins with apostrophes and then one of
those signs gets one more.
"""

import csv
import datetime
from collections.abc import Iterator

from boardplan import clock

from ..document import ActionNode, OutcomeNode, PlanTree, PriorityNode
from ..filters import due_facts, is_stale, needs_settling, quarter_of

COLUMNS = (
    "Priority ref",
    "Priority",
    "Outcome ref",
    "Outcome",
    "Action ref",
    "Action",
    "Sub-items",
    "Owner",
    "Leads",
    "Accountable",
    "Support",
    "Timescale",
    "Timescale kind",
    "Start",
    "Due",
    "First due",
    "Times a year",
    "Next review",
    "Monitoring",
    "Success measure",
    "RAG",
    "RAG reason",
    "Rated on",
    "Latest progress",
    "Progress by",
    "Progress as at",
    "Evidence",
    "Difference made",
    "Outcome progress",
    "Updated on",
    "Completed on",
    "Overdue",
    "Stale",
    "Core task",
    "Shaped by children",
    "Sources",
    "To settle",
    "Withdrawn",
)
BYTE_ORDER_MARK = "\ufeff"
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """The text as a spreadsheet may open it: never a formula."""
    return f"'{text}" if text.lstrip("'").startswith(_RUNS) else text


def as_written(text: str) -> str:
    """The text again from what `safe` made of it."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_RUNS) else text


def as_csv(tree: PlanTree) -> str:
    """The whole file, as it stands today or stood when the plan was closed."""
    return "".join(stream_csv(tree, on=tree.plan.closed_on or clock.today()))


def stream_csv(tree: PlanTree, *, on: datetime.date) -> Iterator[str]:
    """The lines of the file, heading first. Overdue and stale are as on the day `on`."""
    board = tree.plan.board
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    quarter = quarter_of(on, board.year_start_month)
    for priority in tree.priorities:
        for outcome in priority.outcomes:
            for action in outcome.actions:
                due = due_facts(action, on=on, quarter=quarter)
                values = _values(priority, outcome, action)
                values |= {
                    "RAG": board.rag_labels.get(action.rag, action.rag.capitalize()),
                    "Overdue": _yes("overdue" in due),
                    "Stale": _yes(is_stale(action, board, on)),
                }
                yield writer.writerow([safe(_written(values[name])) for name in COLUMNS])


def _values(priority: PriorityNode, outcome: OutcomeNode, action: ActionNode) -> dict:
    update = action.updates[-1] if action.updates else None
    led = [lead for lead in action.leads if lead.role == "lead"]
    return {
        "Priority ref": priority.ref,
        "Priority": priority.title,
        "Outcome ref": outcome.ref,
        "Outcome": outcome.title,
        "Action ref": action.ref,
        "Action": action.text,
        "Sub-items": "\n".join(action.sub_items),
        "Owner": action.owner,
        "Leads": "\n".join(lead.name for lead in led),
        "Accountable": "\n".join(lead.name for lead in action.leads if lead.accountable),
        "Support": "\n".join(lead.name for lead in action.leads if lead.role == "support"),
        "Timescale": action.timescale_text,
        "Timescale kind": action.timescale_kind,
        "Start": action.start,
        "Due": action.due,
        "First due": action.first_due,
        "Times a year": action.times_per_year,
        "Next review": action.next_review,
        "Monitoring": action.monitoring,
        "Success measure": action.success_measure,
        "RAG reason": action.rag_reason,
        "Rated on": action.rag_on,
        "Latest progress": update.text if update else "",
        "Progress by": update.by if update else "",
        "Progress as at": update.on if update else None,
        "Evidence": update.evidence if update else "",
        "Difference made": update.difference_made if update else "",
        "Outcome progress": "\n".join(
            f"{report.on.isoformat()}: {report.text}" for report in outcome.updates
        ),
        "Updated on": action.last_update_on,
        "Completed on": action.completed_on,
        "Core task": _yes(action.core_task),
        "Shaped by children": _yes(action.shaped_by_children),
        "Sources": "\n".join(action.sources),
        "To settle": _yes(needs_settling(action)),
        "Withdrawn": _yes(action.withdrawn or outcome.withdrawn or priority.withdrawn),
    }


def _written(value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else value


def _yes(fact) -> str:
    return "yes" if fact else ""


class _Line:
    """A file for csv.writer that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line
