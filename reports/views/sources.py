"""Which page changes words that the check for personal data found in a paper."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from django.urls import reverse

from actions.models import Plan
from boardplan import clock

from ..annual_report import read_entries, report_document
from ..annual_report.nodes import ReportDocument
from ..board_rows import read_board
from ..models import AnnualReport
from ..personal_data import Found
from ..plan_document import PlanDocument, plan_document, tree_of

# What is entered for the year: its name in `Entries`, in addresses, and for the reader.
_ENTERED = (
    ("outputs", "outputs", "this entry"),
    ("decisions", "decisions", "this decision or challenge"),
    ("reviews", "reviews", "this review"),
    ("recommendations", "recommendations", "this recommendation"),
    ("courses", "courses", "this course"),
    ("attendance", "attendance", "this line of the attendance"),
    ("lines", "lines", "this line of the finance"),
    ("terms", "terms", "this term of the glossary"),
)
_AROUND = 12  # letters on each side that tell one place from another


@dataclass(frozen=True, slots=True)
class Source:
    """A page that changes the words, and what its link says."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    words: str
    source: Source


class Sources:
    """The rows that a paper is drawn from, which its document is made of as well."""

    def __init__(self, paper: AnnualReport | Plan):
        """paper: with its board (and plan) loaded. Seven queries, whatever the size."""
        self._board = paper.board
        self.entries, self._tree = None, None
        if isinstance(paper, Plan):
            self._report, self._plan = None, paper
            self.board = read_board(paper.board, on=clock.today())
        else:
            self._report, self._plan = paper, paper.plan
            self.entries = read_entries(paper, with_board=True)
            self.board = self.entries.board
        if self._plan is not None:
            self._plan.board = self._board
            self._tree = tree_of(self._plan)
        self._rows: list[_Row] | None = None

    def document(self) -> ReportDocument | PlanDocument:
        """The paper as it stands, its pictures described and not shown."""
        if self._report is None:
            return plan_document(self._plan, tree=self._tree, rows=self.board)
        return report_document(
            self._report, entries=self.entries, tree=self._tree, with_pictures=False
        )

    def of(self, found: Found) -> Source | None:
        """Where the words are changed, None where no row says them."""
        kind, _, pk = found.where.rpartition("-")
        if self._report is not None and kind == "section":
            return self._page("this section", "section_edit", pk)
        if self._report is not None and kind == "contribution":
            rows = self.entries.contributions
            collected = any(each.pk == int(pk) and each.collected for each in rows)
            if collected:
                return self._page("this contribution", "contribution_read", pk)
            return self._page("this contribution", "entry_edit", "contributions", pk)
        if self._rows is None:
            self._rows = [*self._entered(), *self._of_plan(), *self._of_groups()]
        nearest = found.before[-_AROUND:] + found.text + found.after[:_AROUND]
        for words in (_flat(nearest), _flat(found.text)):
            row = next((row for row in self._rows if words in row.words), None)
            if row is not None:
                return row.source
        return None

    def _page(self, what: str, name: str, *names) -> Source:
        args = [self._board.slug, self._report.slug, *names]
        return Source(reverse(name, args=args), f"Change {what}")

    def _entered(self) -> Iterator[_Row]:
        if self._report is None:
            return
        for name, part, what in _ENTERED:
            for row in getattr(self.entries, name):
                yield _Row(_words(row), self._page(what, "entry_edit", part, row.pk))

    def _of_plan(self) -> Iterator[_Row]:
        if self._tree is None:
            return
        slug = self._board.slug
        actions, outcomes = self._tree.actions, self._tree.outcomes

        def action(pk) -> Source:
            return Source(reverse("action", args=[slug, pk]), "Open this action")

        for row in actions:
            leads = " ".join(f"{_words(lead)} {lead.name}" for lead in row.leads)
            yield _Row(f"{_words(row)} {leads}", action(row.id))
        for row in actions:
            for told in reversed(row.updates):
                yield _Row(_words(told), action(row.id))
        for row in outcomes:
            href = reverse("outcome_update", args=[slug, row.id])
            for told in reversed(row.updates):
                yield _Row(_words(told), Source(href, "Open this report of progress"))
        for rows, name, what in (
            (outcomes, "outcome_edit", "outcome"),
            (self._tree.priorities, "priority_edit", "priority"),
        ):
            for row in rows:
                href = reverse(name, args=[slug, row.id])
                yield _Row(_words(row), Source(href, f"Change this {what}"))
        href = reverse("plan_edit", args=[slug, self._plan.slug])
        yield _Row(_words(self._plan), Source(href, "Change the words of the plan"))

    def _of_groups(self) -> Iterator[_Row]:
        slug = self._board.slug
        for seat in self.board.seats:
            said = seat.user.name if seat.user else f"{seat.post.name} {seat.post.holder or ''}"
            href = reverse("group_seats", args=[slug, seat.group.slug])
            yield _Row(_flat(said), Source(href, "Change who sits on this group"))
        for group in self.board.groups:
            href = reverse("group_edit", args=[slug, group.slug])
            yield _Row(_words(group), Source(href, "Change this group"))


def _words(row) -> str:
    """Every text of a row, or of a node of a tree but for the nodes below it."""
    names = fields(row) if is_dataclass(row) else row._meta.concrete_fields
    values = (getattr(row, getattr(field, "attname", field.name)) for field in names)
    said = (" ".join(map(str, each)) if _is_list(each) else each for each in values)
    return _flat(" ".join(each for each in said if isinstance(each, str)))


def _is_list(value) -> bool:
    return isinstance(value, list | tuple) and not any(is_dataclass(each) for each in value)


def _flat(text: str) -> str:
    return " ".join(text.split())
