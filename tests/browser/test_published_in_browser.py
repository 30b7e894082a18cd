"""What is published, in Chromium: every page of a full report and of a plan, at both widths,
without scripts, and without anything left in the browser."""

import datetime

import pytest

from reports import frozen, web
from reports.models import Section
from reports.plan_document import plan_document
from tests import factories as make
from tests.reports import factories as made

from .looking import DESK, PHONE

TODAY = datetime.date(2026, 11, 20)
NOWHERE = "/published/riverside/nothing/at-all/"


def _pages(edition):
    """Give an edition its real pages; its other files are of no interest here."""
    document, imprint = frozen.thaw(edition.document)
    edition.files.filter(form="page").delete()
    for place, page in enumerate(web.pages(document, imprint=imprint, digest=edition.digest)):
        made.EditionFile.objects.create(
            edition=edition,
            form="page",
            name=page.name,
            title=page.title,
            position=place,
            content=page.html.encode(),
            size=1,
            digest="0" * 64,
        )
    return [page.name for page in web.pages(document, imprint=imprint, digest="")]


@pytest.fixture
def papers(cast):
    """The addresses of all pages of a published report and of a published plan."""
    cast.plan.vision = "Children are safe.\n\n- At home"
    cast.plan.save()
    for rag in ("red", "amber", "green", "blue", "grey", ""):
        action = make.ActionFactory(
            outcome=cast.outcome,
            text="See that multi-agency/cross-boundary referrals are answered",
            sub_items=["First part", "Second part"],
            success_measure="Nine of ten families say it helped",
        )
        make.LeadFactory(action=action, post=cast.post, written="DI")
        make.report_on(action, on=TODAY, rag=rag, reason="https://long.example/" + "a" * 60)
    report = made.ReportFactory(
        board=cast.board,
        plan=cast.plan,
        slug="annual",
        title="Annual report",
        status="approved",
        approved_on=TODAY,
    )
    for place, kind in enumerate(Section.Kind.values):
        made.SectionFactory(
            report=report, kind=kind, title=f"The {kind}", position=place, body="Dear\n\n- one"
        )
    made.BudgetLineFactory(report=report, label="Council", actual="1000.50")
    made.StatedTotalFactory(report=report, amount="1000.00")
    made.OutputFactory(report=report, draft=True)
    made.GlossaryTermFactory(board=report.board)
    answer = {"prompt": "What?", "hint": "Say", "blocks": [{"kind": "bullet", "text": "This"}]}
    made.ContributionFactory(report=report, answers=[answer], authors=["Inspector"])
    made.PublicFaceFactory(board=cast.board)
    made.published(report)
    second = made.published(report, number=2)
    imprint = frozen.Imprint(1, "20 March 2026", "Executive board", "")
    plan = made.published(
        None,
        plan=cast.plan,
        board=cast.board,
        slug="2026-27",
        title="Business plan",
        document=frozen.freeze(plan_document(cast.plan), imprint),
    )
    base = "/published/riverside/"
    return [
        base,
        f"{base}accessibility/",
        NOWHERE,
        f"{base}reports/annual/edition-1/",
        *(f"{base}reports/annual/{name}/".replace("//", "/") for name in _pages(second)),
        *(f"{base}plans/2026-27/{name}/".replace("//", "/") for name in _pages(plan)),
    ]


def test_every_published_page(page, papers, walk):
    found = walk(papers, sizes=[PHONE, DESK], missing=[NOWHERE], look=_scripts)
    assert not found, "\n".join(found)
    assert page.context.cookies() == []


def _scripts(page) -> list[str]:
    return ["a script"] if page.evaluate("document.scripts.length") else []


def test_the_keyboard_skips_to_the_content_and_a_card_names_its_cells(page, live_server, papers):
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/published/riverside/plans/2026-27/1-early-help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    labels = page.evaluate(
        """() => [...document.querySelectorAll("td[data-label]")]
            .filter(cell => cell.offsetParent)
            .map(cell => getComputedStyle(cell, "::before").content)
            .every(text => text.length > 2)"""
    )
    assert labels is True
    cells = page.get_by_role("table").get_by_role("cell")
    assert cells.count() > 20  # still cells to a screen reader, though they look like lines
