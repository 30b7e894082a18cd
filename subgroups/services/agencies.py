"""Agencies on a board and the named posts in them."""

import datetime

from django.db import transaction

from boardplan import audit, clock
from boardplan.errors import RuleBroken

from ..models import Agency, Board, Post, User
from .people import hold, must_be_member, same_board


@transaction.atomic
def add_agency(
    *, board: Board, name: str, abbreviation: str = "", aliases: list[str] | None = None, by: User
) -> Agency:
    """Raises RuleBroken where the board has an agency of this name."""
    _name_is_free(Agency, board, name, "an agency")
    agency = Agency.objects.create(
        board=board,
        name=name,
        abbreviation=abbreviation,
        aliases=aliases or [],
        position=Agency.objects.of(board).count() + 1,
    )
    audit.record(by=by, verb="added", obj=agency)
    return agency


@transaction.atomic
def change_agency(
    *,
    agency: Agency,
    name: str,
    abbreviation: str,
    aliases: list[str],
    left_on: datetime.date | None,
    by: User,
) -> Agency:
    """Raises RuleBroken where another agency of the board has this name."""
    _name_is_free(Agency, agency.board, name, "an agency", besides=agency)
    changes = audit.changed(
        agency,
        {"name": name, "abbreviation": abbreviation, "aliases": aliases, "left_on": left_on},
    )
    if changes:
        agency.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=agency, changes=changes)
    return agency


@transaction.atomic
def add_post(
    *,
    board: Board,
    name: str,
    agency: Agency | None = None,
    holder: User | None = None,
    held_since: datetime.date | None = None,
    aliases: list[str] | None = None,
    by: User,
) -> Post:
    """A post starts vacant, or held since `held_since` (today where it is left out)."""
    _name_is_free(Post, board, name, "a post")
    same_board(board.pk, agency=agency)
    must_be_member(board, holder, field="holder")
    post = Post.objects.create(
        board=board,
        name=name,
        agency=agency,
        holder=holder,
        held_since=_since(holder, held_since),
        aliases=aliases or [],
    )
    audit.record(by=by, verb="added", obj=post, changes={"holder": [None, holder]})
    return post


@transaction.atomic
def change_post(
    *,
    post: Post,
    name: str,
    agency: Agency | None,
    holder: User | None,
    held_since: datetime.date | None,
    aliases: list[str],
    ended_on: datetime.date | None,
    by: User,
) -> Post:
    """A post that ends becomes vacant. A new holder counts from today unless a date is given.

    `held_since` that is still the date of the holder before is not taken over by the new one.
    """
    _name_is_free(Post, post.board, name, "a post", besides=post)
    same_board(post.board_id, agency=agency)
    if holder is not None and holder.pk != post.holder_id:
        must_be_member(post.board, holder, field="holder")
        if held_since == post.held_since:
            held_since = None
    if ended_on is not None:
        holder = None
    values = {
        "name": name,
        "agency": agency,
        "holder": holder,
        "held_since": _since(holder, held_since),
        "aliases": aliases,
        "ended_on": ended_on,
    }
    changes = audit.changed(post, values)
    if changes:
        post.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=post, changes=changes)
    return post


def _since(holder: User | None, held_since: datetime.date | None) -> datetime.date | None:
    if holder is None:
        return None
    return held_since or clock.today()


def _name_is_free(model, board: Board, name: str, what: str, besides=None) -> None:
    hold(board)
    same = model.objects.of(board).filter(name__iexact=name)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    if same.exists():
        raise RuleBroken(f"There is {what} called {name} already.", field="name")
