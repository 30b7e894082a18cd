"""What a test committed is gone for the next; what migrations made is still there."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from .emptying import KEPT, empty_database


@pytest.mark.django_db
def test_no_row_is_left_but_those_made_by_migrating(cast):
    before = Permission.objects.count(), ContentType.objects.count()
    empty_database()
    left = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.db_table not in KEPT and model._base_manager.exists()
    ]
    assert left == []
    assert (Permission.objects.count(), ContentType.objects.count()) == before != (0, 0)
