"""What tests of the manager's pages share."""

import datetime

from django.urls import reverse


def at(name, *args):
    """The address of a page of Riverside."""
    return reverse(name, args=["riverside", *args])


def fields_of(response) -> dict:
    """What a browser would send back: the form's own values."""
    form = response.context["form"]
    data = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if isinstance(value, datetime.date):
            value = value.isoformat()
        if value not in (None, "", False, []):
            data[bound.html_name] = value
    return data
