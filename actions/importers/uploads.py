"""From what a person hands over, a file or what they copied, to what was read from it."""

import hashlib
from dataclasses import dataclass

from .own_format import read_own
from .reading import Unreadable, looks_like_json, read_file, read_paste
from .reading.files import plain_name
from .source import Source

__all__ = ["Brought", "Unreadable", "from_file", "from_paste"]


@dataclass(frozen=True, slots=True)
class Brought:
    """found: a source, or the data of a file in our own format."""

    found: Source | dict
    name: str
    digest: str


def from_file(name: str, content: bytes) -> Brought:
    """Raises Unreadable (a RuleBroken), whose sentence says what to do, where it cannot be read."""
    if looks_like_json(content):
        found = read_own(content)
        return Brought(found, plain_name(name), hashlib.sha256(content).hexdigest())
    source = read_file(name, content)
    return Brought(source, source.name, source.digest)


def from_paste(html: str, text: str) -> Brought:
    """What was copied: as HTML where the browser gave that, else as text with tabs."""
    source = read_paste(html, text)
    return Brought(source, source.name, source.digest)
