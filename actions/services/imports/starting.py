"""An import from the upload to the moment before it is confirmed: no plan is written here."""

import datetime
import json

from django.db import models, transaction
from django.utils import timezone

from boardplan import audit
from boardplan.errors import Conflict, RuleBroken
from subgroups.models import Board

from ...importers.drafting import SETTLED
from ...importers.guessing import guess_period, guess_title
from ...importers.kept import pack
from ...importers.source import Source
from ...models import Plan, PlanImport
from ..lifecycle import RESERVED_SLUGS, check_period, next_period

MAX_SETTLED = 400_000  # characters of all that people settled about one file


@transaction.atomic
def start_import(
    *,
    board: Board,
    found: Source | dict,
    digest: str,
    file_name: str,
    by,
    into: Plan | None = None,
    today: datetime.date,
    resume: bool = True,
) -> PlanImport:
    """A preview of what was read; nothing of a plan is written.

    found: a source, or the data of one of our own files. digest: of the file's bytes. into: the
    plan that it goes into or is compared with. Somebody who brings in the same file for the same
    plan while it waits to be checked gets that preview again, with what was settled in it, unless
    `resume` is False.
    """
    forget_imports(by=None)
    if into is not None:
        check_target(board, into)
    waiting = PlanImport.objects.of(board).open().filter(digest=digest, into=into).first()
    if waiting is not None and resume:
        return waiting
    title, (start, end) = _told(board, found, file_name, today)
    if into is not None:
        title, start, end = into.title, into.start, into.end
    row = PlanImport.objects.create(
        board=board,
        by=by,
        by_name=by.name if by is not None else "Boardplan",
        file_name=file_name[:200],
        kind=PlanImport.Kind.JSON if isinstance(found, dict) else found.kind,
        digest=digest,
        source=pack(found),
        title=title[:200],
        start=start,
        end=end,
        into=into,
        decisions={name: {} for name in SETTLED},
    )
    audit.record(by=by, verb="began to bring in", obj=row)
    return row


@transaction.atomic
def settle_import(
    *,
    plan_import: PlanImport,
    settled: dict,
    by,
    seen: dict | None = None,
    expected_version: int | None = None,
) -> PlanImport:
    """Keep what a person decided in the preview.

    settled: {"findings": {key: value}, …} of `SETTLED`; None or "" takes a decision back. seen:
    the same keys with what stood there when the page was opened; Conflict where somebody else has
    decided one of them otherwise since. expected_version: for forms about more than one decision.
    """
    row = locked_import(plan_import, expected_version)
    decisions = {name: dict(row.decisions.get(name) or {}) for name in SETTLED}
    changes = {}
    for name, values in settled.items():
        if name not in SETTLED:
            raise ValueError(f"nothing is settled under {name!r}")
        for key, value in values.items():
            before = decisions[name].get(key)
            stood = (before if seen is None else seen.get(name, {}).get(key)) or None
            if stood != (before or None) != (value or None):
                raise Conflict(row)
            if value in (None, "", {}):
                decisions[name].pop(key, None)
            else:
                decisions[name][key] = value
            if before != decisions[name].get(key):
                changes[key[:80]] = [before, decisions[name].get(key)]
    if not changes:
        return row
    if len(json.dumps(decisions, ensure_ascii=False)) > MAX_SETTLED:
        raise RuleBroken("That is more than can be settled here. Correct the file itself instead.")
    row.decisions = decisions
    row.version += 1
    row.save(update_fields=["decisions", "version"])
    audit.record(by=by, verb="settled doubts of", obj=row, changes=changes)
    return row


@transaction.atomic
def describe_import(
    *,
    plan_import: PlanImport,
    title: str,
    start: datetime.date,
    end: datetime.date,
    slug: str,
    into: Plan | None,
    by,
    expected_version: int | None = None,
) -> PlanImport:
    """Say what the plan is called, which period it covers, and where it goes.

    Conflict if the preview moved on since `expected_version`. A plan that it goes into keeps its
    own title and period.
    """
    row = locked_import(plan_import, expected_version)
    if into is not None:
        check_target(row.board, into)
        title, start, end, slug = into.title, into.start, into.end, ""
    check_period(start, end)
    if slug in RESERVED_SLUGS:
        raise RuleBroken("This is an address of ours. Choose another", field="slug")
    if slug and Plan.objects.of(row.board).filter(slug=slug).exists():
        raise RuleBroken(
            f"There is a plan at the address “{slug}” already. Choose another", field="slug"
        )
    values = {"title": title, "start": start, "end": end, "slug": slug, "into": into}
    changes = audit.changed(row, values)
    if changes:
        row.version += 1
        row.save(update_fields=[*changes, "version"])
        audit.record(by=by, verb="described", obj=row, changes=changes)
    return row


@transaction.atomic
def discard_import(*, plan_import: PlanImport, by) -> PlanImport:
    """Give a preview up: the file's words are deleted, nothing was written."""
    row = locked_import(plan_import)
    finish(row, PlanImport.Status.DISCARDED)
    audit.record(by=by, verb="discarded", obj=row)
    return row


@transaction.atomic
def forget_imports(*, by) -> int:
    """Delete the words of the files whose previews nobody finished in time; how many there were."""
    old = list(PlanImport.objects.forgettable().defer("source"))
    if old:
        audit.record_each(by=by, verb="let expire", objs=old)
        PlanImport.objects.filter(pk__in=[row.pk for row in old]).update(
            status=PlanImport.Status.DISCARDED,
            source=None,
            decisions={},
            finished_at=timezone.now(),
            version=models.F("version") + 1,
        )
    return len(old)


# What is shared by the services of this package


def locked_import(plan_import: PlanImport, expected_version: int | None = None) -> PlanImport:
    """The preview as it stands, locked. RuleBroken once it is over."""
    row = (
        PlanImport.objects.select_for_update(of=("self",))
        .select_related("board", "into")
        .get(pk=plan_import.pk)
    )
    if row.status != PlanImport.Status.PREVIEW:
        status = row.get_status_display().lower()
        raise RuleBroken(f"{row.file_name} was {status} meanwhile. Nothing was changed.")
    if row.expired:
        raise RuleBroken(
            "This waited too long, so its words were deleted. Bring the file in again."
        )
    if expected_version is not None and row.version != expected_version:
        raise Conflict(row)
    return row


def finish(row: PlanImport, status: str) -> None:
    """Over: the file's words go. Saves the row."""
    row.status, row.finished_at, row.source = status, timezone.now(), None
    if status == PlanImport.Status.DISCARDED:
        row.decisions = {}
    row.version += 1
    row.save()


def check_target(board: Board, plan: Plan) -> None:
    if plan.board_id != board.pk:
        raise RuleBroken("Choose a plan of this board", field="into")
    if plan.status == Plan.Status.CLOSED:
        raise RuleBroken(f"{plan.title} is closed and stays as it was.", field="into")


def _told(board: Board, found, file_name: str, today: datetime.date):
    """The title and period that the file names itself."""
    if isinstance(found, dict):
        period = found["period"]
        day = datetime.date.fromisoformat
        return found["title"], (day(period["start"]), day(period["end"]))
    otherwise = next_period(board, on=today)
    return (
        guess_title(found, otherwise=board.word("plan")) or file_name,
        guess_period(found, year_start_month=board.year_start_month, otherwise=otherwise),
    )
