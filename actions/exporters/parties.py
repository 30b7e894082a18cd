"""The groups behind a plan, as its documents list them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from subgroups.models import Seat, SubGroup

from ..document import PlanTree


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


def groups_of(tree: PlanTree) -> tuple[Party, ...]:
    """The groups that met in the plan's time, and those that had a hand in it; two queries."""
    plan = tree.plan
    used = {action.owner_id for action in tree.actions if action.owner_id}
    used |= {
        lead.party_id for action in tree.actions for lead in action.leads if lead.kind == "group"
    }
    chairs = defaultdict(list)
    seats = (
        Seat.objects.of(plan.board)
        .current()
        .filter(role__in=[Seat.Role.CHAIR, Seat.Role.DEPUTY])
        .select_related("post__agency", "user", "agency")
    )
    for seat in seats:
        who = seat.post.name if seat.post else str(seat.user)
        agency = (seat.post and seat.post.agency) or seat.agency
        name = f"{who}, {agency.name}" if agency else who
        chairs[seat.group_id].append(f"{name} (deputy)" if seat.role == Seat.Role.DEPUTY else name)
    in_its_time = SubGroup.objects.between(plan.start, plan.end).values("pk")
    rows = (
        SubGroup.objects.of(plan.board)
        .filter(Q(pk__in=in_its_time) | Q(pk__in=used))
        .select_related("parent")
    )
    return tuple(
        Party(
            name=row.name,
            abbreviation=row.abbreviation,
            chairs=tuple(chairs[row.pk]),
            reports_to=row.parent.name if row.parent else "",
            purpose=row.purpose,
        )
        for row in rows
    )
