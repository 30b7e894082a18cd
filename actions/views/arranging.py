"""The manager orders, moves, withdraws and restores the parts of a plan."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, manager
from subgroups.words import article

from ..document import read_plan
from ..forms.editing import MoveForm, WithdrawForm
from ..models import Action, Milestone, Outcome, Plan, Priority
from ..services import arranging
from ..services.parts import kind_of, name_of, plan_of, siblings
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

MODELS = {"priority": Priority, "outcome": Outcome, "action": Action, "milestone": Milestone}
STEPS = {"up": -1, "down": 1}
GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@GET_POST
@board_view(manager)
def plan_arrange(request, plan):
    """The whole plan as an outline: every part with its buttons."""
    plan = plan_of_board(request, plan)
    here = plan_address(plan, "plan_arrange")
    if request.method == "POST":
        return redirect(f"{here}#{_step(request)}")
    tree = read_plan(plan, updates="none", withdrawn=True)
    draw = Tools(request.board.slug, here)
    rows = [
        _row("priority", priority, priority.title or "Without a title", draw)
        | {
            "below": [
                _row("outcome", outcome, outcome.title, draw)
                | {
                    "below": [_row("action", row, row.text, draw) for row in outcome.actions],
                    "new": f"{plan_address(plan, 'action_new')}?outcome={outcome.id}&next={here}",
                }
                for outcome in priority.outcomes
            ],
            "new": f"{plan_address(plan, 'outcome_new')}?priority={priority.id}&next={here}",
        }
        for priority in tree.priorities
    ]
    words = {kind: lower_first(plan.word(kind)) for kind in ("priority", "outcome", "action")}
    new = {
        "text": f"Add a {words['priority']}",
        "href": f"{plan_address(plan, 'priority_new')}?next={here}",
    }
    context = {
        "plan": plan,
        "rows": rows,
        "words": words,
        "here": here,
        "title": f"Arrange {plan.title}",
        "empty": f"This plan has no {lower_first(plan.words_for('priority'))} yet.",
        "new": new,
        "without": {
            "text": f"add {article(plan.word('outcome'))}",
            "href": f"{plan_address(plan, 'outcome_new')}?next={here}",
        },
        "buttons": [
            new | {"primary": True},
            {"text": "Title, vision and columns", "href": plan_address(plan, "plan_edit")},
            {"text": "To settle", "href": plan_address(plan, "plan_settle")},
        ],
        "crumbs": crumbs(plan, ("Arrange", "")),
    }
    return render(request, "actions/edit/arrange.html", context)


class Tools:
    """The buttons of a row, drawn once each: the outline of a plan has hundreds of them."""

    BUTTON = (
        '<button type="submit" form="steps" name="step" value="{step}:{key}" '
        'class="app-link-button">{text}<span class="govuk-visually-hidden"> {name}</span></button>'
    )
    LINK = (
        '<a class="govuk-link" href="{href}">{text}'
        '<span class="govuk-visually-hidden"> {name}</span></a>'
    )
    RESTORE = (
        '<button type="submit" form="steps" formaction="{href}" class="app-link-button">Restore'
        '<span class="govuk-visually-hidden"> {name}</span></button>'
    )

    def __init__(self, board: str, here: str):
        self.addresses = {
            (kind, what): reverse(f"{kind}_{what}", args=[board, 0])
            for kind in ("priority", "outcome", "action")
            for what in ("edit", "move", "withdraw", "restore")
        }
        self.here = here

    def of(self, kind: str, pk: int, name: str, withdrawn: bool) -> str:
        key, name = f"{kind}-{pk}", escape(name)

        def href(what):
            return self.addresses[kind, what].replace("/0/", f"/{pk}/")

        if withdrawn:
            found = [self.RESTORE.format(href=href("restore"), name=name)]
        else:
            back = f"?next={self.here}%23{key}"
            found = [
                self.BUTTON.format(step="up", key=key, text="Up", name=name),
                self.BUTTON.format(step="down", key=key, text="Down", name=name),
                self.LINK.format(href=href("move") + back, text="Move", name=name),
                self.LINK.format(href=href("edit") + back, text="Edit", name=name),
                self.LINK.format(href=href("withdraw") + back, text="Withdraw", name=name),
            ]
        drawn = " ".join(found)
        return mark_safe(f'<span class="app-tools">{drawn}</span>')  # noqa: S308 - escaped above


def _row(kind: str, node, text: str, draw: Tools) -> dict:
    name = f"{node.ref} {text[:60]}".strip()
    return {
        "key": f"{kind}-{node.id}",
        "ref": node.ref,
        "text": text,
        "withdrawn": node.withdrawn,
        "tools": draw.of(kind, node.id, name, node.withdrawn),
    }


def _step(request) -> str:
    """Do what the button said ("up:action-12"); returns the part's anchor."""
    step, _, key = request.POST.get("step", "").partition(":")
    kind, _, pk = key.partition("-")
    if step not in STEPS or kind not in MODELS or not pk.isdecimal():
        raise BadRequest("No such step")
    part = part_of_board(request, MODELS[kind], int(pk))
    rows = siblings(part)
    if part in rows:
        to = rows.index(part) + 1 + STEPS[step]
        if 1 <= to <= len(rows):
            arranging.place(part=part, to=to, by=request.user)
    return key


@require_POST
@board_view(manager)
def milestone_step(request, pk):
    """Up or down among the milestones of an action."""
    action = part_of_board(request, Action, pk)
    _step(request)
    return redirect("action_milestones", request.board.slug, action.pk)


def _move(request, model, pk):
    part = part_of_board(request, model, pk)
    plan = plan_of(part)
    rows = siblings(part)
    initial = {
        "place": rows.index(part) + 1 if part in rows else None,
        "version": getattr(part, "version", None),
    }
    if model is Action:
        initial["under"] = part.outcome_id
    elif model is Outcome:
        initial["under"] = part.priority_id
    back = back_to(request, address_of(part))
    form = MoveForm(request.POST or None, plan=plan, part=part, initial=initial)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        to = found["place"] or 1_000_000
        said = {"by": request.user, "to": to, "expected_version": found["version"]}

        def write():
            if model is Action:
                arranging.move_action(action=part, outcome=found["under"], **said)
            elif model is Outcome:
                arranging.move_outcome(outcome=part, priority=found["under"], **said)
            else:
                arranging.place(part=part, **said)

        if _done(request, form, write, part):
            messages.success(request, f"{name_of(part).capitalize()} moved.")
            return redirect(back)
    return _page(request, form, part, f"Move {name_of(part)} {short(part)}", back)


def _withdraw(request, model, pk):
    part = part_of_board(request, model, pk)
    back = back_to(request, address_of(part))
    form = WithdrawForm(request.POST or None, initial={"version": getattr(part, "version", None)})
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data

        def write():
            arranging.withdraw(
                part=part,
                reason=found["reason"],
                by=request.user,
                expected_version=found["version"],
            )

        if _done(request, form, write, part):
            messages.success(request, f"{name_of(part).capitalize()} withdrawn.")
            return redirect(back)
    notes = {
        Priority: "What stands under it is withdrawn with it.",
        Outcome: "What stands under it is withdrawn with it.",
        Action: "It takes no more updates. What was reported stays.",
    }
    title = f"Withdraw {name_of(part)} {short(part)}"
    return _page(request, form, part, title, back, notes.get(model, ""))


def _restore(request, model, pk):
    part = part_of_board(request, model, pk)
    try:
        arranging.restore(part=part, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, f"{name_of(part).capitalize()} restored.")
    return redirect(back_to(request, address_of(part)))


def _done(request, form, write, part) -> bool:
    """Run the write; whether it went through. What forbids it is told in the form."""
    try:
        write()
    except Conflict as moved:
        form.data = form.data.copy()
        form.data["version"] = moved.current.version
        form.add_error(
            None,
            f"Somebody else changed this {name_of(part)} since you opened this page. It now "
            f"reads “{short(moved.current)}”. Go on if that is still what you mean.",
        )
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)
    else:
        return True
    return False


def _page(request, form, part, title: str, back: str, note: str = ""):
    plan: Plan = plan_of(part)
    context = {
        "form": form,
        "title": title,
        "plan": plan,
        "part": part,
        "kind": kind_of(part),
        "whole": whole(part),
        "note": note,
        "back": back,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "crumbs": crumbs(plan, (title, "")),
    }
    return render(request, "actions/edit/step.html", context, status=422 if form.errors else 200)


@GET_POST
@board_view(manager)
def priority_move(request, pk):
    return _move(request, Priority, pk)


@GET_POST
@board_view(manager)
def outcome_move(request, pk):
    return _move(request, Outcome, pk)


@GET_POST
@board_view(manager)
def action_move(request, pk):
    return _move(request, Action, pk)


@GET_POST
@board_view(manager)
def priority_withdraw(request, pk):
    return _withdraw(request, Priority, pk)


@GET_POST
@board_view(manager)
def outcome_withdraw(request, pk):
    return _withdraw(request, Outcome, pk)


@GET_POST
@board_view(manager)
def action_withdraw(request, pk):
    return _withdraw(request, Action, pk)


@GET_POST
@board_view(manager)
def milestone_withdraw(request, pk):
    return _withdraw(request, Milestone, pk)


@require_POST
@board_view(manager)
def priority_restore(request, pk):
    return _restore(request, Priority, pk)


@require_POST
@board_view(manager)
def outcome_restore(request, pk):
    return _restore(request, Outcome, pk)


@require_POST
@board_view(manager)
def action_restore(request, pk):
    return _restore(request, Action, pk)


@require_POST
@board_view(manager)
def milestone_restore(request, pk):
    return _restore(request, Milestone, pk)
