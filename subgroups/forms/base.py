"""What every form of this room shares."""

from collections.abc import Callable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings

from boardplan.errors import RuleBroken


class PlainForm(forms.Form):
    """A form with one button. `submit` is its words: a verb, and what it acts on."""

    submit = "Save"

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("save", self.submit))

    def accepted_by(self, write: Callable[[], object]) -> bool:
        """Run `write`; whether it went through. A broken rule becomes an error of its field."""
        try:
            write()
        except RuleBroken as broken:
            self.add_error(broken.field if broken.field in self.fields else None, broken.message)
            return False
        return True


class LinesField(forms.CharField):
    """A list of words written one to a line, as long together as one text may be."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value):
        text = super().to_python(value)
        # Here, because a validator would count the lines.
        longest = settings.MAX_TEXT_LENGTH
        if len(text) > longest:
            raise forms.ValidationError(
                f"{self.label}: write {longest:,} characters or fewer; it has {len(text):,}"
            )
        lines = [line.strip() for line in text.splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


def date_field(label: str, **kwargs) -> forms.DateField:
    """A date in a browser's own picker; typed as 27/3/2026 where there is none."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": f"{label}: write a date, for example 27/3/2026"},
        **kwargs,
    )


ALIASES_HELP = (
    "Other ways its name is written in plans, one to a line. They help to match leads when a plan "
    "is brought in."
)


def post_and_holder(post) -> str:
    """How a post reads in a list of choices."""
    return f"{post} ({post.holder or 'vacant'})"
