"""Facts that belong together are kept together by the database, whoever writes."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from actions.models import (
    Action,
    DueDateChange,
    Lead,
    Milestone,
    Outcome,
    Plan,
    Priority,
    ProgressUpdate,
)
from tests import factories

day = datetime.date
WITHDRAWN = {"withdrawn_at": "2026-09-01T00:00Z", "withdrawn_reason": ""}

UPDATES = [
    ("plan_ends_after_start", Plan, {"end": day(2026, 4, 1)}),
    ("plan_ratified_on_a_date", Plan, {"ratified_on": None}),
    ("plan_closed_on_a_date", Plan, {"status": "closed"}),
    ("plan_closed_on_a_date", Plan, {"closed_on": day(2026, 6, 1)}),
    ("priority_withdrawn_for_a_reason", Priority, WITHDRAWN),
    ("outcome_withdrawn_for_a_reason", Outcome, WITHDRAWN),
    ("action_withdrawn_for_a_reason", Action, WITHDRAWN),
    ("action_rated_on_a_date", Action, {"rag": "red"}),
    ("action_due_after_start", Action, {"start": day(2027, 1, 1)}),
    ("lead_names_somebody", Lead, {"post": None, "written": ""}),
    ("lead_reason_where_withdrawn", Lead, {"withdrawn_reason": "Moved on"}),
]


@pytest.mark.parametrize(("name", "model", "values"), UPDATES)
def test_a_row_that_contradicts_itself_is_refused(cast, name, model, values):
    rows = {
        Plan: cast.plan,
        Priority: cast.priority,
        Outcome: cast.outcome,
        Action: cast.action,
        Lead: cast.action.leads.get(),
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.filter(pk=rows[model].pk).update(**values)


def test_a_lead_is_one_party(cast):
    for more in ({"agency": cast.agency}, {"group": cast.group}, {"everyone": True}):
        with pytest.raises(IntegrityError, match="lead_is_one_party"), transaction.atomic():
            Lead.objects.filter(action=cast.action).update(**more)


def test_one_accountable_an_action(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.LeadFactory(action=cast.action, accountable=True)
    factories.LeadFactory(action=cast.other_action, accountable=True)


def test_an_address_stands_once_on_a_board(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.PlanFactory(board=cast.board, slug="2026-27")


def test_a_moved_date_has_a_reason(cast):
    with (
        pytest.raises(IntegrityError, match="due_change_has_a_reason"),
        transaction.atomic(),
    ):
        DueDateChange.objects.create(board=cast.board, action=cast.action, reason="", by_name="x")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("update_red_or_amber_has_a_reason", {"rag": "red"}),
        ("update_says_something", {"text": "", "rag": ""}),
        ("update_is_about_one_thing", {"action": None}),
    ],
)
def test_an_update_says_something_of_one_thing_with_its_reason(cast, name, values):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        factories.ProgressUpdateFactory(
            **({"action": cast.action, "board": cast.board, "plan": cast.plan} | values)
        )
    both = {"action": cast.action, "outcome": cast.outcome}
    with pytest.raises(IntegrityError, match="about_one_thing"), transaction.atomic():
        factories.ProgressUpdateFactory(**both)


def test_a_document_may_rate_without_a_reason(cast):
    row = factories.ProgressUpdateFactory(action=cast.action, rag="red", source="document")
    assert ProgressUpdate.objects.get() == row


def test_every_constraint_is_provoked():
    """A constraint that is added gets its test here."""
    names = {
        constraint.name
        for model in (Plan, Priority, Outcome, Action, Lead, Milestone, DueDateChange)
        for constraint in model._meta.constraints
    } | {constraint.name for constraint in ProgressUpdate._meta.constraints}
    assert names == {name for name, _, _ in UPDATES} | {
        "lead_is_one_party",
        "one_accountable_an_action",
        "plan_slug_once_a_board",
        "due_change_has_a_reason",
        "update_red_or_amber_has_a_reason",
        "update_says_something",
        "update_is_about_one_thing",
    }
