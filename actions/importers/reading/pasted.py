"""A table from the clipboard: as HTML, or as the text beside it."""

import hashlib

from django.conf import settings

from ..source import Line, Source, Table
from . import refusals
from .guard import guarded
from .plain import read_text
from .refusals import Unreadable
from .watch import Watch
from .web import read_html


@guarded
def read_paste(html: str = "", text: str = "") -> Source:
    """What was copied in Word, Excel, Google or LibreOffice, or from a web page, as a Source.

    html: what the clipboard had as HTML; it knows cells and colours, so it comes first. text: what
    it had as plain text: tabs between the cells, Markdown, or columns set apart by spaces.

    Raises Unreadable where there is no table in either.
    """
    size = len(html.encode("utf-8", "replace")) + len(text.encode("utf-8", "replace"))
    if size > settings.MAX_IMPORT_BYTES:
        limit = refusals.size(settings.MAX_IMPORT_BYTES)
        raise Unreadable(refusals.TOO_LARGE.format(size=refusals.size(size), limit=limit))
    if not (html.strip() or text.strip()):
        raise Unreadable(refusals.NOTHING_PASTED)
    digest = hashlib.sha256("\x00".join((html, text)).encode("utf-8", "replace")).hexdigest()
    for reader, given in ((read_html, html), (read_text, text)):
        watch = Watch()
        blocks: list[Line | Table] = list(reader(given, watch)) if given.strip() else []
        tables = [block for block in blocks if isinstance(block, Table)]
        if any(cell.lines for table in tables for cell in table.cells()):
            return Source("paste", "pasted table", digest, tuple(blocks), "", watch.remarks)
    raise Unreadable(refusals.NO_TABLE_PASTED)
