from django.urls import path

from .views import entries, papers, reports, sections

_REPORT = "<slug:board>/reports/<slug:report>"

urlpatterns = [
    path("<slug:board>/plans/<slug:plan>/business-plan.pdf", papers.plan_pdf, name="plan_pdf"),
    path("<slug:board>/reports/", reports.reports, name="reports"),
    path("<slug:board>/reports/new/", reports.report_new, name="report_new"),
    path(f"{_REPORT}/", reports.report, name="report"),
    path(f"{_REPORT}/annual-report.pdf", papers.report_pdf, name="report_pdf"),
    path(f"{_REPORT}/edit/", reports.report_edit, name="report_edit"),
    path(f"{_REPORT}/approve/", reports.report_approve, name="report_approve"),
    path(f"{_REPORT}/reopen/", reports.report_reopen, name="report_reopen"),
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
