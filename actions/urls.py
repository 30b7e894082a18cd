from django.urls import include, path

from actions.views import (
    action,
    dashboards,
    exports,
    outcomes,
    owed,
    plan,
    plan_counts,
    updating,
)

urlpatterns = [
    # The manager's pages; first, because `plans/new/` would be taken for a plan
    path("", include("actions.editing_urls")),
    path("", include("actions.import_urls")),
    # The work of the year
    path("", owed.owed, name="owed"),
    path("<slug:board>/actions/<int:pk>/", action.action, name="action"),
    path("<slug:board>/actions/<int:pk>/update/", updating.action_update, name="action_update"),
    path("<slug:board>/actions/<int:pk>/complete/", action.action_complete, name="action_complete"),
    path("<slug:board>/actions/<int:pk>/reopen/", action.action_reopen, name="action_reopen"),
    path("<slug:board>/actions/<int:pk>/date/", action.action_date, name="action_date"),
    path("<slug:board>/outcomes/<int:pk>/update/", outcomes.outcome_update, name="outcome_update"),
    path("<slug:board>/milestones/<int:pk>/met/", action.milestone_met, name="milestone_met"),
    # The plan page. Its own pages with a fixed word (new, current) come before `<slug:plan>`.
    path("<slug:board>/plans/", plan.plans, name="plans"),
    path("<slug:board>/plans/current/", plan.plan_current, name="plan_current"),
    path("<slug:board>/plans/<slug:plan>/export.csv", plan.plan_csv, name="plan_csv"),
    path("<slug:board>/plans/<slug:plan>/export.docx", exports.plan_docx, name="plan_docx"),
    path("<slug:board>/plans/<slug:plan>/export.xlsx", exports.plan_xlsx, name="plan_xlsx"),
    path("<slug:board>/plans/<slug:plan>/export.json", plan.plan_json, name="plan_json"),
    path("<slug:board>/plans/<slug:plan>/counts/", plan_counts.plan_counts, name="plan_counts"),
    path("<slug:board>/plans/<slug:plan>/", plan.plan, name="plan"),
    # Dashboards. `/<board>/` has one part only, so it takes no other address of a board.
    path("<slug:board>/", dashboards.dashboard, name="dashboard"),
    path("<slug:board>/groups/<slug:group>/", dashboards.group, name="group"),
]
