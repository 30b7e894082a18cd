"""Which of a row's leads, dates and monitoring lines belong to which of its actions."""

from collections.abc import Callable
from dataclasses import dataclass, field

#: How many times over the entries of a row are given to its actions (50 leads, 60 actions).
MOST_SHARED = 3000


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


def pair(
    actions: list[Span], others: list[Span], fits: Callable[[list], bool] = lambda entries: True
) -> list[Paired]:
    """What each action has of a column, in the order of the actions.

    Cells that share rows belong together, however they are merged. As many entries as actions
    go one to one in order, if `fits` says that they can; one action has all of them; otherwise
    every action has all, to be settled. One entry each for some of the actions' own rows is
    theirs, and what stands beside no action belongs to the one above it.
    """
    others = [_beside_an_action(span, actions) for span in others]
    flat = [(span, entry) for span in actions for entry in span.entries]
    found = [Paired() for _ in flat]
    for group, cells in _components(actions, others):
        mine = set(map(id, group))
        places = [i for i, (span, _) in enumerate(flat) if id(span) in mine]
        entries = [entry for cell in cells for entry in cell.entries]
        if not places or not entries:
            continue
        if len(places) == 1:
            found[places[0]] = Paired(entries)
        elif len(entries) == len(places) and fits(entries):
            for place, entry in zip(places, entries, strict=True):
                found[place] = Paired([entry])
        else:
            # What no person could settle one by one stays with the first action.
            shared = places if len(places) * len(entries) <= MOST_SHARED else places[:1]
            for place in shared:
                found[place] = Paired(entries, shared=True)
    return found


def _beside_an_action(cell: Span, actions: list[Span]) -> Span:
    """The cell, moved up to the action before it where it stands beside none."""
    if not actions or any(a.first <= cell.last and a.last >= cell.first for a in actions):
        return cell
    above = [action for action in actions if action.last < cell.first]
    nearest = max(above, key=lambda a: a.last) if above else min(actions, key=lambda a: a.first)
    return Span(nearest.first, nearest.first, cell.entries)


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
