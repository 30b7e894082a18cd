"""A preview confirmed, undone, discarded, over."""

import pytest
from django.urls import reverse

from actions.models import Plan
from tests import factories as make

from .pages import START, at, confirm, text_of

pytestmark = pytest.mark.django_db


def test_confirmed_the_page_leads_on_and_back(manager, row):
    made = confirm(manager, row)
    page = manager.get(at("import_check", row))
    html = page.content.decode()
    for name in ("plan", "plan_ratify"):
        assert f'href="{reverse(name, args=["riverside", made.slug])}"' in html
    assert f'href="{reverse("invitation_new", args=["riverside"])}"' in html
    assert "It is a draft with 4 actions." in text_of(page)
    response = manager.post(at("import_undo", row), follow=True)
    assert not Plan.objects.filter(pk=made.pk).exists()
    assert "Business Plan 2027/28 was undone" in text_of(response)
    assert "Undo all of it" not in text_of(response)


def test_worked_on_the_page_says_why_there_is_no_way_back(manager, row):
    made = confirm(manager, row)
    make.report_on(made.actions.first(), on="2026-11-01", rag="green")
    page = text_of(manager.get(at("import_check", row)))
    assert "has been worked on since" in page
    assert "Undo all of it" not in page
    response = manager.post(at("import_undo", row), follow=True)
    assert "has been worked on since" in text_of(response)
    assert Plan.objects.filter(pk=made.pk).exists()


def test_settled_by_somebody_else_nothing_is_written(manager, row):
    opened = row.version
    manager.post(at("import_settle", row), {"accept": ""})
    response = manager.post(at("import_confirm", row), {"version": opened}, follow=True)
    assert "so nothing was written" in text_of(response)
    row.refresh_from_db()
    assert row.status == "preview"


def test_discarded_after_one_question(manager, row):
    page = manager.get(at("import_discard", row))
    assert "Discard plan.docx?" in text_of(page)
    row.refresh_from_db()
    assert row.status == "preview"
    response = manager.post(at("import_discard", row))
    assert response.url == START
    row.refresh_from_db()
    assert (row.status, row.source) == ("discarded", None)
    assert "plan.docx was discarded" in text_of(manager.get(at("import_check", row)))


OVER = ["import_table", "import_columns", "import_compare", "import_about", "import_discard"]


@pytest.mark.parametrize("name", OVER)
def test_over_every_page_of_a_preview_leads_to_what_became_of_it(manager, row, name):
    confirm(manager, row)
    assert manager.get(at(name, row)).url == at("import_check", row)
    assert manager.post(at("import_settle", row), {"key": "x"}).url == at("import_check", row)
    assert manager.post(at("import_confirm", row), {}).url == at("import_check", row)


def test_a_preview_that_waited_too_long_says_so(manager, row, settings):
    settings.IMPORT_DAYS = 0
    page = text_of(manager.get(at("import_check", row)))
    assert "plan.docx waited too long" in page
    assert "nothing was written" in page
