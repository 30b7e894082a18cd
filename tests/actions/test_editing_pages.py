"""The manager's pages about the parts of a plan: forms, order, withdrawal, ways in."""

import datetime
import re

import pytest

from actions.models import Action, DueDateChange, Outcome, Plan, Priority
from actions.services import editing
from subgroups.models import SubGroup
from tests import factories

from .pages import at, fields_of

day = datetime.date


@pytest.fixture
def manager(cast, sign_in, today):
    return sign_in(cast.manager)


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
