"""What the demo holds, what loading twice does, and that nobody's words or names are copied."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from actions.document import read_plan
from actions.exporters.interchange import as_interchange
from actions.importers.interchange import import_plan
from actions.management.commands.export_plan import lead_entries
from actions.models import Action, Plan, Priority
from reports.annual_report import report_document
from reports.demo import load_demo
from reports.demo.accounts import DEMO_LINK
from reports.models import (
    AnnualReport,
    BudgetLine,
    Contribution,
    GlossaryTerm,
    Output,
    Recommendation,
    Section,
    StatedTotal,
)
from reports.services.collecting import find_link
from subgroups.models import Board, SubGroup

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"

# (board, plan): priorities, outcomes, actions, sub-items, lead entries, core tasks, milestones
# written, sources, progress entries, as the documents hold them.
HELD = {
    ("wandsworth", "action-plan-2009-10"): (0, 28, 80, 15, 30, 0, 0, 0, 8),
    ("wandsworth", "business-plan-2017-18"): (7, 37, 68, 10, 57, 0, 0, 0, 83),
    ("wakefield", "business-plan-2011-12"): (5, 22, 70, 0, 64, 0, 0, 1, 0),
    ("swindon", "work-plan-2007-08"): (12, 23, 54, 0, 147, 19, 27, 6, 0),
}


@pytest.fixture
def demo(db):
    load_demo()


@pytest.mark.parametrize(("board", "plan"), HELD)
def test_the_four_plans_hold_what_the_documents_hold(demo, board, plan):
    out = StringIO()
    call_command("export_plan", board=board, plan=plan, counts=True, stdout=out)
    counts = dict(line.split(": ") for line in out.getvalue().splitlines())
    assert HELD[board, plan] == tuple(
        int(counts[name])
        for name in (
            "priorities",
            "outcomes",
            "actions",
            "sub-items",
            "lead entries",
            "core tasks",
            "milestones written",
            "sources",
            "progress entries",
        )
    )


def test_loading_again_adds_nothing_and_keeps_what_people_entered(demo):
    action = Action.objects.filter(plan__slug="work-plan-2007-08").first()
    Action.objects.filter(pk=action.pk).update(text="Changed by a person")
    Board.objects.filter(slug="swindon").update(colour="#123456")
    before = (Action.objects.count(), SubGroup.objects.count(), AnnualReport.objects.count())
    assert load_demo() == []
    assert (
        Action.objects.count(),
        SubGroup.objects.count(),
        AnnualReport.objects.count(),
    ) == before
    action.refresh_from_db()
    assert action.text == "Changed by a person"
    assert Board.objects.get(slug="swindon").colour == "#123456"


def test_the_demo_refuses_to_load_where_its_passwords_would_be_a_door(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="only with DEBUG=1"):
        call_command("load_demo")


def test_the_report_of_2017_18_is_complete(demo):
    report = AnnualReport.objects.get(slug="annual-report-2017-18")
    assert GlossaryTerm.objects.filter(board=report.board).count() == 52
    lines = BudgetLine.objects.filter(report=report)
    assert [
        lines.filter(kind=kind, **{f"{figure}__isnull": False}).count()
        for kind, figure in (
            ("income", "actual"),
            ("income", "projection"),
            ("expenditure", "projection"),
        )
    ] == [8, 8, 11]
    assert (lines.count(), lines.filter(agency__isnull=False).count()) == (19, 4)
    assert {str(total.amount) for total in StatedTotal.objects.filter(report=report)} == {
        "246287.77",
        "268953.77",
        "27718.77",
    }
    contributions = list(Contribution.objects.filter(report=report))
    forms = [item.form for item in contributions]
    assert (forms.count("template"), forms.count("narrative"), forms.count("link")) == (5, 2, 2)
    answers = [
        answer for item in Contribution.objects.filter(report=report) for answer in item.answers
    ]
    assert len(answers) == 28
    assert sum(len(answer["blocks"]) for answer in answers) == 158
    numbers = [item.number for item in contributions]
    numbers += report.sections.filter(number__isnull=False).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, 13))


def test_the_record_of_2006_07_is_complete(demo):
    report = AnnualReport.objects.get(slug="work-2006-07")
    outputs = Output.objects.filter(report=report)
    assert {
        kind: (outputs.filter(kind=kind).count(), outputs.filter(kind=kind, draft=True).count())
        for kind in ("procedure", "strategy", "issue")
    } == {"procedure": (9, 1), "strategy": (4, 1), "issue": (17, 0)}
    assert report.sections.last().body.count("\n- ") == 5


def test_the_report_of_this_year_has_agencies_at_every_stage(demo):
    report = AnnualReport.objects.get(collection__isnull=False)
    assert report.plan.rolled_from.slug == "business-plan-2017-18"
    parts = {part.title: part for part in report.contributions.all()}
    assert {part.status for part in parts.values()} == set(Contribution.Status)
    assert {part.form for part in parts.values()} == set(Contribution.Form)
    printed = Contribution.objects.printed(report)
    assert {part.title for part in printed} == {
        "Children’s Social Care",
        "St George’s University Hospitals NHS Foundation Trust",
        "Wandsworth Clinical Commissioning Group",
        "Wandsworth Housing",
    }
    police = parts["Metropolitan Police Service"]
    assert [draft.text.count("\n- ") for draft in police.drafts.order_by("pk")] == [2, 0, 0]
    assert find_link(DEMO_LINK).contribution == parts["Youth Offending Team"]


def test_the_report_of_this_year_shows_every_kind_of_section(demo):
    report = AnnualReport.objects.select_related("board", "plan").get(collection__isnull=False)
    parts = {part.kind: part for part in report_document(report).sections}
    assert {kind for kind in Section.Kind if kind not in parts} == set()
    told = {kind for kind, part in parts.items() if part.passages}
    assert told == {
        "about",
        "decisions",
        "difference",
        "voice",
        "little_progress",
        "reviews",
        "training",
        "attendance",
        "next_year",
    }
    assert {row.status for row in Recommendation.objects.filter(report=report)} == set(
        Recommendation.Status
    )
    assert [group.name for group in parts["about"].structure.groups] == [
        "Wandsworth Safeguarding Children Board (WSCB)",
        "Multi-Agency Risk Assessment Conference (MARAC)",
    ]


@pytest.mark.parametrize(("board", "plan"), HELD)
def test_export_then_import_gives_the_same_plan(demo, board, plan):
    board = Board.objects.get(slug=board)
    first = as_interchange(
        read_plan(Plan.objects.select_related("board").get(board=board, slug=plan), updates="all")
    )
    copy = import_plan(board=board, data=first, by=None, slug="copy")
    second = as_interchange(read_plan(copy, updates="all"))
    assert {**second, "slug": plan} == first


def test_every_lead_but_plain_words_found_its_party(demo):
    lost = [
        lead.written
        for plan in Plan.objects.filter(slug__in=[slug for _, slug in HELD])
        for action in read_plan(plan).actions
        for lead in action.leads
        if lead.kind == "text"
    ]
    assert set(lost) == {"Officer to be confirmed"}


def test_a_plan_without_priorities_has_one_without_words(demo):
    (only,) = Priority.objects.filter(plan__slug="action-plan-2009-10")
    assert (only.ref, only.title) == ("", "")


def seeds() -> Path:
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
    assert folder.is_dir(), "../shared/seeds is missing: these tests compare with the documents"
    return folder


SEED_FILES = {
    ("wandsworth", "action-plan-2009-10"): "wandsworth-action-plan-2009-10",
    ("wandsworth", "business-plan-2017-18"): "wandsworth-business-plan-2017-18",
    ("wakefield", "business-plan-2011-12"): "wakefield-business-plan-2011-12",
    ("swindon", "work-plan-2007-08"): "swindon-work-plan-2007-08",
}


@pytest.mark.seeds
@pytest.mark.parametrize(("board", "plan"), SEED_FILES)
def test_refs_timescales_and_leads_are_those_of_the_document(board, plan):
    ours = json.loads((FIXTURES / board / "plans" / f"{plan}.json").read_text())
    theirs = json.loads((seeds() / "structured" / f"{SEED_FILES[board, plan]}.json").read_text())
    rows = [row for priority in theirs["priorities"] for row in priority["outcomes"]]
    expected, found = [], []
    for row in rows:
        for action in row["actions"]:
            said = action["timescale"] or "\n".join(row["row_timescales"]) or None
            expected.append(
                (
                    action["ref"],
                    re.sub(r" \([A-Z][a-z]+ [A-Z][a-z]+\)", "", said) if said else None,
                    action["core_task"],
                    action["rag"],
                    len(action["sub_items"]),
                    action["source_refs"],
                    len(action["leads"]),
                    bool(row["row_leads"]),
                )
            )
    outcomes = [row for priority in ours["priorities"] for row in priority["outcomes"]]
    for action in [action for outcome in outcomes for action in outcome["actions"]]:
        found.append(
            (
                action["ref"],
                action["timescale"]["text"],
                action["core_task"],
                action["rag"],
                len(action["sub_items"]),
                action["sources"],
                lead_entries(action["leads"]),
                any(lead["to_settle"] for lead in action["leads"]),
            )
        )
    # Continuation rows belong to the outcome they continue, so only the order may differ.
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert [row["ref"] for row in rows if not row["continuation_of"]] == [
        outcome["ref"] for outcome in outcomes
    ]


@pytest.mark.seeds
def test_no_sentence_of_a_document_is_in_the_fixtures():
    """Nine words in a row are a sentence; timescales, titles of laws and names are facts."""

    def words(text):
        return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))

    theirs = set()
    for file in seeds().glob("*.txt"):
        found = words(file.read_text())
        theirs.update(tuple(found[n : n + 9]) for n in range(len(found) - 8))
    copied = []

    def walk(value, key=""):
        if isinstance(value, dict):
            for name, item in value.items():
                walk(item, name)
        elif isinstance(value, list):
            for item in value:
                walk(item, key)
        elif isinstance(value, str) and key in {"text", "title", "description", "what", "reason"}:
            found = words(value)
            copied.extend(value for n in range(len(found) - 8) if tuple(found[n : n + 9]) in theirs)

    for file in FIXTURES.rglob("*.json"):
        data = json.loads(file.read_text())
        walk(_without_timescales(data))
    assert copied == []


def _without_timescales(value):
    if isinstance(value, dict):
        return {key: _without_timescales(item) for key, item in value.items() if key != "timescale"}
    if isinstance(value, list):
        return [_without_timescales(item) for item in value]
    return value
