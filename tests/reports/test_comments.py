"""A report goes round the board: every member comments, the manager deals with each, and neither
is rewritten."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from boardplan.access import AccessDenied
from boardplan.errors import RuleBroken
from reports.annual_report import report_document
from reports.models import Comment
from reports.services import approving, commenting
from tests.reports import factories as made

UNTIL = datetime.date(2026, 11, 30)


@pytest.fixture
def report(cast):
    report = made.ReportFactory(board=cast.board, slug="annual", title="Annual report")
    made.SectionFactory(report=report, title="Foreword", body="Dear reader")
    return report


def test_the_manager_circulates_and_takes_back(cast, report, sign_in, today):
    client = sign_in(cast.manager)
    base = "/riverside/reports/annual/"
    past = client.post(f"{base}circulate/", {"until": "2026-11-19"})
    assert past.status_code == 422
    client.post(f"{base}circulate/", {"until": "2026-11-30"})
    report.refresh_from_db()
    assert (report.status, report.circulated_on, report.comments_until) == (
        "circulated",
        today,
        UNTIL,
    )
    page = client.get(base).content.decode()
    assert "Circulated for comment until 30 November 2026" in page
    assert "Add a section" in page  # it can still be changed
    client.post(f"{base}take-back/")
    report.refresh_from_db()
    assert (report.status, report.circulated_on, report.comments_until) == ("draft", None, None)
    again = client.post(f"{base}take-back/")
    assert again.status_code == 422
    assert "This report is not circulated." in again.content.decode()


def test_a_circulated_report_is_still_a_draft(report, cast, sign_in):
    made.SectionFactory(report=report, kind="decisions", title="Decisions")
    type(report).objects.filter(pk=report.pk).update(
        status="circulated", circulated_on="2026-11-01", comments_until="2026-12-01"
    )
    report.refresh_from_db()
    document = report_document(report)
    assert (document.draft, document.status) == (True, "Draft: not yet approved by the board")
    (part,) = [each for each in document.sections if each.title == "Decisions"]
    assert part.empty == "No decision and no challenge has been entered yet."
    page = sign_in(cast.viewer).get("/riverside/reports/annual/read/")
    assert "Approved on" not in page.content.decode()


def test_every_member_comments_by_section_until_the_day(cast, report, sign_in, today, monkeypatch):
    approving.circulate_report(report=report, until=UNTIL, by=cast.manager)
    section = report.sections.get()
    client = sign_in(cast.viewer)
    page = client.get("/riverside/reports/annual/read/foreword/").content.decode()
    where = f"/riverside/reports/annual/comments/new/?section={section.pk}"
    assert f'href="{where}"' in page
    assert f'<option value="{section.pk}" selected>' in client.get(where).content.decode()
    assert client.post(where, {"section": section.pk, "text": ""}).status_code == 422
    client.post(where, {"section": section.pk, "text": "Thank the foster carers"})
    client.post(where, {"section": "", "text": "A good year"})
    assert [(row.about, row.text, row.by_name) for row in Comment.objects.all()] == [
        ("Foreword", "Thank the foster carers", "Viewer"),
        ("", "A good year", "Viewer"),
    ]
    monkeypatch.setattr("boardplan.clock.today", lambda: UNTIL + datetime.timedelta(days=1))
    late = client.get(where)
    assert late.status_code == 403
    assert "until 30 November 2026" in late.content.decode()
    with pytest.raises(AccessDenied):
        commenting.comment(
            report=report, section=None, text="Late", by=cast.membership(cast.viewer)
        )
    listed = client.get("/riverside/reports/annual/comments/").content.decode()
    assert ("Thank the foster carers" in listed, "Deal with it" in listed) == (True, False)


def test_nobody_comments_on_a_draft_or_on_what_is_approved(cast, report, sign_in, today):
    client = sign_in(cast.executive)
    where = "/riverside/reports/annual/comments/new/"
    assert client.post(where, {"text": "Early"}).status_code == 403
    approving.circulate_report(report=report, until=UNTIL, by=cast.manager)
    approving.approve_report(report=report, on=today, approved_by="Board", by=cast.manager)
    assert client.post(where, {"text": "Late"}).status_code == 403
    assert not Comment.objects.exists()


def test_a_section_of_another_report_is_no_choice(cast, report, sign_in, today):
    approving.circulate_report(report=report, until=UNTIL, by=cast.manager)
    other = made.SectionFactory(report=made.ReportFactory(board=cast.board))
    response = sign_in(cast.viewer).post(
        "/riverside/reports/annual/comments/new/", {"section": other.pk, "text": "There"}
    )
    assert (response.status_code, Comment.objects.count()) == (422, 0)


def test_each_is_dealt_with_once(cast, report, sign_in, today):
    row = made.CommentFactory(report=report, text="Thank the foster carers", by_name="Viewer")
    client = sign_in(cast.manager)
    base = "/riverside/reports/annual/comments/"
    assert "1 comment, 1 still open." in client.get(base).content.decode()
    client.post(f"{base}{row.pk}/", {"answer": "They stand in the foreword now"})
    page = client.get(base).content.decode()
    assert "1 comment, 0 still open." in page
    assert "They stand in the foreword now" in page
    again = client.post(f"{base}{row.pk}/", {"answer": "Another answer"})
    assert again.status_code == 422
    assert "has dealt with this comment already" in again.content.decode()
    row.refresh_from_db()
    assert (row.answer, row.answered_by_name) == ("They stand in the foreword now", "Manager")
    with pytest.raises(RuleBroken):
        commenting.answer_comment(comment=row, answer="", by=cast.manager)


def test_a_comment_stays_when_its_section_is_taken_out(cast, report):
    row = made.CommentFactory(report=report, section=report.sections.get(), about="Foreword")
    report.sections.all().delete()
    row.refresh_from_db()
    assert (row.section, row.about) == (None, "Foreword")


def test_who_answered_and_when_belong_together(report):
    row = made.CommentFactory(report=report)
    for wrong in ({"answer": "Said"}, {"answered_by_name": "Manager"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(report).objects.filter(pk=report.pk).update(status="circulated")


def test_comments_need_the_same_queries_at_any_number(
    cast, report, sign_in, django_assert_num_queries
):
    client = sign_in(cast.manager)
    for more in (1, 20):
        for _ in range(more):
            made.CommentFactory(report=report, section=report.sections.get())
        with django_assert_num_queries(6):
            page = client.get("/riverside/reports/annual/comments/")
        assert page.status_code == 200
