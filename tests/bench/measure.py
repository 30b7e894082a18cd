"""Fill the database that DATABASE_URL names and print the figures of each page."""

import os
import statistics
import subprocess
import sys
import time

import boardplan.wsgi  # noqa: F401  (starts as a worker of the server does)

# isort: split
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action, PlanImport
from subgroups.models import Board

from .data import a_report, complete_half, reopen_all
from .pages import Side
from .reading import word_plan

RUNS, IN_TURN = 40, 5
BOARDS = 300


def main() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)
    urls = (os.environ["DATABASE_URL_ONE"], os.environ["DATABASE_URL"])
    with Side(urls[0], boards=1) as one, Side(urls[1], boards=BOARDS) as many:
        print(
            f"300 actions, {one.filled['updates']:,} updates; times in milliseconds over {RUNS} "
            f"requests, {IN_TURN} to one database and {IN_TURN} to the other in turn"
        )
        _pages(one, many)
        print(f"{many.filled['actions']:,} actions in the larger database")
    board = Board.objects.order_by("pk").first()
    _reference(board)
    _bringing_in(board, board.memberships.managers().first().user)
    _papers(board)


def _pages(one: Side, many: Side) -> None:
    """What each page takes with one board and with many."""
    boards = f"{many.filled['boards']} boards"
    print(f"{'page':<22}{'1 board':>26}{boards:>26}{'p50':>9}")
    heads = f"{'p50':>8}{'p95':>8}{'queries':>10}"
    print(f"{'':<22}{heads}{heads}{'change':>9}")
    for page in one.filled["pages"]:
        counts = [side.queries(page) for side in (one, many)]
        times: tuple[list, list] = ([], [])
        for _ in range(RUNS // IN_TURN):
            for side, found in zip((one, many), times, strict=True):
                found += side.ask(page, IN_TURN)
        cells = [
            f"{statistics.median(found):8.1f}{sorted(found)[int(RUNS * 0.95) - 1]:8.1f}{count:10}"
            for found, count in zip(times, counts, strict=True)
        ]
        change = statistics.median(times[1]) / statistics.median(times[0]) - 1
        print(f"{page:<22}{''.join(cells)}{change * 100:+8.0f}%", flush=True)


def _reference(board) -> None:
    """What this machine needs for the bare parts, so that figures of two machines compare: on
    the machine for which the targets were set they took 8 and 24 ms."""
    from django.template import engines

    rows = Action.objects.filter(board=board, plan__slug="plan")
    orm, _, _ = _measure(lambda: list(rows.all()))
    template = engines["django"].from_string(
        "{% for row in rows %}<tr><td>{{ row.ref }}</td><td>{{ row.text }}</td>"
        "<td>{{ row.timescale_text }}</td><td>{{ row.rag }}</td><td>{{ row.due }}</td>"
        "<td>{{ row.rag_reason }}</td></tr>{% endfor %}"
    )
    found = list(rows.all())
    rendering, _, _ = _measure(lambda: template.render({"rows": found}))
    print(f"bare on this machine: 300 rows from the ORM {orm:.1f}, in a template {rendering:.1f}")


def _bringing_in(board, user) -> None:
    """A Word plan of 300 actions from the upload to the plan, and a newer version of it."""
    client = Client()
    client.force_login(user)
    start = reverse("plan_import", args=[board.slug])
    plan = None
    for title, actions in (("A Word plan of 300 actions", 300), ("A newer version of it", 310)):
        file = SimpleUploadedFile("plan.docx", word_plan(actions))
        sent = {"file": file, "text": "", "html": "", "into": plan.pk if plan else ""}
        began = time.perf_counter()
        check = _answered(client.post(start, sent, secure=True), 302).url
        _answered(client.get(check, secure=True), 200)
        shown = time.perf_counter()
        row = PlanImport.objects.of(board).latest("pk")
        table = reverse("import_table", args=[board.slug, row.pk])
        _answered(client.get(table, secure=True), 200)
        listed = time.perf_counter()
        confirm = reverse("import_confirm", args=[board.slug, row.pk])
        with CaptureQueriesContext(connection) as queries:
            _answered(client.post(confirm, {"version": row.version}, secure=True), 302)
        written = time.perf_counter()
        row.refresh_from_db()
        plan = row.plan
        print(
            f"{title}: uploaded and previewed in {shown - began:.2f} s, as a table in "
            f"{listed - shown:.2f} s, written in {written - listed:.2f} s with {len(queries)} "
            f"queries; {plan.actions.in_force().count()} actions then"
        )


def _answered(response, status: int):
    if response.status_code != status:
        raise RuntimeError(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response


def _measure(call) -> tuple[float, float, int]:
    """(p50, p95) in milliseconds over RUNS calls after three to warm up, and the queries of one
    (BEGIN and COMMIT of a write count as well)."""
    for _ in range(3):
        call()
    with CaptureQueriesContext(connection) as queries:
        call()
    count = len(queries)  # before the next request empties the log
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return statistics.median(times), times[int(RUNS * 0.95) - 1], count


def _papers(board) -> None:
    """Both PDFs: the plan of 300 actions and the annual report of the demo. The renderer is loaded
    beforehand, as it is in a worker that has made one before."""
    from actions.models import Plan
    from reports import pdf
    from reports.demo import load_demo
    from reports.models import AnnualReport
    from reports.papers import plan_paper, report_paper

    pdf.to_pdf("<html lang='en'><title>Warm</title><body><h1>Warm</h1>", css="")
    plan = Plan.objects.select_related("board").get(board=board, slug="plan")
    _paper("business plan PDF, 300 actions", lambda: plan_paper(plan))
    load_demo()
    report = AnnualReport.objects.select_related("board", "plan").get(
        board__slug="wandsworth", plan__slug="business-plan-2017-18"
    )
    _paper("annual report PDF of the demo", lambda: report_paper(report))
    _whole_reports(board, plan)


def _whole_reports(board, plan) -> None:
    """Reports of every kind of section with the plan of 300 actions at their end: one of 100 pages
    and more, and the largest that a board may come to. Each form is made by a process of its own,
    because what it takes in memory is asked for as well."""
    sizes = {
        "report of 100 pages": {"written": 2, "agencies": 5, "questions": 2},
        "largest report": {"written": 10, "agencies": 11, "questions": 5},
    }
    for number, (name, size) in enumerate(sizes.items()):
        if number:
            reopen_all(plan)
        else:
            complete_half(plan)
        report = a_report(board, plan, slug=f"size-{number}", **size)
        for form in ("pdf", "docx", "web"):
            command = [sys.executable, "-m", "tests.bench.paper", str(report.pk), form, name]
            subprocess.run(command, check=True)


def _paper(name: str, make) -> None:
    from pypdf import PdfReader

    for what in ("made", "kept"):
        began = time.perf_counter()
        path = make()
        took = time.perf_counter() - began
        print(f"{name}, {what}: {took:.2f} s, {len(PdfReader(path).pages)} pages")


if __name__ == "__main__":
    main()
