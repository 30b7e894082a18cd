"""What the executive dashboard is asked to show."""

from django import forms

from boardplan import clock


class DashboardForm(forms.Form):
    """Which plan, and the day to compare with. `plans` are the board's, newest first."""

    plan = forms.ChoiceField(
        label="Plan",
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    since = forms.DateField(
        label="What changed since",
        required=False,
        widget=forms.DateInput(
            attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}, format="%Y-%m-%d"
        ),
        error_messages={"invalid": "Enter a date to compare with, like 31/3/2026."},
    )

    def __init__(self, data, *, plans, chosen, since):
        super().__init__(
            {
                "plan": chosen.slug,
                "since": data.get("since") or f"{since:%Y-%m-%d}",
            }
        )
        self.fields["plan"].label = chosen.board.word("plan")
        self.fields["plan"].choices = [(plan.slug, plan.title) for plan in plans]

    def clean_since(self):
        day = self.cleaned_data["since"]
        if day and day >= clock.today():
            raise forms.ValidationError("Choose a day before today to compare with.")
        return day
