"""From the bytes of an upload to the reader that knows them."""

import hashlib
from pathlib import PurePath

from django.conf import settings

from ..source import Line, Source, Table
from . import refusals, sniffing
from .archive import Archive
from .excel import read_excel
from .guard import guarded
from .interchange import looks_like_json
from .plain import decoded, read_text
from .refusals import Unreadable
from .watch import Watch
from .web import read_html
from .word import read_word
from .word.document import title
from .words import cleaned

ENDINGS = {
    "word": ("a Word document", (".docx",)),
    "excel": ("an Excel workbook", (".xlsx",)),
    "csv": ("text with separators", (".csv", ".tsv", ".txt", ".md")),
    "paste": ("a web page", (".html", ".htm")),
}
LONGEST_NAME = 200


@guarded
def read_file(name: str, content: bytes) -> Source:
    """A .docx, .xlsx or .csv as a Source. What counts are the bytes; the name is only a hint.

    Raises Unreadable with a sentence for the person whose file it is.
    """
    limit = settings.MAX_IMPORT_BYTES
    if len(content) > limit:
        said = {"size": refusals.size(len(content)), "limit": refusals.size(limit)}
        raise Unreadable(refusals.TOO_LARGE.format(**said))
    name = plain_name(name)
    watch = Watch()
    sniffing.refuse_at_sight(content)
    if looks_like_json(content) and name.lower().endswith(".json"):
        raise Unreadable(refusals.NOT_OURS)
    kind, blocks, heading = _read(name, content, watch)
    what, endings = ENDINGS[kind]
    if not name.lower().endswith(endings):
        watch.say(f"The name of the file does not say so, but it is {what} and was read as such.")
    digest = hashlib.sha256(content).hexdigest()
    source = Source(kind, name, digest, tuple(blocks), heading, watch.remarks)
    if not source.words:
        raise Unreadable(refusals.NO_ROWS if kind == "csv" else refusals.NO_WORDS)
    return source


def plain_name(name: str) -> str:
    """A file's name without folders and what cannot be shown."""
    last = PurePath(name.replace("\\", "/")).name
    return " ".join(cleaned(last).split())[-LONGEST_NAME:] or "file"


def _read(name: str, content: bytes, watch: Watch) -> tuple[str, list[Line | Table], str]:
    """(kind, blocks, title) of a file."""
    if sniffing.is_zip(content):
        archive = Archive(content, watch)
        kind, main = sniffing.main_part(archive)
        if kind == "word":
            return kind, *read_word(archive, main, watch)
        return kind, read_excel(archive, main, watch), title(archive, program="Excel")
    text = decoded(content, watch)
    if sniffing.is_page(text):
        # Many programs that promise an Excel file (.xls) write a web page with a table.
        return "paste", read_html(text, watch), ""
    return "csv", read_text(text, watch, name=name), ""
