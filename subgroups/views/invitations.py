"""Inviting people, and the page that an invitation's link opens."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boardplan.access import public
from boardplan.errors import RuleBroken

from ..access import board_view, manager
from ..forms.people import AcceptForm, InvitationForm, JoinForm
from ..models import Invitation, Membership, User
from ..services import invitations as service
from .parts import UNPROCESSABLE, form_page, people_sections

_LINKS = "invitation_links"  # session key: {invitation id: its link}, each shown once


@require_safe
@board_view(manager)
def invitations(request):
    """Those who have not come in yet, with what can be done about each."""
    request.section = "people"
    board = request.board
    rows = [
        {
            "pk": row.pk,
            "email": row.email,
            "name": row.name,
            "role": row.get_role_display(),
            "post": row.post.name if row.post else "",
            "agency": row.agency.name if row.agency else "",
            "expired": row.state == "expired",
            "sent": timezone.localdate(row.created_at),
            "expires": timezone.localdate(row.expires_at),
            "renew": reverse("invitation_renew", args=[board.slug, row.pk]),
            "link": reverse("invitation_link", args=[board.slug, row.pk]),
            "withdraw": reverse("invitation_withdraw", args=[board.slug, row.pk]),
        }
        for row in Invitation.objects.of(board).waiting().select_related("agency", "post")
    ]
    context = {
        "rows": rows,
        "sections": people_sections(request, "invitations"),
        "actions": [
            {
                "text": "Invite somebody",
                "href": reverse("invitation_new", args=[board.slug]),
                "primary": True,
            }
        ],
    }
    return render(request, "subgroups/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def invitation_new(request):
    """Name an address and what it may do here."""
    request.section = "people"
    form = InvitationForm(request.POST or None, board=request.board)
    issued = []
    if form.is_valid() and form.accepted_by(
        lambda: issued.append(
            service.invite(board=request.board, by=request.user, **form.cleaned_data)
        )
    ):
        return _show_link(request, issued[0], sent=True)
    return form_page(
        request,
        form=form,
        title="Invite somebody",
        back=reverse("people", args=[request.board.slug]),
        back_text="People",
        intro="They get an e-mail with a link by which they join this board.",
    )


@require_POST
@board_view(manager)
def invitation_renew(request, pk):
    """Send it again, with a new link."""
    return _renew(request, pk, send=True)


@require_POST
@board_view(manager)
def invitation_link(request, pk):
    """A new link to pass on by other means; nothing is sent."""
    return _renew(request, pk, send=False)


@require_POST
@board_view(manager)
def invitation_withdraw(request, pk):
    """The link stops working."""
    found = _waiting(request, pk)
    try:
        service.withdraw(invitation=found, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, f"The invitation for {found.email} is withdrawn.")
    return redirect("invitations", request.board.slug)


@require_safe
@never_cache
@board_view(manager)
def invitation_issued(request, pk):
    """The link, once: afterwards nobody can read it, not even we."""
    request.section = "people"
    found = _waiting(request, pk)
    links = request.session.get(_LINKS, {})
    link = links.pop(str(pk), "")
    if link:
        request.session[_LINKS] = links
    context = {
        "title": f"Invitation for {found.email}",
        "link": link,
        "email": found.email,
        "expires": timezone.localdate(found.expires_at),
        "renew": reverse("invitation_link", args=[request.board.slug, pk]),
        "back": reverse("invitations", args=[request.board.slug]),
        "back_text": "Invitations",
    }
    return render(request, "subgroups/invitation_issued.html", context)


def _renew(request, pk, *, send: bool):
    found = _waiting(request, pk)
    try:
        issued = service.renew(invitation=found, by=request.user, send=send)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("invitations", request.board.slug)
    return _show_link(request, issued, sent=send)


def _show_link(request, issued: service.Issued, *, sent: bool):
    invitation = issued.invitation
    links = request.session.get(_LINKS, {})
    links[str(invitation.pk)] = issued.link
    request.session[_LINKS] = links
    if sent and issued.mailed:
        messages.success(request, f"The invitation is on its way to {invitation.email}.")
    elif sent:
        messages.warning(
            request,
            f"The e-mail to {invitation.email} could not be sent. Pass the link on yourself.",
        )
    return redirect("invitation_issued", request.board.slug, invitation.pk)


def _waiting(request, pk) -> Invitation:
    return get_object_or_404(Invitation.objects.of(request.board).waiting(), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
@public
def invitation(request, token):
    """What an invited person sees: set a name and password, or join with the account they have."""
    found = service.find(token)
    if found is None or found.state != "open":
        return _no_longer(request, found)
    account = User.objects.filter(email__iexact=found.email).first()
    if request.user.is_authenticated and request.user != account:
        return _page(request, found, "invitation_other.html", status=403)
    if account is None:
        return _join_as_new(request, found)
    if not account.is_active:
        return _page(request, found, "invitation_inactive.html", status=403)
    if not request.user.is_authenticated:
        here = urlencode({"next": request.path})
        sign_in = f"{reverse('account_login')}?{here}"
        return _page(request, found, "invitation_sign_in.html", sign_in=sign_in)
    return _join(request, found)


def _join_as_new(request, found: Invitation):
    form = JoinForm(request.POST or None, invitation=found, initial={"name": found.name})
    made = []
    if form.is_valid() and form.accepted_by(
        lambda: made.append(service.accept_as_new(invitation=found, **form.cleaned_data))
    ):
        messages.success(request, f"Welcome to {found.board}.")
        return perform_login(
            request, made[0], email_verification="none", redirect_url=f"/{found.board.slug}/"
        )
    return _page(request, found, "invitation_join.html", form=form)


def _join(request, found: Invitation):
    form = AcceptForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.accepted_by(
        lambda: service.accept(invitation=found, by=request.user)
    ):
        messages.success(request, f"Welcome to {found.board}.")
        return redirect(f"/{found.board.slug}/")
    return _page(request, found, "invitation_join.html", form=form)


def _page(request, found: Invitation, template: str, *, form=None, status=200, **more):
    if form is not None and form.errors:
        status = UNPROCESSABLE
    context = {
        "invitation": found,
        "inviting": found.board,
        "role": found.get_role_display(),
        "form": form,
        **more,
    }
    return render(request, f"subgroups/{template}", context, status=status)


def _no_longer(request, found: Invitation | None):
    """Used, run out, withdrawn or never ours: what happened and whom to ask."""
    managers = []
    if found is not None:
        managers = [
            row.user for row in Membership.objects.of(found.board).managers().select_related("user")
        ]
    state = "unknown" if found is None else found.state
    context = {"state": state, "inviting": found.board if found else None, "managers": managers}
    status = 404 if found is None else 410
    return render(request, "subgroups/invitation_no_longer.html", context, status=status)
