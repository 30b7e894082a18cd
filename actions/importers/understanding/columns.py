"""What a column means, by the words boards use for it (`column_words`)."""

import re
from functools import lru_cache

from .column_words import HEADER_WORDS, RULES

#: What a column can be taken for, as a person reads it in the preview.
MEANINGS = {
    "ref": "Number",
    "priority": "Priority",
    "outcome": "Outcome",
    "action": "Action",
    "lead": "Lead",
    "support": "Supporting",
    "owner": "Owning group",
    "start": "Start",
    "timescale": "Timescale",
    "completed_on": "Completed on",
    "done": "Done, or how much is done",
    "monitoring": "Monitoring",
    "success_measure": "Success measure",
    "rag": "RAG",
    "progress": "Progress",
    "source": "Source",
    "notes": "Notes",
    "ignore": "Leave out",
}
#: The plan's own columns, as far as a plan has them (subgroups.words).
SHOWN = (
    *("ref", "outcome", "action", "lead", "timescale", "monitoring"),
    *("success_measure", "rag", "progress", "completed_on"),
)

#: What is done about a risk, an issue or a question, where a table has no column of actions.
_ANSWERS = re.compile(
    r"\b(?:what we (?:did|do|have done|are doing)|we (?:did|will|have done|are doing)"
    r"|responses?|mitigations?|mitigating \w+|mitigated by|next steps?|remed(?:y|ies|ial)"
    r"|resolutions?|solutions?|controls?|treatments?|follow up)\b(?! (?:rates?|times?))"
)
_ASKS = re.compile(
    r"\b(?:risks?|issues?|concerns?|questions?|problems?|challenges?|barriers?|gaps?|findings?"
    r"|learning|you said|feedback|what (?:you|children|people|families|staff) (?:said|told us))\b"
)
_WHOLE = [
    (meaning, re.compile("|".join(f"(?:{rule})" for rule in whole) or r"(?!)"))
    for meaning, whole, _ in RULES
]
_AMONG = [re.compile(rf"\b(?:{'|'.join(among) or r'(?!)'})(?!\w)") for _, _, among in RULES]

#: Beside a % sign: how much of an action is done.
_SHARE_WORDS = frozenset(
    ("complete", "completed", "completion", "done", "achieved", "finished", "progress", "of")
)
#: Where a second name begins ("By whom Who is going to do it?").
_NAMES = re.compile(r"[/\n:(?]|(?<=\w)\s+(?=(?:What|Who|When|How|Why|Where|Which)\b)")

_PLAIN = frozenset(HEADER_WORDS.split())


def plain(text: str) -> str:
    """A header in small letters, without brackets, quotes and punctuation."""
    text = text.casefold().replace("’", "'").replace("'", "")
    return " ".join(re.sub(r"[^\w#№]+", " ", text).split())


@lru_cache(maxsize=4096)
def meaning_of(header: str) -> str:
    """What a header of these words means; "" where nothing is known."""
    words = plain(header)
    if "%" in header and _SHARE_WORDS.issuperset(words.split()):
        return "done"
    if not words:
        return ""
    if re.search(r"\bpriorit", words) and re.search(r"\boutcomes?\b", words):
        return "outcome"
    # The first of several names for one column rules ("Timescale/ Monitoring", "Action/Key
    # targets"), unless it says nothing by itself.
    first = plain(_NAMES.split(header.strip(), maxsplit=1)[0])
    for tried in dict.fromkeys((first, words)):
        for (meaning, whole), among in zip(_WHOLE, _AMONG, strict=True):
            if whole.fullmatch(tried) or among.search(tried):
                return meaning
    return ""


def asks(header: str) -> bool:
    """Whether it names what is answered beside it: a risk, an issue, a question."""
    return bool(_ASKS.search(plain(header)))


def answers(header: str) -> bool:
    """Whether what stands below can be read as actions, where no other column has any."""
    return bool(_ANSWERS.search(plain(header)))


@lru_cache(maxsize=4096)
def is_plainly_header(text: str) -> bool:
    """Whether it is made of nothing but the words of headers."""
    words = plain(text).split()
    return bool(words) and len(words) <= 16 and all(word in _PLAIN for word in words)


def could_be_header(text: str) -> bool:
    """Whether it is short enough for a header and means something."""
    return 0 < len(text) <= 120 and len(text.split()) <= 18 and bool(meaning_of(text))
