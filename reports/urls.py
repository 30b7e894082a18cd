from django.urls import path

from .views import (
    approving,
    comments,
    entries,
    papers,
    publication,
    reading,
    reports,
    sections,
)

_REPORT = "<slug:board>/reports/<slug:report>"
_PLAN = "<slug:board>/plans/<slug:plan>"


def _both(base: str, kind: str) -> list:
    """What a report and a plan have in common: reading, editions, publication."""
    edition = f"{base}/editions/<int:number>"
    return [
        path(f"{base}/read/", reading.read, name=f"{kind}_read"),
        path(f"{base}/read/<slug:page>/", reading.read, name=f"{kind}_read_page"),
        path(f"{base}/editions/", publication.publication, name=f"{kind}_publication"),
        path(f"{edition}/publish/", publication.publish, name=f"{kind}_publish"),
        path(f"{edition}/withdraw/", publication.withdraw, name=f"{kind}_withdraw"),
        path(f"{edition}/file.<slug:form>", papers.edition_file, name=f"{kind}_edition_file"),
        path(f"{edition}/read/", reading.edition, name=f"{kind}_edition"),
        path(f"{edition}/read/<slug:page>/", reading.edition, name=f"{kind}_edition_page"),
    ]


urlpatterns = [
    path(f"{_PLAN}/business-plan.pdf", papers.plan_pdf, name="plan_pdf"),
    path("<slug:board>/reports/", reports.reports, name="reports"),
    path("<slug:board>/reports/new/", reports.report_new, name="report_new"),
    path(f"{_REPORT}/", reports.report, name="report"),
    path(f"{_REPORT}/annual-report.pdf", papers.report_pdf, name="report_pdf"),
    path(f"{_REPORT}/annual-report.docx", papers.report_word, name="report_word"),
    *_both(_REPORT, "report"),
    *_both(_PLAN, "plan"),
    path(f"{_PLAN}/editions/new/", approving.plan_freeze, name="plan_freeze"),
    path("<slug:board>/publications/", publication.public_face, name="public_face"),
    path(f"{_REPORT}/edit/", reports.report_edit, name="report_edit"),
    path(f"{_REPORT}/circulate/", approving.report_circulate, name="report_circulate"),
    path(f"{_REPORT}/take-back/", approving.report_take_back, name="report_take_back"),
    path(f"{_REPORT}/approve/", approving.report_approve, name="report_approve"),
    path(f"{_REPORT}/replace-name/", approving.report_replace_name, name="report_replace_name"),
    path(f"{_REPORT}/reopen/", approving.report_reopen, name="report_reopen"),
    path(f"{_REPORT}/comments/", comments.report_comments, name="report_comments"),
    path(f"{_REPORT}/comments/new/", comments.report_comment, name="report_comment"),
    path(
        f"{_REPORT}/comments/<int:pk>/",
        comments.report_comment_answer,
        name="report_comment_answer",
    ),
    path(f"{_REPORT}/totals/", entries.report_totals, name="report_totals"),
    path(f"{_REPORT}/sections/new/", sections.section_new, name="section_new"),
    path(f"{_REPORT}/sections/<int:pk>/", sections.section_edit, name="section_edit"),
    path(f"{_REPORT}/sections/<int:pk>/move/", sections.section_move, name="section_move"),
    path(f"{_REPORT}/sections/<int:pk>/remove/", sections.section_remove, name="section_remove"),
    # `part` is lines, outputs, terms or contributions
    path(f"{_REPORT}/<slug:part>/new/", entries.entry_new, name="entry_new"),
    path(f"{_REPORT}/<slug:part>/<int:pk>/", entries.entry_edit, name="entry_edit"),
    path(f"{_REPORT}/<slug:part>/<int:pk>/remove/", entries.entry_remove, name="entry_remove"),
]
