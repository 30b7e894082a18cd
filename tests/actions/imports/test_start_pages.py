"""The page where a plan comes in: a file, a paste, what was brought in before."""

import json

import pytest
from django.urls import reverse

from actions.models import Plan, PlanImport
from actions.services import imports
from tests import factories as make

from .pages import HTMX, START, at, confirm, doubts, text_of, upload
from .word import ROWS, word_plan

pytestmark = pytest.mark.django_db


def test_an_upload_leads_to_what_was_found(manager):
    response = upload(manager)
    row = PlanImport.objects.get()
    assert (response.status_code, response.url) == (302, at("import_check", row))
    page = manager.get(response.url)
    counts = page.context["counts"]
    assert (counts.priorities, counts.outcomes, counts.actions) == (2, 2, 4)
    assert (counts.leads, counts.leads_known) == (4, 2)
    assert (counts.timescales, counts.timescales_read) == (4, 3)
    assert row.title == "Business Plan 2027/28"
    assert "1 April 2027 to 31 March 2028" in text_of(page)
    assert "Every word of the file has a place." in text_of(page)
    assert page.context["lost"] == []
    assert [group["title"] for group in page.context["groups"]] == [
        "Timescales without a date",
        "Names that may be known already",
        "Names nobody here has",
    ]
    assert not Plan.objects.filter(title="Business Plan 2027/28").exists()


def test_with_scripts_the_browser_is_sent_there_whole(manager):
    response = upload(manager, headers=HTMX)
    row = PlanImport.objects.get()
    assert response.headers["HX-Redirect"] == at("import_check", row)


def test_a_pasted_table_is_read_with_its_cells_or_as_text(manager):
    cells = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>"
        for line in (("Action", "Lead", "By when"), ("Ring all", "Riverside Police", "May 2027"))
    )
    manager.post(START, {"text": "", "html": f"<table>{cells}</table>"})
    manager.post(START, {"text": "Action\tLead\nWrite to all\tRiverside Police", "html": ""})
    plain, rich = PlanImport.objects.order_by("-pk")
    assert (rich.kind, plain.kind) == ("paste", "paste")
    for row, action in ((rich, "Ring all"), (plain, "Write to all")):
        (shown,) = [
            action
            for priority in manager.get(at("import_table", row)).context["parts"]
            for outcome in priority["outcomes"]
            for action in outcome["actions"]
        ]
        assert (shown["text"], shown["leads"]) == (
            action,
            [{"name": "Riverside Police", "notes": ""}],
        )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plan.docx", b"", "empty"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old"),
        ("plan.pdf", b"%PDF-1.7\n1 0 obj", "PDF"),
        ("plan.docx", b"PK\x03\x04 cut off", "damaged"),
        ("plan.json", b'{"format": "other"}', "format"),
        ("plan.json", b'{"format": "boardplan/1", "title": "X"}', "missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_the_summary(manager, name, content, said):
    response = upload(manager, content, name=name)
    assert response.status_code == 422
    page = response.content.decode()
    summary = page.partition("govuk-error-summary")[2].partition("</ul>")[0]
    assert said in summary
    assert "<title>Error: Bring in a plan" in page
    assert PlanImport.objects.count() == 0


def test_nothing_chosen_is_told(manager):
    response = manager.post(START, {"text": " ", "html": ""})
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "file": ["Choose a file, or paste the table of your plan"]
    }


def test_the_start_lists_what_was_brought_in_of_this_board_only(cast, manager, row):
    make.PlanImportFactory(board=cast.other_board, file_name="secret.docx")
    page = text_of(manager.get(START))
    assert "plan.docx" in page
    assert "secret.docx" not in page
    imports.discard_import(plan_import=row, by=cast.manager)
    assert "plan.docx" not in text_of(manager.get(START))


def test_the_same_file_once_more_is_told(manager, row):
    made = confirm(manager, row)
    upload(manager)
    again = PlanImport.objects.latest("pk")
    assert again.pk != row.pk
    page = manager.get(at("import_check", again))
    assert "brought in this very file on" in text_of(page)
    assert page.context["earlier"]["href"] == reverse("plan", args=["riverside", made.slug])


def test_a_plan_of_the_same_period_is_offered_to_compare_with(manager, row):
    made = confirm(manager, row)
    newer = tuple(
        (heading, tuple((*line[:4], "30.6.27") for line in lines)) for heading, lines in ROWS
    )
    upload(manager, word_plan(newer), name="newer.docx")
    other = PlanImport.objects.latest("pk")
    page = manager.get(at("import_check", other))
    assert page.context["alike"]["plan"] == made.title
    asked = {"version": other.version, "into": page.context["alike"]["pk"]}
    compared = manager.post(page.context["alike"]["at"], asked, follow=True)
    assert compared.redirect_chain == [(at("import_compare", other), 302)]
    assert [(state["title"], state["number"]) for state in compared.context["states"]] == [
        ("Changed", 4)
    ]
    first = compared.context["states"][0]["rows"][0]
    assert [(field["label"], field["ours"], field["theirs"]) for field in first["fields"]] == [
        ("Timescale", "30.9.27", "30.6.27")
    ]
    manager.post(at("import_compare", other), {f"row:{first['key']}": "ours", "row:x": "take"})
    other.refresh_from_db()
    assert other.decisions["rows"] == {first["key"]: "ours"}
    assert confirm(manager, other) == made
    assert [one.timescale_text for one in made.actions.all()] == [
        "30.9.27",
        "30.6.27",
        "30.6.27",
        "30.6.27",
    ]
    assert "It was taken into Business Plan 2027/28" in text_of(
        manager.get(at("import_check", other))
    )


def test_from_the_page_of_a_plan_its_newer_version_is_offered(manager, cast):
    page = manager.get(f"{START}?into={cast.plan.slug}")
    assert page.context["form"]["into"].value() == cast.plan.pk
    response = upload(manager, data={"into": cast.plan.pk})
    assert PlanImport.objects.get().into == cast.plan
    assert response.status_code == 302


def test_without_a_plan_the_manager_is_led_here_and_nobody_else(cast, sign_in):
    Plan.objects.filter(board=cast.board).delete()
    for path in ("/riverside/", "/riverside/plans/"):
        for person, led in ((cast.manager, True), (cast.viewer, False)):
            page = sign_in(person).get(path).content.decode()
            assert (f'href="{START}"' in page) == led, (path, person)


def test_our_own_file_comes_back_as_it_went(cast, manager):
    exported = manager.get(reverse("plan_json", args=["riverside", cast.plan.slug])).content
    upload(manager, exported, name="riverside.json")
    row = PlanImport.objects.get()
    made = confirm(manager, row)
    again = json.loads(manager.get(reverse("plan_json", args=["riverside", made.slug])).content)
    before = json.loads(exported)
    own = {"slug", "status", "ratified_on"}  # it is a new plan, and a draft
    assert {k: v for k, v in again.items() if k not in own} == {
        k: v for k, v in before.items() if k not in own
    }


def test_a_file_without_actions_says_what_to_do_and_offers_no_plan(manager):
    upload(manager, b"Name,Colour\nRed house,Brick\nBlue house,Glass\n", name="houses.csv")
    row = PlanImport.objects.get()
    text = text_of(manager.get(at("import_check", row)))
    assert "No plan was found" in text
    assert "Say under “Tables and columns” which table is the plan" in text
    assert "so there is nothing to bring in yet" in text
    assert "It becomes a draft" not in text


def test_an_empty_file_is_told(manager):
    response = upload(manager, b"", name="plan.docx")
    assert response.status_code == 422
    assert "This file is empty. Check that it was saved" in text_of(response)


def test_whom_a_name_meant_is_not_asked_or_guessed_again_for_the_next_version(manager, row):
    doubt = doubts(manager.get(at("import_check", row)))["Fostering Service"]
    everybody = {"key": doubt["key"], "was": "", "value": "everyone"}
    manager.post(at("import_settle", row), everybody)
    made = confirm(manager, row)
    # A party that comes near enough to be proposed, were the name read for the first time.
    make.AgencyFactory(board=made.board, name="Fostering Service Panel")
    newer = tuple(
        (heading, tuple((line[0], f"{line[1]} soon", *line[2:]) for line in lines))
        for heading, lines in ROWS
    )
    upload(manager, word_plan(newer), name="newer.docx")
    other = PlanImport.objects.latest("pk")
    assert "Fostering Service" in doubts(manager.get(at("import_check", other)))
    manager.post(at("import_about", other), {"version": other.version, "into": made.pk})
    assert "Fostering Service" not in doubts(manager.get(at("import_check", other)))
    compared = manager.get(at("import_compare", other))
    fields = [
        f["label"] for s in compared.context["states"] for r in s["rows"] for f in r["fields"]
    ]
    assert set(fields) == {"Action"}
