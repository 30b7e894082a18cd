"""The rows of a plan, built from boardplan/1 level by level, each level in one statement."""

import datetime
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from boardplan import clock

from ..models import Action, Lead, Milestone, Outcome, Plan, Priority, ProgressUpdate
from ..services.timing import apply_timescale, new_milestones, read_for
from ..timescales import Timescale
from .parties import Parties, means_everyone


class PlanWriter:
    """Writes below `plan`. rows: {"key" of the data: the row written}, where the data has keys.

    parties: the board's, where they have been read already.
    """

    def __init__(self, plan: Plan, parties: Parties | None = None):
        self.plan, self.board = plan, plan.board
        self.parties = parties or Parties(plan.board)
        self.rows: dict[str, Priority | Outcome | Action] = {}
        self._readings: dict[int, Timescale] = {}
        first = min(plan.start, clock.today())
        self.since = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))

    def write(self, priorities: Iterable[dict]) -> None:
        rows = [
            (
                Priority(
                    board=self.board,
                    plan=self.plan,
                    ref=item.get("ref") or "",
                    title=item.get("title") or "",
                    description=item.get("description") or "",
                    position=place,
                ),
                item,
            )
            for place, item in enumerate(priorities, 1)
        ]
        Priority.objects.bulk_create(row for row, _ in rows)
        self._keep(rows)
        self._outcomes([(row, item) for row, data in rows for item in data["outcomes"]])

    def _outcomes(self, below) -> None:
        rows = [
            (
                Outcome(
                    board=self.board,
                    plan=self.plan,
                    priority=priority,
                    ref=item.get("ref") or "",
                    title=item["title"],
                    sources=item.get("sources") or [],
                    notes=item.get("notes") or "",
                    position=place,
                ),
                item,
            )
            for place, (priority, item) in enumerate(below, 1)
        ]
        Outcome.objects.bulk_create(row for row, _ in rows)
        self._keep(rows)
        ProgressUpdate.objects.bulk_create(
            self.progress_of(item, outcome=row)
            for row, data in rows
            for item in data.get("updates", ())
        )
        below = [(row, item) for row, data in rows for item in data["actions"]]
        self.write_actions((outcome, item, place) for place, (outcome, item) in enumerate(below, 1))

    def write_actions(self, placed: Iterable[tuple[Outcome, dict, int]]) -> None:
        """Actions with all that hangs on them: each with its outcome and its position."""
        rows = [(self._action(outcome, item, place), item) for outcome, item, place in placed]
        reports = [report for row, item in rows for report in self._reports(row, item)]
        Action.objects.bulk_create(row for row, _ in rows)
        self._keep(rows)
        Lead.objects.bulk_create(
            self._lead(row, item, place)
            for row, data in rows
            for place, item in enumerate(data["leads"], 1)
        )
        through = Action.reports_to.through
        through.objects.bulk_create(
            through(action=row, subgroup=found[1])
            for row, data in rows
            for name in data.get("reports_to", ())
            if (found := self.parties.find(name, "group"))
        )
        Milestone.objects.bulk_create(
            milestone for row, data in rows for milestone in self._milestones(row, data)
        )
        self._progress(reports)

    def _keep(self, rows) -> None:
        self.rows |= {item["key"]: row for row, item in rows if item.get("key")}

    def _action(self, outcome: Outcome, item: dict, place: int) -> Action:
        owner = self.parties.find(item["owner"], "group") if item.get("owner") else None
        row = Action(
            board=self.board,
            plan=self.plan,
            outcome=outcome,
            ref=item.get("ref") or "",
            text=item["text"],
            sub_items=item.get("sub_items") or [],
            position=place,
            owner=owner[1] if owner else None,
            monitoring=item.get("monitoring") or "",
            success_measure=item.get("success_measure") or "",
            core_task=bool(item.get("core_task")),
            shaped_by_children=bool(item.get("shaped_by_children")),
            sources=item.get("sources") or [],
            completed_on=as_date(item.get("completed_on")),
            # It has been in the plan since the plan began: that is what silence is counted from.
            created_at=self.since,
        )
        timescale = item.get("timescale") or {}
        if "kind" in timescale:
            row.timescale_text = timescale.get("text") or ""
            row.timescale_kind = timescale["kind"]
            row.start = as_date(timescale.get("start"))
            row.due = as_date(timescale.get("due"))
            row.first_due = as_date(timescale.get("first_due"))
            row.times_per_year = timescale.get("times_per_year")
            row.next_review = as_date(timescale.get("next_review"))
        else:
            # Kept for the milestones, which follow from it once the action is saved.
            self._readings[id(row)] = apply_timescale(row, timescale.get("text"), plan=self.plan)
        row.timescale_to_settle = bool(timescale.get("to_settle"))
        row.timescale_corrected = bool(timescale.get("corrected"))
        return row

    def _lead(self, action: Action, item: dict, place: int) -> Lead:
        row = Lead(
            board=self.board,
            action=action,
            written=item.get("written") or item["name"],
            role=item.get("role") or Lead.Role.LEAD,
            accountable=bool(item.get("accountable")),
            to_settle=bool(item.get("to_settle")),
            position=place,
        )
        kind = item.get("party")
        if kind == "everyone" or (kind is None and means_everyone(item["name"])):
            row.everyone = True
        elif kind != "text" and (found := self.parties.find(item["name"], kind)):
            setattr(row, found[0], found[1])
        return row

    def _milestones(self, action: Action, data: dict):
        written = data.get("milestones", ())
        if not written and "kind" not in (data.get("timescale") or {}):
            yield from new_milestones(action, self.plan, self._readings[id(action)])
        for place, item in enumerate(written, 1):
            due = as_date(item.get("due"))
            if due is None and item.get("when"):
                reading = read_for(self.plan, item["when"])
                due = reading.due or reading.start
            yield Milestone(
                board=self.board,
                action=action,
                due=due,
                what=item.get("what") or "",
                to=item.get("to") or "",
                to_group=(self.parties.find(item["to"], "group") or (None, None))[1]
                if item.get("to")
                else None,
                met_on=as_date(item.get("met_on")),
                generated=bool(item.get("generated")),
                position=place,
            )

    def _reports(self, action: Action, data: dict) -> list[ProgressUpdate]:
        """The reports about an action that is yet to be saved; it carries the last one's words."""
        reported = list(data.get("updates", ()))
        if data.get("rag") and not any(item.get("rag") for item in reported):
            # A rating that the document holds without saying when: it stands as at its date.
            as_at = self.plan.last_updated_on or min(self.plan.end, clock.today())
            reported.append({"on": as_at.isoformat(), "text": "", "rag": data["rag"]})
        found = []
        for item in sorted(reported, key=lambda item: item["on"]):
            update = self.progress_of(item, action=action)
            found.append(update)
            action.last_update_on = update.on
            if update.rag:
                action.rag, action.rag_on, action.rag_reason = update.rag, update.on, update.reason
        return found

    def _progress(self, reports: list[ProgressUpdate]) -> None:
        """Save the reports; each action then points at its last, all in one statement."""
        ProgressUpdate.objects.bulk_create(reports)
        last = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-on", "-id")
        Action.objects.filter(plan=self.plan, latest_update=None).update(
            latest_update=Subquery(last.values("pk")[:1])
        )

    def progress_of(self, item: dict, **about) -> ProgressUpdate:
        """An unsaved report about an action or an outcome."""
        return ProgressUpdate(
            board=self.board,
            plan=self.plan,
            on=as_date(item["on"]),
            text=item.get("text") or "",
            rag=item.get("rag") or "",
            reason=item.get("reason") or "",
            evidence=item.get("evidence") or "",
            difference_made=item.get("difference_made") or "",
            source=item.get("source") or ProgressUpdate.Source.DOCUMENT,
            by_name=item.get("by") or "",
            **about,
        )


def as_date(value: str | None) -> datetime.date | None:
    """A day of the format; ValueError for what is none."""
    return datetime.date.fromisoformat(value) if value else None
