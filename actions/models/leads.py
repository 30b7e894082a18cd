"""Who leads or supports an action."""

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from subgroups.models import Agency, Board, Membership, Post, Seat, SubGroup


class LeadQuerySet(models.QuerySet):
    def of(self, board):
        return self.filter(board=board)

    def withdrawn(self):
        return self.filter(withdrawn_at__isnull=False)

    def named(self):
        return self.select_related("agency", "group", "post")

    def as_written(self, plan):
        """What the documents call the parties of a plan, with the ids of those meant."""
        return (
            self.filter(action__plan=plan, withdrawn_at=None)
            .exclude(written="")
            .order_by("action_id", "position", "id")
            .values_list(
                "action_id", "written", "everyone", "agency_id", "group_id", "post_id", named=True
            )
        )

    def lines(self):
        """Rows with the ids of the party and its name: light enough for long lists."""
        return (
            self.order_by("position", "id")
            .annotate(
                name=Coalesce(
                    "post__name",
                    "group__name",
                    "agency__name",
                    NullIf("written", Value("")),
                    Value("All agencies"),
                )
            )
            .values_list(
                "action_id",
                "role",
                "everyone",
                "agency_id",
                "group_id",
                "post_id",
                "name",
                named=True,
            )
        )

    def with_party_names(self):
        """Each with `party_name`, looked up for the rows that are found.

        A join would put the parties of all boards together before a few rows are picked.
        """
        names = (
            Subquery(model.objects.filter(pk=OuterRef(f"{party}_id")).values("name")[:1])
            for model, party in ((Post, "post"), (SubGroup, "group"), (Agency, "agency"))
        )
        return self.annotate(
            party_name=Coalesce(*names, NullIf("written", Value("")), Value("All agencies"))
        )

    def of_member(self, membership: Membership):
        """Leads that mean this member: their posts, their seats' groups, their agency.

        "All agencies" means every member who belongs to an agency.
        """
        seats = Seat.objects.held_by(membership.user).filter(board=membership.board)
        posts = Post.objects.filter(holder=membership.user)
        mine = Q(post__in=posts.values("pk")) | Q(group__in=seats.values("group_id"))
        if membership.agency_id:
            mine |= Q(agency=membership.agency_id) | Q(everyone=True)
        return self.filter(mine, board=membership.board)

    def of_memberships(self, memberships):
        """The leads that mean one user on all of their boards, as `of_member` does for one."""
        memberships = list(memberships)
        boards = [membership.board_id for membership in memberships]
        user_ids = {membership.user_id for membership in memberships}
        # Of these boards only, or each would be looked for among the seats of all.
        seats = Seat.objects.current().filter(
            Q(user__in=user_ids) | Q(post__holder__in=user_ids), board__in=boards
        )
        posts = Post.objects.filter(holder__in=user_ids)
        agencies = [m.agency_id for m in memberships if m.agency_id]
        in_agency = [m.board_id for m in memberships if m.agency_id]
        return self.filter(
            Q(post__in=posts.values("pk"))
            | Q(group__in=seats.values("group_id"))
            | Q(agency__in=agencies)
            | Q(everyone=True, board__in=in_agency),
            board__in=boards,
        )

    def answering(self):
        """Leads behind whom somebody stands who can be asked; supporters are not asked."""
        return self.filter(role=Lead.Role.LEAD).filter(
            Q(post__holder__isnull=False)
            | Q(group__isnull=False)
            | Q(agency__isnull=False)
            | Q(everyone=True)
        )


class LeadsInForce(models.Manager.from_queryset(LeadQuerySet)):
    """Leads as everybody means them: without those that were withdrawn."""

    def get_queryset(self):
        return super().get_queryset().filter(withdrawn_at__isnull=True)


class Lead(models.Model):
    """One party that leads or supports an action; `written` is what the document says.

    One that no longer does is withdrawn. `objects` and `action.leads` know nothing of it any
    more; `Lead.ever` finds it, for whoever brings it back.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        SUPPORT = "support", "Support"

    board = models.ForeignKey(Board, models.CASCADE, related_name="+")
    action = models.ForeignKey("actions.Action", models.CASCADE, related_name="leads")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="leads")
    group = models.ForeignKey(SubGroup, models.PROTECT, null=True, blank=True, related_name="leads")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="leads")
    everyone = models.BooleanField(default=False)
    written = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.LEAD)
    accountable = models.BooleanField(default=False)
    to_settle = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Required once the plan is agreed; a draft is still being put together.
    withdrawn_reason = models.TextField(blank=True)

    objects = LeadsInForce()
    ever = LeadQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(accountable=True), name="one_accountable_an_action"
            ),
            models.CheckConstraint(
                condition=(
                    Q(agency__isnull=False, group__isnull=True, post__isnull=True, everyone=False)
                    | Q(agency__isnull=True, group__isnull=False, post__isnull=True, everyone=False)
                    | Q(agency__isnull=True, group__isnull=True, post__isnull=False, everyone=False)
                    | Q(agency__isnull=True, group__isnull=True, post__isnull=True)
                ),
                name="lead_is_one_party",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False)
                | Q(group__isnull=False)
                | Q(post__isnull=False)
                | Q(everyone=True)
                | ~Q(written=""),
                name="lead_names_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_reason="") | Q(withdrawn_at__isnull=False),
                name="lead_reason_where_withdrawn",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def party(self):
        """The agency, group or post this lead stands for, else None."""
        return self.agency or self.group or self.post

    @property
    def name(self) -> str:
        """The party's name; "All agencies" where everyone leads; else the document's words."""
        party = self.party
        if party is not None:
            return party.name
        return self.written or "All agencies"
