"""A file that somebody brought in, from the preview to what became of it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from subgroups.models import Board
from subgroups.models.boards import OfBoard

from .plans import Plan


class PlanImportQuerySet(OfBoard):
    def open(self):
        """Those that wait in the preview, and whose file is still kept."""
        since = timezone.now() - datetime.timedelta(days=settings.IMPORT_DAYS)
        return self.filter(status=PlanImport.Status.PREVIEW, created_at__gte=since)

    def forgettable(self):
        """Previews that nobody finished in time, and still hold their file."""
        since = timezone.now() - datetime.timedelta(days=settings.IMPORT_DAYS)
        return self.filter(
            status=PlanImport.Status.PREVIEW, created_at__lt=since, source__isnull=False
        )

    def of_file(self, digest: str):
        """Where this very file was brought in and stands, the latest first."""
        return self.filter(digest=digest, status=PlanImport.Status.DONE).order_by("-finished_at")

    def listed(self):
        """For lists: without the file's words and what was written, which can be large."""
        return self.defer("source", "decisions", "written", "brought").select_related(
            "plan", "into"
        )


class PlanImport(models.Model):
    """One file: what was read from it, what people settled, what it wrote.

    `source` holds the file's words (not the file) until the import is finished; `brought` what
    was written, as boardplan/1 with the ids of its rows, which the next version of the file is
    compared with; `written` what undoing it needs.
    """

    class Status(models.TextChoices):
        PREVIEW = "preview", "To be checked"
        DONE = "done", "Brought in"
        UNDONE = "undone", "Undone"
        DISCARDED = "discarded", "Discarded"

    class Kind(models.TextChoices):
        WORD = "word", "Word"
        EXCEL = "excel", "Excel"
        CSV = "csv", "CSV"
        PASTE = "paste", "Pasted"
        JSON = "json", "Boardplan"

    board = models.ForeignKey(Board, models.CASCADE, related_name="plan_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    digest = models.CharField(max_length=64)
    source = models.BinaryField(null=True)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, blank=True)  # empty: made from the period
    start = models.DateField()
    end = models.DateField()
    # The plan that it goes into; none for a plan of its own.
    into = models.ForeignKey(Plan, models.SET_NULL, null=True, blank=True, related_name="+")
    decisions = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PREVIEW)
    plan = models.ForeignKey(
        Plan, models.SET_NULL, null=True, blank=True, related_name="brought_by"
    )
    brought = models.JSONField(default=dict, blank=True)
    written = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=["board", "-created_at"], name="import_of_board"),
            models.Index(fields=["board", "digest"], name="import_of_file"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="import_ends_after_start"),
            models.CheckConstraint(
                condition=Q(status="preview", finished_at__isnull=True)
                | (~Q(status="preview") & Q(finished_at__isnull=False)),
                name="import_finished_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="preview") | Q(source__isnull=True),
                name="import_finished_keeps_no_file",
            ),
        ]

    def __str__(self):
        return f"{self.title} from {self.file_name}"

    @property
    def expired(self) -> bool:
        """Whether the preview is over because nobody finished it in time."""
        days = datetime.timedelta(days=settings.IMPORT_DAYS)
        return self.status == self.Status.PREVIEW and (
            self.source is None or self.created_at + days <= timezone.now()
        )
