"""What the dates say about an action, when a reason is asked, and how ratings add up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.rag import (
    RED_AMBER_GREEN,
    DueState,
    Rag,
    RollUp,
    Suggestion,
    due_state,
    is_stale,
    reason_needed,
    roll_up,
    slippage,
    suggest,
)
from actions.timescales import Kind

TODAY = date(2017, 10, 16)
FIVE = RED_AMBER_GREEN | {Rag.BLUE, Rag.GREY}
BEFORE = date(2017, 9, 30)
AHEAD = date(2017, 12, 31)


def suggested(kind, *, scheme=RED_AMBER_GREEN, updated=None, **dates):
    given = {"start": None, "due": None, "completed_on": None, "next_review": None} | dates
    return suggest(
        kind=kind,
        last_update_on=updated,
        has_updates=updated is not None,
        on=TODAY,
        scheme=scheme,
        **given,
    )


@pytest.mark.parametrize(
    ("kind", "facts", "expected", "because"),
    [
        # Dated work
        (Kind.DATE, {"due": AHEAD, "updated": BEFORE}, "amber",
         "It is under way and due on 31 December 2017."),
        (Kind.DATE, {"due": TODAY, "updated": BEFORE}, "amber",
         "It is under way and due on 16 October 2017."),
        (Kind.MONTH, {"due": BEFORE, "updated": BEFORE}, "red",
         "It was due on 30 September 2017, 16 days ago, and is not complete."),
        (Kind.DATE, {"due": TODAY - timedelta(days=1)}, "red",
         "It was due on 15 October 2017, 1 day ago, and is not complete."),
        (Kind.MONTH, {"due": AHEAD}, "amber",
         "It is due on 31 December 2017 and no update has been given yet."),
        (Kind.MONTH, {"due": AHEAD, "scheme": FIVE}, "grey",
         "It is due on 31 December 2017 and no update has been given yet."),
        (Kind.MONTH, {"due": AHEAD, "scheme": FIVE, "updated": BEFORE}, "amber",
         "It is under way and due on 31 December 2017."),
        (Kind.RANGE, {"start": date(2017, 11, 1), "due": AHEAD}, "amber",
         "It begins on 1 November 2017."),
        (Kind.RANGE, {"start": date(2017, 11, 1), "due": AHEAD, "scheme": FIVE}, "grey",
         "It begins on 1 November 2017."),
        # Complete
        (Kind.DATE, {"due": AHEAD, "completed_on": BEFORE}, "green",
         "It was completed on 30 September 2017."),
        (Kind.DATE, {"due": AHEAD, "completed_on": BEFORE, "scheme": FIVE}, "blue",
         "It was completed on 30 September 2017."),
        (Kind.DATE, {"due": BEFORE, "completed_on": TODAY}, "green",
         "It was completed on 16 October 2017, 16 days after it was due."),
        (Kind.DATE, {"due": BEFORE, "completed_on": AHEAD}, "red",
         "It was due on 30 September 2017, 16 days ago, and is not complete."),
        (Kind.ONGOING, {"completed_on": BEFORE, "next_review": BEFORE}, "green",
         "It was completed on 30 September 2017."),
        # Without an end
        (Kind.ONGOING, {"next_review": AHEAD, "updated": BEFORE}, "green",
         "It is in place, with its last update on 30 September 2017."),
        (Kind.AS_REQUIRED, {"next_review": AHEAD, "updated": BEFORE}, "green",
         "It is in place, with its last update on 30 September 2017."),
        (Kind.RECURRING, {"next_review": AHEAD, "updated": BEFORE}, "green",
         "It is in place, with its last update on 30 September 2017."),
        (Kind.RECURRING, {"due": BEFORE, "next_review": AHEAD, "updated": TODAY}, "red",
         "It was due on 30 September 2017, 16 days ago, and is not complete."),
        (Kind.CONDITIONAL, {"next_review": AHEAD, "updated": BEFORE}, "amber",
         "It waits for something that has no date."),
        (Kind.UNKNOWN, {"next_review": AHEAD, "updated": BEFORE}, "amber",
         "It has no date that could be read."),
        (Kind.ONGOING, {"next_review": AHEAD}, "amber", "No update has been given yet."),
        (Kind.CONDITIONAL, {"next_review": AHEAD, "scheme": FIVE}, "grey",
         "No update has been given yet."),
        (Kind.ONGOING, {"start": date(2018, 1, 1), "next_review": AHEAD, "scheme": FIVE}, "grey",
         "It begins on 1 January 2018."),
        # A review that has passed
        (Kind.ONGOING, {"next_review": BEFORE, "updated": date(2017, 9, 29)}, "amber",
         "Its review was due on 30 September 2017 and no update has been given since."),
        (Kind.ONGOING, {"next_review": BEFORE, "updated": BEFORE}, "green",
         "It is in place, with its last update on 30 September 2017."),
        (Kind.ONGOING, {"next_review": TODAY, "updated": BEFORE}, "green",
         "It is in place, with its last update on 30 September 2017."),
        (Kind.ONGOING, {"next_review": TODAY - timedelta(days=92)}, "amber",
         "Its review was due on 16 July 2017 and no update has been given since."),
        (Kind.UNKNOWN, {"next_review": TODAY - timedelta(days=93)}, "red",
         "Its review was due on 15 July 2017, more than a quarter of a year ago, and no update"
         " has been given since."),
    ],
)  # fmt: skip
def test_what_the_dates_say(kind, facts, expected, because):
    assert suggested(kind, **facts) == Suggestion(Rag(expected), because)


def test_a_kind_may_come_as_the_word_that_is_stored():
    assert suggested("ongoing", updated=TODAY, next_review=AHEAD).rag is Rag.GREEN


some_day = st.none() | st.dates(date(2016, 1, 1), date(2019, 12, 31))


@given(
    kind=st.sampled_from(Kind),
    facts=st.fixed_dictionaries(
        dict.fromkeys(("start", "due", "completed_on", "next_review", "updated"), some_day)
    ),
    scheme=st.sampled_from(
        [RED_AMBER_GREEN, RED_AMBER_GREEN | {Rag.BLUE}, RED_AMBER_GREEN | {Rag.GREY}, FIVE]
    ),
)
def test_a_suggestion_is_always_in_the_scheme_and_one_sentence(kind, facts, scheme):
    suggestion = suggested(kind, scheme=scheme, **facts)

    assert suggestion.rag in scheme
    assert suggestion.because.count(".") == 1
    assert suggestion.because.endswith(".")


@pytest.mark.parametrize(
    ("rag", "dates", "scheme", "expected"),
    [
        ("red", "red", RED_AMBER_GREEN, "Say why it is red."),
        ("amber", "amber", RED_AMBER_GREEN, "Say why it is amber."),
        ("amber", "red", RED_AMBER_GREEN, "Say why it is amber."),
        ("green", "green", RED_AMBER_GREEN, None),
        ("green", "red", RED_AMBER_GREEN, "The dates suggest red. Say why it is green."),
        ("green", "amber", RED_AMBER_GREEN, None),
        ("green", "grey", FIVE, None),
        ("green", None, RED_AMBER_GREEN, None),
        ("green", "blue", FIVE, None),
        ("blue", "green", FIVE, None),
        ("blue", "amber", FIVE, "The dates suggest amber. Say why it is blue."),
        ("blue", "grey", FIVE, "The dates suggest grey. Say why it is blue."),
        ("grey", "grey", FIVE, None),
        ("grey", "amber", FIVE, None),
        ("grey", "red", FIVE, "The dates suggest red. Say why it is grey."),
        ("grey", "blue", FIVE, "The dates suggest blue. Say why it is grey."),
        (None, "red", RED_AMBER_GREEN, None),
        ("", "red", RED_AMBER_GREEN, None),
    ],
)
def test_when_a_reason_is_asked(rag, dates, scheme, expected):
    assert reason_needed(rag=rag, suggested=dates, scheme=scheme) == expected


def test_roll_up_counts_and_names_the_worst():
    assert roll_up(["green", None, Rag.AMBER, "", "green", "blue"]) == RollUp(
        {Rag.RED: 0, Rag.AMBER: 1, Rag.GREY: 0, Rag.GREEN: 2, Rag.BLUE: 1},
        unrated=2,
        worst=Rag.AMBER,
        total=6,
    )


@pytest.mark.parametrize(
    ("rags", "worst"),
    [
        (["blue", "green", "grey", "amber", "red"], "red"),
        (["blue", "green", "grey", "amber"], "amber"),
        (["blue", "green", "grey"], "grey"),
        (["blue", "green"], "green"),
        (["blue"], "blue"),
        ([None], None),
        ([], None),
    ],
)
def test_the_order_of_severity(rags, worst):
    assert roll_up(rags).worst == worst


@pytest.mark.parametrize(
    ("first_due", "due", "completed_on", "days"),
    [
        (AHEAD, AHEAD, None, 0),
        (BEFORE, AHEAD, None, 92),  # moved by three months
        (BEFORE, BEFORE, None, 16),  # not moved, overdue
        (date(2017, 9, 1), BEFORE, None, 45),  # moved and overdue again
        (BEFORE, AHEAD, date(2017, 10, 2), 2),  # moved, done before the new date
        (AHEAD, AHEAD, BEFORE, 0),  # early
        (AHEAD, BEFORE, None, 0),  # brought forward and late by that, not by what was agreed
        (None, BEFORE, None, 16),
        (BEFORE, None, None, 16),
        (None, None, None, None),
        (None, None, BEFORE, None),
    ],
)
def test_days_late_count_from_the_date_agreed_first(first_due, due, completed_on, days):
    assert slippage(first_due, due, on=TODAY, completed_on=completed_on) == days


@pytest.mark.parametrize(
    ("last_update_on", "entered_on", "stale"),
    [
        (TODAY, None, False),
        (TODAY - timedelta(days=60), None, False),
        (TODAY - timedelta(days=61), None, True),
        (TODAY - timedelta(days=61), TODAY, True),
        (None, TODAY - timedelta(days=60), False),
        (None, TODAY - timedelta(days=61), True),
        (None, None, True),
    ],
)
def test_stale_after_sixty_days_without_a_word(last_update_on, entered_on, stale):
    assert is_stale(last_update_on, on=TODAY, entered_on=entered_on) is stale


def test_stale_after_the_days_a_board_has_chosen():
    assert is_stale(TODAY - timedelta(days=31), on=TODAY, days=30)
    assert not is_stale(TODAY - timedelta(days=30), on=TODAY, days=30)


@pytest.mark.parametrize(
    ("due", "next_review", "completed_on", "state"),
    [
        (BEFORE, BEFORE, BEFORE, DueState.COMPLETE),
        (BEFORE, BEFORE, None, DueState.OVERDUE),
        (TODAY, None, None, DueState.DUE_SOON),
        (TODAY + timedelta(days=60), None, None, DueState.DUE_SOON),
        (TODAY + timedelta(days=61), None, None, DueState.LATER),
        (TODAY + timedelta(days=61), TODAY, None, DueState.REVIEW_DUE),
        (None, TODAY, None, DueState.REVIEW_DUE),
        (None, AHEAD, None, DueState.NO_DATE),
        (None, None, None, DueState.NO_DATE),
    ],
)
def test_where_an_action_stands_to_its_dates(due, next_review, completed_on, state):
    assert due_state(due=due, next_review=next_review, completed_on=completed_on, on=TODAY) is state
