"""The manager says who leads, and settles what the plan's document left open."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from boardplan.access import require
from boardplan.errors import RuleBroken
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, manager
from subgroups.models import Standing

from ..forms.leads import LeadForm, WithdrawLeadForm
from ..models import Action, Lead, Plan
from ..permissions import may_edit_plan, may_settle
from ..services import editing, leads, timing
from .reach import (
    address_of,
    back_to,
    crumbs,
    part_of_board,
    plan_address,
    plan_of_board,
    short,
    whole,
)

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_POST
@board_view(manager)
def action_leads(request, pk):
    """Everybody who leads or supports an action, and one more."""
    action = part_of_board(request, Action, pk)
    form = LeadForm(request.POST or None, board=request.board)
    if request.method == "POST" and form.is_valid():

        def write():
            return leads.add_lead(
                action=action,
                party=form.said(),
                role=form.cleaned_data["role"],
                accountable=form.cleaned_data["accountable"],
                by=request.user,
            )

        if form.accepted_by(write):
            messages.success(request, "Added. Add somebody else, or go back.")
            back = back_to(request, "")
            return redirect(request.path + (f"?{urlencode({'next': back})}" if back else ""))
    words = action.plan.words_for("lead")
    context = {
        "action": action,
        "plan": action.plan,
        "leads": list(action.leads.named()),
        "withdrawn": list(Lead.ever.withdrawn().filter(action=action).named()),
        "form": form,
        "title": f"{words}: {short(action)}",
        "whole": whole(action),
        "word": lower_first(action.plan.word("action")),
        "group_word": lower_first(action.plan.word("subgroup")),
        "back": back_to(request, address_of(action)),
        "next": back_to(request, ""),
        "settle": plan_address(action.plan, "plan_settle"),
        "here": request.path,
        "crumbs": crumbs(action.plan, (short(action), address_of(action)), (words, "")),
    }
    return render(request, "actions/edit/leads.html", context, status=422 if form.errors else 200)


@GET_POST
@board_view(manager)
def lead_edit(request, pk):
    """Who a lead is, whether they lead or support, whether they are accountable."""
    lead = part_of_board(request, Lead, pk, rule=may_settle)
    action, plan = lead.action, lead.action.plan
    closed = plan.status == Plan.Status.CLOSED
    if not leads.is_doubtful(lead):
        require(may_edit_plan(Standing(role=request.membership.role), plan))
    back = back_to(
        request,
        plan_address(plan, "plan_settle")
        if closed
        else reverse("action_leads", args=[request.board.slug, action.pk]),
    )
    form = LeadForm(request.POST or None, board=request.board, lead=lead, only_who=closed)
    if request.method == "POST" and form.is_valid():

        def write():
            if closed:
                return leads.say_who(lead=lead, party=form.said(), by=request.user)
            return leads.change_lead(
                lead=lead,
                party=form.said(),
                role=form.cleaned_data["role"],
                accountable=form.cleaned_data["accountable"],
                by=request.user,
            )

        if form.accepted_by(write):
            messages.success(request, "Saved.")
            return redirect(back)
    return _step(request, form, f"Change {lower_first(plan.word('lead'))} {lead.name}", lead, back)


def _step(request, form, title: str, lead: Lead, back: str):
    """The page of one step with a lead."""
    action = lead.action
    context = {
        "form": form,
        "title": title,
        "plan": action.plan,
        "whole": str(action),
        "kind": "action",
        "part": action,
        "note": "",
        "back": back,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "crumbs": crumbs(action.plan, (short(action), address_of(action)), (title, "")),
    }
    return render(request, "actions/edit/step.html", context, status=422 if form.errors else 200)


@require_POST
@board_view(manager)
def lead_step(request, pk):
    """Up or down among those who lead an action."""
    lead = part_of_board(request, Lead, pk)
    step = request.POST.get("step")
    if step not in ("up", "down"):
        raise BadRequest("No such step")
    leads.place_lead(lead=lead, up=step == "up", by=request.user)
    return redirect("action_leads", request.board.slug, lead.action_id)


@GET_POST
@board_view(manager)
def lead_withdraw(request, pk):
    """Take somebody off an action, and say why."""
    lead = part_of_board(request, Lead, pk)
    plan = lead.action.plan
    back = back_to(request, reverse("action_leads", args=[request.board.slug, lead.action_id]))
    said = request.POST if request.method == "POST" else None
    form = WithdrawLeadForm(said, required=leads.reason_needed(plan))
    if request.method == "POST" and form.is_valid():

        def write():
            return leads.withdraw_lead(
                lead=lead, reason=form.cleaned_data["reason"], by=request.user
            )

        if form.accepted_by(write):
            messages.success(request, f"{lead.name} withdrawn. You can restore them below.")
            return redirect(back)
    title = f"Withdraw {lower_first(plan.word('lead'))} {lead.name}"
    return _step(request, form, title, lead, back)


@require_POST
@board_view(manager)
def lead_restore(request, pk):
    lead = part_of_board(request, Lead, pk, rows=Lead.ever)
    try:
        leads.restore_lead(lead=lead, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, f"{lead.name} restored.")
    return redirect("action_leads", request.board.slug, lead.action_id)


@GET_POST
@board_view(manager)
def plan_settle(request, plan):
    """Every doubt about the plan in one list, each settled with one click."""
    plan = plan_of_board(request, plan, rule=may_settle)
    here = plan_address(plan, "plan_settle")
    closed = plan.status == Plan.Status.CLOSED
    if request.method == "POST":
        try:
            messages.success(request, _settle(request, plan))
        except RuleBroken as broken:
            messages.error(request, broken.message)
        return redirect(here)
    # Words without a date are asked about where the work goes on: a date given to a closed plan
    # would make late after the event what nobody thought late then.
    undated = Q(pk__in=[]) if closed else Q(timescale_kind="unknown", completed_on=None)
    unled = Q(pk__in=[]) if closed else Q(led=False, completed_on=None)
    actions = list(
        Action.objects.filter(plan=plan)
        .in_force()
        .with_led()
        .filter(
            Q(timescale_to_settle=True)
            | undated
            | Q(pk__in=_open_leads(plan).values("action_id"))
            | unled
        )
        .select_related("outcome")
        .order_by("outcome__priority__position", "outcome__position", "position", "id")
    )
    by_action: dict[int, list] = {}
    for lead in _open_leads(plan).filter(action__in=actions).named():
        by_action.setdefault(lead.action_id, []).append(lead)
    edit = reverse("action_edit", args=[request.board.slug, 0])
    change = reverse("lead_edit", args=[request.board.slug, 0])
    lead_page = reverse("action_leads", args=[request.board.slug, 0])
    page = reverse("action", args=[request.board.slug, 0])
    rows = []
    for action in actions:
        found = by_action.get(action.pk, [])
        rows.append(
            {
                "action": action,
                "href": page.replace("/0/", f"/{action.pk}/"),
                "edit": f"{edit.replace('/0/', f'/{action.pk}/')}?next={here}",
                "leads": [
                    {
                        "lead": lead,
                        "change": f"{change.replace('/0/', f'/{lead.pk}/')}?next={here}",
                    }
                    for lead in found
                ],
                "unled": not (closed or action.completed_on or action.led)
                and f"{lead_page.replace('/0/', f'/{action.pk}/')}?next={here}",
                "timescale": _timescale_doubt(action, plan),
                "several": sum(lead.to_settle for lead in found) + action.timescale_to_settle > 1,
            }
        )
    context = {
        "plan": plan,
        "closed": closed,
        "rows": rows,
        "title": "To settle",
        "plan_href": plan_address(plan),
        "word": lower_first(plan.word("action")),
        "words": lower_first(plan.words_for("action")),
        "lead_word": plan.word("lead"),
        "timescale_word": plan.word("timescale"),
        "crumbs": crumbs(plan, ("To settle", "")),
    }
    return render(request, "actions/edit/settle.html", context)


def _open_leads(plan):
    """Leads marked to settle, and leads in plain words that nobody is reminded of."""
    nobody = Q(agency=None, group=None, post=None, everyone=False)
    return Lead.objects.filter(
        Q(to_settle=True) | nobody,
        action__plan=plan,
        action__withdrawn_at=None,
        action__completed_on=None,
    )


def _timescale_doubt(action: Action, plan) -> dict | None:
    """What is open about an action's timescale, and what can be said to it."""
    if action.timescale_to_settle:
        if action.carried_from_id and action.due and action.due < plan.start:
            why = (
                f"Due on {action.due:%-d %B %Y}, before this plan starts. Give it a new date, or "
                "keep the old one."
            )
        else:
            why = "The document gives it beside several. Does it belong to this one?"
        return {"text": action.timescale_text, "why": why, "choice": True}
    if plan.status == Plan.Status.CLOSED:
        return None
    if action.timescale_kind == "unknown" and action.completed_on is None:
        doubts = timing.read_for(plan, action.timescale_text).doubts
        return {"text": action.timescale_text, "why": ". ".join(doubts), "choice": False}
    return None


def _settle(request, plan) -> str:
    """Do what the button said: "keep" or "remove", of a lead, a timescale or a whole action.

    Returns what was done, in a sentence. RuleBroken where it cannot be, such as on the only lead.
    """
    choice, _, key = request.POST.get("settle", "").partition(":")
    kind, _, pk = key.partition("-")
    if choice not in ("keep", "remove") or not pk.isdecimal():
        raise BadRequest("No such choice")
    keep = choice == "keep"
    match kind:
        case "lead":
            rows = Lead.objects.filter(action__plan=plan).named().select_related("action__plan")
            lead = get_object_or_404(rows, pk=pk)
            leads.settle_lead(lead=lead, keep=keep, by=request.user)
            name, action = lead.name, lead.action
        case "timescale":
            action = get_object_or_404(Action, plan=plan, pk=pk)
            editing.settle_timescale(action=action, keep=keep, by=request.user)
            name = plan.word("timescale")
        case "action" if keep:
            action = get_object_or_404(Action, plan=plan, pk=pk)
            leads.keep_all(action=action, by=request.user)
            name = "All of it"
        case _:
            raise BadRequest("No such choice")
    return f"{name} {'kept' if keep else 'removed'}: {short(action)}."
