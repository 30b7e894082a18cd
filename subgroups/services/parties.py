"""Agencies, groups and posts added many at once, as a plan that names them is brought in."""

import re
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from boardplan import audit
from boardplan.errors import RuleBroken

from ..models import Agency, Board, Post, SubGroup, User
from .groups import RESERVED_GROUP_SLUGS
from .people import hold

_KINDS = (
    (SubGroup.Kind.PANEL, r"\bpanel\b"),
    (SubGroup.Kind.WORKING_GROUP, r"\b(working group|task (and|&) finish|task ?force|wg)\b"),
    (SubGroup.Kind.EXECUTIVE, r"\bexecutive\b"),
)


@dataclass(frozen=True, slots=True)
class NewParty:
    """kind: agency, group or post. aliases: how else its name is written."""

    kind: str
    name: str
    abbreviation: str = ""
    aliases: tuple[str, ...] = field(default=())


@transaction.atomic
def add_parties(*, board: Board, parties: list[NewParty], by: User | None) -> list:
    """Add them; returns the rows in the order given. Constant in queries.

    Raises RuleBroken where the board has one of that name and kind already.
    """
    hold(board)
    made = {}
    for kind, model, build in (
        ("agency", Agency, _agency),
        ("group", SubGroup, _group),
        ("post", Post, _post),
    ):
        wanted = [party for party in parties if party.kind == kind]
        if not wanted:
            continue
        there = model.objects.of(board).values_list("name", flat=True)
        taken = {name.casefold() for name in there}
        for party in wanted:
            if party.name.casefold() in taken:
                raise RuleBroken(f"There is a party called {party.name} already.")
            taken.add(party.name.casefold())
        rows = build(board, wanted, len(there))
        model.objects.bulk_create(rows)
        audit.record_each(by=by, verb="added", objs=rows)
        made |= dict(zip(wanted, rows, strict=True))
    return [made[party] for party in parties]


@transaction.atomic
def remove_unused(*, rows: list, by: User | None) -> list:
    """Take out those of these rows that nothing points at; returns them. Constant in queries.

    For taking back what `add_parties` added a moment ago; whatever has been used stays.
    """
    removed = []
    for model in (Post, SubGroup, Agency):  # posts first: they point at agencies
        found = [row for row in rows if isinstance(row, model)]
        used = set()
        ids = [row.pk for row in found]
        for link in model._meta.related_objects if found else ():
            name = link.field.name
            pointing = link.related_model._base_manager.filter(**{f"{name}__in": ids})
            used.update(pointing.values_list(name, flat=True))
        unused = [row for row in found if row.pk not in used]
        if unused:
            audit.record_each(by=by, verb="took back", objs=unused)
            model.objects.filter(pk__in=[row.pk for row in unused]).delete()
            removed += unused
    return removed


def _agency(board: Board, parties: list[NewParty], number: int) -> list[Agency]:
    return [
        Agency(
            board=board,
            name=party.name,
            abbreviation=party.abbreviation,
            aliases=list(party.aliases),
            position=number + place,
        )
        for place, party in enumerate(parties, start=1)
    ]


def _group(board: Board, parties: list[NewParty], number: int) -> list[SubGroup]:
    taken = set(SubGroup.objects.of(board).values_list("slug", flat=True)) | RESERVED_GROUP_SLUGS
    rows = []
    for place, party in enumerate(parties, start=1):
        base = slugify(party.name)[:70].strip("-") or "group"
        slug, again = base, 1
        while slug in taken:
            again += 1
            slug = f"{base}-{again}"
        taken.add(slug)
        rows.append(
            SubGroup(
                board=board,
                slug=slug,
                name=party.name,
                abbreviation=party.abbreviation,
                aliases=list(party.aliases),
                kind=_kind_of(party.name, board),
                position=number + place,
            )
        )
    return rows


def _post(board: Board, parties: list[NewParty], number: int) -> list[Post]:
    return [Post(board=board, name=party.name, aliases=list(party.aliases)) for party in parties]


def _kind_of(name: str, board: Board) -> str:
    if name.casefold() in {board.name.casefold(), board.short_name.casefold()}:
        return SubGroup.Kind.BOARD
    lowered = name.casefold()
    found = (kind for kind, pattern in _KINDS if re.search(pattern, lowered))
    return next(found, SubGroup.Kind.SUB_GROUP)
