"""Which tables are the plan, which are lists of groups, which are text."""

import re
from dataclasses import dataclass, field

from ..draft import Decisions, TableRole
from . import cards, columns, headers, ratings, refs, shapes
from .accounting import Grid, Ledger, Piece
from .headers import Section

_PARTY_WORDS = re.compile(
    r"\b(?:sub ?-?groups?|groups?|(?:sub ?-?)?committees?|panels?|chairs?|chaired by"
    r"|agency|agencies|organisation|members?|representative|acronyms?|abbreviations?|terms?"
    r"|meaning|stands for"
    r"|full name|name|role|title|post|lead|reports? to|purpose)\b",
    re.IGNORECASE,
)
#: Headers of a risk register.
_REGISTER = re.compile(r"\b(?:likelihood|probability|inherent|residual|mitigat\w+|risk score)\b")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z&/]{1,9}")
_COLOURS = re.compile(r"\b(?:red|amber|yellow|green|blue|grey|gray)\b", re.IGNORECASE)


@dataclass(slots=True)
class Roles:
    """What each table is: the sections of those that are the plan, the role of all.

    guessed: tables whose columns no header names. answering: those that have no column of actions
    by name, but one of what was done about something. rag_key: what the document's key says of its
    letters and numbers.
    """

    sections: dict[str, list[Section]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    answering: set[str] = field(default_factory=set)
    rag_key: dict[str, str] = field(default_factory=dict)

    def described(self, ledger: Ledger) -> tuple[TableRole, ...]:
        return tuple(
            TableRole(grid.key, self.roles[grid.key], grid.place, grid.name, _example(grid))
            for grid in ledger.blocks
            if isinstance(grid, Grid)
        )


def find(ledger: Ledger, decisions: Decisions) -> Roles:
    """Tell the tables of a file apart, after what people decided."""
    found = Roles()
    before: Section | None = None
    ledger.blocks = [
        cards.upright(block) if isinstance(block, Grid) else block for block in ledger.blocks
    ]
    for grid in ledger.blocks:
        if isinstance(grid, Piece):
            continue
        decided = decisions.tables.get(grid.key)
        role, sections = _role(grid, before, decided, found)
        found.roles[grid.key] = role
        if role == "plan":
            for section in sections:
                _decide(section, decisions)
            found.sections[grid.key] = sections
            before = sections[-1]
        else:
            texts = [" ".join(box.flat for box in grid.own(n)) for n in range(len(grid.rows))]
            found.rag_key |= ratings.key_of(texts)
    if not found.sections:
        _answers(ledger, decisions, found)
    _set_titles_apart(found)
    return found


def _answers(ledger: Ledger, decisions: Decisions, found: Roles) -> None:
    """Where no table is a plan, those that say what is done about something are."""
    for grid in ledger.blocks:
        if isinstance(grid, Piece) or grid.key in decisions.tables or _is_rag_key(grid):
            continue
        sections = headers.answering_sections(grid)
        if sections:
            for section in sections:
                _decide(section, decisions)
            found.roles[grid.key] = "plan"
            found.sections[grid.key] = sections
            found.answering.add(grid.key)


def _set_titles_apart(found: Roles) -> None:
    """Rows above a header that name the table and not what stands in it.

    A heading has a number or a name ("Objective 2: …"), or every table has one.
    """
    firsts = [sections[0] for sections in found.sections.values() if sections[0].above]
    for section in firsts:
        for number in section.above:
            filled = [box for box in section.grid.own(number) if box.pieces]
            said = refs.heading(" ".join(box.flat for box in filled))
            if len(filled) > 2 or not (said.ref or said.label or len(firsts) > 1):
                section.titles.append(number)
                section.rows.remove(number)


def _role(
    grid: Grid, before: Section | None, decided: str | None, found: Roles
) -> tuple[str, list[Section]]:
    if decided in ("groups", "text"):
        return decided, []
    key = _is_rag_key(grid)
    sections = headers.sections_of(grid, None if key else before)
    named = bool(sections and sections[0].header_rows)
    if sections and (decided == "plan" or not named or _is_plan(sections)):
        return "plan", sections
    if decided != "plan":
        if key or named:
            return ("groups" if not key and _is_groups(grid) else "text"), []
        if _is_groups(grid):
            return "groups", []
    guessed = shapes.guess(grid, list(range(len(grid.rows)))) if _is_dense(grid) else None
    if guessed is None and decided == "plan" and grid.width:
        guessed = ["notes"] * grid.width
        guessed[shapes.widest(grid)] = "action"
    if guessed is None:
        return "text", []
    everything = list(range(len(grid.rows)))
    if decided == "plan" and (titles := _titles(grid)):
        return "plan", [Section(grid, [0], everything[1:], titles, guessed)]
    found.guessed.add(grid.key)
    return "plan", [Section(grid, [], everything, [""] * grid.width, guessed)]


def _titles(grid: Grid) -> list[str]:
    """The first row of a table as titles of its columns, where it looks like them."""
    first = [box for box in grid.own(0) if box.pieces] if len(grid.rows) > 1 else []
    styled = grid.header_rows > 0 or all(box.bold or box.fill for box in first)
    short = all(len(box.flat) <= 40 for box in first)
    if not (short and styled and len(first) >= 2):
        return []
    return [grid.rows[0][column].flat for column in range(grid.width)]


def _is_plan(sections: list[Section]) -> bool:
    """Whether the headers of a table are those of a plan: something to do, and who or when."""
    said = {columns.plain(text) for section in sections for text in section.headers}
    if any(_REGISTER.search(text) for text in said):
        return False
    meant = {columns.meaning_of(text) for text in said}
    meant |= {"action" for section in sections if section.heading}
    about = meant & {"lead", "timescale", "progress", "rag", "success_measure", "monitoring"}
    about |= meant & {"done", "completed_on"}
    if "action" in meant and _is_scorecard(said, meant):
        return False
    if "action" in meant:
        return bool(about | meant & {"outcome", "priority", "ref", "support", "owner"})
    return bool(meant & {"outcome", "priority", "success_measure"}) and len(about) >= 2


def _is_scorecard(said: set[str], meant: set[str]) -> bool:
    """Indicators with targets and figures: nobody is to do anything."""
    sure = {text for text in said if columns.meaning_of(text) == "action"}
    targets = all(re.search(r"\btargets?\b", text) for text in sure)
    return targets and "success_measure" in meant and not meant & {"lead", "timescale"}


def _is_dense(grid: Grid) -> bool:
    return grid.width >= 3 and sum(bool(grid.own(n)) for n in range(len(grid.rows))) >= 2


def _is_rag_key(grid: Grid) -> bool:
    """A small table that explains colours."""
    texts = [box.flat for n in range(min(len(grid.rows), 9)) for box in grid.own(n) if box.pieces]
    colours = {m.lower() for text in texts for m in _COLOURS.findall(text)}
    fills = {
        rag
        for n in range(min(len(grid.rows), 9))
        for box in grid.own(n)
        if box.columns < 3 and (rag := ratings.of_fill(box.fill))
    }
    return (
        len(grid.rows) <= 8
        and len(texts) <= 24
        and (len(colours) >= 3 or (len(colours) >= 2 and len(fills - {"blue", "grey"}) >= 2))
    )


def _is_groups(grid: Grid) -> bool:
    if not 2 <= grid.width <= 4 or len(grid.rows) < 2:
        return False
    first = [box.flat for box in grid.own(0) if box.pieces]
    if len(first) >= 2 and all(len(t) <= 40 and _PARTY_WORDS.search(t) for t in first):
        return True
    names = [grid.rows[n][0].flat for n in range(len(grid.rows)) if grid.rows[n][0].pieces]
    short = [name for name in names if _ABBREVIATION.fullmatch(name)]
    return len(names) > 1 and len(short) * 2 > len(names)


def _decide(section: Section, decisions: Decisions) -> None:
    for column in range(len(section.meanings)):
        decided = decisions.columns.get(f"{section.grid.key}c{column + 1}")
        if decided in columns.MEANINGS:
            section.meanings[column] = decided


def _example(grid: Grid) -> str:
    for number in range(len(grid.rows)):
        words = " ".join(box.flat for box in grid.own(number) if box.pieces)
        if words:
            return words[:100]
    return ""
