"""CSV files and pasted text: which letters, which separator, where a table is drawn with signs."""

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

from django.conf import settings

from ..source import Line, Table
from . import refusals
from .refusals import Unreadable
from .sheets import blocks_of, sheet_of
from .watch import Watch
from .words import Piece, cleaned, lines_of, nested

SEPARATORS = "\t;,|"
LONGEST_LINE = 2000  # of a table drawn with signs or spaces
LINES_A_ROW = 20  # far more than the rows of a plan have
BLANK = ' \t\n;,|"'
SAMPLE = 200  # rows that tell the separator
END = "\x1e"  # a row that no cleaned text has: read as its own, all quotes were closed
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
BORDER = re.compile(r"[+├└┌╔╠╚]?[-=─═+┼┬┴├┤┌┐└┘╔╗╚╝╠╣╦╩╬|]{3,}")
WALLS = str.maketrans("│║┃", "|||")
GAP = re.compile(r"\s{2,}")
BREAK_TAG = re.compile(r"<br ?/?>", re.IGNORECASE)
STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1")


def decoded(content: bytes, watch: Watch) -> str:
    """The text of a file, whatever wrote it. Raises Unreadable for what is no text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return cleaned(content.decode(encoding, "replace"))
    head = content[:2000]
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(head) > 3 and zeros.count(0) > 0.6 * len(zeros):
            return cleaned(content.decode(encoding, "replace"))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
        if not _is_text(text):
            raise Unreadable(refusals.OTHER_FORMAT.format(what="a file of another kind")) from None
        watch.say(
            "The file does not say how its letters are stored; it was read as Windows text. Check "
            "accents, dashes and pound signs."
        )
    if not _is_text(text):
        raise Unreadable(refusals.OTHER_FORMAT.format(what="a file of another kind"))
    return cleaned(text)


def _is_text(text: str) -> bool:
    sample = text[:100_000]
    strange = len(CONTROL.findall(sample)) + sample.count("\ufffd")
    return strange <= len(sample) / 100


def read_text(text: str, watch: Watch, *, name: str = "") -> list[Line | Table]:
    """The table in a text and the lines around it; only lines where there is none.

    Tried in this order: tabs, walls drawn with "|", other separators, columns set apart by
    spaces. A name that ends in .csv puts the separators first.
    """
    text = cleaned(text)
    if not text.strip(BLANK):
        return []  # only separators: a sheet that was saved empty
    _not_endless(text, watch)
    rows = None
    if name.lower().endswith((".csv", ".tsv")):
        rows = separated(text)
    rows = rows or separated(text, "\t") or walled(text)
    # A sentence with a comma is no table; two in a row that fall into the same parts may be.
    if rows is None and (listed := separated(text, ";,")) and len(listed) > 1:
        rows = listed
    rows = rows or aligned(text)
    if rows is not None:
        return blocks_of(sheet_of(rows, watch), "t1", watch)
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        watch.tick()
        lines += lines_of([Piece(line)], place=f"line {number}")
    return list(nested(lines))


def _not_endless(text: str, watch: Watch) -> None:
    """Refuse, before any of it is taken apart, what has far more lines than a plan has rows."""
    watch.letters(len(text))
    limit = settings.MAX_IMPORT_ROWS
    if text.count("\n") > LINES_A_ROW * limit:
        lines = sum(1 for line in text.split("\n") if line.strip(BLANK))
        if lines > LINES_A_ROW * limit:
            raise Unreadable(refusals.TOO_MANY_ROWS.format(limit=f"{limit:,}"))


def separated(text: str, separators: str = SEPARATORS) -> list[list[str]] | None:
    """The rows of a text with separators and quotes; None where no separator makes a table."""
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.", first.strip()):  # what Excel writes to tell itself
        return _rows(rest, first.strip()[-1])
    best, score = None, (0.0, 0)
    for separator in separators:
        if separator not in text:
            continue
        sample = [row for row in _rows(text, separator, SAMPLE) if any(map(str.strip, row))]
        widths = Counter(len(row) for row in sample)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        # Titles above the table have fewer cells, and some programs cut empty ones at the end;
        # sentences with commas fall apart in a different way in each row.
        share = sum(n for w, n in widths.items() if 1 < w <= width) / len(sample)
        # Quotation marks left over show that the cells were cut at the wrong signs.
        torn = sum(1 for row in sample if any(cell.count('"') % 2 for cell in row))
        even = (count - torn) / len(sample)
        if width > 1 and share >= 0.5 and (even, width) > score:
            best, score = separator, (even, width)
    if best is None or score[0] < 0.5:
        return None
    return _rows(text, best)


def _rows(text: str, separator: str, most: int | None = None) -> list[list[str]]:
    """The rows, without the meaning of quotation marks where one of them is never closed."""
    try:
        rows = _parsed(f"{text}\n{END}" if most is None else text, separator, most=most)
        swallowed = most is None and (not rows or rows.pop() != [END])
    except csv.Error:  # a cell of more than 131,072 characters
        swallowed = True
    if swallowed:
        try:
            rows = _parsed(text, separator, csv.QUOTE_NONE, most=most)
        except csv.Error as problem:
            raise Unreadable(refusals.TOO_INTRICATE) from problem
    return rows


def _parsed(
    text: str, separator: str, quoting: int = csv.QUOTE_MINIMAL, *, most: int | None
) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    return list(islice(csv.reader(lines, delimiter=separator, quoting=quoting), most))


def walled(text: str) -> list[list[str]] | None:
    """A table of Markdown, or one drawn with "+---+" in which rows may have several lines."""
    text = text.translate(WALLS)
    lines = text.split("\n")
    inside = [line for line in lines if "|" in line and not _is_border(line)]
    ruled = sum(1 for line in lines if _is_border(line))
    if len(inside) < 2 or not (ruled or all(line.strip().startswith("|") for line in inside)):
        return None
    boxed = sum(1 for line in lines if re.match(r"[+├┌└╔╠╚].*[-=─═]", line.strip())) > 2
    rows: list[list[str]] = []
    fresh = True
    for line in lines:
        if _is_border(line):
            fresh = True
        elif "|" not in line:
            rows.append([line])
            fresh = True
        else:
            cells = [_unmarked(cell) for cell in _cells(line)]
            if boxed and not fresh and len(rows[-1]) == len(cells):
                rows[-1] = [
                    "\n".join(filter(None, (old, new)))
                    for old, new in zip(rows[-1], cells, strict=True)
                ]
            else:
                rows.append(cells)
            fresh = False
    return rows


def _is_border(line: str) -> bool:
    line = line.strip()
    if not line or len(line) > LONGEST_LINE:
        return False
    return bool(RULE.fullmatch(line) or BORDER.fullmatch(line))


def _cells(line: str) -> list[str]:
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", line)]


def _unmarked(text: str) -> str:
    return STRONG.sub(r"\2", BREAK_TAG.sub("\n", text))


def aligned(text: str) -> list[list[str]] | None:
    """Columns that spaces set apart: they begin where all lines of the table have a gap."""
    lines = text.split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        return None
    lines = [line.expandtabs(8).rstrip() for line in lines]
    first = next((at for at, line in enumerate(lines) if _has_gap(line)), None)
    if first is None:
        return None
    body = [line for line in lines[first:] if line]
    if len(body) < 2 or sum(map(_has_gap, body)) < 0.6 * len(body):
        return None
    starts = _column_starts(body)
    if len(starts) < 2:
        return None
    ends = [*starts[1:], None]
    rows = [[line] for line in lines[:first]]
    rows += [
        [line[a:b].strip() for a, b in zip(starts, ends, strict=True)] for line in lines[first:]
    ]
    return rows


def _has_gap(line: str) -> bool:
    return GAP.search(line.strip()) is not None


def _column_starts(lines: list[str]) -> list[int]:
    """Where a column begins: after a place that is blank in all lines, and two in most of them.

    The longest words of a column may leave but one blank before the next.
    """
    width = max(map(len, lines))
    used = bytearray(width)
    apart = [0] * width  # in how many lines two blanks come before this place
    for line in lines:
        end = -2
        for found in re.finditer(r"\S+", line):
            start = found.start()
            apart[start] += start - end > 1 or end < 0
            used[start : found.end()] = b"\x01" * (found.end() - start)
            end = found.end()
    starts, blank = [], 2
    for at in range(width):
        if used[at]:
            begins = sum(1 for line in lines if line[at : at + 1].strip())
            if blank >= 2 or (blank == 1 and apart[at] * 2 > begins):
                starts.append(at)
            blank = 0
        else:
            blank += 1
    return starts
