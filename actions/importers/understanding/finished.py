"""What the columns for being done say of the actions beside them, and what speaks against it."""

import re
from collections.abc import Callable

from . import done, parties, timing
from .accounting import Box, Piece
from .rows import Group

_NOTHING = re.compile(r"n\s?/?\s?a\.?|not applicable|t\.?b\.?[acd]\.?|[-–—?.]+", re.IGNORECASE)
_RATING = (("keep", "Keep the rating"), ("done", "It is done"))
_DONE = (("done", "It is done"), ("open", "It is not finished"))
_NOT_DONE = (("keep", "Keep it as it is"), ("open", "It is not finished"))


def read(builder, group: Group, at: Callable[[Box], list[dict]]) -> None:
    """Rate what is done, keep what share of it is and whatever else its cell says as progress.

    at: the actions beside a cell. Called when ratings and days of completion are read: they hold,
    and what contradicts them is a doubt.
    """
    for box in group.boxes.get("done", []):
        mine = at(box) if box.pieces else []
        if len(mine) == len(box.pieces) > 1:
            for piece, action in zip(list(box.pieces), mine, strict=True):
                read_one(builder, group, box, [piece], [action])
        elif mine:
            read_one(builder, group, box, box.pieces, mine)


def read_one(builder, group: Group, box: Box, pieces: list[Piece], mine: list[dict]) -> None:
    """What these pieces of a cell say of these actions."""
    text = "\n".join(piece.take() for piece in pieces)
    state = done.read(text, shares=True, fractions=_has_fractions(group, box))
    if state is None and _NOTHING.fullmatch(text.strip()):
        builder.ledger.label("mark", text, box.place)
        return
    if state is None:
        _report(builder, box, text, mine)
        builder.findings.add(
            "done-unread",
            parties.plain(text),
            said=text,
            place=box.place,
            about=tuple(action["key"] for action in mine),
        )
        return
    day = timing.of_value(state.rest, None, builder.period).due if state.rest else None
    if state.share is not None:
        # What it says stays as it is said; a bare number says too little by itself.
        bare = "complete" not in text.casefold() and not state.rest
        builder.ledger.label("mark", text, box.place)
        _report(builder, box, f"{state.share:g}% complete" if bare else text, mine)
    elif state.rest and day is None:
        _report(builder, box, text, mine)
    else:
        builder.ledger.label("mark", text, box.place)
    for action in mine:
        before = builder.said_done.setdefault(action["key"], state.done)
        if before != state.done and not _changed_by_a_person(builder, box, action, before):
            continue
        if state.done:
            _done(builder, group, box, action, day)
        else:
            _not_done(builder, box, action, text, part=bool(state.share))


def _changed_by_a_person(builder, box: Box, action: dict, before: bool) -> bool:
    """Ask where two columns disagree; whether a person said that the later one is right.

    The earlier one is taken back then: what it did is what it says of work that is done.
    """
    decided = builder.findings.add(
        "done-twice",
        action["key"],
        said=action["text"],
        place=box.place,
        about=(action["key"],),
        choices=_DONE if before else _DONE[::-1],
        said_first="done" if before else "not done",
    )
    if decided not in ("done", "open") or (decided == "done") == before:
        return False
    if before:
        if action["rag"] == builder.done_as:
            action["rag"] = None
        for undated in builder.undated.values():
            undated[:] = [one for one in undated if one is not action]
    return True


def _has_fractions(group: Group, box: Box) -> bool:
    grid = group.section.grid
    return any(done.is_fraction(row[box.column].flat) for row in grid.rows)


def _report(builder, box: Box, text: str, mine: list[dict]) -> None:
    home = mine[0] if len(mine) == 1 else builder.current
    home["updates"].append(builder.update(text, box.place))


def _done(builder, group: Group, box: Box, action: dict, day) -> None:
    if day is not None and not action["completed_on"]:
        action["completed_on"] = day.isoformat()
    if action["rag"] is None:
        action["rag"] = builder.done_as
    elif action["rag"] not in ("green", "blue"):
        decided = builder.findings.add(
            "done-and-rating",
            action["key"],
            said=action["text"],
            place=box.place,
            about=(action["key"],),
            choices=_RATING,
            rag=action["rag"],
        )
        if decided != "done":
            return
        action["rag"] = builder.done_as
    if not action["completed_on"]:
        undated = builder.undated.setdefault(group.section.grid.key, [])
        if not any(one is action for one in undated):
            undated.append(action)


def _not_done(builder, box: Box, action: dict, text: str, *, part: bool) -> None:
    """part: a share of the work is named. Green is achieved where nothing is signed off, and
    "50 %" is not; an unticked box beside green is left, since boards rate work on course so."""
    code, name = ("date-not-done", "completed_on")
    if not action["completed_on"]:
        code, name = ("rating-not-done", "rag")
        if action["rag"] != "blue" and not (part and action["rag"] == builder.done_as):
            return
    decided = builder.findings.add(
        code,
        action["key"],
        said=f"{action['text']}: {text}",
        place=box.place,
        about=(action["key"],),
        choices=_NOT_DONE,
        day=timing.in_words(action["completed_on"]),
    )
    if decided == "open":
        action[name] = None


def about_days(builder) -> None:
    """Ask once for each table when what is done was finished; nobody's day is made up."""
    for key, actions in builder.undated.items():
        if not actions:
            continue
        decided = builder.findings.add(
            "done-undated",
            key,
            said="\n".join(action["text"] for action in actions),
            place=actions[0]["place"],
            about=tuple(action["key"] for action in actions),
            choices=(("keep", "Leave it open"),),
            free=True,
            number=len(actions),
        )
        day = timing.of_typed(decided, builder.period).due if decided not in ("", "keep") else None
        if day is not None:
            for action in actions:
                action["completed_on"] = day.isoformat()
