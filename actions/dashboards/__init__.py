"""What the dashboards say, worked out from what was read; nothing here asks the database."""

from .counting import NOTHING, words_of
from .executive import Dashboard, build_dashboard
from .group import GroupDashboard, build_group_dashboard

__all__ = [
    "NOTHING",
    "Dashboard",
    "GroupDashboard",
    "build_dashboard",
    "build_group_dashboard",
    "words_of",
]
