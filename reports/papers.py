"""The papers of a board as files, each made of its document tree, and where they are kept.

What is still changing is kept by what it says (`rendered`); what was approved is kept with its
edition, byte for byte.
"""

from collections.abc import Callable
from pathlib import Path

from actions.models import Plan

from . import figures, frozen, pdf, rendered, statements
from .annual_report import report_document
from .annual_report.nodes import ReportDocument
from .models import AnnualReport
from .plan_document import PlanDocument, plan_document
from .word import word_of

__all__ = ["pdf_of", "plan_paper", "report_paper", "word_of"]

Document = ReportDocument | PlanDocument


def plan_paper(plan: Plan) -> Path:
    """The PDF of `plan` (board loaded) as it stands: at once where it is kept, else rendered
    (seconds)."""
    return _kept(plan_document(plan), f"plan-{plan.pk}")


def report_paper(report: AnnualReport) -> Path:
    """The PDF of `report` (board and plan loaded) from the data of today: as `plan_paper`."""
    return _kept(report_document(report), f"report-{report.pk}")


def _kept(document: Document, name: str) -> Path:
    return rendered.kept(document, name=name, make=lambda: pdf_of(document))


def pdf_of(
    document: Document,
    *,
    imprint: frozen.Imprint | None = None,
    digest: str = "",
    files_at: str = "",
    told: Callable[[int], None] | None = None,
) -> bytes:
    """The PDF of a document. imprint and digest: of its edition. files_at: the public address
    below which the files of agencies lie, "" where they are only named. told: is called with the
    pages that are laid out so far."""
    context = {
        "document": document,
        "theme": pdf.theme(document.look),
        "imprint": imprint,
        "digest": digest,
        "files_at": files_at,
    }
    if isinstance(document, PlanDocument):
        context["kind"] = document.kind
        return pdf.render("reports/pdf/plan.html", context, told=told)
    drawn = next((section.figures for section in document.sections if section.figures), None)
    context["kind"] = "Annual report"
    context["charts"] = figures.charts_of(drawn, document.ratings) if drawn else []
    money = next((section.finance for section in document.sections if section.finance), None)
    context["money"] = statements.statements_of(money) if money else []
    context["balances"] = statements.balances_of(money) if money else None
    groups = next((section.structure for section in document.sections if section.structure), None)
    if groups is not None:
        context["structure_chart"], context["structure_sheet"] = figures.structure_of(groups)
    return pdf.render("reports/pdf/report.html", context, told=told)
