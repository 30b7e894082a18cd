"""An Excel workbook (.xlsx) as tables, each cell with what it shows and what it holds."""

from .workbook import read_excel

__all__ = ["read_excel"]
