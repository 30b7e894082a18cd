"""The manager's pages: forms, order, leads, what is to settle, the life of a plan."""

import datetime
import re

import pytest
from django.urls import reverse

from actions.models import Action, DueDateChange, Lead, Milestone, Outcome, Plan, Priority
from actions.services import editing, leads
from boardplan.errors import RuleBroken
from subgroups.models import SubGroup
from tests import factories

day = datetime.date


@pytest.fixture
def manager(cast, sign_in, today):
    return sign_in(cast.manager)


def at(name, *args):
    return reverse(name, args=["riverside", *args])


def fields_of(response) -> dict:
    """What a browser would send back: the form's own values."""
    form = response.context["form"]
    data = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if isinstance(value, datetime.date):
            value = value.isoformat()
        if value not in (None, "", False, []):
            data[bound.html_name] = value
    return data


# Parts


def test_every_page_has_one_h1_and_its_words_in_the_title(cast, manager):
    cast.board.words = {"outcome": "Sub-objective", "action": "Task"}
    cast.board.save()
    milestone = factories.MilestoneFactory(action=cast.action)
    pages = {
        at("plan_new"): "New plan",
        at("plan_edit", "2026-27"): "Edit Business plan 2026-27",
        at("plan_close", "2026-27"): "Close Business plan 2026-27",
        at("plan_roll_forward", "2026-27"): "Roll Business plan 2026-27 forward",
        at("plan_arrange", "2026-27"): "Arrange Business plan 2026-27",
        at("plan_settle", "2026-27"): "To settle",
        at("priority_new", "2026-27"): "Add a priority",
        at("outcome_new", "2026-27"): "Add a sub-objective",
        at("action_new", "2026-27"): "Add a task",
        at("priority_edit", cast.priority.pk): "Edit priority 1 Early help",
        at("outcome_edit", cast.outcome.pk): "Edit sub-objective 1.1 Families get help sooner",
        at("action_edit", cast.action.pk): "Edit task 1.1a Agree the early help strategy",
        at("action_move", cast.action.pk): "Move task 1.1a Agree the early help strategy",
        at("outcome_move", cast.outcome.pk): "Move sub-objective 1.1 Families get help sooner",
        at("priority_move", cast.priority.pk): "Move priority 1 Early help",
        at("action_withdraw", cast.action.pk): "Withdraw task 1.1a Agree the early help strategy",
        at("action_leads", cast.action.pk): "Leads: 1.1a Agree the early help strategy",
        at("lead_edit", cast.action.leads.get().pk): "Change lead Detective Inspector",
        at("action_milestones", cast.action.pk): "Milestones: 1.1a Agree the early help strategy",
        at("milestone_edit", milestone.pk): "Edit milestone Report to the board",
        at("milestone_withdraw", milestone.pk): "Withdraw milestone Report to the board",
    }
    for address, heading in pages.items():
        response = manager.get(address)
        html = response.content.decode()
        assert (response.status_code, address) == (200, address)
        assert [re.sub(r"\s+", " ", found) for found in re.findall(r"<h1[^>]*>([^<]*)", html)] == [
            heading
        ]
        assert f"<title>{heading} – Riverside" in html
        assert not re.search(r"<script(?![^>]*src)|\son[a-z]+=|\sstyle=", html)


@pytest.mark.parametrize("role", ["chair", "contributor", "executive", "viewer"])
def test_nobody_but_the_manager_edits(cast, sign_in, role):
    client = sign_in(getattr(cast, role))
    for address in (
        at("action_edit", cast.action.pk),
        at("plan_arrange", "2026-27"),
        at("plan_new"),
        at("action_leads", cast.action.pk),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"text": "x"}).status_code == 403
    cast.action.refresh_from_db()
    assert cast.action.version == 1


def test_what_belongs_to_another_board_is_not_found(cast, sign_in):
    client = sign_in(cast.manager)
    secret = cast.other_board_action
    for name, pk in (
        ("action_edit", secret.pk),
        ("outcome_edit", secret.outcome_id),
        ("priority_edit", secret.outcome.priority_id),
        ("action_leads", secret.pk),
        ("lead_edit", factories.LeadFactory(action=secret).pk),
        ("milestone_edit", factories.MilestoneFactory(action=secret).pk),
    ):
        assert client.get(at(name, pk)).status_code == 404
    assert client.get(at("plan_edit", "no-such-plan")).status_code == 404


def test_a_closed_plan_opens_no_form(cast, manager):
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=day(2026, 10, 1))
    for address in (
        at("action_edit", cast.action.pk),
        at("plan_arrange", "2026-27"),
        at("plan_edit", "2026-27"),
        at("action_leads", cast.action.pk),
        at("lead_edit", cast.action.leads.get().pk),
    ):
        response = manager.get(address)
        assert (response.status_code, "is closed and stays as it was" in str(response.content)) == (
            403,
            True,
        )


def test_an_action_is_added_with_its_timescale(cast, manager):
    form = manager.get(at("action_new", "2026-27") + f"?outcome={cast.outcome.pk}")
    data = fields_of(form)
    assert data["outcome"] == cast.outcome.pk
    data |= {
        "text": "Report to the board",
        "sub_items": "First\nSecond",
        "owner": cast.group.pk,
        "reports_to": [cast.group.pk],
        "timescale_text": "Quarterly",
        "sources": "A review",
        "core_task": "on",
    }
    response = manager.post(at("action_new", "2026-27"), data)
    action = Action.objects.get(text="Report to the board")
    assert response.url == at("action_leads", action.pk)
    assert (action.sub_items, action.sources, action.core_task) == (
        ["First", "Second"],
        ["A review"],
        True,
    )
    assert (action.timescale_kind, action.milestones.count()) == ("recurring", 4)
    assert list(action.reports_to.all()) == [cast.group]


def test_an_untouched_form_changes_nothing(cast, manager):
    cast.action.sources = ["One", "Two"]
    cast.action.due = day(2027, 2, 14)  # moved for a reason since the words were read
    cast.action.next_review = None
    cast.action.save()
    before = Action.objects.filter(pk=cast.action.pk).values().get()
    data = fields_of(manager.get(at("action_edit", cast.action.pk)))
    assert manager.post(at("action_edit", cast.action.pk), data).status_code == 302
    assert Action.objects.filter(pk=cast.action.pk).values().get() == before


def test_words_are_read_before_they_are_saved(cast, manager):
    data = fields_of(manager.get(at("action_edit", cast.action.pk)))
    data |= {"timescale_text": "End of March 2027 (Ongoing)", "check": "1"}
    html = manager.post(at("action_edit", cast.action.pk), data).content.decode()
    assert "By 31 March 2027, then ongoing. Next review 31 March 2027." in html
    cast.action.refresh_from_db()
    assert cast.action.timescale_text == "December 2026"
    piece = manager.get(at("timescale_reading", "2026-27"), {"timescale_text": "Quarterly"})
    assert (
        "4 times a year. One milestone each: 30 June 2026, 30 September 2026, 31 December 2026, "
        "31 March 2027. Next review 31 December 2026." in piece.content.decode()
    )


def test_a_moved_date_asks_for_its_reason_beside_the_field(cast, manager):
    data = fields_of(manager.get(at("action_edit", cast.action.pk)))
    data["timescale_text"] = "January 2027"
    response = manager.post(at("action_edit", cast.action.pk), data)
    assert response.status_code == 422
    assert response.context["form"].errors == {"due_reason": ["Say why the date moves."]}
    data["due_reason"] = "The trainer was ill"
    assert manager.post(at("action_edit", cast.action.pk), data).status_code == 302
    assert DueDateChange.objects.get().after == day(2027, 1, 31)


def test_a_correction_is_typed_and_shown(cast, manager):
    data = fields_of(manager.get(at("action_edit", cast.action.pk)))
    data |= {"timescale_text": "When ready", "meaning": "mine", "kind": "date", "due": ""}
    response = manager.post(at("action_edit", cast.action.pk), data)
    assert response.context["form"].errors == {"due": ["Enter the day on which it is due"]}
    data |= {"due": "2026-12-31"}
    assert manager.post(at("action_edit", cast.action.pk), data).status_code == 302
    cast.action.refresh_from_db()
    assert (cast.action.timescale_text, cast.action.timescale_corrected) == ("When ready", True)
    html = manager.get(at("action_edit", cast.action.pk)).content.decode()
    assert "As you said:</strong> By 31 December 2026." in html


def test_a_date_typed_beside_the_words_is_not_lost_without_a_word(cast, manager):
    address = at("action_edit", cast.action.pk)
    data = fields_of(manager.get(address)) | {"meaning": "words", "due": "2027-01-15"}
    response = manager.post(address, data)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "meaning": ["You changed what the words mean: choose “What I say below”, or put it back"]
    }
    assert response.context["correcting"] is True
    cast.action.refresh_from_db()
    assert cast.action.due != day(2027, 1, 15)


def test_a_new_action_leads_to_who_leads_it_and_back_to_its_row(cast, manager):
    here = at("plan_arrange", "2026-27")
    data = {"outcome": cast.outcome.pk, "text": "Ask pupils", "meaning": "words", "kind": "date"}
    response = manager.post(at("action_new", "2026-27"), data | {"next": here})
    action = Action.objects.get(text="Ask pupils")
    leads = at("action_leads", action.pk)
    assert response.url == f"{leads}?next={here.replace('/', '%2F')}%23action-{action.pk}"
    page = manager.get(response.url)
    assert page.context["back"] == f"{here}#action-{action.pk}"
    said = {"party": "everyone", "role": "lead", "next": page.context["next"]}
    assert manager.post(leads, said).url == response.url


def test_two_managers_at_once_both_versions_are_shown(cast, manager):
    data = fields_of(manager.get(at("action_edit", cast.action.pk)))
    editing.edit_action(action=cast.action, values={"text": "Theirs"}, by=cast.manager)
    data["text"] = "Mine"
    response = manager.post(at("action_edit", cast.action.pk), data)
    assert response.status_code == 409
    conflict = response.context["conflict"]
    assert (conflict["by"], conflict["rows"]) == (
        "Manager",
        [{"label": "Action", "mine": "Mine", "theirs": "Theirs"}],
    )
    cast.action.refresh_from_db()
    assert cast.action.text == "Theirs"
    again = fields_of(response)
    assert (again["text"], str(again["version"])) == ("Mine", "2")
    assert manager.post(at("action_edit", cast.action.pk), again).status_code == 302
    cast.action.refresh_from_db()
    assert cast.action.text == "Mine"


def test_afterwards_it_goes_where_it_came_from_but_never_elsewhere(cast, manager):
    address = at("priority_edit", cast.priority.pk)
    data = fields_of(manager.get(address))
    here = at("plan_arrange", "2026-27")
    assert manager.post(address, data | {"next": here}).url == (
        f"{here}#priority-{cast.priority.pk}"  # its own row, not the top of a long page
    )
    for evil in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert manager.post(address, fields_of(manager.get(address)) | {"next": evil}).url == (
            at("plan", "2026-27") + f"#priority-{cast.priority.pk}"
        )


def test_levels_are_added(cast, manager):
    manager.post(at("priority_new", "2026-27"), {"title": "Neglect", "ref": "2"})
    priority = Priority.objects.get(title="Neglect")
    manager.post(at("outcome_new", "2026-27"), {"priority": priority.pk, "title": "Seen sooner"})
    assert Outcome.objects.get(title="Seen sooner").priority == priority
    response = manager.post(at("outcome_new", "2026-27"), {"title": ""})
    assert sorted(response.context["form"].errors) == ["priority", "title"]


# Order, place, withdrawal


def test_buttons_move_a_row_up_and_down(cast, manager):
    arrange = at("plan_arrange", "2026-27")
    response = manager.post(arrange, {"step": f"down:action-{cast.action.pk}"})
    assert response.url == f"{arrange}#action-{cast.action.pk}"
    assert [a.ref for a in Action.objects.filter(plan=cast.plan)] == ["1.1b", "1.1a"]
    manager.post(arrange, {"step": f"up:action-{cast.action.pk}"})
    manager.post(arrange, {"step": f"up:action-{cast.action.pk}"})  # first already
    assert [a.ref for a in Action.objects.filter(plan=cast.plan)] == ["1.1a", "1.1b"]
    assert manager.post(arrange, {"step": "sideways:action-1"}).status_code == 400


def test_an_action_moves_to_a_place_under_another_outcome(cast, manager):
    other = factories.OutcomeFactory(priority=cast.priority, ref="1.2")
    factories.ActionFactory(outcome=other, ref="x")
    data = {"under": other.pk, "place": "1", "version": "1"}
    manager.post(at("action_move", cast.action.pk), data)
    assert [a.ref for a in other.actions.order_by("position")] == ["1.1a", "x"]
    stale = manager.post(at("action_move", cast.action.pk), data)
    assert stale.status_code == 422
    assert "Somebody else changed this action" in stale.content.decode()


def test_withdrawn_and_restored(cast, manager):
    address = at("action_withdraw", cast.action.pk)
    assert manager.post(address, {"reason": " "}).context["form"].errors == {
        "reason": ["Say why it is withdrawn"]
    }
    here = at("plan_arrange", "2026-27")
    assert manager.post(address, {"reason": "Merged", "next": here}).url == here
    assert "Restore" in manager.get(here).content.decode()
    assert manager.get(at("action_restore", cast.action.pk)).status_code == 405
    manager.post(at("action_restore", cast.action.pk))
    cast.action.refresh_from_db()
    assert cast.action.withdrawn_at is None


ARRANGE = 10


@pytest.mark.parametrize("more", [0, 30])
def test_the_outline_takes_the_same_queries_at_any_size(
    cast, manager, django_assert_num_queries, more
):
    for _ in range(more):
        outcome = factories.OutcomeFactory(priority=factories.PriorityFactory(plan=cast.plan))
        factories.LeadFactory(action=factories.ActionFactory(outcome=outcome))
    with django_assert_num_queries(ARRANGE):
        assert manager.get(at("plan_arrange", "2026-27")).status_code == 200


# Leads and milestones


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


# To settle


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


# A plan's life


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


# Ways in


def links_of(response) -> set[str]:
    return set(re.findall(r'(?:href|action)="(/riverside/[^"]*)"', response.content.decode()))


def test_the_plan_page_leads_to_what_may_be_done_with_it(cast, manager, sign_in):
    ways = {at(f"plan_{step}", "2026-27") for step in ("arrange", "edit", "settle")}
    steps = {at(f"plan_{step}", "2026-27") for step in ("close", "roll_forward")}
    everything = ways | steps | {at("plan_ratify", "2026-27")}
    page = at("plan", "2026-27")
    assert links_of(manager.get(page)) & everything == ways | steps
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=day(2026, 10, 1))
    assert links_of(manager.get(page)) & everything == {at("plan_roll_forward", "2026-27")}
    assert links_of(sign_in(cast.viewer).get(page)) & everything == set()
    # Rolled forward, it leads to the plan that goes on with it
    following = factories.PlanFactory(board=cast.board, slug="later", rolled_from=cast.plan)
    found = links_of(sign_in(cast.manager).get(page))
    assert found & everything == set()
    assert at("plan", following.slug) in found


def test_the_action_page_leads_to_its_edits(cast, manager, sign_in):
    names = ("edit", "leads", "milestones", "move", "withdraw", "restore")
    ways = {name: at(f"action_{name}", cast.action.pk) for name in names}
    page = at("action", cast.action.pk)
    assert links_of(manager.get(page)) & set(ways.values()) == set(ways.values()) - {
        ways["restore"]
    }
    manager.post(ways["withdraw"], {"reason": "Merged"})
    assert links_of(manager.get(page)) & set(ways.values()) == {ways["restore"]}
    assert links_of(sign_in(cast.viewer).get(page)) & set(ways.values()) == set()


def test_a_board_that_has_nobody_yet_is_shown_where_to_add_them(cast, manager):
    plan = factories.PlanFactory(board=cast.board, slug="empty", status="draft")
    action = factories.ActionFactory(
        outcome=factories.OutcomeFactory(plan=plan, priority=factories.PriorityFactory(plan=plan))
    )
    html = manager.get(at("action_leads", action.pk)).content.decode()
    for name in ("post_new", "agency_new", "group_new"):
        assert f'href="{at(name)}"' in html


def test_without_groups_nobody_is_asked_which_of_them_receive_reports(cast, manager):
    address = f"{at('action_new', '2026-27')}?outcome={cast.outcome.pk}"
    assert "reports_to" in manager.get(address).context["form"].fields
    SubGroup.objects.update(ended_on=day(2026, 1, 1))
    page = manager.get(address)
    assert "reports_to" not in page.context["form"].fields
    assert page.context["reading"].startswith("No timescale is given.")
    data = fields_of(page) | {"text": "Ask the families"}
    assert manager.post(address, data).status_code == 302
    assert Action.objects.filter(text="Ask the families").count() == 1
