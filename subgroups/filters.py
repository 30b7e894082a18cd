"""What a list of this room can be narrowed by, in the address."""

import datetime

import django_filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import timezone

from boardplan.audit import AuditEvent

from .forms.base import between_these
from .models import Membership

# Models by their label and what people call them; a board's own words come first.
KINDS = {
    "actions.plan": "plan",
    "actions.priority": "priority",
    "actions.outcome": "outcome",
    "actions.action": "action",
    "subgroups.subgroup": "subgroup",
    "subgroups.agency": "Agency",
    "subgroups.post": "Post",
    "subgroups.seat": "Seat",
    "subgroups.membership": "Membership",
    "subgroups.invitation": "Invitation",
    "subgroups.board": "Board settings",
    "reports.annualreport": "Annual report",
    "reports.section": "Section of a report",
}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RecordFilter(django_filters.FilterSet):
    """Narrows the record of changes: by words, person, kind of thing and days."""

    q = django_filters.CharFilter(
        field_name="label", lookup_expr="icontains", label="Words in its name"
    )
    by = django_filters.ChoiceFilter(field_name="by_id", label="Who", empty_label="Everybody")
    kind = django_filters.ChoiceFilter(label="What", empty_label="Everything")
    first = django_filters.DateFilter(
        method="from_day", label="From", widget=_day(), validators=[between_these]
    )
    last = django_filters.DateFilter(
        method="to_day", label="To", widget=_day(), validators=[between_these]
    )

    class Meta:
        model = AuditEvent
        fields = ()

    def __init__(self, data, *, board):
        super().__init__(data, queryset=AuditEvent.objects.of(board))
        self.filters["by"].extra["choices"] = list(
            Membership.objects.of(board).order_by("user__name").values_list("user_id", "user__name")
        )
        self.filters["kind"].extra["choices"] = [
            (kind, board.word(name) if name.islower() else name) for kind, name in KINDS.items()
        ]
        self.form.helper = FormHelper()
        self.form.helper.form_method = "get"
        self.form.helper.disable_csrf = True
        self.form.helper.hide_optional = True
        self.form.helper.add_input(Submit("", "Show", css_class="govuk-button--secondary"))

    def from_day(self, rows, name, day: datetime.date):
        return rows.filter(at__gte=_midnight(day))

    def to_day(self, rows, name, day: datetime.date):
        return rows.filter(at__lt=_midnight(day + datetime.timedelta(days=1)))


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
