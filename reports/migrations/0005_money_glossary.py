"""One line for budget, actual and projection, where each year had lines of its own; the finds
that are no abbreviations; whether a report spells abbreviations out."""

from collections import defaultdict

import django.db.models.deletion
from django.db import migrations, models

PAIRS = (("income", "projected_income"), ("expenditure", "projected_expenditure"))


def one_line_for_both_years(apps, schema_editor):
    """Lines of the same words become one; every figure is kept, and so is every other line."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Line = apps.get_model("reports", "BudgetLine")
    for report in Line.objects.order_by().values_list("report", flat=True).distinct():
        lines = list(Line.objects.filter(report=report).order_by("kind", "position", "pk"))
        for actual_kind, projected_kind in PAIRS:
            waiting = defaultdict(list)
            last = 0
            for line in lines:
                if line.kind == actual_kind:
                    line.actual = line.amount
                    waiting[line.label, line.agency_id].append(line)
                    last = max(last, line.position)
            for line in lines:
                if line.kind != projected_kind:
                    continue
                same = waiting[line.label, line.agency_id]
                if same and _units_agree(same[0], line):
                    one = same.pop(0)
                    one.projection = line.amount
                    if line.units is not None:
                        one.units, one.unit_rate = line.units, line.unit_rate
                    line.delete()
                else:
                    last += 1
                    line.kind, line.projection, line.position = actual_kind, line.amount, last
        Line.objects.bulk_update(
            [line for line in lines if line.pk], ["kind", "actual", "projection", "position",
                                                  "units", "unit_rate"],
        )  # fmt: skip


def _units_agree(one, other):
    """Whether two lines can share what they say they are made of, without losing any of it."""
    says = [(line.units, line.unit_rate) for line in (one, other) if line.units is not None]
    return len(set(says)) < 2


def lines_of_each_year(apps, schema_editor):
    """Back again. A budget has no place there, so a line that has nothing else keeps it as its
    amount."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Line = apps.get_model("reports", "BudgetLine")
    for line in list(Line.objects.all()):
        projection = line.projection
        if line.actual is not None or projection is None:
            line.amount = line.actual if line.actual is not None else line.budget
            line.save(update_fields=["amount"])
            if projection is None:
                continue
            line.pk = None
        line.kind, line.amount = f"projected_{line.kind}", projection
        line.save()


OF = [
    ("budgeted_income", "Budgeted income"),
    ("income", "Income"),
    ("projected_income", "Projected income"),
    ("budgeted_expenditure", "Budgeted expenditure"),
    ("expenditure", "Expenditure"),
    ("projected_expenditure", "Projected expenditure"),
    ("overspend", "Overspend"),
]


def pounds():
    return models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_pictures"),
        ("subgroups", "0003_group_began_on"),
    ]

    operations = [
        migrations.AddField("budgetline", "budget", pounds()),
        migrations.AddField("budgetline", "actual", pounds()),
        migrations.AddField("budgetline", "projection", pounds()),
        migrations.AlterField("budgetline", "amount", pounds()),
        migrations.RunPython(one_line_for_both_years, lines_of_each_year),
        migrations.RemoveField("budgetline", "amount"),
        migrations.AlterField(
            "budgetline",
            "kind",
            models.CharField(
                choices=[("income", "Income"), ("expenditure", "Expenditure")], max_length=25
            ),
        ),
        migrations.AddConstraint(
            "budgetline",
            models.CheckConstraint(
                condition=models.Q(
                    ("budget__isnull", False),
                    ("actual__isnull", False),
                    ("projection__isnull", False),
                    _connector="OR",
                ),
                name="budget_line_has_a_figure",
            ),
        ),
        migrations.AlterField("statedtotal", "of", models.CharField(choices=OF, max_length=25)),
        migrations.AddField("annualreport", "spells_out", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="NoAbbreviation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=30)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="subgroups.board",
                    ),
                ),
            ],
            options={
                "ordering": ("text",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "text"), name="no_abbreviation_once_a_board"
                    )
                ],
            },
        ),
    ]
