"""What every Excel file of ours has in common: cells never run as formulas, looks, print setup."""

import copy
import datetime
import math
import re
import textwrap
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from boardplan.office import FILLS, INK, LINE, SOFT, WASH, clean
from subgroups.models import Board

from .told import rag_words

FONT = "Arial"
DAY_FORMAT = "d mmm yyyy"
POUNDS = '"£"#,##0.00;-"£"#,##0.00'
LONGEST = 32_767  # characters of one cell; Excel calls a file with more of them damaged
FIRST_DAY = datetime.date(1900, 3, 1)  # Excel's calendar has a day too many before
_RUNS = ("=", "+", "-", "@")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
A4, A3 = "9", "8"
# Of a column's width in Excel's units, for Arial 10; heights in points.
LETTERS_A_UNIT, LINE_HEIGHT, HIGHEST = 1.1, 13, 409
BOLD = 0.9  # of the letters that a column has room for
SHORT = 80  # letters up to which it matters where a line breaks
ANSWER_HEAD, ANSWER = "FFE9B3", "FFF9E8"
_EDGE = Side(style="thin", color=LINE)


def new_workbook(board: Board, *, title: str, subject: str) -> Workbook:
    """A workbook without sheets, by the board, in British English."""
    book = Workbook()
    book.remove(book.active)
    about = book.properties
    about.title, about.subject = clean(title)[:255], clean(subject)[:255]
    about.creator = about.lastModifiedBy = clean(board.name)[:255]
    about.language = "en-GB"
    return book


def sheet_name(title: str) -> str:
    """A name that Excel takes: 31 characters, none of those with a meaning in formulas."""
    return _NOT_IN_NAMES.sub(" ", clean(title)).strip(" '")[:31].strip(" '") or "Plan"


class Looks:
    """The looks of cells in one workbook.

    Setting a look attribute by attribute costs a search through all looks of the workbook, so
    each is made once and handed on.
    """

    def __init__(self, sheet: Worksheet):
        self._sheet = sheet
        self.head = self._look(bold=True, fill=WASH, edge=True)
        self.text = self._look(edge=True)
        self.date = self._look(edge=True, number_format=DAY_FORMAT)
        self.money = self._look(edge=True, number_format=POUNDS, align="right")
        self.number = self._look(edge=True, align="right")
        self.plain = self._look()
        self.title = self._look(bold=True, size=14)
        self.label = self._look(bold=True)
        self.note = self._look(colour=SOFT)
        self.unwrapped_title = self._look(bold=True, size=14, wrap=False)
        self.unwrapped_label = self._look(bold=True, wrap=False)
        self.unwrapped = self._look(wrap=False)
        # As text, so that an answer which begins with a dash is not taken for a sum.
        self.answer = self._look(fill=ANSWER, edge=True, locked=False, number_format="@")
        self.answer_date = self._look(
            fill=ANSWER, edge=True, number_format=DAY_FORMAT, locked=False
        )
        self.answer_head = self._look(bold=True, fill=ANSWER_HEAD, edge=True)
        self.ratings = {
            rag: self._look(bold=True, fill=fill, colour=colour, edge=True)
            for rag, (fill, colour) in FILLS.items()
        }

    def _look(
        self, *, bold=False, size=10, fill="", colour=INK, edge=False, locked=True,
        number_format="", wrap=True, align="left",
    ):  # fmt: skip
        cell = Cell(self._sheet, row=1, column=1)
        cell.font = Font(name=FONT, size=size, bold=bold, color=colour)
        cell.alignment = Alignment(wrap_text=wrap, vertical="top", horizontal=align)
        if fill:
            cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
        if edge:
            cell.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
        if number_format:
            cell.number_format = number_format
        if not locked:
            cell.protection = Protection(locked=False)
        return cell._style


def put(sheet: Worksheet, row: int, column: int, value, look) -> Cell:
    """Write a value. A text is always a text, whatever it begins with; a day is a real date."""
    cell = sheet.cell(row, column)
    cell._style = look
    if isinstance(value, datetime.date) and value < FIRST_DAY:
        value = f"{value:%-d %B} {value.year}"
    if isinstance(value, str):
        text = clean(value)
        if not text:
            return cell
        cell.value = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        cell.data_type = "s"
        if text.startswith(_RUNS):
            cell._style = copy.copy(look)
            cell.quotePrefix = True  # or it becomes a formula as soon as somebody edits the cell
    elif value is not None:
        cell.value = value
    return cell


class _Height(RowDimension):
    """A height that goes on following the words in the row when somebody edits them."""

    @property
    def customHeight(self):
        return False


def heights(sheet: Worksheet, *, lowest: dict[int, float] | None = None) -> None:
    """Make each row as high as its words need; call it when widths and words are there.

    lowest: {row: points} for rows that need room for more. What is not wrapped needs none.

    Excel works heights out by itself, LibreOffice and previews do not.
    """
    a_line = {
        letter: max(4, dimension.width * LETTERS_A_UNIT)
        for letter, dimension in sheet.column_dimensions.items()
    }
    wrapped = [alignment.wrap_text for alignment in sheet.parent._alignments]
    bold = [font.b for font in sheet.parent._fonts]
    for cells in sheet.iter_rows():
        most = 1
        for cell in cells:
            text = cell._value
            if isinstance(text, str) and wrapped[cell._style.alignmentId]:
                room = a_line.get(cell.column_letter, 10)
                if bold[cell._style.fontId]:
                    room *= BOLD
                if len(text) <= room and "\n" not in text:
                    continue
                most = max(most, sum(_lines(line, room) for line in text.split("\n")))
        number = cells[0].row
        needed = max(most * LINE_HEIGHT + 4, (lowest or {}).get(number, 0))
        sheet.row_dimensions[number] = _Height(sheet, index=number, ht=min(HIGHEST, needed))


def _lines(text: str, room: float) -> int:
    """How many lines a text needs. In a short one words that do not fit leave much room empty."""
    if len(text) > SHORT or len(text) <= room:
        return max(1, math.ceil(len(text) / room))
    return max(1, len(textwrap.wrap(text, int(room), break_on_hyphens=False)))


def widths(sheet: Worksheet, wanted: Iterable[float]) -> None:
    for number, width in enumerate(wanted, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def print_setup(sheet: Worksheet, *, footer: str, upright=False, paper=A4, titles="") -> None:
    """Across unless `upright`, as wide as the page, page numbers; titles: rows repeated, "1:1"."""
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.footer = 0.5, 0.7, 0.3
    if titles:
        sheet.print_title_rows = titles
    sheet.oddFooter.left.text = clean(footer).replace("&", "&&")[:200]
    sheet.oddFooter.right.text = "Page &P of &N"


def ratings_list(sheet: Worksheet, cells: str, *, source: Worksheet, first: int, last: int) -> None:
    """Let `cells` take the ratings that stand in column A of `source`, from one row to another."""
    rows = absolute_coordinate(f"A{first}:A{last}")
    check = DataValidation(
        type="list", formula1=f"{quote_sheetname(source.title)}!{rows}", allow_blank=True
    )
    check.errorTitle, check.error = "Not a rating", "Choose one of the ratings from the list."
    check.showErrorMessage = True
    check.add(cells)
    sheet.add_data_validation(check)


def clean_cell(text: str) -> str:
    """A text as it stands between quotation marks in a formula."""
    return clean(text).strip().replace('"', '""')


def recolour(sheet: Worksheet, cells: str, board: Board, *, plain: str = "FFFFFF") -> None:
    """Colour ratings by their word, so that a changed one changes its colour; anything else is
    `plain`."""
    first = cells.split(":", 1)[0]
    for rag, word in rag_words(board).items():
        fill, colour = FILLS[rag]
        said = clean_cell(word)
        sheet.conditional_formatting.add(
            cells,
            FormulaRule(
                formula=[f'TRIM({first})="{said}"'],
                fill=PatternFill("solid", start_color=fill, end_color=fill, bgColor=fill),
                font=Font(color=colour, bold=True),
                stopIfTrue=True,
            ),
        )
    other = PatternFill("solid", start_color=plain, end_color=plain, bgColor=plain)
    sheet.conditional_formatting.add(
        cells, FormulaRule(formula=["TRUE"], fill=other, font=Font(color=INK))
    )
