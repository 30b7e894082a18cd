"""Who may do what with a report. Pure rules; each answer carries its reason."""

import datetime

from boardplan.access import Allowed, Answer, Denied
from subgroups.models import Membership

from .models import AnnualReport, Contribution


def may_manage_reports(membership: Membership) -> Answer:
    """Create reports, approve them and open them again."""
    if membership.role == Membership.Role.MANAGER:
        return Allowed()
    return Denied("Only the business manager assembles reports. Send them what should be in it.")


def may_edit_report(membership: Membership, report: AnnualReport) -> Answer:
    """Change what a report says; nobody once it is approved."""
    answer = may_manage_reports(membership)
    if answer and report.status == AnnualReport.Status.APPROVED:
        return Denied(
            f"{report.title} was approved on {report.approved_on:%-d %B %Y} and stays as it was. "
            "Open it again to change it."
        )
    return answer


def may_comment(membership: Membership, report: AnnualReport, *, on: datetime.date) -> Answer:
    """Say something about a report: every member, while it is circulated."""
    if report.status != AnnualReport.Status.CIRCULATED:
        return Denied(f"{report.title} is not circulated for comment.")
    if on > report.comments_until:
        return Denied(f"Comments were asked for until {report.comments_until:%-d %B %Y}.")
    return Allowed()


def may_write_part(membership: Membership, contribution: Contribution) -> Answer:
    """Write an agency's part of the report: its own contributors, and the manager for them."""
    if membership.role == Membership.Role.MANAGER:
        return Allowed()
    own = membership.agency_id is not None and membership.agency_id == contribution.agency_id
    if own and membership.role == Membership.Role.CONTRIBUTOR:
        return Allowed()
    return Denied(
        f"This part of the report is written by {contribution.title}. Ask the business manager "
        "if you should write in it."
    )
