"""What members of the board say of a report that was circulated. Nothing here is rewritten."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from subgroups.models import Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport, Section


class CommentQuerySet(OfBoard):
    def open(self):
        return self.filter(answered_at__isnull=True)


class Comment(models.Model):
    """A member's words about a section, or about the whole report; answered once."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="comments")
    section = models.ForeignKey(
        Section, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    about = models.CharField(max_length=200, blank=True)  # the section's title at the time
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)  # "" where it was only ticked off
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by_name="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by_name="")),
                name="comment_answered_by_somebody",
            )
        ]

    def __str__(self):
        return f"{self.by_name} on {self.about or 'the whole report'}: {self.text}"[:120]
