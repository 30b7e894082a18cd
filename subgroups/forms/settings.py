"""What a board chooses for itself."""

import calendar

from django import forms
from django.core.validators import RegexValidator

from ..models import Board, Membership
from ..services.boards import ALWAYS_RATED, RATINGS
from ..words import DEFAULT_WORDS
from .base import PlainForm

WORD_HINTS = {
    "plan": "What the whole is called.",
    "priority": "The top level of the plan.",
    "outcome": "What is to be different; under each priority.",
    "action": "What is to be done; under each outcome.",
    "subgroup": "Such as Sub-committee or Workstream.",
    "lead": "Who is responsible.",
    "timescale": "By when.",
    "success_measure": "How it will be known.",
    "monitoring": "Who receives what, how often.",
    "rag": "The rating's column.",
    "progress": "The updates' column.",
    "completed_on": "The day it was done.",
    "ref": "The number's column.",
}
# What blue and grey mean where the board leaves it empty.
MEANINGS = {
    "blue": "Complete and signed off",
    "grey": "Not started",
}


class BoardForm(PlainForm):
    watched = True

    name = forms.CharField(
        label="Name of the board",
        max_length=200,
        error_messages={"required": "Enter the name of the board"},
    )
    short_name = forms.CharField(
        label="Short name", max_length=30, required=False, help_text="Initials, for narrow places."
    )
    year_start_month = forms.TypedChoiceField(
        label="The plan year starts in",
        choices=[(number, calendar.month_name[number]) for number in range(1, 13)],
        coerce=int,
    )
    stale_after_days = forms.IntegerField(
        label="Days without an update until an action counts as stale",
        min_value=7,
        max_value=366,
        error_messages={"required": "Enter a number of days, from 7 to 366"},
    )
    second_step_roles = forms.MultipleChoiceField(
        label="Roles that must sign in with a second step",
        choices=Membership.Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=(
            "Besides the password: an authenticator app or a passkey. People in these roles are "
            "asked to set it up before they see the board."
        ),
    )

    def __init__(self, *args, board: Board, **kwargs):
        names = ("name", "short_name", "year_start_month", "stale_after_days", "second_step_roles")
        kwargs.setdefault("initial", {name: getattr(board, name) for name in names})
        super().__init__(*args, **kwargs)


class LookForm(PlainForm):
    watched = True

    colour = forms.CharField(
        max_length=7,
        help_text="As a code, for example #1d4f91. It must be dark enough to be read on white.",
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Write the colour as # and six digits: #1d4f91")
        ],
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": "Enter a colour, for example #1d4f91"},
    )
    logo = forms.FileField(
        required=False,
        help_text="PNG or JPEG. Shown in the header and on reports.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    logo_alt = forms.CharField(
        label="The logo in words",
        max_length=200,
        required=False,
        help_text="Read out to people who cannot see it. Needed with a logo.",
    )
    remove_logo = forms.BooleanField(label="Take the logo away", required=False)

    def __init__(self, *args, board: Board, **kwargs):
        kwargs.setdefault("initial", {"colour": board.colour, "logo_alt": board.logo_alt})
        super().__init__(*args, **kwargs)
        if not board.logo:
            del self.fields["remove_logo"]

    def clean(self):
        data = super().clean()
        if data.get("logo") and data.get("remove_logo"):
            self.add_error("remove_logo", "Choose a new logo or take it away, one of the two")
        return data


class WordsForm(PlainForm):
    """One field for each word; left empty, the standard word stays."""

    watched = True

    def __init__(self, *args, board: Board, **kwargs):
        kwargs.setdefault("initial", dict(board.words))
        super().__init__(*args, **kwargs)
        for key, standard in DEFAULT_WORDS.items():
            self.fields[key] = forms.CharField(
                label=standard,
                max_length=40,
                required=False,
                help_text=WORD_HINTS[key],
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )


class RatingsForm(PlainForm):
    """Label and meaning of each rating; blue and grey only where the board wants them."""

    watched = True

    def __init__(self, *args, board: Board, **kwargs):
        initial = {}
        for level in board.rag_scheme:
            initial[f"{level['rag']}_label"] = level["label"]
            initial[f"{level['rag']}_meaning"] = level["meaning"]
            initial[f"{level['rag']}_used"] = True
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        for rag in RATINGS:
            name = rag.capitalize()
            if rag not in ALWAYS_RATED:
                self.fields[f"{rag}_used"] = forms.BooleanField(
                    label=f"Use {rag} too", required=False
                )
            always = rag in ALWAYS_RATED
            self.fields[f"{rag}_label"] = forms.CharField(
                label=f"{name}: label",
                max_length=30,
                required=always,
                error_messages={"required": f"Enter a label for {rag}"},
            )
            self.fields[f"{rag}_meaning"] = forms.CharField(
                label=f"{name}: what it means",
                max_length=200,
                required=always,
                error_messages={"required": f"Say what {rag} means on this board"},
            )

    def clean(self):
        data = super().clean()
        for rag in RATINGS:
            if rag in ALWAYS_RATED or not data.get(f"{rag}_used"):
                continue
            data[f"{rag}_label"] = data.get(f"{rag}_label") or rag.capitalize()
            data[f"{rag}_meaning"] = data.get(f"{rag}_meaning") or MEANINGS[rag]
        return data

    def scheme(self) -> list[dict]:
        """What was chosen, as `change_ratings` takes it."""
        data = self.cleaned_data
        return [
            {"rag": rag, "label": data[f"{rag}_label"], "meaning": data[f"{rag}_meaning"]}
            for rag in RATINGS
            if rag in ALWAYS_RATED or data[f"{rag}_used"]
        ]
