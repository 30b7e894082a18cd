"""Amounts as people write them in the cells of a workbook."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

from actions.importers.source import Cell

from ..finance import PENNY

MOST = Decimal("9999999999.99")
_NOUGHT = {"-", "–", "—", "−", "nil", "£-", "£–", "none"}
_UNKNOWN = {"n/a", "na", "tbc", "tba", "?", "unknown", "not known", "not yet known"}
_WRITTEN = re.compile(r"\d+(?:\.\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\.\d{1,2}")


class NoAmount(ValueError):
    """A cell holds something that is no amount; the message says what, and what to do."""


def amount_of(cell: Cell) -> tuple[Decimal | None, str]:
    """(pounds or None for an empty cell, a remark where it was not taken as it stands).

    Understands "£1,234.56", "(1,200)" and "1,200-" as less than nothing, "-" as nought, and
    "tbc" as not known. Raises NoAmount.
    """
    text = " ".join(cell.text.replace("\xa0", " ").split())
    if not text:
        return None, ""
    value = cell.value
    if isinstance(value, bool | datetime.date):
        raise NoAmount(f"holds {text}, which is no amount")
    if "%" in text:
        raise NoAmount(f"holds {text}, a percentage. Write the amount in pounds")
    if isinstance(value, int | float):
        return _number(value)
    if text.casefold() in _NOUGHT:
        return Decimal("0.00"), ""
    if text.casefold() in _UNKNOWN:
        return None, f"says “{text}”, which is taken as no figure yet"
    return _written(text), ""


def _number(value: float) -> tuple[Decimal, str]:
    number = Decimal(repr(value))
    amount = _within(number).quantize(PENNY, rounding=ROUND_HALF_UP)
    remark = ""
    if abs(number - amount) > Decimal("0.000001"):
        remark = f"holds {number.normalize():f}, which is taken as £{amount:,}"
    return amount, remark


def _written(text: str) -> Decimal:
    said = text.replace("GBP", "").replace("£", "").replace(" ", "").replace("−", "-")
    said = said.replace("–", "-")
    minus = False
    if said.startswith("(") and said.endswith(")"):
        minus, said = True, said[1:-1]
    elif said.startswith("-"):
        minus, said = True, said[1:]
    elif said.endswith("-"):
        minus, said = True, said[:-1]
    said = said.removeprefix("+")
    if not said.isascii() or not _WRITTEN.fullmatch(said):
        raise NoAmount(
            f"says “{text[:60]}”, which is no amount. Write pounds and pence, for example 1234.50"
        )
    amount = _within(Decimal(said.replace(",", ""))).quantize(PENNY)
    return -amount if minus and amount else amount


def _within(number: Decimal) -> Decimal:
    if abs(number) > MOST:
        raise NoAmount("holds more than ten thousand million pounds. Check the figure")
    return number
