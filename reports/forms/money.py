"""The figures of all finance lines at once, and the workbook they come in."""

from collections.abc import Sequence

from django import forms
from django.conf import settings

from subgroups.forms.base import PlainForm

from ..finance import FIGURES
from ..models import BudgetLine
from ..money_files import state_of
from .entering import Pounds

READABLE = ".xlsx,.csv,.docx"


class FiguresForm(forms.Form):
    """Budget, actual and projection of each line, as fields "actual_12" named by the line's pk.

    `seen` is a digest of the lines as the page showed them: what somebody else saved since is
    not overwritten unseen.
    """

    def __init__(self, *args, lines: Sequence[BudgetLine], **kwargs):
        self.lines = lines
        self.state = state_of(lines)
        kwargs["initial"] = {"seen": self.state} | {
            f"{figure}_{line.pk}": getattr(line, figure) for line in lines for figure in FIGURES
        }
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        for line in lines:
            for figure in FIGURES:
                self.fields[f"{figure}_{line.pk}"] = Pounds(
                    label=f"{line.label}, {figure}",
                    required=False,
                    max_digits=12,
                    decimal_places=2,
                    error_messages={
                        "invalid": f"{line.label}, {figure}: write pounds and pence, for example "
                        "1234.50"
                    },
                )

    def clean(self):
        found = super().clean()
        if self.is_bound and found.get("seen") != self.state:
            self.add_error(
                None,
                "Somebody else changed these lines since you opened the page. What you typed is "
                "still here; compare it and save again if yours should stand.",
            )
            self.data = self.data.copy()
            self.data["seen"] = self.state
        return found

    def figures(self) -> dict[int, dict]:
        """{pk: {figure: pounds or None}} of the lines whose three figures were understood."""
        return {
            line.pk: {figure: self.cleaned_data[f"{figure}_{line.pk}"] for figure in FIGURES}
            for line in self.lines
            if all(f"{figure}_{line.pk}" in self.cleaned_data for figure in FIGURES)
        }

    def rows(self) -> list[dict]:
        """Each line with its fields, for the table of inputs."""
        return [
            {"line": line, "fields": [self[f"{figure}_{line.pk}"] for figure in FIGURES]}
            for line in self.lines
        ]


class MoneyFileForm(PlainForm):
    submit = "Look at what would change"

    file = forms.FileField(
        label="The workbook",
        widget=forms.FileInput(attrs={"accept": READABLE}),
        error_messages={"required": "Choose a file", "empty": "This file is empty"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit = settings.MAX_IMPORT_BYTES // 1_000_000
        self.fields["file"].help_text = f"Excel (.xlsx), CSV or Word (.docx), up to {limit} MB."
