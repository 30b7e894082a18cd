"""The door: a file or a pasted table is read into a preview. And what the plan will be called."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from boardplan import clock
from boardplan.errors import Conflict, RuleBroken
from subgroups.access import board_view, manager

from ...forms.imports import AboutForm, BringInForm
from ...importers.uploads import from_file, from_paste
from ...models import Plan, PlanImport
from ...services import imports
from .reach import address, crumbs, import_of_board, to_check, waiting

GET_POST = require_http_methods(["GET", "HEAD", "POST"])
LISTED = 10


@GET_POST
@board_view(manager)
def plan_import(request):
    """Upload or paste; what was brought in before, and what still waits to be checked."""
    request.section = "plan_current"
    board = request.board
    form = BringInForm(request.POST or None, request.FILES or None, board=board)
    if request.method == "POST" and form.is_valid():
        made = []
        if form.accepted_by(lambda: made.append(_start(request, form.cleaned_data))):
            where = address(made[0], "import_check")
            return HttpResponseClientRedirect(where) if request.htmx else redirect(where)
    elif request.method == "GET" and "into" in form.fields and request.GET.get("into"):
        found = form.fields["into"].queryset.filter(slug=request.GET["into"]).first()
        form.initial["into"] = found and found.pk
    rows = list(PlanImport.objects.of(board).listed()[:LISTED])
    for row in rows:
        row.board = board
    context = {
        "form": form,
        "title": "Bring in a plan",
        "days": settings.IMPORT_DAYS,
        "fill_in": _where_answers_go(board),
        "rows": [_listed(row) for row in rows if row.status != PlanImport.Status.DISCARDED],
        "crumbs": [
            {"text": board.words_for("plan"), "href": reverse("plans", args=[board.slug])},
            {"text": "Bring in a plan", "href": ""},
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "actions/import/start.html", context, status=status)


def _start(request, said: dict) -> PlanImport:
    if said.get("file"):
        upload = said["file"]
        brought = from_file(upload.name, upload.read(settings.MAX_IMPORT_BYTES + 1))
    else:
        brought = from_paste(said["html"], said["text"])
    return imports.start_import(
        board=request.board,
        found=brought.found,
        digest=brought.digest,
        file_name=brought.name,
        into=said.get("into"),
        by=request.user,
        today=clock.today(),
    )


def _where_answers_go(board) -> str:
    """The page of the plan in force for workbooks that people filled in; "" without a plan."""
    plan = Plan.objects.current_of(board, on=clock.today())
    return reverse("plan_fill_in", args=[board.slug, plan.slug]) if plan is not None else ""


def _listed(row: PlanImport) -> dict:
    return {
        "row": row,
        "href": address(row, "import_check"),
        "status": "Expired" if row.expired else row.get_status_display(),
        "day": row.finished_at or row.created_at,
    }


@GET_POST
@board_view(manager)
def import_about(request, pk):
    """The plan's title, period and address, and whether it goes into one that is here."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    form = AboutForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        said = {"into": None} | form.cleaned_data
        version = said.pop("version")
        try:
            imports.describe_import(
                plan_import=row, by=request.user, expected_version=version, **said
            )
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        except Conflict as moved:
            form = again(form, moved.current)
        else:
            if said["into"] is not None and said["into"].pk != row.into_id:
                # What somebody asks for who names a plan is what would change in it.
                messages.success(request, f"Compared with {said['into'].title}.")
                return redirect(address(row, "import_compare"))
            messages.success(request, "Saved.")
            return to_check(row)
    context = {
        "form": form,
        "title": "What this plan is",
        "back": address(row, "import_check"),
        "crumbs": crumbs(row, (row.title, address(row, "import_check")), ("What it is", "")),
    }
    status = 422 if form.errors else 200
    return render(request, "actions/import/form.html", context, status=status)


def again(form, current: PlanImport):
    """The form with the words typed and the version of now: saving once more decides."""
    data = form.data.copy()
    data["version"] = current.version
    form.data = data
    form.add_error(
        None,
        "Somebody else settled something of this plan since you opened the page. Save again if "
        "yours should stand.",
    )
    return form
