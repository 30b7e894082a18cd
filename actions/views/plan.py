"""The plan page, the list of plans and the plan's rows as CSV."""

from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from boardplan import clock
from boardplan.templatetags.boardplan import lower_first
from boardplan.templatetags.rag import rag_shape
from subgroups.access import board_view, member

from ..document import PlanTree, read_plan
from ..exporters.csv import stream_csv
from ..exporters.interchange import as_interchange
from ..filters import FLAGS, UNRATED, PlanFilter, asks_for_withdrawn, needs_settling
from ..models import Action, Plan
from ..permissions import may_edit_plan, may_manage_plans, may_settle
from ..workflow import steps_open
from .downloads import exports_of, file_name, to_the_problems
from .plan_table import PlanTable

SELECTS = ("lead", "agency", "group", "priority", "state")


@require_safe
@board_view(member)
def plans(request):
    """Every plan of the board, newest first, each with its counts by rating."""
    request.section = "plan_current"
    board = request.board
    counts = {}
    for plan_id, rating, number in Action.objects.of(board).counted_by_plan():
        counts.setdefault(plan_id, {})[rating] = number
    today = clock.today()
    found = [
        {
            "plan": plan,
            "href": reverse("plan", args=[board.slug, plan.slug]),
            "now": plan.start <= today <= plan.end,
            "status": plan.get_status_display(),
            "total": sum(counts.get(plan.pk, {}).values()),
            "ratings": _ratings_of(plan, board, counts.get(plan.pk, {})),
        }
        for plan in Plan.objects.of(board).newest_first()
    ]
    new = _address("plan_new", board.slug) if may_manage_plans(request.membership.standing) else ""
    bring_in = reverse("plan_import", args=[board.slug]) if new else ""
    start = f"Start a {lower_first(board.word('plan'))}"
    return render(
        request,
        "actions/plans.html",
        {
            "title": board.words_for("plan"),
            "found": found,
            "new_href": new,
            "import_href": bring_in,
            "actions": [
                {"text": "Bring in a plan", "href": bring_in, "primary": True},
                {"text": start, "href": new, "primary": False},
            ]
            if new
            else [],
            "action_words": board.words_for("action"),
            "rag_word": board.word("rag"),
        },
    )


@require_safe
@board_view(member)
def plan_current(request):
    """To the plan of today, with the filter that stands in the address; else to the list."""
    found = Plan.objects.current_of(request.board, on=clock.today())
    if found is None:
        return redirect("plans", request.board.slug)
    query = request.META.get("QUERY_STRING", "")
    address = reverse("plan", args=[request.board.slug, found.slug])
    return redirect(f"{address}?{query}" if query else address)


@require_safe
@board_view(member)
def plan(request, plan):
    """The plan as a table, narrowed to what the address asks for."""
    request.section = "plan_current"
    tidied = _without_empty(request.GET)
    if tidied is not None:
        return redirect(f"{request.path}?{tidied}" if tidied else request.path)
    board, standing = request.board, request.membership.standing
    tree, asked = read_asked(request, plan)
    table = PlanTable(
        asked.narrowed,
        board=board,
        standing=standing,
        on=asked.on,
        facts=asked.facts,
        action_at=_around_id("action", board.slug),
        update_at=_around_id("action_update", board.slug),
        report_at=_around_id("outcome_update", board.slug),
    )
    about = _about(tree)
    doubts = any(needs_settling(action) for action in tree.actions)
    changes = _changes(tree.plan, standing, doubts=doubts)
    return render(
        request,
        "actions/plan.html",
        {
            "plan": tree.plan,
            "period": f"{tree.plan.start:%-d %B %Y} to {tree.plan.end:%-d %B %Y}",
            "about": about,
            "about_title": _list_of([part["title"] for part in about]),
            "jumps": [
                {
                    "id": section.id,
                    "title": f"{section.ref} {section.title}".strip(),
                    "total": section.summary.total,
                }
                for section in table.sections
                if section.title or section.ref
            ],
            "columns": table.columns,
            "keys": table.keys,
            "width": table.width,
            "has_outcome_column": table.has_outcome_column,
            "may_update_any": table.may_update_any,
            "sections": table.sections,
            "asked": asked,
            "form": asked.form,  # base.html says in the title when there are errors
            "chips": asked.chips,
            "shown": len(asked.shown),
            "total": asked.total,
            "whole": not asked.pairs,
            "action_word": lower_first(tree.plan.word("action")),
            "action_words": lower_first(tree.plan.words_for("action")),
            "outcome_word": lower_first(tree.plan.word("outcome")),
            "priority_words": tree.plan.words_for("priority"),
            "ratings": rating_links(asked),
            "all_ratings": sum(asked.counts["rag"].values()),
            "all_ratings_href": asked.href_without("rag"),
            "search": asked.value("q"),
            "due_from": asked.value("due_from"),
            "due_to": asked.value("due_to"),
            # What is in force stands above the table; opened, the form would push the table off a
            # phone.
            "open_filters": bool(asked.form.errors),
            "due_options": asked.options("due"),
            "selects": _selects(asked),
            "flags": [(name, asked.options(name)[0]) for name in FLAGS],
            "counts_href": _with_query("plan_counts", tree.plan, asked.query),
            "exports": exports_of(tree.plan, asked, standing),
            "changes": changes,
            "start_href": next(
                (link["href"] for link in changes if link["name"] == "plan_arrange"), ""
            ),
            "nothing_found": f"No {lower_first(tree.plan.word('action'))} answers all of these "
            "filters. Take one out to see more.",
            "plans_href": reverse("plans", args=[board.slug]),
        },
    )


@require_safe
@board_view(member)
def plan_csv(request, plan):
    """The rows of the plan page with the same filter. One that cannot be understood is explained
    on the page instead: a file must not hold more than was asked for."""
    tree, asked = read_asked(request, plan)
    if asked.problems:
        return to_the_problems(request, plan)
    name = file_name(tree.plan, asked.query, "csv")
    return StreamingHttpResponse(
        stream_csv(asked.narrowed, on=asked.on),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@board_view(member)
def plan_json(request, plan):
    """The whole plan with all its updates, in the format in which plans are exchanged."""
    found = get_object_or_404(Plan.objects.of(request.board), slug=plan)
    found.board = request.board
    name = file_name(found, "", "json")
    return JsonResponse(
        as_interchange(read_plan(found, updates="all")),
        json_dumps_params={"indent": 1, "ensure_ascii": False},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def read_asked(
    request, slug: str, *, updates="latest", duties=False
) -> tuple[PlanTree, PlanFilter]:
    """The plan of this board with what the address asks of it. updates, duties: as `read_plan`
    takes them."""
    plan = get_object_or_404(Plan.objects.of(request.board).with_following(), slug=slug)
    plan.board = request.board
    tree = read_plan(
        plan,
        updates=updates,
        withdrawn=asks_for_withdrawn(request.GET, request.membership),
        duties=duties,
    )
    # A closed plan stays as it was: late is what was late on the day of its close.
    day = plan.closed_on or clock.today()
    return tree, PlanFilter(request.GET, tree=tree, membership=request.membership, on=day)


def _without_empty(data) -> str | None:
    """The query without fields that were left empty, so that it reads well as a link; None where
    there is nothing to take out."""
    if all(value.strip() for values in data.lists() for value in values[1]):
        return None
    tidied = data.copy()
    for name, values in data.lists():
        tidied.setlist(name, [value for value in values if value.strip()])
    return tidied.urlencode()


def rating_links(asked: PlanFilter) -> list[dict]:
    """The ratings with their shape; those that nothing has are left out unless chosen."""
    return [
        {
            "option": option,
            "rating": "unrated" if option.value == UNRATED else option.value,
            "shape": rag_shape("" if option.value == UNRATED else option.value),
        }
        for option in asked.options("rag")
    ]


def _selects(asked: PlanFilter) -> list[dict]:
    """The choices of one from a list, without those that would leave nothing; a list that the
    plan gives no choice for is left out."""
    return [
        {
            "name": name,
            "title": asked.titles[name],
            "options": [
                option
                for option in asked.options(name)
                if option.count or option.count is None or option.chosen
            ],
        }
        for name in SELECTS
        if len(asked.choices[name]) > 1
    ]


def _about(tree: PlanTree) -> list[dict]:
    """What stands before the table in the document: heading and text."""
    plan = tree.plan
    parts = (
        ("Introduction", plan.introduction),
        ("Vision", plan.vision),
        ("Statement of intent", plan.intent),
        (f"What the {plan.word('rag')} ratings mean", plan.rag_definition or _scheme(plan.board)),
    )
    return [{"title": title, "text": text} for title, text in parts if text]


def _list_of(titles: list[str]) -> str:
    """ "Vision, statement of intent and what the RAG ratings mean"."""
    titles = titles[:1] + [lower_first(title) for title in titles[1:]]
    return " and ".join(part for part in (", ".join(titles[:-1]), titles[-1]) if part)


def _scheme(board) -> str:
    return "\n".join(f"{level['label']}: {level['meaning']}" for level in board.rag_scheme)


def _ratings_of(plan: Plan, board, counts: dict[str, int]) -> list[dict]:
    """The counts of a plan in the order of the board's scheme; "" is not rated. Each opens the
    actions behind it."""
    address = reverse("plan", args=[board.slug, plan.slug])
    labels = dict(board.rag_labels)
    labels |= {rating: rating.capitalize() for rating in counts if rating and rating not in labels}
    labels[""] = "Not rated"
    return [
        {
            "rating": rating or "unrated",
            "shape": rag_shape(rating),
            "label": label,
            "number": counts[rating],
            "href": f"{address}?rag={rating or UNRATED}",
        }
        for rating, label in labels.items()
        if counts.get(rating)
    ]


# Steps of actions.workflow in the words of the plan page's links.
STEPS = {"ratify": "Ratify plan", "close": "Close plan", "roll_forward": "Roll forward"}


def _changes(plan: Plan, standing, *, doubts: bool) -> list[dict]:
    """What this reader may do with the plan as a whole. doubts: whether it has any to settle."""
    links = []
    if may_edit_plan(standing, plan):
        links += [
            ("plan_arrange", "Edit and arrange"),
            ("plan_edit", "Title, vision and columns"),
            ("plan_settle", "To settle"),
        ]
    elif doubts and may_settle(standing, plan):
        links.append(("plan_settle", "To settle"))
    steps = steps_open(standing, plan)
    links += [
        (f"plan_{step}", STEPS[step])
        for step in steps
        if step != "roll_forward" or not plan.following_slug  # a plan is rolled forward once
    ]
    if steps:
        links.append(("plan_publication", "Publish"))
    found = _links(plan, *links)
    if plan.following_slug and "roll_forward" in steps:
        address = _address("plan", plan.board.slug, plan.following_slug)
        found.append({"name": "plan", "text": f"Go on to {plan.following_title}", "href": address})
    return found


def _links(plan: Plan, *wanted) -> list[dict]:
    """The pages that exist, in this installation, of those wanted."""
    found = [
        {"name": name, "text": text, "href": _address(name, plan.board.slug, plan.slug)}
        for name, text in wanted
    ]
    return [link for link in found if link["href"]]


def _with_query(name: str, plan: Plan, query: str) -> str:
    address = reverse(name, args=[plan.board.slug, plan.slug])
    return f"{address}?{query}" if query else address


def _address(name: str, *args) -> str:
    """The address, or "" where the room that owns the page is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _around_id(name: str, board_slug: str) -> tuple[str, str]:
    """What stands before and after the id in an address, so that rows need not ask for theirs."""
    before, after = reverse(name, args=[board_slug, 0]).rsplit("/0/", 1)
    return f"{before}/", f"/{after}"
