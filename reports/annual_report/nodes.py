"""What the document of an annual report is made of: plain values, frozen."""

from dataclasses import dataclass, field
from decimal import Decimal

from ..finance import Finance
from ..models import Attachment
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
class SentFile:
    """A file that an agency sent as its report. `digest` is the sha-256 of what is in it, and its
    address below the paper."""

    description: str
    file_name: str
    kind: str  # pdf or docx
    size: int  # bytes
    digest: str

    @property
    def address(self) -> str:
        return f"files/{self.digest}.{self.kind}"

    @property
    def about(self) -> str:
        """PDF, 1.2 MB"""
        word = Attachment.Kind(self.kind).label
        if self.size < 1_000_000:
            return f"{word}, {max(round(self.size / 1_000), 1)} kB"
        return f"{word}, {self.size / 1_000_000:.1f} MB"


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
    files: tuple[SentFile, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.link_text or self.link_target or self.files)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the board, who chairs it, and the groups that report to it."""

    name: str
    kind: str
    chairs: tuple[str, ...]
    below: tuple["Group", ...] = ()


@dataclass(frozen=True, slots=True)
class Structure:
    """The groups as they stood on a day; those that report to none come first."""

    as_at: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One item of a list: its words, its rating, what else is known, and sentences below it."""

    text: str
    rating: Rating | None = None
    note: str = ""
    more: tuple[str, ...] = ()
    strong: bool = False  # the words are a title of what follows


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. The first cell of a row names it; the last `figures` columns hold numbers."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: int = 0

    @property
    def columns(self) -> tuple[tuple[str, bool], ...]:
        """Each heading, and whether numbers stand below it."""
        first = len(self.headings) - self.figures
        return tuple((heading, place >= first) for place, heading in enumerate(self.headings))

    @property
    def cells(self) -> tuple[tuple[tuple[str, bool, str], ...], ...]:
        """Each row, every cell with its heading and whether it is a number."""
        return tuple(
            tuple(
                (heading, figure, text)
                for (heading, figure), text in zip(self.columns, row, strict=True)
            )
            for row in self.rows
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """Words, points and a table under a heading of their own; level 2 stands below level 1.

    Without a title it follows what stands before it.
    """

    title: str = ""
    level: int = 1
    blocks: tuple[Block, ...] = ()
    points: tuple[Point, ...] = ()
    sheet: Sheet | None = None


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
    structure: Structure | None = None
    passages: tuple[Passage, ...] = ()
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
