"""A plan in our own JSON, which a person may have changed by hand, as a draft to look at."""

import datetime

from boardplan.errors import RuleBroken

from .draft import Decisions, Draft
from .reading import read_json

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
    """The draft of such a plan, with what people corrected in the preview."""
    parts = decisions.parts
    priorities = [
        _corrected(priority, parts)
        | {
            "outcomes": [
                _corrected(outcome, parts)
                | {"actions": [_corrected(action, parts) for action in outcome["actions"]]}
                for outcome in priority["outcomes"]
            ]
        }
        for priority in data["priorities"]
    ]
    return Draft(data=data | {"priorities": priorities})


def _corrected(item: dict, parts: dict) -> dict:
    said = parts.get(item["key"])
    if not isinstance(said, dict):
        return item
    found = dict(item)
    for name in ("ref", "title", "text", "description", "notes"):
        if name in said:
            found[name] = str(said[name] or "")
    if "timescale" in said:
        found |= {"timescale": {"text": str(said["timescale"] or "")}, "milestones": []}
    if isinstance(said.get("leads"), list):
        found["leads"] = [_lead({"name": str(name)}) for name in said["leads"]]
    if "rag" in said:
        found["rag"] = said["rag"] or None
    return found


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
