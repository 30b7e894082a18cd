"""The manager writes the parts of a plan: new ones, and changes to what stands there."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, manager
from subgroups.words import article

from ..forms.editing import AS_I_SAY, ActionForm, MilestoneForm, OutcomeForm, PriorityForm
from ..models import Action, Milestone, Outcome, Plan, Priority
from ..services import editing, timing
from .reach import (
    address_of,
    back_beside,
    back_to,
    conflict_between,
    crumbs,
    part_of_board,
    plan_address,
    plan_of_board,
    short,
    whole,
)

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def edit_page(
    request,
    *,
    plan: Plan,
    form_class,
    title: str,
    save: Callable,
    done: str,
    part=None,
    initial: dict | None = None,
    template: str = "actions/edit/part.html",
    back: str = "",
    more: dict | None = None,
    after: Callable | None = None,
) -> HttpResponse:
    """One form about one part: shown, checked, saved by `save(form, version)`.

    save returns the part as saved. done: what the confirmation says. part: None for a new one.
    back: where the way back leads, the plan where left out. after(part): where to go once saved,
    its own place on the page she came from where left out. Somebody else's edit in the
    meantime shows both versions: the words typed here stay in the form, and saving again
    decides for them.
    """
    back = back_to(request, back or plan_address(plan))
    conflict, status = None, 200
    if request.method == "POST":
        form = form_class(request.POST, plan=plan, part=part)
        if form.is_valid() and "check" not in request.POST:
            try:
                saved = save(form, form.cleaned_data["version"])
            except RuleBroken as broken:
                form.add_error(
                    broken.field if broken.field in form.fields else None, broken.message
                )
            except Conflict as moved:
                fresh = form_class(plan=plan, part=moved.current)
                data = request.POST.copy()
                data["version"] = moved.current.version
                form = form_class(data, plan=plan, part=moved.current)
                form.is_valid()
                conflict, status = conflict_between(form, fresh, moved.current), 409
            else:
                messages.success(request, done)
                return redirect(after(saved) if after else back_beside(request, saved))
        if form.errors:
            status = 422
    else:
        form = form_class(plan=plan, part=part, initial=initial or {})
    context = {
        "form": form,
        "title": title,
        "note": None,
        "plan": plan,
        "part": part,
        "back": back,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "conflict": conflict,
        "lead_words": plan.words_for("lead"),
        "correcting": "meaning" in form.fields
        and (form["meaning"].value() == AS_I_SAY or bool(form["meaning"].errors)),
        "crumbs": crumbs(plan, (title, "")),
    }
    return render(request, template, context | (more or {}), status=status)


def chosen_id(request, name: str) -> dict:
    """{name: id} where the address names the part that a new one should stand under."""
    given = request.GET.get(name, "")
    return {name: int(given)} if given.isdecimal() else {}


@GET_POST
@board_view(manager)
def priority_new(request, plan):
    plan = plan_of_board(request, plan)
    word = plan.word("priority")
    return edit_page(
        request,
        plan=plan,
        form_class=PriorityForm,
        title=f"Add {article(word)}",
        save=lambda form, version: editing.add_priority(
            plan=plan, values=form.values(), by=request.user
        ),
        done=f"{word} added.",
    )


@GET_POST
@board_view(manager)
def priority_edit(request, pk):
    priority = part_of_board(request, Priority, pk)
    word = priority.plan.word("priority")
    return edit_page(
        request,
        plan=priority.plan,
        part=priority,
        form_class=PriorityForm,
        title=f"Edit {lower_first(word)} {short(priority)}",
        save=lambda form, version: editing.edit_priority(
            priority=priority, values=form.values(), by=request.user, expected_version=version
        ),
        done=f"{word} saved.",
    )


@GET_POST
@board_view(manager)
def outcome_new(request, plan):
    plan = plan_of_board(request, plan)
    word = plan.word("outcome")
    return edit_page(
        request,
        plan=plan,
        form_class=OutcomeForm,
        title=f"Add {article(word)}",
        initial=chosen_id(request, "priority"),
        save=lambda form, version: _add_outcome(plan, form, request.user),
        done=f"{word} added.",
    )


def _add_outcome(plan, form, by):
    if "priority" not in form.fields:
        return editing.add_outcome_without_priority(plan=plan, values=form.values(), by=by)
    priority = form.cleaned_data["priority"]
    return editing.add_outcome(priority=priority, values=form.values(), by=by)


@GET_POST
@board_view(manager)
def outcome_edit(request, pk):
    outcome = part_of_board(request, Outcome, pk)
    word = outcome.plan.word("outcome")
    return edit_page(
        request,
        plan=outcome.plan,
        part=outcome,
        form_class=OutcomeForm,
        title=f"Edit {lower_first(word)} {short(outcome)}",
        save=lambda form, version: editing.edit_outcome(
            outcome=outcome, values=form.values(), by=request.user, expected_version=version
        ),
        done=f"{word} saved.",
    )


@GET_POST
@board_view(manager)
def action_new(request, plan):
    plan = plan_of_board(request, plan)
    word = plan.word("action")
    return edit_page(
        request,
        plan=plan,
        form_class=ActionForm,
        template="actions/edit/action.html",
        title=f"Add {article(word)}",
        initial=chosen_id(request, "outcome"),
        save=lambda form, version: editing.add_action(
            outcome=form.cleaned_data["outcome"],
            values=form.values(),
            timescale=form.said(),
            by=request.user,
        ),
        done=f"{word} added. Now say who leads it.",
        after=lambda action: who_leads(request, action),
        more=reading_context(request, plan, None),
    )


def who_leads(request, action: Action) -> str:
    """The page that says who leads an action, which then leads back to where she came from."""
    leads = reverse("action_leads", args=[request.board.slug, action.pk])
    if not back_to(request, ""):
        return leads
    return f"{leads}?{urlencode({'next': back_beside(request, action)})}"


@GET_POST
@board_view(manager)
def action_edit(request, pk):
    action = part_of_board(request, Action, pk)
    word = action.plan.word("action")
    return edit_page(
        request,
        plan=action.plan,
        part=action,
        form_class=ActionForm,
        template="actions/edit/action.html",
        title=f"Edit {lower_first(word)} {short(action)}",
        back=address_of(action),
        save=lambda form, version: editing.edit_action(
            action=action,
            values=form.values(),
            timescale=form.said(),
            due_reason=form.cleaned_data.get("due_reason", ""),
            by=request.user,
            expected_version=version,
        ),
        done=f"{word} saved.",
        more=reading_context(request, action.plan, action),
    )


@require_safe
@board_view(manager)
def timescale_reading(request, plan):
    """What the words of a timescale mean in this plan: a piece of page for htmx."""
    plan = plan_of_board(request, plan, editing=False)
    return render(
        request, "actions/edit/_reading.html", told(plan, request.GET.get("timescale_text", ""))
    )


def told(plan: Plan, text: str) -> dict:
    reading = timing.read_for(plan, text)
    return {"reading": timing.tell(reading, plan), "doubts": reading.doubts, "corrected": False}


def reading_context(request, plan: Plan, action: Action | None) -> dict:
    """What the form shows of the timescale's meaning: of the words typed, else as it stands."""
    if request.method == "POST":
        return told(plan, request.POST.get("timescale_text", ""))
    if action is None:
        return told(plan, "")
    reading = timing.reading_of(action, plan)
    return {
        "reading": timing.tell(reading, plan, next_review_on=action.next_review),
        "doubts": () if action.timescale_corrected else reading.doubts,
        "corrected": action.timescale_corrected,
    }


# Milestones


@GET_POST
@board_view(manager)
def action_milestones(request, pk):
    """All that an action owes, in order, and one more."""
    action = part_of_board(request, Action, pk)
    title = f"Milestones: {short(action)}"
    rows = list(action.milestones.select_related("to_group").order_by("position", "due", "id"))
    return edit_page(
        request,
        plan=action.plan,
        form_class=MilestoneForm,
        template="actions/edit/milestones.html",
        title=title,
        back=address_of(action),
        save=lambda form, version: editing.add_milestone(
            action=action, values=form.values(), by=request.user
        ),
        done="Milestone added.",
        more={
            "action": action,
            "whole": whole(action),
            "word": lower_first(action.plan.word("action")),
            "milestones": [row for row in rows if row.withdrawn_at is None],
            "withdrawn": [row for row in rows if row.withdrawn_at is not None],
            "crumbs": crumbs(action.plan, (short(action), address_of(action)), ("Milestones", "")),
        },
    )


@GET_POST
@board_view(manager)
def milestone_edit(request, pk):
    milestone = part_of_board(request, Milestone, pk)
    return edit_page(
        request,
        plan=milestone.action.plan,
        part=milestone,
        form_class=MilestoneForm,
        title=f"Edit milestone {short(milestone)}",
        back=address_of(milestone),
        save=lambda form, version: editing.edit_milestone(
            milestone=milestone, values=form.values(), by=request.user
        ),
        done="Milestone saved.",
    )
