"""Whatever a file holds, understanding it raises nothing and loses no word."""

import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.importers.draft import Decisions
from actions.importers.source import Line
from actions.importers.understanding import columns, lost_words, understand

from .making import Spec, source, table

PERIOD = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31)}

WORDS = st.sampled_from(
    [
        "Action", "Lead", "Timescale", "RAG", "Progress", "No", "Outcome", "Priority 1: Neglect",
        "Objective 2", "By when", "1.1", "1.1a", "A3", "6.1.", "(i)", "2", "R", "Green", "●", "🔴",
        "June 2023", "9.1.24", "Quarterly", "Ongoing", "TBC", "31/12/2023", "As above",
        "(All above)", "All agencies", "Police & Health", "Lead: Head of Service", "Support: A, B",
        "Training Sub-", "committee and others", "Review the protocol", "We will:", "CORE TASK",
        "Write a guide (Ref: Joint Inspection)", "Priority 1: Neglect (continued)", "cont.",
        "Last updated – 13/07/23", "Our vision", "Red Amber Green", "Chair – A Person", "–", "…",
        "The plan", "12/06/2023: done.", "done on 3 May 2023", "Note: a footnote", "\u00a0", "０１",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=4).map("\n".join)
BULLETED = st.lists(
    st.tuples(st.sampled_from(["", "• ", "  • ", "1) ", "a) "]), WORDS), max_size=4
).map(lambda lines: "\n".join(mark + text for mark, text in lines))
CELLS = st.builds(
    Spec,
    text=st.one_of(TEXTS, BULLETED),
    cols=st.sampled_from([1, 1, 1, 1, 2, 4]),
    rows=st.sampled_from([1, 1, 1, 2, 3]),
    fill=st.sampled_from([None, None, "FF0000", "FFC000", "00B050", "D9D9D9", "zzz"]),
    bold=st.booleans(),
    value=st.sampled_from([None, None, None, date(2023, 6, 1), 1.1, True]),
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=7)
HEADERS = st.lists(
    st.sampled_from(
        ["Ref", "Priority", "Objective", "Action", "Lead", "By when", "RAG", "Update", ""]
    ),
    min_size=2,
    max_size=7,
)
TABLES = st.one_of(ROWS, st.builds(lambda head, rows: [head, *rows], HEADERS, ROWS))
LINES = st.builds(
    Line,
    text=WORDS,
    level=st.sampled_from([None, None, 0, 1, 40]),
    marker=st.sampled_from(["", "•", "1.", "a)"]),
    heading=st.sampled_from([None, None, 1, 2, 9]),
    bold=st.booleans(),
)
SOURCES = st.lists(st.one_of(LINES, TABLES), max_size=6).map(lambda blocks: source(*blocks))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOURCES)
def test_no_source_raises_and_no_word_is_lost(made):
    draft = understand(made, **PERIOD)
    assert lost_words(made, draft) == {}
    assert draft == understand(made, **PERIOD)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOURCES, st.data())
def test_no_decision_raises_and_none_loses_a_word(made, data):
    first = understand(made, **PERIOD)
    decisions = Decisions(
        columns={
            column.key: data.draw(st.sampled_from([*columns.MEANINGS, "nonsense"]))
            for column in first.columns[:3]
        },
        tables={
            role.key: data.draw(st.sampled_from(["plan", "groups", "text"]))
            for role in first.tables[:2]
        },
        findings={
            finding.key: data.draw(
                st.sampled_from([*(choice.value for choice in finding.choices), "June 2023", ""])
            )
            for finding in first.findings
        },
        unplaced={
            rest.key: data.draw(st.sampled_from(["keep", "leave"])) for rest in first.unplaced
        },
        parts={
            "p1": {"title": "Typed", "ref": "9"},
            "p1.o1": {"title": ""},
            "p1.o1.a1": {
                "text": "Typed",
                "timescale": "2023-06-30",
                "rag": "red",
                "leads": ["Typed"],
            },
        },
    )
    draft = understand(made, decisions=decisions, **PERIOD)
    assert lost_words(made, draft) == {}


HOSTILE = {
    "wide": [["Action", "Lead", *["Progress"] * 98], *[["Do it", *["x"] * 99]] * 50],
    "long": [["Action", "Lead", "By when"], *[["Do it", "Police", "June 2023"]] * 5000],
    "deep": [
        ["Action", "Lead", "By when"],
        ["\n".join("  " * n + "• deep" for n in range(60)), "", ""],
    ],
    "only a header": [["Action", "Lead", "By when"]],
    "no rows": [],
    "no cells": [[]],
    "empty": [[""] * 100] * 100,
    "tall header": [[Spec("Action", rows=200), Spec("Lead", rows=200)]],
    "merged": [
        ["Outcome", "Action", "Lead"],
        [Spec("All", rows=300), "a", "b"],
        *[["a", "b"]] * 299,
    ],
    "tied together": [
        ["Action", "Lead", "By when"],
        ["Do it", Spec("All of them", rows=1000), "May 2023"],
        *[["Do it", "May 2023"]] * 999,
    ],
    "one enormous cell": [
        ["Action", "Lead", "By when"],
        ["\n".join(["Do it"] * 3000), "\n".join(["Police"] * 2999), "June 2023"],
    ],
}


@pytest.mark.parametrize("rows", HOSTILE.values(), ids=HOSTILE)
def test_hostile_shapes_are_bounded(rows):
    made = source(table(rows))
    began = time.process_time()
    draft = understand(made, **PERIOD)
    taken = time.process_time() - began
    assert lost_words(made, draft) == {}
    assert taken < 10
