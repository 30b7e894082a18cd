"""A newer version of a plan taken into the plan that is here, row by row as it was decided.

What people reported stays; a moved date carries its reason; nothing is erased. Each row changes as
the services of `editing`, `leads` and `arranging` change one, and its story says the same; but all
rows are read and written together, so that the number of queries does not grow with them.
"""

from collections import defaultdict

from django.db import models
from django.utils import timezone

from boardplan import audit, clock

from ...importers.comparing import ADD, OURS, WITHDRAW, Comparison, RowChange
from ...importers.parties import Parties
from ...importers.writing import PlanWriter
from ...models import (
    Action,
    DueDateChange,
    Lead,
    Milestone,
    Outcome,
    Plan,
    PlanImport,
    Priority,
    ProgressUpdate,
)
from .. import editing, leads, timing

PLAIN = ("ref", "text", "sub_items", "monitoring", "success_measure", "core_task", "sources")
MODELS = {"priority": Priority, "outcome": Outcome, "action": Action}
EMPTY = {"sub_items": [], "sources": [], "core_task": False}
# What an action carries of its reports, so that lists need no history.
CARRIED = ("latest_update", "last_update_on", "rag", "rag_on", "rag_reason")


def merge(*, plan: Plan, data: dict, comparison: Comparison, of: PlanImport, by) -> dict:
    """Write what was decided; returns {key of the data: the row here} for every row that is in
    both afterwards. To be called in a transaction, with the plan locked."""
    return _Merge(plan, data, comparison, of, by).done()


class _Merge:
    def __init__(self, plan: Plan, data: dict, comparison: Comparison, of: PlanImport, by):
        self.plan, self.of, self.by = plan, of, by
        self.comparison = comparison
        self.reason = f"From the file {of.file_name}"
        self.items, self.parents, self.before = {}, {}, {}
        for priority in data["priorities"]:
            self._take_in(priority, None)
            for outcome in priority["outcomes"]:
                self._take_in(outcome, priority["key"])
                last = None
                for action in outcome["actions"]:
                    self._take_in(action, outcome["key"])
                    self.before[action["key"]] = last
                    last = action["key"]
        self.writer = PlanWriter(plan, Parties(plan.board))
        # Every row of the plan in force, by kind and id: what was found again is among them.
        self.here = {
            (kind, row.pk): row
            for kind, model in MODELS.items()
            for row in model.objects.filter(plan=plan, withdrawn_at=None).order_by("position", "id")
        }
        for row in self.here.values():
            row.plan, row.board = plan, plan.board
        self.rows = {
            key: self.here[pair] for key, pair in comparison.pairs.items() if pair in self.here
        }
        self.records = audit.Records(by=by)

    def _take_in(self, item: dict, parent: str | None) -> None:
        self.items[item["key"]] = item
        self.parents[item["key"]] = parent

    def done(self) -> dict:
        changed = [row for row in self.comparison.rows if row.state == "changed"]
        _Changes(self, [row for row in changed if row.choice != OURS]).write()
        self._add([row for row in self.comparison.rows if row.state == "new"])
        self._withdraw(
            [
                row
                for row in self.comparison.rows
                if row.state == "missing" and row.choice == WITHDRAW
            ]
        )
        self.records.write()
        return self.rows

    # What is new

    def _add(self, new: list[RowChange]) -> None:
        wanted = [row for row in new if row.choice == ADD]
        # An added action may stand in a row above it that was to be left out.
        above = [self.parents[row.about] for row in wanted if row.kind == "action"]
        outcomes = self._missing([*(row.about for row in wanted if row.kind == "outcome"), *above])
        above = [self.parents[key] for key in outcomes]
        priorities = self._missing(
            [*(row.about for row in wanted if row.kind == "priority"), *above]
        )
        self._add_priorities(priorities)
        self._add_outcomes(outcomes)
        self._add_actions([row.about for row in wanted if row.kind == "action"])

    def _missing(self, keys: list[str]) -> list[str]:
        """Those that have no row here yet, each once, in the order of the file."""
        order = {key: place for place, key in enumerate(self.items)}
        return sorted({key for key in keys if key not in self.rows}, key=order.__getitem__)

    def _add_priorities(self, keys: list[str]) -> None:
        last = max((row.position for row in self._in_force("priority")), default=0)
        made = [
            Priority(
                board=self.plan.board,
                plan=self.plan,
                position=last + number,
                **{name: self.items[key].get(name) or "" for name in editing.PRIORITY_FIELDS},
            )
            for number, key in enumerate(keys, 1)
        ]
        self._made(Priority, keys, made)

    def _add_outcomes(self, keys: list[str]) -> None:
        last: dict[int, int] = defaultdict(int)
        for row in self._in_force("outcome"):
            last[row.priority_id] = max(last[row.priority_id], row.position)
        made = []
        for key in keys:
            item, priority = self.items[key], self.rows[self.parents[key]]
            last[priority.pk] += 1
            made.append(
                Outcome(
                    board=self.plan.board,
                    plan=self.plan,
                    priority=priority,
                    position=last[priority.pk],
                    sources=item.get("sources") or [],
                    **{name: item.get(name) or "" for name in ("ref", "title", "notes")},
                )
            )
        self._made(Outcome, keys, made)
        ProgressUpdate.objects.bulk_create(
            self.writer.progress_of(report, outcome=row)
            for key, row in zip(keys, made, strict=True)
            for report in self.items[key].get("updates") or ()
        )

    def _in_force(self, kind: str) -> list:
        return [row for (of, _), row in self.here.items() if of == kind]

    def _made(self, model, keys: list[str], made: list) -> None:
        model.objects.bulk_create(made)
        self.rows |= zip(keys, made, strict=True)
        for row in made:
            self.records.add("added", row)

    def _add_actions(self, keys: list[str]) -> None:
        if not keys:
            return
        last = Action.objects.filter(plan=self.plan).aggregate(last=models.Max("position"))["last"]
        positions: dict[str, int] = {}
        placed = []
        for key in keys:
            # Right after the row it follows in the file: of equal positions the older comes first.
            before = self.before[key]
            there = self.rows.get(before)
            position = positions.get(before) or (there.position if there is not None else None)
            positions[key] = (last or 0) + 1 if position is None else position
            placed.append((self.rows[self.parents[key]], self.items[key], positions[key]))
        self.writer.write_actions(placed)
        for key in keys:
            self.rows[key] = self.writer.rows[key]
            self.records.add("added", self.rows[key])

    # What is missing

    def _withdraw(self, missing: list[RowChange]) -> None:
        """The rows and what stands under them, each once: the record names those above first."""
        said = {
            "withdrawn_at": timezone.now(),
            "withdrawn_reason": f"No longer in the file {self.of.file_name}",
        }
        gone: dict[str, dict[int, object]] = {kind: {} for kind in MODELS}
        for change in missing:
            part = self.here.get((change.kind, change.pk))
            for kind, row in self._with_all_below(change.kind, part) if part is not None else ():
                if row.pk not in gone[kind]:
                    gone[kind][row.pk] = row
                    reason = {"withdrawn_reason": [row.withdrawn_reason, said["withdrawn_reason"]]}
                    self.records.add("withdrew", row, reason)
        for kind, rows in gone.items():
            if rows:
                MODELS[kind].objects.filter(pk__in=list(rows)).update(
                    **said, version=models.F("version") + 1
                )

    def _with_all_below(self, kind: str, part):
        yield kind, part
        outcomes = [part] if kind == "outcome" else []
        if kind == "priority":
            outcomes = [row for row in self._in_force("outcome") if row.priority_id == part.pk]
            yield from (("outcome", row) for row in outcomes)
        ids = {row.pk for row in outcomes}
        for row in self._in_force("action"):
            if row.outcome_id in ids:
                yield "action", row


class _Changes:
    """The rows that differ and take something from the file: set one by one, saved together."""

    def __init__(self, merge: _Merge, changes: list[RowChange]):
        self.merge, self.changes = merge, changes
        self.plan, self.by = merge.plan, merge.by
        self.fields: dict[str, dict[str, None]] = {kind: {} for kind in MODELS}
        self.saved: dict[str, dict[int, object]] = {kind: {} for kind in MODELS}
        self.moved: list[DueDateChange] = []
        self.milestones: list[Milestone] = []
        self.changed_milestones: list[Milestone] = []
        self.leads: list[Lead] = []
        self.changed_leads: list[Lead] = []
        self.reports: list[ProgressUpdate] = []
        actions = [merge.rows[row.about].pk for row in changes if row.kind == "action"]
        of = {"action__in": actions}
        self.leads_of = _by_action(Lead.objects.named().filter(**of))
        self.milestones_of = _by_action(
            Milestone.objects.filter(**of, generated=True).order_by("due", "id")
        )

    def write(self) -> None:
        for row in self.changes:
            part, item = self.merge.rows[row.about], self.merge.items[row.about]
            names = {change.name for change in row.taken}
            if row.kind == "action":
                self._change_action(row, part, item, names)
            else:
                self._change(row, part, item, names)
        Milestone.objects.bulk_update(self.changed_milestones, timing.MILESTONE_CHANGES)
        Milestone.objects.bulk_create(self.milestones)
        Lead.objects.bulk_update(self.changed_leads, leads.LEAD_WITHDRAWN)
        Lead.objects.bulk_create(self.leads)
        DueDateChange.objects.bulk_create(self.moved)
        ProgressUpdate.objects.bulk_create(self.reports)
        self._carry_latest()
        for kind, rows in self.saved.items():
            MODELS[kind].objects.bulk_update(rows.values(), ["version", *self.fields[kind]])

    def _save(self, kind: str, row, names) -> None:
        """To be saved with the others: one more version."""
        self.saved[kind][row.pk] = row
        self.fields[kind] |= dict.fromkeys(names)
        row.version += 1

    def _change(self, row: RowChange, part, item: dict, names: set) -> None:
        known = editing.PRIORITY_FIELDS if row.kind == "priority" else editing.OUTCOME_FIELDS
        values = {name: item.get(name) or EMPTY.get(name, "") for name in names if name in known}
        changes = audit.changed(part, values)
        if changes:
            self._save(row.kind, part, changes)
            self.merge.records.add("edited", part, changes)
        if row.kind == "outcome":
            self._report(row, outcome=part)

    def _change_action(self, row: RowChange, action: Action, item: dict, names: set) -> None:
        values = {name: item.get(name) or EMPTY.get(name, "") for name in PLAIN if name in names}
        said = None
        if "timescale" in names:
            said = editing.Said(text=(item.get("timescale") or {}).get("text") or "")
        changes, moved = editing.alter_action(
            action, values, said, due_reason=self.merge.reason, by=self.by
        )
        if moved is not None:
            self.moved.append(moved)
        if changes:
            timescale = set(changes) & set(editing.TIMESCALE_FIELDS)
            more = (*editing.TIMESCALE_FIELDS, "first_due", "timescale_to_settle")
            self._save("action", action, [*changes, *(more if timescale else ())])
            self.merge.records.add("edited", action, changes)
            if timescale:
                self._milestones(action)
        if "lead" in names:
            self._leads(action, item["leads"])
        rag = item.get("rag") if "rag" in names else ""
        self._report(row, rag=rag or "", action=action)

    def _milestones(self, action: Action) -> None:
        reading = timing.reading_of(action, self.plan)
        rows = self.milestones_of.get(action.pk, [])
        found = timing.fit_milestones(action, self.plan, reading, rows)
        self.milestones += found.made
        self.changed_milestones += found.changed
        if found.told:
            self.merge.records.add(timing.MILESTONES_SET, action, found.told)

    def _leads(self, action: Action, wanted: list[dict]) -> None:
        """Those of the file; who is accountable stays so where they still lead."""
        others = self.leads_of.get(action.pk, [])
        there = {(lead.name, lead.role): lead for lead in others}
        names = {(lead["name"], lead.get("role") or "lead") for lead in wanted}
        for at, lead in there.items():
            if at not in names:
                self.merge.records.add(
                    leads.TAKEN_OFF, action, leads.take_off(lead, self.merge.reason)
                )
                self.changed_leads.append(lead)
        others = [lead for lead in others if lead.withdrawn_at is None]
        for item in wanted:
            at = (item["name"], item.get("role") or "lead")
            if at not in there:
                lead = leads.new_lead(action, self._party(item), at[1], others)
                self.merge.records.add(leads.ADDED, action, {"lead": [None, leads.told(lead)]})
                others.append(lead)
                self.leads.append(lead)
                there[at] = lead

    def _party(self, lead: dict) -> leads.Party:
        kind, written = lead.get("party"), (lead.get("written") or lead["name"])[:300]
        if kind == "everyone":
            return leads.Party(everyone=True, written=written)
        parties = self.merge.writer.parties
        found = parties.find(lead["name"], kind) if kind not in (None, "text") else None
        return leads.Party(**({found[0]: found[1]} if found else {}), written=written)

    def _report(self, row: RowChange, *, rag: str = "", action=None, outcome=None) -> None:
        """The reports of the file that are not here yet, and its rating; all of them stay."""
        of = {"action": action, "outcome": outcome}
        found = [self.merge.writer.progress_of(item, **of) for item in row.progress]
        if rag and not any(update.rag for update in found):
            on = min(self.plan.end, clock.today())
            item = {"on": on.isoformat(), "text": "", "rag": rag}
            found.append(self.merge.writer.progress_of(item, **of))
        if not found:
            return
        found.sort(key=lambda update: update.on)
        self.reports += found
        self.merge.records.add(
            "brought in reports about", action or outcome, {"reports": [0, len(found)]}
        )

    def _carry_latest(self) -> None:
        """Actions that were reported on point at their last report, and have its rating."""
        actions = {report.action_id: report.action for report in self.reports if report.action_id}
        if not actions:
            return
        reports = ProgressUpdate.objects.filter(action__in=actions).order_by("action", "on", "id")
        for pk, mine in _by_action(reports).items():
            action = actions[pk]
            action.latest_update, action.last_update_on = mine[-1], mine[-1].on
            rated = [report for report in mine if report.rag]
            if rated:
                last = rated[-1]
                action.rag, action.rag_on, action.rag_reason = last.rag, last.on, last.reason
            self._save("action", action, CARRIED)


def _by_action(rows) -> dict[int, list]:
    found: dict[int, list] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found
