"""The papers as files, and the page that tells how far a file is that is being made."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from subgroups.access import board_view, member

from ..models import Build, Edition, EditionFile
from ..services import building, filing
from ..services.live import current_file
from .reached import Reached, reach

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
ACCEPTED = 202


@require_safe
@board_view(member)
def plan_pdf(request, plan):
    return _current(request, reach(request, plan=plan), "pdf")


@require_safe
@board_view(member)
def report_pdf(request, report):
    return _current(request, reach(request, report=report), "pdf")


@require_safe
@board_view(member)
def report_word(request, report):
    return _current(request, reach(request, report=report), "docx")


@require_safe
@board_view(member)
def edition_file(request, number, form, report="", plan=""):
    """A file of an edition, as it was made once."""
    if form not in TYPES:
        raise Http404("No such file")
    found = reach(request, report=report, plan=plan)
    return _kept(request, found, found.edition(number), form)


def _current(request, found: Reached, form: str):
    """What is approved comes from its edition; what still changes is made from today's data."""
    edition = found.frozen()
    if edition is not None:
        return _kept(request, found, edition, form)
    made = current_file(paper=found.paper, form=form)
    if isinstance(made, Build):
        return progress_page(request, found, made)
    return _file(request, made.open("rb"), name_of(found, form), form)


def _kept(request, found: Reached, edition: Edition, form: str):
    file = edition.files.filter(form=form).first()
    if file is None:
        build = filing.file_edition(edition)
        file = edition.files.filter(form=form).first()
        if file is None and (build is None or building.left_alone(build)):
            filing.make_files(Edition.objects.get(pk=edition.pk))
            file = edition.files.filter(form=form).first()
        elif file is None:
            return progress_page(request, found, build)
    name = name_of(found, form, number=edition.number)
    return _file(request, bytes(file.content), name, form)


def _file(request, content, name: str, form: str):
    if request.htmx:  # the progress page asked: go and fetch it
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
    if isinstance(content, bytes):
        response = HttpResponse(content, content_type=TYPES[form])
        response["Content-Disposition"] = f'inline; filename="{name}"'
    else:
        response = FileResponse(content, filename=name, content_type=TYPES[form])
    # It is as private as the page it was opened from, and changes whenever the paper does.
    response["Cache-Control"] = "private, no-cache"
    return response


def name_of(found: Reached, form: str, *, number: int = 0) -> str:
    """What a file is called once it is saved."""
    edition = f"-edition-{number}" if number else ""
    return f"{found.paper.board.slug}-{found.paper.slug}{edition}.{form}"


def progress_page(request, found: Reached, build: Build):
    """How far a file is. It asks again by itself, with and without scripts."""
    context = {
        "title": "Your file is being made",
        "paper": found.paper.title,
        "percent": build.percent,
        "waiting": build.state == Build.State.WAITING,
        "here": request.get_full_path(),
        "back": found.home,
    }
    template = "reports/_building.html" if request.htmx else "reports/building.html"
    # A page that htmx swaps must not count as an error.
    status = 200 if request.htmx else ACCEPTED
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def edition_files(edition: Edition) -> dict[str, EditionFile]:
    """The files to hand out, without their content, by form."""
    forms = [form for form in EditionFile.Form.values if form != EditionFile.Form.PAGE]
    return {file.form: file for file in edition.files.light().filter(form__in=forms)}
