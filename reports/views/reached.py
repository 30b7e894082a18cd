"""A paper as its pages reach it: a report or a plan, by the slug in its address."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from actions.models import Plan

from ..annual_report import report_document
from ..models import AnnualReport, Edition
from ..plan_document import plan_document


@dataclass(frozen=True)
class Reached:
    """`kind` is "report" or "plan", and the beginning of the names of its addresses."""

    kind: str
    paper: AnnualReport | Plan

    def url(self, name: str, *more) -> str:
        return reverse(f"{self.kind}_{name}", args=[self.paper.board.slug, self.paper.slug, *more])

    @property
    def is_plan(self) -> bool:
        return self.kind == "plan"

    @property
    def home(self) -> str:
        """The paper's own page."""
        return reverse(self.kind, args=[self.paper.board.slug, self.paper.slug])

    @property
    def public_kind(self) -> str:
        return f"{self.kind}s"

    def document(self):
        """As it stands today."""
        return plan_document(self.paper) if self.is_plan else report_document(self.paper)

    def editions(self):
        return Edition.objects.about(self.paper).light()

    def frozen(self) -> Edition | None:
        """The edition that stands for the paper now: the last one of an approved report. A plan
        goes on, so it is always read as it stands."""
        if self.is_plan or self.paper.status != AnnualReport.Status.APPROVED:
            return None
        return self.with_board(self.editions().first())

    def edition(self, number: int) -> Edition:
        """One of its editions, or 404."""
        return self.with_board(get_object_or_404(self.editions(), number=number))

    def with_board(self, edition: Edition | None) -> Edition | None:
        if edition is not None:
            edition.board = self.paper.board
            setattr(edition, self.kind, self.paper)
        return edition


def reach(request, *, report: str = "", plan: str = "") -> Reached:
    """The report or plan of the request's board with that slug, or 404."""
    request.section = "reports"
    model, slug = (AnnualReport, report) if report else (Plan, plan)
    rows = model.objects.of(request.board)
    if report:
        rows = rows.select_related("plan")
    paper = rows.filter(slug=slug).first()
    if paper is None:
        raise Http404("No such paper")
    paper.board = request.board
    return Reached("report" if report else "plan", paper)
