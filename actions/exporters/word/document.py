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

from dataclasses import replace

from boardplan.office import FILLS, INK
from boardplan.templatetags.boardplan import lower_first
from boardplan.word import Box, Frame
from subgroups.colours import CONTRAST_NEEDED, contrast_with_white
from subgroups.models import Board

from ...document import PlanTree
from ...models import Plan
from .. import told
from ..parties import groups_of
from .table import HEAD, ITEM, TEXT, PlanTables
from .texts import line, prose, typed

PLAIN, LIST = "Normal", "List Bullet"


def as_docx(tree: PlanTree, *, shown: str = "") -> bytes:
    """The file. tree: read with updates="all", whole or narrowed.

    shown: a sentence that says what a narrowed tree was narrowed to; "" for a whole plan.
    """
    plan, board = tree.plan, tree.plan.board
    frame = Frame(
        title=plan.title,
        subject=f"{plan.word('plan')} of {board.name}",
        author=board.name,
        colour=_colour(board),
        header=f"{board.name}: {plan.title}",
        wide=True,
    )
    frame.add(line(plan.title, "Title"), line(board.name, "Subtitle"))
    period = f"{told.long_date(plan.start)} to {told.long_date(plan.end)}"
    frame.add(line(period, "Subtitle"), line(_status(plan), "Subtitle"))
    if shown:
        frame.add(line(shown, "Subtitle", bold=True))
    for title, text in (
        ("Introduction", plan.introduction),
        ("Vision", plan.vision),
        ("Statement of intent", plan.intent),
    ):
        if text.strip():
            frame.add(line(title, "Heading 1"), *prose(text, PLAIN, LIST))
    _ratings(frame, plan)
    _groups(frame, tree)
    _plan(frame, tree)
    return frame.saved()


def _colour(board: Board) -> str:
    """The board's colour as "RRGGBB"; ink where it is too pale for words."""
    readable = contrast_with_white(board.colour) >= CONTRAST_NEEDED
    return board.colour.lstrip("#").upper() if readable else INK


def _status(plan: Plan) -> str:
    if plan.status == Plan.Status.DRAFT:
        return "Draft: not yet agreed by the board"
    if plan.status == Plan.Status.CLOSED:
        return f"Closed on {told.long_date(plan.closed_on)}"
    return f"Ratified on {told.long_date(plan.ratified_on)}"


def _ratings(frame: Frame, plan: Plan) -> None:
    """The plan's own words about its ratings, else the board's scheme."""
    frame.add(line(f"What the {plan.word('rag')} ratings mean", "Heading 1"))
    if plan.rag_definition.strip():
        frame.add(*prose(plan.rag_definition, PLAIN, LIST))
        return
    about = "Each rating and what it means."
    grid = frame.grid((2, 8), title="Ratings", description=about, row_headers=True)
    grid.row(_heads("Rating", "Meaning"), header=True)
    for level in plan.board.rag_scheme:
        fill, ink = FILLS[level["rag"]]
        word = line(level["label"], TEXT, colour=ink, bold=True)
        meaning = line(level.get("meaning") or "As agreed by the board", TEXT)
        grid.row([Box((word,), fill=fill), Box((meaning,))])
    frame.table(grid)


def _groups(frame: Frame, tree: PlanTree) -> None:
    plan, groups = tree.plan, groups_of(tree)
    if not groups:
        return
    frame.add(line(f"{plan.words_for('subgroup')} and who chairs them", "Heading 1"))
    purposes = any(group.purpose for group in groups)
    heads = [plan.word("subgroup"), "Chair", "Reports to"] + (["Purpose"] if purposes else [])
    grid = frame.grid(
        (24, 24, 20, 32) if purposes else (36, 36, 28),
        title=plan.words_for("subgroup"),
        description=f"Each {lower_first(plan.word('subgroup'))}, who chairs it and where it "
        "reports.",
        row_headers=True,
    )
    grid.row(_heads(*heads), header=True)
    for group in groups:
        cells = [
            (line(group.full_name, TEXT, bold=True),),
            tuple(line(chair, TEXT) for chair in group.chairs),
            (line(group.reports_to, TEXT),) if group.reports_to else (),
        ]
        grid.row(map(Box, cells + ([typed(group.purpose, TEXT, ITEM)] if purposes else [])))
    frame.table(grid)


def _plan(frame: Frame, tree: PlanTree) -> None:
    tables = PlanTables(tree, frame)
    frame.add(line("The plan", "Heading 1"))
    if not tree.priorities:
        frame.add(line("Nothing has been written into this plan yet.", PLAIN))
    grid = None
    for priority in tree.priorities:
        title = told.heading(priority.ref, priority.title)
        if not title and not priority.description.strip() and grid is not None:
            tables.fill(grid, priority)  # tables without words between them are one to Word
            continue
        if title:
            withdrawn = " (withdrawn)" if priority.withdrawn else ""
            frame.add(line(title + withdrawn, "Heading 2"))
        told_first = prose(priority.description, PLAIN, LIST)
        if priority.outcomes and told_first:  # no page ends between the words and their table
            told_first = (*told_first[:-1], replace(told_first[-1], keep_next=True))
        frame.add(*told_first)
        if priority.outcomes:
            grid = tables.table(priority)
            frame.table(grid)
        else:
            grid = None
            frame.add(line("Nothing stands under this yet.", PLAIN))


def _heads(*titles: str) -> list[Box]:
    return [Box((line(title, HEAD),)) for title in titles]
