"""Columns that say whether an action is done, or how much of it."""

import pytest

from actions.importers.draft import Decisions
from actions.importers.understanding import columns, done

from .making import cell
from .test_understanding_decisions import acts, codes, draft_of, finding, only

HEAD = ["Ref", "Action", "Lead", "By when", "RAG", "Completed on", "Done?"]


def row(mark, *, rag="", on=""):
    return ["1", "Write a guide", "Police", "June 2023", rag, on, mark]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("✓", (True, None, "")),
        ("☒", (True, None, "")),
        ("☐", (False, None, "")),
        ("✗", (False, None, "")),
        ("X", (True, None, "")),
        ("Y", (True, None, "")),
        ("Completed", (True, None, "")),
        ("Not yet done", (False, None, "")),
        ("Partially complete", (False, None, "")),
        ("☐ Yes ☒ No", (False, None, "")),
        ("Yes ☒ No ☐", (True, None, "")),
        ("☐ Yes ☐ No", (False, None, "")),
        ("☒ sent to all", (True, None, "sent to all")),
        ("Yes – in May", (True, None, "in May")),
        ("Completed 3.5.23", (True, None, "3.5.23")),
        ("100 %", (True, 100, "")),
        ("50% complete", (False, 50, "")),
        ("80% – ordered", (False, 80, "ordered")),
        ("50", None),
        ("150%", None),
        ("Nobody knows", None),
        ("Yesterday", None),
        ("80% of schools rung", None),
        ("", None),
    ],
)
def test_what_a_cell_says_about_being_done(text, said):
    found = done.read(text)
    assert (found and (found.done, found.share, found.rest)) == said


@pytest.mark.parametrize(
    "header",
    [
        *("Done?", "Done? ☒/☐", "Complete Y/N", "Completed Y/N", "Achieved", "Tick when done"),
        *("% complete", "Progress %", "Percentage", "Percent complete", "Completion (%)", "%"),
    ],
)
def test_its_headers(header):
    assert columns.meaning_of(header) == "done"


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Completed", "completed_on"),
        ("Complete by", "timescale"),
        ("Progress", "progress"),
        ("Target: 80% of staff", "action"),
    ],
)
def test_headers_that_say_something_else(header, meaning):
    assert columns.meaning_of(header) == meaning


def test_what_is_ticked_is_done_and_what_is_not_has_no_rating():
    draft = draft_of(row("☒", on="3.5.23"), row("☐"), row(""), head=HEAD)
    assert [(a["rag"], a["completed_on"], a["updates"]) for a in acts(draft)] == [
        ("green", "2023-05-03", []),
        (None, None, []),
        (None, None, []),
    ]
    assert "done-undated" not in codes(draft)


def test_a_board_that_signs_work_off_has_it_blue():
    assert only(draft_of(row("Yes"), head=HEAD, done_as="blue"))["rag"] == "blue"


def test_a_share_is_kept_as_progress():
    head = [*HEAD[:-1], "% complete"]
    for written, text, rag in (
        ("100%", "100% complete", "green"),
        ("50", "50% complete", None),
        ("0 %", "0% complete", None),
        ("50% complete", "50% complete", None),
        ("80% – ordered", "80% – ordered", None),
    ):
        action = only(draft_of(row(written), head=head))
        assert ([u["text"] for u in action["updates"]], action["rag"]) == ([text], rag)


def test_parts_of_one_are_shares_too():
    rows = (row(cell("0.5", value=0.5)), row(cell("1", value=1.0)))
    first, second = acts(draft_of(*rows, head=[*HEAD[:-1], "% complete"]))
    assert [u["text"] for u in first["updates"]] == ["50% complete"]
    assert ([u["text"] for u in second["updates"]], second["rag"]) == (["100% complete"], "green")


@pytest.mark.parametrize(
    ("header", "marks"),
    [
        ("Completed", ["Yes", "No"]),
        ("Progress", ["50%", "100%"]),
        ("Status", ["☐", "☒"]),
        ("Status", ["Open", "Closed"]),
        ("Closed", ["Y", "N"]),
    ],
)
def test_what_stands_below_a_header_tells_what_it_is(header, marks):
    head = ["Ref", "Action", "Lead", "By when", header]
    rows = [["1", "Write a guide", "Police", "June 2023", mark] for mark in marks]
    draft = draft_of(*rows, head=head)
    assert draft.columns[-1].meaning == "done"
    assert {a["rag"] for a in acts(draft)} == {"green", None}


def test_a_status_in_ticks_and_crosses_stays_a_rating():
    head = ["Ref", "Action", "Lead", "By when", "RAG status"]
    rows = [["1", "Write a guide", "Police", "June 2023", mark] for mark in "✓✗"]
    assert [a["rag"] for a in acts(draft_of(*rows, head=head))] == ["green", "red"]


def test_done_but_rated_otherwise_is_a_doubt():
    draft = draft_of(row("✓", rag="Red", on="3.5.23"), head=HEAD)
    assert only(draft)["rag"] == "red"
    doubt = finding(draft, "done-and-rating")
    assert doubt.sentence == "This is marked as done, but it is rated red."
    settled = Decisions(findings={doubt.key: "done"})
    assert only(draft_of(row("✓", rag="Red"), head=HEAD, decisions=settled))["rag"] == "green"


def test_not_done_but_with_a_day_or_signed_off_is_a_doubt():
    draft = draft_of(row("☐", on="3.5.23"), head=HEAD)
    assert only(draft)["completed_on"] == "2023-05-03"
    doubt = finding(draft, "date-not-done")
    assert doubt.proposal == "The day stays as it is: 3 May 2023."
    settled = Decisions(findings={doubt.key: "open"})
    again = draft_of(row("☐", on="3.5.23"), head=HEAD, decisions=settled)
    assert only(again)["completed_on"] is None
    doubt = finding(draft_of(row("50%", rag="Blue"), head=HEAD), "rating-not-done")
    settled = Decisions(findings={doubt.key: "open"})
    assert only(draft_of(row("50%", rag="Blue"), head=HEAD, decisions=settled))["rag"] is None


def test_green_beside_a_part_of_the_work_is_a_doubt_where_green_is_achieved():
    draft = draft_of(row("50%", rag="Green"), head=HEAD)
    assert only(draft)["rag"] == "green"
    doubt = finding(draft, "rating-not-done")
    settled = Decisions(findings={doubt.key: "open"})
    assert only(draft_of(row("50%", rag="Green"), head=HEAD, decisions=settled))["rag"] is None
    for said in (row("☐", rag="Green"), row("100%", rag="Green", on="3.5.23")):
        assert "rating-not-done" not in codes(draft_of(said, head=HEAD))


@pytest.mark.parametrize(("first", "second", "rag"), [("Yes", "No", "green"), ("No", "Yes", None)])
def test_two_columns_that_disagree_about_being_done_are_a_doubt(first, second, rag):
    head = ["Ref", "Action", "Lead", "By when", "Done?", "Completed?"]
    line = ["1", "Write a guide", "Police", "June 2023", first, second]
    draft = draft_of(line, head=head)
    assert only(draft)["rag"] == rag
    doubt = finding(draft, "done-twice")
    later = "open" if rag else "done"
    assert [choice.value for choice in doubt.choices][1] == later
    other = draft_of(line, head=head, decisions=Decisions(findings={doubt.key: later}))
    assert only(other)["rag"] == (None if rag else "green")
    assert ("done-undated" in codes(other)) == (later == "done")


def test_two_columns_that_agree_about_being_done_are_none():
    head = ["Ref", "Action", "Lead", "By when", "Done?", "% complete"]
    draft = draft_of(["1", "Write a guide", "Police", "June 2023", "Yes", "100%"], head=head)
    assert "done-twice" not in codes(draft)


def test_when_it_was_done_is_asked_once_and_never_made_up():
    rows = (row("✓"), row("☐"), row("✓"))
    draft = draft_of(*rows, head=HEAD)
    assert [a["completed_on"] for a in acts(draft)] == [None, None, None]
    doubt = finding(draft, "done-undated")
    assert (doubt.about, doubt.sentence) == (
        ("p1.o1.a1", "p1.o1.a3"),
        "2 actions are marked as done, but no date says since when.",
    )
    settled = Decisions(findings={doubt.key: "31 March 2024"})
    assert [a["completed_on"] for a in acts(draft_of(*rows, head=HEAD, decisions=settled))] == [
        "2024-03-31",
        None,
        "2024-03-31",
    ]


def test_shares_among_words_of_a_status():
    head = ["Ref", "Action", "Lead", "By when", "Status"]
    marks = ("In progress", "At risk", "40% complete", "100%")
    draft = draft_of(*([*row("")[:4], mark] for mark in marks), head=head)
    assert [(a["rag"], [u["text"] for u in a["updates"]]) for a in acts(draft)] == [
        ("amber", []),
        ("amber", []),
        (None, ["40% complete"]),
        ("green", ["100%"]),
    ]
    assert set(codes(draft)) == {"number-twice"}


def test_a_word_among_days_of_completion_says_that_it_is_done():
    head = ["Action", "Lead", "By when", "Completed"]
    days = ("3.5.23", "Yes", "4.6.23", "No", "5.7.23")
    draft = draft_of(*(["Write", "Police", "May 2023", day] for day in days), head=head)
    assert draft.columns[-1].meaning == "completed_on"
    assert [(a["rag"], a["completed_on"]) for a in acts(draft)] == [
        (None, "2023-05-03"),
        ("green", None),
        (None, "2023-06-04"),
        (None, None),
        (None, "2023-07-05"),
    ]


def test_two_columns_that_say_so_ask_once():
    head = ["Action", "Lead", "By when", "% complete", "Status"]
    rows = [["Write", "Police", "May 2023", *said] for said in (("100", "Closed"), ("75", "Open"))]
    doubt = finding(draft_of(*rows, head=head), "done-undated")
    assert (doubt.said, doubt.about) == ("Write", ("p1.o1.a1",))


def test_what_does_not_apply_is_no_doubt():
    draft = draft_of(row("✓", on="3.5.23"), row("n/a"), row("–"), head=HEAD)
    assert set(codes(draft)) == {"number-twice"}
    assert [a["updates"] for a in acts(draft)] == [[], [], []]


def test_other_words_in_the_column_are_kept_as_progress():
    draft = draft_of(row("✓"), row("Ask the Police"), head=HEAD)
    assert [u["text"] for u in acts(draft)[1]["updates"]] == ["Ask the Police"]
    assert finding(draft, "done-unread").about == ("p1.o1.a2",)
