"""What the board did in a year, entered row by row: decisions and challenges, reviews and what
they recommended, training, and which agencies came to its meetings."""

from django.db import models
from django.db.models import F, Q

from subgroups.models import Agency, Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport


class Decision(models.Model):
    """Something the board decided, or a challenge it put to somebody, and what came of it."""

    class Kind(models.TextChoices):
        DECISION = "decision", "Decision"
        CHALLENGE = "challenge", "Challenge"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField(null=True, blank=True)
    title = models.CharField(max_length=300)
    whom = models.CharField(max_length=200, blank=True)  # who was challenged
    text = models.TextField(blank=True)
    result = models.TextField(blank=True)  # what came of it
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("-kind", F("on").asc(nulls_last=True), "position", "id")  # decisions first
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="challenge") | ~Q(whom=""), name="challenge_put_to_somebody"
            )
        ]

    def __str__(self):
        return self.title


class Review(models.Model):
    """A review or an audit that ended, or went on, in the year."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", "Practice review"
        AUDIT = "audit", "Audit"
        INSPECTION = "inspection", "Inspection"
        OTHER = "other", "Other review"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    on = models.DateField(null=True, blank=True)  # finished or published
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self):
        return self.title


class Recommendation(models.Model):
    """What a review recommended, and whether it was done.

    The yearly report has to say why where one was not implemented (Working Together 2023).
    """

    class Status(models.TextChoices):
        IMPLEMENTED = "implemented", "Implemented"
        UNDER_WAY = "under_way", "Under way"
        NOT_IMPLEMENTED = "not_implemented", "Not implemented"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="recommendations")
    review = models.ForeignKey(Review, models.CASCADE, related_name="recommendations")
    text = models.TextField()
    status = models.CharField(max_length=15, choices=Status)
    reason = models.TextField(blank=True)  # why it was not implemented
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="not_implemented") | ~Q(reason=""),
                name="recommendation_refused_for_a_reason",
            )
        ]

    def __str__(self):
        return self.text[:80]


class TrainingCourse(models.Model):
    """A course that ran in the year, and how many came."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="training_courses")
    title = models.CharField(max_length=300)
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="training_courses"
    )  # who was trained; empty for people of several agencies
    sessions = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    text = models.TextField(blank=True)  # what it changed
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self):
        return self.title


class AgencyAttendance(models.Model):
    """How often an agency came to the meetings that it was asked to in the year."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="attendance")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="attendance_in_reports")
    possible = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agency"], name="attendance_once_an_agency_and_report"
            ),
            models.CheckConstraint(
                condition=Q(possible__gt=0, attended__lte=F("possible")),
                name="attended_some_of_the_meetings_held",
            ),
        ]

    def __str__(self):
        return f"{self.agency}: {self.attended} of {self.possible}"

    @property
    def percentage(self) -> int:
        """Of the meetings it could come to, to the nearest whole; a half is rounded up."""
        return (200 * self.attended + self.possible) // (2 * self.possible)
