"""What the public may read: editions published and withdrawn, and the board's public page."""

import datetime

from django.db import transaction

from boardplan import audit, clock
from boardplan.errors import RuleBroken
from subgroups.models import Board, User

from ..models import Edition, PublicFace
from ..workflow import OF_EDITIONS, check
from .filing import is_filed


@transaction.atomic
def publish_edition(*, edition: Edition, by: User, on: datetime.date | None = None) -> Edition:
    """From now on everybody may read it. on: the day, today where it is left out.

    Raises RuleBroken where it is public already, its files are not made yet, a later edition has
    been published, or nobody has said how the public reaches the board.
    """
    edition = _locked(edition)
    step = OF_EDITIONS["publish"]
    check(step, edition.state)
    if not is_filed(edition):
        raise RuleBroken("Its files are still being made. Try again in a minute.")
    if not PublicFace.objects.filter(board=edition.board).exists():
        raise RuleBroken(
            "Say first how the public reaches you: the accessibility statement must name it."
        )
    later = Edition.objects.about(edition.paper).filter(number__gt=edition.number)
    if later.once_public().exists():
        raise RuleBroken("A later edition has been published. An earlier one cannot follow it.")
    return _step(
        edition,
        step,
        {
            "published_on": on or clock.today(),
            "withdrawn_on": None,
            "withdrawn_reason": "",
        },
        by=by,
    )


@transaction.atomic
def withdraw_edition(
    *, edition: Edition, reason: str, by: User, earlier_too: bool = False
) -> Edition:
    """Its public address then says that it was withdrawn, when and why.

    earlier_too: withdraw the editions before it as well. Raises RuleBroken.
    """
    edition = _locked(edition)
    step = OF_EDITIONS["withdraw"]
    check(step, edition.state)
    if not reason.strip():
        raise RuleBroken("Say why: the public address will show it.", field="reason")
    values = {"withdrawn_on": clock.today(), "withdrawn_reason": reason.strip()}
    if earlier_too:
        before = Edition.objects.about(edition.paper).filter(number__lt=edition.number)
        for each in before.public().light().select_for_update(of=("self",)):
            _step(each, step, values, by=by)
    return _step(edition, step, values, by=by)


@transaction.atomic
def change_public_face(*, board: Board, introduction: str, contact: str, by: User) -> PublicFace:
    """What stands on the board's public page, and how the public reaches it."""
    face = PublicFace.objects.filter(board=board).first() or PublicFace(board=board)
    changes = audit.changed(face, {"introduction": introduction, "contact": contact})
    if changes:
        face.save()
        audit.record(by=by, verb="changed", obj=face, changes=changes)
    return face


def _step(edition: Edition, step, values: dict, *, by: User) -> Edition:
    changes = audit.changed(edition, values)
    edition.save(update_fields=list(changes))
    audit.record(by=by, verb=step.verb, obj=edition, changes=changes)
    return edition


def _locked(edition: Edition) -> Edition:
    rows = Edition.objects.select_for_update(of=("self",)).light()
    return rows.select_related("board", "report", "plan").get(pk=edition.pk)
