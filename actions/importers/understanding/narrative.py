"""What stands around the plan's tables: title, vision, intent, RAG definition, introduction,
the list of groups, and when the document was last updated."""

import re
from dataclasses import dataclass, field
from datetime import date

from actions.timescales import Kind

from . import parties, refs
from .accounting import Grid, Ledger, Piece
from .tables import Roles
from .timing import Period

_BOARD = re.compile(r"\b(?:board|partnership|lscb|lscp|sab|executive|alliance|trust)\b", re.I)
_TITLE = re.compile(r"\b(?:plan|strategy|programme|priorities)\b", re.IGNORECASE)
_GROUPS = re.compile(
    r"\b(?:chairs?|heads?)\b.*\b(?:of|groups?|agenc|lead)"
    r"|\b(?:sub-?\s?groups?|(?:sub-?\s?)?committees|who chairs|agencies|partners|abbreviations"
    r"|acronyms|glossary|membership|leads?)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last\s+)?(?:updated|revised|amended|reviewed)(?:\s+on)?\s*[:–—-]?\s*(?P<when>\S.*)", re.I
)
_SECTIONS = (
    ("vision", re.compile(r"\bvision\b", re.IGNORECASE)),
    ("intent", re.compile(r"\b(?:intent|mission|our aims?|purpose)\b", re.IGNORECASE)),
    (
        "rag_definition",
        re.compile(
            r"\b(?:status|rating|progress) (?:key|definitions?|ratings?|status)|^key\b|\bb?rag\b",
            re.I,
        ),
    ),
)
#: Headings that only say that the document's own words or its table follow.
_BARE = re.compile(
    r"(?:introduction|foreword|background|context|about (?:this|the) plan)", re.IGNORECASE
)
#: Lines of a cover that say no more than the plan's period or state.
_COVER = re.compile(
    r"(?:\d{1,2} )?[a-z]+ \d{4} (?:to|until|[-–—]) (?:\d{1,2} )?[a-z]+ \d{4}"
    r"|(?:final |working )?draft(?:\b.{0,40})?|(?:ratified|agreed|approved|closed) on .{6,30}"
    r"|version \d[\d.]*",
    re.IGNORECASE,
)
_COLOURS = re.compile(r"\b(?:red|amber|green)\b", re.IGNORECASE)
_LINE = re.compile(r"[\W_]+")


def _says_nothing(text: str) -> bool:
    return bool(_BARE.fullmatch(text.strip(" :"))) or refs.names_the_plan(text)


@dataclass(slots=True)
class Narrative:
    """The document's own text, by the fields of the plan."""

    title: str | None = None
    board: str | None = None
    updated_on: date | None = None
    texts: dict[str, list[str]] = field(default_factory=dict)
    parties: list[dict] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        self.texts.setdefault(name, []).append(text)

    def text(self, name: str) -> str | None:
        return "\n".join(self.texts.get(name, [])) or None


def read(ledger: Ledger, tables: Roles, period: Period) -> Narrative:
    """Read all blocks that are not the plan and that nobody has taken."""
    found = Narrative()
    roles = tables.roles
    plans = [
        n for n, b in enumerate(ledger.blocks) if isinstance(b, Grid) and roles[b.key] == "plan"
    ]
    first = plans[0] if plans else len(ledger.blocks)
    opening = _opening(ledger.blocks[:first])
    state = _State(found, ledger, period)
    for number, block in enumerate(ledger.blocks):
        if isinstance(block, Grid):
            if roles[block.key] != "plan":
                state.table(block, roles[block.key], after=number > first)
                continue
            for row in tables.sections[block.key][0].titles:
                for box in block.own(row):
                    for piece in box.pieces:
                        state.opening(piece)
        elif not block.taken:
            if block in opening:
                state.opening(block)
            else:
                below = ledger.blocks[number + 1] if number + 1 < len(ledger.blocks) else None
                heads = isinstance(below, Grid) and roles[below.key] == "groups"
                state.paragraph(block, after=number > first, heads_groups=heads)
    return found


def _opening(blocks: list) -> set[Piece]:
    """The short lines with which a document begins: its cover."""
    found = set()
    for block in blocks:
        if isinstance(block, Grid) or len(block.text.split()) > 14 or block.level is not None:
            break
        if block.heading is not None and found and not _TITLE.search(block.text):
            break
        found.add(block)
    return found


class _State:
    def __init__(self, found: Narrative, ledger: Ledger, period: Period):
        self.found, self.ledger, self.period = found, ledger, period
        self.section = "introduction"
        self.groups = False

    def opening(self, piece: Piece) -> None:
        text = piece.text.strip()
        if self._updated(piece):
            return
        if _COVER.fullmatch(text) or (piece.heading and _says_nothing(text)):
            self.ledger.take_as("label", piece)
            return
        if self.found.title is None and _TITLE.search(text):
            self.found.title = piece.take()[:200]
            if len(text) > 200:
                self.found.add("introduction", text)
        elif self.found.board is None and _BOARD.search(text) and text[:1].isupper():
            self.found.board = piece.take()
        else:
            self.found.add("introduction", piece.take())

    def paragraph(self, piece: Piece, *, after: bool, heads_groups: bool) -> None:
        text = piece.text
        is_heading = piece.heading is not None or (
            piece.bold and piece.level is None and len(text.split()) <= 12
        )
        if self._updated(piece):
            return
        if is_heading:
            self.groups = bool(_GROUPS.search(text)) and not _TITLE.search(text)
            if (self.groups and (after or heads_groups)) or _says_nothing(text):
                self.ledger.take_as("label", piece)
                self.section = "introduction"
                return
            self.section = next((n for n, rule in _SECTIONS if rule.search(text)), "introduction")
            if self.section != "introduction":
                self.ledger.take_as("label", piece)
                return
        if self.groups and after and (piece.level is not None or len(text.split()) <= 30):
            self.found.parties.append(parties.listed(piece.take()))
        elif after and not is_heading and _LINE.fullmatch(text):
            piece.taken = True
        elif after and self.section == "introduction":
            return  # left to be listed as text without a home
        elif len({m.lower() for m in _COLOURS.findall(text)}) == 3:
            self.found.add("rag_definition", piece.take())
        else:
            said = self.found.texts.get(self.section, [])
            if self.section == "vision" and said and said[-1].rstrip().endswith(":"):
                # "Our vision is:" – what came before only leads up to it.
                for before in self.found.texts.pop("vision"):
                    self.found.add("introduction", before)
            self.found.add(self.section, piece.take())

    def _updated(self, piece: Piece) -> bool:
        m = _UPDATED.fullmatch(piece.text.strip())
        if not m or len(piece.text) > 60:
            return False
        reading = self.period.read(m["when"])
        if reading.kind not in (Kind.DATE, Kind.MONTH) or reading.due is None:
            return False
        self.found.updated_on = reading.due
        self.ledger.take_as("label", piece)
        return True

    def table(self, grid: Grid, role: str, *, after: bool) -> None:
        colours = set()
        rows = []
        for number in range(len(grid.rows)):
            boxes = [box for box in grid.own(number) if box.pieces]
            if boxes:
                rows.append(boxes)
                colours |= {c.lower() for box in boxes for c in _COLOURS.findall(box.text)}
        if role == "groups":
            self._parties(rows)
            return
        if after and len(colours) < 2:
            return  # listed as words without a home
        name = "rag_definition" if len(colours) >= 2 else "introduction"
        for boxes in rows:
            self.found.add(name, " – ".join(box.take() for box in boxes))

    def _parties(self, rows: list) -> None:
        head = rows[0] if rows else []
        named = [box.flat.casefold() for box in head]
        if len(head) > 1 and all(_HEADER.search(text) and len(text) < 40 for text in named):
            for box in head:
                self.ledger.take_as("header", box)
            rows = rows[1:]
        for boxes in rows:
            text = " – ".join(box.take() for box in boxes)
            self.found.parties.append(parties.listed(text))


_HEADER = re.compile(
    r"\b(?:(?:sub ?-?)?(?:group|committee)|panel|chair|agency|organisation"
    r"|representative|member|acronym|term|abbreviation"
    r"|meaning|stands|full|name|role|title|post|lead|contact|reports? to|purpose)",
    re.IGNORECASE,
)
