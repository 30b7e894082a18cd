"""The plan as it will be: its parts, tables and columns corrected."""

import pytest

from actions.models import Plan, PlanImport
from actions.services.imports.confirming import preview

from .pages import START, at, confirm, text_of, upload
from .word import word_plan

pytestmark = pytest.mark.django_db


def test_a_part_is_corrected_and_put_back(manager, row):
    part = at("import_part", row, "p1.o1.a1")
    form = manager.get(part).context["form"]
    typed = {name: field.value() or "" for name, field in ((f.name, f) for f in form)}
    typed["leads"] = "Riverside Police\nFostering Service"
    typed |= {"text": "Count all late visits", "rag": "amber"}
    response = manager.post(part, typed)
    assert response.url == f"{at('import_table', row)}#row-p1-o1-a1"
    row.refresh_from_db()
    assert row.decisions["parts"] == {
        "p1.o1.a1": {
            "text": "Count all late visits",
            "leads": ["Riverside Police", "Fostering Service"],
            "rag": "amber",
        }
    }
    again = manager.get(part)
    assert again.context["form"]["text"].value() == "Count all late visits"
    manager.post(part, {"undo": "1", "version": row.version})
    row.refresh_from_db()
    assert row.decisions["parts"] == {}
    assert manager.get(at("import_part", row, "p9.o9.a9")).status_code == 404
    assert manager.get(at("import_part", row, "nonsense")).status_code == 404


def test_a_priority_and_an_outcome_are_corrected(manager, row):
    for key, title in (("p1", "Early"), ("p1.o1", "In time")):
        row.refresh_from_db()
        response = manager.post(
            at("import_part", row, key), {"version": row.version, "ref": "9", "title": title}
        )
        assert response.status_code == 302
    made = confirm(manager, row)
    assert str(made.priorities.first()) == "9 Early"
    assert str(made.outcomes.first()) == "9 In time"


def test_an_older_page_is_told_and_keeps_what_was_typed(manager, row):
    part = at("import_part", row, "p1.o1")
    typed = {"version": row.version, "ref": "", "title": "Mine"}
    manager.post(part, typed | {"title": "Theirs"})
    response = manager.post(part, typed)
    assert response.status_code == 422
    assert response.context["form"]["title"].value() == "Mine"
    assert "Somebody else settled something" in text_of(response)
    row.refresh_from_db()
    assert response.context["form"]["version"].value() == row.version
    assert manager.post(part, typed | {"version": row.version}).status_code == 302


def test_a_column_means_something_else(manager, row):
    page = manager.get(at("import_columns", row))
    (group,) = page.context["groups"]
    assert group["title"] == "2 tables with the same columns"
    assert [column["header"] for column in group["columns"]][3] == "Monitoring Mechanism"
    typed = {field.html_name: field.value() for field in page.context["form"]}
    name = group["columns"][3]["field"].html_name
    response = manager.post(at("import_columns", row), typed | {name: "success_measure"})
    assert response.status_code == 302
    made = confirm(manager, row)
    assert [one.success_measure for one in made.actions.all()] == ["Quality sub-group"] * 2 + [
        "Board"
    ] * 2
    assert {one.monitoring for one in made.actions.all()} == {""}


def test_a_table_that_is_no_plan(manager, row):
    page = manager.get(at("import_columns", row))
    typed = {field.html_name: field.value() for field in page.context["form"]}
    manager.post(at("import_columns", row), typed | {"table_t1": "text"})
    page = manager.get(at("import_check", row))
    assert page.context["counts"].actions == 0
    response = manager.post(at("import_confirm", row), {"version": ""}, follow=True)
    assert "No actions were found" in text_of(response)
    assert not Plan.objects.filter(title="Business Plan 2027/28").exists()


def test_what_the_plan_is_called_and_covers(manager, row):
    typed = {
        "version": row.version,
        "title": "Our plan",
        "start": "2027-01-01",
        "end": "2027-12-31",
        "slug": "ours",
    }
    assert manager.post(at("import_about", row), typed).status_code == 302
    made = confirm(manager, row)
    assert (made.title, made.slug, f"{made.start} {made.end}") == (
        "Our plan",
        "ours",
        "2027-01-01 2027-12-31",
    )


def test_what_cannot_be_is_told(manager, cast, row):
    typed = {"version": row.version, "title": "", "start": "", "end": "2027-12-31", "slug": "a b"}
    response = manager.post(at("import_about", row), typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "start", "slug"}
    typed |= {"title": "X", "start": "2027-12-31", "slug": ""}
    assert manager.post(at("import_about", row), typed).status_code == 422
    typed |= {"start": "2027-01-01", "slug": cast.plan.slug}
    response = manager.post(at("import_about", row), typed)
    assert set(response.context["form"].errors) == {"slug"}


def test_pages_take_a_constant_number_of_queries(manager, cast, django_assert_max_num_queries):
    for number in (1, 20):
        lines = tuple(
            (f"Visits {n}", f"Count them {n}", f"Stranger {n}", "", "May 2027")
            for n in range(number)
        )
        upload(manager, word_plan((("1. Early", lines),)), name=f"{number}.docx")
        row = PlanImport.objects.latest("pk")
        for name, most in (("import_check", 16), ("import_table", 12), ("import_columns", 12)):
            with django_assert_max_num_queries(most):
                assert manager.get(at(name, row)).status_code == 200


def test_a_lead_is_picked_from_the_boards_own_and_a_date_typed_for_any_row(cast, manager, row):
    part = at("import_part", row, "p1.o1.a2")
    form = manager.get(part).context["form"]
    assert form.fields["add"].choices[1] == (
        "Agencies",
        [("Riverside Police", "Riverside Police")],
    )
    typed = {field.name: field.value() or "" for field in form}
    typed |= {"leads": "Fostering Service", "add": "Riverside Police", "timescale": "May 2027"}
    manager.post(part, typed)
    form = manager.get(part).context["form"]
    assert form["leads"].value() == "Fostering Service\nRiverside Police"
    assert form["timescale"].value() == "May 2027"
    assert form.fields["timescale"].help_text.endswith(" In the file: Quarterly")
    one = confirm(manager, row).actions.get(text="Ask families what helped")
    assert [str(lead) for lead in one.leads.all()] == ["Fostering Service", "Riverside Police"]
    assert (one.timescale_text, f"{one.due}") == ("Quarterly", "2027-05-31")


def test_what_is_ticked_has_the_boards_rating_for_finished_work(cast, manager):
    text = "Action\tLead\tBy when\tDone?\nTrain staff\tPolice\tMay 2027\t☒\n"
    for scheme, rag in ((["green", "amber", "red"], "green"), (["blue", "green", "amber"], "blue")):
        cast.board.rag_scheme = [{"rag": one, "label": one.title()} for one in scheme]
        cast.board.save()
        manager.post(START, {"text": text, "html": ""})
        row = PlanImport.objects.latest("pk")
        (priority,) = preview(row).data["priorities"]
        assert priority["outcomes"][0]["actions"][0]["rag"] == rag
