"""The zip that a .docx or .xlsx is, opened without trusting it.

Nothing is unpacked to the disk. What the directory of the zip claims is checked before, what
comes out of it while it is read.
"""

import io
import posixpath
import zipfile
import zlib

from django.conf import settings

from . import refusals
from .refusals import Unreadable
from .watch import Watch

MOST_PARTS = 10_000
CHUNK = 256 * 1024
# A sheet of equal rows packs to a fiftieth; only a bomb does much better with much content.
STEEPEST, STEEP_FROM = 250, 10_000_000
PLAIN = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Archive:
    """Parts of the zip by name, whatever their capitals and slashes. Raises Unreadable."""

    def __init__(self, content: bytes, watch: Watch):
        self.watch = watch
        self._damaged = refusals.DAMAGED.format(program="Word or Excel")
        # Each part has this mark in the directory: counted before objects are made of them.
        if content.count(b"PK\x01\x02") > MOST_PARTS:
            raise Unreadable(refusals.TOO_INTRICATE)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as problem:
            raise Unreadable(self._damaged) from problem
        self._parts = {}
        for info in self._zip.infolist():
            if not info.is_dir():
                self._parts.setdefault(_plain(info.filename).casefold(), info)
        limit = settings.MAX_IMPORT_UNPACKED_BYTES
        if sum(info.file_size for info in self._parts.values()) > limit:
            raise Unreadable(refusals.BOMB.format(limit=refusals.size(limit)))

    @property
    def names(self) -> list[str]:
        return list(self._parts)

    def __contains__(self, name: str) -> bool:
        return _plain(name).casefold() in self._parts

    def read(self, name: str) -> bytes:
        """A part's bytes; b"" where there is no such part."""
        info = self._parts.get(_plain(name).casefold())
        if info is None:
            return b""
        if info.flag_bits & 0x1:
            raise Unreadable(refusals.PROTECTED)
        if info.compress_type not in PLAIN:
            raise Unreadable(self._damaged)
        if info.file_size > STEEP_FROM and info.file_size > STEEPEST * max(1, info.compress_size):
            raise Unreadable(refusals.BOMB.format(limit=refusals.size(STEEP_FROM)))
        chunks = []
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(CHUNK):
                    self.watch.unpacked(len(chunk))
                    self.watch.tick()
                    chunks.append(chunk)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as problem:
            raise Unreadable(self._damaged) from problem
        return b"".join(chunks)


def _plain(name: str) -> str:
    """A part's name in one form: some programs write backslashes or a leading slash."""
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/.")
