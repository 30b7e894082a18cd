"""Long files are made in the background: told of while they are made, kept whole, never waited
for when nobody makes them."""

import datetime

import pytest
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from reports import pdf
from reports.models import Build
from reports.services import building, filing, live
from reports.services.live import current_file
from tests.reports import factories as made

ADDRESS = "/riverside/plans/2026-27/business-plan.pdf"


@pytest.fixture
def queue(settings):
    """The database's queue in place of the one that works at once; nobody works on it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    _fresh()
    yield DBTaskResult.objects
    _fresh()


def _fresh():
    task_backends.__dict__.pop("settings", None)
    task_backends._settings = None
    if hasattr(task_backends._connections, "default"):
        del task_backends._connections.default


@pytest.fixture
def long(monkeypatch):
    """Every document takes long, and its file is made without the renderer."""
    monkeypatch.setattr(live, "BACKGROUND_FROM", {"pdf": 0, "docx": 0})
    calls = []

    def render(template, context, told=None):
        calls.append(context["document"].title)
        return b"%PDF " + context["document"].title.encode()

    monkeypatch.setattr(pdf, "render", render)
    return calls


def work(queue):
    """What a worker does: take each task once and run it."""
    for row in list(queue.ready()):
        row.claim("worker")
        row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.set_successful(None)


def later(monkeypatch, **passed):
    now = timezone.now() + datetime.timedelta(**passed)
    monkeypatch.setattr(timezone, "now", lambda: now)


def content(response):
    return b"".join(response.streaming_content)


def test_a_short_document_is_made_at_once(cast, sign_in, queue, long, monkeypatch):
    monkeypatch.setattr(live, "BACKGROUND_FROM", {"pdf": 10**9})
    assert content(sign_in(cast.viewer).get(ADDRESS)) == b"%PDF Business plan 2026-27"
    assert (queue.count(), Build.objects.count()) == (0, 0)


def test_a_long_one_is_told_of_until_a_worker_has_made_it(cast, sign_in, queue, long):
    client = sign_in(cast.viewer)
    response = client.get(ADDRESS)
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (202, "no-store")
    assert "It is next in line." in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert f'hx-get="{ADDRESS}"' in page
    assert client.get(ADDRESS).status_code == 202  # asking again asks for nothing more
    assert (queue.count(), Build.objects.count(), long) == (1, 1, [])
    work(queue)
    assert content(client.get(ADDRESS)) == b"%PDF Business plan 2026-27"
    assert Build.objects.count() == 0
    assert content(client.get(ADDRESS)) == b"%PDF Business plan 2026-27"
    assert long == ["Business plan 2026-27"]


def test_htmx_hears_how_far_it_is_and_then_where_it_is(cast, sign_in, queue, long):
    client = sign_in(cast.viewer)
    client.get(ADDRESS)
    Build.objects.update(state="running", percent=40)
    part = client.get(ADDRESS, headers={"HX-Request": "true"})
    assert (part.status_code, "40 per cent done." in part.content.decode()) == (200, True)
    assert "<h1" not in part.content.decode()
    work(queue)
    done = client.get(ADDRESS, headers={"HX-Request": "true"})
    assert (done["HX-Redirect"], done.content) == (ADDRESS, b"")


def test_where_no_worker_runs_the_reader_waits_only_a_little(
    cast, sign_in, queue, long, monkeypatch
):
    client = sign_in(cast.viewer)
    assert client.get(ADDRESS).status_code == 202
    later(monkeypatch, seconds=10)
    assert content(client.get(ADDRESS)) == b"%PDF Business plan 2026-27"
    assert Build.objects.count() == 0
    work(queue)  # whoever comes late finds it made
    assert len(long) == 1


def test_a_maker_who_died_is_replaced(cast, sign_in, queue, long, monkeypatch):
    client = sign_in(cast.viewer)
    client.get(ADDRESS)
    Build.objects.update(state="running", percent=70)
    later(monkeypatch, seconds=30)
    assert client.get(ADDRESS).status_code == 202  # it may only be slow
    assert queue.count() == 1
    later(monkeypatch, seconds=90)
    assert client.get(ADDRESS).status_code == 202
    assert (queue.count(), Build.objects.get().state) == (2, "waiting")
    work(queue)
    work(queue)
    assert len(long) == 1


def test_tasks_of_killed_workers_do_not_run_for_ever(cast, queue, long):
    plan = type(cast.plan).objects.select_related("board").get(pk=cast.plan.pk)
    current_file(paper=plan, form="pdf")
    row = queue.get()
    row.claim("killed")
    now = timezone.now()
    assert building.reap(now=now + datetime.timedelta(minutes=14)) == 0
    assert building.reap(now=now + datetime.timedelta(minutes=16)) == 1
    row.refresh_from_db()
    assert row.status == "FAILED"


def test_what_failed_is_tried_in_the_request_so_that_it_is_seen(
    cast, sign_in, queue, long, monkeypatch
):
    client = sign_in(cast.viewer)
    client.get(ADDRESS)

    def fail(template, context, told=None):
        raise OSError("no Pango")

    with monkeypatch.context() as broken:
        broken.setattr(pdf, "render", fail)
        with pytest.raises(OSError, match="no Pango"):
            work(queue)
        assert Build.objects.get().state == "failed"
        with pytest.raises(OSError, match="no Pango"):
            client.get(ADDRESS)
    assert content(client.get(ADDRESS)) == b"%PDF Business plan 2026-27"
    assert Build.objects.count() == 0


def test_a_change_meanwhile_is_another_file(cast, sign_in, queue, long):
    client = sign_in(cast.viewer)
    client.get(ADDRESS)
    cast.action.text = "Changed meanwhile"
    cast.action.save()
    work(queue)  # makes what is true now, under its own name
    assert content(client.get(ADDRESS)) == b"%PDF Business plan 2026-27"
    assert (len(long), Build.objects.count()) == (1, 0)


def test_the_pages_laid_out_are_told_as_per_cent(cast, monkeypatch):
    now = timezone.now()
    Build.objects.create(board=cast.board, key="plan-1.pdf", asked_at=now, seen_at=now)
    letters = building.LETTERS_A_PAGE * 10
    with building.making(board_id=cast.board.pk, key="plan-1.pdf", letters=letters) as told:
        build = Build.objects.get()
        assert (build.state, build.percent) == ("running", 0)
        for pages, percent in ((5, 45), (2, 45), (50, 90)):  # never back, never all
            later(monkeypatch, seconds=2)
            told(pages)
            assert Build.objects.get().percent == percent
        told(1)  # too soon to be written down again
    assert Build.objects.count() == 0


def test_the_renderer_says_which_page_it_lays_out(renderer):
    heard = []
    with pdf._heard(heard.append):
        pdf.to_pdf(
            "<html lang='en'><title>t</title><h1>One</h1><h2 style='break-before:page'>Two</h2>",
            css="",
        )
    assert set(heard) == {1, 2}


def test_the_files_of_an_edition_are_told_of_as_well(cast, sign_in, queue, monkeypatch):
    report = made.ReportFactory(
        board=cast.board, slug="annual", status="approved", approved_on=datetime.date(2026, 10, 20)
    )
    edition = made.EditionFactory(report=report)
    client = sign_in(cast.viewer)
    base = "/riverside/reports/annual/"
    assert "Its files are being made." in client.get(f"{base}editions/").content.decode()
    for address in ("annual-report.pdf", "annual-report.docx", "read/", "editions/1/file.json"):
        response = client.get(base + address)
        assert (response.status_code, "being made" in response.content.decode()) == (202, True)
    assert queue.count() == 1
    monkeypatch.setattr(filing, "make_files", made.filed)
    work(queue)
    assert client.get(f"{base}annual-report.pdf").content == b"%PDF of 1"
    assert edition.files.count() == len(made.FILES)


def test_the_files_of_an_edition_are_made_in_the_request_where_no_worker_runs(
    cast, sign_in, queue, monkeypatch
):
    report = made.ReportFactory(
        board=cast.board, slug="annual", status="approved", approved_on=datetime.date(2026, 10, 20)
    )
    made.EditionFactory(report=report)
    monkeypatch.setattr(filing, "make_files", made.filed)
    client = sign_in(cast.viewer)
    address = "/riverside/reports/annual/annual-report.pdf"
    assert client.get(address).status_code == 202
    later(monkeypatch, seconds=10)
    assert client.get(address).content == b"%PDF of 1"
