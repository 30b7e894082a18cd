"""What is entered row by row: money, outputs, terms of the glossary, contributions, and the record
of the year.

They differ only in their form and service, so they share three views; `part` in the address
says which it is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from subgroups.access import board_view, manager
from subgroups.views.parts import UNPROCESSABLE, confirm_page, form_page

from ..annual_report import Entries
from ..forms import (
    AttendanceForm,
    BudgetLineForm,
    ContributionForm,
    DecisionForm,
    OutputForm,
    RecommendationForm,
    ReviewForm,
    TermForm,
    TotalsForm,
    TrainingCourseForm,
)
from ..models import (
    AgencyAttendance,
    AnnualReport,
    BudgetLine,
    Contribution,
    Decision,
    GlossaryTerm,
    Output,
    Recommendation,
    Review,
    Section,
    StatedTotal,
    TrainingCourse,
)
from ..services import entries
from .parts import report_to_edit


@dataclass(frozen=True)
class Part:
    """One kind of row. The functions take (report or row, user, values of the form)."""

    noun: str
    kind: str  # the section it stands in
    model: type
    form: type
    add: Callable
    change: Callable
    remove: Callable


def _of_the_year(noun: str, kind: str, model: type, form: type) -> Part:
    """A part that is written by the one pair of services for the record of the year."""
    return Part(
        noun,
        kind,
        model,
        form,
        lambda report, by, values: entries.add_entry(model=model, report=report, by=by, **values),
        lambda row, by, values: entries.change_entry(entry=row, by=by, **values),
        lambda row, by: entries.remove_entry(entry=row, by=by),
    )


PARTS = {
    "lines": Part(
        "line",
        Section.Kind.FINANCE,
        BudgetLine,
        BudgetLineForm,
        lambda report, by, values: entries.add_budget_line(report=report, by=by, **values),
        lambda row, by, values: entries.change_budget_line(line=row, by=by, **values),
        lambda row, by: entries.remove_entry(entry=row, by=by),
    ),
    "outputs": Part(
        "entry",
        Section.Kind.OUTPUTS,
        Output,
        OutputForm,
        lambda report, by, values: entries.add_output(report=report, by=by, **values),
        lambda row, by, values: entries.change_output(output=row, by=by, **values),
        lambda row, by: entries.remove_entry(entry=row, by=by),
    ),
    "terms": Part(
        "term",
        Section.Kind.GLOSSARY,
        GlossaryTerm,
        TermForm,
        lambda report, by, values: entries.add_term(board=report.board, by=by, **values),
        lambda row, by, values: entries.change_term(term=row, by=by, **values),
        lambda row, by: entries.remove_term(term=row, by=by),
    ),
    "contributions": Part(
        "contribution",
        Section.Kind.CONTRIBUTIONS,
        Contribution,
        ContributionForm,
        lambda report, by, values: entries.add_contribution(report=report, by=by, **values),
        lambda row, by, values: entries.change_contribution(contribution=row, by=by, **values),
        lambda row, by: entries.remove_entry(entry=row, by=by),
    ),
    "decisions": _of_the_year(
        "decision or challenge", Section.Kind.DECISIONS, Decision, DecisionForm
    ),
    "reviews": _of_the_year("review", Section.Kind.REVIEWS, Review, ReviewForm),
    "recommendations": _of_the_year(
        "recommendation", Section.Kind.REVIEWS, Recommendation, RecommendationForm
    ),
    "courses": _of_the_year("course", Section.Kind.TRAINING, TrainingCourse, TrainingCourseForm),
    "attendance": _of_the_year("line", Section.Kind.ATTENDANCE, AgencyAttendance, AttendanceForm),
}


def rows_of(report: AnnualReport, kind: str, read: Entries) -> list[dict]:
    """The rows that a section of `kind` is printed from, with the address that changes each."""
    return [
        {
            "text": str(row),
            "href": reverse("entry_edit", args=[report.board.slug, report.slug, name, row.pk]),
        }
        for name, part in PARTS.items()
        if part.kind == kind
        for row in getattr(read, name)
    ]


def _rows(report: AnnualReport, part: Part):
    rows = part.model.objects.of(report.board)
    return rows if part.model is GlossaryTerm else rows.filter(report=report)


def _part(name: str) -> Part:
    if name not in PARTS:
        raise Http404("No such part of a report")
    return PARTS[name]


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def entry_new(request, report, part):
    found = report_to_edit(request, report)
    kind = _part(part)
    form = kind.form(request.POST or None, board=request.board, report=found)
    if form.is_valid() and form.accepted_by(
        lambda: kind.add(found, request.user, form.cleaned_data)
    ):
        messages.success(request, f"The {kind.noun} is added.")
        return redirect("report", request.board.slug, found.slug)
    return _form(request, found, form, f"Add a {kind.noun}" if kind.noun != "entry" else "Add one")


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def entry_edit(request, report, part, pk):
    found = report_to_edit(request, report)
    kind = _part(part)
    row = get_object_or_404(_rows(found, kind), pk=pk)
    form = kind.form(request.POST or None, board=request.board, report=found, entry=row)
    if form.is_valid() and form.accepted_by(
        lambda: kind.change(row, request.user, form.cleaned_data)
    ):
        messages.success(request, f"The {kind.noun} is saved.")
        return redirect("report", request.board.slug, found.slug)
    remove = reverse("entry_remove", args=[request.board.slug, found.slug, part, pk])
    return _form(request, found, form, f"Change this {kind.noun}", remove=remove)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def entry_remove(request, report, part, pk):
    found = report_to_edit(request, report)
    kind = _part(part)
    row = get_object_or_404(_rows(found, kind), pk=pk)
    if request.method == "POST":
        kind.remove(row, request.user)
        messages.success(request, f"The {kind.noun} is taken out.")
        return redirect("report", request.board.slug, found.slug)
    return confirm_page(
        request,
        title=f"Take out this {kind.noun}",
        text=f"{row}. It stays only in the record of changes.",
        button="Take it out",
        back=reverse("report", args=[request.board.slug, found.slug]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_totals(request, report):
    """The totals a document states, beside those of the lines."""
    found = report_to_edit(request, report)
    stated = {row.of: row.amount for row in StatedTotal.objects.filter(report=found)}
    form = TotalsForm(request.POST or None, stated=stated)
    if form.is_valid() and form.accepted_by(
        lambda: entries.state_totals(report=found, by=request.user, totals=form.cleaned_data)
    ):
        messages.success(request, "The stated totals are saved.")
        return redirect("report", request.board.slug, found.slug)
    return form_page(
        request,
        form=form,
        title="Totals as stated",
        intro="What the treasurer’s own paper gives. Where the lines add up to something else, "
        "the report says so in a sentence.",
        back=reverse("report", args=[request.board.slug, found.slug]),
        back_text=found.title,
    )


def _form(request, report, form, title, remove=""):
    back = reverse("report", args=[request.board.slug, report.slug])
    if not remove:
        return form_page(request, form=form, title=title, back=back, back_text=report.title)
    context = {
        "form": form,
        "title": title,
        "back": back,
        "back_text": report.title,
        "remove": remove,
    }
    return render(
        request, "reports/entry.html", context, status=UNPROCESSABLE if form.errors else 200
    )
