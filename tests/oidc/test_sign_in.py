"""Signing in through an organisation's own sign-in, with a provider that really answers."""

from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers import registry
from django.core.cache import cache

from boardplan import oidc
from boardplan.audit import AuditEvent
from subgroups.models import User
from subgroups.services import people
from tests import factories

from .provider import CLIENT, SECRET, Provider

OURS = "riverside.example"
BUTTON = "/account/oidc/work/login/?process=login"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Provider(tmp_path_factory.mktemp("oidc")) as provider:
        yield provider


@pytest.fixture
def provider(server, settings, monkeypatch, db):
    """The provider, and an installation whose settings name it."""
    cache.clear()
    server.person, server.claims, server.asked = {}, {}, []
    settings.INSTALLED_APPS = [
        *settings.INSTALLED_APPS,
        "allauth.socialaccount.providers.openid_connect",
    ]
    settings.ROOT_URLCONF = "tests.oidc.urls"
    settings.OIDC_EMAIL_DOMAINS = [OURS]
    settings.SOCIALACCOUNT_PROVIDERS = oidc.provider_settings(
        server_url=server.url, client_id=CLIENT, secret=SECRET, name="Riverside", domains=[OURS]
    )
    monkeypatch.setattr(registry, "loaded", False)
    monkeypatch.setattr(registry, "provider_map", type(registry.provider_map)())
    registry.load()
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.certificate))
    return server


def claims(email, **more):
    return {"sub": f"id of {email}", "email": email, "name": "Whoever", **more}


def come_back(client, provider):
    """Press the button, be sent to the organisation, and come back with what it says."""
    there = client.post(BUTTON)
    assert there.status_code == 302
    assert there["Location"].startswith(f"{provider.origin}/authorize?")
    back = requests.get(
        there["Location"], verify=provider.certificate, allow_redirects=False, timeout=5
    )
    assert back.status_code == 302, back.text
    parts = urlsplit(back.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}")


def who(client):
    """Whom the session belongs to, None for nobody."""
    page = client.get("/account/me/")
    return page.wsgi_request.user.email if page.status_code == 200 else None


def test_an_invited_person_signs_in_and_their_password_stays(cast, client, provider):
    provider.person, before = claims("Contributor@Riverside.example"), User.objects.count()
    assert "Riverside" in client.get("/account/login/").content.decode()
    response = come_back(client, provider)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert who(client) == cast.contributor.email
    assert provider.asked == [
        ("GET", "/0c5a2d7e/v2.0/.well-known/openid-configuration"),
        ("GET", "/authorize"),
        ("GET", "/0c5a2d7e/v2.0/.well-known/openid-configuration"),
        ("POST", "/token"),
        ("GET", "/userinfo"),
    ]
    account = SocialAccount.objects.get()
    assert (account.user, account.uid) == (cast.contributor, provider.person["sub"])
    assert SocialToken.objects.count() == 0
    # The password that they had works as before, and the record tells what was connected.
    cast.contributor.refresh_from_db()
    assert cast.contributor.check_password(factories.PASSWORD)
    event = AuditEvent.objects.about(cast.contributor).get()
    assert event.verb == "connected the sign-in of their organisation to"

    # The second time they are known by who they are there.
    client.logout()
    provider.person = claims("renamed@elsewhere.example") | {"sub": account.uid}
    assert come_back(client, provider)["Location"] == "/"
    assert who(client) == cast.contributor.email
    assert (SocialAccount.objects.count(), User.objects.count()) == (1, before)


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(claims(f"stranger@{OURS}"), id="nobody invited them"),
        pytest.param(claims(f"stranger@{OURS}", email_verified=True), id="nor verified"),
        pytest.param(claims("manager@hillside.example"), id="an address of another domain"),
        pytest.param(
            claims("manager@hillside.example", email_verified=True), id="even if called verified"
        ),
        pytest.param(claims(f"manager@{OURS}.evil.example"), id="a domain that looks like it"),
        pytest.param(claims(f"manager@{OURS}", email_verified=False), id="not verified"),
        pytest.param(claims(f"manager@{OURS}", email_verified="false"), id="nor in words"),
        pytest.param({"sub": "7", "name": "Whoever"}, id="no address at all"),
    ],
)
def test_nobody_else_gets_in(cast, client, provider, person):
    provider.person = person
    before = User.objects.count()
    response = come_back(client, provider)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert "Accounts are by invitation" in html
    assert who(client) is None
    assert (User.objects.count(), SocialAccount.objects.count()) == (before, 0)


def test_a_switched_off_account_stays_shut(cast, client, provider):
    people.deactivate_user(user=cast.viewer, by=cast.manager)
    provider.person = claims(cast.viewer.email)
    assert come_back(client, provider)["Location"] == "/account/inactive/"
    assert who(client) is None


def test_a_second_step_is_still_asked_for(cast, client, provider):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(cast.viewer, "JBSWY3DPEHPK3PXP")
    provider.person = claims(cast.viewer.email)
    assert come_back(client, provider)["Location"] == "/account/2fa/authenticate/"
    assert who(client) is None


@pytest.mark.parametrize(
    "wrong", [{"aud": "another client"}, {"iss": "https://elsewhere.example"}, {"exp": 1}]
)
def test_an_identity_that_is_not_for_us_is_refused(cast, client, provider, wrong):
    provider.person, provider.claims = claims(cast.viewer.email), wrong
    page = come_back(client, provider)
    assert (page.status_code, who(client)) == (401, None)
    assert "You could not be signed in" in page.content.decode()


def test_who_changes_their_mind_is_led_back(cast, client, provider):
    provider.person = None
    response = come_back(client, provider)
    page = (
        client.get(response["Location"], follow=True) if response.status_code == 302 else response
    )
    assert page.status_code == 200
    assert "You stopped signing in" in page.content.decode()
    assert who(client) is None


def test_an_answer_that_nobody_asked_for_is_refused(cast, client, provider):
    page = client.get("/account/oidc/work/login/callback/?code=x&state=y")
    assert "You could not be signed in" in page.content.decode()
    assert provider.asked == []
