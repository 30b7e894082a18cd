"""Forms of the collecting of contributions. They only validate; services write."""

from django import forms
from django.conf import settings

from subgroups.forms.base import PlainForm, date_field

from .models import Collection, Contribution, Question
from .questions import NEXT_YEAR, YEAR, trouble_with
from .services.collecting import Asked


def _email(label: str, **kwargs) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "Enter an e-mail address, like name@agency.gov.uk"},
        **kwargs,
    )


class CollectionForm(PlainForm):
    watched = True

    due = date_field("Needed by")
    asks_name = forms.CharField(
        label="Who asks",
        max_length=200,
        help_text="The post or name that agencies see, and can turn to.",
    )
    asks_email = _email("E-mail address for questions")
    asks_phone = forms.CharField(label="Telephone for questions", max_length=50, required=False)
    message = forms.CharField(
        label="A word to the agencies",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stands in the e-mail and above the questions.",
    )

    def __init__(self, *args, collection: Collection | None = None, **kwargs):
        if collection is not None:
            kwargs["initial"] = {name: getattr(collection, name) for name in self.base_fields}
        else:
            self.submit = "Begin collecting"
        super().__init__(*args, **kwargs)


class ContactForm(PlainForm):
    watched = True

    contact_name = forms.CharField(
        label="Who writes it",
        max_length=200,
        required=False,
        help_text="A post, or a name. It stands in the record beside what they write.",
    )
    contact_email = _email("E-mail address")
    due = date_field(
        "A later day for this agency",
        required=False,
        help_text="Leave it empty for the day that all have.",
    )

    def __init__(self, *args, contribution: Contribution, **kwargs):
        kwargs["initial"] = {name: getattr(contribution, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class QuestionForm(PlainForm):
    watched = True

    prompt = forms.CharField(
        label="Question",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"Write {YEAR} where the year of the report belongs, such as 2026-27, and "
        f"{NEXT_YEAR} for the one after it.",
    )
    hint = forms.CharField(
        label="Hint below it",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    word_limit = forms.IntegerField(
        label="Word limit",
        required=False,
        min_value=20,
        max_value=5_000,
        help_text="A longer answer is not refused: it is marked for the agency and for you.",
    )
    asks_for = forms.ChoiceField(
        label="What an answer should have",
        choices=Question.AsksFor.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text="An answer in which none are found is marked when it is handed in.",
    )

    def __init__(self, *args, question: Question | None = None, **kwargs):
        if question is not None:
            kwargs["initial"] = {name: getattr(question, name) for name in self.base_fields}
        else:
            self.submit = "Add this question"
        super().__init__(*args, **kwargs)

    def clean_prompt(self):
        return self._without_trouble("prompt")

    def clean_hint(self):
        return self._without_trouble("hint")

    def _without_trouble(self, name: str) -> str:
        words = " ".join(self.cleaned_data[name].split())
        if trouble := trouble_with(words):
            raise forms.ValidationError(trouble)
        return words


class AskForm(PlainForm):
    """Which agencies to ask. Three fields for each: whether, who writes, and where to."""

    submit = "Ask these agencies"

    def __init__(self, *args, agencies, suggested: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.agencies = list(agencies)
        for agency in self.agencies:
            name, email = suggested.get(agency.pk, ("", ""))
            self.fields[f"ask-{agency.pk}"] = forms.BooleanField(
                label=f"Ask {agency}", required=False, initial=bool(email)
            )
            self.fields[f"name-{agency.pk}"] = forms.CharField(
                label="Who writes it", max_length=200, required=False, initial=name
            )
            self.fields[f"email-{agency.pk}"] = _email(
                "E-mail address", required=False, initial=email
            )

    @property
    def rows(self):
        """(agency, its three bound fields) in order, for the template."""
        return [
            (agency, *(self[f"{part}-{agency.pk}"] for part in ("ask", "name", "email")))
            for agency in self.agencies
        ]

    def clean(self):
        values = super().clean()
        self.asked = []
        for agency in self.agencies:
            if not values.get(f"ask-{agency.pk}"):
                continue
            field = f"email-{agency.pk}"
            if not values.get(field):
                if field not in self.errors:
                    self.add_error(field, f"Enter the e-mail address of who writes for {agency}")
                continue
            self.asked.append(
                Asked(agency=agency, email=values[field], name=values[f"name-{agency.pk}"])
            )
        return values


FORM_HINTS = {
    Contribution.Form.TEMPLATE: "You answer one question after the other.",
    Contribution.Form.NARRATIVE: "You write freely; headings are lines that begin with “## ”.",
    Contribution.Form.LINK: "Your agency publishes a report of its own: you give its address, or "
    "attach it as PDF or Word.",
}


class FormChoice(PlainForm):
    submit = "Use this form"

    form = forms.ChoiceField(
        label="How will you send your contribution?",
        choices=[
            (value, f"{label}. {FORM_HINTS[value]}") for value, label in Contribution.Form.choices
        ],
        widget=forms.RadioSelect,
    )


class DeclineForm(PlainForm):
    submit = "We have nothing to report"

    said = forms.CharField(
        label="Why is there nothing to report?",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence why there is nothing to report"},
        help_text="A sentence is enough. The business manager reads it; it is not published.",
    )


class AttachmentForm(forms.Form):
    """The file that goes with the words about a separate report. Both or neither."""

    file = forms.FileField(label="Attach your report", required=False)
    description = forms.CharField(label="What the file is", max_length=300, required=False)

    def clean(self):
        values = super().clean()
        if values.get("file") and not values.get("description", "").strip():
            self.add_error(
                "description", "Say what the file is: its title, so that a reader knows it"
            )
        return values


def longest_said() -> int:
    """Characters of a comment to an agency."""
    return min(settings.MAX_TEXT_LENGTH, 5_000)
