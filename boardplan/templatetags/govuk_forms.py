"""What the form templates of the pack `govuk` need to know about a field."""

from django import forms, template
from django.forms.utils import flatatt
from django.utils.safestring import mark_safe

from .boardplan import lower_first

register = template.Library()

_CLASSES = (
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
)
_WIDTHS = (
    (forms.DateInput, "govuk-input--width-10"),
    (forms.TimeInput, "govuk-input--width-5"),
    (forms.NumberInput, "govuk-input--width-5"),
)


@register.filter
def kind(field):
    """Which shape a bound field takes: hidden, group (radios, checkboxes), checkbox, password,
    counted (text with a limit), plain."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.PasswordInput):
        return "password"
    if isinstance(widget, forms.Textarea) and getattr(field.field, "max_length", None):
        return "counted"
    return "plain"


@register.filter
def is_radio(field):
    """Radios, one to choose; Django's class for several check boxes is a child of its radios."""
    return not isinstance(field.field.widget, forms.CheckboxSelectMultiple)


@register.filter
def target(field):
    """The id of the element that an error of this field is put right in."""
    return field.id_for_label or f"{field.auto_id}_0"


def described_by(field):
    ids = [f"{field.auto_id}_hint"] if field.help_text else []
    if kind(field) == "counted":
        ids.append(f"{field.auto_id}-info")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


@register.filter
def described_by_attribute(field):
    """` aria-describedby="…"` for the fieldset of a group, or nothing."""
    return mark_safe(flatatt({"aria-describedby": ids})) if (ids := described_by(field)) else ""  # noqa: S308


@register.simple_tag
def widget(field):
    """The field's control, with the classes and descriptions of GOV.UK Frontend."""
    control = field.field.widget
    name = next((css for cls, css in _CLASSES if isinstance(control, cls)), "govuk-input")
    classes = [name]
    given = control.attrs.get("class", "")
    if given:
        classes += given.split()
    elif width := next((css for cls, css in _WIDTHS if isinstance(control, cls)), None):
        classes.append(width)
    shape = kind(field)
    if shape == "password":
        classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
    if shape == "counted":
        classes.append("govuk-js-character-count")
    if shape == "checkbox":
        classes[0] = "govuk-checkboxes__input"
    if field.errors and shape != "checkbox":
        classes.append(f"{name}--error")
    # False leaves an attribute out: a placeholder is no label, and the browser's own bubbles
    # would come before our messages, which say more.
    attrs = {
        "class": " ".join(classes),
        "aria-describedby": described_by(field) or False,
        "aria-invalid": "true" if field.errors else False,
        "placeholder": False,
        "required": False,
    }
    if isinstance(control, forms.NumberInput):
        # As text with a keypad for digits: a number field throws away what it cannot read, and
        # counts up and down when somebody scrolls over it.
        control.input_type = "text"
        decimal = isinstance(field.field, (forms.DecimalField, forms.FloatField))
        attrs["inputmode"] = "decimal" if decimal else "numeric"
        attrs |= {"min": False, "max": False, "step": False}
    if isinstance(control, forms.Textarea):
        attrs |= {"cols": False, "rows": control.attrs.get("rows", 5)}
        if control.attrs.get("rows") == "10":  # Django's default, taller than anybody needs
            attrs["rows"] = 5
    return field.as_widget(attrs=attrs)


@register.filter
def option_attributes(option):
    """The attributes of one radio or checkbox, without those that the template writes."""
    skip = {"id", "class", "required", "aria-describedby", "aria-invalid", "checked"}
    attrs = {k: v for k, v in option.data["attrs"].items() if k not in skip and v is not False}
    return mark_safe(flatatt(attrs))  # noqa: S308 - flatatt escapes


@register.filter
def option_id(option):
    return option.data["attrs"].get("id", "")


@register.filter
def messages_of(field):
    """The field's errors in words. Django's own "This field is required." and "Enter a valid
    date." name the field and say what to do instead, so that a list of them can be told apart;
    messages of a form's own stay."""
    texts = []
    name = lower_first(str(field.label))
    for error in field.errors.as_data():
        if _is_default(error, "required", forms.Field):
            if name.endswith("?"):  # "Enter what was done?" reads as a question to us
                texts.append(f"Answer “{field.label}”")
            else:
                texts.append(f"{_verb(field)} {name}")
        elif _is_default(error, "invalid", forms.DateField):
            texts.append(f"Enter {name} as a date, like 27 3 2026")
        elif _is_default(error, "invalid", forms.DecimalField):
            texts.append(f"Enter {name} as a number")
        else:
            texts += error.messages
    return texts


def _is_default(error, code, kind_of_field):
    wording = kind_of_field.default_error_messages[code]
    return error.code == code and str(error.message) == str(wording)


def _verb(field):
    if kind(field) == "checkbox":
        return "Tick"
    if kind(field) == "group" or isinstance(field.field.widget, (forms.Select, forms.FileInput)):
        return "Choose"
    return "Enter"


@register.simple_tag
def problems(form):
    """Every error of a bound form, in the order of its fields: dicts of text and target (an id
    without "#", or None where no field is to blame)."""
    found = [{"text": text, "target": None} for text in form.non_field_errors()]
    for field in form:
        at = None if field.is_hidden else target(field)
        found += [{"text": text, "target": at} for text in messages_of(field)]
    return found


@register.simple_tag
def formset_problems(formset):
    """The same for a formset, its forms in order."""
    found = [{"text": text, "target": None} for text in formset.non_form_errors()]
    for form in formset:
        found += problems(form)
    return found
