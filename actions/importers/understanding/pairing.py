"""Which of a row's leads, dates and monitoring lines belong to which of its actions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Span:
    """Something that stands in a cell: its rows, from first to last."""

    first: int
    last: int
    entries: list


@dataclass(slots=True)
class Paired:
    """What an action has of a column. shared: the entries stand for several actions, and which
    of them each action has is for a person to settle."""

    entries: list = field(default_factory=list)
    shared: bool = False
    origin: str = ""


def pair(
    actions: list[Span], others: list[Span], fits: Callable[[list], bool] = lambda entries: True
) -> list[Paired]:
    """What each action has of a column, in the order of the actions.

    Cells that share rows belong together, however they are merged. As many entries as actions
    go one to one in order, if `fits` says that they can; one action has all of them; otherwise
    every action has all, to be settled. One entry each for some of the actions' own rows is
    theirs.
    """
    flat = [(span, entry) for span in actions for entry in span.entries]
    found = [Paired() for _ in flat]
    for number, (group, cells) in enumerate(_components(actions, others)):
        places = [i for i, (span, _) in enumerate(flat) if any(span is a for a in group)]
        entries = [entry for cell in cells for entry in cell.entries]
        if not places or not entries:
            continue
        if len(places) == 1:
            found[places[0]] = Paired(entries)
        elif len(entries) == len(places) and fits(entries):
            for place, entry in zip(places, entries, strict=True):
                found[place] = Paired([entry])
        else:
            for place in places:
                found[place] = Paired(entries, shared=True, origin=str(number))
    return found


def _components(actions: list[Span], others: list[Span]):
    """Cells of actions and of another column that hang together by the rows they share."""
    rest = sorted(actions, key=lambda span: span.first)
    cells = sorted(others, key=lambda span: span.first)
    while rest:
        group, mine = [rest.pop(0)], []
        first, last = group[0].first, group[0].last
        grown = True
        while grown:
            grown = False
            for pool, into in ((rest, group), (cells, mine)):
                for span in [s for s in pool if s.first <= last and s.last >= first]:
                    pool.remove(span)
                    into.append(span)
                    first, last = min(first, span.first), max(last, span.last)
                    grown = True
        yield group, sorted(mine, key=lambda span: span.first)
