"""The record of changes: who did what, when, from what to what."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..access import board_view, manager
from ..filters import RecordFilter
from .parts import settings_sections

PAGE = 50
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
            "rows": [_row(event) for event in page],
            "query": f"{rest.urlencode()}&" if rest else "",
            "narrowed": bool(rest),
            "sections": settings_sections(request, "record"),
        },
    )


def _row(event) -> dict:
    return {
        "at": event.at,
        "by": event.by_name,
        "what": f"{event.verb} {event.label}",
        "changes": [
            {"name": name.replace("_", " ").capitalize(), "from": _text(a), "to": _text(b)}
            for name, (a, b) in event.changes.items()
        ],
    }


def _text(value) -> str:
    """A recorded value as a reader takes it in."""
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
