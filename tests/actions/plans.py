"""Plans that hypothesis makes up: every shape of a tree, in words as boards write them."""

import datetime
import itertools

from hypothesis import strategies as st

from actions.document import (
    ActionNode,
    LeadNode,
    MilestoneNode,
    OutcomeNode,
    PlanTree,
    PriorityNode,
    UpdateNode,
)
from actions.models import Plan
from actions.timescales import read_timescale
from subgroups.words import DEFAULT_COLUMNS

START, END = datetime.date(2026, 4, 1), datetime.date(2027, 3, 31)
VERBS = (
    "Agree", "Publish", "Review", "Collect", "Test", "Offer", "Explain", "Train", "Compare",
    "Renew", "Visit",
)  # fmt: skip
THINGS = (
    "the threshold document", "one protocol for all agencies", "what children say",
    "a leaflet in five languages", "the neglect toolkit", "visits to each school",
    "figures on missing episodes", "the café’s “drop-in”", "risk <and> need", "50% of all cases",
    "supervision for front-line staff", "a way to escalate disputes",
)  # fmt: skip
ENDS = ("", ".", " with partners.", " before winter", ", so that nobody waits", " (all wards)")
NAMES = (
    "Children’s Social Care", "Riverside Police", "Head of Early Help", "Quality sub-group",
    "Named GP", "Schools", "Youth Justice Service", "LSCB Business Manager", "Health",
)  # fmt: skip
PEOPLE = ("", "Ann Lee", "Jo Okafor, Riverside Police", "DI")
PHRASES = (
    "March 2027", "By September 2026", "Quarterly", "Ongoing", "As required", "4.7.26",
    "January – March 2027", "30 June 2026", "Annually (March)", "When the guidance is out", "",
)  # fmt: skip
SOURCES = ("Joint Inspection", "Local review of 2025", "Care Act")
RATINGS = {"": "", "green": "", "amber": "Two agencies wait", "red": "No money was found"}

sentences = st.builds(
    lambda verb, thing, end: f"{verb} {thing}{end}",
    *map(st.sampled_from, (VERBS, THINGS, ENDS)),
)
# What people report: one line or some, lists among them.
reports = st.lists(
    st.one_of(sentences, sentences.map("- {}".format), sentences.map("Line of {}".format)),
    min_size=1,
    max_size=3,
    unique=True,
).map(lambda lines: "\n".join(["We did this.", *lines]))
days = st.dates(START, END)


def some(strategy, most=2):
    return st.lists(strategy, max_size=most, unique=True)


@st.composite
def trees(draw, board):
    """A whole plan of `board`, with its tree; nothing is in the database."""
    ids = itertools.count(1)
    numbered = draw(st.booleans())
    titled = draw(st.booleans())
    own_numbers = draw(st.booleans())
    with_outcomes = draw(st.booleans())
    keys = list(DEFAULT_COLUMNS)
    if with_outcomes:
        keys.insert(1, "outcome")
    plan = Plan(
        board=board,
        slug="made-up",
        title=draw(st.sampled_from(["Business plan 2026-27", "Action plan", "Strategic plan"])),
        start=START,
        end=END,
        status="ratified",
        ratified_on=START,
        introduction=draw(st.one_of(st.just(""), sentences)),
        vision=draw(st.one_of(st.just(""), sentences)),
        intent=draw(st.one_of(st.just(""), sentences)),
        rag_definition=draw(st.sampled_from(["", "GREEN: done. AMBER: under way. RED: late."])),
        columns=[{"key": key, "title": ""} for key in keys],
    )
    priorities = []
    for p in range(1, draw(st.integers(1, 3)) + 1 if titled else 2):
        outcomes = []
        for o in range(1, draw(st.integers(1, 3)) + 1):
            ref = (f"{p}.{o}" if titled else str(o)) if numbered else ""
            actions = tuple(
                draw(_actions(ids, f"{ref}{letter}" if numbered and own_numbers else ""))
                for letter in "abc"[: draw(st.integers(1, 3))]
            )
            outcomes.append(
                OutcomeNode(
                    id=next(ids),
                    ref=ref,
                    title=f"{draw(sentences)} {next(ids)}",
                    sources=tuple(draw(some(st.sampled_from(SOURCES), 1))),
                    notes=draw(st.one_of(st.just(""), sentences)),
                    withdrawn=False,
                    actions=actions,
                    updates=draw(_updates(ids, rated=False)),
                )
            )
        title = f"{draw(st.sampled_from(['Early help', 'Neglect', 'Our workforce']))} {next(ids)}"
        priorities.append(
            PriorityNode(
                id=next(ids),
                ref=str(p) if titled and numbered else "",
                title=title if titled else "",
                description=draw(st.one_of(st.just(""), sentences)) if titled else "",
                withdrawn=False,
                outcomes=tuple(outcomes),
            )
        )
    return PlanTree(plan=plan, headings=tuple(plan.headings()), priorities=tuple(priorities))


@st.composite
def _updates(draw, ids, rated=True):
    found = [
        UpdateNode(
            id=next(ids),
            on=draw(days),
            by=draw(st.sampled_from(PEOPLE)),
            text=f"{draw(reports)} {next(ids)}",
            rag="",
            reason="",
            evidence=draw(st.sampled_from(["", "Minutes of the meeting"])) if rated else "",
            difference_made=draw(st.sampled_from(["", "Children wait less"])) if rated else "",
            source="person",
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    return tuple(sorted(found, key=lambda update: update.on))


@st.composite
def _actions(draw, ids, ref):
    phrase = draw(st.sampled_from(PHRASES))
    reading = read_timescale(phrase or None, period_start=START, period_end=END)
    due, first = reading.due, reading.due
    if due and draw(st.integers(0, 3)) == 0:
        due = due + datetime.timedelta(days=31)
    rag = draw(st.sampled_from(list(RATINGS)))
    leads = draw(some(st.sampled_from(NAMES), 3))
    supporting = draw(st.integers(0, 1)) if len(leads) > 1 else 0
    updates = draw(_updates(ids))
    return ActionNode(
        id=next(ids),
        ref=ref,
        text=f"{draw(sentences)} {next(ids)}",
        sub_items=tuple(draw(some(sentences))),
        position=next(ids),
        owner="",
        owner_id=None,
        timescale_text=phrase,
        timescale_kind=str(reading.kind),
        timescale_to_settle=False,
        timescale_corrected=due != first,
        start=reading.start,
        due=due,
        first_due=first,
        times_per_year=float(reading.times_per_year) if reading.times_per_year else None,
        next_review=None,
        monitoring=draw(st.one_of(st.just(""), sentences)),
        reports_to=(),
        success_measure=draw(st.one_of(st.just(""), sentences)),
        core_task=draw(st.booleans()),
        shaped_by_children=draw(st.booleans()),
        sources=tuple(draw(some(st.sampled_from(SOURCES)))),
        rag=rag,
        rag_reason=RATINGS[rag],
        rag_on=END if rag else None,
        last_update_on=updates[-1].on if updates else None,
        completed_on=draw(st.one_of(st.none(), days)),
        created_on=START,
        withdrawn=False,
        version=1,
        leads=tuple(
            LeadNode(
                name=name,
                written=name,
                role="support" if place >= len(leads) - supporting else "lead",
                accountable=False,
                to_settle=False,
                kind="text",
                party_id=None,
            )
            for place, name in enumerate(leads)
        ),
        milestones=tuple(
            MilestoneNode(next(ids), day, "Report to the board", "", None, False)
            for day in draw(some(days, 1))
        ),
        updates=updates,
    )
