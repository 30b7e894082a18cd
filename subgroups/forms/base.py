"""What every form of this room shares."""

import datetime
import hashlib
import json
from collections.abc import Callable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings

from boardplan.errors import RuleBroken


class PlainForm(forms.Form):
    """A form with one button. `submit` is its words: a verb, and what it acts on.

    A form about a row says `watched = True`: if the row no longer is what it was when the page
    was opened, nothing is saved, the words typed stay, and what stands now is told beside them.
    """

    submit = "Save"
    watched = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "post"
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("save", self.submit))
        for field in self.fields.values():
            if getattr(field, "max_length", None):
                # Django's own counts without commas and speaks of a value.
                field.error_messages["max_length"] = (
                    f"Shorten this to {field.max_length:,} characters or fewer. It has "
                    "%(show_value)s now"
                )
        if self.watched and self.initial:
            self.fields["seen"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=self._as_it_stands()
            )

    def _as_it_stands(self) -> str:
        """A digest of the row's values, to know it again by."""
        values = {name: str(value) for name, value in self.initial.items()}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]

    def _post_clean(self):
        super()._post_clean()
        seen, now = self.cleaned_data.pop("seen", ""), self._as_it_stands()
        # Without a difference the same words came twice: a second click on the button.
        differing = [name for name in self.changed_data if name != "seen"]
        if not seen or seen == now or not differing:
            return
        told = "; ".join(
            f"{self[name].label}: “{shown(self, name, self.initial.get(name))[:200] or 'nothing'}”"
            for name in differing
        )
        self.add_error(
            None,
            "Somebody else changed this since you opened the page. Where yours differs it now "
            f"says: {told}. Save again if yours should stand.",
        )
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = now

    def accepted_by(self, write: Callable[[], object]) -> bool:
        """Run `write`; whether it went through. A broken rule becomes an error of its field."""
        try:
            write()
        except RuleBroken as broken:
            self.add_error(broken.field if broken.field in self.fields else None, broken.message)
            return False
        return True


def shown(form: forms.Form, name: str, value) -> str:
    """The value of a field as a person reads it; "" for none."""
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = {str(getattr(item, "pk", item)) for item in value or ()}
        return ", ".join(str(row) for row in field.queryset if str(row.pk) in chosen)
    if isinstance(field, forms.ModelChoiceField):
        return next((str(row) for row in field.queryset if str(row.pk) == str(value)), "")
    if isinstance(field, forms.ChoiceField):
        return dict(_flat(field.choices)).get(str(value or ""), "")
    prepared = field.prepare_value(value)
    return "" if prepared is None else str(prepared).replace("\r\n", "\n").strip()


def _flat(choices):
    """Choices without the groups they stand in, their values as text."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


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


def between_these(day: datetime.date) -> None:
    """Refuse what must be a slip of the year, and would lie outside what can be counted from."""
    if not 1900 <= day.year <= 2199:
        raise forms.ValidationError("Check the year: it must be from 1900 to 2199")


def date_field(label: str, **kwargs) -> forms.DateField:
    """A date in a browser's own picker; typed as 27/3/2026 where there is none."""
    return forms.DateField(
        label=label,
        validators=[between_these],
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
