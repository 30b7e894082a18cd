"""Progress, as it was reported. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils import timezone

from boardplan.compiled import Compiled
from subgroups.models import Board

from .action import Action
from .choices import RAG_CHOICES
from .plans import Outcome, Plan


class ProgressUpdateQuerySet(models.QuerySet):
    def of(self, board):
        return self.filter(board=board)

    def newest_first(self):
        return self.order_by("-on", "-id")

    def about(self, actions):
        """Updates of these actions (a queryset, or ids), the newest first."""
        return self.filter(action__in=actions).newest_first()


class ProgressUpdate(models.Model):
    """What somebody reported about an action, or about a whole outcome.

    Plans in documents often hold progress for a row, not for one of its actions: that is about
    the outcome.
    """

    class Source(models.TextChoices):
        PERSON = "person", "Entered here"
        DOCUMENT = "document", "From the plan document"
        CARRIED = "carried", "From the plan before"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="updates")
    action = models.ForeignKey(
        Action, models.CASCADE, null=True, blank=True, related_name="updates"
    )
    outcome = models.ForeignKey(
        Outcome, models.CASCADE, null=True, blank=True, related_name="updates"
    )
    on = models.DateField()  # the day it describes
    text = models.TextField(blank=True)
    rag = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    suggested = models.CharField(max_length=5, choices=RAG_CHOICES, blank=True)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    difference_made = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.PERSON)
    # The report in the plan before that this is a copy of: see services.updates.handing_on.
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ("on", "id")
        indexes = [
            models.Index(fields=["action", "-on", "-id"], name="update_of_action"),
            models.Index(fields=["outcome", "-on", "-id"], name="update_of_outcome"),
            # All that "how did the ratings stand on a day" reads, so that the rows themselves,
            # long with their texts, need not be.
            models.Index(fields=["plan", "on", "id", "action", "rag"], name="update_ratings"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=False, outcome__isnull=True)
                | Q(action__isnull=True, outcome__isnull=False),
                name="update_is_about_one_thing",
            ),
            models.CheckConstraint(
                # What a document said without a reason may have been carried on since.
                condition=~Q(rag__in=["red", "amber"]) | ~Q(reason="") | ~Q(source="person"),
                name="update_red_or_amber_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(rag=""), name="update_says_something"
            ),
        ]

    def __str__(self):
        return f"{self.on:%-d %B %Y}: {self.text[:60]}"

    @staticmethod
    def rating_days_of(plan) -> list[tuple[int, str, str]]:
        """(action id, as at, RAG) of every rated update of a plan, oldest first.

        What "the RAG on a day" is read from: the last row of an action up to that day. The day is
        text ("2026-05-31"), because there are thousands of them.
        """
        return _RATING_DAYS.ask(plan.pk)


_RATING_DAYS = Compiled(
    lambda plan: (
        ProgressUpdate.objects.filter(plan=plan, action__isnull=False)
        .exclude(rag="")
        .order_by("on", "id")
        .values_list("action_id", Cast("on", models.CharField()), "rag")
    )
)
