"""The form that reports on an outcome as a whole (`outcome_update`): in a row of the plan page, or
on a page of its own. It answers as the form of an action does: see `views.updating`."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from actions.forms.updates import OutcomeUpdateForm
from actions.models import Lead, Outcome
from actions.permissions import may_update, may_update_outcome
from actions.services import updates as services
from actions.views.conflicts import conflict_on
from actions.views.plan_lines import report_lines
from actions.views.reach import back_to, crumbs, plan_address, short
from actions.views.reading import address
from boardplan.access import require
from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, member


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(member)
def outcome_update(request, pk):
    """Report on one outcome, and read what was said of it before."""
    outcome = find_outcome(request, pk)
    require(
        may_update_outcome(
            request.membership.standing,
            outcome,
            outcome.plan,
            updates_one=updates_one(request.membership.standing, outcome),
        )
    )
    in_row = bool(request.htmx) and request.GET.get("row") == "1"
    if request.method != "POST":
        return show(request, outcome, OutcomeUpdateForm(action=outcome), in_row=in_row)
    form = OutcomeUpdateForm(request.POST, action=outcome)
    if not form.is_valid():
        return show(request, outcome, form, in_row=in_row, status=422)
    said = form.cleaned_data
    try:
        services.record_outcome_update(
            outcome=outcome,
            by=request.user,
            membership=request.membership,
            expected_version=said["version"],
            **{
                name: said[name]
                for name in ("on", "text", "rag", "reason", "evidence", "difference_made")
            },
        )
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        return show(request, outcome, form, in_row=in_row, status=422)
    except Conflict:
        outcome = find_outcome(request, pk)
        conflict = conflict_on(outcome, form, user=request.user)
        if conflict is not None:
            form.action = outcome
            form = OutcomeUpdateForm(form.renewed(), action=outcome)
            return show(request, outcome, form, in_row=in_row, conflict=conflict, status=409)
    # Without a conflict to show, the same words came twice: the first click has saved them.
    if in_row:
        return render(
            request, "actions/_outcome_saved.html", {"outcome": outcome, **reported(outcome)}
        )
    messages.success(request, f"Your report on “{short(outcome)}” is saved. Thank you.")
    return redirect(back_to(request, f"{plan_address(outcome.plan)}#outcome-{pk}"))


def find_outcome(request, pk) -> Outcome:
    """The outcome of this board with its plan and priority."""
    found = Outcome.objects.of(request.board).select_related("plan", "priority")
    outcome = get_object_or_404(found, pk=pk)
    outcome.board = outcome.plan.board = request.board
    request.section = "plan_current"
    return outcome


def updates_one(standing, outcome) -> bool:
    """Whether the member may update one of its actions; two queries."""
    leads = {}
    for lead in Lead.objects.filter(action__outcome=outcome):
        leads.setdefault(lead.action_id, []).append(lead)
    return any(
        may_update(standing, action, outcome.plan, leads=leads.get(action.pk, []))
        for action in outcome.actions.in_force()
    )


def reported(outcome) -> dict:
    """What was said of it, as the plan page shows it, the newest first."""
    rows = list(outcome.updates.newest_first())
    lines, older = report_lines(rows, outcome.board)
    return {
        "reports": lines,
        "older": older,
        "outcome_word": lower_first(outcome.plan.word("outcome")),
    }


def show(request, outcome, form, *, in_row, conflict=None, status=200):
    """The form, in the row or on its page."""
    back = back_to(request, f"{plan_address(outcome.plan)}#outcome-{outcome.pk}")
    url = address(request, "outcome_update", outcome.pk)
    word = lower_first(outcome.plan.word("outcome"))
    context = {
        "outcome": outcome,
        "form": form,
        "conflict": conflict,
        "url": f"{url}?row=1" if in_row else url,
        "in_row": in_row,
        "next": back_to(request, ""),
        "back": back,
        "discard": back,
        "button": "Add mine as well" if conflict else "Save report",
        "title": f"Progress on the {word} as a whole",
    }
    if in_row:
        return render(request, "actions/_outcome_row.html", context, status=status)
    context |= reported(outcome)
    context["crumbs"] = crumbs(outcome.plan, (short(outcome), back), ("Report", ""))
    return render(request, "actions/outcome.html", context, status=status)
