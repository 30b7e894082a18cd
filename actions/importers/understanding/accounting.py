"""Every word of the file is taken by somebody, or listed as having found no home.

Whoever uses a paragraph takes its `Piece`; what nobody took is unplaced. Words that are
understood but do not stand in the plan (headers, "Lead:", a letter in the RAG column, a name
said twice) are written down as labels. `lost_words` checks the result without any of this: it
only compares the words that went in with the words that came out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..draft import Draft, Label
from ..source import Cell, Line, Source, Table

_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True, eq=False)
class Piece:
    """A paragraph of the file on its way into the plan."""

    text: str
    level: int | None = None
    marker: str = ""
    heading: int | None = None
    bold: bool = False
    place: str = ""
    taken: bool = False

    def take(self) -> str:
        """Its words, now somebody's."""
        self.taken = True
        return self.text


@dataclass(slots=True, eq=False)
class Box:
    """A cell once, with its pieces. `row` and `column` are where it begins in the grid; `header`
    are the words above its column; `key` names the cell in the file."""

    pieces: list[Piece]
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    fill: str | None = None
    value: object = None
    place: str = ""
    marks: list = field(default_factory=list)  # of `marks`: paragraphs that say what they are
    header: str = ""
    key: str = ""

    @property
    def text(self) -> str:
        return "\n".join(piece.text for piece in self.pieces)

    @property
    def flat(self) -> str:
        """Its words on one line."""
        return " ".join(self.text.split())

    @property
    def bold(self) -> bool:
        return bool(self.pieces) and all(piece.bold for piece in self.pieces)

    def take(self) -> str:
        return "\n".join(piece.take() for piece in self.pieces)


@dataclass(slots=True, eq=False)
class Grid:
    """A table of boxes, each row as wide as the table."""

    key: str
    rows: list[list[Box]]
    name: str
    header_rows: int
    place: str
    width: int

    def boxes(self, number: int) -> list[Box]:
        """The boxes of a row, each once, those that hang down from above included."""
        return list({id(box): box for box in self.rows[number]}.values())

    def own(self, number: int) -> list[Box]:
        """The boxes that begin in this row."""
        return [box for box in self.boxes(number) if box.row == number]


@dataclass(slots=True)
class Ledger:
    """All pieces of a file in order, and the labels among its words."""

    blocks: list[Piece | Grid] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def label(self, kind: str, words: str, place: str = "") -> None:
        """Words that are understood and do not stand in the plan as they are."""
        if words.strip():
            self.labels.append(Label(kind, words.strip(), place))

    def take_as(self, kind: str, box: "Box | Piece") -> None:
        """Take all of it, as a label of this kind."""
        self.label(kind, box.take(), box.place)

    def untaken(self) -> Iterator[list[Piece]]:
        """Runs of pieces that nobody took, those of one place together."""
        run: list[Piece] = []
        for piece in self.pieces:
            if piece.taken:
                continue
            if run and run[-1].place != piece.place:
                yield run
                run = []
            run.append(piece)
        if run:
            yield run


def open_ledger(source: Source) -> Ledger:
    """The file as boxes and pieces, none of them taken."""
    ledger = Ledger()
    for block in source.blocks:
        if isinstance(block, Table):
            ledger.blocks.append(_grid(block, ledger))
        else:
            piece = _piece(block, block.place)
            ledger.pieces.append(piece)
            ledger.blocks.append(piece)
    return ledger


def _piece(line: Line, place: str) -> Piece:
    return Piece(line.text, line.level, line.marker, line.heading, line.bold, place)


def _grid(table: Table, ledger: Ledger) -> Grid:
    boxes: dict[tuple[int, int], Box] = {}
    for cell in table.cells():
        pieces = [_piece(line, cell.place or table.place) for line in cell.lines]
        ledger.pieces += pieces
        boxes[cell.row, cell.column] = Box(
            pieces,
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            cell.fill,
            cell.value,
            cell.place,
            key=f"{table.key}r{cell.row + 1}c{cell.column + 1}",
        )
    width = table.width
    rows = []
    for number, row in enumerate(table.grid):
        found = [_found(boxes, cell, number, column) for column, cell in enumerate(row)]
        found += [Box([], number, column) for column in range(len(found), width)]
        rows.append(found)
    return Grid(table.key, rows, table.name, table.header_rows, table.place, width)


def _found(boxes: dict, cell: Cell, number: int, column: int) -> Box:
    """The box of a cell, at each place it covers; an empty one where the grid is not sound."""
    box = boxes.get((cell.row, cell.column))
    if box is None or not (
        box.row <= number < box.row + max(box.rows, 1)
        and box.column <= column < box.column + max(box.columns, 1)
    ):
        return Box([], number, column, place=cell.place)
    return box


def words_of(text: str) -> list[str]:
    """Its words and figures, without punctuation and capitals."""
    return _WORD.findall(text.casefold())


def lost_words(source: Source, draft: Draft) -> Counter:
    """Words that stand in the file more often than in all of the draft: there must be none."""
    there = Counter(words_of(" ".join(source.words)))
    here: Counter = Counter()
    for text in _texts(draft.data):
        here.update(words_of(text))
    for label in draft.labels:
        here.update(words_of(label.words))
    for rest in draft.unplaced:
        # What is kept stands in the plan's notes and is counted there.
        if not rest.kept:
            here.update(words_of(rest.text))
    return there - here


#: What the draft says about a part, not in the words of the file.
_OURS = {"key", "place", "format", "kind", "role", "party", "period", "source", "from", "entry"}
_OURS |= {"milestones", "columns", "words", "slug", "status", "name", "joined", "as_read"}


def _texts(value, seen: set | None = None) -> Iterator[str]:
    """Each text of the plan once: what several actions share was written once in the file."""
    seen = set() if seen is None else seen
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, seen)
    elif isinstance(value, dict):
        yield from _texts_of_part(value, seen)


def _texts_of_part(part: dict, seen: set) -> Iterator[str]:
    if "name" in part:  # a lead or a party: its entry holds the name
        if part.get("entry") is None or part["entry"] not in seen:
            yield part.get("written") or part.get("text") or part["name"]
        seen.add(part.get("entry"))
        return
    origins = part.get("from", {})
    for key, inner in part.items():
        if key in _OURS:
            continue
        origin = (key, origins.get(key))
        if origin[1] is not None and origin in seen:
            continue
        seen.add(origin)
        if key == "timescale":
            inner = inner["text"]
        yield from _texts(inner, seen)
