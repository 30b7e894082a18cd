"""What a timescale does to an action: dates, next review, milestones, slippage."""

import datetime

import pytest

from actions.models import DueDateChange, Milestone, Plan
from actions.services.timing import (
    TIMESCALE_CHANGED,
    apply_timescale,
    due_reason_needed,
    new_milestones,
    note_due_change,
    sync_milestones,
)
from actions.timescales import Kind, Timescale
from boardplan.errors import RuleBroken
from tests import factories

day = datetime.date
QUARTERS = [day(2026, 6, 30), day(2026, 9, 30), day(2026, 12, 31), day(2027, 3, 31)]


@pytest.fixture
def action(db, today):
    """An action of a draft for April 2026 to March 2027, without a timescale."""
    plan = factories.PlanFactory(status=Plan.Status.DRAFT, ratified_on=None)
    outcome = factories.OutcomeFactory(priority=factories.PriorityFactory(plan=plan))
    return factories.ActionFactory(
        outcome=outcome, timescale_text="", timescale_kind="unknown", due=None
    )


def open_days(action):
    return list(Milestone.objects.open().filter(action=action).values_list("due", flat=True))


def test_words_set_every_field_and_stay_as_written(action):
    apply_timescale(action, "  by  November 2026 ")
    assert action.timescale_text == "  by  November 2026 "
    assert (action.timescale_kind, action.due) == ("month", day(2026, 11, 30))
    assert (action.first_due, action.next_review) == (day(2026, 11, 30), None)
    assert not action.timescale_corrected


@pytest.mark.parametrize("text", ["Ongoing", "As required", "Quarterly", "", "Forward Plan"])
def test_work_without_an_end_always_has_a_next_review(action, today, text):
    apply_timescale(action, text)
    assert action.due is None
    assert action.next_review > today


def test_work_that_goes_on_after_its_date_has_both(action):
    apply_timescale(action, "By December 2026 (Ongoing)")
    assert (action.due, action.next_review) == (day(2026, 12, 31), day(2026, 12, 31))


def test_a_plan_of_the_past_is_reviewed_in_its_own_period(action):
    action.plan.start, action.plan.end = day(2009, 4, 1), day(2010, 3, 31)
    apply_timescale(action, "Ongoing")
    assert action.next_review == day(2010, 3, 31)


def test_a_correction_keeps_the_words(action):
    apply_timescale(action, "When the time comes")
    reading = Timescale(None, Kind.DATE, due=day(2026, 12, 5))
    apply_timescale(action, reading=reading)
    assert action.timescale_text == "When the time comes"
    assert (action.timescale_kind, action.due) == ("date", day(2026, 12, 5))
    assert action.timescale_corrected


def test_a_chosen_review_day_counts_only_for_work_that_is_reviewed(action):
    apply_timescale(action, "Ongoing", next_review_on=day(2027, 1, 15))
    assert action.next_review == day(2027, 1, 15)
    apply_timescale(action, "March 2027", next_review_on=day(2027, 1, 15))
    assert action.next_review is None


def test_the_first_agreed_date_stays_once_agreed(action):
    apply_timescale(action, "October 2026")
    apply_timescale(action, "November 2026")
    assert action.first_due == day(2026, 11, 30)  # a draft has agreed nothing yet
    action.plan.status = Plan.Status.RATIFIED
    apply_timescale(action, "December 2026")
    assert (action.due, action.first_due) == (day(2026, 12, 31), day(2026, 11, 30))


def test_a_move_in_an_agreed_plan_needs_a_reason_and_is_kept(cast):
    action, before = cast.action, cast.action.due
    assert due_reason_needed(action, cast.plan, after=day(2027, 1, 31))
    apply_timescale(action, "January 2027")
    with pytest.raises(RuleBroken) as broken:
        note_due_change(action=action, plan=cast.plan, before=before, reason=" ", by=cast.manager)
    assert broken.value.field == "due_reason"
    note_due_change(
        action=action, plan=cast.plan, before=before, reason="No venue", by=cast.manager
    )
    (row,) = DueDateChange.objects.all()
    assert (row.before, row.after, row.reason, row.by_name) == (
        day(2026, 12, 31),
        day(2027, 1, 31),
        "No venue",
        "Manager",
    )


def test_a_first_date_or_a_draft_needs_no_reason(cast):
    action = factories.ActionFactory(outcome=cast.outcome, due=None)
    assert not due_reason_needed(action, cast.plan, after=day(2027, 1, 31))
    apply_timescale(action, "January 2027")
    assert (
        note_due_change(action=action, plan=cast.plan, before=None, reason="", by=cast.manager)
        is None
    )
    cast.plan.status = Plan.Status.DRAFT
    assert not due_reason_needed(cast.action, cast.plan, after=None)


def test_recurring_work_owes_one_milestone_an_occurrence(action):
    reading = apply_timescale(action, "Quarterly")
    action.save()
    assert [row.due for row in new_milestones(action, action.plan, reading)] == QUARTERS
    assert sync_milestones(action=action) == {"made": 4, "restored": 0, "withdrawn": 0}
    assert sync_milestones(action=action) == {"made": 0, "restored": 0, "withdrawn": 0}
    assert open_days(action) == QUARTERS


def test_a_single_date_is_no_milestone_but_several_are(action):
    apply_timescale(action, "March 2027")
    sync_milestones(action=action)
    assert open_days(action) == []
    apply_timescale(action, "September 2026 and March 2027")
    sync_milestones(action=action)
    assert open_days(action) == [day(2026, 9, 30), day(2027, 3, 31)]


def test_a_changed_timescale_keeps_what_was_met_and_what_people_wrote(action):
    apply_timescale(action, "Quarterly")
    sync_milestones(action=action)
    first = Milestone.objects.get(due=QUARTERS[0])
    first.met_on = QUARTERS[0]
    first.save()
    second = Milestone.objects.get(due=QUARTERS[1])
    second.withdrawn_at, second.withdrawn_reason = "2026-08-01T00:00Z", "No meeting in autumn"
    second.save()
    by_hand = factories.MilestoneFactory(action=action, due=day(2026, 8, 1))

    apply_timescale(action, "March 2027")
    assert sync_milestones(action=action)["withdrawn"] == 2
    assert open_days(action) == [by_hand.due]
    assert Milestone.objects.filter(withdrawn_reason=TIMESCALE_CHANGED).count() == 2

    apply_timescale(action, "Quarterly")
    assert sync_milestones(action=action) == {"made": 0, "restored": 2, "withdrawn": 0}
    assert open_days(action) == [by_hand.due, *QUARTERS[2:]]
