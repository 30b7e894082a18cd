"""Groups and seats."""

from django import forms
from django.conf import settings

from ..models import Post, Seat, SubGroup, User
from .agencies import members_of
from .base import ALIASES_HELP, LinesField, PlainForm, date_field, post_and_holder


class GroupForm(PlainForm):
    watched = True

    name = forms.CharField(
        max_length=200, error_messages={"required": "Enter the name of the group"}
    )
    abbreviation = forms.CharField(max_length=30, required=False)
    kind = forms.ChoiceField(choices=SubGroup.Kind.choices, initial=SubGroup.Kind.SUB_GROUP)
    parent = forms.ModelChoiceField(
        SubGroup.objects.none(), label="Reports to", required=False, empty_label="No other group"
    )
    purpose = forms.CharField(
        required=False,
        max_length=settings.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    aliases = LinesField(label="Also written as", required=False, help_text=ALIASES_HELP)
    began_on = date_field(
        "Group began on",
        required=False,
        help_text="Plans of earlier years then leave the group out of their list of groups.",
    )
    ended_on = date_field(
        "Group ended on", required=False, help_text="Leave this empty while the group meets."
    )

    def __init__(self, *args, board, group: SubGroup | None = None, **kwargs):
        if group is not None:
            kwargs.setdefault(
                "initial",
                {
                    "name": group.name,
                    "abbreviation": group.abbreviation,
                    "kind": group.kind,
                    "parent": group.parent_id,
                    "purpose": group.purpose,
                    "aliases": group.aliases,
                    "began_on": group.began_on,
                    "ended_on": group.ended_on,
                },
            )
        super().__init__(*args, **kwargs)
        groups = SubGroup.objects.of(board)
        choices = groups.current()
        if group is None:
            del self.fields["ended_on"]
        else:
            choices = (choices | groups.filter(pk=group.parent_id)).exclude(pk=group.pk)
        self.fields["parent"].queryset = choices


class SeatForm(PlainForm):
    submit = "Add to the group"

    role = forms.ChoiceField(
        label="Seat", choices=Seat.Role.choices, initial=Seat.Role.MEMBER, widget=forms.RadioSelect
    )
    post = forms.ModelChoiceField(
        Post.objects.none(),
        required=False,
        empty_label="No post",
        help_text="Best: the seat then goes to whoever holds the post.",
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label="Or a person",
        required=False,
        empty_label="Nobody in person",
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = Post.objects.of(board).current().with_holders()
        self.fields["post"].label_from_instance = post_and_holder
        self.fields["user"].queryset = members_of(board)
