"""A report's way to the board: circulated for comment, approved and so frozen, opened again."""

import datetime

from django.db import transaction
from django.db.models import Max

from actions.models import Plan
from boardplan import audit, clock
from boardplan.errors import RuleBroken
from subgroups.models import User

from .. import frozen
from ..annual_report import report_document
from ..models import AnnualReport, Edition
from ..parts import long_date
from ..plan_document import plan_document
from ..workflow import OF_REPORTS, check
from .filing import file_edition, keep_sent_files


@transaction.atomic
def circulate_report(*, report: AnnualReport, until: datetime.date, by: User) -> AnnualReport:
    """Members may comment until the end of the day `until`. Raises RuleBroken."""
    report = _locked(report)
    step = OF_REPORTS["circulate"]
    check(step, report.status)
    today = clock.today()
    if until < today:
        raise RuleBroken("The last day for comments must be today or later.", field="until")
    changes = audit.changed(
        report,
        {
            "status": str(step.after),
            "circulated_on": report.circulated_on or today,
            "comments_until": until,
        },
    )
    if changes:
        report.save(update_fields=list(changes))
        audit.record(by=by, verb=step.verb, obj=report, changes=changes)
    return report


@transaction.atomic
def take_back(*, report: AnnualReport, by: User) -> AnnualReport:
    """A circulated report becomes a draft again; the comments stay. Raises RuleBroken."""
    return _step(report, "take_back", {"circulated_on": None, "comments_until": None}, by=by)


@transaction.atomic
def approve_report(
    *,
    report: AnnualReport,
    on: datetime.date,
    approved_by: str,
    by: User,
    reason: str = "",
    names_left: int = 0,
) -> Edition:
    """The board approved the report on a day; its content is frozen as the next edition.

    approved_by: in words, the meeting or who. reason: why it was corrected, for any edition but
    the first. names_left: how many places of the personal data check were left on purpose.
    Raises RuleBroken for a day to come, an edition without its reason, or where it is approved
    already.
    """
    report = _locked(report)
    if on > clock.today():
        raise RuleBroken("This day has not come yet.", field="on")
    # What a circulation was for is over; its dates stay in the record of changes.
    report = _step(
        report,
        "approve",
        {"approved_on": on, "circulated_on": None, "comments_until": None},
        by=by,
    )
    return _freeze(
        report,
        report_document(report),
        approved_on=on,
        approved_by=approved_by,
        reason=reason,
        names_left=names_left,
        by=by,
    )


@transaction.atomic
def keep_report(
    *, report: AnnualReport, approved_by: str, by: User, names_left: int = 0
) -> Edition:
    """The first edition of a report that was approved before editions were kept: what it says
    today, with the day on which it was approved. Raises RuleBroken."""
    report = _locked(report)
    if report.status != AnnualReport.Status.APPROVED or report.editions.exists():
        raise RuleBroken("Only an approved report that has no edition yet can be kept this way.")
    return _freeze(
        report,
        report_document(report),
        approved_on=report.approved_on,
        approved_by=approved_by,
        reason="",
        names_left=names_left,
        by=by,
    )


@transaction.atomic
def reopen_report(*, report: AnnualReport, by: User) -> AnnualReport:
    """An approved report becomes a draft, so that it can be corrected. Its editions stay."""
    return _step(report, "reopen", {"approved_on": None}, by=by)


@transaction.atomic
def freeze_plan(
    *,
    plan: Plan,
    approved_by: str,
    by: User,
    reason: str = "",
    names_left: int = 0,
) -> Edition:
    """The plan as it stands now, kept as its next edition.

    Raises RuleBroken for a draft, or an edition without its reason.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("board").get(pk=plan.pk)
    if plan.status == Plan.Status.DRAFT:
        raise RuleBroken(f"{plan.title} is a draft. Ratify it first, then it can be published.")
    return _freeze(
        plan,
        plan_document(plan),
        approved_on=plan.ratified_on,
        approved_by=approved_by,
        reason=reason,
        names_left=names_left,
        by=by,
    )


def _freeze(paper, document, *, approved_by, reason, by, **values) -> Edition:
    last = Edition.objects.about(paper).aggregate(last=Max("number"))["last"] or 0
    if last and not reason.strip():
        raise RuleBroken(
            "Say what was corrected: readers of the earlier edition will want to know.",
            field="reason",
        )
    if not approved_by.strip():
        raise RuleBroken("Say which meeting approved it, or who.", field="approved_by")
    imprint = frozen.Imprint(
        number=last + 1,
        approved_on=long_date(values["approved_on"]),
        approved_by=approved_by.strip(),
        reason=reason.strip() if last else "",
    )
    text = frozen.freeze(document, imprint)
    edition = Edition.objects.create(
        board=paper.board,
        **{"plan" if isinstance(paper, Plan) else "report": paper},
        number=imprint.number,
        slug=paper.slug,
        title=paper.title,
        period=document.period,
        approved_by=imprint.approved_by,
        reason=imprint.reason,
        document=text,
        digest=frozen.digest(text),
        **values,
    )
    if not edition.is_plan:
        keep_sent_files(edition, document)
    audit.record(
        by=by,
        verb="kept",
        obj=edition,
        changes={"digest": [None, edition.digest], "names_left": [None, edition.names_left]},
    )
    # The files take seconds, so they are made once all of this is written.
    transaction.on_commit(lambda: file_edition(edition))
    return edition


def _step(report: AnnualReport, name: str, values: dict, *, by: User) -> AnnualReport:
    report = _locked(report)
    step = OF_REPORTS[name]
    check(step, report.status)
    changes = audit.changed(report, {"status": str(step.after)} | values)
    report.save(update_fields=list(changes))
    audit.record(by=by, verb=step.verb, obj=report, changes=changes)
    return report


def _locked(report: AnnualReport) -> AnnualReport:
    found = AnnualReport.objects.select_for_update(of=("self",))
    return found.select_related("board", "plan").get(pk=report.pk)
