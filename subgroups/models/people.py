"""Users, their role on a board, and the invitation that makes one."""

import functools
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils import timezone

from boardplan.compiled import Compiled

from .boards import Agency, Board, OfBoard, Post, Seat


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, *, name="", **fields):
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in by e-mail. Rights come from memberships, never from flags here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class MembershipQuerySet(OfBoard):
    def current(self):
        return self.filter(ended_on__isnull=True)

    def managers(self):
        """Those who run the board at present."""
        return self.current().filter(role=Membership.Role.MANAGER, user__is_active=True)


class Membership(models.Model):
    """A user's role on a board."""

    class Role(models.TextChoices):
        MANAGER = "manager", "Business manager"
        CHAIR = "chair", "Sub-group chair"
        CONTRIBUTOR = "contributor", "Contributor"
        EXECUTIVE = "executive", "Executive board member"
        VIEWER = "viewer", "Viewer"

    board = models.ForeignKey(Board, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    agency = models.ForeignKey(
        Agency, models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("user__name",)
        constraints = [
            models.UniqueConstraint(fields=["board", "user"], name="membership_once_a_board")
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display().lower()}"

    @functools.cached_property
    def standing(self) -> "Standing":
        """Where this member stands on the board; one query, asked once a request."""
        rows = _STANDING.ask(self.board_id, self.user_id)
        return Standing(
            role=self.role,
            agency_id=self.agency_id,
            post_ids=frozenset(pk for pk, role in rows if not role),
            group_ids=frozenset(pk for pk, role in rows if role),
            chaired_ids=frozenset(pk for pk, role in rows if role and role != Seat.Role.MEMBER),
        )


def _seats_and_posts(board: int, user: int):
    """(group, role) of each seat that the user has; a post stands among them without a role."""
    seats = Seat.objects.held_by(user).filter(board=board).order_by()
    posts = Post.objects.filter(board=board, holder=user).order_by()
    return seats.values_list("group_id", "role").union(posts.values_list("pk", Value("")), all=True)


_STANDING = Compiled(_seats_and_posts, int, int)


@dataclass(frozen=True)
class Standing:
    """What the pure rules in permissions.py need to know of a member, as plain ids."""

    role: str
    agency_id: int | None = None
    post_ids: frozenset[int] = frozenset()
    group_ids: frozenset[int] = frozenset()
    chaired_ids: frozenset[int] = frozenset()

    @property
    def is_manager(self) -> bool:
        return self.role == Membership.Role.MANAGER


class InvitationQuerySet(OfBoard):
    def open(self):
        return self.filter(
            accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
        )

    def waiting(self):
        """Neither accepted nor withdrawn: open, or run out and worth sending again."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """An e-mailed link that lets one address join one board. Only the token's digest is kept."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=Membership.Role)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            )
        ]

    def __str__(self):
        return f"Invitation of {self.email}"

    @property
    def state(self) -> str:
        """open, accepted, withdrawn or expired."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if self.expires_at > timezone.now() else "expired"
