"""The pages of reports, in every role, and what the manager does there."""

import datetime
from decimal import Decimal

import pytest

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from reports.models import (
    AnnualReport,
    BudgetLine,
    Contribution,
    GlossaryTerm,
    Output,
    Section,
    StatedTotal,
)
from reports.services import approving, assembling, entries
from tests import factories as make
from tests.reports import factories as made


@pytest.fixture
def report(cast):
    report = made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report"
    )
    for place, (kind, title) in enumerate(
        [("text", "Foreword"), ("finance", "Finance"), ("glossary", "Glossary")], start=1
    ):
        made.SectionFactory(report=report, kind=kind, title=title, position=place)
    return report


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def titles(report):
    return [section.title for section in report.sections.all()]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_needs_the_same_queries_at_any_size(
    cast, manager, django_assert_num_queries, rows
):
    for _ in range(rows):
        made.ReportFactory(board=cast.board)
        make.PlanFactory(board=cast.board)
    with django_assert_num_queries(6):
        assert manager.get("/riverside/reports/").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_a_report_needs_the_same_queries_at_any_size(
    cast, manager, report, django_assert_num_queries, rows
):
    for _ in range(rows):
        made.BudgetLineFactory(report=report)
        made.GlossaryTermFactory(board=cast.board)
        make.ActionFactory(outcome=cast.outcome)
    with django_assert_num_queries(6):
        assert manager.get("/riverside/reports/annual/").status_code == 200


def test_a_report_is_begun_from_a_plan_with_the_usual_sections(cast, manager):
    response = manager.post(
        "/riverside/reports/new/", {"plan": cast.plan.pk, "title": "Annual report 2026-27"}
    )
    assert response["Location"] == "/riverside/reports/annual-report-2026-27/"
    report = AnnualReport.objects.of(cast.board).get()
    assert (report.plan, report.start, report.end) == (
        cast.plan,
        datetime.date(2026, 4, 1),
        datetime.date(2027, 3, 31),
    )
    assert [section.kind for section in report.sections.all()] == [
        "text",
        "about",
        "figures",
        "progress",
        "outputs",
        "decisions",
        "difference",
        "voice",
        "little_progress",
        "reviews",
        "training",
        "attendance",
        "finance",
        "contributions",
        "next_year",
        "glossary",
        "plan",
    ]
    again = manager.post("/riverside/reports/new/", {"plan": cast.plan.pk, "title": "Another"})
    assert again.status_code == 422
    assert "has an annual report already" in again.content.decode()


def test_another_boards_plan_cannot_be_reported_on(cast, manager):
    response = manager.post(
        "/riverside/reports/new/", {"plan": cast.other_plan.pk, "title": "Theirs"}
    )
    assert (response.status_code, AnnualReport.objects.count()) == (422, 0)


def test_the_manager_writes_a_section(cast, manager, report):
    section = report.sections.first()
    address = f"/riverside/reports/annual/sections/{section.pk}/"
    page = manager.post(
        address, {"title": "Foreword", "body": "## Welcome", "version": 1, "preview": "Preview"}
    )
    assert "<h3>Welcome</h3>" in page.content.decode()
    section.refresh_from_db()
    assert section.body == ""
    manager.post(address, {"title": "Welcome", "number": 4, "body": "Dear reader", "version": 1})
    section.refresh_from_db()
    assert (section.title, section.number, section.body, section.version) == (
        "Welcome",
        4,
        "Dear reader",
        2,
    )
    assert [event.verb for event in AuditEvent.objects.about(section)] == ["wrote"]


def test_two_writers_of_a_section_see_both_versions(cast, manager, report):
    section = report.sections.first()
    Section.objects.filter(pk=section.pk).update(body="Their words", version=2)
    address = f"/riverside/reports/annual/sections/{section.pk}/"
    page = manager.post(address, {"title": "Foreword", "body": "My words", "version": 1})
    text = page.content.decode()
    assert page.status_code == 409
    assert ("Their words" in text, "My words" in text) == (True, True)
    section.refresh_from_db()
    assert section.body == "Their words"
    manager.post(address, {"title": "Foreword", "body": "Both words", "version": 2})
    section.refresh_from_db()
    assert section.body == "Both words"


def test_sections_move_and_stop_at_the_ends(cast, manager, report):
    last = report.sections.last()
    address = f"/riverside/reports/annual/sections/{last.pk}/move/"
    manager.post(address, {"to": "up"})
    assert titles(report) == ["Foreword", "Glossary", "Finance"]
    manager.post(address, {"to": "up"})
    manager.post(address, {"to": "up"})
    assert titles(report) == ["Glossary", "Foreword", "Finance"]


def test_a_generated_section_stands_once(cast, manager, report):
    new = "/riverside/reports/annual/sections/new/"
    assert manager.post(new, {"kind": "finance", "title": "Money"}).status_code == 422
    manager.post(new, {"kind": "text", "title": "Afterword"})
    assert titles(report) == ["Foreword", "Finance", "Glossary", "Afterword"]


def test_a_section_is_taken_out_and_its_words_stay_in_the_record(cast, manager, report):
    section = report.sections.first()
    Section.objects.filter(pk=section.pk).update(body="Lost words")
    address = f"/riverside/reports/annual/sections/{section.pk}/remove/"
    assert "Take it out" in manager.get(address).content.decode()
    assert titles(report) == ["Foreword", "Finance", "Glossary"]
    manager.post(address)
    assert titles(report) == ["Finance", "Glossary"]
    event = AuditEvent.objects.about(section).get()
    assert (event.verb, event.changes) == ("removed", {"body": ["Lost words", ""]})


def test_money_is_entered_and_what_does_not_add_up_is_said(cast, manager, report):
    new = "/riverside/reports/annual/lines/new/"
    manager.post(
        new,
        {
            "kind": "expenditure",
            "label": "Chair, 30 days",
            "actual": "21000.00",
            "units": "30",
            "unit_rate": "650",
        },
    )
    manager.post("/riverside/reports/annual/totals/", {"expenditure": "20000"})
    line, total = BudgetLine.objects.get(), StatedTotal.objects.get()
    assert (line.actual, total.amount) == (Decimal("21000.00"), Decimal("20000.00"))
    page = manager.get("/riverside/reports/annual/").content.decode()
    assert "30 days at £650.00 are £19,500.00, the line says £21,000.00." in page
    assert "£1,000.00 more." in page
    half = manager.post(new, {"kind": "income", "label": "X", "actual": "1", "units": "3"})
    assert half.status_code == 422
    assert "Enter both the number of units and the rate" in half.content.decode()
    manager.post(
        f"/riverside/reports/annual/lines/{line.pk}/",
        {"kind": "expenditure", "label": "Chair", "actual": "19500"},
    )
    line.refresh_from_db()
    assert (line.label, line.actual, line.units) == ("Chair", Decimal("19500.00"), None)
    manager.post(f"/riverside/reports/annual/lines/{line.pk}/remove/")
    assert BudgetLine.objects.count() == 0


@pytest.mark.parametrize(
    ("written", "amount"),
    [("£1,234.50", "1234.50"), (" 12,345,678 ", "12345678.00"), ("£ 7", "7.00"), ("1,23", None)],
)
def test_money_is_read_as_people_write_it(manager, report, written, amount):
    new = "/riverside/reports/annual/lines/new/"
    manager.post(new, {"kind": "income", "label": "Grant", "actual": written})
    found = [str(line.actual) for line in BudgetLine.objects.all()]
    assert found == ([amount] if amount else [])


def test_outputs_terms_and_contributions_are_entered(cast, manager, report):
    base = "/riverside/reports/annual"
    manager.post(f"{base}/outputs/new/", {"kind": "strategy", "text": "Neglect", "draft": "on"})
    manager.post(f"{base}/terms/new/", {"abbreviation": "DI", "meaning": "Detective Inspector"})
    twice = manager.post(f"{base}/terms/new/", {"abbreviation": "DI", "meaning": "Other"})
    manager.post(
        f"{base}/contributions/new/",
        {
            "title": "Police",
            "agency": cast.agency.pk,
            "form": "template",
            "answers": "## What did you do?\n> Briefly\nMuch.\n- one",
        },
    )
    output, term, sent = (
        Output.objects.get(),
        GlossaryTerm.objects.get(),
        Contribution.objects.get(),
    )
    assert (output.text, output.draft) == ("Neglect", True)
    assert (term.board, term.meaning, twice.status_code) == (
        cast.board,
        "Detective Inspector",
        422,
    )
    assert sent.answers == [
        {
            "prompt": "What did you do?",
            "hint": "Briefly",
            "blocks": [
                {"kind": "paragraph", "level": None, "text": "Much."},
                {"kind": "bullet", "level": 1, "text": "one"},
            ],
        }
    ]
    page = manager.get(f"{base}/contributions/{sent.pk}/").content.decode()
    assert "## What did you do?" in page


def test_an_approved_report_stays_as_it_was(cast, manager, report, today):
    section = report.sections.first()
    said = {"approved_by": "Executive board", "checked": "on"}
    late = manager.post("/riverside/reports/annual/approve/", said | {"on": "2027-01-01"})
    assert late.status_code == 422
    manager.post("/riverside/reports/annual/approve/", said | {"on": "2026-11-19"})
    report.refresh_from_db()
    assert (report.status, report.approved_on) == ("approved", datetime.date(2026, 11, 19))
    refused = manager.post(
        f"/riverside/reports/annual/sections/{section.pk}/",
        {"title": "Other", "body": "", "version": 1},
    )
    assert refused.status_code == 403
    assert "was approved on 19 November 2026" in refused.content.decode()
    manager.post("/riverside/reports/annual/reopen/")
    report.refresh_from_db()
    assert (report.status, report.approved_on) == ("draft", None)


@pytest.mark.parametrize("role", ["chair", "contributor", "executive", "viewer"])
def test_everybody_reads_and_only_the_manager_writes(cast, sign_in, report, role):
    client = sign_in(getattr(cast, role))
    page = client.get("/riverside/reports/annual/").content.decode()
    assert ("Foreword" in page, "Move up" in page, "Add a line" in page) == (True, False, False)
    section = report.sections.first()
    for path in (
        "new/",
        "annual/edit/",
        "annual/approve/",
        "annual/sections/new/",
        f"annual/sections/{section.pk}/",
        "annual/lines/new/",
        "annual/totals/",
    ):
        assert client.get(f"/riverside/reports/{path}").status_code == 403


def test_nothing_of_a_board_is_reached_through_another(cast, sign_in, report):
    line = made.BudgetLineFactory(report=report)
    theirs = made.ReportFactory(board=cast.other_board, slug="theirs")
    client = sign_in(cast.outsider)
    for path in (
        "riverside/reports/annual/",
        "riverside/reports/annual/annual-report.pdf",
        "riverside/plans/2026-27/business-plan.pdf",
        "hillside/reports/annual/",
        f"hillside/reports/theirs/lines/{line.pk}/",
        f"hillside/reports/theirs/sections/{report.sections.first().pk}/",
        "hillside/reports/theirs/nonsense/new/",
    ):
        assert client.get(f"/{path}").status_code == 404
    assert theirs.board == cast.other_board


def test_a_pdf_comes_with_its_name(cast, manager, monkeypatch, tmp_path):
    file = tmp_path / "kept.pdf"
    file.write_bytes(b"%PDF-1.7")
    monkeypatch.setattr("reports.views.papers.current_file", lambda paper, form: file)
    response = manager.get("/riverside/plans/2026-27/business-plan.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="riverside-2026-27.pdf"'
    assert b"".join(response.streaming_content) == b"%PDF-1.7"


def test_nothing_is_written_into_a_report_that_somebody_else_approved_meanwhile(
    cast, report, today
):
    section = report.sections.select_related("report").get(title="Foreword")
    line = made.BudgetLineFactory(report=report, label="Training")
    approving.approve_report(
        report=AnnualReport.objects.get(pk=report.pk),
        on=today,
        approved_by="Executive board",
        by=cast.manager,
    )
    for write in (
        lambda: assembling.move_section(section=section, by=cast.manager, up=False),
        lambda: assembling.remove_section(section=section, by=cast.manager),
        lambda: assembling.change_report(
            report=report, title="Other", start=report.start, end=report.end, by=cast.manager
        ),
        lambda: entries.remove_entry(entry=line, by=cast.manager),
        lambda: entries.add_output(
            report=report, by=cast.manager, kind="issue", text="Late", draft=False
        ),
    ):
        with pytest.raises(RuleBroken, match="is approved"):
            write()
    assert titles(report) == ["Foreword", "Finance", "Glossary"]


def test_a_section_that_somebody_else_took_out_cannot_be_moved(cast, report):
    section = report.sections.select_related("report").get(title="Foreword")
    report.sections.filter(pk=section.pk).delete()
    with pytest.raises(RuleBroken, match="taken out"):
        assembling.move_section(section=section, by=cast.manager, up=False)
