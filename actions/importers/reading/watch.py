"""What the reading of one file may use up, and what it had to decide."""

import time

from django.conf import settings

from . import refusals
from .refusals import Unreadable

WIDEST = 256  # columns of a table; browsers and Word stop far below


class Watch:
    """Counts while a file is read, and stops the reading where a limit is met.

    All limits are settings: MAX_IMPORT_ROWS, MAX_IMPORT_CELLS, MAX_IMPORT_SECONDS and
    MAX_IMPORT_UNPACKED_BYTES. `remarks` holds what is told to the person afterwards.
    """

    def __init__(self):
        self.seconds = settings.MAX_IMPORT_SECONDS
        self._until = time.monotonic() + self.seconds
        self._rows = self._cells = self._unpacked = 0
        self._said: dict[str, None] = {}
        self._counted: dict[tuple[str, str], int] = {}

    def tick(self) -> None:
        """Raises Unreadable once the time is used up."""
        if time.monotonic() > self._until:
            raise Unreadable(refusals.TOO_SLOW.format(limit=self.seconds))

    def row(self) -> None:
        self._rows += 1
        if self._rows > settings.MAX_IMPORT_ROWS:
            raise Unreadable(refusals.TOO_MANY_ROWS.format(limit=f"{settings.MAX_IMPORT_ROWS:,}"))
        self.tick()

    def cells(self, count: int) -> None:
        self._cells += count
        if self._cells > settings.MAX_IMPORT_CELLS:
            limit = f"{settings.MAX_IMPORT_CELLS:,}"
            raise Unreadable(refusals.TOO_MANY_CELLS.format(limit=limit))

    def unpacked(self, count: int) -> None:
        self._unpacked += count
        limit = settings.MAX_IMPORT_UNPACKED_BYTES
        if self._unpacked > limit:
            raise Unreadable(refusals.BOMB.format(limit=refusals.size(limit)))

    def say(self, sentence: str) -> None:
        """A remark, once however often it is said."""
        self._said.setdefault(sentence)

    def count(self, one: str, many: str, number: int = 1) -> None:
        """A remark with a number: count("{} picture was…", "{} pictures were…")."""
        if number:
            key = (one, many)
            self._counted[key] = self._counted.get(key, 0) + number

    @property
    def remarks(self) -> tuple[str, ...]:
        counted = tuple(
            (one if number == 1 else many).format(number)
            for (one, many), number in self._counted.items()
        )
        return tuple(self._said) + counted
