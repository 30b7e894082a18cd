"""What an address asks for, which actions answer it, and what each further choice would leave."""

import datetime

import pytest
from django.http import QueryDict

from actions.document import read_plan
from actions.filters import PlanFilter, due_facts, mentioning, quarter_of
from actions.models import Action, Lead
from tests import factories

pytestmark = pytest.mark.django_db


def days(today, number):
    return today + datetime.timedelta(days=number)


@pytest.fixture
def plan(cast, today):
    """Twelve more actions in two priorities, so that each filter has something to leave out."""
    second = factories.PriorityFactory(plan=cast.plan, ref="2", title="Neglect")
    outcome = factories.OutcomeFactory(priority=second, ref="2.1", title="Neglect is seen sooner")

    def add(ref, **fields):
        fields = {"outcome": outcome, "last_update_on": today, "due": days(today, 200)} | fields
        fields |= {"first_due": fields["due"], "rag_on": today if fields.get("rag") else None}
        return factories.ActionFactory(ref=ref, text=f"Action {ref}", **fields)

    late = add("late", due=days(today, -1), rag="red")
    factories.LeadFactory(action=late, agency=cast.agency)
    add("today", due=today, rag="amber", owner=cast.group)
    add("in30", due=days(today, 30), rag="amber")
    add("in31", due=days(today, 31), rag="green", core_task=True)
    add("in90", due=days(today, 90), timescale_to_settle=True)
    add("in91", due=days(today, 91))
    add("done", due=days(today, -20), completed_on=days(today, -25), rag="green")
    nowhen = add("nowhen", due=None, next_review=today)
    factories.LeadFactory(action=nowhen, everyone=True)
    stale = add("stale", last_update_on=days(today, -61))
    factories.LeadFactory(action=stale, group=cast.group, to_settle=True)
    words = add("words", sub_items=["Ask the paediatric nurses"])
    factories.ProgressUpdateFactory(action=words, text="The Turnaround panel met twice.")
    factories.ProgressUpdateFactory(
        action=None, plan=cast.plan, board=cast.board, outcome=outcome, text="Whole outcome Zebra"
    )
    withdrawn = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
    add("gone", withdrawn_at=withdrawn, withdrawn_reason="Merged with another")
    return cast.plan


@pytest.fixture
def ask(cast, plan, today):
    """ask("rag=red", as_=user) → the PlanFilter of that address."""

    def _ask(query, as_=None):
        member = cast.membership(as_ or cast.manager)
        tree = read_plan(plan, duties=False, withdrawn="state=withdrawn" in query)
        return PlanFilter(QueryDict(query), tree=tree, membership=member, on=today)

    return _ask


def refs(asked):
    return [action.ref for action in asked.narrowed.actions]


LEFT_OUT = "That filter was left out; choose another one."
SECOND = ["late", "today", "in30", "in31", "in90", "in91", "done", "nowhen", "stale", "words"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("rag=red", ["late"]),
        ("rag=red&rag=green", ["late", "in31", "done"]),
        ("rag=none", ["1.1a", "1.1b", "in90", "in91", "nowhen", "stale", "words"]),
        ("due=overdue", ["late"]),
        ("due=review", ["nowhen"]),
        ("due=30", ["today", "in30"]),
        ("due=overdue&due=30", ["late", "today", "in30"]),
        ("due=60", ["1.1a", "1.1b", "today", "in30", "in31"]),
        ("due=90", ["1.1a", "1.1b", "today", "in30", "in31", "in90"]),
        ("due=quarter", ["1.1a", "1.1b", "late", "today", "in30", "in31"]),
        ("due=none", ["nowhen"]),
        ("due_from=2026-11-20&due_to=20/12/2026", ["today", "in30"]),
        ("due_to=2026-11-19", ["late", "done"]),
        ("state=completed", ["done"]),
        ("state=withdrawn", ["gone"]),
        ("stale=1", ["stale"]),
        ("core=1", ["in31"]),
        ("settle=1", ["in90", "stale"]),
        ("q=TURNAROUND", ["words"]),
        ("q=paediatric+action", ["words"]),
        ("q=zebra", SECOND),
        ("q=in30", ["in30"]),
        ("q=families+threshold", ["1.1b"]),
        ("q=100%25", []),
        ("rag=amber&due=30&q=today", ["today"]),
    ],
)
def test_an_address_leaves_exactly_the_actions_that_answer_it(ask, query, expected):
    asked = ask(query)
    assert refs(asked) == expected
    assert asked.problems == []


def test_parties_are_found_however_they_lead(ask, cast):
    assert refs(ask(f"agency={cast.agency.pk}")) == ["1.1a", "late", "nowhen"]
    assert refs(ask(f"group={cast.group.pk}")) == ["1.1a", "today", "stale"]
    assert refs(ask(f"lead=post-{cast.post.pk}")) == ["1.1a"]
    assert refs(ask(f"lead=agency-{cast.agency.pk}")) == ["late"]
    assert refs(ask("lead=everyone")) == ["nowhen"]
    assert refs(ask("lead=name-Somebody else")) == ["1.1b"]
    assert refs(ask(f"priority={cast.priority.pk}")) == ["1.1a", "1.1b"]


def test_what_nobody_can_be_asked_about_is_found(ask, cast):
    """The same actions as the number on the manager's first page (Lead.objects.answering)."""
    unled = ["1.1b", "today", "in30", "in31", "in90", "in91", "words"]
    assert refs(ask("lead=nobody&state=open")) == unled
    cast.post.holder = None
    cast.post.save()
    answered = Action.objects.filter(leads__in=Lead.objects.answering())
    silent = Action.objects.of(cast.board).exclude(pk__in=answered)
    silent = silent.filter(completed_on=None, withdrawn_at=None).values_list("ref", flat=True)
    found = refs(ask("lead=nobody&state=open"))
    assert found[0] == "1.1a"
    assert sorted(found) == sorted(silent)


def test_you_are_what_your_post_agency_and_groups_lead(ask, cast):
    assert refs(ask("lead=me", cast.contributor)) == ["1.1a", "late", "nowhen"]
    assert refs(ask("lead=me", cast.chair)) == ["stale"]
    assert refs(ask("lead=me", cast.viewer)) == []


def test_each_choice_counts_what_it_would_leave(ask):
    """Following every offered link shows as many actions as its count says."""
    for query in ("", "rag=red&rag=amber", "due=30&q=action", "state=open&stale=1"):
        asked = ask(query)
        for name in asked.choices:
            many = name in ("rag", "due")
            for option in asked.options(name):
                if option.count is None or option.chosen:
                    continue
                pairs = [pair for pair in asked.pairs if pair[0] != name]
                alone = "&".join(f"{key}={value}" for key, value in [*pairs, (name, option.value)])
                assert len(ask(alone).shown) == option.count, (query, name, option.value)
                assert (name, option.value) in ask(option.href[1:]).pairs
                if many:
                    kept = [value for key, value in asked.pairs if key == name]
                    assert set(kept) <= set(ask(option.href[1:]).chosen[name])


def test_facts_agree_with_the_queries_that_other_pages_ask(plan, cast, today):
    """The two ways of asking the same question, held together."""
    actions = Action.objects.filter(plan=plan)
    tree = read_plan(plan, duties=False)
    member = cast.membership(cast.manager)
    facts = PlanFilter(QueryDict(""), tree=tree, membership=member, on=today).facts

    def having(name, value):
        return {pk for pk, found in facts.items() if value in found[name]}

    def ids(found):
        return set(found.values_list("pk", flat=True))

    assert having("due", "overdue") == ids(actions.overdue(on=today))
    assert having("due", "review") == ids(actions.review_due(on=today))
    for window in (30, 60, 90):
        assert having("due", str(window)) == ids(actions.due_within(window, on=today))
    assert having("stale", "1") == ids(actions.stale(on=today, days=60))
    assert having("state", "open") == ids(actions.open())
    assert having("group", str(cast.group.pk)) == ids(actions.of_group(cast.group))
    for user in (cast.contributor, cast.chair, cast.viewer):
        mine = PlanFilter(
            QueryDict(""), tree=tree, membership=cast.membership(user), on=today
        ).facts
        led = actions.in_force().led_by(cast.membership(user))
        assert {pk for pk, found in mine.items() if "me" in found["lead"]} == ids(led)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("rag=purple", f"RAG: this plan has no “purple”. {LEFT_OUT}"),
        ("lead=post-0", f"Lead: this plan has no “post-0”. {LEFT_OUT}"),
        ("due_from=soon", "Due from: enter a date like 31/3/2026. That filter was left out."),
        (
            "due_from=2026-12-01&due_to=2026-11-01",
            "Due to: enter a date on or after the first one.",
        ),
        ("lede=3", "“lede” is not a filter of this page and was left out."),
        ("q=a+b+c+d+e+f+g+h+i+j+k", "Search for at most 10 words at a time."),
    ],
)
def test_what_makes_no_sense_is_named_and_the_rest_holds(ask, query, sentence):
    asked = ask(f"{query}&due=overdue")
    assert [problem["text"] for problem in asked.problems] == [sentence]
    assert ("due", "overdue") in asked.pairs


def test_only_the_manager_sees_what_was_withdrawn(ask, cast):
    asked = ask("state=withdrawn", cast.viewer)
    assert len(asked.problems) == 1
    assert "withdrawn" not in [option.value for option in asked.options("state")]


def test_chips_take_one_filter_out_each(ask):
    asked = ask("stale=1&rag=red&q=panel&rag=amber")
    assert [(chip.label, chip.href) for chip in asked.chips] == [
        ("“panel”", "?rag=red&rag=amber&stale=1"),
        ("Red", "?q=panel&rag=amber&stale=1"),
        ("Amber", "?q=panel&rag=red&stale=1"),
        ("No recent update", "?q=panel&rag=red&rag=amber"),
    ]
    assert ask("core=1").chips[0].href == "?"


def test_a_search_is_one_query_in_its_own_plan(plan, cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert mentioning(plan, "secret of hillside") == frozenset()


@pytest.mark.parametrize(
    ("day", "first_month", "expected"),
    [
        ("2026-11-20", 4, ("2026-10-01", "2026-12-31")),
        ("2027-01-01", 4, ("2027-01-01", "2027-03-31")),
        ("2026-11-20", 9, ("2026-09-01", "2026-11-30")),
        ("2027-01-31", 12, ("2026-12-01", "2027-02-28")),
    ],
)
def test_quarters_count_from_the_boards_first_month(day, first_month, expected):
    found = quarter_of(datetime.date.fromisoformat(day), first_month)
    assert found == tuple(datetime.date.fromisoformat(day) for day in expected)


def test_completed_work_is_due_in_no_window(plan, today):
    (done,) = (action for action in read_plan(plan).actions if action.ref == "done")
    assert due_facts(done, on=today, quarter=quarter_of(today, 4)) == frozenset()
