"""Whom the leads of a file mean, over the ways in which people write one name."""

import pytest

from actions.importers.draft import Draft
from actions.importers.matching import match_parties
from actions.importers.naming import names_in, slip_between, sounds_like
from actions.importers.parties import Parties, alike, means_everyone
from subgroups.models import SubGroup
from tests import factories as make


@pytest.fixture
def board(db):
    board = make.BoardFactory(name="Riverside Partnership", short_name="RSCP")
    make.SubGroupFactory(board=board, name="Riverside Partnership", kind=SubGroup.Kind.BOARD)
    training = make.SubGroupFactory(board=board, name="Training & Development Sub-Committee")
    make.SubGroupFactory(board=board, name="Quality sub-group")
    police = make.AgencyFactory(board=board, name="Riverside Police", abbreviation="RP")
    make.AgencyFactory(board=board, name="Children’s Social Care", aliases=["Social work teams"])
    chair = make.PostFactory(board=board, name="Head of Workforce", agency=police)
    make.PostFactory(board=board, name="RSCP Business Manager")
    make.SeatFactory(board=board, group=training, user=None, post=chair, role="chair")
    make.AgencyFactory(board=make.BoardFactory(), name="Hillside Health")
    return board


def found(parties, words):
    hit = parties.find(words)
    return hit and (hit[0], hit[1].name)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("RIVERSIDE  police", ("agency", "Riverside Police")),
        ("rp", ("agency", "Riverside Police")),
        ("Children's Social Care", ("agency", "Children’s Social Care")),
        ("Childrens social care.", ("agency", "Children’s Social Care")),
        ("Social Work Team", ("agency", "Children’s Social Care")),
        ("Training and Development SC", ("group", "Training & Development Sub-Committee")),
        (
            "RSCP Training & Development Subcommittee",
            ("group", "Training & Development Sub-Committee"),
        ),
        ("the Quality Subgroup", ("group", "Quality sub-group")),
        ("Business Mgr", ("post", "RSCP Business Manager")),
        ("LSCB Business Manager", ("post", "RSCP Business Manager")),
        ("Hillside Health", None),
        ("Quality", None),
        ("Police", None),
    ],
)
def test_one_name_however_it_is_written(board, words, expected):
    assert found(Parties(board), words) == expected


def test_a_name_that_two_parties_answer_to_is_nobodys(board):
    make.AgencyFactory(board=board, name="Quality sub groups")
    parties = Parties(board)
    assert found(parties, "Quality sub-group") == ("group", "Quality sub-group")  # its own name
    assert found(parties, "The Quality Sub Group") is None


def test_the_chair_of_a_group_is_the_post_that_has_the_seat(board):
    parties = Parties(board)
    chair = parties.chair_of("Chair of the Training and Development Sub-Committee")
    assert (chair[0], chair[1].name) == ("post", "Head of Workforce")
    assert parties.chair_of("Quality Sub-group Chair")[1].name == "Quality sub-group"
    assert parties.chair_of("Quality Sub-group") is None
    assert parties.chair_of("Chair of something else") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Youth Justice Service", "agency"),
        ("Neglect Working Group", "group"),
        ("Monitoring SC", "group"),
        ("RSCP", "group"),
        ("Chair of the Neglect Working Group", "post"),
        ("Designated Nurse", "post"),
        ("LADO", "post"),
        ("Head of Early Help", "post"),
        ("RSCP Members", "agency"),
    ],
)
def test_what_a_name_sounds_like(name, kind):
    assert sounds_like(name) == kind


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Police and Health", ["Police", "Health"]),
        ("Police & Health", ["Police", "Health"]),
        ("Police, Health and Probation", ["Police", "Health", "Probation"]),
        ("Early Help/ Youth Justice", ["Early Help", "Youth Justice"]),
        ("Chair of Quality and Review Panel", []),
        (
            "Chair of Quality and Review Panel and Business Manager",
            ["Chair of Quality and Review Panel", "Business Manager"],
        ),
        ("Quality Panel and/or Review Group", ["Quality Panel", "Review Group"]),
        ("Safeguarding Children and Young People Group", []),
        ("Director (Children and Health)", []),
        ("Health", []),
    ],
)
def test_several_names_in_one(words, expected):
    known = {"Police", "Health", "Probation"}
    assert names_in(words, known.__contains__) == expected


def test_a_slip_of_the_pen_is_one_letter_or_two_in_one_longer_word():
    assert slip_between("serious case review pane", "serious case review panel")
    assert not slip_between("wasb business manager", "wdscb business manager")
    assert not slip_between("quality panel", "quality panel chair")
    assert not slip_between("panel", "panels")


def test_all_agencies_in_other_words():
    said = ["All agencies", "All RSCP partner agencies", "(All above)", "all partners"]
    assert [means_everyone(words) for words in said] == [True] * 4
    assert not means_everyone("All schools")


def test_keys_are_equal_for_one_name_only():
    assert alike("Chair of the Training Sub-group") == alike("Training Subgroup Chair")
    assert alike("Training Sub-group") != alike("Training Sub-committee")


# Drafts


def draft(*cells, parties=()):
    actions = [
        {"key": f"p1.o1.a{n}", "place": f"row {n}", "leads": [{"name": name} for name in names]}
        for n, names in enumerate(cells, 1)
    ]
    return Draft(data={"priorities": [{"outcomes": [{"actions": actions}]}], "parties": parties})


def leads_of(matched):
    (priority,) = matched.draft.data["priorities"]
    return [
        [(lead["party"], lead["name"], lead["new"]) for lead in action["leads"]]
        for action in priority["outcomes"][0]["actions"]
    ]


def test_every_spelling_of_a_stranger_is_one_doubt_and_one_new_party(board):
    matched = match_parties(
        draft(["Youth Justice Service"], ["youth justice services", "Riverside Police"]),
        Parties(board),
        {},
    )
    assert leads_of(matched) == [
        [("agency", "Youth Justice Service", True)],
        [("agency", "Youth Justice Service", True), ("agency", "Riverside Police", False)],
    ]
    (finding,) = matched.draft.findings
    assert (finding.code, finding.said, finding.proposal) == (
        "lead-unknown",
        "Youth Justice Service",
        "Add an agency",
    )
    assert finding.about == ("p1.o1.a1", "p1.o1.a2")
    assert finding.place == "row 1 and 1 more"
    assert [(one.kind, one.name, one.aliases) for one in matched.new] == [
        ("agency", "Youth Justice Service", ("youth justice services",))
    ]
    assert (matched.matched, matched.total) == (1, 3)


def test_a_decision_counts_for_all_rows_that_say_so(board):
    cells = (["Police"], ["police"])
    (finding,) = match_parties(draft(*cells), Parties(board), {}).draft.findings
    assert [choice.label for choice in finding.choices][:2] == ["Riverside Police", "Add an agency"]
    for value, expected in (
        (finding.choices[0].value, ("agency", "Riverside Police", False)),
        ("new:group", ("group", "Police", True)),
        ("words", ("text", "Police", False)),
        ("everyone", ("everyone", "Police", False)),
        ("agency:999999", ("agency", "Riverside Police", False)),  # unknown: as proposed
    ):
        matched = match_parties(draft(*cells), Parties(board), {finding.key: value})
        assert leads_of(matched) == [[expected], [expected]], value
        known = value in {choice.value for choice in finding.choices}
        assert matched.draft.findings[0].settled == (value if known else "")


def test_two_in_one_are_two_leads_of_which_each_is_asked_about(board):
    matched = match_parties(
        draft(["RP and Neglect Panel"], ["Neglect Panel", "Riverside Police"]), Parties(board), {}
    )
    assert leads_of(matched) == [
        [("agency", "Riverside Police", False), ("group", "Neglect Panel", True)],
        [("group", "Neglect Panel", True), ("agency", "Riverside Police", False)],
    ]
    assert [finding.code for finding in matched.draft.findings] == ["lead-two", "lead-unknown"]
    whole = matched.draft.findings[0]
    one = match_parties(draft(["RP and Neglect Panel"]), Parties(board), {whole.key: "new:group"})
    assert leads_of(one) == [[("group", "RP and Neglect Panel", True)]]


def test_a_person_in_front_of_a_post_becomes_the_post_not_a_party(board):
    matched = match_parties(
        draft(["Jo Bloggs (Business Manager)"], ["Jo Bloggs"], ["Sam Sample (Designated Nurse)"]),
        Parties(board),
        {},
    )
    assert leads_of(matched) == [
        [("post", "RSCP Business Manager", False)],
        [("post", "RSCP Business Manager", False)],
        [("post", "Designated Nurse", True)],
    ]
    assert [one.aliases for one in matched.new] == [()]


def test_what_the_file_lists_beside_its_table_is_known_in_it(board):
    listed = [
        {"name": "Missing Children Panel", "kind": "group", "abbreviation": "MCP", "chair": None},
        {"name": "Quality Sub-Group", "kind": "group", "abbreviation": "QSG", "chair": None},
    ]
    matched = match_parties(draft(["MCP", "QSG"], parties=listed), Parties(board), {})
    assert leads_of(matched) == [
        [("group", "Missing Children Panel", True), ("group", "Quality sub-group", False)]
    ]
    assert [(f.code, f.said) for f in matched.draft.findings] == [
        ("party-new", "Missing Children Panel")
    ]
    assert [(one.name, one.abbreviation) for one in matched.new] == [
        ("Missing Children Panel", "MCP")
    ]
    (finding,) = matched.draft.findings
    left = match_parties(draft(["MCP"], parties=listed), Parties(board), {finding.key: "leave"})
    assert leads_of(left) == [[("text", "Missing Children Panel", False)]]
    assert left.new == ()


def test_instructions_and_chairs_in_the_plural_stay_words(board):
    words = "Schools to name a person who will ring the duty desk every single time"
    matched = match_parties(draft([words], ["Chairs of sub-groups"]), Parties(board), {})
    assert leads_of(matched) == [
        [("text", words, False)],
        [("text", "Chairs of sub-groups", False)],
    ]
    assert matched.new == ()


def test_the_same_party_twice_on_an_action_is_one_lead_that_keeps_both_words(board):
    for said in (["Riverside Police", "RP"], ["Riverside Polices", "Riverside Police"]):
        matched = match_parties(draft(said), Parties(board), {})
        (priority,) = matched.draft.data["priorities"]
        (lead,) = priority["outcomes"][0]["actions"][0]["leads"]
        assert (lead["name"], lead["written"]) == ("Riverside Police", "; ".join(said))


def test_names_are_looked_up_in_a_constant_number_of_queries(board, django_assert_num_queries):
    make.AgencyFactory.create_batch(30, board=board)
    cells = [[f"Stranger number {n}" for n in range(60)]]
    with django_assert_num_queries(4):
        match_parties(draft(*cells), Parties(board), {})


def test_a_post_in_a_bracket_and_by_itself_is_added_once(board):
    matched = match_parties(
        draft(["Sam Sample (Designated Nurse)"], ["designated nurse"]), Parties(board), {}
    )
    assert [(one.kind, one.name) for one in matched.new] == [("post", "Designated Nurse")]
    assert leads_of(matched) == [[("post", "Designated Nurse", True)]] * 2


def test_a_and_b_is_always_asked_about_and_stays_one_until_it_is_made_two(board):
    cells = (["Housing & Health"], ["Housing and health"])
    matched = match_parties(draft(*cells), Parties(board), {})
    assert leads_of(matched) == [[("agency", "Housing & Health", True)]] * 2
    (finding,) = matched.draft.findings
    assert (finding.code, finding.proposal, [c.label for c in finding.choices[:2]]) == (
        "lead-joint",
        "Add an agency",
        ["Add an agency", "“Housing” and “Health”"],
    )
    two = match_parties(draft(*cells), Parties(board), {finding.key: "two"})
    assert leads_of(two) == [[("agency", "Housing", True), ("agency", "Health", True)]] * 2
    assert [f.code for f in two.draft.findings] == ["lead-joint", "lead-unknown", "lead-unknown"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([["Music & Arts sub-group"]], "lead-joint"),
        # The file names the whole again, so it is a group's name.
        ([["Music & Arts sub-group"], ["Music and Arts Sub-Group"]], "lead-unknown"),
        ([["Safe and well service"]], "lead-unknown"),
        ([["Housing & Health (north)"]], "lead-unknown"),
    ],
)
def test_a_name_with_and_in_it_that_reads_as_one(board, cells, code):
    (finding,) = match_parties(draft(*cells), Parties(board), {}).draft.findings
    assert (finding.code, "two" in {c.value for c in finding.choices}) == (
        code,
        code == "lead-joint",
    )


def test_a_group_of_the_board_or_of_the_files_own_list_is_not_asked_about(board):
    listed = [{"name": "Music & Arts Panel", "kind": "group", "abbreviation": "", "chair": None}]
    matched = match_parties(
        draft(["Training and Development SC"], ["Music and Arts Panel"], parties=listed),
        Parties(board),
        {},
    )
    assert [f.code for f in matched.draft.findings] == ["party-new"]
