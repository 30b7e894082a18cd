"""The action, who leads it, when it is due and how that moved."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from subgroups.models import Agency, Board, Membership, Post, Seat, SubGroup

from .plans import InPlan, Outcome, Plan, Withdrawable

RAG_CHOICES = [
    ("red", "Red"),
    ("amber", "Amber"),
    ("green", "Green"),
    ("blue", "Blue"),
    ("grey", "Grey"),
]
TIMESCALE_KINDS = [
    ("date", "A date"),
    ("month", "A month"),
    ("range", "From one date to another"),
    ("recurring", "Recurring"),
    ("ongoing", "Ongoing"),
    ("as_required", "As required"),
    ("conditional", "Waits for something"),
    ("unknown", "Not understood yet"),
]


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

    def asked_about(self):
        """Open actions that wait for an answer: of a plan in force, and not carried on elsewhere.

        A draft is not agreed yet, a closed plan takes no answers, and what was rolled forward is
        asked about in the plan that follows.
        """
        return self.open().filter(plan__status=Plan.Status.RATIFIED, carried_to__isnull=True)

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


class LeadQuerySet(models.QuerySet):
    def of(self, board):
        return self.filter(board=board)

    def named(self):
        return self.select_related("agency", "group", "post")

    def lines(self):
        """Rows with the ids of the party and its name: light enough for long lists."""
        return (
            self.order_by("position", "id")
            .annotate(
                name=Coalesce(
                    "post__name",
                    "group__name",
                    "agency__name",
                    NullIf("written", Value("")),
                    Value("All agencies"),
                )
            )
            .values_list(
                "action_id",
                "role",
                "everyone",
                "agency_id",
                "group_id",
                "post_id",
                "name",
                named=True,
            )
        )

    def of_member(self, membership: Membership):
        """Leads that mean this member: their posts, their seats' groups, their agency.

        "All agencies" means every member who belongs to an agency.
        """
        seats = Seat.objects.held_by(membership.user).filter(board=membership.board)
        mine = Q(post__holder=membership.user) | Q(group__in=seats.values("group_id"))
        if membership.agency_id:
            mine |= Q(agency=membership.agency_id) | Q(everyone=True)
        return self.filter(mine, board=membership.board)

    def of_memberships(self, memberships):
        """The leads that mean one user on all of their boards, as `of_member` does for one."""
        memberships = list(memberships)
        user_ids = {membership.user_id for membership in memberships}
        seats = Seat.objects.current().filter(Q(user__in=user_ids) | Q(post__holder__in=user_ids))
        agencies = [m.agency_id for m in memberships if m.agency_id]
        in_agency = [m.board_id for m in memberships if m.agency_id]
        return self.filter(
            Q(post__holder__in=user_ids)
            | Q(group__in=seats.values("group_id"))
            | Q(agency__in=agencies)
            | Q(everyone=True, board__in=in_agency),
            board__in=[membership.board_id for membership in memberships],
        )

    def answering(self):
        """Leads behind whom somebody stands who can be asked; supporters are not asked."""
        return self.filter(role=Lead.Role.LEAD).filter(
            Q(post__holder__isnull=False)
            | Q(group__isnull=False)
            | Q(agency__isnull=False)
            | Q(everyone=True)
        )


class Lead(models.Model):
    """One party that leads or supports an action; `written` is what the document says."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        SUPPORT = "support", "Support"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, models.CASCADE, related_name="leads")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="leads")
    group = models.ForeignKey(SubGroup, models.PROTECT, null=True, blank=True, related_name="leads")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="leads")
    everyone = models.BooleanField(default=False)
    written = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.LEAD)
    accountable = models.BooleanField(default=False)
    to_settle = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    objects = LeadQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(accountable=True), name="one_accountable_an_action"
            ),
            models.CheckConstraint(
                condition=(
                    Q(agency__isnull=False, group__isnull=True, post__isnull=True, everyone=False)
                    | Q(agency__isnull=True, group__isnull=False, post__isnull=True, everyone=False)
                    | Q(agency__isnull=True, group__isnull=True, post__isnull=False, everyone=False)
                    | Q(agency__isnull=True, group__isnull=True, post__isnull=True)
                ),
                name="lead_is_one_party",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False)
                | Q(group__isnull=False)
                | Q(post__isnull=False)
                | Q(everyone=True)
                | ~Q(written=""),
                name="lead_names_somebody",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def party(self):
        """The agency, group or post this lead stands for, else None."""
        return self.agency or self.group or self.post

    @property
    def name(self) -> str:
        """The party's name; "All agencies" where everyone leads; else the document's words."""
        party = self.party
        if party is not None:
            return party.name
        return self.written or "All agencies"


class MilestoneQuerySet(models.QuerySet):
    def of(self, board):
        return self.filter(board=board)

    def open(self):
        return self.filter(met_on__isnull=True, withdrawn_at__isnull=True)

    def coming_to(self, group: SubGroup, plan: Plan):
        """What a plan's unfinished actions still owe to a group, by date, with its action."""
        return (
            self.open()
            .filter(
                to_group=group,
                action__plan=plan,
                action__withdrawn_at__isnull=True,
                action__completed_on__isnull=True,
            )
            .select_related("action")
            .order_by("due", "position", "id")
        )


class Milestone(Withdrawable):
    """One dated thing an action owes: a deadline or a report to a meeting."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    due = models.DateField(null=True, blank=True)
    what = models.TextField(blank=True)
    to = models.CharField(max_length=200, blank=True)
    to_group = models.ForeignKey(
        SubGroup, models.SET_NULL, null=True, blank=True, related_name="milestones"
    )
    met_on = models.DateField(null=True, blank=True)
    # Made from a recurring timescale rather than written by a person.
    generated = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ("due", "position", "id")
        indexes = [
            models.Index(fields=["action", "due"], name="milestone_of_action"),
            models.Index(fields=["board", "due"], name="milestone_due"),
            models.Index(fields=["to_group", "due"], name="milestone_to_group"),
        ]

    def __str__(self):
        return self.what or (f"Due {self.due:%-d %B %Y}" if self.due else "Milestone")


class DueDateChangeQuerySet(models.QuerySet):
    def moves_of(self, plan: Plan):
        """(action id, reason, when) of every moved due date of a plan, oldest first."""
        return (
            self.filter(action__plan=plan)
            .order_by("at", "id")
            .values_list("action_id", "reason", "at")
        )


class DueDateChange(models.Model):
    """One move of a due date, with its reason. Append-only."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    action = models.ForeignKey(Action, models.CASCADE, related_name="due_date_changes")
    before = models.DateField(null=True)
    after = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    objects = DueDateChangeQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        indexes = [models.Index(fields=["action", "at"], name="due_change_of_action")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="due_change_has_a_reason")
        ]

    def __str__(self):
        return f"{self.before} → {self.after}"
