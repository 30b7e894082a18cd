"""What the name of a party says by itself: what it sounds like, whether it holds several."""

import re
from collections.abc import Callable
from difflib import SequenceMatcher

MANY_WORDS = 9  # more than this is an instruction rather than a name
_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_DOES = re.compile(r"\b(to|will|should|must|ensure|identify)\b", re.IGNORECASE)
_SEVERAL_CHAIRS = re.compile(r"\bchairs\b", re.IGNORECASE)
_PERSON = re.compile(
    r"(?P<person>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}),?\s*\((?P<post>[^()]{3,})\)"
)
_EVERYBODY = re.compile(
    r"(?:[A-Z]{2,6} )?(?:(?:all|each|every|individual|member|partner|statutory)\b.*\b)?"
    r"(?:agency|agencies|partners|organisations|services involved|members)",
    re.IGNORECASE,
)

_POST_WORDS = (
    r"manager|mgr|officer|chairs?|chairperson|director|head|co-?ordinator|advis[eo]r|nurse|doctor|"
    r"paediatrician|trainer|administrator|lado|commissioner|representative|deputy|governor|"
    r"teacher|inspector|superintendent|sergeant|constable|workers?|solicitor|spoc|iro|dsl|"
    r"leads?|consultant|secretary|chief executive|principal|dpo"
)
_GROUP_WORDS = (
    r"sub-? ?groups?|groups?|sub-? ?committees?|committees?|panels?|board|forum|executive|"
    r"steering|network|workstream|task ?force|conference|sc|sg|wg"
)
_POST = re.compile(rf"\b(?:{_POST_WORDS})\b", re.IGNORECASE)
_GROUP = re.compile(rf"\b(?:{_GROUP_WORDS})\b", re.IGNORECASE)
_ENDS_AS_NAME = re.compile(rf"\b(?:{_POST_WORDS}|{_GROUP_WORDS})$", re.IGNORECASE)
_ENDS_AS_POST = re.compile(rf"\b(?:{_POST_WORDS})$", re.IGNORECASE)
_ENDS_AS_GROUP = re.compile(rf"\b(?:{_GROUP_WORDS}|\w*(?:scb|scp|sab))$", re.IGNORECASE)
_STARTS_AS_POST = re.compile(
    r"^(the )?(independent |vice |deputy |co-?)?(chair|chairs|head|director|manager|lead|leader|"
    r"chief|assistant director|ad|designated)\b",
    re.IGNORECASE,
)


def sounds_like(name: str) -> str:
    """agency, group or post: what a party that nobody knows is by the sound of its name."""
    plain = _BRACKET.sub("", name).rstrip(" .,;:/")
    if _STARTS_AS_POST.search(plain) or _ENDS_AS_POST.search(plain):
        return "post"
    if _ENDS_AS_GROUP.search(plain) or _GROUP.search(plain):
        return "group"
    return "post" if _POST.search(plain) else "agency"


def person_and_post(words: str) -> tuple[str, str] | None:
    """("Jane Doe", "LSCB Trainer") of "Jane Doe (LSCB Trainer)"; None for other words."""
    found = _PERSON.fullmatch(words.strip())
    if found is None:
        return None
    if _POST.search(found["person"]) or _GROUP.search(found["person"]):
        return None
    return found["person"], found["post"].strip()


def without_bracket(words: str) -> str:
    """ "Monitoring sub-group" of "Monitoring sub-group (through S11)"; "" where there is none."""
    shorter = _BRACKET.sub("", words).strip()
    return shorter if shorter and shorter != words.strip() else ""


def reads_as_sentence(words: str) -> bool:
    """An instruction rather than a name."""
    if len(words.split()) > MANY_WORDS and not _ENDS_AS_GROUP.search(words):
        return True
    return bool(_DOES.search(words))


def names_several(words: str) -> bool:
    """Several people at once ("Chairs of sub-groups"), none of them by name."""
    return bool(_SEVERAL_CHAIRS.search(words))


def slip_between(one: str, other: str) -> bool:
    """Whether two keys are one name with a letter or two amiss in one longer word."""
    ours, theirs = one.split(), other.split()
    differing = [pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]]
    if len(ours) != len(theirs) or len(ours) < 2 or len(differing) != 1:
        return False
    ((word, its),) = differing
    if min(len(word), len(its)) < 4 or word[0] != its[0]:
        return False
    return SequenceMatcher(None, word, its, autojunk=False).ratio() >= 0.8


def may_mean_everyone(words: str) -> bool:
    return bool(_EVERYBODY.fullmatch(_BRACKET.sub("", words).strip()))


def names_in(words: str, known: Callable[[str], bool]) -> list[str]:
    """The names that words hold where they seem to hold several, else [].

    known: whether a name is one of the board's or stands by itself elsewhere in the file. A
    stroke divides; a comma, "&" and "and" only where a name of its own stands on both sides.
    """
    if "(" in words:
        return []
    words = re.sub(r"\band/or\b", "and", words)
    parts = re.split(r"\s*[;/]\s*(?:and\s+)?", words.strip(" /;"))
    if len(parts) > 1 and all(
        known(part) or (part[:1].isupper() and len(part.split()) < MANY_WORDS) for part in parts
    ):
        return _tidy(parts)
    joint = r"\s*,\s+(?:and\s+|&\s+)?|\s+(?:and|&)\s+"
    parts = re.split(joint, words)
    if len(parts) > 1 and all(_standing(part, known) for part in parts):
        return _tidy(parts)
    best, most = [], 0
    for cut in re.finditer(joint, words):
        sides = [words[: cut.start()], words[cut.end() :]]
        standing = [_standing(side, known) for side in sides]
        if all(standing) and sum(standing) > most:
            best, most = sides, sum(standing)
    if not best:
        return []
    return _tidy(best)


def may_be_two(words: str) -> list[str]:
    """The names that "A & B" may be where nothing says that it is two; [] for other words."""
    if "(" in words or len(words.split()) > MANY_WORDS:
        return []
    parts = _tidy(re.split(r"\s*,\s+(?:and\s+|&\s+)?|\s+(?:and|&)\s+", words))
    if len(parts) < 2 or any(len(part) < 2 or not part[0].isupper() for part in parts):
        return []
    return parts


def ends_as_group(words: str) -> bool:
    """Whether all of the words may name one group: "Education & Training sub-group"."""
    return bool(_ENDS_AS_GROUP.search(words.rstrip(" .,;:/")))


def _standing(part: str, known: Callable[[str], bool]) -> int:
    """How much speaks for a name of its own: 2 known, 1 sounds so, 0 nothing."""
    if known(part):
        return 2
    ends = bool(_ENDS_AS_NAME.search(part.rstrip(" ."))) and len(part.split()) > 1
    return int(ends and part[:1].isalpha())


def _tidy(parts: list[str]) -> list[str]:
    return [part.strip(" .") for part in parts if part.strip(" .")]
