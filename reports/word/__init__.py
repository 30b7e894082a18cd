"""A report or a plan as an editable Word document, from the same tree as the PDF."""

from .document import word_of

__all__ = ["word_of"]
