"""The boards that Boardplan opens with, from the files in fixtures/.

Loading is safe to repeat: what is there already, and so may have been changed by people, stays.
"""

from .loading import load_demo
from .published import make_published_files

__all__ = ["load_demo", "make_published_files"]
