"""`/`: what waits for whom and why, answered on the spot, in a constant number of queries."""

import datetime

import pytest
from django.urls import reverse

from actions.models import Action, Plan, ProgressUpdate
from actions.owed import asked_again_on, led_by, told, why_asked
from actions.services.lifecycle import ratify_plan
from actions.services.rolling import roll_forward
from subgroups.models import Membership
from tests import factories

pytestmark = pytest.mark.usefixtures("today")

TODAY = datetime.date(2026, 11, 20)
QUERIES = 8


@pytest.fixture
def late(cast):
    """The action of the cast was due five days ago."""
    Action.objects.filter(pk=cast.action.pk).update(due=ago(5))
    cast.action.refresh_from_db()


def ago(days):
    return TODAY - datetime.timedelta(days=days)


def action_like(**fields):
    """An action of a plan since April that nobody asks about: due in March, heard of today."""
    plan = Plan(start=datetime.date(2026, 4, 1), end=datetime.date(2027, 3, 31))
    values = {"due": datetime.date(2027, 3, 31), "last_update_on": TODAY, **fields}
    action = Action(plan=plan, **values)
    action.created_at = action.created_at.replace(year=2026, month=3, day=1)
    return action


def asked(*, milestones=(), **fields):
    reasons = why_asked(action_like(**fields), on=TODAY, stale_days=60, milestones=milestones)
    return [reason.text for reason in reasons]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        (
            {"due": datetime.date(2026, 10, 30), "last_update_on": ago(40)},
            ["Due 30 October, three weeks ago"],
        ),
        ({"due": ago(1), "last_update_on": ago(1)}, ["Due yesterday"]),
        ({"due": ago(10), "last_update_on": ago(9)}, []),
        ({"due": ago(40), "last_update_on": ago(27)}, []),
        ({"due": ago(40), "last_update_on": ago(28)}, ["Due 11 October, five weeks ago"]),
        ({"due": TODAY, "last_update_on": ago(28)}, ["Due today"]),
        ({"due": ago(-10), "last_update_on": ago(28)}, ["Due 30 November, in 10 days"]),
        ({"due": ago(-10), "last_update_on": ago(27)}, []),
        ({"due": ago(-29), "last_update_on": ago(40)}, []),
        (
            {"due": None, "next_review": ago(3), "last_update_on": ago(30)},
            ["Review due 17 November, three days ago"],
        ),
        ({"due": None, "next_review": ago(3), "last_update_on": ago(3)}, []),
        ({"last_update_on": ago(60)}, []),
        ({"last_update_on": ago(61)}, ["No update since 20 September"]),
        ({"last_update_on": None}, ["No update yet"]),
        (
            {"due": ago(400), "last_update_on": None},
            ["Due 16 October 2025, one year ago", "No update yet"],
        ),
    ],
)  # fmt: skip
def test_why_an_action_is_asked_about(fields, expected):
    assert asked(**fields) == expected


def test_a_missed_milestone_is_asked_about_until_something_is_said():
    milestone = factories.MilestoneFactory.build(
        action=None, board=None, due=ago(20), what="Report to the board"
    )
    text = "“Report to the board” was due 31 October, two weeks ago"
    assert asked(milestones=[milestone], last_update_on=ago(20)) == [text]
    assert asked(milestones=[milestone], last_update_on=ago(19)) == []


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (13, "7 November, 13 days ago"),
        (14, "6 November, two weeks ago"),
        (59, "22 September, eight weeks ago"),
        (60, "21 September, two months ago"),
        (364, "21 November 2025, 12 months ago"),
        (-1, "tomorrow"),
        (-2, "22 November, in 2 days"),
    ],
)
def test_days_as_people_say_them(days, expected):
    assert told(ago(days), TODAY) == expected


def owed_by(cast, user):
    return [item.action.pk for item in led_by([cast.membership(user)], on=TODAY).waiting]


def test_everybody_is_asked_about_what_they_lead_and_nothing_else(cast, late):
    of_agency = factories.ActionFactory(outcome=cast.outcome, due=ago(5))
    factories.LeadFactory(action=of_agency, agency=cast.agency)
    of_group = factories.ActionFactory(outcome=cast.outcome, due=ago(5))
    factories.LeadFactory(action=of_group, group=cast.group)
    supported = factories.ActionFactory(outcome=cast.outcome, due=ago(5))
    factories.LeadFactory(action=supported, post=cast.post, role="support")
    everyone = factories.ActionFactory(outcome=cast.outcome, due=ago(5))
    factories.LeadFactory(action=everyone, everyone=True)
    orphan = factories.ActionFactory(outcome=cast.outcome, due=ago(5), owner=cast.group)
    factories.LeadFactory(action=orphan, written="A worker to be named")
    vacant = factories.ActionFactory(outcome=cast.outcome, due=ago(5), owner=cast.group)
    factories.LeadFactory(action=vacant, post=factories.PostFactory(board=cast.board))
    assert owed_by(cast, cast.contributor) == [cast.action.pk, of_agency.pk, everyone.pk]
    assert owed_by(cast, cast.chair) == [of_group.pk, orphan.pk, vacant.pk]
    assert owed_by(cast, cast.manager) == []
    assert owed_by(cast, cast.viewer) == []
    assert owed_by(cast, cast.outsider) == []


def test_viewers_drafts_closed_plans_and_carried_work_are_not_asked_about(cast, late):
    assert owed_by(cast, cast.contributor) == [cast.action.pk]
    successor = factories.ActionFactory(outcome=cast.outcome, carried_from=cast.action)
    assert owed_by(cast, cast.contributor) == []
    successor.delete()
    Membership.objects.filter(user=cast.contributor).update(role="viewer")
    assert owed_by(cast, cast.contributor) == []
    Membership.objects.filter(user=cast.contributor).update(role="contributor")
    Plan.objects.filter(pk=cast.plan.pk).update(status="draft")
    assert owed_by(cast, cast.contributor) == []
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=TODAY)
    assert owed_by(cast, cast.contributor) == []


def test_work_carried_into_a_draft_is_asked_about_until_that_plan_is_agreed(cast, late):
    draft = roll_forward(plan=cast.plan, by=cast.manager)
    assert owed_by(cast, cast.contributor) == [cast.action.pk]
    ratify_plan(plan=draft, on=TODAY, by=cast.manager)
    carried = Action.objects.get(carried_from=cast.action)
    assert owed_by(cast, cast.contributor) == [carried.pk]


def test_what_was_finished_meanwhile_is_told_before_the_draft_is_agreed(cast, sign_in):
    draft = roll_forward(plan=cast.plan, by=cast.manager)
    address = reverse("plan_ratify", args=["riverside", draft.slug])
    client = sign_in(cast.manager)
    assert "still open here" not in client.get(address).content.decode()
    Action.objects.filter(pk=cast.action.pk).update(completed_on=TODAY)
    assert client.get(address).context["notes"][-1] == (
        "Finished in Business plan 2026-27 and still open here: 1.1a Agree the early help "
        "strategy. Withdraw what does not go on."
    )


def test_the_most_pressing_comes_first(cast):
    Action.objects.filter(pk=cast.action.pk).update(due=ago(-10), last_update_on=ago(30))
    made = {}
    for name, fields in {
        "stale": {"due": datetime.date(2027, 3, 31), "last_update_on": ago(90)},
        "late": {"due": ago(5)},
        "later": {"due": ago(50)},
        "review": {"due": None, "first_due": None, "next_review": ago(2)},
    }.items():
        made[name] = factories.ActionFactory(
            outcome=cast.outcome, **{"last_update_on": ago(55)} | fields
        )
        factories.LeadFactory(action=made[name], post=cast.post)
    assert owed_by(cast, cast.contributor) == [
        made["later"].pk,
        made["late"].pk,
        made["review"].pk,
        cast.action.pk,
        made["stale"].pk,
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        # Late and answered today: four weeks later
        ({"due": ago(50), "last_update_on": TODAY}, ago(-28)),
        # Due in five days, answered today: on the day after it, because nothing is said by then
        ({"due": ago(-5), "last_update_on": TODAY}, ago(-6)),
        # Due in 50 days: four weeks after the answer; in 90: when it was silent for 60 days
        ({"due": ago(-50), "last_update_on": ago(1)}, ago(-27)),
        ({"due": ago(-90), "last_update_on": ago(1)}, ago(-60)),
        ({"due": None, "next_review": ago(-3), "last_update_on": ago(30)}, ago(-3)),
        ({"due": None, "next_review": ago(3), "last_update_on": ago(2)}, ago(-59)),
    ],
)
def test_when_an_action_is_asked_about_again(fields, expected):
    action = action_like(**fields)
    known = {"stale_days": 60, "milestones": []}
    assert why_asked(action, on=TODAY, **known) == ()
    assert asked_again_on(action, after=TODAY, **known) == expected
    days = [TODAY + datetime.timedelta(days=ahead) for ahead in range(1, 200)]
    assert expected == next(day for day in days if why_asked(action, on=day, **known))


def test_what_comes_later_says_when_and_why_not_now(cast, sign_in):
    """In the order in which it is asked about, whatever its own dates."""
    make = {
        "late and answered": {"due": ago(50), "last_update_on": TODAY},
        "soon": {"due": ago(-40), "last_update_on": ago(1)},
        "review": {
            "due": None,
            "first_due": None,
            "next_review": ago(-3),
            "last_update_on": ago(9),
        },
        "never answered": {"due": datetime.date(2027, 8, 31), "created_at": f"{TODAY}T12:00Z"},
    }
    Action.objects.filter(pk=cast.action.pk).delete()
    for text, fields in make.items():
        action = factories.ActionFactory(outcome=cast.outcome, ref="", text=text, **fields)
        factories.LeadFactory(action=action, post=cast.post)
    later = sign_in(cast.contributor).get("/").context["later"]
    assert [(row["text"], row["asked"], row["said"]) for row in later] == [
        ("review", "23 November, in 3 days", "Answered 11 November, nine days ago"),
        (
            "soon",
            "17 December, in 27 days",
            "Answered yesterday; due 30 December, in 40 days",
        ),
        (
            "late and answered",
            "18 December, in 28 days",
            "Answered today; overdue since 1 October",
        ),
        ("never answered", "20 January 2027, in 61 days", "Due 31 August 2027, in 284 days"),
    ]


def test_a_milestone_ahead_brings_the_day_forward(cast):
    Action.objects.filter(pk=cast.action.pk).update(due=ago(-200), last_update_on=TODAY)
    factories.MilestoneFactory(action=cast.action, due=ago(-9))
    led = led_by([cast.membership(cast.contributor)], on=TODAY)
    assert [(item.action, item.asked_on) for item in led.later] == [(cast.action, ago(-10))]
    assert led.waiting == ()


def fields_of(response):
    """What the open form would send, as it was shown."""
    form = response.context["form"]
    return {name: form[name].value() for name in ("version", "opened", "on")}


def answer(client, response, action, **said):
    return client.post(
        reverse("action_update", args=[action.board.slug, action.pk]),
        {
            **fields_of(response),
            "next": "owed",
            "text": "The draft is with the board.",
            "rag": "amber",
            "reason": "Two agencies still have to agree.",
            **said,
        },
    )


def test_the_first_is_answered_on_the_spot_and_the_next_one_opens(cast, sign_in):
    Action.objects.filter(pk=cast.action.pk).update(due=ago(21))
    second = factories.ActionFactory(outcome=cast.outcome, due=ago(5), text="Second of two")
    factories.LeadFactory(action=second, post=cast.post)
    client = sign_in(cast.contributor)
    page = client.get("/")
    assert page.context["first"].action == cast.action
    assert "2 actions wait for you." in page.text
    assert "Due 30 October, three weeks ago" in page.text
    saved = answer(client, page, cast.action)
    assert (saved.status_code, saved.url) == (302, "/")
    page = client.get("/")
    assert page.context["first"].action == second
    assert "1 of 2 done today. 1 to go." in page.text
    assert "Your update to 1.1a is saved. Thank you." in page.text
    answer(client, page, second, finished="on", rag="", reason="")
    page = client.get("/")
    assert page.context["first"] is None
    assert "2 of 2 done today. That is everything: thank you." in page.text
    second.refresh_from_db()
    assert (second.completed_on, second.rag) == (TODAY, "green")
    update = ProgressUpdate.objects.get(action=cast.action)
    assert update.by_name == "Contributor, Riverside Police"


def test_what_is_missing_is_said_and_nothing_is_lost(cast, sign_in, late):
    client = sign_in(cast.contributor)
    page = client.get("/")
    wrong = answer(client, page, cast.action, reason="", evidence="Minutes of May")
    assert wrong.status_code == 422
    assert wrong.context["form"].errors == {"reason": ["Say why it is amber"]}
    assert "Minutes of May" in wrong.text
    wrong = answer(client, page, cast.action, text=" ", rag="")
    assert wrong.context["form"].errors == {
        "text": ["Say what has happened"],
        "rag": ["Choose how it is going"],
    }
    assert ProgressUpdate.objects.count() == 0


def test_another_one_can_be_answered_first(cast, sign_in, late):
    second = factories.ActionFactory(outcome=cast.outcome, due=ago(6))
    factories.LeadFactory(action=second, post=cast.post)
    client = sign_in(cast.contributor)
    assert client.get("/").context["first"].action == second
    page = client.get(f"/?open={cast.action.pk}")
    assert page.context["first"].action == cast.action
    assert client.get(f"/?open={cast.other_board_action.pk}").context["first"].action == second
    assert client.get("/?open=x").context["first"].action == second


def test_an_action_that_somebody_else_leads_cannot_be_answered(cast, sign_in, late):
    client = sign_in(cast.contributor)
    page = client.get("/")
    assert answer(client, page, cast.other_action).status_code == 403
    assert answer(client, page, cast.other_board_action).status_code == 404
    assert ProgressUpdate.objects.count() == 0


def test_somebody_who_leads_nothing_is_shown_where_to_look(cast, sign_in):
    Action.objects.filter(pk=cast.action.pk).update(due=ago(21), rag="red", rag_on=ago(30))
    page = sign_in(cast.manager).get("/")
    assert "You lead no actions" in page.text
    (look,) = page.context["looks"]
    assert [(fact["number"], fact["text"]) for fact in look["facts"]] == [
        (1, "overdue"),
        (1, "rated red"),
        (0, "without an update for 60 days"),
    ]
    assert (look["unanswered"], look["late"]) == (1, [{"name": "Detective Inspector", "count": 1}])
    page = sign_in(cast.executive).get("/")
    (look,) = page.context["looks"]
    assert (look["unanswered"], look["late"], look["open"]) == (0, [], 2)


def test_nothing_of_another_board_is_counted_or_shown(cast, sign_in):
    Action.objects.filter(pk=cast.other_board_action.pk).update(due=ago(3))
    page = sign_in(cast.manager).get("/")
    assert [fact["number"] for fact in page.context["looks"][0]["facts"]] == [0, 0, 0]
    assert "Hillside" not in page.text


def test_several_boards_are_told_apart(cast, sign_in, late):
    factories.MembershipFactory(board=cast.other_board, user=cast.contributor)
    post = factories.PostFactory(board=cast.other_board, holder=cast.contributor)
    for due in (ago(7), ago(6)):
        factories.LeadFactory(
            action=factories.ActionFactory(outcome=cast.other_board_action.outcome, due=due),
            post=post,
        )
    page = sign_in(cast.contributor).get("/")
    assert page.context["first"].membership.board == cast.other_board
    assert [(group["name"], len(group["rows"])) for group in page.context["boards"]] == [
        ("Hillside Safeguarding Partnership", 1),
        ("Riverside Safeguarding Partnership", 1),
    ]


def test_without_a_board_the_page_says_whom_to_ask(db, sign_in):
    page = sign_in(factories.UserFactory()).get("/")
    assert "You are not a member of any board" in page.text


def test_a_role_that_needs_a_second_step_sets_it_up_first(cast, sign_in):
    type(cast.board).objects.filter(pk=cast.board.pk).update(second_step_roles=["contributor"])
    page = sign_in(cast.contributor).get("/")
    assert (page.status_code, page.url) == (302, f"{reverse('mfa_index')}?needed=1")


@pytest.mark.parametrize("more", [0, 30])
def test_the_page_needs_a_constant_number_of_queries(
    cast, sign_in, django_assert_num_queries, late, more
):
    for number in range(more):
        action = factories.ActionFactory(outcome=cast.outcome, due=ago(number))
        factories.LeadFactory(action=action, post=cast.post)
        factories.MilestoneFactory(action=action, due=ago(number))
    client = sign_in(cast.contributor)
    with django_assert_num_queries(QUERIES):
        page = client.get("/")
    assert page.context["count"] == 1 + more


@pytest.mark.parametrize("more", [0, 30])
def test_and_so_for_the_manager_of_several_boards(cast, sign_in, django_assert_num_queries, more):
    for _ in range(more):
        factories.MembershipFactory(user=cast.manager, role="manager")
    client = sign_in(cast.manager)
    with django_assert_num_queries(QUERIES):
        client.get("/")
