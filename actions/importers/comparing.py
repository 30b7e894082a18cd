"""A newer version of a plan beside the plan that is here: what is new, changed, missing.

Rows are found again by their words, helped by number and place. What the last version of the
file said (`base`) tells who changed a field: only what the file changed is a change to bring in,
and where both changed it a person decides.
"""

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..document import PlanTree
from .draft import Choice
from .parties import same

TAKE, REST, OURS = "take", "rest", "ours"
ADD, LEAVE, KEEP, WITHDRAW = "add", "leave", "keep", "withdraw"

# The fields of a row that a file can change, in the order in which they are shown.
FIELDS = {
    "priority": ("ref", "title", "description"),
    "outcome": ("ref", "title", "sources"),
    "action": (
        "ref",
        "text",
        "sub_items",
        "lead",
        "timescale",
        "monitoring",
        "success_measure",
        "core_task",
        "sources",
        "rag",
    ),
}
ALIKE = 0.6  # texts this near are the same row
ALIKE_WITH_REF = 0.35  # where number and place agree as well
LONGEST = 400  # characters of a text that are compared


@dataclass(frozen=True, slots=True)
class FieldChange:
    """name: of FIELDS. both: whether it was changed here too since the last version came in."""

    name: str
    ours: object
    theirs: object
    both: bool = False


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that differs.

    key: what a decision about it is kept under. kind: priority, outcome, action. state: new,
    changed, missing. about: the key of the row in the draft; pk: of the row here.
    progress: reports of the file that are not here yet; they are added, nothing is replaced.
    """

    key: str
    kind: str
    state: str
    ref: str
    title: str
    about: str = ""
    pk: int | None = None
    place: str = ""
    changes: tuple[FieldChange, ...] = ()
    progress: tuple[dict, ...] = ()
    choices: tuple[Choice, ...] = ()
    usual: str = ""
    decided: str = ""

    @property
    def choice(self) -> str:
        return self.decided or self.usual

    @property
    def taken(self) -> tuple[FieldChange, ...]:
        """The changes that come in by what is chosen."""
        if self.choice == TAKE:
            return self.changes
        return tuple(c for c in self.changes if not c.both) if self.choice == REST else ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """rows: what differs, in the order of the file, what is missing last. same: how many rows do
    not differ. pairs: {key in the draft: (kind, pk)} of rows found again."""

    rows: tuple[RowChange, ...]
    same: int
    pairs: dict[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class _Row:
    key: str  # of the draft, or "action-12"
    ref: str
    text: str
    parent: str
    values: dict
    updates: tuple[dict, ...] = ()
    place: str = ""
    edited: bool = False


def compare(data: dict, tree: PlanTree, *, base: dict, decided: dict[str, str]) -> Comparison:
    """data: a draft's, with parties matched. tree: the plan here, with all updates.

    base: {"action-12": values} of the last version brought in, {} where there was none.
    decided: {row key: choice}.
    """
    theirs, ours = _of_data(data), _of_tree(tree)
    pairs: dict[str, tuple[str, int]] = {}
    rows: list[RowChange] = []
    missing: list[RowChange] = []
    found_again: dict[str, str] = {}
    number_same = 0
    for kind in FIELDS:
        matched = _pair_up(ours[kind], theirs[kind], found_again)
        here = {row.key: row for row in ours[kind]}
        for row in theirs[kind]:
            mine = here.get(matched.get(row.key, ""))
            if mine is None:
                rows.append(_new(kind, row, decided))
                continue
            found_again[row.key] = mine.key
            pairs[row.key] = (kind, _pk(mine.key))
            change = _changed(kind, row, mine, base.get(mine.key), decided)
            if change is None:
                number_same += 1
            else:
                rows.append(change)
        gone = set(here) - set(matched.values())
        missing += [_missing(kind, row, decided) for row in ours[kind] if row.key in gone]
    order = {row.key: place for place, row in enumerate(_in_order(theirs))}
    rows.sort(key=lambda row: order[row.about])
    return Comparison(rows=(*rows, *missing), same=number_same, pairs=pairs)


def values_of(kind: str, item: dict) -> dict:
    """The fields of a row of boardplan/1 that are compared, as plain values."""
    if kind == "priority":
        return {name: _words(item.get(name)) for name in FIELDS[kind]}
    if kind == "outcome":
        found = {name: _words(item.get(name)) for name in ("ref", "title")}
        return found | {"sources": list(item.get("sources") or ())}
    return {
        "ref": _words(item.get("ref")),
        "text": _words(item["text"]),
        "sub_items": list(item.get("sub_items") or ()),
        "lead": [[lead["name"], lead.get("role") or "lead"] for lead in item["leads"]],
        "timescale": _words((item.get("timescale") or {}).get("text")),
        "monitoring": _words(item.get("monitoring")),
        "success_measure": _words(item.get("success_measure")),
        "core_task": bool(item.get("core_task")),
        "sources": list(item.get("sources") or ()),
        "rag": item.get("rag") or "",
    }


def _of_data(data: dict) -> dict[str, list[_Row]]:
    rows: dict[str, list[_Row]] = {kind: [] for kind in FIELDS}

    def add(kind: str, item: dict, parent: str):
        rows[kind].append(
            _Row(
                key=item["key"],
                ref=item.get("ref") or "",
                text=item.get("text" if kind == "action" else "title") or "",
                parent=parent,
                values=values_of(kind, item),
                updates=tuple(item.get("updates") or ()),
                place=item.get("place") or "",
            )
        )

    for priority in data["priorities"]:
        add("priority", priority, "")
        for outcome in priority["outcomes"]:
            add("outcome", outcome, priority["key"])
            for action in outcome["actions"]:
                add("action", action, outcome["key"])
    return rows


def _of_tree(tree: PlanTree) -> dict[str, list[_Row]]:
    rows: dict[str, list[_Row]] = {kind: [] for kind in FIELDS}
    for priority in tree.priorities:
        values = {name: _words(getattr(priority, name)) for name in FIELDS["priority"]}
        key = f"priority-{priority.id}"
        rows["priority"].append(_Row(key, priority.ref, priority.title, "", values))
        for outcome in priority.outcomes:
            values = {
                "ref": outcome.ref,
                "title": _words(outcome.title),
                "sources": list(outcome.sources),
            }
            under = f"outcome-{outcome.id}"
            rows["outcome"].append(
                _Row(under, outcome.ref, outcome.title, key, values, _told(outcome.updates))
            )
            rows["action"] += [_action_row(action, under) for action in outcome.actions]
    return rows


def _action_row(action, under: str) -> _Row:
    values = {
        "ref": action.ref,
        "text": _words(action.text),
        "sub_items": list(action.sub_items),
        "lead": [[lead.name, lead.role] for lead in action.leads],
        "timescale": _words(action.timescale_text),
        "monitoring": _words(action.monitoring),
        "success_measure": _words(action.success_measure),
        "core_task": action.core_task,
        "sources": list(action.sources),
        "rag": action.rag,
    }
    return _Row(
        key=f"action-{action.id}",
        ref=action.ref,
        text=action.text,
        parent=under,
        values=values,
        updates=_told(action.updates),
        edited=action.version > 1,
    )


def _told(updates) -> tuple[dict, ...]:
    return tuple({"text": update.text} for update in updates)


def _words(text) -> str:
    return " ".join((text or "").split())


def _pk(key: str) -> int:
    return int(key.rpartition("-")[2])


def _in_order(theirs: dict[str, list[_Row]]) -> list[_Row]:
    below: dict[str, list[_Row]] = defaultdict(list)
    for kind in ("outcome", "action"):
        for row in theirs[kind]:
            below[row.parent].append(row)
    order = []
    for priority in theirs["priority"]:
        order.append(priority)
        for outcome in below[priority.key]:
            order += [outcome, *below[outcome.key]]
    return order


# Finding rows again


def _pair_up(ours: list[_Row], theirs: list[_Row], parents: dict[str, str]) -> dict[str, str]:
    """{their key: our key}. parents: the same for the level above."""
    pairs: dict[str, str] = {}
    left = defaultdict(list)
    for row in ours:
        left[same(row.text)].append(row)
    for row in theirs:
        alike = left.get(same(row.text))
        if alike:
            place = parents.get(row.parent)
            best = max(alike, key=lambda mine: (mine.parent == place, mine.ref == row.ref))
            alike.remove(best)
            pairs[row.key] = best.key
    rest = [row for rows in left.values() for row in rows]
    wanted = [row for row in theirs if row.key not in pairs]
    scored = []
    for mine in rest:
        text = same(mine.text)[:LONGEST]
        words = set(text.split())
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(text)
        for row in wanted:
            in_place = parents.get(row.parent, "") == mine.parent
            numbered = bool(row.ref) and row.ref == mine.ref
            other = same(row.text)[:LONGEST]
            least = ALIKE_WITH_REF if in_place and numbered else ALIKE
            if not _share_enough(words, set(other.split()), least):
                continue
            matcher.set_seq1(other)
            if matcher.quick_ratio() < least:
                continue
            ratio = matcher.ratio()
            if ratio >= least:
                scored.append((ratio + 0.2 * numbered + 0.1 * in_place, row.key, mine.key))
    taken: set[str] = set()
    for _, their_key, our_key in sorted(scored, reverse=True):
        if their_key not in pairs and our_key not in taken:
            pairs[their_key] = our_key
            taken.add(our_key)
    return pairs


def _share_enough(ours: set, theirs: set, least: float) -> bool:
    """Cheap: texts that share few words cannot be near enough."""
    return bool(ours or theirs) and len(ours & theirs) / len(ours | theirs) >= least / 3


# What is told of them


def _new(kind: str, row: _Row, decided: dict[str, str]) -> RowChange:
    key = f"new:{row.key}:{same(row.text)[:80]}"
    return RowChange(
        key=key,
        kind=kind,
        state="new",
        ref=row.ref,
        title=row.text,
        about=row.key,
        place=row.place,
        choices=(Choice(ADD, "Add it"), Choice(LEAVE, "Leave it out")),
        usual=ADD,
        decided=_one_of(decided.get(key), (ADD, LEAVE)),
    )


def _missing(kind: str, row: _Row, decided: dict[str, str]) -> RowChange:
    return RowChange(
        key=row.key,
        kind=kind,
        state="missing",
        ref=row.ref,
        title=row.text,
        pk=_pk(row.key),
        choices=(Choice(KEEP, "Keep it"), Choice(WITHDRAW, "Withdraw it")),
        usual=KEEP,
        decided=_one_of(decided.get(row.key), (KEEP, WITHDRAW)),
    )


def _changed(kind: str, row: _Row, mine: _Row, base: dict | None, decided) -> RowChange | None:
    changes = []
    for name in FIELDS[kind]:
        theirs, ours = row.values[name], mine.values[name]
        if _equal(name, theirs, ours) or (name == "rag" and not theirs):
            continue
        before = None if base is None else base.get(name)
        if base is not None and _equal(name, theirs, before):
            continue  # changed here only: the file still has the words it came with
        here_too = not _equal(name, ours, before) if base is not None else mine.edited
        changes.append(FieldChange(name, ours, theirs, here_too))
    known = {same(update["text"]) for update in mine.updates}
    progress = tuple(
        update for update in row.updates if update.get("text") and same(update["text"]) not in known
    )
    if not changes and not progress:
        return None
    both = any(change.both for change in changes)
    rest = [Choice(REST, "Take the file’s, but keep what was changed here")] if both else []
    choices = (*rest, Choice(TAKE, "Take the file’s"), Choice(OURS, "Keep ours"))
    return RowChange(
        key=mine.key,
        kind=kind,
        state="changed",
        ref=mine.ref,
        title=mine.text,
        about=row.key,
        pk=_pk(mine.key),
        place=row.place,
        changes=tuple(changes),
        progress=progress,
        choices=choices,
        usual=choices[0].value,
        decided=_one_of(decided.get(mine.key), [choice.value for choice in choices]),
    )


def _equal(name: str, one, other) -> bool:
    if name == "lead":
        return sorted(map(tuple, one or ())) == sorted(map(tuple, other or ()))
    return one == other or (not one and not other)


def _one_of(value: str | None, known) -> str:
    return value if value in known else ""
