"""Settings of an organisation's own sign-in (OpenID Connect, such as Microsoft Entra ID)."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# Microsoft's addresses that let in any organisation, or anybody at all.
_SHARED_TENANTS = {"common", "organizations", "consumers"}


def provider_settings(
    *, server_url: str, client_id: str, secret: str, name: str, domains: list[str]
) -> dict:
    """SOCIALACCOUNT_PROVIDERS for one organisation.

    An account is found by e-mail, so the server must be one organisation's, and its word counts
    for `domains` only. Raises ImproperlyConfigured with what to set.
    """
    parts = urlsplit(server_url)
    if parts.scheme != "https" or not parts.hostname:
        raise ImproperlyConfigured("OIDC_SERVER_URL must be an https address.")
    if _SHARED_TENANTS & set(parts.path.lower().split("/")):
        raise ImproperlyConfigured(
            "OIDC_SERVER_URL lets in every organisation. Name your own tenant, for example "
            "https://login.microsoftonline.com/<tenant id>/v2.0"
        )
    if not domains:
        raise ImproperlyConfigured(
            "OIDC_EMAIL_DOMAINS is not set. Name the domains whose e-mail addresses this "
            "organisation vouches for, for example council.gov.uk"
        )
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "work",
                    "name": name,
                    "client_id": client_id,
                    "secret": secret,
                    "settings": {
                        "server_url": server_url,
                        "email_authentication": True,
                        # Entra ID states no email_verified: its own domains are taken as such.
                        "verified_email": domains,
                    },
                }
            ],
        }
    }


def sign_in_origin(server_url: str) -> str:
    """Where the sign-in form may lead, for the content security policy."""
    parts = urlsplit(server_url)
    return f"{parts.scheme}://{parts.netloc}"
