"""What was approved, kept as it was for ever, and what of it the public may read."""

from django.db import models
from django.db.models import Q

from actions.models import Plan
from subgroups.models import Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport


class EditionQuerySet(OfBoard):
    def about(self, paper):
        """The editions of one report or plan, the newest first."""
        kind = "report" if isinstance(paper, AnnualReport) else "plan"
        return self.filter(**{kind: paper}).order_by("-number")

    def light(self):
        """Without the document itself, which only the making of files reads."""
        return self.defer("document")

    def once_public(self):
        """Published at some time, whether or not it was withdrawn since."""
        return self.filter(published_on__isnull=False)

    def public(self):
        return self.once_public().filter(withdrawn_on__isnull=True)


class Edition(models.Model):
    """A report or a plan as the board approved it. Its content never changes.

    `document` is the canonical JSON of the document tree and `digest` its sha-256; the files made
    from it are kept beside it. A correction is another edition with the reason for it.
    """

    class State(models.TextChoices):
        APPROVED = "approved", "Approved, not published"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    board = models.ForeignKey(Board, models.CASCADE, related_name="editions")
    # A paper with editions is not deleted, but for the whole board.
    report = models.ForeignKey(
        AnnualReport, models.RESTRICT, null=True, blank=True, related_name="editions"
    )
    plan = models.ForeignKey(Plan, models.RESTRICT, null=True, blank=True, related_name="editions")
    number = models.PositiveSmallIntegerField()
    slug = models.SlugField(max_length=80)  # of the paper, for its public address
    title = models.CharField(max_length=200)
    period = models.CharField(max_length=100)
    approved_on = models.DateField()
    approved_by = models.CharField(max_length=200)  # in words: the meeting, or who
    reason = models.TextField(blank=True)  # of a correction
    names_left = models.PositiveIntegerField(default=0)  # found by the check and left on purpose
    document = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    published_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("-approved_on", "-number", "-id")
        indexes = [models.Index(fields=["board", "slug", "number"], name="edition_address")]
        constraints = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, plan__isnull=True)
                | Q(report__isnull=True, plan__isnull=False),
                name="edition_of_a_report_or_a_plan",
            ),
            models.UniqueConstraint(fields=["report", "number"], name="edition_once_a_report"),
            models.UniqueConstraint(fields=["plan", "number"], name="edition_once_a_plan"),
            models.CheckConstraint(condition=Q(number__gte=1), name="edition_counts_from_one"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="edition_correction_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | (Q(published_on__isnull=False) & ~Q(withdrawn_reason="")),
                name="edition_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.title}, edition {self.number}"

    @property
    def paper(self) -> AnnualReport | Plan:
        return self.report or self.plan

    @property
    def is_plan(self) -> bool:
        return self.plan_id is not None

    @property
    def state(self) -> str:
        if self.withdrawn_on:
            return self.State.WITHDRAWN
        return self.State.PUBLISHED if self.published_on else self.State.APPROVED


class EditionFileQuerySet(models.QuerySet):
    def light(self):
        return self.defer("content")


class EditionFile(models.Model):
    """One file of an edition, byte for byte as it was made: the PDF, the Word document, the
    document itself as JSON, and each page for the browser.

    Or as an agency sent it with its contribution: then `name` is its sha-256, by which the
    edition's document names it.
    """

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word"
        JSON = "json", "Data"
        PAGE = "page", "Page"
        SENT = "sent", "Sent by an agency"

    # Those that every edition has, made of its document.
    MADE = frozenset({Form.PDF, Form.WORD, Form.JSON, Form.PAGE})

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="files")
    form = models.CharField(max_length=5, choices=Form)
    # Of a page, "" for the contents; of a file that was sent, its digest.
    name = models.SlugField(max_length=80, blank=True)
    title = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()  # in bytes
    pages = models.PositiveIntegerField(default=0)  # of paper
    made_at = models.DateTimeField(auto_now_add=True)

    objects = EditionFileQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["edition", "form", "name"], name="edition_file_once")
        ]

    def __str__(self):
        return f"{self.get_form_display()} of {self.edition}"


class PublicFace(models.Model):
    """What the public reads of a board beside its papers."""

    board = models.OneToOneField(Board, models.CASCADE, related_name="public_face")
    introduction = models.TextField(blank=True)  # Markdown
    contact = models.TextField()  # how somebody asks for another form, in lines

    def __str__(self):
        return f"Public page of {self.board}"
