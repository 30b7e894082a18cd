"""Finished papers, kept by what they say.

A document takes seconds to render and is asked for again and again. What is kept is named by the
digest of everything that goes into it: the document's data (with the board's look and id), the
templates, the styles and the renderer's version. A file is written beside its place and moved
there whole, so nobody is ever handed half a document.
"""

import datetime
import functools
import hashlib
import importlib.metadata
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

KEEP_SECONDS = 600

_PARTS = (
    "base.html",
    "plan.html",
    "report.html",
    "_action.html",
    "_blocks.html",
    "_contribution.html",
    "_figures.html",
    "_finance.html",
    "_leads.html",
    "_passages.html",
    "_plan.html",
    "_progress.html",
    "_report_progress.html",
    "_sheet.html",
    "_structure.html",
    "print.css",
)
# Parts of a document that are drawn outside its templates; a change of any must change the name.
_CODE = (
    "boardplan/charts/__init__.py",
    "boardplan/charts/pieces.py",
    "boardplan/charts/structure.py",
    "boardplan/office.py",
    "boardplan/word/frame.py",
    "boardplan/word/pieces.py",
    "reports/figures.py",
    "reports/fonts.py",
    "reports/pdf.py",
    "reports/markdown.py",
    "reports/word/document.py",
    "reports/word/plan.py",
    "reports/word/passages.py",
    "reports/word/prose.py",
)


def place(document, *, name: str, form: str = "pdf") -> Path:
    """Where the file of `document` is kept, whether or not it has been made yet.

    document: a frozen dataclass tree with `look`. name: what it is, such as "plan-7".
    """
    folder = Path(settings.VAR_DIR) / "rendered" / str(document.look.board_id)
    return folder / f"{name}-{digest(document)}.{form}"


def kept(document, *, name: str, make: Callable[[], bytes], form: str = "pdf") -> Path:
    """The file of `document`, made by `make` unless it is there already.

    Older renderings of the same name on the same board are removed.
    """
    path = place(document, name=name, form=form)
    folder = path.parent
    if path.exists():
        return path
    data = make()
    folder.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder, prefix=f"{name}-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)  # noqa: PTH105 - one step, as os.replace promises
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _forget(folder.glob(f"{name}-*.{form}"), besides=path)
    return path


def _forget(files, *, besides: Path) -> None:
    """Remove older renderings; not the newest of them, which somebody may just have asked for."""
    before = time.time() - KEEP_SECONDS
    for file in files:
        if file != besides and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)


def letters(document) -> int:
    """How long a document is, to judge how long its making will take."""
    return len(_text(document))


def _text(document) -> str:
    return json.dumps(asdict(document), default=_plain, ensure_ascii=False, sort_keys=True)


def digest(document) -> str:
    """64 letters that differ whenever the file would."""
    text = _text(document)
    whole = hashlib.sha256(text.encode())
    whole.update(_made_by().encode())
    return whole.hexdigest()


def _plain(value) -> str:
    if isinstance(value, Decimal | datetime.date):
        return str(value)
    raise TypeError(f"A document may not hold {type(value)}")


def _made_by() -> str:
    """The digest of templates, styles and renderer; worked out once unless templates change."""
    return _templates_digest() if not settings.DEBUG else _templates_digest.__wrapped__()


@functools.cache
def _templates_digest() -> str:
    whole = hashlib.sha256(importlib.metadata.version("weasyprint").encode())
    for part in _PARTS:
        whole.update(get_template(f"reports/pdf/{part}").template.source.encode())
    for code in _CODE:
        whole.update((Path(settings.BASE_DIR) / code).read_bytes())
    for chart in sorted((Path(settings.BASE_DIR) / "templates" / "charts").glob("*.svg")):
        whole.update(chart.read_bytes())
    return whole.hexdigest()
