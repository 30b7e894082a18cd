"""Pictures that the texts of a report show."""

from django.db import models
from django.utils import timezone

from subgroups.models import Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport


class PictureQuerySet(OfBoard):
    def light(self):
        """Without what can be seen."""
        return self.defer("content")


class ReportPicture(models.Model):
    """A PNG or JPEG, with what it shows in words: nobody may publish one without.

    A text shows it by its number: `![…](picture:2)`. It lies in the database, so that it comes and
    goes with the report, in one step.
    """

    class Kind(models.TextChoices):
        PNG = "png", "PNG"
        JPEG = "jpg", "JPEG"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    description = models.CharField(max_length=500)
    content = models.BinaryField()
    kind = models.CharField(max_length=3, choices=Kind)
    width = models.PositiveIntegerField()  # pixels
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()  # bytes
    added_at = models.DateTimeField(default=timezone.now)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="picture_number_once"),
            models.CheckConstraint(condition=~models.Q(description=""), name="picture_described"),
        ]

    def __str__(self):
        return f"Picture {self.number}"

    @property
    def content_type(self) -> str:
        return "image/png" if self.kind == self.Kind.PNG else "image/jpeg"
