"""The manager makes, describes, ratifies, closes and rolls forward plans."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from boardplan import clock
from boardplan.access import require
from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first
from boardplan.templatetags.rag import WORDS, rag_tag
from subgroups.access import board_view, manager
from subgroups.models import Membership, Standing

from ..document import read_plan
from ..forms.lifecycle import DayForm, PlanForm, RollForwardForm
from ..models import Plan
from ..services import lifecycle, rolling
from ..workflow import may_roll_forward, may_take
from .reach import back_to, conflict_between, crumbs, plan_address, plan_of_board

GET_POST = require_http_methods(["GET", "HEAD", "POST"])

# How each step of actions.workflow is put to people.
STEPS = {
    "ratify": {
        "title": "Ratify {plan}",
        "label": "When did the board agree it?",
        "button": "Ratify the plan",
        "done": "{plan} is ratified.",
        "notes": [
            "From then on the dates count as agreed: every move of a due date takes a reason, and "
            "slippage is counted from the date agreed now.",
            "Texts, leads and order can still be edited; the record keeps what they were.",
        ],
    },
    "close": {
        "title": "Close {plan}",
        "label": "On which day does it close?",
        "button": "Close the plan",
        "done": "{plan} is closed.",
        "notes": [
            "A closed plan stays as it is: nobody can edit it or report on it any more.",
            "This cannot be undone. Roll it forward to go on with what is unfinished.",
        ],
    },
}


@GET_POST
@board_view(manager)
def plan_new(request):
    request.section = "plan_current"
    board = request.board
    if request.method == "POST":
        form = PlanForm(request.POST, board=board)
        if form.is_valid():
            made = []
            if form.accepted_by(
                lambda: made.append(
                    lifecycle.create_plan(board=board, values=form.values(), by=request.user)
                )
            ):
                messages.success(request, f"{made[0].title} made. It is a draft.")
                return redirect(plan_address(made[0], "plan_arrange"))
    else:
        start, end = lifecycle.next_period(board, on=clock.today())
        newest = Plan.objects.of(board).newest_first().first()
        if newest:
            title = lifecycle.title_of_next(newest)
        else:
            title = lifecycle.title_of_first(board, start, end)
        form = PlanForm(board=board, initial={"title": title, "start": start, "end": end})
    context = {
        "form": form,
        "title": "New plan",
        "note": _instead(board),
        "plan": None,
        "part": None,
        "back": reverse("plans", args=[board.slug]),
        "next": "",
        "conflict": None,
        "crumbs": [
            {"text": "Plans", "href": reverse("plans", args=[board.slug])},
            {"text": "New plan", "href": ""},
        ],
    }
    return render(request, "actions/edit/part.html", context, status=422 if form.errors else 200)


def _instead(board) -> dict | None:
    """A way to go on with the newest plan's unfinished work, which saves writing it again."""
    newest = Plan.objects.of(board).newest_first().first()
    standing = Standing(role=Membership.Role.MANAGER)
    if newest is None or not may_roll_forward(standing, newest) or newest.rolled_into.exists():
        return None
    newest.board = board
    return {"title": newest.title, "href": plan_address(newest, "plan_roll_forward")}


@GET_POST
@board_view(manager)
def plan_edit(request, plan):
    plan = plan_of_board(request, plan)
    back = back_to(request, plan_address(plan))
    conflict, status = None, 200
    form = PlanForm(request.POST or None, board=request.board, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.edit_plan(
                plan=plan,
                values=form.values(),
                by=request.user,
                expected_version=form.cleaned_data["version"],
            )
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        except Conflict as moved:
            data = request.POST.copy()
            data["version"] = moved.current.version
            fresh = PlanForm(board=request.board, plan=moved.current)
            form = PlanForm(data, board=request.board, plan=moved.current)
            form.is_valid()
            conflict, status = conflict_between(form, fresh, moved.current), 409
        else:
            messages.success(request, "Plan saved.")
            return redirect(back)
    context = {
        "form": form,
        "title": f"Edit {plan.title}",
        "plan": plan,
        "back": back,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "conflict": conflict,
        "crumbs": crumbs(plan, ("Edit", "")),
    }
    status = 422 if form.errors and status == 200 else status
    return render(request, "actions/edit/plan.html", context, status=status)


def _step(request, slug: str, step: str):
    plan = plan_of_board(request, slug, editing=False)
    require(may_take(Standing(role=request.membership.role), plan, step))
    words = STEPS[step]
    form = DayForm(
        request.POST or None,
        label=words["label"],
        button=words["button"],
        initial={"on": clock.today(), "version": plan.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.apply_transition(
                plan=plan,
                step=step,
                on=form.cleaned_data["on"],
                by=request.user,
                expected_version=form.cleaned_data["version"],
            )
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        except Conflict:
            form.data = form.data.copy()
            form.data["version"] = Plan.objects.get(pk=plan.pk).version
            form.add_error(None, "The plan was edited since you opened this page. Look again.")
        else:
            messages.success(request, words["done"].format(plan=plan.title))
            return redirect(plan_address(plan))
    title = words["title"].format(plan=plan.title)
    actions = plan.actions.in_force()
    count = actions.count()
    context = {
        "form": form,
        "title": title,
        "plan": plan,
        "notes": [*words["notes"], *_done_meanwhile(plan, step)],
        "early": step == "close" and plan.end > clock.today(),
        "count": count,
        "count_word": lower_first(plan.word("action") if count == 1 else plan.words_for("action")),
        "unfinished": actions.open().count(),
        "settle": plan_address(plan, "plan_settle"),
        "to_settle": actions.filter(timescale_to_settle=True).count()
        + actions.filter(leads__to_settle=True, leads__withdrawn_at=None).count(),
        "unled": actions.open().without_leads().count() if step == "ratify" else 0,
        "back": plan_address(plan),
        "crumbs": crumbs(plan, (title, "")),
    }
    return render(request, "actions/edit/day.html", context, status=422 if form.errors else 200)


def _done_meanwhile(plan: Plan, step: str) -> list[str]:
    """Work that went into this draft and was finished in the plan it came from since then."""
    if step != "ratify":
        return []
    done = [
        str(action)
        for action in plan.actions.open().filter(carried_from__completed_on__isnull=False)
    ]
    if not done:
        return []
    listed = "; ".join(done)
    return [
        f"Finished in {plan.rolled_from.title} and still open here: {listed}. Withdraw what "
        "does not go on."
    ]


@GET_POST
@board_view(manager)
def plan_ratify(request, plan):
    return _step(request, plan, "ratify")


@GET_POST
@board_view(manager)
def plan_close(request, plan):
    return _step(request, plan, "close")


@GET_POST
@board_view(manager)
def plan_roll_forward(request, plan):
    """Every action with its state; the manager says row by row what goes on."""
    plan = plan_of_board(request, plan, editing=False)
    require(may_roll_forward(Standing(role=request.membership.role), plan))
    earlier = plan.rolled_into.first()
    start, end = rolling.next_period_of(plan)
    form = RollForwardForm(
        request.POST or None,
        initial={"title": lifecycle.title_of_next(plan), "start": start, "end": end},
    )
    chosen = None
    if request.method == "POST":
        chosen = {int(pk) for pk in request.POST.getlist("carry") if pk.isdecimal()}
        if form.is_valid():
            made = []
            if form.accepted_by(
                lambda: made.append(
                    rolling.roll_forward(
                        plan=plan, by=request.user, action_ids=chosen, **form.cleaned_data
                    )
                )
            ):
                messages.success(
                    request,
                    f"{made[0].title} made, as a draft. What is listed here wants a decision.",
                )
                return redirect(plan_address(made[0], "plan_settle"))
    tree = read_plan(plan, updates="none", withdrawn=True)
    labels = request.board.rag_labels
    tags = {rag: rag_tag(rag, labels.get(rag, "")) for rag in ("", *WORDS)}
    today = clock.today()
    rows = [
        {
            "title": " ".join(part for part in (outcome.ref, outcome.title) if part),
            "actions": [_rolling_row(action, tags, today, chosen) for action in outcome.actions],
        }
        for outcome in tree.outcomes
        if outcome.actions
    ]
    actions = [action for row in rows for action in row["actions"]]
    context = {
        "form": form,
        "title": f"Roll {plan.title} forward",
        "plan": plan,
        "earlier": earlier,
        "earlier_address": plan_address_of(earlier, request.board) if earlier else "",
        "rows": rows,
        "total": len(actions),
        "going": sum(action["carry"] for action in actions),
        "words": {key: plan.word(key) for key in ("action", "lead", "timescale", "rag")},
        "back": plan_address(plan),
        "crumbs": crumbs(plan, ("Roll forward", "")),
    }
    return render(
        request, "actions/edit/roll_forward.html", context, status=422 if form.errors else 200
    )


def plan_address_of(plan: Plan, board) -> str:
    return reverse("plan", args=[board.slug, plan.slug])


def _rolling_row(action, tags: dict, today, chosen: set | None) -> dict:
    if action.withdrawn:
        state = "Withdrawn"
    elif action.completed_on:
        state = f"Completed {action.completed_on:%-d %b %Y}"
    elif action.due and action.due < today:
        state = f"Overdue since {action.due:%-d %b %Y}"
    elif action.due:
        state = f"Due {action.due:%-d %b %Y}"
    else:
        state = "No end date"
    unfinished = not action.withdrawn and action.completed_on is None
    return {
        "id": action.id,
        "ref": action.ref,
        "text": action.text,
        "leads": ", ".join(lead.name for lead in action.leads),
        "state": state,
        "rag": tags[action.rag],
        "carry": unfinished if chosen is None else action.id in chosen,
    }
