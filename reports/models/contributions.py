"""What agencies send for the annual report."""

from django.db import models
from django.db.models import Q

from subgroups.models import Agency, Board
from subgroups.models.boards import OfBoard

from .report import AnnualReport


class ContributionQuerySet(OfBoard):
    def printed(self, report):
        """What stands in a report; see `printed_in`."""
        return self.filter(report=report, status__in=printed_in(report))

    def collected(self):
        """Those that an agency was asked for, without what was entered by hand."""
        return self.filter(asked_at__isnull=False)

    def with_agency(self):
        return self.select_related("agency", "report", "board")


class Contribution(models.Model):
    """One agency's part of the annual report.

    Entered by hand, it is accepted as it stands. Where an agency was asked for it, what is being
    written stands in `drafts`; `answers` and the rest that is printed are made from them when it
    is handed in. contributing/workflow.py has its life.
    """

    class Form(models.TextChoices):
        TEMPLATE = "template", "Answers to the questions"
        NARRATIVE = "narrative", "One text of your own"
        LINK = "link", "A separate report, as a link or a file"

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        OPENED = "opened", "Opened"
        WRITING = "writing", "Writing"
        HANDED_IN = "handed_in", "Handed in"
        RETURNED = "returned", "Returned"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Nothing to report"

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

    # How it was collected; asked_at is empty for what was entered by hand.
    status = models.CharField(max_length=10, choices=Status, default=Status.ACCEPTED)
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    due = models.DateField(null=True, blank=True)  # where it differs from the others'
    asked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    worked_on_at = models.DateTimeField(null=True, blank=True)
    worked_by = models.CharField(max_length=200, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    mail_failed = models.BooleanField(default=False)  # the last e-mail could not be sent
    comment = models.TextField(blank=True)  # why it was returned
    declined_because = models.TextField(blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "agency"],
                condition=Q(asked_at__isnull=False),
                name="agency_asked_once_a_report",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(comment=""),
                name="contribution_returned_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(declined_because=""),
                name="contribution_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(status="accepted"),
                name="contribution_by_hand_is_accepted",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True)
                | ~Q(status__in=["handed_in", "accepted"])
                | Q(handed_in_at__isnull=False),
                name="contribution_handed_in_on_a_day",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def collected(self) -> bool:
        return self.asked_at is not None

    def short(self, name: str) -> str:
        """Who wrote, on a page that is about this agency anyway: without its name behind."""
        return name.removesuffix(f" ({self.title})")

    @property
    def contact(self) -> str:
        """Who writes it: the post or name given when it was asked for, else the address."""
        return self.contact_name or self.contact_email


def printed_in(report: AnnualReport) -> list[str]:
    """The statuses of contributions that stand in a report: what was accepted and, until the board
    has approved the report, what was handed in as well. Drafts never do."""
    status = Contribution.Status
    return [status.ACCEPTED, *([status.HANDED_IN] if report.approved_on is None else [])]
