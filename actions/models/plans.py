"""The plan and its levels above the action."""

import textwrap

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from subgroups.models import Board
from subgroups.models.boards import OfBoard
from subgroups.words import DEFAULT_COLUMNS, plural, word


def default_columns():
    return [{"key": key, "title": ""} for key in DEFAULT_COLUMNS]


def brief(ref: str, title: str, length: int = 70) -> str:
    """A number and a title on one line, cut at a word where they are longer than `length`."""
    whole = " ".join(f"{ref} {title}".split())
    # Most are short, and working out where to cut takes as long as reading a row.
    return whole if len(whole) <= length else textwrap.shorten(whole, length, placeholder="…")


class PlanQuerySet(OfBoard):
    def newest_first(self):
        return self.order_by("-start", "-id")

    def with_following(self):
        """Each with `following_slug` and `following_title` of the plan it was rolled into."""
        into = Plan.objects.filter(rolled_from=OuterRef("pk")).order_by("id")
        return self.annotate(
            following_slug=Subquery(into.values("slug")[:1]),
            following_title=Subquery(into.values("title")[:1]),
        )

    def current_of(self, board, *, on):
        """The plan that covers `on`, else the newest one, else None."""
        return (
            self.of(board)
            .annotate(covers=Q(start__lte=on, end__gte=on))
            .order_by("-covers", "-start", "-id")
            .first()
        )


class Plan(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        RATIFIED = "ratified", "Ratified"
        CLOSED = "closed", "Closed"

    board = models.ForeignKey(Board, models.CASCADE, related_name="plans")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    start = models.DateField()
    end = models.DateField()
    vision = models.TextField(blank=True)
    intent = models.TextField(blank=True)
    rag_definition = models.TextField(blank=True)
    introduction = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    ratified_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    last_updated_on = models.DateField(null=True, blank=True)
    rolled_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="rolled_into"
    )
    # The plan's own column headings and words, where they differ from the board's.
    columns = models.JSONField(default=default_columns)
    words = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ("-start", "id")
        constraints = [
            models.UniqueConstraint(fields=["board", "slug"], name="plan_slug_once_a_board"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="plan_ends_after_start"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(ratified_on__isnull=False),
                name="plan_ratified_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="closed", closed_on__isnull=False)
                | (~Q(status="closed") & Q(closed_on__isnull=True)),
                name="plan_closed_on_a_date",
            ),
        ]

    def __str__(self):
        return self.title

    def word(self, key: str) -> str:
        """The plan's word for a part, else the board's, else the standard one."""
        return self.words.get(key) or word(self.board.words, key)

    def words_for(self, key: str) -> str:
        return plural(self.word(key))

    def headings(self) -> list[dict]:
        """The table's columns in order: [{"key": "lead", "title": "Responsible person"}, …]."""
        return [
            {"key": column["key"], "title": column.get("title") or self.word(column["key"])}
            for column in self.columns
        ]


class InPlan(OfBoard):
    def in_force(self):
        """Without those that were withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class Withdrawable(models.Model):
    """Nothing is erased: what no longer holds is withdrawn, with the reason."""

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


class Priority(Withdrawable):
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="priorities")
    ref = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=500, blank=True)  # empty: a plan without priorities
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    version = models.PositiveIntegerField(default=1)

    objects = InPlan.as_manager()

    class Meta:
        ordering = ("position", "id")
        verbose_name_plural = "priorities"
        indexes = [models.Index(fields=["plan", "position"], name="priority_in_plan")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="priority_withdrawn_for_a_reason",
            )
        ]

    def __str__(self):
        return " ".join(part for part in (self.ref, self.title) if part) or str(self.plan)


class Outcome(Withdrawable):
    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="outcomes")
    priority = models.ForeignKey(Priority, models.CASCADE, related_name="outcomes")
    ref = models.CharField(max_length=30, blank=True)
    title = models.TextField()
    sources = models.JSONField(default=list, blank=True)
    # Words of the source document that found no other home, kept with their row.
    notes = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to"
    )
    version = models.PositiveIntegerField(default=1)

    objects = InPlan.as_manager()

    class Meta:
        ordering = ("position", "id")
        indexes = [
            models.Index(fields=["plan", "position"], name="outcome_in_plan"),
            models.Index(fields=["priority", "position"], name="outcome_in_priority"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="outcome_withdrawn_for_a_reason",
            )
        ]

    def __str__(self):
        return " ".join(part for part in (self.ref, self.title) if part)

    @property
    def brief(self) -> str:
        """Its number and the beginning of its words: where an action stands, in a list."""
        return brief(self.ref, self.title)
