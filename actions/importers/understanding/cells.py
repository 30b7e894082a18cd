"""What stands in one cell: actions with their sub-items, or the entries of a list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import refs
from .accounting import Piece

_GOES_ON = re.compile(r"[a-z(&,]|and\b|or\b")
_ENDED = re.compile(r"[.:;!?…]['’”\")]*$")
_HYPHEN = re.compile(r"\w[-‑]$")
_EMPTY = re.compile(r"[\W_]*")
#: "We will:", "Actions:": nothing is lost when what follows stands by itself.
_BARE_LEAD_IN = re.compile(
    r"(?:we will|to|the board will|actions?|key actions?|tasks?|including|by)\s*:?", re.IGNORECASE
)


@dataclass(slots=True, eq=False)
class Entry:
    """One thing a cell says. subs: what is listed below it. cell: the cell's place in the file,
    as a key; number: the how manyth of its cell."""

    text: str
    ref: str = ""
    subs: list[str] = field(default_factory=list)
    lead_in: bool = False
    place: str = ""
    origin: str = ""
    value: object = None
    marks: dict[str, list[str]] = field(default_factory=dict)  # what `marks` set aside for it


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, those put together again that a page break cut in the middle of a sentence."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last is not None and goes_on(last.text, piece):
            found[-1] = Piece(
                put_together(last.text, piece.text),
                last.level,
                last.marker,
                last.heading,
                last.bold and piece.bold,
                last.place,
            )
        else:
            found.append(piece)
    return found


def goes_on(before: str, piece: Piece) -> bool:
    """Whether a piece goes on with the sentence of the text before it."""
    if piece.level is not None or refs.leading_ref(piece.text).ref:
        return False
    if _HYPHEN.search(before):
        return True
    return bool(_GOES_ON.match(piece.text)) and not _ENDED.search(before)


def put_together(first: str, second: str) -> str:
    """Two parts of one sentence: without a space after a hyphen ("Sub-", "Committee")."""
    return f"{first}{second}" if _HYPHEN.search(first) else f"{first} {second}"


def take(pieces: Iterable[Piece]) -> list[Piece]:
    """All pieces, taken, put together, without those that say nothing."""
    pieces = list(pieces)
    for piece in pieces:
        piece.taken = True
    return [piece for piece in joined(pieces) if not _EMPTY.fullmatch(piece.text)]


def number_of(piece: Piece) -> refs.Numbered:
    """The number a piece begins with, typed in its text or as the marker of its list."""
    found = refs.leading_ref(piece.text)
    if not found.ref and (marker := refs.whole_ref(piece.marker)):
        return refs.Numbered(piece.text, marker)
    return found


def actions(pieces: list[Piece], *, lead_ins: bool = True, whole: bool = False) -> list[Entry]:
    """The actions in a cell.

    Items of the outermost list level are actions, what is deeper are sub-items of the one
    before. Items below a lead-in that ends in a colon are its sub-items. Where some begin with
    numbers of the board, the others belong to the one before them.
    lead_ins: False makes actions of what follows a colon. whole: the cell is one action.
    """
    pieces = take(pieces)
    if not pieces:
        return []
    if whole:
        return [_together(pieces)]
    numbers = [number_of(piece) for piece in pieces]
    if _only_counts(pieces):
        numbers = [refs.leading_ref(piece.text) for piece in pieces]
    own = [bool(n.ref) and not _is_item(n.ref) for n in numbers]
    if any(own):
        return _by_number(pieces, numbers, own)
    return _by_rank(pieces, numbers, _ranks(pieces), lead_ins)


def _only_counts(pieces: list[Piece]) -> bool:
    """Whether the numbers of a list only count the items of this cell: 1, 2, 3 or a, b, c."""
    markers = [m for piece in pieces if _is_item(m := refs.whole_ref(piece.marker).lower())]
    return len(markers) > 1 and markers[0] in ("1", "a", "i")


def _is_item(ref: str) -> bool:
    """Whether a number only counts the items of a list ("a", "iv", "3")."""
    return bool(re.fullmatch(r"[a-z]|[ivx]+|\d{1,2}", ref))


def _together(pieces: list[Piece]) -> Entry:
    first = number_of(pieces[0])
    plain = [piece for piece in pieces if piece.level is None or piece is pieces[0]]
    if len(plain) < len(pieces) and pieces[: len(plain)] == plain:
        entry = Entry("\n".join([first.text, *(p.text for p in plain[1:])]), first.ref)
        entry.subs = [piece.text for piece in pieces[len(plain) :]]
    else:
        entry = Entry("\n".join([first.text, *(p.text for p in pieces[1:])]), first.ref)
    entry.place = pieces[0].place
    return entry


def _ranks(pieces: list[Piece]) -> list[int]:
    """How deep each piece lies, 0 for the outermost. A plain paragraph above bullets is their
    lead; below bullets that began the cell it is one more of them."""
    first = pieces[0].level
    plain = first if first is not None else -1
    levels = [plain if piece.level is None else piece.level for piece in pieces]
    lowest = min(levels)
    return [level - lowest for level in levels]


def _by_number(pieces: list[Piece], numbers: list, own: list[bool]) -> list[Entry]:
    found: list[Entry] = []
    for piece, number, starts in zip(pieces, numbers, own, strict=True):
        if starts or not found:
            text = number.text if starts else piece.text
            found.append(Entry(text, number.ref if starts else "", place=piece.place))
        elif piece.level is not None or found[-1].subs:
            found[-1].subs.append(piece.text)
        else:
            found[-1].text += f"\n{piece.text}"
    return found


def _by_rank(pieces: list[Piece], numbers: list, ranks: list[int], lead_ins: bool) -> list[Entry]:
    found: list[Entry] = []
    under: int | None = None  # rank of the lead-in that takes what follows
    for place, (piece, rank) in enumerate(zip(pieces, ranks, strict=True)):
        leads = piece.text.rstrip().endswith(":")
        follows = place + 1 < len(pieces)
        if under is not None and rank <= under and (leads or rank < under):
            under = None
        if found and (rank > 0 or under is not None):
            found[-1].subs.append(piece.text)
            continue
        number = numbers[place]
        entry = Entry(number.text, number.ref, place=piece.place)
        found.append(entry)
        deeper = follows and ranks[place + 1] > rank
        if lead_ins and leads and follows and not deeper:
            entry.lead_in, under = True, rank
    if len(found) == 1 and len(found[0].subs) > 1 and _BARE_LEAD_IN.fullmatch(found[0].text):
        lead_in = found[0].text
        found = [Entry(text, place=pieces[0].place) for text in found[0].subs]
        found[0].text = f"{lead_in} {found[0].text}"
    return found


def entries(pieces: list[Piece]) -> list[Entry]:
    """The entries of a cell that holds a list: a paragraph each."""
    return [Entry(piece.text, place=piece.place) for piece in take(pieces)]
