"""Debian's Chromium, driven by Playwright against Django's live server."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.test import Client

from .looking import problems_of


def pytest_configure():
    # Playwright keeps an event loop in the test's thread, which Django would refuse to share.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is not installed: make test says how"
    return browser_type_launch_args | {
        "executable_path": chromium,
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def complaints(page):
    """What the browser complained of: script errors (GOV.UK Frontend logs its own), refusals of
    the security policy, and files of a page that did not come. A page's own status is the
    test's to judge."""
    found = []

    def heard(line):
        if line.type in ("error", "log") and not line.text.startswith("Failed to load resource"):
            found.append(line.text)

    def answered(response):
        if response.status >= 400 and response.request.resource_type != "document":
            found.append(f"{response.status} {response.url}")

    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", heard)
    page.on("response", answered)
    return found


@pytest.fixture
def sign_in(page, live_server, client):
    """A function: `sign_in(user)` gives the page that person's session and opens the front page."""

    def go(user, path="/"):
        client.force_login(user)
        page.context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": live_server.url,
                }
            ]
        )
        page.goto(live_server.url + path)
        return page

    return go


@pytest.fixture
def arrive(browser, browser_context_args, live_server):
    """A function: `arrive(user, path, **options)` gives a page of that person's own browser,
    signed in; options are Playwright's for a context (viewport, java_script_enabled)."""
    contexts = []

    def come(user, path="/", **options):
        client = Client()
        client.force_login(user)
        context = browser.new_context(
            **browser_context_args | options | {"base_url": live_server.url}
        )
        contexts.append(context)
        context.add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": client.cookies["sessionid"].value,
                    "url": live_server.url,
                }
            ]
        )
        page = context.new_page()
        page.goto(path)
        return page

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def walk(page, live_server, complaints, pytestconfig):
    """A function: `walk(paths, sizes=[…])` gives what is wrong on each page, all of it at once.

    `missing` are addresses that must answer 404; `look(page)` finds more. On the second database
    axe is not asked again: it would judge the same markup.
    """
    axe = not pytestconfig.getoption("--database-only")

    def go(paths, *, sizes, missing=(), look=lambda page: []):
        found = []
        for path in paths:
            answer = page.goto(live_server.url + path)
            expected = 404 if path in missing else 200
            if answer.status != expected:
                found.append(f"{path} answers {answer.status}")
                continue
            for size in sizes:
                found += problems_of(page, complaints, size=size, axe=axe)
            found += [f"{path}: {problem}" for problem in look(page)]
        return found

    return go


class _Underway:
    """How many requests the server is answering, in threads of its own; what Django's test
    client asks, in the test's, is answered when it returns."""

    def __init__(self):
        self.count = 0
        self.changed = threading.Condition()

    def began(self, **_):
        self._add(1)

    def ended(self, **_):
        self._add(-1)

    def _add(self, number):
        if threading.current_thread() is threading.main_thread():
            return
        with self.changed:
            self.count += number
            self.changed.notify_all()


_underway = _Underway()
request_started.connect(_underway.began)
request_finished.connect(_underway.ended)


@pytest.fixture(autouse=True)
def _server_at_rest(live_server, transactional_db):
    """The database is emptied only when the last answer is out: a page that saves while one
    types may still have asked something when its test ends. Set up before any page is opened,
    so this waits after the pages are closed."""
    _underway.count = 0
    yield
    with _underway.changed:
        at_rest = _underway.changed.wait_for(lambda: _underway.count <= 0, timeout=20)
    assert at_rest, f"{_underway.count} requests were never answered"
