"""What is done every night."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from actions.models import PlanImport
from boardplan.audit import AuditEvent
from tests import factories as make

pytestmark = pytest.mark.django_db


def upkeep(capsys):
    call_command("upkeep")
    return capsys.readouterr().out


def test_previews_that_nobody_finished_are_forgotten_and_it_says_so(cast, capsys):
    old, new = (make.PlanImportFactory(board=cast.board) for _ in range(2))
    long_ago = timezone.now() - datetime.timedelta(days=400)
    PlanImport.objects.filter(pk=old.pk).update(created_at=long_ago)
    assert upkeep(capsys) == (
        "1 preview of brought-in files forgotten, 0 tasks given up, old tasks and sessions "
        "deleted.\n"
    )
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.status, old.source, new.status) == ("discarded", None, "preview")
    assert new.source is not None
    recorded = AuditEvent.objects.count()
    assert upkeep(capsys).startswith("0 previews of brought-in files forgotten")
    assert AuditEvent.objects.count() == recorded
