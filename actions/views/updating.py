"""The form that reports on an action, wherever it stands (`action_update`):

- GET  action_update                     a page of its own (works without JavaScript)
- GET  action_update?row=1, with htmx    `actions/_update_row.html`: the form in
                                         <div id="update-<pk>">, to be put anywhere in a row
- POST action_update?row=1, with htmx    answers replace that div: 422 the form with its errors,
                                         409 the form with both versions, 200
                                         `actions/_row_saved.html`: "Saved", and out of band the
                                         new rating into #action-<pk>-rag and the new words into
                                         #action-<pk>-progress where the page has these ids. The
                                         response carries HX-Trigger: actionSaved {"id", "rag",
                                         "version"}.
- POST action_update, otherwise          redirects: back to `next` ("owed", "plan") or to the
                                         action's page

Every form carries `version` and `opened` (`forms.updates.Versioned`). If the action moved on,
nothing is written and the same form comes back with the person's words, both versions side by
side (`components/conflict.html`), and the choice to add theirs or to discard it.
"""

import functools
import json

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from actions.forms.updates import UpdateForm
from actions.permissions import may_update
from actions.services import updates as services
from actions.views.action import show_action
from actions.views.conflicts import conflict_on
from actions.views.owed import show_owed
from actions.views.reading import (
    address,
    crumbs,
    find_action,
    link,
    milestones_due,
    update_card,
)
from boardplan import clock
from boardplan.access import require
from boardplan.errors import Conflict, RuleBroken
from subgroups.access import board_view, member


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(member)
def action_update(request, pk):
    """Report on one action: see the head of this module for who answers what."""
    action = find_action(request, pk)
    require(may_update(request.membership.standing, action, action.plan))
    in_row = bool(request.htmx) and request.GET.get("row") == "1"
    if request.method != "POST":
        return show_form(request, action, in_row=in_row)
    known = {
        "suggestion": services.suggestion(action, on=clock.today()),
        "milestones": functools.partial(milestones_due, action),
    }
    form = UpdateForm(request.POST, action=action, **known)
    if not form.is_valid():
        return show_form(request, action, in_row=in_row, form=form, status=422)
    try:
        save(request, action, form.cleaned_data)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        return show_form(request, action, in_row=in_row, form=form, status=422)
    except Conflict:
        action = find_action(request, pk)
        conflict = conflict_on(action, form, user=request.user)
        if conflict is not None:
            form.action = action
            form = UpdateForm(form.renewed(), action=action, **known)
            return show_form(
                request, action, in_row=in_row, form=form, conflict=conflict, status=409
            )
    # Without a conflict to show, the same words came twice: the first click has saved them.
    return saved(request, action, in_row=in_row, finished=form.cleaned_data.get("finished"))


def save(request, action, said: dict):
    """Write what a valid UpdateForm says: an update, or the action's completion."""
    words = {
        "action": action,
        "by": request.user,
        "membership": request.membership,
        "expected_version": said["version"],
        "met": said.get("met", ()),
        **{
            name: said[name]
            for name in ("on", "text", "rag", "reason", "evidence", "difference_made")
        },
    }
    if said.get("finished"):
        return services.complete_action(**words)
    return services.record_update(**words)


def show_form(request, action, *, in_row, form=None, conflict=None, status=200):
    """The form again, where the person opened it."""
    came_from = request.POST.get("next", request.GET.get("next", ""))
    if in_row:
        card = update_card(
            action,
            form=form,
            conflict=conflict,
            place="row",
            milestones=[] if form else milestones_due(action),
        )
        return render(request, "actions/_update_row.html", {"update": card}, status=status)
    if request.method == "POST" and came_from == "owed":
        return show_owed(request, action=action, form=form, conflict=conflict, status=status)
    if request.method == "POST" and came_from == "action" and action.completed_on is None:
        return show_action(request, action, form=form, conflict=conflict, status=status)
    request.section = "plan_current"
    back = address(request, "action", action.pk)
    card = update_card(
        action,
        form=form,
        conflict=conflict,
        place="page",
        back=back,
        next_page=came_from,
        milestones=[] if form else milestones_due(action),
    )
    context = {
        "action": action,
        "update": card,
        "form": card["form"],
        "crumbs": crumbs(request, action, here="Update"),
    }
    return render(request, "actions/update.html", context, status=status)


def saved(request, action, *, in_row, finished=False):
    """Go on where the person was; in a row, show there what was saved."""
    came_from = request.POST.get("next", "")
    if in_row:
        action = find_action(request, action.pk)
        response = render(
            request,
            "actions/_row_saved.html",
            {
                "action": action,
                "word": request.board.rag_labels.get(action.rag, ""),
                "url": address(request, "action", action.pk),
            },
        )
        told = {"id": action.pk, "rag": action.rag, "version": action.version}
        response["HX-Trigger"] = json.dumps({"actionSaved": told})
        return response
    name = action.ref or f"“{action!s}”"
    told = f"{name} is complete." if finished else f"Your update to {name} is saved."
    if came_from == "owed":
        answered = request.session.get("answered", {})
        today = clock.today().isoformat()
        done = answered.get("actions", []) if answered.get("on") == today else []
        request.session["answered"] = {"on": today, "actions": sorted({*done, action.pk})}
        messages.success(request, f"{told} Thank you.")
        return redirect("owed")
    messages.success(request, f"{told} Thank you.")
    if came_from == "plan":
        return redirect(link(request, "plan", action.plan.slug) or "owed")
    return redirect("action", request.board.slug, action.pk)
