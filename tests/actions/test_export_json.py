"""A plan as JSON from the browser: the file that brings the same plan back."""

import datetime

import pytest

from actions.document import read_plan
from actions.exporters.interchange import as_interchange
from actions.importers.interchange import import_plan
from tests import factories

FILE = "/riverside/plans/2026-27/export.json"


@pytest.mark.django_db
def test_the_file_brings_the_same_plan_back(cast, sign_in, today):
    factories.ProgressUpdateFactory(
        action=cast.action, text="Café talks held.", on=today - datetime.timedelta(days=3)
    )
    response = sign_in(cast.viewer).get(FILE)
    assert response["Content-Disposition"] == 'attachment; filename="riverside-2026-27.json"'
    assert "Café talks held." in response.content.decode()
    copy = import_plan(board=cast.board, data=response.json(), by=None, slug="copy")
    again = as_interchange(read_plan(copy, updates="all"))
    assert {**again, "slug": "2026-27"} == response.json()
    assert "A secret of Hillside" not in response.content.decode()
