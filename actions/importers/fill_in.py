"""The filled-in workbook comes back: read, then held against the plan row by row.

`read_answers` only reads: whose rows they are, by their signed keys, and what was written into
them. `check` says of each row what would become of it, without writing anything. The same words
of the same workbook are recognised, so bringing a file in twice does nothing.
"""

import datetime
from dataclasses import dataclass, field, replace

from django import forms
from django.core import signing
from django.db import transaction

from boardplan import clock
from boardplan.errors import Conflict, RuleBroken

from ..exporters.fill_in import KEY, QUESTIONS, WHEN, WHO, Key
from ..models import Action, Plan, ProgressUpdate
from ..services.answers import Answer, write_answer
from .reading import read_file
from .source import Cell, Table

PACKED = "actions.fill-in.packed"
NOT_OURS = (
    "This is not a workbook to fill in that was made here. Download one for this plan, copy the "
    "answers into it and upload that."
)
ANOTHER_PLAN = (
    "This workbook was made for another plan, so its rows do not belong here. Open that plan and "
    "bring it in there."
)
TAMPERED = (
    "The hidden key of this row is missing or was changed, so it is not sure which action it is "
    "about. Write the answer into the row of its action in a new workbook; what is new to the plan "
    "is added there."
)
TWICE = "This action stands in the workbook twice. Put both answers into one row."
GONE = "This action is no longer in the plan."
NOTHING_SAID = "Say what has happened, or choose a rating"
_YES = {"yes", "y", "x", "true", "1", "done", "finished", "complete", "completed", "✓", "✔"}
_NO = {"", "no", "n", "false", "0"}


@dataclass(frozen=True, slots=True)
class Said:
    """What was written into one row. place: "row 12"; cells: {field: "H12"}, where it stands."""

    key: Key | None
    place: str
    words: dict[str, str]
    cells: dict[str, str]
    on: datetime.date | None = None

    @property
    def empty(self) -> bool:
        return not any(self.words.values())

    def cell(self, name: str) -> str:
        return self.cells.get(name) or self.place


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of a workbook: who filled it in, the day it describes, its rows."""

    who: str
    on: datetime.date | None
    rows: tuple[Said, ...]


@dataclass(slots=True)
class Row:
    """A row held against the plan.

    answer: what would be written, None where it cannot be. problem: (field, cell, sentence).
    moved: whether the action moved on since the workbook was made; again: also since the manager
    saw it. there: the update that says the same already.
    """

    said: Said
    action: Action | None = None
    answer: Answer | None = None
    problem: tuple[str, str, str] | None = None
    moved: bool = False
    again: bool = False
    there: ProgressUpdate | None = None

    @property
    def wants_reason(self) -> bool:
        return self.problem is not None and self.problem[0] == "reason"


@dataclass(slots=True)
class Checked:
    rows: list[Row] = field(default_factory=list)
    empty: int = 0  # rows without an answer


def read_answers(name: str, content: bytes) -> Sheet:
    """The answers in a workbook. Raises Unreadable or RuleBroken with what to do."""
    source = read_file(name, content)
    for table in source.tables:
        found = _titles(table)
        if found is not None:
            return _sheet(table, source.tables, *found)
    raise RuleBroken(NOT_OURS)


def _titles(table: Table) -> tuple[int, dict[str, int]] | None:
    """The row of the titles, and in which column each is."""
    wanted = {KEY: "key", **{title: name for name, title in QUESTIONS.items()}}
    for number, cells in enumerate(table.grid):
        columns = {
            wanted[_flat(cell)]: at for at, cell in enumerate(cells) if _flat(cell) in wanted
        }
        if "key" in columns and "text" in columns:
            return number, columns
    return None


def _sheet(table: Table, tables: list[Table], top: int, columns: dict[str, int]) -> Sheet:
    about = {}
    for cells in (row for each in tables for row in each.grid):
        for place, cell in enumerate(cells):
            if _flat(cell) in (WHO, WHEN) and _flat(cell) not in about:
                after = [other for other in cells[place + 1 :] if other.lines and other != cell]
                about[_flat(cell)] = after[0] if after else None
    who = _flat(about[WHO]) if about.get(WHO) else ""
    on = _day(about[WHEN]) if about.get(WHEN) else None
    rows = []
    for cells in table.grid[top + 1 :]:
        if not any(cell.lines for cell in cells):
            continue
        found = {name: cells[at] for name, at in columns.items() if at < len(cells)}
        words = {name: _text(found[name]) if name in found else "" for name in QUESTIONS}
        if not _flat(found["key"]) and not any(words.values()):
            continue
        places = {name: cell.place.rpartition(", ")[2] for name, cell in found.items()}
        number = "".join(c for c in places["key"] if c.isdigit())
        rows.append(
            Said(
                Key.read(_flat(found["key"])), f"row {number}" if number else "", words, places, on
            )
        )
    return Sheet(who[:200], on, tuple(rows))


def _flat(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _text(cell: Cell) -> str:
    """Its words as they were typed, bullets included."""
    lines = (" ".join(part for part in (line.marker, line.text) if part) for line in cell.lines)
    return "\n".join(lines).strip()


def _day(cell: Cell) -> datetime.date | None:
    """A day, typed or real. Raises RuleBroken where it is none."""
    if isinstance(cell.value, datetime.datetime):
        return cell.value.date()
    if isinstance(cell.value, datetime.date):
        return cell.value
    try:
        return forms.DateField().clean(_flat(cell)) if _flat(cell) else None
    except forms.ValidationError as problem:
        place = cell.place.rpartition(", ")[2]
        raise RuleBroken(
            f"“{_flat(cell)[:40]}” in {place} is not a date. Write it like 27/3/2026."
        ) from problem


def check(sheet: Sheet, plan: Plan, *, by, seen: dict[int, int] | None = None) -> Checked:
    """Hold every row against `plan` (with its board); nothing is written.

    seen: {action id: version} that the manager saw beside the answers; None the first time.
    Raises RuleBroken if the workbook as a whole does not belong to this plan.
    """
    keys = [row.key for row in sheet.rows if row.key is not None]
    if not keys:
        raise RuleBroken(NOT_OURS)
    if any((key.board_id, key.plan_id) != (plan.board_id, plan.pk) for key in keys):
        raise RuleBroken(ANOTHER_PLAN)
    found = Checked()
    rows = []
    for said in sheet.rows:
        if said.empty:
            found.empty += 1
        else:
            rows.append(said)
    ids = [said.key.action_id for said in rows if said.key]
    actions = {
        action.pk: action
        for action in Action.objects.filter(plan=plan, pk__in=ids).select_related("plan", "board")
    }
    reported = _reported(ids)
    met: set[int] = set()
    for said in rows:
        row = Row(said)
        found.rows.append(row)
        if said.key is None:
            row.problem = ("", said.place, TAMPERED)
            continue
        row.action = actions.get(said.key.action_id)
        if row.action is None:
            row.problem = ("", said.place, GONE)
            continue
        if said.key.action_id in met:
            row.problem = ("", said.place, TWICE)
            continue
        met.add(said.key.action_id)
        row.action.board = row.action.plan.board = plan.board
        _answer(row, plan)
        row.there = next(
            (update for update in reported.get(row.action.pk, ()) if _same(update, row)), None
        )
        row.moved = row.action.version != said.key.version
        row.again = row.action.version != (seen or {}).get(row.action.pk, row.action.version)
    _try_out(found.rows, by=by)
    return found


def _reported(ids: list[int]) -> dict[int, list[ProgressUpdate]]:
    found: dict[int, list[ProgressUpdate]] = {}
    for update in ProgressUpdate.objects.filter(action__in=ids).order_by("-id"):
        found.setdefault(update.action_id, []).append(update)
    return found


def _same(update: ProgressUpdate, row: Row) -> bool:
    """Whether an update of after the workbook was made says just this already."""
    words = row.said.words
    rag = row.answer.rag if row.answer else update.rag
    return (
        update.recorded_at.replace(microsecond=0) >= row.said.key.made_at
        and update.text == words["text"].strip()
        and update.evidence == words["evidence"].strip()
        and update.difference_made == words["difference_made"].strip()
        and (not words["reason"] or update.reason == words["reason"].strip())
        and (not rag or update.rag == rag)
    )


def _answer(row: Row, plan: Plan) -> None:
    """What the row's words mean; a problem where a word is not one that can be chosen."""
    words, said = row.said.words, row.said
    ratings = {label.casefold(): rag for rag, label in plan.board.rag_labels.items()}
    rag = words["rag"].strip().casefold()
    finished = words["finished"].strip().casefold()
    if rag and rag not in ratings:
        listed = ", ".join(plan.board.rag_labels.values())
        row.problem = ("rag", said.cell("rag"), f"“{words['rag'][:40]}” is not one of: {listed}")
        return
    if finished not in _YES | _NO:
        row.problem = ("finished", said.cell("finished"), "Choose Yes, or leave it empty")
        return
    if not words["text"] and not rag and finished not in _YES:
        row.problem = ("text", said.cell("text"), NOTHING_SAID)
        return
    row.answer = Answer(
        action=row.action,
        version=row.action.version,
        on=said.on or clock.today(),
        finished=finished in _YES,
        rag=ratings.get(rag, ""),
        **{name: words[name] for name in ("text", "reason", "difference_made", "evidence")},
    )


class _TakenBack(Exception):
    """Ends the trial: nothing of it stays."""


def _try_out(rows: list[Row], *, by) -> None:
    """Write what can be written and take all of it back: the rules are those of the services."""
    try:
        with transaction.atomic():
            for row in rows:
                if row.answer is None or row.there is not None:
                    continue
                try:
                    with transaction.atomic():
                        write_answer(row.answer, by=by, by_name="…")
                except RuleBroken as broken:
                    name = broken.field or ""
                    row.problem = (name, row.said.cell(name), broken.message)
                except Conflict:  # somebody writes at this very moment
                    row.moved = row.again = True
            raise _TakenBack
    except _TakenBack:
        pass


def with_reasons(sheet: Sheet, reasons: dict[int, str]) -> Sheet:
    """The sheet with reasons that the manager added: {action id: reason}."""
    rows = []
    for said in sheet.rows:
        reason = reasons.get(said.key.action_id, "").strip() if said.key else ""
        words = said.words | {"reason": reason} if reason else said.words
        rows.append(replace(said, words=words))
    return replace(sheet, rows=tuple(rows))


def packed(sheet: Sheet, checked: Checked) -> str:
    """The answers on their way through the manager's browser: signed, so that what was checked is
    what comes back. Nothing of a workbook is kept on the server before it is confirmed."""
    values = {
        "who": sheet.who,
        "on": sheet.on.isoformat() if sheet.on else None,
        "rows": [
            [said.key.signed() if said.key else "", said.place, said.words, said.cells]
            for said in sheet.rows
            if not said.empty
        ],
        "seen": [[row.action.pk, row.action.version] for row in checked.rows if row.action],
    }
    return signing.dumps(values, salt=PACKED, compress=True)


def unpacked(text: str) -> tuple[Sheet, dict[int, int]]:
    """The answers again, and which version of each action was seen beside them.

    Raises RuleBroken if they are not what was sent out, or a day old.
    """
    try:
        values = signing.loads(text, salt=PACKED, max_age=24 * 3600)
    except signing.BadSignature as problem:
        raise RuleBroken(
            "These answers waited for more than a day. Upload the workbook again."
        ) from problem
    on = datetime.date.fromisoformat(values["on"]) if values["on"] else None
    rows = tuple(
        Said(Key.read(key), place, words, cells, on) for key, place, words, cells in values["rows"]
    )
    return Sheet(values["who"], on, rows), dict(values["seen"])
