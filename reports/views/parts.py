"""What the pages of reports share."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from boardplan.access import require
from subgroups.models import Membership

from ..models import AnnualReport, Contribution
from ..permissions import may_edit_report


def the_report(request, slug: str, *related: str) -> AnnualReport:
    """A report of the request's board with its plan, or 404. related: what else is to be read
    with it."""
    request.section = "reports"
    report = get_object_or_404(
        AnnualReport.objects.of(request.board).select_related("plan", *related), slug=slug
    )
    report.board = request.board
    return report


def report_to_edit(request, slug: str) -> AnnualReport:
    """The same, for somebody who may change it; else 403 with the reason."""
    report = the_report(request, slug)
    require(may_edit_report(request.membership, report))
    return report


def own_part(membership: Membership, report: AnnualReport) -> list[dict]:
    """The link by which a contributor comes to the part that their agency was asked for."""
    if membership.role != Membership.Role.CONTRIBUTOR or membership.agency_id is None:
        return []
    own = (
        Contribution.objects.filter(report=report, agency=membership.agency_id).collected().first()
    )
    if own is None:
        return []
    return [
        {
            "text": "Your agency’s contribution",
            "href": reverse("part_write", args=[report.board.slug, report.slug, own.pk]),
        }
    ]
