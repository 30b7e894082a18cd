"""The one place that knows all rooms. `/<board>/` comes last: it would swallow the others."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("subgroups.urls")),
    path("", include("actions.urls")),
    path("", include("reports.urls")),
]

# First parts of addresses that are ours, so no board may take them as its own.
RESERVED_SLUGS = frozenset(
    {"account", "static", "media", "published", "healthz", "invitation", "help", "_gallery"}
)
