"""What a layout is: a function that renders a content into a Source and says what it kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from actions.importers.source import Source

from .contents import CONTENTS, Top

FILLS = {"red": "FF0000", "amber": "FFC000", "green": "00B050", "blue": "0070C0", "grey": "A6A6A6"}
_LAYOUTS: list[tuple[str, str, Callable, dict]] = []
_PLANS: list[tuple[str, Callable, int, int]] = []


@dataclass(frozen=True)
class Plan:
    """A synthetic plan: the file and what is in it."""

    name: str
    source: Source
    expected: list[dict]
    start: date
    end: date
    unplaced: int = 0


def layout(*contents: str, **keeps):
    """Register a layout for some contents. keeps: what of the structure it can hold (see
    `expected_of`)."""

    def register(function):
        for content in contents:
            _LAYOUTS.append((function.__module__, content, function, keeps))
        return function

    return register


def plan(year: int, *, unplaced: int = 0):
    """Register a plan written out by hand: a function that returns its Source and what is in it.

    unplaced: how many of its words are no part of a plan and must be listed as such.
    """

    def register(function):
        _PLANS.append((function.__module__, function, year, unplaced))
        return function

    return register


def every(*modules) -> list[Plan]:
    names = {module.__name__ for module in modules}
    plans = []
    for module, content, function, keeps in _LAYOUTS:
        if module in names:
            tops, year = CONTENTS[content]
            made = function(tops)
            plans.append(
                Plan(
                    f"{function.__name__}-{content}",
                    made,
                    expected_of(tops, **keeps),
                    date(year, 4, 1),
                    date(year + 1, 3, 31),
                )
            )
    for module, function, year, unplaced in _PLANS:
        if module in names:
            made, expected = function()
            start, end = date(year, 4, 1), date(year + 1, 3, 31)
            plans.append(Plan(function.__name__, made, expected, start, end, unplaced))
    return plans


def expected_of(
    tops: list[Top],
    *,
    priorities: bool = True,
    goals: bool = True,
    goal_refs: bool = True,
    top_refs: bool = True,
    refs: bool = True,
    leads: bool = True,
    support: bool = False,
    when: bool = True,
    measure: str | None = None,
    rag: bool = True,
    progress: bool = True,
    numbered: bool = False,
) -> list[dict]:
    """The content in the shape of `compare`, without what a layout leaves out.

    priorities, goals: False where the layout has no such level. measure: the field its measures
    are in. numbered: priorities are numbered by the layout itself.
    """
    made = []
    for place, top in enumerate(tops, 1):
        ref = str(place) if numbered else top.ref if top_refs else None
        outcomes = []
        for goal in top.goals:
            acts = [
                {
                    "ref": act.ref if refs else None,
                    "text": act.text,
                    "sub_items": act.subs,
                    "leads": [{"text": lead, "role": "lead"} for lead in act.leads if leads]
                    + [{"text": lead, "role": "support"} for lead in act.support if support],
                    "timescale": act.when if when else None,
                    "rag": act.rag if rag else None,
                    "progress": act.progress if progress else [],
                    **({measure: act.measure} if measure else {}),
                }
                for act in goal.acts
            ]
            outcomes.append(
                {"ref": goal.ref if goal_refs else None, "title": goal.title, "actions": acts}
            )
        if not goals:
            acts = [act for outcome in outcomes for act in outcome["actions"]]
            outcomes = [{"ref": None, "title": "", "actions": acts}]
        made.append({"ref": ref, "titles": [top.title], "outcomes": outcomes})
    if not priorities:
        outcomes = [o for top in made for o in top["outcomes"]]
        if not goals:
            acts = [act for outcome in outcomes for act in outcome["actions"]]
            outcomes = [{"ref": None, "title": "", "actions": acts}]
        made = [{"ref": None, "titles": [""], "outcomes": outcomes}]
    return made


def acts_of(tops: list[Top]):
    """Every action with what it stands under, and whether it is the first there."""
    for top in tops:
        for g, goal in enumerate(top.goals):
            for a, act in enumerate(goal.acts):
                yield top, goal, act, g == 0 and a == 0, a == 0


def numbered(ref: str | None, title: str, joint: str = " ") -> str:
    return f"{ref}{joint}{title}" if ref else title


def with_subs(act) -> str:
    """An action with its sub-items as bullets below it."""
    if not act.subs:
        return act.text
    return "\n".join([act.text, *(f"• {sub}" for sub in act.subs)])
