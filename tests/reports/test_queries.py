"""Every page of a report asks the same number of queries whatever the size: at most twelve, also
where it puts the whole report together, the plan and all that is drawn from it."""

import pytest

from reports.models import Section
from tests import factories as make
from tests.reports import factories as made

PAGES = {
    "": 7,
    "ready/": 10,
    "money/": 6,
    "money/file/": 4,
    "totals/": 5,
    "pictures/": 6,
    "comments/": 6,
    "editions/": 5,
    "edit/": 4,
    "contributions/": 8,
    "contributions/ask/": 8,
    "contributions/questions/": 6,
    "contributions/{asked}/read/": 10,
    "contributions/{asked}/write/": 11,
    "contributions/{asked}/write/hand-in/": 7,
    "sections/{section}/": 7,
    # The whole report: five of these read the plan.
    "read/": 12,
    "read/whole/": 12,
    "glossary/": 12,
    "approve/": 12,
}
OF_THE_PLAN = {"read/": 10, "read/whole/": 10, "editions/": 5, "editions/new/": 11}


def fill(report, number):
    for _ in range(number):
        made.DecisionFactory(report=report)
        made.RecommendationFactory(review=made.ReviewFactory(report=report))
        made.TrainingCourseFactory(report=report)
        made.AgencyAttendanceFactory(report=report)
        made.BudgetLineFactory(report=report)
        made.OutputFactory(report=report)
        made.GlossaryTermFactory(board=report.board)
        made.PictureFactory(report=report)
        made.AttachmentFactory(contribution=made.ContributionFactory(report=report, form="link"))
        agency = make.AgencyFactory(board=report.board)
        asked = made.AskedFactory(report=report, agency=agency)
        made.AttachmentFactory(contribution=asked)
        made.CommentFactory(report=report)
        made.QuestionFactory(report=report)
        priority = make.PriorityFactory(plan=report.plan)
        action = make.ActionFactory(outcome=make.OutcomeFactory(priority=priority))
        # People whom the check for personal data finds, with the page that says their name.
        make.ProgressUpdateFactory(action=action, text=f"Dr Ada King{'s' * number} said so")
        made.OutputFactory(report=report, text=f"Letter of Mr Bill Small{'s' * number}")
        make.PostFactory(board=report.board, agency=agency, holder=make.UserFactory())
        group = make.SubGroupFactory(board=report.board)
        post = make.PostFactory(board=report.board, agency=agency)
        make.SeatFactory(group=group, user=None, post=post)
        make.MembershipFactory(board=report.board)
    return asked


@pytest.mark.parametrize("number", [1, 9])
def test_each_page_asks_the_same_whatever_the_size(
    cast, sign_in, today, number, django_assert_num_queries
):
    report = made.ReportFactory(board=cast.board, plan=cast.plan, slug="annual")
    for kind in Section.Kind.values:
        body = "![x](picture:1)\n\nMs Eve Long thanks Mr Tom Short" if kind == "text" else ""
        section = made.SectionFactory(report=report, kind=kind, body=body)
    made.CollectionFactory(report=report)
    asked = fill(report, number)
    following = make.PlanFactory(board=cast.board, rolled_from=cast.plan)
    for _ in range(number):
        priority = make.PriorityFactory(plan=following)
        make.ActionFactory(outcome=make.OutcomeFactory(priority=priority))
    client = sign_in(cast.manager)
    said = b""
    for base, pages in (
        ("reports/annual", PAGES),
        (f"plans/{cast.plan.slug}", OF_THE_PLAN),
    ):
        for page, queries in pages.items():
            address = page.format(asked=asked.pk, section=section.pk)
            with django_assert_num_queries(queries, info=f"{base}/{page}"):
                answer = client.get(f"/riverside/{base}/{address}")
                assert answer.status_code == 200
            said += answer.content if page == "approve/" else b""
    assert b"Mr Tom Short" in said
    assert b"Change this entry" in said
    assert b"Open this action" in said
