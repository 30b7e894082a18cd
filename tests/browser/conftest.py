"""Debian's Chromium, driven by Playwright against Django's live server."""

import os
import shutil
from pathlib import Path

import pytest
from django.test import Client


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
