"""The record of the year that runs: what the board decided, reviewed, taught and produced."""

import datetime

from boardplan import clock
from subgroups.models import Agency

from ..models import (
    AgencyAttendance,
    AnnualReport,
    Decision,
    Recommendation,
    Review,
    Section,
    TrainingCourse,
)
from ..services.entries import add_entry, add_output


def record_year(report: AnnualReport, data: dict) -> None:
    """Enter what `data` (fixtures/<board>/year.json) tells; its days lie in the report's year."""
    agencies = {agency.name: agency for agency in Agency.objects.of(report.board)}

    def enter(model, **values):
        return add_entry(model=model, report=report, by=None, **values)

    for row in data["decisions"]:
        enter(
            Decision,
            kind=row["kind"],
            on=_day(report, row["days_ago"]),
            title=row["title"],
            whom=row.get("whom", ""),
            text=row["text"],
            result=row["result"],
        )
    for row in data["reviews"]:
        review = enter(
            Review,
            kind=row["kind"],
            on=_day(report, row["days_ago"]),
            title=row["title"],
            text=row["text"],
        )
        for told in row["recommendations"]:
            enter(Recommendation, review=review, **told)
    for row in data["courses"]:
        enter(TrainingCourse, **row | {"agency": agencies.get(row["agency"])})
    for name, possible, attended in data["attendance"]:
        enter(AgencyAttendance, agency=agencies[name], possible=possible, attended=attended)
    for row in data["outputs"]:
        add_output(report=report, by=None, **row)
    for section in report.sections.filter(kind__in=data["commentaries"]):
        Section.objects.filter(pk=section.pk).update(body=data["commentaries"][section.kind])


def _day(report: AnnualReport, days_ago: int | None) -> datetime.date | None:
    """That many days ago, but not before the report's year began."""
    if days_ago is None:
        return None
    return max(report.start, clock.today() - datetime.timedelta(days=days_ago))
