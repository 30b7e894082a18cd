"""The list of reports, and one report section by section."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from actions.models import Plan
from subgroups.access import board_view, manager, member
from subgroups.views.parts import form_page

from .. import frozen, statements, workflow
from ..annual_report import FROM_PLAN, KIND, read_entries, report_document
from ..forms import NewReportForm, ReportForm
from ..models import AnnualReport, Edition
from ..permissions import may_edit_report, may_manage_reports
from ..services import assembling
from .entries import rows_of
from .parts import own_part, report_to_edit, the_report


@require_safe
@board_view(member)
def reports(request):
    """Every report and every plan of the board, each with its PDF."""
    request.section = "reports"
    board = request.board
    plans = list(Plan.objects.of(board).newest_first())
    found = list(AnnualReport.objects.of(board))
    told = {report.plan_id: report for report in found}
    public = [edition for edition in Edition.objects.of(board).light() if _is_public(edition)]
    public_plans = {edition.plan_id for edition in public}
    public_reports = {edition.report_id for edition in public}
    manages = bool(may_manage_reports(request.membership))
    context = {
        "title": "Reports",
        "reports": [
            {
                "title": report.title,
                "href": reverse("report", args=[board.slug, report.slug]),
                "links": _links("report", board, report),
                "period": _period(report),
                "status": _status(report),
                "public": report.pk in public_reports,
            }
            for report in found
        ],
        "plans": [
            {
                "title": plan.title,
                "href": reverse("plan", args=[board.slug, plan.slug]),
                "links": _links("plan", board, plan),
                "period": _period(plan),
                "status": plan.get_status_display(),
                "public": plan.pk in public_plans,
                "begin": f"{reverse('report_new', args=[board.slug])}?plan={plan.pk}"
                if manages and plan.pk not in told
                else "",
                "report": reverse("report", args=[board.slug, told[plan.pk].slug])
                if plan.pk in told
                else "",
            }
            for plan in plans
        ],
        "actions": [
            {
                "text": "Begin an annual report",
                "href": reverse("report_new", args=[board.slug]),
                "primary": True,
            }
        ]
        if manages and plans
        else [],
        "plan_word": board.word("plan"),
        "plans_word": board.words_for("plan"),
        "manages": manages,
        "public": reverse("published_board", args=[board.slug]) if public else "",
        "public_face": reverse("public_face", args=[board.slug]) if manages else "",
    }
    return render(request, "reports/reports.html", context)


def _is_public(edition: Edition) -> bool:
    return edition.state == Edition.State.PUBLISHED


def _links(kind: str, board, paper) -> list[dict]:
    """How a paper is read and handed out."""
    names = [("read", "Read"), ("pdf", "PDF"), ("word", "Word"), ("publication", "Editions")]
    return [
        {"text": text, "href": reverse(f"{kind}_{name}", args=[board.slug, paper.slug])}
        for name, text in names
        if (kind, name) != ("plan", "word")
    ]


def _period(thing) -> str:
    return f"{thing.start:%-d %B %Y} to {thing.end:%-d %B %Y}"


def _status(report: AnnualReport) -> str:
    if report.status == AnnualReport.Status.APPROVED:
        return f"Approved on {report.approved_on:%-d %B %Y}"
    if report.status == AnnualReport.Status.CIRCULATED:
        return f"Circulated for comment until {report.comments_until:%-d %B %Y}"
    return "Draft"


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_new(request):
    request.section = "reports"
    chosen = {"plan": request.GET["plan"]} if request.GET.get("plan", "").isdigit() else {}
    form = NewReportForm(request.POST or None, board=request.board, initial=chosen)
    made = []
    if form.is_valid() and form.accepted_by(
        lambda: made.append(assembling.create_report(by=request.user, **form.cleaned_data))
    ):
        messages.success(request, f"{made[0]} is begun, with the usual sections.")
        return redirect("report", request.board.slug, made[0].slug)
    return form_page(
        request,
        form=form,
        title="Begin an annual report",
        back=reverse("reports", args=[request.board.slug]),
        back_text="Reports",
    )


@require_safe
@board_view(member)
def report(request, report):
    """What is in a report, section by section; the manager changes it from here."""
    found = the_report(request, report)
    board = request.board
    may_edit = may_edit_report(request.membership, found)
    read = read_entries(found)
    kept = None
    if found.status == AnnualReport.Status.APPROVED:
        kept = Edition.objects.about(found).first()
    if kept is not None:  # what was approved, whatever the rows and the plan say by now
        document, _ = frozen.thaw(kept.document)
    else:
        document = report_document(found, entries=read, with_plan=False)
    base = [board.slug, found.slug]
    edits = bool(may_edit)
    sections = []
    for number, part in enumerate(document.sections):
        pk = int(part.anchor.removeprefix("section-"))
        sections.append(
            {
                "part": part,
                "empty": part.empty,
                "drawn": found.plan is not None and part.kind in FROM_PLAN,
                "money": statements.statements_of(part.finance) if part.finance else [],
                "balances": statements.balances_of(part.finance) if part.finance else None,
                "of_board": part.kind == KIND.ABOUT,
                "edit": reverse("section_edit", args=[*base, pk]) if edits else "",
                "print": reverse("section_print", args=[*base, pk]) if edits else "",
                "remove": reverse("section_remove", args=[*base, pk]) if edits else "",
                "move": reverse("section_move", args=[*base, pk]) if edits else "",
                "first": number == 0,
                "last": number == len(document.sections) - 1,
                "entries": rows_of(found, part.kind, read) if edits else [],
                "add": _adders(base, part.kind) if edits else [],
            }
        )
    manages = bool(may_manage_reports(request.membership))
    context = {
        "title": found.title,
        "caption": f"{_period(found)} · {_status(found)}",
        "report": found,
        "sections": sections,
        "left_out": [
            {
                "title": row.title,
                "edit": reverse("section_edit", args=[*base, row.pk]),
                "print": reverse("section_print", args=[*base, row.pk]),
            }
            for row in read.sections
            if edits and not row.printed
        ],
        "pdf": reverse("report_pdf", args=base),
        "read": reverse("report_read", args=base),
        "kept": kept is not None,
        "plan": found.plan,
        "edits": edits,
        "keep": reverse("report_keep", args=base)
        if kept is None and workflow.may_keep(request.membership, found)
        else "",
        "locked": may_edit.reason if manages and not edits else "",
        "actions": _actions(base, found, request.membership, edits=edits)
        + own_part(request.membership, found),
    }
    return render(request, "reports/report.html", context)


def _actions(base, found, membership, *, edits: bool) -> list[dict]:
    """What can be done with the report now; `workflow` says which of its steps are open."""
    links = [
        {"text": "Read it", "href": reverse("report_read", args=base), "primary": True},
        {"text": "PDF", "href": reverse("report_pdf", args=base)},
        {"text": "Word", "href": reverse("report_word", args=base)},
    ]
    if may_manage_reports(membership):
        links.append({"text": "Contributions", "href": reverse("contributions", args=base)})
        links.append({"text": "Is it ready?", "href": reverse("report_readiness", args=base)})
    if edits:
        links += [
            {"text": "Add a section", "href": reverse("section_new", args=base)},
            {"text": "Pictures", "href": reverse("report_pictures", args=base)},
            {"text": "Title and period", "href": reverse("report_edit", args=base)},
        ]
    links += [
        {"text": text, "href": reverse(f"report_{step}", args=base)}
        for step, text in _STEPS.items()
        if workflow.may_take(membership, found, step)
    ]
    if found.status == AnnualReport.Status.CIRCULATED or found.comments.exists():
        links.append({"text": "Comments", "href": reverse("report_comments", args=base)})
    links.append({"text": "Editions", "href": reverse("report_publication", args=base)})
    return links


_STEPS = {
    "circulate": "Circulate for comment",
    "take_back": "Take back from circulation",
    "approve": "Approve",
    "reopen": "Open it again",
}


_ADDERS = {
    KIND.FINANCE: (
        ("report_money", "Income and expenditure"),
        ("lines", "Add a line"),
        ("report_totals", "Stated totals"),
    ),
    KIND.OUTPUTS: (("outputs", "Add one"),),
    KIND.GLOSSARY: (("report_glossary", "Find abbreviations"), ("terms", "Add a term")),
    KIND.CONTRIBUTIONS: (("contributions", "Add a contribution"),),
    KIND.DECISIONS: (("decisions", "Add a decision or challenge"),),
    KIND.REVIEWS: (("reviews", "Add a review"), ("recommendations", "Add a recommendation")),
    KIND.TRAINING: (("courses", "Add a course"),),
    KIND.ATTENDANCE: (("attendance", "Add an agency"),),
}


def _adders(base, kind) -> list[dict]:
    return [
        {
            "text": text,
            "href": reverse(part, args=base)
            if part.startswith("report_")
            else reverse("entry_new", args=[*base, part]),
        }
        for part, text in _ADDERS.get(kind, ())
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_edit(request, report):
    found = report_to_edit(request, report)
    form = ReportForm(request.POST or None, report=found)
    if form.is_valid() and form.accepted_by(
        lambda: assembling.change_report(report=found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{found} is saved.")
        return redirect("report", request.board.slug, found.slug)
    return form_page(
        request,
        form=form,
        title="Title and period",
        back=reverse("report", args=[request.board.slug, report]),
        back_text=found.title,
    )
