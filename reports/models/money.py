"""What the board received and spent, and what its documents say that comes to."""

from django.db import models
from django.db.models import Q

from subgroups.models import Agency, Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport

_POUNDS = {"max_digits": 12, "decimal_places": 2, "null": True, "blank": True}


class BudgetLine(models.Model):
    """One source of income or one item of expenditure, with up to three figures in pounds."""

    class Kind(models.TextChoices):
        INCOME = "income", "Income"
        EXPENDITURE = "expenditure", "Expenditure"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="budget_lines")
    kind = models.CharField(max_length=25, choices=Kind)
    label = models.CharField(max_length=300)
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="budget_lines"
    )
    budget = models.DecimalField(**_POUNDS)  # agreed for the year of the report
    actual = models.DecimalField(**_POUNDS)  # received or spent in it
    projection = models.DecimalField(**_POUNDS)  # expected for the year after
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
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=False)
                | Q(actual__isnull=False)
                | Q(projection__isnull=False),
                name="budget_line_has_a_figure",
            ),
        ]

    def __str__(self):
        figures = (
            f"{name} £{amount:,}"
            for name in ("budget", "actual", "projection")
            if (amount := getattr(self, name)) is not None
        )
        return f"{self.label}: {', '.join(figures)}"


class StatedTotal(models.Model):
    """A total as a document states it, kept beside the computed one so a difference shows."""

    class Of(models.TextChoices):
        BUDGETED_INCOME = "budgeted_income", "Budgeted income"
        INCOME = "income", "Income"
        PROJECTED_INCOME = "projected_income", "Projected income"
        BUDGETED_EXPENDITURE = "budgeted_expenditure", "Budgeted expenditure"
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
