"""A plan for this year with a year of life in it, so that dashboards have something to tell.

Its dates are told in months and days from today, because the demo is opened on any day.
"""

import calendar
import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from actions.importers.parties import Parties
from actions.models import (
    Action,
    DueDateChange,
    Lead,
    Milestone,
    Outcome,
    Plan,
    Priority,
    ProgressUpdate,
)
from actions.rag import Rag, suggest
from actions.services.timing import apply_timescale
from boardplan import audit, clock
from subgroups.models import Board, Meeting, SubGroup

SOURCE = "business-plan-2017-18"


@transaction.atomic
def make_current_plan(board: Board, data: dict) -> Plan:
    """The plan for the year that today lies in, rolled forward from the board's last one."""
    return _Story(board, data, today=clock.today()).tell()


class _Story:
    def __init__(self, board: Board, data: dict, *, today: datetime.date):
        self.board, self.data, self.today = board, data, today
        self.parties = Parties(board)
        self.old = Plan.objects.of(board).get(slug=SOURCE)
        first = datetime.date(today.year, board.year_start_month, 1)
        self.start = first if first <= today else first - relativedelta(years=1)
        self.end = self.start + relativedelta(years=1, days=-1)

    def tell(self) -> Plan:
        years = f"{self.start.year}-{self.end.year % 100:02}"
        self.plan = Plan.objects.create(
            board=self.board,
            slug=f"business-plan-{years}",
            title=f"Business plan {years}",
            start=self.start,
            end=self.end,
            vision=self.data["vision"],
            introduction=self.data["introduction"],
            rag_definition=self.old.rag_definition,
            status=Plan.Status.RATIFIED,
            ratified_on=self.start,
            rolled_from=self.old,
            columns=self.old.columns,
            words=self.old.words,
        )
        audit.record(by=None, verb="rolled forward", obj=self.plan)
        told = {item["index"]: item for item in self.data["actions"]}
        actions = Action.objects.filter(plan=self.old).order_by("position", "id")
        chosen = [(old, told[index]) for index, old in enumerate(actions) if told[index]["carried"]]
        self._levels({old.outcome_id for old, _ in chosen})
        for place, (old, item) in enumerate(chosen, 1):
            self._action(old, item, place)
        self._meetings()
        return self.plan

    def _levels(self, wanted: set[int]) -> None:
        """This year's priorities and outcomes: those that still have work under them."""
        self.outcomes = {}
        places = {}
        for old in (
            Outcome.objects.filter(pk__in=wanted)
            .select_related("priority")
            .order_by("priority__position", "position", "id")
        ):
            priority = places.get(old.priority_id)
            if priority is None:
                priority = places[old.priority_id] = Priority.objects.create(
                    board=self.board,
                    plan=self.plan,
                    ref=old.priority.ref,
                    title=old.priority.title,
                    description=old.priority.description,
                    position=len(places) + 1,
                    carried_from=old.priority,
                )
            self.outcomes[old.pk] = Outcome.objects.create(
                board=self.board,
                plan=self.plan,
                priority=priority,
                ref=old.ref,
                title=old.title,
                sources=old.sources,
                position=len(self.outcomes) + 1,
                carried_from=old,
            )

    def _action(self, old: Action, item: dict, place: int) -> None:
        owner = self.parties.find(item["owner"], "group")[1] if item["owner"] else old.owner
        action = Action(
            board=self.board,
            plan=self.plan,
            outcome=self.outcomes[old.outcome_id],
            ref=old.ref,
            text=item["text"] or old.text,
            sub_items=old.sub_items,
            position=place,
            owner=owner,
            success_measure=item["success_measure"],
            shaped_by_children=item["shaped_by_children"],
            core_task=old.core_task,
            sources=old.sources,
            carried_from=old,
            created_at=self._at(self.start),
        )
        last = self._day(item["updates"][-1]["days_ago"]) if item["updates"] else self.start
        apply_timescale(action, self._timescale(item["timescale"]), plan=self.plan, on=last)
        action.first_due = action.due
        action.save()
        action.reports_to.set(self.parties.find(name, "group")[1] for name in item["reports_to"])
        self._leads(action, old, item)
        for place, milestone in enumerate(item["milestones"], 1):
            self._milestone(action, milestone, place)
        for move in item["moves"]:
            self._move(action, move)
        completed = item["completed_days_ago"]
        if completed is not None:
            action.completed_on = self._day(completed)
        for update in item["updates"]:
            self._update(action, update)
        action.save()

    def _timescale(self, told: dict) -> str:
        month = self.today + relativedelta(months=told.get("months") or 0)
        start = self.today + relativedelta(months=told.get("start_months") or 0)
        return told["text"].format(
            month=f"{month:%B %Y}", month_name=f"{month:%B}", start=f"{start:%B %Y}"
        )

    def _leads(self, action: Action, old: Action, item: dict) -> None:
        if item["leads"] is None:
            for lead in old.leads.order_by("position"):
                lead.pk, lead.action, lead.to_settle = None, action, False
                lead._state.adding = True
                lead.save()
            if not action.leads.filter(accountable=True).exists():
                first = (
                    action.leads.filter(everyone=False)
                    .exclude(written="")
                    .order_by("position")
                    .first()
                )
                if first is not None and first.party is not None:
                    first.accountable = True
                    first.save()
            return
        for place, told in enumerate(item["leads"], 1):
            found = self.parties.find(told["name"], told["party"])
            lead = Lead(
                board=self.board,
                action=action,
                written=told["name"],
                role=told["role"],
                accountable=told["accountable"],
                everyone=told["party"] == "everyone",
                position=place,
            )
            if found:
                setattr(lead, found[0], found[1])
            lead.save()

    def _milestone(self, action: Action, told: dict, place: int) -> None:
        month = self.today + relativedelta(months=told["months"])
        last = calendar.monthrange(month.year, month.month)[1]
        due = month.replace(day=min(told["day"], last))
        group = self.parties.find(told["to"], "group") if told["to"] else None
        Milestone.objects.create(
            board=self.board,
            action=action,
            due=due,
            what=told["what"],
            to=told["to"] or "",
            to_group=group[1] if group else None,
            met_on=due if told["met"] and due <= self.today else None,
            position=place,
        )

    def _move(self, action: Action, told: dict) -> None:
        month = self.today + relativedelta(months=told["months"])
        after = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        DueDateChange.objects.create(
            board=self.board,
            action=action,
            before=action.due,
            after=after,
            reason=told["reason"],
            by_name="WSCB Business Manager",
            at=self._at(self._day(told["days_ago"])),
        )
        action.due = after

    def _update(self, action: Action, told: dict) -> None:
        day = self._day(told["days_ago"])
        done = action.completed_on if action.completed_on and action.completed_on <= day else None
        suggested = suggest(
            kind=action.timescale_kind,
            start=action.start,
            due=action.due,
            completed_on=done,
            next_review=action.next_review,
            last_update_on=action.last_update_on,
            has_updates=action.last_update_on is not None,
            on=day,
            scheme=frozenset(Rag(level["rag"]) for level in self.board.rag_scheme),
        )
        update = ProgressUpdate.objects.create(
            board=self.board,
            plan=self.plan,
            action=action,
            on=day,
            text=told["text"],
            rag=told["rag"] or "",
            suggested=str(suggested.rag),
            reason=told["reason"] or "",
            evidence=told["evidence"] or "",
            difference_made=told["difference_made"] or "",
            by_name=told["by"],
            recorded_at=self._at(day),
        )
        action.latest_update, action.last_update_on = update, day
        if update.rag:
            action.rag, action.rag_on, action.rag_reason = update.rag, day, update.reason

    def _meetings(self) -> None:
        for name, weeks in (
            ("Monitoring Sub-Committee", (-20, -8, 3, 15)),
            ("WSCB Executive Board", (-15, -2, 10)),
        ):
            group = SubGroup.objects.of(self.board).get(name=name)
            for week in weeks:
                Meeting.objects.create(
                    board=self.board,
                    group=group,
                    on=self.today + datetime.timedelta(weeks=week),
                )

    def _day(self, days_ago: int) -> datetime.date:
        """That many days ago, but not before the plan began."""
        return max(self.start, self.today - datetime.timedelta(days=days_ago))

    def _at(self, day: datetime.date) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
