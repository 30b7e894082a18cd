"""Counting actions by rating, now and on a day in the past, with the list behind each number."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ..filters import UNRATED
from ..rag import Rag, roll_up

READING_ORDER = ("red", "amber", "green", "blue", "grey", "")
WORDS = {rag.value: rag.value.capitalize() for rag in Rag} | {"": "Not rated"}


@dataclass(frozen=True, slots=True)
class Count:
    """How many actions have a rating, and how many had it on the day compared with."""

    rag: str  # "" for not rated
    word: str
    number: int
    before: int | None  # None where nothing is compared
    query: str  # what the plan page is asked to show exactly these

    @property
    def look(self) -> str:
        """The rating as templates name its shape and colours."""
        return self.rag or "unrated"

    @property
    def change(self) -> int:
        return 0 if self.before is None else self.number - self.before

    @property
    def told(self) -> str:
        """The change as it stands beside the number: "+2", "−1", "no change"."""
        if self.before is None:
            return ""
        if not self.change:
            return "no change"
        return f"+{self.change}" if self.change > 0 else f"−{-self.change}"


# A rating that occurs elsewhere in the table but not in this row.
NOTHING = Count(rag="", word="", number=0, before=0, query="")


@dataclass(frozen=True, slots=True)
class RollUp:
    """The ratings below one part of a plan: counts and the worst, never an average."""

    counts: tuple[Count, ...]
    total: int
    worst: str  # "" where nothing is rated
    worst_word: str

    @property
    def numbers(self) -> dict[str, int]:
        """{rating: number} as charts take it."""
        return {count.rag: count.number for count in self.counts}


def listing(**filters) -> str:
    """The query of the plan page for a list; filters without a value are left out."""
    return urlencode({name: value for name, value in filters.items() if value not in (None, "")})


def words_of(labels: Mapping[str, str]) -> dict[str, str]:
    """{rating: word} with the board's own words, in reading order, "" for not rated."""
    return {rag: labels.get(rag) or WORDS[rag] for rag in READING_ORDER}


def count_ratings(
    now: Sequence[str],
    before: Sequence[str] | None,
    *,
    labels: Mapping[str, str],
    **filters,
) -> RollUp:
    """Counts of `now` against `before` (each one rating an action, "" where unrated).

    Ratings of the board's scheme are always there; others, and "not rated", where they occur.
    filters: what the plan page needs beside the rating to show the same actions.
    """
    numbers = Counter(now)
    earlier = None if before is None else Counter(before)
    words = words_of(labels)
    counts = tuple(
        Count(
            rag=rag,
            word=words[rag],
            number=numbers[rag],
            before=None if earlier is None else earlier[rag],
            query=listing(**filters, rag=rag or UNRATED),
        )
        for rag in READING_ORDER
        if rag in labels or numbers[rag] or (earlier is not None and earlier[rag])
    )
    worst = str(roll_up(now).worst or "")
    return RollUp(counts, len(now), worst, words[worst])


@dataclass(frozen=True, slots=True)
class History:
    """Ratings on days in the past: the last one given up to that day."""

    on: Mapping[datetime.date, Mapping[int, str]]  # day → {action id: rating}

    def on_day(self, day: datetime.date, ids: Iterable[int]) -> list[str]:
        """The rating each of `ids` had on `day`, "" where it had none yet.

        Raises KeyError for a day that was not asked for when the history was read.
        """
        known = self.on[day]
        return [known.get(pk, "") for pk in ids]


def replay(ratings: Iterable[tuple[int, str, str]], days: Iterable[datetime.date]) -> History:
    """Walk the ratings once and keep how things stood at the end of each of `days`.

    ratings: (action id, as at in ISO form, RAG), oldest first.
    """
    wanted = sorted(set(days))
    state: dict[int, str] = {}
    kept = {}
    never = "~"  # sorts after every day
    limits = [day.isoformat() for day in wanted] + [never]
    at = 0
    for action_id, on, rag in ratings:
        while on > limits[at]:
            kept[wanted[at]] = dict(state)
            at += 1
        state[action_id] = rag
    for day in wanted[at:]:
        kept[day] = dict(state)
    return History(kept)


def days_in_words(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def when_due(action, *, on: datetime.date) -> str:
    """How an action stands to its date in a few words: "12 days late", "due 5 May 2027"."""
    if action.completed_on:
        return f"completed {_short(action.completed_on)}"
    if action.due is None:
        return action.timescale_text or "no date"
    late = (on - action.due).days
    if late > 0:
        return f"{days_in_words(late)} late"
    return "due today" if late == 0 else f"due {_short(action.due)}"


def _short(day: datetime.date) -> str:
    return f"{day:%-d %b %Y}"
