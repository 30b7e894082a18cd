"""The groups of a board, how they report to each other, and who sits on them."""

import datetime

from django.db import transaction
from django.utils.text import slugify

from boardplan import audit, clock
from boardplan.errors import RuleBroken

from ..models import Agency, Board, Post, Seat, SubGroup, User
from .people import hold, must_be_member, same_board

RESERVED_GROUP_SLUGS = frozenset({"new"})  # these are addresses of ours


@transaction.atomic
def add_group(
    *,
    board: Board,
    name: str,
    abbreviation: str = "",
    kind: str = SubGroup.Kind.SUB_GROUP,
    parent: SubGroup | None = None,
    purpose: str = "",
    aliases: list[str] | None = None,
    began_on: datetime.date | None = None,
    by: User,
) -> SubGroup:
    """Raises RuleBroken where the name is taken or the parent is another board's."""
    _name_is_free(board, name)
    same_board(board.pk, parent=parent)
    group = SubGroup.objects.create(
        board=board,
        slug=_free_slug(board, name),
        name=name,
        abbreviation=abbreviation,
        kind=kind,
        parent=parent,
        purpose=purpose,
        aliases=aliases or [],
        began_on=began_on,
        position=SubGroup.objects.of(board).count() + 1,
    )
    audit.record(by=by, verb="added", obj=group)
    return group


@transaction.atomic
def change_group(
    *,
    group: SubGroup,
    name: str,
    abbreviation: str,
    kind: str,
    parent: SubGroup | None,
    purpose: str,
    aliases: list[str],
    began_on: datetime.date | None,
    ended_on: datetime.date | None,
    by: User,
) -> SubGroup:
    """The address stays, so that links sent earlier still work.

    Raises RuleBroken where the name is taken, or the parent would make the group report to
    itself by way of others.
    """
    _name_is_free(group.board, name, besides=group)
    if began_on and ended_on and ended_on < began_on:
        raise RuleBroken("A group cannot end before it began. Check both dates", field="ended_on")
    same_board(group.board_id, parent=parent)
    if parent is not None and parent.pk in ids_below(group) | {group.pk}:
        raise RuleBroken(
            f"{parent} reports to {group}, so {group} cannot report to it."
            if parent.pk != group.pk
            else f"{group} cannot report to itself.",
            field="parent",
        )
    changes = audit.changed(
        group,
        {
            "name": name,
            "abbreviation": abbreviation,
            "kind": kind,
            "parent": parent,
            "purpose": purpose,
            "aliases": aliases,
            "began_on": began_on,
            "ended_on": ended_on,
        },
    )
    if changes:
        group.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=group, changes=changes)
    return group


def ids_below(group: SubGroup) -> set[int]:
    """The ids of all groups that report to this one, directly or by way of others; one query."""
    children: dict[int, list[int]] = {}
    pairs = SubGroup.objects.filter(board_id=group.board_id, parent__isnull=False)
    for pk, parent in pairs.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    todo = [group.pk]
    while todo:
        for pk in children.get(todo.pop(), []):
            if pk not in found:
                found.add(pk)
                todo.append(pk)
    return found


@transaction.atomic
def add_seat(
    *,
    group: SubGroup,
    role: str,
    post: Post | None = None,
    user: User | None = None,
    agency: Agency | None = None,
    by: User,
) -> Seat:
    """Seat a post (whoever holds it) or a person, never both.

    Raises RuleBroken where neither or both are given, they sit already, or a chair is there.
    """
    if (post is None) == (user is None):
        raise RuleBroken("Choose a post or a person, one of the two.", field="post")
    same_board(group.board_id, post=post, agency=agency)
    must_be_member(group.board, user, field="user")
    hold(group.board)
    current = Seat.objects.of(group.board).current().filter(group=group)
    if current.filter(post=post, user=user).exists():
        raise RuleBroken(
            f"{post or user} has a seat on {group} already. End that one first.",
            field="post" if post else "user",
        )
    chair = current.filter(role=Seat.Role.CHAIR).with_names().first()
    if role == Seat.Role.CHAIR and chair is not None:
        raise RuleBroken(
            f"{chair.post or chair.user} chairs {group}. End that seat first.", field="role"
        )
    seat = Seat.objects.create(
        board=group.board,
        group=group,
        post=post,
        user=user,
        agency=agency or (post.agency if post else None),
        role=role,
    )
    audit.record(by=by, verb="seated", obj=seat)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, by: User) -> Seat:
    """The seat stays in the record of past meetings, and counts no more from today."""
    if seat.ended_on is None:
        changes = audit.changed(seat, {"ended_on": clock.today()})
        seat.save(update_fields=list(changes))
        audit.record(by=by, verb="ended the seat", obj=seat, changes=changes)
    return seat


def _name_is_free(board: Board, name: str, besides: SubGroup | None = None) -> None:
    hold(board)
    same = SubGroup.objects.of(board).filter(name__iexact=name)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise RuleBroken(f"There is a group called {name} already.", field="name")


def _free_slug(board: Board, name: str) -> str:
    base = slugify(name)[:70].strip("-") or "group"
    taken = set(
        SubGroup.objects.of(board).filter(slug__startswith=base).values_list("slug", flat=True)
    )
    slug, number = base, 1
    while slug in taken or slug in RESERVED_GROUP_SLUGS:
        number += 1
        slug = f"{base}-{number}"
    return slug
