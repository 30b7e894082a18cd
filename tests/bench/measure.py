"""Fill the database that DATABASE_URL names and print the figures of each page."""

import statistics
import subprocess
import sys
import time

import boardplan.wsgi  # noqa: F401  (starts as a worker of the server does)

# isort: split
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action, PlanImport, ProgressUpdate
from boardplan import clock
from subgroups.models import Board

from .data import fill_board, largest_report, people
from .reading import word_plan

RUNS = 40
BOARDS = 300


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    today = clock.today()
    with transaction.atomic():
        board = fill_board(1, updates_each=10, today=today)
        users = people(board)
    _analyze()
    print(
        f"300 actions, {ProgressUpdate.objects.count():,} updates; times in milliseconds over "
        f"{RUNS} requests"
    )
    one = _pages(board, users)
    _reference(board)
    for number in range(2, BOARDS + 1):
        with transaction.atomic():
            fill_board(number, updates_each=1, today=today)
    _analyze()
    many = _pages(board, users)
    print(f"{'page':<22}{'1 board':>26}{f'{Board.objects.count()} boards':>26}{'p50':>9}")
    print(
        f"{'':<22}{'p50':>8}{'p95':>8}{'queries':>10}{'p50':>8}{'p95':>8}{'queries':>10}{'change':>9}"
    )
    for name, (p50, p95, queries) in one.items():
        p50_many, p95_many, queries_many = many[name]
        print(
            f"{name:<22}{p50:8.1f}{p95:8.1f}{queries:10}{p50_many:8.1f}{p95_many:8.1f}"
            f"{queries_many:10}{(p50_many / p50 - 1) * 100:+8.0f}%"
        )
    print(f"{Action.objects.count():,} actions in the database at the end")
    _bringing_in(board, users["manager"])
    _papers(board)


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


def _pages(board, users) -> dict:
    actions = Action.objects.filter(plan__board=board, plan__slug="plan")
    action = actions.filter(owner__slug="group-1").first()
    # Another one, or the page of the first would grow from one measuring to the next.
    updated = actions.filter(owner__slug="group-2").first()
    slug = board.slug
    plan = {"board": slug, "plan": "plan"}
    return {
        "what waits for me": _get(users["contributor"], reverse("owed")),
        "plan": _get(users["manager"], reverse("plan", kwargs=plan)),
        "plan, red only": _get(users["manager"], reverse("plan", kwargs=plan) + "?rag=red"),
        "action": _get(users["manager"], reverse("action", args=[slug, action.pk])),
        "dashboard": _get(users["executive"], reverse("dashboard", args=[slug])),
        "group dashboard": _get(users["manager"], reverse("group", args=[slug, "group-1"])),
        "saving an update": _save(users["manager"], board, updated),
    }


def _get(user, address):
    client = Client()
    client.force_login(user)

    def ask():
        response = client.get(address, secure=True)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return _measure(ask)


def _save(user, board, action):
    client = Client()
    client.force_login(user)
    address = reverse("action_update", args=[board.slug, action.pk])

    version = Action.objects.values_list("version", flat=True).get(pk=action.pk)

    def send():
        nonlocal version
        response = client.post(
            address,
            {
                "version": version,
                "on": clock.today().isoformat(),
                "text": "The second workshop was held and the draft went to all partners.",
                "rag": "amber",
                "reason": "Two agencies have still to answer.",
            },
            secure=True,
        )
        if response.status_code != 302:
            raise RuntimeError(f"Saving answered {response.status_code}")
        version += 1

    return _measure(send)


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
    _largest(board, plan)


def _largest(board, plan) -> None:
    """A report of 100 pages and more with the plan of 300 actions at its end, each form in a
    process of its own, because what it takes in memory is asked for as well."""
    report = largest_report(board, plan)
    for form in ("pdf", "docx", "web"):
        subprocess.run(
            [sys.executable, "-m", "tests.bench.paper", str(report.pk), form], check=True
        )


def _paper(name: str, make) -> None:
    from pypdf import PdfReader

    for what in ("made", "kept"):
        began = time.perf_counter()
        path = make()
        took = time.perf_counter() - began
        print(f"{name}, {what}: {took:.2f} s, {len(PdfReader(path).pages)} pages")


def _analyze() -> None:
    """Fresh statistics, as a database that has lived for a while has them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
