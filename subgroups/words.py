"""The words a board uses for the parts of its plan, and the ones used until it says otherwise."""

from boardplan.templatetags.boardplan import lower_first

DEFAULT_WORDS = {
    "plan": "Business plan",
    "priority": "Priority",
    "outcome": "Outcome",
    "action": "Action",
    "subgroup": "Sub-group",
    "lead": "Lead",
    "timescale": "Timescale",
    "success_measure": "Success measure",
    "monitoring": "Monitoring",
    "rag": "RAG",
    "progress": "Progress",
    "completed_on": "Completed",
    "ref": "No.",
}

# What stands in a plan's table, in this order, until the plan says otherwise.
DEFAULT_COLUMNS = ("ref", "action", "lead", "timescale", "success_measure", "rag", "progress")
COLUMN_KEYS = tuple(key for key in DEFAULT_WORDS if key not in ("plan", "priority", "subgroup"))

_IRREGULAR = {"progress": "progress", "rag": "RAG"}


def word(words: dict, key: str) -> str:
    """The word for `key`: the board's or plan's own if it has one, else the standard one."""
    return words.get(key) or DEFAULT_WORDS[key]


def article(word: str) -> str:
    """A board's word with its article, inside a sentence: "an outcome", "a sub-objective"."""
    word = lower_first(word)
    return f"{'an' if word[:1].lower() in 'aeiou' else 'a'} {word}"


def plural(term: str) -> str:
    """The plural of a board's word: Priorities, Strategic objectives, Responsible people.

    Good for the words boards use (nouns in the last place), not for English at large.
    """
    lowered = term.lower()
    if lowered in _IRREGULAR:
        return _IRREGULAR[lowered]
    if lowered.endswith("person"):
        return term[:-6] + ("People" if term[-6].isupper() else "people")
    if lowered.endswith("y") and lowered[-2:-1] not in "aeiou":
        return term[:-1] + "ies"
    if lowered.endswith(("s", "x", "ch", "sh")):
        return term + "es"
    return term + "s"
