"""One action: its page, and the small steps taken with it. The update form: `views.updating`."""

import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions import rag as rules
from actions import story
from actions.forms.updates import CompleteForm, DueDateForm, ReopenForm
from actions.models import Action, DueDateChange, Milestone, Plan, ProgressUpdate
from actions.permissions import leads_it, may_edit_plan, may_update
from actions.services import updates as services
from actions.services.timing import due_reason_needed
from actions.views.conflicts import conflict_on
from actions.views.reading import (
    address,
    crumbs,
    dates_say,
    find_action,
    leads_of,
    link,
    name_of,
    update_card,
)
from boardplan import clock
from boardplan.access import require
from boardplan.audit import AuditEvent
from boardplan.compiled import Compiled
from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, member
from subgroups.models import SubGroup

# What the manager may do with what the plan says of an action: (address, words).
EDITS = (
    ("action_edit", "Edit what the plan says"),
    ("action_leads", "Change who leads"),
    ("action_milestones", "Edit milestones"),
    ("action_move", "Move"),
    ("action_withdraw", "Withdraw"),
)

# What the page of an action reads beside the action itself.
_MILESTONES = Compiled(
    lambda action: Milestone.objects.filter(action=action, withdrawn_at__isnull=True).order_by(
        "due", "position", "id"
    )
)
_MOVES = Compiled(lambda action: DueDateChange.objects.filter(action=action))
_UPDATES = Compiled(
    lambda action: ProgressUpdate.objects.filter(action=action).order_by("on", "id")
)
_REPORTS_TO = Compiled(lambda action: SubGroup.objects.filter(receives_actions=action))


@require_safe
@board_view(member)
def action(request, pk):
    """Everything about one action, its story, and its update form in place."""
    return show_action(request, find_action(request, pk))


def show_action(request, action, *, form=None, conflict=None, status=200):
    """The page of an action; `form` is the update form to show with its errors."""
    request.section = "plan_current"
    plan, board = action.plan, request.board
    leads = leads_of(action)
    standing = request.membership.standing
    today = clock.today()
    milestones = _MILESTONES.ask(action.pk)
    events = (
        AuditEvent.objects.filter(board_id=board.pk)
        .filter(
            Q(kind="actions.action", object_id=action.pk)
            | Q(kind="actions.milestone", object_id__in=[row.pk for row in milestones])
            | Q(kind="actions.lead", object_id__in=[row.pk for row in leads])
        )
        .order_by("at", "id")
    )
    moves = _MOVES.ask(action.pk)
    chapter = request.GET.get("story", "")
    entries = story.tell(
        action,
        updates=_UPDATES.ask(action.pk),
        moves=moves,
        events=list(events),
        chapter=chapter if chapter in story.CHAPTERS else "",
    )
    update_answer = may_update(standing, action, plan, leads=leads)
    update = None
    if update_answer and action.completed_on is None:
        update = update_card(
            action,
            form=form,
            conflict=conflict,
            place="action",
            milestones=[
                row
                for row in milestones
                if row.met_on is None and row.due is not None and row.due <= today
            ],
        )
    says = dates_say(action, today)
    here = address(request, "action", action.pk)
    days = slipped(action, today)
    before = action.carried_from
    context = {
        "action": action,
        "priority": action.outcome.priority,
        "outcome": action.outcome,
        "label": name_of(action),
        "header_actions": [],
        "action_word": lower_first(plan.word("action")),
        "words": {
            key: plan.word(key)
            for key in (
                "priority",
                "outcome",
                "lead",
                "subgroup",
                "timescale",
                "success_measure",
                "monitoring",
            )
        },
        "crumbs": crumbs(request, action),
        "leads": [lead for lead in leads if lead.role == lead.Role.LEAD],
        "supporters": [lead for lead in leads if lead.role == lead.Role.SUPPORT],
        "milestones": [_milestone(request, row, today) for row in milestones],
        "reports_to": _REPORTS_TO.ask(action.pk),
        "meaning": meaning(action),
        "word": board.rag_labels.get(action.rag, action.get_rag_display()),
        "says": says,
        "says_word": board.rag_labels.get(says.rag, str(says.rag).capitalize()),
        "differs": bool(action.rag) and action.rag != says.rag,
        "slipped": days,
        "slipped_text": _slipped_told(action, days),
        "moves": len(moves),
        "carried_from": _kin(request, action.carried_from),
        "carried_to": _kin(request, action.next_kin),
        "said_before": before is not None
        and action.latest_update is not None
        and action.latest_update.source == ProgressUpdate.Source.CARRIED,
        "finished_before": before.completed_on
        if before is not None and action.completed_on is None and action.withdrawn_at is None
        else None,
        "may_update": update_answer,
        "may_edit": may_edit_plan(standing, plan),
        "update": update,
        "form": update["form"] if update else None,
        "update_open": form is not None or leads_it(standing, action, leads=leads),
        "entries": entries,
        "chapters": _chapters(here, chapter),
        "urls": {
            "complete": address(request, "action_complete", action.pk),
            "reopen": address(request, "action_reopen", action.pk),
            "date": address(request, "action_date", action.pk),
        },
        "edits": [
            {"text": text, "href": address(request, name, action.pk)} for name, text in EDITS
        ],
        "restore_url": address(request, "action_restore", action.pk),
        "report_url": ""
        if not update_answer
        else f"{address(request, 'outcome_update', action.outcome_id)}?next={here}",
        "owner_url": link(request, "group", action.owner.slug) if action.owner else "",
    }
    return render(request, "actions/action.html", context, status=status)


def _milestone(request, row, today) -> dict:
    return {
        "due": row.due,
        "what": row.what or "Report",
        "to": row.to,
        "met_on": row.met_on,
        "late": row.met_on is None and row.due is not None and row.due < today,
        "url": address(request, "milestone_met", row.pk),
    }


def _kin(request, other) -> dict | None:
    """The action that this one was carried from or into, as a link with its plan's name."""
    if other is None:
        return None
    text = f"{other.plan.title}, {other.ref}" if other.ref else other.plan.title
    return {"text": text, "url": address(request, "action", other.pk)}


def _chapters(here: str, chapter: str) -> list[dict]:
    """The parts that the story can be narrowed to."""
    chosen = chapter if chapter in story.CHAPTERS else ""
    return [
        {"text": "Everything", "href": f"{here}#story", "current": not chosen},
        *(
            {"text": text, "href": f"{here}?story={key}#story", "current": key == chosen}
            for key, text in story.CHAPTERS.items()
        ),
    ]


MEANINGS = {
    "date": "One day",
    "month": "By the end of a month",
    "range": "A stretch of time",
    "recurring": "Recurring",
    "ongoing": "Ongoing, without an end",
    "as_required": "When it is required",
    "conditional": "Waits for something that has no date",
    "unknown": "Not understood yet",
}


def meaning(action: Action) -> str:
    """What the words of the timescale are taken to mean, in one line."""
    parts = [MEANINGS[action.timescale_kind]]
    if action.times_per_year:
        parts.append(_times(action.times_per_year))
    if action.start:
        parts.append(f"from {action.start:%-d %B %Y}")
    if action.due:
        parts.append(f"due {action.due:%-d %B %Y}")
    if action.timescale_corrected:
        parts.append("as a person corrected it")
    return ", ".join(parts)


def _slipped_told(action: Action, days: int) -> str:
    """ "52 days late" where the date stood still, "… later than first agreed" where it moved."""
    moved = action.first_due not in (None, action.due)
    told = f"{days} day{'' if days == 1 else 's'}"
    return f"{told} later than first agreed" if moved else f"{told} late"


def _times(number) -> str:
    return {1: "once a year", 2: "twice a year"}.get(number, f"{number:g} times a year")


def slipped(action: Action, on) -> int:
    """Whole days late against the first agreed date; 0 where nothing slipped."""
    return (
        rules.slippage(action.first_due, action.due, on=on, completed_on=action.completed_on) or 0
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(member)
def action_complete(request, pk):
    """Say that an action is finished."""
    action = find_action(request, pk)
    require(may_update(request.membership.standing, action, action.plan))
    form = CompleteForm(request.POST or None, action=action)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            services.complete_action,
            action=action,
            by=request.user,
            membership=request.membership,
            expected_version=said["version"],
            **{name: said[name] for name in ("on", "text", "evidence", "difference_made")},
        )
        if done:
            messages.success(request, "The action is complete. Thank you.")
            return redirect("action", request.board.slug, pk)
    return small_page(
        request, action, form, CompleteForm, "Complete this action", "Complete action"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(member)
def action_reopen(request, pk):
    """Take up a completed action again."""
    action = find_action(request, pk)
    require(may_update(request.membership.standing, action, action.plan))
    form = ReopenForm(request.POST or None, action=action)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            services.reopen_action,
            action=action,
            by=request.user,
            membership=request.membership,
            reason=said["reason"],
            expected_version=said["version"],
        )
        if done:
            messages.success(request, "The action is open again.")
            return redirect("action", request.board.slug, pk)
    return small_page(request, action, form, ReopenForm, "Reopen this action", "Reopen action")


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(member)
def action_date(request, pk):
    """Move the due date; the first agreed one stays."""
    action = find_action(request, pk)
    require(may_edit_plan(request.membership.standing, action.plan))
    # Any other day asks the same question as the one the person is going to type.
    needed = due_reason_needed(action, action.plan, after=datetime.date.max)
    initial = {"due": action.due} if action.due else {}
    form = DueDateForm(request.POST or None, action=action, reason_needed=needed, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = attempt(
            form,
            services.change_due_date,
            action=action,
            by=request.user,
            due=said["due"],
            reason=said.get("reason", ""),
            expected_version=said["version"],
        )
        if done:
            messages.success(request, f"The action is now due on {said['due']:%-d %B %Y}.")
            return redirect("action", request.board.slug, pk)

    def again(data, action):
        return DueDateForm(data, action=action, reason_needed=needed)

    note = "Nothing is agreed yet in a draft, so the first agreed date moves along."
    if action.plan.status != Plan.Status.DRAFT:
        note = "The first agreed date stays beside the new one, and the reason stays in the story."
    return small_page(request, action, form, again, "Change the due date", "Change date", note)


def attempt(form, service, **words) -> bool:
    """Call a service for a valid form; what goes wrong becomes the form's error."""
    try:
        service(**words)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)
    except Conflict:
        form.conflicted = True
    else:
        return True
    return False


def small_page(request, action, form, again, title: str, button: str, note: str = ""):
    """A page for one step with an action; with both versions if the action moved on."""
    request.section = "plan_current"
    conflict, status = None, 200
    if getattr(form, "conflicted", False):
        action = find_action(request, action.pk)
        conflict = conflict_on(action, form, user=None)
        form.action = action
        form, status = again(form.renewed(), action=action), 409
    elif form.is_bound and form.errors:
        status = 422
    context = {
        "action": action,
        "title": title,
        "note": note,
        "button": f"{button} all the same" if conflict else button,
        "form": form,
        "conflict": conflict,
        "back": address(request, "action", action.pk),
        "crumbs": crumbs(request, action, here=title),
    }
    return render(request, "actions/step.html", context, status=status)


@require_POST
@board_view(member)
def milestone_met(request, pk):
    """Tick a milestone as met today, or take the tick back ("met" is 1 or 0)."""
    milestone = get_object_or_404(
        Milestone.objects.of(request.board)
        .filter(withdrawn_at__isnull=True)
        .select_related("action__plan"),
        pk=pk,
    )
    action = milestone.action
    require(may_update(request.membership.standing, action, action.plan))
    met = request.POST.get("met")
    if met not in ("0", "1"):
        raise BadRequest("Neither met nor not met")
    if met == "1":
        services.meet_milestone(milestone=milestone, by=request.user, on=clock.today())
        messages.success(request, "The milestone is met.")
    else:
        services.unmeet_milestone(milestone=milestone, by=request.user)
        messages.success(request, "The milestone is open again.")
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect("action", request.board.slug, action.pk)
