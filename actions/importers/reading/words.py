"""Characters and lines: what is kept of a text, typed bullets, what a symbol font means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..source import Line

# Control characters have no place in a plan, and PostgreSQL refuses NUL; soft hyphens and byte
# order marks are never seen. Half of a surrogate pair cannot be written anywhere.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]"
)
SPACES = re.compile("[\xa0\u2007\u202f]")  # look like spaces, and nobody searches for them
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
PRIVATE = re.compile("[\uf000-\uf0ff]")

# A bullet that cannot be anything else needs no space after it; a dash or an "o" does.
SURE = "•●○◦▪▫■□◆◇➢➤►▶▸→⇒‣⁃∙·❖➔"
TYPED = re.compile(
    r"[ \t\xa0]*(?:"
    rf"(?P<sure>[{SURE}])[ \t\xa0]*"
    r"|(?P<dash>[-–—*]|o|§)[ \t\xa0]+"
    r"|(?P<close>-)(?=[A-Za-z])"
    # "1.", "1)", "(a)", "b.", "iv)"; not a page ("p. 3"), a date ("3. 4. 2012") or "e. g.".
    r"|(?P<number>\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|\d{1,2}\.|(?!e\.|p\.)[a-z]\.)"
    r"(?:[ \t\xa0]+(?!\d+[./])|(?<=\d\.)(?=[A-Z][a-z]))"
    r")(?=\S)"
)
WINGDINGS = {
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "☐", 0x71: "❑",
    0x72: "❒", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆", 0x78: "☒", 0x9E: "·",
    0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
SYMBOL_FONTS = {
    "symbol": {0xB7: "•", 0xAE: "→", 0xA3: "≤", 0xB3: "≥", 0xD7: "·", 0xA8: "♦", 0xB0: "°"},
    "wingdings": WINGDINGS,
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x96: "•", 0x97: "●",
        0x98: "●", 0xA3: "☐", 0xA2: "■",
    },
    "wingdings 3": {0x67: "→", 0x7D: "▶", 0x84: "◀", 0x75: "▶", 0x70: "▲", 0x71: "▼"},
    "webdings": {0x61: "✓", 0x72: "✗", 0x6E: "●", 0x67: "■", 0x63: "☐", 0x34: "▶"},
}  # fmt: skip
MARKS = re.compile(r"[\W_]{1,3}|[A-Za-z]")


def cleaned(text: str) -> str:
    """A text without what cannot be seen, every break a "\\n", every space a plain one."""
    return SPACES.sub(" ", UNSEEN.sub("", BREAKS.sub("\n", text)))


def symbol(code: int, font: str) -> str:
    """The character that a symbol font shows for a code; "▪" where that is not known."""
    shapes = SYMBOL_FONTS.get(font.strip().lower())
    low = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    if shapes is not None:
        return shapes.get(low) or (chr(low) if font.lower() == "symbol" and low < 0x7F else "▪")
    if 0xF000 <= code <= 0xF0FF:
        return "•" if low == 0xB7 else WINGDINGS.get(low, "▪")
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x11_0000 else ""


def shown(text: str, font: str = "") -> str:
    """A run's text as a reader sees it, where its font draws symbols in place of letters."""
    if font.strip().lower() in SYMBOL_FONTS:
        return "".join(c if c.isspace() else symbol(ord(c), font) for c in text)
    return PRIVATE.sub(lambda found: symbol(ord(found[0]), ""), text)


def is_mark(text: str) -> bool:
    """Whether a cell says nothing but a sign ("●", "✓") or a letter ("R")."""
    return MARKS.fullmatch(text.strip()) is not None


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look. fill: behind it (highlighter); colour: of the letters."""

    text: str
    bold: bool = False
    fill: str | None = None
    colour: str | None = None


def lines_of(pieces: Iterable[Piece], *, each_break: bool = False, **facts) -> list[Line]:
    """The lines of one paragraph: one, or several where bullets were typed after its breaks.

    each_break: every break begins a line, as in a spreadsheet's cell. facts: `level`, `marker`,
    `heading` and `place`, if the document itself knows them. Typed markers get their level later,
    by `nested`, because it depends on the lines around.
    """
    rows: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = cleaned(piece.text).split("\n")
        rows[-1].append(Piece(first, piece.bold))
        for text in rest:
            rows.append([Piece(text, piece.bold)])
    texts = ["".join(piece.text for piece in row) for row in rows]
    if not each_break and not any(TYPED.match(text) for text in texts[1:]):
        rows = [[part for row in rows for part in (*row, Piece("\n", True))]]
    lines = []
    for row in rows:
        text = "".join(piece.text for piece in row).strip()
        if text:
            bold = all(piece.bold for piece in row if piece.text.strip())
            lines.append(Line(text=text, bold=bold, **facts))
            if "level" in facts:  # the marker of the paragraph is that of its first line
                facts = facts | {"level": None, "marker": ""}
    return lines


def nested(lines: Iterable[Line], *, alone: bool = True) -> tuple[Line, ...]:
    """Lines in order, their typed bullets and numbers taken out of the text.

    The first kind of marker of a list is level 0, another kind below it level 1, and so on. A
    bullet without words is dropped, unless it is all there is: then it may be a rating.
    """
    lines, found, kinds = list(lines), [], []
    for line in lines:
        if line.level is not None:
            found.append(line)
            continue
        match = TYPED.match(line.text)
        if match is None:
            if not (line.text in SURE and len(lines) > 1):
                found.append(line)
            kinds = []
            continue
        marker = match.group().strip()
        kind = _kind(marker)
        if kind in kinds:
            del kinds[kinds.index(kind) + 1 :]
        else:
            kinds.append(kind)
        found.append(
            Line(
                text=line.text[match.end() :].strip(),
                level=len(kinds) - 1,
                marker=marker,
                heading=line.heading,
                bold=line.bold,
                place=line.place,
            )
        )
    return tuple(found)


def _kind(marker: str) -> str:
    inner = marker.strip("().")
    if inner.isdigit():
        return marker.replace(inner, "1")
    if inner.isalpha() and inner != "o":
        return marker.replace(inner, "i" if len(inner) > 1 or inner == "i" else "a")
    return marker
