"""A plan as CSV: every row of the filter, every column, nothing that a spreadsheet would run."""

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.document import read_plan
from actions.exporters.csv import COLUMNS, as_csv, as_written, safe
from actions.models import Action
from tests import factories

FILE = "/riverside/plans/2026-27/export.csv"


def read(response):
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.django_db
def test_every_column_of_a_row(cast, today, sign_in):
    update = factories.ProgressUpdateFactory(
        action=cast.action, text="Draft two\nis out.", evidence="Minutes", on=today
    )
    factories.LeadFactory(action=cast.action, agency=cast.agency, role="support")
    factories.ProgressUpdateFactory(
        action=None, outcome=cast.outcome, plan=cast.plan, board=cast.board, text="Well."
    )
    Action.objects.filter(pk=cast.action.pk).update(
        latest_update=update,
        last_update_on=today,
        start=datetime.date(2026, 5, 1),
        due=datetime.date(2026, 11, 19),
        rag="red",
        rag_on=today,
        rag_reason="Late",
        sub_items=["Draft", "Consult"],
        sources=["Inspection"],
        core_task=True,
        times_per_year=4,
    )
    response = sign_in(cast.viewer).get(FILE)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="riverside-2026-27.csv"'
    first, second = read(response)
    assert tuple(first) == COLUMNS
    assert {name: value for name, value in first.items() if value} == {
        "Priority ref": "1",
        "Priority": "Early help",
        "Outcome ref": "1.1",
        "Outcome": "Families get help sooner",
        "Action ref": "1.1a",
        "Action": "Agree the early help strategy",
        "Sub-items": "Draft\nConsult",
        "Owner": "Quality sub-group",
        "Leads": "Detective Inspector",
        "Accountable": "Detective Inspector",
        "Support": "Riverside Police",
        "Timescale": "December 2026",
        "Timescale kind": "month",
        "Start": "2026-05-01",
        "Due": "2026-11-19",
        "First due": "2026-12-31",
        "Times a year": "4",
        "RAG": "Red",
        "RAG reason": "Late",
        "Rated on": "2026-11-20",
        "Latest progress": "Draft two\nis out.",
        "Progress by": "Somebody",
        "Progress as at": "2026-11-20",
        "Evidence": "Minutes",
        "Outcome progress": "2026-06-01: Well.",
        "Updated on": "2026-11-20",
        "Overdue": "yes",
        "Core task": "yes",
        "Sources": "Inspection",
    }
    assert second["Action"] == "Publish the threshold document"


@pytest.mark.django_db
def test_the_filter_of_the_page_holds_for_the_file(cast, today, sign_in):
    client = sign_in(cast.viewer)
    response = client.get(f"{FILE}?group={cast.group.pk}")
    assert [row["Action ref"] for row in read(response)] == ["1.1a"]
    assert "riverside-2026-27-filtered.csv" in response["Content-Disposition"]
    response = client.get(f"{FILE}?rag=purple")
    assert (response.status_code, response["Location"]) == (
        302,
        "/riverside/plans/2026-27/?rag=purple",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("more", [0, 30])
def test_the_file_is_a_constant_number_of_queries(
    cast, today, sign_in, django_assert_num_queries, more
):
    for _ in range(more):
        factories.LeadFactory(action=factories.ActionFactory(outcome=cast.outcome))
    client = sign_in(cast.contributor)
    with django_assert_num_queries(10):
        found = read(client.get(FILE))
    assert len(found) == 2 + more


@pytest.mark.django_db
def test_another_boards_file_is_not_found(cast, sign_in):
    assert sign_in(cast.manager).get("/hillside/plans/2026-27/export.csv").status_code == 404


@pytest.mark.django_db
def test_no_cell_begins_as_a_formula(cast, today):
    for ref, text in enumerate(("=HYPERLINK(1)", "+1", "- agreed", "@SUM(A1)", "\t=1", "'=1")):
        factories.ActionFactory(outcome=cast.outcome, ref=str(ref), text=text)
    found = list(csv.DictReader(io.StringIO(as_csv(read_plan(cast.plan)).lstrip("\ufeff"))))
    assert [row["Action"] for row in found][2:] == [
        "'=HYPERLINK(1)",
        "'+1",
        "'- agreed",
        "'@SUM(A1)",
        "'\t=1",
        "''=1",
    ]


@given(st.text(alphabet="'=+-@\t\r\na ", max_size=6))
def test_what_was_made_safe_can_be_read_back(text):
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert as_written(safe(text)) == text
