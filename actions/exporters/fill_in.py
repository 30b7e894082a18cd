"""The workbook that people fill in who will not sign in: one action a row, answers beside it.

Everything is locked but the cells for answers. A hidden column has a key for each row: which
action of which plan it is, and how the action stood when the workbook was made. The key is signed,
so that a row that was changed, or comes from somewhere else, is told apart when the workbook comes
back (`importers.fill_in`).
"""

import datetime
import io
from dataclasses import dataclass

from django.core import signing
from django.utils import timezone
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..document import ActionNode, OutcomeNode, PlanTree
from . import told
from .sheets import (
    ANSWER,
    Looks,
    clean_cell,
    heights,
    new_workbook,
    print_setup,
    put,
    ratings_list,
    recolour,
    widths,
)

SALT = "actions.fill-in"
SHEET, RATINGS = "Your answers", "Ratings"
KEY = "Row key (do not change)"
WHO, WHEN = "Filled in by (name and agency)", "On which day"
# What is asked, by the field of a progress update that it becomes.
QUESTIONS = {
    "text": "What has happened?",
    "rag": "How is it going?",
    "reason": "Why?",
    "difference_made": "What difference has it made for children and families?",
    "evidence": "Evidence",
    "finished": "Finished?",
}
_WIDTHS = {
    "text": 44, "rag": 12, "reason": 28, "difference_made": 30, "evidence": 24, "finished": 11,
}  # fmt: skip
_ABOUT = 7  # columns before the answers, the key included
_LOWEST = 44  # points: room to write in


@dataclass(frozen=True, slots=True)
class Key:
    """Which row of what a row is, and how it stood."""

    board_id: int
    plan_id: int
    action_id: int
    version: int
    made_at: datetime.datetime

    def signed(self) -> str:
        values = [self.board_id, self.plan_id, self.action_id, self.version]
        return signing.Signer(salt=SALT).sign_object([*values, int(self.made_at.timestamp())])

    @classmethod
    def read(cls, text: str) -> "Key | None":
        """The key again; None if it is not one that this installation made."""
        try:
            *values, made = signing.Signer(salt=SALT).unsign_object(text.strip())
            return cls(*values, datetime.datetime.fromtimestamp(made, datetime.UTC))
        except (signing.BadSignature, ValueError, TypeError):
            return None


def askable(tree: PlanTree) -> list[tuple[OutcomeNode, ActionNode]]:
    """The actions that somebody can still be asked about."""
    return [
        (outcome, action)
        for priority in tree.priorities
        for outcome in priority.outcomes
        for action in outcome.actions
        if not action.completed_on and not (priority.withdrawn or outcome.withdrawn)
        and not action.withdrawn
    ]  # fmt: skip


def as_workbook(tree: PlanTree, *, on: datetime.date, shown: str = "") -> bytes:
    """The file. tree: whole or narrowed, read with its latest updates. on: today.

    shown: a sentence that says what a narrowed tree was narrowed to.
    """
    plan, board = tree.plan, tree.plan.board
    book = new_workbook(board, title=f"{plan.title}: to fill in", subject=plan.title)
    sheet, ratings = book.create_sheet(SHEET), book.create_sheet(RATINGS)
    looks = Looks(sheet)
    last_rating = _ratings(ratings, looks, plan)
    top = _head(sheet, looks, plan, on=on, shown=shown)
    rows = askable(tree)
    _titles(sheet, looks, plan, top)
    for number, (outcome, action) in enumerate(rows, top + 1):
        _row(sheet, looks, plan, number, outcome, action)
    _checks(sheet, plan, ratings, first=top + 1, last=top + max(1, len(rows)), words=last_rating)
    sheet.column_dimensions["A"].hidden = True
    heights(sheet, lowest=dict.fromkeys(range(top + 1, top + 1 + len(rows)), _LOWEST))
    sheet.freeze_panes = sheet.cell(top + 1, 4)
    print_setup(sheet, footer=f"{board.name}: {plan.title}", titles=f"{top}:{top}")
    for each in (sheet, ratings):
        each.protection.enable()
        each.protection.formatColumns = each.protection.formatRows = False  # allowed
    sheet.protection.autoFilter = sheet.protection.sort = False
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Worksheet, looks: Looks, plan, *, on: datetime.date, shown: str) -> int:
    """What this is and how to answer; returns the row of the column titles."""
    lines = [
        f"{plan.board.name}, asked on {told.long_date(on)}",
        shown,
        "Answer in the yellow cells and leave a row empty where there is nothing to say. Then "
        "save this file and send it back to whoever sent it to you.",
    ]
    put(sheet, 1, 2, plan.title, looks.unwrapped_title)
    row = 1
    for line in filter(None, lines):
        row += 1
        put(sheet, row, 2, line, looks.unwrapped)
    for label, look in ((WHO, looks.answer), (WHEN, looks.answer_date)):
        row += 1
        put(sheet, row, 2, label, looks.unwrapped_label)
        put(sheet, row, 5, "", look)
    day = DataValidation(
        type="date", operator="greaterThan", formula1="DATE(2000,1,1)", allow_blank=True
    )
    day.errorTitle, day.error = "Not a date", "Write a date, for example 27/3/2026."
    day.showErrorMessage = True
    day.promptTitle, day.prompt = WHEN, "Left empty, it is the day on which this is brought in."
    day.showInputMessage = True
    day.add(f"E{row}")
    sheet.add_data_validation(day)
    return row + 1


def _titles(sheet: Worksheet, looks: Looks, plan, row: int) -> None:
    words = {key: plan.word(key) for key in ("ref", "outcome", "action", "lead", "timescale")}
    titles = [KEY, words["ref"], words["outcome"], words["action"], words["lead"],
              words["timescale"], "As it stands"]  # fmt: skip
    for at, title in enumerate(titles, 1):
        put(sheet, row, at, title, looks.head)
    for at, title in enumerate(QUESTIONS.values(), _ABOUT + 1):
        put(sheet, row, at, title, looks.answer_head)
    widths(sheet, (10, 8, 24, 36, 22, 16, 34, *(_WIDTHS[name] for name in QUESTIONS)))


def _row(sheet, looks: Looks, plan, row: int, outcome: OutcomeNode, action: ActionNode) -> None:
    key = Key(plan.board_id, plan.pk, action.id, action.version, timezone.now())
    due = told.moved(action) or (action.due and f"Due {told.long_date(action.due)}")
    context = (
        key.signed(),
        action.ref,
        told.numbered(outcome.ref, outcome.title),
        "\n".join([action.text, *(f"• {item}" for item in action.sub_items)]),
        "\n".join(dict.fromkeys(lead.name for lead in action.leads)),
        "\n".join(part for part in (action.timescale_text, due) if part),
        _standing(plan, action),
    )
    for at, value in enumerate(context, 1):
        put(sheet, row, at, value, looks.text)
    for at in range(_ABOUT + 1, _ABOUT + 1 + len(QUESTIONS)):
        put(sheet, row, at, "", looks.answer)


def _standing(plan, action: ActionNode) -> str:
    """The rating and what was last said."""
    words = told.rag_words(plan.board)
    parts = [words[action.rag] if action.rag else "Not rated"]
    if action.updates:
        last = action.updates[-1]
        parts += [f"{told.said(last.on, last.by)}:", last.text]
    return "\n".join(part for part in parts if part)


def _checks(sheet: Worksheet, plan, ratings: Worksheet, *, first: int, last: int, words: int):
    """Lists to choose from, and a colour where a reason is missing."""
    letters = {name: get_column_letter(at) for at, name in enumerate(QUESTIONS, _ABOUT + 1)}
    rag, reason = letters["rag"], letters["reason"]
    cells = f"{rag}{first}:{rag}{last}"
    ratings_list(sheet, cells, source=ratings, first=2, last=words)
    recolour(sheet, cells, plan.board, plain=ANSWER)
    finished = DataValidation(type="list", formula1='"Yes"', allow_blank=True)
    finished.errorTitle, finished.error = "Yes or nothing", "Choose Yes, or leave it empty."
    finished.showErrorMessage = True
    finished.add(f"{letters['finished']}{first}:{letters['finished']}{last}")
    sheet.add_data_validation(finished)
    severe = [
        f'TRIM(${rag}{first})="{clean_cell(plan.board.rag_labels[name])}"'
        for name in ("red", "amber")
        if name in plan.board.rag_labels
    ]
    if severe:
        missing = PatternFill("solid", start_color="F9D3CF", end_color="F9D3CF", bgColor="F9D3CF")
        sheet.conditional_formatting.add(
            f"{reason}{first}:{reason}{last}",
            FormulaRule(
                formula=[f"AND(OR({','.join(severe)}),LEN(TRIM(${reason}{first}))=0)"],
                fill=missing,
            ),
        )


def _ratings(sheet: Worksheet, looks: Looks, plan) -> int:
    """The board's ratings and what they mean; returns the last row."""
    put(sheet, 1, 1, "Rating", looks.head)
    put(sheet, 1, 2, "What it means", looks.head)
    put(sheet, 1, 3, "Needs a reason", looks.head)
    row = 1
    for level in plan.board.rag_scheme:
        row += 1
        put(sheet, row, 1, level["label"], looks.ratings[level["rag"]])
        put(sheet, row, 2, level.get("meaning") or "As agreed by the board", looks.text)
        severe = level["rag"] in ("red", "amber")
        about = "Yes" if severe else "Where the dates say otherwise"
        put(sheet, row, 3, about, looks.text)
    widths(sheet, (16, 60, 34))
    heights(sheet)
    print_setup(sheet, footer=f"{plan.board.name}: {plan.title}")
    return row
