"""The PDFs, handed out as files."""

from pathlib import Path

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from actions.models import Plan
from subgroups.access import board_view, member

from ..models import AnnualReport
from ..papers import plan_paper, report_paper


@require_safe
@board_view(member)
def plan_pdf(request, plan):
    found = get_object_or_404(Plan.objects.of(request.board), slug=plan)
    found.board = request.board
    return _file(plan_paper(found), f"{request.board.slug}-{found.slug}.pdf")


@require_safe
@board_view(member)
def report_pdf(request, report):
    found = get_object_or_404(
        AnnualReport.objects.of(request.board).select_related("plan"), slug=report
    )
    found.board = request.board
    return _file(report_paper(found), f"{request.board.slug}-{found.slug}.pdf")


def _file(path: Path, name: str) -> FileResponse:
    response = FileResponse(path.open("rb"), filename=name, content_type="application/pdf")
    # It is as private as the page it was opened from, and changes whenever the plan does.
    response["Cache-Control"] = "private, no-cache"
    return response
