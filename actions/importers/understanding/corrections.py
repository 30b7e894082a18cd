"""What people typed in the preview, put in place of what was read."""

from datetime import date

from ..draft import Decisions
from .accounting import Ledger
from .reshaping import level_of, reshape
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
_RAGS = {"red", "amber", "green", "blue", "grey"}


def apply(
    priorities: list[dict], decisions: Decisions, period: Period, ledger: Ledger, as_at: date
) -> None:
    """Split and join rows, then change the parts that decisions name.

    The words that they replace become labels. as_at: the day of which the file tells.
    """
    reshape(
        priorities,
        decisions.steps,
        correct=lambda part, changes: correct(part, changes, period, ledger),
        read=lambda text: as_data(period.read(text), period, as_at=as_at),
        label=ledger.label,
    )
    for part in every_part(priorities):
        changes = decisions.parts.get(part["key"])
        if isinstance(changes, dict):
            correct(part, changes, period, ledger)


def correct(part: dict, changes: dict, period: Period, ledger: Ledger) -> None:
    """Put what was typed about one part in place of what was read."""
    level = level_of(part["key"])
    for name, value in changes.items():
        if level in _TEXTS.get(name, ()):
            if name in ("text", "title"):
                part.setdefault("as_read", part[name] or "")
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
    """Those named; whoever was read under that name keeps what else is known of them."""
    there: dict[str, list[dict]] = {}
    for lead in action["leads"]:
        there.setdefault(lead["written"], []).append(lead)
    wanted = [str(name).strip() for name in names if str(name).strip()]
    gone = [written for written in there if written not in wanted]
    _replaced("\n".join(gone), action, ledger)
    action["leads"] = [
        lead
        for number, name in enumerate(wanted, 1)
        for lead in there.get(name) or [_lead(name, f"{action['key']}.l{number}")]
    ]
    for lead in action["leads"]:
        lead["to_settle"] = False


def _lead(name: str, entry: str) -> dict:
    return {
        "name": name,
        "role": "lead",
        "accountable": False,
        "party": None,
        "written": name,
        "to_settle": False,
        "entry": entry,
    }
