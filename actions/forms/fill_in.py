"""The workbook that comes back: the file, and what the manager decides about its rows."""

from django import forms
from django.conf import settings

from subgroups.forms.base import PlainForm


class AnswersFileForm(PlainForm):
    submit = "Check the answers"

    file = forms.FileField(
        label="The workbook that came back",
        help_text="An Excel file (.xlsx). Nothing is written before you have seen what is in it.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Choose the workbook that came back",
            "empty": "This file is empty. Check that it was saved and sent completely.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_IMPORT_BYTES:
            limit = settings.MAX_IMPORT_BYTES // 1_000_000
            raise forms.ValidationError(
                f"The file is larger than {limit} MB. Upload the workbook itself, without pictures."
            )
        return file


ADD, LEAVE = "add", "leave"


class DecisionsForm(forms.Form):
    """Who filled it in; for each action that moved on, whether its answer is added all the same;
    reasons that are missing.

    rows: of `importers.fill_in.Checked`.
    """

    who = forms.CharField(
        label="Who filled it in",
        help_text="Name and agency. Their words stay theirs in the plan.",
        max_length=200,
        error_messages={"required": "Say who filled it in"},
    )

    def __init__(self, *args, rows, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for row in rows:
            if row.action is None or row.there is not None:
                continue
            if row.wants_reason:
                self.fields[f"reason_{row.action.pk}"] = forms.CharField(
                    label=row.problem[2],
                    help_text="Left empty, this answer is not brought in.",
                    required=False,
                    max_length=settings.MAX_TEXT_LENGTH,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
            if row.moved and (row.problem is None or row.wants_reason):
                self.fields[f"choice_{row.action.pk}"] = forms.ChoiceField(
                    label="Both stand beside each other. What shall become of theirs?",
                    choices=[(ADD, "Add it as well"), (LEAVE, "Leave it out")],
                    widget=forms.RadioSelect,
                    error_messages={
                        "required": f"Choose what becomes of the answer to {row.action!s}"
                    },
                )

    def reasons(self) -> dict[int, str]:
        return self._by_action("reason_")

    def choices(self) -> dict[int, str]:
        return self._by_action("choice_")

    def _by_action(self, before: str) -> dict:
        return {
            int(name.removeprefix(before)): value
            for name, value in self.cleaned_data.items()
            if name.startswith(before)
        }
