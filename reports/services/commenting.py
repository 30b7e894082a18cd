"""Comments on a circulated report: given once, answered once."""

from django.db import transaction
from django.utils import timezone

from boardplan import audit, clock
from boardplan.access import require
from boardplan.errors import RuleBroken
from subgroups.models import Membership

from ..models import AnnualReport, Comment, Section
from ..permissions import may_comment


@transaction.atomic
def comment(*, report: AnnualReport, section: Section | None, text: str, by: Membership) -> Comment:
    """by: the member who comments. Raises AccessDenied outside of the time for comments."""
    report = (
        AnnualReport.objects.select_for_update(of=("self",))
        .select_related("board")
        .get(pk=report.pk)
    )
    require(may_comment(by, report, on=clock.today()))
    made = Comment.objects.create(
        board=report.board,
        report=report,
        section=section,
        about=section.title if section else "",
        text=text,
        by=by.user,
        by_name=by.user.name,
    )
    audit.record(by=by.user, verb="commented on", obj=made, changes={"text": [None, text]})
    return made


@transaction.atomic
def answer_comment(*, comment: Comment, answer: str, by) -> Comment:
    """Tick a comment off, with or without words. Raises RuleBroken the second time."""
    found = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if found.answered_at is not None:
        raise RuleBroken(f"{found.answered_by_name} has dealt with this comment already.")
    changes = audit.changed(
        found,
        {"answer": answer, "answered_by_name": by.name, "answered_at": timezone.now()},
    )
    found.save(update_fields=list(changes))
    audit.record(by=by, verb="dealt with", obj=found, changes=changes)
    return found
