"""The executive dashboard of a board and the dashboard of a sub-group."""

import datetime
from collections import defaultdict
from urllib.parse import urlencode

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boardplan import charts, clock
from boardplan.compiled import Compiled
from subgroups.access import board_view, member
from subgroups.models import Meeting, Seat, SubGroup

from ..dashboards import NOTHING, build_dashboard, build_group_dashboard, words_of
from ..document import read_plan
from ..forms.dashboards import DashboardForm
from ..models import Action, DueDateChange, Lead, Milestone, Plan, ProgressUpdate
from ..permissions import may_manage_plans, may_update

COMPARED_WITH = datetime.timedelta(days=90)
SOON = 60  # days
LINES = 10  # of a list before the reader is sent to the rest
# Where it is not LINES; a list of none is behind its number.
SHOWN = {"newly_red": 5, "newly_done": 5, "moved": 5, "amber": 5, "kinder": 0, "harder": 0}
GROUP_ROWS = 40
INCOMING = 25


@require_safe
@board_view(member)
def dashboard(request):
    """Where are we, what changed since we last met, what is red and why."""
    board, today = request.board, clock.today()
    request.section = "dashboard"
    plans = list(Plan.objects.of(board).newest_first())
    if not plans:
        return render(request, "actions/dashboard_empty.html", _empty(request))
    plan = _chosen(plans, request.GET.get("plan"), today)
    plan.board = board
    usual = min(today, plan.end) - COMPARED_WITH
    form = DashboardForm(request.GET, plans=plans, chosen=plan, since=usual)
    since = (form.cleaned_data.get("since") if form.is_valid() else None) or usual
    found = build_dashboard(
        read_plan(plan, updates="none", duties=False, details=False),
        ratings=ProgressUpdate.rating_days_of(plan),
        moves=DueDateChange.objects.moves_of(plan),
        since=since,
        on=today,
        labels=board.rag_labels,
        stale_after=board.stale_after_days,
        soon=SOON,
    )
    plan_url = reverse("plan", args=[board.slug, plan.slug])
    here = urlencode({"plan": plan.slug, "since": f"{since:%Y-%m-%d}"})
    red, amber = (words_of(board.rag_labels)[rag] for rag in ("red", "amber"))
    titles = _titles(red, amber)
    sections = _sections(
        found, request.GET.get("show"), here=here, plan_url=plan_url, titles=titles
    )
    return render(
        request,
        "actions/dashboard.html",
        {
            "plan": plan,
            "form": form,
            "problems": [
                {"text": error, "target": form[name].id_for_label}
                for name, errors in form.errors.items()
                for error in errors
            ],
            "found": found,
            "sections": sections,
            "titles": titles,
            "red_word": red,
            "nothing_yet": f"This plan has no {board.words_for('action').lower()} yet.",
            "plan_url": plan_url,
            "action_base": _action_base(board),
            "trend": _trend(found, board),
            "priorities": _priority_rows(found, board),
            "stale_after": board.stale_after_days,
            "soon": SOON,
            "words": {
                "action": board.word("action"),
                "actions": board.words_for("action"),
                "priority": plan.word("priority"),
                "priorities": plan.words_for("priority"),
                "lead": plan.word("lead"),
                "rag": plan.word("rag"),
            },
        },
    )


def _chosen(plans, slug, today):
    """The plan asked for; without one, the plan of today, else the newest."""
    if slug:
        for plan in plans:
            if plan.slug == slug:
                return plan
        raise Http404("This board has no such plan")
    return next((plan for plan in plans if plan.start <= today <= plan.end), plans[0])


def _empty(request):
    return {
        "may_start": bool(may_manage_plans(request.membership.standing)),
        "plan_word": request.board.word("plan"),
    }


def _action_base(board) -> str:
    """What an action's id and a stroke are put behind, so that rows need not work it out."""
    return reverse("action", args=[board.slug, 0]).removesuffix("0/")


def _titles(red, amber) -> dict:
    return {
        "red": red,
        "amber": f"What is {amber.lower()}",
        "newly_red": f"Newly {red.lower()}",
        "newly_done": "Completed",
        "moved": "Later than first agreed",
        "silent": "Who has not reported",
        "kinder": "Rated better than the dates suggest",
        "harder": "Rated worse than the dates suggest",
    }


def _sections(found, show, *, here, plan_url, titles) -> dict:
    """Each list cut to what one page holds, with the address of the whole of it."""
    lists = {
        "red": found.red,
        "amber": found.amber,
        "newly_red": found.newly_red,
        "newly_done": found.newly_done,
        "moved": found.slipped,
        "silent": found.silent,
        "kinder": found.kinder,
        "harder": found.harder,
    }
    on_the_plan = {"red": f"{plan_url}?rag=red", "amber": f"{plan_url}?rag=amber"}
    sections = {}
    for name, lines in lists.items():
        most = SHOWN.get(name, LINES)
        rest = name != show and len(lines) > most
        whole = on_the_plan.get(name) or f"?{here}&show={name}#{name}"
        sections[name] = {
            "id": name,
            "caption": titles[name],
            "lines": lines[:most] if rest else lines,
            "shown": bool(most) or name == show,
            "total": len(lines),
            "rest": rest,
            "href": whole,
            # Where the number leads: to the list on this page if that is the whole of it.
            "open": whole if rest else f"#{name}",
        }
    return sections


def _trend(found, board):
    return charts.trend(
        title=f"{board.words_for('action')} by {board.word('rag')}, month by month",
        columns=[(month.short, month.name) for month in found.months],
        counts=[month.ratings for month in found.months],
        labels=board.rag_labels,
    )


def _priority_rows(found, board):
    """Priorities with their bar; a plan without priorities has one, which says nothing new."""
    if len(found.priorities) < 2:
        return []
    shown = [count.rag for count in found.ratings.counts]
    rows = []
    for line in found.priorities:
        counts = {count.rag: count for count in line.ratings.counts}
        rows.append(
            {
                "name": line.name,
                "ratings": line.ratings,
                "cells": [counts.get(rag, NOTHING) for rag in shown],
                "overdue": line.overdue,
                "all_query": line.all_query,
                "overdue_query": line.overdue_query,
                "bar": charts.rag_bar(
                    title=line.name,
                    counts=line.ratings.numbers,
                    labels=board.rag_labels,
                    width=180,
                ).svg,
            }
        )
    return rows


@require_safe
@board_view(member)
def group(request, group):
    """A sub-group's own actions, what is due and late, who sits on it and what it receives."""
    board, today = request.board, clock.today()
    request.section = "groups"
    groups = list(SubGroup.objects.of(board).annotate(next_meeting=_next_meeting(today)))
    chosen = next((row for row in groups if row.slug == group), None)
    if chosen is None:
        raise Http404("This board has no such group")
    plan = Plan.objects.current_of(board, on=today)
    found, updates = None, []
    if plan is not None:
        plan.board = board
        found, updates = _group_work(request.membership, chosen, plan, today)
    members = [_member(seat) for seat in _SEATS.ask(chosen.pk)]
    rows = found.rows[:GROUP_ROWS] if found else ()
    standing = request.membership.standing
    return render(
        request,
        "actions/group.html",
        {
            "group": chosen,
            "crumbs": [
                {"text": board.words_for("subgroup"), "href": reverse("groups", args=[board.slug])},
                {"text": chosen.name, "href": ""},
            ],
            "plan": plan,
            "found": found,
            "updates": updates,
            "rows": rows,
            "open_total": len(found.rows) if found else 0,
            "more": found is not None and len(found.rows) > len(rows),
            "updates_any": any(row.may_update for row in rows),
            "incoming_cut": INCOMING if found and len(found.dated) == INCOMING else 0,
            "members": members,
            "chairs": [seat for seat in members if seat["chairs"]],
            "parent": next((row for row in groups if row.pk == chosen.parent_id), None),
            "children": [
                row for row in groups if row.parent_id == chosen.pk and row.ended_on is None
            ],
            "edit_url": reverse("group_edit", args=[board.slug, chosen.slug])
            if standing.is_manager
            else "",
            "plan_url": reverse("plan", args=[board.slug, plan.slug]) if plan else "",
            "action_base": _action_base(board),
            "group_base": reverse("group", args=[board.slug, "x"]).removesuffix("x/"),
            "stale_after": board.stale_after_days,
            "soon": SOON,
            "words": {
                "action": board.word("action"),
                "actions": board.words_for("action"),
                "lead": board.word("lead"),
                "rag": board.word("rag"),
                "group": board.word("subgroup"),
                "groups": board.words_for("subgroup"),
            },
        },
    )


def _next_meeting(today):
    coming = Meeting.objects.filter(group=OuterRef("pk"), on__gte=today).order_by("on")
    return Subquery(coming.values("on")[:1])


def _group_work(membership, group, plan, today):
    """(what the group does and receives, its last ten updates)."""
    board, standing = membership.board, membership.standing
    concerning = _CONCERNING.ask(board.pk, plan.pk, group.pk)
    own = {action.pk: action for action in concerning if action.belongs}
    leads = defaultdict(list)
    for lead in _LINES.ask(board.pk, plan.pk, group.pk):
        leads[lead.action_id].append(lead)
    found = build_group_dashboard(
        group.pk,
        actions=list(own.values()),
        leads=leads,
        reporting=[action for action in concerning if action.comes_here],
        milestones=_INCOMING.ask(plan.pk, group.pk),
        updatable=frozenset(
            action.pk
            for action in own.values()
            if may_update(standing, action, plan, leads=leads.get(action.pk, ()))
        ),
        on=today,
        labels=board.rag_labels,
        stale_after=board.stale_after_days,
        soon=SOON,
    )
    labels = words_of(board.rag_labels)
    updates = list(ProgressUpdate.objects.about(list(own))[:LINES])
    for update in updates:
        update.action, update.word = own[update.action_id], labels[update.rag]
    return found, updates


# What the page of a group reads of it. The board is named although the plan has it: without it
# PostgreSQL looks for the leads of each action by itself where there are many boards.
_SEATS = Compiled(lambda group: Seat.objects.of_group(group))
_CONCERNING = Compiled(
    lambda board, plan, group: (
        Action.objects.of(board).filter(plan=plan).concerning(group).select_related("outcome")
    ),
    int,
    int,
    int,
)
_LINES = Compiled(
    lambda board, plan, group: (
        Lead.objects.of(board)
        .filter(action__in=Action.objects.filter(plan=plan).of_group(group))
        .lines()
    ),
    int,
    int,
    int,
)
_INCOMING = Compiled(
    lambda plan, group: Milestone.objects.coming_to(group, plan)[:INCOMING], int, int
)


def _member(seat) -> dict:
    """A seat as one line: who sits there, for whom, and as what."""
    post = seat.post
    person = post.holder if post else seat.user
    agency = seat.agency or (post.agency if post else None)
    return {
        "post": post.name if post else "",
        "person": str(person) if person else "",
        "agency": agency.name if agency else "",
        "named": ", ".join(part for part in (str(person or "vacant"), post and post.name) if part),
        "role": seat.get_role_display(),
        "chairs": seat.role != Seat.Role.MEMBER,
    }
