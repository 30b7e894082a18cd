"""The life of a report and of its editions as data: what may follow what, and what is recorded.

A report goes from draft to approved, by way of its circulation or not, and back to draft when it
has to be corrected. Each approval makes an edition, which is published and withdrawn by itself:
while a correction is being written, what was published stays readable.

`services.approving` takes the steps of reports and `services.publishing` those of editions.
"""

from dataclasses import dataclass

from boardplan.access import Allowed, Answer, Denied
from boardplan.errors import RuleBroken
from subgroups.models import Membership

from .models import AnnualReport, Edition
from .permissions import may_manage_reports

REPORT, EDITION = AnnualReport.Status, Edition.State


@dataclass(frozen=True)
class Step:
    """One step. `verb` is what the record of changes says after a name; `refused` says why not
    from each other state."""

    before: frozenset
    after: str
    verb: str
    refused: dict  # {state: sentence}


OF_REPORTS: dict[str, Step] = {
    "circulate": Step(
        before=frozenset({REPORT.DRAFT, REPORT.CIRCULATED}),  # again, for a later last day
        after=REPORT.CIRCULATED,
        verb="circulated",
        refused={REPORT.APPROVED: "This report is approved. Open it again to circulate it."},
    ),
    "take_back": Step(
        before=frozenset({REPORT.CIRCULATED}),
        after=REPORT.DRAFT,
        verb="took back from circulation",
        refused={
            REPORT.DRAFT: "This report is not circulated.",
            REPORT.APPROVED: "This report is approved and no longer circulated.",
        },
    ),
    "approve": Step(
        before=frozenset({REPORT.DRAFT, REPORT.CIRCULATED}),
        after=REPORT.APPROVED,
        verb="approved",
        refused={REPORT.APPROVED: "This report was approved already. Open it again to change it."},
    ),
    "reopen": Step(
        before=frozenset({REPORT.APPROVED}),
        after=REPORT.DRAFT,
        verb="opened again",
        refused={
            REPORT.DRAFT: "This report is a draft already.",
            REPORT.CIRCULATED: "This report is a draft already.",
        },
    ),
}

OF_EDITIONS: dict[str, Step] = {
    "publish": Step(
        before=frozenset({EDITION.APPROVED, EDITION.WITHDRAWN}),
        after=EDITION.PUBLISHED,
        verb="published",
        refused={EDITION.PUBLISHED: "This edition is published already."},
    ),
    "withdraw": Step(
        before=frozenset({EDITION.PUBLISHED}),
        after=EDITION.WITHDRAWN,
        verb="withdrew from publication",
        refused={
            EDITION.APPROVED: "This edition is not published.",
            EDITION.WITHDRAWN: "This edition was withdrawn already.",
        },
    ),
}


def check(step: Step, state: str) -> None:
    """Raises RuleBroken with the reason where the step may not follow `state`."""
    if state not in step.before:
        raise RuleBroken(step.refused[state])


def may_take(membership: Membership, report: AnnualReport, name: str) -> Answer:
    """Whether this member may take that step with the report as it stands."""
    return _may(membership, OF_REPORTS[name], report.status)


def may_take_with(membership: Membership, edition: Edition, name: str) -> Answer:
    """The same for a step of an edition."""
    return _may(membership, OF_EDITIONS[name], edition.state)


def may_keep(membership: Membership, report: AnnualReport) -> Answer:
    """Whether this member may make the edition that an approved report lacks, because it was
    approved before editions were kept."""
    answer = may_manage_reports(membership)
    if not answer:
        return answer
    if report.status != REPORT.APPROVED:
        return Denied("This report is a draft. Approve it, and it is kept.")
    if report.editions.exists():
        return Denied("This report is kept as it was approved already.")
    return Allowed()


def _may(membership, step: Step, state: str) -> Answer:
    answer = may_manage_reports(membership)
    if not answer:
        return answer
    return Allowed() if state in step.before else Denied(step.refused[state])
