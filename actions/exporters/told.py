"""How a plan reads in a document: what Word, Excel and the workbook to fill in have in common."""

import datetime
import re
from collections.abc import Iterable

from boardplan.office import clean
from subgroups.models import Board

from ..document import ActionNode, PlanTree, UpdateNode
from ..rag import SEVERITY

_PLAINLY_NUMBER = re.compile(r"\d+(?:\.\d+)+[a-z]?|\d+[a-z]")
_BULLET = re.compile(r"^\s*[-*•▪◦–]\s+")


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in clean(text).split("\n") if line.strip()]


def bullet(line: str) -> str | None:
    """What follows the bullet that somebody typed at the beginning of a line; None without."""
    found = _BULLET.match(line)
    return line[found.end() :].strip() if found and line[found.end() :].strip() else None


def rag_words(board: Board) -> dict[str, str]:
    """The board's word for each rating, in its order; then those it does not use."""
    words = dict(board.rag_labels)
    return words | {str(rag): rag.capitalize() for rag in SEVERITY if rag not in words}


# Where a column belongs that the plan's own document lacks: after the nearest one before it.
_ORDER = (
    "ref",
    "outcome",
    "action",
    "lead",
    "timescale",
    "success_measure",
    "monitoring",
    "rag",
    "progress",
    "completed_on",
)


def headings(tree: PlanTree) -> list[dict]:
    """The plan's own columns, and those without which something it holds would have no place."""
    found = list(tree.headings)
    own = {heading["key"] for heading in found}
    actions, outcomes = tree.actions, tree.outcomes
    needed = {
        "ref": any(action.ref for action in actions),
        "action": True,
        "lead": any(action.leads for action in actions),
        "timescale": any(action.timescale_text or action.due for action in actions),
        "success_measure": any(action.success_measure for action in actions),
        "monitoring": any(action.monitoring for action in actions),
        "rag": any(action.rag for action in actions),
        "progress": any(node.updates for node in (*actions, *outcomes)),
        "completed_on": any(action.completed_on for action in actions),
    }
    for key in [key for key, wanted in needed.items() if wanted and key not in own]:
        before = _ORDER[: _ORDER.index(key)]
        place = max(
            (at for at, heading in enumerate(found, 1) if heading["key"] in before), default=0
        )
        found.insert(place, {"key": key, "title": tree.plan.word(key)})
    return found


def names(action: ActionNode, role: str) -> list[str]:
    """Who leads or supports, in the document's own words; a line for two parties stands once."""
    found = (lead.written or lead.name for lead in action.leads if lead.role == role)
    return list(dict.fromkeys(found))


def marks(action: ActionNode) -> list[str]:
    """What is said of an action beside its words."""
    found = ["Withdrawn"] if action.withdrawn else []
    found += ["Core task"] if action.core_task else []
    found += ["Shaped by children and young people"] if action.shaped_by_children else []
    return found + sources(action.sources)


def sources(written: Iterable[str]) -> list[str]:
    return [f"Source: {source}" for source in written]


def timescale(action: ActionNode) -> list[str]:
    """The document's words; its date where there are none."""
    return lines(action.timescale_text) or ([long_date(action.due)] if action.due else [])


def moved(action: ActionNode) -> str:
    """Where the due date has moved: the one that holds and the one that was agreed first."""
    if action.due is None or action.first_due in (None, action.due):
        return ""
    return f"Now due {long_date(action.due)}, first agreed for {long_date(action.first_due)}"


def told(updates: Iterable[UpdateNode]) -> list[tuple[str, list[UpdateNode]]]:
    """What was reported, newest day first: (day and author, the updates of both).

    Ratings without words are left out: the last one stands in its own column.
    """
    found: dict[tuple, list[UpdateNode]] = {}
    for update in updates:
        if update.text.strip():
            found.setdefault((update.on, update.by), []).append(update)
    newest = sorted(found.items(), key=lambda entry: entry[0][0], reverse=True)
    return [(said(on, by), same) for (on, by), same in newest]


def said(on: datetime.date, by: str) -> str:
    return ", ".join(part for part in (long_date(on), by) if part)


def long_date(day: datetime.date | None) -> str:
    """5 May 2018; "" for none."""
    return f"{day:%-d %B %Y}" if day else ""


def heading(*parts: str) -> str:
    """A number and a title, where there are any."""
    return " ".join(part for part in parts if part)


def numbered(ref: str, title: str) -> str:
    """A number and words in one cell. "2.7" and "1a" are seen to be numbers; any other gets a
    point, so that "3. Homes" is not three homes."""
    return heading(ref if not ref or _PLAINLY_NUMBER.fullmatch(ref) else f"{ref}.", title)
