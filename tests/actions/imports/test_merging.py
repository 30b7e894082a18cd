"""A newer version of a plan beside the one that is here, taken in row by row."""

import copy
import datetime
from collections import Counter

import pytest

from actions.models import PlanImport
from actions.services import editing, imports
from actions.services.imports.confirming import preview
from actions.services.imports.undoing import can_undo
from actions.services.lifecycle import ratify_plan
from boardplan.audit import AuditEvent
from tests import factories as make

from .plans import PLAN, action, checked, plan

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture
def here(cast, start):
    """The plan as its first version was brought in."""
    return imports.confirm_import(plan_import=start(), by=cast.manager)


@pytest.fixture
def newer(here, start):
    """newer(change) → the import of a newer version, which `change` makes of the outcomes."""

    def go(change):
        data = copy.deepcopy(PLAN)
        change(data["priorities"][0]["outcomes"])
        return start(checked(data), name="newer.docx", into=here)

    return go


def told(row):
    return [
        (
            change.state,
            change.kind,
            change.title,
            [(one.name, one.ours, one.theirs, one.both) for one in change.changes],
            change.choice,
        )
        for change in preview(row).comparison.rows
    ]


def texts(here):
    return [one.text for one in here.actions.in_force().order_by("position", "id")]


def test_the_same_again_changes_nothing(cast, here, newer):
    row = newer(lambda outcomes: None)
    comparison = preview(row).comparison
    assert (comparison.rows, comparison.same) == ((), 6)
    versions = list(here.actions.values_list("version", flat=True))
    imports.confirm_import(plan_import=row, by=cast.manager)
    assert list(here.actions.values_list("version", flat=True)) == versions


def change_everything(outcomes):
    first, second = outcomes[0]["actions"]
    first["timescale"] = {"text": "July 2027"}
    first["leads"] = [{"name": "Riverside Police"}, {"name": "LADO"}]
    first["rag"] = "green"
    second["text"] = "Train three hundred practitioners"
    outcomes[0]["actions"].insert(1, action("Print the guide", leads=["LADO"], when="May 2027"))
    outcomes[0]["updates"].append({"on": "2027-06-01", "text": "A third hub is open."})
    outcomes[1]["actions"] = []
    outcomes.append({"ref": "1.3", "title": "Streets", "actions": [action("Walk the streets")]})


def test_what_is_new_changed_and_missing_is_told_field_by_field(newer):
    assert told(newer(change_everything)) == [
        ("changed", "outcome", "Families find help in time", [], "take"),
        (
            "changed",
            "action",
            "Publish a guide to thresholds",
            [
                (
                    "lead",
                    [["Riverside Police", "lead"], ["Fostering Service", "lead"]],
                    [["Riverside Police", "lead"], ["LADO", "lead"]],
                    False,
                ),
                ("timescale", "June 2027", "July 2027", False),
                ("rag", "amber", "green", False),
            ],
            "take",
        ),
        ("new", "action", "Print the guide", [], "add"),
        (
            "changed",
            "action",
            "Train two hundred practitioners",
            [
                (
                    "text",
                    "Train two hundred practitioners",
                    "Train three hundred practitioners",
                    False,
                )
            ],
            "take",
        ),
        ("new", "outcome", "Streets", [], "add"),
        ("new", "action", "Walk the streets", [], "add"),
        ("missing", "action", "Visit each school once", [], "keep"),
    ]


def test_taken_in_as_proposed(cast, here, newer, today):
    imports.confirm_import(plan_import=newer(change_everything), by=cast.manager)
    assert texts(here) == [
        "Publish a guide to thresholds",
        "Print the guide",
        "Train three hundred practitioners",
        "Visit each school once",
        "Walk the streets",
    ]
    first = here.actions.get(ref="1.1a")
    assert (first.due, first.rag, [str(lead) for lead in first.leads.all()]) == (
        DAY(2027, 7, 31),
        "green",
        ["Riverside Police", "LADO"],
    )
    assert [update.rag for update in first.updates.all()] == ["amber", "green"]
    outcome = here.outcomes.get(ref="1.1")
    assert [update.text for update in outcome.updates.all()] == [
        "Two hubs have opened.",
        "A third hub is open.",
    ]
    assert here.actions.get(text="Walk the streets").outcome.title == "Streets"
    assert AuditEvent.objects.about(first).filter(verb="edited").count() == 1


def test_decided_otherwise_row_by_row(cast, here, newer):
    row = newer(change_everything)
    keys = {change.title: change.key for change in preview(row).comparison.rows}
    row = imports.settle_import(
        plan_import=row,
        settled={
            "rows": {
                keys["Publish a guide to thresholds"]: "ours",
                keys["Print the guide"]: "leave",
                keys["Visit each school once"]: "withdraw",
            }
        },
        by=cast.manager,
    )
    imports.confirm_import(plan_import=row, by=cast.manager)
    assert texts(here) == [
        "Publish a guide to thresholds",
        "Train three hundred practitioners",
        "Walk the streets",
    ]
    assert here.actions.get(ref="1.1a").due == DAY(2027, 6, 30)
    gone = here.actions.get(text="Visit each school once")
    assert gone.withdrawn_reason == "No longer in the file newer.docx"


def test_what_people_changed_here_is_not_overwritten(cast, here, newer):
    first = here.actions.get(ref="1.1a")
    editing.edit_action(action=first, values={"text": "Publish the guide"}, by=cast.manager)
    make.report_on(first, on=DAY(2026, 11, 1), rag="red", reason="Ill")

    # The file still says what it said: ours is the change, and nothing is to be done.
    assert told(newer(lambda outcomes: None)) == []

    def change(outcomes):
        outcomes[0]["actions"][0]["text"] = "Publish a new guide to thresholds"
        outcomes[0]["actions"][0]["timescale"] = {"text": "July 2027"}

    row = newer(change)
    assert told(row) == [
        (
            "changed",
            "action",
            "Publish the guide",
            [
                ("text", "Publish the guide", "Publish a new guide to thresholds", True),
                ("timescale", "June 2027", "July 2027", False),
            ],
            "rest",
        )
    ]
    imports.confirm_import(plan_import=row, by=cast.manager)
    first.refresh_from_db()
    assert (first.text, first.due, first.rag) == ("Publish the guide", DAY(2027, 7, 31), "red")


def test_a_date_of_an_agreed_plan_moves_with_its_reason(cast, here, newer, today):
    ratify_plan(plan=here, on=today, by=cast.manager)

    def change(outcomes):
        outcomes[0]["actions"][0]["timescale"] = {"text": "July 2027"}

    imports.confirm_import(plan_import=newer(change), by=cast.manager)
    first = here.actions.get(ref="1.1a")
    (moved,) = first.due_date_changes.all()
    assert (moved.before, moved.after, moved.reason) == (
        DAY(2027, 6, 30),
        DAY(2027, 7, 31),
        "From the file newer.docx",
    )
    assert first.first_due == DAY(2027, 6, 30)


def test_rows_are_found_again_by_their_words_whatever_their_number(newer):
    def change(outcomes):
        first, second = outcomes[0]["actions"]
        first["ref"], second["ref"] = second["ref"], first["ref"]
        outcomes[0]["actions"] = [second, first]

    assert told(newer(change)) == [
        (
            "changed",
            "action",
            "Train two hundred practitioners",
            [("ref", "1.1b", "1.1a", False)],
            "take",
        ),
        (
            "changed",
            "action",
            "Publish a guide to thresholds",
            [("ref", "1.1a", "1.1b", False)],
            "take",
        ),
    ]


def test_a_plan_written_by_hand_is_compared_by_what_was_edited(cast, start):
    data = plan(
        priorities=[
            {
                "ref": "1",
                "title": "Early help",
                "outcomes": [
                    {
                        "ref": "1.1",
                        "title": "Families get help sooner",
                        "actions": [
                            action("Agree the early help strategy with all", ref="1.1a"),
                            action("Publish the threshold document", ref="1.1b"),
                        ],
                    }
                ],
            }
        ]
    )
    row = start(data, into=cast.plan)
    found = {change.title: change for change in preview(row).comparison.rows}
    assert [change.choice for change in found.values()] == ["take", "take"]
    editing.edit_action(action=cast.action, values={"text": "Agree the strategy"}, by=cast.manager)
    (change,) = [one for one in preview(row).comparison.rows if one.pk == cast.action.pk]
    assert (change.choice, {one.name for one in change.changes if one.both}) == (
        "rest",
        {"text", "lead", "timescale"},
    )


def test_undone_the_plan_is_as_it_was(cast, here, newer):
    ratify_plan(plan=here, on=DAY(2026, 11, 19), by=cast.manager)
    row = newer(change_everything)
    keys = {change.title: change.key for change in preview(row).comparison.rows}
    row = imports.settle_import(
        plan_import=row,
        settled={"rows": {keys["Visit each school once"]: "withdraw"}},
        by=cast.manager,
    )
    first = PlanImport.objects.filter(plan=here).get()
    before = state(here)
    imports.confirm_import(plan_import=row, by=cast.manager)
    assert state(here) != before
    row.refresh_from_db()
    assert can_undo(row)
    assert not can_undo(first)
    imports.undo_import(plan_import=row, by=cast.manager)
    assert state(here) == before


def state(here):
    from actions.document import read_plan
    from actions.exporters.interchange import as_interchange

    here.refresh_from_db()
    found = as_interchange(read_plan(here, updates="all", withdrawn=True))
    moves = list(here.actions.values_list("due_date_changes__reason", flat=True))
    return found, moves


def many(number):
    """A priority of `number` outcomes with an action each, and what a newer version makes of it."""

    def outcome(n):
        leads = ["Riverside Police", "Fostering Service"]
        one = action(f"Visit school number {n} once", ref=f"{n}a", leads=leads, when="June 2027")
        return {"ref": f"{n}", "title": f"School number {n}", "actions": [one]}

    return plan(
        priorities=[
            {"ref": "1", "title": "Early", "outcomes": [outcome(n) for n in range(number)]},
            {"ref": "2", "title": "Late", "outcomes": [outcome(number + n) for n in range(number)]},
        ]
    )


def newer_of(data):
    """Of the first priority every row is changed, with a new one below it; the second is gone."""
    first, _ = data["priorities"]
    for n, outcome in enumerate(first["outcomes"]):
        outcome["title"] += " and its yard"
        outcome["updates"] = [{"on": "2027-06-01", "text": f"Seen {n}."}]
        (one,) = outcome["actions"]
        one |= {"timescale": {"text": "Quarterly"}, "rag": "green", "core_task": True}
        one["leads"] = [{"name": "Riverside Police"}, {"name": "LADO"}]
        outcome["actions"] = [one, action(f"Write to the head of school {n}", leads=["LADO"])]
    added = [
        {"ref": f"9{n}", "title": f"Park {n}", "actions": [action(f"Light the park number {n}")]}
        for n in range(len(first["outcomes"]))
    ]
    data["priorities"] = [first, {"ref": "3", "title": "Parks", "outcomes": added}]
    return checked(data)


@pytest.mark.parametrize("number", [3, 8])
def test_a_newer_version_is_taken_in_with_the_same_queries_at_any_size(
    cast, start, today, number, django_assert_num_queries
):
    here = imports.confirm_import(plan_import=start(many(number)), by=cast.manager)
    ratify_plan(plan=here, on=today, by=cast.manager)
    row = start(newer_of(many(number)), name="newer.docx", into=here)
    gone = [one for one in preview(row).comparison.rows if one.state == "missing"]
    assert len(gone) == 1 + 2 * number
    row = imports.settle_import(
        plan_import=row, settled={"rows": {one.key: "withdraw" for one in gone}}, by=cast.manager
    )
    recorded = set(AuditEvent.objects.values_list("pk", flat=True))
    with django_assert_num_queries(71):
        imports.confirm_import(plan_import=row, by=cast.manager)
    events = AuditEvent.objects.exclude(pk__in=recorded).order_by("pk")
    stories = Counter((event.verb, event.kind.partition(".")[2]) for event in events)
    assert stories == {
        ("edited", "outcome"): number,
        ("brought in reports about", "outcome"): number,
        ("edited", "action"): number,
        ("set the milestones of", "action"): number,
        ("withdrew a lead of", "action"): number,
        ("added a lead to", "action"): number,
        ("brought in reports about", "action"): number,
        ("added", "post"): 1,
        ("added", "priority"): 1,
        ("added", "outcome"): number,
        ("added", "action"): 2 * number,
        ("withdrew", "priority"): 1,
        ("withdrew", "outcome"): number,
        ("withdrew", "action"): number,
        ("brought in", "plan"): 1,
        ("confirmed", "planimport"): 1,
    }
    one = here.actions.get(ref="0a")
    about = events.filter(kind="actions.action", object_id=one.pk)
    assert list(about.values_list("verb", flat=True)) == [
        "edited",
        "set the milestones of",
        "withdrew a lead of",
        "added a lead to",
        "brought in reports about",
    ]
    assert about.get(verb="withdrew a lead of").changes == {
        "lead": ["Fostering Service (lead)", None],
        "withdrawn_reason": ["", "From the file newer.docx"],
    }
    assert (one.timescale_kind, one.due, one.first_due, one.rag, one.core_task) == (
        "recurring",
        None,
        DAY(2027, 6, 30),
        "green",
        True,
    )
    assert (one.latest_update.rag, one.version) == ("green", 3)
    assert [str(lead) for lead in one.leads.all()] == ["Riverside Police", "LADO"]
    assert one.milestones.filter(withdrawn_at=None).count() == 4
    (moved,) = one.due_date_changes.all()
    assert (moved.before, moved.after, moved.by_name) == (DAY(2027, 6, 30), None, cast.manager.name)
    parks = here.priorities.get(ref="3")
    assert [one.title for one in parks.outcomes.all()] == [f"Park {n}" for n in range(number)]
    assert here.actions.in_force().count() == 3 * number
    assert set(
        here.actions.exclude(withdrawn_at=None).values_list("withdrawn_reason", "version")
    ) == {("No longer in the file newer.docx", 2)}
