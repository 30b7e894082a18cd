"""The manager's pages about leads and milestones, and about what waits to be settled."""

import datetime

import pytest

from actions.models import Action, Lead, Milestone, Plan
from actions.services import leads
from boardplan.errors import RuleBroken
from tests import factories

from .pages import at

day = datetime.date


@pytest.fixture
def manager(cast, sign_in, today):
    return sign_in(cast.manager)


def test_leads_are_added_changed_and_removed(cast, manager):
    address = at("action_leads", cast.action.pk)
    data = {"party": f"agency-{cast.agency.pk}", "role": "support"}
    assert manager.post(address, data).status_code == 302
    response = manager.post(address, data)
    assert response.context["form"].errors == {
        "party": ["Riverside Police is on this action already"]
    }
    response = manager.post(address, {"party": "words", "role": "lead"})
    assert response.context["form"].errors == {"written": ["Write who it is"]}
    lead = Lead.objects.get(agency=cast.agency)
    change = at("lead_edit", lead.pk)
    manager.post(change, {"party": f"agency-{cast.agency.pk}", "role": "lead", "accountable": "on"})
    lead.refresh_from_db()
    assert (lead.role, lead.accountable) == ("lead", True)
    manager.post(at("lead_step", lead.pk), {"step": "up"})
    assert list(cast.action.leads.values_list("post", flat=True)) == [None, cast.post.pk]
    assert manager.post(at("lead_step", lead.pk), {"step": "off"}).status_code == 400
    withdraw = at("lead_withdraw", lead.pk)
    assert manager.get(withdraw).context["form"].fields["reason"].required is True
    response = manager.post(withdraw)
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"reason": ["Say why they no longer lead or support it"]},
    )
    assert manager.post(withdraw, {"reason": "They left the partnership"})["Location"] == address
    assert list(cast.action.leads.values_list("post", flat=True)) == [cast.post.pk]
    html = manager.get(address).content.decode()
    assert "Withdrawn (1)" in html
    assert ": They left the partnership <button" in html
    told = manager.get(at("action", cast.action.pk)).context["entries"]
    assert [
        (change.label, change.after)
        for entry in told
        if entry.heading == "Withdrew a lead of this action"
        for change in entry.changes
    ] == [("Lead", "nothing"), ("Reason for withdrawing", "They left the partnership")]
    manager.post(at("lead_restore", lead.pk))
    assert list(cast.action.leads.values_list("post", flat=True)) == [cast.post.pk, None]


def test_in_a_draft_a_lead_is_withdrawn_without_a_reason(cast, manager):
    Plan.objects.filter(pk=cast.plan.pk).update(status="draft", ratified_on=None)
    lead = cast.action.leads.get()
    withdraw = at("lead_withdraw", lead.pk)
    assert manager.get(withdraw).context["form"]["reason"].label.endswith("(optional)")
    assert manager.post(withdraw, {"reason": ""}).status_code == 302
    assert list(cast.action.leads.all()) == []


def test_a_party_of_another_board_is_no_choice(cast, manager):
    stranger = factories.AgencyFactory(board=cast.other_board)
    response = manager.post(
        at("action_leads", cast.action.pk), {"party": f"agency-{stranger.pk}", "role": "lead"}
    )
    assert list(response.context["form"].errors) == ["party"]


def test_milestones_are_added_ordered_and_withdrawn(cast, manager):
    address = at("action_milestones", cast.action.pk)
    manager.post(address, {"due": "2026-12-01", "what": "Draft", "to_group": cast.group.pk})
    manager.post(address, {"what": "Undated"})
    draft, undated = Milestone.objects.order_by("id")
    assert (draft.due, draft.to_group) == (day(2026, 12, 1), cast.group)
    manager.post(at("milestone_step", cast.action.pk), {"step": f"up:milestone-{undated.pk}"})
    manager.post(at("milestone_withdraw", draft.pk), {"reason": "Not needed"})
    html = manager.get(address).content.decode()
    assert html.index("Undated") < html.index("Withdrawn (1)")
    manager.post(at("milestone_restore", draft.pk))
    assert Milestone.objects.open().count() == 2


def test_doubts_are_settled_with_one_click(cast, manager):
    lead = factories.LeadFactory(action=cast.action, written="Doubtful", to_settle=True)
    other = factories.LeadFactory(action=cast.action, written="Other", to_settle=True)
    Action.objects.filter(pk=cast.action.pk).update(timescale_to_settle=True)
    address = at("plan_settle", "2026-27")
    html = manager.get(address).content.decode()
    assert [html.count(f'value="keep:lead-{found.pk}"') for found in (lead, other)] == [1, 1]
    manager.post(address, {"settle": f"remove:lead-{lead.pk}"})
    manager.post(address, {"settle": f"keep:action-{cast.action.pk}"})
    cast.action.refresh_from_db()
    assert not cast.action.timescale_to_settle
    assert not Lead.objects.filter(to_settle=True).exists()
    assert not Lead.objects.filter(pk=lead.pk).exists()
    assert manager.post(address, {"settle": "keep:lead-999999"}).status_code == 404
    for wrong in ("drop:lead-1", "remove:action-1", "keep:timescale-x", ""):
        assert manager.post(address, {"settle": wrong}).status_code == 400
    secret = factories.LeadFactory(action=cast.other_board_action, to_settle=True)
    assert manager.post(address, {"settle": f"keep:lead-{secret.pk}"}).status_code == 404


def test_a_doubt_that_cannot_be_settled_any_more_is_told_as_an_error(cast, manager, monkeypatch):
    """Somebody takes the lead off in the instant between reading it and locking its action."""
    lead = factories.LeadFactory(action=cast.action, written="Doubtful", to_settle=True)

    def too_late(**_):
        raise RuleBroken("Somebody else took this lead off the action.")

    monkeypatch.setattr(leads, "settle_lead", too_late)
    said = {"settle": f"keep:lead-{lead.pk}"}
    page = manager.post(at("plan_settle", "2026-27"), said, follow=True)
    told = [(message.level_tag, str(message)) for message in page.context["messages"]]
    assert told == [("error", "Somebody else took this lead off the action.")]


def test_what_nobody_leads_is_to_settle_and_told_before_the_plan_is_ratified(cast, manager):
    Plan.objects.filter(pk=cast.plan.pk).update(status="draft", ratified_on=None)
    alone = factories.ActionFactory(outcome=cast.outcome, text="Alone")
    gone = factories.LeadFactory(action=alone, post=cast.post)
    leads.withdraw_lead(lead=gone, by=cast.manager)
    factories.ActionFactory(outcome=cast.outcome, completed_on=day(2026, 9, 1))
    for action in (cast.action, cast.other_action):
        if not action.leads.exists():
            factories.LeadFactory(action=action, post=cast.post)
    page = manager.get(at("plan_settle", "2026-27"))
    assert [(row["action"], row["unled"]) for row in page.context["rows"] if row["unled"]] == [
        (alone, f"{at('action_leads', alone.pk)}?next={at('plan_settle', '2026-27')}")
    ]
    assert "nobody yet" in page.content.decode()
    assert manager.get(at("plan_ratify", "2026-27")).context["unled"] == 1
    factories.LeadFactory(action=alone, written="A plain word")
    rows = manager.get(at("plan_settle", "2026-27")).context["rows"]
    assert [bool(row["unled"]) for row in rows if row["action"] == alone] == [False]  # words now
    assert manager.get(at("plan_ratify", "2026-27")).context["unled"] == 0


def test_what_nobody_leads_is_not_asked_about_in_a_closed_plan(cast, manager):
    alone = factories.ActionFactory(outcome=cast.outcome)
    rows = manager.get(at("plan_settle", "2026-27")).context["rows"]
    assert alone in [row["action"] for row in rows]
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=day(2026, 11, 1))
    rows = manager.get(at("plan_settle", "2026-27")).context["rows"]
    assert alone not in [row["action"] for row in rows]


def test_plain_words_and_unread_timescales_are_doubts_too(cast, manager):
    factories.ActionFactory(
        outcome=cast.outcome, text="Unread", timescale_text="Forward Plan", timescale_kind="unknown"
    )
    factories.ActionFactory(
        outcome=cast.outcome, completed_on=day(2026, 9, 1), timescale_kind="unknown"
    )
    rows = manager.get(at("plan_settle", "2026-27")).context["rows"]
    assert [row["action"].text for row in rows] == ["Publish the threshold document", "Unread"]


def test_a_closed_plan_is_settled_but_otherwise_stays_as_it_was(cast, manager):
    """What was imported from a document is closed history, with its doubts."""
    doubted = factories.LeadFactory(action=cast.action, group=cast.group, to_settle=True)
    gone = factories.LeadFactory(action=cast.action, written="Gone", to_settle=True)
    words = cast.other_action.leads.get()
    cast.action.timescale_to_settle = True
    cast.action.save()
    undated = factories.ActionFactory(outcome=cast.outcome, timescale_kind="unknown", due=None)
    factories.LeadFactory(action=undated, post=cast.post)
    factories.report_on(cast.action, on=day(2026, 6, 1), rag="red", reason="Late")
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=day(2026, 10, 1))
    address = at("plan_settle", "2026-27")
    links = [link["href"] for link in manager.get(at("plan", "2026-27")).context["changes"]]
    assert address in links
    page = manager.get(address)
    assert [row["action"] for row in page.context["rows"]] == [cast.action, cast.other_action]
    html = page.content.decode()
    assert "Business plan 2026-27 is closed: its words, dates, ratings and reports stay" in html
    assert "Say when" not in html

    manager.post(address, {"settle": f"remove:lead-{gone.pk}"})
    manager.post(address, {"settle": f"keep:action-{cast.action.pk}"})
    change = at("lead_edit", words.pk)
    form = manager.get(change).context["form"]
    assert [name for name in form.fields if name != "seen"] == ["party"]
    assert manager.post(change, {"party": f"agency-{cast.agency.pk}"})["Location"] == address
    words.refresh_from_db()
    assert (words.agency, words.written, words.role) == (cast.agency, "Somebody else", "lead")
    doubted.refresh_from_db()
    cast.action.refresh_from_db()
    assert (doubted.to_settle, cast.action.timescale_to_settle) == (False, False)
    assert (cast.action.rag, cast.action.due) == ("red", day(2026, 12, 31))
    assert Lead.ever.get(pk=gone.pk).withdrawn_reason == (
        "The document means another action of its row."
    )
    assert list(manager.get(address).context["rows"]) == []
    links = [link["href"] for link in manager.get(at("plan", "2026-27")).context["changes"]]
    assert address not in links

    # Who is no doubt any more is history.
    for settled in (doubted, words):
        response = manager.post(at("lead_edit", settled.pk), {"party": "everyone"})
        assert response.status_code == 403
        assert "is closed and stays as it was" in response.content.decode()
    assert manager.post(at("lead_withdraw", doubted.pk), {"reason": "x"}).status_code == 403


SETTLE = 6


@pytest.mark.parametrize("more", [0, 30])
def test_doubts_take_the_same_queries_at_any_number(cast, manager, django_assert_num_queries, more):
    for _ in range(more):
        action = factories.ActionFactory(outcome=cast.outcome, timescale_to_settle=True)
        factories.LeadFactory(action=action, post=cast.post, to_settle=True)
    with django_assert_num_queries(SETTLE):
        assert manager.get(at("plan_settle", "2026-27")).status_code == 200
