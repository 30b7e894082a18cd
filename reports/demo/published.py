"""What the demo's boards have published: one report, and the plan it tells of."""

import datetime

from actions.models import Plan
from subgroups.models import Board

from ..models import AnnualReport, Edition, PublicFace
from ..services import approving
from ..services.filing import is_filed, make_files

BOARD = "wandsworth"
REPORT, PLAN = "annual-report-2017-18", "business-plan-2017-18"
APPROVED, PUBLISHED = datetime.date(2018, 9, 26), datetime.date(2018, 10, 1)
MEETING = "WSCB Executive Board, September meeting"
CONTACT = """\
WSCB Business Manager
manager@wandsworth.example
Answered within ten working days"""
INTRODUCTION = (
    "The board’s plans for children and young people in Wandsworth, and what came of them."
)


def publish_demo(board: Board) -> list[str]:
    """Keep and publish what is not yet; the names of what was added."""
    if board.slug != BOARD or Edition.objects.of(board).exists():
        return []
    report = AnnualReport.objects.of(board).filter(slug=REPORT).first()
    plan = Plan.objects.of(board).filter(slug=PLAN).first()
    if report is None or plan is None or report.status != AnnualReport.Status.DRAFT:
        return []
    PublicFace.objects.get_or_create(
        board=board, defaults={"contact": CONTACT, "introduction": INTRODUCTION}
    )
    kept = [
        approving.approve_report(report=report, on=APPROVED, approved_by=MEETING, by=None),
        approving.freeze_plan(plan=plan, approved_by=MEETING, by=None),
    ]
    # Published before its files are there, which only the demo does: they follow at once.
    Edition.objects.filter(pk__in=[edition.pk for edition in kept]).update(published_on=PUBLISHED)
    return [f"{edition} (published)" for edition in kept]


def make_published_files() -> None:
    """The files of the demo's editions, made here so that nobody waits for a worker."""
    for edition in Edition.objects.filter(board__slug=BOARD):
        if not is_filed(edition):
            make_files(edition)
