"""Which abbreviations a report uses.

An abbreviation is a short word that is mostly capitals. What looks like one and is none is left
out by rules that are told here; the few that slip through are set aside by the manager, for all
reports of her board.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .texts import Text

LONGEST = 12
# So common that a glossary would only be longer for them, or no abbreviations in a plan.
COMMON = frozenset(
    {"AM", "CEO", "CV", "EU", "GBP", "ID", "NB", "OK", "PDF", "PM", "RAG", "TV", "UK", "USA"}
)
RATINGS = frozenset({"RED", "AMBER", "GREEN", "BLUE", "GREY"})
# A word with an "&" inside ("H&S", "A & E"), or letters and digits that begin with a letter. Not
# after a letter, a digit, a pound sign or an apostrophe: "5PM", "£5M", "O’NEILL".
_WORD = re.compile(
    r"(?<![\w£&’'])(?:[A-Z]{1,5} ?& ?[A-Z]{1,5}(?![\w&])|[A-Za-z][A-Za-z0-9]*)(?![\w])"
)
_ROMAN = re.compile(r"[IVX]+")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b")
_LOWER_WORD = re.compile(r"(?<![\w])[a-z]{2,}(?![\w])")
AROUND = 60  # letters of the text that are shown on each side of a find


@dataclass(frozen=True, slots=True)
class Find:
    """An abbreviation, how often it stands in the report, and where first."""

    text: str
    times: int
    section: str
    said: str  # the words around the first


@dataclass(frozen=True, slots=True)
class Finds:
    missing: tuple[Find, ...]  # by the alphabet; not in the glossary
    used: tuple[tuple[str, Find], ...]  # (abbreviation of the glossary, where it stands)
    unused: tuple[str, ...]


def abbreviations_in(
    texts: Iterable[Text], terms: Sequence[str], *, dismissed: Iterable[str] = ()
) -> Finds:
    """Compare what the texts abbreviate with the glossary.

    terms: the abbreviations of the glossary. dismissed: what is known to be none.
    """
    texts = list(texts)
    used = _known_in(texts, terms)
    known = {form for term in terms for form in _forms(term)}
    passed = {_plain(text) for text in dismissed} | COMMON | RATINGS
    words = {word for text in texts for word in _LOWER_WORD.findall(text.words)}
    found: dict[str, list[tuple[Text, int]]] = {}
    for text in texts:
        for word, at in _candidates(text, words):
            if word not in known and word not in passed:
                found.setdefault(word, []).append((text, at))
    return Finds(
        missing=tuple(_find(word, places) for word, places in sorted(found.items(), key=_alphabet)),
        used=tuple((term, _find(term, used[term])) for term in terms if term in used),
        unused=tuple(term for term in terms if term not in used),
    )


def used_terms(texts: Iterable[Text], terms: Sequence[str]) -> set[str]:
    """Those of the terms that the texts use."""
    return set(_known_in(list(texts), terms))


def pattern_of(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of the terms as a whole word, in the plural and with an apostrophe; group
    `term` is the term and `end` what follows of its word. None for no terms.

    A long one in capitals counts as the name that people make of it: OFSTED, "Ofsted".
    """
    forms = sorted({form for term in terms for form in _spellings(term)}, key=len, reverse=True)
    if not forms:
        return None
    choice = "|".join(_loose(form) for form in forms)
    return re.compile(rf"(?<![\w£&])(?P<term>{choice})(?P<end>s?[’']s|s[’']?|)(?![\w&])")


def term_of(said: str, terms: dict[str, str]) -> str:
    """The term that a match stands for. terms: {spelling: term}, from `spellings_of`."""
    return terms[_plain(said)]


def spellings_of(terms: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for term in terms:
        for form in _spellings(term):
            found.setdefault(_plain(form), term)
    return found


def is_capitals(line: str) -> bool:
    """Whether a line is set in capitals: its words are then no abbreviations."""
    words = re.findall(r"[A-Za-z]{2,}", line)
    return len(words) > 1 and not any(letter.islower() for letter in line)


def _known_in(texts: list[Text], terms: Sequence[str]) -> dict[str, list[tuple[Text, int]]]:
    pattern, spellings = pattern_of(terms), spellings_of(terms)
    found: dict[str, list[tuple[Text, int]]] = {}
    if pattern is None:
        return found
    for text in texts:
        for match in pattern.finditer(text.words):
            term = term_of(match["term"], spellings)
            found.setdefault(term, []).append((text, match.start()))
    return found


def _candidates(text: Text, words: set[str]):
    """(abbreviation, where) in a line, in their order."""
    if is_capitals(text.words):
        return
    said = _POSTCODE.sub(lambda match: " " * len(match[0]), text.words)
    alone = text.heading and len(said.split()) == 1
    for match in _WORD.finditer(said):
        word = _singular(_plain(match[0]))
        if alone or not _is_abbreviation(word) or word.lower() in words:
            continue
        yield word, match.start()


def _singular(word: str) -> str:
    """ "LSCB" of "LSCBs"."""
    return word[:-1] if word.endswith("s") and len(word) > 2 and word[:-1].isupper() else word


def _is_abbreviation(word: str) -> bool:
    """Mostly capitals, at least two of them, beginning with one: "LADO", "DfE", "KS2", "H&S"."""
    capitals = sum(letter.isupper() for letter in word)
    small = sum(letter.islower() for letter in word)
    return (
        capitals >= 2
        and small < capitals
        and len(word) <= LONGEST
        and word[0].isupper()
        and not _ROMAN.fullmatch(word)
    )


def _forms(term: str) -> set[str]:
    """As what a candidate may look that is this term."""
    return {_plain(term), _singular(_plain(term))}


def _spellings(term: str) -> set[str]:
    said = _plain(term)
    found = {said}
    if said.isalpha() and said.isupper() and len(said) >= 6:
        found.add(said.capitalize())
    if len(said) > 2 and said.endswith("s") and said[:-1].isupper():
        found.add(said[:-1])  # a glossary with "CCs" means a single CC as well
    return found


def _loose(form: str) -> str:
    """A pattern for one spelling, in which spaces around an "&" are free."""
    return re.escape(form).replace("&", " ?& ?")


def _plain(text: str) -> str:
    return re.sub(r"\s*&\s*", "&", text)


def _find(word: str, places: list[tuple[Text, int]]) -> Find:
    text, at = places[0]
    start, end = max(at - AROUND, 0), at + len(word) + AROUND
    said = text.words[start:end].strip()
    before, after = "…" if start else "", "…" if end < len(text.words) else ""
    return Find(word, len(places), text.section, f"{before}{said}{after}")


def _alphabet(item) -> str:
    return item[0].casefold()
