"""The board, its agencies, groups, posts and seats."""

from dataclasses import dataclass

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast

from boardplan.compiled import Compiled

from ..words import plural, word


def default_rag_scheme():
    """The rule of the plans this was built from: green, amber, red and what each means."""
    return [
        {"rag": "green", "label": "Green", "meaning": "In place or achieved"},
        {"rag": "amber", "label": "Amber", "meaning": "Under way within the timescale"},
        {"rag": "red", "label": "Red", "meaning": "Not completed within the timescale"},
    ]


class Board(models.Model):
    """A partnership. A row of one board is never seen from another."""

    slug = models.SlugField(unique=True, max_length=50)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=30, blank=True)
    year_start_month = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    colour = models.CharField(
        max_length=7, default="#1d4f91", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )
    logo = models.FileField(upload_to="logos", blank=True)
    logo_alt = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=dict, blank=True)
    rag_scheme = models.JSONField(default=default_rag_scheme)
    # An action without an update for this many days counts as stale.
    stale_after_days = models.PositiveSmallIntegerField(
        default=60, validators=[MinValueValidator(7), MaxValueValidator(366)]
    )
    second_step_roles = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self):
        return self.name

    def word(self, key: str) -> str:
        """The board's word for a part of the plan ("priority" → "Strategic objective")."""
        return word(self.words, key)

    def words_for(self, key: str) -> str:
        """The plural of the board's word."""
        return plural(self.word(key))

    @property
    def rag_labels(self) -> dict:
        """{"green": "Green", …} for the ratings this board uses, in its order."""
        return {level["rag"]: level["label"] for level in self.rag_scheme}


class OfBoard(models.QuerySet):
    """Rows that belong to one board; the only way views reach them."""

    def of(self, board):
        return self.filter(board=board)


class AgencyQuerySet(OfBoard):
    def current(self):
        return self.filter(left_on__isnull=True)


class Agency(models.Model):
    board = models.ForeignKey(Board, models.CASCADE, related_name="agencies")
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=30, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    left_on = models.DateField(null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(fields=["board", "name"], name="agency_once_a_board")
        ]

    def __str__(self):
        return self.name


class SubGroupQuerySet(OfBoard):
    def current(self):
        return self.filter(ended_on__isnull=True)

    def between(self, start, end):
        """Those that met at some time from `start` to `end` (dates), as far as is known."""
        return self.filter(
            Q(began_on__isnull=True) | Q(began_on__lte=end),
            Q(ended_on__isnull=True) | Q(ended_on__gte=start),
        )


class SubGroup(models.Model):
    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        EXECUTIVE = "executive", "Executive"
        SUB_GROUP = "sub_group", "Sub-group"
        WORKING_GROUP = "working_group", "Working group"
        PANEL = "panel", "Panel"

    board = models.ForeignKey(Board, models.CASCADE, related_name="groups")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    abbreviation = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.SUB_GROUP)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children"
    )
    purpose = models.TextField(blank=True)
    aliases = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    began_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = SubGroupQuerySet.as_manager()

    class Meta:
        ordering = ("position", "name")
        constraints = [
            models.UniqueConstraint(fields=["board", "name"], name="group_once_a_board"),
            models.UniqueConstraint(fields=["board", "slug"], name="group_slug_once_a_board"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="group_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(began_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=models.F("began_on")),
                name="group_ends_after_it_began",
            ),
        ]

    def __str__(self):
        return self.name

    def met_between(self, start, end) -> bool:
        """`SubGroupQuerySet.between` of a group that has been read."""
        return (self.began_on is None or self.began_on <= end) and (
            self.ended_on is None or self.ended_on >= start
        )


class PostQuerySet(OfBoard):
    def with_holders(self):
        return self.select_related("agency", "holder")

    def current(self):
        return self.filter(ended_on__isnull=True)


class Post(models.Model):
    """A named role such as LADO or Development Manager, held by a user or nobody."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="posts")
    name = models.CharField(max_length=200)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="posts")
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    held_since = models.DateField(null=True, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="post_once_a_board")]

    def __str__(self):
        return self.name


@dataclass(frozen=True, slots=True)
class Parties:
    """The names of everybody on a board who can lead something, by their ids, in their order."""

    agencies: dict[int, str]
    groups: dict[int, str]
    posts: dict[int, tuple[str, int | None, int | None]]  # name, agency's id, holder's id

    @classmethod
    def of(cls, board) -> "Parties":
        """Read in one query.

        A join to each of hundreds of rows would make the database sort through those of all
        boards, and hand over the same few names again and again.
        """
        found = cls({}, {}, {})
        for kind, pk, name, agency_id, holder_id, _ in _PARTIES.ask(board.pk):
            if kind == "posts":
                found.posts[pk] = (name, agency_id, holder_id)
            else:
                getattr(found, kind)[pk] = name
        return found


def _parties(board: int):
    none = Cast(None, models.BigIntegerField())
    # The first part decides how the columns are read, so it is the one that fills them all.
    return (
        Post.objects.of(board)
        .order_by()
        .annotate(kind=Value("posts"), position=Value(0))
        .values_list("kind", "pk", "name", "agency_id", "holder_id", "position")
        .union(
            *(
                kind.objects.of(board)
                .order_by()
                .values_list(Value(name), "pk", "name", none, none, "position")
                for kind, name in ((Agency, "agencies"), (SubGroup, "groups"))
            ),
            all=True,
        )
        .order_by("position", "name")
    )


_PARTIES = Compiled(_parties)


class SeatQuerySet(OfBoard):
    def current(self):
        return self.filter(ended_on__isnull=True)

    def of_group(self, group):
        """Who sits on a group now, chair first, with what their line shows."""
        chair_first = models.Case(
            models.When(role="chair", then=0), models.When(role="deputy", then=1), default=2
        )
        return (
            self.filter(group=group)
            .current()
            .select_related("agency", "user", "post__holder", "post__agency")
            .order_by(chair_first, "id")
        )

    def held_by(self, user):
        """The seats a user (or the user of that id) has, in person or through a post."""
        return self.current().filter(Q(user=user) | Q(post__holder=user))

    def with_names(self):
        """With the group, and with whoever sits: the post and its holder, or the user."""
        return self.select_related("group", "post__holder", "user")


class Seat(models.Model):
    """Who sits on which group: a post (whoever holds it) or a user in person."""

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        DEPUTY = "deputy", "Deputy chair"
        MEMBER = "member", "Member"

    board = models.ForeignKey(Board, models.CASCADE, related_name="seats")
    group = models.ForeignKey(SubGroup, models.CASCADE, related_name="seats")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="seats"
    )
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="seats")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    ended_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("group", "role", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, user__isnull=True)
                | Q(post__isnull=True, user__isnull=False),
                name="seat_post_or_user",
            ),
        ]

    def __str__(self):
        return f"{self.post or self.user}, {self.get_role_display().lower()} of {self.group}"
