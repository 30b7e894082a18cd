"""Reading a file or a pasted table into a `Source`: every word, nothing interpreted.

Whatever is given ends in a Source or in `Unreadable`, whose sentence says what to do. Nothing is
written to the disk, nothing fetched, nothing in a file is executed, and time and memory are
bounded by the settings MAX_IMPORT_….
"""

from .files import read_file
from .refusals import Unreadable

__all__ = ["Unreadable", "read_file"]
