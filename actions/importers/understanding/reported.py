"""What the cells for progress say: reports with their day and author, and why a rating is so."""

from collections.abc import Callable

from . import cells, marks
from .accounting import Box, Piece


def read(builder, boxes: list[Box], outcome: dict, at: Callable[[Box], list[dict]]) -> None:
    """Give each report to the action beside its cell; beside several, to the outcome.

    at: the actions beside a cell.
    """
    # "Q1 update" and "Q2 update": what was written when is part of what they say.
    several = len({box.header for box in boxes if box.pieces}) > 1
    for box in boxes:
        mine = at(box)
        home = mine[0] if len(mine) == 1 else outcome
        _reports(builder, box, home, box.header if several else "")
    for box in boxes:
        mine = at(box)
        if len(mine) == 1 and mine[0]["rag"]:
            _reasons(builder, box, mine[0])


def _reports(builder, box: Box, home: dict, header: str) -> None:
    head, update = None, None
    for piece in cells.take(box.pieces):
        below = head is not None and piece.level is not None
        if below and update is not None:
            # Below a day of its own a list goes on with what is said of that day.
            update["text"] += f"\n- {piece.text}"
            _more(builder, box, piece, update)
            continue
        own, text = (None, f"- {piece.text}") if below else builder.headed(piece)
        head = own or head
        if own and not text:  # the day of the paragraphs that follow
            update = None
            continue
        # A day that stands above the words is theirs, even if they begin with another.
        update = builder.update(text, box.place, head=head, dated=bool(own) or below)
        if header:
            update["text"] = f"{header}: {text}"
        home["updates"].append(update)
        _more(builder, box, piece, update)


def _more(builder, box: Box, piece: Piece, update: dict) -> None:
    """What is said below a report about that report."""
    for mark in box.marks:
        if mark.above is piece and mark.kind in ("evidence", "difference_made"):
            _add(update, mark.kind, mark.take(builder.ledger))


def _reasons(builder, box: Box, action: dict) -> None:
    """Why an action is rated as it is goes with its last report."""
    for reason in marks.take(box, "reason", builder.ledger):
        if not action["updates"]:
            action["updates"].append(builder.update("", box.place))
        last = max(action["updates"], key=lambda update: update["on"])
        last["rag"] = action["rag"]
        _add(last, "reason", reason)


def _add(update: dict, name: str, text: str) -> None:
    update[name] = f"{update[name]}\n{text}" if update[name] else text
