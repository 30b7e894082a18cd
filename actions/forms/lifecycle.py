"""What the manager types about a plan as a whole."""

from django import forms

from subgroups.forms.base import PlainForm, date_field
from subgroups.models import Board
from subgroups.words import COLUMN_KEYS, DEFAULT_WORDS, word

from ..models import Plan
from .editing import words_field

MAX_WORD = 60


class PlanForm(PlainForm):
    """A plan's own facts; its table and words are the fields below `column_…` and `word_…`.

    plan: the plan to edit, None for a new one (then without table and words).
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        max_length=200, error_messages={"required": "Enter the title of the plan"}
    )
    start = date_field("First day")
    end = date_field("Last day")
    vision = words_field("Vision")
    intent = words_field("Statement of intent")
    rag_definition = words_field(
        "What the ratings mean", help_text="As the plan prints it. Leave it empty for the board's."
    )
    introduction = words_field("Introduction", rows=6)

    def __init__(self, *args, board: Board, plan: Plan | None = None, **kwargs):
        self.board, self.plan = board, plan
        if plan is not None:
            names = ("version", "title", "start", "end", *self.texts)
            initial = {name: getattr(plan, name) for name in names}
            initial |= self._table_initial(plan)
            kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["start"].error_messages["required"] = "Enter the first day of the plan"
        self.fields["end"].error_messages["required"] = "Enter the last day of the plan"
        if plan is None:
            for name in self.texts:
                del self.fields[name]
            self.submit = "Make the plan"
            return
        self._add_table()
        if plan.status != Plan.Status.DRAFT:
            del self.fields["start"], self.fields["end"]

    texts = ("vision", "intent", "rag_definition", "introduction")

    def _table_initial(self, plan: Plan) -> dict:
        found = {}
        for place, column in enumerate(plan.columns, start=1):
            found[f"column_{column['key']}"] = place
            found[f"title_{column['key']}"] = column.get("title", "")
        return found | {f"word_{key}": plan.words.get(key, "") for key in DEFAULT_WORDS}

    def _add_table(self):
        for key in COLUMN_KEYS:
            default = word(self.board.words, key)
            self.fields[f"column_{key}"] = forms.IntegerField(
                label=f"Place of {default}", required=False, min_value=1, max_value=99
            )
            self.fields[f"title_{key}"] = forms.CharField(
                label=f"Heading of {default}", required=False, max_length=MAX_WORD
            )
        for key in DEFAULT_WORDS:
            self.fields[f"word_{key}"] = forms.CharField(
                label=word(self.board.words, key), required=False, max_length=MAX_WORD
            )

    def column_rows(self):
        """For the template: (the board's word, place field, heading field) of each column."""
        return [
            (word(self.board.words, key), self[f"column_{key}"], self[f"title_{key}"])
            for key in COLUMN_KEYS
        ]

    def word_fields(self):
        return [self[f"word_{key}"] for key in DEFAULT_WORDS]

    def clean(self):
        found = super().clean()
        if self.plan is not None and not any(found.get(f"column_{key}") for key in COLUMN_KEYS):
            self.add_error("column_action", "Give at least one column a place")
        return found

    def values(self) -> dict:
        """What goes to the service."""
        found = self.cleaned_data
        values = {
            name: found[name] for name in ("title", "start", "end", *self.texts) if name in found
        }
        if self.plan is None:
            return values
        chosen = [key for key in COLUMN_KEYS if found.get(f"column_{key}")]
        chosen.sort(key=lambda key: found[f"column_{key}"])
        values["columns"] = [{"key": key, "title": found[f"title_{key}"].strip()} for key in chosen]
        values["words"] = {
            key: found[f"word_{key}"].strip()
            for key in DEFAULT_WORDS
            if found[f"word_{key}"].strip()
        }
        return values


class DayForm(PlainForm):
    """The day of a step in a plan's life."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    on = date_field("On which day")

    def __init__(self, *args, label: str, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = label
        self.fields["on"].error_messages["required"] = "Enter the day"
        self.submit = button


class RollForwardForm(PlainForm):
    """The next plan's title and period; which actions go on stands in the table below it."""

    submit = "Make the next plan"

    title = forms.CharField(
        max_length=200, error_messages={"required": "Enter the title of the next plan"}
    )
    start = date_field("First day")
    end = date_field("Last day")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["start"].error_messages["required"] = "Enter the first day of the plan"
        self.fields["end"].error_messages["required"] = "Enter the last day of the plan"
