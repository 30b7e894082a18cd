"""How the manager's pages reach a plan and its parts, and where they go afterwards."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from boardplan.access import require
from boardplan.audit import AuditEvent
from subgroups.forms.base import shown
from subgroups.models import Standing

from ..models import Action, Lead, Milestone, Outcome, Plan, Priority
from ..permissions import may_edit_plan
from ..services.parts import Part, kind_of, plan_of

RELATED = {
    Priority: ("plan",),
    Outcome: ("plan", "priority"),
    Action: ("plan", "outcome", "owner"),
    Milestone: ("action__plan", "to_group"),
    Lead: ("action__plan", "agency", "group", "post"),
}


def plan_of_board(request, slug: str, *, editing: bool = True, rule=may_edit_plan) -> Plan:
    """A plan of the request's board; 404 if none; AccessDenied if it cannot be edited."""
    plan = get_object_or_404(Plan.objects.of(request.board), slug=slug)
    return _allowed(request, plan, rule) if editing else _known(request, plan)


def part_of_board(request, model, pk: int, *, rows=None, rule=may_edit_plan):
    """A part (or lead) of a plan of the request's board, which must be open to editing.

    rows: the manager to look among, `model.objects` where left out. rule: what is asked instead.
    """
    found = (rows or model.objects).of(request.board).select_related(*RELATED[model])
    part = get_object_or_404(found, pk=pk)
    _allowed(request, part.action.plan if model is Lead else plan_of(part), rule)
    return part


def _known(request, plan: Plan) -> Plan:
    plan.board = request.board
    request.section = "plan_current"
    return plan


def _allowed(request, plan: Plan, rule=may_edit_plan) -> Plan:
    # The rule asks for the role alone, so posts and seats need not be read.
    standing = Standing(role=request.membership.role)
    require(rule(standing, _known(request, plan)))
    return plan


def plan_address(plan: Plan, name: str = "plan") -> str:
    return reverse(name, args=[plan.board.slug, plan.slug])


def address_of(part: Part) -> str:
    """Where a person looks at a part: an action's page, else its place in the plan."""
    plan = plan_of(part)
    match part:
        case Action():
            return reverse("action", args=[plan.board.slug, part.pk])
        case Milestone():
            return reverse("action_milestones", args=[plan.board.slug, part.action_id])
    return f"{plan_address(plan)}#{kind_of(part)}-{part.pk}"


def back_to(request, default: str) -> str:
    """Where to go afterwards: the page named in `next` if it is one of ours, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else default


def back_beside(request, part: Part) -> str:
    """Where to go once a part is saved: its own row of the page named in `next`, else its page.

    An outline of eighty actions that opens at its top has lost the one she just wrote.
    """
    found = back_to(request, "")
    if not found:
        return address_of(part)
    return found if "#" in found else f"{found}#{kind_of(part)}-{part.pk}"


def crumbs(plan: Plan, *steps: tuple[str, str]) -> list[dict]:
    """Breadcrumbs from the plan downwards: (text, address) for each step, "" for the page."""
    first = {"text": plan.title, "href": plan_address(plan)}
    return [first, *({"text": text, "href": href} for text, href in steps)]


def short(part) -> str:
    """A part's name where there is room for a few words."""
    told = str(part)
    return told if len(told) <= 60 else told[:57].rstrip() + "…"


def whole(part) -> str:
    """The whole of a name that `short` had to cut, else nothing."""
    return str(part) if short(part) != str(part) else ""


def conflict_between(mine: forms.Form, theirs: forms.Form, row) -> dict:
    """What `components/conflict.html` shows: who was last, and the fields that differ.

    mine: the bound form. theirs: a fresh form of `row` as it stands now.
    """
    last = AuditEvent.objects.about(row).first()
    rows = []
    for name in mine.fields:
        if name not in theirs.fields or mine.fields[name].widget.is_hidden:
            continue
        yours = shown(mine, name, mine[name].value())
        now = shown(theirs, name, theirs[name].value())
        if yours != now:
            rows.append(
                {
                    "label": mine[name].label,
                    "mine": yours or "nothing",
                    "theirs": now or "nothing",
                }
            )
    return {
        "by": last.by_name if last is not None else "",
        "when": last.at if last is not None else None,
        "rows": rows,
        "changes": [],
    }
