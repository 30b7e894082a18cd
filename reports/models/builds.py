"""Papers that are being made in the background."""

from django.db import models

from subgroups.models import Board
from subgroups.models.boards import OfBoard


class Build(models.Model):
    """The making of one file, named by what it will say. Rows are removed when all is done."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Being made"
        FAILED = "failed", "Failed"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)  # the file's name, digest included
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # the last sign of life of whoever makes it

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("asked_at",)
        constraints = [
            models.UniqueConstraint(fields=["board", "key"], name="build_once"),
            models.CheckConstraint(
                condition=models.Q(percent__lte=100), name="build_percent_to_a_hundred"
            ),
        ]

    def __str__(self):
        return f"{self.key}: {self.get_state_display().lower()}"
