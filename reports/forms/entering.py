"""Forms for what is entered into a report."""

import re

from crispy_forms.layout import Submit
from django import forms
from django.conf import settings

from actions.models import Plan
from subgroups.forms.base import LinesField, PlainForm, date_field
from subgroups.models import Agency

from ..answers import as_blocks, as_text
from ..models import (
    AnnualReport,
    BudgetLine,
    Contribution,
    Output,
    ReportPicture,
    Section,
    StatedTotal,
)


def _words(label: str, *, rows: int = 4, required: bool = True, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=settings.MAX_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


class Pounds(forms.DecimalField):
    """Money as people write it and copy it out of a table: "£1,234.50" is 1234.50."""

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"^(−|-)?\s*£\s*|(?<=\d),(?=\d{3}(?!\d))", r"\1", value.strip())
            value = value.replace("−", "-")
        return super().to_python(value)


def _money(label: str, *, required: bool = True, **kwargs) -> forms.DecimalField:
    return Pounds(
        label=label,
        required=required,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={
            "invalid": f"{label}: write pounds and pence, for example 1234.50",
            "required": f"Enter {label.lower()}",
        },
        **kwargs,
    )


class NewReportForm(PlainForm):
    submit = "Begin this report"

    plan = forms.ModelChoiceField(
        Plan.objects.none(),
        empty_label=None,
        help_text="The report draws its figures and its progress from this plan.",
    )
    title = forms.CharField(max_length=200, initial="Annual report")

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = Plan.objects.of(board).newest_first()


class ReportForm(PlainForm):
    watched = True

    title = forms.CharField(max_length=200)
    start = date_field("First day of the period")
    end = date_field("Last day of the period")

    def __init__(self, *args, report: AnnualReport, **kwargs):
        kwargs["initial"] = {"title": report.title, "start": report.start, "end": report.end}
        super().__init__(*args, **kwargs)


class SectionForm(PlainForm):
    title = forms.CharField(
        max_length=200, error_messages={"required": "Enter a title for this section"}
    )
    number = forms.IntegerField(
        label="Number as an appendix",
        required=False,
        min_value=1,
        max_value=99,
        help_text="Leave this empty for a section that is not an appendix.",
    )
    body = _words(
        "Text",
        rows=14,
        required=False,
        help_text="A blank line begins a paragraph, “- ” an item of a list, “## ” a heading. "
        "*Slanted*, **bold** and [words](https://…) for a link.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, section: Section, **kwargs):
        kwargs["initial"] = {
            name: getattr(section, name) for name in ("title", "number", "body", "version")
        }
        super().__init__(*args, **kwargs)
        if section.kind != Section.Kind.TEXT:
            self.fields["body"].label = "Text before the generated part"
        self.helper.add_input(Submit("preview", "Preview", css_class="govuk-button--secondary"))


def _shows() -> forms.CharField:
    return forms.CharField(
        label="What it shows",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For those who cannot see it, in a sentence or two: of a photograph who does "
        "what, of a chart what it says.",
        error_messages={"required": "Say what the picture shows, for those who cannot see it"},
    )


class NewPictureForm(PlainForm):
    submit = "Add this picture"

    file = forms.FileField(
        label="Picture",
        help_text="PNG or JPEG. Where a photograph was taken and the like is removed.",
        error_messages={"required": "Choose a picture"},
    )
    description = _shows()


class PictureForm(PlainForm):
    submit = "Save"
    watched = True

    description = _shows()

    def __init__(self, *args, picture: ReportPicture, **kwargs):
        kwargs["initial"] = {"description": picture.description}
        super().__init__(*args, **kwargs)


class NewSectionForm(PlainForm):
    submit = "Add this section"

    kind = forms.ChoiceField(label="What it holds", choices=Section.Kind.choices)
    title = forms.CharField(max_length=200)


class _EntryForm(PlainForm):
    """A form for one row; `entry` is the row it changes, or None for a new one."""

    watched = True

    def __init__(self, *args, board, entry=None, **kwargs):
        if entry is not None:
            kwargs.setdefault("initial", self.values_of(entry))
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            self.fields["agency"].queryset = Agency.objects.of(board)

    def values_of(self, entry) -> dict:
        return {name: getattr(entry, name) for name in self.base_fields if hasattr(entry, name)}


class BudgetLineForm(_EntryForm):
    kind = forms.ChoiceField(label="Belongs to", choices=BudgetLine.Kind.choices)
    label = forms.CharField(
        label="Item", max_length=300, error_messages={"required": "Say what this line is for"}
    )
    budget = _money("Budget for the year, in pounds", required=False)
    actual = _money("Actual amount of the year, in pounds", required=False)
    projection = _money("Projection for the next year, in pounds", required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), required=False, empty_label="No agency of the board"
    )
    units = forms.DecimalField(
        label="Number of units",
        required=False,
        max_digits=10,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        help_text="Where the line says what it is made of, such as 30 days at £650.",
    )
    unit_rate = _money("Rate of one unit in pounds", required=False)


class OutputForm(_EntryForm):
    kind = forms.ChoiceField(label="What it is", choices=Output.Kind.choices)
    text = _words("Its name, or what was considered", rows=3)
    draft = forms.BooleanField(label="Still a draft", required=False)


class TermForm(_EntryForm):
    abbreviation = forms.CharField(max_length=30)
    meaning = forms.CharField(max_length=300)


class ContributionForm(_EntryForm):
    title = forms.CharField(max_length=300)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), required=False, empty_label="No agency of the board"
    )
    number = forms.IntegerField(
        label="Number as an appendix", required=False, min_value=1, max_value=99
    )
    form = forms.ChoiceField(label="How it was sent", choices=Contribution.Form.choices)
    authors = LinesField(
        required=False, label="Written by", help_text="Posts rather than names, one to a line."
    )
    answers = _words(
        "What was sent",
        rows=16,
        required=False,
        help_text="“## ” begins a question, “> ” the hint below it, “- ” an item of a list, "
        "“-- ” an item below it, “1. ” a numbered item; every other line is a paragraph.",
    )
    link_text = _words("Words about a separate report", rows=3, required=False)
    link_target = forms.URLField(
        label="Address of the separate report",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Write the whole address, beginning with https://"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        entry = kwargs.get("entry")
        if entry is not None and entry.collected:
            # What the agency wrote is changed where it is written, or it would come back as it
            # was with the next hand-in.
            for name in ("form", "authors", "answers", "link_text", "link_target"):
                del self.fields[name]
            return
        # A whole agency's report is longer than one text box elsewhere.
        longest = 10 * settings.MAX_TEXT_LENGTH
        field = self.fields["answers"]
        field.max_length = longest
        field.validators = [v for v in field.validators if getattr(v, "limit_value", None) is None]

    def values_of(self, entry) -> dict:
        return super().values_of(entry) | {"answers": as_text(entry.answers)}

    def clean_answers(self):
        text = self.cleaned_data["answers"]
        if len(text) > 10 * settings.MAX_TEXT_LENGTH:
            raise forms.ValidationError("This is too long: shorten it or send it as a link")
        return as_blocks(text)


class TotalsForm(PlainForm):
    """The totals that a document states, beside those worked out here."""

    watched = True

    def __init__(self, *args, stated: dict, **kwargs):
        super().__init__(*args, initial=stated, **kwargs)
        for of in StatedTotal.Of:
            self.fields[of.value] = _money(f"{of.label}, as stated", required=False)
