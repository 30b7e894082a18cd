"""A paper as pages for a browser: the tree's own words, headings in order, tables that say what
each cell belongs to."""

import dataclasses
import datetime
import itertools
import re
from html.parser import HTMLParser

import pytest

from actions.models import Plan
from reports import web
from reports.annual_report import report_document
from reports.demo import load_demo
from reports.frozen import Imprint
from reports.models import AnnualReport, Section
from reports.plan_document import plan_document
from tests import factories as make
from tests.reports import factories as made


class _Read(HTMLParser):
    """What a screen reader would be told, and what is wrong."""

    VOID = frozenset({"img", "br", "hr", "col", "meta", "link", "input", "path", "rect", "use"})

    def __init__(self, html):
        super().__init__()
        self.open, self.levels, self.ids, self.links, self.problems = [], [], [], [], []
        self.table = None
        self.feed(html)
        if self.open:
            self.problems.append(f"never closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        have = dict(attributes)
        self.ids += [have["id"]] if "id" in have else []
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "a":
            self.links.append(have.get("href"))
        if tag == "img" and not have.get("alt"):
            self.problems.append("a picture without words")
        if tag == "th" and have.get("scope") not in ("col", "row", "rowgroup"):
            self.problems.append(f"a header without scope: {have}")
        if tag == "table":
            self.table = {"caption": False, "roles": have.get("role") == "table"}
        if tag == "caption":
            self.table["caption"] = True
        if tag in ("tr", "th", "td") and self.table["roles"] and "role" not in have:
            self.problems.append(f"a {tag} without the role it would lose as a card")
        for name in have:
            if name == "style" or name.startswith("on"):
                self.problems.append(f"{name}= on {tag}")
        if tag in ("script", "style"):
            self.problems.append(f"a {tag}")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag == "table" and not self.table["caption"]:
            self.problems.append("a table without a caption")
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes nothing")


def problems_of(document, imprint=None) -> list[str]:
    pages = list(web.pages(document, imprint=imprint, digest="ab" * 32))
    names = [page.name for page in pages]
    found = [f"an address stands twice: {names}"] if len(names) != len(set(names)) else []
    read = {page.name: _Read(page.html) for page in pages}
    for name, page in read.items():
        found += [f"{name}: {problem}" for problem in page.problems]
        if page.levels.count(1) != 1 or page.levels[0] != 1:
            found.append(f"{name}: levels {page.levels}")
        for before, after in itertools.pairwise(page.levels):
            if after > before + 1:
                found.append(f"{name}: level {after} follows {before}")
        doubled = {one for one in page.ids if page.ids.count(one) > 1}
        if doubled:
            found.append(f"{name}: ids twice: {doubled}")
        for link in page.links:
            found += [f"{name}: {link} leads nowhere"] if not _leads(read, name, link) else []
    return found


def _leads(read, name, link) -> bool:
    if re.match("https?:|mailto:", link):
        return True
    page, _, anchor = link.partition("#")
    target = read.get(page.strip("/") if page else name)
    return target is not None and (not anchor or anchor in target.ids)


@pytest.fixture
def report(cast):
    cast.plan.vision = "Children are safe.\n\n## Ours\n\n- At home"
    cast.plan.save()
    for rag in ("red", "amber", "green", "blue", "grey", ""):
        action = make.ActionFactory(
            outcome=cast.outcome,
            text=f"Rated <b>{rag}</b>",
            sub_items=["One"],
            rag=rag,
            rag_on=datetime.date(2026, 6, 1),
            rag_reason="The trainer left." if rag == "red" else "",
        )
        make.ProgressUpdateFactory(action=action, rag=rag, text="We began", reason="Why")
    report = made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report"
    )
    for place, kind in enumerate([*Section.Kind.values, "text", "text"]):
        made.SectionFactory(report=report, kind=kind, title=f"The {kind}", position=place)
    Section.objects.filter(report=report, kind="text").update(body="Dear\n\n# One\n\n#### Two")
    made.BudgetLineFactory(report=report, label="Council", actual="1000.50")
    made.StatedTotalFactory(report=report, amount="1000.00")
    made.OutputFactory(report=report, text="Pre-birth protocol", draft=True)
    made.GlossaryTermFactory(board=report.board, abbreviation="LADO", meaning="An officer")
    made.ContributionFactory(report=report, title="Police", link_target="https://a.example/x")
    return report


def test_a_report_has_a_page_for_each_section(report, today):
    document = report_document(report)
    assert problems_of(document) == []
    assert [(leaf.name, leaf.title) for leaf in web.leaves(document)][:2] == [
        ("the-text", "The text"),
        ("the-about", "The about"),
    ]
    assert [leaf.name for leaf in web.leaves(document)][-2:] == ["the-text-2", "the-text-3"]
    figures = web.page(document, "the-figures", imprint=None, digest="").html
    for part in ("<title>Actions by rating</title>", "<desc>", 'role="img"', "<caption"):
        assert part in figures
    plan = web.page(document, "the-plan", imprint=None, digest="").html
    assert "Rated &lt;b&gt;red&lt;/b&gt;" in plan
    assert 'data-label="RAG"' in plan
    assert web.page(document, "no-such-page", imprint=None, digest="") is None


def test_the_draft_says_so_on_every_page_and_an_edition_which_it_is(report, today):
    document = report_document(report)
    mark = '<p class="pub-draft">Draft</p>'
    pages = list(web.pages(document, imprint=None, digest=""))
    assert [page.name for page in pages if mark not in page.html] == []
    report.status, report.approved_on = "approved", today
    imprint = Imprint(2, "20 November 2026", "Executive board", "A figure was wrong")
    pages = list(web.pages(report_document(report), imprint=imprint, digest="ab" * 32))
    assert [page.name for page in pages if mark in page.html] == []
    for name in (web.CONTENTS, web.WHOLE):
        (page,) = [page for page in pages if page.name == name]
        for said in ("Edition 2", "Executive board", "A figure was wrong", "ab" * 32):
            assert said in page.html


def test_a_plan_has_a_page_for_each_priority(report, cast, today):
    document = plan_document(cast.plan)
    assert problems_of(document) == []
    assert [leaf.name for leaf in web.leaves(document)] == ["about", "1-early-help"]


def test_a_date_that_moved_is_told_with_the_one_that_holds_now(cast, today):
    cast.action.due = datetime.date(2027, 1, 31)
    cast.action.save()
    document = plan_document(cast.plan)
    html = "".join(page.html for page in web.pages(document, imprint=None, digest=""))
    assert "Now due 31 January 2027, first agreed for 31 December 2026" in html
    row = document.parts[0].groups[0].rows[0]
    assert dataclasses.replace(row, moved_from="", moved_to="").moved == ""
    # An edition from before the second date was kept.
    assert dataclasses.replace(row, moved_to="").moved == "First agreed: 31 December 2026"


def test_a_group_that_is_known_by_its_abbreviation_is_named_once(cast, today):
    cast.group.name = cast.group.abbreviation = "SEMAP"
    cast.group.save()
    names = [group.name for group in plan_document(cast.plan).groups]
    assert names == ["SEMAP"]


def test_sections_that_are_called_like_our_own_pages_keep_an_address(cast):
    report = made.ReportFactory(board=cast.board)
    for place, title in enumerate(["Whole", "Foreword", "Foreword", "???", "Łódź"]):
        made.SectionFactory(report=report, title=title, body="x", position=place)
    document = report_document(report)
    assert [leaf.name for leaf in web.leaves(document)] == [
        "whole-2",
        "foreword",
        "foreword-2",
        "section",
        "odz",
    ]
    assert problems_of(document) == []


def test_empty_papers_are_pages_too(cast):
    assert problems_of(report_document(made.ReportFactory(board=cast.board))) == []
    assert problems_of(plan_document(make.DraftPlanFactory(board=cast.board))) == []


def test_every_paper_of_the_demo_reads_well(db):
    load_demo()
    imprint = Imprint(1, "20 November 2026", "Executive board", "")
    papers = [report_document(r) for r in AnnualReport.objects.select_related("board", "plan")]
    papers += [plan_document(p) for p in Plan.objects.select_related("board")]
    assert len(papers) == 8
    for document in papers:
        assert problems_of(document, imprint) == []


def test_members_turn_the_pages_of_a_draft(report, sign_in, cast, today):
    client = sign_in(cast.viewer)
    first = client.get("/riverside/reports/annual/read/").content.decode()
    assert '<a class="govuk-link govuk-pagination__link" href="the-text/" rel="next">' in first
    second = client.get("/riverside/reports/annual/read/the-text/").content.decode()
    assert 'href="../" rel="prev"' in second
    assert 'href="../the-about/" rel="next"' in second
    last = client.get("/riverside/reports/annual/read/the-text-3/").content.decode()
    assert 'rel="next"' not in last
    assert client.get("/riverside/reports/annual/read/no-such-page/").status_code == 404
    plan = client.get("/riverside/plans/2026-27/read/1-early-help/").content.decode()
    assert "Families get help sooner" in plan


@pytest.mark.parametrize("rows", [1, 30])
def test_reading_needs_the_same_queries_at_any_size(
    cast, report, sign_in, django_assert_num_queries, rows
):
    for _ in range(rows):
        made.BudgetLineFactory(report=report)
        make.ActionFactory(outcome=cast.outcome)
        made.ContributionFactory(report=report)
        made.DecisionFactory(report=report)
        made.RecommendationFactory(review=made.ReviewFactory(report=report))
        made.TrainingCourseFactory(report=report, agency=cast.agency)
        made.AgencyAttendanceFactory(report=report)
        group = make.SubGroupFactory(board=cast.board, parent=cast.group)
        make.SeatFactory(group=group, user=None, post=cast.post)
    client = sign_in(cast.viewer)
    with django_assert_num_queries(20):
        assert client.get("/riverside/reports/annual/read/whole/").status_code == 200
