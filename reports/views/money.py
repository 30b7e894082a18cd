"""Income and expenditure: all figures on one page, out into a workbook and back in."""

from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.importers.reading import Unreadable
from boardplan.errors import RuleBroken
from subgroups.access import board_view, manager
from subgroups.models import Agency
from subgroups.views.parts import UNPROCESSABLE, form_page

from .. import statements
from ..finance import FIGURES, finance, pounds, years_of
from ..forms import FiguresForm, MoneyFileForm
from ..models import AnnualReport, BudgetLine, StatedTotal
from ..money_files import NewLine, compare, money_workbook, read_lines
from ..services import money
from .parts import report_to_edit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SALT = "reports.money"
HOURS = 24  # for which a preview can be confirmed


def _lines(report: AnnualReport) -> list[BudgetLine]:
    return list(BudgetLine.objects.filter(report=report).select_related("agency"))


def _worked_out(report: AnnualReport, lines: list[BudgetLine]):
    year, next_year = years_of(report)
    stated = StatedTotal.objects.filter(report=report)
    return finance(lines, stated, year=year, next_year=next_year)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_money(request, report):
    """Every line with its figures; the totals below are worked out from what is typed."""
    found = report_to_edit(request, report)
    lines = _lines(found)
    form = FiguresForm(request.POST or None, lines=lines)
    valid = form.is_valid()
    if request.method == "POST" and valid and "reckon" not in request.POST:
        try:
            changed = money.change_figures(report=found, figures=form.figures(), by=request.user)
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            what = f"{changed} line{'' if changed == 1 else 's'}" if changed else "Nothing"
            messages.success(request, f"{what} changed. The totals follow.")
            return redirect("report_money", request.board.slug, found.slug)
    if form.is_bound:  # the totals of what was typed, as far as it is understood
        typed = form.figures()
        for line in lines:
            for figure, amount in typed.get(line.pk, {}).items():
                setattr(line, figure, amount)
    return _money_page(request, found, lines, form)


def _money_page(request, report, lines, form):
    base = [request.board.slug, report.slug]
    year, next_year = years_of(report)
    worked_out = _worked_out(report, lines)
    headings = [f"Budget {year}", f"Actual {year}", f"Projected {next_year}"]
    kinds = []
    for kind in BudgetLine.Kind:
        rows = [row for row in form.rows() if row["line"].kind == kind]
        for row in rows:
            row["cells"] = list(zip(headings, row["fields"], strict=True))
            row["edit"] = reverse("entry_edit", args=[*base, "lines", row["line"].pk])
        kinds.append({"title": kind.label, "rows": rows, "income": kind == BudgetLine.Kind.INCOME})
    context = {
        "title": "Income and expenditure",
        "caption": report.title,
        "report": report,
        "back": reverse("report", args=base),
        "form": form,
        "kinds": [kind for kind in kinds if kind["rows"]],
        "headings": headings,
        "shown": statements.statements_of(worked_out),
        "balances": statements.balances_of(worked_out),
        "finance": worked_out,
        "gaps": _gaps(lines),
        "actions": [
            {"text": "Add a line", "href": reverse("entry_new", args=[*base, "lines"])},
            {"text": "Stated totals", "href": reverse("report_totals", args=base)},
            {"text": "Download as Excel", "href": reverse("money_file", args=base)},
            {"text": "Bring in from Excel", "href": reverse("money_upload", args=base)},
        ],
    }
    refused = form.is_bound and form.errors and "reckon" not in request.POST
    status = UNPROCESSABLE if refused else 200
    return render(request, "reports/money.html", context, status=status)


def _gaps(lines: list[BudgetLine]) -> list[str]:
    """Which lines lack a figure that others of their kind have: their totals are not final."""
    told = []
    for kind in BudgetLine.Kind:
        own = [line for line in lines if line.kind == kind]
        for figure in FIGURES:
            without = [line.label for line in own if getattr(line, figure) is None]
            if without and len(without) < len(own):
                names = "; ".join(without)
                told.append(f"{kind.label} without {_NAMED[figure]}: {names}.")
    return told


_NAMED = {
    "budget": "a budget",
    "actual": "an actual amount",
    "projection": "a projection",
}


@require_safe
@board_view(manager)
def money_file(request, report):
    """The lines as a workbook."""
    found = report_to_edit(request, report)
    lines = _lines(found)
    content = money_workbook(found, lines, _worked_out(found, lines))
    response = HttpResponse(content, content_type=XLSX)
    name = f"{request.board.slug}-{found.slug}-income-and-expenditure.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def money_upload(request, report):
    """A workbook is read and compared; nothing is written until the preview is confirmed."""
    found = report_to_edit(request, report)
    if "lines" in request.POST:
        return _take(request, found)
    form = MoneyFileForm(request.POST or None, request.FILES or None)
    read = []
    if form.is_valid() and form.accepted_by(lambda: read.append(_read(request, found, form))):
        return _preview(request, found, read[0])
    return form_page(
        request,
        form=form,
        title="Bring in income and expenditure",
        intro="The workbook that was downloaded here, changed, or another one whose headings say "
        "what its columns hold. You see what would change before anything does.",
        back=reverse("report_money", args=[request.board.slug, found.slug]),
        back_text="Income and expenditure",
    )


def _read(request, report, form):
    upload = form.cleaned_data["file"]
    try:
        return read_lines(
            upload.name,
            upload.read(settings.MAX_IMPORT_BYTES + 1),
            report=report,
            agencies=Agency.objects.of(request.board),
        )
    except Unreadable as refused:
        raise RuleBroken(refused.message, field="file") from refused


def _preview(request, report, read, problem: str = ""):
    agencies = {agency.pk: agency.name for agency in Agency.objects.of(request.board)}
    plan = compare(_lines(report), read.lines, agencies)
    problems = [problem] if problem else read.problems
    context = {
        "title": "What the workbook would change",
        "back": reverse("money_upload", args=[request.board.slug, report.slug]),
        "plan": plan,
        "added": [_told(line, agencies) for line in plan.added],
        "doubts": read.doubts,
        "problems": problems,
        "may_take": plan.does_something,
        "signed": signing.dumps(
            {"state": plan.state, "lines": [_packed(line) for line in read.lines],
             "report": report.pk},
            salt=SALT, compress=True,
        ),
    }  # fmt: skip
    status = UNPROCESSABLE if problems else 200
    return render(request, "reports/money_preview.html", context, status=status)


def _take(request, report):
    """Write what a preview showed, unless the lines or the preview are no longer that."""
    upload = redirect("money_upload", request.board.slug, report.slug)
    try:
        held = signing.loads(request.POST["lines"], salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        held = {}
    if held.get("report") != report.pk:
        messages.error(request, "That preview is no longer there. Upload the file again.")
        return upload
    agencies = {agency.pk: agency.name for agency in Agency.objects.of(request.board)}
    plan = compare(_lines(report), [_unpacked(row) for row in held["lines"]], agencies)
    if plan.state != held["state"]:
        messages.error(
            request, "Somebody changed the lines since you looked at the file. Upload it again."
        )
        return upload
    try:
        money.bring_in_lines(report=report, plan=plan, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return upload
    messages.success(request, "The lines are those of the workbook now.")
    return redirect("report_money", request.board.slug, report.slug)


def _told(line: NewLine, agencies) -> dict:
    figures = ", ".join(
        f"{figure} {pounds(amount)}"
        for figure in FIGURES
        if (amount := getattr(line, figure)) is not None
    )
    return {
        "kind": BudgetLine.Kind(line.kind).label,
        "label": line.label,
        "figures": figures,
        "agency": agencies.get(line.agency, ""),
    }


_FIELDS = ("kind", "label", "agency", *FIGURES, "units", "unit_rate")


def _packed(line: NewLine) -> list:
    values = (getattr(line, name) for name in _FIELDS)
    return [str(value) if isinstance(value, Decimal) else value for value in values]


def _unpacked(row: list) -> NewLine:
    values = dict(zip(_FIELDS, row, strict=True))
    for name in (*FIGURES, "units", "unit_rate"):
        values[name] = None if values[name] is None else Decimal(values[name])
    return NewLine(**values)
