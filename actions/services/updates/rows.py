"""What the services of the year share: locking, checking, writing the row, keeping the action."""

import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings

from actions import rag as rules
from actions.models import Action, Milestone, Plan, ProgressUpdate
from actions.services.parts import hold_plan
from actions.services.timing import reading_of, review_after
from boardplan import clock
from boardplan.errors import Conflict, RuleBroken

# An update may describe a day before its plan, but not one so early that it must be a slip.
EARLIEST = relativedelta(years=1)


def suggestion(action: Action, *, on: datetime.date) -> rules.Suggestion:
    """What the dates alone say of `action` on a day, as it will stand with an update of that day.

    Somebody who reports is reporting: the update that is being written counts as given.
    """
    return rules.suggest(
        kind=action.timescale_kind,
        start=action.start,
        due=action.due,
        completed_on=action.completed_on,
        next_review=action.next_review,
        last_update_on=max(filter(None, (action.last_update_on, on))),
        has_updates=True,
        on=on,
        scheme=scheme_of(action.board),
    )


def scheme_of(board) -> frozenset[rules.Rag]:
    """The ratings a board uses, as `actions.rag` takes them."""
    return frozenset(rules.Rag(rag) for rag in board.rag_labels)


def next_review_after(action: Action, on: datetime.date) -> datetime.date | None:
    """When work without an end is looked at again after an update as at `on`; else None."""
    return review_after(reading_of(action, action.plan), action.plan, on=on)


def locked(action: Action, expected_version: int | None) -> Action:
    """The action as it stands, locked for this transaction, with its plan and board."""
    plan = hold_plan(action.plan_id)
    rows = Action.objects.select_for_update(of=("self",), no_key=True)
    current = rows.select_related("latest_update").get(pk=action.pk)
    current.plan, current.board = plan, plan.board
    if expected_version is not None and current.version != expected_version:
        raise Conflict(current)
    check_open(plan)
    if current.withdrawn_at is not None:
        raise RuleBroken("This action was withdrawn from the plan, so it takes no more updates.")
    return current


def locked_milestone(milestone: Milestone) -> Milestone:
    plan = hold_plan(milestone.action.plan_id)
    rows = Milestone.objects.select_for_update(of=("self",), no_key=True)
    current = rows.select_related("action").get(pk=milestone.pk)
    current.board = current.action.board = plan.board
    current.action.plan = plan
    check_open(plan)
    return current


def check_open(plan: Plan) -> None:
    if plan.status == Plan.Status.CLOSED:
        raise RuleBroken(f"{plan.title} is closed. Updates go into the plan that follows it.")


def check_day(plan: Plan, on: datetime.date) -> None:
    if on > clock.today():
        raise RuleBroken("The date must be today or in the past", field="on")
    if on < plan.start - EARLIEST:
        raise RuleBroken(
            f"The date must be after {long_date(plan.start - EARLIEST)}. Check the year", field="on"
        )


def check_length(text: str, field: str) -> None:
    limit = settings.MAX_TEXT_LENGTH
    if len(text) > limit:
        raise RuleBroken(
            f"This must be {limit:,} characters or fewer; it has {len(text):,}", field=field
        )


def add_update(action: Action, *, on, rag, **words) -> ProgressUpdate:
    return add_row(
        action.plan,
        on=on,
        rag=rag,
        suggested=str(suggestion(action, on=on).rag),
        action=action,
        **words,
    )


def add_row(
    plan: Plan,
    *,
    by,
    by_name: str,
    on: datetime.date,
    text: str,
    rag: str,
    reason: str,
    suggested: str,
    evidence: str = "",
    difference_made: str = "",
    source: str = ProgressUpdate.Source.PERSON,
    **about,
) -> ProgressUpdate:
    """Check and write one row. What a document says is taken as it stands, however incomplete."""
    check_open(plan)
    words = {
        "text": text.strip(),
        "reason": reason.strip(),
        "evidence": evidence.strip(),
        "difference_made": difference_made.strip(),
    }
    for field, value in words.items():
        check_length(value, field)
    if not words["text"] and not rag:
        raise RuleBroken("Say what has happened, or choose a rating", field="text")
    if source == ProgressUpdate.Source.PERSON:
        check_day(plan, on)
        if rag and rag not in plan.board.rag_labels:
            raise RuleBroken("Choose one of the ratings that this board uses", field="rag")
        if not words["reason"] and rules.reason_needed(
            rag=rag, suggested=suggested, scheme=scheme_of(plan.board)
        ):
            raise RuleBroken(reason_sentence(plan.board, rag, suggested), field="reason")
    elif on > clock.today():
        raise RuleBroken("The date must be today or in the past", field="on")
    return ProgressUpdate.objects.create(
        board_id=plan.board_id,
        plan=plan,
        on=on,
        rag=rag,
        suggested=suggested,
        source=source,
        by=by,
        by_name=by_name,
        **words,
        **about,
    )


def reason_sentence(board, rag: str, suggested: str) -> str:
    """Why a reason is asked for, as an error beside the field."""
    labels = board.rag_labels
    if rag in ("amber", "red") or suggested not in labels:
        return f"Say why it is {labels[rag].lower()}"
    return f"Say why it is {labels[rag].lower()} when the dates suggest {labels[suggested].lower()}"


def follow(action: Action, update: ProgressUpdate) -> None:
    """Let the action and its plan show the update, as far as nothing later has been said."""
    follow_action(action, update)
    follow_day(action.plan, update.on)


def follow_day(plan: Plan, on: datetime.date) -> None:
    """Let the plan say when it was last reported on."""
    if plan.last_updated_on is None or on > plan.last_updated_on:
        plan.last_updated_on = on
        plan.save(update_fields=["last_updated_on"])


def follow_action(action: Action, update: ProgressUpdate) -> None:
    """As `follow`, without the plan."""
    if action.last_update_on is None or update.on >= action.last_update_on:
        action.last_update_on = update.on
        action.latest_update = update
    if update.rag and (action.rag_on is None or update.on >= action.rag_on):
        action.rag, action.rag_on, action.rag_reason = update.rag, update.on, update.reason
    if action.completed_on is None:
        review = next_review_after(action, update.on)
        if review is not None and (action.next_review is None or review > action.next_review):
            action.next_review = review


def save(action: Action) -> None:
    action.version += 1
    action.save(
        update_fields=[
            "rag",
            "rag_on",
            "rag_reason",
            "last_update_on",
            "latest_update",
            "completed_on",
            "next_review",
            "due",
            "first_due",
            "timescale_kind",
            "timescale_corrected",
            "version",
        ]
    )


def name_of(by, membership=None) -> str:
    """Who said it, kept as words: people leave, and what they said stays theirs."""
    if by is None:
        return ""
    if membership is not None and membership.agency is not None:
        return f"{by.name}, {membership.agency.name}"[:200]
    return by.name[:200]


def long_date(day: datetime.date) -> str:
    return f"{day:%-d %B %Y}"
