"""The pictures that the texts of a report show."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from boardplan.errors import RuleBroken
from subgroups.access import board_view, manager
from subgroups.views.parts import UNPROCESSABLE, confirm_page, form_page

from ..forms import NewPictureForm, PictureForm
from ..markdown import pictures_in
from ..models import AnnualReport, ReportPicture
from ..services import picturing
from .parts import report_to_edit, the_report


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_pictures(request, report):
    """All pictures with the words that show them in a text, and a form to add one."""
    found = report_to_edit(request, report)
    form = NewPictureForm(request.POST or None, request.FILES or None)
    made = []
    if form.is_valid() and form.accepted_by(
        lambda: made.append(
            picturing.add_picture(
                report=found,
                upload=form.cleaned_data["file"],
                description=form.cleaned_data["description"],
                by=request.user,
            )
        )
    ):
        messages.success(request, f"{made[0]} is added. Copy its line into the text that shows it.")
        return redirect(_home(request, found) + f"#picture-{made[0].number}")
    context = {
        "report": found,
        "title": "Pictures",
        "back": reverse("report", args=[request.board.slug, found.slug]),
        "form": form,
        "pictures": pictures_of(found),
        "most": picturing.MOST,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "reports/pictures.html", context, status=status)


def pictures_of(report: AnnualReport) -> list[dict]:
    """The pictures of a report as its pages list them; two queries."""
    base = [report.board.slug, report.slug]
    shown: dict[int, list[str]] = {}
    for title, body in report.sections.values_list("title", "body"):
        for number in pictures_in(body):
            shown.setdefault(number, []).append(title)
    return [
        {
            "picture": row,
            "line": f"![](picture:{row.number})",
            "shown": shown.get(row.number, []),
            "file": reverse("report_picture_file", args=[*base, row.pk]),
            "change": reverse("report_picture", args=[*base, row.pk]),
            "remove": reverse("report_picture_remove", args=[*base, row.pk]),
        }
        for row in ReportPicture.objects.filter(report=report).light()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_picture(request, report, pk):
    """What a picture shows, in words."""
    found = report_to_edit(request, report)
    picture = _picture(found, pk)
    form = PictureForm(request.POST or None, picture=picture)
    if form.is_valid() and form.accepted_by(
        lambda: picturing.describe_picture(
            picture=picture, description=form.cleaned_data["description"], by=request.user
        )
    ):
        messages.success(request, f"{picture} is described.")
        return redirect(_home(request, found))
    return form_page(
        request,
        form=form,
        title=f"What picture {picture.number} shows",
        back=_home(request, found),
        back_text="Pictures",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_picture_remove(request, report, pk):
    found = report_to_edit(request, report)
    picture = _picture(found, pk)
    problem = ""
    if request.method == "POST":
        try:
            picturing.remove_picture(picture=picture, by=request.user)
        except RuleBroken as broken:
            problem = broken.message
        else:
            messages.success(request, f"Picture {picture.number} is taken out of the report.")
            return redirect(_home(request, found))
    return confirm_page(
        request,
        title=f"Take out picture {picture.number}",
        text=f"It shows: {picture.description} The other pictures keep their numbers.",
        button="Take it out",
        back=_home(request, found),
        problem=problem,
    )


@require_safe
@board_view(manager)
def report_picture_file(request, report, pk):
    """The picture itself."""
    picture = get_object_or_404(ReportPicture, report=the_report(request, report), pk=pk)
    response = HttpResponse(bytes(picture.content), content_type=picture.content_type)
    response["Cache-Control"] = "private, max-age=3600"  # what a number shows never changes
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _home(request, report) -> str:
    return reverse("report_pictures", args=[request.board.slug, report.slug])


def _picture(report: AnnualReport, pk: int) -> ReportPicture:
    row = get_object_or_404(ReportPicture.objects.filter(report=report).light(), pk=pk)
    row.report, row.board = report, report.board
    return row
