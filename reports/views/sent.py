"""Files that agencies sent with a report, handed out inside the board: of the draft and of each
edition. What the public gets of them is in `published`."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from subgroups.access import board_view, member

from ..attachments import CONTENT_TYPES
from ..models import Attachment, Contribution, Edition, EditionFile
from .reached import reach


@require_safe
@board_view(member)
def read_sent(request, report, digest, form):
    """As `reading.read`: of the draft while it is one, else of its last edition."""
    found = reach(request, report=report)
    edition = found.frozen()
    if edition is not None:
        return _of_edition(edition, digest, form)
    printed = Contribution.objects.printed(found.paper).filter(form=Contribution.Form.LINK)
    row = Attachment.objects.filter(contribution__in=printed, digest=digest, kind=form).first()
    if row is None:
        raise Http404("No such file")
    try:
        with row.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError as lost:
        raise Http404("The file is lost") from lost
    return _private(_saved(content, form, row.name))


@require_safe
@board_view(member)
def edition_sent(request, report, number, digest, form):
    return _of_edition(reach(request, report=report).edition(number), digest, form)


def _of_edition(edition: Edition, digest: str, form: str):
    row = sent_in(edition, digest, form)
    if row is None:
        raise Http404("No such file")
    return _private(handed_out(row, form))


def sent_in(edition: Edition, digest: str, form: str) -> EditionFile | None:
    """A file that the edition names, by what is in it."""
    rows = edition.files.filter(form=EditionFile.Form.SENT, name=digest)
    return rows.filter(title__endswith=f".{form}").first()


def handed_out(row: EditionFile, form: str) -> HttpResponse:
    return _saved(bytes(row.content), form, row.title)


def _saved(content: bytes, form: str, name: str) -> HttpResponse:
    """For saving under its name; browsers may neither show it nor guess what it is."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
