"""Spelling an abbreviation out where a report first uses it: "Local Authority Designated Officer
(LADO)". Headings, tables of names and the glossary stay as they are."""

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace

from .finding import is_capitals, pattern_of, spellings_of, term_of

# Fields that hold sentences; of these, those that are Markdown.
_SENTENCES = frozenset(
    {"text", "texts", "items", "below", "difference", "reason", "purpose", "sub_items", "rag_text"}
)
_PASSED = frozenset({"finance", "figures", "glossary", "look", "ratings"})
_LINK = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|https?://\S+|\S+@\S+")
_MARKS = re.compile(r"([\\`*_|\[\]<>])")


def spelt_out(document, glossary: Sequence[tuple[str, str]]):
    """A ReportDocument with each abbreviation of the glossary spelt out at its first use.

    glossary: (abbreviation, meaning). One that the text spells out itself is left alone.
    """
    speller = _Speller(glossary)
    if speller.pattern is None:
        return document
    sections = tuple(speller.node(section, markdown=True) for section in document.sections)
    return replace(document, sections=sections)


class _Speller:
    def __init__(self, glossary):
        self.meanings = dict(glossary)
        self.pattern = pattern_of(self.meanings)
        self.spellings = spellings_of(self.meanings)
        self.done: set[str] = set()

    def node(self, value, *, markdown: bool):
        """A node with its sentences spelt out, in the order of its fields: that of reading."""
        changed = {}
        for field in fields(value):
            if field.name in _PASSED:
                continue
            before = getattr(value, field.name)
            marked = field.name == "rag_text" or (markdown and field.name == "text")
            after = self._value(before, field.name in _SENTENCES, marked)
            if after is not before:
                changed[field.name] = after
        return replace(value, **changed) if changed else value

    def _value(self, value, sentence: bool, markdown: bool):
        if isinstance(value, str):
            return self._lines(value, markdown) if sentence else value
        if isinstance(value, tuple):
            items = tuple(self._value(item, sentence, markdown) for item in value)
            same = all(one is other for one, other in zip(items, value, strict=True))
            return value if same else items
        if is_dataclass(value):
            return self.node(value, markdown=_has_markdown(value))
        return value

    def _lines(self, text: str, markdown: bool) -> str:
        if not self.pattern.search(text):
            return text
        return "\n".join(
            line
            if is_capitals(line) or (markdown and line.lstrip().startswith("#"))
            else self._line(line, markdown)
            for line in text.split("\n")
        )

    def _line(self, line: str, markdown: bool) -> str:
        addresses = [match.span() for match in _LINK.finditer(line)]

        def spell(match) -> str:
            said = match[0]
            term = term_of(match["term"], self.spellings)
            inside = any(start <= match.start() < end for start, end in addresses)
            if term in self.done or inside or match["term"] != term:
                return said
            self.done.add(term)
            meaning = self.meanings[term]
            before, after = line[: match.start()], line[match.end() :]
            if _tells(before, after, meaning):
                return said
            words = _MARKS.sub(r"\\\1", meaning) if markdown else meaning
            if before.count("(") > before.count(")"):
                return f"{said}, {words}" if after[:1] == ")" else f"{said}, {words},"
            return f"{_with_ending(words, match['end'])} ({said})"

        return self.pattern.sub(spell, line)


def _has_markdown(node) -> bool:
    """Whether the `text` of a node is Markdown: that of the parts, not that of single lines."""
    return hasattr(node, "anchor")


def _tells(before: str, after: str, meaning: str) -> bool:
    """Whether the line spells the abbreviation out itself, before it or after."""
    said = meaning.casefold()
    return (
        before.rstrip(" ([–-").casefold().endswith(said)
        or before.rstrip(" ([–-").casefold().endswith(f"{said}s")
        or after.lstrip(" ([–-,").casefold().startswith(said)
    )


def _with_ending(meaning: str, ending: str) -> str:
    """The meaning in the plural or with the apostrophe that its abbreviation has."""
    if not ending:
        return meaning
    if ending in ("’s", "'s"):
        return meaning + ("’" if meaning.endswith("s") else "’s")
    if meaning.endswith("s"):
        many = meaning
    elif re.search(r"[^aeiou]y$", meaning):
        many = f"{meaning[:-1]}ies"
    else:
        many = f"{meaning}s"
    return many + ("’" if ending != "s" else "")
