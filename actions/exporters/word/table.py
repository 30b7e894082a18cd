"""The plan's own table: one action a row, in the columns of its document."""

import re
from collections.abc import Iterable

from boardplan.office import FILLS, WASH, clean
from boardplan.word import Box, Frame, Grid, Words

from ...document import ActionNode, OutcomeNode, PlanTree, PriorityNode, UpdateNode
from .. import told
from ..told import bullet
from .texts import block, line, listed, typed, whole

TEXT, NOTE, ITEM, HEAD, OUTCOME = (
    "Table Text",
    "Table Note",
    "Table Bullet",
    "Table Heading",
    "Table Group",
)
# Parts of the page's width; fixed, so that the columns stay in line from table to table.
_WIDTHS = {
    "ref": 5,
    "outcome": 17,
    "action": 26,
    "lead": 15,
    "timescale": 12,
    "success_measure": 18,
    "monitoring": 18,
    "rag": 9,
    "completed_on": 10,
}
ON_THE_WHOLE = "Progress on the whole:"
_DATED = re.compile(r"\W*(?:[a-z]{2,6}\W+){0,2}\d", re.IGNORECASE)
# In twentieths of a point: a letter of the text in cells, one of a heading, a cell's margins, the
# indent of a list.
_LETTER_WIDTH, _BOLD_WIDTH, _MARGINS, _INDENT = 93, 110, 190, 150
_LONGEST_WORD = 16  # letters; a longer one may be broken
_LONG = 16  # lines; a row of more may run over the end of a page, where it would leave half empty


class PlanTables:
    """The tables of a plan, one for each priority."""

    def __init__(self, tree: PlanTree, frame: Frame):
        self.tree, self.frame = tree, frame
        self.columns = told.headings(tree)
        self.keys = [column["key"] for column in self.columns]
        self.words = told.rag_words(tree.plan.board)
        self.has_outcomes = "outcome" in self.keys
        # Where no action has a number, the column has those of the outcomes.
        self.numbers_outcomes = self.has_outcomes and not any(a.ref for a in tree.actions)
        self.numbers_outcomes = self.numbers_outcomes and "ref" in self.keys
        self.widths = _widths(tree, self.columns, frame.width)

    def table(self, priority: PriorityNode) -> Grid:
        grid = self._empty(priority)
        self.fill(grid, priority)
        return grid

    def fill(self, grid: Grid, priority: PriorityNode) -> None:
        for outcome in priority.outcomes:
            self._outcome(grid, outcome)

    def _empty(self, priority: PriorityNode) -> Grid:
        plan = self.tree.plan
        about = told.heading(priority.ref, priority.title)
        actions = f"{plan.words_for('action')} of {about or plan.title}"
        grid = Grid(
            self.widths,
            links=self.frame.links,
            title=actions,
            description=f"{actions}, one a row. Columns: "
            + ", ".join(column["title"] for column in self.columns)
            + ("." if self.has_outcomes else f". Each {plan.word('outcome').lower()} stands in a "
               "row of its own above its rows."),
        )  # fmt: skip
        grid.row(
            (Box((line(column["title"], HEAD),)) for column in self.columns),
            header=True,
        )
        return grid

    def _outcome(self, grid: Grid, outcome: OutcomeNode) -> None:
        own_ref = self.numbers_outcomes
        title = told.numbered("" if own_ref else outcome.ref, outcome.title)
        if outcome.withdrawn:
            title += " (withdrawn)"
        style = TEXT if self.has_outcomes else OUTCOME
        # As in the documents plans come from: what was said of a row of actions stands beside
        # all of them, unless one of them has its own.
        reports = self._reports(outcome.updates)
        beside = bool(reports) and bool(outcome.actions)
        beside = beside and not any(_reported(action) for action in outcome.actions)
        about = (
            *whole(title, style),
            *(line(source, NOTE) for source in told.sources(outcome.sources)),
            *block(outcome.notes, NOTE, ITEM, bold="Notes:"),
            *(self._on_the_whole(outcome.updates) if not beside else ()),
        )
        if not self.has_outcomes:
            grid.row([Box(about, span=len(self.keys), fill=WASH)])
        rows = outcome.actions or ((None,) if self.has_outcomes else ())
        for place, action in enumerate(rows):
            merge = "" if len(rows) == 1 else "continue" if place else "restart"
            shared = {}
            if self.has_outcomes:
                shared["outcome"] = Box(about if not place else (), merge=merge)
            if own_ref:
                words = (line(outcome.ref, TEXT),) if not place and outcome.ref else ()
                shared["ref"] = Box(words, merge=merge)
            if beside:
                shared["progress"] = Box(reports if not place else (), merge=merge)
            boxes = [shared.get(key) or self._box(key, action) for key in self.keys]
            long = max(map(self._height, self.keys, boxes)) > _LONG
            grid.row(boxes, divide=long or (beside and self._height("progress", reports) > _LONG))

    def _box(self, key: str, action: ActionNode | None) -> Box:
        if action is None:
            return Box()
        if key == "rag":
            return self._rating(action)
        return Box(getattr(self, f"_{key}")(action))

    def _height(self, key: str, told_of: Box | tuple[Words, ...]) -> int:
        """About how many lines a cell of this column takes."""
        words = told_of.paragraphs if isinstance(told_of, Box) else told_of
        a_line = max(1, (self.widths[self.keys.index(key)] - 170) // _LETTER_WIDTH)
        return sum(
            1 + len(said) // a_line
            for each in words
            for said in "".join(run.text for run in each.runs).split("\n")
        )

    def _ref(self, action: ActionNode):
        return whole(action.ref, TEXT)

    def _action(self, action: ActionNode):
        return (
            *whole(action.text, TEXT),
            *(line(item.strip(), ITEM) for item in action.sub_items if item.strip()),
            *(line(mark, NOTE) for mark in told.marks(action)),
        )

    def _lead(self, action: ActionNode):
        support = told.names(action, "support")
        found = listed(told.names(action, "lead"), TEXT, ITEM)
        if support:
            found += (line("Supported by:", NOTE, keep_next=True), *listed(support, TEXT, ITEM))
        return found

    def _timescale(self, action: ActionNode):
        return (*listed(told.timescale(action), TEXT, ITEM), *whole(told.moved(action), NOTE))

    def _success_measure(self, action: ActionNode):
        return typed(action.success_measure, TEXT, ITEM)

    def _monitoring(self, action: ActionNode):
        return typed(action.monitoring, TEXT, ITEM)

    def _completed_on(self, action: ActionNode):
        return whole(told.long_date(action.completed_on), TEXT)

    def _rating(self, action: ActionNode) -> Box:
        if not action.rag:
            return Box()
        fill, ink = FILLS[action.rag]
        return Box((line(self.words[action.rag], TEXT, colour=ink, bold=True),), fill=fill)

    def _progress(self, action: ActionNode):
        found = self._reports(action.updates)
        if action.rag:
            word = self.words[action.rag].lower()
            found += block(action.rag_reason, TEXT, ITEM, bold=f"Why {word}:")
        return found

    def _on_the_whole(self, updates: Iterable[UpdateNode]) -> tuple[Words, ...]:
        """Reports on the whole outcome, in its own cell, because its actions have theirs."""
        found = []
        for head, same in told.told(updates):
            for update in same:
                found += block(update.text, TEXT, ITEM, bold=ON_THE_WHOLE, head=head)
        return tuple(found)

    def _reports(self, updates: Iterable[UpdateNode]) -> tuple[Words, ...]:
        """The day and who said it stand before the first of several; before each that could be
        taken to begin with a day of its own, or would be taken for a list of the one before."""
        found = []
        for head, same in told.told(updates):
            for place, update in enumerate(same):
                text = clean(update.text).strip()
                own = not place or _DATED.match(text) or bullet(text.split("\n")[0])
                first = {"head": head} if own else {}
                found += block(text, TEXT, ITEM, **first)
                found += block(update.difference_made, TEXT, ITEM, bold="Difference made:")
                found += block(update.evidence, TEXT, ITEM, bold="Evidence:")
        return tuple(found)


def _reported(action: ActionNode) -> bool:
    return bool(action.rag_reason) or any(update.text.strip() for update in action.updates)


def _widths(tree: PlanTree, columns: list[dict], width: int) -> list[int]:
    """In twentieths of a point, all of the page (`width`) together."""
    nodes = (*tree.actions, *tree.outcomes)
    said = sum(len(update.text) for node in nodes for update in node.updates)
    asked = sum(len(action.text) for action in tree.actions)
    share = 40 if said > 3 * asked else 28 if said * 2 > asked else 15
    shares = _WIDTHS | {"progress": share}
    words = {
        "timescale": [word for a in tree.actions for word in a.timescale_text.split()],
        "lead": [word for a in tree.actions for lead in a.leads for word in lead.name.split()],
    }
    found: dict[str, int] = {}
    left = {column["key"]: column["title"] for column in columns}
    while left:  # a column too narrow for its words takes what it needs from the others
        room = width - sum(found.values())
        whole = sum(shares[key] for key in left)
        short = {
            key: needed
            for key, title in left.items()
            if (needed := _needed(title, words.get(key, ()))) > room * shares[key] / whole
        }
        if not short or len(short) == len(left):
            found |= {key: int(room * shares[key] / whole) for key in left}
            break
        found |= short
        left = {key: title for key, title in left.items() if key not in short}
    widths = [found[column["key"]] for column in columns]
    widths[-1] += width - sum(widths)
    return widths


def _needed(title: str, words: Iterable[str]) -> int:
    """What the longest word of a heading and of its cells takes, in twentieths of a point."""
    heading = max((len(word) for word in title.replace("/", "/ ").split()), default=0)
    text = min(max(map(len, words), default=0), _LONGEST_WORD)
    return _MARGINS + max(heading * _BOLD_WIDTH, _INDENT + text * _LETTER_WIDTH)
