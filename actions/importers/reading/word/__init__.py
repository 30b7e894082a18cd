"""A Word document (.docx) as paragraphs and tables."""

from .document import read_word

__all__ = ["read_word"]
