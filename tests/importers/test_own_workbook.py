"""Our own workbook comes back edited: what people changed counts, what follows from it does not."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from actions.document import read_plan
from actions.exporters.excel import as_xlsx
from actions.importers.reading import read_file
from actions.importers.understanding import understand
from actions.models import Action
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 11, 2)


@pytest.fixture
def book(cast, today):
    factories.report_on(cast.action, on=DAY, rag="red", reason="No money", text="Two agreed.")
    Action.objects.filter(pk=cast.action.pk).update(sources=["Care Act"], core_task=True)
    return load_workbook(io.BytesIO(as_xlsx(read_plan(cast.plan, updates="all"))))


def change(book, row, **values):
    """Write into the plan's row number `row`, by the titles of the columns ("Due_date")."""
    sheet = book["Business plan"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for title, value in values.items():
        sheet.cell(row + 1, columns[title.replace("_", " ")], value)
    return book


def understood(book):
    file = io.BytesIO()
    book.save(file)
    return understand(
        read_file("plan.xlsx", file.getvalue()),
        period_start=datetime.date(2026, 4, 1),
        period_end=datetime.date(2027, 3, 31),
    )


def actions_of(draft):
    return [
        action
        for priority in draft.data["priorities"]
        for outcome in priority["outcomes"]
        for action in outcome["actions"]
    ]


def test_untouched_it_is_the_plan(book):
    draft = understood(book)
    first, second = actions_of(draft)
    assert (first["text"], first["core_task"], first["sources"], first["rag"]) == (
        "Agree the early help strategy", True, ["Care Act"], "red",
    )  # fmt: skip
    assert [(u["on"], u["by"], u["text"], u["reason"]) for u in first["updates"]] == [
        ("2026-11-02", "Somebody", "Two agreed.", "No money")
    ]
    assert (second["rag"], second["updates"]) == (None, [])
    assert draft.unplaced == ()
    outcome = draft.data["priorities"][0]["outcomes"][0]
    assert (outcome["ref"], outcome["title"], outcome["notes"]) == (
        "1.1", "Families get help sooner", None,
    )  # fmt: skip


def test_progress_written_over_is_one_more_report(book):
    change(book, 1, Progress="All agreed.", Progress_as_at=datetime.date(2026, 11, 9), RAG="Green")
    first = actions_of(understood(book))[0]
    assert [(u["on"], u["text"]) for u in first["updates"]] == [
        ("2026-11-09", "All agreed."),
        ("2026-11-02", "Two agreed."),
    ]
    assert first["rag"] == "green"


def test_a_due_date_that_was_moved_holds_and_its_words_stay(book):
    first = actions_of(understood(change(book, 1, Due_date=datetime.date(2027, 2, 1))))[0]
    timescale = first["timescale"]
    assert (timescale["text"], timescale["due"], timescale["first_due"]) == (
        "December 2026", "2027-02-01", "2026-12-31",
    )  # fmt: skip
    assert timescale["corrected"] is True


def test_a_row_and_a_column_of_theirs_are_read_as_anybodys(book):
    sheet = book["Business plan"]
    change(book, 3, Priority="1 Early help", Outcome="1.1 Families get help sooner",
           Action="Ask parents", Lead="Schools")  # fmt: skip
    last = sheet.max_column + 1
    sheet.cell(1, last, "Budget")
    sheet.cell(2, last, "£4,000")
    draft = understood(book)
    added = actions_of(draft)[2]
    assert (added["text"], [lead["name"] for lead in added["leads"]]) == (
        "Ask parents", ["Schools"],
    )  # fmt: skip
    assert draft.data["priorities"][0]["outcomes"][0]["notes"] == "Budget: £4,000"


def test_without_the_sheet_that_explains_it_its_actions_are_found_all_the_same(book):
    del book["About this file"], book["All progress"]
    draft = understood(book)
    assert [(a["ref"], a["text"]) for a in actions_of(draft)] == [
        ("1.1a", "Agree the early help strategy"),
        ("1.1b", "Publish the threshold document"),
    ]


def test_what_is_not_read_is_said(book):
    from actions.importers.understanding.own_workbook import rearranged

    file = io.BytesIO()
    book.save(file)
    (remark,) = rearranged(read_file("plan.xlsx", file.getvalue())).remarks[-1:]
    assert remark == (
        "Columns that follow from the others were not read: Kind of timescale, Rated on."
    )
