"""A plan in a Word document: its words, its ratings and groups, and a table a priority."""

from dataclasses import replace

from boardplan.office import FILLS, SOFT, WASH
from boardplan.word import Box, Frame, Run, Words

from ..parts import Rating
from ..plan_document import Column, Group, Part, PlanDocument, Row
from .prose import blocks, heading, listed, plain, written

_NOT_RATED = ("", SOFT)


def add_plan(frame: Frame, plan: PlanDocument, *, level: int) -> None:
    """The whole plan. level: of its first headings."""
    for text in plan.texts:
        frame.add(heading(text.title, level, anchor=text.anchor))
        frame.add(*written(frame, text.text, below=level))
    frame.add(heading(plan.rag_title, level, anchor="rag"))
    frame.add(*written(frame, plan.rag_text, below=level))
    _scheme(frame, plan)
    if plan.groups:
        frame.add(heading(plan.groups_title, level, anchor="groups"))
        _groups(frame, plan)
    frame.add(heading(plan.table_title, level, anchor="table", page_before=True))
    if not plan.parts:
        frame.add(plain("Nothing has been written into this plan yet."))
    for part in plan.parts:
        if part.title:
            frame.add(heading(part.title, level + 1, anchor=part.anchor))
        words = written(frame, part.text, below=level + 1)
        frame.add(
            *(
                replace(each, keep_next=bool(part.groups)) if isinstance(each, Words) else each
                for each in words
            )
        )
        if part.groups:
            _table(frame, plan, part)
        else:
            frame.add(plain("Nothing stands under this yet."))


def rated(rating: Rating) -> Box:
    """A cell with a rating: its word, and its colour."""
    fill, ink = FILLS[rating.rag] if rating.rag else _NOT_RATED
    return Box((Words((Run(rating.word, bold=True, colour=ink),), "Table Text"),), fill=fill)


def head(*titles: str) -> list[Box]:
    return [Box((plain(title, "Table Heading"),)) for title in titles]


def cell(
    text: str, *, bold: bool = False, style: str = "Table Text", keep_next: bool = False
) -> Box:
    """keep_next: whether the row below stays on the same page."""
    words = Words((Run(text, bold=bold),), style, keep_next=keep_next)
    return Box((words,) if text else ())


def _scheme(frame: Frame, plan: PlanDocument) -> None:
    grid = frame.grid((2, 8), title=plan.rag_title, row_headers=True)
    grid.row(head("Rating", "Meaning"), header=True)
    for rating in plan.ratings:
        grid.row([rated(rating), cell(rating.meaning or "As agreed by the board")])
    grid.row([rated(Rating("", "Not rated")), cell("Nobody has rated it yet")])
    frame.table(grid)


def _groups(frame: Frame, plan: PlanDocument) -> None:
    shares = (26, 27, 17, 30) if plan.purposes else (37, 38, 25)
    grid = frame.grid(shares, title=plan.groups_title, row_headers=True)
    titles = [plan.group_word, "Chair", "Reports to"] + (["Purpose"] if plan.purposes else [])
    grid.row(head(*titles), header=True)
    for group in plan.groups:
        boxes = [
            cell(group.name, bold=True),
            cell("; ".join(group.chairs) or "None named"),
            cell(group.reports_to),
        ]
        if plan.purposes:
            boxes.append(Box(tuple(blocks(frame, group.purpose, in_table=True))))
        grid.row(boxes)
    frame.table(grid)


def _table(frame: Frame, plan: PlanDocument, part: Part) -> None:
    title = part.title or plan.title
    grid = frame.grid(
        [float(column.width) for column in plan.columns],
        title=title,
        description=f"{title}, one row each. Columns: "
        + ", ".join(column.title for column in plan.columns)
        + f". Each {plan.outcome_word.lower()} stands in a row of its own above its rows.",
    )
    grid.row(head(*(column.title for column in plan.columns)), header=True)
    for group in part.groups:
        grid.row([Box(tuple(_group(plan, group)), span=len(plan.columns), fill=WASH)])
        for row in group.rows:
            boxes = [_box(frame, plan, column, row) for column in plan.columns]
            grid.row(boxes, divide=row.long)
        if not group.rows:
            grid.row([_over(plan, [plain("Nothing stands under this yet.", "Table Text")])])
        if group.notes:
            grid.row([_over(plan, blocks(frame, group.notes, in_table=True))], divide=True)
        if group.progress:
            whole = f", {group.ref} as a whole" if group.ref else ", all of the above"
            words = [Words((Run(f"{plan.progress_word}{whole}", bold=True),), "Table Text")]
            words += _told(frame, group.progress)
            grid.row([_over(plan, words)], divide=True)
    frame.table(grid)


def _over(plan: PlanDocument, words) -> Box:
    return Box(tuple(words), span=len(plan.columns))


def _group(plan: PlanDocument, group: Group):
    title = group.title or plan.outcome_word
    yield plain(f"{group.ref} {title}".strip(), "Table Group")
    if group.sources:
        yield plain(f"Source: {'; '.join(group.sources)}", "Table Note")


def _box(frame: Frame, plan: PlanDocument, column: Column, row: Row) -> Box:
    if column.key == "rag":
        return rated(row.rating)
    return Box(tuple(_CELLS[column.key](frame, plan, row)))


def _ref(frame, plan, row):
    return [plain(row.ref, "Table Text")] if row.ref else []


def _action(frame, plan, row):
    yield plain(row.text, "Table Text")
    for item in row.sub_items:
        yield plain(item, "Table Bullet")
    for flag in row.flags:
        yield plain(flag, "Table Note")
    if plan.rag_in_action:
        yield from rated(row.rating).paragraphs
    if plan.progress_in_action:
        yield from _progress(frame, plan, row)


def _lead(frame, plan, row):
    yield from _names(row.leads)
    if row.support:
        yield plain(f"{plan.support_word}:", "Table Note", keep_next=True)
        yield from _names(row.support)


def _timescale(frame, plan, row):
    yield from _names(row.timescale)
    if row.moved:
        yield plain(row.moved, "Table Note")


def _progress(frame, plan, row):
    yield from _told(frame, row.progress)
    if row.reason:
        yield Words((Run("Why: ", italic=True), Run(row.reason)), "Table Text")


def _told(frame, progress):
    for report in progress:
        who = ", ".join(bit for bit in (report.on, report.by) if bit)
        yield plain(who, "Table Note", keep_next=True)
        yield from blocks(frame, report.blocks, in_table=True)


def _names(names):
    return listed(names, one="Table Text", several="Table Bullet")


_CELLS = {
    "ref": _ref,
    "action": _action,
    "lead": _lead,
    "timescale": _timescale,
    "success_measure": lambda frame, plan, row: blocks(frame, row.success_measure, in_table=True),
    "monitoring": lambda frame, plan, row: blocks(frame, row.monitoring, in_table=True),
    "progress": _progress,
    "completed_on": lambda frame, plan, row: (
        [plain(row.completed_on, "Table Text")] if row.completed_on else []
    ),
}
