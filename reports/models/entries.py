"""The board's abbreviations, and what it produced and considered in a year."""

from django.db import models

from subgroups.models import Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport


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


class NoAbbreviation(models.Model):
    """Letters in capitals that the manager says are no abbreviation, for all reports of a board."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    text = models.CharField(max_length=30)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("text",)
        constraints = [
            models.UniqueConstraint(fields=["board", "text"], name="no_abbreviation_once_a_board")
        ]

    def __str__(self):
        return self.text


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
