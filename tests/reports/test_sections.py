"""What a report tells beside its progress: of the board, of little progress and why, of what
became better, of what comes next, and the record of the year."""

import datetime
import json

import pytest
from django.db import IntegrityError, transaction

from actions.models import Action
from boardplan import clock
from boardplan.audit import AuditEvent
from boardplan.errors import RuleBroken
from reports import frozen, personal_data
from reports.annual_report import report_document
from reports.annual_report.nodes import Group, Point, Sheet
from reports.board_rows import read_board
from reports.models import (
    AgencyAttendance,
    Decision,
    Recommendation,
    Review,
    Section,
    TrainingCourse,
)
from reports.services import entries
from tests import factories as make
from tests.reports import factories as made

DAYS = datetime.timedelta


@pytest.fixture
def report(cast):
    """On the cast's plan, with the one action of it that is told of below."""
    Action.objects.filter(plan=cast.plan).exclude(pk=cast.action.pk).delete()
    return made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report"
    )


@pytest.fixture
def manager(cast, sign_in):
    return sign_in(cast.manager)


def part(report, kind):
    """The one section of `kind`, as it would be printed now."""
    if not report.sections.filter(kind=kind).exists():
        made.SectionFactory(report=report, kind=kind, title=kind.capitalize())
    report = type(report).objects.select_related("board", "plan").get(pk=report.pk)
    (found,) = [each for each in report_document(report).sections if each.kind == kind]
    return found


def points(found) -> list[Point]:
    return [point for passage in found.passages for point in passage.points]


def words(found) -> list[str]:
    return [block.text for passage in found.passages for block in passage.blocks]


# About the board


def test_groups_stand_below_those_they_report_to_with_who_chairs_them(cast, report, today):
    below = make.SubGroupFactory(board=cast.board, name="Audit group", parent=cast.group)
    make.SeatFactory(group=below, user=None, post=cast.post, role="chair")
    make.SeatFactory(
        group=below, user=None, post=make.PostFactory(board=cast.board, name="Nurse"), role="deputy"
    )
    make.SubGroupFactory(board=cast.board, name="Long gone", ended_on=today - DAYS(400))
    make.SubGroupFactory(board=cast.other_board, name="Of another board")
    structure = part(report, "about").structure
    quality = next(group for group in structure.groups if group.name == "Quality sub-group")
    assert quality.below == (
        Group(
            "Audit group",
            "Sub-group",
            ("Detective Inspector, Riverside Police", "Nurse (deputy)"),
        ),
    )
    assert [group.name for group in structure.groups] == ["Quality sub-group"]


def test_members_are_named_by_their_post_or_agency(cast, report, today):
    cast.group.seats.all().delete()
    make.SeatFactory(group=cast.group, user=None, post=cast.post)
    make.SeatFactory(group=cast.group, user=cast.viewer, agency=cast.agency, role="chair")
    make.SeatFactory(
        group=cast.group, user=None, post=make.PostFactory(board=cast.board), ended_on=today
    )
    (sheet,) = [each.sheet for each in part(report, "about").passages if each.sheet]
    assert (sheet.caption, sheet.rows) == (
        "Quality sub-group",
        (
            ("A representative", "Riverside Police", "Chair"),
            ("Detective Inspector", "Riverside Police", "Member"),
        ),
    )


def test_groups_that_report_in_a_ring_are_told_once(cast, report):
    one = make.SubGroupFactory(board=cast.board, name="One", position=1)
    other = make.SubGroupFactory(board=cast.board, name="Other", parent=one, position=2)
    one.parent = other
    one.save()
    structure = part(report, "about").structure
    assert [group.name for group in structure.groups] == ["Quality sub-group", "One"]
    assert [group.name for group in structure.groups[1].below] == ["Other"]


# From the plan


def test_what_is_behind_is_told_with_the_reason_given(cast, report, today):
    ours = cast.action
    ours.due = today - DAYS(5)
    ours.save()
    make.report_on(ours, on=today - DAYS(3), rag="red", reason="The author left")
    make.ActionFactory(outcome=cast.outcome, text="Done", completed_on=today - DAYS(9))
    fine = make.ActionFactory(outcome=cast.outcome, text="Fine", due=today + DAYS(90))
    make.report_on(fine, on=today - DAYS(3), rag="green")
    silent = make.ActionFactory(
        outcome=cast.outcome, ref="", text="Not heard of", due=today + DAYS(90)
    )
    make.report_on(silent, on=today - DAYS(100), rag="green", text="All well")
    later = make.ActionFactory(outcome=cast.outcome, text="Not begun", start=today + DAYS(1))
    make.report_on(later, on=today - DAYS(100), rag="green", text="Begins in a while")
    make.ActionFactory(outcome=cast.outcome, ref="", text="Never reported")
    found = part(report, "little_progress")
    assert [(point.text, point.rating.word, point.more) for point in points(found)] == [
        ("1.1a Agree the early help strategy", "Red", ("Why: The author left",)),
        ("Not heard of", "Green", ("Last report: All well",)),
        ("Never reported", "Not rated", ()),
    ]
    assert points(found)[0].note.startswith(
        "1.1 Families get help sooner. Due 15 November 2026 and not completed."
    )
    assert points(found)[1].note.endswith("Last reported on 12 August 2026.")
    assert points(found)[2].note == (
        "1.1 Families get help sooner. Due 31 December 2026. Nothing has been reported."
    )
    assert "5 of 6 actions were not completed. 3 of them were" in words(found)[0]


def test_a_report_of_an_earlier_year_says_how_it_stood_at_its_end(cast, report, today):
    report.end = datetime.date(2026, 9, 30)
    report.save()
    cast.action.completed_on = datetime.date(2026, 10, 5)
    cast.action.save()
    make.report_on(cast.action, on=datetime.date(2026, 9, 1), rag="amber", reason="One post open")
    make.report_on(cast.action, on=datetime.date(2026, 10, 5), rag="green")
    (point,) = points(part(report, "little_progress"))
    assert (point.rating.word, point.more) == ("Amber", ("Why: One post open",))


def test_where_nothing_is_behind_it_says_so(cast, report, today):
    make.report_on(cast.action, on=today, rag="green")
    assert words(part(report, "little_progress")) == [
        "As at 20 November 2026 no open action was red, amber, late or not heard of."
    ]


def test_the_difference_made_is_that_of_the_year(cast, report, today):
    for day, said, source in (
        (today, "Fewer children wait", "person"),
        (datetime.date(2026, 3, 31), "Before the year", "person"),
        (today, "Told in the plan before", "carried"),
        (today, "", "person"),
    ):
        make.ProgressUpdateFactory(
            action=cast.action, on=day, difference_made=said, source=source, text="Done"
        )
    found = part(report, "difference")
    assert [point.text for point in points(found)] == ["Fewer children wait"]
    assert found.passages[0].title == "1 Early help"


def test_the_voice_of_children_is_what_they_shaped_and_what_agencies_say(cast, report, today):
    make.ActionFactory(
        outcome=cast.outcome, ref="", text="A room without desks", shaped_by_children=True
    )
    said = {"kind": "paragraph", "level": None, "text": "They chose the leaflet."}
    for prompt, status in (
        ("How did you hear the voice of children?", "accepted"),
        ("Which challenges do you face?", "accepted"),
    ):
        made.ContributionFactory(
            report=report,
            title=f"Police on {prompt[:5]}",
            status=status,
            answers=[{"prompt": prompt, "hint": "", "blocks": [said]}],
        )
    found = part(report, "voice")
    assert [point.text for point in points(found)] == ["A room without desks"]
    assert [(each.title, each.level) for each in found.passages] == [
        ("What children and young people shaped", 1),
        ("How agencies heard them", 1),
        ("Police on How d", 2),
    ]
    assert words(found) == ["They chose the leaflet."]


def test_next_year_is_what_is_unfinished_until_the_next_plan_is_there(cast, report, today):
    make.ActionFactory(outcome=cast.outcome, text="Done", completed_on=today)
    found = part(report, "next_year")
    assert [point.text for point in points(found)] == ["1.1a Agree the early help strategy"]
    assert "has not been drawn up" in words(found)[0]
    after = make.DraftPlanFactory(
        board=cast.board,
        title="Business plan 2027-28",
        start=datetime.date(2027, 4, 1),
        end=datetime.date(2028, 3, 31),
        rolled_from=cast.plan,
    )
    outcome = make.OutcomeFactory(
        priority=make.PriorityFactory(plan=after, ref="1", title="Earlier help"), title="Sooner"
    )
    make.ActionFactory(outcome=outcome, carried_from=cast.action)
    make.ActionFactory(outcome=outcome)
    make.ActionFactory(outcome=outcome)
    found = part(report, "next_year")
    assert words(found) == [
        "Business plan 2027-28 (1 April 2027 to 31 March 2028) goes on from here with 3 actions, 1 "
        "of them from this year. It is still a draft."
    ]
    assert [(each.title, each.points) for each in found.passages[1:]] == [
        (
            "1 Earlier help",
            (Point(f"{outcome.ref} Sooner".strip(), note="3 actions, 1 of them from this year."),),
        )
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "about",
        "little_progress",
        "difference",
        "voice",
        "next_year",
        "decisions",
        "reviews",
        "training",
        "attendance",
    ],
)
def test_a_section_takes_a_commentary_and_says_where_it_is_empty(cast, kind):
    report = made.ReportFactory()  # of a board without groups, and of no plan
    assert (part(report, kind).empty != "", part(report, kind).passages) == (True, ())
    report.sections.update(body="Our commentary")
    assert (part(report, kind).empty, part(report, kind).text) == ("", "Our commentary")


# The record of the year


def test_the_record_is_printed_as_lists_and_tables(cast, report):
    made.DecisionFactory(report=report, title="Later", on=datetime.date(2026, 9, 1))
    made.DecisionFactory(report=report, title="Sooner", on=datetime.date(2026, 5, 1))
    made.DecisionFactory(report=report, title="Once")
    made.DecisionFactory(
        report=report,
        kind="challenge",
        title="Late assessments",
        whom="Health",
        on=datetime.date(2026, 6, 1),
        result="A second clinic",
    )
    found = part(report, "decisions")
    assert [(each.title, [p.text for p in each.points]) for each in found.passages] == [
        ("Decisions", ["Sooner", "Later", "Once"]),
        ("Challenges", ["Late assessments"]),
    ]
    assert points(found)[-1] == Point(
        "Late assessments",
        note="Put to Health on 1 June 2026.",
        more=("What came of it: A second clinic",),
        strong=True,
    )
    review = made.ReviewFactory(report=report, title="Neglect", on=datetime.date(2026, 6, 2))
    made.RecommendationFactory(review=review, text="One")
    made.RecommendationFactory(
        review=review, text="Two", status="not_implemented", reason="No money"
    )
    overview, whole = part(report, "reviews").passages
    assert overview.sheet.rows == (("Neglect", "Audit, finished on 2 June 2026", "1", "0", "1"),)
    assert whole.sheet.rows == (
        ("One", "Implemented", ""),
        ("Two", "Not implemented", "No money"),
    )
    made.TrainingCourseFactory(report=report, title="A", sessions=3, people=1200)
    made.TrainingCourseFactory(report=report, title="B", agency=cast.agency, text="It helped")
    sheet, told = part(report, "training").passages
    assert sheet.sheet.rows == (
        ("A", "Several agencies", "3", "1,200"),
        ("B", "Riverside Police", "2", "20"),
        ("All courses", "", "5", "1,220"),
    )
    assert told.points == (Point("B", more=("It helped",), strong=True),)
    made.AgencyAttendanceFactory(report=report, agency=cast.agency, possible=8, attended=5)
    assert part(report, "attendance").passages[0].sheet == Sheet(
        "Meetings attended by each agency",
        ("Agency", "Meetings held", "Attended", "Share"),
        (("Riverside Police", "8", "5", "63%"),),
        figures=3,
    )


@pytest.mark.parametrize(("attended", "share"), [(0, 0), (1, 13), (3, 38), (5, 63), (8, 100)])
def test_a_half_per_cent_is_rounded_up(attended, share):
    assert AgencyAttendance(possible=8, attended=attended).percentage == share


@pytest.mark.parametrize(
    "break_it",
    [
        lambda report: made.DecisionFactory(report=report, kind="challenge"),
        lambda report: made.RecommendationFactory(
            review=made.ReviewFactory(report=report), status="not_implemented"
        ),
        lambda report: made.AgencyAttendanceFactory(report=report, possible=3, attended=4),
        lambda report: made.AgencyAttendanceFactory(report=report, possible=0, attended=0),
        lambda report: [
            made.AgencyAttendanceFactory(report=report, agency=agency)
            for agency in [make.AgencyFactory(board=report.board)] * 2
        ],
    ],
)
def test_the_database_holds_the_rules_of_the_record(report, break_it):
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it(report)


NEW = "/riverside/reports/annual/{}/new/"


def test_the_record_is_entered_changed_and_taken_out(cast, manager, report):
    for kind in ("decisions", "reviews", "training", "attendance"):
        made.SectionFactory(report=report, kind=kind, title=kind.capitalize())
    manager.post(NEW.format("decisions"), {"kind": "decision", "title": "One door"})
    manager.post(NEW.format("reviews"), {"kind": "audit", "title": "Neglect", "on": "2026-06-01"})
    review = Review.objects.get()
    manager.post(
        NEW.format("recommendations"),
        {"review": review.pk, "text": "Ask about fathers", "status": "implemented"},
    )
    manager.post(NEW.format("courses"), {"title": "Basics", "sessions": "3", "people": "40"})
    manager.post(
        NEW.format("attendance"), {"agency": cast.agency.pk, "possible": "6", "attended": "5"}
    )
    rows = [
        Decision.objects.get(),
        review,
        Recommendation.objects.get(),
        TrainingCourse.objects.get(),
        AgencyAttendance.objects.get(),
    ]
    page = manager.get("/riverside/reports/annual/").content.decode()
    names = ("decisions", "reviews", "recommendations", "courses", "attendance")
    for name, row in zip(names, rows, strict=True):
        address = f"/riverside/reports/annual/{name}/{row.pk}/"
        assert f'<a class="govuk-link" href="{address}">{row}</a>' in page
        assert [event.verb for event in AuditEvent.objects.about(row)] == ["added"]
    manager.post(
        f"/riverside/reports/annual/recommendations/{rows[2].pk}/",
        {
            "review": review.pk,
            "text": "Ask about fathers",
            "status": "not_implemented",
            "reason": "Two systems",
        },
    )
    rows[2].refresh_from_db()
    assert (rows[2].status, rows[2].reason) == ("not_implemented", "Two systems")
    kept = manager.post(f"/riverside/reports/annual/reviews/{review.pk}/remove/")
    assert "Take out its recommendations first" in kept.content.decode()
    manager.post(f"/riverside/reports/annual/recommendations/{rows[2].pk}/remove/")
    manager.post(f"/riverside/reports/annual/reviews/{review.pk}/remove/")
    assert (Recommendation.objects.count(), Review.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("decisions", {"kind": "challenge", "title": "Late"}, "Say who was challenged."),
        (
            "recommendations",
            {"review": "own", "text": "Ask", "status": "not_implemented"},
            "the report has to give the reason",
        ),
        ("recommendations", {"review": "theirs", "text": "Ask", "status": "implemented"}, "choice"),
        ("attendance", {"agency": "own", "possible": "3", "attended": "4"}, "more meetings than"),
        ("attendance", {"agency": "own", "possible": "0", "attended": "0"}, "Meetings held"),
        ("attendance", {"agency": "there", "possible": "1", "attended": "1"}, "in the table"),
        ("courses", {"title": "Basics", "sessions": "some", "people": "1"}, "whole number"),
    ],
)
def test_what_breaks_a_rule_is_said_beside_the_field(cast, manager, report, name, values, said):
    there = made.AgencyAttendanceFactory(report=report).agency
    own = made.ReviewFactory(report=report)
    theirs = made.ReviewFactory(report=made.ReportFactory(board=cast.board))
    found = {
        ("review", "own"): own.pk,
        ("review", "theirs"): theirs.pk,
        ("agency", "own"): cast.agency.pk,
        ("agency", "there"): there.pk,
    }
    data = {key: found.get((key, value), value) for key, value in values.items()}
    response = manager.post(NEW.format(name), data)
    assert (response.status_code, said in response.content.decode()) == (422, True)
    counts = [model.objects.count() for model in (Decision, Recommendation, TrainingCourse)]
    assert (counts, AgencyAttendance.objects.count()) == ([0, 0, 0], 1)


def test_a_recommendation_belongs_to_a_review_of_its_own_report(cast, report):
    review = made.ReviewFactory(report=made.ReportFactory(board=cast.board))
    with pytest.raises(RuleBroken, match="review of this report"):
        entries.add_entry(
            model=Recommendation,
            report=report,
            review=review,
            text="Ask",
            status="implemented",
            reason="",
            by=cast.manager,
        )


def test_a_name_in_the_record_is_found_before_the_public_reads_it(cast, report):
    made.SectionFactory(report=report, kind="decisions", title="Decisions")
    made.DecisionFactory(report=report, kind="challenge", whom="Dr Smith", result="See Mr Jones")
    found = personal_data.look(
        report_document(report), personal_data.people_of(read_board(cast.board, on=clock.today()))
    )
    assert [(place.text, place.where) for place in found] == [("Dr Smith", ""), ("Mr Jones", "")]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_of_a_report_needs_the_same_queries_with_every_section(
    cast, manager, report, django_assert_num_queries, rows
):
    for kind in Section.Kind:
        made.SectionFactory(report=report, kind=kind, title=kind.label)
    for _ in range(rows):
        made.DecisionFactory(report=report)
        made.RecommendationFactory(review=made.ReviewFactory(report=report))
        made.TrainingCourseFactory(report=report, agency=cast.agency)
        made.AgencyAttendanceFactory(report=report)
        made.OutputFactory(report=report)
    with django_assert_num_queries(6):
        assert manager.get("/riverside/reports/annual/").status_code == 200


# Which sections are printed


def test_a_section_is_left_out_and_put_back_in_its_place(cast, manager, report):
    for place, title in enumerate(["One", "Two", "Three"], start=1):
        made.SectionFactory(report=report, title=title, body="Words", position=place)
    two = report.sections.get(title="Two")
    address = f"/riverside/reports/annual/sections/{two.pk}/print/"
    manager.post(address, {"printed": "no"})
    titles = [each.title for each in report_document(report).sections]
    assert titles == ["One", "Three"]
    page = manager.get("/riverside/reports/annual/").content.decode()
    assert page.count('id="left-out"') == 1
    assert 'id="section-' + str(two.pk) not in page
    # What is left out is passed over when another one moves.
    three = report.sections.get(title="Three")
    manager.post(f"/riverside/reports/annual/sections/{three.pk}/move/", {"to": "up"})
    assert [each.title for each in report_document(report).sections] == ["Three", "One"]
    manager.post(address, {"printed": "yes"})
    assert [each.title for each in report_document(report).sections] == ["Three", "One", "Two"]
    verbs = [event.verb for event in AuditEvent.objects.about(two)]
    assert sorted(verbs) == ["left out", "put back"]


def test_the_usual_sections_that_are_lacking_are_put_in_their_place(cast, manager, report):
    for place, (kind, title) in enumerate(
        [("text", "Foreword"), ("finance", "Money"), ("figures", "Figures"), ("text", "Thanks")],
        start=1,
    ):
        printed = kind != "finance"
        made.SectionFactory(report=report, kind=kind, title=title, position=place, printed=printed)
    page = manager.get("/riverside/reports/annual/sections/new/").content.decode()
    assert "This report lacks: About the board; Progress by priority;" in page
    assert '<option value="finance"' not in page
    manager.post("/riverside/reports/annual/sections/usual/")
    kinds = [section.kind for section in report.sections.all()]
    assert kinds[:2] == ["text", "about"]
    assert kinds.index("progress") == kinds.index("figures") + 1
    assert kinds.index("contributions") == kinds.index("finance") + 1
    assert len(kinds) == len(set(kinds) - {"text"}) + 2
    assert not report.sections.get(kind="finance").printed
    manager.post("/riverside/reports/annual/sections/usual/")
    assert [section.kind for section in report.sections.all()] == kinds
    about = report.sections.get(kind="about")
    assert [event.verb for event in AuditEvent.objects.about(about)] == ["added"]


# Editions


def test_an_edition_keeps_the_new_parts_and_reads_those_from_before(cast, report, today):
    make.SeatFactory(group=cast.group, user=None, post=cast.post)
    for kind in ("about", "little_progress", "training"):
        made.SectionFactory(report=report, kind=kind, title=kind)
    made.TrainingCourseFactory(report=report)
    document = report_document(report)
    assert [bool(part.passages) for part in document.sections] == [True, True, True]
    imprint = frozen.Imprint(1, "20 November 2026", "Executive board", "")
    text = frozen.freeze(document, imprint)
    assert frozen.thaw(text) == (document, imprint)
    old = json.loads(text)
    for each in old["document"]["sections"]:
        del each["passages"], each["structure"]
    thawed, _ = frozen.thaw(json.dumps(old))
    assert [(part.passages, part.structure) for part in thawed.sections] == [((), None)] * 3
