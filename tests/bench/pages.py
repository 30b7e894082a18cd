"""One database of the bench: it is filled, and its pages are asked for as often as is wanted.

A process of its own for each database, so that two of them can be asked in turn: a machine that
is slower for a while is so for both. It is told what to do in lines of its standard input, the
name of a page and a number of requests, and answers with a line of JSON.
"""

import json
import os
import subprocess
import sys
import time

import boardplan.wsgi  # noqa: F401  (starts as a worker of the server does)

# isort: split
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action, ProgressUpdate
from boardplan import clock
from subgroups.models import Board

from .data import fill_board, people

WARM_UP = 3
_answers = sys.stdout


class Side:
    """The process of one database, as the measuring sees it. Ends with the block."""

    def __init__(self, url: str, *, boards: int):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.pages", str(boards)],
            env={**os.environ, "DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.filled = self._heard()  # {"boards", "actions", "updates", "pages"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()

    def ask(self, page: str, times: int) -> list[float]:
        """How long each of so many requests took, in milliseconds."""
        return self._tell(page, times)

    def queries(self, page: str) -> int:
        """Of one request, after three to warm up; BEGIN and COMMIT of a write count as well."""
        return self._tell(page, 0)

    def _tell(self, page, times):
        self._process.stdin.write(f"{json.dumps([page, times])}\n")
        self._process.stdin.flush()
        return self._heard()

    def _heard(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The process of a database has ended.")
        return json.loads(line)


def main() -> None:
    # What anything else prints must not come between the answers.
    global _answers
    _answers, sys.stdout = sys.stdout, sys.stderr
    board, users = _fill(int(sys.argv[1]))
    pages = _pages(board, users)
    _say(
        {
            "boards": Board.objects.count(),
            "actions": Action.objects.count(),
            "updates": ProgressUpdate.objects.count(),
            "pages": list(pages),
        }
    )
    for line in sys.stdin:
        page, times = json.loads(line)
        _say(_timed(pages[page], times) if times else _counted(pages[page]))


def _say(answer) -> None:
    print(json.dumps(answer), file=_answers, flush=True)


def _fill(boards: int):
    call_command("migrate", verbosity=0)
    today = clock.today()
    with transaction.atomic():
        board = fill_board(1, updates_each=10, today=today)
        users = people(board)
    for number in range(2, boards + 1):
        with transaction.atomic():
            fill_board(number, updates_each=1, today=today)
    # As a database is that has lived a while: on PostgreSQL it tidies itself up after so many
    # new rows, but only within a minute.
    tidy = "VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE"
    with connection.cursor() as cursor:
        cursor.execute(tidy)
    return board, users


def _timed(call, times: int) -> list[float]:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        found.append((time.perf_counter() - began) * 1000)
    return found


def _counted(call) -> int:
    for _ in range(WARM_UP):
        call()
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def _pages(board, users) -> dict:
    """Each page by its name: a function that asks for it once."""
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

    return ask


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

    return send


if __name__ == "__main__":
    main()
