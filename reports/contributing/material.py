"""The actions that an agency leads, as material to quote in what it writes."""

from dataclasses import dataclass

from django.db.models import Q

from actions.models import Action, Lead, Plan
from subgroups.models import Agency

from ..parts import long_date, ratings_of


@dataclass(frozen=True, slots=True)
class LedAction:
    ref: str
    text: str
    rag: str
    word: str  # the board's word for the rating
    when: str
    said: str  # the latest progress
    said_on: str
    difference: str


def led_actions(plan: Plan | None, agency: Agency | None) -> list[LedAction]:
    """What `agency` leads of `plan`, itself or by one of its posts, in the plan's order: one
    query. What supports it, or is led by all agencies, is not its own to tell."""
    if plan is None or agency is None:
        return []
    leads = Lead.objects.filter(
        Q(agency=agency) | Q(post__agency=agency), board=agency.board_id, role=Lead.Role.LEAD
    )
    ratings = ratings_of(plan.board)
    rows = (
        Action.objects.filter(plan=plan, pk__in=leads.values("action_id"))
        .in_force()
        .filter(outcome__withdrawn_at__isnull=True, outcome__priority__withdrawn_at__isnull=True)
        .select_related("latest_update")
        .order_by("position", "id")
    )
    return [_led(row, ratings) for row in rows]


def _led(row: Action, ratings) -> LedAction:
    if row.completed_on:
        when = f"Completed on {long_date(row.completed_on)}"
    elif row.due:
        when = f"Due {long_date(row.due)}"
    else:
        when = row.timescale_text
    update = row.latest_update
    return LedAction(
        ref=row.ref,
        text=row.text,
        rag=row.rag,
        word=ratings[row.rag].word,
        when=when,
        said=update.text if update else "",
        said_on=long_date(update.on) if update else "",
        difference=update.difference_made if update else "",
    )
