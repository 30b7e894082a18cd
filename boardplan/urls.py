"""The one place that knows all rooms. `/<board>/` comes last: it would swallow the others."""

from django.conf import settings
from django.urls import include, path

from . import gallery, pages

urlpatterns = [
    path("account/", include("subgroups.account_urls")),
    path("account/", include("allauth.urls")),
    path("help/", pages.help_page, name="help"),
    path("help/accessibility/", pages.accessibility, name="accessibility"),
    path("published/", include("reports.published_urls")),
    path("", include("subgroups.urls")),
    path("", include("actions.urls")),
    path("", include("reports.urls")),
]

if settings.DEBUG:
    urlpatterns.insert(0, path("_gallery/", gallery.gallery, name="gallery"))

# First parts of addresses that are ours, so no board may take them as its own.
RESERVED_SLUGS = frozenset(
    {
        "account",
        "static",
        "media",
        "published",
        "healthz",
        "invitation",
        "contribution",
        "help",
        "_gallery",
    }
)
