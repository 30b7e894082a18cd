"""The report on the year that runs, with agencies at every stage of their part of it.

Written with the services where nobody is told by e-mail, and row by row where somebody would be.
"""

import datetime
from decimal import Decimal

from django.utils import timezone

from actions.models import Plan
from boardplan import clock
from subgroups.models import Agency, Board

from ..models import AnnualReport, BudgetLine, Contribution, ContributionLink
from ..questions import filled
from ..services.assembling import create_report
from ..services.collecting import LinkWriter, Typed, begin_collecting, save_drafts
from ..services.collecting.asking import digest
from ..services.collecting.steps import printed_values

STATUS, FORM = Contribution.Status, Contribution.Form


def make_collecting_report(board: Board, plan: Plan, data: dict) -> AnnualReport:
    """The report that `data` (fixtures/<board>/collecting.json) tells of, on the year of `plan`."""
    today = clock.today()
    report = create_report(plan=plan, title=filled(data["title"], plan), by=None)
    begin_collecting(
        report=report,
        due=today + datetime.timedelta(days=data["due_days"]),
        by=None,
        **{key: data[key] for key in ("asks_name", "asks_email", "asks_phone", "message")},
    )
    agencies = {agency.name: agency for agency in Agency.objects.of(board)}
    for place, told in enumerate(data["asked"], start=1):
        _asked(report, agencies[told["agency"]], told, place, today)
    _money(report, agencies, data["money"])
    return report


def _money(report: AnnualReport, agencies: dict[str, Agency], lines: list[dict]) -> None:
    """Budget, actual and projection of the year; made up, as the year is."""
    BudgetLine.objects.bulk_create(
        BudgetLine(
            board=report.board,
            report=report,
            kind=told["kind"],
            label=told["label"],
            agency=agencies.get(told.get("agency")),
            position=place,
            **{
                figure: Decimal(told[figure])
                for figure in ("budget", "actual", "projection", "units", "unit_rate")
                if figure in told
            },
        )
        for place, told in enumerate(lines, start=1)
    )


def _asked(report, agency: Agency, told: dict, place: int, today) -> None:
    def ago(name):
        days = told[name]
        return None if days is None else today - datetime.timedelta(days=days)

    row = Contribution.objects.create(
        board=report.board,
        report=report,
        agency=agency,
        title=agency.name,
        form=told.get("form", FORM.TEMPLATE),
        status=STATUS.ASKED,
        contact_name=told["name"],
        contact_email=told["email"],
        due=today + datetime.timedelta(days=told["due_days"]) if "due_days" in told else None,
        asked_at=_at(ago("asked_days_ago")),
        reminded_on=ago("reminded_days_ago") or ago("asked_days_ago"),
        position=place,
    )
    if "link" in told:
        ContributionLink.objects.create(
            board=report.board, contribution=row, token_digest=digest(told["link"])
        )
    writer = LinkWriter(f"{row.contact} ({row.title})")
    texts = _texts(report, told)
    if texts:
        save_drafts(contribution=row, typed=texts, by=writer)
        row.refresh_from_db()
        worked = _at(ago("worked_days_ago"))
        row.worked_on_at = worked
        row.drafts.update(written_at=worked)
        if told["status"] in (STATUS.HANDED_IN, STATUS.RETURNED, STATUS.ACCEPTED):
            for name, value in printed_values(row).items():
                setattr(row, name, value)
            row.handed_in_at, row.handed_in_by, row.dated = worked, writer.name, worked.date()
    if told["status"] != STATUS.ASKED:
        row.opened_at = _at(ago("asked_days_ago"))
    if told["status"] == STATUS.ACCEPTED:
        row.accepted_at = row.handed_in_at
    row.status = told["status"]
    row.comment = told.get("comment", "")
    row.declined_because = told.get("declined_because", "")
    row.save()


def _texts(report, told: dict) -> dict[str, Typed]:
    words = {
        f"q{question.pk}": answer
        for question, answer in zip(report.questions.all(), told.get("answers", ()), strict=False)
    }
    words |= {
        key: told[key]
        for key in ("narrative", "link_words", "link_address", "authors")
        if key in told
    }
    return {key: Typed(filled(text, report), 0) for key, text in words.items() if text}


def _at(day: datetime.date | None) -> datetime.datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10, 30)))
