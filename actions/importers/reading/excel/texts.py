"""The texts of a workbook: those that cells share, and those with looks inside them."""

import re

from ..archive import Archive
from ..markup import S, walk
from ..watch import Watch
from ..words import Piece, shown
from .looks import Look, Looks

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# A text of one look is kept as it is; one of several as (text, font element's facts) parts.
Part = tuple[str, tuple[bool, str, str | None] | None]
Text = tuple[Part, ...]


def shared_texts(archive: Archive, name: str | None, looks: Looks, watch: Watch) -> list[Text]:
    data = archive.read(name) if name else b""
    if not data:
        return []
    found = []
    for element in walk(data, (f"{S}si",), program="Excel"):
        found.append(text_of(element, looks))
        if len(found) % 1000 == 0:
            watch.tick()
    return found


def text_of(element, looks: Looks) -> Text:
    """The parts of a text; how words are pronounced (`rPh`) is none of it."""
    parts: list[Part] = []
    for child in element:
        if child.tag == f"{S}t":
            parts.append((unescaped(child.text or ""), None))
        elif child.tag == f"{S}r":
            text = child.find(f"{S}t")
            font = child.find(f"{S}rPr")
            if text is not None:
                parts.append(
                    (unescaped(text.text or ""), looks.font(font) if font is not None else None)
                )
    return tuple(parts)


def unescaped(text: str) -> str:
    """Excel writes what XML cannot hold as "_x000D_"."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def pieces_of(text: Text, look: Look) -> list[Piece]:
    found = []
    for words, font in text:
        bold, name, colour = font or (look.bold, look.font, look.colour)
        found.append(Piece(shown(words, name), bold, None, colour))
    return found
