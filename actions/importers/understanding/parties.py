"""Who leads: the names in a cell, what they are, and the lists of groups beside the table."""

import re
import unicodedata
from dataclasses import dataclass

_LEAD = re.compile(
    r"(?P<label>(?:joint |co-?|overall |delivery |accountable |strategic |operational )?"
    r"leads?(?: (?:agency|officer|person|organisation|professional|partner|by))?|led by|owner"
    r"|responsible(?: officer| person)?|accountable(?: officer)?)(?:\(s\))?\s*(?:[:–—]|\s-)\s*",
    re.IGNORECASE,
)
_SUPPORT = re.compile(
    r"(?P<label>(?:with |and )?support(?:ed|ing|s)?(?: by| from| officers?| agencies| partners?"
    r"| leads?| groups?)?|(?:key |other )?partners?(?: agencies)?|in partnership with"
    r"|contributors?|others?|assisted by|consult(?:ed)?|involving|with)(?:\(s\))?"
    r"\s*(?:[:–—]|\s-)\s*",
    re.IGNORECASE,
)
EVERYONE = re.compile(
    r"\(?all(?: (?:statutory|board|partner|member|key|relevant|other|[A-Z]{2,6}))*"
    r" (?:agencies|partners|organisations|members|partner agencies|services)\)?[.,]?|\(?all\)?"
    r"|\(?everyone\)?",
    re.IGNORECASE,
)
ABOVE = re.compile(
    r"\(?(?:all(?: of)?(?: the)? above|as above|ditto|all leads(?: above)?|see above)\)?[.]?",
    re.IGNORECASE,
)
_LEAD_MARK = re.compile(
    r"\s*[\(\[](?P<mark>lead|joint lead|co-?lead|chair to lead)[\)\]]\s*$", re.I
)
_GROUP = re.compile(
    r"\b(?:sub\s?-?\s?(?:group|committee)|group|committee|panel|forum|board|executive|team|network|sc)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s+(?:&|and)\s+|\s*,\s*(?:and\s+|&\s*)?|\s*/\s*")
_LISTED = re.compile(r"\s*[,]\s*(?:and\s+|&\s*)?")


@dataclass(frozen=True, slots=True)
class Named:
    """A lead as a cell names it. parts: what "A & B" would be as two; () where it is one."""

    name: str
    role: str = "lead"
    label: str = ""
    parts: tuple[str, ...] = ()
    everyone: bool = False
    above: bool = False


def plain(name: str) -> str:
    """A name without what people write differently: quotes, capitals, spaces, hyphens."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"['’‘\"“”]", "", text).replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


class Known:
    """Names the board already has, to tell two parties from one with "and" in its name."""

    def __init__(self, names):
        self._names = {plain(name) for name in names if name}

    def __contains__(self, name: str) -> bool:
        said = plain(re.sub(r"^\(?(?:co-?)?chairs? of (?:the )?", "", name.strip(), flags=re.I))
        bare = re.sub(r" (?:co )?chairs?$", "", said)
        return bool(self._names) and bool({plain(name), said, bare} & self._names)


def named(texts: list[str], role: str = "lead") -> list[list[Named]]:
    """The leads of a cell, for each of its lines.

    After a "Lead: …" the lines without such a word are supporters; a line that says so is.
    """
    found, current = [], role
    marked = any(_LEAD.match(text) for text in texts)
    for text in texts:
        label, mine, rest = "", current, text
        if m := _LEAD.match(text):
            label, mine, rest = m["label"], "lead", text[m.end() :]
            current = "support"
        elif m := _SUPPORT.match(text):
            label, mine, rest = m["label"], "support", text[m.end() :]
            current = "support"
        found.append(_line(rest, mine, label, listed=mine == "support" or (marked and not label)))
    return found


def _line(text: str, role: str, label: str, *, listed: bool) -> list[Named]:
    parts = [part for line in re.split(r"[\n;]", text) for part in [line.strip(" ,;")] if part]
    names = []
    for part in parts:
        pieces = _outside_brackets(_LISTED, part)
        short = all(len(piece.split()) <= 7 for piece in pieces)
        if len(pieces) > 1 and short and (listed or len(pieces) > 2):
            names += pieces
        else:
            names.append(part)
    if not names and label:
        return [Named("", role, label)]
    made = []
    for number, name in enumerate(names):
        mine, first = role, label if number == 0 else ""
        if m := _LEAD_MARK.search(name):
            name, mine = name[: m.start()], "lead"
            first = f"{first} {m['mark']}".strip()
        made.append(
            Named(
                name,
                mine,
                first,
                _two(name),
                bool(EVERYONE.fullmatch(name)),
                bool(ABOVE.fullmatch(name)),
            )
        )
    return made


def _outside_brackets(pattern: re.Pattern, text: str) -> list[str]:
    """The parts of a text, cut where the pattern stands outside brackets."""
    parts, start = [], 0
    for m in pattern.finditer(text):
        before = text[: m.start()]
        opened = before.count("(") > before.count(")") or text[m.end() :].startswith("(")
        if not opened and text[start : m.start()].strip():
            parts.append(text[start : m.start()].strip())
            start = m.end()
    parts.append(text[start:].strip(" ,"))
    return [part for part in parts if part]


def _two(name: str) -> tuple[str, ...]:
    """What a name would be as several: each part must be able to stand for somebody."""
    parts = _outside_brackets(_JOINED, name)
    if len(parts) < 2 or any(len(part) < 2 or part[0].islower() for part in parts):
        return ()
    return tuple(parts)


def shares_its_noun(parts: tuple[str, ...]) -> bool:
    """Whether only the last part names a group: "Publicity & Communications sub-group" is one."""
    *others, last = parts
    return is_group(last) and not any(is_group(part) or _POST.search(part) for part in others)


def is_group(text: str) -> bool:
    """Whether words could name a group or a post rather than a time."""
    return bool(_GROUP.search(text))


_CHAIR = re.compile(
    r"^(?P<name>.+?)[\s,–—-]+(?P<role>(?:co-?)?chairs?|vice-?chair|lead|head)\s*[:–—-]\s*(?P<who>.+)$",
    re.IGNORECASE,
)
_PAIR = re.compile(r"^(?P<name>.+?)\s*(?:\t|[:=]|\s[–—-]+\s|[–—])\s*(?P<who>.+)$", re.DOTALL)
_ABBREVIATED = re.compile(r"^(?P<name>.+?)\s*\((?P<short>[A-Z][A-Za-z&/]{1,9})\)$")
_POST = re.compile(
    r"\b(?:manager|officer|director|head|lead|co-?ordinator|doctor|nurse|paediatrician|adviser|advisor"
    r"|chair|secretary|administrator)\b",
    re.IGNORECASE,
)


def listed(text: str) -> dict:
    """A line of a list of groups, chairs and abbreviations: what is named, and by whom it is led.

    "Training sub-group Chair – A. Person, Head of Learning", "CDOP – Child Death Overview Panel".
    """
    line = " ".join(text.split())
    m = _CHAIR.match(line) or _PAIR.match(line)
    name, who = (m["name"].strip(" ,"), m["who"].strip()) if m else (line, None)
    abbreviation = None
    if short := _ABBREVIATED.match(name):
        name, abbreviation = short["name"], short["short"]
    elif who and re.fullmatch(r"[A-Z][A-Za-z&/]{1,9}", name) and _initials(name, who):
        return _party(who, "abbreviation", name, None, text)
    kind = "group" if is_group(name) else "post" if _POST.search(name) else "agency"
    return _party(name, kind, abbreviation, who, text)


def _initials(short: str, long: str) -> bool:
    letters = [c for c in short.casefold() if c.isalpha()]
    firsts = [word[0].casefold() for word in re.findall(r"[^\W_]+", long)]
    rest = iter(firsts)
    return bool(letters) and sum(letter in rest for letter in letters) * 2 > len(letters)


def _party(name: str, kind: str, abbreviation, chair, text: str) -> dict:
    return {
        "name": name,
        "kind": kind,
        "abbreviation": abbreviation,
        "chair": chair,
        "text": text,
    }
