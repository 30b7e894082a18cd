"""Which headings are priorities, which are outcomes, and which only describe one.

Decided over the whole file: a heading is what the other headings of its kind are.
"""

import re
from collections import Counter
from dataclasses import dataclass

from . import refs
from .accounting import Piece
from .rows import Group, Heading, heading_of

_ABOUT = re.compile(r"[A-Z][^:.]{2,40}:\s+\S")


@dataclass(slots=True, eq=False)
class TextHeading:
    """A heading outside the tables. level: priority or outcome."""

    piece: Piece
    said: refs.Numbered
    level: str = ""


@dataclass(slots=True, eq=False)
class Gap:
    """The paragraphs before a plan table."""

    pieces: list[Piece]


Event = Gap | Heading | Group


def settle(events: list[Event]) -> list[Event | TextHeading | Piece]:
    """The events with every heading's level, and the gaps' pieces told apart.

    A Piece in the result describes the TextHeading before it; pieces that belong to no heading
    are left out (they are the document's own text).
    """
    events = _promoted(events)
    texts = _text_headings(events)
    above = {heading.level for heading in texts.values()}
    _table_headings(events, above)
    result: list = []
    for event in events:
        if isinstance(event, Gap):
            inside = False
            for piece in event.pieces:
                if piece in texts:
                    inside = True
                    result.append(texts[piece])
                elif inside:
                    result.append(piece)
        else:
            result.append(event)
    return result


def _promoted(events: list[Event]) -> list[Event]:
    """Outcomes with nothing of their own, each followed by other outcomes, are headings."""
    alone = [
        place
        for place, event in enumerate(events[:-1])
        if isinstance(event, Group) and _is_title_alone(event, events[place + 1])
    ]
    marked = all(events[place].texts("outcome").isupper() for place in alone)
    if len(alone) < 2 and not marked:
        return events
    result = list(events)
    for place in alone:
        group = events[place]
        result[place] = heading_of(group.boxes["outcome"], group.section)
    return result


def _is_title_alone(group: Group, after: Event) -> bool:
    if set(group.boxes) != {"outcome"} or len(group.boxes["outcome"]) > 1:
        return False
    box = group.boxes["outcome"][0]
    return (
        box.rows == 1
        and len(box.flat.split()) <= 12
        and isinstance(after, Group)
        and after.section is group.section
        and bool(after.texts("outcome"))
    )


# -- headings outside tables ----------------------------------------------------------------


def _text_headings(events: list[Event]) -> dict[Piece, TextHeading]:
    gaps = [event for event in events if isinstance(event, Gap)]
    if not gaps:
        return {}
    kinds = Counter(
        kind for gap in gaps[1:] for kind in {_kind(piece) for piece in gap.pieces} if kind
    )
    found: dict[Piece, TextHeading] = {}
    for number, gap in enumerate(gaps):
        tail = gap.pieces if number else _tail(gap.pieces, set(kinds))
        below = _below_the_plan(gap.pieces)
        for piece in tail or below:
            kind = _kind(piece)
            if kind and (kind[0] == "label" or kinds[kind] >= 1 or piece in below):
                found[piece] = TextHeading(piece, refs.heading(_with_marker(piece)))
    _text_levels(events, found)
    return found


def _below_the_plan(pieces: list[Piece]) -> list[Piece]:
    """What follows a heading such as "The action plan": it stands above the table."""
    for place in range(len(pieces) - 1, -1, -1):
        piece = pieces[place]
        if piece.heading is not None and refs.names_the_plan(piece.text):
            return pieces[place + 1 :]
    return []


def has_heading(pieces: list[Piece]) -> bool:
    """Whether one of the paragraphs is a heading, so that what follows is no continuation."""
    return any(_kind(piece) for piece in pieces)


def _with_marker(piece: Piece) -> str:
    marker = refs.whole_ref(piece.marker)
    return f"{piece.marker} {piece.text}" if marker else piece.text


def _kind(piece: Piece) -> tuple | None:
    """What kind of heading a paragraph is: by its words, else by its style."""
    if len(piece.text) > 300:
        return None
    said = refs.heading(_with_marker(piece))
    styled = piece.heading is not None or piece.bold
    if said.label and (said.ref or (styled and said.text)) and (styled or len(piece.text) < 160):
        return ("label", said.noun)
    if said.noun in refs.ABOVE and said.text and len(piece.text) < 120 and _names(piece):
        # "Priority: Neglect" as a plain paragraph; only as good as its likes between the tables.
        return ("plain", said.noun)
    return ("style", piece.heading) if piece.heading is not None else None


def _names(piece: Piece) -> bool:
    """Whether it can be a name: a line of its own that is no sentence and no item of a list."""
    return piece.level is None and "\n" not in piece.text and piece.text[-1] not in ".;,?"


def _tail(pieces: list[Piece], kinds: set) -> list[Piece]:
    """The end of the text before the first table that is already its heading.

    Only a labelled heading, or one of the style that the headings between the tables have; and
    only if no more than a few paragraphs lie between it and the table.
    """
    last = None
    for place in range(len(pieces) - 1, max(-1, len(pieces) - 7), -1):
        kind = _kind(pieces[place])
        if kind and (kind in kinds or kind[0] == "label"):
            last = place
            if kind[0] == "label" and kind[1] in refs.ABOVE | {"objective"}:
                break
        elif last is not None:
            break
    if last is None:
        return []
    # A list of all priorities is not the heading of the first.
    run = [piece for piece in pieces[last:] if (_kind(piece) or ("",))[0] == "label"]
    if len(run) > 2 and run[-1] is pieces[-1]:
        return []
    return pieces[last:]


def _text_levels(events: list[Event], found: dict[Piece, TextHeading]) -> None:
    order = list(found.values())
    kinds = list(dict.fromkeys(_kind(heading.piece) for heading in order))
    if len(kinds) < 2:
        for heading in order:
            heading.level = "priority"
        return
    first = _kind(order[0].piece)
    has_outcomes = any(isinstance(e, Group) and e.section.has("outcome") for e in events)
    for heading in order:
        kind = _kind(heading.piece)
        noun = heading.said.noun
        lower = kind != first and (
            noun in refs.BELOW
            or heading.said.depth > order[0].said.depth
            or (heading.piece.heading or 0) > (order[0].piece.heading or 0)
        )
        heading.level = "outcome" if lower and not has_outcomes else "priority"


# -- headings that span a table ---------------------------------------------------------------


def _table_headings(events: list[Event], above: set[str]) -> None:
    headings = [event for event in events if isinstance(event, Heading)]
    over: set[tuple] = set()  # kinds of headings that stand directly over another kind
    follows: dict[Heading, Heading] = {}
    before: Event | None = None
    for event in events:
        if isinstance(event, Heading) and isinstance(before, Heading):
            follows[event] = before
            if _kind_of_row(before) != _kind_of_row(event) and not _explains(event):
                over.add(_kind_of_row(before))
        before = event
    numbers = {heading.said.ref for heading in headings if heading.said.ref}
    styles = Counter(heading.style for heading in headings)
    for place, event in enumerate(events):
        if isinstance(event, Heading):
            if _is_footnote(event, events, place, styles):
                event.level = "note"
            else:
                event.level = _level(event, follows.get(event), above, over, numbers)


def _kind_of_row(heading: Heading) -> tuple:
    return (heading.said.noun, heading.said.depth, heading.style)


def _explains(heading: Heading) -> bool:
    """ "Why this matters: …", "Priority lead: …": words about the heading above."""
    return bool(_ABOUT.match(heading.text)) and not heading.said.label


def _is_footnote(heading: Heading, events: list, place: int, styles: Counter) -> bool:
    """A last row below the rows of a table that heads nothing and looks like no other heading."""
    said, grid = heading.said, heading.section.grid
    if said.ref or said.label or heading.boxes[0].row < len(grid.rows) - 1 or not place:
        return False
    before = events[place - 1]
    after = [event for event in events[place + 1 :] if isinstance(event, Group)]
    in_rows = isinstance(before, Group) and before.section.grid is grid
    return in_rows and (not after or styles[heading.style] == 1)


def _level(heading: Heading, before: Heading | None, above: set, over: set, numbers: set) -> str:
    said = heading.said
    if before is not None and before.level != "outcome" and _explains(heading):
        return "description"
    if heading.section.has("outcome"):
        # The table has its outcomes in a column. What follows a heading without a number or a
        # name of its own says more about it.
        return "description" if before and not (said.noun or said.ref) else "priority"
    if heading.section.label:
        return heading.section.label
    if "priority" in above or said.noun in refs.BELOW:
        return "outcome"
    numbered_above = said.ref and any(n.startswith(f"{said.ref}.") for n in numbers)
    if said.noun in refs.ABOVE or numbered_above or _kind_of_row(heading) in over:
        return "priority"
    return "outcome"
