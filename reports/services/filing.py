"""The files of an edition, made once from what was frozen and never again."""

import hashlib
from io import BytesIO

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django_tasks import task
from pypdf import PdfReader

from boardplan.errors import RuleBroken

from .. import frozen, web
from ..annual_report.nodes import ReportDocument
from ..models import Attachment, Edition, EditionFile
from ..papers import pdf_of, word_of
from . import building

FORM = EditionFile.Form


def file_edition(edition: Edition):
    """Ask for the files that an edition still lacks; the Build, None where all are there."""
    if is_filed(edition):
        return None
    return building.ask(
        board=edition.board,
        key=_key(edition.pk),
        enqueue=lambda: make_files_later.enqueue(edition.pk),
    )


def is_filed(edition: Edition) -> bool:
    """Whether every file of the edition is there."""
    forms = set(edition.files.order_by().values_list("form", flat=True).distinct())
    return forms >= EditionFile.MADE


@task()
def make_files_later(edition_pk: int) -> None:
    make_files(Edition.objects.get(pk=edition_pk))


def make_files(edition: Edition) -> None:
    """Make what is missing. Safe to repeat and to do twice at once: the first of two stays."""
    document, imprint = frozen.thaw(edition.document)
    said = {"imprint": imprint, "digest": edition.digest}
    on_paper = said | {"files_at": _files_at(edition)}
    have = set(edition.files.order_by().values_list("form", flat=True).distinct())
    with building.making(
        board_id=edition.board_id, key=_key(edition.pk), letters=len(edition.document)
    ) as told:
        if FORM.JSON not in have:
            _keep(edition, [_file(FORM.JSON, edition.document.encode())])
        if FORM.PAGE not in have:
            _keep(
                edition,
                [
                    _file(
                        FORM.PAGE,
                        page.html.encode(),
                        name=page.name,
                        title=page.title,
                        position=place,
                    )
                    for place, page in enumerate(web.pages(document, **said))
                ],
            )
        if FORM.WORD not in have:
            _keep(edition, [_file(FORM.WORD, word_of(document, **on_paper))])
        if FORM.PDF not in have:
            data = pdf_of(document, **on_paper, told=told)
            count = len(PdfReader(BytesIO(data)).pages)
            _keep(edition, [_file(FORM.PDF, data, pages=count)])


def keep_sent_files(edition: Edition, document: ReportDocument) -> None:
    """The files that agencies sent, as they are at this moment, kept with the edition.

    Raises RuleBroken for a file that is lost or no longer what was sent: what is approved could
    not be read.
    """
    named = {
        file.digest: file
        for section in document.sections
        for contribution in section.contributions
        for file in contribution.files
    }
    rows = Attachment.objects.filter(contribution__report=edition.report_id)
    sent = {row.digest: row for row in rows}
    files = []
    for digest, file in named.items():
        content = _content_of(sent[digest])
        if hashlib.sha256(content).hexdigest() != digest:
            raise RuleBroken(
                f"The file “{file.file_name}” cannot be read. Return the contribution, so that "
                "the agency can send it again."
            )
        files.append(
            _file(FORM.SENT, content, name=digest, title=file.file_name, position=len(files))
        )
    _keep(edition, files)


def _content_of(row: Attachment) -> bytes:
    try:
        with row.file.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def _files_at(edition: Edition) -> str:
    """Where the public finds what lies below the edition, once it is published."""
    if edition.is_plan:
        return ""
    args = [edition.board.slug, "reports", edition.slug, edition.number]
    return settings.SITE_URL.rstrip("/") + reverse("published_edition", args=args)


def _key(pk: int) -> str:
    return f"edition-{pk}"


def _file(form: str, content: bytes, **values) -> EditionFile:
    return EditionFile(
        form=form,
        content=content,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        **values,
    )


@transaction.atomic
def _keep(edition: Edition, files: list[EditionFile]) -> None:
    for file in files:
        file.edition = edition
    EditionFile.objects.bulk_create(files, ignore_conflicts=True)
