"""The report itself: made from a plan and put in order. How it is approved: `approving`."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from actions.models import Plan
from boardplan import audit
from boardplan.errors import Conflict, RuleBroken
from subgroups.models import User
from subgroups.services.people import hold

from ..models import AnnualReport, Section

RESERVED_REPORT_SLUGS = frozenset({"new"})  # an address of ours

# What an annual report of a safeguarding partnership holds, in its usual order.
DEFAULT_SECTIONS = (
    (Section.Kind.TEXT, "Foreword"),
    (Section.Kind.ABOUT, "About the board"),
    (Section.Kind.FIGURES, "The year in figures"),
    (Section.Kind.PROGRESS, "Progress by priority"),
    (Section.Kind.OUTPUTS, "What was produced and considered"),
    (Section.Kind.DECISIONS, "Decisions and challenges"),
    (Section.Kind.DIFFERENCE, "The difference made for children and families"),
    (Section.Kind.VOICE, "The voice of children and young people"),
    (Section.Kind.LITTLE_PROGRESS, "Where there was little or no progress"),
    (Section.Kind.REVIEWS, "Reviews and their recommendations"),
    (Section.Kind.TRAINING, "Training"),
    (Section.Kind.ATTENDANCE, "Attendance by agency"),
    (Section.Kind.FINANCE, "Finance"),
    (Section.Kind.CONTRIBUTIONS, "What each agency contributed"),
    (Section.Kind.NEXT_YEAR, "Priorities for the next year"),
    (Section.Kind.GLOSSARY, "Glossary"),
    (Section.Kind.PLAN, "Business plan"),
)


@transaction.atomic
def create_report(*, plan: Plan, title: str, by: User) -> AnnualReport:
    """Begin the annual report on the year of `plan`, with the usual sections.

    Raises RuleBroken where the plan has a report already.
    """
    hold(plan.board)
    if AnnualReport.objects.of(plan.board).filter(plan=plan).exists():
        raise RuleBroken(f"{plan.title} has an annual report already. Open that one.", field="plan")
    report = AnnualReport.objects.create(
        board=plan.board,
        plan=plan,
        slug=_free_slug(plan.board, title),
        title=title,
        start=plan.start,
        end=plan.end,
    )
    Section.objects.bulk_create(
        Section(board=plan.board, report=report, kind=kind, title=name, position=place)
        for place, (kind, name) in enumerate(DEFAULT_SECTIONS, start=1)
    )
    audit.record(by=by, verb="began", obj=report)
    return report


@transaction.atomic
def change_report(
    *, report: AnnualReport, title: str, start: datetime.date, end: datetime.date, by: User
) -> AnnualReport:
    """Its title and the period it covers. The address stays. Raises RuleBroken."""
    still_a_draft(report)
    if end <= start:
        raise RuleBroken("The period must end after it begins.", field="end")
    changes = audit.changed(report, {"title": title, "start": start, "end": end})
    if changes:
        report.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=report, changes=changes)
    return report


@transaction.atomic
def add_section(
    *, report: AnnualReport, kind: str, title: str, by: User, body: str = "", number=None
) -> Section:
    """At the end of the report. Raises RuleBroken for a second one of a generated kind."""
    still_a_draft(report)
    if kind != Section.Kind.TEXT and report.sections.filter(kind=kind).exists():
        raise RuleBroken(
            f"The report has a section “{Section.Kind(kind).label}” already.", field="kind"
        )
    last = report.sections.aggregate(last=Max("position"))["last"] or 0
    section = Section.objects.create(
        board=report.board,
        report=report,
        kind=kind,
        title=title,
        body=body,
        number=number,
        position=last + 1,
    )
    audit.record(by=by, verb="added", obj=section)
    return section


@transaction.atomic
def add_usual_sections(*, report: AnnualReport, by: User) -> list[Section]:
    """The generated sections of DEFAULT_SECTIONS that the report lacks, each behind the one that
    usually stands before it. What was left out is not lacking."""
    still_a_draft(report)
    rows = list(report.sections.all())
    added, before = [], None
    for kind, title in DEFAULT_SECTIONS:
        if kind == Section.Kind.TEXT:
            continue
        found = next((row for row in rows if row.kind == kind), None)
        if found is None:
            found = Section(board=report.board, report=report, kind=kind, title=title)
            # At the beginning it stands behind what was written first: a foreword.
            first = 1 if rows and rows[0].kind == Section.Kind.TEXT else 0
            rows.insert(first if before is None else rows.index(before) + 1, found)
            added.append(found)
        before = found
    for place, row in enumerate(rows, start=1):
        row.position = place
    Section.objects.bulk_update([row for row in rows if row.pk], ["position"])
    Section.objects.bulk_create(added)
    audit.record_each(by=by, verb="added", objs=added)
    return added


@transaction.atomic
def change_section(
    *, section: Section, title: str, body: str, number: int | None, seen: int, by: User
) -> Section:
    """`seen` is the version the writer began from.

    Raises Conflict where somebody saved the section since then.
    """
    still_a_draft(section.report)
    section = Section.objects.select_related("report").get(pk=section.pk)
    if section.version != seen:
        raise Conflict(section)
    changes = audit.changed(section, {"title": title, "body": body, "number": number})
    if changes:
        section.version += 1
        section.save(update_fields=[*changes, "version"])
        audit.record(by=by, verb="wrote", obj=section, changes=changes)
    return section


@transaction.atomic
def move_section(*, section: Section, by: User, up: bool) -> None:
    """One place up or down among those that are printed; at either end it stays where it is."""
    still_a_draft(section.report)
    rows = list(section.report.sections.all())
    at = next((place for place, row in enumerate(rows) if row.pk == section.pk), None)
    if at is None:
        raise RuleBroken("This section was taken out of the report.")
    beyond = range(at - 1, -1, -1) if up else range(at + 1, len(rows))
    other = next((place for place in beyond if rows[place].printed), None)
    if other is None:
        return
    rows.insert(other, rows.pop(at))
    for place, row in enumerate(rows, start=1):
        row.position = place
    Section.objects.bulk_update(rows, ["position"])
    audit.record(by=by, verb="moved", obj=section, changes={"position": [at + 1, other + 1]})


@transaction.atomic
def print_section(*, section: Section, printed: bool, by: User) -> None:
    """Leaves a section out of the report, or puts it back in its place. Its words stay."""
    still_a_draft(section.report)
    section = Section.objects.select_related("report").get(pk=section.pk)
    changes = audit.changed(section, {"printed": printed})
    if changes:
        section.save(update_fields=list(changes))
        verb = "put back" if printed else "left out"
        audit.record(by=by, verb=verb, obj=section, changes=changes)


@transaction.atomic
def remove_section(*, section: Section, by: User) -> None:
    """Takes a section out; its words stay in the audit."""
    still_a_draft(section.report)
    audit.record(by=by, verb="removed", obj=section, changes={"body": [section.body, ""]})
    section.delete()


def still_a_draft(report: AnnualReport) -> None:
    """Hold the report for this transaction; RuleBroken if it is approved by now.

    Every write to a report and its rows begins here, so that nothing slips into a report between
    the page that was opened and the approval of somebody else, and places are given one by one.
    """
    if _locked(report).status == AnnualReport.Status.APPROVED:
        raise RuleBroken(f"{report.title} is approved. Open it again to change it.")


def _locked(report: AnnualReport) -> AnnualReport:
    return AnnualReport.objects.select_for_update().get(pk=report.pk)


def _free_slug(board, title: str) -> str:
    wanted = slugify(title)[:70] or "report"
    taken = set(AnnualReport.objects.of(board).values_list("slug", flat=True))
    taken |= RESERVED_REPORT_SLUGS
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
