"""Forms for the record of the year: decisions, reviews, training, attendance."""

from django import forms

from subgroups.forms.base import date_field
from subgroups.models import Agency

from ..models import Decision, Recommendation, Review
from .entering import _EntryForm, _words


def _number(label: str, *, least: int = 0, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
        error_messages={
            "required": f"{label}: enter a number",
            "invalid": f"{label}: enter a whole number, such as 12",
        },
        **kwargs,
    )


class DecisionForm(_EntryForm):
    kind = forms.ChoiceField(label="What it is", choices=Decision.Kind.choices)
    title = forms.CharField(
        label="What was decided, or what the challenge was",
        max_length=300,
        error_messages={"required": "Say in a sentence what was decided or challenged"},
    )
    on = date_field("Date", required=False)
    whom = forms.CharField(
        label="Who was challenged",
        max_length=200,
        required=False,
        help_text="An agency, a group or a post. Leave this empty for a decision.",
    )
    text = _words("More about it", rows=4, required=False)
    result = _words("What came of it", rows=4, required=False)


class ReviewForm(_EntryForm):
    title = forms.CharField(
        label="Name of the review",
        max_length=300,
        help_text="Without the name of a child or a family.",
        error_messages={"required": "Enter the name of the review"},
    )
    kind = forms.ChoiceField(label="What it is", choices=Review.Kind.choices)
    on = date_field("Finished on", required=False)
    text = _words(
        "What it found",
        rows=6,
        required=False,
        help_text="Each line is a paragraph; “- ” begins an item of a list.",
    )


class RecommendationForm(_EntryForm):
    review = forms.ModelChoiceField(
        Review.objects.none(),
        empty_label=None,
        error_messages={"required": "Add a review first: a recommendation belongs to one"},
    )
    text = _words("What was recommended", rows=4)
    status = forms.ChoiceField(label="What became of it", choices=Recommendation.Status.choices)
    reason = _words(
        "Why it was not implemented",
        rows=4,
        required=False,
        help_text="The report has to give the reason where a recommendation was not implemented.",
    )


class TrainingCourseForm(_EntryForm):
    title = forms.CharField(
        label="Name of the course",
        max_length=300,
        error_messages={"required": "Enter the name of the course"},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="For",
        required=False,
        empty_label="People of several agencies",
    )
    sessions = _number("Number of sessions")
    people = _number("People trained")
    text = _words(
        "What it changed",
        rows=4,
        required=False,
        help_text="What those who came do otherwise now, and how you know.",
    )


class AttendanceForm(_EntryForm):
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        empty_label="Choose an agency",
        error_messages={"required": "Choose an agency"},
    )
    possible = _number("Meetings held", least=1, help_text="Those that the agency was asked to.")
    attended = _number("Meetings attended", help_text="In person or by a deputy.")
