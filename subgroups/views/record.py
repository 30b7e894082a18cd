"""The record of changes: who did what, when, from what to what."""

import datetime
import re

from django.apps import apps
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from ..access import board_view, manager
from ..filters import KINDS, RecordFilter
from .parts import settings_sections

PAGE = 50
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST = 300  # characters of a value; the row's own page has all of it


@require_safe
@board_view(manager)
def record(request):
    """Everything recorded for the board, newest first; three queries and those of every page."""
    request.section = "board_settings"
    found = RecordFilter(request.GET, board=request.board)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    return render(
        request,
        "subgroups/record.html",
        {
            "form": found.form,
            "page": page,
            "rows": [_row(event, request.board) for event in page],
            "query": f"{rest.urlencode()}&" if rest else "",
            "narrowed": bool(rest),
            "sections": settings_sections(request, "record"),
        },
    )


def _row(event, board) -> dict:
    return {
        "kind": _kind(event.kind, board),
        "at": event.at,
        "by": event.by_name,
        "what": f"{event.verb} {event.label}",
        "changes": [
            {"name": name.replace("_", " ").capitalize(), "from": _text(a), "to": _text(b)}
            for name, (before, after) in event.changes.items()
            if before != after  # what was left empty at the start is no change
            for a, b in [_apart(before, after)]
        ],
    }


def _kind(kind: str, board) -> str:
    """What sort of thing was changed, as the board calls it: a name alone does not say that."""
    if name := KINDS.get(kind):
        return board.word(name) if name.islower() else name
    try:
        return capfirst(apps.get_model(kind)._meta.verbose_name)
    except LookupError:  # of a model there is no more
        return ""


def _apart(before, after) -> tuple:
    """Of two lists or two sets of words only what differs; the whole where only the order does."""
    if isinstance(before, list) and isinstance(after, list):
        found = [x for x in before if x not in after], [x for x in after if x not in before]
    elif isinstance(before, dict) and isinstance(after, dict):
        found = (
            {key: x for key, x in before.items() if after.get(key) != x},
            {key: x for key, x in after.items() if before.get(key) != x},
        )
    else:
        return before, after
    return found if any(found) else (before, after)


def _text(value) -> str:
    """A recorded value as a reader takes it in: dates, words and lists as people write them."""
    text = _plain(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _plain(value) -> str:
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        if value.keys() == {"rag", "label", "meaning"}:  # one level of a board's ratings
            return f"{value['label']} ({value['rag']}): {value['meaning']}"
        return ", ".join(f"{key.replace('_', ' ')}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(map(_plain, value))
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            return f"{datetime.date.fromisoformat(value):%-d %b %Y}"
        except ValueError:  # somebody's reference number that looks like a day
            return value
    return str(value)
