"""What the manager writes, orders, moves, withdraws and settles."""

import datetime

import pytest

from actions.document import read_plan
from actions.models import Action, DueDateChange, Lead, Milestone, Plan
from actions.permissions import may_update
from actions.services import arranging, editing, leads
from actions.services.editing import Said
from actions.timescales import Kind, Timescale
from boardplan.audit import AuditEvent
from boardplan.errors import Conflict, RuleBroken
from tests import factories

day = datetime.date


def story(obj):
    """[(who, verb, changes)] of one row, oldest first."""
    events = AuditEvent.objects.about(obj).order_by("id")
    return [(event.by_name, event.verb, event.changes) for event in events]


def order(parent_set):
    rows = parent_set.filter(withdrawn_at__isnull=True).order_by("position", "id")
    return [row.ref for row in rows]


# Writing


def test_an_edit_is_kept_with_what_it_was_before(cast):
    editing.edit_action(
        action=cast.action,
        values={"text": "Agree and publish the strategy", "ref": "1.1a", "owner": None},
        by=cast.manager,
        expected_version=1,
    )
    cast.action.refresh_from_db()
    assert (cast.action.text, cast.action.version) == ("Agree and publish the strategy", 2)
    assert story(cast.action) == [
        (
            "Manager",
            "edited",
            {
                "text": ["Agree the early help strategy", "Agree and publish the strategy"],
                "owner": ["Quality sub-group", None],
            },
        )
    ]


def test_nothing_changed_writes_nothing(cast):
    editing.edit_outcome(outcome=cast.outcome, values={"ref": "1.1"}, by=cast.manager)
    cast.outcome.refresh_from_db()
    assert (cast.outcome.version, story(cast.outcome)) == (1, [])


@pytest.mark.parametrize("name", ["priority", "outcome", "action"])
def test_somebody_elses_edit_since_is_a_conflict(cast, name):
    row = getattr(cast, name)
    edit = getattr(editing, f"edit_{name}")
    edit(**{name: row}, values={"ref": "9"}, by=cast.manager, expected_version=1)
    with pytest.raises(Conflict) as conflict:
        edit(**{name: row}, values={"ref": "8"}, by=cast.manager, expected_version=1)
    assert conflict.value.current.ref == "9"
    row.refresh_from_db()
    assert row.ref == "9"


def test_fields_that_are_not_for_editing_are_left_alone(cast):
    editing.edit_action(
        action=cast.action, values={"rag": "green", "first_due": None}, by=cast.manager
    )
    cast.action.refresh_from_db()
    assert (cast.action.rag, cast.action.first_due) == ("", day(2026, 12, 31))


def test_what_is_added_stands_last_with_its_milestones(cast, today):
    action = editing.add_action(
        outcome=cast.outcome,
        values={"text": "Report", "sub_items": ["one", "two"], "reports_to": [cast.group]},
        timescale=Said("Quarterly"),
        by=cast.manager,
    )
    assert order(cast.outcome.actions) == ["1.1a", "1.1b", ""]
    assert (action.timescale_kind, action.next_review) == ("recurring", day(2026, 12, 31))
    assert action.milestones.count() == 4
    assert list(action.reports_to.all()) == [cast.group]
    assert story(action)[0] == ("Manager", "added", {})
    priority = editing.add_priority(plan=cast.plan, values={"title": "New"}, by=cast.manager)
    outcome = editing.add_outcome(priority=priority, values={"title": "New"}, by=cast.manager)
    assert (outcome.plan, outcome.board) == (cast.plan, cast.board)


def test_moving_a_date_of_an_agreed_plan_takes_a_reason(cast, today):
    change = {"action": cast.action, "values": {}, "timescale": Said("31.1.27")}
    with pytest.raises(RuleBroken) as broken:
        editing.edit_action(**change, by=cast.manager)
    assert broken.value.field == "due_reason"
    cast.action.refresh_from_db()
    assert cast.action.timescale_text == "December 2026"
    editing.edit_action(**change, by=cast.manager, due_reason="No venue")
    cast.action.refresh_from_db()
    assert (cast.action.due, cast.action.first_due) == (day(2027, 1, 31), day(2026, 12, 31))
    (row,) = DueDateChange.objects.all()
    assert (row.before, row.after, row.reason) == (day(2026, 12, 31), day(2027, 1, 31), "No venue")
    (event,) = story(cast.action)
    assert event[2]["due"] == ["2026-12-31", "2027-01-31"]


def test_unchanged_words_are_not_read_anew(cast, today):
    """A date carried from last year's plan, or moved for a reason, survives other edits."""
    cast.action.due = day(2027, 2, 14)
    cast.action.save()
    editing.edit_action(
        action=cast.action,
        values={"text": "Other"},
        timescale=Said("December 2026"),
        by=cast.manager,
    )
    cast.action.refresh_from_db()
    assert (cast.action.text, cast.action.due) == ("Other", day(2027, 2, 14))


def test_a_correction_keeps_the_words_and_can_be_taken_back(cast, today):
    cast.plan.status, cast.plan.ratified_on = Plan.Status.DRAFT, None
    cast.plan.save()
    reading = Timescale(None, Kind.ONGOING)
    said = Said("December 2026", reading, next_review=day(2027, 1, 10))
    action = editing.edit_action(action=cast.action, values={}, timescale=said, by=cast.manager)
    assert (action.timescale_text, action.timescale_kind) == ("December 2026", "ongoing")
    assert (action.due, action.next_review) == (None, day(2027, 1, 10))
    assert action.timescale_corrected
    action = editing.edit_action(
        action=action, values={}, timescale=Said("December 2026"), by=cast.manager
    )
    assert (action.timescale_kind, action.due) == ("month", day(2026, 12, 31))
    assert not action.timescale_corrected


def test_impossible_corrections_are_refused(cast, today):
    reading = Timescale(None, Kind.RANGE, start=day(2027, 1, 1), due=day(2026, 12, 1))
    with pytest.raises(RuleBroken, match="on or after the start"):
        editing.edit_action(
            action=cast.action, values={}, timescale=Said("x", reading), by=cast.manager
        )
    said = Said("x", Timescale(None, Kind.ONGOING), next_review=today)
    with pytest.raises(RuleBroken, match="after today"):
        editing.edit_action(action=cast.action, values={}, timescale=said, by=cast.manager)


def test_a_doubted_timescale_is_kept_or_removed(cast, today):
    for keep, text, due in ((True, "December 2026", day(2026, 12, 31)), (False, "", None)):
        action = factories.ActionFactory(outcome=cast.outcome, timescale_to_settle=True)
        action = editing.settle_timescale(action=action, keep=keep, by=cast.manager)
        assert not action.timescale_to_settle
        assert (action.timescale_text, action.due, action.first_due) == (text, due, due)
    (row,) = DueDateChange.objects.all()
    assert row.reason == editing.NOT_OF_THIS_ACTION


def test_milestones_are_told_in_the_story_of_their_action(cast):
    row = editing.add_milestone(
        action=cast.action,
        values={"due": day(2026, 12, 1), "what": "Draft ready", "to": "Executive"},
        by=cast.manager,
    )
    editing.edit_milestone(milestone=row, values={"what": "Draft sent"}, by=cast.manager)
    arranging.withdraw(part=row, reason="Merged", by=cast.manager)
    assert [(verb, changes["milestone"]) for _, verb, changes in story(cast.action)] == [
        ("added a milestone to", [None, "Draft ready"]),
        ("edited a milestone of", ["Draft ready", "Draft sent"]),
        ("withdrew a milestone of", ["Draft sent", "Draft sent"]),
    ]
    with pytest.raises(RuleBroken) as broken:
        editing.add_milestone(action=cast.action, values={"what": " "}, by=cast.manager)
    assert broken.value.field == "due"


def test_a_generated_milestone_with_a_new_date_is_somebodys_own(cast):
    row = factories.MilestoneFactory(action=cast.action, generated=True)
    row = editing.edit_milestone(milestone=row, values={"what": "Report"}, by=cast.manager)
    assert row.generated
    row = editing.edit_milestone(milestone=row, values={"due": day(2027, 1, 7)}, by=cast.manager)
    assert not row.generated


# Order and place


def test_a_part_goes_to_a_place_and_others_make_room(cast):
    for ref in "cd":
        factories.ActionFactory(outcome=cast.outcome, ref=ref)
    withdrawn = factories.ActionFactory(
        outcome=cast.outcome, withdrawn_at="2026-09-01T00:00Z", withdrawn_reason="x"
    )
    before = sorted(cast.outcome.actions.values_list("position", flat=True))
    arranging.place(part=cast.action, to=3, by=cast.manager)
    assert order(cast.outcome.actions) == ["1.1b", "c", "1.1a", "d"]
    arranging.place(part=cast.action, to=99, by=cast.manager)
    assert order(cast.outcome.actions) == ["1.1b", "c", "d", "1.1a"]
    assert sorted(cast.outcome.actions.values_list("position", flat=True)) == before
    assert [changes for _, _, changes in story(cast.action)] == [
        {"place": [1, 3]},
        {"place": [3, 4]},
    ]
    with pytest.raises(RuleBroken, match="no place"):
        arranging.place(part=withdrawn, to=1, by=cast.manager)


def test_equal_positions_are_put_right(cast):
    Action.objects.filter(outcome=cast.outcome).update(position=0)
    arranging.place(part=cast.other_action, to=1, by=cast.manager)
    assert order(cast.outcome.actions) == ["1.1b", "1.1a"]


def test_milestones_have_an_order_of_their_own(cast):
    late = factories.MilestoneFactory(action=cast.action, due=day(2027, 1, 1), what="late")
    early = factories.MilestoneFactory(action=cast.action, due=day(2026, 1, 1), what="early")
    assert arranging.siblings(late) == [early, late]
    arranging.place(part=late, to=1, by=cast.manager)
    assert arranging.siblings(late) == [late, early]


def test_an_action_moves_to_another_outcome_of_its_plan_only(cast):
    other = factories.OutcomeFactory(priority=cast.priority, ref="1.2")
    factories.ActionFactory(outcome=other, ref="x")
    arranging.move_action(action=cast.action, outcome=other, by=cast.manager, to=1)
    assert (order(other.actions), order(cast.outcome.actions)) == (["1.1a", "x"], ["1.1b"])
    assert story(cast.action)[0][2]["outcome"] == [str(cast.outcome), str(other)]
    with pytest.raises(RuleBroken, match="its own plan"):
        arranging.move_action(
            action=cast.action, outcome=cast.other_board_action.outcome, by=cast.manager
        )


def test_an_outcome_moves_with_its_actions(cast):
    other = factories.PriorityFactory(plan=cast.plan, ref="2")
    arranging.move_outcome(outcome=cast.outcome, priority=other, by=cast.manager)
    assert list(other.outcomes.all()) == [cast.outcome]
    assert cast.outcome.actions.count() == 2


# Withdrawing and restoring


def test_withdrawing_takes_a_reason_and_what_stands_below(cast):
    earlier = factories.ActionFactory(
        outcome=cast.outcome, withdrawn_at="2026-01-01T00:00Z", withdrawn_reason="Merged"
    )
    with pytest.raises(RuleBroken) as broken:
        arranging.withdraw(part=cast.priority, reason="  ", by=cast.manager)
    assert broken.value.field == "reason"
    arranging.withdraw(part=cast.priority, reason="No longer ours", by=cast.manager)
    assert Action.objects.filter(plan=cast.plan).in_force().count() == 0
    cast.outcome.refresh_from_db()
    earlier.refresh_from_db()
    assert (cast.outcome.withdrawn_reason, earlier.withdrawn_reason) == (
        "No longer ours",
        "Merged",
    )
    assert story(cast.action)[0][1] == "withdrew"
    with pytest.raises(RuleBroken, match="withdrawn already"):
        arranging.withdraw(part=cast.priority, reason="Again", by=cast.manager)
    with pytest.raises(RuleBroken, match="Restore it first"):
        editing.add_action(
            outcome=cast.outcome, values={"text": "New"}, timescale=Said(""), by=cast.manager
        )

    with pytest.raises(RuleBroken, match="Restore that first"):
        arranging.restore(part=cast.action, by=cast.manager)
    arranging.restore(part=cast.priority, by=cast.manager)
    assert order(cast.outcome.actions) == ["1.1a", "1.1b"]
    cast.action.refresh_from_db()
    assert (cast.action.withdrawn_reason, cast.action.version) == ("", 3)


@pytest.mark.parametrize("field", ["owner", "reports_to", "to_group"])
def test_a_group_of_another_board_is_never_named(cast, field):
    stranger = factories.SubGroupFactory(board=cast.other_board)
    values = {"due": day(2027, 1, 1), field: [stranger] if field == "reports_to" else stranger}
    milestone = factories.MilestoneFactory(action=cast.action)
    writes = [
        lambda: editing.edit_action(action=cast.action, values=values, by=cast.manager),
        lambda: editing.add_action(
            outcome=cast.outcome, values={"text": "x", **values}, timescale=Said(""), by=None
        ),
        lambda: editing.add_milestone(action=cast.action, values=values, by=cast.manager),
        lambda: editing.edit_milestone(milestone=milestone, values=values, by=cast.manager),
    ]
    for write in writes:
        with pytest.raises(RuleBroken, match="from this board") as broken:
            write()
        assert broken.value.field == field
    assert (Action.objects.filter(plan=cast.plan).count(), Milestone.objects.count()) == (2, 1)


# Leads


def lead_names(action):
    return [(lead.name, lead.role, lead.accountable) for lead in action.leads.named()]


def test_any_party_leads_but_never_twice(cast):
    action = cast.other_action
    action.leads.all().delete()
    parties = [
        leads.Party(agency=cast.agency),
        leads.Party(group=cast.group),
        leads.Party(post=cast.post),
        leads.Party(everyone=True),
        leads.Party(written="Head teachers"),
    ]
    for party in parties:
        leads.add_lead(action=action, party=party, by=cast.manager)
    assert [name for name, _, _ in lead_names(action)] == [
        "Riverside Police",
        "Quality sub-group",
        "Detective Inspector",
        "All agencies",
        "Head teachers",
    ]
    for party in (*parties, leads.Party(written="  head  TEACHERS "), leads.Party(written=" ")):
        with pytest.raises(RuleBroken) as broken:
            leads.add_lead(action=action, party=party, by=cast.manager, role="support")
        assert broken.value.field == "party"
    assert action.leads.count() == 5


def test_only_one_is_accountable_and_it_is_one_who_leads(cast):
    new = leads.add_lead(
        action=cast.action, party=leads.Party(agency=cast.agency), by=cast.manager, accountable=True
    )
    assert lead_names(cast.action) == [
        ("Detective Inspector", "lead", False),
        ("Riverside Police", "lead", True),
    ]
    with pytest.raises(RuleBroken) as broken:
        leads.change_lead(
            lead=new, party=leads.party_of(new), by=cast.manager, role="support", accountable=True
        )
    assert broken.value.field == "accountable"
    leads.change_lead(
        lead=new, party=leads.party_of(new), by=cast.manager, role="support", accountable=False
    )
    assert story(cast.action)[-1][2] == {
        "lead": ["Riverside Police (lead, accountable)", "Riverside Police (support)"]
    }


def test_somebody_of_another_board_never_leads(cast):
    stranger = factories.AgencyFactory(board=cast.other_board)
    with pytest.raises(RuleBroken, match="of this board"):
        leads.add_lead(action=cast.action, party=leads.Party(agency=stranger), by=cast.manager)


def test_a_doubted_lead_is_kept_or_removed(cast):
    keep = factories.LeadFactory(action=cast.action, written="Kept", to_settle=True)
    drop = factories.LeadFactory(action=cast.action, written="Dropped", to_settle=True)
    leads.settle_lead(lead=keep, keep=True, by=cast.manager)
    leads.settle_lead(lead=drop, keep=False, by=cast.manager)
    assert [name for name, _, _ in lead_names(cast.action)] == ["Detective Inspector", "Kept"]
    assert not Lead.objects.filter(to_settle=True).exists()
    assert story(cast.action)[-1] == (
        "Manager",
        "withdrew a lead of",
        {
            "lead": ["Dropped (lead)", None],
            "withdrawn_reason": ["", "The document means another action of its row."],
        },
    )
    assert Lead.ever.get(withdrawn_at__isnull=False) == drop


def test_a_withdrawn_lead_is_nobodys_until_it_is_restored(cast):
    lead = cast.action.leads.get()
    leads.withdraw_lead(lead=lead, reason="Moved on", by=cast.manager)
    with pytest.raises(RuleBroken, match="took this lead off"):
        leads.withdraw_lead(lead=lead, reason="Moved on", by=cast.manager)
    holder = cast.membership(cast.contributor)
    assert list(Action.objects.led_by(holder)) == []
    assert not may_update(holder.standing, cast.action, cast.plan)
    assert {node.id: node.leads for node in read_plan(cast.plan).actions}[lead.action_id] == ()
    again = leads.add_lead(action=cast.action, party=leads.Party(post=cast.post), by=cast.manager)
    with pytest.raises(RuleBroken, match="on this action already"):
        leads.restore_lead(lead=lead, by=cast.manager)
    leads.withdraw_lead(lead=again, reason="Twice", by=cast.manager)
    leads.restore_lead(lead=lead, by=cast.manager)
    assert lead_names(cast.action) == [("Detective Inspector", "lead", False)]
    assert story(cast.action)[-1] == (
        "Manager",
        "restored a lead of",
        {"lead": [None, "Detective Inspector (lead)"]},
    )


def test_an_agreed_lead_is_withdrawn_for_a_reason_and_a_draft_needs_none(cast):
    lead = cast.action.leads.get()
    for nothing in ("", "  \n"):
        with pytest.raises(RuleBroken, match="Say why") as broken:
            leads.withdraw_lead(lead=lead, reason=nothing, by=cast.manager)
        assert broken.value.field == "reason"
    assert list(cast.action.leads.all()) == [lead]
    leads.withdraw_lead(lead=lead, reason=" The post was cut ", by=cast.manager)
    assert Lead.ever.get(pk=lead.pk).withdrawn_reason == "The post was cut"
    assert story(cast.action)[-1][2] == {
        "lead": ["Detective Inspector (lead, accountable)", None],
        "withdrawn_reason": ["", "The post was cut"],
    }
    leads.restore_lead(lead=lead, by=cast.manager)
    assert Lead.objects.get(pk=lead.pk).withdrawn_reason == ""

    Plan.objects.filter(pk=cast.plan.pk).update(status="draft", ratified_on=None)
    leads.withdraw_lead(lead=Lead.objects.get(pk=lead.pk), by=cast.manager)
    gone = Lead.ever.get(pk=lead.pk)
    assert (gone.withdrawn_at is None, gone.withdrawn_reason) == (False, "")
    assert story(cast.action)[-1][2] == {"lead": ["Detective Inspector (lead)", None]}


def test_leads_stand_in_the_order_the_manager_gives_them(cast):
    new = leads.add_lead(action=cast.action, party=leads.Party(written="Heads"), by=cast.manager)
    leads.place_lead(lead=new, up=False, by=cast.manager)
    leads.place_lead(lead=new, up=True, by=cast.manager)
    assert [name for name, _, _ in lead_names(cast.action)] == ["Heads", "Detective Inspector"]
    assert story(cast.action)[-1][1:] == (
        "put in order the leads of",
        {"leads": ["Detective Inspector, Heads", "Heads, Detective Inspector"]},
    )


@pytest.mark.parametrize(
    "write",
    [
        lambda cast: editing.edit_action(action=cast.action, values={"text": "x"}, by=None),
        lambda cast: editing.add_priority(plan=cast.plan, values={"title": "x"}, by=None),
        lambda cast: editing.add_outcome(priority=cast.priority, values={"title": "x"}, by=None),
        lambda cast: leads.settle_lead(lead=cast.action.leads.get(), keep=False, by=None),
        lambda cast: leads.say_who(
            lead=cast.action.leads.get(), party=leads.Party(everyone=True), by=None
        ),
        lambda cast: arranging.place(part=cast.action, to=2, by=None),
        lambda cast: arranging.withdraw(part=cast.outcome, reason="x", by=None),
        lambda cast: arranging.restore(part=cast.action, by=None),
        lambda cast: leads.add_lead(action=cast.action, party=leads.Party(written="x"), by=None),
        lambda cast: leads.withdraw_lead(lead=cast.action.leads.get(), by=None),
    ],
)
def test_a_closed_plan_takes_nothing(cast, write):
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=day(2026, 10, 1))
    # As a page opened before would have it: the rows know nothing of the closing.
    for row in (cast.plan, cast.priority, cast.outcome, cast.action):
        row.refresh_from_db()
    events = AuditEvent.objects.count()
    with pytest.raises(RuleBroken, match="is closed"):
        write(cast)
    assert AuditEvent.objects.count() == events
    assert Milestone.objects.count() == 0
