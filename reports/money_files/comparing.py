"""What taking over the lines of a file would do to those that stand."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..finance import FIGURES, pounds
from ..models import BudgetLine

WORDS = {"budget": "Budget", "actual": "Actual", "projection": "Projection"}


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as a file has it. agency: the pk of one of the board's, or None."""

    kind: str
    label: str
    agency: int | None = None
    budget: Decimal | None = None
    actual: Decimal | None = None
    projection: Decimal | None = None
    units: Decimal | None = None
    unit_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    label: str
    differences: tuple[str, ...]  # "Budget: £10.00, was £8.00"


@dataclass(frozen=True, slots=True)
class Plan:
    """lines: what the report holds afterwards, each with the pk of the line that it changes or
    None for a new one. state: of the lines it was worked out for."""

    lines: tuple[tuple[int | None, NewLine], ...]
    added: tuple[NewLine, ...]
    changed: tuple[Changed, ...]
    removed: tuple[BudgetLine, ...]
    state: str

    @property
    def same(self) -> int:
        return len(self.lines) - len(self.added) - len(self.changed)

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(standing: Sequence[BudgetLine], new: Sequence[NewLine], names: dict[int, str]) -> Plan:
    """Match the lines of a file with those that stand by kind and words; equal words in order.

    names: of the board's agencies, {pk: name}.
    """
    waiting = defaultdict(list)
    for line in standing:
        waiting[_key(line)].append(line)
    lines, added, changed = [], [], []
    for wanted in new:
        same = waiting[_key(wanted)]
        if not same:
            lines.append((None, wanted))
            added.append(wanted)
            continue
        line = same.pop(0)
        if _closed(line.label) == _closed(wanted.label):
            wanted = replace(wanted, label=line.label)
        lines.append((line.pk, wanted))
        if differences := tuple(_differences(line, wanted, names)):
            changed.append(Changed(wanted.label, differences))
    removed = tuple(line for left in waiting.values() for line in left)
    return Plan(tuple(lines), tuple(added), tuple(changed), removed, state_of(standing))


def state_of(lines: Iterable[BudgetLine]) -> str:
    """A digest of lines, by which a change since is noticed."""
    rows = sorted(
        [str(getattr(line, name)) for name in (
            "pk", "kind", "label", "agency_id", *FIGURES, "units", "unit_rate", "position"
        )]
        for line in lines
    )  # fmt: skip
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def _key(line) -> tuple[str, str]:
    return line.kind, _closed(line.label).casefold()


def _closed(text: str) -> str:
    """Without spaces, which a cell does not keep as they were (after a bullet, two in a row)."""
    return "".join(text.split())


def _differences(line: BudgetLine, new: NewLine, names):
    if _closed(line.label) != _closed(new.label):
        yield f"Item: was “{line.label}”"
    if line.agency_id != new.agency:
        now, before = names.get(new.agency, "none"), names.get(line.agency_id, "none")
        yield f"Agency: {now}, was {before}"
    for name in FIGURES:
        now, before = getattr(new, name), getattr(line, name)
        if now != before:
            yield f"{WORDS[name]}: {_told(now)}, was {_told(before)}"
    if line.units != new.units:
        yield f"Units: {_number(new.units)}, were {_number(line.units)}"
    if line.unit_rate != new.unit_rate:
        yield f"Rate: {_told(new.unit_rate)}, was {_told(line.unit_rate)}"


def _told(amount: Decimal | None) -> str:
    return "nothing" if amount is None else pounds(amount)


def _number(number: Decimal | None) -> str:
    return "none" if number is None else f"{number.normalize():f}"
