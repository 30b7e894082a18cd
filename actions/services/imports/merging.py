"""A newer version of a plan taken into the plan that is here, row by row as it was decided.

What people reported stays; a moved date carries its reason; nothing is erased.
"""

from collections import defaultdict

from django.db import models

from boardplan import audit, clock

from ...importers.comparing import ADD, OURS, WITHDRAW, Comparison, RowChange
from ...importers.parties import Parties
from ...importers.writing import PlanWriter
from ...models import Action, Outcome, Plan, PlanImport, Priority, ProgressUpdate
from .. import arranging, editing, leads

PLAIN = ("ref", "text", "sub_items", "monitoring", "success_measure", "core_task", "sources")
MODELS = {"priority": Priority, "outcome": Outcome, "action": Action}


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
        ids = defaultdict(list)
        for kind, pk in comparison.pairs.values():
            ids[kind].append(pk)
        found = {
            (kind, row.pk): row
            for kind, model in MODELS.items()
            for row in model.objects.filter(plan=plan, pk__in=ids[kind])
        }
        self.rows = {key: found[pair] for key, pair in comparison.pairs.items() if pair in found}

    def _take_in(self, item: dict, parent: str | None) -> None:
        self.items[item["key"]] = item
        self.parents[item["key"]] = parent

    def done(self) -> dict:
        for row in self.comparison.rows:
            if row.state == "changed":
                self._change(row)
        self._add([row for row in self.comparison.rows if row.state == "new"])
        withdrawn = set()
        for row in self.comparison.rows:
            if row.state == "missing" and row.choice == WITHDRAW:
                self._withdraw(row, withdrawn)
        return self.rows

    # What was changed

    def _change(self, row: RowChange) -> None:
        if row.choice == OURS:
            return
        part, item = self.rows[row.about], self.items[row.about]
        names = {change.name for change in row.taken}
        match row.kind:
            case "priority":
                values = {name: item.get(name) or "" for name in names}
                editing.edit_priority(priority=part, values=values, by=self.by)
            case "outcome":
                values = {
                    name: item.get(name) or ([] if name == "sources" else "") for name in names
                }
                editing.edit_outcome(outcome=part, values=values, by=self.by)
                self._report(row, outcome=part)
            case "action":
                self._change_action(part, item, names, row)

    def _change_action(self, action: Action, item: dict, names: set, row: RowChange) -> None:
        usual = {"sub_items": [], "sources": [], "core_task": False}
        values = {name: item.get(name) or usual.get(name, "") for name in PLAIN if name in names}
        said = None
        if "timescale" in names:
            said = editing.Said(text=(item.get("timescale") or {}).get("text") or "")
        if values or said is not None:
            editing.edit_action(
                action=action, values=values, timescale=said, due_reason=self.reason, by=self.by
            )
        if "lead" in names:
            self._leads(action, item["leads"])
        rag = item.get("rag") if "rag" in names else ""
        self._report(row, rag=rag or "", action=action)

    def _leads(self, action: Action, wanted: list[dict]) -> None:
        """Those of the file; who is accountable stays so where they still lead."""
        there = {(lead.name, lead.role): lead for lead in action.leads.named()}
        names = {(lead["name"], lead.get("role") or "lead") for lead in wanted}
        for at, lead in there.items():
            if at not in names:
                leads.withdraw_lead(lead=lead, reason=self.reason, by=self.by)
        for lead in wanted:
            at = (lead["name"], lead.get("role") or "lead")
            if at not in there:
                leads.add_lead(action=action, party=self._party(lead), role=at[1], by=self.by)
                there[at] = lead

    def _party(self, lead: dict) -> leads.Party:
        kind, written = lead.get("party"), (lead.get("written") or lead["name"])[:300]
        if kind == "everyone":
            return leads.Party(everyone=True, written=written)
        found = self.writer.parties.find(lead["name"], kind) if kind not in (None, "text") else None
        return leads.Party(**({found[0]: found[1]} if found else {}), written=written)

    def _report(self, row: RowChange, *, rag: str = "", action=None, outcome=None) -> None:
        """The reports of the file that are not here yet, and its rating; all of them stay."""
        today = clock.today()
        found = [
            self.writer.progress_of(item, action=action, outcome=outcome) for item in row.progress
        ]
        if rag and not any(update.rag for update in found):
            on = min(self.plan.end, today)
            item = {"on": on.isoformat(), "text": "", "rag": rag}
            found.append(self.writer.progress_of(item, action=action, outcome=outcome))
        if not found:
            return
        found.sort(key=lambda update: update.on)
        ProgressUpdate.objects.bulk_create(found)
        part = action or outcome
        audit.record(
            by=self.by,
            verb="brought in reports about",
            obj=part,
            changes={"reports": [0, len(found)]},
        )
        if action is not None:
            self._carry_latest(action)

    def _carry_latest(self, action: Action) -> None:
        """What an action carries of its reports, so that lists need no history."""
        reports = list(action.updates.order_by("on", "id"))
        rated = [update for update in reports if update.rag]
        values = {"latest_update": reports[-1], "last_update_on": reports[-1].on}
        if rated:
            last = rated[-1]
            values |= {"rag": last.rag, "rag_on": last.on, "rag_reason": last.reason}
        Action.objects.filter(pk=action.pk).update(**values, version=models.F("version") + 1)

    # What is new, what is missing

    def _add(self, new: list[RowChange]) -> None:
        wanted = [row for row in new if row.choice == ADD]
        leaves = []
        for row in wanted:
            if row.kind != "action":
                self._part(row.about)
        for row in wanted:
            if row.kind == "action":
                outcome = self._part(self.parents[row.about])
                leaves.append((outcome, self.items[row.about], row.about))
        if not leaves:
            return
        last = Action.objects.filter(plan=self.plan).aggregate(last=models.Max("position"))["last"]
        positions: dict[str, int] = {}
        placed = []
        for outcome, item, key in leaves:
            # Right after the row it follows in the file: of equal positions the older comes first.
            before = self.before[key]
            there = self.rows.get(before)
            position = positions.get(before) or (there.position if there is not None else None)
            positions[key] = (last or 0) + 1 if position is None else position
            placed.append((outcome, item, positions[key]))
        self.writer.write_actions(placed)
        made = [self.writer.rows[key] for _, _, key in leaves]
        self.rows |= {key: self.writer.rows[key] for _, _, key in leaves}
        audit.record_each(by=self.by, verb="added", objs=made)

    def _part(self, key: str):
        """The priority or outcome for a key of the data; made where it is new."""
        if key in self.rows:
            return self.rows[key]
        item, parent = self.items[key], self.parents[key]
        if parent is None:
            values = {name: item.get(name) or "" for name in editing.PRIORITY_FIELDS}
            self.rows[key] = editing.add_priority(plan=self.plan, values=values, by=self.by)
        else:
            values = {name: item.get(name) or "" for name in ("ref", "title", "notes")}
            values["sources"] = item.get("sources") or []
            self.rows[key] = editing.add_outcome(
                priority=self._part(parent), values=values, by=self.by
            )
            reports = [
                self.writer.progress_of(report, outcome=self.rows[key])
                for report in item.get("updates") or ()
            ]
            ProgressUpdate.objects.bulk_create(reports)
        return self.rows[key]

    def _withdraw(self, row: RowChange, withdrawn: set) -> None:
        part = MODELS[row.kind].objects.get(pk=row.pk)
        if part.withdrawn_at is None:  # else it went with the row above it
            reason = f"No longer in the file {self.of.file_name}"
            arranging.withdraw(part=part, reason=reason, by=self.by)
