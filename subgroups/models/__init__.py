"""Who: boards, the agencies and groups on them, posts, people and what they may do."""

from .boards import Agency, Board, Parties, Post, Seat, SubGroup
from .meetings import Attendance, Meeting
from .people import Invitation, Membership, Standing, User

__all__ = [
    "Agency",
    "Attendance",
    "Board",
    "Invitation",
    "Meeting",
    "Membership",
    "Parties",
    "Post",
    "Seat",
    "Standing",
    "SubGroup",
    "User",
]
