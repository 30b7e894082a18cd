"""How contributions are collected: the questions, the links, and what is being written."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from boardplan import clock
from subgroups.models import Board
from subgroups.models.boards import OfBoard

from .contributions import Contribution
from .report import AnnualReport


class QuestionQuerySet(OfBoard):
    def template_of(self, board):
        """The board's own questions, which each of its reports begins with."""
        return self.filter(board=board, report__isnull=True)

    def asked_in(self, report):
        """The questions of one report: a copy of its own."""
        return self.filter(report=report)


class Question(models.Model):
    """A question to the agencies; of the board's template, or a report's own copy.

    prompt and hint hold {year} and {next_year}, which are filled in from the report's period, so
    that no report asks about the wrong year.
    """

    class AsksFor(models.TextChoices):
        WORDS = "", "Words alone"
        FIGURES = "figures", "Figures"
        EVIDENCE = "evidence", "Evidence"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.ForeignKey(
        AnnualReport, models.CASCADE, null=True, blank=True, related_name="questions"
    )
    prompt = models.CharField(max_length=300)
    hint = models.CharField(max_length=300, blank=True)
    word_limit = models.PositiveSmallIntegerField(null=True, blank=True)
    asks_for = models.CharField(max_length=10, choices=AsksFor, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")

    def __str__(self):
        return self.prompt


class Collection(models.Model):
    """The asking for one report: by when, who asks and how to reach them."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    report = models.OneToOneField(AnnualReport, models.CASCADE, related_name="collection")
    due = models.DateField()
    asks_name = models.CharField(max_length=200)
    asks_email = models.EmailField()
    asks_phone = models.CharField(max_length=50, blank=True)
    message = models.TextField(blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)

    objects = OfBoard.as_manager()

    def __str__(self):
        return f"Contributions to {self.report}"


class ContributionLinkQuerySet(OfBoard):
    def good(self):
        """Neither replaced nor withdrawn; whether its time has run out depends on the report."""
        return self.filter(ended_at__isnull=True)


class ContributionLink(models.Model):
    """A personal link to one contribution. Only the token's digest is kept.

    Each e-mail carries a link of its own, and those sent before stay good, so that somebody in
    the middle of writing is not thrown out by a reminder. Renewing or withdrawing ends them all.
    """

    class Ended(models.TextChoices):
        REPLACED = "replaced", "Replaced"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=10, choices=Ended, blank=True)

    objects = ContributionLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended="")
                | Q(ended_at__isnull=False) & ~Q(ended=""),
                name="link_ended_somehow_at_some_time",
            )
        ]

    def __str__(self):
        return f"Link to {self.contribution}"

    @property
    def state(self) -> str:
        """open, replaced, withdrawn or expired."""
        if self.ended_at is not None:
            return self.ended
        approved = self.contribution.report.approved_on
        weeks = datetime.timedelta(weeks=settings.CONTRIBUTION_LINK_WEEKS)
        return "expired" if approved and clock.today() > approved + weeks else "open"


class Draft(models.Model):
    """One text of a contribution as it is being written, in the marks of answers.py."""

    class Part(models.TextChoices):
        ANSWER = "answer", "Answer"
        NARRATIVE = "narrative", "Your contribution"
        AUTHORS = "authors", "Written by"
        LINK_WORDS = "link_words", "What the report is"
        LINK_ADDRESS = "link_address", "Address of the report"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="drafts")
    part = models.CharField(max_length=15, choices=Part)
    question = models.ForeignKey(
        Question, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=200)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("contribution", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "question"],
                condition=Q(question__isnull=False),
                name="draft_once_a_question",
            ),
            models.UniqueConstraint(
                fields=["contribution", "part"],
                condition=Q(question__isnull=True),
                name="draft_once_a_part",
            ),
            models.CheckConstraint(
                condition=Q(part="answer", question__isnull=False)
                | ~Q(part="answer") & Q(question__isnull=True),
                name="draft_answers_a_question",
            ),
        ]

    def __str__(self):
        return f"{self.get_part_display()} of {self.contribution}"


class DraftVersion(models.Model):
    """A text as it stood at some time: a row for what one writer wrote in one go.

    Never taken away while its contribution stands; services/collecting/writing.py says when a go
    ends and a new row begins.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()  # the draft's version that has this text
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    began_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_once")
        ]

    def __str__(self):
        return f"{self.draft}, version {self.number}"


class Attachment(models.Model):
    """A file that an agency sent. It is handed out by a view with its own check only."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="contributions")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=Kind)
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64, blank=True)  # sha-256; "" where the file is lost
    description = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField(default=timezone.now)

    objects = OfBoard.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(description=""), name="attachment_has_a_description"
            )
        ]

    def __str__(self):
        return f"{self.name} of {self.contribution}"
