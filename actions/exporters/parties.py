"""The groups behind a plan, as its documents list them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from subgroups.models import Seat, SubGroup

from ..document import PlanTree

_CHAIRS = (Seat.Role.CHAIR, Seat.Role.DEPUTY)


@dataclass(frozen=True, slots=True)
class Party:
    """A group of the board and who chairs it."""

    name: str
    abbreviation: str
    chairs: tuple[str, ...]
    reports_to: str
    purpose: str

    @property
    def full_name(self) -> str:
        known_by = self.abbreviation not in ("", self.name)
        return f"{self.name} ({self.abbreviation})" if known_by else self.name


def groups_of(
    tree: PlanTree,
    *,
    groups: Iterable[SubGroup] | None = None,
    seats: Iterable[Seat] | None = None,
) -> tuple[Party, ...]:
    """The groups that met in the plan's time, and those that had a hand in it.

    groups and seats: all of the board, with what they lead to, where they have been read already;
    else two queries.
    """
    plan = tree.plan
    used = {action.owner_id for action in tree.actions if action.owner_id}
    used |= {
        lead.party_id for action in tree.actions for lead in action.leads if lead.kind == "group"
    }
    chairs = defaultdict(list)
    if seats is None:
        seats = (
            Seat.objects.of(plan.board)
            .current()
            .filter(role__in=_CHAIRS)
            .select_related("post__agency", "user", "agency")
        )
    for seat in seats:
        if seat.ended_on or seat.role not in _CHAIRS:
            continue
        who = seat.post.name if seat.post else str(seat.user)
        agency = (seat.post and seat.post.agency) or seat.agency
        name = f"{who}, {agency.name}" if agency else who
        chairs[seat.group_id].append(f"{name} (deputy)" if seat.role == Seat.Role.DEPUTY else name)
    if groups is None:
        groups = SubGroup.objects.of(plan.board).select_related("parent")
    return tuple(
        Party(
            name=row.name,
            abbreviation=row.abbreviation,
            chairs=tuple(chairs[row.pk]),
            reports_to=row.parent.name if row.parent else "",
            purpose=row.purpose,
        )
        for row in groups
        if row.pk in used or row.met_between(plan.start, plan.end)
    )
