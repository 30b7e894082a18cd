"""Invitations: the only way in, each link good once and for one address."""

import datetime
import re
import smtplib

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from subgroups.models import Invitation, Membership, Post, User
from subgroups.services import invitations
from tests import factories

NEW_PASSWORD = "three quiet herons"


@pytest.fixture
def invited(cast):
    """Invites new@agency.example to Riverside as the manager would; returns what was issued."""

    def _invite(**more):
        values = {"email": "new@agency.example", "role": "contributor", "by": cast.manager} | more
        return invitations.invite(board=cast.board, **values)

    return _invite


def path(issued):
    return "/invitation/" + issued.link.split("/invitation/")[1]


def join(client, issued, **data):
    return client.post(path(issued), {"name": "Newcomer", "password": NEW_PASSWORD} | data)


def test_an_invitation_goes_out_after_the_commit_and_its_link_is_shown_once(
    cast, sign_in, django_capture_on_commit_callbacks
):
    client = sign_in(cast.manager)
    with django_capture_on_commit_callbacks(execute=True):
        assert mail.outbox == []
        response = client.post(
            "/riverside/people/invitations/new/",
            {
                "email": "New@Agency.example",
                "name": "Newcomer",
                "role": "chair",
                "agency": cast.agency.pk,
                "post": cast.post.pk,
            },
        )
        assert mail.outbox == []
    (message,) = mail.outbox
    assert message.to == ["new@agency.example"]
    assert message.subject == "You are invited to Riverside Safeguarding Partnership"
    assert "sub-group chair" in message.body
    assert "Detective Inspector" in message.body
    (link,) = re.findall(r"http\S+", message.body)
    shown = client.get(response["Location"])
    assert shown.context["link"] == link
    assert client.get(response["Location"]).context["link"] == ""
    row = Invitation.objects.get()
    assert row.token_digest == invitations.digest(link.rstrip("/").rsplit("/", 1)[1])
    assert link.rstrip("/").rsplit("/", 1)[1] not in str(
        list(AuditEvent.objects.values_list("changes", "label"))
    )


def test_a_manager_is_told_when_the_mail_server_refuses(
    cast, client, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(self):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        issued = invitations.invite(
            board=cast.board, email="new@agency.example", role="viewer", by=cast.manager
        )
    assert issued.mailed is False
    assert Invitation.objects.get().state == "open"


def test_somebody_new_joins_with_name_and_password_and_holds_the_post(cast, client, invited, today):
    issued = invited(agency=cast.agency, post=cast.post)
    assert client.get(path(issued)).status_code == 200
    response = join(client, issued)
    assert response["Location"] == "/riverside/"
    user = User.objects.get(email="new@agency.example")
    assert user.name == "Newcomer"
    assert user.check_password(NEW_PASSWORD)
    row = Membership.objects.get(user=user)
    assert (row.board, row.role, row.agency) == (cast.board, "contributor", cast.agency)
    post = Post.objects.get(pk=cast.post.pk)
    assert (post.holder, post.held_since) == (user, today)
    assert client.get("/riverside/people/").status_code == 200


@pytest.mark.parametrize("password", ["short", "password1234", "newcomer@agency"])
def test_a_weak_password_is_refused_and_the_link_stays_good(cast, client, invited, password):
    issued = invited(email="newcomer@agency.example")
    response = join(client, issued, password=password)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["password"]
    assert not User.objects.filter(email="newcomer@agency.example").exists()
    assert Invitation.objects.get().state == "open"


def test_a_link_works_once(cast, client, invited):
    issued = invited()
    join(client, issued)
    client.logout()
    response = client.get(path(issued))
    assert response.status_code == 410
    assert response.context["state"] == "accepted"
    assert join(client, issued, name="Somebody else").status_code == 410
    assert User.objects.get(email="new@agency.example").name == "Newcomer"
    with pytest.raises(RuleBroken):
        invitations.accept_as_new(
            invitation=issued.invitation, name="Somebody else", password=NEW_PASSWORD
        )


def test_withdrawn_expired_and_unknown_links_say_what_to_do(cast, client, invited):
    withdrawn = invited()
    invitations.withdraw(invitation=withdrawn.invitation, by=cast.manager)
    expired = invited(email="late@agency.example")
    Invitation.objects.filter(pk=expired.invitation.pk).update(
        expires_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    for issued, state in ((withdrawn, "withdrawn"), (expired, "expired")):
        for response in (client.get(path(issued)), join(client, issued)):
            assert response.status_code == 410
            assert response.context["state"] == state
            assert "manager@riverside.example" in response.content.decode()
    response = client.get("/invitation/nonsense/")
    assert response.status_code == 404
    assert "Riverside" not in response.content.decode()
    assert not User.objects.filter(email="new@agency.example").exists()


def test_a_new_link_replaces_the_old(cast, client, invited, sign_in):
    old = invited()
    manager = sign_in(cast.manager)
    response = manager.post(
        reverse("invitation_link", args=["riverside", old.invitation.pk]), follow=True
    )
    new = response.context["link"]
    assert mail.outbox == []
    client.logout()
    assert client.get(path(old)).status_code == 404
    assert client.get("/invitation/" + new.split("/invitation/")[1]).status_code == 200


def test_sending_again_brings_an_expired_invitation_back(
    cast, invited, sign_in, django_capture_on_commit_callbacks
):
    issued = invited(send=False)
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.manager).post(
            reverse("invitation_renew", args=["riverside", issued.invitation.pk])
        )
    assert [message.to for message in mail.outbox] == [["new@agency.example"]]
    assert Invitation.objects.get().state == "open"


def test_an_existing_account_signs_in_and_joins_the_second_board(cast, client, invited):
    issued = invited(email=cast.outsider.email, role="viewer")
    page = client.get(path(issued))
    assert page.context["sign_in"] == f"/account/login/?next={path(issued).replace('/', '%2F')}"
    # The link alone neither sets a password nor joins.
    assert join(client, issued).status_code == 200
    assert Membership.objects.filter(user=cast.outsider).count() == 1
    client.force_login(cast.outsider)
    assert client.post(path(issued))["Location"] == "/riverside/"
    cast.outsider.refresh_from_db()
    assert cast.outsider.check_password(factories.PASSWORD)
    roles = dict(Membership.objects.filter(user=cast.outsider).values_list("board__slug", "role"))
    assert roles == {"hillside": "manager", "riverside": "viewer"}


def test_an_invitation_is_for_its_address_alone(cast, invited, sign_in):
    issued = invited()
    client = sign_in(cast.viewer)
    assert client.post(path(issued)).status_code == 403
    with pytest.raises(RuleBroken, match=r"for new@agency\.example"):
        invitations.accept(invitation=issued.invitation, by=cast.outsider)
    assert Invitation.objects.get().state == "open"


def test_a_switched_off_account_is_not_let_in_by_an_invitation(cast, client, invited):
    factories.UserFactory(email="new@agency.example", is_active=False)
    issued = invited()
    assert client.get(path(issued)).status_code == 403
    assert client.post(path(issued)).status_code == 403


def test_members_and_people_already_invited_are_not_invited_again(cast, invited):
    with pytest.raises(RuleBroken, match="member of this board already"):
        invited(email="VIEWER@riverside.example")
    invited()
    with pytest.raises(RuleBroken, match="invited already"):
        invited(email="NEW@agency.example")
    assert Invitation.objects.count() == 1


def test_one_boards_manager_never_touches_anothers_invitations(cast, invited, sign_in):
    issued = invited()
    client = sign_in(cast.outsider)
    for name in ("invitation_renew", "invitation_link", "invitation_withdraw"):
        url = reverse(name, args=["hillside", issued.invitation.pk])
        assert client.post(url).status_code == 404
    assert client.get("/hillside/people/invitations/").context["rows"] == []
    assert Invitation.objects.get().state == "open"


QUERIES = 4


@pytest.mark.parametrize("number", [1, 30])
def test_invitations_cost_the_same_for_one_and_thirty(
    cast, sign_in, django_assert_num_queries, number
):
    for _ in range(number):
        factories.InvitationFactory(board=cast.board, agency=cast.agency, post=cast.post)
    client = sign_in(cast.manager)
    with django_assert_num_queries(QUERIES):
        response = client.get("/riverside/people/invitations/")
    assert len(response.context["rows"]) == number


def test_every_step_is_in_the_record(cast, client, invited):
    issued = invited(send=False)
    join(client, issued)
    assert list(
        AuditEvent.objects.of(cast.board).order_by("id").values_list("verb", flat=True)
    ) == [
        "invited",
        "joined as",
        "accepted",
    ]


@pytest.mark.parametrize("state", ["accepted_at", "withdrawn_at", "expires_at"])
def test_the_service_itself_takes_no_link_that_is_not_open(cast, invited, state):
    issued = invited(email=cast.outsider.email)
    Invitation.objects.update(**{state: timezone.now() - datetime.timedelta(seconds=1)})
    with pytest.raises(RuleBroken, match="no longer works"):
        invitations.accept(invitation=issued.invitation, by=cast.outsider)
    assert not Membership.objects.filter(user=cast.outsider, board=cast.board).exists()
