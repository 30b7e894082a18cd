"""The parts of understanding one by one: headers, numbers, ratings, names, cells, pairs."""

import pytest

from actions.importers.understanding import cells, columns, pairing, parties, ratings, refs
from actions.importers.understanding.accounting import Piece

from .making import lines

HEADERS = """
No.=ref|Action No=ref|Ref=ref|Priority/Outcomes=outcome|Sub-objective=outcome|Objective=outcome
What do we want to achieve?=outcome|Where do we want to be=outcome|Recommendation=outcome
Outcome What do we intend to achieve?=outcome|Why is this important?=outcome|Issue=outcome
Function=priority|Strategic Objective=priority|Theme=priority|Priority area=priority
Action/Key targets=action|Actions Required=action|What will we do and how?=action|Task=action
How will we get there?=action|What are we going to do=action|Key actions=action|Activity=action
Lead responsibility=lead|Responsible Person=lead|By whom Who is going to do it?=lead|Who=lead
Lead agency=lead|Action owner=lead|Who is responsible?=lead|Lead(s)=lead|Lead and partners=lead
Supporting partners=support|Partner agencies=support|Sub-group=owner|Lead Sub-Group=owner
Timescale/ Monitoring=timescale|Target Date=timescale|By When=timescale|Due=timescale
When will it be done?=timescale|Deadline=timescale|Date for completion=timescale|Start date=start
Date completed=completed_on|Completion Date=completed_on|Completed?=completed_on
Monitoring Mechanism=monitoring|Reporting to=monitoring|Governance=monitoring
Monitoring How will we know what we have achieved?=monitoring
How will we know?=success_measure|Success Criteria=success_measure|Milestones=success_measure
What difference will this make?=success_measure|Desired outcome=success_measure
What does success look like?=success_measure|Performance measure=success_measure
RAG=rag|BRAG=rag|RAG rating=rag|Current status=rag|RAG status and comments=rag
Update/ Progress report=progress|Progress to date=progress|Comments=progress|Q1 update=progress
Evidence of impact=progress|What has been done so far?=progress|Progress (RAG)=progress
Link to strategic plan=source|Resources=notes|Budget=notes|Zebra=|=
"""


@pytest.mark.parametrize(
    ("header", "meaning"),
    [pair.rsplit("=", 1) for line in HEADERS.strip().split("\n") for pair in line.split("|")],
)
def test_a_header_means_its_column(header, meaning):
    assert columns.meaning_of(header) == meaning


@pytest.mark.parametrize(
    ("text", "ref", "rest"),
    [
        ("1.1a Contribute to it", "1.1a", "Contribute to it"),
        ("6.1. Timely completion", "6.1", "Timely completion"),
        ("1. Review it", "1", "Review it"),
        ("A3: Review it", "A3", "Review it"),
        ("SO1.2 – Review it", "SO1.2", "Review it"),
        ("(iv) Review it", "iv", "Review it"),
        ("b) Review it", "b", "Review it"),
        ("2 training sessions took place", "", "2 training sessions took place"),
        ("16.3.18 meeting held", "", "16.3.18 meeting held"),
        ("2017 review", "", "2017 review"),
        ("S11 audits are reviewed", "", "S11 audits are reviewed"),
        ("6.1.", "", "6.1."),
        ("A plan is made", "", "A plan is made"),
        ("2.1 / 2.2 Review it", "2.1 / 2.2", "Review it"),
        ("2.1-2.3: Review it", "2.1-2.3", "Review it"),
    ],
)
def test_a_number_at_the_beginning_is_set_apart(text, ref, rest):
    said = refs.leading_ref(text)
    assert (said.ref, said.text) == (ref, rest)


@pytest.mark.parametrize(
    ("text", "ref", "numbers"),
    [
        ("2.1 / 2.2", "2.1 / 2.2", ["2.1", "2.2"]),
        ("2.1,\u00a02.2 and A3", "2.1, 2.2 and A3", ["2.1", "2.2", "A3"]),
        ("2.1–2.3", "2.1–2.3", []),
        ("2.1", "", ["2.1"]),
        ("2.1\n2.2", "", ["2.1", "2.2"]),
        ("12/3/2024", "", []),
        ("1.2.24", "", ["1.2.24"]),
        ("2.1 and more", "", []),
    ],
)
def test_several_numbers_of_one_thing(text, ref, numbers):
    assert (refs.joint_ref(text), refs.numbers(text)) == (ref, numbers)


@pytest.mark.parametrize(
    ("text", "label", "ref", "rest"),
    [
        ("Priority 1: Neglect", "Priority", "1", "Neglect"),
        ("PRIORITY TWO – Neglect", "PRIORITY", "2", "Neglect"),
        ("Strategic Objective 1:", "Strategic Objective", "1", ""),
        ("Priority Area: Early Help", "Priority Area", "", "Early Help"),
        ("2. Priority Area: Early Help", "Priority Area", "2", "Early Help"),
        ("Outcome 1.2 Families get help", "Outcome", "1.2", "Families get help"),
        ("6 Serious Case Review Function", "", "6", "Serious Case Review Function"),
        ("1 – Making it personal", "", "1", "Making it personal"),
        ("Priority groups are named", "", "", "Priority groups are named"),
        ("A plan for all", "", "", "A plan for all"),
        ("Neglect", "", "", "Neglect"),
    ],
)
def test_a_heading_is_taken_apart(text, label, ref, rest):
    said = refs.heading(text)
    assert (said.label, said.ref, said.text) == (label, ref, rest)


@pytest.mark.parametrize(
    ("fill", "rag"),
    [
        ("FF0000", "red"), ("C00000", "red"), ("FFC7CE", "red"), ("FFC000", "amber"),
        ("FFFF00", "amber"), ("ED7D31", "amber"), ("00B050", "green"), ("92D050", "green"),
        ("C6EFCE", "green"), ("0070C0", "blue"), ("A6A6A6", "grey"), ("FFFFFF", None),
        ("000000", None), ("7030A0", None), ("FFF8F8", None), ("140000", None),
        ("zzz", None), (None, None),
    ],
)  # fmt: skip
def test_a_shading_is_a_rating(fill, rag):
    assert ratings.of_fill(fill) == rag


@pytest.mark.parametrize(
    ("text", "rag"),
    [
        ("R", "red"), ("g", "green"), ("Amber", "amber"), ("RAG: Red", "red"),
        ("Amber/Green", "amber"), ("🔴", "red"), ("✓", "green"), ("● Green", "green"),
        ("Completed", "green"), ("Orange", "amber"), ("Not started", "grey"), ("Overdue", "red"),
        ("1", None), ("Police", None), ("●", None), ("", None), ("Green fields are seen", None),
    ],
)  # fmt: skip
def test_a_text_is_a_rating(text, rag):
    assert ratings.of_text(text) == rag


def test_numbers_are_ratings_only_by_the_documents_key():
    key = ratings.key_of(["1 – Red – not achieved", "2 Amber: under way", "3 = green", "R G mixed"])
    assert key == {"1": "red", "2": "amber", "3": "green"}
    assert ratings.of_text("2", key) == "amber"


def named(*texts):
    return [
        [(n.name, n.role, n.label, n.parts) for n in line] for line in parties.named(list(texts))
    ]


def test_lead_and_supporters_are_told_apart():
    assert named("Lead: A. Person, (Procedures Sub-group Chair)", "LSCB, Training Sub-group,") == [
        [("A. Person, (Procedures Sub-group Chair)", "lead", "Lead", ())],
        [("LSCB", "support", "", ()), ("Training Sub-group", "support", "", ())],
    ]
    assert named("Police (lead)", "Supported by: Health and Housing") == [
        [("Police", "lead", "lead", ())],
        [("Health and Housing", "support", "Supported by", ("Health", "Housing"))],
    ]


def test_two_names_in_one_are_offered_as_two():
    assert named("LSCB Chair & Business Manager") == [
        [("LSCB Chair & Business Manager", "lead", "", ("LSCB Chair", "Business Manager"))]
    ]
    assert named("Head of Safeguarding and quality") == [
        [("Head of Safeguarding and quality", "lead", "", ())]
    ]
    assert [n[0] for n in named("Police, Health, Social Care (Adults, Children)")[0]] == [
        "Police",
        "Health",
        "Social Care (Adults, Children)",
    ]


@pytest.mark.parametrize(
    "text", ["All agencies", "All partner agencies", "(All)", "all LSCB partners"]
)
def test_everybody_is_understood(text):
    assert parties.named([text])[0][0].everyone


@pytest.mark.parametrize("text", ["(All above)", "As above", "All of the above", "Ditto"])
def test_those_above_are_understood(text):
    assert parties.named([text])[0][0].above


def test_lines_of_a_list_of_groups():
    said = [
        {key: value for key, value in parties.listed(text).items() if key != "text"}
        for text in (
            "Training sub-group Chair – A. Person, Head of Learning",
            "Child Death Overview Panel (CDOP) Chair – B. Person",
            "CTA – Children’s Trust Arrangements",
            "Development Manager, Board – C. Person",
            "Borough Council",
        )
    ]
    assert said == [
        {"name": "Training sub-group", "kind": "group", "abbreviation": None,
         "chair": "A. Person, Head of Learning"},
        {"name": "Child Death Overview Panel", "kind": "group", "abbreviation": "CDOP",
         "chair": "B. Person"},
        {"name": "Children’s Trust Arrangements", "kind": "abbreviation", "abbreviation": "CTA",
         "chair": None},
        {"name": "Development Manager, Board", "kind": "group", "abbreviation": None,
         "chair": "C. Person"},
        {"name": "Borough Council", "kind": "agency", "abbreviation": None, "chair": None},
    ]  # fmt: skip


def actions(text, **options):
    pieces = [Piece(line.text, line.level, line.marker) for line in lines(text)]
    return [(e.ref, e.text, e.subs) for e in cells.actions(pieces, **options)]


def test_the_outermost_items_of_a_cell_are_actions():
    assert actions("• One\n  • deeper\n• Two") == [("", "One", ["deeper"]), ("", "Two", [])]
    assert actions("Plain\n• below\nAnother") == [("", "Plain", ["below"]), ("", "Another", [])]
    assert actions("• One\nTwo without a bullet") == [
        ("", "One", []),
        ("", "Two without a bullet", []),
    ]


def test_what_follows_a_colon_is_below_it():
    text = "• One\n• Review these:\n• this\n• that"
    assert actions(text) == [("", "One", []), ("", "Review these:", ["this", "that"])]
    assert len(actions(text, lead_ins=False)) == 4
    assert actions("We will:\n• Join up\n• Review") == [
        ("", "We will: Join up", []),
        ("", "Review", []),
    ]


def test_numbers_of_the_board_begin_actions_and_counters_do_not():
    assert actions("1.1a Do it\nwith care\n1.1b Do more\nMore words") == [
        ("1.1a", "Do it with care", []),
        ("1.1b", "Do more\nMore words", []),
    ]
    assert actions("1) One\n2) Two") == [("", "One", []), ("", "Two", [])]
    assert actions("7) Only") == [("7", "Only", [])]


def test_sentences_cut_by_a_page_break_are_whole_again():
    assert actions("Chair of the Sub-\nCommittee of\nthe board.\nAnother one") == [
        ("", "Chair of the Sub-Committee of the board.", []),
        ("", "Another one", []),
    ]


def span(first, last, *entries):
    return pairing.Span(first, last, list(entries))


def paired(actions_, others, **options):
    return [(p.entries, p.shared) for p in pairing.pair(actions_, others, **options)]


def test_as_many_entries_as_actions_go_one_to_one():
    assert paired([span(0, 0, "a", "b")], [span(0, 0, 1, 2)]) == [([1], False), ([2], False)]


def test_another_number_is_given_to_all_and_left_to_settle():
    assert paired([span(0, 0, "a", "b")], [span(0, 0, 1, 2, 3)]) == [([1, 2, 3], True)] * 2
    assert paired([span(0, 0, "a", "b")], [span(0, 0, 1)]) == [([1], True)] * 2
    assert paired([span(0, 0, "a")], [span(0, 0, 1, 2)]) == [([1, 2], False)]


def test_entries_that_do_not_fit_are_not_paired():
    wrong = paired([span(0, 0, "a", "b")], [span(0, 0, 1, 2)], fits=lambda entries: False)
    assert wrong == [([1, 2], True)] * 2


def test_merged_cells_belong_to_all_rows_they_cover():
    rows = [span(0, 0, "a"), span(1, 1, "b"), span(2, 2, "c")]
    assert paired(rows, [span(0, 1, 1, 2), span(2, 2, 3)]) == [
        ([1], False), ([2], False), ([3], False)
    ]  # fmt: skip
    one_cell = [span(0, 2, "a", "b", "c")]
    each_row = [span(0, 0, 1), span(1, 1, 2), span(2, 2, 3)]
    assert paired(one_cell, each_row) == [([1], False), ([2], False), ([3], False)]
    assert paired(rows, [span(5, 5, 9)])[2] == ([9], False)
