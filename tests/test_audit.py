"""No write without a row in the record.

Every model stands in exactly one of three tables below; a new one that is in none fails here.
"""

import ast
import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from actions.services import editing, imports, leads, lifecycle
from actions.services.updates import dates, progress
from boardplan.audit import AuditEvent
from reports.services import (
    approving,
    assembling,
    collecting,
    commenting,
    entries,
    glossary,
    picturing,
    publishing,
)
from reports.services.collecting import questions
from subgroups.services import agencies, boards, groups, invitations, people
from tests import factories
from tests.reports import factories as paper

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("boardplan", "subgroups", "actions", "reports")
DAY = datetime.date(2026, 12, 1)

# {model: a write of it}; each must leave a row about the very object that it returns.
RECORDED = {
    "subgroups.Board": lambda cast: boards.change_words(
        board=cast.board, words={"lead": "Responsible"}, by=cast.manager
    ),
    "subgroups.Agency": lambda cast: agencies.add_agency(
        board=cast.board, name="Council", by=cast.manager
    ),
    "subgroups.SubGroup": lambda cast: groups.add_group(
        board=cast.board, name="Audit", by=cast.manager
    ),
    "subgroups.Post": lambda cast: agencies.add_post(
        board=cast.board, name="LADO", by=cast.manager
    ),
    "subgroups.Seat": lambda cast: groups.add_seat(
        group=cast.group, role="member", post=cast.post, by=cast.manager
    ),
    "subgroups.Membership": lambda cast: people.change_membership(
        membership=cast.membership(cast.viewer), role="executive", agency=None, by=cast.manager
    ),
    "subgroups.Invitation": lambda cast: (
        invitations.invite(
            board=cast.board, email="new@x.example", role="viewer", by=cast.manager
        ).invitation
    ),
    "subgroups.User": lambda cast: people.change_own_name(name="Another", by=cast.manager),
    "actions.Plan": lambda cast: lifecycle.edit_plan(
        plan=cast.plan, values={"vision": "Children are safe"}, by=cast.manager
    ),
    "actions.Priority": lambda cast: editing.add_priority(
        plan=cast.plan, values={"title": "Neglect"}, by=cast.manager
    ),
    "actions.Outcome": lambda cast: editing.add_outcome(
        priority=cast.priority, values={"title": "Seen sooner"}, by=cast.manager
    ),
    "actions.Action": lambda cast: editing.edit_action(
        action=cast.action, values={"text": "Agree it"}, by=cast.manager
    ),
    "actions.Milestone": lambda cast: dates.meet_milestone(
        milestone=factories.MilestoneFactory(action=cast.action),
        on=datetime.date(2026, 6, 1),
        by=cast.manager,
    ),
    "actions.PlanImport": lambda cast: imports.describe_import(
        plan_import=factories.PlanImportFactory(board=cast.board),
        title="Another title",
        start=datetime.date(2030, 4, 1),
        end=datetime.date(2031, 3, 31),
        slug="",
        into=None,
        by=cast.manager,
    ),
    "reports.AnnualReport": lambda cast: report_of(cast),
    "reports.Section": lambda cast: assembling.add_section(
        report=report_of(cast), kind="text", title="Foreword", by=cast.manager
    ),
    "reports.Contribution": lambda cast: entries.add_contribution(
        report=report_of(cast), title="Police", agency=cast.agency, by=cast.manager
    ),
    "reports.BudgetLine": lambda cast: entries.add_budget_line(
        report=report_of(cast), kind="income", label="Grant", actual=Decimal(1), by=cast.manager
    ),
    "reports.StatedTotal": lambda cast: stated_total(report_of(cast), cast.manager),
    "reports.GlossaryTerm": lambda cast: entries.add_term(
        board=cast.board, abbreviation="RP", meaning="Riverside Police", by=cast.manager
    ),
    "reports.NoAbbreviation": lambda cast: glossary.dismiss_abbreviation(
        board=cast.board, text="TBC", by=cast.manager
    ),
    "reports.Collection": lambda cast: begun(report_of(cast), cast.manager),
    "reports.Question": lambda cast: questions.add_question(
        board=cast.board, report=None, prompt="What did you do in {year}?", by=cast.manager
    ),
    "reports.ReportPicture": lambda cast: picturing.add_picture(
        report=report_of(cast),
        upload=SimpleUploadedFile("team.png", paper.a_picture()),
        description="The team",
        by=cast.manager,
    ),
    "reports.Attachment": lambda cast: collecting.attach(
        contribution=paper.AskedFactory(report=report_of(cast), agency=cast.agency),
        upload=SimpleUploadedFile("report.pdf", b"%PDF-1.7 %%EOF"),
        description="Our year",
        by=cast.manager,
    ),
    "reports.Comment": lambda cast: commenting.comment(
        report=approving.circulate_report(report=report_of(cast), until=DAY, by=cast.manager),
        section=None,
        text="Say more of neglect",
        by=cast.membership(cast.manager),
    ),
    "reports.Edition": lambda cast: approving.freeze_plan(
        plan=cast.plan, approved_by="Executive board", by=cast.manager
    ),
    "reports.PublicFace": lambda cast: publishing.change_public_face(
        board=cast.board, introduction="", contact="The business manager", by=cast.manager
    ),
    "reports.Output": lambda cast: entries.add_output(
        report=report_of(cast), kind="issue", text="Neglect", draft=False, by=cast.manager
    ),
}


def report_of(cast):
    return assembling.create_report(plan=cast.plan, title="Annual report", by=cast.manager)


def stated_total(report, by):
    entries.state_totals(report=report, totals={"income": Decimal(2)}, by=by)
    return report.stated_totals.get()


# {model: a write of it}; each must leave a row about the contribution that it belongs to, so that
# what happened to a contribution is one list.
RECORDED_WITH_THE_CONTRIBUTION = {
    "reports.Draft": lambda cast, part: wrote(part, cast.manager),
    "reports.DraftVersion": lambda cast, part: wrote(part, cast.manager),
    "reports.ContributionLink": lambda cast, part: collecting.renew_link(
        contribution=part, by=cast.manager, send=False
    ),
}


def wrote(part, by):
    typed = {"narrative": collecting.Typed("We trained 40 staff.", 0)}
    collecting.save_drafts(contribution=part, typed=typed, by=by)


def begun(report, by):
    return collecting.begin_collecting(
        report=report, due=DAY, asks_name="Manager", asks_email="m@riverside.example", by=by
    )


# {model: a write of it}; each must leave a row about the action that it belongs to, so that an
# action's story is one list.
RECORDED_WITH_THE_ACTION = {
    "actions.Lead": lambda cast: leads.add_lead(
        action=cast.action, party=leads.Party(agency=cast.agency), by=cast.manager
    ),
    "actions.ProgressUpdate": lambda cast: progress.record_update(
        action=cast.action, on=datetime.date(2026, 6, 1), text="Begun", by=cast.manager
    ),
    "actions.DueDateChange": lambda cast: dates.change_due_date(
        action=cast.action, due=DAY, reason="The review came late", by=cast.manager
    ),
}

# {model: why nothing is recorded}
EXEMPT = {
    "boardplan.AuditEvent": "it is the record",
    "reports.EditionFile": "made by itself from an edition, which is recorded with its digest",
    "reports.Build": "says how far a file is, and is gone when it is there",
}

# No service writes these so far. The day one does, it moves to a table above.
NOT_WRITTEN_YET = {
    "subgroups.Meeting",
    "subgroups.Attendance",
}


def test_every_model_is_in_one_table():
    ours = [
        model._meta.label
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model._meta.auto_created
    ]
    told = [
        *RECORDED,
        *RECORDED_WITH_THE_ACTION,
        *RECORDED_WITH_THE_CONTRIBUTION,
        *EXEMPT,
        *NOT_WRITTEN_YET,
    ]
    assert sorted(told) == sorted(ours)


@pytest.mark.parametrize("label", RECORDED)
def test_a_write_leaves_a_row_about_what_was_written(cast, today, label):
    written = RECORDED[label](cast)
    assert written._meta.label == label
    event = AuditEvent.objects.about(written).first()
    assert event is not None
    assert (event.by_id, event.by_name) == (cast.manager.pk, cast.manager.name)
    assert event.board_id == (None if label == "subgroups.User" else cast.board.pk)
    assert event.verb != ""


@pytest.mark.parametrize("label", RECORDED_WITH_THE_ACTION)
def test_what_belongs_to_an_action_is_recorded_with_it(cast, today, label):
    RECORDED_WITH_THE_ACTION[label](cast)
    event = AuditEvent.objects.about(cast.action).first()
    assert event is not None
    assert (event.by_id, event.board_id) == (cast.manager.pk, cast.board.pk)
    assert event.changes != {} or label == "actions.ProgressUpdate"


@pytest.mark.parametrize("label", RECORDED_WITH_THE_CONTRIBUTION)
def test_what_belongs_to_a_contribution_is_recorded_with_it(cast, today, label):
    part = paper.AskedFactory(
        report=report_of(cast), agency=cast.agency, form="narrative", status="writing"
    )
    RECORDED_WITH_THE_CONTRIBUTION[label](cast, part)
    assert apps.get_model(label).objects.exists()
    event = AuditEvent.objects.about(part).first()
    assert event is not None
    assert (event.by_id, event.board_id) == (cast.manager.pk, cast.board.pk)


# Steps of other services, which record the whole themselves.
STEPS = {"add_row", "note_due_change"}


def services():
    """(path, parsed module) of every module of services in the rooms."""
    for room in ROOMS:
        for path in sorted((ROOT / room).glob("services/**/*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text())


def test_what_is_not_written_yet_is_written_by_no_service():
    names = {label.partition(".")[2] for label in NOT_WRITTEN_YET}
    used = {
        (str(path), node.id)
        for path, tree in services()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in names
    }
    assert used == set()


def test_every_service_that_knows_who_did_it_writes_to_the_record():
    """Each function with a `by` reaches `record`, itself or by what it calls."""
    calls, writers = {}, {}
    for path, tree in services():
        for node in ast.walk(tree):
            if not isinstance(node, ast.FunctionDef):
                continue
            called = {
                getattr(call.func, "attr", getattr(call.func, "id", None))
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
            }
            calls.setdefault(node.name, set()).update(called)
            keywords = {argument.arg for argument in node.args.kwonlyargs}
            if "by" in keywords and not node.name.startswith("_"):
                writers[node.name] = str(path)
    reaching = {"record", "record_each"}
    while True:
        more = {name for name, called in calls.items() if called & reaching} - reaching
        if not more:
            break
        reaching |= more
    assert len(writers) > 30
    assert {name for name in writers if name not in reaching} == STEPS


def test_the_record_is_only_added_to(cast):
    """No foreign key leads out of it, so nothing that is deleted takes it along."""
    people.change_own_name(name="Another", by=cast.viewer)
    constraints = connection.introspection.get_constraints(
        connection.cursor(), AuditEvent._meta.db_table
    )
    assert [row for row in constraints.values() if row["foreign_key"]] == []
    cast.viewer.delete()
    assert AuditEvent.objects.get().by_name == "Another"
