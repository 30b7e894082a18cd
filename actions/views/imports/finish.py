"""The end of a preview: confirmed, discarded; and taken back afterwards."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from boardplan.errors import Conflict, RuleBroken
from subgroups.access import board_view, manager

from ...services import imports
from .reach import address, crumbs, import_of_board, to_check, waiting


@require_POST
@board_view(manager)
def import_confirm(request, pk):
    """Write the plan, all of it or nothing."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    version = request.POST.get("version", "")
    try:
        imports.confirm_import(
            plan_import=row,
            by=request.user,
            expected_version=int(version) if version.isdecimal() else None,
        )
    except Conflict:
        messages.warning(
            request,
            "Somebody settled something since you opened the page, so nothing was written. Look "
            "again, then bring it in.",
        )
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return to_check(row)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def import_discard(request, pk):
    """Give the preview up; asked once, because what was settled goes with it."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    if request.method == "POST":
        imports.discard_import(plan_import=row, by=request.user)
        messages.success(request, f"{row.file_name} is discarded. Nothing was written.")
        return redirect(reverse("plan_import", args=[request.board.slug]))
    context = {
        "title": f"Discard {row.file_name}?",
        "text": (
            "What was read from the file and what you settled is deleted. The file itself stays "
            "where you have it, and no plan is changed."
        ),
        "button": "Discard it",
        "action": request.path,
        "back": address(row, "import_check"),
        "crumbs": crumbs(row, (row.title, address(row, "import_check")), ("Discard", "")),
    }
    return render(request, "actions/import/ask.html", context)


@require_POST
@board_view(manager)
def import_undo(request, pk):
    """Take back what was brought in, as long as nobody has worked on it."""
    row = import_of_board(request, pk)
    try:
        imports.undo_import(plan_import=row, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, f"{row.title} is undone. Everything is as it was before.")
    return to_check(row)
