"""A plan as an editable Word document, in the board's own columns and words."""

from .document import as_docx

__all__ = ["as_docx"]
