"""System checks of our own: no view without a rule."""

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

OUR_ROOMS = ("boardplan.", "subgroups.", "actions.", "reports.")


def walk(patterns=None, prefix=""):
    """Every (route, callback) under the URL tree, depth first."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


@register()
def every_view_has_a_rule(app_configs, **kwargs):
    """Views of other packages (sign-in) keep their own rules; each of ours names one."""
    return [
        Error(
            f"The view at /{route} has no access rule.",
            hint="Mark it with @board_view(...), @signed_in or @public.",
            id="boardplan.E001",
        )
        for route, view in walk()
        if view.__module__.startswith(OUR_ROOMS) and not hasattr(view, "access_rule")
    ]
