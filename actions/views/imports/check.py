"""What was found in the file, the doubts, and how each of them is settled in place."""

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boardplan.errors import Conflict
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, manager

from ...importers.kept import unpack
from ...importers.source import Source
from ...importers.understanding import lost_words
from ...models import PlanImport
from ...services import imports
from ...services.imports.confirming import Preview, preview
from ...services.imports.undoing import can_undo
from .doubts import anchor_of, groups_of, settled_of
from .reach import address, crumbs, import_of_board, proposals, shared, to_check, waiting

# The ids that a doubt's form may name as the one to go on with.
ANCHOR = re.compile(r"doubt-[0-9a-f]{10}")


@require_safe
@board_view(manager)
def import_check(request, pk):
    """The preview; what became of it once it is over."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return _over(request, row)
    return _check(request, row, preview(row))


def _check(
    request, row: PlanImport, found: Preview, *, next_doubt: str = "", said: str = "", status=200
):
    draft = found.matched.draft
    source = unpack(row.source)
    groups = groups_of(row, found, next_doubt)
    focused = any(doubt["focus"] for group in groups for doubt in group["doubts"])
    context = shared(row, found, "import_check") | {
        "title": f"Check {row.title}",
        "groups": groups,
        "focus_heading": bool(next_doubt) and not focused,
        "settled": settled_of(found),
        "settle_href": address(row, "import_settle"),
        "unplaced": _unplaced(row, draft),
        "lost": _lost(source, found),
        "remarks": source.remarks if isinstance(source, Source) else (),
        "earlier": _earlier(row),
        "alike": _alike(row, found),
        "said": said,
        "crumbs": crumbs(row, (row.title, "")),
    }
    return render(request, "actions/import/check.html", context, status=status)


def _unplaced(row: PlanImport, draft) -> list[dict]:
    """Words without a home, each with what was decided about it ("" for nothing yet)."""
    decided = row.decisions.get("unplaced") or {}
    return [
        {
            "key": piece.key,
            "place": piece.place,
            "text": piece.text,
            "kept": piece.kept,
            "was": decided.get(piece.key, ""),
        }
        for piece in draft.unplaced
    ]


def _lost(source, found: Preview) -> list[str]:
    """Words of the file that stand nowhere, as the one who read it counts them; normally none."""
    if not isinstance(source, Source):
        return []
    return sorted(lost_words(source, found.matched.draft).elements())[:50]


def _earlier(row: PlanImport) -> dict | None:
    """Where this very file was brought in before, if it was and stands."""
    earlier = PlanImport.objects.of(row.board).of_file(row.digest).listed().first()
    if earlier is None or earlier.plan is None:
        return None
    return {
        "plan": earlier.plan.title,
        "href": reverse("plan", args=[row.board.slug, earlier.plan.slug]),
        "day": earlier.finished_at,
        "by": earlier.by_name,
    }


def _alike(row: PlanImport, found: Preview) -> dict | None:
    """A plan of the same period that is here already, where the file goes into a new one."""
    if row.into_id is not None:
        return None
    plans = row.board.plans.exclude(status="closed").filter(start__lt=row.end, end__gt=row.start)
    plan = plans.order_by("-start").first()
    return plan and {"plan": plan.title, "pk": plan.pk, "at": address(row, "import_about")}


@require_POST
@board_view(manager)
def import_settle(request, pk):
    """One doubt settled or opened again, all of a kind accepted, words kept or left out."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    said, next_doubt = _settle(request, row)
    row = import_of_board(request, pk)
    if request.htmx:
        return _check(request, row, preview(row), next_doubt=next_doubt, said=said)
    messages.success(request, said)
    anchor = f"#{next_doubt}" if next_doubt else "#doubts"
    return redirect(address(row, "import_check") + anchor)


def _settle(request, row: PlanImport) -> tuple[str, str]:
    """Do what the form says; (what was done, the id of the doubt that comes next)."""
    if "accept" in request.POST:
        settled = proposals(preview(row), request.POST["accept"])
        imports.settle_import(plan_import=row, settled={"findings": settled}, by=request.user)
        number = len(settled)
        return f"{number} {'proposal' if number == 1 else 'proposals'} accepted.", "doubts"
    key, value = request.POST.get("key", ""), request.POST.get("value", "")
    typed = request.POST.get("typed", "").strip()
    name = "unplaced" if request.POST.get("what") == "unplaced" else "findings"
    value = value or typed
    if not value and not request.POST.get("was"):
        return "Nothing was typed, so nothing changed.", anchor_of(key)
    following = request.POST.get("next", "") if value and name == "findings" else ""
    try:
        imports.settle_import(
            plan_import=row,
            settled={name: {key: value}},
            seen={name: {key: request.POST.get("was", "")}},
            by=request.user,
        )
    except Conflict:
        return "Somebody else settled this meanwhile. It now stands as they said.", ""
    if not ANCHOR.fullmatch(following):
        following = "doubts" if value else anchor_of(key)
    return ("Settled." if value else "Open again."), following


def _over(request, row: PlanImport):
    """What became of it: the plan and what to do next, or why there is nothing here."""
    board = row.board
    done = row.status == PlanImport.Status.DONE
    answer = can_undo(row) if done else None
    plan = row.plan
    at = {}
    if plan is not None:
        at = {
            name: reverse(name, args=[board.slug, plan.slug])
            for name in ("plan", "plan_settle", "plan_arrange", "plan_ratify")
        }
    title = {
        PlanImport.Status.DONE: f"{row.title} is brought in",
        PlanImport.Status.UNDONE: f"{row.title} was undone",
        PlanImport.Status.DISCARDED: f"{row.file_name} was discarded",
    }.get(row.status, f"{row.file_name} waited too long")
    context = {
        "row": row,
        "title": title,
        "done": done,
        "plan": plan,
        "at": at,
        "made_plan": bool(row.written.get("made_plan")),
        "actions": plan.actions.in_force().count() if plan else 0,
        "action_words": lower_first(board.words_for("action")),
        "to_settle": _to_settle(plan) if plan else 0,
        "parties": len(row.written.get("parties") or ()),
        "people_href": reverse("invitation_new", args=[board.slug]),
        "may_undo": bool(answer),
        "why_not": "" if answer is None or answer else answer.reason,
        "undo_href": address(row, "import_undo"),
        "start_href": reverse("plan_import", args=[board.slug]),
        "crumbs": crumbs(row, (row.title, "")),
    }
    return render(request, "actions/import/over.html", context)


def _to_settle(plan) -> int:
    actions = plan.actions.in_force()
    return (
        actions.filter(timescale_to_settle=True).count()
        + actions.filter(leads__to_settle=True, leads__withdrawn_at=None).count()
    )
