"""The doubts of a draft, and what becomes of it when people settle them."""

import re
from dataclasses import replace
from datetime import date

import pytest

from actions.importers.draft import Decisions
from actions.importers.understanding import lost_words, understand
from actions.importers.understanding.findings import CODES, Findings

from .making import bold, cell, heading, source

PERIOD = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31)}
MIXED = ("05/06/2023", "04/13/2023", "13/04/2023")
HEAD = ["Ref", "Objective", "Action", "Lead", "By when", "RAG", "Progress"]


def draft_of(*rows, head=HEAD, decisions=None, **options):
    made = source([head, *rows])
    draft = understand(made, decisions=decisions, **PERIOD, **options)
    assert lost_words(made, draft) == {}
    return draft


def only(draft):
    """The only action of a draft."""
    found = acts(draft)
    assert len(found) == 1
    return found[0]


def acts(draft):
    return [a for p in draft.data["priorities"] for o in p["outcomes"] for a in o["actions"]]


def finding(draft, code):
    found = [f for f in draft.findings if f.code == code]
    assert len(found) == 1, [f.key for f in draft.findings]
    return found[0]


def codes(draft):
    return sorted(f.code for f in draft.findings)


ROW = ["1", "Be safe", "Write a guide", "Police", "June 2023", "Green", ""]


def test_a_plain_row_has_no_doubts():
    draft = draft_of(ROW)
    action = only(draft)
    assert (action["text"], action["rag"], action["timescale"]["due"]) == (
        "Write a guide",
        "green",
        "2023-06-30",
    )
    assert [lead["name"] for lead in action["leads"]] == ["Police"]
    assert draft.findings == ()
    assert draft.unplaced == ()


def test_keys_and_places_lead_back_to_the_file():
    draft = draft_of(ROW)
    assert [only(draft)[k] for k in ("key", "place")] == ["p1.o1.a1", "table 1, row 2, column 3"]
    assert [(c.key, c.header, c.meaning) for c in draft.columns][2] == ("t1c3", "Action", "action")


def test_a_column_can_be_taken_for_something_else():
    draft = draft_of(ROW, decisions=Decisions(columns={"t1c4": "monitoring", "t1c6": "ignore"}))
    action = only(draft)
    assert (action["monitoring"], action["leads"], action["rag"]) == ("Police", [], None)
    assert [label.words for label in draft.labels if label.kind == "left"] == ["Green"]


def test_a_table_can_be_taken_for_something_else():
    rows = [["Name", "Colour"], ["Red house", "Brick"], ["Green house", "Glass"]]
    made = source([HEAD, ROW], rows)
    plain = understand(made, **PERIOD)
    assert [(t.key, t.role) for t in plain.tables] == [("t1", "plan"), ("t2", "text")]
    left = understand(made, decisions=Decisions(tables={"t1": "text", "t2": "plan"}), **PERIOD)
    assert [t.role for t in left.tables] == ["text", "plan"]
    assert lost_words(made, left) == {}
    assert [a["text"] for a in acts(left)] == ["Name", "Red house", "Green house"]


def test_a_date_without_such_a_month_is_read_month_first_and_marked():
    rows = ([*ROW[:4], "04/13/2023", "", ""],)
    draft = draft_of(*rows)
    assert only(draft)["timescale"]["due"] == "2023-04-13"
    doubt = finding(draft, "date-only-month-first")
    assert doubt.proposal == "It is read as 13 April 2023."
    left = draft_of(*rows, decisions=Decisions(findings={doubt.key: "none"}))
    assert (only(left)["timescale"]["text"], only(left)["timescale"]["due"]) == ("04/13/2023", None)


@pytest.mark.parametrize("decided", ["", "split", "keep"])
def test_two_leads_in_one_are_offered_as_two(decided):
    row = [*ROW[:3], "Police & Health", *ROW[4:]]
    key = "lead-split:police and health"
    draft = draft_of(row, decisions=Decisions(findings={key: decided}))
    said = finding(draft, "lead-split")
    assert (said.key, said.settled, [c.value for c in said.choices]) == (
        key,
        decided,
        ["split", "keep"],
    )
    names = [lead["name"] for lead in only(draft)["leads"]]
    assert names == (["Police", "Health"] if decided == "split" else ["Police & Health"])
    assert {lead["written"] for lead in only(draft)["leads"]} == {"Police & Health"}


def test_names_the_board_knows_say_whether_it_is_one_or_two():
    row = [*ROW[:3], "Police & Chair of Health", *ROW[4:]]
    draft = draft_of(row, known_parties=["Police", "Health"])
    assert [lead["name"] for lead in only(draft)["leads"]] == ["Police", "Chair of Health"]
    row = [*ROW[:3], "Housing and Planning", *ROW[4:]]
    draft = draft_of(row, known_parties=["Housing & Planning"])
    assert [lead["name"] for lead in only(draft)["leads"]] == ["Housing and Planning"]
    assert draft.findings == ()


def test_a_group_with_and_in_its_name_is_one():
    row = [*ROW[:3], "Publicity & Communications sub-group", *ROW[4:]]
    assert codes(draft_of(row)) == []
    known = draft_of(row, known_parties=["Publicity"])
    assert codes(known) == ["lead-split"]
    listed = understand(
        source(
            [HEAD, [*ROW[:3], "Police & Crime", *ROW[4:]]], heading("Agencies"), "• Police & Crime"
        ),
        **PERIOD,
    )
    assert codes(listed) == []


def test_more_leads_than_actions_are_shared_until_settled():
    row = ["1", "Be safe", "• One\n• Two", "• A Group\n• B Group\n• A Group", "June 2023", "", ""]
    draft = draft_of(row)
    for action in acts(draft):
        assert [(x["name"], x["to_settle"]) for x in action["leads"]] == [
            ("A Group", True),
            ("B Group", True),
        ]
    said = finding(draft, "leads-to-settle")
    assert said.about == ("p1.o1.a1", "p1.o1.a2")
    assert "3 leads for 2 actions" in said.sentence
    settled = draft_of(row, decisions=Decisions(findings={said.key: "all"}))
    assert [x["to_settle"] for a in acts(settled) for x in a["leads"]] == [False] * 4
    assert finding(settled, "leads-to-settle").settled == "all"


def test_a_timescale_that_cannot_be_read_can_be_typed():
    row = [*ROW[:4], "Forward plan", *ROW[5:]]
    draft = draft_of(row)
    said = finding(draft, "timescale-unread")
    assert (said.free, only(draft)["timescale"]["kind"]) == (True, "unknown")
    typed = only(draft_of(row, decisions=Decisions(findings={said.key: "2023-09-01"})))["timescale"]
    assert (typed["text"], typed["due"], typed["corrected"]) == (
        "Forward plan",
        "2023-09-01",
        True,
    )


def test_a_date_that_could_be_month_first_is_a_doubt():
    row = [*ROW[:4], "4.7.23", *ROW[5:]]
    draft = draft_of(row)
    assert only(draft)["timescale"]["due"] == "2023-07-04"
    said = finding(draft, "date-month-first")
    assert [c.label for c in said.choices] == ["4 July 2023", "7 April 2023"]
    other = only(draft_of(row, decisions=Decisions(findings={said.key: "month"})))
    assert (other["timescale"]["due"], other["timescale"]["text"]) == ("2023-04-07", "4.7.23")


def test_a_file_whose_dates_can_only_be_month_first_sways_the_others():
    rows = ([*ROW[:4], "05/06/2023", "", ""], ["2", "", "Do more", "Police", "04/13/2023", "", ""])
    draft = draft_of(*rows)
    assert acts(draft)[0]["timescale"]["due"] == "2023-05-06"
    said = finding(draft, "date-probably-month-first")
    assert [c.label for c in said.choices] == ["6 May 2023", "5 June 2023"]
    assert said.proposal == "It is read month first: 6 May 2023."
    left = draft_of(*rows, decisions=Decisions(findings={said.key: "day"}))
    assert acts(left)[0]["timescale"]["due"] == "2023-06-05"


def test_a_file_with_dates_of_both_kinds_sways_nothing():
    rows = [[f"{n}", "", f"Do {n}", "Police", day, "", ""] for n, day in enumerate(MIXED, 1)]
    draft = draft_of(*rows)
    assert acts(draft)[0]["timescale"]["due"] == "2023-06-05"
    assert "date-probably-month-first" not in codes(draft)


def test_the_day_that_a_spreadsheet_holds_is_no_doubt():
    row = [*ROW[:4], "7/4/23", *ROW[5:]]
    grid = source([HEAD, row])
    cell = next(c for c in grid.blocks[0].cells() if c.text == "7/4/23")
    held = replace(cell, value=date(2023, 7, 4))
    table = replace(
        grid.blocks[0],
        grid=tuple(tuple(held if c == cell else c for c in line) for line in grid.blocks[0].grid),
    )
    draft = understand(replace(grid, blocks=(table,)), **PERIOD)
    assert (only(draft)["timescale"]["due"], codes(draft)) == ("2023-07-04", [])


@pytest.mark.parametrize("clear", ["30.6.23", "9.1.24", "5.5.23", "1.9.2023"])
def test_a_date_that_can_only_be_day_first_is_none(clear):
    # 9.1.24 with the month first lies after the plan, 1.9.2023 before it.
    assert codes(draft_of([*ROW[:4], clear, *ROW[5:]])) == []


def test_a_date_outside_the_plan_is_a_doubt_once():
    rows = [[*ROW[:4], "June 2025", *ROW[5:]], ["2", "", "Do more", "Police", "June 2025", "", ""]]
    said = finding(draft_of(*rows), "date-outside")
    assert (said.key, len(said.about)) == ("date-outside:june 2025", 2)


def test_progress_in_the_timescale_column_can_be_moved():
    text = "The chair attended the meeting and presented a report"
    row = [*ROW[:4], text, *ROW[5:]]
    draft = draft_of(row)
    said = finding(draft, "progress-as-timescale")
    assert only(draft)["timescale"]["text"] == text
    moved = only(draft_of(row, decisions=Decisions(findings={said.key: "move"})))
    assert (moved["timescale"]["text"], [u["text"] for u in moved["updates"]]) == (None, [text])


def test_paragraphs_can_be_joined():
    row = ["1", "Be safe", "Write a guide\nPrint the guide", "Police", "June 2023", "", ""]
    draft = draft_of(row)
    assert len(acts(draft)) == 2
    said = finding(draft, "actions-split")
    joined = draft_of(row, decisions=Decisions(findings={said.key: "join"}))
    assert only(joined)["text"] == "Write a guide\nPrint the guide"
    assert finding(joined, "actions-split").settled == "join"


def test_points_after_a_colon_can_be_actions():
    row = ["1", "Be safe", "• Review these:\n• this\n• that", "Police", "June 2023", "", ""]
    draft = draft_of(row)
    assert only(draft)["sub_items"] == ["this", "that"]
    said = finding(draft, "lead-in")
    other = draft_of(row, decisions=Decisions(findings={said.key: "actions"}))
    assert [a["text"] for a in acts(other)] == ["Review these:", "this", "that"]


def test_a_number_used_twice_is_a_doubt():
    rows = [["1.1", "Be safe", *ROW[2:]], ["1.1", "Be well", *ROW[2:]]]
    said = finding(draft_of(*rows), "number-twice")
    assert (said.said, said.about) == ("1.1", ("p1.o1", "p1.o2"))


def test_a_rating_that_is_none_is_kept_as_progress():
    draft = draft_of([*ROW[:5], "Ask the chair", ""])
    assert finding(draft, "rating-unread").said == "Ask the chair"
    assert [u["text"] for u in only(draft)["updates"]] == ["Ask the chair"]


def test_a_column_nobody_knows_is_kept_as_notes():
    draft = draft_of(
        ["Write it", "Police", "June 2023", "seven"], head=["Action", "Lead", "When", "Zebra"]
    )
    assert finding(draft, "column-unknown").said == "Zebra"
    assert draft.data["priorities"][0]["outcomes"][0]["notes"] == "Zebra: seven"


def test_corrections_typed_in_the_preview():
    parts = {
        "p1.o1": {"title": "Be safer", "ref": "9"},
        "p1.o1.a1": {
            "text": "Write it",
            "rag": "red",
            "timescale": "May 2023",
            "leads": ["Health"],
        },
        "p9": {"title": "nobody"},
    }
    draft = draft_of(ROW, decisions=Decisions(parts=parts))
    outcome = draft.data["priorities"][0]["outcomes"][0]
    action = only(draft)
    assert (outcome["title"], outcome["ref"]) == ("Be safer", "9")
    assert (action["text"], action["rag"], action["leads"][0]["name"]) == (
        "Write it",
        "red",
        "Health",
    )
    assert (action["timescale"]["text"], action["timescale"]["due"]) == ("June 2023", "2023-05-31")
    assert [x.words for x in draft.labels if x.kind == "corrected"] == [
        "Be safe",
        "1",
        "Write a guide",
        "Police",
    ]


def test_words_without_a_home_are_listed_kept_or_left():
    made = source([HEAD, ROW], heading("Budget"), "Nobody pays.")
    draft = understand(made, **PERIOD)
    assert [u.text for u in draft.unplaced] == ["Budget", "Nobody pays."]
    assert draft.data["introduction"] == "Budget\nNobody pays."
    key = draft.unplaced[1].key
    left = understand(made, decisions=Decisions(unplaced={key: "leave"}), **PERIOD)
    assert [(u.text, u.kept) for u in left.unplaced] == [("Budget", True), ("Nobody pays.", False)]
    assert left.data["introduction"] == "Budget"
    assert lost_words(made, left) == {}


def test_progress_is_dated_by_the_date_it_names_else_by_the_document():
    text = (
        "12/06/2023: first.\nSecond was done on 3 May 2023.\nThird.\nFourth will be on 9 May 2023"
    )
    made = source([HEAD, [*ROW[:6], text]], "Last updated: 13/07/23")
    draft = understand(made, **PERIOD)
    assert [u["on"] for u in only(draft)["updates"]] == [
        "2023-06-12", "2023-05-03", "2023-07-13", "2023-07-13"
    ]  # fmt: skip
    assert draft.data["last_updated_on"] == "2023-07-13"
    undated = understand(source([HEAD, [*ROW[:6], "Third."]]), **PERIOD)
    assert only(undated)["updates"][0]["on"] == "2024-03-31"


def test_progress_of_a_row_with_several_actions_is_its_outcomes():
    draft = draft_of(["1", "Be safe", "• One\n• Two", "", "", "", "All is well."])
    outcome = draft.data["priorities"][0]["outcomes"][0]
    assert [u["text"] for u in outcome["updates"]] == ["All is well."]
    assert [a["updates"] for a in outcome["actions"]] == [[], []]


def test_as_many_dates_as_statements_are_milestones():
    head = ["Action", "Lead", "Monitoring", "By when"]
    row = ["Do it", "Police", "Begun.\nReported.", "June 2023\nMarch 2024"]
    assert only(draft_of(row, head=head))["milestones"] == [
        {"due": "2023-06-30", "what": "Begun.", "to": None, "met_on": None},
        {"due": "2024-03-31", "what": "Reported.", "to": None, "met_on": None},
    ]


def test_core_tasks_and_sources():
    row = [
        "1",
        "Be safe (Ref: Area Review)",
        "Do it (Ref: Joint Plan)",
        "Police",
        "CORE TASK",
        "",
        "",
    ]
    draft = draft_of(row)
    action = only(draft)
    assert (action["core_task"], action["sources"]) == (True, ["Joint Plan"])
    assert draft.data["priorities"][0]["outcomes"][0]["sources"] == ["Area Review"]
    assert action["text"] == "Do it (Ref: Joint Plan)"


def test_a_real_date_counts_where_its_words_say_otherwise():
    value = cell("06/07/23", value=date(2023, 6, 7))
    assert only(draft_of([*ROW[:4], value, *ROW[5:]]))["timescale"]["due"] == "2023-06-07"


def test_the_text_around_the_plan():
    made = source(
        bold("Borough Safeguarding Board"),
        bold("Business plan"),
        heading("Our vision"),
        "Everybody is safe.",
        heading("Introduction"),
        "We wrote this.",
        "GREEN is done, AMBER is under way and RED is late.",
        [HEAD, ROW],
        heading("Chairs of groups"),
        "• Training group Chair – A Person",
    )
    draft = understand(made, **PERIOD)
    data = draft.data
    assert [data[k] for k in ("board", "title", "vision", "introduction", "rag_definition")] == [
        "Borough Safeguarding Board",
        "Business plan",
        "Everybody is safe.",
        "We wrote this.",
        "GREEN is done, AMBER is under way and RED is late.",
    ]
    assert [(p["name"], p["chair"]) for p in data["parties"]] == [("Training group", "A Person")]
    assert draft.unplaced == ()
    assert lost_words(made, draft) == {}


def test_the_check_notices_a_word_that_is_dropped_or_said_once_too_few():
    made = source([HEAD, ROW, ["2", "", "Write a guide", "Police", "May 2023", "", ""]])
    draft = understand(made, **PERIOD)
    acts(draft)[1]["text"] = ""
    assert lost_words(made, draft) == {"write": 1, "a": 1, "guide": 1}


def test_what_a_row_shares_counts_once_in_the_check():
    made = source(
        [
            HEAD,
            ["1", "Be safe", "• One\n• Two", "A Group", "", "", ""],
            ["2", "x", "Three", "A Group", "", "", ""],
        ]
    )
    draft = understand(made, **PERIOD)
    assert [len(a["leads"]) for a in acts(draft)] == [1, 1, 1]
    acts(draft)[2]["leads"] = []
    assert lost_words(made, draft) == {"a": 1, "group": 1}


@pytest.mark.parametrize("others", [1, 2])
@pytest.mark.parametrize("code", sorted(CODES))
def test_every_sentence_agrees_with_its_numbers(code, others):
    """Read aloud: one of a thing is singular, two of it are plural."""
    findings = Findings(Decisions())
    values = {
        "others": others,
        "actions": 2,
        "day": "1 May 2023",
        "ref": "A",
        "rag": "red",
        "number": others,
        "said_first": "done",
    }
    findings.add(code, "x", said="", **values)
    (found,) = findings.ordered()
    told = f"{found.sentence} {found.proposal}"
    assert re.findall(r"[{}|#]", told) == []
    assert re.findall(r"\b1 \w+s\b|\b2 (?:lead|timescale|action|monitoring line)\b", told) == []
    if "others" in "".join(CODES[code]):
        assert ("has it" in told, "has all of them" in told) == (others == 1, others == 2)


def test_one_lead_for_two_actions_is_told_in_the_singular():
    draft = draft_of(["1", "Be safe", "• Write\n• Ring", "Police", "", "", ""])
    doubt = finding(draft, "leads-to-settle")
    assert (doubt.sentence, doubt.proposal, doubt.choices[0].label) == (
        "The row has 1 lead for 2 actions, so it is not clear which of them it is for.",
        "Each action has it until you settle it.",
        "Each action has it",
    )
    draft = draft_of(["1", "Be safe", "• Write\n• Ring\n• Go", "Police\nHealth", "", "", ""])
    doubt = finding(draft, "leads-to-settle")
    assert (doubt.sentence, doubt.proposal, doubt.choices[0].label) == (
        "The row has 2 leads for 3 actions, so it is not clear who leads which.",
        "Each action has all of them until you settle it.",
        "Each action has all of them",
    )


@pytest.mark.parametrize(
    ("said", "due"), [("45077", "2023-05-31"), ("45199.0", "2023-09-30"), ("12345", None)]
)
def test_a_date_that_lost_its_format_in_a_spreadsheet_is_read_near_the_plan(said, due):
    action = only(draft_of(["1", "Be safe", "Write a guide", "Police", said, "", ""]))
    assert (action["timescale"]["text"], action["timescale"]["due"]) == (said, due)
