"""A plan's life: made, described, ratified, closed. Into the next year: `rolling`."""

import datetime
import re

from dateutil.relativedelta import relativedelta
from django.db import models, transaction
from django.utils.text import slugify

from boardplan import audit, clock
from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first
from subgroups.models import Board
from subgroups.services.people import hold

from ..models import Plan
from ..models.plans import default_columns
from ..workflow import TRANSITIONS
from . import timing
from .parts import hold_plan

PLAN_FIELDS = (
    "title",
    "start",
    "end",
    "vision",
    "intent",
    "rag_definition",
    "introduction",
    "columns",
    "words",
)
# First parts of addresses below `/<board>/plans/` that are pages of their own.
RESERVED_SLUGS = frozenset({"new", "current"})
_YEARS = re.compile(r"\b(20\d\d|19\d\d)(\s*[-–—/]\s*)(\d{4}|\d{2})\b")


def next_period(board: Board, *, on: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The period a new plan is offered: the year after the newest plan's end, else the next year
    of the board that starts after `on`."""
    newest = Plan.objects.of(board).order_by("-end").first()
    if newest is not None:
        start = newest.end + datetime.timedelta(days=1)
    else:
        start = datetime.date(on.year, board.year_start_month, 1)
        if start <= on:
            start += relativedelta(years=1)
    return start, year_from(start)


def year_from(start: datetime.date) -> datetime.date:
    """The last day of the year that begins on `start`."""
    return start + relativedelta(years=1) - datetime.timedelta(days=1)


def title_of_first(board: Board, start: datetime.date, end: datetime.date) -> str:
    """What a board's first plan is offered to be called: its word and the years of the period
    ("Business plan 2027-28"), by which plans are told apart in lists later."""
    years = str(start.year)
    if end.year != start.year:
        years += f"-{end.year % 100:02d}"
    return f"{board.word('plan')} {years}"


def title_of_next(plan: Plan) -> str:
    """The plan's title with its years moved on by one ("2026-27" → "2027-28"), else as it is."""

    def later(found: re.Match) -> str:
        first, dash, second = found.groups()
        width = len(second)
        return f"{int(first) + 1}{dash}{(int(second) + 1) % 10**width:0{width}d}"

    title, count = _YEARS.subn(later, plan.title)
    if not count:
        title = re.sub(r"\b(19|20)\d\d\b", lambda found: str(int(found.group()) + 1), plan.title)
    return title


def columns_and_words(board: Board) -> dict:
    """What a new plan's table looks like: like the board's newest plan, else the standard one."""
    newest = Plan.objects.of(board).newest_first().first()
    if newest is None:
        return {"columns": default_columns(), "words": {}}
    return {"columns": newest.columns, "words": newest.words}


@transaction.atomic
def create_plan(*, board: Board, values: dict, by) -> Plan:
    """A new draft. values: PLAN_FIELDS; columns and words of the newest plan where left out."""
    values = columns_and_words(board) | {
        name: values[name] for name in PLAN_FIELDS if name in values
    }
    check_period(values["start"], values["end"])
    hold(board)
    plan = Plan(board=board, slug=free_slug(board, values), **values)
    plan.save()
    audit.record(by=by, verb="created", obj=plan)
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, values: dict, by, expected_version: int | None = None) -> Plan:
    """Change what a plan says of itself: PLAN_FIELDS.

    The period moves only while the plan is a draft; timescales are then read anew for it where
    nobody corrected them. Conflict if the plan moved on since `expected_version`.
    """
    plan = locked_plan(plan, expected_version)
    if plan.status == Plan.Status.CLOSED:
        raise RuleBroken(f"{plan.title} is closed and stays as it was.")
    changes = audit.changed(plan, {name: values[name] for name in PLAN_FIELDS if name in values})
    check_period(plan.start, plan.end)
    moved = changes.keys() & {"start", "end"}
    if moved and plan.status != Plan.Status.DRAFT:
        raise RuleBroken("The period of a ratified plan does not change.", field="start")
    if changes:
        save_plan(plan)
        audit.record(by=by, verb="edited", obj=plan, changes=changes)
    if moved:
        for action in plan.actions.in_force().filter(
            timescale_corrected=False, carried_from__isnull=True
        ):
            timing.apply_timescale(action, action.timescale_text, plan=plan)
            action.version += 1
            action.save()
            timing.sync_milestones(action=action, plan=plan, by=by)
    return plan


@transaction.atomic
def apply_transition(
    *, plan: Plan, step: str, on: datetime.date, by, expected_version: int | None = None
) -> Plan:
    """Take one step of `actions.workflow.TRANSITIONS` with a plan, on the day `on`.

    RuleBroken if the plan's status does not allow it, if there is nothing in it to ratify, or on
    the field "on" for a day that lies ahead or before the step it follows.
    """
    transition = TRANSITIONS[step]
    plan = locked_plan(plan, expected_version)
    if plan.status not in transition.before:
        raise RuleBroken(transition.refused[plan.status])
    if step == "ratify" and not plan.actions.in_force().exists():
        raise RuleBroken(
            f"There is nothing to ratify yet: {plan.title} has no "
            f"{lower_first(plan.words_for('action'))}"
        )
    if on > clock.today():
        raise RuleBroken("The date must be today or in the past", field="on")
    if plan.ratified_on is not None and on < plan.ratified_on:
        raise RuleBroken(
            f"The date must be on or after {plan.ratified_on:%-d %B %Y}, when it was ratified",
            field="on",
        )
    changes = audit.changed(plan, {"status": str(transition.after), transition.day_field: on})
    if step == "ratify":
        _agree_dates(plan)
    save_plan(plan)
    audit.record(by=by, verb=transition.verb, obj=plan, changes=changes)
    return plan


def ratify_plan(*, plan: Plan, on: datetime.date, by, expected_version=None) -> Plan:
    """The board agreed the plan on that day. From now on every move of a date takes a reason."""
    return apply_transition(
        plan=plan, step="ratify", on=on, by=by, expected_version=expected_version
    )


def close_plan(*, plan: Plan, on: datetime.date, by, expected_version=None) -> Plan:
    """The plan's year is over: it stays as it is, read-only."""
    return apply_transition(
        plan=plan, step="close", on=on, by=by, expected_version=expected_version
    )


def free_slug(board: Board, values: dict) -> str:
    """The plan's part of the address: its years ("2027-28"), else its title, made unique."""
    start, end = values["start"], values["end"]
    years = f"{start.year}-{end:%y}" if end.year != start.year else str(start.year)
    taken = set(Plan.objects.of(board).values_list("slug", flat=True)) | RESERVED_SLUGS
    options = [years, slugify(values["title"])[:70]]
    options += [f"{years}-{number}" for number in range(2, len(taken) + 3)]
    return next(slug for slug in options if slug and slug not in taken)


def locked_plan(plan: Plan, expected_version: int | None = None) -> Plan:
    current = hold_plan(plan)
    if expected_version is not None and current.version != expected_version:
        raise Conflict(current)
    return current


def save_plan(plan: Plan) -> None:
    plan.version += 1
    plan.save()


def check_period(start: datetime.date, end: datetime.date) -> None:
    if end <= start:
        raise RuleBroken("The plan must end after it starts", field="end")
    if end > start + relativedelta(years=5):
        raise RuleBroken("A plan covers five years at most. Check the years", field="end")


def _agree_dates(plan: Plan) -> None:
    """What is due now is what the board agreed; carried work keeps the date it was first given."""
    plan.actions.filter(
        models.Q(first_due__isnull=True) | models.Q(carried_from__isnull=True)
    ).update(first_due=models.F("due"))
