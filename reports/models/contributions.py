"""What agencies send for the annual report."""

from django.db import models

from subgroups.models import Agency, Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport


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
