"""Files that an agency sends with its contribution, or in place of it."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import User

from ...attachments import MOST, read_file
from ...models import Attachment, Contribution
from .asking import LinkWriter
from .holding import held_to_write
from .writing import note_work


@transaction.atomic
def attach(
    *, contribution: Contribution, upload, description: str, by: User | LinkWriter
) -> Attachment:
    """Keep a PDF or Word file. Raises RuleBroken where it is neither, too large or one too many."""
    contribution = held_to_write(contribution)
    content, kind, name = read_file(upload)
    if contribution.attachments.count() >= MOST:
        raise RuleBroken(
            f"{MOST} files are the most. Take one out, or put two together.", field="file"
        )
    row = Attachment(
        board=contribution.board,
        contribution=contribution,
        name=name,
        kind=kind,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        description=description,
        by_name=by.name[:200],
    )
    # Under a name that nobody can guess; what it is called is told by the row.
    row.file.save(f"{uuid.uuid4().hex}.{kind}", ContentFile(content), save=False)
    row.save()
    note_work(contribution, writer=by, now=timezone.now())
    audit.record(by=by, verb="attached", obj=row, changes={"description": [None, description]})
    return row


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User | LinkWriter) -> None:
    """The file is gone for good: it may have been sent by mistake. The record says it was there."""
    held_to_write(attachment.contribution)
    audit.record(
        by=by,
        verb="took out",
        obj=attachment,
        changes={"description": [attachment.description, None]},
    )
    storage, name = attachment.file.storage, attachment.file.name
    attachment.delete()
    transaction.on_commit(lambda: storage.delete(name))
