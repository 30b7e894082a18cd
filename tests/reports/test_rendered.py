"""Finished PDFs are kept by what they say, whole, and apart for each board."""

import os
import time

import pytest
from django.core.management import CommandError, call_command

from reports import pdf, rendered
from reports.papers import plan_paper
from reports.plan_document import plan_document
from tests import factories as make
from tests.reports import factories as made


@pytest.fixture
def printer(monkeypatch):
    """Counts what is rendered, without rendering it."""
    made = []

    def render(template, context, told=None):
        made.append(template)
        return b"%PDF " + context["document"].title.encode()

    monkeypatch.setattr(pdf, "render", render)
    return made


def test_the_second_reader_gets_the_kept_file(cast, printer):
    first, second = plan_paper(cast.plan), plan_paper(cast.plan)
    assert (first, len(printer)) == (second, 1)


def test_any_change_makes_a_new_one(cast, printer):
    plan_paper(cast.plan)
    cast.action.text = "Another text"
    cast.action.save()
    plan_paper(cast.plan)
    cast.board.colour = "#aa0000"
    cast.board.save()
    plan = type(cast.plan).objects.select_related("board").get(pk=cast.plan.pk)
    plan_paper(plan)
    assert len(printer) == 3


def test_boards_never_share_a_file(cast, printer):
    ours, theirs = plan_document(cast.plan), plan_document(cast.other_plan)
    assert rendered.digest(ours) != rendered.digest(theirs)
    empty = make.PlanFactory(board=cast.board, slug="a", title="Same")
    other = make.PlanFactory(board=cast.other_board, slug="a", title="Same")
    assert plan_paper(empty).parent != plan_paper(other).parent


def test_a_failed_rendering_leaves_nothing(cast, monkeypatch):
    document = plan_document(cast.plan)

    def fail():
        raise OSError("no Pango")

    with pytest.raises(OSError, match="no Pango"):
        rendered.kept(document, name="plan-1", make=fail)
    monkeypatch.setattr(os, "replace", lambda *args: fail())
    with pytest.raises(OSError, match="no Pango"):
        rendered.kept(document, name="plan-1", make=lambda: b"half")
    folder = rendered.Path(rendered.settings.VAR_DIR) / "rendered"
    assert [file for file in folder.rglob("*") if file.is_file()] == []


def test_old_renderings_go_but_not_the_newest(cast, printer):
    old = plan_paper(cast.plan)
    long_ago = time.time() - 2 * rendered.KEEP_SECONDS
    os.utime(old, (long_ago, long_ago))
    cast.action.text = "Second"
    cast.action.save()
    second = plan_paper(cast.plan)
    cast.action.text = "Third"
    cast.action.save()
    third = plan_paper(cast.plan)
    assert [file.exists() for file in (old, second, third)] == [False, True, True]


def test_the_document_is_the_same_number_of_queries_at_any_size(cast, django_assert_num_queries):
    plan = type(cast.plan).objects.select_related("board").get(pk=cast.plan.pk)
    for more in (0, 30):
        for _ in range(more):
            action = make.ActionFactory(outcome=cast.outcome, owner=cast.group)
            make.LeadFactory(action=action, post=cast.post)
            make.ProgressUpdateFactory(action=action)
            make.SubGroupFactory(board=cast.board)
        with django_assert_num_queries(6):
            plan_document(plan)


def test_the_commands_write_both_papers(cast, printer, tmp_path, capsys):
    file = tmp_path / "plan.pdf"
    call_command("render_plan", board="riverside", plan="2026-27", output=file)
    assert file.read_bytes() == b"%PDF Business plan 2026-27"
    made.ReportFactory(board=cast.board, plan=cast.plan, slug="annual", title="Annual report")
    call_command("render_report", board="riverside", plan="2026-27", output=file)
    assert file.read_bytes() == b"%PDF Annual report"
    call_command("render_report", board="riverside", report="annual", output=file)
    with pytest.raises(CommandError, match="There is no plan “x”"):
        call_command("render_plan", board="riverside", plan="x", output=file)
    with pytest.raises(CommandError, match="Not found: a report “x”"):
        call_command("render_report", board="riverside", report="x", output=file)
    with pytest.raises(CommandError, match="Name the plan"):
        call_command("render_report", board="riverside", output=file)
