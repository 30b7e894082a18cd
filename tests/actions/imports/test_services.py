"""From the upload to the plan, and back: all or nothing, and never twice."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from actions.importers.kept import unpack
from actions.models import Action, Lead, Plan, PlanImport
from actions.services import editing, imports
from actions.services.imports.confirming import preview
from actions.services.imports.undoing import can_undo
from boardplan.audit import AuditEvent
from boardplan.errors import Conflict, RuleBroken
from subgroups.models import Agency, Post, SubGroup
from subgroups.services import agencies
from tests import factories as make
from tests.reports import factories as paper

from .plans import PLAN, action, plan

pytestmark = pytest.mark.django_db
DAY = datetime.date


def names(model, board):
    return sorted(model.objects.of(board).values_list("name", flat=True))


def test_an_upload_writes_no_plan(cast, start):
    plans = Plan.objects.count()
    row = start()
    assert Plan.objects.count() == plans
    assert names(Agency, cast.board) == ["Riverside Police"]
    assert (row.title, row.start, row.end) == (
        "Business plan 2027-28",
        DAY(2027, 4, 1),
        DAY(2028, 3, 31),
    )
    assert unpack(row.source)["priorities"][0]["key"] == "p1"


def test_confirmed_it_is_the_plan_that_the_preview_showed(cast, start):
    row = start()
    made = imports.confirm_import(plan_import=row, by=cast.manager)
    assert (made.slug, made.status, made.vision) == ("2027-28", "draft", "Every child is safe.")
    rows = [
        (
            one.ref,
            one.text,
            [str(lead) for lead in one.leads.all()],
            one.timescale_kind,
            one.due,
            one.rag,
            one.milestones.count(),
        )
        for one in made.actions.order_by("position")
    ]
    assert rows == [
        (
            "1.1a",
            "Publish a guide to thresholds",
            ["Riverside Police", "Fostering Service"],
            "month",
            DAY(2027, 6, 30),
            "amber",
            0,
        ),
        (
            "1.1b",
            "Train two hundred practitioners",
            ["Quality sub-group", "Fostering Service"],
            "recurring",
            None,
            "",
            4,
        ),
        ("", "Visit each school once", ["LADO"], "ongoing", None, "", 0),
    ]
    assert names(Agency, cast.board) == ["Fostering Service", "Riverside Police"]
    assert names(Post, cast.board) == ["Detective Inspector", "LADO"]
    row.refresh_from_db()
    assert (row.status, row.plan, row.source) == ("done", made, None)
    assert made.outcomes.get(ref="1.1").updates.get().text == "Two hubs have opened."


def test_a_report_is_never_of_a_day_to_come(cast, start, today):
    made = imports.confirm_import(plan_import=start(), by=cast.manager)
    assert made.outcomes.get(ref="1.1").updates.get().on == today  # the file says May 2027
    assert made.actions.get(ref="1.1a").rag_on == today


def test_parties_are_added_once_and_recorded(cast, start):
    imports.confirm_import(plan_import=start(), by=cast.manager)
    again = plan(title="Another plan")
    imports.confirm_import(plan_import=start(again), by=cast.manager)
    assert names(Agency, cast.board) == ["Fostering Service", "Riverside Police"]
    assert names(Post, cast.board) == ["Detective Inspector", "LADO"]
    for row in (Agency.objects.get(name="Fostering Service"), Post.objects.get(name="LADO")):
        (event,) = AuditEvent.objects.about(row)
        assert (event.verb, event.by_id) == ("added", cast.manager.pk)


def test_what_was_decided_is_what_is_written(cast, start):
    row = start()
    keys = {f.said: f.key for f in preview(row).matched.draft.findings}
    assert set(keys) == {"Fostering Service", "Chair of the Quality Subgroup", "LADO"}
    imports.settle_import(
        plan_import=row,
        settled={
            "findings": {keys["LADO"]: "words", keys["Fostering Service"]: "new:group"},
            "parts": {"p1.o2.a1": {"text": "Visit every school", "timescale": "by June 2027"}},
        },
        by=cast.manager,
    )
    made = imports.confirm_import(plan_import=row, by=cast.manager)
    visit = made.actions.get(text="Visit every school")
    assert (visit.due, visit.leads.get().party, visit.leads.get().written) == (
        DAY(2027, 6, 30),
        None,
        "LADO",
    )
    assert names(SubGroup, cast.board) == ["Fostering Service", "Quality sub-group"]
    assert names(Post, cast.board) == ["Detective Inspector"]


def test_a_decision_can_be_taken_back(cast, start):
    row = start()
    key = next(f.key for f in preview(row).matched.draft.findings if f.said == "LADO")
    row = imports.settle_import(
        plan_import=row, settled={"findings": {key: "words"}}, by=cast.manager
    )
    assert row.decisions["findings"] == {key: "words"}
    row = imports.settle_import(plan_import=row, settled={"findings": {key: ""}}, by=cast.manager)
    assert row.decisions["findings"] == {}
    events = AuditEvent.objects.about(row).filter(verb="settled doubts of").order_by("id")
    assert [event.changes for event in events] == [
        {key: [None, "words"]},
        {key: ["words", None]},
    ]


def test_two_at_once_the_second_decision_is_told(cast, start):
    row = start()
    say = {"plan_import": row, "by": cast.manager}
    imports.settle_import(settled={"findings": {"k": "one"}}, seen={"findings": {"k": ""}}, **say)
    with pytest.raises(Conflict):
        imports.settle_import(
            settled={"findings": {"k": "two"}}, seen={"findings": {"k": ""}}, **say
        )
    # The same said twice, and something else meanwhile, is no conflict.
    imports.settle_import(settled={"findings": {"k": "one"}}, seen={"findings": {"k": ""}}, **say)
    imports.settle_import(settled={"findings": {"m": "x"}}, seen={"findings": {"m": ""}}, **say)
    row.refresh_from_db()
    assert row.decisions["findings"] == {"k": "one", "m": "x"}
    with pytest.raises(Conflict):
        imports.confirm_import(plan_import=row, by=cast.manager, expected_version=1)
    assert not Plan.objects.filter(title="Business plan 2027-28").exists()


def test_all_or_nothing(cast, start, monkeypatch):
    row = start()

    def fails(self, rows):
        raise ValueError("the last level")

    monkeypatch.setattr("actions.importers.writing.PlanWriter._progress", fails)
    before = (Plan.objects.count(), names(Agency, cast.board), AuditEvent.objects.count())
    with pytest.raises(RuleBroken):
        imports.confirm_import(plan_import=row, by=cast.manager)
    assert (Plan.objects.count(), names(Agency, cast.board), AuditEvent.objects.count()) == before
    row.refresh_from_db()
    assert row.status == "preview"


def test_nothing_to_bring_in_is_refused(cast, start):
    row = start(plan(priorities=[]))
    with pytest.raises(RuleBroken, match="No actions were found"):
        imports.confirm_import(plan_import=row, by=cast.manager)


def test_it_is_confirmed_once(cast, start):
    row = start()
    imports.confirm_import(plan_import=row, by=cast.manager)
    with pytest.raises(RuleBroken, match="was brought in meanwhile"):
        imports.confirm_import(plan_import=row, by=cast.manager)
    assert Plan.objects.filter(title="Business plan 2027-28").count() == 1


def test_the_same_file_while_it_waits_is_the_same_preview(cast, start):
    row = start(digest="d" * 64)
    assert start(digest="d" * 64) == row
    assert start(digest="e" * 64) != row
    assert start(digest="d" * 64, resume=False) != row
    imports.discard_import(plan_import=row, by=cast.manager)
    assert start(digest="d" * 64) != row


def test_the_same_file_once_more_is_recognised(cast, start):
    row = start(digest="d" * 64)
    assert list(PlanImport.objects.of(cast.board).of_file("d" * 64)) == []
    imports.confirm_import(plan_import=row, by=cast.manager)
    assert list(PlanImport.objects.of(cast.board).of_file("d" * 64)) == [row]
    assert list(PlanImport.objects.of(cast.other_board).of_file("d" * 64)) == []
    row.refresh_from_db()
    imports.undo_import(plan_import=row, by=cast.manager)
    assert list(PlanImport.objects.of(cast.board).of_file("d" * 64)) == []


def test_described_anew_its_timescales_are_those_of_the_period(cast, start):
    row = imports.describe_import(
        plan_import=start(),
        title="Plan of the year after",
        start=DAY(2028, 4, 1),
        end=DAY(2029, 3, 31),
        slug="later",
        into=None,
        by=cast.manager,
    )
    made = imports.confirm_import(plan_import=row, by=cast.manager)
    assert (made.title, made.slug, made.start) == (
        "Plan of the year after",
        "later",
        DAY(2028, 4, 1),
    )
    assert made.actions.get(ref="1.1b").milestones.first().due == DAY(2028, 6, 30)


def test_an_address_that_is_taken_or_ours_is_refused(cast, start):
    row = start()
    for slug in (cast.plan.slug, "new", "current"):
        with pytest.raises(RuleBroken) as refused:
            imports.describe_import(
                plan_import=row,
                title="X",
                start=row.start,
                end=row.end,
                slug=slug,
                into=None,
                by=cast.manager,
            )
        assert refused.value.field == "slug"


def test_into_an_empty_draft_what_it_says_of_itself_stays(cast, start):
    draft = make.DraftPlanFactory(board=cast.board, title="Our draft", vision="Ours")
    made = imports.confirm_import(plan_import=start(into=draft), by=cast.manager)
    draft.refresh_from_db()
    assert (made, draft.title, draft.vision, draft.actions.count()) == (
        draft,
        "Our draft",
        "Ours",
        3,
    )
    row = PlanImport.objects.get(plan=draft)
    imports.undo_import(plan_import=row, by=cast.manager)
    draft.refresh_from_db()
    assert (draft.actions.count(), draft.priorities.count(), draft.vision) == (0, 0, "Ours")
    assert names(Agency, cast.board) == ["Riverside Police"]


def test_a_closed_plan_or_another_boards_is_no_target(cast, start):
    closed = make.PlanFactory(
        board=cast.board, status="closed", closed_on=DAY(2026, 4, 1), ratified_on=DAY(2025, 4, 1)
    )
    for target in (closed, cast.other_plan):
        with pytest.raises(RuleBroken):
            start(into=target)


def test_undone_all_of_it_is_gone_and_nothing_else(cast, start):
    before = {
        model: set(model.objects.values_list("pk", flat=True))
        for model in (Plan, Action, Agency, Post, SubGroup)
    } | {Lead: set(Lead.ever.values_list("pk", flat=True))}
    row = start()
    imports.confirm_import(plan_import=row, by=cast.manager)
    row.refresh_from_db()
    assert can_undo(row)
    imports.undo_import(plan_import=row, by=cast.manager)
    after = {
        model: set(getattr(model, "ever", model.objects).values_list("pk", flat=True))
        for model in before
    }
    assert after == before
    row.refresh_from_db()
    assert (row.status, row.plan, row.written, row.brought) == ("undone", None, {}, {})
    with pytest.raises(RuleBroken, match="undone already"):
        imports.undo_import(plan_import=row, by=cast.manager)


def edit_text(cast, made):
    editing.edit_action(
        action=made.actions.first(), values={"text": "Something else"}, by=cast.manager
    )


def move_to_another_lead(cast, made):
    made.actions.first().leads.first().delete()


def report(cast, made):
    make.report_on(made.actions.first(), on=DAY(2026, 11, 1), rag="green")


def start_a_report(cast, made):
    paper.ReportFactory(board=cast.board, plan=made, slug="annual")


@pytest.mark.parametrize("work", [edit_text, move_to_another_lead, report, start_a_report])
def test_worked_on_it_is_not_undone(cast, start, work):
    row = start()
    made = imports.confirm_import(plan_import=row, by=cast.manager)
    work(cast, made)
    row.refresh_from_db()
    assert not can_undo(row)
    with pytest.raises(RuleBroken):
        imports.undo_import(plan_import=row, by=cast.manager)
    assert Plan.objects.filter(pk=made.pk).exists()


def test_parties_that_were_used_or_changed_since_stay(cast, start):
    row = start()
    imports.confirm_import(plan_import=row, by=cast.manager)
    fostering = Agency.objects.get(name="Fostering Service")
    agencies.change_agency(
        agency=fostering,
        name="Fostering",
        abbreviation="",
        aliases=[],
        left_on=None,
        by=cast.manager,
    )
    make.LeadFactory(action=cast.action, post=Post.objects.get(name="LADO"))
    row.refresh_from_db()
    assert can_undo(row)  # a name is no work on the plan
    imports.undo_import(plan_import=row, by=cast.manager)
    assert names(Agency, cast.board) == ["Fostering", "Riverside Police"]
    assert names(Post, cast.board) == ["Detective Inspector", "LADO"]


def test_a_preview_that_nobody_finishes_is_deleted(cast, start, settings):
    row = start(digest="d" * 64)
    PlanImport.objects.filter(pk=row.pk).update(
        created_at=row.created_at - datetime.timedelta(days=settings.IMPORT_DAYS)
    )
    row.refresh_from_db()
    assert row.expired
    for deed in (imports.confirm_import, imports.discard_import):
        with pytest.raises(RuleBroken, match="waited too long"):
            deed(plan_import=row, by=cast.manager)
    assert start(digest="d" * 64) != row  # the next one cleans up
    row.refresh_from_db()
    assert (row.status, row.source, row.decisions) == ("discarded", None, {})
    assert AuditEvent.objects.about(row).first().verb == "let expire"


def test_long_words_keep_every_word(cast, start):
    title = "Early help " * 60
    long_lead = "The team that visits " * 20
    data = plan(
        priorities=[
            {
                "ref": "Strategic objective number one of",
                "title": title.strip(),
                "outcomes": [
                    {"title": "", "actions": [action("Do it", leads=[long_lead.strip()])]}
                ],
            }
        ]
    )
    made = imports.confirm_import(plan_import=start(data), by=cast.manager)
    priority = made.priorities.get()
    assert priority.ref == ""
    kept = f"{priority.title} {priority.description}"
    assert kept.split() == f"Strategic objective number one of {title}".split()
    assert long_lead.strip() in made.outcomes.get().notes


def big(number):
    outcomes = [
        {
            "ref": f"1.{n}",
            "title": f"Outcome {n}",
            "updates": [{"on": "2026-05-01", "text": f"Progress {n}"}],
            "actions": [
                action(
                    f"Action {n}.{m} of many",
                    ref=f"1.{n}.{m}",
                    leads=["Riverside Police", f"New service {n % 20}"],
                    when="Quarterly",
                    rag="green",
                )
                for m in range(10)
            ],
        }
        for n in range(number // 10)
    ]
    return plan(priorities=[PLAN["priorities"][0] | {"outcomes": outcomes}])


def test_three_hundred_actions_are_written_in_bulk(cast, start):
    """As many statements as thirty take, but for those that SQLite's limit of variables splits."""
    imports.confirm_import(plan_import=start(plan(title="To warm up")), by=cast.manager)
    took = {}
    for number in (30, 300):
        row = start(big(number))
        with CaptureQueriesContext(connection) as seen:
            made = imports.confirm_import(plan_import=row, by=cast.manager)
        assert made.actions.count() == number
        took[number] = len([q for q in seen if not q["sql"].startswith("INSERT")])
    assert took[300] <= took[30]


@pytest.mark.parametrize(
    "values",
    [
        {"end": DAY(2027, 4, 1)},
        {"status": "done"},
        {"status": "done", "finished_at": "2026-11-20T00:00Z"},
    ],
)
def test_constraints(cast, start, values):
    row = start()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanImport.objects.filter(pk=row.pk).update(**values)
