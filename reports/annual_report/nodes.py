"""What the document of an annual report is made of: plain values, frozen."""

from dataclasses import dataclass, field
from decimal import Decimal

from ..finance import Finance
from ..parts import Block, Counts, Entry, Look, Picture, Rating
from ..plan_document import PlanDocument


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    figure: int


@dataclass(frozen=True, slots=True)
class Month:
    short: str
    full: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The year in figures: facts, the ratings at its end and how they came about."""

    as_at: str
    facts: tuple[Fact, ...]
    counts: Counts
    months: tuple[Month, ...]  # only those by which something was rated
    money: tuple[tuple[str, tuple[tuple[str, Decimal], ...]], ...]  # (title, lines)


@dataclass(frozen=True, slots=True)
class Done:
    ref: str
    text: str
    on: str
    difference: str  # what it changed for children, where somebody said so


@dataclass(frozen=True, slots=True)
class Red:
    ref: str
    text: str
    due: str
    leads: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was reported of a whole outcome, as plans in documents have it for a row."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriorityProgress:
    anchor: str
    title: str
    counts: Counts
    done: tuple[Done, ...]
    red: tuple[Red, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    plan_title: str
    priority_word: str
    outcome_word: str
    used: tuple[Rating, ...]  # the ratings that occur, as columns of the overview
    overview: tuple[tuple[str, tuple[int, ...], Rating], ...]  # (priority, counts, worst)
    priorities: tuple[PriorityProgress, ...]


@dataclass(frozen=True, slots=True)
class OutputList:
    title: str
    items: tuple[tuple[str, bool], ...]  # (text, whether it is a draft)


@dataclass(frozen=True, slots=True)
class Answer:
    prompt: str
    hint: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Contributed:
    """What one agency sent."""

    anchor: str
    title: str
    sub_heading: str
    agency: str
    authors: tuple[str, ...]
    purpose: str
    dated: str
    answers: tuple[Answer, ...]
    link_text: tuple[Block, ...]
    link_target: str


@dataclass(frozen=True, slots=True)
class Part:
    """One section. `empty` is the sentence that stands where nothing has been entered yet."""

    anchor: str
    kind: str
    title: str
    text: str  # Markdown
    empty: str
    pictures: tuple[Picture, ...] = ()  # those that the text shows
    figures: Figures | None = None
    progress: Progress | None = None
    outputs: tuple[OutputList, ...] = ()
    contributions: tuple[Contributed, ...] = ()
    finance: Finance | None = None
    glossary: tuple[tuple[str, str], ...] = ()
    plan: PlanDocument | None = None


@dataclass(frozen=True, slots=True)
class ReportDocument:
    look: Look
    title: str
    period: str
    status: str
    draft: bool
    updated: str
    ratings: tuple[Rating, ...]
    sections: tuple[Part, ...] = field(default=())

    @property
    def contents(self) -> tuple[Entry, ...]:
        return tuple(
            Entry(
                section.anchor,
                section.title,
                tuple(Entry(each.anchor, each.title) for each in section.contributions)
                if section.contributions
                else tuple(
                    Entry(each.anchor, each.title)
                    for each in (section.plan.parts if section.plan else ())
                    if each.title
                ),
            )
            for section in self.sections
        )
