"""An Excel workbook of ours (exporters.excel) laid out as the document it stands for.

A workbook has one action a row, what is known of it in thirty columns, and every report in a
sheet of its own. Its sheet "About this file" says in words which column is read as what. By these
words the rows become what any document has: headings, a table for each priority, an outcome with
its rows, reports with day and author in the cell for progress. The general rules read that; where
the explaining sheet is gone, they read the workbook as anybody's.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from ..source import Cell, Line, Source, Table
from . import columns

EXPLAINED = ("Column", "What it holds", "Sheet", "When it comes back, read as")
# Of the table that is made: what the general rules call each, if its own heading says otherwise.
_HEADINGS = {
    "Outcome": ("outcome", "Outcome"),
    "Number": ("ref", "No."),
    "Action": ("action", "Action"),
    "Lead": ("lead", "Lead"),
    "Timescale": ("timescale", "Timescale"),
    "Success measure": ("success_measure", "Success measure"),
    "Monitoring": ("monitoring", "Monitoring"),
    "RAG": ("rag", "RAG"),
    "Progress": ("progress", "Progress"),
    "Completed": ("completed_on", "Completed on"),
    "Owning group": ("owner", "Sub-group"),
}
_TEXTS = ("Introduction", "Vision", "Statement of intent")


def rearranged(source: Source) -> Source:
    """The source as it is, unless it is a workbook of ours with the sheet that explains it."""
    about = next((table for table in source.tables if _explained_at(table) is not None), None)
    if source.kind != "excel" or about is None:
        return source
    meanings = _meanings(about)
    sheets = {
        table.name: _Sheet(table, meanings[table.name])
        for table in source.tables
        if table.name in meanings
    }
    main = next((s for s in sheets.values() if {"Action", "Lead"} <= s.columns.keys()), None)
    log = next((s for s in sheets.values() if s is not main and "Day" in s.columns), None)
    if main is None:
        return source
    others = [
        block
        for block in source.blocks
        if (isinstance(block, Table) and block is not about and block.name not in sheets)
        or (isinstance(block, Line) and block.text != about.name)
    ]
    made = _Document(main, _Log(log), _texts(about), source.name)
    left = [title for title, meaning in main.titles.items() if meaning not in _USED]
    remarks = source.remarks
    if left:
        remarks += (f"Columns that follow from the others were not read: {', '.join(left)}.",)
    return replace(source, blocks=(*made.blocks(), *others), remarks=remarks)


_USED = {*_HEADINGS, "Priority", "Supporting", "Due date", "Reason", "Day", "Author", "Evidence"}
_USED |= {"Difference made", "First agreed", "Core task", "Shaped by children", "Source"}
_USED |= {"Source of the outcome", "Notes"}


def _explained_at(table: Table) -> int | None:
    wanted = [text.casefold() for text in EXPLAINED]
    for number, row in enumerate(table.grid):
        if [_flat(cell).casefold() for cell in row[: len(wanted)]] == wanted:
            return number
    return None


def _meanings(about: Table) -> dict[str, dict[str, str]]:
    """{sheet: {title of a column: what it is read as}}."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in about.grid[_explained_at(about) + 1 :]:
        title, _, sheet, meaning = (_flat(cell) for cell in row[:4])
        found[sheet][title] = meaning
    return found


def _texts(about: Table) -> dict[str, Cell]:
    """What stands above the explanation: the plan's own words, by their labels."""
    found = {}
    for row in about.grid[: _explained_at(about)]:
        if row[0].lines:
            found[_flat(row[0])] = row[1] if len(row) > 1 and row[1].lines else row[0]
    return found


@dataclass(slots=True)
class _Sheet:
    """A sheet whose columns are known: {meaning: place}, {title: meaning}."""

    table: Table
    meanings: dict[str, str]
    columns: dict[str, int] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        for place, cell in enumerate(self.table.grid[0] if self.table.grid else ()):
            title = _flat(cell)
            if title in self.meanings:
                self.titles[title] = self.meanings[title]
                self.columns.setdefault(self.meanings[title], place)
            elif title:  # a column of theirs: the general rules say what it is
                self.columns[title] = place
                self.titles[title] = ""

    def rows(self):
        for cells in self.table.grid[1:]:
            yield {meaning: cells[place] for meaning, place in self.columns.items()
                   if place < len(cells) and cells[place].lines}  # fmt: skip

    def title(self, meaning: str) -> str:
        return next((title for title, found in self.titles.items() if found == meaning), meaning)


class _Log:
    """Every report, by what it is about: outcome, action, number of the action."""

    def __init__(self, sheet: _Sheet | None):
        self.found: dict[tuple, list[dict[str, Cell]]] = defaultdict(list)
        for row in sheet.rows() if sheet else ():
            about = [_told(row, name) for name in ("Outcome", "Action", "Number")]
            self.found[tuple(about)].append(row)

    def of(self, outcome: str, action: str = "", number: str = "") -> list[dict[str, Cell]]:
        return self.found.get((outcome, action, number), [])


class _Document:
    def __init__(self, main: _Sheet, log: _Log, texts: dict[str, Cell], name: str):
        self.main, self.log, self.texts, self.name = main, log, texts, name
        self.kinds = [kind for kind in _HEADINGS if kind in main.columns or kind == "Progress"]
        self.own = [title for title, meaning in main.titles.items() if not meaning]
        self.tables = 0

    def blocks(self):
        for label in ("Plan", "Board"):
            if label in self.texts:
                yield from self._lines(self.texts[label])
        for label in self.texts:
            if label in _TEXTS or label.startswith("What the "):
                yield Line(label, heading=1, place=self.texts[label].place)
                yield from self._lines(self.texts[label])
        yield Line("The plan", heading=1)
        for priority, rows in _runs(self.main.rows(), "Priority"):
            if priority:
                yield Line(priority, heading=2, place=rows[0]["Priority"].place)
                if priority in self.texts:
                    yield from self._lines(self.texts[priority])
            yield self._table(rows)

    def _lines(self, cell: Cell):
        return (replace(line, place=cell.place) for line in cell.lines)

    def _table(self, rows: list[dict[str, Cell]]) -> Table:
        self.tables += 1
        grid = [[self._made(self._heading(kind), 0, at) for at, kind in enumerate(self.kinds)]]
        grid[0] += [self._made(title, 0, len(grid[0]) + at) for at, title in enumerate(self.own)]
        for outcome, mine in _runs(rows, "Outcome"):
            first = len(grid)
            merged = self._outcome(outcome, mine, first)
            for row in mine:
                place = len(grid)
                cells = [
                    merged if kind == "Outcome" else self._cell(kind, row, outcome, place, at)
                    for at, kind in enumerate(self.kinds)
                ]
                cells += [
                    self._moved(row.get(title), place, len(cells) + at)
                    for at, title in enumerate(self.own)
                ]
                grid.append(cells)
        return Table(
            f"t{self.tables}",
            tuple(map(tuple, grid)),
            self.main.table.name,
            1,
            self.main.table.place,
        )

    def _heading(self, kind: str) -> str:
        """The board's own words where they are understood as what they are."""
        meaning, plain = _HEADINGS[kind]
        title = self.main.title(kind)
        return title if columns.meaning_of(title) == meaning else plain

    def _made(self, text: str, row: int, column: int) -> Cell:
        return Cell((Line(text),) if text else (), row, column)

    def _moved(self, cell: Cell | None, row: int, column: int) -> Cell:
        if cell is None:
            return Cell((), row, column)
        return replace(cell, row=row, column=column, rows=1, columns=1)

    def _outcome(self, outcome: str, rows: list[dict[str, Cell]], first: int) -> Cell:
        cell = rows[0].get("Outcome")
        found = [Line(_joined(cell))] if cell else []
        found += _marked(rows[0], "Source of the outcome", "Source", each=True)
        found += _marked(rows[0], "Notes", "Notes")
        for report in reversed(self.log.of(outcome)):
            found.append(Line(f"Progress on the whole: {_report(report)}"))
        place = cell.place if cell else ""
        at = self.kinds.index("Outcome")
        return Cell(tuple(found), first, at, rows=len(rows), place=place)

    def _cell(self, kind: str, row: dict[str, Cell], outcome: str, place: int, at: int) -> Cell:
        cell = self._moved(row.get(kind), place, at)
        match kind:
            case "Action":
                lines = _action_lines(cell)
                lines += [Line("Core task")] if _yes(row, "Core task") else []
                if _yes(row, "Shaped by children"):
                    lines.append(Line("Shaped by children and young people"))
                lines += _marked(row, "Source", "Source", each=True)
            case "Lead":
                level = 0 if len(cell.lines) > 1 else None
                lines = [Line(line.text, level=level) for line in cell.lines]
                support = row["Supporting"].lines if "Supporting" in row else ()
                lines += [Line("Supported by:")] if support else []
                lines += [Line(line.text) for line in support]
            case "Timescale":
                lines = [*cell.lines, *_due(row)]
            case "Progress":
                lines = self._progress(row, outcome)
                cell = replace(cell, value=None)
            case "Success measure" | "Monitoring":
                lines = [Line(_joined(cell))] if cell.lines else []
            case _:
                return cell
        return (
            replace(cell, lines=tuple(lines), place=cell.place or row["Action"].place)
            if "Action" in row
            else cell
        )

    def _progress(self, row: dict[str, Cell], outcome: str) -> list[Line]:
        """Every report of the action, and what the row itself says if no report says it."""
        action = _action_lines(row["Action"])[0].text if "Action" in row else ""
        reports = self.log.of(outcome, " ".join(action.split()), _told(row, "Number"))
        said = {_told(report, "Progress") for report in reports}
        whole = self.log.of(outcome)
        said |= {_told(report, "Progress") for report in whole}
        said |= {" ".join(_told(r, "Progress") for r in whole if _told(r, "Day") == day)
                 for day in {_told(r, "Day") for r in whole}}  # fmt: skip
        said |= {" ".join(_told(r, "Progress") for r in reversed(whole)
                          if _told(r, "Day") == day)
                 for day in {_told(r, "Day") for r in whole}}  # fmt: skip
        lines = []
        if "Progress" in row and _told(row, "Progress") not in said:
            reports = [row, *reports]
        for report in reports:
            if _told(report, "Progress"):
                lines.append(Line(_report(report)))
                lines += _marked(report, "Difference made", "Difference made")
                lines += _marked(report, "Evidence", "Evidence")
        if "RAG" in row:
            lines += _marked(row, "Reason", "Reason")
        return lines


def _runs(rows, name: str):
    """Rows with the same words in a column, one after the other: (the words, the rows)."""
    run: list[dict[str, Cell]] = []
    words = ""
    for row in rows:
        if not row:
            continue
        if run and _told(row, name) != words:
            yield words, run
            run = []
        words = _told(row, name)
        run.append(row)
    if run:
        yield words, run


def _flat(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _told(row: dict[str, Cell], name: str) -> str:
    """Its words as they were written, bullets included, on one line."""
    return " ".join(_joined(row[name]).split()) if name in row else ""


def _joined(cell: Cell) -> str:
    """All of a cell as one text, with the bullets that were typed."""
    return "\n".join(" ".join(part for part in (line.marker, line.text) if part)
                     for line in cell.lines)  # fmt: skip


def _yes(row: dict[str, Cell], name: str) -> bool:
    return _told(row, name).casefold() in ("yes", "y", "x", "true", "1")


def _marked(row: dict[str, Cell], name: str, label: str, *, each=False) -> list[Line]:
    if name not in row:
        return []
    if each:
        return [Line(f"{label}: {line.text}") for line in row[name].lines]
    return [Line(f"{label}: {_joined(row[name])}")]


def _action_lines(cell: Cell) -> list[Line]:
    """The action as one text, then its points as a list."""
    text = [line for line in cell.lines if line.level is None]
    points = [line for line in cell.lines if line.level is not None]
    if not text and points:
        text, points = points[:1], points[1:]
    found = [Line("\n".join(line.text for line in text))] if text else []
    return found + [Line(line.text, level=0, marker=line.marker) for line in points]


def _due(row: dict[str, Cell]) -> list[Line]:
    """The day that holds, which the words of the timescale may not say."""
    day = row["Due date"].value if "Due date" in row else None
    if not isinstance(day, date):
        return []
    first = row["First agreed"].value if "First agreed" in row else None
    words = f"Now due {_long(day)}"
    return [Line(f"{words}, first agreed for {_long(first)}" if isinstance(first, date) else words)]


def _report(row: dict[str, Cell]) -> str:
    """A report with its day and author above it, as documents have them."""
    day = row["Day"].value if "Day" in row else None
    text = _joined(row["Progress"]) if "Progress" in row else ""
    if not isinstance(day, date):
        return text
    head = ", ".join(part for part in (_long(day), _told(row, "Author")) if part)
    return f"{head}\n{text}"


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
