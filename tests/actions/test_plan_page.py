"""The plan page: the board's own table, filtered, updated in place; and the list of plans."""

import datetime
import re
from html.parser import HTMLParser

import pytest

from actions.models import Action, Plan
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/riverside/plans/2026-27/"
QUERIES = 10  # one more with a search for words


class Cells(HTMLParser):
    """The page's rows as lists of the words in their cells."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.open = [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.open = True
        elif self.open and tag in ("li", "span", "strong"):
            self.rows[-1][-1] += " "

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.open = False
            self.rows[-1][-1] = " ".join(self.rows[-1][-1].split())

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data


def rows(response):
    return Cells(response.content.decode()).rows


def many(cast, number):
    """`number` more actions with everything an action can have, in outcomes of three."""
    for n in range(number):
        if n % 3 == 0:
            outcome = factories.OutcomeFactory(
                priority=factories.PriorityFactory(plan=cast.plan), ref=f"9.{n}"
            )
            factories.ProgressUpdateFactory(
                action=None, outcome=outcome, plan=cast.plan, board=cast.board
            )
        action = factories.ActionFactory(outcome=outcome, owner=cast.group, sub_items=["One"])
        factories.LeadFactory(action=action, post=cast.post)
        factories.LeadFactory(action=action, agency=cast.agency, role="support")
        factories.MilestoneFactory(action=action)
        update = factories.ProgressUpdateFactory(action=action)
        action.latest_update = update
        action.save()


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize("role", ["manager", "contributor", "chair", "viewer"])
def test_the_page_asks_the_same_number_of_queries_at_any_size(
    cast, today, sign_in, django_assert_num_queries, more, role
):
    many(cast, more)
    client = sign_in(getattr(cast, role))
    with django_assert_num_queries(QUERIES):
        response = client.get(PAGE)
    assert response.context["total"] == 2 + more
    with django_assert_num_queries(QUERIES + 1):
        response = client.get(f"{PAGE}?q=under+way&due=60&lead=me&rag=none")
    assert response.status_code == 200


COUNTING = 9


@pytest.mark.parametrize("more", [0, 30])
def test_counting_again_asks_the_same_number_of_queries_at_any_size(
    cast, today, sign_in, django_assert_num_queries, more
):
    many(cast, more)
    client = sign_in(cast.contributor)
    with django_assert_num_queries(COUNTING):
        response = client.get(f"{PAGE}counts/?rag=none")
    assert (response.context["shown"], response.context["total"]) == (2 + more, 2 + more)


def test_counting_again_says_what_the_page_says(cast, today, sign_in):
    """Every piece stands on the page with the same words, filtered or not."""
    cast.plan.columns = [{"key": key, "title": ""} for key in ("outcome", "action")]
    cast.plan.save()
    factories.report_on(cast.action, on=datetime.date(2026, 6, 1), rag="red", reason="Late")
    client = sign_in(cast.contributor)
    for query in ("", "?rag=red", "?rag=none&lead=me"):
        page = client.get(f"{PAGE}{query}").content.decode()
        counted = client.get(f"{PAGE}counts/{query}").content.decode()
        counted = counted.replace(", counted again after your update", "")
        pieces = dict(re.findall(r'id="([\w-]+)" hx-swap-oob="true">(.*?)\n', counted + "\n"))
        pieces |= dict(re.findall(r'(plan-ratings)" hx-swap-oob="true">(.*?)</ul>', counted, re.S))
        wanted = {"plan-looking", "plan-ratings", "plan-downloads", f"jump-{cast.priority.pk}"}
        assert wanted <= set(pieces)
        shown = {name for name in pieces if f'id="{name}"' in page}
        assert wanted - shown == (set() if "none&" not in query else {f"jump-{cast.priority.pk}"})
        assert {name for name in shown if f'id="{name}">{pieces[name]}' not in page} == set()


def test_the_files_of_a_filter_say_how_many_actions_they_hold(cast, today, sign_in):
    client = sign_in(cast.manager)
    assert Action.objects.filter(plan=cast.plan).count() == 2
    told = {"?rag=none": "These 2 actions", "": "The whole plan"}
    for query, title in told.items():
        assert f">{title}</p>" in client.get(f"{PAGE}counts/{query}").content.decode()
        assert f"{title}</p>" in client.get(PAGE + query).content.decode()
    factories.report_on(cast.action, on=datetime.date(2026, 6, 1), rag="red", reason="Late")
    assert ">This 1 action</p>" in client.get(f"{PAGE}counts/?rag=red").content.decode()
    assert "This 1 action</p>" in client.get(f"{PAGE}?rag=red").content.decode()


def test_the_table_has_the_plans_own_columns_and_words(cast, today, sign_in):
    cast.plan.columns = [
        {"key": "action", "title": "Actions required"},
        {"key": "lead", "title": "Responsible person"},
        {"key": "timescale", "title": ""},
        {"key": "monitoring", "title": "Monitoring mechanism"},
    ]
    cast.plan.words = {"timescale": "By when"}
    cast.plan.save()
    Action.objects.filter(pk=cast.action.pk).update(
        monitoring="Quarterly to the Executive", sub_items=["Draft", "Consult"], core_task=True
    )
    table = rows(sign_in(cast.viewer).get(PAGE))
    assert table[0] == [
        "Actions required",
        "Responsible person",
        "By when",
        "Monitoring mechanism",
        "RAG",  # what the document has no column for, and the page can not do without
        "Progress",
    ]
    assert table[1] == ["1.1 Families get help sooner 2 not rated"]
    assert table[2] == [
        "Agree the early help strategy Draft Consult Core task",
        "Detective Inspector Owned by Quality sub-group",
        "December 2026",
        "Quarterly to the Executive",
        "Not rated",
        "",
    ]


def test_an_outcome_column_covers_the_rows_of_its_outcome(cast, today, sign_in):
    cast.plan.columns = [{"key": key, "title": ""} for key in ("ref", "outcome", "action")]
    cast.plan.save()
    Action.objects.filter(plan=cast.plan).update(ref="")
    factories.ProgressUpdateFactory(
        action=None, outcome=cast.outcome, plan=cast.plan, board=cast.board, text="All is well."
    )
    response = sign_in(cast.viewer).get(PAGE)
    table = rows(response)
    assert table[0] == ["No.", "Outcome", "Action", "RAG", "Progress"]
    assert table[2][:3] == [
        "1.1",
        "Families get help sooner 2 not rated",
        "Agree the early help strategy",
    ]
    assert table[3][0] == "Publish the threshold document"
    assert table[4] == ["Progress on the outcome as a whole All is well. Somebody, 1 Jun 2026"]
    html = response.content.decode()
    assert html.count('rowspan="3"') == 2
    assert re.search(r'<tr class="[^"]*plan-reports"><td class="[^"]*" colspan="3">', html)


def test_what_is_late_stale_moved_and_to_settle_says_so(cast, today, sign_in):
    Action.objects.filter(pk=cast.action.pk).update(
        due=datetime.date(2026, 11, 8),
        first_due=datetime.date(2026, 9, 30),
        rag="red",
        rag_on=datetime.date(2026, 9, 1),
        rag_reason="The author left.",
        last_update_on=datetime.date(2026, 9, 1),
        timescale_to_settle=True,
    )
    update = factories.ProgressUpdateFactory(action=cast.action, text="Draft two is out.")
    Action.objects.filter(pk=cast.action.pk).update(latest_update=update)
    row = rows(sign_in(cast.viewer).get(PAGE))[2]
    assert row == [
        "1.1a",
        "Agree the early help strategy",
        "Detective Inspector Owned by Quality sub-group",
        "December 2026 Due 8 Nov 2026, first agreed for 30 Sep 2026 12 days late To settle",
        "",
        "Red",
        "The author left. Draft two is out. Somebody, 1 Jun 2026 No update for 80 days",
    ]


def test_headings_count_what_is_shown_and_its_worst_rating(cast, today, sign_in):
    Action.objects.filter(pk=cast.action.pk).update(rag="amber", rag_on=today)
    (section,) = sign_in(cast.viewer).get(PAGE).context["sections"]
    assert section.summary.counts == "1 amber, 1 not rated"
    assert "app-rag--amber" in section.summary.worst
    (section,) = sign_in(cast.viewer).get(f"{PAGE}?rag=none").context["sections"]
    assert (section.summary.counts, section.summary.worst) == ("1 not rated", "")


def test_a_filtered_view_says_so_and_each_chip_takes_one_filter_out(cast, today, sign_in):
    html = sign_in(cast.viewer).get(f"{PAGE}?group={cast.group.pk}&due=60").content.decode()
    assert "<strong>1 of 2</strong> actions" in html
    assert "Publish the threshold document" not in html
    assert re.findall(r'class="plan-chip" href="([^"]+)"', html) == [
        "?due=60",
        f"?group={cast.group.pk}",
    ]
    assert f'href="/riverside/plans/2026-27/export.csv?group={cast.group.pk}&amp;due=60"' in html


def test_fields_left_empty_do_not_stay_in_the_address(cast, sign_in):
    client = sign_in(cast.viewer)
    response = client.get(f"{PAGE}?q=&rag=red&lead=&due=&due_from=")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?rag=red")
    assert client.get(f"{PAGE}?q=+&lead=")["Location"] == PAGE


def test_an_address_that_makes_no_sense_is_explained_on_the_page(cast, today, sign_in):
    response = sign_in(cast.viewer).get(f"{PAGE}?rag=purple&priority=%00&due_from=31/2/2026&x=1")
    html = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in html
    assert len(response.context["asked"].problems) == 4
    assert "all 2 actions" in html


@pytest.mark.parametrize(
    ("role", "expected"),
    [("manager", 2), ("chair", 1), ("contributor", 1), ("executive", 0), ("viewer", 0)],
)
def test_only_those_who_may_update_an_action_are_offered_it(cast, sign_in, role, expected):
    response = sign_in(getattr(cast, role)).get(PAGE)
    html = response.content.decode()
    assert html.count('class="govuk-table__cell plan-update"') == (2 if expected else 0)
    links = re.findall(r'hx-get="/riverside/actions/(\d+)/update/\?row=1"', html)
    assert len(links) == expected
    assert set(links) <= {str(cast.action.pk)} if role != "manager" else True


def test_nothing_is_updated_in_a_closed_plan_and_late_is_as_it_was_then(cast, today, sign_in):
    Plan.objects.filter(pk=cast.plan.pk).update(
        status="closed", closed_on=datetime.date(2027, 1, 10)
    )
    response = sign_in(cast.manager).get(PAGE)
    html = response.content.decode()
    assert "hx-get" not in html
    assert html.count("10 days late") == 2


def test_another_boards_plan_is_not_found(cast, sign_in):
    client = sign_in(cast.manager)
    assert client.get("/hillside/plans/2026-27/").status_code == 404
    assert client.get("/riverside/plans/nothing/").status_code == 404
    assert "A secret of Hillside" not in client.get(PAGE).content.decode()


def test_a_lead_of_another_board_is_no_choice_here(cast, sign_in):
    agency = factories.AgencyFactory(board=cast.other_board)
    factories.LeadFactory(action=cast.other_board_action, agency=agency)
    response = sign_in(cast.manager).get(f"{PAGE}?agency={agency.pk}")
    assert len(response.context["asked"].problems) == 1


def test_a_plan_without_anything_in_it_says_what_to_do(cast, sign_in):
    factories.PlanFactory(board=cast.board, slug="empty", title="An empty plan")
    html = sign_in(cast.manager).get("/riverside/plans/empty/").content.decode()
    assert "Nothing has been written into this plan yet." in html


def test_the_page_is_one_h1_with_a_table_that_has_caption_and_scopes(cast, sign_in):
    html = sign_in(cast.viewer).get(PAGE).content.decode()
    assert html.count("<h1") == 1
    assert html.count("<caption") == html.count("<table") == 1
    assert re.findall(r"<th (?!.*scope)", html) == []
    assert " style=" not in html


def test_the_list_counts_each_plan_by_rating(cast, today, sign_in, django_assert_num_queries):
    Action.objects.filter(pk=cast.action.pk).update(rag="red", rag_on=today)
    client = sign_in(cast.viewer)
    for number in (1, 8):
        for n in range(number):
            plan = factories.PlanFactory(board=cast.board, start=datetime.date(2020 - n, 4, 1))
            factories.ActionFactory(
                outcome=factories.OutcomeFactory(priority=factories.PriorityFactory(plan=plan))
            )
        with django_assert_num_queries(6):
            response = client.get("/riverside/plans/")
    first = response.context["found"][0]
    assert (first["plan"], first["now"], first["total"]) == (cast.plan, True, 2)
    assert [(rating["label"], rating["number"], rating["href"]) for rating in first["ratings"]] == [
        ("Red", 1, f"{PAGE}?rag=red"),
        ("Not rated", 1, f"{PAGE}?rag=none"),
    ]
    assert "Hillside plan" not in response.content.decode()


def test_the_plan_of_today_keeps_the_filter(cast, today, sign_in):
    client = sign_in(cast.viewer)
    response = client.get("/riverside/plans/current/?rag=red")
    assert (response.status_code, response["Location"]) == (302, f"{PAGE}?rag=red")
    Plan.objects.filter(board=cast.board).delete()
    assert client.get("/riverside/plans/current/")["Location"] == "/riverside/plans/"


def test_one_action_alone_is_not_told_as_many(cast, today, sign_in):
    cast.other_action.delete()
    page = sign_in(cast.viewer).get("/riverside/plans/2026-27/").content.decode()
    assert "You are looking at the only action." in page
