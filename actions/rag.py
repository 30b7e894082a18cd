"""What red, amber and green mean, what the dates alone say, and when a person must say why.

The rule is that of the source plans: green is in place or achieved; amber is under way within
the timescale; red is not completed within it. A board's scheme may add blue (complete and signed
off) and grey (not started); red, amber and green are always in it.

What the dates say (`suggest`), where "update" is any progress recorded:

    complete                            green, or blue where the scheme has it
    a due date has passed               red, whatever the kind
    not begun: starts later, or no      grey where the scheme has it, else amber, because it is
    update yet                          still within its timescale
    date, month, range before its due   amber
    ongoing, as required, recurring     green while it is reported on and its review is ahead
    conditional, unknown                amber: there is no date by which it could be in place
    without an end, review passed       amber for a quarter of a year, then red: a second review
                                        has gone by and nobody has said that the work goes on

Work without an end cannot be "not completed within its timescale"; its review date stands in
for the timescale, so that nothing can hide in "ongoing".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from actions.timescales import Kind


class Rag(StrEnum):
    """The ratings, the most severe first."""

    RED = "red"
    AMBER = "amber"
    GREY = "grey"
    GREEN = "green"
    BLUE = "blue"


#: The scheme of a board that has not set its own.
RED_AMBER_GREEN = frozenset({Rag.RED, Rag.AMBER, Rag.GREEN})
#: From the most severe to the least.
SEVERITY = tuple(Rag)
#: Longer than this after a review date, the next quarter's review has passed too.
A_QUARTER = timedelta(days=92)
_IN_PLACE_WHEN_REPORTED = frozenset({Kind.ONGOING, Kind.AS_REQUIRED, Kind.RECURRING})


@dataclass(frozen=True)
class Suggestion:
    """What the dates say, and the sentence that tells a person why."""

    rag: Rag
    because: str


#: The rating, and what makes that sentence.
Weighed = tuple[Rag, Callable[[], str]]


def suggest(
    *,
    kind: Kind | str,
    start: date | None,
    due: date | None,
    completed_on: date | None,
    next_review: date | None,
    last_update_on: date | None,
    has_updates: bool,
    on: date,
    scheme: frozenset[Rag] = RED_AMBER_GREEN,
) -> Suggestion:
    """The rating that the dates alone suggest for an action on the day `on`.

    Never raises on dates that contradict each other: the first rule of the table above that
    applies decides. While an update is being written, pass `last_update_on=on` and
    `has_updates=True`: an update on or after the review date is the review.
    """
    rag, sentence = weigh(
        kind=kind,
        start=start,
        due=due,
        completed_on=completed_on,
        next_review=next_review,
        last_update_on=last_update_on,
        has_updates=has_updates,
        on=on,
        scheme=scheme,
    )
    return Suggestion(rag, sentence())


def weigh(
    *,
    kind: Kind | str,
    start: date | None,
    due: date | None,
    completed_on: date | None,
    next_review: date | None,
    last_update_on: date | None,
    has_updates: bool,
    on: date,
    scheme: frozenset[Rag] = RED_AMBER_GREEN,
) -> Weighed:
    """As `suggest`, with the sentence still to be made: for hundreds, few of which are shown."""
    if completed_on and completed_on <= on:
        return _complete(completed_on, due, scheme)
    if due and due < on:
        return (
            Rag.RED,
            lambda: f"It was due on {_long(due)}, {_days(on - due)} ago, and is not complete.",
        )
    if next_review and next_review < on and not (last_update_on and last_update_on >= next_review):
        return _review_missed(next_review, on)
    if not has_updates:
        return _without_updates(start, due, on, scheme)
    if due:
        return Rag.AMBER, lambda: f"It is under way and due on {_long(due)}."
    return _without_an_end(Kind(kind), last_update_on)


def _complete(completed_on: date, due: date | None, scheme: frozenset[Rag]) -> Weighed:
    rag = Rag.BLUE if Rag.BLUE in scheme else Rag.GREEN
    late = completed_on - due if due else timedelta(0)
    if late > timedelta(0):
        return (
            rag,
            lambda: f"It was completed on {_long(completed_on)}, {_days(late)} after it was due.",
        )
    return rag, lambda: f"It was completed on {_long(completed_on)}."


def _review_missed(next_review: date, on: date) -> Weighed:
    if on - next_review > A_QUARTER:
        return (
            Rag.RED,
            lambda: (
                f"Its review was due on {_long(next_review)}, more than a quarter of a year ago, "
                "and no update has been given since."
            ),
        )
    return (
        Rag.AMBER,
        lambda: f"Its review was due on {_long(next_review)} and no update has been given since.",
    )


def _without_updates(
    start: date | None, due: date | None, on: date, scheme: frozenset[Rag]
) -> Weighed:
    rag = Rag.GREY if Rag.GREY in scheme else Rag.AMBER
    if start and start > on:
        return rag, lambda: f"It begins on {_long(start)}."
    if due:
        return rag, lambda: f"It is due on {_long(due)} and no update has been given yet."
    return rag, lambda: "No update has been given yet."


def _without_an_end(kind: Kind, last_update_on: date | None) -> Weighed:
    if kind in _IN_PLACE_WHEN_REPORTED:
        when = f", with its last update on {_long(last_update_on)}" if last_update_on else ""
        return Rag.GREEN, lambda: f"It is in place{when}."
    if kind is Kind.CONDITIONAL:
        return Rag.AMBER, lambda: "It waits for something that has no date."
    return Rag.AMBER, lambda: "It has no date that could be read."


def contradicts(rag: Rag | str | None, suggested: Rag | str | None) -> bool:
    """Whether a rating says what cannot be if the dates are right.

    Late work is not achieved and not "not started"; complete work is; what is not complete is
    not signed off, and what is not late is not red. Green before the due date contradicts
    nothing: "in place or achieved" may well be early, and a reason for each good word would only
    make the next update less likely.
    """
    if not rag or not suggested or rag == suggested:
        return False
    if suggested == Rag.RED or rag == Rag.RED:
        return True
    if suggested in (Rag.GREEN, Rag.BLUE):
        return rag not in (Rag.GREEN, Rag.BLUE)
    return rag == Rag.BLUE


def reason_needed(
    *,
    rag: Rag | str | None,
    suggested: Rag | str | None,
    scheme: frozenset[Rag] = RED_AMBER_GREEN,
) -> str | None:
    """The sentence that asks for a reason, or None where a rating speaks for itself.

    Amber and red always need one, and so does any rating that contradicts the dates.
    """
    if not rag:
        return None
    rag = Rag(rag)
    if rag in (Rag.RED, Rag.AMBER):
        return f"Say why it is {rag}."
    if not contradicts(rag, suggested):
        return None
    return f"The dates suggest {Rag(suggested)}. Say why it is {rag}."


@dataclass(frozen=True)
class RollUp:
    """How many of what. There is no average: a red is not made up for by a green."""

    counts: Mapping[Rag, int]  # every rating, also those with none, the most severe first
    unrated: int
    worst: Rag | None
    total: int  # rated and unrated


def roll_up(rags: Iterable[Rag | str | None]) -> RollUp:
    """Counts by rating and the worst of them; None and "" count as unrated.

    Where all are unrated, or there are none, the worst is None.
    """
    counts = dict.fromkeys(SEVERITY, 0)
    unrated = 0
    for rag in rags:
        if rag:
            counts[Rag(rag)] += 1
        else:
            unrated += 1
    worst = next((rag for rag in SEVERITY if counts[rag]), None)
    return RollUp(counts, unrated, worst, sum(counts.values()) + unrated)


def slippage(
    first_due: date | None, due: date | None, *, on: date, completed_on: date | None
) -> int | None:
    """Days late, counted from the date that was agreed first; None where none was ever agreed.

    Completed work is as late as its completion. Open work is as late as the date it is now due,
    or as today once that has passed as well. Early work is 0 days late.
    """
    agreed = first_due or due
    if agreed is None:
        return None
    ends = completed_on or max(due or agreed, on if (due or agreed) < on else date.min)
    return max(0, (ends - agreed).days)


def is_stale(
    last_update_on: date | None, *, on: date, days: int = 60, entered_on: date | None = None
) -> bool:
    """Whether nothing was heard for more than `days` days.

    What was never updated counts from the day it entered the plan; where that is not known
    either, it is stale.
    """
    heard = last_update_on or entered_on
    return heard is None or (on - heard).days > days


class DueState(StrEnum):
    """Where an action stands to its dates, as lists show it."""

    OVERDUE = "overdue"
    REVIEW_DUE = "review_due"
    DUE_SOON = "due_soon"
    LATER = "later"
    NO_DATE = "no_date"
    COMPLETE = "complete"


def due_state(
    *,
    due: date | None,
    next_review: date | None,
    completed_on: date | None,
    on: date,
    soon_days: int = 60,
) -> DueState:
    """The most pressing state that applies on the day `on`.

    Work is overdue from the day after its due date; a review is due on its day; soon means
    within `soon_days` days, the last one included.
    """
    if completed_on:
        return DueState.COMPLETE
    if due and due < on:
        return DueState.OVERDUE
    if next_review and next_review <= on:
        return DueState.REVIEW_DUE
    if due is None:
        return DueState.NO_DATE
    return DueState.DUE_SOON if (due - on).days <= soon_days else DueState.LATER


def _long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(span: timedelta) -> str:
    return "1 day" if span.days == 1 else f"{span.days} days"
