"""The document as a whole: its parts in the zip, its body in order, its notes."""

from collections.abc import Iterator

from ...source import Line, Table
from .. import colours, refusals
from ..archive import Archive
from ..markup import DC, W, parse, related
from ..refusals import Unreadable
from ..watch import Watch
from ..words import cleaned, nested
from .layout import in_parts
from .numbering import Numbering
from .paragraphs import Context, read_paragraph
from .styles import Styles
from .tables import children, read_table

PROGRAM = "Word"


def read_word(archive: Archive, main: str, watch: Watch) -> tuple[list[Line | Table], str]:
    """The blocks of the document and its title. Raises Unreadable."""
    root = parse(archive.read(main), program=PROGRAM)
    body = root.find(f"{W}body")
    if root.tag != f"{W}document" or body is None:
        raise Unreadable(refusals.DAMAGED.format(program=PROGRAM))
    parts = {}
    for kind, name in related(archive, main, program=PROGRAM).values():
        parts.setdefault(kind, name)
    styles = Styles(_part(archive, parts.get("styles")))
    context = Context(
        styles=styles,
        numbering=Numbering(_part(archive, parts.get("numbering")), styles),
        theme=colours.theme(archive.read(parts["theme"]) if "theme" in parts else b""),
        watch=watch,
    )
    blocks = _Blocks(context).of(body)
    blocks += _notes(archive, parts, context)
    _left_out(archive, main, parts, watch)
    return blocks, title(archive)


def _part(archive: Archive, name: str | None):
    data = archive.read(name) if name else b""
    return parse(data, program=PROGRAM) if data else None


class _Blocks:
    """Paragraphs and tables in order, with the numbers by which people find them."""

    def __init__(self, context: Context):
        self.context = context
        self.paragraphs = self.tables = 0
        self.found: list[Line | Table] = []
        self.lines: list[Line] = []

    def of(self, body) -> list[Line | Table]:
        self._inside(body)
        self._settle()
        return self.found

    def _settle(self) -> None:
        """Typed bullets get their levels from the paragraphs between two tables."""
        self.found += nested(self.lines)
        self.lines = []

    def _inside(self, parent) -> None:
        for element in children(parent, self.context, f"{W}p", f"{W}tbl"):
            self.context.watch.tick()
            if element.tag == f"{W}tbl":
                self._table(element)
            else:
                self._paragraph(element)

    def _paragraph(self, element) -> None:
        place = f"paragraph {self.paragraphs + 1}"
        lines, found = read_paragraph(element, self.context, place)
        self.paragraphs += bool(lines)
        self.lines += lines
        for box in found.boxes:
            self._inside(box)

    def _table(self, element) -> None:
        for frames, rows in in_parts(element, self.context):
            if frames:
                for row in rows:
                    for cell in children(row, self.context, f"{W}tc"):
                        self._inside(cell)
                continue
            self._settle()
            number = self.tables + 1
            table = read_table(
                rows, element, self.context, key=f"t{number}", place=f"table {number}"
            )
            if table is not None:
                self.tables = number
                self.found.append(table)


def _notes(archive: Archive, parts: dict, context: Context) -> Iterator[Line]:
    """Footnotes and endnotes as lines after all else, each with the place that refers to it."""
    marks, context.notes = context.notes, []
    elements = {}
    for kind in ("footnote", "endnote"):
        root = _part(archive, parts.get(f"{kind}s"))
        for element in root if root is not None else ():
            elements[kind, element.get(f"{W}id") or ""] = element
    counts = {"footnote": 0, "endnote": 0}
    seen = set()
    for kind, key, place in marks:
        element = elements.get((kind, key))
        if element is None or (kind, key) in seen:
            continue
        seen.add((kind, key))
        counts[kind] += 1
        where = f"{kind} {counts[kind]}" + (f" of {place}" if place else "")
        lines = []
        for paragraph in children(element, context, f"{W}p"):
            lines += read_paragraph(paragraph, context, where)[0]
        yield from nested(lines)
    if any(counts.values()):
        context.watch.count(
            "{} footnote was read as a line after the plan.",
            "{} footnotes were read as lines after the plan.",
            sum(counts.values()),
        )


def _left_out(archive: Archive, main: str, parts: dict, watch: Watch) -> None:
    """Say what stands in the file and is no part of the plan."""
    margins = [
        name
        for kind, name in related(archive, main, program=PROGRAM).values()
        if kind in ("header", "footer")
    ]
    if any(_has_words(_part(archive, name)) for name in margins):
        watch.say("Headers and footers of the pages were left out.")
    comments = _part(archive, parts.get("comments"))
    if comments is not None:
        number = sum(1 for element in comments if _has_words(element))
        watch.count("{} comment was left out.", "{} comments were left out.", number)


def _has_words(root) -> bool:
    return root is not None and any((t.text or "").strip() for t in root.iter(f"{W}t"))


def title(archive: Archive, *, program: str = PROGRAM) -> str:
    """The title that the file's properties give it, "" without one."""
    for kind, name in related(archive, "", program=program).values():
        if kind == "core-properties":
            root = parse(archive.read(name), program=program)
            found = root.find(f"{DC}title")
            return cleaned(found.text or "").strip()[:300] if found is not None else ""
    return ""
