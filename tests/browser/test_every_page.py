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

from .axe import violations

PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}
# Parts of a page, fetched while typing or after saving. Files are known by their address.
NOT_PAGES = {"timescale_reading", "plan_counts"}
READERS = [role for role in sorted(MEMBERS) if role != "manager"]

# What must hold for any page, told as sentences; [] where it does.
CHECKS = """() => {
  const found = [];
  const headings = [...document.querySelectorAll("h1")].map(h1 => h1.textContent.trim());
  if (headings.length !== 1) found.push(`${headings.length} h1: ${headings}`);
  else if (document.title !== headings[0] && !document.title.startsWith(`${headings[0]} – `))
    found.push(`the title "${document.title}" does not begin with the h1 "${headings[0]}"`);
  for (const element of document.querySelectorAll("*")) {
    if (element.tagName === "STYLE" || (element.tagName === "SCRIPT" && !element.src))
      found.push(`an inline ${element.tagName.toLowerCase()}`);
    for (const {name} of element.attributes)
      if (name === "style" || name.startsWith("on"))
        found.push(`${name}= on ${element.outerHTML.slice(0, 100)}`);
  }
  return found;
}"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("main *, header *, footer *")]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => element.outerHTML.slice(0, 90));
  return [`wider than ${width} px: ${wide.slice(-2)}`];
}"""


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
    line = paper.BudgetLineFactory(report=report)
    paper.StatedTotalFactory(report=report)
    paper.GlossaryTermFactory(board=board)
    paper.OutputFactory(report=report)
    paper.ContributionFactory(report=report)
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
    paper.SectionFactory(report=report, title="With names", body="Mr Smith wrote it")
    paper.CommentFactory(report=report, answered_at=timezone.now(), answered_by_name="Manager")
    closed = make.PlanFactory(board=board, slug="closed")
    paper.published(
        None, plan=closed, board=board, document="{}", slug="closed", title="Closed plan"
    )
    paper.CollectionFactory(report=report)
    question = paper.QuestionFactory(report=report)
    asked = paper.AskedFactory(
        report=report, agency=cast.agency, status="returned", comment="Please add a figure."
    )
    draft = paper.DraftFactory(contribution=asked, question=question, text="Much.\n- one\n- two")
    paper.LinkFactory(contribution=asked)
    paper.AskedFactory(report=report, agency=make.AgencyFactory(board=board), due=today - days(3))
    return {
        "circulated": ("report", circulated.slug),
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
        "attachment": ("pk", paper.AttachmentFactory(contribution=asked).pk),
        "question": ("pk", question.pk),
        "own_question": ("pk", paper.QuestionFactory(board=board, report=None).pk),
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


def problems_of(page, complaints, *, size):
    page.set_viewport_size(size)
    if size == PHONE:
        page.wait_for_function(
            "() => !document.querySelector('.app-table--cards:not(.app-table--stacked)')"
        )
    page.evaluate("document.querySelectorAll('main details').forEach(box => { box.open = true; })")
    found = [*page.evaluate(CHECKS), *page.evaluate(OVERFLOW), *violations(page), *complaints]
    complaints.clear()
    return [f"{page.url} at {size['width']}: {problem}" for problem in found]


def walk(page, live_server, complaints, paths, *, sizes):
    """What is wrong on each page, all of it at once."""
    found = []
    for path in paths:
        answer = page.goto(live_server.url + path)
        if answer.status != 200:
            found.append(f"{path} answers {answer.status}")
            continue
        for size in sizes:
            found += problems_of(page, complaints, size=size)
    return found


@pytest.mark.parametrize("half", [0, 1])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_manager(page, live_server, cast, objects, sign_in, complaints, size, half):
    sign_in(cast.manager)
    paths = pages_of("manager", objects)[half::2]
    assert walk(page, live_server, complaints, paths, sizes=[size]) == []


@pytest.mark.parametrize("role", READERS)
def test_role(page, live_server, cast, objects, sign_in, complaints, role):
    sign_in(getattr(cast, role))
    assert walk(page, live_server, complaints, pages_of(role, objects), sizes=[PHONE]) == []
