"""One sheet: its cells as they are met, and what the file says about them."""

import re

from .. import refusals
from ..markup import S, walk, whole
from ..refusals import Unreadable
from ..sheets import Area, Place, Sheet, cell_lines
from ..watch import Watch
from ..words import Piece, is_mark
from .formats import show
from .looks import Looks
from .texts import Text, pieces_of, text_of, unescaped

ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
COLUMNS, ROWS = 16_384, 1_048_576


class Reader:
    def __init__(self, looks: Looks, texts: list[Text], watch: Watch, *, from_1904: bool):
        self.looks, self.texts, self.watch, self.from_1904 = looks, texts, watch, from_1904
        self.formulas = self.results_missing = self.errors = 0
        self.links = False

    def read(self, name: str, data: bytes) -> Sheet:
        """All cells with words or a colour. Raises Unreadable where there are too many."""
        sheet = Sheet(name)
        row = column = 0
        words = False
        wanted = ("pane", "col", "c", "row", "mergeCell", "conditionalFormatting", "drawing")
        for element in walk(data, tuple(f"{S}{tag}" for tag in wanted), program="Excel"):
            tag = element.tag
            if tag == f"{S}c":
                row, column = _place(element.get("r"), _row_of(element, row), column)
                words |= self._cell(element, sheet, row, column)
                column += 1
            elif tag == f"{S}row":
                number = whole(element.get("r")) - 1
                row = number if 0 <= number < ROWS else row
                if element.get("hidden") in ("1", "true"):
                    sheet.hidden_rows.add(row)
                if words:
                    self.watch.row()
                self.watch.tick()
                row, column, words = row + 1, 0, False
            else:
                self._about(tag, element, sheet)
        return sheet

    def _about(self, tag: str, element, sheet: Sheet) -> None:
        if tag == f"{S}pane":
            if (element.get("state") or "").startswith("frozen"):
                sheet.frozen = max(0, whole((element.get("ySplit") or "").partition(".")[0]))
        elif tag == f"{S}col":
            if element.get("hidden") in ("1", "true"):
                sheet.hidden_columns.append(
                    (whole(element.get("min")) - 1, whole(element.get("max")) - 1)
                )
        elif tag == f"{S}mergeCell":
            sheet.merges += areas(element.get("ref"))
        elif tag == f"{S}conditionalFormatting":
            for rule in element:
                if rule.get("dxfId") or rule.get("type") in ("colorScale", "iconSet"):
                    sheet.rules += areas(element.get("sqref"))
                    break
        elif tag == f"{S}drawing":
            self.watch.say("Pictures, charts and text boxes of the sheets were left out.")

    def _cell(self, element, sheet: Sheet, row: int, column: int) -> bool:
        """Note what a cell holds; whether it has words."""
        if column >= COLUMNS or row >= ROWS:
            raise Unreadable(refusals.DAMAGED.format(program="Excel"))
        look = self.looks.of(element.get("s"))
        pieces, value = self._content(element, look)
        lines = cell_lines(pieces)
        fill = look.fill
        if not lines:
            if fill:
                sheet.colour((row, column), fill)
            return False
        if fill is None and len(lines) == 1 and is_mark(lines[0].text):
            fill = next((piece.colour for piece in pieces if piece.colour), None)
        sheet.put((row, column), lines, self.watch, fill=fill, value=value)
        return True

    def _content(self, element, look) -> tuple[list[Piece], object]:
        kind = element.get("t") or "n"
        found = element.find(f"{S}v")
        text = (found.text or "") if found is not None else ""
        formula = element.find(f"{S}f")
        if formula is not None:
            self.formulas += 1
            self.links |= "[" in (formula.text or "")
            if not text and formula.text and kind != "inlineStr":
                self.results_missing += 1
                return [Piece(f"={formula.text}"[:1000], look.bold)], None
        if kind == "s":
            at = whole(text, -1)
            shared = self.texts[at] if 0 <= at < len(self.texts) else ()
            return pieces_of(shared, look), None
        if kind == "inlineStr":
            inside = element.find(f"{S}is")
            return pieces_of(text_of(inside, self.looks) if inside is not None else (), look), None
        if kind in ("str", "d"):
            return pieces_of(((unescaped(text), None),), look), None
        if kind == "e":
            self.errors += bool(text)
            return [Piece(text, look.bold, None, look.colour)], None
        if kind == "b":
            true = text.strip() == "1"
            return ([Piece("TRUE" if true else "FALSE", look.bold)], true) if text else ([], None)
        return self._number(text, look)

    def _number(self, text: str, look) -> tuple[list[Piece], object]:
        try:
            number = float(text)
        except ValueError:
            return pieces_of(((text, None),), look), None
        if number != number or number in (float("inf"), float("-inf")):
            return pieces_of(((text, None),), look), None
        shown = show(number, look.code, from_1904=self.from_1904)
        return [Piece(shown.text, look.bold, None, look.colour)], shown.value


def _row_of(element, row: int) -> int:
    above = element.getparent()
    number = whole(above.get("r")) - 1 if above is not None else -1
    return number if 0 <= number < ROWS else row


def _place(address: str | None, row: int, column: int) -> Place:
    """Where a cell says it is, else after the one before it."""
    match = ADDRESS.fullmatch(address or "")
    if match is None:
        return row, column
    at = 0
    for letter in match[1]:
        at = at * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, at - 1


def areas(text: str | None) -> list[Area]:
    """(first row, first column, last row, last column) of each range in "A1:B3 D4"."""
    found = []
    for part in (text or "").split()[:1000]:
        first, _, last = part.partition(":")
        ends = [ADDRESS.fullmatch(end) for end in (first, last or first)]
        if all(ends):
            (top, left), (bottom, right) = (_place(end[0], 0, 0) for end in ends)
            found.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))
    return found
