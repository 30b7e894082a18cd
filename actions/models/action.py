"""The action: what is to be done, by when, and how it stands."""

import datetime

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from subgroups.models import Board, Membership, SubGroup

from .choices import RAG_CHOICES, TIMESCALE_KINDS
from .leads import Lead
from .plans import InPlan, Outcome, Plan, Withdrawable


class ActionQuerySet(InPlan):
    """Reads of actions. `on` is the day the question is asked for (a date)."""

    def open(self):
        return self.in_force().filter(completed_on__isnull=True)

    def counted_by_plan(self):
        """(plan id, RAG, number of actions), without what was withdrawn at any level."""
        return (
            self.in_force()
            .filter(
                outcome__withdrawn_at__isnull=True, outcome__priority__withdrawn_at__isnull=True
            )
            .order_by("plan_id", "rag")
            .values_list("plan_id", "rag")
            .annotate(number=models.Count("pk"))
        )

    def without_leads(self):
        """Those for which no lead stands, not even one in plain words: nobody is asked."""
        return self.with_led().filter(led=False)

    def with_led(self):
        """Each with `led`: whether a lead in force stands for it."""
        leads = self.model.leads.rel.related_model.objects
        return self.annotate(led=models.Exists(leads.filter(action=models.OuterRef("pk"))))

    def overdue(self, *, on: datetime.date):
        """Open actions whose due date has passed."""
        return self.open().filter(due__lt=on)

    def due_within(self, days: int, *, on: datetime.date):
        """Open actions due from `on` to `days` days later, both included."""
        return self.open().filter(due__gte=on, due__lte=on + datetime.timedelta(days=days))

    def review_due(self, *, on: datetime.date):
        """Open work without an end whose next review date has come."""
        return self.open().filter(next_review__lte=on)

    def stale(self, *, on: datetime.date, days: int):
        """Open actions without an update in the last `days` days.

        One that has never been updated counts from the day it entered the plan.
        """
        since = on - datetime.timedelta(days=days)
        return self.open().filter(
            Q(last_update_on__lt=since) | Q(last_update_on__isnull=True, created_at__date__lt=since)
        )

    def led_by(self, membership: Membership):
        """Actions this member leads: through a post, a group's seat or their agency."""
        return self.filter(pk__in=Lead.objects.of_member(membership).values("action_id"))

    def asked_about(self, boards):
        """Open actions of these boards (or their ids) that wait for an answer.

        Those of a plan in force which were not carried on: a draft is not agreed yet, a closed
        plan takes no answers, and what was rolled forward is asked about in the plan that
        follows, from the day that one is agreed.
        """
        # A list of the boards' own rows, asked for once: as a question about each action it
        # would be answered from the rows of all boards.
        carried_on = (
            Action.objects.filter(board__in=boards, carried_from__isnull=False)
            .exclude(plan__status=Plan.Status.DRAFT)
            .values("carried_from")
        )
        return (
            self.open()
            .filter(board__in=boards, plan__status=Plan.Status.RATIFIED)
            .exclude(pk__in=carried_on)
        )

    def of_group(self, group: SubGroup):
        """Actions a group owns or leads."""
        return self.filter(
            Q(owner=group) | Q(pk__in=Lead.objects.filter(group=group).values("action_id"))
        )

    def concerning(self, group: SubGroup):
        """Actions in force that a group owns or leads (`belongs`) or receives (`comes_here`)."""
        received = Action.reports_to.through.objects.filter(
            action_id=OuterRef("pk"), subgroup=group
        )
        owned_or_led = Q(owner=group) | Q(pk__in=Lead.objects.filter(group=group).values("action"))
        return (
            self.in_force()
            .filter(
                outcome__withdrawn_at__isnull=True,
                outcome__priority__withdrawn_at__isnull=True,
            )
            .annotate(
                belongs=Case(When(owned_or_led, then=Value(True)), default=Value(False)),
                comes_here=Exists(received),
            )
            .filter(Q(belongs=True) | Q(comes_here=True))
            .order_by("position", "id")
        )


class Action(Withdrawable):
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="actions")
    ref = models.CharField(max_length=30, blank=True)
    text = models.TextField()
    sub_items = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(
        SubGroup, models.SET_NULL, null=True, blank=True, related_name="owned_actions"
    )
    reports_to = models.ManyToManyField(SubGroup, blank=True, related_name="receives_actions")
    monitoring = models.TextField(blank=True)
    success_measure = models.TextField(blank=True)
    core_task = models.BooleanField(default=False)
    shaped_by_children = models.BooleanField(default=False)
    sources = models.JSONField(default=list, blank=True)

    # What the document says, and what it means (plan-format.md).
    timescale_text = models.TextField(blank=True)
    timescale_kind = models.CharField(max_length=12, choices=TIMESCALE_KINDS, default="unknown")
    start = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    first_due = models.DateField(null=True, blank=True)
    times_per_year = models.FloatField(null=True, blank=True)
    next_review = models.DateField(null=True, blank=True)
    timescale_to_settle = models.BooleanField(default=False)
    timescale_corrected = models.BooleanField(default=False)

    # The last rating, kept here so that lists need no history; `updates` is the truth.
    rag = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    rag_reason = models.TextField(blank=True)
    rag_on = models.DateField(null=True, blank=True)
    last_update_on = models.DateField(null=True, blank=True)
    latest_update = models.ForeignKey(
        "actions.ProgressUpdate", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    completed_on = models.DateField(null=True, blank=True)

    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        indexes = [
            models.Index(fields=["plan", "position"], name="action_in_plan"),
            models.Index(fields=["outcome", "position"], name="action_in_outcome"),
            models.Index(fields=["board", "due"], name="action_due"),
            models.Index(fields=["plan", "rag"], name="action_rag"),
            models.Index(fields=["board", "last_update_on"], name="action_last_update"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rag__in=["red", "amber"]) | Q(rag_on__isnull=False),
                name="action_rated_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(start__isnull=True)
                | Q(due__isnull=True)
                | Q(due__gte=models.F("start")),
                name="action_due_after_start",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="action_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self):
        text = self.text if len(self.text) <= 80 else self.text[:77].rstrip() + "…"
        return " ".join(part for part in (self.ref, text) if part)
