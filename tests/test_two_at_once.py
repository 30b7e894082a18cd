"""Two managers at one form: the second is told what the first wrote, and decides."""

import re

import pytest
from django.urls import reverse

from actions.models import Lead
from boardplan.audit import AuditEvent
from subgroups.models import Board
from tests import factories
from tests.reports import factories as paper


def agency(cast):
    return cast.agency, "agency_edit", {"abbreviation": "RPS"}, {"name": "Riverside Constabulary"}


def group(cast):
    return cast.group, "group_edit", {"abbreviation": "Q"}, {"name": "Quality group"}


def milestone(cast):
    row = factories.MilestoneFactory(action=cast.action, what="Report", to="")
    return row, "milestone_edit", {"to": "The board"}, {"what": "Final report"}


def contribution(cast):
    row = paper.ContributionFactory(report__board=cast.board, report__plan=cast.plan)
    return row, "entry_edit", {"title": "Our year"}, {"link_text": "See our own report"}


def address(name, row):
    match name:
        case "group_edit":
            return reverse(name, args=["riverside", row.slug])
        case "entry_edit":
            return reverse(name, args=["riverside", row.report.slug, "contributions", row.pk])
    return reverse(name, args=["riverside", row.pk])


def as_typed(form) -> dict:
    """What a browser would send of a form that nobody touched."""
    values = {field.html_name: field.value() for field in form}
    prepared = {name: form.fields[name].prepare_value(value) for name, value in values.items()}
    return {name: value for name, value in prepared.items() if value not in (None, "", False)}


@pytest.mark.django_db
@pytest.mark.parametrize("case", [agency, group, milestone, contribution])
def test_nothing_is_overwritten_silently(cast, sign_in, case):
    row, name, theirs, mine = case(cast)
    client, where = sign_in(cast.manager), address(name, row)
    opened = as_typed(client.get(where).context["form"])
    assert client.post(where, opened | theirs).status_code == 302
    events = AuditEvent.objects.count()

    response = client.post(where, opened | mine)
    assert response.status_code == 422
    (error,) = response.context["form"].non_field_errors()
    ((field, value),) = theirs.items()
    assert error.startswith("Somebody else changed this since you opened the page.")
    assert f"“{value}”" in error
    assert AuditEvent.objects.count() == events
    assert getattr(type(row).objects.get(pk=row.pk), field) == value

    decided = as_typed(response.context["form"])
    assert {name: decided.get(name) for name in mine} == mine
    assert client.post(where, decided).status_code == 302
    ((field, value),) = mine.items()
    assert getattr(type(row).objects.get(pk=row.pk), field) == value


@pytest.mark.django_db
def test_the_same_words_twice_are_a_second_click(cast, sign_in):
    client = sign_in(cast.manager)
    where = reverse("agency_edit", args=["riverside", cast.agency.pk])
    typed = as_typed(client.get(where).context["form"]) | {"name": "Riverside Constabulary"}
    assert client.post(where, typed).status_code == 302
    assert client.post(where, typed).status_code == 302
    verbs = [event.verb for event in AuditEvent.objects.about(cast.agency)]
    assert verbs == ["changed"]


@pytest.mark.django_db
def test_choices_are_told_in_words(cast, sign_in):
    client, lead = sign_in(cast.manager), cast.action.leads.get()
    where = reverse("lead_edit", args=["riverside", lead.pk])
    opened = as_typed(client.get(where).context["form"])
    Lead.objects.filter(pk=lead.pk).update(post=None, group=cast.group, accountable=False)
    response = client.post(where, opened | {"written": "The DI"})
    (error,) = response.context["form"].non_field_errors()
    told = dict(re.findall(r"([A-Z][^:;]*): “([^”]*)”", error.partition("says: ")[2]))
    assert told == {
        "Who": "Quality sub-group",
        "In the plan’s own words": "DI",
        "Accountable for it": "No",
    }


@pytest.mark.django_db
def test_settings_of_a_board_are_not_overwritten_either(cast, sign_in):
    client, where = sign_in(cast.manager), reverse("board_words", args=["riverside"])
    Board.objects.filter(pk=cast.board.pk).update(words={"action": "Task"})
    opened = as_typed(client.get(where).context["form"])
    Board.objects.filter(pk=cast.board.pk).update(words={"action": "Step"})
    response = client.post(where, opened | {"lead": "Owner"})
    assert response.status_code == 422
    assert Board.objects.get(pk=cast.board.pk).words == {"action": "Step"}
