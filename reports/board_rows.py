"""Who is on a board, read together: what papers say of its groups, and whom their checks look
for."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from subgroups.models import Agency, Board, Membership, Post, Seat, SubGroup

from .together import read_together

# Of whoever a row leads to. Never a whole user: what stands in a paper needs no password.
RELATED = {
    "agency": ("id", "name", "abbreviation"),
    "holder": ("id", "name", "email"),
    "user": ("id", "name", "email"),
}


@dataclass(frozen=True, slots=True)
class BoardRows:
    """Each with the rows it leads to: a group with its parent, a seat with its post and so on."""

    agencies: tuple[Agency, ...]
    groups: tuple[SubGroup, ...]  # those that ended as well
    posts: tuple[Post, ...]  # those that ended as well
    seats: tuple[Seat, ...]  # the chair of a group first
    members: tuple[Membership, ...]  # those that left as well


def tables_of(board: Board, *, on: datetime.date) -> dict[str, QuerySet]:
    """What `read_together` is to read for `linked`. on: the day on which seats are held, or
    later."""
    return {
        "agencies": Agency.objects.of(board),
        "groups": SubGroup.objects.of(board),
        "posts": Post.objects.of(board),
        "seats": Seat.objects.of(board)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
        .order_by("role", "id"),
        "members": Membership.objects.of(board).order_by("id"),
    }


def linked(found: Mapping[str, tuple[Model, ...]]) -> BoardRows:
    """The rows of `tables_of`, each with those of the others that it leads to."""
    rows = BoardRows(**{name: found[name] for name in BoardRows.__slots__})
    groups = {group.pk: group for group in rows.groups}
    posts = {post.pk: post for post in rows.posts}
    for group in rows.groups:
        group.parent = groups.get(group.parent_id)
    for seat in rows.seats:
        seat.group = groups[seat.group_id]
        seat.post = posts.get(seat.post_id)
    return rows


def read_board(board: Board, *, on: datetime.date) -> BoardRows:
    """One query."""
    return linked(read_together(tables_of(board, on=on), with_related=RELATED))
