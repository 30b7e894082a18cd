"""What the pages of reports share."""

from django.shortcuts import get_object_or_404

from boardplan.access import require

from ..models import AnnualReport
from ..permissions import may_edit_report


def the_report(request, slug: str) -> AnnualReport:
    """A report of the request's board, or 404."""
    request.section = "reports"
    report = get_object_or_404(
        AnnualReport.objects.of(request.board).select_related("plan"), slug=slug
    )
    report.board = request.board
    return report


def report_to_edit(request, slug: str) -> AnnualReport:
    """The same, for somebody who may change it; else 403 with the reason."""
    report = the_report(request, slug)
    require(may_edit_report(request.membership, report))
    return report
