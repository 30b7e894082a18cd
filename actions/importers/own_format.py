"""A plan in our own JSON, which a person may have changed by hand, as a draft to look at."""

import copy
import datetime

from boardplan.errors import RuleBroken

from .draft import Decisions, Draft, Label
from .reading import read_json
from .understanding.reshaping import reshape

# No plan of ours lies outside; a slip of the year would be counted from.
FIRST_YEAR, LAST_YEAR = 1900, 2199
_DAYS = ("start", "due", "first_due", "next_review")


def read_own(content: bytes) -> dict:
    """The plan of such a file with all keys of the format; Unreadable where it is none."""
    return checked(read_json(content))


def checked(data: dict) -> dict:
    """The same plan with every key that is left out, and the keys and places of a draft.

    data: boardplan/1 whose values are of the right kinds. RuleBroken where it contradicts itself.
    """
    for name in ("start", "end"):
        _day(data["period"][name], "the period")
    if data["period"]["end"] <= data["period"]["start"]:
        raise RuleBroken("The period in this file does not end after it starts. Correct it there.")
    return (
        data
        | _status(data)
        | {
            "priorities": [
                _priority(item, f"p{number}")
                for number, item in enumerate(data["priorities"], start=1)
            ]
        }
    )


def draft_of_own(data: dict, decisions: Decisions) -> Draft:
    """The draft of such a plan, with what people split, joined and corrected in the preview."""
    priorities = copy.deepcopy(data["priorities"])
    labels: list[Label] = []
    reshape(
        priorities,
        decisions.steps,
        correct=_correct,
        read=lambda text: {"text": text},
        label=lambda kind, words, place: labels.append(Label(kind, words, place)),
    )
    for priority in priorities:
        for outcome in priority["outcomes"]:
            for part in (outcome, *outcome["actions"]):
                _correct(part, decisions.parts.get(part["key"]))
        _correct(priority, decisions.parts.get(priority["key"]))
    return Draft(data=data | {"priorities": priorities}, labels=tuple(labels))


def _correct(item: dict, said) -> None:
    """Put what was typed about one part in place of what the file says."""
    if not isinstance(said, dict):
        return
    for name in ("ref", "title", "text", "description", "notes"):
        if name in said:
            if name in ("title", "text"):
                item.setdefault("as_read", item.get(name) or "")
            item[name] = str(said[name] or "")
    if "timescale" in said:
        item |= {"timescale": {"text": str(said["timescale"] or "")}, "milestones": []}
    if isinstance(said.get("leads"), list):
        there = {lead.get("written") or lead["name"]: lead for lead in item["leads"]}
        item["leads"] = [
            there.get(str(name)) or _lead({"name": str(name)}) for name in said["leads"]
        ]
    if "rag" in said:
        item["rag"] = said["rag"] or None


def _priority(item: dict, key: str) -> dict:
    return (
        {"ref": None, "title": None, "description": None}
        | item
        | {
            "key": key,
            "place": _place(key),
            "outcomes": [
                _outcome(outcome, f"{key}.o{number}")
                for number, outcome in enumerate(item["outcomes"], start=1)
            ],
        }
    )


def _outcome(item: dict, key: str) -> dict:
    return (
        {"ref": None, "notes": None, "sources": []}
        | item
        | {
            "key": key,
            "place": _place(key),
            "updates": _updates(item, key),
            "actions": [
                _action(action, f"{key}.a{number}")
                for number, action in enumerate(item["actions"], start=1)
            ],
        }
    )


def _action(item: dict, key: str) -> dict:
    place = _place(key)
    timescale = item.get("timescale") or {}
    for name in _DAYS:
        _day(timescale.get(name), place)
    _day(item.get("completed_on"), place)
    for milestone in item.get("milestones") or ():
        _day(milestone.get("due"), place)
        _day(milestone.get("met_on"), place)
    leads = [_lead(lead) for lead in item["leads"]]
    for lead in [lead for lead in leads if lead["accountable"]][1:]:
        lead["accountable"] = False  # one an action
    return (
        {"ref": None, "sub_items": [], "sources": [], "rag": None}
        | item
        | {
            "key": key,
            "place": place,
            "leads": leads,
            "timescale": timescale,
            "updates": _updates(item, key),
        }
    )


def _lead(item: dict) -> dict:
    return item | {"role": item.get("role") or "lead", "accountable": bool(item.get("accountable"))}


def _updates(item: dict, key: str) -> list[dict]:
    found = []
    for update in item.get("updates") or ():
        _day(update["on"], _place(key))
        source = "person" if update.get("source") == "person" else "document"
        if update.get("rag") in ("red", "amber") and not update.get("reason"):
            source = "document"  # those entered here always have a reason
        found.append(update | {"source": source})
    return found


def _status(data: dict) -> dict:
    """The step of its life that a plan had reached, where the file says all of it."""
    ratified, closed = data.get("ratified_on"), data.get("closed_on")
    if data.get("status") == "ratified" and ratified:
        return {"status": "ratified", "closed_on": None}
    if data.get("status") == "closed" and ratified and closed:
        return {"status": "closed"}
    return {"status": "draft", "ratified_on": None, "closed_on": None}


def _day(value: str | None, where: str) -> None:
    if value and not FIRST_YEAR <= datetime.date.fromisoformat(value).year <= LAST_YEAR:
        raise RuleBroken(f"Check the year of {value} in {where}: no plan lies there.")


def _place(key: str) -> str:
    """ "p1.o2.a3" as people say it."""
    names = {"p": "priority", "o": "outcome", "a": "action"}
    return ", ".join(f"{names[step[0]]} {step[1:]}" for step in key.split("."))
