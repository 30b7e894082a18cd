"""What other boards write in the timescale column, and what is honestly unknown.

All of these stand in a plan of April 2017 to March 2018.
"""

from datetime import date

import pytest

from actions.timescales import Timescale, read_timescale
from actions.timescales.recurring import ON_A_DAY

from .timescale_meanings import (
    AGREED,
    AS_REQUIRED,
    MEETING,
    NO_DATE,
    OFTEN,
    OUTSIDE,
    PROGRESS,
    TWICE,
    day,
    month,
    ongoing,
    spell,
    times,
    unknown,
    us,
    waits,
)

PLAN = {"period_start": date(2017, 4, 1), "period_end": date(2018, 3, 31)}
QUARTERS = ("2017-06-30", "2017-09-30", "2017-12-31", "2018-03-31")
MONTHS = (
    "2017-04-30", "2017-05-31", "2017-06-30", "2017-07-31", "2017-08-31", "2017-09-30",
    "2017-10-31", "2017-11-30", "2017-12-31", "2018-01-31", "2018-02-28", "2018-03-31",
)  # fmt: skip
HALVES = ("2017-09-30", "2018-03-31")
END = "2018-03-31"
CONFIRM = "The date is still to be confirmed"
SOON = "As soon as possible names no date"
COUNTED = "Counted from a day that is not named"
FROM_LAST = "Counted from the last day of what is named"
TERM = "The days of school terms differ: read as {}"
SEASON = "The days of a season are not fixed: read as {}"
SCHOOL_YEAR = "The start of a school year was read as September"
HOLIDAYS = "The days of school holidays differ"
SIX = tuple(f"{read_timescale('Every other month', **PLAN).dates[n]}" for n in range(6))
FORTNIGHTS = tuple(f"{day}" for day in read_timescale("24 times a year", **PLAN).dates)

PHRASES = (
    # Days
    ("31 March 2018", day(END)),
    ("31st March 2018", day(END)),
    ("31/03/2018", day(END)),
    ("31-03-18", day(END)),
    ("31.03.18", day(END)),
    ("2018-03-31", day(END)),
    ("31/03", day(END)),
    ("By the 1st of May", day("2017-05-01")),
    ("Friday 29th September 2017", day("2017-09-29")),
    ("September 30, 2017", day("2017-09-30")),
    ("June 4th 2017", day("2017-06-04")),
    ("06 th May 2017", day("2017-05-06")),
    ("2nd Nov '17", day("2017-11-02")),
    ("No later than 30 June 2017", day("2017-06-30")),
    ("On or before 30 June 2017", day("2017-06-30")),
    ("Before June 2017", day("2017-05-31")),
    ("Target date 30/6/17", day("2017-06-30")),
    ("Report due 12/06/17",
     day("2017-06-12", doubt="Could be read month first: 12/06/17")),
    ("6.6.17", day("2017-06-06")),
    ("9.1.18", us("2018-01-09")),
    ("12 May, 15 Sept & 9 Feb", day("2017-05-12", "2017-09-15", "2018-02-09")),
    ("1, 8 and 15 June 2017", day("2017-06-01", "2017-06-08", "2017-06-15")),
    ("12/13 June 2017", day("2017-06-12", "2017-06-13")),
    ("30 June, 30 September, 31 December and 31 March", day(*QUARTERS)),
    ("11/12", day("2017-12-11", doubt="Could be the year 2011/12: 11/12")),
    ("September 30", day("2017-09-30")),
    ("June 07", day("2017-06-07", doubt="Could be the year 2007: June 07")),
    ("31.6.17", unknown("Not a date: 31.6.17")),
    ("03/31/2018", unknown("Not a date: 03/31/2018")),
    ("29 February 2018", unknown("Not a date: 29 February 2018")),
    # Months
    ("March", month(END)),
    ("By end of March", month(END)),
    ("Sept 17", month("2017-09-30")),
    ("Sep-17", month("2017-09-30")),
    ("in May", month("2017-05-31")),
    ("Late November 2017", month("2017-11-30")),
    ("Early November 2017",
     month("2017-11-30", doubt="Early or middle names no day: read as 30 November 2017")),
    ("mid-October", day("2017-10-15", doubt="The middle was read as 15 October 2017")),
    ("Beginning of September 2017", day("2017-09-01")),
    ("Draft June 2017, final September 2017", month("2017-06-30", "2017-09-30")),
    ("November and March 2018", month("2017-11-30", "2018-03-31")),
    ("Report to Board in September and March", month("2017-09-30", "2018-03-31")),
    ("Before the end of March 2018", month(END)),
    ("Strategy agreed and in place by February 2018", month("2018-02-28")),
    ("To be presented in January 2018", month("2018-01-31")),
    ("September 2017 (tbc)", month("2017-09-30", doubt=CONFIRM)),
    ("June 2017 (was March 2017)",
     month("2017-06-30", doubt="An earlier date is named: March 2017")),
    ("May 2017 - extended to June 2017",
     month("2017-06-30", doubt="An earlier date is named: May 2017")),
    ("February 2018, subject to funding", month("2018-02-28", condition="funding")),
    ("March 2018. The draft has been circulated.", month(END, doubt=PROGRESS)),
    ("March 2019", month("2019-03-31", doubt=OUTSIDE)),
    # Weeks
    ("w/c 4 June 2018", spell("2018-06-04", "2018-06-10", doubt=OUTSIDE)),
    ("Week commencing 4th September 2017", spell("2017-09-04", "2017-09-10")),
    ("w/e 8 September 2017", day("2017-09-08")),
    ("First week of June 2017", spell("2017-06-01", "2017-06-07")),
    ("Last week in November", spell("2017-11-24", "2017-11-30")),
    # From one date to another
    ("From April 2017 to March 2018", spell("2017-04-01", END)),
    ("1/4/17-31/3/18",
     spell("2017-04-01", END, doubt="Could be read month first: 1/4/17")),
    ("12th - 16th June 2017", spell("2017-06-12", "2017-06-16")),
    ("November – March 2018", spell("2017-11-01", END)),
    ("Between June and September 2017", spell("2017-06-01", "2017-09-30")),
    ("June/July 2017", spell("2017-06-01", "2017-07-31")),
    ("Jan to end of March", spell("2018-01-01", END)),
    ("Starting June 2017, complete by December 2017", spell("2017-06-01", "2017-12-31")),
    ("Ongoing until March 2018", spell(None, END)),
    ("March 2018 - January 2018",
     month("2018-01-31", END, doubt="The end comes before the start")),
    # Quarters and years, counted from April
    ("Q2", spell("2017-07-01", "2017-09-30")),
    ("By end of Q3", day("2017-12-31")),
    ("End of quarter 3", day("2017-12-31")),
    ("Q1 - Q2", spell("2017-04-01", "2017-09-30")),
    ("Q4 2018", spell("2018-01-01", END)),
    ("Q2 2017/18", spell("2017-07-01", "2017-09-30")),
    ("Quarter 1 2018/19", spell("2018-04-01", "2018-06-30", doubt=OUTSIDE)),
    ("2017/18", spell("2017-04-01", END)),
    ("2017-2018", spell("2017-04-01", END)),
    ("FY17/18", spell("2017-04-01", END)),
    ("Training programme to run across financial year 2017/18", spell("2017-04-01", END)),
    ("Throughout the year", spell("2017-04-01", END)),
    ("By end of financial year", day(END)),
    ("By year end", day(END)),
    ("Next financial year", spell("2018-04-01", "2019-03-31", doubt=OUTSIDE)),
    ("During 2017", spell("2017-01-01", "2017-12-31")),
    ("End of 2017", day("2017-12-31")),
    # Terms and seasons
    ("Summer term 2018",
     spell("2018-04-01", "2018-07-31", doubt=(TERM.format("31 July 2018"), OUTSIDE))),
    ("By end of autumn term", day("2017-12-31", doubt=TERM.format("31 December 2017"))),
    ("Spring term", spell("2018-01-01", END, doubt=TERM.format("31 March 2018"))),
    ("Autumn 2017", spell("2017-09-01", "2017-11-30", doubt=SEASON.format("30 November 2017"))),
    ("Winter 2017/18",
     spell("2017-12-01", "2018-02-28", doubt=SEASON.format("28 February 2018"))),
    ("Academic year 2017/18", spell("2017-09-01", "2018-08-31", doubt=OUTSIDE)),
    ("Before Christmas", day("2017-12-24")),
    ("By Easter 2018", day("2018-04-01", doubt=OUTSIDE)),
    # How often
    ("Monthly", times(12, *MONTHS)),
    ("Every other month", times(6, "2017-05-31", "2017-07-31", "2017-09-30", "2017-11-30",
                                "2018-01-31", END)),
    ("Every six months", times(2, *HALVES)),
    ("Half-yearly", times(2, *HALVES)),
    ("Twice a year", times(2, *HALVES)),
    ("Two meetings per year", times(2, *HALVES)),
    ("Biannual", times(2, *HALVES, doubt=TWICE)),
    ("3 monthly", times(4, *QUARTERS)),
    ("Each quarter", times(4, *QUARTERS)),
    ("4 x per year", times(4, *QUARTERS)),
    ("Minimum of 4 meetings a year", times(4, *QUARTERS)),
    ("Once a year", times(1, END)),
    ("Every two years", times(0.5)),
    ("31st March annually", times(1, END, months=(3,))),
    ("Annually each September", times(1, "2017-09-30", months=(9,))),
    ("Every June and December", times(2, "2017-06-30", "2017-12-31", months=(6, 12))),
    ("Quarterly (June, September, December, March)",
     times(4, *QUARTERS, months=(6, 9, 12, 3))),
    ("Quarterly from September 2017", times(4, *QUARTERS[1:], start="2017-09-01")),
    ("Quarterly until December 2017", times(4, *QUARTERS[:3], due="2017-12-31")),
    ("June 2017, then quarterly", times(4, *QUARTERS, start="2017-06-30")),
    ("Ongoing - quarterly review", times(4, *QUARTERS, ongoing=True)),
    ("Monthly data, annual report on 15 September 2017",
     times(12, *sorted((*MONTHS, "2017-09-15")), due="2017-09-15",
           doubt="Several frequencies are named: 12 and 1 times a year")),
    ("At each meeting", times(None, doubt=OFTEN)),
    ("Standing item at every Board meeting", times(None, doubt=OFTEN)),
    ("Following each Serious Case Review", times(None, doubt=OFTEN)),
    ("Regular updates", times(None, doubt=OFTEN)),
    # Without an end
    ("Continuous", ongoing()),
    ("Rolling programme", ongoing()),
    ("Immediate and ongoing", ongoing()),
    ("September 2017 onwards", ongoing("2017-09-01")),
    ("To commence in September 2017", ongoing("2017-09-01")),
    ("Ongoing, review March 2018", ongoing(on=[END])),
    ("Ongoing. Work has started.", ongoing(doubt=PROGRESS)),
    ("CORE TASK Awareness of thresholds", ongoing(doubt=NO_DATE)),
    ("As and when", AS_REQUIRED),
    ("On request", AS_REQUIRED),
    ("Ad hoc", AS_REQUIRED),
    ("As issues arise", AS_REQUIRED),
    # What waits
    ("Subject to funding", waits("funding")),
    ("Once approved by the Board", waits("approved by the Board")),
    ("Following publication of Working Together", waits("publication of Working Together")),
    ("On completion of the review", waits("completion of the review")),
    ("Within six months of ratification", waits("Within six months of ratification")),
    ("Within 24 hours of notification", waits("Within 24 hours of notification")),
    ("Prior to inspection", waits("inspection")),
    ("Once approved in June 2017", waits("approved in June 2017")),
    ("After April 2018", waits("April 2018", start="2018-05-01", doubt=OUTSIDE)),
    ("Within six months of April 2017", day("2017-10-31", doubt=FROM_LAST)),
    # What goes on for a while, and school years
    ("Twice termly", times(6, *SIX)),
    ("Half-termly", times(6, *SIX)),
    ("Twice a month", times(24, *FORTNIGHTS)),
    ("Last Friday of each month", times(12, *MONTHS, doubt=ON_A_DAY)),
    ("Second Thursday every month", times(12, *MONTHS, doubt=ON_A_DAY)),
    ("1st of every month", times(12, *MONTHS, doubt=ON_A_DAY)),
    ("From April 2017 and quarterly", times(4, *QUARTERS, start="2017-04-01")),
    (
        "Biennially, next due 2028",
        times(0.5, start="2028-01-01", due="2028-12-31", doubt=OUTSIDE),
    ),
    ("Daily during March 2018", times(365, END, start="2018-03-01", due=END)),
    ("12 months from April 2017", spell("2017-04-01", END)),
    ("Six months from 15 May 2017", spell("2017-05-15", "2017-11-14")),
    ("Start of the new school year", month("2017-09-30", doubt=SCHOOL_YEAR)),
    ("By the new academic year", month("2017-09-30", doubt=SCHOOL_YEAR)),
    ("Next school year", spell("2017-09-01", "2018-08-31", doubt=OUTSIDE)),
    ("Before the summer holidays", day("2017-07-31", doubt=HOLIDAYS)),
    ("During the summer break", spell("2017-08-01", "2017-08-31", doubt=HOLIDAYS)),
    ("Before the summer", day("2017-05-31", doubt=SEASON.format("31 May 2017"))),
    # What is unknown
    ("TBC", unknown(CONFIRM)),
    ("To be agreed", unknown(CONFIRM)),
    ("ASAP", unknown(SOON)),
    ("Immediately", unknown(SOON)),
    ("As soon as possible", unknown(SOON)),
    ("Within 3 months", unknown(COUNTED)),
    ("6-12 months", unknown(COUNTED)),
    ("Within agreed timescales", unknown(AGREED)),
    ("In line with national timescales", unknown(AGREED)),
    ("Completed", unknown(PROGRESS)),
    ("In place", unknown(PROGRESS)),
    ("Completed March 2017", unknown(PROGRESS)),
    ("Conference held on 12 May 2017", unknown(PROGRESS)),
    ("Launched in October 2017", unknown(PROGRESS)),
    ("Learning and Improvement Sub-group", unknown(MEETING)),
    ("Implement Training Strategy 2017-18", unknown()),
    ("Short term", unknown()),
    ("Section 11 audit", unknown()),
    ("See action 2.7", unknown()),
    ("May be required", unknown()),
    ("Jan to chair", unknown()),
    ("by half term", unknown()),
    ("N/A", unknown()),
    ("-", unknown()),
    ("?", unknown()),
)  # fmt: skip


@pytest.mark.parametrize(("text", "meaning"), PHRASES)
def test_phrase_of_another_board(text, meaning):
    doubts = tuple(doubt.format(text) for doubt in meaning.doubts)

    assert read_timescale(text, **PLAN) == Timescale(
        **{**vars(meaning), "text": text, "doubts": doubts}
    )


def test_the_table_has_each_phrase_once():
    assert len({text for text, _ in PHRASES}) == len(PHRASES)
