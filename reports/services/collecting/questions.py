"""The questions to agencies: the board's own, and the copy of each report."""

from django.db import transaction
from django.db.models import Max

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import Board, User
from subgroups.services.people import hold

from ...models import AnnualReport, Draft, Question
from ...questions import STANDARD
from ..assembling import still_a_draft


@transaction.atomic
def adopt_standard(*, board: Board, by: User) -> list[Question]:
    """Make the standard questions the board's own, to be changed. Those it has already stay."""
    hold(board)
    own = list(Question.objects.template_of(board))
    if own:
        return own
    own = Question.objects.bulk_create(
        Question(
            board=board,
            prompt=each.prompt,
            hint=each.hint,
            word_limit=each.word_limit,
            asks_for=each.asks_for,
            position=place,
        )
        for place, each in enumerate(STANDARD, start=1)
    )
    for question in own:
        audit.record(by=by, verb="added", obj=question)
    return own


@transaction.atomic
def add_question(
    *,
    board: Board,
    report: AnnualReport | None,
    prompt: str,
    by: User,
    hint: str = "",
    word_limit: int | None = None,
    asks_for: str = "",
) -> Question:
    """At the end of the board's questions, or of those of one report."""
    _may_change(board, report)
    last = Question.objects.filter(board=board, report=report).aggregate(last=Max("position"))
    question = Question.objects.create(
        board=board,
        report=report,
        prompt=prompt,
        hint=hint,
        word_limit=word_limit,
        asks_for=asks_for,
        position=(last["last"] or 0) + 1,
    )
    audit.record(by=by, verb="added", obj=question)
    return question


@transaction.atomic
def change_question(
    *,
    question: Question,
    prompt: str,
    by: User,
    hint: str = "",
    word_limit: int | None = None,
    asks_for: str = "",
) -> Question:
    _may_change(question.board, question.report)
    changes = audit.changed(
        question,
        {"prompt": prompt, "hint": hint, "word_limit": word_limit, "asks_for": asks_for},
    )
    if changes:
        question.save(update_fields=list(changes))
        audit.record(by=by, verb="changed", obj=question, changes=changes)
    return question


@transaction.atomic
def move_question(*, question: Question, up: bool, by: User) -> None:
    """One place up or down; at either end it stays where it is."""
    _may_change(question.board, question.report)
    rows = list(Question.objects.filter(board=question.board, report=question.report))
    at = next((place for place, row in enumerate(rows) if row.pk == question.pk), None)
    if at is None:
        raise RuleBroken("This question was taken out.")
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for place, row in enumerate(rows, start=1):
        row.position = place
    Question.objects.bulk_update(rows, ["position"])
    audit.record(by=by, verb="moved", obj=question, changes={"position": [at + 1, other + 1]})


@transaction.atomic
def remove_question(*, question: Question, by: User) -> None:
    """Takes it out of the list. Raises RuleBroken for the last one of a report."""
    _may_change(question.board, question.report)
    rows = Question.objects.filter(board=question.board, report=question.report)
    if rows.count() == 1:
        raise RuleBroken("This is the only question. Change it, or add another first.")
    audit.record(by=by, verb="took out", obj=question, changes={"prompt": [question.prompt, None]})
    question.delete()


def answered(report: AnnualReport) -> bool:
    """Whether somebody has answered a question of this report."""
    return (
        Draft.objects.filter(contribution__report=report, part=Draft.Part.ANSWER)
        .exclude(text="")
        .exists()
    )


def _may_change(board: Board, report: AnnualReport | None) -> None:
    if report is None:
        hold(board)
        return
    still_a_draft(report)
    if answered(report):
        raise RuleBroken(
            "Somebody has answered already, so the questions of this report stay as they are. "
            "What you change in the board’s own questions counts from the next report."
        )
