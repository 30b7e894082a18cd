"""What the tests of the pages share: an upload, the addresses, what a page says."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from .word import word_plan

START = "/riverside/import/"
HTMX = {"HX-Request": "true"}


def upload(client, content=None, *, name="plan.docx", **more):
    file = SimpleUploadedFile(name, word_plan() if content is None else content)
    return client.post(
        START, {"file": file, "text": "", "html": "", **more.pop("data", {})}, **more
    )


def at(name, row, *more):
    return reverse(name, args=["riverside", row.pk, *more])


def text_of(response):
    """The words of the page's main part, as a reader meets them."""
    page = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def doubts(response):
    return {
        doubt["said"]: doubt for group in response.context["groups"] for doubt in group["doubts"]
    }


def confirm(client, row):
    row.refresh_from_db()
    response = client.post(at("import_confirm", row), {"version": row.version})
    assert (response.status_code, response.url) == (302, at("import_check", row))
    row.refresh_from_db()
    assert row.status == "done"
    return row.plan


def shown(manager, row):
    """(key, text) of each action of the table."""
    return [
        (action["id"].removeprefix("row-"), action["text"])
        for priority in manager.get(at("import_table", row)).context["parts"]
        for outcome in priority["outcomes"]
        for action in outcome["actions"]
    ]


def shape(manager, row, key, do, **typed):
    row.refresh_from_db()
    return manager.post(at("import_shape", row, key), {"version": row.version, "do": do, **typed})
