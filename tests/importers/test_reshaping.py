"""Rows of a draft split and joined by hand: nothing is lost, and every step can be taken back."""

import pytest

from actions.importers.draft import Decisions
from actions.importers.understanding import reshaping

from .test_understanding_decisions import acts, draft_of, only

ROW = ["1", "Be safe", "Write a guide and send it out", "Police", "June 2023", "Green", "Begun."]
NEXT = ["2", "Be safe", "Ring all schools", "Health", "July 2023", "Amber", ""]
LAST = ["3", "Be well", "Walk", "Police", "July 2023", "", ""]


class Hand:
    """A draft, and what a person does to it one step after the other."""

    def __init__(self, *rows, parts=None):
        self.rows, self.parts, self.steps = rows, parts or {}, []

    @property
    def draft(self):
        shape = {str(number): step for number, step in enumerate(self.steps, 1)}
        return draft_of(*self.rows, decisions=Decisions(shape=shape, parts=self.parts))

    def at(self, key):
        return reshaping.find(self.draft.data["priorities"], key)[0]

    def _did(self, step):
        self.steps.append(step)
        self.parts = {key: said for key, said in self.parts.items() if key not in step["said"]}
        return self

    def split(self, key, text):
        pieces = reshaping.pieces_of(text)
        return self._did(reshaping.splitting(self.steps, self.parts, self.at(key), pieces))

    def join(self, key):
        above = reshaping.above(self.draft.data["priorities"], key)
        return self._did(reshaping.joining(self.parts, above, self.at(key)))

    def begin(self, key, title, ref=""):
        return self._did(reshaping.beginning(self.steps, self.at(key), ref=ref, title=title))

    def told(self, *names):
        return [tuple(action[name] for name in names) for action in acts(self.draft)]


def test_an_action_is_split_where_a_person_says():
    hand = Hand(ROW, NEXT).split("p1.o1.a1", "Write a guide\n\nsend it out\n- to schools\n- to GPs")
    assert hand.told("key", "ref", "text", "sub_items") == [
        ("p1.o1.a1", "1", "Write a guide", []),
        ("p1.o1.a1-2", None, "send it out", ["to schools", "to GPs"]),
        ("p1.o1.a2", "2", "Ring all schools", []),
    ]
    first, second, _ = acts(hand.draft)
    for action in (first, second):
        assert [lead["name"] for lead in action["leads"]] == ["Police"]
        assert (action["timescale"]["due"], action["rag"]) == ("2023-06-30", "green")
        assert not action["timescale"]["to_settle"]
    # What was reported belongs to the row: nobody knows about which of the two it was.
    outcome = hand.draft.data["priorities"][0]["outcomes"][0]
    assert [update["text"] for update in outcome["updates"]] == ["Begun."]
    assert (first["updates"], second["updates"]) == ([], [])


def test_several_leads_and_dates_of_a_split_action_are_to_be_settled():
    row = ["1", "Be safe", "Write and send", "Police\nHealth", "May 2023\nJune 2023", "", ""]
    for action in acts(Hand(row).split("p1.o1.a1", "Write\n\nsend").draft):
        assert [lead["to_settle"] for lead in action["leads"]] == [True, True]
        assert action["timescale"]["to_settle"]


def test_a_piece_is_split_again_and_corrected_without_its_neighbours():
    hand = Hand(ROW).split("p1.o1.a1", "One\n\nTwo three").split("p1.o1.a1-2", "Two\n\nthree")
    hand.parts = {"p1.o1.a1-3": {"text": "Three at last"}}
    assert hand.told("key", "text") == [
        ("p1.o1.a1", "One"),
        ("p1.o1.a1-2", "Two"),
        ("p1.o1.a1-3", "Three at last"),
    ]


def test_actions_are_joined_with_all_that_they_say():
    hand = Hand(ROW, NEXT).join("p1.o1.a2")
    action = only(hand.draft)
    assert (action["ref"], action["text"]) == (
        "1",
        "Write a guide and send it out\nRing all schools",
    )
    assert [lead["name"] for lead in action["leads"]] == ["Police", "Health"]
    assert action["timescale"]["text"] == "June 2023\nJuly 2023"
    assert action["rag"] == "amber"
    assert [update["text"] for update in action["updates"]] == ["Begun."]
    assert action["joined"] == ["p1.o1.a2"]


def test_what_both_say_stands_once_and_what_only_one_says_stays():
    other = ["2", "Be safe", "Then rest.", "Police", "June 2023", "", ""]
    bare = ["3", "Be safe", "And read", "", "", "", ""]
    hand = Hand(ROW, other, bare).join("p1.o1.a2").join("p1.o1.a3")
    action = only(hand.draft)
    assert action["text"] == "Write a guide and send it out\nThen rest.\nAnd read"
    assert [lead["name"] for lead in action["leads"]] == ["Police"]
    assert (action["timescale"]["text"], action["rag"]) == ("June 2023", "green")


def test_joined_after_bullets_it_is_one_more_of_them():
    row = ["1", "Be safe", "Write:\n• a guide\n• a card", "Police", "June 2023", "", ""]
    action = only(Hand(row, NEXT).join("p1.o1.a2").draft)
    assert (action["text"], action["sub_items"]) == (
        "Write:",
        ["a guide", "a card", "Ring all schools"],
    )


def test_a_sentence_that_goes_on_does_so_in_its_line():
    other = ["", "Be safe", "to all schools", "", "", "", ""]
    row = ["1", "Be safe", "Send the guide", "Police", "", "", ""]
    assert reshaping.together("Send it", "to all") == "Send it to all"
    assert reshaping.together("Send it.", "to all") == "Send it.\nto all"
    assert reshaping.together("Sub-", "committee") == "Sub-committee"
    assert reshaping.together("Send it", "send it") == "Send it"
    assert reshaping.together("", "Send it") == reshaping.together("Send it", None) == "Send it"
    assert only(Hand(row, other).join("p1.o1.a2").draft)["text"] == "Send the guide to all schools"


def test_the_boundary_of_two_actions_is_moved():
    hand = Hand(ROW, NEXT).join("p1.o1.a2")
    hand.split("p1.o1.a1", "Write a guide\n\nand send it out\nRing all schools")
    assert hand.told("key", "text") == [
        ("p1.o1.a1", "Write a guide"),
        ("p1.o1.a1-2", "and send it out\nRing all schools"),
    ]
    hand.join("p1.o1.a1-2")
    assert only(hand.draft)["text"] == "Write a guide and send it out\nRing all schools"


def test_corrections_made_before_a_step_are_part_of_it():
    hand = Hand(ROW, NEXT, parts={"p1.o1.a1": {"text": "Draft it", "rag": "red"}})
    hand.join("p1.o1.a2")
    assert hand.parts == {}
    assert hand.told("text", "rag") == [("Draft it\nRing all schools", "red")]
    hand.split("p1.o1.a1", "Draft it\n\nRing all schools")
    hand.parts = {"p1.o1.a1": {"text": "Draft it well"}}
    assert hand.told("text", "rag") == [("Draft it well", "red"), ("Ring all schools", "red")]


def test_a_row_begins_with_an_action_and_rows_are_joined():
    hand = Hand(ROW, NEXT, LAST).begin("p1.o1.a2", "Be heard", ref="9")
    (priority,) = hand.draft.data["priorities"]
    assert [
        (one["key"], one["ref"], one["title"], [a["text"] for a in one["actions"]])
        for one in priority["outcomes"]
    ] == [
        ("p1.o1", None, "Be safe", ["Write a guide and send it out"]),
        ("p1.o1-2", "9", "Be heard", ["Ring all schools"]),
        ("p1.o2", None, "Be well", ["Walk"]),
    ]
    hand.parts = {"p1.o1-2": {"title": "Be listened to"}}
    hand.join("p1.o2")
    _, second = hand.draft.data["priorities"][0]["outcomes"]
    assert (second["title"], [a["key"] for a in second["actions"]]) == (
        "Be listened to\nBe well",
        ["p1.o1.a2", "p1.o2.a1"],
    )


def test_a_priority_begins_with_a_row_and_goes_again():
    hand = Hand(ROW, LAST).begin("p1.o2", "Health")
    assert [
        (one["key"], one["title"], len(one["outcomes"])) for one in hand.draft.data["priorities"]
    ] == [("p1", None, 1), ("p1-2", "Health", 1)]
    hand.join("p1-2")
    (priority,) = hand.draft.data["priorities"]
    assert (priority["title"], [one["key"] for one in priority["outcomes"]]) == (
        "Health",
        ["p1.o1", "p1.o2"],
    )


def test_a_step_about_words_that_are_no_longer_there_does_nothing():
    hand = Hand(ROW, NEXT).split("p1.o1.a1", "Write a guide\n\nsend it out").join("p1.o1.a2")
    hand.rows = (NEXT,)
    assert hand.told("text") == [("Ring all schools",)]


def stands_on(hand, place):
    priorities = Hand(*hand.rows).draft.data["priorities"]
    return reshaping.stand_on(priorities, hand.steps, place)


def test_a_step_that_others_stand_on_goes_after_them():
    """A split, a join of one of its pieces, a row begun elsewhere."""
    hand = Hand(ROW, NEXT, LAST).split("p1.o1.a1", "Write a guide\n\nsend it out")
    hand.join("p1.o1.a2").begin("p1.o2", "Health")
    assert [stands_on(hand, place) for place in range(3)] == [[1], [], []]


def test_joined_one_after_the_other_the_first_goes_last():
    third = ["3", "Be safe", "Rest", "Police", "", "", ""]
    hand = Hand(ROW, NEXT, third).join("p1.o1.a2").join("p1.o1.a3")
    assert [stands_on(hand, place) for place in range(2)] == [[1], []]


def test_across_rows_that_were_joined_nothing_stays_joined():
    hand = Hand(ROW, LAST).join("p1.o2").join("p1.o2.a1")
    assert [stands_on(hand, place) for place in range(2)] == [[1], []]


def test_what_was_corrected_before_a_step_is_known_to_it():
    hand = Hand(ROW, NEXT, LAST, parts={"p1.o1.a1": {"text": "Draft it"}}).begin("p1.o2", "Health")
    hand.join("p1.o1.a2").split("p1.o1.a1", "Draft it\n\nRing all schools")
    assert [stands_on(hand, place) for place in range(3)] == [[], [2], []]


def test_a_step_joins_with_the_part_it_was_about_or_with_none():
    third = ["3", "Be safe", "Rest", "Police", "", "", ""]
    hand = Hand(ROW, NEXT, third).join("p1.o1.a2").join("p1.o1.a3")
    del hand.steps[0]
    assert hand.told("text") == [(row[2],) for row in (ROW, NEXT, third)]


def test_the_first_has_nothing_above_it():
    hand = Hand(ROW, LAST)
    priorities = hand.draft.data["priorities"]
    assert reshaping.above(priorities, "p1.o1.a1") is None
    assert reshaping.below(priorities, "p1.o1.a1") is None
    assert reshaping.below(priorities, "p1.o1")["key"] == "p1.o2"
    assert reshaping.find(priorities, "p9") is None


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One", [("One", [])]),
        ("One\nstill one", [("One\nstill one", [])]),
        ("One\r\n \r\nTwo\r\n\r\n\r\nThree", [("One", []), ("Two", []), ("Three", [])]),
        ("One\n- a\n– b\ngoes on\n\n- Two", [("One", ["a", "b goes on"]), ("Two", [])]),
        ("\n\n", []),
    ],
)
def test_empty_lines_divide_and_dashes_list(text, pieces):
    assert [(one["text"], one["sub_items"]) for one in reshaping.pieces_of(text)] == pieces


def test_an_action_as_text_reads_back_as_itself():
    action = {"text": "One\n\ntwo", "sub_items": ["a\nb", "c"]}
    assert reshaping.as_text(action) == "One\ntwo\n- a b\n- c"
    assert reshaping.pieces_of(reshaping.as_text(action)) == [
        {"text": "One\ntwo", "sub_items": ["a b", "c"]}
    ]
