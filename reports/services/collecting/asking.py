"""Asking agencies for their contributions: by whom, until when, by which link."""

import datetime
import hashlib
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from boardplan import audit, clock
from boardplan.errors import RuleBroken
from subgroups.models import Agency, User

from ...contributing.overview import due_of, is_late, may_be_reminded
from ...contributing.workflow import WAITING_FOR_AGENCY
from ...models import AnnualReport, Collection, Contribution, ContributionLink, Question
from ...questions import STANDARD
from ..assembling import still_a_draft
from .holding import held
from .mail import Letter, address_of, send_after_commit, send_now

AT_ONCE = 5  # e-mails that somebody waits for; more are sent in the background


@dataclass(frozen=True)
class LinkWriter:
    """Whoever writes by a link: known by the contact that the link was sent to."""

    name: str
    pk: None = None


@dataclass(frozen=True)
class Asked:
    """An agency to ask, and who writes for it: a post or name, and where the link is sent."""

    agency: Agency
    email: str
    name: str = ""


@transaction.atomic
def begin_collecting(
    *,
    report: AnnualReport,
    due: datetime.date,
    asks_name: str,
    asks_email: str,
    by: User,
    asks_phone: str = "",
    message: str = "",
) -> Collection:
    """Give the report its own copy of the board's questions, unless it has some, and a day.

    Raises RuleBroken where collecting has begun already.
    """
    still_a_draft(report)
    if Collection.objects.filter(report=report).exists():
        raise RuleBroken("Collecting has begun already.")
    collection = Collection.objects.create(
        board=report.board,
        report=report,
        due=due,
        asks_name=asks_name,
        asks_email=asks_email,
        asks_phone=asks_phone,
        message=message,
    )
    asked = list(Question.objects.asked_in(report)) or _copied(report)
    audit.record(
        by=by,
        verb="began collecting",
        obj=collection,
        changes={"due": [None, due], "questions": [None, [row.prompt for row in asked]]},
    )
    return collection


def _copied(report: AnnualReport) -> list[Question]:
    own = list(Question.objects.template_of(report.board)) or STANDARD
    return Question.objects.bulk_create(
        Question(
            board=report.board,
            report=report,
            prompt=question.prompt,
            hint=question.hint,
            word_limit=question.word_limit,
            asks_for=question.asks_for,
            position=place,
        )
        for place, question in enumerate(own, start=1)
    )


@transaction.atomic
def change_collection(
    *,
    collection: Collection,
    due: datetime.date,
    asks_name: str,
    asks_email: str,
    by: User,
    asks_phone: str = "",
    message: str = "",
) -> Collection:
    """Another day, another person to turn to. Nobody is told: the pages say it from now on."""
    still_a_draft(collection.report)
    values = {
        "due": due,
        "asks_name": asks_name,
        "asks_email": asks_email,
        "asks_phone": asks_phone,
        "message": message,
    }
    changes = audit.changed(collection, values)
    if changes:
        collection.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=collection, changes=changes)
    return collection


@transaction.atomic
def ask(*, report: AnnualReport, asked: list[Asked], by: User) -> list[Letter]:
    """Ask agencies for their part, each by an e-mail with a link of its own.

    Raises RuleBroken where nobody was chosen, collecting has not begun, or an agency has a
    contribution to this report already; then nobody is asked.
    """
    still_a_draft(report)
    if not Collection.objects.filter(report=report).exists():
        raise RuleBroken("Say first by when the contributions are needed.")
    if not asked:
        raise RuleBroken("Choose at least one agency to ask.")
    there = set(Contribution.objects.filter(report=report).values_list("agency_id", flat=True))
    last = Contribution.objects.filter(report=report).aggregate(last=Max("position"))["last"] or 0
    made = []
    for place, each in enumerate(asked, start=last + 1):
        if each.agency.board_id != report.board_id:
            raise RuleBroken("Choose agencies of this board.")
        if each.agency.pk in there:
            raise RuleBroken(f"{each.agency} has a contribution to this report already.")
        contribution = Contribution.objects.create(
            board=report.board,
            report=report,
            agency=each.agency,
            title=each.agency.name,
            form=Contribution.Form.TEMPLATE,
            status=Contribution.Status.ASKED,
            contact_name=each.name,
            contact_email=each.email.strip().lower(),
            asked_at=timezone.now(),
            # The request counts as the first reminder: no second e-mail on the same day.
            reminded_on=clock.today(),
            position=place,
        )
        audit.record(
            by=by,
            verb="asked",
            obj=contribution,
            changes={"contact_email": [None, contribution.contact_email]},
        )
        made.append(contribution)
    return _post(made, "contribution_asked")


@transaction.atomic
def change_contact(
    *,
    contribution: Contribution,
    contact_name: str,
    contact_email: str,
    due: datetime.date | None,
    by: User,
) -> Contribution:
    """Who writes it, and a day of its own; None for that of all. Links stay good.

    Raises RuleBroken for what was entered by hand.
    """
    contribution = held(contribution)
    _must_be_collected(contribution)
    changes = audit.changed(
        contribution,
        {
            "contact_name": contact_name,
            "contact_email": contact_email.strip().lower(),
            "due": due,
        },
    )
    if changes:
        contribution.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=contribution, changes=changes)
    return contribution


@transaction.atomic
def remind(*, contribution: Contribution, by: User) -> Letter:
    """One e-mail to one agency. Raises RuleBroken where it does not wait for the agency, or an
    e-mail went out today already."""
    contribution = held(contribution)
    today = clock.today()
    if not may_be_reminded(contribution, on=today):
        raise RuleBroken(
            f"{contribution} had an e-mail today already. Remind them again tomorrow."
            if contribution.reminded_on == today
            else f"{contribution} does not wait for an answer."
        )
    (letter,) = _remind([contribution], by=by)
    return letter


@transaction.atomic
def remind_late(*, report: AnnualReport, by: User) -> list[Letter]:
    """One e-mail to each agency that is late and had none today.

    The rows are held, so a second click finds that all of them were reminded.
    """
    still_a_draft(report)
    collection = Collection.objects.filter(report=report).first()
    today = clock.today()
    rows = (
        Contribution.objects.filter(report=report)
        .collected()
        .select_related("report", "board")
        .select_for_update(of=("self",))
    )
    return _remind(
        [
            row
            for row in rows
            if is_late(row, due_of(row, collection), on=today) and may_be_reminded(row, on=today)
        ],
        by=by,
    )


def _remind(rows: list[Contribution], *, by: User) -> list[Letter]:
    for row in rows:
        changes = audit.changed(row, {"reminded_on": clock.today()})
        row.save(update_fields=["reminded_on"])
        audit.record(by=by, verb="reminded", obj=row, changes=changes)
    return _post(rows, "contribution_reminder")


def _post(rows: list[Contribution], template: str) -> list[Letter]:
    """An e-mail with a link for each: a few at once, more of them in the background.

    A row counts as one whose e-mail was not sent until it was. So the work may be repeated, and
    where it stops half-way the manager sees whom no e-mail reached.
    """
    if len(rows) <= AT_ONCE:
        letters = [_letter(row, template) for row in rows]
        send_after_commit(*letters)
        return letters
    keys = [row.pk for row in rows]
    Contribution.objects.filter(pk__in=keys).update(mail_failed=True)
    transaction.on_commit(lambda: send_later.enqueue(keys, template))
    return [Letter(row, template, row.contact_email, queued=True) for row in rows]


@task()
def send_later(keys: list[int], template: str) -> None:
    """Safe to repeat and to do twice at once: each e-mail goes to whoever takes its row first."""
    for key in keys:
        rows = Contribution.objects.filter(pk=key, status__in=WAITING_FOR_AGENCY)
        if rows.filter(mail_failed=True).update(mail_failed=False):
            row = rows.select_related("report", "board", "agency").first()
            if row is not None:
                send_now(_letter(row, template))


@transaction.atomic
def send_unsent(*, report: AnnualReport, by: User) -> list[Letter]:
    """The e-mails that are still not sent, a few of them at once by whoever asks: for where no
    worker runs, or the mail server was away.

    Each goes to whoever takes its row first, as in `send_later`.
    """
    still_a_draft(report)
    rows = (
        Contribution.objects.filter(report=report, mail_failed=True, status__in=WAITING_FOR_AGENCY)
        .exclude(contact_email="")
        .select_related("report", "board", "agency")
        .select_for_update(of=("self",))
        .order_by("pk")[:AT_ONCE]
    )
    letters = []
    for row in rows:
        row.mail_failed = False
        row.save(update_fields=["mail_failed"])
        reminded = row.reminded_on and row.reminded_on != timezone.localdate(row.asked_at)
        letters.append(_letter(row, "contribution_reminder" if reminded else "contribution_asked"))
        audit.record(by=by, verb="sent the e-mail of", obj=row)
    send_after_commit(*letters)
    return letters


@transaction.atomic
def renew_link(*, contribution: Contribution, by: User, send: bool) -> tuple[str, Letter | None]:
    """A new link; all those before stop working. Returns its address, and the e-mail that takes
    it there where `send`."""
    contribution = held(contribution)
    _must_be_collected(contribution)
    if send and not contribution.contact_email:
        raise RuleBroken("There is no e-mail address to send the link to.")
    _end_links(contribution, ContributionLink.Ended.REPLACED)
    verb = "sent a new link for" if send else "made a new link for"
    audit.record(by=by, verb=verb, obj=contribution)
    if not send:
        return address_of(new_link(contribution)), None
    letter = _letter(contribution, "contribution_asked")
    send_after_commit(letter)
    return address_of(letter.token), letter


@transaction.atomic
def withdraw_link(*, contribution: Contribution, by: User) -> int:
    """All links to it stop working; how many there were."""
    contribution = held(contribution)
    ended = _end_links(contribution, ContributionLink.Ended.WITHDRAWN)
    if ended:
        audit.record(
            by=by, verb="withdrew the link to", obj=contribution, changes={"links": [ended, 0]}
        )
    return ended


def find_link(token: str) -> ContributionLink | None:
    """The link of a token in whatever state, with what its page needs."""
    return (
        ContributionLink.objects.select_related(
            "contribution__report__plan", "contribution__board", "contribution__agency"
        )
        .filter(token_digest=digest(token))
        .first()
    )


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_link(contribution: Contribution) -> str:
    """One more link to it; its token, which is known at this moment only."""
    token = secrets.token_urlsafe(32)
    ContributionLink.objects.create(
        board=contribution.board, contribution=contribution, token_digest=digest(token)
    )
    return token


def _letter(contribution: Contribution, template: str) -> Letter:
    return Letter(contribution, template, contribution.contact_email, new_link(contribution))


def _end_links(contribution: Contribution, how: str) -> int:
    return contribution.links.good().update(ended_at=timezone.now(), ended=how)


def _must_be_collected(contribution: Contribution) -> None:
    if not contribution.collected:
        raise RuleBroken("This was entered by hand: nobody was asked for it.")
