"""A business plan as it is put on paper, as plain data: what it says, not how it looks."""

import datetime
from dataclasses import dataclass, replace
from itertools import groupby

from actions.document import ActionNode, OutcomeNode, PlanTree, UpdateNode, read_plan
from actions.exporters.parties import groups_of
from actions.models import Plan

from .parts import Block, Entry, Look, Rating, long_date, look_of, period, prose, ratings_of

# What a column needs beside the others (parts of the page's width). Fixed widths are what the
# renderer's speed depends on most, and they keep the columns in line from page to page.
_WIDTHS = {
    "ref": 5,
    "action": 25,
    "lead": 15,
    "timescale": 11,
    "success_measure": 18,
    "monitoring": 18,
    "rag": 9,
    "progress": 27,
    "completed_on": 9,
}


_KEEP_LINES = 30  # about two thirds of a landscape page


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: str
    width: str  # per cent of the table


@dataclass(frozen=True, slots=True)
class Progress:
    """What was reported: about an action, or about a whole outcome."""

    on: str
    by: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One action, each part as it stands in its cell."""

    id: int
    ref: str
    text: str
    sub_items: tuple[str, ...]
    flags: tuple[str, ...]
    leads: tuple[str, ...]
    support: tuple[str, ...]
    timescale: tuple[str, ...]
    moved_from: str  # the first agreed date, where the action has moved
    success_measure: tuple[Block, ...]
    monitoring: tuple[Block, ...]
    rating: Rating
    reason: str
    progress: tuple[Progress, ...]
    completed_on: str
    moved_to: str = ""  # the date that holds now, where the action has moved

    @property
    def moved(self) -> str:
        """Where the date has moved; editions of before say only from where."""
        if self.moved_from and self.moved_to:
            return f"Now due {self.moved_to}, first agreed for {self.moved_from}"
        return f"First agreed: {self.moved_from}" if self.moved_from else ""

    @property
    def long(self) -> bool:
        """Whether the row may be divided between pages; shorter ones are kept whole.

        A row that is kept whole but does not fit a page loses its header and begins on a page of
        its own, so this errs on the side of dividing.
        """
        narrow = [*self.timescale, *self.leads, *self.support]
        told = [report.blocks for report in self.progress]
        return any(
            sum(1 + size // letters for size in sizes) > _KEEP_LINES
            for sizes, letters in (
                ([len(self.text), *map(len, self.sub_items), *map(len, self.flags)], 40),
                ([len(name) for name in narrow], 16),
                (_sizes(self.success_measure), 28),
                (_sizes(self.monitoring), 28),
                ([size for blocks in told for size in _sizes(blocks)] + [len(self.reason)], 20),
            )
        )


def _sizes(blocks: tuple[Block, ...]) -> list[int]:
    """The letters of each paragraph and item."""
    sizes = []
    for block in blocks:
        sizes.append(len(block.text))
        for item in block.items:
            sizes += [len(item.text), *map(len, item.below)]
    return sizes


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one outcome, under its title."""

    id: int
    ref: str
    title: str
    sources: tuple[str, ...]
    notes: tuple[Block, ...]
    rows: tuple[Row, ...]
    progress: tuple[Progress, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The outcomes of one priority: a heading, its words and its table."""

    anchor: str
    title: str  # "" in a plan without priorities
    text: str  # Markdown
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Text:
    anchor: str
    title: str
    text: str  # Markdown


@dataclass(frozen=True, slots=True)
class Party:
    """A group of the board and who chairs it."""

    name: str
    chairs: tuple[str, ...]
    reports_to: str
    purpose: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PlanDocument:
    look: Look
    title: str
    kind: str  # the board's word for a plan
    period: str
    status: str
    draft: bool
    updated: str  # "" where nobody has reported yet
    texts: tuple[Text, ...]
    rag_title: str
    rag_text: str  # Markdown
    ratings: tuple[Rating, ...]  # the scheme with its meanings
    groups_title: str
    group_word: str
    groups: tuple[Party, ...]
    outcome_word: str
    progress_word: str
    support_word: str
    table_title: str
    columns: tuple[Column, ...]
    rag_in_action: bool  # the plan has no column of its own for it
    progress_in_action: bool
    parts: tuple[Part, ...]

    @property
    def purposes(self) -> bool:
        """Whether any group has a purpose to print."""
        return any(group.purpose for group in self.groups)

    @property
    def about(self) -> tuple[Entry, ...]:
        """What stands before the plan's own table."""
        entries = [Entry(text.anchor, text.title) for text in self.texts]
        entries.append(Entry("rag", self.rag_title))
        if self.groups:
            entries.append(Entry("groups", self.groups_title))
        return tuple(entries)

    @property
    def contents(self) -> tuple[Entry, ...]:
        """What the contents list, in the order of the pages."""
        below = tuple(Entry(part.anchor, part.title) for part in self.parts if part.title)
        return (*self.about, Entry("table", self.table_title, below))


def plan_document(plan: Plan, *, tree: PlanTree | None = None) -> PlanDocument:
    """Build the document of `plan` (with its board loaded): ten queries at any size.

    tree: the plan with all its updates, where it has been read already.
    """
    board = plan.board
    tree = read_plan(plan, updates="all") if tree is None else tree
    ratings = ratings_of(board)
    columns = _columns(tree)
    keys = {column.key for column in columns}
    days = [update.on for action in tree.actions for update in action.updates]
    days += [update.on for outcome in tree.outcomes for update in outcome.updates]
    if plan.last_updated_on:
        days.append(plan.last_updated_on)
    return PlanDocument(
        look=look_of(board),
        title=plan.title,
        kind=plan.word("plan"),
        period=period(plan.start, plan.end),
        status=_status(plan),
        draft=plan.status == Plan.Status.DRAFT,
        updated=long_date(max(days, default=None)),
        texts=tuple(
            Text(anchor, title, text)
            for anchor, title, text in (
                ("vision", "Vision", plan.vision),
                ("intent", "Statement of intent", plan.intent),
                ("introduction", "Introduction", plan.introduction),
            )
            if text.strip()
        ),
        rag_title=f"What the {plan.word('rag')} ratings mean",
        rag_text=plan.rag_definition,
        ratings=tuple(ratings[level["rag"]] for level in board.rag_scheme),
        groups_title=f"{plan.words_for('subgroup')} and who chairs them",
        group_word=plan.word("subgroup"),
        groups=_groups(tree),
        outcome_word=_title_of(tree, "outcome", plan.word("outcome")),
        progress_word=_title_of(tree, "progress", plan.word("progress")),
        support_word="Supported by",
        table_title="The plan",
        columns=columns,
        rag_in_action="rag" not in keys and any(action.rag for action in tree.actions),
        progress_in_action="progress" not in keys,
        parts=tuple(
            Part(
                anchor=f"part-{priority.id}",
                title=" ".join(bit for bit in (priority.ref, priority.title) if bit)
                if priority.title
                else "",
                text=priority.description,
                groups=tuple(
                    _group(outcome, ratings, in_rows="progress" in keys)
                    for outcome in priority.outcomes
                ),
            )
            for priority in tree.priorities
        ),
    )


def _status(plan: Plan) -> str:
    if plan.status == Plan.Status.DRAFT:
        return "Draft: not yet agreed by the board"
    if plan.status == Plan.Status.CLOSED:
        return f"Closed on {long_date(plan.closed_on)}"
    return f"Ratified on {long_date(plan.ratified_on)}"


def _title_of(tree: PlanTree, key: str, otherwise: str) -> str:
    return next((h["title"] for h in tree.headings if h["key"] == key), otherwise)


def _columns(tree: PlanTree) -> tuple[Column, ...]:
    """The plan's own columns, but for the outcome, which stands above its rows, and for numbers
    that no action has."""
    numbered = any(action.ref for action in tree.actions)
    kept = [
        heading
        for heading in tree.headings
        if heading["key"] in _WIDTHS and (heading["key"] != "ref" or numbered)
    ]
    told = sum(1 for outcome in tree.outcomes if len(outcome.actions) == 1 and outcome.updates)
    told += sum(1 for action in tree.actions if action.updates)
    widths = _WIDTHS | ({"progress": 14} if told * 4 < len(tree.actions) else {})
    # The longest word of a heading must fit on its line.
    needs = [
        max(widths[h["key"]], 0.85 * max(len(word) for word in h["title"].split() or [""]))
        for h in kept
    ]
    whole = sum(needs)
    return tuple(
        Column(heading["key"], heading["title"], f"{100 * need / whole:.2f}")
        for heading, need in zip(kept, needs, strict=True)
    )


def _groups(tree: PlanTree) -> tuple[Party, ...]:
    return tuple(
        Party(
            name=party.full_name,
            chairs=party.chairs,
            reports_to=party.reports_to,
            purpose=prose(party.purpose),
        )
        for party in groups_of(tree)
    )


def _group(outcome: OutcomeNode, ratings: dict[str, Rating], *, in_rows: bool) -> Group:
    """Progress of a whole outcome stands below its rows; with one row, it is that row's."""
    whole = _told(outcome.updates)
    rows = tuple(_row(action, ratings) for action in outcome.actions)
    if in_rows and len(rows) == 1 and not rows[0].progress:
        rows, whole = (replace(rows[0], progress=whole),), ()
    return Group(
        id=outcome.id,
        ref=outcome.ref,
        title=outcome.title,
        sources=outcome.sources,
        notes=prose(outcome.notes),
        rows=rows,
        progress=whole,
    )


def _row(action: ActionNode, ratings: dict[str, Rating]) -> Row:
    flags = []
    if action.core_task:
        flags.append("Core task")
    if action.shaped_by_children:
        flags.append("Shaped by children and young people")
    flags += [f"Source: {source}" for source in action.sources]
    timescale = tuple(line for line in action.timescale_text.splitlines() if line.strip())
    if not timescale and action.due:
        timescale = (long_date(action.due),)
    moved = action.first_due and action.due and action.first_due != action.due
    return Row(
        id=action.id,
        ref=action.ref,
        text=action.text,
        sub_items=action.sub_items,
        flags=tuple(flags),
        leads=tuple(_names(action, "lead")),
        support=tuple(_names(action, "support")),
        timescale=timescale,
        moved_from=long_date(action.first_due) if moved else "",
        success_measure=prose(action.success_measure),
        monitoring=prose(action.monitoring),
        rating=ratings[action.rag],
        reason=action.rag_reason if action.rag in ("red", "amber") else "",
        progress=_told(shown_updates(action.updates)),
        completed_on=long_date(action.completed_on),
        moved_to=long_date(action.due) if moved else "",
    )


def _names(action: ActionNode, role: str) -> list[str]:
    """As the document writes them; a name that stands for two parties is written once."""
    names = (lead.written or lead.name for lead in action.leads if lead.role == role)
    return list(dict.fromkeys(names))


def shown_updates(updates: tuple[UpdateNode, ...]) -> list[UpdateNode]:
    """What a printed plan says of an action's progress: what its own document said, and what was
    last reported. The story in between is on the screen."""
    if not updates:
        return []
    latest = updates[-1].on
    return [
        update
        for update in updates
        if update.text and (update.on == latest or update.source == "document")
    ]


def _told(updates) -> tuple[Progress, ...]:
    """Reports of the same day by the same person are one."""
    told = []
    for (on, by), same in groupby(updates, key=lambda update: (update.on, update.by)):
        blocks = tuple(block for update in same for block in prose(update.text))
        told.append(Progress(on=_day(on), by=by, blocks=blocks))
    return tuple(told)


def _day(day: datetime.date) -> str:
    return f"{day:%-d %b %Y}"
