"""Rows of several tables read in one query are what they are when read one table at a time."""

import datetime

import pytest

from reports.models import BudgetLine, Contribution, Decision, Output, ReportPicture, TrainingCourse
from reports.together import read_together
from tests.reports import factories as made

AGENCY = {"agency": ("id", "name", "abbreviation")}


def values_of(row):
    return {field.attname: repr(getattr(row, field.attname)) for field in row._meta.concrete_fields}


@pytest.mark.django_db
def test_rows_come_as_they_are_in_the_order_of_each_table(django_assert_num_queries):
    report = made.ReportFactory()
    for amount in ("0.10", "246287.77", "9999999999.99", "100.00", None):
        made.BudgetLineFactory(report=report, budget=amount, actual="0.00", position=1)
    made.BudgetLineFactory(report=report, position=0, kind="expenditure")
    for day in (datetime.date(2026, 5, 1), None, datetime.date(2026, 4, 1)):
        made.DecisionFactory(report=report, on=day, text='Said "so", it’s\nŁódź \\')
    made.OutputFactory(report=report, draft=True)
    made.OutputFactory(report=report, draft=False)
    tables = {
        "lines": BudgetLine.objects.filter(report=report),
        "decisions": Decision.objects.filter(report=report),
        "outputs": Output.objects.filter(report=report),
        "courses": TrainingCourse.objects.filter(report=report),
    }
    with django_assert_num_queries(1):
        found = read_together(tables, with_related=AGENCY)
    assert {name: [values_of(row) for row in rows] for name, rows in found.items()} == {
        name: [values_of(row) for row in rows.all()] for name, rows in tables.items()
    }


@pytest.mark.django_db
def test_lists_times_and_files_without_their_content(django_assert_num_queries):
    report = made.ReportFactory()
    blocks = [{"kind": "bullet", "level": 2, "text": 'Said "so", it’s\nŁódź'}]
    made.AskedFactory(report=report, answers=[{"prompt": "Ä?", "blocks": blocks}])
    made.ContributionFactory(report=report, answers=[], authors=["DI", "Łucja"])
    made.PictureFactory(report=report)
    tables = {
        "contributions": Contribution.objects.filter(report=report),
        "pictures": ReportPicture.objects.filter(report=report),
    }
    with django_assert_num_queries(1):
        found = read_together(tables, with_related=AGENCY)
    assert {name: [values_of(row) for row in rows] for name, rows in found.items()} == {
        name: [values_of(row) for row in rows.all()] for name, rows in tables.items()
    }
    (asked_at,) = [row.asked_at for row in found["contributions"] if row.asked_at]
    assert asked_at.utcoffset() == datetime.timedelta(0)
    (picture,) = read_together(tables, with_related=AGENCY)["pictures"]
    assert picture.get_deferred_fields() == {"content"}


@pytest.mark.django_db
def test_the_row_that_a_key_leads_to_comes_with_it(django_assert_num_queries, cast):
    report = made.ReportFactory(board=cast.board)
    made.TrainingCourseFactory(report=report, agency=cast.agency)
    made.TrainingCourseFactory(report=report, agency=None)
    rows = TrainingCourse.objects.filter(report=report)
    with django_assert_num_queries(1):
        found = read_together({"courses": rows}, with_related=AGENCY)["courses"]
        assert [row.agency and row.agency.name for row in found] == [cast.agency.name, None]


@pytest.mark.django_db
def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read_together({}, with_related=AGENCY) == {}
