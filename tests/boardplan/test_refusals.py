"""What is refused before or after a view: too large a request, and rules no form can show."""

from urllib.parse import quote

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


WORDS = {"text": "The draft is <agreed>.", "reason": "", "rag": "amber", "password": "a b c"}


def test_words_written_while_the_session_ended_are_given_back(cast, client):
    address = reverse("action", args=["riverside", cast.action.pk])
    page = f"http://testserver{address}?from=mail"
    response = client.post(address, WORDS, headers={"referer": page})
    assert response.status_code == 401
    assert response.context["words"] == ["The draft is <agreed>."]
    assert response.context["sign_in"] == (
        f"/account/login/?next={quote(f'{address}?from=mail', safe='')}"
    )
    body = response.content.decode()
    assert "readonly>\nThe draft is &lt;agreed&gt;.</textarea>" in body
    assert response["Cache-Control"] == "private, no-store"
    elsewhere = client.post(address, WORDS, headers={"referer": "https://evil.example/a"})
    assert elsewhere.context["sign_in"] == "/account/login/?next=%2F"


def test_who_wrote_nothing_is_sent_to_sign_in_as_ever(cast, client):
    address = reverse("action", args=["riverside", cast.action.pk])
    response = client.post(address, {"rag": "amber", "password": "a b c"})
    assert (response.status_code, response.url) == (302, f"/account/login/?next={address}")


def test_the_sign_in_page_lands_in_no_part_of_a_page(cast, client):
    address = reverse("action", args=["riverside", cast.action.pk])
    htmx = {
        "hx-request": "true",
        "hx-current-url": "http://testserver/riverside/plans/current/?rag=red",
    }
    saved = client.post(address, WORDS, headers=htmx)
    assert (saved.status_code, saved["X-Sign-In"], saved.content) == (
        401,
        "/account/login/?next=%2F",
        b"",
    )
    loaded = client.get(address, headers=htmx)
    assert (loaded.status_code, loaded["HX-Redirect"]) == (
        200,
        "/account/login/?next=%2Friverside%2Fplans%2Fcurrent%2F%3Frag%3Dred",
    )
