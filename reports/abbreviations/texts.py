"""Every text of a report's document tree, in the order in which it is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

# Fields that hold no words of the report: addresses, keys, dates, and the ratings' own words.
SILENT = frozenset(
    {
        "anchor", "data", "kind", "key", "ref", "rag", "rating", "ratings", "used", "by_rag",
        "worst", "width", "look", "link_target", "columns", "months", "glossary", "empty", "on",
        "dated", "period", "status", "updated", "completed_on", "moved_from", "moved_to", "due",
        "as_at", "digest", "file_name",
    }
)  # fmt: skip
HEADINGS = frozenset({"title", "sub_heading", "prompt"})
_ADDRESS = re.compile(r"https?://[^\s)]+|www\.[^\s)]+|\S+@\S+")


@dataclass(frozen=True, slots=True)
class Text:
    """A line of the report. section: the title of the part it stands in."""

    section: str
    words: str
    heading: bool


def texts_of(document) -> Iterator[Text]:
    """The lines of all sections of a ReportDocument, without addresses. What is printed of the
    glossary is left out; the words before it are read like any others."""
    for section in document.sections:
        for words, heading in _strings(section, heading=False):
            for line in words.splitlines():
                said = _ADDRESS.sub(" ", line)
                if said.strip():
                    yield Text(section.title, said, heading or line.lstrip().startswith("#"))


def _strings(value, *, heading: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(value, str):
        yield value, heading
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item, heading=heading)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in SILENT:
                yield from _strings(getattr(value, field.name), heading=field.name in HEADINGS)
