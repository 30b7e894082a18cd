"""The board's groups on a day: how they stand to each other, and who sits on them."""

import datetime
from collections import defaultdict

from subgroups.models import Seat, SubGroup

from ..board_rows import BoardRows
from ..parts import Block, long_date
from .nodes import Group, Passage, Sheet, Structure

_ORDER = {Seat.Role.CHAIR: 0, Seat.Role.DEPUTY: 1, Seat.Role.MEMBER: 2}


def about_the_board(rows: BoardRows, *, on: datetime.date) -> dict:
    """The structure and the membership, {} for a board without groups.

    People are named by their post, or by the agency they come from: a report is published. Only
    who has neither is named as a person, which the personal data check then points to.
    """
    groups = [group for group in rows.groups if group.met_between(on, on)]
    if not groups:
        return {}
    seats = defaultdict(list)
    for seat in rows.seats:
        seats[seat.group_id].append(seat)
    for of_group in seats.values():
        of_group.sort(key=lambda seat: _ORDER[seat.role])
    return {
        "structure": Structure(as_at=long_date(on), groups=_tree(groups, seats)),
        "passages": tuple(_membership(groups, seats, on)),
    }


def _tree(groups: list[SubGroup], seats) -> tuple[Group, ...]:
    there = {group.pk for group in groups}
    below = defaultdict(list)
    for group in groups:
        below[group.parent_id if group.parent_id in there else None].append(group)
    placed: set[int] = set()

    def made(group: SubGroup) -> Group:
        placed.add(group.pk)
        return Group(
            name=_name(group),
            kind=group.get_kind_display(),
            chairs=tuple(_chair(seat) for seat in seats[group.pk] if seat.role != "member"),
            below=tuple(made(lower) for lower in below[group.pk] if lower.pk not in placed),
        )

    top = [made(group) for group in below[None]]
    # Groups that report to each other in a ring stand below nobody.
    top += [made(group) for group in groups if group.pk not in placed]
    return tuple(top)


def _name(group: SubGroup) -> str:
    short = group.abbreviation
    return f"{group.name} ({short})" if short and short != group.name else group.name


def _who(seat: Seat) -> tuple[str, str]:
    """(post or whom they come from, agency)."""
    agency = (seat.post and seat.post.agency) or seat.agency
    if seat.post:
        return seat.post.name, agency.name if agency else ""
    return ("A representative", agency.name) if agency else (str(seat.user), "")


def _chair(seat: Seat) -> str:
    who, agency = _who(seat)
    named = f"{who}, {agency}" if agency else who
    return f"{named} (deputy)" if seat.role == Seat.Role.DEPUTY else named


def _membership(groups: list[SubGroup], seats, on: datetime.date):
    told = [group for group in groups if seats[group.pk]]
    if not told:
        return
    yield Passage(
        "Membership", blocks=(Block("paragraph", f"Who sat on each group on {long_date(on)}."),)
    )
    for group in told:
        yield Passage(
            sheet=Sheet(
                caption=_name(group),
                headings=("Member", "Agency", "Seat"),
                rows=tuple((*_who(seat), seat.get_role_display()) for seat in seats[group.pk]),
            ),
        )
