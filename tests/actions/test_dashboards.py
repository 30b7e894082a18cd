"""The dashboards say what the plan holds, and each number opens exactly its list."""

import datetime
import re
from html import unescape

import pytest
from django.http import QueryDict
from django.utils import timezone

from actions.dashboards import build_dashboard
from actions.dashboards.counting import count_ratings, replay
from actions.dashboards.executive import month_points
from actions.document import read_plan
from actions.filters import PlanFilter
from actions.models import Action, DueDateChange, Plan, ProgressUpdate
from subgroups.models import Meeting
from tests import factories

DAY = datetime.date
LABELS = {"green": "Green", "amber": "Amber", "red": "Red"}
SINCE = DAY(2026, 8, 22)
DASHBOARD_QUERIES = 10
GROUP_QUERIES = 11


def rate(action, on, rag, reason="Two agencies have still to answer."):
    """One update as the service would leave it: the history and the copy on the action."""
    update = factories.ProgressUpdateFactory(
        action=action, on=on, rag=rag, reason=reason if rag in ("red", "amber") else ""
    )
    action.rag, action.rag_on, action.rag_reason = rag, on, update.reason
    action.last_update_on, action.latest_update = on, update
    action.save()
    return update


def complete(action, on):
    rate(action, on, "green")
    action.completed_on = on
    action.save()


@pytest.fixture
def year(cast, today):
    """A plan with a history: two actions of the cast and six more, in two priorities."""
    Action.objects.update(created_at=timezone.make_aware(datetime.datetime(2026, 4, 1)))
    second = factories.PriorityFactory(plan=cast.plan, ref="2", title="Neglect")
    outcome = factories.OutcomeFactory(priority=second, ref="2.1")

    def add(ref, **fields):
        action = factories.ActionFactory(outcome=outcome, ref=ref, **fields)
        action.created_at = timezone.make_aware(datetime.datetime(2026, 4, 1))
        action.save()
        return action

    made = {
        "worsened": cast.action,
        "never": cast.other_action,
        "late": add("2.1a", due=DAY(2026, 11, 10), owner=cast.group),
        "done": add("2.1b", due=DAY(2026, 10, 31)),
        "moved": add("2.1c", due=DAY(2027, 1, 31), first_due=DAY(2026, 12, 31)),
        "kind": add("2.1d", due=DAY(2026, 10, 1)),
        "long": add("2.1e", due=DAY(2027, 3, 31)),
        "gone": add("2.1f", withdrawn_at=timezone.now(), withdrawn_reason="No longer asked of us"),
    }
    rate(made["worsened"], DAY(2026, 6, 1), "green")
    rate(made["worsened"], DAY(2026, 11, 1), "red")
    rate(made["late"], DAY(2026, 7, 1), "red")
    rate(made["late"], DAY(2026, 11, 12), "red", "The post is vacant.")
    rate(made["done"], DAY(2026, 7, 1), "amber")
    complete(made["done"], DAY(2026, 10, 20))
    rate(made["moved"], DAY(2026, 11, 2), "amber")
    rate(made["kind"], DAY(2026, 11, 3), "green")
    rate(made["long"], DAY(2026, 8, 22), "amber")
    rate(made["gone"], DAY(2026, 11, 3), "red")
    factories.LeadFactory(action=made["long"], agency=cast.agency, written="Police")
    factories.LeadFactory(action=made["late"], group=cast.group, written="Quality")
    for reason, before, after in (
        ("First reason.", DAY(2026, 12, 31), DAY(2027, 2, 28)),
        ("The consultant left.", DAY(2027, 2, 28), DAY(2027, 1, 31)),
    ):
        DueDateChange.objects.create(
            board=cast.board,
            action=made["moved"],
            before=before,
            after=after,
            reason=reason,
            by_name="Manager",
        )
    return made


def build(plan, today, since=SINCE, labels=LABELS):
    return build_dashboard(
        read_plan(plan, updates="none"),
        ratings=ProgressUpdate.rating_days_of(plan),
        moves=DueDateChange.objects.moves_of(plan),
        since=since,
        on=today,
        labels=labels,
        stale_after=60,
    )


@pytest.fixture
def found(cast, year, today):
    return build(Plan.objects.select_related("board").get(pk=cast.plan.pk), today)


def refs(lines):
    return [line.action.ref for line in lines]


def test_counts_now_against_the_day_compared_with(found):
    assert [(c.word, c.number, c.before, c.told) for c in found.ratings.counts] == [
        ("Red", 2, 1, "+1"),
        ("Amber", 2, 2, "no change"),
        ("Green", 2, 1, "+1"),
        ("Not rated", 1, 3, "−2"),
    ]
    assert (found.ratings.total, found.ratings.worst) == (7, "red")


def test_counts_of_each_priority_and_its_worst(found):
    first, second = found.priorities
    assert [(c.rag, c.number, c.change) for c in first.ratings.counts] == [
        ("red", 1, 1),
        ("amber", 0, 0),
        ("green", 0, -1),
        ("", 1, 0),
    ]
    assert (first.ratings.worst, second.ratings.worst, second.overdue) == ("red", "red", 2)


def test_exceptions_come_latest_first_with_reason_and_lead(found):
    assert [(line.action.ref, line.when, line.note, line.leads) for line in found.red] == [
        ("2.1a", "10 days late", "The post is vacant.", "Quality sub-group"),
        (
            "1.1a",
            "due 31 Dec 2026",
            "Two agencies have still to answer.",
            "Detective Inspector",
        ),
    ]
    assert refs(found.amber) == ["2.1c", "2.1e"]


def test_what_changed_since(found):
    assert [(line.action.ref, line.note) for line in found.newly_red] == [("1.1a", "Was green.")]
    assert refs(found.newly_done) == ["2.1b"]


def test_slippage_counts_from_the_first_agreed_date_with_the_last_reason(found):
    assert [(line.action.ref, line.late, line.note) for line in found.slipped] == [
        ("2.1c", 31, "The consultant left.")
    ]
    assert found.slipped_days == 31


def test_who_has_not_reported(found):
    assert [(party.name, party.stale, party.overdue) for party in found.silent] == [
        ("Riverside Police", 1, 0),
        ("Somebody else", 1, 0),
        ("Quality sub-group", 0, 1),
    ]


def test_ratings_that_differ_from_the_dates(found):
    assert [(line.action.ref, line.note) for line in found.kinder] == [
        (
            "2.1d",
            "The dates suggest red: It was due on 1 October 2026, 50 days ago, and is not "
            "complete.",
        )
    ]
    assert refs(found.harder) == ["1.1a"]


def test_the_trend_ends_today_and_leaves_the_rest_of_the_year_open(found):
    assert [(month.short, month.ratings) for month in found.months[:5]] == [
        ("Apr", {"": 7}),
        ("May", {"": 7}),
        ("Jun", {"green": 1, "": 6}),
        ("Jul", {"red": 1, "amber": 1, "green": 1, "": 4}),
        ("Aug", {"red": 1, "amber": 2, "green": 1, "": 3}),
    ]
    assert found.months[7].ratings == {"red": 2, "amber": 2, "green": 2, "": 1}
    assert [month.ratings for month in found.months[8:]] == [None] * 4


def test_the_summary_is_one_sentence(found):
    assert found.summary == (
        "2 of 7 actions are red, 1 more than on 22 August 2026; "
        "2 are overdue and 2 wait for an update."
    )


def test_one_action_alone_is_told_as_one(cast, today):
    plan = Plan.objects.select_related("board").get(pk=cast.plan.pk)
    cast.other_action.delete()
    assert build(plan, today).summary.startswith("The only action is not red; ")
    Action.objects.filter(pk=cast.action.pk).update(rag="red", rag_reason="Late", rag_on=today)
    assert build(plan, today).summary.startswith("The only action is red; ")


def test_a_rating_that_only_the_document_gave_counts_from_its_day(cast, today):
    Action.objects.filter(pk=cast.action.pk).update(rag="amber", rag_on=DAY(2026, 5, 1))
    found = build(Plan.objects.select_related("board").get(pk=cast.plan.pk), today)
    assert [month.ratings for month in found.months[:2]] == [{"": 2}, {"amber": 1, "": 1}]


def test_history_is_the_last_rating_up_to_the_end_of_a_day():
    rows = [(1, "2026-05-01", "green"), (2, "2026-05-02", "red"), (1, "2026-05-02", "amber")]
    days = [DAY(2026, 4, 30), DAY(2026, 5, 1), DAY(2026, 5, 2), DAY(2026, 6, 1)]
    history = replay(rows, days)
    assert [history.on_day(day, [1, 2]) for day in days] == [
        ["", ""],
        ["green", ""],
        ["amber", "red"],
        ["amber", "red"],
    ]


def test_a_rating_outside_the_scheme_is_counted_where_it_occurs():
    roll_up = count_ratings(["blue", "red"], None, labels=LABELS)
    assert [(c.word, c.number, c.told) for c in roll_up.counts] == [
        ("Red", 1, ""),
        ("Amber", 0, ""),
        ("Green", 0, ""),
        ("Blue", 1, ""),
    ]


@pytest.mark.parametrize(
    ("start", "end", "on", "columns", "reached"),
    [
        (DAY(2026, 4, 1), DAY(2027, 3, 31), DAY(2026, 4, 1), 12, 1),
        (DAY(2026, 4, 1), DAY(2027, 3, 31), DAY(2026, 3, 31), 12, 0),
        (DAY(2026, 4, 1), DAY(2027, 3, 31), DAY(2030, 1, 1), 12, 12),
        (DAY(2026, 4, 15), DAY(2029, 3, 31), DAY(2026, 8, 1), 18, 3),
        (DAY(2026, 4, 15), DAY(2026, 5, 2), DAY(2026, 4, 20), 2, 1),
    ],
)
def test_months_of_the_plan(start, end, on, columns, reached):
    points = month_points(start, end, on=on)
    days = [day for _, _, day in points if day is not None]
    assert (len(points), len(days)) == (columns, reached)
    assert days == sorted(set(days))
    assert all(day <= min(on, end) for day in days)


# The pages

ADDRESS = "/riverside/"
NUMBERS = re.compile(
    r'<a class="[^"]*" href="/riverside/plans/2026-27/\?([^"]*)">'
    r'(?:<span class="app-stat__number">)?(\d+)(?=<| overdue| due| without| complete| in all)'
)


def lists_behind(page, cast, user, on):
    """[(query, number on the page, actions that the plan page would show)] of every number."""
    membership = cast.membership(user)
    plan = Plan.objects.select_related("board").get(pk=cast.plan.pk)
    tree = read_plan(plan)
    found = []
    for query, number in NUMBERS.findall(page):
        chosen = PlanFilter(QueryDict(unescape(query)), tree=tree, membership=membership, on=on)
        assert chosen.problems == [], query
        assert chosen.query, query
        found.append((query, int(number), len(chosen.shown)))
    return found


def test_each_number_of_the_dashboard_opens_exactly_its_list(cast, year, today, sign_in):
    page = sign_in(cast.executive).get(ADDRESS).content.decode()
    found = lists_behind(page, cast, cast.executive, today)
    assert [(query, number) for query, number, _ in found] == [
        (query, behind) for query, _, behind in found
    ]
    # Four ratings and as many figures below them; five of priorities that are not nothing, and
    # one overdue; three parties.
    assert len(found) == 4 + 4 + 5 + 1 + 3


def test_the_dashboard_says_where_what_and_why(cast, year, today, sign_in):
    response = sign_in(cast.viewer).get(ADDRESS)
    page = response.content.decode()
    assert response.status_code == 200
    assert "2 of 7 actions are red, 1 more than on 22 August 2026" in page
    assert "The post is vacant." in page
    assert "What changed since 22 August 2026" in page
    assert f'href="/riverside/actions/{year["late"].pk}/"' in page
    assert "A secret of Hillside" not in page
    assert "2.1f" not in page  # withdrawn


def test_the_day_compared_with_and_the_plan_are_chosen_in_the_address(cast, year, today, sign_in):
    older = factories.PlanFactory(
        board=cast.board,
        slug="2025-26",
        title="Last year",
        start=DAY(2025, 4, 1),
        end=DAY(2026, 3, 31),
    )
    client = sign_in(cast.executive)
    page = client.get(ADDRESS, {"since": "2026-11-10"}).content.decode()
    assert "What changed since 10 November 2026" in page
    page = client.get(ADDRESS, {"plan": older.slug}).content.decode()
    assert '<h1 class="govuk-heading-l">Last year: where we are</h1>' in page
    assert "This plan has no actions yet." in page
    assert client.get(ADDRESS, {"plan": "hillside"}).status_code == 404


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("soon", "Enter a date to compare with, like 31/3/2026."),
        ("2026-11-20", "Choose a day before today to compare with."),
    ],
)
def test_a_day_that_cannot_be_compared_with_is_explained(cast, year, today, sign_in, since, said):
    page = sign_in(cast.executive).get(ADDRESS, {"since": since}).content.decode()
    assert f'<a href="#id_since">{said}</a>' in page
    assert "What changed since 22 August 2026" in page


def test_a_long_list_is_cut_and_opened_by_its_number(cast, year, today, sign_in):
    for n in range(8):
        action = factories.ActionFactory(outcome=cast.outcome, ref=f"9.{n}")
        complete(action, DAY(2026, 11, 1))
    client = sign_in(cast.executive)
    page = client.get(ADDRESS).content.decode()
    assert page.count("completed 1 Nov 2026") == 5
    whole = "?plan=2026-27&amp;since=2026-08-22&amp;show=newly_done#newly_done"
    assert f'<a class="govuk-link" href="{whole}">9 completed</a>' in page
    page = client.get(ADDRESS, {"show": "newly_done"}).content.decode()
    assert page.count("completed 1 Nov 2026") == 8


@pytest.mark.parametrize("role", ["manager", "executive"])
def test_before_there_is_a_plan(cast, today, sign_in, role):
    cast.plan.delete()
    page = sign_in(getattr(cast, role)).get(ADDRESS).content.decode()
    assert ("Bring in a plan" in page) == (role == "manager")
    assert ("The business manager has not put a business plan here yet." in page) == (
        role != "manager"
    )


@pytest.mark.parametrize("more", [0, 30])
def test_the_dashboard_asks_the_same_number_of_queries_at_any_size(
    cast, year, today, sign_in, django_assert_num_queries, more
):
    many(cast, more)
    client = sign_in(cast.executive)
    with django_assert_num_queries(DASHBOARD_QUERIES):
        client.get(ADDRESS)


def many(cast, number):
    for n in range(number):
        outcome = factories.OutcomeFactory(
            priority=factories.PriorityFactory(plan=cast.plan), title=f"More {n}"
        )
        action = factories.ActionFactory(outcome=outcome, owner=cast.group, due=DAY(2026, 11, 1))
        rate(action, DAY(2026, 11, 2), "red")
        factories.LeadFactory(action=action, agency=factories.AgencyFactory(board=cast.board))
        factories.MilestoneFactory(action=action, to_group=cast.group)
        action.reports_to.add(cast.group)
        factories.SeatFactory(
            group=cast.group, post=factories.PostFactory(board=cast.board), user=None
        )
        factories.SubGroupFactory(board=cast.board, parent=cast.group)


GROUP = "/riverside/groups/quality/"


@pytest.mark.parametrize("more", [0, 30])
def test_the_group_page_asks_the_same_number_of_queries_at_any_size(
    cast, year, today, sign_in, django_assert_num_queries, more
):
    many(cast, more)
    client = sign_in(cast.chair)
    with django_assert_num_queries(GROUP_QUERIES):
        client.get(GROUP)


def test_each_number_of_a_group_opens_exactly_its_list(cast, year, today, sign_in):
    page = sign_in(cast.chair).get(GROUP).content.decode()
    found = lists_behind(page, cast, cast.chair, today)
    group = cast.group.pk
    assert [(unescape(query), number) for query, number, _ in found] == [
        (f"group={group}&rag=red", 2),
        (f"group={group}&due=overdue", 1),
        (f"group={group}&due=60", 1),
        (f"group={group}", 2),
    ]
    assert [number for _, number, _ in found] == [behind for _, _, behind in found]


def test_what_a_group_owns_or_leads_is_its_own_and_nothing_else(cast, year, today, sign_in):
    factories.LeadFactory(action=cast.other_action, group=cast.group)
    response = sign_in(cast.viewer).get(GROUP)
    assert [row.id for row in response.context["rows"]] == [
        year["late"].pk,
        cast.action.pk,
        cast.other_action.pk,
    ]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("manager", {"worsened", "late"}),
        ("chair", {"worsened", "late"}),
        ("contributor", {"worsened"}),
        ("executive", set()),
        ("viewer", set()),
    ],
)
def test_an_update_is_offered_where_it_is_allowed(cast, year, today, sign_in, role, may):
    page = sign_in(getattr(cast, role)).get(GROUP).content.decode()
    offered = {name for name, action in year.items() if f"/actions/{action.pk}/update/" in page}
    assert offered == may


def test_who_sits_on_a_group_and_what_comes_to_it(cast, year, today, sign_in):
    parent = factories.SubGroupFactory(board=cast.board, name="Executive", slug="executive")
    cast.group.parent = parent
    cast.group.save()
    factories.SubGroupFactory(board=cast.board, name="Audit panel", parent=cast.group)
    factories.SeatFactory(group=cast.group, post=cast.post, user=None)
    Meeting.objects.create(board=cast.board, group=cast.group, on=DAY(2026, 12, 3))
    Meeting.objects.create(board=cast.board, group=cast.group, on=DAY(2026, 11, 3))
    factories.MilestoneFactory(
        action=cast.other_action, to_group=cast.group, due=DAY(2026, 11, 15), what="Audit report"
    )
    factories.MilestoneFactory(
        action=cast.other_action, to_group=cast.group, met_on=DAY(2026, 11, 1), what="Old report"
    )
    year["long"].reports_to.add(cast.group)
    response = sign_in(cast.viewer).get(GROUP)
    found, page = response.context["found"], response.content.decode()
    assert [(item.what, item.when) for item in found.dated] == [("Audit report", "5 days late")]
    assert [item.action_id for item in found.undated] == [year["long"].pk]
    assert [(seat["role"], seat["named"]) for seat in response.context["members"]] == [
        ("Chair", "Chair"),
        ("Member", "Contributor, Detective Inspector"),
    ]
    assert "<strong>Next meeting:</strong> 3 Dec 2026" in page
    assert "Audit panel" in page
    assert '<a class="govuk-link" href="/riverside/groups/executive/">Executive</a>' in page


def test_the_latest_updates_of_a_group_come_newest_first(cast, year, today, sign_in):
    for day in range(1, 13):
        factories.ProgressUpdateFactory(action=cast.action, on=DAY(2026, 10, day))
    updates = sign_in(cast.viewer).get(GROUP).context["updates"]
    assert [update.on for update in updates] == [
        DAY(2026, 11, 12),
        DAY(2026, 11, 1),
        *(DAY(2026, 10, day) for day in range(12, 4, -1)),
    ]


def test_a_group_without_actions_or_a_plan_says_so(cast, today, sign_in):
    factories.SubGroupFactory(board=cast.board, name="New group", slug="new-one")
    client = sign_in(cast.viewer)
    page = client.get("/riverside/groups/new-one/").content.decode()
    assert "This sub-group owns or leads nothing in Business plan 2026-27." in page
    cast.plan.delete()
    page = client.get("/riverside/groups/new-one/").content.decode()
    assert "There is no plan yet" in page


def test_groups_of_another_board_are_not_found(cast, sign_in):
    factories.SubGroupFactory(board=cast.other_board, name="Theirs", slug="theirs")
    client = sign_in(cast.manager)
    assert client.get("/riverside/groups/theirs/").status_code == 404
    assert client.get("/hillside/groups/theirs/").status_code == 404
