"""A plan as an editable Word document.

It holds what the plan's own document held and what has been reported since: title, period,
introduction, vision, intent, what the ratings mean, the groups with their chairs; then for each
priority its words and a table in the board's own columns, with sub-items, leads and supporters,
timescales as written and where they moved, measures, monitoring, sources, core tasks, the rating
with its reason, every report with its day, author, evidence and difference made, and words that
had no other home.

Deliberately not in it, because no column of such documents has a place for it (the Excel file and
JSON have): ratings of the past and their reasons, reports that only rate, milestones, who
receives reports, the owning group, which lead is accountable, the kind of a timescale and its
next review, what waits to be settled.
"""

import io
from dataclasses import replace

from boardplan.templatetags.boardplan import lower_first

from ...document import PlanTree
from ...models import Plan
from .. import told
from ..parties import groups_of
from .frame import WIDTH, new_document
from .pieces import Box, Grid, Words, paragraph, prose
from .pieces import told as typed
from .table import HEAD, ITEM, TEXT, PlanTables

PLAIN, LIST = "Normal", "ListBullet"


def as_docx(tree: PlanTree, *, shown: str = "") -> bytes:
    """The file. tree: read with updates="all", whole or narrowed.

    shown: a sentence that says what a narrowed tree was narrowed to; "" for a whole plan.
    """
    plan, board = tree.plan, tree.plan.board
    document = new_document(
        board,
        title=plan.title,
        subject=f"{plan.word('plan')} of {board.name}",
        footer=f"{board.name}: {plan.title}",
    )
    body = _Body(document)
    body.add(Words(plan.title, "Title"))
    body.add(Words(board.name, "Subtitle"))
    period = f"{told.long_date(plan.start)} to {told.long_date(plan.end)}"
    body.add(Words(period, "Subtitle"), Words(_status(plan), "Subtitle"))
    if shown:
        body.add(Words(shown, "Subtitle", strong=True))
    for title, text in (
        ("Introduction", plan.introduction),
        ("Vision", plan.vision),
        ("Statement of intent", plan.intent),
    ):
        if text.strip():
            body.add(Words(title, "Heading1"), *prose(text, PLAIN, LIST))
    _ratings(body, plan)
    _groups(body, tree)
    _plan(body, tree)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class _Body:
    """The document's body, written from the top."""

    def __init__(self, document):
        self._body = document.element.body
        self._end = self._body.sectPr  # the page's measures come last

    def add(self, *words: Words) -> None:
        for each in words:
            paragraph(self._body, each)
            self._end.addprevious(self._body[-1])

    def table(self, grid: Grid) -> None:
        self._end.addprevious(grid.element)


def _status(plan: Plan) -> str:
    if plan.status == Plan.Status.DRAFT:
        return "Draft: not yet agreed by the board"
    if plan.status == Plan.Status.CLOSED:
        return f"Closed on {told.long_date(plan.closed_on)}"
    return f"Ratified on {told.long_date(plan.ratified_on)}"


def _ratings(body: _Body, plan: Plan) -> None:
    """The plan's own words about its ratings, else the board's scheme."""
    body.add(Words(f"What the {plan.word('rag')} ratings mean", "Heading1"))
    if plan.rag_definition.strip():
        body.add(*prose(plan.rag_definition, PLAIN, LIST))
        return
    grid = Grid(
        [int(WIDTH * 0.15), int(WIDTH * 0.45)],
        style="PlanTable",
        title="Ratings",
        description="Each rating and what it means.",
    )
    grid.row([Box((Words("Rating", HEAD),)), Box((Words("Meaning", HEAD),))], header=True)
    for level in plan.board.rag_scheme:
        fill, ink = told.FILLS[level["rag"]]
        word = Words(level["label"], TEXT, colour=ink, strong=True)
        meaning = Words(level.get("meaning") or "As agreed by the board", TEXT)
        grid.row([Box((word,), fill=fill), Box((meaning,))])
    body.table(grid)


def _groups(body: _Body, tree: PlanTree) -> None:
    plan, groups = tree.plan, groups_of(tree)
    if not groups:
        return
    body.add(Words(f"{plan.words_for('subgroup')} and who chairs them", "Heading1"))
    purposes = any(group.purpose for group in groups)
    heads = [plan.word("subgroup"), "Chair", "Reports to"] + (["Purpose"] if purposes else [])
    shares = (0.24, 0.24, 0.2, 0.32) if purposes else (0.36, 0.36, 0.28)
    grid = Grid(
        [int(WIDTH * share) for share in shares],
        style="PlanTable",
        title=plan.words_for("subgroup"),
        description=f"Each {lower_first(plan.word('subgroup'))}, who chairs it and where it "
        "reports.",
    )
    grid.row([Box((Words(head, HEAD),)) for head in heads], header=True)
    for group in groups:
        cells = [
            (Words(group.full_name, TEXT, strong=True),),
            tuple(Words(chair, TEXT) for chair in group.chairs),
            (Words(group.reports_to, TEXT),) if group.reports_to else (),
        ]
        grid.row(map(Box, cells + ([typed(group.purpose, TEXT, ITEM)] if purposes else [])))
    body.table(grid)


def _plan(body: _Body, tree: PlanTree) -> None:
    tables = PlanTables(tree)
    body.add(Words("The plan", "Heading1"))
    if not tree.priorities:
        body.add(Words("Nothing has been written into this plan yet.", PLAIN))
    grid = None
    for priority in tree.priorities:
        title = told.heading(priority.ref, priority.title)
        if not title and not priority.description.strip() and grid is not None:
            tables.fill(grid, priority)  # tables without words between them are one to Word
            continue
        if title:
            withdrawn = " (withdrawn)" if priority.withdrawn else ""
            body.add(Words(title + withdrawn, "Heading2"))
        told_first = prose(priority.description, PLAIN, LIST)
        if priority.outcomes and told_first:  # no page ends between the words and their table
            told_first = (*told_first[:-1], replace(told_first[-1], keep_next=True))
        body.add(*told_first)
        if priority.outcomes:
            grid = tables.table(priority)
            body.table(grid)
        else:
            grid = None
            body.add(Words("Nothing stands under this yet.", PLAIN))
    body.add(Words("", "AfterTable"))  # Word wants a paragraph after the last table
