"""A draft made ready to be written.

What is too long for its field keeps every word elsewhere; reports are of today at the latest;
timescales are left to be read as those that are typed here, unless somebody said what they mean.
"""

import datetime

from ..models import Outcome, Plan, Priority
from ..timescales import read_timescale

REF = Outcome._meta.get_field("ref").max_length
TITLE = Priority._meta.get_field("title").max_length
PLAN_TITLE = Plan._meta.get_field("title").max_length
WRITTEN = 300


def ready(data: dict, *, today: datetime.date, own_format: bool) -> dict:
    """The same plan as it can be written. own_format: its timescales are as they were with us."""
    start, end = (datetime.date.fromisoformat(data["period"][name]) for name in ("start", "end"))
    for part in _parts(data):
        if part.get("updates"):
            part["updates"] = [
                update | {"on": min(update["on"], today.isoformat())} for update in part["updates"]
            ]
        if "timescale" in part and not own_format:
            part["timescale"] = _timescale(part["timescale"] or {}, start, end)
    return data


def _parts(data: dict):
    for priority in data["priorities"]:
        for outcome in priority["outcomes"]:
            yield outcome
            yield from outcome["actions"]


def _timescale(found: dict, start: datetime.date, end: datetime.date) -> dict:
    """Without what the words say by themselves, so that milestones and reviews follow from them;
    with it where it was read otherwise, as somebody decided."""
    reading = read_timescale(found.get("text"), period_start=start, period_end=end)
    days = [day and day.isoformat() for day in (reading.start, reading.due)]
    told = [found.get("start"), found.get("due")]
    if not found.get("corrected") and (found.get("kind"), *told) == (str(reading.kind), *days):
        return {"text": found.get("text"), "to_settle": found.get("to_settle")}
    return found | {"corrected": True}


def fitted(data: dict) -> dict:
    """The same plan in which every text fits its column of the database; no word is lost."""
    return data | {
        "title": data["title"][:PLAN_TITLE],
        "priorities": [_priority(priority) for priority in data["priorities"]],
    }


def _priority(priority: dict) -> dict:
    found = _ref(priority, "title")
    title = found.get("title") or ""
    if len(title) > TITLE:
        cut = title.rfind(" ", 0, TITLE) + 1 or TITLE
        rest = "\n\n".join(filter(None, [title[cut:].strip(), found.get("description")]))
        found |= {"title": title[:cut].strip(), "description": rest}
    return found | {"outcomes": [_outcome(outcome) for outcome in priority["outcomes"]]}


def _outcome(outcome: dict) -> dict:
    found = _ref(outcome, "title")
    actions, notes = [], [found.get("notes")]
    for action in outcome["actions"]:
        actions.append(_ref(action, "text") | {"leads": _leads(action, notes)})
    return found | {
        "title": found.get("title") or "",
        "notes": "\n\n".join(filter(None, notes)) or None,
        "actions": actions,
    }


def _leads(action: dict, notes: list) -> list[dict]:
    leads = []
    for lead in action["leads"]:
        written = lead.get("written") or lead["name"]
        if len(written) > WRITTEN:
            if written not in notes:
                notes.append(written)
            written = written[: WRITTEN - 1].rstrip() + "…"
        leads.append(lead | {"written": written})
    return leads


def _ref(item: dict, text: str) -> dict:
    """A number that is too long for one goes before the words it numbers."""
    ref = item.get("ref") or ""
    if len(ref) <= REF:
        return dict(item)
    return item | {"ref": None, text: f"{ref} {item.get(text) or ''}".strip()}
