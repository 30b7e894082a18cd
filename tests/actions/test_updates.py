"""The services of the year: progress, completion, dates, milestones."""

import datetime

import pytest

from actions.models import Action, DueDateChange, ProgressUpdate
from actions.services.updates import (
    change_due_date,
    complete_action,
    meet_milestone,
    next_review_after,
    record_outcome_update,
    record_update,
    reopen_action,
    unmeet_milestone,
)
from boardplan.audit import AuditEvent
from boardplan.errors import Conflict, RuleBroken
from tests import factories

EARLY = {"rag": "green", "reason": "In place early."}

pytestmark = pytest.mark.usefixtures("today")

MAY = datetime.date(2026, 5, 4)
JUNE = datetime.date(2026, 6, 1)
NOVEMBER = datetime.date(2026, 11, 20)


def said(**more):
    return {"on": NOVEMBER, "text": "The draft is with the board.", **more}


def broken(call, **words):
    with pytest.raises(RuleBroken) as caught:
        call(**words)
    return caught.value.field, caught.value.message


def test_an_update_is_kept_and_shown_on_the_action(cast):
    update = record_update(
        action=cast.action,
        by=cast.contributor,
        membership=cast.membership(cast.contributor),
        rag="amber",
        reason="Two agencies still have to agree.",
        evidence="Minutes of 12 November",
        difference_made="Families wait nine days less.",
        **said(),
    )
    kept = ProgressUpdate.objects.get()
    assert kept == update
    assert (kept.on, kept.text, kept.rag, kept.reason) == (
        NOVEMBER,
        "The draft is with the board.",
        "amber",
        "Two agencies still have to agree.",
    )
    assert (kept.evidence, kept.difference_made) == (
        "Minutes of 12 November",
        "Families wait nine days less.",
    )
    assert (kept.by, kept.by_name) == (cast.contributor, "Contributor, Riverside Police")
    assert (kept.board, kept.plan, kept.outcome) == (cast.board, cast.plan, None)
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.rag, action.rag_reason, action.rag_on) == ("amber", kept.reason, NOVEMBER)
    assert (action.last_update_on, action.latest_update, action.version) == (NOVEMBER, kept, 2)


def test_an_update_is_audited_with_the_change_of_rating(cast):
    record_update(action=cast.action, by=cast.manager, **EARLY, **said())
    event = AuditEvent.objects.about(cast.action).get()
    assert (event.by_id, event.verb, event.changes) == (
        cast.manager.pk,
        "reported progress on",
        {"rag": ["", "green"]},
    )


def test_a_late_entry_about_an_earlier_day_hides_nothing(cast):
    record_update(action=cast.action, by=cast.manager, **EARLY, **said(on=JUNE))
    late = record_update(
        action=cast.action, by=cast.manager, rag="red", reason="It stood still.", **said(on=MAY)
    )
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.rag, action.rag_reason, action.rag_on) == ("green", "In place early.", JUNE)
    assert action.last_update_on == JUNE
    assert action.latest_update != late
    assert action.version == 3


def test_words_without_a_rating_leave_the_rating(cast):
    record_update(action=cast.action, by=cast.manager, **EARLY, **said(on=MAY))
    words = record_update(action=cast.action, by=cast.manager, **said(on=JUNE))
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.rag, action.rag_on) == ("green", MAY)
    assert (action.last_update_on, action.latest_update) == (JUNE, words)


def test_a_rating_between_two_reports_counts_as_the_latest_rating(cast):
    record_update(action=cast.action, by=cast.manager, **said(on=JUNE))
    record_update(action=cast.action, by=cast.manager, **EARLY, **said(on=MAY))
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.rag, action.rag_on, action.last_update_on) == ("green", MAY, JUNE)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"text": " "}, ("text", "Say what has happened, or choose a rating")),
        ({"rag": "amber"}, ("reason", "Say why it is amber")),
        ({"rag": "red", "reason": "  "}, ("reason", "Say why it is red")),
        ({"rag": "blue"}, ("rag", "Choose one of the ratings that this board uses")),
        (
            {"on": datetime.date(2026, 11, 21)},
            ("on", "The date must be today or in the past"),
        ),
        (
            {"on": datetime.date(2025, 3, 31)},
            ("on", "The date must be after 1 April 2025. Check the year"),
        ),
        (
            {"text": "x" * 10_001},
            ("text", "This must be 10,000 characters or fewer; it has 10,001"),
        ),
    ],
)
def test_what_an_update_must_hold(cast, words, expected):
    found = broken(record_update, action=cast.action, by=cast.manager, **(said() | words))
    assert found == expected
    assert ProgressUpdate.objects.count() == 0
    assert Action.objects.get(pk=cast.action.pk).version == 1


def test_a_rating_against_the_dates_needs_a_reason(cast):
    Action.objects.filter(pk=cast.action.pk).update(due=JUNE)
    field, message = broken(
        record_update, action=cast.action, by=cast.manager, rag="green", **said()
    )
    assert (field, message) == ("reason", "Say why it is green when the dates suggest red")
    update = record_update(
        action=cast.action, by=cast.manager, rag="green", reason="Done but for a form.", **said()
    )
    assert update.suggested == "red"


def test_a_document_is_taken_as_it_stands(cast):
    update = record_update(
        action=cast.action, by=None, rag="red", source="document", **said(on=JUNE)
    )
    assert (update.rag, update.reason, update.by, update.by_name) == ("red", "", None, "")


def test_a_closed_plan_takes_no_updates(cast):
    type(cast.plan).objects.update(status="closed", closed_on=JUNE)
    assert broken(record_update, action=cast.action, by=cast.manager, **said()) == (
        None,
        "Business plan 2026-27 is closed. Updates go into the plan that follows it.",
    )


def test_nothing_is_overwritten_silently(cast):
    record_update(action=cast.action, by=cast.manager, expected_version=1, **said())
    with pytest.raises(Conflict) as caught:
        record_update(
            action=cast.action, by=cast.contributor, expected_version=1, **said(text="Mine")
        )
    assert caught.value.current.version == 2
    assert caught.value.current.latest_update.text == "The draft is with the board."
    assert ProgressUpdate.objects.count() == 1


def test_completion_is_an_update_and_a_date(cast):
    update = complete_action(
        action=cast.action, by=cast.chair, on=JUNE, text="Agreed by the board.", expected_version=1
    )
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.completed_on, action.rag, action.latest_update) == (JUNE, "green", update)
    assert AuditEvent.objects.about(action).get().changes == {
        "completed_on": [None, "2026-06-01"],
        "rag": ["", "green"],
    }
    assert broken(complete_action, action=action, by=cast.chair, on=JUNE, text="Again") == (
        None,
        "This action was completed on 1 June 2026. Reopen it to report more.",
    )


def test_a_board_that_signs_off_rates_finished_work_blue(cast):
    scheme = [*cast.board.rag_scheme, {"rag": "blue", "label": "Blue", "meaning": "Signed off"}]
    type(cast.board).objects.filter(pk=cast.board.pk).update(rag_scheme=scheme)
    assert complete_action(action=cast.action, by=cast.chair, on=JUNE, text="Done").rag == "blue"


def test_completion_asks_how(cast):
    assert broken(complete_action, action=cast.action, by=cast.chair, on=JUNE, text=" ") == (
        "text",
        "Say what was done to complete this action",
    )


def test_reopening_takes_the_rating_back(cast):
    Action.objects.filter(pk=cast.action.pk).update(due=MAY)
    complete_action(action=cast.action, by=cast.chair, on=JUNE, text="Agreed by the board.")
    assert broken(reopen_action, action=cast.action, by=cast.chair, reason="") == (
        "reason",
        "Say why the action is taken up again",
    )
    update = reopen_action(action=cast.action, by=cast.chair, reason="Health withdrew.")
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.completed_on, action.rag, action.rag_reason) == (None, "red", "Health withdrew.")
    assert (update.on, update.text, update.reason) == (NOVEMBER, "Reopened.", "Health withdrew.")
    assert broken(reopen_action, action=action, by=cast.chair, reason="Again") == (
        None,
        "This action is not complete, so there is nothing to reopen.",
    )


def test_a_moved_date_keeps_the_first_one_for_ever(cast):
    first = cast.action.due
    for month in (1, 2):
        change_due_date(
            action=cast.action,
            by=cast.manager,
            due=datetime.date(2027, month, 28),
            reason="The consultation runs longer.",
        )
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.first_due, action.due, action.version) == (
        first,
        datetime.date(2027, 2, 28),
        3,
    )
    assert list(DueDateChange.objects.values_list("before", "after", "reason", "by_name")) == [
        (first, datetime.date(2027, 1, 28), "The consultation runs longer.", "Manager"),
        (
            datetime.date(2027, 1, 28),
            datetime.date(2027, 2, 28),
            "The consultation runs longer.",
            "Manager",
        ),
    ]


def test_a_draft_plan_moves_dates_freely(cast):
    type(cast.plan).objects.update(status="draft", ratified_on=None)
    due = datetime.date(2027, 1, 31)
    action = change_due_date(action=cast.action, by=cast.manager, due=due)
    assert (action.first_due, action.due) == (due, due)
    assert DueDateChange.objects.count() == 0
    assert AuditEvent.objects.about(action).count() == 1


def test_work_without_a_date_gets_its_first_one(cast):
    Action.objects.filter(pk=cast.action.pk).update(due=None, first_due=None)
    due = datetime.date(2027, 1, 31)
    action = change_due_date(action=cast.action, by=cast.manager, due=due)
    assert (action.first_due, action.due) == (due, due)
    assert DueDateChange.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"reason": ""}, ("reason", "Say why the date moves")),
        (
            {"due": datetime.date(2026, 12, 31)},
            ("due", "The action is due on 31 December 2026 already"),
        ),
        (
            {"due": datetime.date(2026, 8, 31)},
            ("due", "The due date must be on or after the start, 1 September 2026"),
        ),
    ],
)
def test_what_a_moved_date_must_hold(cast, words, expected):
    Action.objects.filter(pk=cast.action.pk).update(start=datetime.date(2026, 9, 1))
    words = {"due": datetime.date(2027, 1, 31), "reason": "It runs longer.", **words}
    assert broken(change_due_date, action=cast.action, by=cast.manager, **words) == expected


def test_work_without_an_end_always_has_a_next_review(cast):
    Action.objects.filter(pk=cast.action.pk).update(
        timescale_text="Ongoing", timescale_kind="ongoing", due=None, first_due=None
    )
    Action.objects.filter(pk=cast.action.pk).update(next_review=JUNE)
    record_update(action=cast.action, by=cast.manager, **said())
    assert Action.objects.get(pk=cast.action.pk).next_review == datetime.date(2026, 12, 31)


def test_a_late_entry_never_brings_a_review_forward(cast):
    record_update(action=cast.action, by=cast.manager, **said(on=MAY))
    review = datetime.date(2026, 12, 31)
    Action.objects.filter(pk=cast.action.pk).update(
        timescale_text="Ongoing", timescale_kind="ongoing", due=None, next_review=review
    )
    record_update(action=cast.action, by=cast.manager, **said(on=JUNE))
    assert Action.objects.get(pk=cast.action.pk).next_review == review


def test_work_with_an_end_needs_no_review(cast):
    assert next_review_after(cast.action, NOVEMBER) is None


def test_milestones_are_met_and_taken_back(cast):
    milestone = factories.MilestoneFactory(action=cast.action)
    meet_milestone(milestone=milestone, by=cast.chair, on=JUNE)
    milestone.refresh_from_db()
    assert milestone.met_on == JUNE
    unmeet_milestone(milestone=milestone, by=cast.chair)
    milestone.refresh_from_db()
    assert milestone.met_on is None
    assert [event.verb for event in AuditEvent.objects.about(milestone)] == [
        "no longer counts as met",
        "met",
    ]


def test_a_milestone_is_not_met_tomorrow(cast):
    milestone = factories.MilestoneFactory(action=cast.action)
    tomorrow = NOVEMBER + datetime.timedelta(days=1)
    assert broken(meet_milestone, milestone=milestone, by=cast.chair, on=tomorrow) == (
        "on",
        "The date must be today or in the past",
    )


def test_progress_of_a_whole_outcome(cast):
    update = record_outcome_update(outcome=cast.outcome, by=cast.manager, **said())
    assert (update.outcome, update.action, update.suggested) == (cast.outcome, None, "")
    assert AuditEvent.objects.about(cast.outcome).get().verb == "reported progress on"
    assert broken(
        record_outcome_update, outcome=cast.outcome, by=cast.manager, rag="red", **said()
    ) == ("reason", "Say why it is red")
