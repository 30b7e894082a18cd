"""Agencies and posts."""

from django import forms

from ..models import Agency, Membership, Post, User
from .base import ALIASES_HELP, LinesField, PlainForm, date_field


class AgencyForm(PlainForm):
    watched = True

    name = forms.CharField(
        max_length=200, error_messages={"required": "Enter the name of the agency"}
    )
    abbreviation = forms.CharField(
        max_length=30, required=False, help_text="Short for tables, for example RP."
    )
    aliases = LinesField(label="Also written as", required=False, help_text=ALIASES_HELP)
    left_on = date_field(
        "Left the board on",
        required=False,
        help_text="Leave this empty while the agency is on the board.",
    )

    def __init__(self, *args, agency: Agency | None = None, **kwargs):
        if agency is not None:
            kwargs.setdefault(
                "initial",
                {
                    "name": agency.name,
                    "abbreviation": agency.abbreviation,
                    "aliases": agency.aliases,
                    "left_on": agency.left_on,
                },
            )
        super().__init__(*args, **kwargs)
        if agency is None:
            del self.fields["left_on"]


class PostForm(PlainForm):
    watched = True

    name = forms.CharField(
        max_length=200,
        help_text="The role, not the person: for example LADO or Development Manager.",
        error_messages={"required": "Enter the name of the post"},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), required=False, empty_label="No agency of this board"
    )
    holder = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        empty_label="Vacant",
        help_text="Members of this board. Invite people first if they are not here yet.",
    )
    held_since = date_field("Held since", required=False, help_text="Leave this empty for today.")
    aliases = LinesField(label="Also written as", required=False, help_text=ALIASES_HELP)
    ended_on = date_field(
        "Post ended on", required=False, help_text="Leave this empty while the post exists."
    )

    def __init__(self, *args, board, post: Post | None = None, **kwargs):
        if post is not None:
            kwargs.setdefault(
                "initial",
                {
                    "name": post.name,
                    "agency": post.agency_id,
                    "holder": post.holder_id,
                    "held_since": post.held_since,
                    "aliases": post.aliases,
                    "ended_on": post.ended_on,
                },
            )
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.of(board)
        now = agencies.current()
        # What it has already stays a choice, even where that agency or person has gone.
        self.fields["agency"].queryset = now | agencies.filter(pk=post.agency_id) if post else now
        self.fields["holder"].queryset = members_of(board, besides=post.holder_id if post else None)
        if post is None:
            del self.fields["ended_on"]


def members_of(board, besides: int | None = None):
    """The people who can hold a post or a seat."""
    members = Membership.objects.of(board).current().values("user_id")
    found = User.objects.filter(pk__in=members)
    return found | User.objects.filter(pk=besides) if besides else found
