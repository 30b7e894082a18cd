"""Which tables of a file are read as the plan, and what is said where none is."""

from actions.importers.draft import Decisions
from actions.importers.understanding import lost_words, understand

from .making import cell, source
from .test_understanding_decisions import (
    HEAD,
    PERIOD,
    ROW,
    acts,
    codes,
    draft_of,
    finding,
    only,
)


def test_a_file_without_a_table_is_told_to_make_one():
    draft = understand(source("Only words."), **PERIOD)
    assert "a row for each action" in finding(draft, "no-table").proposal
    assert codes(draft) == ["no-table"]
    assert draft.data["introduction"] == "Only words."


def test_the_example_of_a_column_is_no_heading_that_spans_it():
    draft = draft_of([cell("Priority 1: Neglect", cols=7)], ROW)
    assert [column.example for column in draft.columns][:4] == [*ROW[:4]]


def test_a_table_with_nothing_but_headings_has_no_example():
    head = ["Ref", "Action", "Lead", "By when"]
    spanning = cell("Early help", cols=4)
    row = ["1", "Write", "Police", "May 2023"]
    draft = understand(source([head, [spanning]], [head, row]), **PERIOD)
    assert [(c.table, c.example) for c in draft.columns if c.meaning == "action"] == [
        ("t1", ""),
        ("t2", "Write"),
    ]


def test_without_headings_names_are_told_from_actions_that_speak_of_staff():
    draft = understand(
        source(
            [
                ["1", "Train all the staff of the service", "Police", "May 2023"],
                ["2", "Ring every school in the town", "Health", "June 2023"],
            ]
        ),
        **PERIOD,
    )
    assert [(a["text"], a["leads"][0]["name"]) for a in acts(draft)] == [
        ("Train all the staff of the service", "Police"),
        ("Ring every school in the town", "Health"),
    ]


def test_questions_and_answers_are_no_plan():
    titles = [cell("Question", bold=True), cell("Answer", bold=True)]
    made = source([titles, ["Who leads?", "The police lead."]])
    (doubt,) = understand(made, **PERIOD).findings
    assert doubt.code == "no-plan"
    assert "which of its columns has the actions" in doubt.proposal
    columns = {"t1c1": "outcome", "t1c2": "action"}
    settled = Decisions(tables={"t1": "plan"}, columns=columns)
    assert only(understand(made, decisions=settled, **PERIOD))["text"] == "The police lead."


def test_what_was_done_is_read_as_actions_only_where_nothing_else_is():
    answers = [["Risk", "What we did"], ["Staff leave", "Paid a bonus"]]
    draft = understand(source(answers), **PERIOD)
    assert [a["text"] for a in acts(draft)] == ["Paid a bonus"]
    assert finding(draft, "answers-as-actions").said == "What we did"
    beside = understand(source(answers, [HEAD, ROW]), **PERIOD)
    assert [a["text"] for a in acts(beside)] == ["Write a guide"]
    settled = Decisions(tables={"t1": "text"})
    assert acts(understand(source(answers), decisions=settled, **PERIOD)) == []


def test_of_several_columns_of_answers_what_is_still_to_be_done_is_the_action():
    made = source(
        [
            ["Item", "Discussion", "Existing controls", "Further controls", "Risk owner"],
            ["1", "Money runs out", "Reserve held", "Ask for three years", "Chair"],
            ["2", "Staff leave", "Pay reviewed", "Recruit two", "Manager"],
        ]
    )
    draft = understand(made, **PERIOD)
    (priority,) = draft.data["priorities"]
    assert [(one["title"], one["actions"][0]["text"]) for one in priority["outcomes"]] == [
        ("Money runs out", "Ask for three years"),
        ("Staff leave", "Recruit two"),
    ]


def test_plain_paragraphs_that_name_a_priority_are_headings_where_they_recur():
    head = ["Ref", "Action", "Lead", "By when"]
    first, second = ["1", "Write", "Police", "May 2023"], ["2", "Train", "Health", "May 2023"]
    made = source("Priority: Neglect", [head, first], "Priority: Abuse", [head, second])
    draft = understand(made, **PERIOD)
    assert [p["title"] for p in draft.data["priorities"]] == ["Neglect", "Abuse"]
    # Once, or as a sentence, it is what stands before the plan.
    for between in ("", "Priority: we will do more of this."):
        made = source("Priority: Neglect", [head, first], *filter(None, [between]), [head, second])
        draft = understand(made, **PERIOD)
        assert [p["title"] for p in draft.data["priorities"]] == [None]
        assert lost_words(made, draft) == {}
