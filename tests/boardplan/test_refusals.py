"""What is refused before or after a view: too large a request, and rules no form can show."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boardplan.errors import Conflict, RuleBroken
from reports.models import Section
from reports.services import assembling
from subgroups.models import Board
from tests.reports import factories as paper

pytestmark = pytest.mark.django_db


def test_a_request_that_is_too_large_is_refused_before_it_is_read(client, settings, monkeypatch):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
    read = []
    monkeypatch.setattr(
        "django.core.handlers.wsgi.WSGIRequest._load_post_and_files", lambda self: read.append(1)
    )
    file = SimpleUploadedFile("logo.png", b"x" * 2_000_001)
    response = client.post("/account/login/", {"logo": file})
    assert (response.status_code, read) == (413, [])
    assert "larger than 2 MB" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_picture_larger_than_a_logo_may_be_is_told_in_the_form(cast, sign_in, settings):
    settings.MAX_LOGO_BYTES = 1_000
    file = SimpleUploadedFile("logo.png", b"x" * 1_001)
    data = {"colour": "#1d4f91", "logo": file, "logo_alt": "Riverside"}
    response = sign_in(cast.manager).post("/riverside/settings/look/", data)
    assert response.status_code == 422
    assert "larger than 1 kB" in response.context["form"].errors["logo"][0]
    assert Board.objects.get(pk=cast.board.pk).logo.name == ""


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (RuleBroken("It is approved & stays as it was."), "It is approved &amp; stays as it was."),
        (Conflict(None), "Somebody else changed this since you opened it."),
    ],
)
def test_a_rule_that_no_form_can_show_is_a_page_with_its_sentence(
    cast, sign_in, monkeypatch, problem, told
):
    report = paper.ReportFactory(board=cast.board, plan=cast.plan)
    section = Section.objects.create(
        board=cast.board, report=report, kind="text", title="Foreword", position=1
    )

    def refuse(**kwargs):
        raise problem

    monkeypatch.setattr(assembling, "remove_section", refuse)
    address = reverse("section_remove", args=["riverside", report.slug, section.pk])
    client = sign_in(cast.manager)
    response = client.post(address)
    assert response.status_code == 409
    assert told in response.content.decode()
    assert "HX-Retarget" not in response
    assert client.post(address, headers={"hx-request": "true"})["HX-Retarget"] == "body"
