"""The abbreviations of a report: which the glossary lacks, has, and has in vain."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from boardplan.errors import RuleBroken
from subgroups.access import board_view, manager
from subgroups.views.parts import UNPROCESSABLE

from ..abbreviations import abbreviations_in, proposals, texts_of
from ..annual_report import read_entries, report_document
from ..forms import TermForm
from ..models import NoAbbreviation
from ..services import entries, glossary
from .parts import report_to_edit


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_glossary(request, report):
    """Read the whole report for abbreviations; a post settles one of them."""
    found = report_to_edit(request, report)
    problem = {}
    if request.method == "POST":
        problem = _STEPS.get(request.POST.get("step"), _no_step)(request, found)
        if not problem:
            return redirect("report_glossary", request.board.slug, found.slug)
    context = _context(request, found, problem)
    return render(
        request, "reports/glossary.html", context, status=UNPROCESSABLE if problem else 200
    )


def _context(request, report, problem) -> dict:
    board = request.board
    read = read_entries(report, with_board=True)
    terms = read.terms
    dismissed = list(NoAbbreviation.objects.of(board))
    document = report_document(report, entries=read, as_written=True, with_pictures=False)
    texts = list(texts_of(document))
    finds = abbreviations_in(
        texts,
        [term.abbreviation for term in terms],
        dismissed=[row.text for row in dismissed],
    )
    names = [(row.abbreviation, row.name) for row in (*read.board.agencies, *read.board.groups)]
    meant = proposals([find.text for find in finds.missing], texts, names)
    edit = {
        term.abbreviation: {
            "meaning": term.meaning,
            "href": reverse("entry_edit", args=[board.slug, report.slug, "terms", term.pk]),
        }
        for term in terms
    }
    missing = []
    for number, find in enumerate(finds.missing, 1):
        wrong = problem if problem.get("abbreviation") == find.text else {}
        missing.append(
            {
                "id": f"meaning-{number}",
                "find": find,
                "meaning": wrong.get("meaning", meant.get(find.text, "")),
                "proposed": find.text in meant,
                "error": wrong.get("error", ""),
            }
        )
    general = problem and not any(row["error"] for row in missing)
    return {
        "title": "Abbreviations and glossary",
        "caption": report.title,
        "report": report,
        "back": reverse("report", args=[board.slug, report.slug]),
        "missing": missing,
        "used": [{"find": find, "term": term} | edit[term] for term, find in finds.used],
        "unused": [{"term": term} | edit[term] for term in finds.unused],
        "dismissed": dismissed,
        "problem": problem["error"] if general else "",
        "actions": [
            {
                "text": "Add a term",
                "href": reverse("entry_new", args=[board.slug, report.slug, "terms"]),
            }
        ],
    }


def _add(request, report) -> dict:
    form = TermForm(request.POST, board=request.board)
    said = {name: request.POST.get(name, "") for name in ("abbreviation", "meaning")}
    if not form.is_valid():
        error = next(iter(form.errors.values()))[0]
        if not said["meaning"].strip():
            error = f"Say what {said['abbreviation']} stands for"
        return said | {"error": error}
    try:
        entries.add_term(board=request.board, by=request.user, **form.cleaned_data)
    except RuleBroken as broken:
        return said | {"error": broken.message}
    messages.success(request, f"{said['abbreviation']} is in the glossary.")
    return {}


def _dismiss(request, report) -> dict:
    text = request.POST.get("abbreviation", "").strip()
    if not 1 <= len(text) <= NoAbbreviation._meta.get_field("text").max_length:
        raise Http404("No such find")
    try:
        glossary.dismiss_abbreviation(board=request.board, text=text, by=request.user)
    except RuleBroken as broken:
        return {"abbreviation": text, "error": broken.message}
    messages.success(request, f"{text} is no longer listed.")
    return {}


def _restore(request, report) -> dict:
    number = request.POST.get("row", "")
    rows = NoAbbreviation.objects.of(request.board)
    row = get_object_or_404(rows, pk=number if number.isdigit() else None)
    glossary.restore_abbreviation(row=row, by=request.user)
    messages.success(request, f"{row.text} is looked for again.")
    return {}


def _spell(request, report) -> dict:
    wanted = request.POST.get("spells_out") == "yes"
    glossary.spell_out(report=report, wanted=wanted, by=request.user)
    messages.success(
        request,
        "Abbreviations are spelt out at their first use."
        if wanted
        else "Abbreviations stay as they are written.",
    )
    return {}


def _no_step(request, report) -> dict:
    return {"error": "Choose what should become of the abbreviation."}


_STEPS = {"add": _add, "dismiss": _dismiss, "restore": _restore, "spell": _spell}
