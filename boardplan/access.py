"""Who may do what: answers that carry their reason, and the rule every view is marked with.

Access is denied unless a rule allows it. A view without a rule does not pass `manage.py check`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    def __bool__(self):
        return True


@dataclass(frozen=True)
class Denied:
    """No, and the sentence that tells the person why and what to do."""

    reason: str

    def __bool__(self):
        return False


Answer = Allowed | Denied


class AccessDenied(PermissionDenied):
    """Raised by `require`; the 403 page shows `reason`."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def require(answer: Answer) -> None:
    """Go on if allowed; raise AccessDenied with the reason if not."""
    if not answer:
        raise AccessDenied(answer.reason)


def mark(view: Callable, rule: str) -> Callable:
    """Name the rule that a view enforces; `boardplan.checks` looks for this mark."""
    view.access_rule = rule
    return view


def public(view: Callable) -> Callable:
    """A view for everybody, without signing in."""
    return mark(login_not_required(view), "public")


def signed_in(view: Callable) -> Callable:
    """A view for anybody who has signed in; it must narrow to that person's own rows."""
    return mark(view, "signed in")


def by_link(view: Callable) -> Callable:
    """A public view whose address holds a secret: it must look that up itself.

    LinkMiddleware sees to it that the address goes nowhere else: not as a referrer, into no
    index, into no cache.
    """
    view.by_link = True
    return public(view)
