"""Answers from a workbook that people filled in, written as what they are: progress updates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from boardplan import audit
from boardplan.errors import RuleBroken

from ..models import Action, Plan, ProgressUpdate
from .updates import complete_action, record_update

BROUGHT_IN = "brought in answers to"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one action. version: the action's as the manager saw it beside this."""

    action: Action
    version: int
    on: date
    text: str = ""
    rag: str = ""
    reason: str = ""
    difference_made: str = ""
    evidence: str = ""
    finished: bool = False


@transaction.atomic
def bring_in_answers(
    *, plan: Plan, answers: Iterable[Answer], by, by_name: str
) -> list[ProgressUpdate]:
    """Write all answers or none. by: the manager, who is in the record for each; by_name: whose
    words they are.

    Raises RuleBroken or Conflict as `record_update` and `complete_action` do, and RuleBroken if
    nobody is named or there is nothing to write.
    """
    answers = list(answers)
    if not by_name.strip():
        raise RuleBroken("Say who filled this in", field="who")
    if not answers:
        raise RuleBroken("Nothing is left to bring in")
    made = [write_answer(answer, by=by, by_name=by_name.strip()) for answer in answers]
    changes = {"answers": [None, len(made)], "filled_in_by": [None, by_name.strip()]}
    audit.record(by=by, verb=BROUGHT_IN, obj=plan, changes=changes)
    return made


def write_answer(answer: Answer, *, by, by_name: str) -> ProgressUpdate:
    """One of them, by the rules for what people report."""
    said = {
        "action": answer.action,
        "by": by,
        "by_name": by_name,
        "on": answer.on,
        "text": answer.text,
        "rag": answer.rag,
        "reason": answer.reason,
        "difference_made": answer.difference_made,
        "evidence": answer.evidence,
        "expected_version": answer.version,
    }
    return complete_action(**said) if answer.finished else record_update(**said)
