"""A plan as an Excel workbook: a sheet with one action a row, one with every report, one that
explains the columns.

Everything that the tree holds is in it, but for priorities without outcomes and for the columns'
widths of the original. What belongs to several rows stands in each, so that filters and sorting
keep it. Columns that would be empty throughout are left out.
"""

import datetime
import io
from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from boardplan import clock

from ...document import PlanTree
from .. import told
from ..sheets import (
    A3,
    Looks,
    heights,
    new_workbook,
    print_setup,
    put,
    ratings_list,
    recolour,
    sheet_name,
    widths,
)
from .columns import Column, Row, columns_of

# The table that explains the columns; importers.understanding.own_workbook looks for it.
EXPLAINED = ("Column", "What it holds", "Sheet", "When it comes back, read as")
UNREAD = "Not read: it follows from the others"
ABOUT, HISTORY = "About this file", "All progress"


def as_xlsx(tree: PlanTree, *, on: datetime.date | None = None, shown: str = "") -> bytes:
    """The file. tree: read with updates="all", whole or narrowed.

    on: the day that "overdue" is counted from; where left out, today, or the day of a plan's
    close. shown: a sentence that says what a narrowed tree was narrowed to.
    """
    plan, board = tree.plan, tree.plan.board
    on = on or plan.closed_on or clock.today()
    rows = list(_rows(tree))
    columns = [
        column
        for column in columns_of(tree, on)
        if column.always or any(column.value(row) not in (None, "") for row in rows)
    ]
    book = new_workbook(board, title=plan.title, subject=f"{plan.word('plan')} of {board.name}")
    main = book.create_sheet(sheet_name(plan.word("plan")))
    history = book.create_sheet(HISTORY)
    about = book.create_sheet(ABOUT)
    looks = Looks(main)
    reports = _fill_history(history, looks, tree)
    if not reports:
        book.remove(history)
    first, last = _explain(about, looks, tree, columns, reports, on=on, shown=shown)
    _fill_main(main, looks, tree, rows, columns)
    ratings = next(get_column_letter(at) for at, column in enumerate(columns, 1) if column.rating)
    cells = f"{ratings}2:{ratings}{max(2, len(rows) + 1)}"
    ratings_list(main, cells, source=about, first=first, last=last)
    recolour(main, cells, board)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(tree: PlanTree) -> Iterator[Row]:
    for priority in tree.priorities:
        for outcome in priority.outcomes:
            for action in outcome.actions or (None,):
                yield Row(priority, outcome, action)


def _fill_main(sheet: Worksheet, looks: Looks, tree: PlanTree, rows, columns) -> None:
    board = tree.plan.board
    for at, column in enumerate(columns, 1):
        put(sheet, 1, at, column.title, looks.head)
    words = told.rag_words(board)
    for number, row in enumerate(rows, 2):
        for at, column in enumerate(columns, 1):
            value = column.value(row)
            if column.rating and value:
                put(sheet, number, at, words[value], looks.ratings[value])
            else:
                day = isinstance(value, datetime.date)
                put(sheet, number, at, value, looks.date if day else looks.text)
    widths(sheet, (column.width for column in columns))
    heights(sheet)
    end = get_column_letter(len(columns))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{end}{max(2, len(rows) + 1)}"
    print_setup(sheet, footer=f"{board.name}: {tree.plan.title}", paper=A3, titles="1:1")
    printed = get_column_letter(sum(column.own for column in columns))
    sheet.print_area = f"A1:{printed}{max(2, len(rows) + 1)}"


def _fill_history(sheet: Worksheet, looks: Looks, tree: PlanTree) -> list[str]:
    """Every report, in the order of the plan, newest first; returns the titles of its columns,
    none where there is no report."""
    plan = tree.plan
    words = told.rag_words(plan.board)
    rows = [
        {
            plan.word("ref"): "" if node is outcome else node.ref,
            plan.word("outcome"): told.numbered(outcome.ref, outcome.title),
            plan.word("action"): "" if node is outcome else node.text,
            "As at": update.on,
            "Reported by": update.by,
            plan.word("rag"): update.rag,
            plan.word("progress"): update.text,
            "Reason": update.reason,
            "Evidence": update.evidence,
            "Difference made": update.difference_made,
        }
        for outcome in tree.outcomes
        for node in (outcome, *outcome.actions)
        for update in reversed(node.updates)
    ]
    if not rows:
        return []
    needed = dict(zip(rows[0], (8, 26, 36, 12, 22, 10, 50, 28, 24, 28), strict=True))
    titles = [title for title in rows[0] if any(row[title] for row in rows)]
    for at, title in enumerate(titles, 1):
        put(sheet, 1, at, title, looks.head)
    for number, row in enumerate(rows, 2):
        for at, title in enumerate(titles, 1):
            if title == plan.word("rag") and row[title]:
                put(sheet, number, at, words[row[title]], looks.ratings[row[title]])
            elif row[title]:  # thousands of rows: a cell that says nothing is left out
                day = title == "As at"
                put(sheet, number, at, row[title], looks.date if day else looks.text)
    widths(sheet, (needed[title] for title in titles))
    heights(sheet)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(titles))}{len(rows) + 1}"
    print_setup(sheet, footer=f"{plan.board.name}: {plan.title}", titles="1:1")
    return titles


def _history_told(plan) -> list[tuple[str, str, str]]:
    """The columns of the sheet with every report: title, what it holds, what it is read as."""
    return [
        (plan.word("ref"), "The number of what the report is about.", "Number"),
        (plan.word("outcome"), "Where it stands in the plan.", "Outcome"),
        (plan.word("action"), "What it is about; empty where it is about the whole.", "Action"),
        ("As at", "The day it describes.", "Day"),
        ("Reported by", "Whose words they are.", "Author"),
        (plan.word("rag"), "The rating at that time.", "RAG"),
        (plan.word("progress"), "What was said.", "Progress"),
        ("Reason", "Why it was rated so.", "Reason"),
        ("Evidence", "Where it can be seen.", "Evidence"),
        ("Difference made", "What it changed for children.", "Difference made"),
    ]


def _explain(
    sheet: Worksheet,
    looks: Looks,
    tree: PlanTree,
    columns: list[Column],
    reports: list[str],
    *,
    on,
    shown,
) -> tuple[int, int]:
    """What the file is, what its ratings and columns mean, and the plan's own words about itself.

    Returns the first and last row of the ratings, which the lists of ratings refer to.
    """
    plan, board = tree.plan, tree.plan.board
    row = 1
    put(sheet, row, 1, ABOUT, looks.title)
    facts = [
        ("Plan", plan.title),
        ("Board", board.name),
        ("Period", f"{told.long_date(plan.start)} to {told.long_date(plan.end)}"),
        ("As at", told.long_date(on)),
        ("Filtered", shown),
    ]
    for label, text in facts:
        if text:
            row += 1
            put(sheet, row, 1, label, looks.label)
            put(sheet, row, 2, text, looks.plain)
    row += 2
    put(sheet, row, 1, "Rating", looks.head)
    put(sheet, row, 2, "What it means", looks.head)
    meanings = {level["rag"]: level.get("meaning", "") for level in board.rag_scheme}
    first = row + 1
    for rag, word in board.rag_labels.items():
        row += 1
        put(sheet, row, 1, word, looks.ratings[rag])
        put(sheet, row, 2, meanings[rag] or "As agreed by the board", looks.text)
    last = row
    texts = [
        ("Introduction", plan.introduction),
        ("Vision", plan.vision),
        ("Statement of intent", plan.intent),
        (f"What the {plan.word('rag')} ratings mean", plan.rag_definition),
        *(
            (told.heading(priority.ref, priority.title), priority.description)
            for priority in tree.priorities
        ),
    ]
    row += 1
    for label, text in texts:
        if text.strip():
            row += 1
            put(sheet, row, 1, label or plan.title, looks.label)
            put(sheet, row, 2, text, looks.plain)
    row += 2
    for at, title in enumerate(EXPLAINED, 1):
        put(sheet, row, at, title, looks.head)
    main = sheet_name(plan.word("plan"))
    lines = [(main, column.title, column.about, column.back) for column in columns]
    lines += [
        (HISTORY, title, about, back)
        for title, about, back in _history_told(plan)
        if title in reports
    ]
    for name, title, about, back in lines:
        row += 1
        for at, value in enumerate((title, about, name, back or UNREAD), 1):
            put(sheet, row, at, value, looks.text)
    widths(sheet, (30, 72, 18, 22))
    heights(sheet)
    print_setup(sheet, footer=f"{board.name}: {plan.title}", upright=True)
    return first, last
