"""Members, invitations, and a person's own account."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from ..models import Agency, Invitation, Membership, Post, User
from .base import PlainForm, post_and_holder
from .passwords import ADVICE

ROLE_HINTS = {
    "manager": "changes everything on this board",
    "chair": "updates what the groups they chair own or lead",
    "contributor": "updates the actions they, their post or their agency lead",
    "executive": "reads everything and updates what they lead",
    "viewer": "reads everything and changes nothing",
}
ROLES = [(value, f"{label}: {ROLE_HINTS[value]}") for value, label in Membership.Role.choices]


class MembershipForm(PlainForm):
    watched = True

    role = forms.ChoiceField(choices=ROLES, widget=forms.RadioSelect)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), required=False, empty_label="No agency of this board"
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.of(board).current()


class InvitationForm(PlainForm):
    submit = "Send the invitation"

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter the e-mail address of the person you invite",
            "invalid": "Enter an e-mail address, like name@agency.gov.uk",
        },
    )
    name = forms.CharField(
        max_length=200, required=False, help_text="They can correct it when they join."
    )
    role = forms.ChoiceField(
        choices=ROLES,
        widget=forms.RadioSelect,
        initial="contributor",
        error_messages={"required": "Choose what they may do"},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), required=False, empty_label="No agency of this board"
    )
    post = forms.ModelChoiceField(
        Post.objects.none(),
        required=False,
        empty_label="No post",
        help_text="They become its holder, and what it leads waits for them.",
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.of(board).current()
        self.fields["post"].queryset = Post.objects.of(board).current().with_holders()
        self.fields["post"].label_from_instance = post_and_holder


class JoinForm(PlainForm):
    """Somebody new: their name, and a password that is theirs alone."""

    submit = "Join the board"

    name = forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
    password = forms.CharField(
        label="Choose a password",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=ADVICE,
        error_messages={"required": "Choose a password"},
    )

    def __init__(self, *args, invitation: Invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation

    def clean(self):
        data = super().clean()
        if data.get("password"):
            user = User(email=self.invitation.email, name=data.get("name", ""))
            try:
                validate_password(data["password"], user)
            except ValidationError as problem:
                self.add_error("password", problem)
        return data


class AcceptForm(PlainForm):
    """Somebody who has an account: one button."""

    submit = "Join the board"


class OwnNameForm(PlainForm):
    submit = "Save your name"

    name = forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name"},
    )
