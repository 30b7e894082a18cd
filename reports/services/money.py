"""The money of a report as a whole: the figures of all lines at once, and lines from a file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import Agency, User
from subgroups.services.people import hold

from ..finance import FIGURES
from ..models import AnnualReport, BudgetLine
from ..money_files import NewLine, Plan, state_of
from .assembling import still_a_draft
from .entries import NO_FIGURE


@transaction.atomic
def change_figures(
    *, report: AnnualReport, figures: Mapping[int, Mapping[str, Decimal | None]], by: User
) -> int:
    """Set budget, actual and projection of lines; the number of lines that changed.

    figures: {line's pk: {"budget": …, "actual": …, "projection": …}}, pounds or None; a line of
    another report is passed over. Raises RuleBroken for a line that would have no figure left.
    """
    still_a_draft(report)
    changed = 0
    for line in BudgetLine.objects.filter(report=report, pk__in=list(figures)):
        values = {name: figures[line.pk].get(name) for name in FIGURES}
        if all(amount is None for amount in values.values()):
            raise RuleBroken(f"{line.label}: {NO_FIGURE} Or take the line out.")
        changes = audit.changed(line, values)
        if changes:
            line.save(update_fields=list(changes))
            audit.record(by=by, verb="changed", obj=line, changes=changes)
            changed += 1
    return changed


@transaction.atomic
def bring_in_lines(*, report: AnnualReport, plan: Plan, by: User) -> None:
    """Make the lines of a report those of a file, all or nothing.

    plan: what `money_files.compare` worked out. Raises RuleBroken where the lines are no longer
    those that it was worked out for.
    """
    hold(report.board)  # two files at once would each be compared with what the other replaces
    still_a_draft(report)
    standing = {
        line.pk: line for line in BudgetLine.objects.filter(report=report).select_related("agency")
    }
    if state_of(standing.values()) != plan.state:
        raise RuleBroken("Somebody changed the lines since you looked at the file. Look again.")
    for removed in plan.removed:
        line = standing[removed.pk]
        said = {
            field: [getattr(line, field), None]
            for field in ("kind", "label", *FIGURES)
            if getattr(line, field) is not None
        }
        audit.record(by=by, verb="removed", obj=line, changes=said)
        line.delete()
    _write(report, plan.lines, standing, by)


def _write(report, lines: Sequence[tuple[int | None, NewLine]], standing, by) -> None:
    agencies = {agency.pk: agency for agency in Agency.objects.of(report.board)}
    for position, (pk, new) in enumerate(lines, start=1):
        values = {
            "kind": new.kind,
            "label": new.label,
            "agency": agencies.get(new.agency),
            "budget": new.budget,
            "actual": new.actual,
            "projection": new.projection,
            "units": new.units,
            "unit_rate": new.unit_rate,
        }
        if pk is None:
            line = BudgetLine.objects.create(
                board=report.board, report=report, position=position, **values
            )
            audit.record(by=by, verb="added", obj=line)
            continue
        line = standing[pk]
        changes = {
            name: [getattr(line, name), value]
            for name, value in values.items()
            if getattr(line, name) != value
        }
        if changes or line.position != position:
            for name, value in values.items():
                setattr(line, name, value)
            line.position = position
            line.save(update_fields=[*values, "position"])
        if changes:
            audit.record(by=by, verb="changed", obj=line, changes=changes)
