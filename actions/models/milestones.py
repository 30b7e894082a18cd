"""What an action owes on a day, and how its due date moved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from subgroups.models import Board, SubGroup

from .action import Action
from .plans import Plan, Withdrawable


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
            .select_related("action__outcome")
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
