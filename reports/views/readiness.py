"""Whether a report is ready: what is amiss, each with the page that puts it right."""

from itertools import groupby

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boardplan import clock
from subgroups.access import board_view, manager

from ..models import AnnualReport
from ..permissions import may_edit_report
from ..readiness import Finding, findings_of
from .parts import the_report

# Pages that are not about the report: what their addresses name.
_OF_BOARD = {"board_look", "plans"}


@require_safe
@board_view(manager)
def report_readiness(request, report):
    found = the_report(request, report, "collection")
    approved = found.status == AnnualReport.Status.APPROVED
    findings = () if approved else findings_of(found, on=clock.today())
    context = {
        "title": f"Is {found.title} ready?",
        "report": found,
        "back": reverse("report", args=[request.board.slug, found.slug]),
        "locked": may_edit_report(request.membership, found).reason if approved else "",
        "number": len(findings),
        "groups": [
            {
                "heading": heading,
                "findings": [{"text": each.text, "href": _href(found, each)} for each in same],
            }
            for heading, same in groupby(findings, key=lambda finding: finding.heading)
        ],
        "approve": reverse("report_approve", args=[request.board.slug, found.slug]),
    }
    return render(request, "reports/readiness.html", context)


def _href(report: AnnualReport, finding: Finding) -> str:
    board = report.board.slug
    if finding.route in _OF_BOARD:
        return reverse(finding.route, args=[board])
    if finding.route == "plan":
        return reverse("plan", args=[board, report.plan.slug])
    return reverse(finding.route, args=[board, report.slug, *finding.names])
