"""Sign-in is by invitation only: nobody makes an account of their own accord."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError

from boardplan import audit

# What the sign-in package calls a change, as the record tells it.
ACCOUNT_CHANGES = {
    "password_changed": "changed the password of",
    "password_reset": "reset the password of",
    "password_set": "set the password of",
    "totp_activated": "added an authenticator app to",
    "totp_deactivated": "removed the authenticator app of",
    "recovery_codes_generated": "made recovery codes for",
    "account_connected": "connected the sign-in of their organisation to",
    "webauthn_added": "added a passkey to",
    "webauthn_removed": "removed a passkey of",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The e-mail address or the password is not right. Check both, or reset your password."
        ),
        "account_inactive": (
            "This account has been switched off. Ask your business manager about it."
        ),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        """Too many wrong passwords get the page that says how long to wait, not a form error."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as problem:
            raise ImmediateHttpResponse(respond_429(request)) from problem

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Where the sign-in package would tell of a change to an account, it is recorded too."""
        change = template_prefix.rpartition("/")[2]
        audit.record(by=user, verb=ACCOUNT_CHANGES.get(change, f"{change} on"), obj=user)
        super().send_notification_mail(template_prefix, user, context, email)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An organisation's own sign-in (OIDC): for accounts that are here already, never new ones."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def can_authenticate_by_email(self, login, email):
        """Its word is taken for addresses of its own domains only.

        Whoever runs an organisation's directory can write any address into it, so it must not
        open the account of somebody at another agency. Nor is it taken where the organisation
        itself says that it has not verified the address; one that says nothing (Entra ID) is.
        """
        domain = email.rpartition("@")[2].lower()
        return (
            domain in settings.OIDC_EMAIL_DOMAINS
            and not _says_unverified(login.account.extra_data)
            and super().can_authenticate_by_email(login, email)
        )

    def pre_social_login(self, request, sociallogin):
        """Who comes for the first time is connected to the account with their address.

        Here and not by the package, which would take the account's password away: it fears that a
        stranger made the account in advance, and here nobody makes one but by invitation.
        """
        if not sociallogin.is_existing:
            found = super().authenticate_by_email(sociallogin)
            if found is not None:
                sociallogin.connect(request, found[0])

    def authenticate_by_email(self, sociallogin):
        """Not by the package: see `pre_social_login`."""
        return


def _says_unverified(data: dict) -> bool:
    """Whether any part of what the organisation told says email_verified: no."""
    told = [data, *(part for part in data.values() if isinstance(part, dict))]
    return any(part.get("email_verified") in (False, "false") for part in told)
