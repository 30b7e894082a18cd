"""Pictures of a report: added, described, taken out."""

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from boardplan import audit
from boardplan.errors import RuleBroken
from boardplan.pictures import read_picture
from subgroups.models import User

from ..markdown import pictures_in
from ..models import AnnualReport, ReportPicture
from .assembling import still_a_draft

KEPT_SIZE = (1_600, 1_600)  # pixels: sharp across a page of A4
MOST = 60  # of one report


@transaction.atomic
def add_picture(*, report: AnnualReport, upload, description: str, by: User) -> ReportPicture:
    """Keep a PNG or JPEG under the next free number.

    Raises RuleBroken where it is neither, too large, without a description or one too many.
    """
    still_a_draft(report)
    _check(description)
    if report.pictures.count() >= MOST:
        raise RuleBroken(f"{MOST} pictures are the most a report holds. Take one out first.")
    found = read_picture(
        upload,
        field="file",
        what="picture",
        most_bytes=settings.MAX_PICTURE_BYTES,
        kept_size=KEPT_SIZE,
    )
    last = report.pictures.aggregate(last=Max("number"))["last"] or 0
    row = ReportPicture.objects.create(
        board=report.board,
        report=report,
        number=last + 1,
        description=description.strip(),
        content=found.content,
        kind=found.kind,
        width=found.width,
        height=found.height,
        size=len(found.content),
    )
    audit.record(by=by, verb="added", obj=row, changes={"description": [None, row.description]})
    return row


@transaction.atomic
def describe_picture(*, picture: ReportPicture, description: str, by: User) -> ReportPicture:
    """What it shows, in other words. Raises RuleBroken for none."""
    still_a_draft(picture.report)
    _check(description)
    changes = audit.changed(picture, {"description": description.strip()})
    if changes:
        picture.save(update_fields=["description"])
        audit.record(by=by, verb="described", obj=picture, changes=changes)
    return picture


@transaction.atomic
def remove_picture(*, picture: ReportPicture, by: User) -> None:
    """Raises RuleBroken while a text still shows it; the numbers of the others stay."""
    report = picture.report
    still_a_draft(report)
    shown = [row.title for row in sections_with(report, picture.number)]
    if shown:
        raise RuleBroken(
            f"It is shown in {' and '.join(f'“{title}”' for title in shown)}. "
            "Take it out of the text there first."
        )
    audit.record(
        by=by, verb="took out", obj=picture, changes={"description": [picture.description, None]}
    )
    picture.delete()


def sections_with(report: AnnualReport, number: int) -> list:
    """The sections whose text shows a picture."""
    rows = report.sections.filter(body__contains=f"picture:{number}")
    return [row for row in rows if number in pictures_in(row.body)]


def _check(description: str) -> None:
    if not description.strip():
        raise RuleBroken(
            "Say what the picture shows, for those who cannot see it", field="description"
        )
