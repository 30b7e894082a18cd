"""What somebody says about an action: its shape. The rules are the services' own."""

import functools

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.conf import settings
from django.utils import timezone

from actions import rag as rules
from actions.services.updates import scheme_of
from boardplan import clock
from subgroups.forms.base import between_these

MORE = (
    '<details class="govuk-details"{}><summary class="govuk-details__summary">'
    '<span class="govuk-details__summary-text">{}</span></summary>'
    '<div class="govuk-details__text">'
)


def words(label, *, rows=3, required=False, **more):
    return forms.CharField(
        label=label,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=settings.MAX_TEXT_LENGTH,
        **more,
    )


class DayInput(forms.DateInput):
    """The browser's own date field; its value is always ISO."""

    input_type = "date"

    def __init__(self, **more):
        super().__init__(format="%Y-%m-%d", **more)


class Versioned(forms.Form):
    """A form that knows which state of the row it was opened on.

    version: the row's. opened: when, so that a conflict can show what happened since.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    opened = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, action, **more):
        now = {"version": action.version, "opened": timezone.now().isoformat()}
        more["initial"] = {**now, **more.get("initial", {})}
        super().__init__(*args, auto_id=f"id_{action.pk}_%s", **more)
        self.action = action

    def renewed(self):
        """The same words on the row as it stands now: what a conflict is answered with."""
        data = self.data.copy()
        data["version"] = self.action.version
        data["opened"] = timezone.now().isoformat()
        return data

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.hide_optional = True  # the labels say it where it matters
        helper.layout = self.layout()
        return helper

    def layout(self):
        return Layout(*self.fields)


class Report(Versioned):
    """What every report says: what happened, how it goes, why, and what it changed for children."""

    text = words("What has happened?", rows=4)
    rag = forms.ChoiceField(label="How is it going?", widget=forms.RadioSelect, required=False)
    reason = words("Why?", rows=2)
    difference_made = words(
        "What difference has it made for children and families? (optional)", rows=2
    )
    evidence = words(
        "Evidence (optional)", rows=2, help_text="Where it can be seen: minutes, figures, a page"
    )
    on = forms.DateField(
        label="The day this describes",
        widget=DayInput,
        validators=[between_these],
        help_text="Today unless you say otherwise",
    )

    def __init__(self, *args, action, **more):
        more["initial"] = {"on": clock.today(), **more.get("initial", {})}
        super().__init__(*args, action=action, **more)
        scheme = action.board.rag_scheme
        self.meanings = {level["rag"]: level.get("meaning", "") for level in scheme}
        self.fields["rag"].choices = [(level["rag"], level["label"]) for level in scheme]
        severe = [level["label"].lower() for level in scheme if level["rag"] in ("red", "amber")]
        self.fields["reason"].help_text = f"Needed for {_listed(severe)}"

    @property
    def rag_options(self):
        """The radios with what each rating means on this board."""
        return [(option, self.meanings[option.data["value"]]) for option in self["rag"]]

    def layout(self):
        wrong = any(self.errors.get(name) for name in ("evidence", "on"))
        return Layout(
            "version",
            "opened",
            Field("text"),
            Field("rag", template="actions/_rag_field.html"),
            *self.beside("finished"),
            Field("reason"),
            *self.beside("met"),
            Field("difference_made"),
            HTML(MORE.format(" open" if wrong else "", "Add evidence, or another date than today")),
            Field("evidence"),
            Field("on"),
            HTML("</div></details>"),
        )

    def beside(self, name: str) -> list[str]:
        """The field, where this form has it."""
        return [name] if name in self.fields else []


class OutcomeUpdateForm(Report):
    """Progress on an outcome as a whole. action: the outcome, with its board."""

    field_order = ("text", "rag", "reason", "difference_made", "evidence", "on")
    NO_RATING = "No rating this time"

    def __init__(self, *args, action, **more):
        super().__init__(*args, action=action, **more)
        self.auto_id = f"id_outcome_{action.pk}_%s"  # a form of an action may stand beside it
        self.meanings[""] = ""
        self.fields["rag"].label = "How is the whole of it going?"
        self.fields["rag"].choices = [*self.fields["rag"].choices, ("", self.NO_RATING)]

    def clean(self):
        data = super().clean()
        if "text" in data and not data["text"].strip():
            self.add_error("text", "Say what has happened")
        return data


class UpdateForm(Report):
    """Progress on one action.

    action: with its board. suggestion: what the dates say (`services.updates.suggestion`).
    milestones: those that may be ticked as met, or a function that gives them: it is called only
    when they are shown or some were ticked.
    """

    finished = forms.BooleanField(
        label="It is finished: nothing more has to be done", required=False
    )
    met = forms.MultipleChoiceField(
        label="Met by now", widget=forms.CheckboxSelectMultiple, required=False
    )

    field_order = (
        "text", "rag", "finished", "reason", "met", "difference_made", "evidence", "on", "version",
        "opened",
    )  # fmt: skip

    def __init__(self, *args, action, suggestion, milestones=(), **more):
        super().__init__(*args, action=action, **more)
        self.suggestion = suggestion
        self._milestones = milestones
        if "met" in self.data and not self.milestones:
            del self.fields["met"]  # somebody else ticked them all meanwhile
        else:
            self.fields["met"].choices = self._met_choices
        self.fields["reason"].help_text += self._and_against_the_dates(action.board.rag_labels)
        if action.completed_on is not None:
            del self.fields["finished"]
        if action.last_update_on:
            self.fields["text"].label = f"What has happened since {action.last_update_on:%-d %B}?"

    @functools.cached_property
    def milestones(self) -> dict:
        """By their number as the page has it."""
        rows = self._milestones() if callable(self._milestones) else self._milestones
        return {str(row.pk): row for row in rows}

    def _met_choices(self):
        return [
            (pk, f"{row.what or 'Report'}, due {row.due:%-d %B %Y}")
            for pk, row in self.milestones.items()
        ]

    def beside(self, name):
        return [] if name == "met" and not self.milestones else super().beside(name)

    def _and_against_the_dates(self, labels: dict) -> str:
        """For which further ratings a reason is needed, and why."""
        against = [
            label.lower()
            for rag, label in labels.items()
            if rag not in ("red", "amber")
            and rules.reason_needed(
                rag=rag, suggested=self.suggestion.rag, scheme=scheme_of(self.action.board)
            )
        ]
        if not against:
            return ""
        suggested = labels.get(self.suggestion.rag, str(self.suggestion.rag)).lower()
        return f", and for {_listed(against)} because the dates suggest {suggested}"

    def clean_met(self):
        return [self.milestones[pk] for pk in self.cleaned_data["met"]]

    def clean(self):
        data = super().clean()
        if "text" in data and not data["text"].strip():
            sentence = (
                "Say what was done to finish it"
                if data.get("finished")
                else "Say what has happened"
            )
            self.add_error("text", sentence)
        if not data.get("rag") and not data.get("finished") and "rag" not in self.errors:
            self.add_error("rag", "Choose how it is going")
        return data


class CompleteForm(Versioned):
    """How an action was finished, and when."""

    text = words(
        "What was done?",
        rows=4,
        required=True,
        error_messages={"required": "Say what was done to finish it"},
    )
    on = forms.DateField(
        label="When was it finished?",
        widget=DayInput,
        validators=[between_these],
        error_messages={"required": "Enter the day on which it was finished"},
    )
    difference_made = words("What difference has it made for children and families? (optional)")
    evidence = words(
        "Evidence (optional)", help_text="Where it can be seen: minutes, figures, a page"
    )

    field_order = ("text", "on", "difference_made", "evidence", "version", "opened")

    def __init__(self, *args, **more):
        more["initial"] = {"on": clock.today(), **more.get("initial", {})}
        super().__init__(*args, **more)


class ReopenForm(Versioned):
    """Why finished work is taken up again."""

    reason = words(
        "Why is it taken up again?",
        required=True,
        error_messages={"required": "Say why it is taken up again"},
    )


class DueDateForm(Versioned):
    """A new due date, and why it moves."""

    due = forms.DateField(label="New due date", widget=DayInput, validators=[between_these])
    reason = words("Why does it move?")

    field_order = ("due", "reason", "version", "opened")

    def __init__(self, *args, reason_needed, **more):
        super().__init__(*args, **more)
        if not reason_needed:
            del self.fields["reason"]


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
