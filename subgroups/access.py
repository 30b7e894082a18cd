"""Reaching a board: who is a member, and the rule a board's view enforces."""

import functools
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from boardplan.access import Allowed, Answer, Denied, mark, require
from boardplan.compiled import Compiled

from .models import Membership


def member(membership: Membership) -> Answer:
    """Every member of the board, in any role."""
    return Allowed()


def manager(membership: Membership) -> Answer:
    """Only the board's business manager."""
    if membership.role == Membership.Role.MANAGER:
        return Allowed()
    return Denied("Only the business manager can do this. Ask them if it needs doing.")


def board_view(rule: Callable[[Membership], Answer]):
    """A view under `/<board>/`: called as view(request, …) with request.board, .membership.

    Somebody who is not a member gets 404, as if the board did not exist; a member whose role
    does not allow it gets 403 with the reason. Where the board asks this role for a second step
    at sign-in and the person has none yet, they are sent to set it up.
    """

    def wrap(view):
        @functools.wraps(view)
        def inner(request, board, *args, **kwargs):
            found = _MEMBERSHIP.ask(board, request.user.pk)
            if not found:
                raise Http404("No such board")
            (membership,) = found
            membership.user = request.user
            request.board = membership.board
            request.membership = membership
            needed = membership.role in membership.board.second_step_roles
            if needed and not membership.second_step:
                return redirect(f"{reverse('mfa_index')}?needed=1")
            require(rule(membership))
            return view(request, *args, **kwargs)

        return mark(inner, rule.__name__)

    return wrap


# One at most; `second_step` says whether the person has one.
_MEMBERSHIP = Compiled(
    lambda slug, user: (
        Membership.objects.current()
        .select_related("board", "agency")
        .filter(board__slug=slug, user=user)
        .annotate(second_step=Exists(second_steps().filter(user=OuterRef("user"))))
        .order_by()
    ),
    str,
    int,
)


def has_second_step(user) -> bool:
    """Whether the user signs in with an authenticator app or a passkey."""
    return second_steps().filter(user=user).exists()


def second_steps():
    """Authenticator apps and passkeys; recovery codes alone are no second step."""
    return Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
