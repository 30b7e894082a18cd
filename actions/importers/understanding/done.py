"""Columns that say whether an action is done: a tick, a box, yes or no, a share of the work."""

import re
from dataclasses import dataclass

_TICKED = "✓✔☑☒✅🗹"
_EMPTY = "☐⬜□✗✘❌✕❏❑"
_SIGN = re.compile(f"[{_TICKED}{_EMPTY}]")
_YES = r"yes|y|done|completed?|achieved|finished|closed|true|met|x"
_NO = (
    r"no|n|not (?:yet )?(?:done|completed?|achieved|finished|started|begun|met)|not yet|incomplete"
    r"|outstanding|open|false|partly|partially(?: (?:done|completed?|achieved|met))?|in part"
    r"|in progress|under ?way|started|ongoing|on ?going"
)
_SHARE = re.compile(
    r"(?P<share>\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent)"
    r"(?:\s+(?:completed?|done|achieved|finished)\b)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d+)?")
_WORD = re.compile(rf"(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?![\w/])", re.IGNORECASE)
#: What stands between the state and more words: "Yes – in May", "50%: drafted", "Completed 3.5.23".
_BETWEEN = re.compile(r"\s*(?:[–—:;,.(-]\s*|(?=\b(?:in|on|by)\s)|(?=\d))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class State:
    """done: whether it is. share: per cent of the work, None where none is named. rest: what the
    cell says besides."""

    done: bool
    share: float | None = None
    rest: str = ""


def read(text: str, *, shares: bool = False, fractions: bool = False) -> State | None:
    """What a cell says about being done; None where it says something else.

    shares: bare numbers are per cent, as below "% complete". fractions: they are parts of 1, as
    spreadsheets hold shares whose format was lost.
    """
    said = " ".join(text.split())
    if not said:
        return None
    if _SIGN.search(said):
        return _of_signs(said)
    if m := _SHARE.match(said):
        return _of_share(float(m["share"]), said[m.end() :])
    if shares and _NUMBER.fullmatch(said):
        return _of_share(float(said) * (100 if fractions else 1), "")
    m = _WORD.match(said)
    if m is None:
        return None
    rest = said[m.end() :]
    if rest.strip(" .") and not _BETWEEN.match(rest):
        return None
    return State(m["yes"] is not None, rest=_after(rest))


def is_sign(text: str) -> bool:
    """Whether it can be nothing but a state: a tick, an empty box, a share."""
    return bool(_SHARE.fullmatch(text) or (_SIGN.search(text) and _of_signs(text) is not None))


def is_fraction(text: str) -> bool:
    """Whether a number is a part of 1."""
    return bool(_NUMBER.fullmatch(text)) and 0 < float(text) < 1


def _of_share(share: float, rest: str) -> State | None:
    if share > 100 or (rest.strip(" .") and not _BETWEEN.match(rest)):
        return None
    return State(share == 100, share, _after(rest))


def _after(rest: str) -> str:
    return _BETWEEN.sub("", rest, count=1).strip(" .()")


def _of_signs(said: str) -> State | None:
    """A sign alone or before words; of "☐ Yes ☒ No" the one that is ticked counts."""
    signs = _SIGN.findall(said)
    words = [word.strip(" /,;:.–-") for word in _SIGN.split(said)]
    if len(signs) == 1:
        alone = not any(words) or _WORD.fullmatch(" ".join(filter(None, words)))
        if not alone and words[0]:
            return None
        return State(signs[0] in _TICKED, rest="" if alone else words[1])
    names = words[:-1] if words[0] else words[1:]
    ticked = [name for sign, name in zip(signs, names, strict=True) if sign in _TICKED]
    meant = [_WORD.fullmatch(name) for name in names]
    if not all(meant) or len(ticked) > 1:
        return None
    return State(any(_WORD.fullmatch(name)["yes"] for name in ticked))
