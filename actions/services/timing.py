"""What a timescale does to an action: its dates, its next review, its milestones.

The editor, the importer and the demo all set timescales here, so that the same words mean the
same thing wherever they come from.
"""

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from boardplan import clock
from boardplan.audit import record
from boardplan.errors import RuleBroken

from ..models import Action, DueDateChange, Milestone, Plan
from ..timescales import WITH_AN_END, Kind, Timescale, next_review, occurrences, read_timescale

DAY = datetime.timedelta(days=1)
# The reason kept with milestones that a new timescale made void; such come back if it does.
TIMESCALE_CHANGED = "The timescale changed."


def read_for(plan: Plan, text: str | None) -> Timescale:
    """What `text` means in the period of `plan`."""
    return read_timescale(text, period_start=plan.start, period_end=plan.end)


def reading_of(action: Action, plan: Plan) -> Timescale:
    """The meaning an action has now: what a person corrected, else what its words say."""
    if not action.timescale_corrected:
        return read_for(plan, action.timescale_text)
    kind = Kind(action.timescale_kind)
    return Timescale(
        text=action.timescale_text,
        kind=kind,
        start=action.start,
        due=action.due,
        times_per_year=action.times_per_year,
        dates=(action.due,) if action.due and kind is not Kind.RECURRING else (),
        ongoing=kind is Kind.ONGOING or (action.due is not None and action.next_review is not None),
    )


def review_after(reading: Timescale, plan: Plan, *, on: datetime.date) -> datetime.date | None:
    """The next review of work that has no end of its own, None for work that ends on its due day.

    on: the day after which it lies; the day of the last look at it, usually today. A plan of
    the past is reviewed within its own period, a plan of the future not before it starts.
    """
    if reading.kind in WITH_AN_END and reading.due and not reading.ongoing:
        return None
    after = max(min(on, plan.end - DAY), plan.start - DAY)
    return next_review(reading, after=after, period_end=plan.end)


def apply_timescale(
    action: Action,
    text: str | None = None,
    *,
    plan: Plan | None = None,
    reading: Timescale | None = None,
    next_review_on: datetime.date | None = None,
    on: datetime.date | None = None,
) -> Timescale:
    """Set every timescale field of `action` from words or from a reading. Nothing is saved.

    text: the words as they stand in the document; read for the plan's period.
    reading: what a person says they mean; the words stay, and the action is marked corrected.
    next_review_on: the review date a person chose, for work without an end.
    on: the day from which the next review is counted, today where left out.
    Returns the reading. The first agreed due date is set once and stays, except in a draft,
    where nothing is agreed yet; what was carried over keeps the date of the plan it came from.
    Call `sync_milestones` once the action is saved.
    """
    plan = plan or action.plan
    if text is not None or reading is None:
        action.timescale_text = text or ""
    corrected = reading is not None
    if reading is None:
        reading = read_for(plan, action.timescale_text)
    start, due = reading.start, reading.due
    if start and due and due < start:  # named in the wrong order: the deadline is what counts
        start = None
    action.timescale_kind = str(reading.kind)
    action.start, action.due = start, due
    action.times_per_year = reading.times_per_year
    action.next_review = review_after(reading, plan, on=on or clock.today())
    if next_review_on is not None and action.next_review is not None:
        action.next_review = next_review_on
    action.timescale_corrected = corrected
    agreed = plan.status != Plan.Status.DRAFT or action.carried_from_id is not None
    if action.first_due is None or not agreed:
        action.first_due = due
    return reading


def due_reason_needed(action: Action, plan: Plan, *, after: datetime.date | None) -> bool:
    """Whether moving `action` to the due date `after` takes a reason.

    In a plan that was agreed every move of a date that was once given does; giving a first
    date to work that never had one does not. Ask before the move; `note_due_change` after it.
    """
    if plan.status == Plan.Status.DRAFT or after == action.due:
        return False
    return action.due is not None or action.first_due not in (None, after)


def note_due_change(
    *, action: Action, plan: Plan, before: datetime.date | None, reason: str, by
) -> DueDateChange | None:
    """Keep the move of a due date, as `due_change` says it. Returns the row, or None."""
    row = due_change(action=action, plan=plan, before=before, reason=reason, by=by)
    if row is not None:
        row.save()
    return row


def due_change(
    *, action: Action, plan: Plan, before: datetime.date | None, reason: str, by
) -> DueDateChange | None:
    """The move of a due date from `before` to what `action` has now, unsaved.

    The one rule for every way in which a date moves: in an agreed plan the reason is required
    (RuleBroken on the field "due_reason" without one). None where there is nothing to explain:
    no move, a draft, or a first date.
    """
    if before == action.due or plan.status == Plan.Status.DRAFT:
        return None
    if before is None and action.first_due in (None, action.due):
        return None
    if not reason.strip():
        raise RuleBroken("Say why the date moves.", field="due_reason")
    return DueDateChange(
        board_id=action.board_id,
        action=action,
        before=before,
        after=action.due,
        reason=reason.strip(),
        by=by,
        by_name=by.name if by is not None else "Boardplan",
    )


def days_owed(reading: Timescale, plan: Plan) -> tuple[datetime.date, ...]:
    """The days that get a milestone of their own.

    Each occurrence of recurring work in the plan's period; each deadline where several are
    named. A single deadline is the action's own due date and needs no milestone.
    """
    if reading.kind is Kind.RECURRING:
        return occurrences(reading, period_start=plan.start, period_end=plan.end)
    return reading.dates if len(reading.dates) > 1 else ()


def new_milestones(action: Action, plan: Plan, reading: Timescale) -> list[Milestone]:
    """The generated milestones of an action that has none yet, unsaved, for bulk_create."""
    return [
        Milestone(
            board_id=action.board_id, action=action, due=due, generated=True, position=position
        )
        for position, due in enumerate(days_owed(reading, plan))
    ]


@transaction.atomic
def sync_milestones(
    *, action: Action, plan: Plan | None = None, reading: Timescale | None = None, by=None
) -> dict[str, int]:
    """Make the generated milestones of a saved action those that its timescale calls for.

    Met ones stay whatever the timescale says; open ones that it no longer names are withdrawn,
    and come back if it names them again. One that a person withdrew is not made again. Returns
    {"made": n, "restored": n, "withdrawn": n}.
    """
    plan = plan or action.plan
    reading = reading or reading_of(action, plan)
    rows = list(Milestone.objects.filter(action=action, generated=True).order_by("due", "id"))
    found = fit_milestones(action, plan, reading, rows)
    Milestone.objects.bulk_update(found.changed, MILESTONE_CHANGES)
    Milestone.objects.bulk_create(found.made)
    if found.told:
        record(by=by, verb=MILESTONES_SET, obj=action, changes=found.told)
    return found.done


# The verb of the record where milestones follow a timescale, and what changes in those there are.
MILESTONES_SET = "set the milestones of"
MILESTONE_CHANGES = ("withdrawn_at", "withdrawn_reason")


@dataclass(frozen=True)
class Fitted:
    """What a timescale does to the milestones of an action, nothing of it saved.

    made: new rows; changed: rows to save (`MILESTONE_CHANGES`); done: {"made", "restored",
    "withdrawn"} in numbers.
    """

    made: list[Milestone]
    changed: list[Milestone]
    done: dict[str, int]

    @property
    def told(self) -> dict:
        """The same as the record of changes has it; empty where nothing is done."""
        return {f"milestones {verb}": [0, count] for verb, count in self.done.items() if count}


def fit_milestones(action: Action, plan: Plan, reading: Timescale, rows: list[Milestone]) -> Fitted:
    """As `sync_milestones`, without a query. rows: the action's generated ones, by due day."""
    wanted = Counter(days_owed(reading, plan))
    void = []  # withdrawn here before, free to come back
    surplus = []
    for row in rows:
        if row.withdrawn_at is not None and row.withdrawn_reason == TIMESCALE_CHANGED:
            void.append(row)
        elif wanted[row.due] > 0:
            wanted[row.due] -= 1
        elif row.met_on is None and row.withdrawn_at is None:
            surplus.append(row)
    back = []
    for row in void:
        if wanted[row.due] > 0:
            wanted[row.due] -= 1
            row.withdrawn_at, row.withdrawn_reason = None, ""
            back.append(row)
    now = timezone.now()
    for row in surplus:
        row.withdrawn_at, row.withdrawn_reason = now, TIMESCALE_CHANGED
    made = [
        Milestone(board_id=action.board_id, action=action, due=due, generated=True)
        for due in sorted(wanted.elements())
    ]
    done = {"made": len(made), "restored": len(back), "withdrawn": len(surplus)}
    return Fitted(made, [*back, *surplus], done)


def tell(reading: Timescale, plan: Plan, *, next_review_on: datetime.date | None = None) -> str:
    """A reading in one line, as people check it: "By 30 November 2026", "4 times a year: …".

    next_review_on: the review date that was chosen; worked out from today where left out.
    """
    match reading.kind:
        case Kind.DATE | Kind.MONTH if reading.due:
            said = f"By {_long(reading.due)}"
        case Kind.RANGE if reading.start and reading.due:
            said = f"From {_long(reading.start)} to {_long(reading.due)}"
        case Kind.RECURRING if reading.times_per_year:
            said = f"{reading.times_per_year:g} times a year"
            if reading.times_per_year == 1:
                said = "Once a year"
        case Kind.RECURRING:
            said = "Recurring"
        case Kind.ONGOING:
            said = "Ongoing work"
        case Kind.AS_REQUIRED:
            said = "As required"
        case Kind.CONDITIONAL:
            said = "Waits for something that has no date"
        case _:
            said = "No date could be read from these words"
            if not reading.text.strip():
                said = "No timescale is given"
    if reading.ongoing and reading.kind in WITH_AN_END:
        said += ", then ongoing"
    days = days_owed(reading, plan)
    if days:
        said += f". One milestone each: {', '.join(_long(day) for day in days)}"
    elif reading.kind not in WITH_AN_END and reading.due:
        said += f", until {_long(reading.due)}"
    review = next_review_on or review_after(reading, plan, on=clock.today())
    if review is not None:
        said += f". Next review {_long(review)}"
    return said + "."


def _long(day: datetime.date) -> str:
    return f"{day:%-d %B %Y}"
