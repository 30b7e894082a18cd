"""What the 136 timescale phrases of the four source plans mean, one by one."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from actions.timescales import Timescale, read_timescale

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

PLANS = {
    "swindon-work-plan-2007-08.json": 2007,
    "wakefield-business-plan-2011-12.json": 2011,
    "wandsworth-action-plan-2009-10.json": 2009,
    "wandsworth-business-plan-2017-18.json": 2017,
}
QUARTERS_07 = ("2007-06-30", "2007-09-30", "2007-12-31", "2008-03-31")
QUARTERS_09 = ("2009-06-30", "2009-09-30", "2009-12-31", "2010-03-31")
QUARTERS_17 = ("2017-06-30", "2017-09-30", "2017-12-31", "2018-03-31")
THIRDS_17 = ("2017-07-31", "2017-11-30", "2018-03-31")
HALVES_17 = ("2017-09-30", "2018-03-31")
END_17 = "2018-03-31"

#: (year in which the plan begins, on 1 April; phrase; meaning). Two phrases stand in two plans.
PHRASES = (
    # Swindon, April 2007 to March 2008
    (2007, "07/08 and according to agreed timescales",
     spell("2007-04-01", "2008-03-31", doubt=AGREED)),
    (2007, "2007/08 March 2008 March 2008",
     month("2008-03-31", "2008-03-31", "2008-03-31", start="2007-04-01")),
    (2007, "April 07", month("2007-04-30")),
    (2007, "April 2007", month("2007-04-30")),
    (2007, "April 2008", month("2008-04-30", doubt=OUTSIDE)),
    (2007, "August 07 August 07", month("2007-08-31", "2007-08-31")),
    (2007, "August 07 October 07", month("2007-08-31", "2007-10-31")),
    (2007, "August 2007", month("2007-08-31")),
    (2007, "CORE TASK", ongoing()),
    (2007, "CORE TASK (as opportunities arise)", AS_REQUIRED),
    (2007, "CORE TASK - from Jan 07 onwards", ongoing("2007-01-01", doubt=OUTSIDE)),
    (2007, "CORE TASK - within agreed timescales", ongoing()),
    (2007, "CORE TASK For every CYPP plan", times(None, doubt=OFTEN)),
    (2007, "CORE TASK Programme delivered as part of Yearly Training Programme.",
     times(1, "2008-03-31")),
    (2007, "CORE TASK Reviewed annually by LSCB", times(1, "2008-03-31")),
    (2007, "CORE TASK To agreed schedule", ongoing()),
    (2007, "CORE TASK Within agreed timescales", ongoing()),
    (2007, "December 07", month("2007-12-31")),
    (2007, "December 2007", month("2007-12-31")),
    (2007, "From January 2008 March 2008", spell("2008-01-01", "2008-03-31")),
    (2007, "From September 07", ongoing("2007-09-01")),
    (2007, "January 08", month("2008-01-31")),
    (2007, "July 07", month("2007-07-31")),
    (2007, "July 2007 August 2007 September 2007",
     month("2007-07-31", "2007-08-31", "2007-09-30")),
    (2007, "June 2007", month("2007-06-30")),
    (2007, "June 2007 June 2007 June 2007 February 2008",
     month("2007-06-30", "2007-06-30", "2007-06-30", "2008-02-29")),
    (2007, "March 2008", month("2008-03-31")),
    (2007, "November 2007", month("2007-11-30")),
    (2007, "October 07 March 08", month("2007-10-31", "2008-03-31")),
    (2007, "October 07 October 07", month("2007-10-31", "2007-10-31")),
    (2007, "Process in place by March 2008", month("2008-03-31")),
    (2007, "Quarterly updates and e-zines Reports to LSCB as agreed.", times(4, *QUARTERS_07)),
    (2007, "September 07", month("2007-09-30")),
    (2007, "September 07 September 07 December 07",
     month("2007-09-30", "2007-09-30", "2007-12-31")),
    (2007, "September 2007", month("2007-09-30")),
    (2007, "September 2007 December 2007", month("2007-09-30", "2007-12-31")),
    (2007, "September 2007 September 2007", month("2007-09-30", "2007-09-30")),
    # Wakefield 2011/12
    (2011, "1.6.11", us("2011-06-01")),
    (2011, "1.7.11", us("2011-07-01")),
    (2011, "11.4.11", us("2011-04-11")),
    (2011, "30.3.12", day("2012-03-30")),
    (2011, "30.9.11", day("2011-09-30")),
    (2011, "30.9.12", day("2012-09-30", doubt=OUTSIDE)),
    (2011, "31.1.12", day("2012-01-31")),
    (2011, "31.10.11", day("2011-10-31")),
    (2011, "31.7.11", day("2011-07-31")),
    (2011, "4.7.11", us("2011-07-04")),
    (2011, "9.1.12", us("2012-01-09")),
    # Wandsworth 2009/10
    (2009, "(Once guidance is made available to LSCB/agencies)",
     waits("guidance is made available to LSCB/agencies")),
    (2009, "Annually (March)", times(1, "2010-03-31", months=(3,))),
    (2009, "April 2010", month("2010-04-30", doubt=OUTSIDE)),
    (2009, "As/ when  required", AS_REQUIRED),
    (2009, "As/ when required", AS_REQUIRED),
    (2009, "As/when events are held (if able to have a stall)",
     waits("events are held (if able to have a stall)")),
    (2009, "August 2009", month("2009-08-31")),
    (2009, "Bi-annually", times(2, "2009-09-30", "2010-03-31", doubt=TWICE)),
    (2009, "Bi-annually (May & November)", times(2, "2009-05-31", "2009-11-30", months=(5, 11))),
    (2009, "Bi-annually (September & March)",
     times(2, "2009-09-30", "2010-03-31", months=(9, 3))),
    (2009, "Bi-annually (September ’09/ March ’10)",
     times(2, "2009-09-30", "2010-03-31", months=(9, 3), due="2010-03-31")),
    (2009, "By August 2009", month("2009-08-31")),
    (2009, "By February 2010", month("2010-02-28")),
    (2009, "By January 2010", month("2010-01-31")),
    (2009, "By July 2009", month("2009-07-31")),
    (2009, "By July 2010", month("2010-07-31", doubt=OUTSIDE)),
    (2009, "By July2009", month("2009-07-31")),
    (2009, "By June 2009", month("2009-06-30")),
    (2009, "By November 2009", month("2009-11-30")),
    (2009, "By November 2009 (Ongoing)", month("2009-11-30", ongoing=True)),
    (2009, "December 2009", month("2009-12-31")),
    (2009, "February2010 (Ongoing)", month("2010-02-28", ongoing=True)),
    (2009, "January – March 2010", spell("2010-01-01", "2010-03-31")),
    (2009, "January-March 2010", spell("2010-01-01", "2010-03-31")),
    (2009, "July 2009", month("2009-07-31")),
    (2009, "March 2010", month("2010-03-31")),
    (2009, "March 2010 (Ongoing)", month("2010-03-31", ongoing=True)),
    (2009, "May 2009", month("2009-05-31")),
    (2009, "May 2010", month("2010-05-31", doubt=OUTSIDE)),
    (2009, "November 2009", month("2009-11-30")),
    (2009, "November 2009 (ongoing)", month("2009-11-30", ongoing=True)),
    (2009, "October 2009", month("2009-10-31")),
    (2009, "Ongoing", ongoing()),
    (2009, "Ongoing / as/when required", ongoing()),
    (2009, "Quarterly", times(4, *QUARTERS_09)),
    (2009, "Quarterly audits", times(4, *QUARTERS_09)),
    (2009, "September 2009", month("2009-09-30")),
    (2009, "e-Safety Events – 3rd & 13th June 2009", day("2009-06-03", "2009-06-13")),
    # Wandsworth, April 2017 to March 2018
    (2017, "A report to be presented to the WSCB Monitoring SC To seek Data about how many Young"
     " Carers have been identified and how many assessments have been completed",
     unknown(NO_DATE)),
    (2017, "Annual Training report to Monitoring SC", times(1, END_17)),
    (2017, "Annual report on VAWG to the Monitoring SC Forward Plan", times(1, END_17)),
    (2017, "Annual report to the Monitoring SC", times(1, END_17)),
    (2017, "Annual report to the Monitoring SC - Forward Plan", times(1, END_17)),
    (2017, "Annual report to the Monitoring SC 13th June 2018",
     times(1, "2018-06-13", months=(6,), due="2018-06-13", doubt=OUTSIDE)),
    (2017, "Annual report to the Monitoring SC Forward Plan", times(1, END_17)),
    (2017, "Annual report to the WSCB Executive Board/ Monitoring SC Forward Plan",
     times(1, END_17)),
    (2017, "Annual report to the WSCB Executive/ Monitoring SC", times(1, END_17)),
    (2017, "Annual report to the WSCB Executive/ Monitoring SC Forward Plan", times(1, END_17)),
    (2017, "Annual reports to the Monitoring SC", times(1, END_17)),
    (2017, "Annual reports to the Monitoring SC Forward Plan", times(1, END_17)),
    (2017, "As required", AS_REQUIRED),
    (2017, "Bi- Annual reports to the Monitoring SC Forward Plan",
     times(2, *HALVES_17, doubt=TWICE)),
    (2017, "Bi-Annual report to the Monitoring - Forward Plan",
     times(2, *HALVES_17, doubt=TWICE)),
    (2017, "Continue ... Tell MAMA with regards to Hate Crime, Knife Crime, Islamophobia and"
     " Safeguarding of Children.", unknown(NO_DATE)),
    (2017, "December 2017 and ongoing", month("2017-12-31", ongoing=True)),
    (2017, "Education Safeguarding/ Education Welfare will be asked to provide information about"
     " school compliance and seek Data. A report will be sought to be presented at the WSCB"
     " Monitoring SC.", unknown(NO_DATE)),
    (2017, "Executive Board", unknown(MEETING)),
    (2017, "February 2018", month("2018-02-28")),
    (2017, "Forward Plan", unknown(MEETING)),
    (2017, "Forward Plan April 2018", month("2018-04-30", doubt=OUTSIDE)),
    (2017, "Further updates: SEMAP Group Chair (the Chair) attended the Monitoring SC and"
     " presented a report in January 2017.", unknown(PROGRESS)),
    (2017, "Governance changes January 2018", month("2018-01-31")),
    (2017, "Involvement in Training Opportunities", unknown(NO_DATE)),
    (2017, "January 2018", month("2018-01-31")),
    (2017, "Licensing and Trading Standards report presented to Monitoring SC on 11/04/2018.",
     unknown(PROGRESS)),
    (2017, "MARAC Annual report to the Monitoring SC Forward Plan", times(1, END_17)),
    (2017, "March 2018", month("2018-03-31")),
    (2017, "Meetings 3x per year", times(3, *THIRDS_17)),
    (2017, "Meetings three times per year", times(3, *THIRDS_17)),
    (2017, "November 2017", month("2017-11-30")),
    (2017, "October 2017", month("2017-10-31")),
    (2017, "On-going. Evidence will need to be provided that formal Training has been delivered.",
     ongoing()),
    (2017, "Ongoing", ongoing()),
    (2017, "PIXI Panel to meet quarterly to review data", times(4, *QUARTERS_17)),
    (2017, "Plan complete by September 2017", month("2017-09-30")),
    (2017, "Quarterly", times(4, *QUARTERS_17)),
    (2017, "Quarterly PIXI Panel meetings", times(4, *QUARTERS_17)),
    (2017, "Quarterly meetings", times(4, *QUARTERS_17)),
    (2017, "Quarterly reports to the Monitoring SC", times(4, *QUARTERS_17)),
    (2017, "Review complete December 2017", month("2017-12-31")),
    (2017, "SCIL SC FGM Task and Finish Group", unknown(MEETING)),
    (2017, "SCIL SC and Monitoring SC", unknown(MEETING)),
    (2017, "Section 11 Self-Assessment Audit Practitioners Questionnaires 2018 to be complete by"
     " April 2018", month("2018-04-30", doubt=OUTSIDE)),
    (2017, "September 2017", month("2017-09-30")),
    (2017, "Six monthly report to the Monitoring SC", times(2, *HALVES_17)),
    (2017, "Six monthly reports to the WSCB Executive Board/ Monitoring SC",
     times(2, *HALVES_17)),
    (2017, "Six-monthly for SCIL meetings", times(2, *HALVES_17)),
    (2017, "Six-monthly report to the Monitoring SC", times(2, *HALVES_17)),
    (2017, "Six-monthly review", times(2, *HALVES_17)),
    (2017, "Training Strategy 2017-18 and the Annual Training Report were presented at the WSCB"
     " Board/ Training & Workforce Development Sub-Committee", unknown(PROGRESS)),
)  # fmt: skip


@pytest.mark.parametrize(("year", "text", "meaning"), PHRASES)
def test_phrase_of_a_source_plan(year, text, meaning):
    reading = read_timescale(text, period_start=date(year, 4, 1), period_end=date(year + 1, 3, 31))

    doubts = tuple(doubt.format(text) for doubt in meaning.doubts)
    assert reading == Timescale(**{**vars(meaning), "text": text, "doubts": doubts})


def test_the_table_has_each_phrase_once_for_each_plan():
    assert len(PHRASES) == len({(year, text) for year, text, _ in PHRASES}) == 138
    assert len({text for _, text, _ in PHRASES}) == 136


def without_names(phrase: str) -> str:
    """The one person named in a timescale stands in brackets: two capitalised words."""
    return re.sub(r"\([A-Z][a-z]+ [A-Z][a-z]+\)", "(the Chair)", phrase)


def is_timescale_column(column: str) -> bool:
    return column in {"Timescale", "Timescale/ Monitoring", "By When", "Target Date"}


@pytest.mark.seeds
def test_every_timescale_phrase_of_the_source_plans_is_in_the_table():
    source = Path(__file__).parents[3] / "shared" / "seeds" / "timescales.json"
    assert source.is_file(), (
        "The source documents are not beside the project: put ../shared there, or leave out the"
        ' tests that need it with -m "not seeds".'
    )
    phrases = {
        (PLANS[file], without_names(entry["text"]))
        for entry in json.loads(source.read_text(encoding="utf-8"))
        for file in entry["files"]
        if any(is_timescale_column(column) for column in entry["columns"])
    }

    assert {(year, text) for year, text, _ in PHRASES} == phrases
