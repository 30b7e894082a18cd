"""Every page of a report asks the same number of queries whatever the size: at most twelve, but
for those that put the whole report together, which read the plan and all that is drawn from it."""

import pytest

from reports.models import Section
from tests import factories as make
from tests.reports import factories as made

PAGES = {
    "": 9,
    "ready/": 12,
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
    # The whole report: eight of these read the plan, four the groups.
    "read/": 21,
    "read/whole/": 21,
    "glossary/": 25,
    "approve/": 24,
}


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
        make.ActionFactory(outcome=make.OutcomeFactory(plan=report.plan))
    return asked


@pytest.mark.parametrize("number", [1, 30])
def test_each_page_asks_the_same_whatever_the_size(
    cast, sign_in, today, number, django_assert_num_queries
):
    report = made.ReportFactory(board=cast.board, plan=cast.plan, slug="annual")
    for kind in Section.Kind.values:
        body = "![x](picture:1)" if kind == "text" else ""
        section = made.SectionFactory(report=report, kind=kind, body=body)
    made.CollectionFactory(report=report)
    asked = fill(report, number)
    client = sign_in(cast.manager)
    for page, queries in PAGES.items():
        address = page.format(asked=asked.pk, section=section.pk)
        with django_assert_num_queries(queries, info=page):
            assert client.get(f"/riverside/reports/annual/{address}").status_code == 200
