"""HTML from the clipboard or a page: its tables and lines, none of its markup.

Nothing in it is run, loaded or kept: it is parsed into a tree of elements, from which texts,
spans and colours are taken.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from ..source import Line, Table
from . import colours, refusals
from .grid import Spot, lay
from .inner import SAID, in_one_line
from .markup import whole
from .refusals import Unreadable
from .watch import WIDEST, Watch
from .words import Piece, cleaned, is_mark, lines_of, nested, shown

DEEPEST = 120  # elements within elements; libxml2 itself stops, without a word, at 255
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font",
    "i", "ins", "kbd", "label", "mark", "output", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p", "st1:place", "nobr",
    "ruby", "rb", "slot", "picture", "google-sheets-html-origin",
}  # fmt: skip
SKIPPED = {
    "script", "style", "title", "template", "noscript", "iframe", "object", "embed",
    "audio", "video", "canvas", "svg", "math", "button", "xml", "rt", "rp", "map", "datalist",
    "frameset", "applet", "meta", "link", "base", "col", "colgroup",
}  # fmt: skip
MOST_TAGS, MOST_ATTRIBUTES = 500_000, 500_000  # of a page; 300 actions from Word have 80,000
CLASS_NAME = re.compile(r"(?:^|[\s,])(?:t[dh]|tr|span|p)?\.([A-Za-z_][\w-]*)\s*(?=,|$)")
WORD_LIST = re.compile(r"\bl\d+ level([1-9])\b")
SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Look:
    bold: bool = False
    fill: str | None = None
    colour: str | None = None
    font: str = ""
    lists: tuple[str, ...] = ()
    keep_spaces: bool = False


@dataclass(slots=True)
class Flow:
    """The lines of one place (a cell, or the page) while they are put together."""

    place: str = ""
    pieces: list[Piece] = field(default_factory=list)
    all_pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    marker: str = ""
    level: int | None = None

    def add(self, text: str, look: Look) -> None:
        if text:
            self.pieces.append(Piece(text, look.bold, look.fill, look.colour))

    def end(self, heading: int | None = None) -> None:
        """Close the line that is being put together."""
        facts = {"heading": heading, "place": self.place}
        if self.level is not None:
            facts |= {"level": self.level, "marker": self.marker}
        found = lines_of(_collapsed(self.pieces), **facts)
        self.all_pieces += [piece for piece in self.pieces if piece.text.strip()]
        self.lines += found
        self.pieces = []
        if found:
            self.level, self.marker = None, ""


def read_html(html: str, watch: Watch) -> list[Line | Table]:
    """Tables and lines of a page or a part of one, in order."""
    html = cleaned(html)
    watch.letters(len(html))
    html = html[html.find("<") :] if html.startswith("Version:") else html  # Windows' own header
    if html.count("<") > MOST_TAGS or html.count("=") > MOST_ATTRIBUTES:
        raise Unreadable(refusals.TOO_INTRICATE)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise Unreadable(refusals.TOO_INTRICATE)
    if root is None:
        return []
    page = _Page(watch, _classes(root))
    page.inside(root, page.flow, Look(), 0)
    page.settle()
    return page.blocks


def _classes(root) -> dict[str, str]:
    """What a page's style sheet says of each class: Excel puts the colours of cells there."""
    found: dict[str, str] = {}
    for style in root.iter("style"):
        for rule in (style.text or "")[:500_000].split("}"):
            names, _, rules = rule.partition("{")
            for name in CLASS_NAME.findall(names.strip()[-2000:]):
                found[name] = f"{found.get(name, '')};{rules}"[-5000:]
    return found


def _rules(text: str) -> dict[str, str]:
    found = {}
    for rule in text[:5000].split(";"):
        name, colon, value = rule.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


class _Page:
    def __init__(self, watch: Watch, classes: dict[str, str]):
        self.watch = watch
        self.classes = {name: _rules(text) for name, text in classes.items()}
        self.blocks: list[Line | Table] = []
        self.flow = Flow("")
        self.tables = 0

    def settle(self) -> None:
        """What stands between two tables, as numbered lines of the page."""
        self.flow.end()
        start = sum(1 for block in self.blocks if isinstance(block, Line))
        lines = nested(self.flow.lines)
        self.blocks += [
            replace(line, place=f"paragraph {start + at}") for at, line in enumerate(lines, 1)
        ]
        self.flow.lines = []

    def style(self, element) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in (element.get("class") or "").split()[:20]:
            found |= self.classes.get(name, {})
        own = element.get("style")
        return found | _rules(own) if own else found

    def inside(self, element, flow: Flow, look: Look, depth: int) -> None:
        """Walk through what an element holds, its text and that after each child."""
        if depth > DEEPEST:
            raise Unreadable(refusals.TOO_INTRICATE)
        flow.add(_text(element.text, look), look)
        for child in element:
            if isinstance(child.tag, str):
                self.element(child, flow, look, depth + 1)
            flow.add(_text(child.tail, look), look)

    def element(self, element, flow: Flow, look: Look, depth: int) -> None:
        self.watch.tick()
        tag = element.tag.lower()
        if tag in SKIPPED:
            return
        style = self.style(element)
        if _hidden(element, style):
            if "".join(element.itertext()).strip():
                self.watch.say("Hidden text was left out.")
            return
        if tag == "del" or "msoDel" in (element.get("class") or ""):
            self.watch.say("Words that are marked as deleted were left out.")
            return
        look = _look(tag, element, style, look)
        if tag == "br":
            flow.add("\n", replace(look, keep_spaces=True))
        elif tag in ("img", "input", "select", "textarea"):
            self.control(tag, element, flow, look)
        elif "ignore" in style.get("mso-list", "").lower():
            flow.marker = " ".join(_whole_text(element, look).split())[:20] or flow.marker
        elif tag == "table":
            self.table(element, flow, look, depth)
        elif tag in INLINE:
            self.inside(element, flow, look, depth)
        else:
            self.block(tag, element, style, flow, look, depth)

    def block(self, tag: str, element, style, flow: Flow, look: Look, depth: int) -> None:
        """A paragraph, a heading, an item of a list, or what only holds such."""
        flow.end()
        if tag in ("ul", "ol"):
            look = replace(look, lists=(*look.lists, tag), bold=look.bold)
            for number, item in enumerate(element.iterchildren("li"), 1):
                if tag == "ol":
                    start = whole(element.get("start"), 1)
                    item.set("value", item.get("value") or str(start + number - 1))
        elif tag == "li":
            flow.level = max(0, len(look.lists) - 1)
            ordered = look.lists and look.lists[-1] == "ol"
            flow.marker = f"{whole(element.get('value'), 1)}." if ordered else "•"
        elif match := WORD_LIST.search(style.get("mso-list", "")):
            flow.level, flow.marker = int(match[1]) - 1, "•"
        self.inside(element, flow, look, depth)
        heading = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else None
        flow.end(heading)
        if tag == "li" or "mso-list" in style:
            flow.level, flow.marker = None, ""

    def control(self, tag: str, element, flow: Flow, look: Look) -> None:
        """What is seen of a picture or a part of a form."""
        if tag == "img":
            if alt := " ".join(cleaned(element.get("alt") or "").split())[:200]:
                flow.pictures.append(alt)
        elif tag == "input":
            kind = (element.get("type") or "text").lower()
            if kind in ("checkbox", "radio"):
                flow.add("☒" if element.get("checked") is not None else "☐", look)
            elif kind in ("text", "date", "number", "email", "tel", "url", "search"):
                flow.add(element.get("value") or "", look)
        elif tag == "select":
            options = list(element.iter("option"))
            for option in [o for o in options if o.get("selected") is not None] or options[:1]:
                flow.add("".join(option.itertext()), look)
        else:
            flow.add("".join(element.itertext()), replace(look, keep_spaces=True))

    def table(self, element, flow: Flow, look: Look, depth: int) -> None:
        """A table of the page, or one in a cell, whose lines are then the cell's own."""
        flow.end()
        rows = list(_rows(element))
        frame = _is_frame(rows)
        if flow is not self.flow or frame:
            if not frame:
                self.watch.say(SAID)
            for _, cells in rows:
                found, start = [], len(flow.lines)
                for cell in cells:
                    before = len(flow.lines)
                    self.inside(cell, flow, _look("td", cell, self.style(cell), look), depth + 1)
                    flow.end()
                    found.append(flow.lines[before:])
                if not frame:
                    flow.lines[start:] = in_one_line(found)
            return
        for caption in element.iterchildren("caption"):
            self.element(caption, flow, look, depth)
        self.settle()
        self.tables += 1
        place = f"table {self.tables}"
        table = self.grid(rows, look, depth, f"t{self.tables}", place)
        if table is not None:
            self.blocks.append(table)

    def grid(self, rows: list, look: Look, depth: int, key: str, place: str) -> Table | None:
        spots: list[Spot] = []
        busy: list[int] = []  # for each column, the first row below that is free again
        headers, in_header = 0, True
        for number, (row, cells) in enumerate(rows):
            self.watch.row()
            style = self.style(row)
            if _hidden(row, style):
                if "".join(row.itertext()).strip():
                    self.watch.say("Hidden rows were left out.")
                continue
            in_header = in_header and (
                row.getparent().tag == "thead"
                or (bool(cells) and all(c.tag == "th" for c in cells))
            )
            headers += in_header
            row_fill = _background(row, style)
            column = 0
            for cell in cells:
                while column < len(busy) and busy[column] > number:
                    column += 1
                across = max(1, min(whole(cell.get("colspan"), 1), 1000))
                down = max(0, min(whole(cell.get("rowspan"), 1), len(rows) - number))
                down = down or len(rows) - number  # 0 means all the rows that follow
                lines, fill = self.cell(cell, look, depth)
                spots.append(Spot(number, column, down, across, lines, fill or row_fill))
                if column > WIDEST:
                    raise Unreadable(refusals.TOO_WIDE.format(limit=WIDEST))
                busy += [0] * (min(column + across, WIDEST) - len(busy))
                for at in range(column, min(column + across, WIDEST)):
                    busy[at] = max(busy[at], number + down)
                column += min(across, WIDEST)
        if not spots:
            return None
        return lay(
            spots,
            key=key,
            place=place,
            cell_place=lambda row, column: f"{place}, row {row + 1}, column {column + 1}",
            watch=self.watch,
            header_rows=headers,
        )

    def cell(self, element, look: Look, depth: int) -> tuple[list[Line], str | None]:
        style = self.style(element)
        flow = Flow()
        inner = replace(look, lists=(), fill=None)
        self.inside(element, flow, _look(element.tag, element, style, inner), depth + 2)
        flow.end()
        lines = list(nested(flow.lines))
        if not lines:
            lines = [Line(alt) for alt in flow.pictures]
        fill = _background(element, style)
        pieces = flow.all_pieces
        if fill is None and len(lines) == 1 and len({piece.fill for piece in pieces}) == 1:
            fill = pieces[0].fill
        if fill is None and len(lines) == 1 and is_mark(lines[0].text):
            fill = next((piece.colour for piece in pieces if piece.colour), None)
        return lines, fill


def _is_frame(rows: list) -> bool:
    """Whether a table only lays out a page: one cell with words in each row, tables in some."""
    cells = [[cell for cell in found if "".join(cell.itertext()).strip()] for _, found in rows]
    return all(len(found) < 2 for found in cells) and any(
        cell.find(".//table") is not None for found in cells for cell in found
    )


def _rows(table) -> Iterable:
    """(row, its cells) of a table, not of those within it."""
    for part in table:
        if part.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(part)
        elif part.tag == "tr":
            yield part, [cell for cell in part if cell.tag in ("td", "th")]


def _hidden(element, style: dict[str, str]) -> bool:
    return (
        style.get("display", "").startswith("none")
        or style.get("visibility", "").startswith("hidden")
        or style.get("mso-hide", "") == "all"
        or (element.get("hidden") is not None and element.tag != "tr")
    )


def _background(element, style: dict[str, str]) -> str | None:
    """The colour behind an element. None without, white and where it is only a picture."""
    value = style.get("background-color") or style.get("background") or element.get("bgcolor")
    return colours.css(re.sub(r"url\([^)]*\)", "", value)) if value else None


def _look(tag: str, element, style: dict[str, str], look: Look) -> Look:
    bold = look.bold or tag in ("b", "strong", "th")
    weight = style.get("font-weight", "").lower()
    if weight:
        bold = weight.startswith("bold") or whole(weight) >= 600
    fill = look.fill
    if tag not in ("td", "th", "tr", "table"):
        fill = _background(element, style) or fill
    return Look(
        bold=bold,
        fill=fill,
        colour=colours.css(style.get("color") or element.get("color")) or look.colour,
        font=style.get("font-family", element.get("face") or look.font).split(",")[0].strip("'\" "),
        lists=look.lists,
        keep_spaces=look.keep_spaces or style.get("white-space", "").startswith("pre"),
    )


def _text(text: str | None, look: Look) -> str:
    """Text as a browser shows it: runs of spaces are one, unless they are to be kept."""
    if not text:
        return ""
    text = shown(text, look.font)
    return text if look.keep_spaces else SPACE.sub(" ", text)


def _whole_text(element, look: Look) -> str:
    font = look.font
    for part in element.iter():
        style = _rules(part.get("style") or "") if isinstance(part.tag, str) else {}
        font = style.get("font-family", font).split(",")[0].strip("'\" ")
    return shown("".join(element.itertext()), font)


def _collapsed(pieces: list[Piece]) -> list[Piece]:
    """No space at the beginning of a line, none after another."""
    found: list[Piece] = []
    last = "\n"
    for piece in pieces:
        text = piece.text
        if text.startswith(" ") and last in " \n":
            text = text.lstrip(" ")
        if text:
            found.append(replace(piece, text=text))
            last = text[-1]
    return found
