"""The two doors to the desk at which a contribution is written: a personal link, and the board.

Behind both stand the same pages; a view takes the Desk and never asks which door it was.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from boardplan import limits
from boardplan.access import by_link, require
from subgroups.access import board_view, member
from subgroups.models import Membership, User

from .contributing.workflow import MANAGER, WRITER
from .models import Collection, Contribution, ContributionLink
from .permissions import may_write_part
from .services.collecting import LinkWriter, find_link

# In a minute, for everybody who writes one contribution together: each browser saves at most
# every two seconds.
REQUESTS_A_MINUTE = 300
# In five minutes from one address, before it is taken for somebody who guesses.
WRONG_LINKS = 20


@dataclass(frozen=True)
class Desk:
    """`role` is WRITER or MANAGER (contributing/workflow.py); `address` gives the desk's own pages:
    desk.address("save"), desk.address("file", pk)."""

    contribution: Contribution
    by: User | LinkWriter
    role: str
    address: Callable[..., str]
    back: str  # where a member goes back to; "" for those who came by a link

    @property
    def report(self):
        return self.contribution.report

    @property
    def is_open(self) -> bool:
        """Whether the report still takes words."""
        return self.report.approved_on is None


def link_view(view):
    """A page of the desk for whoever has the link: view(request, desk, …). No account is needed.

    A link that is not or no longer good says so, and whom to ask.
    """

    @by_link
    @functools.wraps(view)
    def inner(request, token, **kwargs):
        link = find_link(token)
        if link is None:
            where = limits.client_address(request)
            if not limits.within(f"link-wrong:{where}", most=WRONG_LINKS, seconds=300):
                return render(request, "429.html", status=429)
            return _no_longer(request, None)
        if not limits.within(f"link:{link.contribution_id}", most=REQUESTS_A_MINUTE, seconds=60):
            return _too_many(request)
        if link.state != "open":
            return _no_longer(request, link)
        contribution = link.contribution
        desk = Desk(
            contribution=contribution,
            by=LinkWriter(f"{contribution.contact} ({contribution.title})"),
            role=WRITER,
            address=lambda name, *args: reverse(f"link_{name}", args=[token, *args]),
            back="",
        )
        return view(request, desk, **kwargs)

    return inner


def part_view(view):
    """The same page inside the board, for its manager and the agency's contributors."""

    @board_view(member)
    @functools.wraps(view)
    def inner(request, report, contribution, **kwargs):
        request.section = "reports"
        found = get_object_or_404(
            Contribution.objects.of(request.board)
            .collected()
            .select_related("report__plan", "agency"),
            report__slug=report,
            pk=contribution,
        )
        found.board = found.report.board = request.board
        membership = request.membership
        require(may_write_part(membership, found))
        manages = membership.role == Membership.Role.MANAGER
        base = [request.board.slug, found.report.slug]
        desk = Desk(
            contribution=found,
            by=request.user,
            role=MANAGER if manages else WRITER,
            address=lambda name, *args: reverse(f"part_{name}", args=[*base, found.pk, *args]),
            back=reverse("contribution_read", args=[*base, found.pk])
            if manages
            else reverse("report", args=base),
        )
        return view(request, desk, **kwargs)

    return inner


def _no_longer(request, link: ContributionLink | None):
    collection = None
    if link is not None:
        collection = Collection.objects.filter(report=link.contribution.report_id).first()
    context = {
        "state": "unknown" if link is None else link.state,
        "contribution": link.contribution if link else None,
        "collection": collection,
    }
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(
            {"error": "This link no longer works."}, status=404 if link is None else 410
        )
    status = 404 if link is None else 410
    return render(request, "reports/contributions/no_longer.html", context, status=status)


def _too_many(request):
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"error": "Too much at once."}, status=429)
    return render(request, "429.html", status=429)
