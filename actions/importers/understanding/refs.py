"""The numbers a board gives its priorities, outcomes and actions, and the words before them.

Never trusted to be unique or in order; only found and set apart: "2.7", "1.1a", "A3", "6.1.",
"Priority 2:", "Strategic Objective One –".
"""

import re
from dataclasses import dataclass

_DOTTED = r"\d{1,2}(?:\.\d{1,2}){1,3}(?:\.?[a-z](?![a-z]))?"
_CODE = r"[A-Z]{1,4}[-/ ]?\d{1,3}(?:[./]\d{1,3})*[a-z]?"
#: Several numbers that one action has: "2.1 / 2.2", "2.1 & 2.2", "2.1-2.3", "A1 and A2".
_PART = rf"(?:{_DOTTED}|\d{{1,3}}[a-z]?|{_CODE})"
_AND = r"\s*(?:[/&,+;–—-]|\band\b|\bto\b)\s*"
_JOINT = re.compile(rf"{_PART}(?:{_AND}{_PART})+\.?", re.IGNORECASE)
_LEADING_JOINT = re.compile(
    rf"(?P<ref>{_DOTTED}(?:{_AND}{_DOTTED})+)(?=[\s.:)–-])\s*[.:)]?\s*(?:[–-]\s+)?(?=[^\s.:)–a-z-])"
)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})(?!\d)")

#: At the beginning of a text, before more words.
_LEADING = re.compile(
    rf"(?:(?P<ref>{_DOTTED}|[A-Z]{{1,3}}\d{{1,2}}(?:\.\d{{1,2}})+|\d{{1,2}}[a-z])(?=[\s.:)–-])"
    rf"|(?P<pointed>\d{{1,3}}[a-z]?(?=\s*[.):](?!\d))|{_CODE}(?=\s*[.:)–-])"
    r"|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)))"
    r"\s*[.:)]?\s*(?:[–-]\s+)?(?=[^\s.:)–-])"
)
#: A number and words without a point between them: only where a heading is expected.
_BARE = re.compile(r"(?P<ref>\d{1,2}|[A-Z]\d{0,2})(?:\s+[–—-])?\s+(?=[A-Z‘'“\"(])")
#: The whole of a text.
_WHOLE = re.compile(
    rf"(?P<ref>{_DOTTED}|\d{{1,3}}[a-z]?|{_CODE}|[A-Za-z]|[ivxIVX]{{1,5}}|\(?[a-z0-9]{{1,3}}\))\s*[.:)]?",
    re.IGNORECASE,
)

_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_NUMBER_WORDS = _COUNTED.split()
_KIND = (
    r"(?:(?:our|the|strategic|key|board|business|plan|corporate|shared|partnership|overarching"
    r"|local|core|high|level|safeguarding|improvement|development)\s+){0,3}"
    r"(?P<noun>sub-?\s?(?:objective|priority|outcome)|priority|objective|aim|goal|theme|outcome|ambition|pledge"
    r"|work\s?-?stream|function|standard|domain|challenge|commitment|recommendation|principle"
    r"|area|action|pillar|strand|section|part)s?(?:\s+(?:area|theme|outcome|objective|statement))?"
)
_LABEL = re.compile(
    rf"(?P<label>{_KIND})\s*"
    rf"(?:(?:no\.?|number)\s*)?(?P<ref>{_DOTTED}|\d{{1,2}}[a-z]?|{'|'.join(_NUMBER_WORDS)}"
    r"|[ivx]{1,4}(?![a-z])|[a-h](?![a-z]))?\s*(?P<end>[:.–—-]+|$|(?=\s))\s*",
    re.IGNORECASE,
)
#: Nouns that name what stands above outcomes, and those that name outcomes.
ABOVE = {"priority", "theme", "goal", "function", "pillar", "strand", "workstream", "domain"}
ABOVE |= {"area", "section", "part", "challenge", "ambition", "aim", "principle", "standard"}
BELOW = {"outcome", "subobjective", "suboutcome", "subpriority"}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A text taken apart. label: "Strategic Objective"; noun: "objective"; ref: "1.1a"."""

    text: str
    ref: str = ""
    label: str = ""
    noun: str = ""

    @property
    def depth(self) -> int:
        """How many parts the number has: 1 for "2", 2 for "2.7", 3 for "2.7a"; 0 without one."""
        return len(re.findall(r"\d+|[a-z]+$", self.ref)) if self.ref else 0


def whole_ref(text: str) -> str:
    """The number that is all of the text, without its point; "" if it is no number."""
    m = _WHOLE.fullmatch(text.strip())
    return m["ref"].strip("()") if m else ""


def joint_ref(text: str) -> str:
    """Several numbers of one thing that are all of the text ("2.1 / 2.2"), as they are written; ""
    where it is anything else, a date among it."""
    said = " ".join(text.split())
    if _DATE.match(said) or re.fullmatch(r"\d{1,2}([-/])\d{1,2}\1\d{2,4}", said):
        return ""
    return said if _JOINT.fullmatch(said) else ""


def numbers(text: str) -> list[str]:
    """The numbers that a text's lines are, one to a line, or that stand in its only line ("2.1 &
    2.2"); [] where anything else does. A range is one number."""
    lines = text.splitlines()
    if len(lines) == 1 and joint_ref(text):
        lines = re.split(r"\s*(?:[/&,+;]|\band\b)\s*", lines[0].strip().rstrip("."))
    found = [whole_ref(line) for line in lines]
    return found if all(found) else []


def leading_ref(text: str) -> Numbered:
    """A number at the beginning of the text, and the rest."""
    if _DATE.match(text):
        return Numbered(text)
    if several := _LEADING_JOINT.match(text):
        return Numbered(text[several.end() :], " ".join(several["ref"].split()))
    m = _LEADING.match(text)
    if not m:
        return Numbered(text)
    return Numbered(text[m.end() :], (m["ref"] or m["pointed"]).strip("()"))


def heading(text: str) -> Numbered:
    """A heading taken apart: "Priority 2: Neglect", "6 Serious cases", "2.1 – Early help"."""
    text = text.strip()
    m = _LABEL.match(text)
    if m and _is_label(m, text):
        ref = m["ref"] or ""
        if ref.lower() in _NUMBER_WORDS:
            ref = str(_NUMBER_WORDS.index(ref.lower()) + 1)
        noun = re.sub(r"[\s-]", "", m["noun"].lower())
        rest = text[m.end() :].strip()
        inner = leading_ref(rest) if not ref else Numbered(rest)
        return Numbered(inner.text, ref or inner.ref, m["label"].strip(), noun)
    plain = leading_ref(text)
    if plain.ref:
        inner = _LABEL.match(plain.text)
        if inner and inner["end"].strip() and not inner["ref"] and plain.text[inner.end() :]:
            noun = re.sub(r"[\s-]", "", inner["noun"].lower())
            return Numbered(plain.text[inner.end() :], plain.ref, inner["label"].strip(), noun)
        return plain
    return titled(text)


def titled(text: str) -> Numbered:
    """A title that may begin with a number without a point: "1 Early help", "2 – Neglect"."""
    plain = leading_ref(text)
    m = None if plain.ref else _BARE.match(text)
    if m and not re.match(r"[AI]\s(?![–—-])", text):
        return Numbered(text[m.end() :], m["ref"])
    return plain


def _is_label(m: re.Match, text: str) -> bool:
    """ "Priority 2 Neglect" and "Priority: Neglect", but not "Priority groups are …"."""
    if m["ref"]:
        return bool(m["end"].strip()) or not text[m.end() :] or text[m.end()].isupper()
    return bool(m["end"].strip()) and m["end"].strip() != "."


_THE_PLAN = re.compile(
    r"(?:the )?(?:(?:action|business|work|improvement|delivery) )?plan(?: table)?", re.IGNORECASE
)


def names_the_plan(text: str) -> bool:
    """Whether a heading only says that the plan follows."""
    return bool(_THE_PLAN.fullmatch(text.strip(" :")))
