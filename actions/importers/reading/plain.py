"""CSV files and pasted text: which letters, which separator, where a table is drawn with signs."""

import codecs
import csv
import io
import re
from collections import Counter

from ..source import Line, Table
from . import refusals
from .refusals import Unreadable
from .sheets import blocks_of, sheet_of
from .watch import Watch
from .words import Piece, cleaned, lines_of, nested

SEPARATORS = "\t;,|"
SAMPLE = 200  # rows that tell the separator
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
BORDER = re.compile(r"\s*[+├└┌╔╠╚]?[-=─═+┼┬┴├┤┌┐└┘╔╗╚╝╠╣╦╩╬|]{3,}\s*")
WALLS = str.maketrans("│║┃", "|||")
GAP = re.compile(r"\s{2,}")
BREAK_TAG = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


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
    rows = None
    if name.lower().endswith((".csv", ".tsv")):
        rows = separated(text)
    rows = rows or separated(text, "\t") or walled(text, watch) or separated(text, ";,")
    rows = rows or aligned(text)
    if rows is not None:
        return blocks_of(sheet_of(rows, watch), "t1", watch)
    lines: list[Line] = []
    for number, line in enumerate(text.split("\n"), 1):
        watch.tick()
        lines += lines_of([Piece(line)], place=f"line {number}")
    return list(nested(lines))


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
        even = count / len(sample)
        if width > 1 and share >= 0.5 and (even, width) > score:
            best, score = separator, (even, width)
    if best is None or score[0] < 0.5:
        return None
    return _rows(text, best)


def _rows(text: str, separator: str, most: int | None = None) -> list[list[str]]:
    try:
        rows = _parsed(text, separator, csv.QUOTE_MINIMAL, most)
        # A quotation mark that is never closed swallows all that follows it.
        swallowed = any(cell.count("\n") > 100 for row in rows for cell in row)
    except csv.Error:
        swallowed = True
    if swallowed:
        try:
            rows = _parsed(text, separator, csv.QUOTE_NONE, most)
        except csv.Error as problem:
            raise Unreadable(refusals.TOO_INTRICATE) from problem
    return rows


def _parsed(text: str, separator: str, quoting: int, most: int | None) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
    rows = []
    for row in reader:
        rows.append(row)
        if most is not None and len(rows) >= most:
            break
    return rows


def walled(text: str, watch: Watch) -> list[list[str]] | None:
    """A table of Markdown, or one drawn with "+---+" in which rows may have several lines."""
    text = text.translate(WALLS)
    lines = text.split("\n")
    inside = [line for line in lines if "|" in line and not BORDER.fullmatch(line)]
    ruled = sum(1 for line in lines if _is_border(line))
    if len(inside) < 2 or not (ruled or all(line.strip().startswith("|") for line in inside)):
        return None
    boxed = sum(1 for line in lines if re.fullmatch(r"\s*[+├┌└╔╠╚].*[-=─═].*", line)) > 2
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
    return bool(line.strip()) and bool(RULE.fullmatch(line) or BORDER.fullmatch(line))


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
    lines = [line.expandtabs(8).rstrip() for line in text.split("\n")]
    if max(map(len, lines), default=0) > 2000:
        return None
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
    """Where a column begins: words after two places or more that are blank in all lines."""
    width = max(map(len, lines))
    used = bytearray(width + 2)
    for line in lines:
        for found in re.finditer(r"\S+", line):
            start, end = found.span()
            used[start:end] = b"\x01" * (end - start)
    starts, blank = [], 2
    for at in range(width):
        if used[at]:
            if blank >= 2:
                starts.append(at)
            blank = 0
        else:
            blank += 1
    return starts
