"""The sections of a report: written, put in order, taken out."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from boardplan.errors import Conflict
from subgroups.access import board_view, manager
from subgroups.views.parts import UNPROCESSABLE, confirm_page, form_page

from ..annual_report import pictures_for
from ..forms import NewSectionForm, SectionForm
from ..markdown import render as as_html
from ..models import Section
from ..services import assembling
from .parts import report_to_edit
from .pictures import pictures_of

CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def section_new(request, report):
    found = report_to_edit(request, report)
    form = NewSectionForm(request.POST or None)
    made = []
    if form.is_valid() and form.accepted_by(
        lambda: made.append(
            assembling.add_section(report=found, by=request.user, **form.cleaned_data)
        )
    ):
        messages.success(request, f"“{made[0]}” stands at the end of the report.")
        return redirect("section_edit", request.board.slug, found.slug, made[0].pk)
    return form_page(
        request,
        form=form,
        title="Add a section",
        back=reverse("report", args=[request.board.slug, found.slug]),
        back_text=found.title,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def section_edit(request, report, pk):
    """Writes one section. "Preview" shows it as it will be printed and saves nothing."""
    found = report_to_edit(request, report)
    section = _section(request, found, pk)
    form = SectionForm(request.POST or None, section=section)
    preview, theirs = "", None
    if form.is_valid():
        values = dict(form.cleaned_data)
        seen = values.pop("version")
        if "preview" in request.POST:
            preview = as_html(values["body"], below=2, pictures=pictures_for(found, values["body"]))
        else:
            try:
                assembling.change_section(section=section, seen=seen, by=request.user, **values)
            except Conflict as conflict:
                theirs = conflict.current
                # Saving again is now a decision made in sight of both versions.
                form.data = form.data.copy()
                form.data["version"] = theirs.version
            else:
                messages.success(request, f"“{values['title']}” is saved.")
                return redirect("report", request.board.slug, found.slug)
    context = {
        "form": form,
        "title": f"Write “{section.title}”",
        "back": reverse("report", args=[request.board.slug, found.slug]),
        "back_text": found.title,
        "preview": preview,
        "theirs": theirs,
        "pictures": pictures_of(found),
        "pictures_page": reverse("report_pictures", args=[request.board.slug, found.slug]),
    }
    status = CONFLICT if theirs else UNPROCESSABLE if form.errors else 200
    return render(request, "reports/section.html", context, status=status)


@require_POST
@board_view(manager)
def section_move(request, report, pk):
    found = report_to_edit(request, report)
    section = _section(request, found, pk)
    up = request.POST.get("to") == "up"
    assembling.move_section(section=section, by=request.user, up=up)
    messages.success(request, f"“{section}” has moved {'up' if up else 'down'}.")
    return redirect(
        reverse("report", args=[request.board.slug, found.slug]) + f"#section-{section.pk}"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def section_remove(request, report, pk):
    found = report_to_edit(request, report)
    section = _section(request, found, pk)
    if request.method == "POST":
        assembling.remove_section(section=section, by=request.user)
        messages.success(request, f"“{section}” is taken out of the report.")
        return redirect("report", request.board.slug, found.slug)
    return confirm_page(
        request,
        title=f"Take out “{section}”",
        text="The section leaves the report. What it is generated from stays where it is; words "
        "written here stay only in the record of changes.",
        button="Take it out",
        back=reverse("report", args=[request.board.slug, found.slug]),
    )


def _section(request, report, pk) -> Section:
    return get_object_or_404(
        Section.objects.of(request.board).select_related("report").filter(report=report), pk=pk
    )
