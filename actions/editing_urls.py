"""Addresses of the manager's pages about a plan and its parts."""

from django.urls import path

from .views import arranging, editing, fill_in, leads, lifecycle

urlpatterns = [
    path("<slug:board>/plans/new/", lifecycle.plan_new, name="plan_new"),
    path("<slug:board>/plans/<slug:plan>/edit/", lifecycle.plan_edit, name="plan_edit"),
    path("<slug:board>/plans/<slug:plan>/ratify/", lifecycle.plan_ratify, name="plan_ratify"),
    path("<slug:board>/plans/<slug:plan>/close/", lifecycle.plan_close, name="plan_close"),
    path(
        "<slug:board>/plans/<slug:plan>/roll-forward/",
        lifecycle.plan_roll_forward,
        name="plan_roll_forward",
    ),
    path("<slug:board>/plans/<slug:plan>/arrange/", arranging.plan_arrange, name="plan_arrange"),
    path("<slug:board>/plans/<slug:plan>/fill-in/", fill_in.plan_fill_in, name="plan_fill_in"),
    path(
        "<slug:board>/plans/<slug:plan>/fill-in/answers.xlsx",
        fill_in.plan_fill_in_file,
        name="plan_fill_in_file",
    ),
    path(
        "<slug:board>/plans/<slug:plan>/fill-in/bring-in/",
        fill_in.plan_fill_in_confirm,
        name="plan_fill_in_confirm",
    ),
    path("<slug:board>/plans/<slug:plan>/to-settle/", leads.plan_settle, name="plan_settle"),
    path(
        "<slug:board>/plans/<slug:plan>/timescale/",
        editing.timescale_reading,
        name="timescale_reading",
    ),
    path(
        "<slug:board>/plans/<slug:plan>/priorities/new/", editing.priority_new, name="priority_new"
    ),
    path("<slug:board>/plans/<slug:plan>/outcomes/new/", editing.outcome_new, name="outcome_new"),
    path("<slug:board>/plans/<slug:plan>/actions/new/", editing.action_new, name="action_new"),
    path("<slug:board>/priorities/<int:pk>/edit/", editing.priority_edit, name="priority_edit"),
    path("<slug:board>/priorities/<int:pk>/move/", arranging.priority_move, name="priority_move"),
    path(
        "<slug:board>/priorities/<int:pk>/withdraw/",
        arranging.priority_withdraw,
        name="priority_withdraw",
    ),
    path(
        "<slug:board>/priorities/<int:pk>/restore/",
        arranging.priority_restore,
        name="priority_restore",
    ),
    path("<slug:board>/outcomes/<int:pk>/edit/", editing.outcome_edit, name="outcome_edit"),
    path("<slug:board>/outcomes/<int:pk>/move/", arranging.outcome_move, name="outcome_move"),
    path(
        "<slug:board>/outcomes/<int:pk>/withdraw/",
        arranging.outcome_withdraw,
        name="outcome_withdraw",
    ),
    path(
        "<slug:board>/outcomes/<int:pk>/restore/", arranging.outcome_restore, name="outcome_restore"
    ),
    path("<slug:board>/actions/<int:pk>/edit/", editing.action_edit, name="action_edit"),
    path("<slug:board>/actions/<int:pk>/move/", arranging.action_move, name="action_move"),
    path(
        "<slug:board>/actions/<int:pk>/withdraw/", arranging.action_withdraw, name="action_withdraw"
    ),
    path("<slug:board>/actions/<int:pk>/restore/", arranging.action_restore, name="action_restore"),
    path("<slug:board>/actions/<int:pk>/leads/", leads.action_leads, name="action_leads"),
    path("<slug:board>/leads/<int:pk>/edit/", leads.lead_edit, name="lead_edit"),
    path("<slug:board>/leads/<int:pk>/order/", leads.lead_step, name="lead_step"),
    path("<slug:board>/leads/<int:pk>/withdraw/", leads.lead_withdraw, name="lead_withdraw"),
    path("<slug:board>/leads/<int:pk>/restore/", leads.lead_restore, name="lead_restore"),
    path(
        "<slug:board>/actions/<int:pk>/milestones/",
        editing.action_milestones,
        name="action_milestones",
    ),
    path(
        "<slug:board>/actions/<int:pk>/milestones/order/",
        arranging.milestone_step,
        name="milestone_step",
    ),
    path("<slug:board>/milestones/<int:pk>/edit/", editing.milestone_edit, name="milestone_edit"),
    path(
        "<slug:board>/milestones/<int:pk>/withdraw/",
        arranging.milestone_withdraw,
        name="milestone_withdraw",
    ),
    path(
        "<slug:board>/milestones/<int:pk>/restore/",
        arranging.milestone_restore,
        name="milestone_restore",
    ),
]
