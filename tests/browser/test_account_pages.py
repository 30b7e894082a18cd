"""The sign-in pages, which come from a package, in our words and our frame."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail

from tests.factories import UserFactory

from .axe import assert_accessible

PASSWORD = "three quiet otters swim"


@pytest.fixture
def person(db):
    user = UserFactory(email="lead@riverside.example", name="Lena Lead")
    user.set_password(PASSWORD)
    user.save()
    return user


def totp(secret):
    """What the app on the phone would show now (the last counter that is accepted, so that the
    code is not yet old when it is sent)."""
    *_, counter = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def sign_in_by_hand(page, live_server, email):
    page.goto(f"{live_server.url}/account/login/?next=/help/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm_password(page):
    """Before anything that changes how somebody signs in, the password is asked once more."""
    assert page.locator("h1").inner_text() == "Confirm that it is you"
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/account/login/", "Sign in"),
        ("/account/inactive/", "This account is closed"),
        ("/account/password/reset/", "Choose a new password"),
        ("/account/password/reset/done/", "Look in your e-mail"),
        ("/account/password/reset/key/1-nonsense/", "This link cannot be used"),
        ("/account/password/reset/key/done/", "Your password has been changed"),
        ("/help/", "Help"),
        ("/help/accessibility/", "Accessibility statement"),
    ],
)
def test_pages_for_anybody(page, live_server, db, complaints, path, title):
    page.goto(live_server.url + path)
    assert page.locator("h1").all_inner_texts() == [title]
    assert page.title() == f"{title} – Boardplan"
    assert_accessible(page)
    assert complaints == []


def test_wrong_password_is_told_with_a_link_to_the_field(page, live_server, person, complaints):
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.title() == "Error: Sign in – Boardplan"
    assert page.locator(".govuk-error-summary a").all_inner_texts() == [
        "Enter email",
        "Enter password",
    ]
    assert_accessible(page)
    assert complaints == []


def test_password_reset_by_mail(page, live_server, person, complaints):
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("Email").fill(person.email)
    page.get_by_role("button", name="Send me the link").click()
    (link,) = [line for line in mail.outbox[0].body.split() if "/password/reset/key/" in line]
    page.goto(f"{live_server.url}/{link.split('/', 3)[3]}")
    assert_accessible(page)
    first, second = page.locator("input[type=password]").all()
    first.fill(PASSWORD + "s")
    second.fill(PASSWORD + "s")
    page.get_by_role("button", name="Save the new password").click()
    person.refresh_from_db()
    assert person.check_password(PASSWORD + "s")
    assert complaints == []


def test_authenticator_app_from_setting_up_to_signing_in(page, live_server, person, complaints):
    sign_in_by_hand(page, live_server, person.email)
    page.wait_for_url("**/help/")
    page.goto(f"{live_server.url}/account/2fa/")
    assert_accessible(page)
    page.get_by_role("link", name="Set up an authenticator app").click()
    confirm_password(page)
    assert_accessible(page)
    secret = page.locator(".app-code").inner_text()
    page.get_by_label("Authenticator code").fill(totp(secret))
    page.get_by_role("button", name="Turn it on").click()
    assert page.locator("h1").inner_text() == "Recovery codes"
    assert page.locator("#recovery_codes li").count() == 10
    assert_accessible(page)
    for path in (
        "/account/2fa/",
        "/account/2fa/recovery-codes/generate/",
        "/account/2fa/totp/deactivate/",
        "/account/password/change/",
        "/account/email/",
        "/account/logout/",
    ):
        page.goto(live_server.url + path)
        assert page.locator("h1").count() == 1
        assert_accessible(page)
    page.locator("main").get_by_role("button", name="Sign out").click()
    sign_in_by_hand(page, live_server, person.email)
    assert page.locator("h1").inner_text() == "Enter your code"
    assert_accessible(page)
    assert complaints == []


def test_passkey_from_adding_to_signing_in(page, live_server, person, complaints):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    sign_in_by_hand(page, live_server, person.email)
    page.wait_for_url("**/help/")
    page.goto(f"{live_server.url}/account/2fa/webauthn/add/")
    confirm_password(page)
    assert_accessible(page)
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/**")
    page.goto(f"{live_server.url}/account/2fa/webauthn/")
    assert page.locator(".govuk-summary-list__key").all_inner_texts() == ["Work laptop"]
    assert_accessible(page)
    for link in ("Rename Work laptop", "Remove Work laptop"):
        page.get_by_role("link", name=link).click()
        assert_accessible(page)
        page.go_back()
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{live_server.url}/account/login/?next=/help/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/help/")
    assert page.locator(".app-header__name").inner_text() == "Lena Lead"
    assert complaints == []
