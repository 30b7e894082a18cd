"""The workbook: a sheet to change, a sheet with what it comes to, a sheet that explains both."""

from decimal import Decimal
from io import BytesIO

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from actions.exporters.sheets import Looks, heights, new_workbook, print_setup, put, widths

from ..finance import FIGURES, Finance, by_agency
from ..models import AnnualReport, BudgetLine
from .columns import LINES, TOTALS, Column, columns_of

ABOUT = "About this file"
LAST = 1000  # the list of kinds is offered down to this row, so that lines can be added


def money_workbook(report: AnnualReport, lines: list[BudgetLine], found: Finance) -> bytes:
    """The finance lines of `report` as an Excel file.

    lines: with their agency loaded. found: what `finance` worked out of them. Amounts are real
    numbers and totals are values, not formulas: they say what the report says.
    """
    book = new_workbook(
        report.board, title=f"{report.title}: income and expenditure", subject="Finance"
    )
    footer = f"{report.board.name}: {report.title}"
    columns = columns_of(report)
    sheet = book.create_sheet(LINES)
    _lines(sheet, lines, columns)
    print_setup(sheet, footer=footer, titles="1:1")
    totals = book.create_sheet(TOTALS)
    _totals(totals, lines, found)
    print_setup(totals, footer=footer)
    about = book.create_sheet(ABOUT)
    _about(about, report, columns)
    print_setup(about, footer=footer, upright=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _lines(sheet: Worksheet, lines: list[BudgetLine], columns: list[Column]) -> None:
    looks = Looks(sheet)
    for at, column in enumerate(columns, 1):
        put(sheet, 1, at, column.title, looks.head)
    for row, line in enumerate(lines, 2):
        for at, column in enumerate(columns, 1):
            look = {"money": looks.money, "number": looks.number}.get(column.holds, looks.text)
            put(sheet, row, at, _value(line, column.key), look)
    widths(sheet, (column.width for column in columns))
    heights(sheet)
    sheet.freeze_panes = "A2"
    words = ",".join(kind.label for kind in BudgetLine.Kind)
    check = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
    check.errorTitle, check.error = "Not a kind", f"Choose one of: {words}."
    check.showErrorMessage = True
    check.add(f"A2:A{LAST}")
    sheet.add_data_validation(check)


def _value(line: BudgetLine, key: str):
    if key == "kind":
        return line.get_kind_display()
    if key == "agency":
        return line.agency.name if line.agency else ""
    return getattr(line, key)


def _totals(sheet: Worksheet, lines: list[BudgetLine], found: Finance) -> None:
    looks = Looks(sheet)
    heads = ("What", "Budget", "Actual", "Actual less budget", "Projection", "In words")
    for at, title in enumerate(heads, 1):
        put(sheet, 1, at, title, looks.head)
    row = 1
    for statement in found.statements:
        own = [line for line in lines if line.kind == statement.kind]
        row = _total(sheet, looks, row, f"Total {statement.title.lower()}", statement.total,
                     words=statement.sentence)  # fmt: skip
        for stated in statement.stated:
            row += 1
            put(sheet, row, 1, f"{stated.label}, as stated", looks.text)
            put(sheet, row, 2 + (0, 1, 3)[FIGURES.index(stated.key)], stated.amount, looks.money)
            put(sheet, row, 6, stated.note, looks.text)
        for agency in by_agency(own):
            label = f"{statement.title}: {agency.label}"
            row = _total(sheet, looks, row, label, agency, words=agency.variance_words)
    for balance in found.balances:
        row += 1
        put(sheet, row, 1, f"{balance.title}: expenditure less income", looks.text)
        at = 2 + (0, 1, 3)[FIGURES.index(balance.key)]
        put(sheet, row, at, balance.computed, looks.money)
        put(sheet, row, 6, " ".join(filter(None, (balance.words, balance.note))), looks.text)
    widths(sheet, (46, 16, 16, 18, 16, 60))
    heights(sheet)
    sheet.freeze_panes = "A2"


def _total(sheet, looks, row: int, label: str, line, *, words: str) -> int:
    row += 1
    put(sheet, row, 1, label, looks.text)
    amounts: tuple[Decimal | None, ...] = (
        line.budget, line.actual, line.variance, line.projection
    )  # fmt: skip
    for at, amount in enumerate(amounts, 2):
        put(sheet, row, at, amount, looks.money)
    put(sheet, row, 6, words, looks.text)
    return row


def _about(sheet: Worksheet, report: AnnualReport, columns: list[Column]) -> None:
    looks = Looks(sheet)
    put(sheet, 1, 1, "Income and expenditure", looks.title)
    facts = (
        ("Report", report.title),
        ("Board", report.board.name),
        ("Period", f"{report.start:%-d %B %Y} to {report.end:%-d %B %Y}"),
        (
            "Bringing it back",
            f"Change the sheet “{LINES}”, save the file and upload it on the report’s page "
            "“Income and expenditure”. You see what would change before anything does. A line "
            "that is missing from the sheet is taken out of the report.",
        ),
        (
            "Amounts",
            "In pounds. An empty cell means that the figure is not known; a dash is nought. "
            "Brackets or a minus sign mean less than nothing.",
        ),
        (TOTALS, "What the lines came to when this file was made. It is not read back."),
    )
    row = 1
    for label, text in facts:
        row += 1
        put(sheet, row, 1, label, looks.label)
        put(sheet, row, 2, text, looks.plain)
    row += 2
    for at, title in enumerate(("Column", "What it holds"), 1):
        put(sheet, row, at, title, looks.head)
    for column in columns:
        row += 1
        put(sheet, row, 1, column.title, looks.text)
        put(sheet, row, 2, column.about, looks.text)
    widths(sheet, (30, 80))
    heights(sheet)
