"""What stands above and below the rows of the plan page: counts by rating, reports on outcomes."""

from dataclasses import dataclass

from boardplan.templatetags.boardplan import short_date
from boardplan.templatetags.rag import rag_tag
from subgroups.models import Board

from .. import rag
from ..document import UpdateNode

OUTCOME_REPORTS = 2  # reports of an outcome in sight; older ones are behind a button


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    by: str
    tag: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The roll-up of what is shown: how many, the worst rating, and how many of each."""

    total: int
    worst: str  # its tag; "" where nothing is rated
    counts: str  # "2 red, 1 green, 3 not rated"


def labels_of(board: Board) -> dict[str, str]:
    """{rating: the board's word}, with our own for ratings that it does not use."""
    return {level: level.capitalize() for level in rag.SEVERITY} | board.rag_labels


def summarise(actions, labels: dict[str, str], tags: dict[str, str]) -> Summary:
    """The roll-up of some actions (nodes)."""
    rolled = rag.roll_up(action.rag for action in actions)
    counts = [
        f"{number} {labels[level].lower()}" for level, number in rolled.counts.items() if number
    ]
    if rolled.unrated:
        counts.append(f"{rolled.unrated} not rated")
    return Summary(
        total=rolled.total,
        worst=tags[rolled.worst] if rolled.worst else "",
        counts=", ".join(counts),
    )


def report_line(update, tags: dict[str, str]) -> Report:
    """A report on an outcome, as a line below its rows. update: a node or a row."""
    return Report(
        text=update.text,
        by=said(update),
        tag=tags[update.rag] if update.rag else "",
        reason=update.reason,
    )


def tags_of(board: Board) -> dict[str, str]:
    """{rating: its tag in the board's words}, "" for not rated."""
    return {level: rag_tag(level, label) for level, label in labels_of(board).items()} | {
        "": rag_tag("", "Not rated")
    }


def report_lines(updates, board: Board) -> tuple[list[Report], list[Report]]:
    """Reports on an outcome, newest first: those in sight, and the older ones."""
    tags = tags_of(board)
    lines = [report_line(update, tags) for update in updates]
    return lines[:OUTCOME_REPORTS], lines[OUTCOME_REPORTS:]


def said(update) -> str:
    """Whose report it is, and of which day. update: a node or a row."""
    by = update.by if isinstance(update, UpdateNode) else update.by_name
    return ", ".join(part for part in (by, short_date(update.on)) if part)
