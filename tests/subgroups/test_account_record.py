"""Changes to an account are in the record, though another package makes them."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from boardplan.audit import AuditEvent
from subgroups.accounts import ACCOUNT_CHANGES, AccountAdapter
from tests.factories import PASSWORD


def recorded():
    return [(event.by_name, event.verb, event.kind) for event in AuditEvent.objects.all()]


def test_a_changed_password_is_recorded(cast, sign_in):
    answer = sign_in(cast.viewer).post(
        reverse("account_change_password"),
        {
            "oldpassword": PASSWORD,
            "password1": "quite another password",
            "password2": "quite another password",
        },
    )
    assert answer.status_code == 302
    cast.viewer.refresh_from_db()
    assert cast.viewer.check_password("quite another password")
    assert recorded() == [("Viewer", "changed the password of", "subgroups.user")]


@pytest.mark.parametrize("change", ACCOUNT_CHANGES)
def test_each_change_is_told_in_words(cast, change):
    adapter = AccountAdapter(RequestFactory().get("/"))
    adapter.send_notification_mail(f"mfa/email/{change}", cast.viewer)
    assert recorded() == [("Viewer", ACCOUNT_CHANGES[change], "subgroups.user")]
