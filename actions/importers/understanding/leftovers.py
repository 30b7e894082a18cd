"""Words that nobody took: listed, and kept as notes unless somebody decides otherwise."""

from ..draft import Decisions, Unplaced
from .accounting import Ledger, Piece
from .building import Builder, note
from .levels import TextHeading
from .narrative import Narrative


def reserve(event) -> None:
    """Mark what belongs to the plan's headings, before the text around it is read."""
    if isinstance(event, TextHeading):
        event.piece.taken = True
    elif isinstance(event, Piece):
        event.taken = True


def find(
    ledger: Ledger, builder: Builder, around: Narrative, decisions: Decisions
) -> tuple[Unplaced, ...]:
    """What is left, each run with its place. What is kept goes into the notes of the outcome
    whose row it stands in, else to the end of the introduction."""
    found = []
    seen: dict[str, int] = {}
    for run in ledger.untaken():
        text = "\n".join(piece.take() for piece in run)
        place = run[0].place
        seen[place] = seen.get(place, 0) + 1
        key = place if seen[place] == 1 else f"{place} ({seen[place]})"
        kept = decisions.unplaced.get(key, "keep") != "leave"
        found.append(Unplaced(key, place, text, kept))
        if kept:
            outcome = builder.outcome_at.get(place)
            if outcome:
                note(outcome, text)
            else:
                around.add("introduction", text)
    return tuple(found)
