"""The list of groups, and the pages that change a group and who sits on it."""

from collections import defaultdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import board_view, manager, member
from ..forms.groups import GroupForm, SeatForm
from ..models import Seat, SubGroup
from ..services import groups as service
from .parts import UNPROCESSABLE, address, form_page


@require_safe
@board_view(member)
def groups(request):
    """All groups as they report to each other; those that ended stand last."""
    request.section = "groups"
    board = request.board
    manages = bool(manager(request.membership))
    chairs, sitting = defaultdict(list), defaultdict(int)
    for seat in Seat.objects.of(board).current().with_names():
        sitting[seat.group_id] += 1
        if seat.role == Seat.Role.CHAIR:
            chairs[seat.group_id].append(seat_name(seat))
    rows = [
        {
            "name": row.name,
            "abbreviation": row.abbreviation,
            "href": address("group", board.slug, row.slug),
            "kind": board.word("subgroup")
            if row.kind == SubGroup.Kind.SUB_GROUP
            else row.get_kind_display(),
            "reports_to": row.parent.name if row.parent else "",
            "level": level,
            "chair": ", ".join(chairs[row.pk]),
            "seats": sitting[row.pk],
            "ended_on": row.ended_on,
            "edit": reverse("group_edit", args=[board.slug, row.slug]) if manages else "",
            "seats_href": reverse("group_seats", args=[board.slug, row.slug]),
        }
        for row, level in in_order(SubGroup.objects.of(board).select_related("parent"))
    ]
    context = {
        "rows": rows,
        "manages": manages,
        "title": "Groups",
        "actions": [
            {
                "text": "Add a group",
                "href": reverse("group_new", args=[board.slug]),
                "primary": True,
            }
        ]
        if manages
        else [],
    }
    return render(request, "subgroups/groups.html", context)


def in_order(found) -> list[tuple[SubGroup, int]]:
    """Each group after the one it reports to, with its depth; ended groups last, depth 0.

    A group whose parent has ended stands at the top, so that none is lost.
    """
    current = [group for group in found if group.ended_on is None]
    ended = [group for group in found if group.ended_on is not None]
    ids = {group.pk for group in current}
    below = defaultdict(list)
    for group in current:
        below[group.parent_id if group.parent_id in ids else None].append(group)
    rows = []

    def add(parent, level):
        for group in below[parent]:
            rows.append((group, level))
            add(group.pk, level + 1)

    add(None, 0)
    return rows + [(group, 0) for group in ended]


def seat_name(seat: Seat) -> str:
    """Who sits there: the person, or the post and its holder."""
    if seat.post is None:
        return str(seat.user)
    return f"{seat.post} ({seat.post.holder or 'vacant'})"


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def group_new(request):
    request.section = "groups"
    form = GroupForm(request.POST or None, board=request.board)
    made = []
    if form.is_valid() and form.accepted_by(
        lambda: made.append(
            service.add_group(board=request.board, by=request.user, **form.cleaned_data)
        )
    ):
        messages.success(request, f"{made[0]} is added. Now say who sits on it.")
        return redirect("group_seats", request.board.slug, made[0].slug)
    return form_page(
        request,
        form=form,
        title="Add a group",
        back=reverse("groups", args=[request.board.slug]),
        back_text="Groups",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def group_edit(request, group):
    request.section = "groups"
    found = _group(request, group)
    title = f"Edit {found}"
    form = GroupForm(request.POST or None, board=request.board, group=found)
    if form.is_valid() and form.accepted_by(
        lambda: service.change_group(group=found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{found} is saved.")
        return redirect("groups", request.board.slug)
    return form_page(
        request,
        form=form,
        title=title,
        back=reverse("groups", args=[request.board.slug]),
        back_text="Groups",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def group_seats(request, group):
    """Who sits on a group; add a seat, end a seat."""
    request.section = "groups"
    found = _group(request, group)
    form = SeatForm(request.POST or None, board=request.board)
    if form.is_valid() and form.accepted_by(
        lambda: service.add_seat(group=found, by=request.user, **form.cleaned_data)
    ):
        who = form.cleaned_data["post"] or form.cleaned_data["user"]
        messages.success(request, f"{who} has a seat on {found}.")
        return redirect("group_seats", request.board.slug, found.slug)
    order = list(Seat.Role.values)
    seats = list(
        Seat.objects.of(request.board)
        .current()
        .filter(group=found)
        .with_names()
        .select_related("agency")
    )
    seats.sort(key=lambda seat: (order.index(seat.role), seat_name(seat)))
    context = {
        "title": f"Who sits on {found}",
        "form": form,
        "rows": [
            {
                "who": seat_name(seat),
                "role": seat.get_role_display(),
                "agency": seat.agency.name if seat.agency else "",
                "end": reverse("seat_end", args=[request.board.slug, found.slug, seat.pk]),
            }
            for seat in seats
        ],
        "back": reverse("groups", args=[request.board.slug]),
        "back_text": "Groups",
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "subgroups/group_seats.html", context, status=status)


@require_POST
@board_view(manager)
def seat_end(request, group, pk):
    found = _group(request, group)
    seats = Seat.objects.of(request.board).current().filter(group=found).with_names()
    seat = get_object_or_404(seats, pk=pk)
    service.end_seat(seat=seat, by=request.user)
    messages.success(request, f"The seat of {seat_name(seat)} on {found} has ended.")
    return redirect("group_seats", request.board.slug, found.slug)


def _group(request, slug) -> SubGroup:
    return get_object_or_404(SubGroup.objects.of(request.board), slug=slug)
