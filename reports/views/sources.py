"""Which page changes words that the check for personal data found in a paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Model
from django.urls import reverse

from actions.models import Action, Lead, Outcome, Plan, Priority, ProgressUpdate
from subgroups.models import Seat, SubGroup

from ..annual_report import Entries
from ..models import AnnualReport
from ..personal_data import Found

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
    """The rows that a paper is drawn from. They are read when the first is asked for: seven
    queries at most, whatever the size."""

    def __init__(self, board, *, report: AnnualReport | None, plan: Plan | None, entries: Entries):
        self._board, self._report, self._plan, self._entries = board, report, plan, entries
        self._rows: list[_Row] | None = None

    def of(self, found: Found) -> Source | None:
        """Where the words are changed, None where no row says them."""
        kind, _, pk = found.where.rpartition("-")
        if self._report is not None and kind == "section":
            return self._page("this section", "section_edit", pk)
        if self._report is not None and kind == "contribution":
            collected = any(each.pk == int(pk) and each.collected for each in self._contributions())
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

    def _contributions(self):
        return self._entries.contributions if self._entries else ()

    def _page(self, what: str, name: str, *names) -> Source:
        args = [self._board.slug, self._report.slug, *names]
        return Source(reverse(name, args=args), f"Change {what}")

    def _entered(self) -> Iterator[_Row]:
        if self._report is None:
            return
        for name, part, what in _ENTERED:
            for row in getattr(self._entries, name):
                yield _Row(_words(row), self._page(what, "entry_edit", part, row.pk))

    def _of_plan(self) -> Iterator[_Row]:
        plan = self._plan
        if plan is None:
            return
        slug = self._board.slug

        def action(pk) -> Source:
            return Source(reverse("action", args=[slug, pk]), "Open this action")

        for row in Action.objects.filter(plan=plan):
            yield _Row(_words(row), action(row.pk))
        leads = Lead.objects.filter(action__plan=plan).annotate(
            post_name=F("post__name"), agency_name=F("agency__name")
        )
        for lead in leads:
            said = f"{_words(lead)} {lead.post_name} {lead.agency_name}"
            yield _Row(said, action(lead.action_id))
        for told in ProgressUpdate.objects.filter(plan=plan).order_by("-pk"):
            if told.action_id:
                yield _Row(_words(told), action(told.action_id))
            elif told.outcome_id:
                href = reverse("outcome_update", args=[slug, told.outcome_id])
                yield _Row(_words(told), Source(href, "Open this report of progress"))
        for model, name, what in (
            (Outcome, "outcome_edit", "outcome"),
            (Priority, "priority_edit", "priority"),
        ):
            for row in model.objects.filter(plan=plan):
                href = reverse(name, args=[slug, row.pk])
                yield _Row(_words(row), Source(href, f"Change this {what}"))
        href = reverse("plan_edit", args=[slug, plan.slug])
        yield _Row(_words(plan), Source(href, "Change the words of the plan"))

    def _of_groups(self) -> Iterator[_Row]:
        slug = self._board.slug
        for seat in Seat.objects.of(self._board).current().with_names():
            said = seat.user.name if seat.user else f"{seat.post.name} {seat.post.holder or ''}"
            href = reverse("group_seats", args=[slug, seat.group.slug])
            yield _Row(_flat(said), Source(href, "Change who sits on this group"))
        for group in SubGroup.objects.of(self._board):
            href = reverse("group_edit", args=[slug, group.slug])
            yield _Row(_words(group), Source(href, "Change this group"))


def _words(row: Model) -> str:
    """Every text of a row."""
    values = (getattr(row, field.attname) for field in row._meta.concrete_fields)
    return _flat(" ".join(str(value) for value in values if isinstance(value, str | list)))


def _flat(text: str) -> str:
    return " ".join(text.split())
