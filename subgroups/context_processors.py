"""What every page needs of the board it is on."""

from django.urls import NoReverseMatch, reverse

from .models import Membership

# (words, URL name, for whom: None means everybody on the board)
_NAVIGATION = (
    ("Dashboard", "dashboard", None),
    ("Plan", "plan_current", None),
    ("Groups", "groups", None),
    ("Reports", "reports", None),
    ("People", "people", None),
    ("Settings", "board_settings", Membership.Role.MANAGER),
)


def board(request):
    """`board`, `membership` and `nav_items` for base.html."""
    found = getattr(request, "board", None)
    membership = getattr(request, "membership", None)
    match = request.resolver_match
    here = getattr(request, "section", match.view_name if match else "")
    links = []
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        links.append(("Your actions", "owed", ()))
    if membership is not None:
        links += [
            (text, name, (found.slug,))
            for text, name, role in _NAVIGATION
            if role is None or membership.role == role
        ]
    items = []
    for text, name, args in links:
        try:
            href = reverse(name, args=args)
        except NoReverseMatch:  # the room that owns this page is not installed
            continue
        items.append({"text": text, "href": href, "current": name == here})
    return {"board": found, "membership": membership, "nav_items": items}
