"""Paragraphs of a cell that say by themselves what they are: "Source: Joint inspection", "Core
task", "Notes: …", "Why red: …", "Now due 31 March 2027".

They are set aside before the cell is read, so that they are no actions, outcomes, dates or
reports of their own, and are taken by whoever reads the cell. One that nobody takes is listed
among the words without a home, like any other.
"""

import re
from dataclasses import dataclass, field

from .accounting import Box, Ledger, Piece
from .headers import Section
from .progress import DAY

_SOURCE = ("source", re.compile(r"(?P<label>sources?\s*:)\s*(?P<value>.*)", re.I | re.S))
_OF_ACTION = (
    _SOURCE,
    ("core", re.compile(r"(?P<label>core (?:task|business|work))(?P<value>)\.?", re.I)),
    (
        "shaped",
        re.compile(
            r"(?P<label>(?:shaped|informed|influenced) by (?:children|young people|children and "
            r"young people))(?P<value>)\.?",
            re.IGNORECASE,
        ),
    ),
)
_OF_OUTCOME = (
    _SOURCE,
    ("notes", re.compile(r"(?P<label>notes?\s*:)\s*(?P<value>.*)", re.I | re.S)),
    (
        "progress",
        re.compile(
            r"(?P<label>(?:progress|updates?)(?: on the whole| as a whole| overall)?\s*:)"
            r"\s*(?P<value>.*)",
            re.I | re.S,
        ),
    ),
)
_OF_TIMESCALE = (
    (
        "due",
        re.compile(
            rf"(?P<label>now due|revised (?:date|to)|moved to|extended to)\s*:?\s*(?P<value>{DAY})"
            rf"(?:,? (?:first|originally) agreed for {DAY})?\.?",
            re.IGNORECASE,
        ),
    ),
)
_OF_PROGRESS = (
    (
        "reason",
        re.compile(
            r"(?P<label>why (?:it is )?\w+(?: \w+)?\s*:|reason(?: for (?:the )?rating)?\s*:)"
            r"\s*(?P<value>.*)",
            re.I | re.S,
        ),
    ),
    ("evidence", re.compile(r"(?P<label>evidence\s*:)\s*(?P<value>.*)", re.I | re.S)),
    (
        "difference_made",
        re.compile(r"(?P<label>(?:difference made|impact)\s*:)\s*(?P<value>.*)", re.I | re.S),
    ),
)
_OF_COLUMN = {
    "action": _OF_ACTION,
    "outcome": _OF_OUTCOME,
    "timescale": _OF_TIMESCALE,
    "progress": _OF_PROGRESS,
}


# What a list below still belongs to; below a source or "Core task" it is another thing.
_WITH_LISTS = {"notes", "progress", "reason", "evidence", "difference_made"}


@dataclass(slots=True, eq=False)
class Mark:
    """kind: source, core, shaped, notes, progress, due, reason, evidence or difference_made.

    value: what it says. above: the paragraph before it that is none. below: the list items that
    belong to it.
    """

    kind: str
    value: str
    label: str
    piece: Piece
    above: Piece | None = None
    below: list[Piece] = field(default_factory=list)

    def take(self, ledger: Ledger) -> str:
        self.piece.taken = True
        # A day stands in the plan in other words, so all of them are accounted for here.
        said = self.piece.text if self.kind == "due" else self.label
        ledger.label("label", said, self.piece.place)
        return "\n".join(filter(None, [self.value, *(listed(piece) for piece in self.below)]))


def listed(piece: Piece) -> str:
    """A list item as a line of a text, taken."""
    return f"- {piece.take()}"


def set_aside(sections: list[Section]) -> None:
    """Move the marks of every cell of a plan's table from its pieces to its marks."""
    for section in sections:
        for number in section.rows:
            for box in section.grid.own(number):
                _set_aside(box, _meaning(section, box))


def _meaning(section: Section, box: Box) -> str:
    """A cell that spans the table is the heading of an outcome or a priority."""
    if box.columns * 2 > section.grid.width and section.grid.width > 1:
        return "outcome"
    return section.column(box)


def _set_aside(box: Box, meaning: str) -> None:
    rules = _OF_COLUMN.get(meaning, ())
    if not rules or not box.pieces:
        return
    # What an action or an outcome is comes first; the marks say more about it.
    keeps_first = meaning in ("action", "outcome", "timescale")
    above, last = (box.pieces[0] if keeps_first else None), None
    for piece in box.pieces[keeps_first:]:
        found = _mark(piece, rules) if piece.level is None else None
        if found is not None:
            found.above = above
            box.marks.append(found)
            last = found
        elif piece.level is not None and last is not None and last.kind in _WITH_LISTS:
            last.below.append(piece)
        else:
            above, last = piece, None
    if box.marks:
        aside = {id(piece) for mark in box.marks for piece in (mark.piece, *mark.below)}
        box.pieces = [piece for piece in box.pieces if id(piece) not in aside]


def _mark(piece: Piece, rules) -> Mark | None:
    for kind, rule in rules:
        m = rule.fullmatch(piece.text.strip())
        if m and (m["value"] or kind in ("core", "shaped") or kind in _WITH_LISTS):
            return Mark(kind, m["value"].strip(), m["label"], piece)
    return None


def take(box: Box, kind: str, ledger: Ledger) -> list[str]:
    """The values of a box's marks of one kind, taken."""
    found = [mark for mark in box.marks if mark.kind == kind and not mark.piece.taken]
    return [mark.take(ledger) for mark in found]
