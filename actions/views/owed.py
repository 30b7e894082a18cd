"""`/`: what waits for me, answered on the spot, one after the other."""

from collections import defaultdict

from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from actions import owed as reads
from actions.views.reading import update_card
from boardplan import clock
from boardplan.access import signed_in
from boardplan.compiled import Compiled
from boardplan.templatetags.rag import rag_tag
from subgroups.access import has_second_step
from subgroups.models import Membership, Seat

# Waiting actions beyond this many are behind a link: two minutes, not a wall.
SHOWN = 50
LATER = 5

_MEMBERSHIPS = Compiled(
    lambda user: (
        Membership.objects.current()
        .filter(user=user)
        .select_related("board", "agency")
        .order_by("board__name")
    )
)
# On the boards of today: a seat is not taken back with the membership.
_SEATS = Compiled(
    lambda user: (
        Seat.objects.held_by(user)
        .filter(board__in=Membership.objects.current().filter(user=user).values("board"))
        .select_related("group")
        .order_by("group__name")
    )
)


@require_safe
@signed_in
def owed(request):
    """What this person owes on all of their boards, the most pressing one open."""
    return show_owed(request)


def show_owed(request, *, action=None, form=None, conflict=None, status=200):
    """The page; with `action` and its form where something in that form has to be put right."""
    memberships = _MEMBERSHIPS.ask(request.user.pk)
    if any(m.role in m.board.second_step_roles for m in memberships) and not has_second_step(
        request.user
    ):
        return redirect(f"{reverse('mfa_index')}?needed=1")
    for membership in memberships:
        membership.user = request.user
    request.section = "owed"
    # With one board its own pages stand in the menu; with several the person chooses below.
    only = memberships[0] if len(memberships) == 1 else None
    request.membership, request.board = only, only.board if only else None

    today = clock.today()
    led = reads.led_by(memberships, on=today)
    waiting = list(led.waiting)
    opened = action.pk if action is not None else _number(request.GET.get("open"))
    first = next((item for item in waiting if item.action.pk == opened), None)
    if first is None and action is None:
        first = next(iter(waiting), None)
    card = None
    if action is not None:
        card = update_card(action, form=form, conflict=conflict, place="owed")
    elif first is not None:
        first.action.board = first.membership.board
        card = update_card(first.action, place="owed", milestones=first.milestones)

    counts = reads.overview(memberships, on=today)
    late = reads.late_leads(memberships, on=today)
    seats = _seats(request.user, memberships)
    done = _answered_today(request, today)
    skip = _next_after(waiting, first)
    if card is not None and skip is not None:
        card["skip"] = f"{reverse('owed')}?open={skip}"
    rest = [item for item in waiting if item is not first]
    context = {
        "first": first,
        "card": card,
        "form": card["form"] if card else None,
        "count": len(waiting),
        "done": done,
        "total": done + len(waiting),
        "boards": _by_board(rest[:SHOWN], several=len(memberships) > 1),
        "more": max(0, len(rest) - SHOWN),
        "several": len(memberships) > 1,
        "later": [_later(item, today) for item in led.later[:LATER]],
        "leads_something": bool(waiting or led.later),
        "looks": [
            _look(m, counts[m.board_id], late.get(m.board_id, []), seats[m.board_id])
            for m in memberships
        ],
        "today": today,
    }
    return render(request, "actions/owed.html", context, status=status)


def _number(text) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _answered_today(request, today) -> int:
    answered = request.session.get("answered", {})
    return len(answered["actions"]) if answered.get("on") == today.isoformat() else 0


def _next_after(waiting, first) -> int | None:
    """The action that "Skip for now" opens: the next of the list, from the last one the first."""
    if first is None or len(waiting) < 2:
        return None
    return waiting[(waiting.index(first) + 1) % len(waiting)].action.pk


def _row(item) -> dict:
    """One waiting action as ready-made values."""
    action, board = item.action, item.membership.board
    return {
        "pk": action.pk,
        "ref": action.ref,
        "text": action.text,
        "under": action.outcome.brief,
        "url": reverse("action", args=[board.slug, action.pk]),
        "reasons": item.reasons,
        "tag": rag_tag(action.rag, board.rag_labels.get(action.rag, "")),
    }


def _by_board(items, *, several) -> list[dict]:
    """The rows grouped by board, the board with the most pressing one first."""
    groups = {}
    for item in items:
        board = item.membership.board
        group = groups.setdefault(board.pk, {"name": board.name if several else "", "rows": []})
        group["rows"].append(_row(item))
    return list(groups.values())


def _later(item, today) -> dict:
    """One action that does not wait: when it will, and why it does not now."""
    action, board = item.action, item.membership.board
    said = []
    if action.last_update_on:
        said.append(f"Answered {reads.told(action.last_update_on, today)}")
    if action.due:
        late = action.due < today
        told = reads.day(action.due, today) if late else reads.told(action.due, today)
        said.append(f"{'overdue since' if late else 'due'} {told}")
    elif action.next_review and action.next_review != item.asked_on:
        said.append(f"next review {reads.told(action.next_review, today)}")
    sentence = "; ".join(said)
    return {
        "ref": action.ref,
        "text": action.text,
        "under": action.outcome.brief,
        "url": reverse("action", args=[board.slug, action.pk]),
        "answered": action.last_update_on is not None,
        "asked": reads.told(item.asked_on, today) if item.asked_on else "",
        "said": f"{sentence[:1].upper()}{sentence[1:]}" if sentence else "",
    }


def _seats(user, memberships) -> dict:
    """{board id: the groups this person sits on, as links}: a chair's page is one step away."""
    found = defaultdict(dict)
    if not memberships:
        return found
    slugs = {m.board_id: m.board.slug for m in memberships}
    for seat in _SEATS.ask(user.pk):
        url = _url("group", slugs[seat.board_id], seat.group.slug)
        found[seat.board_id][seat.group_id] = {"name": seat.group.name, "href": url}
    return found


def _look(membership, counts, late, groups) -> dict:
    """What somebody should look at on one board, by what their role is there for."""
    board = membership.board
    slug = board.slug
    plan = _url("plan_current", slug)
    red = board.rag_labels.get("red", "Red").lower()
    facts = [
        {"number": counts["overdue"], "text": "overdue", "query": "due=overdue", "rag": ""},
        {
            "number": counts["red"],
            "text": f"rated {red}",
            "query": "rag=red",
            "rag": "",
        },
        {
            "number": counts["silent"],
            "text": f"without an update for {board.stale_after_days} days",
            "query": "stale=1",
            "rag": "",
        },
    ]
    return {
        "name": board.name,
        "role": membership.get_role_display(),
        "manages": membership.role == Membership.Role.MANAGER,
        "open": counts["open"],
        "facts": [{**fact, "href": f"{plan}?{fact['query']}" if plan else ""} for fact in facts],
        "unanswered": counts["unanswered"] if membership.role == Membership.Role.MANAGER else 0,
        "unanswered_href": f"{plan}?lead=nobody&state=open" if plan else "",
        "late": [{"name": name, "count": count} for name, count in late],
        "dashboard": _url("dashboard", slug),
        "plan": plan,
        "plans": _url("plans", slug),
        "people": _url("people", slug),
        "groups": list(groups.values()),
    }


def _url(name, *args) -> str:
    """The address of another part's page, "" until that part exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
