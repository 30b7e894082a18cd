"""Every page that a role may open, in Chromium at the width of a phone and of a desk.

The addresses come from the table of access, so a new page is walked as soon as it is in there.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from tests import factories as make
from tests.reports import factories as paper
from tests.test_access import MEMBERS, PAGES, SIGNED_IN

from .looking import DESK, PHONE

# Parts of a page, fetched while typing or after saving. Files are known by their address.
NOT_PAGES = {"timescale_reading", "plan_counts"}
READERS = [role for role in sorted(MEMBERS) if role != "manager"]


@pytest.fixture
def objects(cast):
    """What addresses name, by the words of the table: a plan in which every rating and every
    state of an action occurs, a report with all its parts, an invitation."""
    today = datetime.date.today()
    days = datetime.timedelta
    board, plan, outcome = cast.board, cast.plan, cast.outcome
    plan.vision, plan.intent = "Children are safe.", "We work as one."
    plan.start, plan.end = today - days(200), today + days(164)
    plan.save()
    board.rag_scheme = [
        {"rag": rag, "label": rag.capitalize(), "meaning": f"What {rag} means"}
        for rag in ("blue", "green", "amber", "red", "grey")
    ]
    board.save()
    for number, rag in enumerate(["green", "amber", "red", "grey", ""]):
        action = make.ActionFactory(
            outcome=outcome,
            ref="",
            owner=cast.group,
            text=f"Number {number}: see that multi-agency/cross-boundary referrals are answered",
            due=today + days(40 * number - 80),
            sub_items=["First part", "Second part"],
            success_measure="Nine of ten families say it helped",
        )
        make.LeadFactory(action=action, post=cast.post, written="DI", accountable=True)
        if rag:
            make.report_on(action, on=today - days(3), rag=rag, reason="The author left")
    Action.objects.filter(pk=cast.action.pk).update(due=today - days(9))
    make.report_on(
        cast.action, on=today - days(70), rag="red", reason="https://long.example/" + "a" * 60
    )
    milestone = make.MilestoneFactory(action=cast.action, due=today - days(1))
    completed = make.ActionFactory(outcome=outcome, owner=cast.group, completed_on=today - days(5))
    make.LeadFactory(action=completed, post=cast.post, written="DI", accountable=True)
    report = paper.ReportFactory(board=board, slug="annual")
    line = paper.BudgetLineFactory(report=report, agency=cast.agency, budget="90.00")
    paper.StatedTotalFactory(report=report)
    paper.GlossaryTermFactory(board=board)
    paper.OutputFactory(report=report)
    for kind in ("about", "decisions", "reviews", "training", "attendance"):
        paper.SectionFactory(report=report, kind=kind, title=f"The part on {kind}")
    paper.SectionFactory(report=report, title="Not this year", printed=False)
    paper.DecisionFactory(report=report, kind="challenge", whom="Health", result="A clinic")
    paper.RecommendationFactory(review=paper.ReviewFactory(report=report))
    paper.TrainingCourseFactory(report=report, text="It helped")
    paper.AgencyAttendanceFactory(report=report)
    paper.ContributionFactory(report=report)
    paper.CollectionFactory(report=report)
    question = paper.QuestionFactory(report=report)
    asked = paper.AskedFactory(
        report=report, agency=cast.agency, status="returned", comment="Please add a figure."
    )
    draft = paper.DraftFactory(contribution=asked, question=question, text="Much.\n- one\n- two")
    paper.LinkFactory(contribution=asked)
    attachment = paper.AttachmentFactory(contribution=asked)
    own = paper.ContributionFactory(report=report, form="link")
    paper.AttachmentFactory(contribution=own)  # the approval's page asks to open it
    paper.AskedFactory(report=report, agency=make.AgencyFactory(board=board), due=today - days(3))
    paper.PublicFaceFactory(board=board)
    kept = paper.ReportFactory(
        board=board, slug="kept", status="approved", approved_on=today - days(9)
    )
    paper.filed(paper.EditionFactory(report=kept))
    public = paper.ReportFactory(
        board=board, slug="public", status="approved", approved_on=today - days(9)
    )
    paper.published(public, published_on=today)
    circulated = paper.ReportFactory(
        board=board,
        slug="circulated",
        status="circulated",
        circulated_on=today,
        comments_until=today,
    )
    paper.SectionFactory(report=report, title="With names", body="Mr Smith asked the LADO")
    paper.CommentFactory(report=report, answered_at=timezone.now(), answered_by_name="Manager")
    closed = make.PlanFactory(board=board, slug="closed")
    paper.published(
        None, plan=closed, board=board, document="{}", slug="closed", title="Closed plan"
    )
    return {
        "circulated": ("report", circulated.slug),
        "approved": (
            "report",
            paper.ReportFactory(
                board=board, slug="before-editions", status="approved", approved_on=today - days(9)
            ).slug,
        ),
        "sent": ("digest", attachment.digest),
        "kept_sent": ("digest", attachment.digest),
        "sent_form": ("form", "pdf"),
        "comment": ("pk", paper.CommentFactory(report=report).pk),
        "kept": ("report", kept.slug),
        "public": ("report", public.slug),
        "edition": ("number", 1),
        "edition_of_plan": ("number", 1),
        "public_edition_of_plan": ("number", 1),
        "whole": ("page", "whole"),
        "form": ("form", "pdf"),
        "board": ("board", board.slug),
        "member": ("pk", cast.membership(cast.viewer).pk),
        "agency": ("pk", cast.agency.pk),
        "post": ("pk", cast.post.pk),
        "invitation": ("pk", make.InvitationFactory(board=board, invited_by=cast.manager).pk),
        "group": ("group", cast.group.slug),
        "plan": ("plan", plan.slug),
        "draft": ("plan", make.DraftPlanFactory(board=board).slug),
        "priority": ("pk", cast.priority.pk),
        "outcome": ("pk", outcome.pk),
        "action": ("pk", cast.action.pk),
        "lead": ("pk", cast.action.leads.get().pk),
        "completed": ("pk", completed.pk),
        "milestone": ("pk", milestone.pk),
        "import": ("pk", make.PlanImportFactory(board=board).pk),
        "key": ("key", "p1.o1.a1"),
        "report": ("report", report.slug),
        "collected": ("report", report.slug),
        "asked": ("pk", asked.pk),
        "part_of": ("contribution", asked.pk),
        "draft_of": ("draft", draft.pk),
        "attachment": ("pk", attachment.pk),
        "question": ("pk", question.pk),
        "own_question": ("pk", paper.QuestionFactory(board=board, report=None).pk),
        "picture": ("pk", paper.PictureFactory(report=report).pk),
        "section": ("pk", paper.SectionFactory(report=report, body="**Words**").pk),
        "part": ("part", "lines"),
        "line": ("pk", line.pk),
    }


def pages_of(role, objects):
    """The addresses of the pages that this role may open; those of files have no stroke at the
    end. What everybody may open is read by anybody, in the test of the pages for anybody."""
    closed = objects | {"plan": ("plan", "closed")}  # the plan with an edition

    def named(entry):
        return closed if {"edition_of_plan", "public_edition_of_plan"} & {*entry.names} else objects

    addresses = [
        reverse(name, kwargs=dict(named(entry)[key] for key in entry.names))
        for name, entry in PAGES.items()
        if name not in NOT_PAGES and (entry.get == SIGNED_IN or role in entry.get)
    ]
    return [address for address in addresses if address.endswith("/")]


# Parts, so that the walk is shared between the cores.
@pytest.mark.parametrize("part", range(4))
def test_manager(cast, objects, sign_in, walk, part):
    sign_in(cast.manager)
    assert walk(pages_of("manager", objects)[part::4], sizes=[PHONE, DESK]) == []


@pytest.mark.parametrize("role", READERS)
def test_role(cast, objects, sign_in, walk, role):
    sign_in(getattr(cast, role))
    assert walk(pages_of(role, objects), sizes=[PHONE]) == []
