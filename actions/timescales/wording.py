"""The words of timescales that are not dates: how often, without end, as needed, on what.

Everything is matched on a copy of the text in which dashes, quotes and white space are made
alike one for one (`plain`), so places in the copy are places in the text.
"""

import re
from dataclasses import dataclass

FLAGS = re.IGNORECASE | re.ASCII

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’ʼ`´′", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\t\n\r\v\f\u2028\u2029\u0085", " "),
    }
)

NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ],
        start=1,
    )
} | {"once": 1, "twice": 2, "thrice": 3}

NUMBER = r"(?:[0-9]{1,2}|" + "|".join(NUMBERS) + ")"


def plain(text: str) -> str:
    """The text with dashes, quotes and white space made alike, of the same length."""
    return text.translate(_ALIKE)


def number(word: str) -> int:
    """What "3" or "three" counts."""
    return NUMBERS.get(word.lower()) or int(word)


@dataclass(frozen=True)
class Frequency:
    """How often something recurs. `times` a year, or None where the words do not say."""

    begin: int
    end: int
    times: int | float | None
    doubt: str | None = None


_YEAR = r"(?:year|annum)"
_PER = r"(?:a|per|each|every|in\s+(?:a|the|each)|/)"
AGREED = "Timescales agreed elsewhere are meant but not given"
TO_CONFIRM = "The date is still to be confirmed"
NOT_SAID = "How many times a year is not said"
BI_MONTHLY = "Bi-monthly read as every two months"
BI_ANNUAL = "Bi-annual read as twice a year"

#: What comes round without saying how often.
_EVENT = (
    r"(?:meetings?|plans?|boards?|reviews?|l?c?s[cp]p?rs?|cases?|audits?|inspections?|incidents?"
    r"|events?|conferences?|referrals?|deaths?|courses?|sessions?|agendas?)"
)
# The first that matches at a place wins, so the longer wordings come first.
_FREQUENCIES: tuple[tuple[str, int | float | None, str | None], ...] = (
    (r"(?:bi|semi)[\s-]*annual(?:ly)?", 2, BI_ANNUAL),
    (r"bi[\s-]*ennial(?:ly)?", 0.5, None),
    (r"bi[\s-]*yearly", 2, "Bi-yearly read as twice a year"),
    (r"bi[\s-]*monthly", 6, BI_MONTHLY),
    (r"half[\s-]*(?:yearly|annual(?:ly)?)", 2, None),
    (r"(?:twice|two\s+times|2\s*x)[\s-]*(?:yearly|annually)", 2, None),
    (r"(?:twice|two\s+times|2\s*x)[\s-]*(?:termly|(?:a|per|each|every)\s+term)", 6, None),
    (r"(?:twice|two\s+times|2\s*x)[\s-]*(?:monthly|(?:a|per|each|every)\s+month)", 24, None),
    (r"half[\s-]*termly|(?:every|each)\s+half[\s-]*term", 6, None),
    (r"(?:every|each)\s+other\s+month|alternate\s+months?", 6, None),
    (r"(?:every|each)\s+(?:other|second)\s+year|alternate\s+years?", 0.5, None),
    (r"(?:every|each)\s+other\s+week", 26, None),
    (r"(?:every|each)\s+half[\s-]*year", 2, None),
    (r"quarterly|(?:every|each|per)\s+quarter|once\s+a\s+quarter", 4, None),
    (r"termly|(?:every|each|per)\s+(?:school\s+)?term|once\s+a\s+term", 3, None),
    (r"fortnightly|(?:every|each)\s+fortnight", 26, None),
    (r"weekly|(?:every|each|per)\s+week", 52, None),
    (r"daily|(?:every|each)\s+day", 365, None),
    (r"monthly|(?:every|each|per)\s+month|once\s+a\s+month", 12, None),
    (rf"annual(?:ly)?|yearly|(?:every|each|per)\s+{_YEAR}|once\s+an?\s+year|\bp\.?a\.?(?=$|[\s),;])",
     1, None),
    (rf"(?:at|to|for|in|with|after|following)\s+(?:each|every|all)\s+(?:[\w/-]+\s+){{0,3}}?{_EVENT}",
     None, NOT_SAID),
    (r"(?:each|every)\s+(?:[\w/-]+\s+){0,3}?meeting|regular(?:ly)?|periodic(?:al|ally)?",
     None, NOT_SAID),
)  # fmt: skip
_FREQUENCY = re.compile(
    rf"\b(?:(?P<every>(?:every|each)\s+(?P<n>{NUMBER})\s*-?\s*(?P<unit>weeks?|months?|years?))"
    rf"|(?P<ly>(?P<m>{NUMBER})[\s-]*(?P<each>week|month|year)ly)"
    rf"|(?P<times>(?P<t>{NUMBER})\s*(?:x|times?|(?:[a-z-]+\s+){{1,2}}?)?\s*{_PER}\s*{_YEAR})"
    rf"|(?P<yearly>(?P<y>{NUMBER})\s*(?:x|times)\s*(?:yearly|annually))"
    + "".join(f"|(?P<w{i}>{words})" for i, (words, _, _) in enumerate(_FREQUENCIES))
    + r")(?![A-Za-z0-9])",
    FLAGS,
)
_A_YEAR_HAS = {"week": 52, "month": 12, "year": 1}


def frequencies(text: str) -> tuple[Frequency, ...]:
    """Every frequency the plain text names, in order."""
    return tuple(found for m in _FREQUENCY.finditer(text) if (found := _frequency(m)))


def _frequency(m: re.Match) -> Frequency | None:
    place = m.start(), m.end()
    if m["every"]:
        return _whole(place, _A_YEAR_HAS[m["unit"].lower().rstrip("s")], number(m["n"]))
    if m["ly"]:
        return _whole(place, _A_YEAR_HAS[m["each"].lower()], number(m["m"]))
    if m["times"] or m["yearly"]:
        times = number(m["t"] or m["y"])
        return Frequency(*place, times) if times else None
    for i, (_, times, doubt) in enumerate(_FREQUENCIES):
        if m[f"w{i}"]:
            return Frequency(*place, times, doubt)
    return None


def _whole(place: tuple[int, int], units: int, every: int) -> Frequency | None:
    if not every:
        return None
    times = units / every
    return Frequency(*place, int(times) if times == int(times) else round(times, 3))


CORE_TASK = re.compile(r"\s*core\s+task\b\s*[-:.,]*\s*", FLAGS)
AGREED_ELSEWHERE = re.compile(
    r"\b(?:agreed|set|required|statutory|national|local|procedural|individual)\s+"
    r"(?:time\s*-?\s*(?:scales?|frames?|lines?|tables?)|schedules?)",
    FLAGS,
)
ONGOING = re.compile(
    r"\bon\s*-?\s*going\b|\bcontinu(?:ous(?:ly)?|ing|al(?:ly)?)\b|\bcontinues?\s*$"
    r"|\brolling\b|\bbusiness\s+as\s+usual\b|\bbau\b|\bat\s+all\s+times\b|\bopen[\s-]ended\b"
    r"|\bpermanent(?:ly)?\b|\band\s+(?:beyond|thereafter)\b|\bthen\s+on\b",
    FLAGS,
)
AS_REQUIRED = re.compile(
    r"\b(?:as|when|if|where|whenever)(?:\s*/\s*when|\s+(?:and|or|&)\s+when|\s*&\s*when)?\s*"
    r"(?:is\s+|are\s+|it\s+is\s+)?"
    r"(?:required|needed|necessary|requested|appropriate|applicable)\b"
    r"|\bas\s*(?:/|and|&)\s*when\s*(?=$|[.,;)])"
    r"|\bon\s+(?:request|demand)\b|\bad[\s-]*hoc\b|\bby\s+exception\b"
    r"|\b(?:as|when)\s+(?:opportunit(?:y|ies)|issues?|they|it|need|needs|cases?)\s+arises?\b",
    FLAGS,
)
_LENGTH = rf"{NUMBER}\s*(?:working\s+)?(?:hour|day|week|month|year)s?"
WITHIN = re.compile(rf"\b(?:with)?in\s+(?P<n>{_LENGTH})\s+(?:of|from|after)\b\s*", FLAGS)
#: "12 months from April 2026": so long it goes on.
LASTING = re.compile(rf"^\W*(?:for\s+)?(?P<n>{_LENGTH})\s+from\s+(?:the\s+)?$", FLAGS)
WITHIN_ALONE = re.compile(
    rf"\b(?:with)?in\s+(?:the\s+next\s+)?{_LENGTH}\b|\bnext\s+(?:{NUMBER}\s+)?months?\b"
    rf"|^\W*(?:{NUMBER}\s*(?:-|to)\s*)?{_LENGTH}\W*$",
    FLAGS,
)
LENGTH = re.compile(rf"(?P<n>{NUMBER})\s*(?:working\s+)?(?P<unit>hour|day|week|month|year)", FLAGS)
#: What work waits for: the group "what".
CONDITION = re.compile(
    r"\b(?:once|whenever|as\s+soon\s+as(?!\s+(?:possible|practicable))|as\s*(?:/|and|&)\s*when"
    r"|when|upon|on\s+(?=(?:completion|receipt|publication|approval|appointment|implementation)\b)"
    r"|following|after|subject\s+to|depend(?:ent|ing)\s+(?:up)?on|pending|awaiting|prior\s+to"
    r"|before|unless|if)\b\s*:?\s*(?P<what>\S.*)",
    FLAGS | re.DOTALL,
)
#: Conditions that may stand beside a deadline ("April 2018, subject to funding").
PROVISO = re.compile(
    r"\b(?:once|subject\s+to|depend(?:ent|ing)\s+(?:up)?on|pending|awaiting|unless|if)\b"
    r"\s*:?\s*(?P<what>\S.*)",
    FLAGS | re.DOTALL,
)
_DONE = (
    r"presented|attended|delivered|published|launched|held|took\s+place|completed|received"
    r"|circulated|approved|achieved|reported|signed\s+off|undertaken|carried\s+out|agreed"
    r"|implemented|issued|ratified|introduced|updated"
)
TOLD_AS_PAST = re.compile(
    r"\b(?:was|were|has|have|had)\s+(?:now\s+|already\s+|also\s+)?(?:been\s+)?[a-z]+(?:ed|en|un|ld|nt)\b",
    FLAGS,
)
DONE_ON = re.compile(
    rf"\b(?:{_DONE})\b(?P<between>[^.;]*?)\b(?:on|in|at|during)\s*(?:the\s+)?$", FLAGS
)
DONE_THEN = re.compile(
    r"(?:^|[.;:]\s*)(?:now\s+)?(?:completed|achieved|done)[\s:,(-]*(?:on|in)?\s*$", FLAGS
)
STILL_TO_COME = re.compile(
    r"\b(?:to|will|should|must|shall|can|may)\s+(?:be|have|then)\b|\b(?:by|before|until)\b|\bbeing\b",
    FLAGS,
)
TO_BE_CONFIRMED = re.compile(
    r"\bt\.?b\.?[acd]\.?(?![a-z])|\b(?:to\s+be|not\s+yet)\s+"
    r"(?:confirmed|agreed|advised|arranged|decided|determined|set|announced|scheduled)\b",
    FLAGS,
)
#: Doubts about a date that is given all the same.
THEN = re.compile(r"[\s,;:()-]*(?:and\s+)?(?:then|thereafter)\b|[\s,;:()-]*and\s*$", FLAGS)
PROVISIONAL = re.compile(
    r"\bt\.?b\.?[acd]\b|\bto\s+be\s+confirmed\b|\bprovisional(?:ly)?\b|\blikely\b|\bexpected\b",
    FLAGS,
)
AS_SOON_AS_POSSIBLE = re.compile(
    r"\ba\.?s\.?a\.?p\b|\bas\s+soon\s+as\s+(?:possible|practicable)\b|\bimmediate(?:ly)?\b|\burgent(?:ly)?\b",
    FLAGS,
)
ALREADY_DONE = re.compile(
    r"\s*(?:now\s+)?(?:completed?|achieved|done|in\s+place|closed)\s*[.!]?\s*", FLAGS
)
_MEETING_OR_LIST = re.compile(
    r"\b(?:SC|S/C|SG|(?:[Ss]ub-?\s?)?(?:[Cc]ommittees?|[Gg]roups?)|Boards?|Executive|Panels?|Forums?"
    r"|Forward\s+Plan|[A-Z]*SCB|[A-Z]*SCP|Partnership|[Mm]eetings?)\b",
    re.ASCII,
)
_SMALL = re.compile(
    r"an?|and|at|by|for|in|of|on|or|the|to|with|via|(?:sub-?)?(?:committee|group)s?|meetings?",
    re.ASCII,
)


def names_a_meeting_or_list(text: str) -> bool:
    """Whether the plain text is nothing but names of groups, meetings or lists."""
    words = re.findall(r"[A-Za-z][\w'-]*", text)
    return bool(_MEETING_OR_LIST.search(text)) and all(
        word[0].isupper() or _SMALL.fullmatch(word) for word in words
    )


def condition(text: str, body: str) -> str | None:
    """What the body (the end of the text) waits for, in the words of the text, or None."""
    within = WITHIN.search(body)
    if within:
        return _trimmed(text, body, within.start(), len(body))
    m = CONDITION.search(body)
    if not m:
        return None
    return _trimmed(text, body, m.start("what"), m.end("what"))


def proviso(text: str, body: str) -> str | None:
    """What a deadline depends on ("April 2018, subject to funding"), or None."""
    m = PROVISO.search(body)
    return _trimmed(text, body, m.start("what"), m.end("what")) if m else None


def _trimmed(text: str, body: str, begin: int, end: int) -> str | None:
    """The words of the cell at a place of the body, without the bracket that closes outside."""
    shift = len(text) - len(body)
    words = " ".join(text[begin + shift : end + shift].split()).strip(" .;,:-")
    while words.endswith(")") and words.count(")") > words.count("("):
        words = words[:-1].rstrip(" .;,:-")
    return words or None
