"""What is entered into a report row by row: money, outputs, terms, contributions, and the record
of the year (`add_entry` and `change_entry`, one pair for its five models).

All are written the same way: `add_…`, `change_…` with the values of the form, and
`remove_…`, whose row stays in the audit.
"""

from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import Agency, Board, User
from subgroups.services.people import hold

from ..finance import FIGURES
from ..models import (
    AgencyAttendance,
    AnnualReport,
    BudgetLine,
    Contribution,
    Decision,
    GlossaryTerm,
    Output,
    Recommendation,
    Review,
    StatedTotal,
    TrainingCourse,
)
from .assembling import still_a_draft

NO_FIGURE = "Enter at least one figure: the budget, the actual amount or the projection."
# What the board did in the year.
YearEntry = Decision | Review | Recommendation | TrainingCourse | AgencyAttendance


@transaction.atomic
def add_budget_line(*, report: AnnualReport, by: User, **values) -> BudgetLine:
    """values: kind, label, agency, budget, actual, projection (pounds or None), units, unit_rate.

    Raises RuleBroken for a line without any figure.
    """
    _check_line(report, values)
    return _add(BudgetLine, report, by, values, kind=values["kind"])


@transaction.atomic
def change_budget_line(*, line: BudgetLine, by: User, **values) -> BudgetLine:
    _check_line(line.report, values)
    return _change(line, by, values)


def _check_line(report, values) -> None:
    _same_board(report, values.get("agency"))
    if all(values.get(figure) is None for figure in FIGURES):
        raise RuleBroken(NO_FIGURE, field="actual")
    if (values.get("units") is None) != (values.get("unit_rate") is None):
        raise RuleBroken(
            "Enter both the number of units and the rate, or neither.",
            field="units" if values.get("units") is None else "unit_rate",
        )


@transaction.atomic
def add_output(*, report: AnnualReport, by: User, kind: str, text: str, draft: bool) -> Output:
    return _add(Output, report, by, {"kind": kind, "text": text, "draft": draft}, kind=kind)


@transaction.atomic
def change_output(*, output: Output, by: User, kind: str, text: str, draft: bool) -> Output:
    return _change(output, by, {"kind": kind, "text": text, "draft": draft})


@transaction.atomic
def add_contribution(*, report: AnnualReport, by: User, **values) -> Contribution:
    """values: title, agency, number, form and what was sent. Raises RuleBroken."""
    _same_board(report, values.get("agency"))
    return _add(Contribution, report, by, values)


@transaction.atomic
def change_contribution(*, contribution: Contribution, by: User, **values) -> Contribution:
    _same_board(contribution.report, values.get("agency"))
    return _change(contribution, by, values)


@transaction.atomic
def remove_entry(*, entry: BudgetLine | Output | Contribution | YearEntry, by: User) -> None:
    """Takes a row out of its report; what it said stays in the audit.

    Raises RuleBroken for a contribution in which an agency has written, and for a review that
    still has recommendations.
    """
    still_a_draft(entry.report)
    if isinstance(entry, Review) and entry.recommendations.exists():
        raise RuleBroken("Take out its recommendations first, or move them to another review.")
    if isinstance(entry, Contribution) and (entry.drafts.exists() or entry.attachments.exists()):
        raise RuleBroken(
            f"{entry} has been written by the agency and stays. Open it again or return it there."
        )
    said = {
        field.attname: [getattr(entry, field.attname), None]
        for field in entry._meta.concrete_fields
        if not field.primary_key and getattr(entry, field.attname) not in ("", None, [])
    }
    audit.record(by=by, verb="removed", obj=entry, changes=said)
    entry.delete()


@transaction.atomic
def state_totals(*, report: AnnualReport, by: User, totals: dict[str, Decimal | None]) -> None:
    """What the report's own document gives as totals; None for what it does not give."""
    still_a_draft(report)
    standing = {row.of: row for row in StatedTotal.objects.filter(report=report)}
    for of, amount in totals.items():
        row = standing.get(of)
        if row is None and amount is not None:
            row = StatedTotal.objects.create(
                board=report.board,
                report=report,
                of=of,
                label=_total_label(of),
                amount=amount,
            )
            audit.record(by=by, verb="stated", obj=row, changes={"amount": [None, amount]})
        elif row is not None and amount is None:
            audit.record(by=by, verb="removed", obj=row, changes={"amount": [row.amount, None]})
            row.delete()
        elif row is not None and row.amount != amount:
            changes = audit.changed(row, {"amount": amount})
            row.save(update_fields=["amount"])
            audit.record(by=by, verb="stated", obj=row, changes=changes)


def _total_label(of: str) -> str:
    label = StatedTotal.Of(of).label
    return label if of == StatedTotal.Of.OVERSPEND else f"Total {label.lower()}"


@transaction.atomic
def add_term(*, board: Board, by: User, abbreviation: str, meaning: str) -> GlossaryTerm:
    """The glossary is the board's, so each of its reports prints it. Raises RuleBroken."""
    _term_is_free(board, abbreviation)
    term = GlossaryTerm.objects.create(board=board, abbreviation=abbreviation, meaning=meaning)
    audit.record(by=by, verb="added", obj=term)
    return term


@transaction.atomic
def change_term(*, term: GlossaryTerm, by: User, abbreviation: str, meaning: str) -> GlossaryTerm:
    _term_is_free(term.board, abbreviation, besides=term)
    changes = audit.changed(term, {"abbreviation": abbreviation, "meaning": meaning})
    if changes:
        term.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=term, changes=changes)
    return term


@transaction.atomic
def remove_term(*, term: GlossaryTerm, by: User) -> None:
    audit.record(by=by, verb="removed", obj=term, changes={"meaning": [term.meaning, None]})
    term.delete()


def _term_is_free(board, abbreviation, besides=None) -> None:
    hold(board)
    found = GlossaryTerm.objects.of(board).filter(abbreviation=abbreviation)
    if besides is not None:
        found = found.exclude(pk=besides.pk)
    if found.exists():
        raise RuleBroken(f"The glossary has “{abbreviation}” already.", field="abbreviation")


def _same_board(report: AnnualReport, agency: Agency | None) -> None:
    if agency is not None and agency.board_id != report.board_id:
        raise RuleBroken("Choose an agency of this board.", field="agency")


def _add(model, report, by, values, **within):
    still_a_draft(report)
    last = model.objects.filter(report=report, **within).aggregate(last=Max("position"))["last"]
    row = model.objects.create(
        board=report.board, report=report, position=(last or 0) + 1, **values
    )
    audit.record(by=by, verb="added", obj=row)
    return row


def _change(row, by, values):
    still_a_draft(row.report)
    changes = audit.changed(row, values)
    if changes:
        row.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=row, changes=changes)
    return row


@transaction.atomic
def add_entry(*, model: type[YearEntry], report: AnnualReport, by: User, **values) -> YearEntry:
    """One row of the record of the year; values: its fields. Raises RuleBroken."""
    still_a_draft(report)
    _check_entry(model, report, values, besides=None)
    return _add(model, report, by, values)


@transaction.atomic
def change_entry(*, entry: YearEntry, by: User, **values) -> YearEntry:
    """values: all of its fields. Raises RuleBroken."""
    still_a_draft(entry.report)
    _check_entry(type(entry), entry.report, values, besides=entry)
    return _change(entry, by, values)


def _check_entry(model, report: AnnualReport, values: dict, *, besides) -> None:
    """The rules that the database holds too, as sentences for the one who typed."""
    _same_board(report, values.get("agency"))
    if model is Decision and values["kind"] == Decision.Kind.CHALLENGE and not values["whom"]:
        raise RuleBroken("Say who was challenged.", field="whom")
    if model is Recommendation:
        if values["review"].report_id != report.pk:
            raise RuleBroken("Choose a review of this report.", field="review")
        refused = values["status"] == Recommendation.Status.NOT_IMPLEMENTED
        if refused and not values["reason"]:
            raise RuleBroken(
                "Say why it was not implemented: the report has to give the reason.",
                field="reason",
            )
    if model is AgencyAttendance:
        _check_attendance(report, values, besides)


def _check_attendance(report: AnnualReport, values: dict, besides) -> None:
    if values["attended"] > values["possible"]:
        raise RuleBroken("It cannot have come to more meetings than there were.", field="attended")
    others = AgencyAttendance.objects.filter(report=report, agency=values["agency"])
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise RuleBroken(f"{values['agency']} is in the table already.", field="agency")
