"""Signing in: by invitation, by e-mail, throttled, with a second step where a board asks for it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from boardplan import oidc
from subgroups.accounts import SocialAccountAdapter
from subgroups.models import Board, User
from subgroups.services import people
from tests import factories

LOGIN = "/account/login/"
WRONG = "not the password"


@pytest.fixture(autouse=True)
def _own_limits(db):
    """Tries counted by other tests do not count here."""
    cache.clear()


def log_in(client, email, password=factories.PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password}, **more)


def totp_code(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def with_totp(user):
    return TOTP.activate(user, "JBSWY3DPEHPK3PXP")


def test_people_sign_in_by_e_mail_in_any_capitals(cast, client):
    assert log_in(client, "Manager@Riverside.example")["Location"] == "/"
    assert client.get("/riverside/people/").status_code == 200


def test_the_sixth_wrong_password_in_five_minutes_meets_a_page_that_helps(cast, client):
    for _ in range(5):
        response = log_in(client, cast.viewer.email, WRONG)
        assert response.status_code == 200
        assert "is not right" in response.content.decode()
    response = log_in(client, cast.viewer.email, WRONG)
    assert response.status_code == 429
    assert "Wait a few minutes and try again" in response.content.decode()
    # Nor does the right one help now, while somebody else signs in as ever.
    assert log_in(client, cast.viewer.email).status_code == 429
    assert log_in(client, cast.chair.email).status_code == 302


def test_an_address_without_account_is_throttled_alike(db, client):
    statuses = [log_in(client, "nobody@x.example", WRONG).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast, client):
    pages = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(
            email, ""
        )
        for email in (cast.viewer.email, "nobody@riverside.example")
        for response in [log_in(client, email, WRONG)]
    ]
    assert pages[0] == pages[1]


def test_a_password_reset_tells_nobody_who_has_an_account(cast, client):
    answers = []
    for email in ("nobody@x.example", cast.viewer.email):
        response = client.post("/account/password/reset/", {"email": email})
        answers.append((response.status_code, response["Location"]))
    assert answers == [(302, "/account/password/reset/done/")] * 2
    assert [message.to for message in mail.outbox] == [[cast.viewer.email]]


def test_a_forgotten_password_is_reset_by_mail(cast, client):
    client.post("/account/password/reset/", {"email": cast.viewer.email})
    (link,) = re.findall(r"https?://\S+(/account/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    response = client.post(
        form.redirect_chain[-1][0],
        {"password1": "three quiet herons", "password2": "three quiet herons"},
    )
    words = [field.label for field in form.context["form"]]
    assert words == ["New password", "New password again"]
    assert form.context["form"].fields["password1"].help_text.startswith("At least 12 characters.")
    assert response.status_code == 302
    assert log_in(client, cast.viewer.email, "three quiet herons").status_code == 302
    client.logout()
    assert "reset" in client.get(link).content.decode().lower()
    assert log_in(client, cast.viewer.email).status_code == 200


CLOSED = (
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/abc/",
    "login/code/",
    "login/code/confirm/",
    "3rdparty/",
    "3rdparty/signup/",
    "social/signup/",
    "social/connections/",
    "social/login/cancelled/",
    "social/login/error/",
)


@pytest.mark.parametrize("path", CLOSED)
def test_doors_that_an_installation_by_invitation_lacks_are_shut(cast, client, path):
    data = {"email": "new@x.example", "password1": "three quiet herons"}
    for user in (None, cast.viewer):
        if user:
            client.force_login(user)
        assert client.get(f"/account/{path}").status_code == 404
        assert client.post(f"/account/{path}", data).status_code == 404
    assert not User.objects.filter(email="new@x.example").exists()


def test_a_switched_off_account_neither_signs_in_nor_goes_on(cast, client):
    client.force_login(cast.viewer)
    assert client.get("/riverside/people/").status_code == 200
    people.deactivate_user(user=cast.viewer, by=cast.manager)
    assert client.get("/riverside/people/")["Location"].startswith(LOGIN)
    response = log_in(client, cast.viewer.email)
    assert (response.status_code, response["Location"]) == (302, "/account/inactive/")
    assert client.get("/riverside/people/")["Location"].startswith(LOGIN)
    client.post("/account/password/reset/", {"email": cast.viewer.email})
    assert mail.outbox == []


def test_a_role_that_must_have_a_second_step_is_sent_to_set_it_up(cast, client):
    Board.objects.filter(pk=cast.board.pk).update(second_step_roles=["chair"])
    client.force_login(cast.chair)
    response = client.get("/riverside/people/")
    assert response["Location"] == "/account/2fa/?needed=1"
    assert "asks your role for a second step" in client.get(response["Location"]).content.decode()
    with_totp(cast.chair)
    assert client.get("/riverside/people/").status_code == 200
    client.force_login(cast.viewer)
    assert client.get("/riverside/people/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(cast, client):
    Board.objects.filter(pk=cast.board.pk).update(second_step_roles=["chair"])
    Authenticator.objects.create(
        user=cast.chair, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"}
    )
    client.force_login(cast.chair)
    assert client.get("/riverside/people/")["Location"] == "/account/2fa/?needed=1"


def test_an_authenticator_app_is_asked_for_at_sign_in(cast, client):
    with_totp(cast.viewer)
    response = log_in(client, cast.viewer.email)
    assert response["Location"] == "/account/2fa/authenticate/"
    assert client.get("/riverside/people/")["Location"].startswith(LOGIN)
    assert client.get(response["Location"]).status_code == 200
    wrong = client.post(response["Location"], {"code": "000000"})
    assert wrong.status_code == 200
    right = client.post(response["Location"], {"code": totp_code("JBSWY3DPEHPK3PXP")})
    assert right["Location"] == "/"
    assert client.get("/riverside/people/").status_code == 200


def test_an_authenticator_app_is_set_up_after_the_password_is_asked_again(cast, client):
    client.force_login(cast.viewer)
    url = reverse("mfa_activate_totp")
    response = client.get(url)
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    response = client.post(response["Location"], {"password": factories.PASSWORD})
    assert response["Location"] == url
    page = client.get(url)
    secret = page.context["form"].secret
    client.post(url, {"code": totp_code(secret)})
    kinds = set(Authenticator.objects.filter(user=cast.viewer).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_a_recovery_code_lets_in_once(cast, client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    with_totp(cast.viewer)
    code = RecoveryCodes.activate(cast.viewer).get_unused_codes()[0]
    for expected in (302, 200):
        client.logout()
        log_in(client, cast.viewer.email)
        assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == expected


PAGES = (
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "account_home",
)


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_ones_own_account_open_once_signed_in(cast, client, name):
    assert client.get(reverse(name))["Location"].startswith((LOGIN, "/"))
    log_in(client, cast.viewer.email)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1


def test_my_account_shows_what_i_am_on_each_board_and_changes_my_name(cast, sign_in):
    factories.MembershipFactory(board=cast.other_board, user=cast.contributor, role="viewer")
    client = sign_in(cast.contributor)
    boards = client.get("/account/me/").context["boards"]
    assert [(row["name"], row["role"], row["posts"], row["seats"]) for row in boards] == [
        ("Hillside Safeguarding Partnership", "Viewer", [], []),
        ("Riverside Safeguarding Partnership", "Contributor", ["Detective Inspector"], []),
    ]
    assert client.post("/account/me/", {"name": "Con Tributor"})["Location"] == "/account/me/"
    cast.contributor.refresh_from_db()
    assert cast.contributor.name == "Con Tributor"
    assert client.post("/account/me/", {"name": " "}).status_code == 422


# An organisation's own sign-in

ENTRA = "https://login.microsoftonline.com"


def provider(**more):
    values = {
        "server_url": f"{ENTRA}/0c5a2d7e-1111-2222-3333-444455556666/v2.0",
        "client_id": "id",
        "secret": "secret",
        "name": "Microsoft",
        "domains": ["council.example"],
    }
    return oidc.provider_settings(**(values | more))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"server_url": f"{ENTRA}/common/v2.0"}, "every organisation"),
        ({"server_url": f"{ENTRA}/Organizations/v2.0"}, "every organisation"),
        ({"server_url": f"{ENTRA}/consumers/v2.0"}, "every organisation"),
        ({"server_url": "http://id.council.example"}, "https"),
        ({"domains": []}, "OIDC_EMAIL_DOMAINS"),
    ],
)
def test_a_sign_in_for_everybody_is_refused_at_the_start(more, says):
    with pytest.raises(ImproperlyConfigured, match=says):
        provider(**more)


def test_one_organisation_vouches_for_its_own_domains_only(rf, settings):
    (app,) = provider()["openid_connect"]["APPS"]
    assert app["settings"]["verified_email"] == ["council.example"]
    settings.OIDC_EMAIL_DOMAINS = ["council.example"]

    class Login:
        class provider:
            class app:
                settings = provider()["openid_connect"]["APPS"][0]["settings"]

        class account:
            extra_data = {"userinfo": {"name": "Whoever"}}

    adapter = SocialAccountAdapter()
    answers = {
        email: adapter.can_authenticate_by_email(Login, email)
        for email in ("a@council.example", "a@police.example", "a@council.example.evil.example")
    }
    assert list(answers.values()) == [True, False, False]
    assert adapter.is_open_for_signup(rf.get("/"), Login) is False
