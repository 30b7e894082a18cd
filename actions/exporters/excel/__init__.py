"""A plan as an Excel workbook."""

from .workbook import as_xlsx

__all__ = ["as_xlsx"]
