"""A plan in our own format, boardplan/1, held to its shape before anybody builds rows of it."""

import datetime
import json
import re
from collections.abc import Callable

from django.conf import settings

from . import refusals
from .guard import guarded
from .refusals import Unreadable
from .watch import Watch

RAGS = ("red", "amber", "green", "blue", "grey")
KINDS = (
    "date", "month", "range", "recurring", "ongoing", "as_required", "conditional", "unknown",
)  # fmt: skip
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
DAMAGED = (
    "This file is damaged near line {line}, so it cannot be read. Export the plan again and upload "
    "the new file."
)
WRONG = "The plan cannot be read: {where} {what}. Correct it, or export the plan again."
Check = Callable[[object, str], object]


@guarded
def read_json(content: bytes) -> dict:
    """A plan in boardplan/1 as `importers.interchange.import_plan` takes it.

    Keys that the format does not know stay. Raises Unreadable, with the place in the file, where
    something is missing or of the wrong kind.
    """
    limit = settings.MAX_IMPORT_BYTES
    if len(content) > limit:
        said = {"size": refusals.size(len(content)), "limit": refusals.size(limit)}
        raise Unreadable(refusals.TOO_LARGE.format(**said))
    if not content.strip():
        raise Unreadable(refusals.EMPTY)
    try:
        data = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        raise Unreadable(DAMAGED.format(line=problem.lineno)) from problem
    except UnicodeDecodeError as problem:
        raise Unreadable(refusals.NOT_OURS) from problem
    except (RecursionError, ValueError) as problem:
        raise Unreadable(refusals.NOT_OURS) from problem
    if not isinstance(data, dict) or data.get("format") != "boardplan/1":
        raise Unreadable(refusals.NOT_OURS)
    return _Reading().plan(data)


def _no_number(name: str):
    raise ValueError(name)


def looks_like_json(content: bytes) -> bool:
    """Whether a file is JSON by its first sign, whatever its name says."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _wrong(where: str, what: str) -> Unreadable:
    return Unreadable(WRONG.format(where=where, what=what))


def text(value, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, "should be a text")
    return UNSTORABLE.sub("", value)


def said(value, where: str) -> str:
    found = text(value, where)
    if not found.strip():
        raise _wrong(where, "is missing")
    return found


def day(value, where: str) -> str:
    found = text(value, where)
    try:
        datetime.date.fromisoformat(found)
    except ValueError:
        raise _wrong(where, 'should be a date such as "2025-03-31"') from None
    return found


def yes_no(value, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, "should be true or false")
    return value


def number(value, where: str):
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:
        raise _wrong(where, "should be a number")
    return value


def one_of(*allowed: str) -> Check:
    def check(value, where: str):
        if value not in allowed or not isinstance(value, str):
            raise _wrong(where, f"should be one of {', '.join(allowed)}")
        return value

    return check


def or_null(check: Check) -> Check:
    return lambda value, where: None if value is None else check(value, where)


def list_of(check: Check) -> Check:
    def checked(value, where: str) -> list:
        if not isinstance(value, list):
            raise _wrong(where, "should be a list")
        return [check(item, f"{where}, number {at},") for at, item in enumerate(value, 1)]

    return checked


def mapping(value, where: str) -> dict:
    if not isinstance(value, dict):
        raise _wrong(where, "should be an object")
    return value


NOTE = or_null(text)
DAY = or_null(day)
RAG = or_null(one_of(*RAGS))
TEXTS = list_of(text)
FLAG = or_null(yes_no)
UPDATE = {
    "on": (day,), "text": NOTE, "by": NOTE, "rag": RAG, "reason": NOTE, "evidence": NOTE,
    "difference_made": NOTE, "source": NOTE,
}  # fmt: skip
LEAD = {
    "name": (said,), "role": or_null(one_of("lead", "support")), "accountable": FLAG,
    "party": NOTE, "written": NOTE, "to_settle": FLAG,
}  # fmt: skip
TIMESCALE = {
    "text": NOTE, "kind": one_of(*KINDS), "start": DAY, "due": DAY, "first_due": DAY,
    "times_per_year": or_null(number), "next_review": DAY, "to_settle": FLAG, "corrected": FLAG,
}  # fmt: skip
MILESTONE = {
    "due": DAY, "when": NOTE, "what": NOTE, "to": NOTE, "met_on": DAY, "generated": FLAG,
}  # fmt: skip
PERIOD = {"start": (day,), "end": (day,)}


class _Reading:
    """Each level of the plan checked key by key. A check in a tuple must have its key."""

    def __init__(self):
        self.watch = Watch()

    def part(self, checks: dict) -> Check:
        def check(value, where: str) -> dict:
            found = dict(mapping(value, where))
            for key, rule in checks.items():
                needed = isinstance(rule, tuple)
                here = f'"{key}" of {where}'
                if key in found:
                    found[key] = (rule[0] if needed else rule)(found[key], here)
                elif needed:
                    raise _wrong(here, "is missing")
            return found

        return check

    def plan(self, data: dict) -> dict:
        updates = list_of(self.part(UPDATE))
        action = self.part(
            {
                "ref": NOTE, "text": (said,), "sub_items": TEXTS, "owner": NOTE,
                "leads": (list_of(self.part(LEAD)),), "timescale": or_null(self.part(TIMESCALE)),
                "monitoring": NOTE, "reports_to": TEXTS, "success_measure": NOTE,
                "core_task": FLAG, "shaped_by_children": FLAG, "sources": TEXTS, "rag": RAG,
                "completed_on": DAY, "milestones": list_of(self.part(MILESTONE)),
                "updates": updates,
            }
        )  # fmt: skip

        def counted(value, where: str) -> dict:
            self.watch.row()
            return action(value, where)

        outcome = self.part(
            {
                "ref": NOTE, "title": (text,), "rag": RAG, "sources": TEXTS, "notes": NOTE,
                "updates": updates, "actions": (list_of(counted),),
            }
        )  # fmt: skip
        priority = self.part(
            {
                "ref": NOTE, "title": NOTE, "description": NOTE,
                "outcomes": (list_of(outcome),),
            }
        )  # fmt: skip
        whole = self.part(
            {
                "board": NOTE, "slug": NOTE, "title": (said,), "period": (self.part(PERIOD),),
                "status": or_null(one_of("draft", "ratified", "closed")), "ratified_on": DAY,
                "closed_on": DAY, "last_updated_on": DAY, "vision": NOTE, "intent": NOTE,
                "rag_definition": NOTE, "introduction": NOTE, "words": or_null(mapping),
                "columns": or_null(list_of(text)), "priorities": (list_of(priority),),
            }
        )(data, "the plan")  # fmt: skip
        if whole["period"]["start"] > whole["period"]["end"]:
            raise _wrong('"period" of the plan', "ends before it begins")
        return whole
