"""The annual report and its sections."""

from django.db import models
from django.db.models import Q

from actions.models import Plan
from subgroups.models import Board
from subgroups.models.boards import OfBoard


class AnnualReport(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        CIRCULATED = "circulated", "Circulated for comment"
        APPROVED = "approved", "Approved"

    board = models.ForeignKey(Board, models.CASCADE, related_name="reports")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="reports")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    start = models.DateField()
    end = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    circulated_on = models.DateField(null=True, blank=True)
    comments_until = models.DateField(null=True, blank=True)  # the last day
    approved_on = models.DateField(null=True, blank=True)
    # Whether an abbreviation of the glossary is spelt out where the report first uses it.
    spells_out = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("-start", "id")
        constraints = [
            models.UniqueConstraint(fields=["board", "slug"], name="report_slug_once_a_board"),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(approved_on__isnull=False),
                name="report_approved_on_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="circulated")
                | Q(circulated_on__isnull=False, comments_until__isnull=False),
                name="report_circulated_until_a_date",
            ),
        ]

    def __str__(self):
        return self.title


class Section(models.Model):
    """One part of a report, in the order the manager sets: written, or generated from data."""

    class Kind(models.TextChoices):
        TEXT = "text", "Written"
        ABOUT = "about", "About the board"
        FIGURES = "figures", "Year in figures"
        PROGRESS = "progress", "Progress by priority"
        DIFFERENCE = "difference", "Difference made for children and families"
        VOICE = "voice", "Voice of children"
        LITTLE_PROGRESS = "little_progress", "Areas with little or no progress"
        OUTPUTS = "outputs", "What was produced and considered"
        DECISIONS = "decisions", "Decisions and challenges"
        REVIEWS = "reviews", "Reviews and recommendations"
        TRAINING = "training", "Training"
        ATTENDANCE = "attendance", "Attendance by agency"
        CONTRIBUTIONS = "contributions", "Agency contributions"
        FINANCE = "finance", "Finance"
        NEXT_YEAR = "next_year", "Priorities for the next year"
        GLOSSARY = "glossary", "Glossary"
        PLAN = "plan", "Business plan"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.TEXT)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # Markdown: lists, emphasis, links
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # as an appendix
    printed = models.BooleanField(default=True)  # False leaves it out and keeps its words
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self):
        return self.title
