"""An undefined variable in one of our templates fails the test that renders it.

Only ours: the templates of other packages lean on undefined variables, and so do those of theirs
that we have given our look.
"""

import inspect

from django.template import Template

THEIRS = ("account/", "allauth/", "mfa/", "socialaccount/", "govuk/", "django/", "crispy")


class UndefinedVariable(AssertionError):
    pass


class Strict(str):
    """For `string_if_invalid`: Django asks whether it holds %s, then formats it with the name."""

    __slots__ = ()

    def __bool__(self):
        return True  # or Django would take it for the empty text that it is

    def __contains__(self, part):
        return part == "%s"

    def __mod__(self, variable):
        name = _template()
        if name is None or name.startswith(THEIRS):
            return ""
        raise UndefinedVariable(f"{name} uses {variable!r}, which its view does not pass.")


def _template() -> str | None:
    """The name of the innermost template that is being rendered."""
    frame = inspect.currentframe()
    while frame is not None:
        rendered = frame.f_locals.get("self")
        if frame.f_code.co_name in ("render", "_render") and isinstance(rendered, Template):
            return rendered.name
        frame = frame.f_back
    return None
