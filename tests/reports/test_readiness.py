"""Whether a report is ready: each finding, and that its link leads to where it is put right."""

import datetime

import pytest

from actions.models import Action
from reports.models import AnnualReport, Section
from reports.readiness import (
    DROPPED,
    EVIDENCE,
    LATE,
    MISSING,
    OTHER,
    SUMS,
    TOO_LONG,
    findings_of,
)
from tests import factories as make
from tests.reports import factories as made

ADDRESS = "/riverside/reports/annual/ready/"
DAYS = datetime.timedelta


@pytest.fixture
def report(cast):
    return made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report"
    )


def section(report, kind, **more):
    return made.SectionFactory(report=report, kind=kind, title=f"The {kind}", **more)


def found(report, today):
    report = AnnualReport.objects.select_related("board", "plan").get(pk=report.pk)
    return [
        (finding.heading, finding.text, finding.route, finding.names)
        for finding in findings_of(report, on=today)
    ]


def test_nothing_is_found_in_a_report_that_says_all_it_should(cast, report, today, sign_in):
    section(report, "text", body="Welcome")
    assert found(report, today) == []
    page = sign_in(cast.manager).get(ADDRESS).content.decode()
    assert "Nothing is missing, late, too long or without evidence." in page


def test_empty_sections_lead_to_where_they_are_filled(report, today):
    foreword = section(report, "text")
    section(report, "training")
    section(report, "outputs", printed=False)
    assert found(report, today) == [
        (MISSING, "“The text” is empty", "section_edit", (foreword.pk,)),
        (MISSING, "“The training” is empty", "entry_new", ("courses",)),
    ]


def test_a_report_without_sections_is_not_ready(report, today):
    assert found(report, today) == [(MISSING, "The report has no sections", "section_new", ())]


def test_pictures_are_there_and_shown_and_the_logo_is_described(cast, report, today):
    cast.board.logo = "logos/own.png"
    cast.board.save()
    made.PictureFactory(report=report, number=1)
    made.PictureFactory(report=report, number=2)
    body = "![](picture:1)\n\n![Visits](picture:9)\n\n![ ](https://x.example/c.png)"
    text = section(report, "text", body=body)
    assert found(report, today) == [
        (MISSING, "In “The text” 2 pictures are missing", "section_edit", (text.pk,)),
        (MISSING, "The board’s logo has no description of its own", "board_look", ()),
        (OTHER, "Picture 2 stands in no section", "report_pictures", ()),
    ]


def test_contributions_late_not_accepted_too_long_and_without_evidence(cast, collecting, today):
    report, part, other = collecting.report, collecting.part, collecting.other
    section(report, "contributions")
    collecting.collection.due = today - DAYS(2)
    collecting.collection.save()
    part.status, part.handed_in_at = "handed_in", part.asked_at
    part.save()
    figures, limited = collecting.questions
    made.DraftFactory(contribution=part, question=figures, text="We did much.")
    made.DraftFactory(contribution=part, question=limited, text="word " * 23)
    # What waits for the agency is late, however much of it is there.
    made.DraftFactory(contribution=other, question=figures, text="Not yet")
    make.AgencyFactory(board=cast.board)
    assert found(report, today) == [
        (LATE, "Riverside Health: was due on 18 November 2026", "contribution_read", (other.pk,)),
        (
            DROPPED,
            "Riverside Police: handed in, but not accepted yet. Accept or return it",
            "contribution_read",
            (part.pk,),
        ),
        (
            TOO_LONG,
            "Riverside Police, “What comes in 2027-28?”: 3 words over the limit of 20",
            "contribution_read",
            (part.pk,),
        ),
        (
            EVIDENCE,
            "Riverside Police, “What did you achieve in 2026-27?”: no figures found",
            "contribution_read",
            (part.pk,),
        ),
        (OTHER, "1 agency has not been asked to contribute", "contributions", ()),
    ]


def test_without_a_section_for_them_contributions_are_not_asked_after(collecting, today):
    section(collecting.report, "text", body="Welcome")
    section(collecting.report, "contributions", printed=False)
    assert found(collecting.report, today) == []


def test_what_does_not_add_up_is_said(report, today):
    section(report, "finance")
    made.BudgetLineFactory(report=report, actual="99.50")
    made.StatedTotalFactory(report=report)
    ((heading, text, route, _),) = found(report, today)
    assert (heading, route, "£0.50" in text) == (SUMS, "report_totals", True)


def test_the_record_of_the_year_is_looked_through(cast, report, today):
    for kind in ("decisions", "reviews", "training", "attendance"):
        section(report, kind)
    challenge = made.DecisionFactory(report=report, kind="challenge", title="Late", whom="Health")
    made.DecisionFactory(report=report, title="No result needed")
    review = made.ReviewFactory(report=report, title="Neglect")
    course = made.TrainingCourseFactory(report=report, title="Basics")
    made.AgencyAttendanceFactory(report=report)
    assert found(report, today) == [
        (
            MISSING,
            "Challenge “Late”: what came of it is not said",
            "entry_edit",
            ("decisions", challenge.pk),
        ),
        (
            MISSING,
            "Review “Neglect”: neither findings nor recommendations",
            "entry_edit",
            ("reviews", review.pk),
        ),
        (
            EVIDENCE,
            "Course “Basics”: what it changed is not said",
            "entry_edit",
            ("courses", course.pk),
        ),
        (OTHER, "1 agency has no line in the attendance", "entry_new", ("attendance",)),
    ]


def test_the_plan_is_asked_for_reasons_evidence_and_what_changed(cast, report, today):
    section(report, "little_progress")
    section(report, "difference")
    make.report_on(cast.action, on=today, rag="green", text="Done", evidence="An audit")
    make.report_on(cast.action, on=today, rag="green", text="Done", evidence="")
    make.ProgressUpdateFactory(action=cast.action, on=report.start - DAYS(1), text="Before")
    Action.objects.filter(pk=cast.action.pk).update(rag="red", rag_on=today, rag_reason="")
    assert found(report, today) == [
        (MISSING, "No progress report says what became better for children", "plan", ()),
        (MISSING, "1 action is red or amber without a reason", "plan", ()),
        (EVIDENCE, "1 of 2 progress reports of the year name no evidence", "plan", ()),
    ]
    make.ProgressUpdateFactory(
        action=cast.action, on=today, text="So", evidence="A survey", difference_made="Heard"
    )
    assert [text for _, text, _, _ in found(report, today)] == [
        "1 action is red or amber without a reason",
        "1 of 3 progress reports of the year name no evidence",
    ]


def test_two_appendices_with_one_number_are_pointed_to(report, today):
    one = section(report, "text", body="Welcome", number=3)
    sent = made.ContributionFactory(report=report, title="Police", number=3)
    assert found(report, today) == [
        (OTHER, "“The text” is not the only Appendix 3", "section_edit", (one.pk,)),
        (OTHER, "“Police” is not the only Appendix 3", "entry_edit", ("contributions", sent.pk)),
    ]


def test_open_comments_are_pointed_to(report, today):
    section(report, "text", body="Welcome")
    made.CommentFactory(report=report)
    assert found(report, today) == [
        (OTHER, "1 comment is not dealt with yet", "report_comments", ())
    ]


def test_every_link_leads_to_a_page(cast, collecting, sign_in, today):
    report = collecting.report
    for kind in Section.Kind:
        section(report, kind)
    cast.board.logo = "logos/own.png"
    cast.board.save()
    made.DecisionFactory(report=report, kind="challenge", whom="Health")
    made.BudgetLineFactory(report=report, actual="99.50")
    made.StatedTotalFactory(report=report)
    made.CommentFactory(report=report)
    manager = sign_in(cast.manager)
    page = manager.get(ADDRESS).content.decode()
    links = page.partition("<main")[2].partition("</main>")[0].split('href="')[1:]
    addresses = {link.partition('"')[0] for link in links}
    assert len(addresses) > 10
    assert {where: manager.get(where).status_code for where in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_an_approved_report_is_not_looked_through(cast, report, sign_in, today):
    section(report, "text")
    report.status, report.approved_on = "approved", today
    report.save()
    page = sign_in(cast.manager).get(ADDRESS).content.decode()
    assert "was approved on 20 November 2026" in page
    assert "is empty" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_it_needs_the_same_queries_at_any_size(
    cast, collecting, sign_in, django_assert_num_queries, rows
):
    report = collecting.report
    for kind in Section.Kind:
        section(report, kind)
    for _ in range(rows):
        part = made.AskedFactory(report=report)
        made.DraftFactory(contribution=part, question=collecting.questions[0])
        made.AskedFactory(report=report, status="handed_in", handed_in_at=part.asked_at)
        made.RecommendationFactory(review=made.ReviewFactory(report=report))
        made.TrainingCourseFactory(report=report)
        made.AgencyAttendanceFactory(report=report)
        make.ActionFactory(outcome=cast.outcome)
    client = sign_in(cast.manager)
    with django_assert_num_queries(10):
        assert client.get(ADDRESS).status_code == 200
