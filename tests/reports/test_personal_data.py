"""Names and other personal data are found before the public reads them, and nothing is changed
by itself."""

import pytest
from django.utils import timezone

from boardplan import clock
from boardplan.errors import RuleBroken
from reports import personal_data
from reports.annual_report import report_document
from reports.board_rows import read_board
from reports.models import Edition
from reports.plan_document import plan_document
from reports.services import naming
from tests import factories as make
from tests.reports import factories as made


def people_of(board):
    return personal_data.people_of(read_board(board, on=clock.today()))


@pytest.fixture
def people(cast):
    """A contributor with a name like a person's, who holds the cast's post."""
    cast.contributor.name = "Ada Lovelace"
    cast.contributor.save()
    return cast


@pytest.fixture
def report(people):
    return made.ReportFactory(board=people.board, plan=people.plan, slug="annual")


def found_in(report):
    found = personal_data.look(report_document(report), people_of(report.board))
    return [(place.kind, place.text) for place in found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ada Lovelace wrote it", [("the name of a user", "Ada Lovelace")]),
        ("Mr Smith said so", [("a name with a title", "Mr Smith")]),
        ("led by Dr. J. O’Brien-Hall, who", [("a name with a title", "Dr. J. O’Brien-Hall")]),
        ("DCI Jane Tennison came", [("a name with a title", "DCI Jane Tennison")]),
        ("PC Łukasz Nowak", [("a name with a title", "PC Łukasz Nowak")]),
        ("write to a.b@c.gov.uk.", [("an e-mail address", "a.b@c.gov.uk")]),
        ("call 020 8871 7401 now", [("a telephone number", "020 8871 7401")]),
        ("call +44 20 8871 7401", [("a telephone number", "+44 20 8871 7401")]),
        ("mobile 07700900123", [("a telephone number", "07700900123")]),
        ("DOB: 1/2/2009", [("a date of birth", "DOB: 1/2/2009")]),
        ("born on 3 May 2011", [("a date of birth", "born on 3 May 2011")]),
        ("Mr Smith and Ms Jones", [("a name with a title", t) for t in ("Mr Smith", "Ms Jones")]),
    ],
)
def test_what_slips_in_is_found(report, words, found):
    made.SectionFactory(report=report, title="Foreword", body=words)
    assert found_in(report) == found


@pytest.mark.parametrize(
    "words",
    [
        "The Detective Inspector and the LADO met the Business Manager",
        "In 2017-18 there were 0.5 per cent more, £154,120.77 and 01/02/2018",
        "Working Together 2018; the DI left; DS and PC posts are vacant",
        "Section 11 of the Children Act 2004, Mr. or Mrs. as may be",
        "Adam Lovelaces is nobody of ours",
        "published on 3 May 2011",
    ],
)
def test_what_is_none_is_left_alone(report, words):
    made.SectionFactory(report=report, title="Foreword", body=words)
    assert found_in(report) == []


def test_an_account_named_by_its_post_is_no_person(report, people):
    people.manager.name = "Riverside Business Manager"
    people.manager.save()
    made.SectionFactory(report=report, body="The Riverside Business Manager wrote it")
    assert found_in(report) == []


def test_people_of_other_boards_are_nobodys_business(report, people):
    people.outsider.name = "Grace Hopper"
    people.outsider.save()
    made.SectionFactory(report=report, body="Grace Hopper wrote it")
    assert found_in(report) == []


def test_each_place_says_where_it_stands_and_whether_it_can_be_changed(report, people):
    section = made.SectionFactory(report=report, title="Foreword", body="As Ada Lovelace says.")
    made.SectionFactory(report=report, title="Agencies", kind="contributions")
    answer = {"prompt": "What?", "hint": "", "blocks": [{"kind": "bullet", "text": "Mr Smith"}]}
    sent = made.ContributionFactory(report=report, title="Police", answers=[answer])
    made.SectionFactory(report=report, title="Our plan", kind="plan")
    people.action.text = "Ask Ms Jones"
    people.action.save()
    found = personal_data.look(report_document(report), people_of(report.board))
    assert [(place.text, place.place, place.where) for place in found] == [
        ("Ada Lovelace", "Foreword", f"section-{section.pk}"),
        ("Mr Smith", "Police", f"contribution-{sent.pk}"),
        ("Ms Jones", "Families get help sooner", ""),
    ]
    assert (found[0].before, found[0].after) == ("As ", " says.")
    assert [place.post for place in found] == [people.post, None, None]


def test_a_plan_is_looked_through_as_well(people):
    people.action.text = "Ask Ada Lovelace"
    people.action.save()
    found = personal_data.look(
        plan_document(people.plan),
        people_of(people.board),
    )
    assert [(place.text, place.where) for place in found] == [("Ada Lovelace", "")]


def test_a_name_becomes_a_post_wherever_its_row_says_it(report, people, django_assert_num_queries):
    answers = [
        {
            "prompt": "What did Ada Lovelace do?",
            "hint": "",
            "blocks": [
                {"kind": "paragraph", "level": None, "text": "Ada Lovelace, Ada Lovelace’s team"},
                {"kind": "bullet", "level": 1, "text": "Adam and Ada Lovelaceson stay"},
            ],
        }
    ]
    sent = made.ContributionFactory(
        report=report, title="Police", authors=["Ada Lovelace", "Chair"], answers=answers
    )
    count = naming.replace_name(row=sent, name="Ada Lovelace", post=people.post, by=people.manager)
    sent.refresh_from_db()
    assert (count, sent.authors) == (4, ["Detective Inspector", "Chair"])
    (answer,) = sent.answers
    assert answer["prompt"] == "What did Detective Inspector do?"
    assert [block["text"] for block in answer["blocks"]] == [
        "Detective Inspector, Detective Inspector’s team",
        "Adam and Ada Lovelaceson stay",
    ]
    with pytest.raises(RuleBroken, match="no longer stands"):
        naming.replace_name(row=sent, name="Ada Lovelace", post=people.post, by=people.manager)


def test_the_manager_sees_the_list_and_turns_a_name_into_a_post(report, people, sign_in, today):
    section = made.SectionFactory(report=report, title="Foreword", body="As Ada Lovelace says.")
    client = sign_in(people.manager)
    page = client.get("/riverside/reports/annual/approve/").content.decode()
    assert "<strong>Ada Lovelace</strong>" in page
    assert "As <mark>Ada Lovelace</mark> says." in page
    assert f'<option value="{people.post.pk}" selected>' in page
    sent = {"where": f"section-{section.pk}", "name": "Ada Lovelace"}
    client.post("/riverside/reports/annual/replace-name/", sent)
    section.refresh_from_db()
    assert section.body == "As Ada Lovelace says."  # no post was chosen
    theirs = make.PostFactory(board=people.other_board)
    client.post("/riverside/reports/annual/replace-name/", sent | {"post": theirs.pk})
    section.refresh_from_db()
    assert section.body == "As Ada Lovelace says."
    client.post("/riverside/reports/annual/replace-name/", sent | {"post": people.post.pk})
    section.refresh_from_db()
    assert (section.body, section.version) == ("As Detective Inspector says.", 2)


def test_what_an_agency_wrote_is_changed_where_it_is_written(report, people, sign_in, today):
    made.SectionFactory(report=report, title="Agencies", kind="contributions")
    answer = {"prompt": "What?", "hint": "", "blocks": [{"kind": "bullet", "text": "Mr Smith"}]}
    sent = made.AskedFactory(
        report=report,
        agency=people.agency,
        status="accepted",
        handed_in_at=timezone.now(),
        answers=[answer],
    )
    page = sign_in(people.manager).get("/riverside/reports/annual/approve/").content.decode()
    assert "<mark>Mr Smith</mark>" in page
    assert f"/riverside/reports/annual/contributions/{sent.pk}/read/" in page
    assert "Replace it by" not in page
    with pytest.raises(RuleBroken, match="where the agency writes it"):
        naming.replace_name(row=sent, name="Mr Smith", post=people.post, by=people.manager)


def test_a_row_of_another_report_is_not_reached(report, people, sign_in):
    other = made.SectionFactory(report=made.ReportFactory(board=people.board), body="Ada Lovelace")
    client = sign_in(people.manager)
    for where in (f"section-{other.pk}", "section-x", "elsewhere-1", "contribution-999999"):
        sent = {"where": where, "name": "Ada Lovelace", "post": people.post.pk}
        response = client.post("/riverside/reports/annual/replace-name/", sent)
        assert response.status_code == 404
    other.refresh_from_db()
    assert other.body == "Ada Lovelace"


def test_nothing_is_kept_without_the_tick_and_what_was_left_is_counted(
    report, people, sign_in, today
):
    made.SectionFactory(report=report, title="Foreword", body="Ada Lovelace and Mr Smith")
    client = sign_in(people.manager)
    said = {"on": "2026-11-19", "approved_by": "Executive board"}
    refused = client.post("/riverside/reports/annual/approve/", said)
    assert refused.status_code == 422
    assert "Check it for personal data first" in refused.content.decode()
    assert not Edition.objects.exists()
    client.post("/riverside/reports/annual/approve/", said | {"checked": "on"})
    assert Edition.objects.get().names_left == 2
    plan = {"approved_by": "Executive board"}
    assert client.post("/riverside/plans/2026-27/editions/new/", plan).status_code == 422
    client.post("/riverside/plans/2026-27/editions/new/", plan | {"checked": "on"})
    assert Edition.objects.get(plan=people.plan).names_left == 0


def sources_of(report, user, client):
    """{what was found: (its link's words, address)} of the approval's page."""
    page = client.get(f"/riverside/reports/{report.slug}/approve/")
    return {
        (each["found"].text, each["found"].place): (each["source"].text, each["source"].href)
        if each["source"]
        else None
        for each in page.context["places"]
    }


def test_each_finding_leads_to_the_page_that_changes_it(report, people, sign_in, today):
    section = made.SectionFactory(report=report, title="Foreword", body="Mr First")
    kinds = ("decisions", "reviews", "training", "outputs", "contributions", "progress")
    for kind in kinds:
        made.SectionFactory(report=report, kind=kind, title=kind)
    decision = made.DecisionFactory(report=report, title="Rule", text="Mr Second asked for it")
    made.DecisionFactory(report=report, title="Another", text="Nobody asked for it")
    review = made.ReviewFactory(report=report, title="Audit", text="Dr Third read the files")
    what = made.RecommendationFactory(review=review, text="Thank Ms Fourth")
    course = made.TrainingCourseFactory(report=report, text="Prof Fifth led it")
    output = made.OutputFactory(report=report, text="Guide by Mrs Sixth")
    by_hand = made.ContributionFactory(report=report, title="Health", link_text="Dr Seventh")
    asked = made.AskedFactory(
        report=report,
        agency=people.agency,
        status="accepted",
        handed_in_at=timezone.now(),
        link_text="PC Eighth",
    )
    people.action.rag, people.action.rag_on, people.action.rag_reason = (
        "red",
        today,
        "Miss Ninth left",
    )
    people.action.save()
    found = sources_of(report, people.manager, sign_in(people.manager))
    base = "/riverside/reports/annual/"
    assert {text: source for (text, _), source in found.items()} == {
        "Mr First": ("Change this section", f"{base}sections/{section.pk}/"),
        "Mr Second": ("Change this decision or challenge", f"{base}decisions/{decision.pk}/"),
        "Dr Third": ("Change this review", f"{base}reviews/{review.pk}/"),
        "Ms Fourth": ("Change this recommendation", f"{base}recommendations/{what.pk}/"),
        "Prof Fifth": ("Change this course", f"{base}courses/{course.pk}/"),
        "Mrs Sixth": ("Change this entry", f"{base}outputs/{output.pk}/"),
        "Dr Seventh": ("Change this contribution", f"{base}contributions/{by_hand.pk}/"),
        "PC Eighth": ("Change this contribution", f"{base}contributions/{asked.pk}/read/"),
        "Miss Ninth": ("Open this action", f"/riverside/actions/{people.action.pk}/"),
    }
    for _, href in found.values():
        assert sign_in(people.manager).get(href).status_code == 200


def test_one_name_in_two_rows_leads_to_each(report, people, sign_in, today):
    made.SectionFactory(report=report, kind="decisions", title="Decisions")
    made.SectionFactory(report=report, kind="training", title="Training")
    decision = made.DecisionFactory(report=report, title="Rule", text="It was Mr Smith’s wish")
    course = made.TrainingCourseFactory(report=report, text="We thank Mr Smith for it")
    found = sources_of(report, people.manager, sign_in(people.manager))
    assert [source[1].split("/")[-3:-1] for source in found.values()] == [
        ["decisions", str(decision.pk)],
        ["courses", str(course.pk)],
    ]


def test_a_chair_is_changed_where_groups_are_kept(report, people, sign_in, today):
    made.SectionFactory(report=report, kind="about", title="About us")
    make.SeatFactory(group=people.group, user=people.contributor, role="chair")
    found = sources_of(report, people.manager, sign_in(people.manager))
    where = f"/riverside/groups/{people.group.slug}/seats/"
    assert set(found.values()) == {("Change who sits on this group", where)}


def test_the_plans_own_check_leads_to_its_rows(people, sign_in, today):
    people.action.text = "Mr Smith writes the protocol"
    people.action.save()
    page = sign_in(people.manager).get("/riverside/plans/2026-27/editions/new/")
    (place,) = page.context["places"]
    assert place["source"].href == f"/riverside/actions/{people.action.pk}/"
