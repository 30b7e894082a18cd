"""Who is on the board."""

from collections import defaultdict

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from boardplan.access import require
from boardplan.errors import RuleBroken

from ..access import board_view, manager, member
from ..forms.people import MembershipForm
from ..models import Membership, Post, Seat
from ..permissions import may_end_membership
from ..services.people import change_membership, end_membership
from .parts import confirm_page, people_sections


@require_safe
@board_view(member)
def people(request):
    """Everybody on the board: role, agency, posts and seats, and when they last signed in."""
    request.section = "people"
    board = request.board
    posts = defaultdict(list)
    for post in Post.objects.of(board).current().filter(holder__isnull=False):
        posts[post.holder_id].append(post.name)
    seats = defaultdict(list)
    for seat in Seat.objects.of(board).current().filter(group__ended_on__isnull=True).with_names():
        person = seat.user_id or seat.post.holder_id
        if seat.role == Seat.Role.MEMBER:
            seats[person].append(seat.group.name)
        else:
            seats[person].append(f"{seat.group.name} ({seat.get_role_display().lower()})")
    manages = bool(manager(request.membership))
    rows = [
        {
            "name": str(row.user),
            "email": row.user.email,
            "role": row.get_role_display(),
            "agency": row.agency.name if row.agency else "",
            "posts": posts[row.user_id],
            "seats": seats[row.user_id],
            "last_login": timezone.localdate(row.user.last_login) if row.user.last_login else None,
            "edit": reverse("member_edit", args=[board.slug, row.pk]) if manages else "",
        }
        for row in Membership.objects.of(board).current().select_related("user", "agency")
    ]
    context = {
        "rows": rows,
        "manages": manages,
        "sections": people_sections(request, "people"),
        "actions": [
            {
                "text": "Invite somebody",
                "href": reverse("invitation_new", args=[board.slug]),
                "primary": True,
            }
        ]
        if manages
        else [],
    }
    return render(request, "subgroups/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def member_edit(request, pk):
    """Role and agency of one member, and the way to end the membership."""
    request.section = "people"
    found = _member(request, pk)
    form = MembershipForm(
        request.POST or None,
        board=request.board,
        initial={"role": found.role, "agency": found.agency_id},
    )
    if form.is_valid() and form.accepted_by(
        lambda: change_membership(membership=found, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{found.user} is saved.")
        return redirect("people", request.board.slug)
    context = {
        "form": form,
        "title": str(found.user),
        "email": found.user.email,
        "back": reverse("people", args=[request.board.slug]),
        "back_text": "People",
        "end": reverse("member_end", args=[request.board.slug, found.pk])
        if found.pk != request.membership.pk
        else "",
    }
    return render(request, "subgroups/member.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def member_end(request, pk):
    """Asks, then ends a membership."""
    request.section = "people"
    found = _member(request, pk)
    require(
        may_end_membership(request.membership.standing, own=request.membership, membership=found)
    )
    problem = ""
    if request.method == "POST":
        try:
            end_membership(membership=found, by=request.user)
        except RuleBroken as broken:
            problem = broken.message
        else:
            messages.success(request, f"{found.user} is no longer a member of this board.")
            return HttpResponseRedirect(reverse("people", args=[request.board.slug]))
    return confirm_page(
        request,
        title=f"End the membership of {found.user}",
        text=(
            f"{found.user} will no longer see this board. The posts they hold become vacant and "
            "their seats end. What they wrote stays, and you can invite them again."
        ),
        button="End the membership",
        back=reverse("member_edit", args=[request.board.slug, found.pk]),
        problem=problem,
    )


def _member(request, pk) -> Membership:
    current = Membership.objects.of(request.board).current().select_related("user", "agency")
    return get_object_or_404(current, pk=pk)
