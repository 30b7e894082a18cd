"""What goes out comes back: for every format, a plan that was written and read again is the same.

Word and Excel files are read by the rules for anybody's documents. What they cannot hold is left
out of the comparison here, and named in the exporters' own words.
"""

import csv
import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.document import PlanTree, read_plan
from actions.exporters.csv import as_csv, as_written
from actions.exporters.excel import as_xlsx
from actions.exporters.interchange import as_interchange
from actions.exporters.word import as_docx
from actions.importers.interchange import import_plan
from actions.importers.reading import read_file
from actions.importers.understanding import understand
from boardplan import clock
from tests import factories

from .plans import END, START, trees

pytestmark = pytest.mark.django_db
ON_ONE_BOARD = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def board():
    return factories.BoardFactory(name="Riverside Safeguarding Partnership")


def flat(text) -> str:
    """A text without its white space; whether a bullet is typed or real does not count."""
    return " ".join(word for word in (text or "").split() if word != "-")


def facts(data: dict) -> dict:
    """What must be the same, of a plan in the interchange format."""
    return {
        "title": data["title"],
        **{name: flat(data[name]) for name in ("vision", "intent", "introduction")},
        "rag_definition": flat(data["rag_definition"]),
        "priorities": [
            {
                "ref": priority["ref"],
                "title": priority["title"],
                "description": flat(priority["description"]),
                "outcomes": [_outcome(outcome) for outcome in priority["outcomes"]],
            }
            for priority in data["priorities"]
        ],
    }


def _outcome(outcome: dict) -> dict:
    actions = [_action(action) for action in outcome["actions"]]
    updates = [_update(update) for update in outcome["updates"] if update["text"]]
    if len(actions) == 1 and not actions[0]["updates"] and not actions[0]["reason"]:
        # In a document, progress beside a row of one action is that action's.
        actions[0]["updates"], updates = sorted(updates), []
    return {
        "ref": outcome["ref"],
        "title": flat(outcome["title"]),
        "sources": outcome["sources"],
        "notes": flat(outcome["notes"]),
        "updates": sorted(u[:3] for u in updates),
        "actions": actions,
    }


def _action(action: dict) -> dict:
    rated = [update for update in action["updates"] if update["reason"]]
    return {
        "ref": action["ref"],
        "text": flat(action["text"]),
        "sub_items": action["sub_items"],
        "leads": [(lead["name"], lead["role"]) for lead in action["leads"]],
        "timescale": action["timescale"]["text"],
        "kind": action["timescale"]["kind"],
        "due": action["timescale"]["due"],
        "first_due": action["timescale"]["first_due"],
        "monitoring": flat(action["monitoring"]),
        "success_measure": flat(action["success_measure"]),
        "core_task": action["core_task"],
        "shaped_by_children": action["shaped_by_children"],
        "sources": action["sources"],
        "rag": action["rag"],
        "reason": rated[-1]["reason"] if rated else None,
        "completed_on": action["completed_on"],
        "updates": sorted(_update(u) for u in action["updates"] if u["text"]),
    }


def _update(update: dict) -> tuple:
    more = (update["evidence"] or "", update["difference_made"] or "")
    return (update["on"], update["by"] or "", flat(update["text"]), *more)


def expected(tree: PlanTree) -> dict:
    """The same of a tree: the reason of a rating stands with its last report."""
    data = as_interchange(tree)
    nodes = iter(tree.actions)
    for priority in data["priorities"]:
        for outcome in priority["outcomes"]:
            for action in outcome["actions"]:
                node = next(nodes)
                if node.rag_reason:
                    action["updates"].append(
                        {"text": "", "reason": node.rag_reason, "on": "", "by": "", "evidence": "",
                         "difference_made": ""}
                    )  # fmt: skip
    return facts(data)


def read_again(name: str, content: bytes) -> dict:
    draft = understand(read_file(name, content), period_start=START, period_end=END)
    assert [rest.text for rest in draft.unplaced] == []
    return facts(draft.data)


@ON_ONE_BOARD
@given(data=st.data())
def test_word(board, data):
    tree = data.draw(trees(board))
    found, wanted = read_again("plan.docx", as_docx(tree)), expected(tree)
    if not tree.plan.rag_definition:  # the document prints the board's scheme in its place
        found["rag_definition"] = ""
    assert found == wanted


@ON_ONE_BOARD
@given(data=st.data())
def test_excel(board, data):
    tree = data.draw(trees(board))
    assert read_again("plan.xlsx", as_xlsx(tree)) == expected(tree)


@ON_ONE_BOARD
@given(data=st.data())
def test_json(board, data):
    written = as_interchange(data.draw(trees(board)))
    with transaction.atomic():
        copy = import_plan(board=board, data=written, by=None)
        copy.board = board
        again = as_interchange(read_plan(copy, updates="all"))
        transaction.set_rollback(True)
    assert _without_order(again) == _without_order(_as_kept(written))


def _as_kept(data: dict) -> dict:
    """A rating that stands alone gets a report without words: as at the plan's end, or today."""
    as_at = min(END, clock.today()).isoformat()
    for priority in data["priorities"]:
        for outcome in priority["outcomes"]:
            for action in outcome["actions"]:
                if action["rag"]:
                    action["updates"].append(
                        {"on": as_at, "by": None, "text": "", "rag": action["rag"],
                         "reason": None, "evidence": None, "difference_made": None,
                         "source": "document"}
                    )  # fmt: skip
    return data


def _without_order(value):
    """Reports of one day may change places; nothing else may."""
    if isinstance(value, dict):
        return {
            key: sorted(map(str, inner)) if key == "updates" else _without_order(inner)
            for key, inner in value.items()
        }
    return [_without_order(inner) for inner in value] if isinstance(value, list) else value


@ON_ONE_BOARD
@given(data=st.data())
def test_csv(board, data):
    tree = data.draw(trees(board))
    text = as_csv(tree)
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    found = [{name: as_written(value) for name, value in row.items()} for row in rows]
    labels = board.rag_labels
    assert [
        {
            name: row[name]
            for name in ("Priority ref", "Priority", "Outcome ref", "Outcome", "Action ref",
                         "Action", "Sub-items", "Leads", "Support", "Timescale", "Due", "RAG",
                         "RAG reason", "Latest progress", "Progress as at", "Sources",
                         "Monitoring", "Success measure", "Completed on")
        }
        for row in found
    ] == [
        {
            "Priority ref": priority.ref,
            "Priority": priority.title,
            "Outcome ref": outcome.ref,
            "Outcome": outcome.title,
            "Action ref": action.ref,
            "Action": action.text,
            "Sub-items": "\n".join(action.sub_items),
            "Leads": "\n".join(lead.name for lead in action.leads if lead.role == "lead"),
            "Support": "\n".join(lead.name for lead in action.leads if lead.role == "support"),
            "Timescale": action.timescale_text,
            "Due": action.due.isoformat() if action.due else "",
            "RAG": labels.get(action.rag, ""),
            "RAG reason": action.rag_reason,
            "Latest progress": action.updates[-1].text if action.updates else "",
            "Progress as at": action.updates[-1].on.isoformat() if action.updates else "",
            "Sources": "\n".join(action.sources),
            "Monitoring": action.monitoring,
            "Success measure": action.success_measure,
            "Completed on": action.completed_on.isoformat() if action.completed_on else "",
        }
        for priority in tree.priorities
        for outcome in priority.outcomes
        for action in outcome.actions
    ]  # fmt: skip
