"""From the bytes of an upload to the reader that knows them."""

import hashlib
import logging
from pathlib import PurePath

from django.conf import settings

from ..source import Source
from . import refusals, sniffing
from .archive import Archive
from .excel import read_excel
from .refusals import Unreadable
from .watch import Watch
from .word import read_word
from .word.document import title
from .words import cleaned

log = logging.getLogger(__name__)
PROGRAMS = {"word": ("Word document", ".docx"), "excel": ("Excel workbook", ".xlsx")}
LONGEST_NAME = 200


def read_file(name: str, content: bytes) -> Source:
    """A .docx, .xlsx or .csv as a Source. What counts are the bytes; the name is only a hint.

    Raises Unreadable with a sentence for the person whose file it is.
    """
    limit = settings.MAX_IMPORT_BYTES
    if len(content) > limit:
        said = {"size": refusals.size(len(content)), "limit": refusals.size(limit)}
        raise Unreadable(refusals.TOO_LARGE.format(**said))
    try:
        return _read(plain_name(name), content)
    except Unreadable:
        raise
    except Exception as problem:
        # Files are broken in more ways than anybody can list. This one is worth a look, and the
        # person with it gets the same answer as for the ways that are known.
        log.exception("A file of %d bytes could not be read", len(content))
        raise Unreadable(refusals.DAMAGED.format(program="Word or Excel")) from problem


def plain_name(name: str) -> str:
    """A file's name without folders and what cannot be shown."""
    last = PurePath(name.replace("\\", "/")).name
    return " ".join(cleaned(last).split())[-LONGEST_NAME:] or "file"


def _read(name: str, content: bytes) -> Source:
    watch = Watch()
    sniffing.refuse_at_sight(content, name)
    if not sniffing.is_zip(content):
        raise Unreadable(refusals.OTHER_FORMAT.format(what="a file of another kind"))
    archive = Archive(content, watch)
    kind, main = sniffing.main_part(archive, watch)
    if kind == "word":
        blocks, heading = read_word(archive, main, watch)
    else:
        blocks, heading = read_excel(archive, main, watch), title(archive, program="Excel")
    _say_wrong_ending(name, kind, watch)
    source = Source(
        kind, name, hashlib.sha256(content).hexdigest(), tuple(blocks), heading, watch.remarks
    )
    if not source.words:
        raise Unreadable(refusals.NO_WORDS)
    return source


def _say_wrong_ending(name: str, kind: str, watch: Watch) -> None:
    what, ending = PROGRAMS[kind]
    if not name.lower().endswith(ending):
        watch.say(
            f"The file's name does not end in {ending}, but it is a {what} and was read as one."
        )
