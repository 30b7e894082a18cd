"""The last line of defence: whatever goes wrong in reading is an answer, not an error page."""

import logging
from collections.abc import Callable
from functools import wraps

from . import refusals
from .refusals import Unreadable

log = logging.getLogger("actions.importers.reading")


def guarded(read: Callable) -> Callable:
    """Files are broken in more ways than anybody can list.

    An error that no reader foresaw is written to the log with its trace, to be mended, and the
    person with the file gets the same answer as for the ways that are known.
    """

    @wraps(read)
    def reading(*args, **kwargs):
        try:
            return read(*args, **kwargs)
        except Unreadable:
            raise
        except Exception as problem:
            log.exception("%s met what it did not foresee", read.__name__)
            raise Unreadable(refusals.DAMAGED.format(program="Word or Excel")) from problem

    return reading
