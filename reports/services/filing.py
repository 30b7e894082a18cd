"""The files of an edition, made once from what was frozen and never again."""

import hashlib
from io import BytesIO

from django.db import transaction
from django_tasks import task
from pypdf import PdfReader

from .. import frozen, web
from ..models import Edition, EditionFile
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
    return forms == set(FORM.values)


@task()
def make_files_later(edition_pk: int) -> None:
    make_files(Edition.objects.get(pk=edition_pk))


def make_files(edition: Edition) -> None:
    """Make what is missing. Safe to repeat and to do twice at once: the first of two stays."""
    document, imprint = frozen.thaw(edition.document)
    said = {"imprint": imprint, "digest": edition.digest}
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
            _keep(edition, [_file(FORM.WORD, word_of(document, **said))])
        if FORM.PDF not in have:
            data = pdf_of(document, **said, told=told)
            count = len(PdfReader(BytesIO(data)).pages)
            _keep(edition, [_file(FORM.PDF, data, pages=count)])


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
