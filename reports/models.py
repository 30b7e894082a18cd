"""What is put on paper: the annual report and its parts."""

from django.db import models
from django.db.models import Q

from actions.models import Plan
from subgroups.models import Agency, Board
from subgroups.models.boards import OfBoard


class AnnualReport(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"

    board = models.ForeignKey(Board, models.CASCADE, related_name="reports")
    plan = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="reports")
    slug = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    start = models.DateField()
    end = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    approved_on = models.DateField(null=True, blank=True)
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
        ]

    def __str__(self):
        return self.title


class Section(models.Model):
    """One part of a report, in the order the manager sets: written, or generated from data."""

    class Kind(models.TextChoices):
        TEXT = "text", "Written"
        FIGURES = "figures", "Year in figures"
        PROGRESS = "progress", "Progress by priority"
        OUTPUTS = "outputs", "What was produced and considered"
        CONTRIBUTIONS = "contributions", "Agency contributions"
        FINANCE = "finance", "Finance"
        GLOSSARY = "glossary", "Glossary"
        PLAN = "plan", "Business plan"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.TEXT)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # Markdown: lists, emphasis, links
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # as an appendix
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self):
        return self.title


class Contribution(models.Model):
    """One agency's part of the annual report."""

    class Form(models.TextChoices):
        TEMPLATE = "template", "Answers to the standard questions"
        NARRATIVE = "narrative", "Narrative"
        LINK = "link", "Link to a separate report"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="contributions")
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="contributions"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)  # its appendix
    title = models.CharField(max_length=300)
    sub_heading = models.CharField(max_length=300, blank=True)
    authors = models.JSONField(default=list, blank=True)  # posts, as written
    purpose = models.CharField(max_length=300, blank=True)
    form = models.CharField(max_length=10, choices=Form)
    link_text = models.TextField(blank=True)
    link_target = models.URLField(blank=True)
    dated = models.DateField(null=True, blank=True)
    # [{"prompt", "hint", "blocks": [{"kind": "paragraph|bullet|numbered", "level", "text"}]}]
    answers = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self):
        return self.title


class BudgetLine(models.Model):
    class Kind(models.TextChoices):
        INCOME = "income", "Income"
        PROJECTED_INCOME = "projected_income", "Projected income"
        EXPENDITURE = "expenditure", "Expenditure"
        PROJECTED_EXPENDITURE = "projected_expenditure", "Projected expenditure"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="budget_lines")
    kind = models.CharField(max_length=25, choices=Kind)
    label = models.CharField(max_length=300)
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="budget_lines"
    )
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # pounds
    # "30 days at £650.00": what the line says it is made of, where it says so.
    units = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    unit_rate = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("kind", "position", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(units__isnull=True, unit_rate__isnull=True)
                | Q(units__isnull=False, unit_rate__isnull=False),
                name="budget_units_and_rate_together",
            )
        ]

    def __str__(self):
        return f"{self.label}: £{self.amount:,}"


class StatedTotal(models.Model):
    """A total as a document states it, kept beside the computed one so a difference shows."""

    class Of(models.TextChoices):
        INCOME = "income", "Income"
        PROJECTED_INCOME = "projected_income", "Projected income"
        EXPENDITURE = "expenditure", "Expenditure"
        PROJECTED_EXPENDITURE = "projected_expenditure", "Projected expenditure"
        OVERSPEND = "overspend", "Overspend"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="stated_totals")
    of = models.CharField(max_length=25, choices=Of)
    label = models.CharField(max_length=100)
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # pounds

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("report", "of")
        constraints = [
            models.UniqueConstraint(fields=["report", "of"], name="stated_total_once_a_report")
        ]

    def __str__(self):
        return f"{self.label}: £{self.amount:,}"


class GlossaryTerm(models.Model):
    board = models.ForeignKey(Board, models.CASCADE, related_name="glossary")
    abbreviation = models.CharField(max_length=30)
    meaning = models.CharField(max_length=300)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("abbreviation",)
        constraints = [
            models.UniqueConstraint(
                fields=["board", "abbreviation"], name="abbreviation_once_a_board"
            )
        ]

    def __str__(self):
        return f"{self.abbreviation}: {self.meaning}"


class Output(models.Model):
    """Something a board produced or considered in the year, draft or final."""

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", "Procedures and protocols"
        STRATEGY = "strategy", "Strategies and plans"
        ISSUE = "issue", "Significant issues considered"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="outputs")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    draft = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("kind", "position", "id")

    def __str__(self):
        return self.text[:80]
