"""What becomes of the abbreviations that are found in a report. Terms: `entries.add_term`."""

from django.db import transaction

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import Board, User
from subgroups.services.people import hold

from ..models import AnnualReport, GlossaryTerm, NoAbbreviation
from .assembling import still_a_draft


@transaction.atomic
def dismiss_abbreviation(*, board: Board, text: str, by: User) -> NoAbbreviation:
    """Say that letters are no abbreviation; no report of the board lists them as missing again.

    Said twice, it stands once. Raises RuleBroken for what is in the glossary.
    """
    hold(board)
    if GlossaryTerm.objects.of(board).filter(abbreviation=text).exists():
        raise RuleBroken(f"“{text}” is in the glossary. Take it out there first.")
    row, fresh = NoAbbreviation.objects.get_or_create(board=board, text=text)
    if fresh:
        audit.record(by=by, verb="dismissed", obj=row)
    return row


@transaction.atomic
def restore_abbreviation(*, row: NoAbbreviation, by: User) -> None:
    """It is one after all, and is looked for again."""
    audit.record(by=by, verb="restored", obj=row)
    row.delete()


@transaction.atomic
def spell_out(*, report: AnnualReport, wanted: bool, by: User) -> None:
    """Whether abbreviations are spelt out where the report first uses them."""
    still_a_draft(report)
    changes = audit.changed(report, {"spells_out": wanted})
    if changes:
        report.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=report, changes=changes)
