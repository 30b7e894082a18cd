"""The rows of the plan's tables as headings and groups of rows that belong together.

A group is a row with what goes on from it: rows that merged cells tie to it, rows that a page
break cut off, rows that only add to its cells. Spacer rows are nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import cells, refs
from .accounting import Box, Grid, Ledger
from .headers import Section

#: Columns whose merged cells tie rows together; a merged outcome only stands above its rows.
_TYING = {"action", "lead", "support", "timescale", "monitoring", "success_measure", "progress"}
_TYING |= {"rag", "completed_on", "done", "owner", "start", "source"}


@dataclass(slots=True, eq=False)
class Heading:
    """A row that spans the table and says what the rows below it belong to."""

    boxes: list[Box]
    said: refs.Numbered
    section: Section
    text: str
    place: str
    style: tuple
    repeated: str = ""  # its number, where it has it twice: "1. | 1. Neglect"
    level: str = ""  # priority, outcome, description or note, settled by `levels`


@dataclass(slots=True, eq=False)
class Group:
    """Rows that belong together, their boxes by what their columns mean."""

    section: Section
    first: int
    last: int
    boxes: dict[str, list[Box]] = field(default_factory=dict)
    place: str = ""

    def add(self, meaning: str, box: Box) -> None:
        self.boxes.setdefault(meaning, []).append(box)

    def texts(self, meaning: str) -> str:
        return " ".join(box.flat for box in self.boxes.get(meaning, []) if box.pieces)

    @property
    def key(self) -> str:
        return f"{self.section.grid.key}r{self.first + 1}"


class Walker:
    """Walks through the sections of all plan tables, keeping what the last row was."""

    def __init__(self, ledger: Ledger):
        self.ledger = ledger
        self.current: Group | None = None
        self.heading: Heading | None = None

    def walk(self, section: Section) -> Iterator[Heading | Group]:
        """Headings and groups of a section, in order. A group comes when it is complete."""
        for number in section.header_rows:
            for box in section.grid.own(number):
                if box is not section.heading:
                    self.ledger.take_as("header", box)
        if section.heading:
            yield from self.flush()
            self.heading = heading_of([section.heading], section)
            yield self.heading
        bold = _bold_is_usual(section)
        for number in section.rows:
            own = [box for box in section.grid.own(number) if box.pieces]
            if not own:
                self._tie_fills(section, number)
                continue
            if not _hanging(section, number):
                heading = _heading(section, number, own, bold)
                if heading:
                    yield from self.flush()
                    self.heading = heading
                    yield heading
                    continue
            if self.current is not None:
                if _tied(self.current, section, number) and not _starts(section, own):
                    self._grow(section, number)
                    continue
                if _goes_on(self.current, section, own):
                    self._append(section, own)
                    continue
            yield from self.flush()
            self.current = Group(section, number, number, place=own[0].place)
            for box in _hanging(section, number):
                if self.heading is None or box not in self.heading.boxes:
                    self.current.add(section.column(box), box)
            self._grow(section, number)

    def flush(self) -> Iterator[Group]:
        """The group that was being put together, if there is one."""
        if self.current is not None:
            yield self.current
        self.current = None

    def _grow(self, section: Section, number: int) -> None:
        group = self.current
        group.last = number
        for box in section.grid.own(number):
            if box.pieces or box.fill or box.marks:
                box.header = " ".join(section.headers[box.column].split())
                group.add(section.column(box), box)

    def _tie_fills(self, section: Section, number: int) -> None:
        """A row without words may still carry the colour of a row it is tied to."""
        if self.current is not None and _tied(self.current, section, number):
            self._grow(section, number)

    def _append(self, section: Section, own: list[Box]) -> None:
        """Put what goes on to the cells it goes on from."""
        group = self.current
        for box in own:
            box.header = " ".join(section.headers[box.column].split())
            meaning = section.column(box)
            before = [b for b in group.boxes.get(meaning, []) if b.pieces]
            if before:
                before[-1].pieces.extend(box.pieces)
            else:
                box.row, box.rows = group.first, group.last - group.first + 1
                group.add(meaning, box)


def _hanging(section: Section, number: int) -> list[Box]:
    """Merged cells that begin in a row above and tie rows together."""
    return [
        box
        for box in section.grid.boxes(number)
        if box.row < number and (box.pieces or box.fill) and section.column(box) in _TYING
    ]


def _starts(section: Section, own: list[Box]) -> bool:
    """Whether a row begins another priority or outcome, so that a cell reaches over both."""
    return any(section.column(box) in ("priority", "outcome") for box in own)


def _tied(group: Group, section: Section, number: int) -> bool:
    """Whether a merged cell of the group reaches down into the row."""
    if group.section is not section:
        return False
    return any(group.first <= box.row for box in _hanging(section, number))


def _goes_on(group: Group, section: Section, own: list[Box]) -> bool:
    """Whether a row only goes on with the one before it."""
    said = {section.column(box): box for box in own}
    if "ref" in said:
        return False
    if not said.keys() & {"action", "outcome", "priority"}:
        return bool(group.boxes.keys() & {"action", "outcome"})
    for meaning in ("priority", "outcome", "action"):
        if meaning in said:
            last = [piece for box in group.boxes.get(meaning, []) for piece in box.pieces]
            return bool(last) and cells.goes_on(last[-1].text, said[meaning].pieces[0])
    return False


def _bold_is_usual(section: Section) -> bool:
    """Whether the cells of the first columns are bold anyway."""
    grid = section.grid
    boxes = [grid.rows[n][c] for n in section.rows[:60] for c in range(min(2, grid.width))]
    alone = [box for box in boxes if box.pieces and box.columns == 1]
    return sum(box.bold for box in alone) * 2 > len(alone)


def _heading(section: Section, number: int, own: list[Box], bold_usual: bool) -> Heading | None:
    grid = section.grid
    title = own[-1]
    lead_ins = own[:-1]
    if len(own) > 2 or any(box.pieces and len(box.flat) > 30 for box in lead_ins):
        return None
    if lead_ins:
        said = refs.heading(lead_ins[0].flat)
        if not refs.whole_ref(lead_ins[0].flat) and (said.text or not said.label):
            return None
    if not _spans(title, grid) and not _stands_out(section, number, title, lead_ins, bold_usual):
        return None
    return heading_of(own, section)


def heading_of(boxes: list[Box], section: Section) -> Heading:
    """A heading of these cells: its title, before it perhaps its number or name."""
    *lead_ins, title = boxes
    text = " ".join(box.flat for box in boxes)
    repeated = ""
    said = refs.heading(title.flat)
    if title.pieces[0].marker and not said.ref and len(title.pieces) == 1:
        said = replace(said, ref=refs.whole_ref(title.pieces[0].marker))
    if lead_ins:
        first = refs.heading(lead_ins[0].flat)
        ref = refs.whole_ref(lead_ins[0].flat) or first.ref
        if ref and said.ref and said.ref != ref:
            said = refs.Numbered(title.flat)
        repeated = said.ref if ref else ""
        said = refs.Numbered(
            said.text, ref or said.ref, said.label or first.label, said.noun or first.noun
        )
    style = (title.fill, title.bold, title.column if not lead_ins else -1)
    return Heading(boxes, said, section, text, title.place, style, repeated)


def _spans(box: Box, grid: Grid) -> bool:
    """Whether a cell covers most of the table, or all that is right of it."""
    if box.columns < 2:
        return grid.width == 1
    return box.columns * 2 > grid.width or (
        box.column + box.columns >= grid.width and box.column <= 1
    )


def _stands_out(
    section: Section, number: int, title: Box, lead_ins: list[Box], bold_usual: bool
) -> bool:
    """Whether a cell that is not merged is a heading all the same, its row else being empty."""
    if title.column >= 2 or section.grid.width < 3:
        return False
    meaning = section.column(title)
    if meaning == "priority":
        return False
    text = title.flat
    said = refs.heading(text)
    if meaning == "ref":
        return not refs.whole_ref(text) and len(text) > 6
    filled = all(box.fill for box in section.grid.boxes(number))
    if meaning == "outcome":
        return filled or (said.label != "" and said.noun in refs.ABOVE)
    if meaning == "action":
        return filled or (title.bold and not bold_usual) or (said.label != "" and bool(said.ref))
    return filled or title.bold or bool(said.label) or bool(lead_ins)
