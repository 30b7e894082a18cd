"""The executive page: where are we, what changed since we last met, what is red and why."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dateutil.relativedelta import relativedelta

from boardplan.templatetags.boardplan import lower_first

from ..document import ActionNode, OutcomeNode, PlanTree
from ..filters.facts import party_key
from ..models.plans import brief
from ..rag import RED_AMBER_GREEN, SEVERITY, Rag, contradicts, is_stale, weigh
from .counting import (
    History,
    RollUp,
    count_ratings,
    listing,
    replay,
    when_due,
    words_of,
)

# More bars than this cannot be told apart on a telephone.
MOST_COLUMNS = 18


@dataclass(frozen=True, slots=True)
class PriorityLine:
    id: int
    name: str
    ratings: RollUp
    overdue: int
    all_query: str
    overdue_query: str


@dataclass(frozen=True, slots=True)
class Line:
    """One action in a list, with what is said of it there.

    Its words are made when they are asked for: a page shows ten of what may be hundreds.
    """

    action: ActionNode
    on: datetime.date
    word: str  # the board's word for its rating
    reason: str = ""  # of an exception or of a moved date; where it came from
    late: int = 0  # days past its date; of a moved date, by how many days it moved
    outcome: OutcomeNode | None = None
    dates_say: Callable[[], str] | None = None  # of a rating that contradicts them

    @property
    def note(self) -> str:
        return self.dates_say() if self.dates_say else self.reason

    @property
    def id(self) -> int:
        return self.action.id

    @property
    def name(self) -> str:
        return f"{self.action.ref} {self.action.text}".strip()

    @property
    def under(self) -> str:
        """Where it stands: many actions of a plan have the same words."""
        return brief(self.outcome.ref, self.outcome.title) if self.outcome else ""

    @property
    def rag(self) -> str:
        return self.action.rag

    @property
    def leads(self) -> str:
        """The accountable one first, then the other leads; supporters are on its own page."""
        leads = [lead for lead in self.action.leads if lead.role == "lead"]
        leads = sorted(leads or self.action.leads, key=lambda lead: not lead.accountable)
        return ", ".join(dict.fromkeys(lead.name for lead in leads))

    @property
    def when(self) -> str:
        """How it stands to its date."""
        return when_due(self.action, on=self.on)


@dataclass(frozen=True, slots=True)
class Silent:
    """A party that somebody should speak to: actions without a recent update, or overdue."""

    key: str  # how the plan page names it
    name: str
    stale: int
    overdue: int

    @property
    def stale_query(self) -> str:
        return listing(lead=self.key, stale=1)

    @property
    def overdue_query(self) -> str:
        return listing(lead=self.key, due="overdue")


@dataclass(frozen=True, slots=True)
class Month:
    """A point of the trend; ratings are None where the day has not come."""

    short: str
    name: str
    ratings: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Dashboard:
    since: datetime.date
    ratings: RollUp
    overdue: int
    stale: int
    complete: int
    due_soon: int
    priorities: tuple[PriorityLine, ...]
    red: tuple[Line, ...]
    amber: tuple[Line, ...]
    newly_red: tuple[Line, ...]
    newly_done: tuple[Line, ...]
    slipped: tuple[Line, ...]
    slipped_days: int
    silent: tuple[Silent, ...]
    months: tuple[Month, ...]
    kinder: tuple[Line, ...]  # rated better than the dates suggest
    harder: tuple[Line, ...]  # rated worse
    things: str = "actions"  # the board's word for them
    thing: str = "action"

    @property
    def summary(self) -> str:
        """The one sentence to take away."""
        if not self.ratings.total:
            return "Nothing has been put into this plan yet."
        red = next((count for count in self.ratings.counts if count.rag == "red"), None)
        number = red.number if red else 0
        change = red.change if red else 0
        word = _inside(red.word) if red else "red"
        of = f"{number or 'None'} of {self.ratings.total} {self.things}"
        said = f"{of} {'is' if number == 1 else 'are'} {word}"
        if self.ratings.total == 1:
            said = f"The only {self.thing} is {word if number else f'not {word}'}"
        if change and self.ratings.total > 1:
            said += f", {abs(change)} {'more' if change > 0 else 'fewer'} than on {self.on_since}"
        said += f"; {self.overdue or 'none'} {'is' if self.overdue == 1 else 'are'} overdue"
        return f"{said} and {self.stale or 'none'} {_waits(self.stale)} for an update."

    @property
    def on_since(self) -> str:
        return f"{self.since:%-d %B %Y}"

    @property
    def changed(self) -> bool:
        return bool(self.newly_red or self.newly_done or self.slipped)


def build_dashboard(
    tree: PlanTree,
    *,
    ratings: Iterable[tuple[int, str, str]],
    moves: Iterable[tuple[int, str, datetime.datetime]],
    since: datetime.date,
    on: datetime.date,
    labels: Mapping[str, str],
    stale_after: int,
    soon: int = 60,
) -> Dashboard:
    """Work out the page.

    ratings: as `ProgressUpdate.rating_days_of` gives them.
    moves: (action id, reason, when) of every moved due date, oldest first.
    since: the day compared with. on: today. labels: the board's ratings with its words.
    stale_after, soon: days.
    """
    actions = tree.actions
    ids = [action.id for action in actions]
    points = month_points(tree.plan.start, tree.plan.end, on=on)
    history = replay(
        _with_undated(ratings, actions, tree.plan.start),
        [since, *(day for _, _, day in points if day is not None)],
    )
    then = history.on[since]
    words = words_of(labels)
    reasons = {action_id: reason for action_id, reason, _ in moves}
    under = {action.id: outcome for outcome in tree.outcomes for action in outcome.actions}
    overdue = {action.id for action in actions if is_overdue(action, on=on)}
    stale = {action.id for action in actions if is_silent(action, on=on, days=stale_after)}

    def line(action: ActionNode, *, note="", late: int | None = None, dates_say=None) -> Line:
        if late is None:
            late = (on - action.due).days if action.id in overdue else 0
        return Line(action, on, words[action.rag], note, late, under[action.id], dates_say)

    def exceptions(rag: str) -> tuple[Line, ...]:
        """The latest first; those with a date before those without; then as in the plan."""
        found = [line(a, note=a.rag_reason) for a in actions if a.rag == rag]
        return tuple(sorted(found, key=lambda found: -found.late))

    slipped = _slipped(actions, reasons, line)
    kinder, harder = _contradictions(actions, on=on, labels=labels, line=line)
    return Dashboard(
        things=lower_first(tree.plan.words_for("action")),
        thing=lower_first(tree.plan.word("action")),
        since=since,
        ratings=count_ratings(
            [action.rag for action in actions], history.on_day(since, ids), labels=labels
        ),
        overdue=len(overdue),
        stale=len(stale),
        complete=sum(action.completed_on is not None for action in actions),
        due_soon=sum(is_due_within(action, soon, on=on) for action in actions),
        priorities=_priorities(tree, history, since, labels, overdue),
        red=exceptions("red"),
        amber=exceptions("amber"),
        newly_red=tuple(
            line(action, note=f"Was {_inside(words[then.get(action.id, '')])}.")
            for action in actions
            if action.rag == "red" and then.get(action.id) != "red"
        ),
        newly_done=tuple(
            line(action)
            for action in actions
            if action.completed_on and since < action.completed_on <= on
        ),
        slipped=slipped,
        slipped_days=sum(found.late for found in slipped),
        silent=_silent(actions, stale, overdue),
        months=_months(points, history, ids, words),
        kinder=kinder,
        harder=harder,
    )


def is_overdue(action, *, on: datetime.date) -> bool:
    """As `Action.objects.overdue`, of a row already read."""
    return action.completed_on is None and action.due is not None and action.due < on


def is_due_within(action, days: int, *, on: datetime.date) -> bool:
    """As `Action.objects.due_within`, of a row already read."""
    return (
        action.completed_on is None
        and action.due is not None
        and 0 <= (action.due - on).days <= days
    )


def is_silent(action: ActionNode, *, on: datetime.date, days: int) -> bool:
    """As `Action.objects.stale`, of a row already read."""
    return action.completed_on is None and is_stale(
        action.last_update_on, on=on, days=days, entered_on=action.created_on
    )


def month_points(
    start: datetime.date, end: datetime.date, *, on: datetime.date
) -> list[tuple[str, str, datetime.date | None]]:
    """(short name, name, last day) of each month of the plan; the current one ends today.

    The day is None where the month has not begun. A plan of several years is told in steps of
    whole months, so that there are at most MOST_COLUMNS of them.
    """
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 1200) if months <= step * MOST_COLUMNS)
    points = []
    first = start.replace(day=1)
    while first <= end:
        after = first + relativedelta(months=step)
        last = min(after - datetime.timedelta(days=1), end)
        day = None if first > on or start > on else min(last, on)
        points.append((f"{last:%b}", f"{last:%B %Y}", day))
        first = after
    return points


def _months(points, history: History, ids, words) -> tuple[Month, ...]:
    months = []
    for short, name, day in points:
        if day is None:
            months.append(Month(short, name, None))
            continue
        found = history.on_day(day, ids)
        numbers = {rag: found.count(rag) for rag in words}
        months.append(Month(short, name, {rag: n for rag, n in numbers.items() if n}))
    return tuple(months)


def _with_undated(ratings, actions: Sequence[ActionNode], start: datetime.date):
    """The ratings, and for actions rated by a document alone their rating from its day."""
    ratings = list(ratings)
    known = {action_id for action_id, _, _ in ratings}
    missing = [
        (action.id, (action.rag_on or start).isoformat(), action.rag)
        for action in actions
        if action.rag and action.id not in known
    ]
    if not missing:
        return ratings
    return sorted([*missing, *ratings], key=lambda rating: rating[1])


def _priorities(tree, history, since, labels, overdue) -> tuple[PriorityLine, ...]:
    lines = []
    for node in tree.priorities:
        actions = node.actions
        ratings = count_ratings(
            [action.rag for action in actions],
            history.on_day(since, [action.id for action in actions]),
            labels=labels,
            priority=node.id,
        )
        lines.append(
            PriorityLine(
                id=node.id,
                name=f"{node.ref} {node.title}".strip() or tree.plan.title,
                ratings=ratings,
                overdue=sum(action.id in overdue for action in actions),
                all_query=listing(priority=node.id),
                overdue_query=listing(priority=node.id, due="overdue"),
            )
        )
    return tuple(lines)


def _slipped(actions, reasons, line) -> tuple[Line, ...]:
    """Actions now due later than was agreed first, or that lost their date; the worst first.

    `late` is by how many days the date moved; 0 where there is no date any more.
    """
    found = []
    for action in actions:
        if action.first_due is None or action.due == action.first_due:
            continue
        days = (action.due - action.first_due).days if action.due else 0
        if days < 0:
            continue
        found.append(line(action, note=reasons.get(action.id, ""), late=days))
    return tuple(sorted(found, key=lambda found: -found.late))


def _silent(actions, stale, overdue) -> tuple[Silent, ...]:
    """Who has not reported: parties that lead an open action nobody has updated in time."""
    owed = defaultdict(lambda: [0, 0])
    names = {}
    for action in actions:
        if action.id not in stale and action.id not in overdue:
            continue
        for key, name in {party_key(lead): lead.name for lead in action.leads}.items():
            names[key] = name
            owed[key][0] += action.id in stale
            owed[key][1] += action.id in overdue
    found = [Silent(key, names[key], late, past) for key, (late, past) in owed.items()]
    return tuple(sorted(found, key=lambda party: (-party.stale, -party.overdue, party.name)))


def _contradictions(actions, *, on, labels, line) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Ratings that contradict the dates: (kinder, harder) than they."""
    scheme = frozenset(rag for rag in Rag if rag in labels) | RED_AMBER_GREEN
    kinder, harder = [], []
    for action in actions:
        if not action.rag:
            continue
        suggested, because = weigh(
            kind=action.timescale_kind,
            start=action.start,
            due=action.due,
            completed_on=action.completed_on,
            next_review=action.next_review,
            last_update_on=action.last_update_on,
            has_updates=action.last_update_on is not None,
            on=on,
            scheme=scheme,
        )
        if not contradicts(action.rag, suggested):
            continue
        worse = SEVERITY.index(action.rag) < SEVERITY.index(suggested)
        label = labels.get(suggested) or suggested.capitalize()
        told = line(action, dates_say=partial(_dates_say, label, because))
        (harder if worse else kinder).append(told)
    return tuple(kinder), tuple(harder)


def _dates_say(label: str, because: Callable[[], str]) -> str:
    return f"The dates suggest {_inside(label)}: {because()}"


def _waits(number: int) -> str:
    return "waits" if number == 1 else "wait"


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]
