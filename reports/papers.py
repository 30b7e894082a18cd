"""The two papers of a board, ready to hand out: its business plan and its annual report."""

from pathlib import Path

from actions.models import Plan

from . import figures, pdf, rendered
from .annual_report import report_document
from .models import AnnualReport
from .plan_document import plan_document


def plan_paper(plan: Plan) -> Path:
    """The PDF of `plan` (board loaded): at once where it is kept, else rendered (seconds)."""
    document = plan_document(plan)
    return rendered.kept(
        document,
        name=f"plan-{plan.pk}",
        make=lambda: pdf.render(
            "reports/pdf/plan.html",
            {"document": document, "theme": pdf.theme(document.look), "kind": document.kind},
        ),
    )


def report_paper(report: AnnualReport) -> Path:
    """The PDF of `report` (board and plan loaded): as `plan_paper`."""
    document = report_document(report)
    drawn = next((section.figures for section in document.sections if section.figures), None)
    return rendered.kept(
        document,
        name=f"report-{report.pk}",
        make=lambda: pdf.render(
            "reports/pdf/report.html",
            {
                "document": document,
                "theme": pdf.theme(document.look),
                "kind": "Annual report",
                "charts": figures.charts_of(drawn, document.ratings) if drawn else [],
            },
        ),
    )
