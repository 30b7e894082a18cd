"""An address, the actions that answer it and the addresses one step further."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from subgroups.models import Membership

from ..document import PlanTree
from ..models import Action, ProgressUpdate
from .facts import FLAGS, read_facts

SEARCH_LENGTH = 200
SEARCH_WORDS = 10
# In the order in which they stand in the address.
FIELDS = ("q", "rag", "lead", "agency", "group", "priority", "due", "due_from", "due_to")
FIELDS += ("state", *FLAGS)
MANY = frozenset({"rag", "due"})


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    count: int | None  # actions it would leave, the other filters unchanged; None: not counted
    chosen: bool
    href: str  # the address with this option put in, or taken out where it is chosen


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    href: str


class PlanFilterForm(forms.Form):
    """What an address may say; the choices are those of the plan."""

    q = forms.CharField(required=False, max_length=SEARCH_LENGTH, label="Search")
    due_from = forms.DateField(required=False, label="Due from")
    due_to = forms.DateField(required=False, label="Due to")

    def __init__(self, data, *, choices: dict[str, dict[str, str]], titles: dict[str, str]):
        super().__init__(data)
        for name, options in choices.items():
            kind = forms.MultipleChoiceField if name in MANY else forms.ChoiceField
            self.fields[name] = kind(
                required=False,
                choices=options.items(),
                label=titles[name],
                error_messages={
                    "invalid_choice": f"{titles[name]}: this plan has no “%(value)s”. That filter "
                    "was left out; choose another one."
                },
            )
        for name in ("due_from", "due_to"):
            self.fields[name].error_messages["invalid"] = (
                f"{self.fields[name].label}: enter a date like 31/3/2026. That filter was left out."
            )

    def clean_q(self):
        text = self.cleaned_data["q"]
        if len(text.split()) > SEARCH_WORDS:
            raise forms.ValidationError(f"Search for at most {SEARCH_WORDS} words at a time.")
        return text

    def clean(self):
        first, last = self.cleaned_data.get("due_from"), self.cleaned_data.get("due_to")
        if first and last and last < first:
            self.add_error("due_to", "Due to: enter a date on or after the first one.")
        return self.cleaned_data


def asks_for_withdrawn(data, membership: Membership) -> bool:
    """Whether the tree must be read with what was withdrawn: only the manager may see that."""
    return membership.standing.is_manager and data.get("state") == "withdrawn"


class PlanFilter:
    """A plan's tree, narrowed to what an address asks for.

    data: request.GET. tree: read with `withdrawn=asks_for_withdrawn(data, membership)`.
    What cannot be understood is left out and named in `problems` ({"text", "target"}, for the
    error summary); everything else still holds.
    """

    def __init__(self, data, *, tree: PlanTree, membership: Membership, on: datetime.date):
        self.tree, self.on = tree, on
        self.board = membership.board
        self.facts, choices = read_facts(tree, membership.standing, self.board, on)
        if not membership.standing.is_manager:
            del choices["state"]["withdrawn"]
        self.titles = _titles(tree.plan)
        self.form = PlanFilterForm(data, choices=choices, titles=self.titles)
        self.form.is_valid()
        self.choices = choices
        self.chosen = self._read_chosen()
        self.problems = self._read_problems(data)
        self.pairs = self._pairs()
        misses = self._misses()
        self.shown = frozenset(action for action, missed in misses.items() if not missed)
        self.counts = self._count(misses)
        self.total = len(self.facts)

    @property
    def query(self) -> str:
        """The filter as it stands in an address, without what was left out or empty."""
        return urlencode(self.pairs)

    @cached_property
    def narrowed(self) -> PlanTree:
        """The tree with the matching actions only; unfiltered, with empty headings too."""
        return narrow(self.tree, self.shown) if self.pairs else self.tree

    def options(self, name: str) -> list[Option]:
        """What can be chosen for a filter, each with its count."""
        chosen = self.chosen.get(name, ())
        counts = self.counts[name]
        return [
            Option(
                value=value,
                label=label,
                count=None if value == "withdrawn" and not counts[value] else counts[value],
                chosen=value in chosen,
                href=self._href_with(name, value, value not in chosen),
            )
            for value, label in self.choices[name].items()
        ]

    @property
    def chips(self) -> list[Chip]:
        """One for each filter in force, in the order of the address."""
        return [
            Chip(self._describe(name, value), self._href([p for p in self.pairs if p != pair]))
            for pair in self.pairs
            for name, value in [pair]
        ]

    def href_without(self, name: str) -> str:
        return self._href([pair for pair in self.pairs if pair[0] != name])

    def value(self, name: str) -> str:
        """What a text or date field was filled in with, right or wrong."""
        return self.form.data.get(name, "")

    # -- reading the address

    def _read_chosen(self) -> dict[str, tuple[str, ...]]:
        chosen = {}
        for name in self.choices:
            value = self.form.cleaned_data.get(name)
            if value:
                chosen[name] = tuple(dict.fromkeys(value)) if name in MANY else (value,)
        return chosen

    def _read_problems(self, data) -> list[dict]:
        problems = [
            {"text": error, "target": f"filter-{name}"}
            for name, errors in self.form.errors.items()
            for error in errors
        ]
        problems += [
            {"text": f"“{name[:40]}” is not a filter of this page and was left out.", "target": ""}
            for name in data
            if name not in FIELDS
        ]
        return problems

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = []
        for name in FIELDS:
            if name in self.choices:
                pairs += [(name, value) for value in self.chosen.get(name, ())]
            elif value := self.form.cleaned_data.get(name):
                pairs.append((name, str(value)))
        return pairs

    def _describe(self, name, value) -> str:
        if name == "q":
            return f"“{value}”"
        if name in ("due_from", "due_to"):
            day = self.form.cleaned_data[name]
            return f"{self.form.fields[name].label} {day:%-d %b %Y}"
        label = self.choices[name][value]
        return label if name in ("rag", "due", "state", *FLAGS) else f"{self.titles[name]}: {label}"

    def _href(self, pairs) -> str:
        return f"?{urlencode(pairs)}" if pairs else "?"

    def _href_with(self, name, value, put_in) -> str:
        pairs = [
            pair for pair in self.pairs if pair[0] != name or (name in MANY and pair[1] != value)
        ]
        if put_in:
            pairs.append((name, value))
            pairs.sort(key=lambda pair: FIELDS.index(pair[0]))
        return self._href(pairs)

    # -- which actions answer it

    def _misses(self) -> dict[int, list[str]]:
        """{action id: the filters that it does not meet}."""
        found = None
        if text := self.form.cleaned_data.get("q"):
            found = mentioning(self.tree.plan, text)
        first = self.form.cleaned_data.get("due_from")
        last = self.form.cleaned_data.get("due_to")
        misses = {}
        for action in self.tree.actions:
            facts = self.facts[action.id]
            missed = [
                name for name, values in self.chosen.items() if facts[name].isdisjoint(values)
            ]
            if found is not None and action.id not in found:
                missed.append("q")
            if (first and not (action.due and action.due >= first)) or (
                last and not (action.due and action.due <= last)
            ):
                missed.append("due_from")
            misses[action.id] = missed
        return misses

    def _count(self, misses) -> dict[str, Counter]:
        """For each filter and choice: the actions that meet every other filter and have it."""
        counts = defaultdict(Counter)
        for action, missed in misses.items():
            if len(missed) > 1:
                continue
            facts = self.facts[action]
            for name in missed or facts:
                if name in facts:
                    counts[name].update(facts[name])
        return counts


def narrow(tree: PlanTree, ids: frozenset[int]) -> PlanTree:
    """The tree with these actions only; outcomes and priorities without any are left out."""
    priorities = []
    for priority in tree.priorities:
        outcomes = []
        for outcome in priority.outcomes:
            below = tuple(action for action in outcome.actions if action.id in ids)
            if below:
                outcomes.append(replace(outcome, actions=below))
        if outcomes:
            priorities.append(replace(priority, outcomes=tuple(outcomes)))
    return replace(tree, priorities=tuple(priorities))


def mentioning(plan, text: str) -> frozenset[int]:
    """Ids of the plan's actions where every word of `text` stands somewhere: in the refs, the
    action with its sub-items, the outcome, or any progress reported on either. One query."""
    found = Action.objects.filter(plan=plan).annotate(items=Cast("sub_items", TextField()))
    for word in text.split():
        progress = ProgressUpdate.objects.filter(plan=plan, text__icontains=word)
        found = found.filter(
            Q(ref__icontains=word)
            | Q(text__icontains=word)
            | Q(items__icontains=word)
            | Q(outcome__ref__icontains=word)
            | Q(outcome__title__icontains=word)
            | Q(pk__in=progress.filter(action__isnull=False).values("action_id"))
            | Q(outcome_id__in=progress.filter(outcome__isnull=False).values("outcome_id"))
        )
    return frozenset(found.values_list("pk", flat=True))


def _titles(plan) -> dict[str, str]:
    return {
        "rag": plan.word("rag"),
        "lead": plan.word("lead"),
        "agency": "Agency",
        "group": plan.word("subgroup"),
        "priority": plan.word("priority"),
        "due": "Due",
        "state": "State",
        **FLAGS,
    }
