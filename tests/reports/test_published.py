"""What the public reads: without a session or a cookie, and nothing that was not published."""

import datetime

import pytest

from boardplan.errors import RuleBroken
from reports.models import Edition
from reports.services import publishing
from reports.views.published import KEPT
from tests import factories as make
from tests.reports import factories as made

HOME = "/published/riverside/"
PAPER = "/published/riverside/reports/annual/"


@pytest.fixture
def report(cast):
    made.PublicFaceFactory(board=cast.board, contact="Business manager\nmanager@riverside.example")
    return made.ReportFactory(
        board=cast.board,
        slug="annual",
        title="Annual report",
        status="approved",
        approved_on=datetime.date(2026, 10, 20),
    )


@pytest.fixture
def edition(report):
    return made.published(report)


def text(response):
    return response.content.decode()


def test_everything_published_is_listed_with_its_files(cast, report, client, today):
    made.published(report)
    made.published(report, number=2, published_on=datetime.date(2026, 11, 9))
    plan = {"plan": cast.plan, "board": cast.board, "slug": "2026-27", "title": "The plan"}
    made.published(None, document="{}", **plan)
    hidden = made.ReportFactory(board=cast.board, slug="secret", title="Not for the public")
    made.filed(made.EditionFactory(report=hidden))
    theirs = made.ReportFactory(board=cast.other_board, slug="theirs", title="Of Hillside")
    made.published(theirs)
    page = text(client.get(HOME))
    for shown in (
        '<a class="govuk-link" href="/published/riverside/reports/annual/">Annual report</a>',
        "Published on 9 November 2026 as edition 2.",
        "/published/riverside/reports/annual/document.pdf",
        "(1 kB, 3 pages)",
        "/published/riverside/reports/annual/edition-1/",
        '<a class="govuk-link" href="/published/riverside/plans/2026-27/">The plan</a>',
        "/published/riverside/accessibility/",
    ):
        assert shown in page
    for secret in ("Not for the public", "Of Hillside", "secret"):
        assert secret not in page


def test_the_answer_is_the_same_for_everybody_and_leaves_nothing_behind(
    cast, edition, client, django_assert_num_queries
):
    addresses = {
        HOME: 3,
        PAPER: 5,
        f"{PAPER}foreword/": 4,
        f"{PAPER}document.pdf": 3,
        f"{PAPER}edition-1/foreword/": 4,
        f"{HOME}accessibility/": 2,
        f"{HOME}look.css": 1,
        f"{PAPER}nothing/": 2,
    }
    plain = {}
    for address, queries in addresses.items():
        with django_assert_num_queries(queries):
            plain[address] = client.get(address)
    client.force_login(cast.manager)
    for address, queries in addresses.items():
        with django_assert_num_queries(queries):  # the session is not even asked for
            mine = client.get(address)
        assert mine.content == plain[address].content
        assert (mine.cookies, mine.headers.get("Vary")) == ({}, None)
        assert mine["Cache-Control"] == KEPT
        assert "Content-Security-Policy" in mine
        assert "unsafe" not in mine["Content-Security-Policy"]
        assert b"<script" not in mine.content


def test_it_is_not_sent_twice(edition, client):
    for address in (HOME, PAPER, f"{PAPER}foreword/", f"{PAPER}document.docx", f"{HOME}look.css"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        other = client.get(address, headers={"If-None-Match": '"other"'})
        assert other.status_code == 200


def test_files_come_as_they_were_made(edition, client):
    for form, kind, content in (
        ("pdf", "application/pdf", b"%PDF of 1"),
        ("json", "application/json", b'{"edition":1}'),
    ):
        response = client.get(f"{PAPER}document.{form}")
        assert (response["Content-Type"], response.content) == (kind, content)
        name = f"riverside-annual-edition-1.{form}"
        assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert client.get(f"{PAPER}document.exe").status_code == 404


def test_what_is_not_published_cannot_be_told_from_what_does_not_exist(cast, report, client):
    made.filed(made.EditionFactory(report=report))
    found = {
        address: client.get(address)
        for address in (
            HOME,
            PAPER,
            f"{PAPER}foreword/",
            f"{PAPER}document.pdf",
            f"{PAPER}edition-1/",
            f"{HOME}accessibility/",
            f"{HOME}look.css",
            f"{HOME}logo",
            "/published/hillside/",
            "/published/no-such-board/",
            "/published/no-such-board/reports/annual/",
            f"{HOME}reports/no-such-report/",
            f"{HOME}people/",
            "/published/",
            "/published/a/b/c/d",
        )
    }
    assert {response.status_code for response in found.values()} == {404}
    assert len({response.content for response in found.values()}) == 1
    assert "Riverside" not in text(found[PAPER])


def test_a_plan_is_not_reached_as_a_report(cast, report, edition, client):
    assert client.get("/published/riverside/plans/annual/").status_code == 404
    assert client.get("/published/hillside/reports/annual/").status_code == 404


def test_an_earlier_edition_says_that_there_is_a_later_one(report, client):
    made.published(report)
    made.published(report, number=2, published_on=datetime.date(2026, 11, 9))
    now = text(client.get(f"{PAPER}foreword/"))
    assert ("Dear reader of 2" in now, "This is edition" in now) == (True, False)
    old = text(client.get(f"{PAPER}edition-1/foreword/"))
    assert "Dear reader of 1" in old
    assert "This is edition 1." in old
    assert f'<a class="govuk-link" href="{PAPER}">read edition 2</a>' in old
    assert '<meta name="robots" content="noindex">' in old
    assert 'name="robots"' not in now
    assert client.get(f"{PAPER}edition-1/document.pdf").content == b"%PDF of 1"
    # What a draft of edition 3 says is nobody's business yet.
    assert client.get(f"{PAPER}edition-3/").status_code == 404


def test_each_page_names_the_address_that_is_to_be_kept(edition, client, settings):
    settings.SITE_URL = "https://plans.example.org"
    for address in (f"{PAPER}foreword/", f"{PAPER}edition-1/foreword/"):
        canonical = f'<link rel="canonical" href="https://plans.example.org{PAPER}foreword/">'
        assert canonical in text(client.get(address))


def test_withdrawn_is_gone_with_its_reason(cast, edition, report, client, today):
    publishing.withdraw_edition(edition=edition, reason="It named a family", by=cast.manager)
    for address in (PAPER, f"{PAPER}foreword/", f"{PAPER}document.pdf", f"{PAPER}edition-1/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "It named a family" in text(response)
        assert "20 November 2026" in text(response)
        assert "Dear reader" not in text(response)
    assert client.get(HOME).status_code == 404  # nothing else was published
    publishing.publish_edition(edition=edition, by=cast.manager)
    assert client.get(PAPER).status_code == 200


def test_withdrawing_the_newest_does_not_bring_back_what_it_corrected(cast, report, client, today):
    first = made.published(report)
    second = made.published(report, number=2)
    publishing.withdraw_edition(edition=second, reason="Wrong file", by=cast.manager)
    assert client.get(PAPER).status_code == 410
    assert "A later edition has been withdrawn." in text(client.get(f"{PAPER}edition-1/"))
    Edition.objects.filter(pk=first.pk).update(published_on=None)
    with pytest.raises(RuleBroken, match="A later edition has been published"):
        publishing.publish_edition(edition=first, by=cast.manager)


def test_the_editions_before_are_withdrawn_with_it_where_that_is_asked(cast, report, client, today):
    made.published(report)
    second = made.published(report, number=2)
    publishing.withdraw_edition(
        edition=second, reason="It named a family", by=cast.manager, earlier_too=True
    )
    assert client.get(f"{PAPER}edition-1/").status_code == 410
    assert [e.state for e in Edition.objects.about(report)] == ["withdrawn", "withdrawn"]


def test_publishing_waits_for_the_files_and_for_a_contact(cast, today):
    report = made.ReportFactory(
        board=cast.board, status="approved", approved_on=datetime.date(2026, 10, 20)
    )
    edition = made.EditionFactory(report=report)
    with pytest.raises(RuleBroken, match="still being made"):
        publishing.publish_edition(edition=edition, by=cast.manager)
    made.filed(edition)
    with pytest.raises(RuleBroken, match="how the public reaches you"):
        publishing.publish_edition(edition=edition, by=cast.manager)
    made.PublicFaceFactory(board=cast.board)
    publishing.publish_edition(edition=edition, by=cast.manager)
    with pytest.raises(RuleBroken, match="published already"):
        publishing.publish_edition(edition=edition, by=cast.manager)
    with pytest.raises(RuleBroken, match="Say why"):
        publishing.withdraw_edition(edition=edition, reason=" ", by=cast.manager)


def test_the_manager_publishes_and_withdraws_from_the_page(cast, report, sign_in, today):
    made.filed(made.EditionFactory(report=report))
    client = sign_in(cast.manager)
    base = "/riverside/reports/annual/editions/"
    assert "Publish" in text(client.get(base))
    client.post(f"{base}1/publish/")
    assert "Published on 20 November 2026" in text(client.get(base))
    assert client.post(f"{base}1/withdraw/", {"reason": ""}).status_code == 422
    client.post(f"{base}1/withdraw/", {"reason": "Wrong file"})
    assert "Withdrawn on 20 November 2026: Wrong file" in text(client.get(base))
    assert client.post(f"{base}1/withdraw/", {"reason": "Again"}).status_code == 403


def test_who_publishes_first_is_asked_for_the_contact(cast, sign_in):
    report = made.ReportFactory(
        board=cast.board, slug="a", status="approved", approved_on=datetime.date(2026, 10, 20)
    )
    made.filed(made.EditionFactory(report=report))
    client = sign_in(cast.manager)
    response = client.post("/riverside/reports/a/editions/1/publish/")
    assert response["Location"] == "/riverside/publications/"
    client.post("/riverside/publications/", {"contact": "The manager", "introduction": "- Ours"})
    client.post("/riverside/reports/a/editions/1/publish/")
    page = text(client.get("/published/riverside/"))
    assert "<li>Ours</li>" in page
    assert "The manager" in text(client.get("/published/riverside/accessibility/"))


def test_the_public_sees_the_boards_colour_and_logo(cast, edition, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "ours.png").write_bytes(b"a picture")
    cast.board.logo, cast.board.colour = "logos/ours.png", "#123456"
    cast.board.save()
    assert b"#123456" in client.get(f"{HOME}look.css").content
    logo = client.get(f"{HOME}logo")
    assert (logo["Content-Type"], logo.content) == ("image/png", b"a picture")
    assert f'<img class="app-header__logo" src="{HOME}logo" alt="">' in text(client.get(PAPER))
    (tmp_path / "logos" / "ours.png").unlink()
    assert client.get(f"{HOME}logo").status_code == 404


def test_a_hundred_papers_need_no_more_queries(cast, report, client, django_assert_num_queries):
    made.published(report)
    for number in range(12):
        more = made.ReportFactory(board=cast.board, slug=f"r{number}")
        made.published(more)
        made.published(more, number=2)
    with django_assert_num_queries(3):
        assert client.get(HOME).status_code == 200


@pytest.mark.django_db
def test_a_board_named_like_one_of_our_pages_keeps_its_public_address(client):
    make.BoardFactory(slug="people")
    assert client.get("/published/people/").status_code == 404
