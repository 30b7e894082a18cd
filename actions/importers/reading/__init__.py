"""Reading a file or a pasted table into a `Source`: every word, nothing interpreted.

Whatever is given ends in a Source or in `Unreadable`, whose sentence says what to do. Nothing is
written to the disk, nothing fetched, nothing in a file is executed, and time and memory are
bounded by the settings MAX_IMPORT_….
"""

from .files import read_file
from .interchange import looks_like_json, read_json
from .pasted import read_paste
from .refusals import Unreadable

__all__ = ["Unreadable", "looks_like_json", "read_file", "read_json", "read_paste"]
