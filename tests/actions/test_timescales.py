"""How any text is read, when work is looked at again, and when recurring work falls due."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.timescales import Kind, Timescale, next_review, occurrences, read_timescale

PLAN = {"period_start": date(2017, 4, 1), "period_end": date(2018, 3, 31)}
QUARTERS = (date(2017, 6, 30), date(2017, 9, 30), date(2017, 12, 31), date(2018, 3, 31))


def read(text, **period):
    return read_timescale(text, **(PLAN | period))


def review(text, after):
    return next_review(read(text), after=after, period_end=PLAN["period_end"])


# Any text

VOCABULARY = """by end of the March April 2018 2017 07 08 31 31st 3rd & - – / , . ( ) to and from
until before after within six 3 months weeks of quarterly annually each every monthly bi-annual
term autumn summer Q3 2017/18 year mid- early w/c ongoing (Ongoing) as required TBC once approved
was presented on CORE TASK review 29 February 30.2.18 9.1.12 \n Easter next financial then 0 00 99
times a per Jan ’09 Sept onwards Forward Plan 24 hours 12/13 x ² ſept İ first week late due
every May May 5.13.17 1900 2099 not"""
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.text() | st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS).map("".join)
STARTS = st.dates(date(1990, 1, 1), date(2060, 12, 31)).map(lambda day: day.replace(day=1))


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=TEXTS, start=STARTS, years=st.integers(1, 3))
def test_any_text_is_read_without_an_error_and_kept(text, start, years):
    end = start.replace(year=start.year + years) - timedelta(days=1)
    t = read_timescale(text, period_start=start, period_end=end)

    assert t.text == text
    assert list(t.dates) == sorted(t.dates)
    assert t.due is None or t.start is None or t.due >= t.start
    assert (t.due is not None) or t.kind not in (Kind.DATE, Kind.MONTH, Kind.RANGE)
    assert t.doubts or t.kind is not Kind.UNKNOWN
    assert len(t.doubts) == len(set(t.doubts))
    assert all(1 <= month <= 12 for month in t.months)
    assert t.condition or t.kind is not Kind.CONDITIONAL
    assert next_review(t, after=start, period_end=end) > start
    assert all(start <= day <= end for day in occurrences(t, period_start=start, period_end=end))


@pytest.mark.parametrize("text", [None, "", "  \n "])
def test_no_text_is_unknown(text):
    assert read(text) == Timescale(text, Kind.UNKNOWN, doubts=("No timescale is given",))


def test_a_report_in_place_of_a_timescale_is_read_only_so_far():
    t = read("Ongoing. " + "x " * 2000)

    assert (t.kind, t.doubts) == (Kind.ONGOING, ("Only the first 2000 characters were read",))
    assert len(t.text) == 4009


def test_white_space_and_dashes_of_word_documents_are_read_alike():
    plain = read("January - March 2018")

    for text in (
        "January\u2013March\u00a02018",
        "January \u2014 March  2018 ",
        "January-\nMarch 2018",
    ):
        assert read(text) == plain.of(text)


# The plan's period gives the year


@pytest.mark.parametrize(
    ("text", "start", "end", "due", "doubts"),
    [
        ("March", date(2017, 4, 1), date(2018, 3, 31), date(2018, 3, 31), ()),
        ("March", date(2018, 1, 1), date(2018, 12, 31), date(2018, 3, 31), ()),
        ("By April", date(2017, 4, 1), date(2018, 3, 31), date(2017, 4, 30), ()),
        ("31 December", date(2017, 9, 1), date(2018, 8, 31), date(2017, 12, 31), ()),
        ("March", date(2017, 4, 1), date(2020, 3, 31), date(2018, 3, 31),
         ("The plan has March more than once; the first was taken",)),
        ("March", date(2017, 4, 1), date(2017, 9, 30), date(2018, 3, 31),
         ("Outside the plan year",)),
        ("29 February", date(2019, 4, 1), date(2020, 3, 31), date(2020, 2, 29), ()),
        ("End of Q1", date(2018, 1, 1), date(2018, 12, 31), date(2018, 3, 31), ()),
        ("End of Q1", date(2017, 9, 1), date(2018, 8, 31), date(2017, 11, 30), ()),
        ("2017/18", date(2017, 9, 1), date(2018, 8, 31), date(2018, 8, 31), ()),
        ("Year 2", date(2017, 4, 1), date(2020, 3, 31), date(2019, 3, 31), ()),
        ("By year end", date(2017, 4, 1), date(2018, 3, 31), date(2018, 3, 31), ()),
        ("June 99", date(1999, 4, 1), date(2000, 3, 31), date(1999, 6, 30), ()),
        ("June 01", date(1999, 4, 1), date(2000, 3, 31), date(2001, 6, 30),
         ("Outside the plan year",)),
    ],
)  # fmt: skip
def test_what_has_no_year_takes_it_from_the_plan(text, start, end, due, doubts):
    t = read(text, period_start=start, period_end=end)

    assert (t.due, t.doubts) == (due, doubts)


# Several lines of one cell


def test_the_lines_of_a_cell_are_entries_put_together():
    cell = (
        "March 2018\nSCIL SC and Monitoring SC\nQuarterly PIXI Panel meetings\n"
        "Quarterly reports to the Monitoring SC\nForward Plan"
    )

    assert read(cell) == Timescale(
        cell, Kind.MONTH, due=date(2018, 3, 31), times_per_year=4, dates=QUARTERS
    )


def test_the_most_frequent_entry_gives_the_times_a_year():
    cell = "Six-monthly review\nAnnual report to the Monitoring SC\nForward Plan"

    assert read(cell) == Timescale(
        cell,
        Kind.RECURRING,
        times_per_year=2,
        dates=(date(2017, 9, 30), date(2018, 3, 31)),
        doubts=("Several frequencies are named: 2 and 1 times a year",),
    )


def test_the_dates_of_a_cell_come_in_order_and_twice_where_they_are_named_twice():
    cell = "December 2017\nSeptember 2017\nSeptember 2017"

    assert read(cell) == Timescale(
        cell,
        Kind.MONTH,
        due=date(2017, 12, 31),
        dates=(date(2017, 9, 30), date(2017, 9, 30), date(2017, 12, 31)),
    )


def test_a_line_that_goes_on_is_joined_to_the_one_before():
    assert read("By November\n2017").dates == (date(2017, 11, 30),)
    assert read("Agreed and in place by\nMarch 2018").due == date(2018, 3, 31)
    assert read("March 2018\n(Ongoing)").ongoing


def test_a_line_that_is_not_read_is_named():
    assert read("March 2018\nInvolvement in Training Opportunities").doubts == (
        "Not read: Involvement in Training Opportunities",
    )
    assert read("March 2018\nThe report was presented in January 2018").doubts == (
        "Progress text in the timescale",
    )


# Reviews


@pytest.mark.parametrize("text", ["Ongoing", "As required", "Once agreed", "???", "Weekly", None])
def test_work_without_an_end_is_reviewed_at_the_ends_of_quarters(text):
    assert review(text, date(2017, 4, 1)) == date(2017, 6, 30)
    assert review(text, date(2017, 6, 29)) == date(2017, 6, 30)
    assert review(text, date(2017, 6, 30)) == date(2017, 9, 30)
    assert review(text, date(2018, 3, 30)) == date(2018, 3, 31)
    assert review(text, date(2018, 3, 31)) == date(2018, 6, 30)
    assert review(text, date(2021, 2, 10)) == date(2021, 3, 31)
    assert review(text, date(2016, 2, 10)) == date(2016, 3, 31)


def test_reviews_follow_a_year_that_begins_in_another_month():
    t = read("Ongoing")

    assert next_review(t, after=date(2018, 1, 5), period_end=date(2018, 8, 31)) == date(2018, 2, 28)
    assert next_review(t, after=date(2018, 1, 5), period_end=date(2018, 9, 14)) == date(2018, 3, 14)
    assert next_review(t, after=date(2018, 7, 1), period_end=date(2018, 6, 30)) == date(2018, 9, 30)
    assert next_review(t, after=date(2018, 10, 1), period_end=date(2018, 6, 30)) == date(
        2018, 12, 31
    )


def test_work_that_ends_is_looked_at_on_its_due_day_and_then_each_quarter():
    assert review("By November 2017", date(2017, 4, 1)) == date(2017, 11, 30)
    assert review("By November 2017 (Ongoing)", date(2017, 11, 30)) == date(2017, 12, 31)


def test_a_review_that_is_named_comes_first():
    assert review("Ongoing, review 15 May 2017", date(2017, 4, 1)) == date(2017, 5, 15)
    assert review("Annually (May)", date(2017, 4, 1)) == date(2017, 5, 31)
    assert review("Annually (May)", date(2017, 5, 31)) == date(2017, 6, 30)


def test_work_is_first_looked_at_in_the_quarter_it_begins():
    assert review("From September 2017", date(2017, 4, 1)) == date(2017, 9, 30)
    assert review("From October 2017", date(2017, 4, 1)) == date(2017, 12, 31)
    assert review("From October 2017", date(2018, 1, 1)) == date(2018, 3, 31)


# Occurrences


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Quarterly", QUARTERS),
        ("Annually", QUARTERS[3:]),
        ("Bi-annually", (QUARTERS[1], QUARTERS[3])),
        ("Three times a year", (date(2017, 7, 31), date(2017, 11, 30), date(2018, 3, 31))),
        ("Annually (February)", (date(2018, 2, 28),)),
        ("14 February annually", (date(2018, 2, 14),)),
        ("Quarterly until December 2017", QUARTERS[:3]),
        ("Quarterly from October 2017", QUARTERS[2:]),
        ("Every two years", ()),
        ("At each meeting", ()),
        ("Five times a year", (date(2017, 6, 12), date(2017, 8, 24), date(2017, 11, 5),
                               date(2018, 1, 17), date(2018, 3, 31))),
        ("June 2017", (date(2017, 6, 30),)),
        ("May 2018", ()),
        ("June 2017 April 2018", (date(2017, 6, 30),)),
        ("Ongoing", ()),
    ],
)  # fmt: skip
def test_what_falls_due_in_the_plan_year(text, days):
    assert occurrences(read(text), **PLAN) == days


def test_often_is_counted():
    assert len(occurrences(read("Monthly"), **PLAN)) == 12
    assert len(occurrences(read("Fortnightly"), **PLAN)) == 26
    assert len(occurrences(read("Weekly"), **PLAN)) == 52
    assert occurrences(read("Daily"), **PLAN) == occurrences(read("Monthly"), **PLAN)


def test_a_plan_of_three_years_has_each_year_s_occurrences():
    years = {"period_start": date(2017, 4, 1), "period_end": date(2020, 3, 31)}

    assert occurrences(read("Annually (February)"), **years) == (
        date(2018, 2, 28), date(2019, 2, 28), date(2020, 2, 29),
    )  # fmt: skip
    assert occurrences(read("31 March annually"), **years) == (
        date(2018, 3, 31), date(2019, 3, 31), date(2020, 3, 31),
    )  # fmt: skip
    assert occurrences(read("Every three years"), **years) == (date(2020, 3, 31),)
    assert len(occurrences(read("Quarterly"), **years)) == 12


def test_a_timescale_has_the_parts_that_others_build_on():
    assert [field.name for field in fields(Timescale)] == [
        "text", "kind", "start", "due", "times_per_year", "months", "dates", "ongoing",
        "condition", "doubts",
    ]  # fmt: skip
