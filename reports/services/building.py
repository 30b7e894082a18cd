"""Files that take longer than a reader should wait, made in the background and told of in per
cent.

A `Build` says that a file is asked for, named by what it will say, and how far it is. It is gone
once the file is there. Whoever asks twice gets the same one; a maker who died is noticed by its
silence, and the work, which is safe to repeat, is asked for again.
"""

import datetime
from collections.abc import Callable
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from subgroups.models import Board

from ..models import Build

STATE = Build.State
PATIENCE = datetime.timedelta(seconds=4)  # for somebody to begin, before we do it ourselves
SILENCE = datetime.timedelta(seconds=60)  # after which a maker is taken for dead
LONGEST = datetime.timedelta(minutes=15)  # for a task of any kind
# How many letters of a document's JSON make a page of paper, measured over the demo's papers: for
# the percentage alone, so nearly is enough.
LETTERS_A_PAGE = 2_600


def ask(*, board: Board, key: str, enqueue: Callable[[], object]) -> Build | None:
    """See to it that somebody makes the file; the Build, or None where it is made by now.

    enqueue: puts the task into the queue. Called outside of transactions, because a worker may
    begin at once.
    """
    now = timezone.now()
    with transaction.atomic():
        build, new = Build.objects.select_for_update().get_or_create(
            board=board, key=key, defaults={"asked_at": now, "seen_at": now}
        )
        dead = build.state == STATE.RUNNING and now - build.seen_at > SILENCE
        if dead:
            build.state, build.percent, build.asked_at, build.seen_at = STATE.WAITING, 0, now, now
            build.save()
    if new or dead:
        reap(now=now)
        enqueue()
        return Build.objects.filter(pk=build.pk).first()
    return build


def left_alone(build: Build) -> bool:
    """Whether nobody has begun for so long that no worker seems to run, or the making failed: then
    whoever waits makes the file itself."""
    if build.state == STATE.FAILED:
        return True
    return build.state == STATE.WAITING and timezone.now() - build.asked_at > PATIENCE


@contextmanager
def making(*, board_id: int, key: str, letters: int):
    """Around the making of a file: gives the function that is told the pages done so far.

    key: of the Build, "" where nobody asked for one. letters: the length of the document's JSON.
    """
    if not key:
        yield lambda pages: None
        return
    rows = Build.objects.filter(board_id=board_id, key=key)
    rows.update(state=STATE.RUNNING, seen_at=timezone.now())
    last = timezone.now()
    expected = max(letters / LETTERS_A_PAGE, 1)

    def told(pages: int) -> None:
        nonlocal last
        now = timezone.now()
        if now - last > datetime.timedelta(seconds=0.7):
            last = now
            percent = min(int(90 * pages / expected), 90)
            rows.filter(percent__lte=percent).update(percent=percent)
            rows.update(seen_at=now)

    try:
        yield told
    except BaseException:
        rows.update(state=STATE.FAILED)
        raise
    rows.delete()


def reap(*, now: datetime.datetime) -> int:
    """Tasks whose worker was killed stay RUNNING for ever: mark them as failed."""
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=now - LONGEST
    ).update(status=TaskResultStatus.FAILED, finished_at=now)
