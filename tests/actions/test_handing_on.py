"""What is reported in a plan reaches the plan that it was rolled forward into."""

import datetime

import pytest
from django.urls import reverse

from actions.models import Action, Plan
from actions.services import lifecycle, updates
from actions.services.rolling import roll_forward
from boardplan.audit import AuditEvent
from reports.annual_report import report_document
from tests import factories
from tests.reports import factories as paper

day = datetime.date


def latest(action):
    """What an action shows: rating, its reason and day; the last report, who, when, whence."""
    action.refresh_from_db()
    said = action.latest_update
    return (
        (action.rag, action.rag_reason, action.rag_on),
        (said.text, said.by_name, said.on, said.source) if said else None,
    )


def report(action, by, on, rag="amber", **said):
    return updates.record_update(
        action=action, by=by, on=on, rag=rag, **{"text": "Slow", "reason": "Staff left"} | said
    )


@pytest.fixture
def rolled(cast, today):
    """Riverside's plan rolled forward; `cast.action` was rated, then only spoken of."""
    report(cast.action, cast.manager, day(2026, 10, 1), rag="red", text="Stuck", reason="No money")
    updates.record_update(
        action=cast.action, by=cast.chair, on=day(2026, 11, 1), text="Money is being asked for"
    )
    new = roll_forward(plan=cast.plan, by=cast.manager)
    return {"new": new, "copy": new.actions.get(carried_from=cast.action)}


def test_a_copy_opens_with_what_was_last_said_and_rated(cast, rolled):
    assert latest(rolled["copy"]) == (
        ("red", "No money", day(2026, 10, 1)),
        ("Money is being asked for", "Chair", day(2026, 11, 1), "carried"),
    )
    copies = list(rolled["copy"].updates.order_by("on"))
    assert [copy.carried_from for copy in copies] == list(cast.action.updates.order_by("on"))
    unsaid = rolled["new"].actions.get(carried_from=cast.other_action)
    assert latest(unsaid) == (("", "", None), None)
    assert rolled["new"].last_updated_on is None


def test_what_is_reported_until_the_new_plan_is_ratified_reaches_it(cast, rolled):
    report(cast.action, cast.chair, day(2026, 11, 15))
    lifecycle.ratify_plan(plan=rolled["new"], on=day(2026, 11, 20), by=cast.manager)
    assert latest(rolled["copy"]) == (
        ("amber", "Staff left", day(2026, 11, 15)),
        ("Slow", "Chair", day(2026, 11, 15), "carried"),
    )
    event = AuditEvent.objects.about(rolled["copy"]).first()
    assert (event.by_name, event.verb, event.changes) == (
        "Chair",
        "took over progress on",
        {"rag": ["red", "amber"]},
    )
    # Who had the copy's form open is told that it moved on.
    assert rolled["copy"].version == 2


def test_a_late_entry_reaches_the_copy_but_hides_nothing_said_there_since(cast, rolled, today):
    lifecycle.ratify_plan(plan=rolled["new"], on=day(2026, 11, 10), by=cast.manager)
    report(rolled["copy"], cast.manager, day(2026, 11, 18), rag="green", text="Going well")
    report(cast.action, cast.chair, day(2026, 11, 12), text="As it was")
    assert latest(rolled["copy"]) == (
        ("green", "Staff left", day(2026, 11, 18)),
        ("Going well", "Manager", day(2026, 11, 18), "person"),
    )
    assert [(row.on.day, row.text) for row in rolled["copy"].updates.filter(on__month=11)] == [
        (1, "Money is being asked for"),
        (12, "As it was"),
        (18, "Going well"),
    ]
    assert latest(cast.action)[0] == ("amber", "Staff left", day(2026, 11, 12))


def test_completion_and_reopening_are_told_but_the_copy_stays_open(cast, rolled, sign_in):
    updates.complete_action(
        action=cast.action, by=cast.chair, on=day(2026, 11, 19), text="Strategy agreed"
    )
    assert latest(rolled["copy"]) == (
        ("green", "", day(2026, 11, 19)),
        ("Strategy agreed", "Chair", day(2026, 11, 19), "carried"),
    )
    assert rolled["copy"].completed_on is None
    client = sign_in(cast.manager)
    page = client.get(reverse("action", args=["riverside", rolled["copy"].pk]))
    html = " ".join(page.content.decode().split())
    old = reverse("action", args=["riverside", cast.action.pk])
    assert "<strong>Finished in Business plan 2026-27, 1.1a</strong> on 19 November 2026" in html
    assert f'Last said in <a class="govuk-link" href="{old}#story">' in html
    assert [(entry.text, entry.from_plan) for entry in page.context["entries"]][:2] == [
        ("Strategy agreed", "Business plan 2026-27"),
        ("Money is being asked for", "Business plan 2026-27"),
    ]
    ratify = client.get(reverse("plan_ratify", args=["riverside", rolled["new"].slug]))
    assert "Finished in Business plan 2026-27 and still open here" in ratify.content.decode()

    updates.reopen_action(action=cast.action, by=cast.manager, reason="It was not agreed")
    assert latest(rolled["copy"])[1][0] == "Reopened."
    assert "Finished in" not in client.get(page.request["PATH_INFO"]).content.decode()


@pytest.mark.parametrize(
    "state",
    [
        {"completed_on": day(2026, 11, 15)},
        {"plan": {"status": "closed", "ratified_on": "2026-11-01", "closed_on": "2026-11-15"}},
    ],
)
def test_a_copy_that_is_complete_or_closed_stays_as_it_is(cast, rolled, state):
    copy = Action.objects.filter(pk=rolled["copy"].pk)
    if "plan" in state:
        Plan.objects.filter(pk=rolled["new"].pk).update(**state["plan"])
    else:
        copy.update(**state)
    before = latest(rolled["copy"])
    report(cast.action, cast.chair, day(2026, 11, 19))
    assert latest(rolled["copy"]) == before
    assert rolled["copy"].updates.count() == 2


def test_progress_on_an_outcome_and_a_milestone_that_is_met_reach_the_copy_too(cast, today):
    owed = factories.MilestoneFactory(action=cast.action)
    said = {"outcome": cast.outcome, "by": cast.chair}
    updates.record_outcome_update(on=day(2026, 9, 1), text="Early days", **said)
    updates.record_outcome_update(on=day(2026, 10, 1), text="Half way", **said)
    new = roll_forward(plan=cast.plan, by=cast.manager)
    updates.record_outcome_update(on=day(2026, 11, 1), text="Nearly there", **said)
    outcome = new.outcomes.get(carried_from=cast.outcome)
    assert [(row.text, row.source) for row in outcome.updates.order_by("on")] == [
        ("Half way", "carried"),
        ("Nearly there", "carried"),
    ]
    there = new.actions.get(carried_from=cast.action).milestones.get()
    updates.meet_milestone(milestone=owed, on=day(2026, 11, 2), by=cast.chair)
    there.refresh_from_db()
    assert there.met_on == day(2026, 11, 2)
    assert AuditEvent.objects.about(there).get().verb == "met"
    updates.unmeet_milestone(milestone=owed, by=cast.chair)
    there.refresh_from_db()
    assert there.met_on is None


def test_what_was_carried_is_not_counted_as_this_years_reporting(cast, rolled, today):
    Plan.objects.filter(pk=rolled["new"].pk).update(start=day(2026, 9, 1))
    reported = {}
    for plan in Plan.objects.of(cast.board):
        row = paper.ReportFactory(board=cast.board, plan=plan, start=day(2026, 9, 1), end=plan.end)
        paper.SectionFactory(report=row, kind="figures")
        (section,) = report_document(row).sections
        figures = {fact.label: fact.figure for fact in section.figures.facts}
        # A nought is left out.
        reported[plan.title] = figures.get("Progress reports in the year", 0)
    assert reported == {"Business plan 2026-27": 2, "Business plan 2027-28": 0}
