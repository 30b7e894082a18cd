"""What agencies write: nothing lost, nobody overwritten, and what the report makes of it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from reports.annual_report import report_document
from reports.answers import blocks_of, count_words
from reports.contributing import all_texts, earlier_beside, led_actions, marks_of, texts_of
from reports.contributing.workflow import MANAGER, STEPS, WRITER, may_take, steps_open
from reports.models import Contribution, Draft, DraftVersion
from reports.services import approving
from reports.services import collecting as service
from reports.services.collecting import LinkWriter, Typed
from tests import factories as make
from tests.reports import factories as made

DI = LinkWriter("Detective Inspector (Riverside Police)")


def write(collecting, texts: dict, *, seen=0, by=DI):
    typed = {key: Typed(text, seen) for key, text in texts.items()}
    return service.save_drafts(contribution=collecting.part, typed=typed, by=by)


def step(collecting, name, role=WRITER, by=DI, said=""):
    return service.take_step(contribution=collecting.part, step=name, role=role, by=by, said=said)


def test_a_draft_is_kept_with_who_and_when(collecting):
    first, second = collecting.keys()
    saved = write(collecting, {first: "We trained 40 staff.\r\n- police\r\n", second: ""})
    assert (saved.versions, saved.conflicts) == ({first: 1, second: 0}, {})
    draft = Draft.objects.get()
    assert (draft.text, draft.version, draft.by_name, draft.question) == (
        "We trained 40 staff.\n- police",
        1,
        DI.name,
        collecting.questions[0],
    )
    collecting.part.refresh_from_db()
    assert (collecting.part.status, collecting.part.worked_by) == ("writing", DI.name)
    event = AuditEvent.objects.about(collecting.part).get()
    assert (event.by_id, event.by_name, event.verb) == (None, DI.name, "wrote")
    assert event.changes == {"What did you achieve in 2026-27?": ["0 words", "5 words"]}


def test_what_did_not_change_is_left_alone(collecting):
    first, _ = collecting.keys()
    write(collecting, {first: "Much."})
    assert write(collecting, {first: "Much. "}, seen=0).versions == {first: 1}
    assert (DraftVersion.objects.count(), AuditEvent.objects.about(collecting.part).count()) == (
        1,
        1,
    )


def test_the_second_of_two_writers_overwrites_nothing(collecting):
    first, second = collecting.keys()
    write(collecting, {first: "Theirs"})
    saved = write(collecting, {first: "Mine", second: "Also mine"}, by=LinkWriter("Nurse"))
    assert {key: text.text for key, text in saved.conflicts.items()} == {first: "Theirs"}
    assert saved.versions == {second: 1}
    assert {draft.text for draft in Draft.objects.all()} == {"Theirs", "Also mine"}
    decided = write(collecting, {first: "Both"}, seen=1, by=LinkWriter("Nurse"))
    assert (decided.versions, decided.conflicts) == ({first: 2}, {})
    states = DraftVersion.objects.filter(draft__question=collecting.questions[0])
    assert [row.text for row in states] == ["Both", "Theirs"]


def test_one_go_is_one_earlier_state_and_much_taken_away_begins_another(collecting, monkeypatch):
    first, _ = collecting.keys()
    now = timezone.now()

    def at(minutes):
        monkeypatch.setattr(
            "reports.services.collecting.writing.timezone.now",
            lambda: now + datetime.timedelta(minutes=minutes),
        )

    at(0)
    write(collecting, {first: "We trained forty people."})
    at(1)
    write(collecting, {first: "We trained forty people, all in schools."}, seen=1)
    at(2)
    write(collecting, {first: ""}, seen=2)
    at(3)
    write(collecting, {first: "We did"}, seen=3)
    at(9)
    write(collecting, {first: "We did much"}, seen=4)
    assert [(row.number, row.text) for row in DraftVersion.objects.all()] == [
        (5, "We did much"),
        (4, "We did"),
        (2, "We trained forty people, all in schools."),
    ]


def test_an_earlier_state_is_brought_back_and_the_newest_stays_among_them(collecting):
    first, _ = collecting.keys()
    write(collecting, {first: "The good text, long enough"})
    write(collecting, {first: "A slip"}, seen=1)
    good = DraftVersion.objects.get(number=1)
    draft = service.bring_back(contribution=collecting.part, version=good, by=DI)
    assert (draft.text, draft.version) == ("The good text, long enough", 3)
    assert [row.text for row in draft.versions.all()] == [
        "The good text, long enough",
        "A slip",
        "The good text, long enough",
    ]


def test_another_agencys_earlier_state_cannot_be_brought_back(collecting):
    theirs = made.DraftFactory(contribution=collecting.other, question=collecting.questions[0])
    with pytest.raises(Draft.DoesNotExist):
        service.bring_back(contribution=collecting.part, version=theirs.versions.get(), by=DI)


def test_a_text_that_is_too_long_is_refused_with_the_number(collecting, settings):
    settings.MAX_TEXT_LENGTH = 1_000
    first, _ = collecting.keys()
    with pytest.raises(RuleBroken, match="too long by 1 characters") as refused:
        write(collecting, {first: "x" * 1_001})
    assert refused.value.field == first
    assert write(collecting, {"narrative": "x" * 10_000}).versions == {"narrative": 1}
    with pytest.raises(RuleBroken, match="too long"):
        write(collecting, {"narrative": "x" * 10_001}, seen=1)


def test_a_question_of_another_report_is_none_of_this_one(collecting):
    stranger = made.QuestionFactory(board=collecting.report.board)
    with pytest.raises(RuleBroken, match="taken out"):
        write(collecting, {f"q{stranger.pk}": "Words"})
    assert Draft.objects.count() == 0


def test_handed_in_answers_stand_in_the_report_and_drafts_do_not(collecting):
    first, second = collecting.keys()
    section = made.SectionFactory(report=collecting.report, kind="contributions")

    def printed():
        document = report_document(collecting.report)
        (part,) = [each for each in document.sections if each.anchor == f"section-{section.pk}"]
        return [
            (each.title, [block.text for a in each.answers for block in a.blocks])
            for each in part.contributions
        ]

    write(collecting, {first: "We trained 40.", "authors": "Detective Inspector\n\nLADO"})
    assert printed() == []
    step(collecting, "hand_in")
    assert printed() == [("Riverside Police", ["We trained 40."])]
    part = Contribution.objects.get(pk=collecting.part.pk)
    assert part.answers == [
        {
            "prompt": "What did you achieve in 2026-27?",
            "hint": "Please list.",
            "blocks": [{"kind": "paragraph", "level": None, "text": "We trained 40."}],
        },
        {"prompt": "What comes in 2027-28?", "hint": "Please list.", "blocks": []},
    ]
    assert (part.authors, part.dated) == (
        ["Detective Inspector", "LADO"],
        datetime.date(2026, 11, 20),
    )
    step(collecting, "take_back")
    assert printed() == []
    write(collecting, {second: "More"})
    step(collecting, "hand_in")
    step(collecting, "accept", MANAGER)
    assert printed() == [("Riverside Police", ["We trained 40.", "More"])]


def test_what_was_only_handed_in_does_not_stand_in_an_approved_report(collecting, cast, today):
    first, _ = collecting.keys()
    write(collecting, {first: "Words"})
    step(collecting, "hand_in")
    approving.approve_report(
        report=collecting.report, on=today, approved_by="Board", by=cast.manager
    )
    collecting.report.refresh_from_db()
    assert list(Contribution.objects.printed(collecting.report)) == []
    with pytest.raises(RuleBroken, match="is approved"):
        step(collecting, "accept", MANAGER)


def test_a_narrative_is_printed_under_its_own_headings(collecting):
    service.choose_form(contribution=collecting.part, form="narrative", by=DI)
    write(collecting, {"narrative": "## Our year\nMuch.\n- one"})
    part = step(collecting, "hand_in")
    assert [(answer["prompt"], len(answer["blocks"])) for answer in part.answers] == [
        ("Our year", 2)
    ]


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("", "Give the address of your report"),
        ("our report", "Write the whole address"),
        ("javascript:alert(1)", "Write the whole address"),
        ("https://police.example/report", ""),
    ],
)
def test_a_separate_report_needs_an_address_or_a_file(collecting, address, trouble):
    service.choose_form(contribution=collecting.part, form="link", by=DI)
    collecting.part.refresh_from_db()
    write(collecting, {"link_address": address, "link_words": "Our own report"})
    if trouble:
        with pytest.raises(RuleBroken, match=trouble):
            step(collecting, "hand_in")
        return
    part = step(collecting, "hand_in")
    assert (part.link_target, part.link_text, part.answers) == (address, "Our own report", [])


def test_nothing_cannot_be_handed_in(collecting):
    with pytest.raises(RuleBroken, match="Nothing is written yet"):
        step(collecting, "hand_in")


def test_no_words_are_taken_once_it_is_handed_in(collecting):
    first, _ = collecting.keys()
    write(collecting, {first: "Words"})
    step(collecting, "hand_in")
    with pytest.raises(RuleBroken, match="Take it back to change it"):
        write(collecting, {first: "Other words"}, seen=1)
    assert Draft.objects.get().text == "Words"


# Which steps each may take, by where the contribution stands.
OPEN = {
    "asked": ({"open", "begin", "hand_in", "decline"}, {"begin", "hand_in", "decline"}),
    "opened": ({"begin", "hand_in", "decline"}, {"begin", "hand_in", "decline"}),
    "writing": ({"hand_in", "decline"}, {"hand_in", "decline"}),
    "handed_in": ({"take_back"}, {"take_back", "return", "accept"}),
    "returned": ({"hand_in", "decline"}, {"hand_in", "decline"}),
    "accepted": (set(), {"reopen"}),
    "declined": ({"take_back"}, {"take_back", "reopen"}),
}


@pytest.mark.parametrize("status", Contribution.Status.values)
def test_the_steps_that_are_open(status):
    contribution = made.AskedFactory.build(status=status)
    found = tuple(set(steps_open(contribution, role=role)) for role in (WRITER, MANAGER))
    assert found == OPEN[status]
    by_hand = made.ContributionFactory.build()
    assert steps_open(by_hand, role=MANAGER) == []


def test_a_writer_is_told_that_accepting_is_the_managers(collecting):
    answer = may_take(made.AskedFactory.build(status="handed_in"), "accept", role=WRITER)
    assert answer.reason == "Only the business manager does this."


@pytest.mark.parametrize(
    ("status", "name", "field"),
    [
        ("handed_in", "return", "comment"),
        ("accepted", "reopen", "comment"),
        ("writing", "decline", "declined_because"),
    ],
)
def test_some_steps_need_words(collecting, status, name, field):
    Contribution.objects.filter(pk=collecting.part.pk).update(
        status=status, handed_in_at=timezone.now()
    )
    with pytest.raises(RuleBroken) as refused:
        step(collecting, name, MANAGER, said="  ")
    assert (refused.value.field, refused.value.message) == ("said", STEPS[name].ask)
    part = step(collecting, name, MANAGER, said=" Add a figure. ")
    assert (part.status, getattr(part, field)) == (STEPS[name].after, "Add a figure.")
    event = AuditEvent.objects.about(part).first()
    assert (event.verb, event.changes) == (
        STEPS[name].verb,
        {
            "status": [
                Contribution.Status(status).label,
                Contribution.Status(STEPS[name].after).label,
            ],
            field: ["", "Add a figure."],
        },
    )


@pytest.mark.parametrize(
    "values",
    [
        {"status": "returned"},
        {"status": "declined"},
        {"status": "handed_in"},
        {"status": "writing", "asked_at": None},
    ],
)
def test_the_database_keeps_what_belongs_together(collecting, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=collecting.part.pk).update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"part": "narrative", "question": True},
        {"part": "answer", "question": False},
    ],
)
def test_only_answers_have_a_question(collecting, values):
    question = collecting.questions[0] if values["question"] else None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.DraftFactory(contribution=collecting.part, part=values["part"], question=question)


def test_an_agency_is_asked_once_for_a_report(collecting, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        made.AskedFactory(report=collecting.report, agency=cast.agency)


@pytest.mark.parametrize(
    ("asks_for", "text", "marks"),
    [
        ("", "", ["Not answered"]),
        ("", "one two three", []),
        ("", "word " * 21, ["1 word over the limit of 20"]),
        ("", "word " * 23, ["3 words over the limit of 20"]),
        ("figures", "In 2026-27 we did a lot", ["No figures found"]),
        ("figures", "We trained 40 people in 2026", []),
        ("evidence", "Children feel safer since 2026", ["No evidence found"]),
        ("evidence", "An audit found it", []),
        ("evidence", "It is at https://police.example", []),
    ],
)
def test_what_is_amiss_is_marked(collecting, asks_for, text, marks):
    question = made.QuestionFactory(
        report=collecting.report, asks_for=asks_for, word_limit=20, position=99
    )
    if text:
        made.DraftFactory(contribution=collecting.part, question=question, text=text)
    assert marks_of(all_texts(collecting.part)[f"q{question.pk}"]) == marks


def test_last_years_answers_stand_beside_the_questions_they_are_like(collecting, cast):
    def answer(prompt, text):
        return {"prompt": prompt, "blocks": [{"kind": "paragraph", "level": None, "text": text}]}

    before = made.ReportFactory(
        board=cast.board,
        start=datetime.date(2025, 4, 1),
        end=datetime.date(2026, 3, 31),
        title="Annual report 2025-26",
    )
    made.ContributionFactory(
        report=before,
        agency=cast.agency,
        answers=[
            answer("What comes in 2026-27?", "A plan"),
            answer("What did you achieve in 2025-26?", "Much"),
            answer("Who was on the board?", "Everybody"),
        ],
    )
    # None of these is what this agency sent for the last report.
    made.ContributionFactory(
        report=before, agency=collecting.other.agency, answers=[answer("What?", "A secret")]
    )
    made.AskedFactory(
        report=before, agency=cast.agency, status="writing", answers=[answer("What?", "Draft")]
    )
    later = made.ReportFactory(
        board=cast.board, start=datetime.date(2028, 4, 1), end=datetime.date(2029, 3, 31)
    )
    made.ContributionFactory(report=later, agency=cast.agency, answers=[answer("What?", "Later")])

    found = earlier_beside(collecting.part, texts_of(collecting.part))
    first, second = collecting.keys()
    assert found.report == "Annual report 2025-26"
    assert {key: [block.text for block in blocks] for key, blocks in found.beside.items()} == {
        first: ["Much"],
        second: ["A plan"],
    }
    assert [(prompt, [block.text for block in blocks]) for prompt, blocks in found.rest] == [
        ("Who was on the board?", ["Everybody"])
    ]
    assert earlier_beside(collecting.other, texts_of(collecting.other)).beside == {}


def test_the_actions_an_agency_leads_are_its_own_alone(collecting, cast):
    make.report_on(cast.action, on="2026-10-01", rag="green", text="The strategy is agreed.")
    by_agency = make.ActionFactory(
        outcome=cast.outcome, ref="1.2", text="Visit schools", position=99_999
    )
    make.LeadFactory(action=by_agency, agency=cast.agency)
    withdrawn = make.ActionFactory(
        outcome=cast.outcome, withdrawn_at=timezone.now(), withdrawn_reason="Done elsewhere"
    )
    for action, lead in (
        (withdrawn, {"agency": cast.agency}),
        (cast.other_action, {"agency": cast.agency, "role": "support"}),
        (make.ActionFactory(outcome=cast.outcome), {"everyone": True, "written": ""}),
        (make.ActionFactory(outcome=cast.outcome), {"agency": collecting.other.agency}),
    ):
        make.LeadFactory(action=action, **lead)
    found = led_actions(collecting.report.plan, cast.agency)
    assert [(each.ref, each.text, each.rag, each.said) for each in found] == [
        ("1.1a", "Agree the early help strategy", "green", "The strategy is agreed."),
        ("1.2", "Visit schools", "", ""),
    ]
    assert led_actions(None, cast.agency) == []


def test_a_contribution_that_an_agency_wrote_is_not_taken_out(collecting, cast):
    from reports.services import entries

    write(collecting, {collecting.keys()[0]: "Words"})
    with pytest.raises(RuleBroken, match="has been written by the agency"):
        entries.remove_entry(entry=collecting.part, by=cast.manager)
    entries.remove_entry(entry=collecting.other, by=cast.manager)
    assert list(collecting.report.contributions.all()) == [collecting.part]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("one two", 2), ("- one\n-- two\n10. three\n## four\n> five", 5), ("-one - two", 3)],
)
def test_marks_of_lists_are_no_words(text, words):
    assert count_words(text) == words


def test_an_answer_keeps_its_lists_and_has_no_headings():
    assert blocks_of("## Not a heading\n\n- one\n-- below\n2. second\n> no hint") == [
        {"kind": "paragraph", "level": None, "text": "Not a heading"},
        {"kind": "bullet", "level": 1, "text": "one"},
        {"kind": "bullet", "level": 2, "text": "below"},
        {"kind": "numbered", "level": 1, "text": "second"},
        {"kind": "paragraph", "level": None, "text": "no hint"},
    ]
