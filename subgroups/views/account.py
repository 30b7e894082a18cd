"""A person's own account, over all their boards."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from boardplan.access import public, signed_in

from ..access import has_second_step
from ..forms.people import OwnNameForm
from ..models import Membership, Post, Seat
from ..services.people import change_own_name
from .parts import UNPROCESSABLE, address


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def account_home(request):
    """Name, password, second step, and what this person is on each board."""
    user = request.user
    form = OwnNameForm(request.POST or None, initial={"name": user.name})
    if form.is_valid() and form.accepted_by(
        lambda: change_own_name(by=user, name=form.cleaned_data["name"])
    ):
        messages.success(request, "Your name is saved.")
        return redirect("account_home")
    posts = list(Post.objects.current().filter(holder=user))
    seats = list(
        Seat.objects.held_by(user).filter(group__ended_on__isnull=True).select_related("group")
    )
    mine = Membership.objects.current().filter(user=user).select_related("board", "agency")
    boards = [
        {
            "name": row.board.name,
            "href": address("dashboard", row.board.slug)
            or reverse("people", args=[row.board.slug]),
            "role": row.get_role_display(),
            "agency": row.agency.name if row.agency else "",
            "posts": [post.name for post in posts if post.board_id == row.board_id],
            "seats": [
                f"{seat.group.name} ({seat.get_role_display().lower()})"
                for seat in seats
                if seat.board_id == row.board_id
            ],
            "second_step": row.role in row.board.second_step_roles,
        }
        for row in mine.order_by("board__name")
    ]
    context = {
        "form": form,
        "email": user.email,
        "has_password": user.has_usable_password(),
        "second_step": has_second_step(user),
        "boards": boards,
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "subgroups/account.html", context, status=status)


@public
def closed(request, **kwargs):
    """Pages of the sign-in package that an installation by invitation only does not have."""
    raise Http404("There is no such page: accounts are made by invitation.")
