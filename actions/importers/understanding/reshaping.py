"""Rows of a preview split and joined by hand, one step after the other.

A step, as `Decisions.shape` keeps it:

    do      "split", "join" or "begin"
    key     the part it is about: "p1.o2.a3"
    was     the words of that part; a step whose part says something else meanwhile, because the
            file was read another way, does nothing, so that no words are put over others
    touched the parts whose words it changes
    said    {key: corrections} of those, made before it
    split   pieces: [{"text", "sub_items"}], the first of them in the part itself; new: the keys
            of the others
    join    with the part above it
    begin   a row of the level above begins with the part; new: [its key], ref, title
"""

import copy
import re
from collections.abc import Callable

from .cells import put_together
from .parties import plain

LEVELS = ("priority", "outcome", "action")
MOST_PIECES = 50
#: The fields that hold words, by level: joined as texts are.
_TEXTS = {
    "priority": ("title", "description"),
    "outcome": ("title", "notes"),
    "action": ("text", "owner", "monitoring", "success_measure"),
}
_LISTS = ("outcomes", "actions", "sub_items", "sources", "updates", "milestones", "reports_to")
_BELOW = {"priority": "outcomes", "outcome": "actions"}
_ENDED = re.compile(r"[.:;!?…]['’”\")]*$")
_GOES_ON = re.compile(r"[a-z(&,]")
_BULLET = re.compile(r"\s*[-–•*]\s+(?P<text>.*\S)")
_WORST = ("red", "amber", "grey", "green", "blue")
_NUMBER = re.compile(r"-\d+$")


def level_of(key: str) -> str:
    """priority, outcome or action, by the key of a part."""
    return LEVELS[min(key.count("."), 2)]


def words_of(part: dict) -> str:
    """What a part says: an action's text, a title."""
    return part.get("text") or part.get("title") or ""


def as_read(part: dict) -> str:
    """What a part said before it was corrected."""
    return part.get("as_read", words_of(part))


def find(priorities: list[dict], key: str) -> tuple[dict, list[dict], dict | None] | None:
    """(the part, the list it stands in, the part it belongs to) or None."""
    for priority in priorities:
        for part, siblings, owner in (
            (priority, priorities, None),
            *((outcome, priority["outcomes"], priority) for outcome in priority["outcomes"]),
            *(
                (action, outcome["actions"], outcome)
                for outcome in priority["outcomes"]
                for action in outcome["actions"]
            ),
        ):
            if part["key"] == key:
                return part, siblings, owner
    return None


def above(priorities: list[dict], key: str) -> dict | None:
    """The part that this one would be joined with: the one before it in the same row above."""
    found = find(priorities, key)
    if found is None:
        return None
    part, siblings, _ = found
    place = _place(siblings, part)
    return siblings[place - 1] if place else None


def below(priorities: list[dict], key: str) -> dict | None:
    """The part after this one in the same row above."""
    found = find(priorities, key)
    if found is None:
        return None
    part, siblings, _ = found
    place = _place(siblings, part) + 1
    return siblings[place] if place < len(siblings) else None


def _place(siblings: list[dict], part: dict) -> int:
    return next(place for place, one in enumerate(siblings) if one is part)


# The steps


def reshape(
    priorities: list[dict],
    steps: list[dict],
    *,
    correct: Callable[[dict, dict], None],
    read: Callable[[str], dict],
    label: Callable[[str, str, str], None],
) -> set[int]:
    """Take the steps in order; the priorities are changed in place. Returns the places of those
    that could be taken.

    correct: puts corrections into a part. read: a timescale of these words. label: told the
    kind, words and place of what does not stand in the plan as it did.
    """
    taken = set()
    for number, step in enumerate(steps):
        found = find(priorities, step.get("key", ""))
        if found is None or words_of(found[0]) != step.get("was"):
            continue
        part, siblings, owner = found
        place = _place(siblings, part)
        if step.get("do") == "join" and not _is_above(siblings, place, step):
            continue
        if step.get("do") == "begin" and not place:
            continue
        taken.add(number)
        for key, said in (step.get("said") or {}).items():
            touched = find(priorities, key)
            if touched is not None:
                correct(touched[0], said)
                touched[0].pop("as_read", None)
        match step.get("do"):
            case "split" if owner is not None and "text" in part:
                siblings[place : place + 1] = _pieces(part, owner, step, label)
            case "join":
                _join(siblings[place - 1], part, read, label)
                del siblings[place]
            case "begin":
                _begin(priorities, part, siblings, owner, step)
    return taken


def _is_above(siblings: list[dict], place: int, step: dict) -> bool:
    """Whether the part that a step joins with is still the one above."""
    return place > 0 and siblings[place - 1]["key"] in step["touched"]


def stand_on(priorities: list[dict], steps: list[dict], place: int) -> list[int]:
    """The places of the later steps that could not be taken without the step at this place, so
    that they must be taken back before it.

    priorities: as they were read, before any step; they are not changed.
    """

    def taken(kept: list[int]) -> set[int]:
        found = reshape(
            copy.deepcopy(priorities),
            [steps[number] for number in kept],
            correct=_correct_words,
            read=lambda text: {"text": text},
            label=lambda kind, words, place: None,
        )
        return {kept[number] for number in found}

    every = list(range(len(steps)))
    without = [number for number in every if number != place]
    return sorted(taken(every) - taken(without) - {place})


def _correct_words(part: dict, said: dict) -> None:
    """Only what tells whether a later step is still about the same words."""
    part |= {name: said[name] for name in ("text", "title", "sub_items") if name in said}


def _pieces(action: dict, outcome: dict, step: dict, label) -> list[dict]:
    """An action for each piece. What several entries say of it is to be settled; which of them
    was reported on nobody can tell, so that belongs to the outcome."""
    whole = "\n".join([action["text"], *(action.get("sub_items") or ())])
    label("corrected", whole, action.get("place") or "")
    outcome["updates"] = [*(outcome.get("updates") or ()), *(action.get("updates") or ())]
    action["updates"] = []
    if len(action["leads"]) > 1:
        action["leads"] = [lead | {"to_settle": True} for lead in action["leads"]]
    timescale = action.get("timescale") or {}
    if "\n" in (timescale.get("text") or ""):
        action["timescale"] = timescale | {"to_settle": True}
    found = []
    for key, piece in zip([action["key"], *step["new"]], step["pieces"], strict=False):
        made = copy.deepcopy(action)
        made |= {"key": key, "text": piece["text"], "sub_items": list(piece["sub_items"])}
        if found:
            made |= {"ref": None, "milestones": []}
        found.append(made)
    return found


def _begin(priorities: list, part: dict, siblings: list, owner: dict | None, step: dict) -> None:
    """The part and those after it move into a row of their own."""
    found = find(priorities, owner["key"]) if owner is not None else None
    if found is None:
        return
    _, rows, _ = found
    name = _BELOW[level_of(owner["key"])]
    empty = (
        {"description": None}
        if name == "outcomes"
        else {"rag": None, "sources": [], "notes": None, "updates": []}
    )
    place = _place(siblings, part)
    title = step.get("title") or ""
    begun = {
        "key": step["new"][0],
        "place": part.get("place") or "",
        "ref": step.get("ref") or None,
        "title": title if name == "actions" else title or None,
        **empty,
        name: siblings[place:],
    }
    del siblings[place:]
    rows.insert(_place(rows, owner) + 1, begun)


def _join(first: dict, second: dict, read, label) -> None:
    """Add all that the second says to the first."""
    level, place = level_of(first["key"]), second.get("place") or ""
    first["joined"] = [*first.get("joined", ()), second["key"], *second.get("joined", ())]
    origins = first.get("from") or {}
    if second.get("ref") and first.get("ref"):
        label("corrected", second["ref"], place)
    first["ref"] = first.get("ref") or second.get("ref")
    listed = level == "action" and bool(first.get("sub_items"))
    for name in _TEXTS[level]:
        if name == "text" and listed:
            first["sub_items"] = [*first["sub_items"], second["text"]]
            continue
        both = together(first.get(name), second.get(name))
        if both == (first.get(name) or ""):
            label("repeat", second.get(name) or "", place)
        else:
            first[name] = both
            origins.pop(name, None)
    for name in _LISTS:
        if first.get(name) or second.get(name):
            ours, theirs = first.get(name) or [], second.get(name) or []
            first[name] = [*ours, *(one for one in theirs if name != "sources" or one not in ours)]
    if level == "action":
        _join_facts(first, second, read, label)


def _join_facts(first: dict, second: dict, read, label) -> None:
    place = second.get("place") or ""
    there = {(plain(lead["name"]), lead["role"]) for lead in first["leads"]}
    for lead in second["leads"]:
        if (plain(lead["name"]), lead["role"]) in there:
            label("repeat", lead.get("written") or lead["name"], place)
        else:
            first["leads"] = [*first["leads"], lead | {"accountable": False}]
    ours, theirs = (item.get("timescale") or {} for item in (first, second))
    before, after = ours.get("text") or "", theirs.get("text") or ""
    if not before:
        first["timescale"] = theirs
    elif after and plain(before) != plain(after):
        first["timescale"] = read(f"{before}\n{after}")
        (first.get("from") or {}).pop("timescale", None)
    else:
        label("repeat", after, place)
    for name in ("core_task", "shaped_by_children"):
        if second.get(name):
            first[name] = True
    rated = [item["rag"] for item in (first, second) if item.get("rag") in _WORST]
    first["rag"] = min(rated, key=_WORST.index) if rated else None
    days = [item.get("completed_on") for item in (first, second)]
    first["completed_on"] = max(days) if all(days) else None


def together(first: str | None, second: str | None) -> str:
    """Two texts as one: a sentence that goes on does so in its line; what is equal stands once."""
    if not first or not second or plain(first) == plain(second):
        return first or second or ""
    goes_on = _GOES_ON.match(second) and not _ENDED.search(first)
    return put_together(first, second) if goes_on else f"{first}\n{second}"


# What people do, as steps


def pieces_of(text: str) -> list[dict]:
    """The actions that a text with empty lines between them holds; lines that begin with a dash
    are what is listed below an action."""
    found = []
    for block in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n")):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        said, subs = [], []
        for line in lines:
            bullet = _BULLET.fullmatch(line)
            if bullet and said:
                subs.append(bullet["text"])
            elif subs:
                subs[-1] += f" {line}"
            else:
                said.append(bullet["text"] if bullet else line)
        found.append({"text": "\n".join(said), "sub_items": subs})
    return found


def as_text(action: dict) -> str:
    """An action as the text that `pieces_of` reads; its own empty lines are none."""
    lines = [line for line in action["text"].split("\n") if line.strip()]
    subs = [" ".join(item.split()) for item in action.get("sub_items") or ()]
    return "\n".join([*lines, *(f"- {item}" for item in subs)])


def splitting(steps: list[dict], parts: dict, action: dict, pieces: list[dict]) -> dict:
    """The step that makes these pieces of an action."""
    new = _new_keys(steps, action["key"], len(pieces) - 1)
    return _step("split", parts, [action], pieces=pieces, new=new)


def joining(parts: dict, first: dict, second: dict) -> dict:
    """The step that joins a part with the one above it."""
    return _step("join", parts, [second, first])


def beginning(steps: list[dict], part: dict, *, ref: str, title: str) -> dict:
    """The step that begins a row of the level above with this part."""
    owner = part["key"].rpartition(".")[0]
    new = _new_keys(steps, owner, 1)
    step = _step("begin", {}, [part], new=new, ref=ref, title=title)
    return step | {"touched": []}


def _step(do: str, parts: dict, touched: list[dict], **more) -> dict:
    """parts: where what was corrected in those touched is taken from."""
    said = {one["key"]: parts[one["key"]] for one in touched if one["key"] in parts}
    return {
        "do": do,
        "key": touched[0]["key"],
        "was": as_read(touched[0]),
        "touched": [one["key"] for one in touched],
        "said": said,
        **more,
    }


def _new_keys(steps: list[dict], key: str, number: int) -> list[str]:
    """Keys like "p1.o2.a3-2" that no step has made so far."""
    root = _NUMBER.sub("", key)
    last = max(
        (
            int(made.rpartition("-")[2])
            for step in steps
            for made in step.get("new") or ()
            if _NUMBER.sub("", made) == root
        ),
        default=1,
    )
    return [f"{root}-{last + count}" for count in range(1, number + 1)]
