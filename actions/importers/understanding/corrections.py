"""What people typed in the preview, put in place of what was read."""

from .accounting import Ledger
from .timing import Period, as_data, of_typed

#: What can be corrected, by the level of the part.
_TEXTS = {
    "ref": ("priority", "outcome", "action"),
    "title": ("priority", "outcome"),
    "description": ("priority",),
    "notes": ("outcome",),
    "text": ("action",),
    "owner": ("action",),
    "monitoring": ("action",),
    "success_measure": ("action",),
}
_LEVELS = ("priority", "outcome", "action")
_RAGS = {"red", "amber", "green", "blue", "grey"}


def apply(priorities: list[dict], parts: dict[str, dict], period: Period, ledger: Ledger) -> None:
    """Change the parts that decisions name; the words they replace become labels."""
    for part in every_part(priorities):
        changes = parts.get(part["key"])
        if not isinstance(changes, dict):
            continue
        level = _LEVELS[part["key"].count(".")]
        for name, value in changes.items():
            if level in _TEXTS.get(name, ()):
                _text(part, name, str(value or ""), ledger)
            elif level == "action" and name == "rag" and value in (*_RAGS, "", None):
                part["rag"] = value or None
            elif level == "action" and name == "timescale":
                _timescale(part, str(value or ""), period)
            elif level == "action" and name == "leads" and isinstance(value, list):
                _leads(part, value, ledger)
            elif level == "action" and name == "sub_items" and isinstance(value, list):
                _replaced("\n".join(part["sub_items"]), part, ledger)
                part["sub_items"] = [str(item) for item in value]


def every_part(priorities: list[dict]):
    """Priorities, outcomes and actions in the order of the plan."""
    for priority in priorities:
        yield priority
        for outcome in priority["outcomes"]:
            yield outcome
            yield from outcome["actions"]


def _text(part: dict, name: str, value: str, ledger: Ledger) -> None:
    _replaced(part[name] or "", part, ledger)
    part[name] = value or (
        "" if name in ("text",) or (name == "title" and "actions" in part) else None
    )


def _replaced(text: str, part: dict, ledger: Ledger) -> None:
    ledger.label("corrected", text, part["place"])


def _timescale(action: dict, value: str, period: Period) -> None:
    """The words stay as they were; what they mean is what was typed."""
    words = action["timescale"]["text"]
    reading = of_typed(value, period).of(words or value)
    action["timescale"] = {**as_data(reading, period), "corrected": True}


def _leads(action: dict, names: list, ledger: Ledger) -> None:
    _replaced("\n".join(lead["written"] for lead in action["leads"]), action, ledger)
    action["leads"] = [
        {
            "name": str(name),
            "role": "lead",
            "accountable": False,
            "party": None,
            "written": str(name),
            "to_settle": False,
            "entry": f"{action['key']}.l{number}",
        }
        for number, name in enumerate(names, 1)
        if str(name).strip()
    ]
