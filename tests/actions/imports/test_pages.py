"""The pages on which a manager brings a plan in, with and without scripts."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Plan, PlanImport
from actions.services import imports
from tests import factories as make

from .word import ROWS, word_plan

pytestmark = pytest.mark.django_db
START = "/riverside/import/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def manager(cast, sign_in, today):
    return sign_in(cast.manager)


def upload(client, content=None, *, name="plan.docx", **more):
    file = SimpleUploadedFile(name, word_plan() if content is None else content)
    return client.post(
        START, {"file": file, "text": "", "html": "", **more.pop("data", {})}, **more
    )


@pytest.fixture
def row(manager):
    upload(manager)
    return PlanImport.objects.get()


def at(name, row, *more):
    return reverse(name, args=["riverside", row.pk, *more])


def text_of(response):
    """The words of the page's main part, as a reader meets them."""
    page = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def doubts(response):
    return {
        doubt["said"]: doubt for group in response.context["groups"] for doubt in group["doubts"]
    }


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


def test_a_doubt_is_settled_and_opened_again_without_scripts(manager, row):
    check = at("import_check", row)
    doubt = doubts(manager.get(check))["Fostering Service"]
    assert (doubt["proposed_label"], doubt["rows"][0]["text"]) == (
        "Add an agency",
        "Ask families what helped",
    )
    response = manager.post(
        at("import_settle", row), {"key": doubt["key"], "was": "", "value": "new:group"}
    )
    assert response.status_code == 302
    assert response.url.startswith(f"{check}#doubt")
    page = manager.get(check)
    assert "Fostering Service" not in doubts(page)
    (settled,) = page.context["settled"]
    assert (settled["said"], settled["decision"]) == ("Fostering Service", "Add a group")
    assert page.context["new"] == [
        {"kind": "Sub-groups", "names": ["Fostering Service"]},
    ]
    manager.post(
        at("import_settle", row), {"key": settled["key"], "was": settled["value"], "value": ""}
    )
    assert "Fostering Service" in doubts(manager.get(check))


def test_in_place_the_next_doubt_has_the_focus(manager, row):
    page = manager.get(at("import_check", row))
    order = [doubt["id"] for doubt in doubts(page).values()]
    first = next(iter(doubts(page).values()))
    response = manager.post(
        at("import_settle", row),
        {"key": first["key"], "was": "", "value": first["proposed"], "next": first["next"]},
        headers=HTMX,
    )
    assert response.status_code == 200
    focused = re.findall(r'id="([^"]+)" tabindex="-1" autofocus', response.content.decode())
    assert focused == [order[1]]
    assert '<p class="govuk-visually-hidden" id="said" role="status">Settled.</p>' in (
        response.content.decode()
    )


def test_a_date_is_typed(manager, row):
    doubt = doubts(manager.get(at("import_check", row)))["a good while"]
    assert doubt["free"]
    manager.post(
        at("import_settle", row),
        {"key": doubt["key"], "was": "", "value": "", "typed": "30 June 2027"},
    )
    table = manager.get(at("import_table", row))
    actions = [
        action
        for priority in table.context["parts"]
        for outcome in priority["outcomes"]
        for action in outcome["actions"]
    ]
    assert [(one["timescale"], one["due"]) for one in actions][2] == (
        "a good while",
        "30 Jun 2027",
    )
    made = confirm(manager, row)
    assert [(one.timescale_text, f"{one.due}") for one in made.actions.all()][2] == (
        "a good while",
        "2027-06-30",
    )


def test_all_proposals_of_a_kind_at_once_and_all_of_them(manager, row):
    manager.post(at("import_settle", row), {"accept": "lead-unknown"})
    page = manager.get(at("import_check", row))
    assert [settled["said"] for settled in page.context["settled"]] == ["Fostering Service"]
    manager.post(at("import_settle", row), {"accept": ""})
    page = manager.get(at("import_check", row))
    assert page.context["counts"].open == 0
    assert "No doubts are open" in text_of(page)


def test_a_doubt_that_somebody_else_settled_meanwhile_is_told(manager, row):
    doubt = doubts(manager.get(at("import_check", row)))["Fostering Service"]
    say = {"key": doubt["key"], "was": ""}
    manager.post(at("import_settle", row), say | {"value": "new:group"})
    response = manager.post(at("import_settle", row), say | {"value": "words"}, headers=HTMX)
    assert "Somebody else settled this meanwhile" in response.content.decode()
    row.refresh_from_db()
    assert row.decisions["findings"] == {doubt["key"]: "new:group"}


def test_the_table_has_marks_that_lead_to_the_doubts_and_back(manager, row):
    page = manager.get(at("import_check", row))
    doubt = doubts(page)["a good while"]
    back = doubt["rows"][0]["href"]
    table = manager.get(at("import_table", row))
    html = table.content.decode()
    assert f'id="{back.partition("#")[2]}"' in html
    assert f'href="{at("import_check", row)}#{doubt["id"]}"' in html
    assert [part["title"] for part in table.context["parts"]] == [
        "Children are seen and heard early",
        "The workforce knows what to do",
    ]


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


def test_words_without_a_place_are_kept_or_left_out(manager):
    stray = (("1. Early", (("Visits", "Count them", "Riverside Police", "", "May 2027"),)),)
    content = word_plan(stray)
    upload(manager, content)
    row = PlanImport.objects.get()
    unplaced = manager.get(at("import_check", row)).context["unplaced"]
    for piece in unplaced:
        manager.post(
            at("import_settle", row),
            {"what": "unplaced", "key": piece["key"], "was": "", "value": "leave"},
        )
    row.refresh_from_db()
    assert row.decisions["unplaced"] == {piece["key"]: "leave" for piece in unplaced}


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


def confirm(client, row):
    row.refresh_from_db()
    response = client.post(at("import_confirm", row), {"version": row.version})
    assert (response.status_code, response.url) == (302, at("import_check", row))
    row.refresh_from_db()
    assert row.status == "done"
    return row.plan


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
    manager.post(at("import_about", other), {"version": other.version, "into": made.pk})
    compared = manager.get(at("import_compare", other))
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


def shown(manager, row):
    """(key, text) of each action of the table."""
    return [
        (action["id"].removeprefix("row-"), action["text"])
        for priority in manager.get(at("import_table", row)).context["parts"]
        for outcome in priority["outcomes"]
        for action in outcome["actions"]
    ]


def shape(manager, row, key, do, **typed):
    row.refresh_from_db()
    return manager.post(at("import_shape", row, key), {"version": row.version, "do": do, **typed})


def test_an_action_is_split_joined_again_and_written_as_it_stands(cast, manager, row):
    table = at("import_table", row)
    assert at("import_shape", row, "p1.o1.a1") in manager.get(table).content.decode()
    page = manager.get(at("import_shape", row, "p1.o1.a1"))
    assert page.context["split"]["words"].value() == "Count late visits each month"
    assert (page.context["above"], page.context["below"]) == ("", "Ask families what helped")
    typed = "Count late visits\r\n\r\neach month, tell the board"
    response = shape(manager, row, "p1.o1.a1", "split", words=typed)
    assert response.url == f"{table}#row-p1-o1-a1"
    assert shown(manager, row)[:3] == [
        ("p1-o1-a1", "Count late visits"),
        ("p1-o1-a1-2", "each month, tell the board"),
        ("p1-o1-a2", "Ask families what helped"),
    ]
    page = manager.get(at("import_check", row))
    assert (page.context["counts"].actions, page.context["lost"]) == (5, [])
    shape(manager, row, "p1.o1.a1-2", "below")
    assert shown(manager, row)[1] == (
        "p1-o1-a1-2",
        "each month, tell the board\nAsk families what helped",
    )
    made = confirm(manager, row)
    assert [one.text for one in made.actions.all()][:2] == [
        "Count late visits",
        "each month, tell the board\nAsk families what helped",
    ]


def test_the_last_step_is_taken_back_with_what_was_corrected_before_it(manager, row):
    before = shown(manager, row)
    part = {"p1.o1.a2": {"text": "Ask families"}}
    imports.settle_import(plan_import=row, settled={"parts": part}, by=row.by)
    shape(manager, row, "p1.o1.a2", "above")
    shape(manager, row, "p2.o1.a2", "begin", title="Never came", ref="7")
    row.refresh_from_db()
    since = {"p1.o1.a1": {"text": "Count late visits and ask families"}}
    imports.settle_import(plan_import=row, settled={"parts": since}, by=row.by)
    page = manager.get(at("import_shape", row, "p1.o1.a1"))
    assert page.context["steps"] == [
        {"number": "2", "text": "Begun before “Ask who never came”: 7 Never came"},
        {"number": "1", "text": "Joined with the one above it: Ask families what helped"},
    ]
    shape(manager, row, "p1.o1.a1", "", back="2")
    shape(manager, row, "p1.o1.a1", "", back="1")
    row.refresh_from_db()
    assert (row.decisions["shape"], row.decisions["parts"]) == ({}, part)
    assert shown(manager, row) == [before[0], ("p1-o1-a2", "Ask families"), *before[2:]]


def test_an_earlier_step_is_taken_back_where_no_later_one_stands_on_it(manager, row):
    before = shown(manager, row)
    shape(manager, row, "p1.o1.a1", "split", words="Count late visits\n\neach month")
    shape(manager, row, "p1.o1.a1-2", "below")
    shape(manager, row, "p2.o1.a2", "begin", title="Never came")
    joined = shown(manager, row)
    response = manager.post(
        at("import_shape", row, "p2.o1.a1"), {"version": row.version + 3, "back": "1"}, follow=True
    )
    assert (
        "Another step stands on this one. Take this back first: Joined with the one above it: "
        "Ask families what helped" in text_of(response)
    )
    assert shown(manager, row) == joined
    shape(manager, row, "p1.o1.a1", "", back="2")
    shape(manager, row, "p1.o1.a1", "", back="1")
    row.refresh_from_db()
    assert list(row.decisions["shape"]) == ["3"]
    assert shown(manager, row) == before


def test_a_row_begins_and_is_joined_with_the_next(manager, row):
    shape(manager, row, "p1.o1.a2", "begin", title="Families are heard")
    parts = manager.get(at("import_table", row)).context["parts"]
    assert [one["title"] for one in parts[0]["outcomes"]] == [
        "Visits are made in time",
        "Families are heard",
    ]
    page = manager.get(at("import_shape", row, "p1.o1-2"))
    assert (page.context["split"], page.context["above"]) == (None, "Visits are made in time")
    shape(manager, row, "p1.o1-2", "above")
    shape(manager, row, "p1", "below")
    (only,) = manager.get(at("import_table", row)).context["parts"]
    assert [one["title"] for one in only["outcomes"]] == [
        "Visits are made in time\nFamilies are heard",
        "Training reaches all",
    ]


def test_what_cannot_be_split_is_told_and_nothing_is_kept(manager, row):
    response = shape(manager, row, "p1.o1.a1", "split", words="All in one")
    assert response.status_code == 422
    assert response.context["split"].errors == {
        "words": ["Put an empty line where the second one begins"]
    }
    assert response.context["split"]["words"].value() == "All in one"
    for key, do in (("p1.o1.a1", "above"), ("p1", "begin"), ("p1.o1", "split")):
        assert shape(manager, row, key, do, back="7").status_code == 200
    row.refresh_from_db()
    assert row.decisions["shape"] == {}
    assert manager.get(at("import_shape", row, "p9.o9.a9")).status_code == 404


def test_a_page_that_is_older_than_somebody_elses_step_changes_nothing(manager, row):
    shape(manager, row, "p1.o1.a1", "below")
    response = manager.post(
        at("import_shape", row, "p2.o1.a1"),
        {"version": row.version - 1, "do": "below"},
        follow=True,
    )
    assert "Somebody else settled something meanwhile" in text_of(response)
    row.refresh_from_db()
    assert list(row.decisions["shape"]) == ["1"]


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


def test_long_words_of_a_doubt_open_and_name_its_buttons_in_short(manager):
    said = "a good while " + "or a good while " * 40
    rows = (("1. Early", (("Visits", "Count them", "Riverside Police", "Board", said.strip()),)),)
    upload(manager, word_plan(rows))
    page = manager.get(at("import_check", PlanImport.objects.get()))
    (doubt,) = [one for one in doubts(page).values() if one["begins"]]
    assert doubt["begins"].startswith("a good while or a good")
    assert (len(doubt["begins"]) <= 401, len(doubt["name"]) <= 81) == (True, True)
    html = page.content.decode()
    assert html.count(f">{said.strip()}<") == 1
    assert "All of its words" in html
