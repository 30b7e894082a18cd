"""Asking agencies: their links, the e-mails, reminders, and the questions they are asked."""

import datetime
import re
import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from reports.models import Collection, Contribution, ContributionLink, Question
from reports.questions import STANDARD, filled, trouble_with, year_of
from reports.services import collecting as service
from reports.services.collecting import Asked, asking, questions
from reports.services.collecting.asking import digest
from reports.services.collecting.mail import Letter
from tests import factories as make
from tests.reports import factories as made

DAY = datetime.date(2027, 1, 15)


@pytest.fixture
def report(cast, today):
    return made.ReportFactory(board=cast.board, plan=cast.plan, title="Annual report 2026-27")


def begin(report, by, **more):
    values = {"asks_name": "Business Manager", "asks_email": "manager@riverside.example"}
    return service.begin_collecting(report=report, due=DAY, by=by, **values | more)


def link_in(message) -> str:
    (link,) = [word for word in message.body.split() if "/contribution/" in word]
    return link


def token_of(message) -> str:
    return link_in(message).rstrip("/").rpartition("/")[2]


def test_a_report_begins_with_the_standard_questions(report, cast):
    begin(report, cast.manager)
    own = list(report.questions.all())
    assert [(row.prompt, row.hint, row.word_limit) for row in own] == [
        (each.prompt, each.hint, each.word_limit) for each in STANDARD
    ]
    assert filled(own[0].prompt, report).startswith("In 2026-27, what did")
    assert filled(own[3].prompt, report).endswith("set for 2027-28?")
    with pytest.raises(RuleBroken, match="begun already"):
        begin(report, cast.manager)


def test_it_copies_the_boards_own_and_later_changes_do_not_reach_it(report, cast):
    own = questions.adopt_standard(board=cast.board, by=cast.manager)
    assert questions.adopt_standard(board=cast.board, by=cast.manager) == own
    questions.change_question(question=own[0], prompt="What was good in {year}?", by=cast.manager)
    questions.remove_question(question=own[1], by=cast.manager)
    made.QuestionFactory(board=cast.other_board, report=None, prompt="A secret of Hillside")
    begin(report, cast.manager)
    questions.change_question(question=own[0], prompt="Changed in {year}", by=cast.manager)
    questions.add_question(board=cast.board, report=None, prompt="Another", by=cast.manager)
    assert [row.prompt for row in report.questions.all()] == [
        "What was good in {year}?",
        STANDARD[2].prompt,
        STANDARD[3].prompt,
        STANDARD[4].prompt,
    ]


def test_a_reports_questions_change_until_somebody_has_answered(collecting, cast):
    first, second = collecting.questions
    questions.move_question(question=second, up=True, by=cast.manager)
    assert list(collecting.report.questions.all()) == [second, first]
    made.DraftFactory(contribution=collecting.part, question=first, text="")
    made.DraftFactory(contribution=collecting.part, part="authors", text="DI")
    questions.change_question(question=first, prompt="What?", hint="", by=cast.manager)
    made.DraftFactory(contribution=collecting.other, question=second, text="Answered")
    for write in (
        lambda: questions.change_question(question=first, prompt="Other", by=cast.manager),
        lambda: questions.move_question(question=first, up=True, by=cast.manager),
        lambda: questions.remove_question(question=first, by=cast.manager),
        lambda: questions.add_question(
            board=cast.board, report=collecting.report, prompt="Other", by=cast.manager
        ),
    ):
        with pytest.raises(RuleBroken, match="has answered already"):
            write()
    assert [row.prompt for row in collecting.report.questions.all()] == [second.prompt, "What?"]


def test_the_last_question_stays(report, cast):
    only = made.QuestionFactory(report=report)
    with pytest.raises(RuleBroken, match="the only question"):
        questions.remove_question(question=only, by=cast.manager)


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("What did you do in {year}, and plan for {next_year}?", ""),
        ("Which of the 3 priorities?", ""),
        ("What did you do in 2017-18?", "instead of 2017-18"),
        ("Challenges of 2017", "instead of 2017,"),
        ("What in {last_year}?", "{last_year} would stay"),
        ("What in {year?", "{year? would stay"),
    ],
)
def test_no_wrong_year_gets_into_a_question(words, trouble):
    found = trouble_with(words)
    assert (trouble in found, bool(found)) == (True, bool(trouble))


def test_years_are_told_as_people_write_them():
    april, march = datetime.date(2026, 4, 1), datetime.date(2027, 3, 31)
    assert [year_of(april, march), year_of(april, march, later=1)] == ["2026-27", "2027-28"]
    assert year_of(datetime.date(2099, 4, 1), datetime.date(2100, 3, 31)) == "2099-00"
    assert year_of(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31)) == "2026"


def test_each_agency_gets_one_mail_with_its_own_link(
    report, cast, django_capture_on_commit_callbacks
):
    begin(report, cast.manager, message="Write plainly.", asks_phone="020 7946 0000")
    health = make.AgencyFactory(board=cast.board, name="Health")
    with django_capture_on_commit_callbacks(execute=True):
        letters = service.ask(
            report=report,
            asked=[
                Asked(cast.agency, " DI@police.example ", "Detective Inspector"),
                Asked(health, "nurse@health.example"),
            ],
            by=cast.manager,
        )
    assert [letter.sent for letter in letters] == [True, True]
    first, second = mail.outbox
    assert (first.to, second.to) == (["di@police.example"], ["nurse@health.example"])
    assert first.reply_to == ["manager@riverside.example"]
    assert first.subject == (
        "Annual report 2026-27: what Riverside Police contributes, by 15 January 2027"
    )
    assert first.body.startswith("Dear Detective Inspector,\n")
    assert second.body.startswith("Hello,\n")
    assert "\n\nWrite plainly.\n\n" in first.body
    assert "020 7946 0000" in first.body
    assert link_in(first) != link_in(second)
    part = Contribution.objects.get(agency=cast.agency)
    assert (part.status, part.contact_name, part.due) == ("asked", "Detective Inspector", None)
    link = part.links.get()
    assert link.token_digest == digest(token_of(first))
    assert token_of(first) not in str(vars(link))
    assert service.find_link(token_of(first)).contribution == part
    event = AuditEvent.objects.about(part).get()
    assert (event.verb, event.by_name) == ("asked", "Manager")


def test_nobody_is_asked_where_one_cannot_be(report, cast, django_capture_on_commit_callbacks):
    with pytest.raises(RuleBroken, match="by when"):
        service.ask(report=report, asked=[Asked(cast.agency, "a@x.example")], by=cast.manager)
    begin(report, cast.manager)
    stranger = make.AgencyFactory(board=cast.other_board)
    health = make.AgencyFactory(board=cast.board)
    made.ContributionFactory(report=report, agency=cast.agency)
    for asked, words in (
        ([], "at least one"),
        ([Asked(health, "a@x.example"), Asked(stranger, "b@x.example")], "of this board"),
        ([Asked(health, "a@x.example"), Asked(cast.agency, "b@x.example")], "already"),
    ):
        with (
            django_capture_on_commit_callbacks(execute=True),
            pytest.raises(RuleBroken, match=words),
        ):
            service.ask(report=report, asked=asked, by=cast.manager)
    assert (Contribution.objects.count(), mail.outbox) == (1, [])


def test_all_who_are_late_are_reminded_once_a_day(
    collecting, cast, today, monkeypatch, django_capture_on_commit_callbacks
):
    others = {
        status: made.AskedFactory(
            report=collecting.report,
            status=status,
            agency=make.AgencyFactory(board=cast.board, name=status),
            **more,
        )
        for status, more in (
            ("returned", {"comment": "More figures"}),
            ("accepted", {"handed_in_at": collecting.part.asked_at}),
            ("declined", {"declined_because": "Nothing"}),
            ("handed_in", {"handed_in_at": collecting.part.asked_at}),
        )
    }
    Contribution.objects.filter(pk=collecting.other.pk).update(
        due=DAY + datetime.timedelta(days=60)
    )

    def remind():
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            service.remind_late(report=collecting.report, by=cast.manager)
        return sorted(message.to[0] for message in mail.outbox)

    late = sorted([collecting.part.contact_email, others["returned"].contact_email])
    assert remind() == []  # there is time until the 30th
    monkeypatch.setattr("boardplan.clock.today", lambda: datetime.date(2026, 12, 1))
    assert remind() == late
    bodies = {message.to[0]: message.body for message in mail.outbox}
    assert "returned to you with a comment" in bodies[others["returned"].contact_email]
    assert "Nothing has been written yet" in bodies[collecting.part.contact_email]
    assert remind() == []
    collecting.part.refresh_from_db()
    assert collecting.part.reminded_on == datetime.date(2026, 12, 1)
    monkeypatch.setattr("boardplan.clock.today", lambda: datetime.date(2026, 12, 2))
    assert remind() == late
    # The links of all e-mails work, so that a reminder throws nobody out.
    assert collecting.part.links.good().count() == 3


def test_one_is_reminded_once_a_day_too(collecting, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        service.remind(contribution=collecting.part, by=cast.manager)
    with pytest.raises(RuleBroken, match="had an e-mail today already"):
        service.remind(contribution=collecting.part, by=cast.manager)
    assert len(mail.outbox) == 1


def test_who_was_asked_today_is_not_reminded_today(report, cast):
    begin(report, cast.manager)
    service.ask(report=report, asked=[Asked(cast.agency, "a@x.example")], by=cast.manager)
    with pytest.raises(RuleBroken, match="today already"):
        service.remind(contribution=Contribution.objects.get(), by=cast.manager)


def test_a_mail_that_does_not_go_out_is_told(
    collecting, cast, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(self, *args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        letter = service.remind(contribution=collecting.part, by=cast.manager)
    assert (letter.sent, Contribution.objects.get(pk=collecting.part.pk).mail_failed) == (
        False,
        True,
    )
    monkeypatch.undo()
    with django_capture_on_commit_callbacks(execute=True):
        service.renew_link(contribution=collecting.part, by=cast.manager, send=True)
    assert Contribution.objects.get(pk=collecting.part.pk).mail_failed is False


def test_a_silent_mail_server_is_asked_once(
    collecting, cast, monkeypatch, django_capture_on_commit_callbacks
):
    tried = []

    def silent(self, *args, **kwargs):
        tried.append(self.to[0])
        raise TimeoutError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", silent)
    monkeypatch.setattr("boardplan.clock.today", lambda: datetime.date(2026, 12, 24))
    with django_capture_on_commit_callbacks(execute=True):
        letters = service.remind_late(report=collecting.report, by=cast.manager)
    assert (len(tried), [letter.sent for letter in letters]) == (1, [False, False])
    assert {part.mail_failed for part in Contribution.objects.all()} == {True}


def test_one_refused_address_does_not_stop_the_others(
    collecting, cast, monkeypatch, django_capture_on_commit_callbacks
):
    send = EmailMessage.send

    def picky(self, *args, **kwargs):
        if self.to == ["di@police.example"]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(self, *args, **kwargs)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", picky)
    monkeypatch.setattr("boardplan.clock.today", lambda: datetime.date(2026, 12, 24))
    with django_capture_on_commit_callbacks(execute=True):
        service.remind_late(report=collecting.report, by=cast.manager)
    assert [message.to for message in mail.outbox] == [["nurse@health.example"]]
    failed = Contribution.objects.filter(mail_failed=True)
    assert list(failed) == [collecting.part]


def test_questions_that_a_report_has_already_are_kept(report, cast):
    made.QuestionFactory(report=report, prompt="Only this")
    begin(report, cast.manager)
    assert [row.prompt for row in report.questions.all()] == ["Only this"]


def test_what_goes_to_the_manager_says_nothing_of_the_agencys_mails(
    collecting, django_capture_on_commit_callbacks
):
    from reports.services.collecting.mail import send_after_commit

    Contribution.objects.filter(pk=collecting.part.pk).update(mail_failed=True)
    with django_capture_on_commit_callbacks(execute=True):
        send_after_commit(Letter(collecting.part, "contribution_handed_in", "m@riverside.example"))
    assert Contribution.objects.get(pk=collecting.part.pk).mail_failed is True


def test_returning_and_handing_in_tell_the_other_side(
    collecting, cast, django_capture_on_commit_callbacks
):
    made.DraftFactory(contribution=collecting.part, question=collecting.questions[0])

    def take(step, role, said=""):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            service.take_step(
                contribution=collecting.part, step=step, role=role, by=cast.manager, said=said
            )
        return mail.outbox

    (message,) = take("hand_in", "writer")
    assert message.to == ["manager@riverside.example"]
    assert f"/riverside/reports/annual/contributions/{collecting.part.pk}/read/" in message.body
    (message,) = take("return", "manager", "Add a figure.")
    assert message.to == ["di@police.example"]
    assert "\n\nAdd a figure.\n\n" in message.body
    assert service.find_link(token_of(message)).contribution == collecting.part
    take("hand_in", "writer")
    assert list(take("accept", "manager")) == []
    (message,) = take("reopen", "manager", "A figure is wrong.")
    assert "is open again" in message.body


def test_a_renewed_link_shuts_out_all_before_it(collecting, cast):
    made.LinkFactory(contribution=collecting.part, token="second")
    address, letter = service.renew_link(contribution=collecting.part, by=cast.manager, send=False)
    assert letter is None
    token = address.rstrip("/").rpartition("/")[2]
    states = {name: service.find_link(name).state for name in ("ours", "second", token, "theirs")}
    assert states == {"ours": "replaced", "second": "replaced", token: "open", "theirs": "open"}
    assert service.withdraw_link(contribution=collecting.part, by=cast.manager) == 1
    assert service.find_link(token).state == "withdrawn"
    assert service.withdraw_link(contribution=collecting.part, by=cast.manager) == 0


def test_links_run_out_some_weeks_after_the_report_is_approved(collecting, settings, today):
    settings.CONTRIBUTION_LINK_WEEKS = 4
    report = collecting.report
    for days, state in ((28, "open"), (29, "expired")):
        report.status, report.approved_on = "approved", today - datetime.timedelta(days=days)
        report.save()
        assert service.find_link("ours").state == state
    assert ContributionLink.objects.good().count() == 2


def test_a_link_ends_in_a_way_and_at_a_time(collecting):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionLink.objects.update(ended="withdrawn")


def test_day_and_contact_change(collecting, cast):
    service.change_contact(
        contribution=collecting.part,
        contact_name="LADO",
        contact_email="LADO@police.example",
        due=DAY,
        by=cast.manager,
    )
    service.change_collection(
        collection=Collection.objects.get(),
        due=DAY,
        asks_name="Chair",
        asks_email="chair@riverside.example",
        by=cast.manager,
    )
    part = Contribution.objects.get(pk=collecting.part.pk)
    assert (part.contact_name, part.contact_email, part.due) == ("LADO", "lado@police.example", DAY)
    assert Collection.objects.get().asks_name == "Chair"


def test_what_was_entered_by_hand_has_no_link_and_no_contact(collecting, cast):
    by_hand = made.ContributionFactory(report=collecting.report)
    for write in (
        lambda: service.renew_link(contribution=by_hand, by=cast.manager, send=False),
        lambda: service.change_contact(
            contribution=by_hand, contact_name="", contact_email="", due=None, by=cast.manager
        ),
    ):
        with pytest.raises(RuleBroken, match="entered by hand"):
            write()
    assert Question.objects.count() == 2


@pytest.fixture
def many(report, cast):
    begin(report, cast.manager)
    return [
        Asked(make.AgencyFactory(board=cast.board, name=f"Agency {n}"), f"lead{n}@agency.example")
        for n in range(8)
    ]


def test_many_mails_go_out_in_the_background_each_with_a_link_that_works(
    report, cast, many, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False) as later:
        letters = service.ask(report=report, asked=many, by=cast.manager)
        assert {letter.queued for letter in letters} == {True}
    # Until they are sent the manager sees that they are not.
    assert (mail.outbox, report.contributions.filter(mail_failed=True).count()) == ([], 8)
    assert ContributionLink.objects.count() == 0
    for callback in later:
        callback()
    assert sorted(message.to[0] for message in mail.outbox) == [each.email for each in many]
    assert report.contributions.filter(mail_failed=True).count() == 0
    link = re.search(r"(/contribution/\S+/)", mail.outbox[3].body)[1]
    assert client.get(link).status_code == 200


def test_the_same_work_done_again_sends_nothing_twice(
    report, cast, many, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        letters = service.ask(report=report, asked=many, by=cast.manager)
    asking.send_later.call([letter.contribution.pk for letter in letters], "contribution_asked")
    assert len(mail.outbox) == 8


def test_what_was_not_sent_can_be_sent_again_on_the_same_day(
    report, cast, many, monkeypatch, django_capture_on_commit_callbacks
):
    send = EmailMessage.send

    def picky(self, *args, **kwargs):
        if self.to == ["lead2@agency.example"]:
            raise smtplib.SMTPRecipientsRefused({})
        return send(self, *args, **kwargs)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", picky)
    with django_capture_on_commit_callbacks(execute=True):
        service.ask(report=report, asked=many, by=cast.manager)
    (failed,) = report.contributions.filter(mail_failed=True)
    assert (failed.contact_email, len(mail.outbox)) == ("lead2@agency.example", 7)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    with django_capture_on_commit_callbacks(execute=True):
        service.remind(contribution=failed, by=cast.manager)
    failed.refresh_from_db()
    assert (mail.outbox[-1].to, failed.mail_failed) == (["lead2@agency.example"], False)


def test_who_answered_meanwhile_gets_no_reminder(report, cast, many, monkeypatch):
    service.ask(report=report, asked=many, by=cast.manager)
    one = report.contributions.first()
    Contribution.objects.filter(pk=one.pk).update(status="declined", declined_because="Nothing")
    asking.send_later.call([one.pk], "contribution_reminder")
    assert mail.outbox == []


def test_the_page_says_that_many_are_being_asked(
    collecting, cast, sign_in, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(asking, "AT_ONCE", 1)
    monkeypatch.setattr("boardplan.clock.today", lambda: datetime.date(2026, 12, 24))
    client = sign_in(cast.manager)
    base = f"/riverside/reports/{collecting.report.slug}/contributions/"
    with django_capture_on_commit_callbacks(execute=False):
        page = client.post(f"{base}remind/", follow=True).content.decode()
    assert "2 agencies are being reminded by e-mail" in page
    assert page.count("The last one has not been sent") == 2


def test_without_a_worker_the_manager_sends_them_from_the_page(
    report, cast, many, sign_in, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=False):
        service.ask(report=report, asked=many, by=cast.manager)
    declined = report.contributions.get(contact_email="lead7@agency.example")
    Contribution.objects.filter(pk=declined.pk).update(status="declined", declined_because="No")
    client = sign_in(cast.manager)
    base = f"/riverside/reports/{report.slug}/contributions/"
    assert "7 e-mails have not been sent." in client.get(base).content.decode()
    left = []
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{base}send/")
        left.append(len(mail.outbox))
    assert left == [5, 7, 7]
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"lead{n}@agency.example" for n in range(7)
    ]
    assert "have not been sent" not in client.get(base).content.decode()
    assert AuditEvent.objects.filter(verb="sent the e-mail of").count() == 7
