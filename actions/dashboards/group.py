"""The sub-group's page: its own actions, what is due and late, and what comes to it."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..models import Action, Milestone
from ..rag import is_stale
from .counting import RollUp, count_ratings, days_in_words, listing, when_due, words_of


@dataclass(frozen=True, slots=True)
class Row:
    """One open action of the group, ready to be written out."""

    id: int
    name: str
    under: str  # the outcome it stands under
    leads: str
    rag: str  # "" for not rated
    word: str
    reason: str
    when: str
    late: bool
    heard: str  # when somebody last reported on it
    silent: bool
    may_update: bool


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something that comes to the group: a report or deadline, and the action it belongs to."""

    action_id: int
    action: str
    under: str
    what: str
    due: datetime.date | None
    when: str
    late: bool


@dataclass(frozen=True, slots=True)
class GroupDashboard:
    ratings: RollUp
    overdue: int
    due_soon: int
    stale: int
    complete: int
    rows: tuple[Row, ...]  # open ones, the most pressing first
    dated: tuple[Incoming, ...]
    undated: tuple[Incoming, ...]
    all_query: str
    open_query: str
    overdue_query: str
    due_soon_query: str
    stale_query: str
    complete_query: str


def _ago(on: datetime.date, heard: datetime.date | None) -> str:
    if heard is None:
        return "never"
    return f"{days_in_words((on - heard).days)} ago" if heard < on else "today"


def build_group_dashboard(
    group_id: int,
    *,
    actions: Sequence[Action],
    leads: Mapping[int, Sequence],
    reporting: Sequence[Action],
    milestones: Iterable[Milestone],
    updatable: frozenset[int],
    on: datetime.date,
    labels: Mapping[str, str],
    stale_after: int,
    soon: int,
) -> GroupDashboard:
    """Work out the page.

    actions: those the group owns or leads, in the plan's order. leads: action id → rows with
    name and role. reporting: actions that report to the group. milestones: open ones that come
    to the group, by date, each with its action. updatable: ids this member may update.
    soon, stale_after: days.
    """
    words = words_of(labels)
    open_ones = [action for action in actions if action.completed_on is None]
    rows = []
    for action in open_ones:
        late = action.due is not None and action.due < on
        heard = action.last_update_on
        rows.append(
            Row(
                id=action.pk,
                name=f"{action.ref} {action.text}".strip(),
                under=action.outcome.brief,
                leads=", ".join(dict.fromkeys(lead.name for lead in leads.get(action.pk, ()))),
                rag=action.rag,
                word=words[action.rag],
                reason=action.rag_reason if action.rag in ("red", "amber") else "",
                when=when_due(action, on=on),
                late=late,
                heard=_ago(on, heard),
                silent=is_stale(
                    heard, on=on, days=stale_after, entered_on=action.created_at.date()
                ),
                may_update=action.pk in updatable,
            )
        )
    pressing = dict(zip((row.id for row in rows), open_ones, strict=True))
    rows.sort(
        key=lambda row: (
            not row.late,
            row.rag != "red",
            pressing[row.id].due or datetime.date.max,
        )
    )
    dated = tuple(
        Incoming(
            action_id=milestone.action_id,
            action=str(milestone.action),
            under=milestone.action.outcome.brief,
            what=milestone.what,
            due=milestone.due,
            when=when_due_milestone(milestone.due, on=on),
            late=milestone.due is not None and milestone.due < on,
        )
        for milestone in milestones
    )
    undated = tuple(
        Incoming(
            action_id=action.pk,
            action=str(action),
            under=action.outcome.brief,
            what=action.monitoring,
            due=None,
            when=when_due(action, on=on),
            late=False,
        )
        for action in reporting
        if action.completed_on is None
    )
    return GroupDashboard(
        ratings=count_ratings(
            [action.rag for action in actions], None, labels=labels, group=group_id
        ),
        overdue=sum(row.late for row in rows),
        due_soon=sum(
            action.due is not None and 0 <= (action.due - on).days <= soon for action in open_ones
        ),
        stale=sum(row.silent for row in rows),
        complete=len(actions) - len(open_ones),
        rows=tuple(rows),
        dated=dated,
        undated=undated,
        all_query=listing(group=group_id),
        open_query=listing(group=group_id, state="open"),
        overdue_query=listing(group=group_id, due="overdue"),
        due_soon_query=listing(group=group_id, due=soon),
        stale_query=listing(group=group_id, stale=1),
        complete_query=listing(group=group_id, state="completed"),
    )


def when_due_milestone(due: datetime.date | None, *, on: datetime.date) -> str:
    if due is None:
        return "no date"
    late = (on - due).days
    return f"{days_in_words(late)} late" if late > 0 else f"{due:%-d %b %Y}"
