"""Reporting on an outcome as a whole: who may, from where, and two people at once."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import Action, Outcome, Plan, ProgressUpdate
from actions.permissions import may_update_outcome
from actions.services.updates import record_outcome_update, record_update
from boardplan.audit import AuditEvent
from subgroups.models import Standing
from tests import factories

pytestmark = pytest.mark.usefixtures("today")

PLAN = "/riverside/plans/2026-27/"
JUNE = datetime.date(2026, 6, 1)
HTMX = {"HX-Request": "true"}


def where(outcome, **query):
    return reverse("outcome_update", args=["riverside", outcome.pk], query=query)


def said(form, **more):
    return {
        **{name: form[name].value() for name in ("version", "opened")},
        "on": "2026-11-20",
        "text": "Three of five districts have begun.",
        "rag": "amber",
        "reason": "Two districts have nobody yet.",
        **more,
    }


def test_a_report_is_kept_told_and_recorded(cast, sign_in):
    client = sign_in(cast.contributor)
    form = client.get(where(cast.outcome)).context["form"]
    more = {"evidence": "Minutes of May", "difference_made": "Fewer wait"}
    saved = client.post(where(cast.outcome), said(form, **more))
    assert (saved.status_code, saved.url) == (302, f"{PLAN}#outcome-{cast.outcome.pk}")
    update = ProgressUpdate.objects.get()
    assert (update.outcome, update.action, update.plan) == (cast.outcome, None, cast.plan)
    assert (update.text, update.rag, update.reason, update.evidence, update.difference_made) == (
        "Three of five districts have begun.",
        "amber",
        "Two districts have nobody yet.",
        "Minutes of May",
        "Fewer wait",
    )
    assert (update.by, update.by_name) == (cast.contributor, "Contributor, Riverside Police")
    event = AuditEvent.objects.about(cast.outcome).get()
    assert (event.by_name, event.verb) == ("Contributor", "reported progress on")
    cast.plan.refresh_from_db()
    assert cast.plan.last_updated_on == datetime.date(2026, 11, 20)
    html = client.get(PLAN).content.decode()
    assert '<span class="plan-words">Three of five districts have begun.</span>' in html
    assert '<span class="plan-reason">Two districts have nobody yet.</span>' in html


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        ({"text": " "}, {"text": ["Say what has happened"]}),
        ({"reason": ""}, {"reason": ["Say why it is amber"]}),
        ({"on": "2026-11-21"}, {"on": ["The date must be today or in the past"]}),
    ],
)
def test_what_is_missing_is_said_beside_its_field(cast, sign_in, words, errors):
    client = sign_in(cast.manager)
    form = client.get(where(cast.outcome)).context["form"]
    response = client.post(where(cast.outcome), said(form, **words))
    assert (response.status_code, response.context["form"].errors) == (422, errors)
    assert ProgressUpdate.objects.count() == 0


def test_a_rating_may_be_left_out(cast, sign_in):
    client = sign_in(cast.manager)
    form = client.get(where(cast.outcome)).context["form"]
    assert form.fields["rag"].choices[-1] == ("", "No rating this time")
    assert client.post(where(cast.outcome), said(form, rag="", reason="")).status_code == 302
    assert ProgressUpdate.objects.get().rag == ""


def test_who_may_report_on_the_whole(cast):
    """Whoever may update one of its actions may; but only of this very outcome."""
    elsewhere = factories.ActionFactory(outcome=factories.OutcomeFactory(priority=cast.priority))
    factories.LeadFactory(action=elsewhere, group=cast.group)
    found = {}
    for name, user in {
        "manager": cast.manager,
        "chair": cast.chair,
        "contributor": cast.contributor,
        "executive": cast.executive,
        "viewer": cast.viewer,
    }.items():
        client = Client()
        client.force_login(user)
        found[name] = [
            client.get(where(outcome)).status_code for outcome in (cast.outcome, elsewhere.outcome)
        ]
    assert found == {
        "manager": [200, 200],
        "chair": [200, 200],
        "contributor": [200, 403],
        "executive": [403, 403],
        "viewer": [403, 403],
    }


def test_the_rule_gives_its_reason(cast):
    manager, viewer = Standing(role="manager"), Standing(role="viewer")
    lead = Standing(role="contributor")

    def reason(standing, *, updates_one):
        answer = may_update_outcome(standing, cast.outcome, cast.plan, updates_one=updates_one)
        return getattr(answer, "reason", "")

    assert reason(manager, updates_one=False) == reason(lead, updates_one=True) == ""
    assert reason(viewer, updates_one=True).startswith("Your account can read")
    assert reason(lead, updates_one=False).startswith("You lead nothing")
    cast.outcome.withdrawn_at = JUNE
    assert reason(manager, updates_one=True).startswith("This was withdrawn")
    cast.plan.status = Plan.Status.CLOSED
    assert reason(manager, updates_one=True).startswith("Business plan 2026-27 is closed")


@pytest.mark.parametrize(
    ("role", "links"), [("manager", 1), ("chair", 1), ("contributor", 1), ("viewer", 0)]
)
def test_the_plan_page_offers_it_to_those_who_may(cast, sign_in, role, links):
    other = factories.OutcomeFactory(priority=cast.priority)
    for _ in range(2):
        factories.LeadFactory(action=factories.ActionFactory(outcome=other))
    single = factories.ActionFactory(outcome=factories.OutcomeFactory(priority=cast.priority))
    told = factories.ActionFactory(outcome=factories.OutcomeFactory(priority=cast.priority))
    record_outcome_update(outcome=told.outcome, by=cast.manager, on=JUNE, text="Begun")
    html = sign_in(getattr(cast, role)).get(PLAN).content.decode()
    assert html.count(f'hx-get="{where(cast.outcome, row=1)}"') == links
    assert html.count(f'hx-get="{where(other, row=1)}"') == (role == "manager")
    # A single action tells the whole, until somebody has told it otherwise.
    assert where(single.outcome) not in html
    assert html.count(f'hx-get="{where(told.outcome, row=1)}"') == (role == "manager")
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=JUNE)
    html = sign_in(getattr(cast, role)).get(PLAN).content.decode()
    assert html.count("Report on the outcome as a whole") == 0


def test_the_action_page_leads_there_and_back(cast, sign_in):
    client = sign_in(cast.contributor)
    here = reverse("action", args=["riverside", cast.action.pk])
    link = where(cast.outcome, next=here).replace("%2F", "/")
    assert f'href="{link}"' in client.get(here).content.decode()
    form = client.get(link).context["form"]
    assert client.post(link, said(form, next=here)).url == here
    away = client.post(link, said(form, next="https://evil.example/", version=2))
    assert away.url == f"{PLAN}#outcome-{cast.outcome.pk}"
    assert "Report on the whole" not in sign_in(cast.viewer).get(here).content.decode()


def test_in_a_row_the_form_the_error_and_the_answer_take_the_same_place(cast, sign_in):
    client = sign_in(cast.chair)
    url = where(cast.outcome, row=1)
    page = client.get(url, headers=HTMX)
    assert [template.name for template in page.templates][:1] == ["actions/_outcome_row.html"]
    wrong = client.post(url, said(page.context["form"], text=""), headers=HTMX)
    assert wrong.status_code == 422
    assert f'<div id="update-outcome-{cast.outcome.pk}" class="app-row-form">' in wrong.text
    saved = client.post(url, said(page.context["form"]), headers=HTMX)
    assert saved.status_code == 200
    assert f'<div id="update-outcome-{cast.outcome.pk}" class="app-row-saved"' in saved.text
    swap = f'<div id="outcome-{cast.outcome.pk}-reports" hx-swap-oob="true">'
    assert "Three of five districts have begun." in saved.text.partition(swap)[2]
    assert f'<div id="outcome-{cast.outcome.pk}-reports">' in client.get(PLAN).content.decode()


@pytest.mark.parametrize("row", [{}, {"row": 1}])
def test_somebody_else_reported_meanwhile(cast, sign_in, row):
    client, headers = sign_in(cast.contributor), HTMX if row else {}
    form = client.get(where(cast.outcome, **row), headers=headers).context["form"]
    record_outcome_update(
        outcome=cast.outcome, by=cast.chair, on=JUNE, text="Four districts", rag="green"
    )
    conflict = client.post(where(cast.outcome, **row), said(form), headers=headers)
    assert conflict.status_code == 409
    assert "Chair was here first" in conflict.text
    assert conflict.context["conflict"]["rows"][0] == {
        "label": "Progress",
        "theirs": "Four districts",
        "mine": "Three of five districts have begun.",
    }
    assert ProgressUpdate.objects.count() == 1
    again = conflict.context["form"]
    words = {name: again[name].value() for name in ("version", "text", "rag", "reason", "on")}
    saved = client.post(where(cast.outcome, **row), words, headers=headers)
    assert saved.status_code == (200 if row else 302)
    assert sorted(ProgressUpdate.objects.values_list("text", flat=True)) == [
        "Four districts",
        "Three of five districts have begun.",
    ]


def test_a_second_click_saves_once(cast, sign_in):
    client = sign_in(cast.contributor)
    words = said(client.get(where(cast.outcome)).context["form"])
    for _ in range(2):
        assert client.post(where(cast.outcome), words).status_code == 302
    assert ProgressUpdate.objects.count() == 1


def test_a_form_of_an_action_beside_it_has_other_ids(cast, sign_in):
    Outcome.objects.filter(pk=cast.outcome.pk).update(title="x")
    client = sign_in(cast.manager)
    here = client.get(where(cast.outcome)).context["form"]
    there = client.get(reverse("action", args=["riverside", cast.action.pk])).context["form"]
    assert here["text"].id_for_label == f"id_outcome_{cast.outcome.pk}_text"
    assert there["text"].id_for_label == f"id_{cast.action.pk}_text"


QUERIES = 8


@pytest.mark.parametrize("more", [0, 30])
def test_the_page_asks_the_same_number_of_queries_at_any_size(
    cast, sign_in, django_assert_num_queries, more
):
    for number in range(more):
        action = factories.ActionFactory(outcome=cast.outcome)
        factories.LeadFactory(action=action, agency=cast.agency)
        on = JUNE + datetime.timedelta(days=number)
        record_outcome_update(outcome=cast.outcome, by=cast.manager, on=on, text="More")
        record_update(action=action, by=cast.manager, on=on, text="More", rag="green", reason="x")
    client = sign_in(cast.contributor)
    with django_assert_num_queries(QUERIES):
        page = client.get(where(cast.outcome))
    assert len(page.context["reports"]) + len(page.context["older"]) == more
    assert Action.objects.filter(outcome=cast.outcome).count() == 2 + more
