"""Whether a report is ready for the board: what is missing, late, too long or without evidence.

Nothing here stops anybody. Each finding says what is amiss and which page puts it right.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from actions.models import Action, ProgressUpdate

from .annual_report import Entries, read_entries, report_document
from .annual_report.nodes import ReportDocument
from .contributing import marks_in, overview_of
from .contributing.overview import NOT_ASKED, Overview, Row
from .contributing.workflow import WAITING_FOR_AGENCY
from .markdown import pictures_in
from .models import AnnualReport, Collection, Contribution, Decision, Section
from .parts import long_date

KIND, STATUS = Section.Kind, Contribution.Status

# In the order in which the page tells them.
MISSING, LATE, DROPPED, TOO_LONG, EVIDENCE, SUMS, OTHER = (
    "Missing",
    "Late",
    "Would be left out when the report is approved",
    "Too long",
    "Without evidence",
    "Does not add up",
    "To look at",
)
HEADINGS = (MISSING, LATE, DROPPED, TOO_LONG, EVIDENCE, SUMS, OTHER)

_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*([^)\s]*)")  # its address
# Where the rows of a section are entered; every other section is written.
_ENTERED = {
    KIND.OUTPUTS: ("entry_new", "outputs"),
    KIND.FINANCE: ("entry_new", "lines"),
    KIND.GLOSSARY: ("entry_new", "terms"),
    KIND.DECISIONS: ("entry_new", "decisions"),
    KIND.REVIEWS: ("entry_new", "reviews"),
    KIND.TRAINING: ("entry_new", "courses"),
    KIND.ATTENDANCE: ("entry_new", "attendance"),
    KIND.CONTRIBUTIONS: ("contributions",),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right. route: the name of the page that does it, and what its address
    names after the board and the report; for pages of the board or the plan see the view."""

    heading: str
    text: str
    route: str
    names: tuple = ()


def findings_of(report: AnnualReport, *, on: datetime.date) -> tuple[Finding, ...]:
    """Everything found, under the headings in their order: five queries, and one
    for the asking of agencies where the report was read without it.

    report: with its board and plan loaded. on: today.
    """
    collection = getattr(report, "collection", None)  # no agency has been asked where it lacks
    overview = overview_of(report, collection, on=on)
    entries = read_entries(report, contributions=overview.contributions)
    document = report_document(report, entries=entries, with_plan=False, with_pictures=False)
    counted = _count(report, on)
    found = [
        *_sections(document),
        *_pictures(report, entries),
        *_numbers(entries),
        *_collected(report, entries, overview, collection),
        *_sums(document),
        *_of_the_year(entries, overview),
        *_of_the_plan(report, entries, counted),
        *_comments(counted),
    ]
    return tuple(sorted(found, key=lambda finding: HEADINGS.index(finding.heading)))


def _sections(document: ReportDocument) -> Iterator[Finding]:
    if not document.sections:
        yield Finding(MISSING, "The report has no sections", "section_new")
    for part in document.sections:
        if part.empty:
            pk = int(part.anchor.removeprefix("section-"))
            route, *names = _ENTERED.get(part.kind, ("section_edit", pk))
            yield Finding(MISSING, f"“{part.title}” is empty", route, tuple(names))


def _pictures(report: AnnualReport, entries: Entries) -> Iterator[Finding]:
    """Pictures that a text names and the report does not have, and the other way round. Each that
    it has is described, which the database holds."""
    there = {picture.number for picture in entries.pictures}
    shown = set()
    for section in entries.sections:
        named = _PICTURE.findall(section.body)
        shown |= pictures_in(section.body)
        number = sum(1 for source in named if source not in {f"picture:{one}" for one in there})
        if section.printed and number:
            said = "a picture is" if number == 1 else f"{number} pictures are"
            text = f"In “{section.title}” {said} missing"
            yield Finding(MISSING, text, "section_edit", (section.pk,))
    for number in sorted(there - shown):
        yield Finding(OTHER, f"Picture {number} stands in no section", "report_pictures")
    if report.board.logo and not report.board.logo_alt:
        yield Finding(MISSING, "The board’s logo has no description of its own", "board_look")


def _numbers(entries: Entries) -> Iterator[Finding]:
    """Appendices that have the same number, as the contents would list them."""
    rows = [section for section in entries.sections if section.printed and section.number]
    rows += [each for each in entries.contributions if each.number]
    counted = Counter(row.number for row in rows)
    for row in rows:
        if counted[row.number] > 1:
            route, names = (
                ("section_edit", (row.pk,))
                if isinstance(row, Section)
                else ("entry_edit", ("contributions", row.pk))
            )
            yield Finding(
                OTHER, f"“{row.title}” is not the only Appendix {row.number}", route, names
            )


def _collected(
    report, entries: Entries, overview: Overview, collection: Collection | None
) -> Iterator[Finding]:
    if not any(row.kind == KIND.CONTRIBUTIONS and row.printed for row in entries.sections):
        return
    marks = marks_in(report, overview.contributions, overview.drafts)
    for row in overview.rows:
        yield from _from_agency(row, marks)
    unasked = sum(1 for row in overview.rows if row.state == NOT_ASKED)
    if collection is None:
        yield Finding(OTHER, "No agency has been asked to contribute", "contributions")
    elif unasked:
        said = "1 agency has" if unasked == 1 else f"{unasked} agencies have"
        yield Finding(OTHER, f"{said} not been asked to contribute", "contributions")


def _from_agency(row: Row, marks) -> Iterator[Finding]:
    if row.contribution is None:
        return
    read = ("contribution_read", (row.contribution.pk,))
    if row.late:
        yield Finding(LATE, f"{row.name}: was due on {long_date(row.due)}", *read)
    elif row.state in WAITING_FOR_AGENCY:
        due = f", due {long_date(row.due)}" if row.due else ""
        yield Finding(MISSING, f"{row.name}: has not handed in yet{due}", *read)
    elif row.state == STATUS.HANDED_IN:
        yield Finding(
            DROPPED, f"{row.name}: handed in, but not accepted yet. Accept or return it", *read
        )
    elif row.state != STATUS.DECLINED and not row.words and not row.contribution.link_target:
        edit = ("entry_edit", ("contributions", row.contribution.pk))
        where = read if row.contribution.collected else edit
        yield Finding(MISSING, f"{row.name}: there is nothing to print", *where)
    for label, mark in marks.get(row.contribution.pk, ()):
        if mark in ("Not answered", "Empty"):
            heading = MISSING
        else:
            heading = TOO_LONG if "over the limit" in mark else EVIDENCE
        yield Finding(heading, f"{row.name}, “{label}”: {mark[0].lower()}{mark[1:]}", *read)


def _sums(document: ReportDocument) -> Iterator[Finding]:
    for part in document.sections:
        for note in part.finance.notes if part.finance else ():
            yield Finding(SUMS, note, "report_totals")


def _of_the_year(entries: Entries, overview: Overview) -> Iterator[Finding]:
    printed = {section.kind for section in entries.sections if section.printed}
    if KIND.DECISIONS in printed:
        for row in entries.decisions:
            if row.kind == Decision.Kind.CHALLENGE and not row.result:
                yield Finding(
                    MISSING,
                    f"Challenge “{row.title}”: what came of it is not said",
                    "entry_edit",
                    ("decisions", row.pk),
                )
    if KIND.REVIEWS in printed:
        told = {one.review_id for one in entries.recommendations}
        for row in entries.reviews:
            if row.pk not in told and not row.text:
                yield Finding(
                    MISSING,
                    f"Review “{row.title}”: neither findings nor recommendations",
                    "entry_edit",
                    ("reviews", row.pk),
                )
    if KIND.TRAINING in printed:
        for row in entries.courses:
            if not row.text:
                yield Finding(
                    EVIDENCE,
                    f"Course “{row.title}”: what it changed is not said",
                    "entry_edit",
                    ("courses", row.pk),
                )
    if KIND.ATTENDANCE in printed and entries.attendance:
        there = {row.agency_id for row in entries.attendance}
        agencies = {row.agency.pk for row in overview.rows if row.agency}
        if without := len(agencies - there):
            said = "1 agency has" if without == 1 else f"{without} agencies have"
            yield Finding(OTHER, f"{said} no line in the attendance", "entry_new", ("attendance",))


def _count(report: AnnualReport, on: datetime.date) -> dict[str, int]:
    """What the plan and the comments amount to: one query."""
    said = ProgressUpdate.objects.filter(
        plan=report.plan_id, on__range=(report.start, min(on, report.end))
    ).exclude(source="carried")
    unexplained = Action.objects.filter(
        plan=report.plan_id, rag__in=("red", "amber"), rag_reason="", completed_on__isnull=True
    ).in_force()
    return AnnualReport.objects.filter(pk=report.pk).values(
        whole=_number(said),
        bare=_number(said.filter(evidence="")),
        differing=_number(said.exclude(difference_made="")),
        unexplained=_number(unexplained),
        unanswered=_number(report.comments.open()),
    )[0]


def _number(rows: QuerySet) -> Coalesce:
    """How many rows there are, within a query about something else."""
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _of_the_plan(report: AnnualReport, entries: Entries, counts: dict) -> Iterator[Finding]:
    """Reports of the year without evidence, and ratings without a reason."""
    if report.plan is None:
        yield Finding(OTHER, "The report belongs to no plan, so nothing is drawn from one", "plans")
        return
    printed = {section.kind for section in entries.sections if section.printed}
    if not printed & {KIND.PROGRESS, KIND.LITTLE_PROGRESS, KIND.DIFFERENCE}:
        return
    if counts["bare"]:
        yield Finding(
            EVIDENCE,
            f"{counts['bare']} of {counts['whole']} progress reports of the year name no evidence",
            "plan",
        )
    if KIND.DIFFERENCE in printed and not counts["differing"]:
        yield Finding(MISSING, "No progress report says what became better for children", "plan")
    unexplained = counts["unexplained"]
    if unexplained and KIND.LITTLE_PROGRESS in printed:
        what = "1 action is" if unexplained == 1 else f"{unexplained} actions are"
        yield Finding(MISSING, f"{what} red or amber without a reason", "plan")


def _comments(counts: dict) -> Iterator[Finding]:
    if number := counts["unanswered"]:
        said = "1 comment is" if number == 1 else f"{number} comments are"
        yield Finding(OTHER, f"{said} not dealt with yet", "report_comments")
