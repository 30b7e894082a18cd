"""A whole document: cover, contents, and its sections one after the other.

Word has no place for a drawing that is also its own text, so a chart is told in a sentence and
given as the table of its figures, which the board can edit; the drawing is in the PDF and on the
web. Pictures carry their alternative text.
"""

import base64

from boardplan.word import Drawing, Frame, Run, Words

from .. import figures, statements
from ..annual_report.nodes import Contributed, Part, ReportDocument
from ..frozen import Imprint
from ..parts import Look
from ..plan_document import PlanDocument
from .passages import add_passages, add_structure
from .plan import add_plan, cell, head, rated
from .prose import blocks, heading, plain, written

Document = ReportDocument | PlanDocument
LOGO_MM = 22
_TOGETHER = 12  # rows of money that are kept on one page


def word_of(
    document: Document, *, imprint: Imprint | None = None, digest: str = "", files_at: str = ""
) -> bytes:
    """The Word file of a document. imprint and digest: of its edition. files_at: the public
    address below which the files of agencies lie, "" where they are only named."""
    in_plan = isinstance(document, PlanDocument)
    kind = document.kind if in_plan else "Annual report"
    frame = Frame(
        title=f"{document.title}, {document.look.name}",
        subject=f"{kind}, {document.period}",
        author=document.look.name,
        colour=document.look.heading.lstrip("#").upper(),
        header=f"{document.look.name}: {document.title}",
        wide=in_plan,
        draft=document.draft,
    )
    _cover(frame, document, imprint)
    _contents(frame, document, imprint, digest)
    if in_plan:
        frame.add(Words((), page_before=True))
        add_plan(frame, document, level=1)
    else:
        for section in document.sections:
            _section(frame, document, section, files_at)
    return frame.saved()


def _cover(frame: Frame, document: Document, imprint: Imprint | None) -> None:
    _logo(frame, document.look)
    frame.add(plain(document.look.name, "Subtitle"), plain(document.title, "Title"))
    frame.add(plain(document.period, "Subtitle"))
    if document.draft:
        frame.add(plain("Draft", "Draft Mark"))
    corrected = imprint is not None and imprint.number > 1
    frame.add(
        plain(document.status + (f". Edition {imprint.number}, corrected" if corrected else ""))
    )
    if document.updated:
        frame.add(plain(f"Progress as reported up to {document.updated}"))


def _logo(frame: Frame, look: Look) -> None:
    kind, _, data = look.logo.partition(";base64,")
    if kind in ("data:image/png", "data:image/jpeg"):
        frame.picture(Drawing(base64.b64decode(data), look.logo_alt, LOGO_MM))


def _contents(frame: Frame, document: Document, imprint, digest: str) -> None:
    frame.add(plain("Contents", "Contents Heading", page_before=True))
    lines = []
    for entry in document.contents:
        lines.append((1, entry.title, entry.anchor))
        lines += [(2, lower.title, lower.anchor) for lower in entry.below]
    frame.contents(lines)
    if imprint is None:
        return
    approved = f"approved on {imprint.approved_on}: {imprint.approved_by}."
    frame.add(plain(f"Edition {imprint.number}, {approved}", "Note"))
    if imprint.reason:
        said = f"What was corrected since the edition before: {imprint.reason}"
        frame.add(plain(said, "Note"))
    frame.add(plain(f"Digest (SHA-256) of what was approved: {digest}", "Note"))


def _section(frame: Frame, document: ReportDocument, section: Part, files_at: str) -> None:
    frame.turn(wide=section.plan is not None)
    frame.add(heading(section.title, 1, anchor=section.anchor, page_before=True))
    frame.add(*written(frame, section.text, below=1, pictures=section.pictures))
    if section.empty:
        frame.add(plain(section.empty))
    if section.figures:
        _figures(frame, section.figures, document.ratings)
    if section.progress:
        _progress(frame, section.progress, document.ratings)
    if section.structure:
        add_structure(frame, section.structure)
    add_passages(frame, section.passages)
    for each in section.outputs:
        frame.add(heading(each.title, 2))
        for text, draft in each.items:
            runs = (Run(text), Run(" (draft)", bold=True)) if draft else (Run(text),)
            frame.add(Words(runs, "List Bullet"))
    for each in section.contributions:
        _contribution(frame, each, files_at)
    if section.finance:
        _finance(frame, section.finance)
    if section.glossary:
        grid = frame.grid((2, 8), title=section.title, row_headers=True)
        grid.row(head("Abbreviation", "Meaning"), header=True)
        for short, meaning in section.glossary:
            grid.row([cell(short, bold=True), cell(meaning)])
        frame.table(grid)
    if section.plan:
        plan = section.plan
        frame.add(plain(f"{plan.title}, {plan.period}. {plan.status}."))
        add_plan(frame, plan, level=2)


def _figures(frame: Frame, found, ratings) -> None:
    title = f"The plan and its actions, as at {found.as_at}"
    _rows(
        frame,
        title,
        ("Figure", "Number"),
        [(fact.label, str(fact.figure)) for fact in found.facts],
        shares=(8, 2),
    )
    for chart in figures.charts_of(found, ratings):
        frame.add(heading(chart.title, 2), plain(chart.description))
        table = chart.table
        _rows(frame, f"{table.caption}: the figures", table.headings, table.rows)


def _rows(frame: Frame, title: str, headings, rows, *, shares=None) -> None:
    """A table of figures under its caption, whose first column names the row."""
    frame.add(plain(title, "Caption"))
    shares = shares or (3, *(2 for _ in headings[1:]))
    grid = frame.grid(shares, title=title, row_headers=True)
    grid.row(head(*headings), header=True)
    for row in rows:
        name, *numbers = row
        grid.row([cell(name, bold=True), *(cell(each, style="Table Figure") for each in numbers)])
    frame.table(grid)


def _progress(frame: Frame, progress, ratings) -> None:
    if not progress.overview:
        frame.add(plain("Nothing stands in the plan yet."))
    else:
        title = f"{progress.plan_title}: actions by rating, and the worst of each"
        frame.add(plain(title, "Caption"))
        grid = frame.grid((6, *(2 for _ in progress.used), 3), title=title, row_headers=True)
        words = [rating.word for rating in progress.used]
        grid.row(head(progress.priority_word, *words, "Worst rating"), header=True)
        for name, counts, worst in progress.overview:
            grid.row(
                [
                    cell(name, bold=True),
                    *(cell(str(each), style="Table Figure") for each in counts),
                    rated(worst),
                ]
            )
        frame.table(grid)
    for priority in progress.priorities:
        frame.add(heading(priority.title, 2, anchor=priority.anchor))
        frame.add(*_done_and_red(priority, {rating.rag: rating.word for rating in ratings}))


def _done_and_red(priority, words):
    if priority.done:
        yield heading("What was done", 3)
    for done in priority.done:
        text = f"{done.ref} {done.text}".strip() + f"\nCompleted {done.on}."
        more = f" The difference it made: {done.difference}" if done.difference else ""
        yield plain(text + more, "List Bullet")
    if priority.red:
        yield heading("What is red, and why", 3)
    for red in priority.red:
        bits = [f"Due {red.due}."] if red.due else []
        bits += [f"Led by {', '.join(red.leads)}."] if red.leads else []
        bits.append(f"Why: {red.reason}" if red.reason else "No reason was given.")
        # On lines of their own: the words of a plan seldom end with a full stop.
        yield plain(f"{red.ref} {red.text}".strip() + "\n" + " ".join(bits), "List Bullet")
    if priority.told:
        yield heading("What was reported", 3)
    for told in priority.told:
        yield Words((Run(told.title, bold=True),), keep_next=True)
        for text in told.texts:
            yield plain(text, "List Bullet")
    if not (priority.done or priority.red or priority.told):
        total = priority.counts.total
        counted = ", ".join(f"{number} {words[rag].lower()}" for rag, number in
                            priority.counts.by_rag)  # fmt: skip
        yield plain(
            "Nothing has been marked as completed and nothing is rated red. "
            f"Of {total} action{'' if total == 1 else 's'}: {counted}."
        )


def _contribution(frame: Frame, each: Contributed, files_at: str) -> None:
    frame.add(heading(each.title, 2, anchor=each.anchor))
    if each.sub_heading:
        frame.add(Words((Run(each.sub_heading, bold=True),), keep_next=True))
    about = [f"Agency: {each.agency}."] if each.agency else []
    about += [f"Written by: {'; '.join(each.authors)}."] if each.authors else []
    about += [f"Purpose: {each.purpose}."] if each.purpose else []
    about += [f"Dated {each.dated}."] if each.dated else []
    if about:
        frame.add(plain(" ".join(about), "Note"))
    for answer in each.answers:
        if answer.prompt:
            frame.add(heading(answer.prompt, 3))
        if answer.hint:
            frame.add(Words((Run(answer.hint),), "Note", keep_next=True))
        frame.add(*blocks(frame, answer.blocks))
    frame.add(*blocks(frame, each.link_text))
    if each.link_target:
        link = Run(each.link_target, href=each.link_target)
        frame.add(Words((Run("The report stands at "), link)))
    for file in each.files:
        href = f"{files_at}{file.address}" if files_at else ""
        runs = (Run(file.description, href=href), Run(f" ({file.about})"))
        frame.add(Words(runs, "List Bullet"))
    if each.is_empty:
        frame.add(plain("Nothing has been sent in yet."))


def _finance(frame: Frame, finance) -> None:
    for shown in statements.statements_of(finance):
        frame.add(heading(shown.title, 2), Words((Run(shown.sentence),), keep_next=True))
        _money(frame, shown.table)
        frame.add(*(plain(note) for note in shown.notes))
        if shown.agencies:
            frame.add(plain(shown.agencies.caption, "Caption"))
            _money(frame, shown.agencies)
    balances = statements.balances_of(finance)
    if balances is None:
        return
    frame.add(heading(balances.caption, 2))
    _money(frame, balances)
    frame.add(*(plain(each.note) for each in finance.balances if each.note))


def _money(frame: Frame, table: statements.MoneyTable) -> None:
    shares = [8, *(4 for _ in table.headings[1:])]
    if table.wide is not None:
        shares[table.wide + 1] = 7
    grid = frame.grid(shares, title=table.caption, row_headers=True)
    # A financial year (2017-18) is one word; the table is short enough for one page.
    grid.row(
        head(*(each.replace("-", "\N{NON-BREAKING HYPHEN}") for each in table.headings)),
        header=True,
    )
    for place, row in enumerate(table.rows, start=1):
        label = f"{row.label} ({row.agency})" if row.agency else row.label
        goes_on = place < min(len(table.rows), _TOGETHER)
        grid.row(
            [
                cell(label, bold=row.total, keep_next=goes_on),
                *(cell(text, bold=row.total, style="Table Figure") for text in row.cells),
            ]
        )
    frame.table(grid)
