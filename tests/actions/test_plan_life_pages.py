"""The manager's pages about the life of a plan: begun, edited, ratified, closed, rolled forward."""

import datetime
import re

import pytest

from actions.models import Outcome, Plan
from actions.services import editing
from boardplan.errors import RuleBroken
from tests import factories

from .pages import at, fields_of

day = datetime.date


@pytest.fixture
def manager(cast, sign_in, today):
    return sign_in(cast.manager)


def test_a_new_plan_is_offered_the_next_year(cast, manager):
    data = fields_of(manager.get(at("plan_new")))
    assert data == {
        "title": "Business plan 2027-28",
        "start": "2027-04-01",
        "end": "2028-03-31",
    }
    response = manager.post(at("plan_new"), data)
    assert response.url == at("plan_arrange", "2027-28")
    assert "has no priorities yet" in manager.get(response.url).content.decode()
    assert Plan.objects.get(slug="2027-28").status == "draft"


def test_a_plan_can_begin_without_priorities(cast, manager):
    plan = factories.DraftPlanFactory(board=cast.board)
    page = manager.get(at("plan_arrange", plan.slug)).content.decode()
    address = at("outcome_new", plan.slug)
    assert address in page
    data = fields_of(manager.get(address))
    assert "priority" not in data
    assert manager.post(address, data | {"title": "Families are safe"}).status_code == 302
    outcome = Outcome.objects.get(plan=plan)
    assert (outcome.title, outcome.priority.title, outcome.priority.ref) == (
        "Families are safe",
        "",
        "",
    )
    # The form was open when the first came; its words are not lost, nor put where nobody said.
    late = manager.post(address, data | {"title": "Schools are safe"})
    assert late.status_code == 422
    assert "Schools are safe" in late.content.decode()
    assert Outcome.objects.filter(plan=plan).count() == 1


def test_an_outcome_that_came_too_late_to_be_the_first_is_refused(cast):
    with pytest.raises(RuleBroken, match="Somebody has added a priority meanwhile"):
        editing.add_outcome_without_priority(
            plan=cast.plan, values={"title": "Late"}, by=cast.manager
        )


def test_facts_columns_and_words_are_edited(cast, manager):
    address = at("plan_edit", "2026-27")
    data = fields_of(manager.get(address))
    assert (data["column_ref"], data["column_action"], "start" in data) == (1, 2, False)
    data |= {
        "vision": "Every child is safe",
        "column_action": "1",
        "column_ref": "2",
        "title_lead": "Responsible person",
        "word_outcome": "Sub-objective",
    }
    del data["column_progress"]
    assert manager.post(address, data).status_code == 302
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert [column["key"] for column in plan.columns] == [
        "action",
        "ref",
        "lead",
        "timescale",
        "success_measure",
        "rag",
    ]
    assert plan.headings()[2] == {"key": "lead", "title": "Responsible person"}
    assert (plan.vision, plan.word("outcome")) == ("Every child is safe", "Sub-objective")
    stale = manager.post(address, data | {"vision": "Mine"})
    assert stale.status_code == 409
    assert stale.context["conflict"]["rows"] == [
        {"label": "Vision", "mine": "Mine", "theirs": "Every child is safe"}
    ]


def test_a_draft_is_ratified_and_closed_on_a_day(cast, manager):
    Plan.objects.filter(pk=cast.plan.pk).update(status="draft", ratified_on=None)
    assert manager.get(at("plan_close", "2026-27")).status_code == 403
    data = fields_of(manager.get(at("plan_ratify", "2026-27")))
    assert data["on"] == "2026-11-20"
    late = manager.post(at("plan_ratify", "2026-27"), data | {"on": "2026-11-21"})
    assert late.context["form"].errors == {"on": ["The date must be today or in the past"]}
    assert manager.post(at("plan_ratify", "2026-27"), data).url == at("plan", "2026-27")
    assert manager.get(at("plan_ratify", "2026-27")).status_code == 403
    data = fields_of(manager.get(at("plan_close", "2026-27")))
    manager.post(at("plan_close", "2026-27"), data)
    plan = Plan.objects.get(pk=cast.plan.pk)
    assert (plan.status, plan.ratified_on, plan.closed_on) == (
        "closed",
        day(2026, 11, 20),
        day(2026, 11, 20),
    )


def test_rows_that_are_ticked_go_into_the_next_plan(cast, manager):
    done = factories.ActionFactory(outcome=cast.outcome, completed_on=day(2026, 9, 1))
    factories.ActionFactory(
        outcome=cast.outcome, withdrawn_at="2026-09-01T00:00Z", withdrawn_reason="x"
    )
    address = at("plan_roll_forward", "2026-27")
    page = manager.get(address)
    ticked = re.findall(r'value="(\d+)" id="carry-\d+" checked', page.content.decode())
    assert ticked == [str(cast.action.pk), str(cast.other_action.pk)]
    data = fields_of(page) | {"carry": [cast.action.pk, done.pk]}
    assert manager.post(address, data).url == at("plan_settle", "2027-28")
    new = Plan.objects.get(slug="2027-28")
    assert {action.carried_from for action in new.actions.all()} == {cast.action, done}
    again = manager.get(address).content.decode()
    assert "rolled forward already" in again
    assert 'name="carry"' not in again


ROLL = 11


@pytest.mark.parametrize("more", [0, 30])
def test_the_choice_takes_the_same_queries_at_any_size(
    cast, manager, django_assert_num_queries, more
):
    for _ in range(more):
        action = factories.ActionFactory(outcome=cast.outcome)
        factories.LeadFactory(action=action, post=cast.post)
    with django_assert_num_queries(ROLL):
        assert manager.get(at("plan_roll_forward", "2026-27")).status_code == 200
