"""What the plan's and the report's document trees are both built of. Plain data, no layout."""

import base64
import datetime
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass

from actions.rag import roll_up
from subgroups.models import Board

INK, PAPER = "#1c2430", "#ffffff"


@dataclass(frozen=True, slots=True)
class Look:
    """What makes a document a board's own: its name, colour and logo."""

    board_id: int
    name: str
    colour: str  # for bands and lines
    on_colour: str  # for words on it, at least 4.5:1
    heading: str  # the colour on white paper, or ink where it would be too pale to read
    logo: str  # as a data: address, "" without one
    logo_alt: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that texts of a document show, by its number."""

    number: int
    description: str  # what it shows, for those who cannot see it
    data: str  # as a data: address
    width: int  # pixels
    height: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with the items below it."""

    text: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a list with its items."""

    kind: str  # paragraph, bullet, numbered
    text: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """A RAG as printed: `rag` chooses colour and shape, `word` is the board's own."""

    rag: str  # "" for not rated
    word: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents, with the lines below it."""

    anchor: str
    title: str
    below: tuple["Entry", ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """Actions by RAG, the worst first: a roll-up is counts and the worst, never an average."""

    by_rag: tuple[tuple[str, int], ...]
    total: int
    worst: str  # "" where nothing is rated


def count(actions: Iterable) -> Counts:
    """Counts of the ratings of `actions` (tree nodes); "" stands for what was never rated."""
    found = roll_up(action.rag for action in actions)
    by_rag = [(str(rag), number) for rag, number in found.counts.items() if number]
    if found.unrated:
        by_rag.append(("", found.unrated))
    return Counts(tuple(by_rag), found.total, str(found.worst or ""))


def look_of(board: Board) -> Look:
    """The look of a board; reads the logo's file where there is one."""
    return Look(
        board_id=board.pk,
        name=board.name,
        colour=board.colour,
        on_colour=PAPER if contrast(board.colour, PAPER) >= 4.5 else INK,
        heading=board.colour if contrast(board.colour, PAPER) >= 4.5 else INK,
        logo=_logo(board),
        logo_alt=board.logo_alt or f"Logo of {board.name}",
    )


def _logo(board: Board) -> str:
    if not board.logo:
        return ""
    kind = mimetypes.guess_type(board.logo.name)[0]
    if kind not in ("image/png", "image/jpeg", "image/svg+xml"):
        return ""
    try:
        with board.logo.open("rb") as file:
            data = file.read()
    except OSError:  # the file went missing: a document without its logo beats none
        return ""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def contrast(one: str, other: str) -> float:
    """The contrast of two #rrggbb colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratings_of(board: Board) -> dict[str, Rating]:
    """How each RAG is printed for a board, "" (not rated) included.

    Ratings outside the board's scheme keep their common word, for plans from before it changed.
    """
    common = {
        "red": "Red",
        "amber": "Amber",
        "green": "Green",
        "blue": "Blue",
        "grey": "Grey",
        "": "Not rated",
    }
    own = {level["rag"]: level for level in board.rag_scheme}
    return {
        rag: Rating(rag, own[rag]["label"], own[rag].get("meaning", ""))
        if rag in own
        else Rating(rag, word)
        for rag, word in common.items()
    }


_BULLET = re.compile(r"^\s*(?:[-*•▪◦–]|o(?=\s{2,}))\s+")


def prose(text: str) -> tuple[Block, ...]:
    """Plain text as people type it: lines are paragraphs, lines that begin with a dash or a
    bullet are items of a list."""
    flat = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if found := _BULLET.match(line):
            flat.append(("bullet", 1, line[found.end() :].strip()))
        else:  # a number keeps its place in the text, which may refer to it
            flat.append(("paragraph", 1, line.strip()))
    return gather(flat)


def gather(flat: Iterable[tuple[str, int, str]]) -> tuple[Block, ...]:
    """(kind, level, text) in a row → blocks; items of level 2 go below the one before them."""
    blocks: list[Block] = []
    kind_now, items = "", []

    def close():
        nonlocal items, kind_now
        if items:
            blocks.append(Block(kind_now, items=tuple(Item(t, tuple(b)) for t, b in items)))
        kind_now, items = "", []

    for kind, level, text in flat:
        if kind == "paragraph":
            close()
            blocks.append(Block("paragraph", text))
        elif level > 1 and items:
            items[-1][1].append(text)
        else:
            if kind != kind_now:
                close()
            kind_now = kind
            items.append((text, []))
    close()
    return tuple(blocks)


def long_date(day: datetime.date | None) -> str:
    """5 May 2018; "" for none."""
    return f"{day:%-d %B %Y}" if day else ""


def period(start: datetime.date, end: datetime.date) -> str:
    return f"{start:%-d %B %Y} to {end:%-d %B %Y}"
