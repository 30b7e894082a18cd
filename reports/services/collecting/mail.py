"""The e-mails about contributions: text first, sent once what they tell is written."""

import logging
import smtplib
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from ...contributing.overview import due_of
from ...models import Collection, Contribution

log = logging.getLogger(__name__)


@dataclass
class Letter:
    """One e-mail about one contribution; `sent` turns True once the mail server has taken it."""

    contribution: Contribution
    template: str  # in templates/email, with a second one for the subject
    to: str
    token: str = ""  # of the link in it, known at this moment only
    more: dict = field(default_factory=dict)
    sent: bool = False
    queued: bool = False  # it is sent in the background; what becomes of it stands with its row


def send_after_commit(*letters: Letter) -> None:
    transaction.on_commit(lambda: _send(letters))


def send_now(*letters: Letter) -> None:
    """For work in the background, which has nobody waiting."""
    _send(letters)


def address_of(token: str) -> str:
    """The whole address of a personal link."""
    return settings.SITE_URL.rstrip("/") + reverse("link_write", args=[token])


def _send(letters) -> None:
    if not letters:
        return
    report = letters[0].contribution.report
    collection = Collection.objects.filter(report=report).first()
    connection = get_connection()
    for letter in letters:
        subject, body = _written(letter, collection)
        try:
            EmailMessage(
                subject,
                body,
                to=[letter.to],
                reply_to=[collection.asks_email] if collection else [],
                connection=connection,
            ).send()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
            # What was written stands; the manager is told, and passes the link on.
            log.exception("%s for %s could not be sent", letter.template, letter.contribution.pk)
        except OSError:
            # Nobody answers: the others would each wait for the same silence.
            log.exception("%s for %s could not be sent", letter.template, letter.contribution.pk)
            break
        else:
            letter.sent = True
    to_agencies = [letter for letter in letters if letter.token]
    for sent in (True, False):
        told = [letter.contribution.pk for letter in to_agencies if letter.sent == sent]
        Contribution.objects.filter(pk__in=told).update(mail_failed=not sent)


def _written(letter: Letter, collection: Collection | None) -> tuple[str, str]:
    contribution = letter.contribution
    context = {
        "contribution": contribution,
        "report": contribution.report,
        "board": contribution.board,
        "collection": collection,
        "due": due_of(contribution, collection),
        "link": address_of(letter.token) if letter.token else "",
        "page": settings.SITE_URL.rstrip("/")
        + reverse(
            "contribution_read",
            args=[contribution.board.slug, contribution.report.slug, contribution.pk],
        ),
        **letter.more,
    }
    subject = render_to_string(f"email/{letter.template}_subject.txt", context)
    return " ".join(subject.split()), render_to_string(f"email/{letter.template}.txt", context)
