"""One action: everything about it, its story, the steps taken with it, and two people at once."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import Action, DueDateChange, ProgressUpdate
from actions.services.updates import (
    change_due_date,
    complete_action,
    meet_milestone,
    record_update,
    reopen_action,
)
from boardplan import audit
from tests import factories

pytestmark = pytest.mark.usefixtures("today")

TODAY = datetime.date(2026, 11, 20)
MAY = datetime.date(2026, 5, 4)
JUNE = datetime.date(2026, 6, 1)
QUERIES = 11
SAVING = {"manager": 12, "contributor": 13}  # with the two that begin and end the transaction


def url(name, action):
    return reverse(name, args=["riverside", action.pk])


def page_of(client, action, **query):
    return client.get(url("action", action), query)


def said(form, **more):
    """What the form as it was shown would send, with these words in it."""
    return {
        **{name: form[name].value() for name in ("version", "opened")},
        "on": "2026-11-20",
        "text": "The draft is with the board.",
        "rag": "amber",
        "reason": "Two agencies still have to agree.",
        **more,
    }


def test_the_page_tells_everything(cast, sign_in):
    Action.objects.filter(pk=cast.action.pk).update(
        sub_items=["Draft", "Consult"],
        success_measure="Every school uses it",
        monitoring="Quarterly to the executive",
        sources=["Joint Inspection Plan"],
        core_task=True,
        shaped_by_children=True,
        first_due=datetime.date(2026, 9, 30),
        rag="green",
        rag_on=JUNE,
    )
    cast.action.reports_to.add(cast.group)
    factories.LeadFactory(action=cast.action, agency=cast.agency, role="support")
    factories.MilestoneFactory(action=cast.action, what="First draft", due=MAY, to="Board")
    page = page_of(sign_in(cast.viewer), cast.action)
    for words in (
        "Agree the early help strategy",
        "Action 1.1a",
        "1 Early help",
        "1.1 Families get help sooner",
        "Draft",
        "Consult",
        "Detective Inspector",
        "(Contributor)",
        "Accountable",
        "written “DI”",
        "Riverside Police",
        "Quality sub-group",
        "“December 2026”",
        "By the end of a month, due 31 December 2026",
        "First agreed: 30 September 2026",
        "92 days later than first agreed",
        "Every school uses it",
        "Quarterly to the executive",
        "Joint Inspection Plan",
        "Core task",
        "Shaped by children and young people",
        "First draft",
        "Not met",
        "But the dates suggest",
        "It is due on 31 December 2026 and no update has been given yet.",
        "Your account can read this plan but not change it. Ask the business manager.",
    ):
        assert words in page.text, words
    assert '<form class="app-update-form"' not in page.text


def test_the_words_of_the_board_are_used(cast, sign_in):
    words = {"action": "Task", "outcome": "Sub-objective", "lead": "Responsible person"}
    type(cast.board).objects.filter(pk=cast.board.pk).update(words=words)
    page = page_of(sign_in(cast.viewer), cast.action)
    assert page.context["label"] == "Task 1.1a"
    assert "Sub-objective" in page.text
    assert "Responsible person" in page.text
    assert "About this task" in page.text


def test_what_was_carried_on_is_linked_both_ways(cast, sign_in):
    old = factories.ActionFactory(outcome=cast.outcome, ref="9.9")
    Action.objects.filter(pk=cast.action.pk).update(carried_from=old)
    client = sign_in(cast.viewer)
    assert page_of(client, cast.action).context["carried_from"] == {
        "text": "Business plan 2026-27, 9.9",
        "url": url("action", old),
    }
    assert page_of(client, old).context["carried_to"] == {
        "text": "Business plan 2026-27, 1.1a",
        "url": url("action", cast.action),
    }


def test_buttons_stand_only_where_they_work(cast, sign_in):
    def offered(user):
        page = page_of(sign_in(user), cast.action)
        return [name for name in ("update", "complete", "date") if f'/{name}/"' in page.text]

    assert offered(cast.manager) == ["update", "complete", "date"]
    assert offered(cast.chair) == ["update", "complete"]
    assert offered(cast.contributor) == ["update", "complete"]
    assert offered(cast.executive) == []
    assert offered(cast.viewer) == []


@pytest.mark.parametrize("name", ["action_update", "action_complete", "action_reopen"])
def test_who_may_not_update_is_told_why(cast, sign_in, name):
    client = sign_in(cast.executive)
    for response in (client.get(url(name, cast.action)), client.post(url(name, cast.action))):
        assert response.status_code == 403
        assert "You do not lead this action." in response.text


def test_only_the_manager_moves_a_date(cast, sign_in):
    response = sign_in(cast.contributor).get(url("action_date", cast.action))
    assert response.status_code == 403
    assert "Only the business manager changes what the plan says." in response.text


def test_the_story_tells_who_when_from_what_to_what(cast, sign_in):
    record_update(
        action=cast.action, by=cast.manager, on=MAY, text="Begun", rag="amber", reason="x"
    )
    record_update(
        action=cast.action, by=cast.chair, on=JUNE, text="In place", rag="green", reason="Early"
    )
    change_due_date(
        action=cast.action, by=cast.manager, due=datetime.date(2027, 1, 31), reason="It runs longer"
    )
    audit.record(
        by=cast.manager,
        verb="edited",
        obj=cast.action,
        changes={"text": ["Agree it", "Agree the early help strategy"], "core_task": [False, True]},
    )
    milestone = factories.MilestoneFactory(action=cast.action, what="First draft")
    meet_milestone(milestone=milestone, by=cast.chair, on=JUNE)
    complete_action(action=cast.action, by=cast.chair, on=TODAY, text="Agreed")
    reopen_action(action=cast.action, by=cast.manager, reason="Health withdrew")
    client = sign_in(cast.viewer)
    entries = page_of(client, cast.action).context["entries"]
    told = [(entry.heading, entry.by, entry.reason) for entry in entries]
    assert sorted(told) == sorted(
        [
            ("Reopened", "Manager", "Health withdrew"),
            ("Completed", "Chair", ""),
            ("Milestone met: First draft", "Chair", ""),
            ("Edited", "Manager", ""),
            ("Due date moved", "Manager", "It runs longer"),
            ("Rated green, was amber", "Chair", "Early"),
            ("Rated amber", "Manager", "x"),
        ]
    )
    assert [entry.day for entry in entries] == sorted((e.day for e in entries), reverse=True)
    edit = next(entry for entry in entries if entry.heading == "Edited")
    assert [(change.label, change.before, change.after) for change in edit.changes] == [
        ("Text", "Agree it", "Agree the early help strategy"),
        ("Core task", "no", "yes"),
    ]
    dates = page_of(client, cast.action, story="dates").context["entries"]
    assert [entry.heading for entry in dates] == ["Due date moved", "Milestone met: First draft"]
    edits = page_of(client, cast.action, story="edits").context["entries"]
    assert [entry.heading for entry in edits] == ["Edited"]


def test_a_completion_of_the_document_is_told_too(cast, sign_in):
    Action.objects.filter(pk=cast.action.pk).update(completed_on=JUNE)
    factories.ProgressUpdateFactory(action=cast.action, on=MAY, source="document", by_name="")
    entries = page_of(sign_in(cast.viewer), cast.action).context["entries"]
    assert [(entry.heading, entry.day, entry.from_document) for entry in entries] == [
        ("Completed", JUNE, False),
        ("Progress", MAY, True),
    ]


def test_an_update_from_the_action_page_comes_back_to_it(cast, sign_in):
    client = sign_in(cast.contributor)
    form = page_of(client, cast.action).context["form"]
    saved = client.post(url("action_update", cast.action), said(form, next="action"))
    assert (saved.status_code, saved.url) == (302, url("action", cast.action))
    page = page_of(client, cast.action)
    assert "Two agencies still have to agree." in page.text
    wrong = client.post(
        url("action_update", cast.action), said(page.context["form"], next="action", reason="")
    )
    assert wrong.status_code == 422
    assert wrong.templates[0].name == "actions/action.html"
    assert wrong.context["form"].errors == {"reason": ["Say why it is amber"]}


def test_the_form_has_a_page_of_its_own(cast, sign_in):
    client = sign_in(cast.contributor)
    page = client.get(url("action_update", cast.action))
    assert page.templates[0].name == "actions/update.html"
    saved = client.post(url("action_update", cast.action), said(page.context["form"]))
    assert saved.url == url("action", cast.action)


def test_the_form_works_in_a_row_of_another_page(cast, sign_in):
    client = sign_in(cast.contributor)
    where = url("action_update", cast.action) + "?row=1"
    htmx = {"HTTP_HX_REQUEST": "true"}
    page = client.get(where, **htmx)
    assert page.templates[0].name == "actions/_update_row.html"
    form = page.context["update"]["form"]
    wrong = client.post(where, said(form, reason=""), **htmx)
    assert (wrong.status_code, wrong.templates[0].name) == (422, "actions/_update_row.html")
    saved = client.post(where, said(form), **htmx)
    assert (saved.status_code, saved.templates[0].name) == (200, "actions/_row_saved.html")
    assert saved["HX-Trigger"] == (
        f'{{"actionSaved": {{"id": {cast.action.pk}, "rag": "amber", "version": 2}}}}'
    )
    assert f'id="action-{cast.action.pk}-rag" hx-swap-oob="true"' in saved.text
    assert "The draft is with the board." in saved.text


def test_two_people_at_once_both_keep_their_words(cast):
    first, second = Client(), Client()
    first.force_login(cast.chair)
    second.force_login(cast.contributor)
    mine = page_of(second, cast.action).context["form"]
    theirs = page_of(first, cast.action).context["form"]
    first.post(
        url("action_update", cast.action),
        said(theirs, text="Health has signed.", reason="Schools are left."),
    )
    words = said(mine, next="action", evidence="Minutes of May")
    conflict = second.post(url("action_update", cast.action), words)
    assert conflict.status_code == 409
    shown = conflict.context["update"]["conflict"]
    assert shown["by"] == "Chair"
    assert {row["label"]: (row["theirs"], row["mine"]) for row in shown["rows"]} == {
        "Progress": ("Health has signed.", "The draft is with the board."),
        "Rating": ("Amber", "Amber"),
        "Why": ("Schools are left.", "Two agencies still have to agree."),
        "Evidence": ("nothing", "Minutes of May"),
        "As at": ("20 November 2026", "20 November 2026"),
    }
    assert "Add mine as well" in conflict.text
    assert "discard mine" in conflict.text
    assert ProgressUpdate.objects.count() == 1
    again = conflict.context["form"]
    assert again["text"].value() == "The draft is with the board."
    saved = second.post(url("action_update", cast.action), words | said(again, next="action"))
    assert saved.status_code == 302
    assert list(ProgressUpdate.objects.values_list("by_name", "text")) == [
        ("Chair", "Health has signed."),
        ("Contributor, Riverside Police", "The draft is with the board."),
    ]


def test_an_edit_in_the_meantime_is_shown_as_well(cast, sign_in):
    client = sign_in(cast.contributor)
    form = page_of(client, cast.action).context["form"]
    change_due_date(
        action=cast.action, by=cast.manager, due=datetime.date(2027, 1, 31), reason="Longer"
    )
    conflict = client.post(url("action_update", cast.action), said(form, next="owed"))
    assert conflict.status_code == 409
    shown = conflict.context["card"]["conflict"]
    assert (shown["by"], shown["rows"]) == ("Manager", [])
    (event,) = shown["changes"]
    change = event["changes"][0]
    assert (change.label, change.before, change.after) == (
        "Due date",
        "31 December 2026",
        "31 January 2027",
    )
    assert ProgressUpdate.objects.count() == 0


def test_a_second_click_saves_once(cast, sign_in):
    client = sign_in(cast.contributor)
    words = said(page_of(client, cast.action).context["form"], next="action")
    for _ in range(2):
        saved = client.post(url("action_update", cast.action), words)
        assert saved.url == url("action", cast.action)
    assert ProgressUpdate.objects.count() == 1


def test_completing_and_reopening(cast, sign_in):
    client = sign_in(cast.contributor)
    page = client.get(url("action_complete", cast.action))
    words = said(page.context["form"], on="2026-11-01")
    assert client.post(url("action_complete", cast.action), words | {"text": ""}).status_code == 422
    assert client.post(url("action_complete", cast.action), words).status_code == 302
    cast.action.refresh_from_db()
    assert cast.action.completed_on == datetime.date(2026, 11, 1)
    page = page_of(client, cast.action)
    assert "Reopen this action" in page.text
    assert page.context["update"] is None
    assert client.post(url("action_complete", cast.action), words).status_code == 409
    page = client.get(url("action_reopen", cast.action))
    assert (
        client.post(
            url("action_reopen", cast.action), said(page.context["form"], reason="Health withdrew")
        ).status_code
        == 302
    )
    cast.action.refresh_from_db()
    assert (cast.action.completed_on, cast.action.rag) == (None, "amber")


def test_moving_a_date(cast, sign_in):
    client = sign_in(cast.manager)
    form = client.get(url("action_date", cast.action)).context["form"]
    words = said(form, due="2027-01-31", reason="")
    wrong = client.post(url("action_date", cast.action), words)
    assert wrong.context["form"].errors == {"reason": ["Say why the date moves"]}
    saved = client.post(url("action_date", cast.action), words | {"reason": "It runs longer"})
    assert saved.status_code == 302
    assert DueDateChange.objects.get().after == datetime.date(2027, 1, 31)
    conflict = client.post(url("action_date", cast.action), words | {"reason": "Again"})
    assert conflict.status_code == 409
    assert "Change date all the same" in conflict.text


def test_a_draft_asks_for_no_reason(cast, sign_in):
    type(cast.plan).objects.update(status="draft", ratified_on=None)
    client = sign_in(cast.manager)
    form = client.get(url("action_date", cast.action)).context["form"]
    assert list(form.fields) == ["due", "version", "opened"]
    assert (
        client.post(url("action_date", cast.action), said(form, due="2027-01-31")).status_code
        == 302
    )


def test_milestones_are_ticked_and_unticked(cast, sign_in):
    milestone = factories.MilestoneFactory(action=cast.action)
    where = reverse("milestone_met", args=["riverside", milestone.pk])
    client = sign_in(cast.contributor)
    for met, expected in (("1", TODAY), ("0", None)):
        assert client.post(where, {"met": met}).url == url("action", cast.action)
        milestone.refresh_from_db()
        assert milestone.met_on == expected
    assert client.post(where, {"met": "x"}).status_code == 400
    assert client.get(where).status_code == 405
    assert sign_in(cast.executive).post(where, {"met": "1"}).status_code == 403
    assert sign_in(cast.outsider).post(where, {"met": "1"}).status_code == 404


def test_another_board_sees_nothing(cast, sign_in):
    client = sign_in(cast.manager)
    for name in ("action", "action_update", "action_complete", "action_reopen", "action_date"):
        assert client.get(url(name, cast.other_board_action)).status_code == 404


@pytest.mark.parametrize("more", [0, 30])
def test_the_page_needs_a_constant_number_of_queries(
    cast, sign_in, django_assert_num_queries, more
):
    for number in range(more):
        on = MAY + datetime.timedelta(days=number)
        record_update(
            action=cast.action, by=cast.manager, on=on, text="More", rag="amber", reason="x"
        )
        factories.MilestoneFactory(action=cast.action)
        factories.LeadFactory(action=cast.action, agency=cast.agency)
    client = sign_in(cast.contributor)
    with django_assert_num_queries(QUERIES):
        page = page_of(client, cast.action)
    assert len(page.context["entries"]) == more


@pytest.mark.parametrize("more", [0, 30])
@pytest.mark.parametrize("role", SAVING)
def test_saving_asks_the_same_number_of_queries_at_any_size(
    cast, sign_in, django_assert_num_queries, role, more
):
    for number in range(more):
        on = MAY + datetime.timedelta(days=number)
        record_update(
            action=cast.action, by=cast.manager, on=on, text="More", rag="amber", reason="x"
        )
        factories.MilestoneFactory(action=cast.action, due=MAY)
    client = sign_in(getattr(cast, role))
    form = page_of(client, cast.action).context["form"]
    client.post(url("action_update", cast.action), said(form))
    cast.action.refresh_from_db()
    again = said(form, version=cast.action.version, text="And agreed")
    with django_assert_num_queries(SAVING[role]):
        assert client.post(url("action_update", cast.action), again).status_code == 302
    assert cast.action.updates.count() == more + 2


def test_what_was_ticked_by_somebody_else_meanwhile_is_no_error(cast, sign_in):
    missed = factories.MilestoneFactory(action=cast.action, due=MAY)
    client = sign_in(cast.contributor)
    form = page_of(client, cast.action).context["form"]
    missed.met_on = JUNE
    missed.save()
    client.post(url("action_update", cast.action), said(form, met=[missed.pk]))
    assert cast.action.updates.get().text == "The draft is with the board."


def test_milestones_are_ticked_with_the_update(cast, sign_in):
    missed = factories.MilestoneFactory(action=cast.action, due=MAY, what="First draft")
    ahead = factories.MilestoneFactory(action=cast.action, due=datetime.date(2026, 12, 1))
    other = factories.MilestoneFactory(action=cast.other_action, due=MAY)
    client = sign_in(cast.contributor)
    form = page_of(client, cast.action).context["form"]
    assert form.fields["met"].choices == [(str(missed.pk), "First draft, due 4 May 2026")]
    for pk in (ahead.pk, other.pk):
        wrong = client.post(url("action_update", cast.action), said(form, met=[pk]))
        assert list(wrong.context["form"].errors) == ["met"]
    client.post(url("action_update", cast.action), said(form, met=[missed.pk], on="2026-11-01"))
    days = []
    for milestone in (missed, ahead, other):
        milestone.refresh_from_db()
        days.append(milestone.met_on)
    assert days == [datetime.date(2026, 11, 1), None, None]
