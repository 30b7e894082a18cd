"""What the pages about one action share: finding it, the way to it, its update form."""

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from actions import rag as rules
from actions.forms.updates import UpdateForm
from actions.models import Action, Lead, Milestone, Plan
from actions.services import updates as services
from boardplan import clock
from boardplan.compiled import Compiled


def find_action(request, pk) -> Action:
    """The action of this board, with all that stands above it, in one query.

    `next_kin` is the action that it was carried into (its number and its plan's title), or None.
    """
    found = _ACTION.ask(request.board.pk, pk)
    if not found:
        raise Http404("This board has no such action")
    (action,) = found
    action.board = action.plan.board = request.board
    action.next_kin = None
    if action.next_pk is not None:
        plan = Plan(title=action.next_title)
        action.next_kin = Action(pk=action.next_pk, ref=action.next_ref, plan=plan)
    return action


def _action(board: int, pk: int):
    after = Action.objects.filter(carried_from=OuterRef("pk")).order_by("pk")
    return (
        Action.objects.filter(board=board, pk=pk)
        .select_related("plan", "outcome__priority", "owner", "latest_update", "carried_from__plan")
        .annotate(
            next_pk=Subquery(after.values("pk")[:1]),
            next_ref=Subquery(after.values("ref")[:1]),
            next_title=Subquery(after.values("plan__title")[:1]),
        )
        .order_by()
    )


_ACTION = Compiled(_action, int, int)
_LEADS = Compiled(
    lambda action: (
        Lead.objects.filter(action=action)
        .named()
        .select_related("agency", "group", "post__holder", "post__agency")
    )
)


def leads_of(action: Action) -> list:
    """The action's leads with their names, read once."""
    return _LEADS.ask(action.pk)


def address(request, name: str, *args) -> str:
    return reverse(name, args=[request.board.slug, *args])


def link(request, name, *args) -> str:
    """The address of a page of another part of the room, "" until that part exists."""
    try:
        return address(request, name, *args)
    except NoReverseMatch:
        return ""


def milestones_due(action: Action) -> list[Milestone]:
    """The action's open milestones whose day has come, for the update form; one query."""
    rows = action.milestones.open().filter(due__lte=clock.today())
    return list(rows.order_by("due", "position", "id"))


def name_of(action: Action) -> str:
    """What the board calls it, with its number: "Action 1.1a"."""
    return f"{action.plan.word('action')} {action.ref}".strip()


def crumbs(request, action, *, here: str = "") -> list[dict]:
    """Plan, priority, this action, and what is done with it."""
    label = name_of(action)
    items = [{"text": action.plan.title, "href": link(request, "plan", action.plan.slug)}]
    if here:
        items.append({"text": label, "href": address(request, "action", action.pk)})
    items.append({"text": here or label, "href": ""})
    return items


def dates_say(action: Action, on) -> rules.Suggestion:
    """What the dates say of the action as it stands, without a new update."""
    return rules.suggest(
        kind=action.timescale_kind,
        start=action.start,
        due=action.due,
        completed_on=action.completed_on,
        next_review=action.next_review,
        last_update_on=action.last_update_on,
        has_updates=action.last_update_on is not None,
        on=on,
        scheme=services.scheme_of(action.board),
    )


def update_card(
    action,
    *,
    form=None,
    conflict=None,
    place: str,
    back: str = "",
    next_page: str = "",
    milestones=(),
) -> dict:
    """What `actions/_update_form.html` shows.

    place: where the form stands: "owed", "action", "row" (of the plan page) or "page".
    back: the address of "Cancel", "" for none. next_page: where to go once it is saved.
    milestones: the action's open ones whose day has come; the form offers to tick them.
    """
    today = clock.today()
    suggestion, says = services.suggestion(action, on=today), dates_say(action, today)
    if form is None:
        form = UpdateForm(action=action, suggestion=suggestion, milestones=milestones)
    labels = action.board.rag_labels
    key = [action.board.slug, action.pk]
    url, href = reverse("action_update", args=key), reverse("action", args=key)
    return {
        "form": form,
        "action": action,
        "url": f"{url}?row=1" if place == "row" else url,
        "href": href,
        "place": place,
        "next": next_page or place,
        "target": f"#update-{action.pk}" if place == "row" else "#main-content",
        "back": back,
        "skip": "",
        "conflict": conflict,
        "discard": reverse("owed") if place == "owed" else href,
        "button": "Add mine as well" if conflict else "Save update",
        "suggestion": suggestion,
        # The sentence must hold today, before this update counts.
        "because": says.because if says.rag == suggestion.rag else "",
        "suggested_word": labels.get(suggestion.rag, str(suggestion.rag).capitalize()),
        "title": " ".join(part for part in (action.ref, action.text) if part),
        "rag_word": labels.get(action.rag, ""),
        "last": action.latest_update,
    }
