"""What an abbreviation may stand for: told by the text itself, or by the board's own names."""

import re
from collections.abc import Iterable

from .texts import Text

_SMALL = ("of", "and", "for", "the", "to", "in", "on", "at", "with", "a", "an", "&")
_WORDS = re.compile(r"[^\s(),;:.“”\"]+")


def proposals(
    wanted: Iterable[str], texts: Iterable[Text], names: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """{abbreviation: meaning} for those of `wanted` for which something is found.

    names: (abbreviation, name) of the board's agencies and groups, which come first. Then the
    text: "Local Authority Designated Officer (LADO)" or "LADO (Local Authority …)".
    """
    texts = [text.words for text in texts]
    own = {short: name for short, name in names if short and short not in name}
    found = {}
    for short in wanted:
        meaning = own.get(short) or next(
            (said for text in texts if short in text and (said := _told(short, text))), ""
        )
        if meaning:
            found[short] = meaning[:1].upper() + meaning[1:]
    return found


def _told(short: str, text: str) -> str:
    letters = re.escape(short)
    for match in re.finditer(rf"\(\s*{letters}s?\s*\)", text):
        before = text[: match.start()]
        words = _WORDS.findall(re.split(r"[.;:()]", before.rstrip())[-1])
        if meaning := _long_form(short, words):
            return meaning
    for match in re.finditer(rf"(?<!\w){letters}\s*\(([^()]{{4,200}})\)", text):
        words = _WORDS.findall(match[1])
        if words and _long_form(short, words) == " ".join(words):
            return " ".join(words)
    return ""


def _long_form(short: str, words: list[str]) -> str:
    """The last of the words whose first letters make the abbreviation; "" where they do not.

    Small words may be passed over, and a word with a hyphen gives a letter for each of its parts.
    """
    wanted = [letter.lower() for letter in short if letter.isalnum()]
    for start in range(len(words) - 1, max(len(words) - 2 * len(wanted) - 4, -1), -1):
        if words[start].lower() in _SMALL:
            continue
        if _initials_fit(wanted, words[start:]):
            return " ".join(words[start:])
    return ""


def _initials_fit(wanted: list[str], words: list[str]) -> bool:
    parts = [part for word in words for part in re.split(r"[-/’']", word) if part]

    def fits(letters, at) -> bool:
        if at == len(parts):
            return not letters
        part = parts[at].lower()
        if letters and part[:1] == letters[0] and fits(letters[1:], at + 1):
            return True
        return part in _SMALL and fits(letters, at + 1)

    return fits(wanted, 0)
