"""The workbook to fill in: what it lets people write, and what becomes of it when it comes back."""

import datetime
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from actions.document import read_plan
from actions.exporters.fill_in import KEY, QUESTIONS, WHEN, WHO, Key, as_workbook
from actions.importers.fill_in import check, read_answers, unpacked
from actions.models import Action, Plan, ProgressUpdate
from actions.services.answers import Answer, bring_in_answers
from actions.services.editing import edit_action
from boardplan.audit import AuditEvent
from boardplan.errors import Conflict, RuleBroken
from tests import factories

PAGE = "/riverside/plans/2026-27/fill-in/"
FILE = f"{PAGE}answers.xlsx"
CONFIRM = f"{PAGE}bring-in/"
WORDS = "Ten schools have agreed.\n- two have not"


@pytest.fixture
def book(cast, today):
    return blank(cast)


def blank(cast):
    return load_workbook(io.BytesIO(as_workbook(read_plan(cast.plan), on=today_of())))


def today_of():
    from boardplan import clock

    return clock.today()


def sheet_of(book):
    return book["Your answers"]


def titles_of(sheet):
    for row in sheet.iter_rows():
        found = {cell.value: cell.column for cell in row if cell.value}
        if KEY in found:
            return row[0].row, found
    raise AssertionError("no titles")


def fill(book, place=0, **answers):
    """Write answers into the row of the plan's action number `place`."""
    sheet = sheet_of(book)
    top, columns = titles_of(sheet)
    for name, value in answers.items():
        sheet.cell(top + 1 + place, columns[QUESTIONS[name]], value)
    return book


def signed_by(book, who="Ann Lee, Riverside Police", on=None):
    sheet = sheet_of(book)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == WHO:
                sheet.cell(cell.row, 5, who)
            if cell.value == WHEN and on:
                sheet.cell(cell.row, 5, on)
    return book


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, content, name="answers.xlsx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def answers_in(response):
    return re.search(r'name="answers" value="([^"]+)"', response.content.decode())[1]


def confirm(client, response, **more):
    data = {"answers": answers_in(response), "who": "Ann Lee, Riverside Police", **more}
    return client.post(CONFIRM, data)


def checked(cast, book, **more):
    return check(read_answers("a.xlsx", saved(book)), cast.plan, by=cast.manager, **more)


def test_only_the_answers_can_be_written(cast, book):
    sheet = sheet_of(book)
    assert sheet.protection.sheet is True
    top, columns = titles_of(sheet)
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row
                  if not cell.protection.locked}  # fmt: skip
    letters = [sheet.cell(top, columns[title]).column_letter for title in QUESTIONS.values()]
    who = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == WHO)
    assert open_cells == {
        f"E{who}", f"E{who + 1}",
        *(f"{letter}{row}" for letter in letters for row in (top + 1, top + 2)),
    }  # fmt: skip
    assert sheet.column_dimensions["A"].hidden is True


def test_a_row_shows_what_is_asked_about(cast, today):
    factories.report_on(
        cast.action, on=today, rag="amber", reason="Slow", text="Drafted.", by_name="DI"
    )
    factories.ActionFactory(outcome=cast.outcome, completed_on=today, text="Done long ago")
    sheet = sheet_of(blank(cast))
    top, _ = titles_of(sheet)
    rows = [[cell.value for cell in row[1:7]] for row in sheet.iter_rows(min_row=top + 1)]
    assert rows == [
        ["1.1a", "1.1 Families get help sooner", "Agree the early help strategy",
         "Detective Inspector", "December 2026\nDue 31 December 2026",
         "Amber\n20 November 2026, DI:\nDrafted."],
        ["1.1b", "1.1 Families get help sooner", "Publish the threshold document",
         "Somebody else", "December 2026\nDue 31 December 2026", "Not rated"],
    ]  # fmt: skip


def test_a_key_ties_a_row_to_its_board_plan_and_action(cast, book):
    sheet = sheet_of(book)
    top, _ = titles_of(sheet)
    key = Key.read(sheet.cell(top + 1, 1).value)
    assert (key.board_id, key.plan_id, key.action_id, key.version) == (
        cast.board.pk, cast.plan.pk, cast.action.pk, 1,
    )  # fmt: skip
    assert Key.read(sheet.cell(top + 1, 1).value[:-1] + "_") is None
    assert Key.read("nonsense") is None


def test_the_manager_sends_it_whole_or_for_one_agency(cast, today, sign_in):
    client = sign_in(cast.manager)
    page = client.get(PAGE).content.decode()
    assert "all 2 open actions" in page
    assert f"{FILE}?agency={cast.agency.pk}" in page
    response = client.get(f"{FILE}?agency={cast.agency.pk}")
    assert response["Content-Disposition"] == (
        'attachment; filename="riverside-2026-27-to-fill-in-agency-riverside-police.xlsx"'
    )
    sheet = sheet_of(load_workbook(io.BytesIO(response.content)))
    top, _ = titles_of(sheet)
    assert [row[1].value for row in sheet.iter_rows(min_row=top + 1)] == ["1.1a"]
    assert client.get(f"{FILE}?rag=purple")["Location"] == "/riverside/plans/2026-27/?rag=purple"
    assert client.get(f"{FILE}?rag=green")["Location"] == PAGE
    assert "nothing to ask" in client.get(PAGE).content.decode()


def test_answers_come_back_as_updates_in_the_words_of_whoever_gave_them(cast, book, sign_in):
    day = datetime.date(2026, 11, 10)
    fill(book, text=WORDS, rag="amber", reason="Two wait", evidence="Minutes",
         difference_made="Seen sooner")  # fmt: skip
    client = sign_in(cast.manager)
    response = upload(client, saved(signed_by(book, on=day)))
    page = response.content.decode()
    assert (response.status_code, response.context["empty"]) == (200, 1)
    assert "Will be brought in (1)" in page
    assert ProgressUpdate.objects.count() == 0
    response = confirm(client, response)
    assert response["Location"] == "/riverside/plans/2026-27/"
    update = ProgressUpdate.objects.get()
    assert (update.action, update.on, update.text, update.rag, update.reason, update.evidence,
            update.difference_made, update.by, update.by_name, update.source) == (
        cast.action, day, WORDS, "amber", "Two wait", "Minutes", "Seen sooner", cast.manager,
        "Ann Lee, Riverside Police", "person",
    )  # fmt: skip
    told = [(event.by_name, event.verb) for event in AuditEvent.objects.order_by("id")]
    assert told == [
        ("Manager", "reported progress on"),
        ("Manager", "brought in answers to"),
    ]
    record = client.get(reverse("record", args=["riverside"])).content.decode()
    assert "Ann Lee, Riverside Police" in record


def test_finished_work_is_completed(cast, book, sign_in):
    fill(book, text="All agreed.", finished="Yes")
    client = sign_in(cast.manager)
    confirm(client, upload(client, saved(signed_by(book))))
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.completed_on, action.rag) == (today_of(), "green")


def test_the_same_file_twice_does_nothing(cast, book, sign_in):
    content = saved(signed_by(fill(book, text=WORDS, rag="green")))
    client = sign_in(cast.manager)
    confirm(client, upload(client, content))
    response = upload(client, content)
    page = response.content.decode()
    assert "In the plan already (1)" in page
    assert "There is nothing new to bring in" in page
    assert ProgressUpdate.objects.count() == 1
    response = confirm(client, response)
    assert response.status_code == 422
    assert "Nothing is left to bring in" in response.content.decode()
    assert ProgressUpdate.objects.count() == 1


def test_a_reason_that_is_missing_is_told_with_its_cell_and_can_be_given(cast, book, sign_in):
    fill(book, 0, text="Late.", rag="Red")
    fill(book, 1, text="Well.", rag="Green")
    client = sign_in(cast.manager)
    response = upload(client, saved(signed_by(book)))
    (row,) = response.context["wrong"]
    top, columns = titles_of(sheet_of(book))
    cell = f"{sheet_of(book).cell(top + 1, columns['Why?']).column_letter}{top + 1}"
    assert row["problem"] == ("reason", cell, "Say why it is red")
    assert f"In the workbook it is missing in {cell}." in response.content.decode()
    confirm(client, response, **{f"reason_{cast.action.pk}": "No money"})
    assert list(ProgressUpdate.objects.values_list("action", "rag", "reason")) == [
        (cast.action.pk, "red", "No money"),
        (cast.other_action.pk, "green", ""),
    ]


def test_without_the_reason_that_row_alone_is_left_out(cast, book, sign_in):
    fill(book, 0, text="Late.", rag="Red")
    fill(book, 1, text="Well.", rag="Green")
    client = sign_in(cast.manager)
    confirm(client, upload(client, saved(signed_by(book))))
    assert list(ProgressUpdate.objects.values_list("action", flat=True)) == [cast.other_action.pk]


@pytest.mark.parametrize(
    ("answers", "name", "sentence"),
    [
        ({"text": "Well.", "rag": "Purple"}, "rag", "“Purple” is not one of: Green, Amber, Red"),
        ({"text": "Well.", "finished": "perhaps"}, "finished", "Choose Yes, or leave it empty"),
        ({"evidence": "Minutes"}, "text", "Say what has happened, or choose a rating"),
        ({"finished": "Yes"}, "text", "Say what was done to complete this action"),
        ({"text": "x" * 10_001}, "text",
         "This must be 10,000 characters or fewer; it has 10,001"),
    ],
)  # fmt: skip
def test_what_cannot_be_brought_in_is_told_with_its_cell(cast, book, answers, name, sentence):
    (row,) = checked(cast, fill(book, **answers)).rows
    top, columns = titles_of(sheet_of(book))
    cell = sheet_of(book).cell(top + 1, columns[QUESTIONS[name]])
    assert row.problem == (name, cell.coordinate, sentence)
    assert ProgressUpdate.objects.count() == 0


def test_a_day_ahead_or_no_day_is_told(cast, book):
    ahead = today_of() + datetime.timedelta(days=1)
    (row,) = checked(cast, signed_by(fill(book, text="Well."), on=ahead)).rows
    assert row.problem[2] == "The date must be today or in the past"
    with pytest.raises(RuleBroken, match="“soon” in E5 is not a date"):
        read_answers("a.xlsx", saved(signed_by(book, on="soon")))
    sheet = read_answers("a.xlsx", saved(signed_by(book, on="3/11/2026")))
    assert sheet.on == datetime.date(2026, 11, 3)


def test_a_key_that_was_changed_a_row_that_was_copied_and_one_that_is_gone(cast, book):
    sheet = sheet_of(book)
    top, _ = titles_of(sheet)
    fill(book, 0, text="One.")
    fill(book, 1, text="Two.")
    fill(book, 2, text="Three.")
    sheet.cell(top + 3, 1, sheet.cell(top + 1, 1).value)
    sheet.cell(top + 2, 1, sheet.cell(top + 2, 1).value.replace("W", "X", 1) + "x")
    found = [(row.said.place, row.problem and row.problem[2][:30]) for row in
             checked(cast, book).rows]  # fmt: skip
    assert found == [
        (f"row {top + 1}", None),
        (f"row {top + 2}", "The hidden key of this row is "),
        (f"row {top + 3}", "This action stands in the work"),
    ]
    Action.objects.filter(pk=cast.action.pk).delete()
    assert checked(cast, book).rows[0].problem[2] == "This action is no longer in the plan."


def test_a_workbook_of_another_plan_or_of_anything_else_is_refused(cast, book, sign_in, today):
    other = load_workbook(io.BytesIO(as_workbook(read_plan(cast.other_plan), on=today)))
    fill(other, text="A secret of Hillside")
    client = sign_in(cast.manager)
    response = upload(client, saved(other))
    assert response.status_code == 422
    assert "This workbook was made for another plan" in response.content.decode()
    plain = Workbook()
    plain.active["A1"] = "Shopping"
    response = upload(client, saved(plain))
    assert "This is not a workbook to fill in that was made here" in response.content.decode()
    response = upload(client, b"PK\x03\x04 broken")
    assert (response.status_code, "damaged" in response.content.decode()) == (422, True)
    response = client.post(PAGE, {})
    assert "Choose the workbook that came back" in response.content.decode()


def test_a_file_over_the_limit_is_refused(cast, book, sign_in, settings):
    settings.MAX_IMPORT_BYTES = 1_000
    response = upload(sign_in(cast.manager), saved(book))
    assert "The file is larger than 0 MB" in response.content.decode()


def test_where_the_action_moved_on_both_are_shown_and_the_manager_decides(cast, book, sign_in):
    fill(book, text=WORDS, rag="green")
    edit_action(action=cast.action, values={"text": "Agree and print it"}, by=cast.manager)
    client = sign_in(cast.manager)
    content = saved(signed_by(book))
    response = upload(client, content)
    page = response.content.decode()
    assert "Changed since the workbook was made" in page
    assert "Agree the early help strategy → Agree and print it" in page
    assert "Ten schools have agreed." in page
    refused = confirm(client, response)
    assert refused.status_code == 422
    assert "Choose what becomes of the answer to" in refused.content.decode()
    left = confirm(client, response, **{f"choice_{cast.action.pk}": "leave"})
    assert left.status_code == 422
    assert ProgressUpdate.objects.count() == 0
    confirm(client, response, **{f"choice_{cast.action.pk}": "add"})
    assert ProgressUpdate.objects.get().text == WORDS


def test_a_change_between_looking_and_confirming_is_shown_before_anything_is_written(
    cast, book, sign_in
):
    fill(book, 0, text="One.", rag="green")
    fill(book, 1, text="Two.", rag="green")
    client = sign_in(cast.manager)
    response = upload(client, saved(signed_by(book)))
    edit_action(action=cast.other_action, values={"text": "Print it"}, by=cast.manager)
    again = confirm(client, response)
    assert again.status_code == 409
    assert "The plan changed since you opened this page" in again.content.decode()
    assert ProgressUpdate.objects.count() == 0
    confirm(client, again, **{f"choice_{cast.other_action.pk}": "add"})
    assert ProgressUpdate.objects.count() == 2


def test_answers_are_written_all_or_nothing(cast, today):
    answers = [
        Answer(cast.action, 1, today, text="One."),
        Answer(cast.other_action, 7, today, text="Two."),
    ]
    with pytest.raises(Conflict):
        bring_in_answers(plan=cast.plan, answers=answers, by=cast.manager, by_name="Ann")
    assert ProgressUpdate.objects.count() == 0
    with pytest.raises(RuleBroken, match="Say who filled this in"):
        bring_in_answers(plan=cast.plan, answers=answers, by=cast.manager, by_name=" ")


def test_what_was_changed_on_its_way_or_waited_too_long_is_not_brought_in(
    cast, book, sign_in, monkeypatch
):
    client = sign_in(cast.manager)
    fill(book, text="One.")
    response = upload(client, saved(signed_by(book)))
    token = answers_in(response)
    for wrong in ("", "x", token[:-2]):
        refused = client.post(CONFIRM, {"answers": wrong, "who": "Ann"})
        assert refused["Location"] == PAGE
    assert unpacked(token)[0].who == "Ann Lee, Riverside Police"
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)
    with pytest.raises(RuleBroken, match="more than a day"):
        unpacked(token)
    assert ProgressUpdate.objects.count() == 0


def test_a_closed_plan_asks_nobody(cast, today, sign_in):
    Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=today)
    client = sign_in(cast.manager)
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/riverside/plans/2026-27/").content.decode()


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_is_a_constant_number_of_queries(
    cast, today, sign_in, django_assert_num_queries, more
):
    for _ in range(more):
        factories.LeadFactory(action=factories.ActionFactory(outcome=cast.outcome))
    client = sign_in(cast.manager)
    with django_assert_num_queries(11):
        client.get(PAGE)
