"""Reading boardplan/1 into a plan, all or nothing.

What the format leaves out is worked out as it would be for a new plan: a timescale that is only
a text is read, milestones follow from it, a lead that is only a name is looked for among the
board's groups, posts and agencies, and stays as its words where none fits.
"""

import datetime
import unicodedata
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from boardplan import audit, clock
from boardplan.errors import RuleBroken
from subgroups.models import Agency, Board, Post, SubGroup

from ..models import Action, Lead, Milestone, Outcome, Plan, Priority, ProgressUpdate
from ..models.plans import default_columns
from ..services.timing import apply_timescale, new_milestones, read_for

EVERYONE = {"all agencies", "all partner agencies", "all partners", "(all above)"}


class Parties:
    """The board's groups, posts and agencies, found by name, abbreviation or alias."""

    def __init__(self, board: Board):
        self._found = {}
        # Later ones win: where one name means several, a group before a post before an agency.
        for kind, rows in (
            ("agency", Agency.objects.of(board)),
            ("post", Post.objects.of(board)),
            ("group", SubGroup.objects.of(board)),
        ):
            for row in rows:
                names = [row.name, getattr(row, "abbreviation", ""), *row.aliases]
                for name in filter(None, names):
                    self._found[same(name)] = self._found[kind, same(name)] = (kind, row)

    def find(self, name: str, kind: str | None = None):
        """(kind, row) for a name, or None. `kind` narrows to "group", "post" or "agency"."""
        return self._found.get((kind, same(name)) if kind else same(name))


def same(name: str) -> str:
    """A name without what people write differently: quotes, capitals, spaces, hyphens."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = plain.replace("’", "").replace("'", "").replace("‘", "").replace("&", " and ")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


@transaction.atomic
def import_plan(*, board: Board, data: dict, by, slug: str | None = None) -> Plan:
    """Write the plan that `data` (boardplan/1) describes; return it.

    Raises RuleBroken, with nothing written, if the data is not of the format or the board has a
    plan at that address already.
    """
    if data.get("format") != "boardplan/1":
        raise RuleBroken('This is not a plan in our format: "format" should say "boardplan/1".')
    slug = slug or data.get("slug")
    if not slug:
        raise RuleBroken("The plan has no short name for its address. Give one with --plan.")
    if Plan.objects.of(board).filter(slug=slug).exists():
        raise RuleBroken(f"{board} already has a plan called {slug}. Choose another name.")
    try:
        plan = Plan.objects.create(
            board=board,
            slug=slug,
            title=data["title"],
            start=_date(data["period"]["start"]),
            end=_date(data["period"]["end"]),
            vision=data.get("vision") or "",
            intent=data.get("intent") or "",
            rag_definition=data.get("rag_definition") or "",
            introduction=data.get("introduction") or "",
            status=data.get("status") or Plan.Status.DRAFT,
            ratified_on=_date(data.get("ratified_on")),
            closed_on=_date(data.get("closed_on")),
            last_updated_on=_date(data.get("last_updated_on")),
            columns=data.get("columns") or default_columns(),
            words=data.get("words") or {},
        )
        _Writer(plan).write(data["priorities"])
    except (KeyError, TypeError, ValueError) as problem:
        raise RuleBroken(
            f"The plan could not be read: {problem!r} is missing or wrong."
        ) from problem
    audit.record(by=by, verb="imported", obj=plan)
    return plan


class _Writer:
    """Builds the rows level by level, each level in one statement."""

    def __init__(self, plan: Plan):
        self.plan, self.board = plan, plan.board
        self.parties = Parties(plan.board)
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
        ProgressUpdate.objects.bulk_create(
            self._update(item, outcome=row)
            for row, data in rows
            for item in data.get("updates", ())
        )
        self._actions([(row, item) for row, data in rows for item in data["actions"]])

    def _actions(self, below) -> None:
        rows = [
            (self._action(outcome, item, place), item)
            for place, (outcome, item) in enumerate(below, 1)
        ]
        Action.objects.bulk_create(row for row, _ in rows)
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
        self._progress(rows)

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
            completed_on=_date(item.get("completed_on")),
            # It has been in the plan since the plan began: that is what silence is counted from.
            created_at=self.since,
        )
        timescale = item.get("timescale") or {}
        if "kind" in timescale:
            row.timescale_text = timescale.get("text") or ""
            row.timescale_kind = timescale["kind"]
            row.start = _date(timescale.get("start"))
            row.due = _date(timescale.get("due"))
            row.first_due = _date(timescale.get("first_due"))
            row.times_per_year = timescale.get("times_per_year")
            row.next_review = _date(timescale.get("next_review"))
        else:
            apply_timescale(row, timescale.get("text"), plan=self.plan)
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
        if kind == "everyone" or (kind is None and same(item["name"]) in map(same, EVERYONE)):
            row.everyone = True
        elif kind != "text" and (found := self.parties.find(item["name"], kind)):
            setattr(row, found[0], found[1])
        return row

    def _milestones(self, action: Action, data: dict):
        written = data.get("milestones", ())
        if not written and "kind" not in (data.get("timescale") or {}):
            yield from new_milestones(action, self.plan, read_for(self.plan, action.timescale_text))
        for place, item in enumerate(written, 1):
            due = _date(item.get("due"))
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
                met_on=_date(item.get("met_on")),
                generated=bool(item.get("generated")),
                position=place,
            )

    def _progress(self, rows) -> None:
        updates, latest = [], {}
        for row, data in rows:
            reported = list(data.get("updates", ()))
            if data.get("rag") and not any(item.get("rag") for item in reported):
                # A rating that the document holds without saying when: it stands as at its date.
                as_at = self.plan.last_updated_on or self.plan.end
                reported.append({"on": as_at.isoformat(), "text": "", "rag": data["rag"]})
            for item in sorted(reported, key=lambda item: item["on"]):
                update = self._update(item, action=row)
                updates.append(update)
                latest[row.pk] = update
                row.last_update_on = update.on
                if update.rag:
                    row.rag, row.rag_on, row.rag_reason = update.rag, update.on, update.reason
        ProgressUpdate.objects.bulk_create(updates)
        changed = []
        for row, _ in rows:
            if row.pk in latest:
                row.latest_update = latest[row.pk]
                changed.append(row)
        Action.objects.bulk_update(
            changed,
            ["rag", "rag_on", "rag_reason", "last_update_on", "latest_update"],
            batch_size=100,
        )

    def _update(self, item: dict, **about) -> ProgressUpdate:
        return ProgressUpdate(
            board=self.board,
            plan=self.plan,
            on=_date(item["on"]),
            text=item.get("text") or "",
            rag=item.get("rag") or "",
            reason=item.get("reason") or "",
            evidence=item.get("evidence") or "",
            difference_made=item.get("difference_made") or "",
            source=item.get("source") or ProgressUpdate.Source.DOCUMENT,
            by_name=item.get("by") or "",
            **about,
        )


def _date(value: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
