"""The files of a plan, downloaded from its page in Chromium, hold what the page shows."""

import csv
import io
import json
import re

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from actions.exporters.fill_in import KEY, QUESTIONS, WHO
from tests import factories as make

from .looking import DESK

JOB = re.compile(r"Job \d+: ring “all” < some")
PAGE = "/riverside/plans/2026-27/"
RATINGS = ("red", "amber", "green", "")


@pytest.fixture
def jobs(cast):
    """Twelve actions in two outcomes, a third of them red; the cast's two are withdrawn."""
    for row in (cast.action, cast.other_action):
        row.withdrawn_at, row.withdrawn_reason = row.created_at, "Not for this test"
        row.save()
    other = make.OutcomeFactory(priority=cast.priority, ref="1.2", title="=Schools know")
    made = []
    for number in range(12):
        rag = RATINGS[number % 4]
        made.append(
            make.ActionFactory(
                outcome=other if number > 5 else cast.outcome,
                ref=f"1.{number}",
                text=f"Job {number}: ring “all” < some",
                position=number,
                rag=rag,
                rag_on="2026-06-01" if rag else None,
                rag_reason="Late" if rag in ("red", "amber") else "",
            )
        )
        make.LeadFactory(action=made[-1], post=cast.post, written="DI")
    return made


def shown(page):
    """The texts of the actions on the page, in its order."""
    texts = page.locator("tr[id^=action-]").all_inner_texts()
    return [job for text in texts for job in JOB.findall(text)]


def in_word(content):
    found = []
    for table in docx.Document(io.BytesIO(content)).tables:
        for row in table.rows:
            seen = {id(cell._tc): cell for cell in row.cells}
            texts = [p.text for cell in seen.values() for p in cell.paragraphs]
            found += [text for text in texts if text.startswith("Job ")]
    return found


def in_excel(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    return [value for value in cells if str(value).startswith("Job ")]


def in_csv(content):
    return [row["Action"] for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]


def in_json(content):
    data = json.loads(content)
    return [
        action["text"]
        for priority in data["priorities"]
        for outcome in priority["outcomes"]
        for action in outcome["actions"]
    ]


READERS = {"Word": in_word, "Excel": in_excel, "CSV": in_csv, "JSON": in_json}


def downloads(page):
    """{name of the link: what it gave} of every file of the list but the PDF, which is slow."""
    page.locator(".plan-exports summary").click()
    found = {}
    for link in page.locator(".plan-exports a[download]").all():
        name = link.inner_text()
        if name == "PDF":
            continue
        with page.expect_download() as waiting:
            link.click()
        found[name] = waiting.value.path().read_bytes()
    return found


@pytest.mark.parametrize(
    ("query", "number", "narrowed"),
    [("", 12, {"Word", "Excel", "CSV", "JSON"}), ("?rag=red", 3, {"Word", "Excel", "CSV"})],
)
def test_every_file_holds_the_rows_that_the_page_shows(
    cast, jobs, page, sign_in, complaints, query, number, narrowed
):
    page.set_viewport_size(DESK)
    sign_in(cast.manager, PAGE + query)
    rows = shown(page)
    assert len(rows) == number
    found = downloads(page)
    assert set(found) == set(READERS)
    for name, content in found.items():
        every = [job.text for job in jobs]
        assert (name, READERS[name](content)) == (name, rows if name in narrowed else every)
    assert complaints == []


def test_a_workbook_is_filled_in_and_its_answers_stand_in_the_plan(
    cast, jobs, page, sign_in, complaints, tmp_path, today
):
    page.set_viewport_size(DESK)
    sign_in(cast.manager, f"{PAGE}?rag=red")
    page.locator(".plan-exports summary").click()
    page.get_by_role("link", name="Excel to fill in").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="One workbook with all 3 open actions").click()
    file = tmp_path / "answers.xlsx"
    waiting.value.save_as(file)
    fill_in(file)

    page.locator("input[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Three schools have agreed.")
    page.locator("main form button[type=submit]").last.click()
    page.goto(page.url.partition("/plans/")[0] + PAGE.removeprefix("/riverside"))
    row = page.locator(f"#action-{jobs[0].pk}")
    expect(row).to_contain_text("Three schools have agreed.")
    expect(row).to_contain_text("Green")
    jobs[0].refresh_from_db()
    jobs[4].refresh_from_db()
    assert (jobs[0].rag, jobs[0].latest_update.by_name) == ("green", "Ann Lee, Riverside Police")
    assert (jobs[4].rag, jobs[4].latest_update) == ("red", None)
    assert complaints == []


def fill_in(file):
    """Answer the first row as somebody does in Excel."""
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        if row[0].value == WHO or WHO in [cell.value for cell in row]:
            sheet.cell(row[0].row, 5, "Ann Lee, Riverside Police")
        titles = {cell.value: cell.column for cell in row if cell.value}
        if KEY in titles:
            top = row[0].row
            break
    sheet.cell(top + 1, titles[QUESTIONS["text"]], "Three schools have agreed.")
    sheet.cell(top + 1, titles[QUESTIONS["rag"]], "Green")
    book.save(file)
