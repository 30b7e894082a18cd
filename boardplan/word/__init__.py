"""Word documents: paragraphs, lists, tables and pictures with what a screen reader needs.

Nothing here knows what a document is about; these are the only modules that know python-docx.
"""

from .frame import Frame
from .pieces import Box, Drawing, Grid, Run, Words

__all__ = ["Box", "Drawing", "Frame", "Grid", "Run", "Words"]
