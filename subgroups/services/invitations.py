"""Invitations: the only way to an account.

The link holds a random token; the database keeps its SHA-256 only, so nobody who reads the
database can join a board with it.
"""

import datetime
import hashlib
import logging
import secrets
import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from boardplan import audit, clock
from boardplan.errors import RuleBroken

from ..models import Agency, Board, Invitation, Membership, Post, User
from . import people

log = logging.getLogger(__name__)


@dataclass
class Issued:
    """An invitation with its link, which is known at this moment only.

    `mailed` turns True once the mail server has taken the message, after the commit.
    """

    invitation: Invitation
    link: str
    mailed: bool = False


@transaction.atomic
def invite(
    *,
    board: Board,
    email: str,
    name: str = "",
    role: str,
    agency: Agency | None = None,
    post: Post | None = None,
    by: User | None,
    send: bool = True,
) -> Issued:
    """Invite one address to one board, by e-mail unless `send` is false.

    Raises RuleBroken where the person is a member, or has an invitation that still waits.
    """
    email = email.strip().lower()
    people.same_board(board.pk, agency=agency, post=post)
    people.hold(board)
    member = Membership.objects.of(board).current().filter(user__email__iexact=email)
    if member.exists():
        raise RuleBroken(f"{email} is a member of this board already.", field="email")
    if Invitation.objects.of(board).waiting().filter(email__iexact=email).exists():
        raise RuleBroken(
            f"{email} has been invited already. Send that invitation again, or withdraw it first.",
            field="email",
        )
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        board=board,
        email=email,
        name=name,
        role=role,
        agency=agency,
        post=post,
        token_digest=digest(token),
        invited_by=by,
        expires_at=_expiry(),
    )
    audit.record(
        by=by, verb="invited", obj=invitation, changes={"role": [None, role], "post": [None, post]}
    )
    return _issue(invitation, token, send=send)


@transaction.atomic
def renew(*, invitation: Invitation, by: User, send: bool) -> Issued:
    """A new link for an invitation that waits; the old link stops working.

    Raises RuleBroken for one that was accepted or withdrawn.
    """
    invitation = _locked(invitation)
    _must_wait(invitation)
    token = secrets.token_urlsafe(32)
    changes = audit.changed(invitation, {"expires_at": _expiry()})
    invitation.token_digest = digest(token)
    invitation.save(update_fields=["token_digest", "expires_at"])
    verb = "sent again" if send else "made a new link for"
    audit.record(by=by, verb=verb, obj=invitation, changes=changes)
    return _issue(invitation, token, send=send)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """The link stops working. Raises RuleBroken for one that was accepted or withdrawn."""
    invitation = _locked(invitation)
    _must_wait(invitation)
    changes = audit.changed(invitation, {"withdrawn_at": timezone.now()})
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(by=by, verb="withdrew", obj=invitation, changes=changes)
    return invitation


def find(token: str) -> Invitation | None:
    """The invitation of a link in whatever state, with what its page shows."""
    return (
        Invitation.objects.select_related("board", "agency", "post", "invited_by")
        .filter(token_digest=digest(token))
        .first()
    )


@transaction.atomic
def accept_as_new(*, invitation: Invitation, name: str, password: str) -> User:
    """Open an account for the invited address and join the board with it."""
    invitation = _locked(invitation)
    _must_be_open(invitation)
    user = people.create_user(email=invitation.email, name=name, password=password)
    _join(invitation, user)
    return user


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> Membership:
    """Join the board with an account that the invited address has.

    Raises RuleBroken where the account is another address's or the link is no longer good.
    """
    invitation = _locked(invitation)
    _must_be_open(invitation)
    if by.email.lower() != invitation.email.lower():
        raise RuleBroken(f"This invitation is for {invitation.email}.")
    return _join(invitation, by)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _join(invitation: Invitation, user: User) -> Membership:
    membership = people.add_member(
        board=invitation.board,
        user=user,
        role=invitation.role,
        agency=invitation.agency,
        by=user,
    )
    post = invitation.post
    if post is not None and post.ended_on is None and post.holder_id != user.pk:
        changes = audit.changed(post, {"holder": user, "held_since": clock.today()})
        post.save(update_fields=list(changes))
        audit.record(by=user, verb="became holder of", obj=post, changes=changes)
    changes = audit.changed(invitation, {"accepted_at": timezone.now()})
    invitation.save(update_fields=["accepted_at"])
    audit.record(by=user, verb="accepted", obj=invitation, changes=changes)
    return membership


def _issue(invitation: Invitation, token: str, *, send: bool) -> Issued:
    link = settings.SITE_URL.rstrip("/") + reverse("invitation", args=[token])
    issued = Issued(invitation=invitation, link=link)
    if send:
        transaction.on_commit(lambda: _send(issued))
    return issued


def _send(issued: Issued) -> None:
    invitation = issued.invitation
    context = {
        "invitation": invitation,
        "board": invitation.board,
        "link": issued.link,
        "expires": timezone.localtime(invitation.expires_at),
        "role": invitation.get_role_display(),
    }
    subject = render_to_string("email/invitation_subject.txt", context).strip()
    body = render_to_string("email/invitation.txt", context)
    try:
        EmailMessage(subject, body, to=[invitation.email]).send()
    except (OSError, smtplib.SMTPException):
        # The invitation stands and the manager is told to pass the link on by other means.
        log.exception("The invitation %s could not be sent", invitation.pk)
        return
    issued.mailed = True


def _expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=settings.INVITATION_DAYS)


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("board", "agency", "post", "invited_by")
        .get(pk=invitation.pk)
    )


def _must_wait(invitation: Invitation) -> None:
    if invitation.state in ("accepted", "withdrawn"):
        raise RuleBroken(f"This invitation was {invitation.state} already.")


def _must_be_open(invitation: Invitation) -> None:
    if invitation.state != "open":
        raise RuleBroken("This link no longer works. Ask the business manager for a new one.")
