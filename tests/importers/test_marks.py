"""Paragraphs that say by themselves what they are, in the cells of anybody's document."""

import datetime

import pytest

from actions.importers.understanding import lost_words, understand

from .making import cell, source

HEAD = ["Outcome", "Action", "Lead", "Timescale", "RAG", "Progress"]
PERIOD = {
    "period_start": datetime.date(2026, 4, 1),
    "period_end": datetime.date(2027, 3, 31),
}


def read(**cells):
    """The outcome and the action of a table with one row."""
    row = {"outcome": "1.1 Homes are safe", "action": "Visit each home", "lead": "Police",
           "timescale": "June 2026", "rag": "Amber", "progress": ""} | cells  # fmt: skip
    made = source([HEAD, list(row.values())])
    draft = understand(made, **PERIOD)
    assert not lost_words(made, draft)
    (outcome,) = draft.data["priorities"][0]["outcomes"]
    (action,) = outcome["actions"]
    return outcome, action


def test_below_an_action():
    _, action = read(
        action="Visit each home\n• In the day\nCore task\nShaped by children and young people\n"
        "Source: Care Act"
    )
    assert (action["text"], action["sub_items"]) == ("Visit each home", ["In the day"])
    assert (action["core_task"], action["shaped_by_children"]) == (True, True)
    assert action["sources"] == ["Care Act"]


def test_an_action_that_begins_like_one_stays_an_action():
    _, action = read(action="Source: new premises for the hub")
    assert (action["text"], action["sources"]) == ("Source: new premises for the hub", [])


def test_below_an_outcome():
    outcome, _ = read(
        outcome="1.1 Homes are safe\nSource: Local review\nNotes: See the annex\n"
        "Progress on the whole: 3 May 2026, Ann Lee\n• Half are done"
    )
    assert (outcome["title"], outcome["sources"], outcome["notes"]) == (
        "Homes are safe",
        ["Local review"],
        "See the annex",
    )
    assert [(u["on"], u["by"], u["text"]) for u in outcome["updates"]] == [
        ("2026-05-03", "Ann Lee", "- Half are done")
    ]


@pytest.mark.parametrize(
    "words",
    ["Now due 31 August 2026", "Revised to 31 August 2026", "Moved to: 31 August 2026",
     "Now due 31 August 2026, first agreed for 30 June 2026"],
)  # fmt: skip
def test_a_timescale_that_was_moved(words):
    _, action = read(timescale=f"June 2026\n{words}")
    assert (action["timescale"]["text"], action["timescale"]["due"]) == ("June 2026", "2026-08-31")
    assert action["timescale"]["first_due"] == "2026-06-30"


def test_a_day_of_its_own_is_that_of_what_follows_until_the_next():
    _, action = read(
        progress="13 July 2026\nHalf are done.\n• North\n• South\n"
        "The rest is planned by 9 May 2027\n2 June 2026, Jo Okafor\nBegun."
    )
    assert [(u["on"], u["by"], u["text"]) for u in action["updates"]] == [
        ("2026-07-13", None, "Half are done.\n- North\n- South"),
        ("2026-07-13", None, "The rest is planned by 9 May 2027"),
        ("2026-06-02", "Jo Okafor", "Begun."),
    ]


def test_why_it_is_rated_so_and_what_is_said_of_a_report():
    _, action = read(
        progress="13 July 2026\nHalf are done.\nEvidence: Minutes\nDifference made: Fewer wait\n"
        "Why amber: Two are late"
    )
    (update,) = action["updates"]
    assert (update["text"], update["evidence"], update["difference_made"]) == (
        "Half are done.", "Minutes", "Fewer wait",
    )  # fmt: skip
    assert (update["rag"], update["reason"]) == ("amber", "Two are late")


def test_a_reason_without_a_rating_is_listed_and_not_lost():
    made = source([HEAD, ["1.1 Homes", "Visit", "Police", "June 2026", cell(""), "Why red: Late"]])
    draft = understand(made, **PERIOD)
    assert [rest.text for rest in draft.unplaced] == ["Why red: Late"]
    assert not lost_words(made, draft)


def test_one_heading_below_the_plan_is_a_priority():
    from .making import heading

    made = source(
        "Business plan", heading("The plan", 1), heading("1 Early help", 2), "Sooner is better.",
        [HEAD, ["1.1 Homes", "Visit", "Police", "June 2026", "", ""]],
    )  # fmt: skip
    (priority,) = understand(made, **PERIOD).data["priorities"]
    assert (priority["ref"], priority["title"], priority["description"]) == (
        "1", "Early help", "Sooner is better.",
    )  # fmt: skip
