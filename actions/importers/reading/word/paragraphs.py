"""The words of a Word paragraph as a reader sees them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ...source import Line
from .. import colours
from ..markup import MC, A, W, switched_on, whole
from ..watch import Watch
from ..words import Piece, lines_of, shown, symbol
from .numbering import Numbering
from .styles import Style, Styles, heading_of

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
SHAPES = (f"{V}oval", f"{V}rect", f"{V}roundrect", f"{V}shape")
REMOVED = {f"{W}del", f"{W}moveFrom"}
# What holds text of the paragraph without being text: links, insertions, fields, controls.
HOLDERS = {
    f"{W}hyperlink",
    f"{W}ins",
    f"{W}moveTo",
    f"{W}fldSimple",
    f"{W}smartTag",
    f"{W}customXml",
    f"{W}sdtContent",
    f"{W}dir",
    f"{W}bdo",
    f"{W}ruby",
    f"{W}rubyBase",
    f"{M}oMath",
    f"{M}oMathPara",
}


@dataclass(slots=True)
class Context:
    """What all parts of one document share while it is read."""

    styles: Styles
    numbering: Numbering
    theme: dict[str, str]
    watch: Watch
    # For each field that is open, whether its instruction (not its result) is being read.
    fields: list[bool] = field(default_factory=list)
    # Footnotes and endnotes in the order of their marks: (kind, id, place).
    notes: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """What a paragraph holds. boxes: text boxes anchored in it. shape: the colour of a drawing.

    number: the number of a list that stands without words, as in a column "No.".
    """

    pieces: list[Piece] = field(default_factory=list)
    number: str = ""
    boxes: list = field(default_factory=list)
    shape: str | None = None


def read_paragraph(element, context: Context, place: str = "") -> tuple[list[Line], Found]:
    """Its lines (none where it is blank) and what else was found in it.

    Typed bullets are still part of the text: see `words.nested`.
    """
    properties = element.find(f"{W}pPr")
    key = _attribute(properties, f"{W}pStyle")
    style = context.styles.of(key)
    found = Found()
    reader = _Reader(context, found, style, place)
    reader.inside(element)
    # An instruction that never ended must not swallow the rest of the document.
    context.fields = [False for _ in context.fields]
    facts = {"heading": _heading(properties, style)}
    has_words = any(piece.text.strip() for piece in found.pieces)
    if (number := _number(properties, style)) is not None:
        marker, bullet = context.numbering.next(*number)
        if has_words:
            facts |= {"level": max(0, min(8, number[1])), "marker": marker}
        elif not bullet:
            found.number = marker
    if style.contents:
        if found.pieces:
            context.watch.say("The table of contents was left out.")
        return [], found
    return lines_of(found.pieces, place=place, **facts), found


def _heading(properties, style: Style) -> int | None:
    outline = properties.find(f"{W}outlineLvl") if properties is not None else None
    return style.heading if outline is None else heading_of(outline)


def _number(properties, style: Style) -> tuple[str, int] | None:
    """The list that a paragraph belongs to, and how deep in it: (numId, level)."""
    if properties is None:
        return style.number
    own = properties.find(f"{W}numPr/{W}numId")
    level = properties.find(f"{W}numPr/{W}ilvl")
    depth = whole(level.get(f"{W}val")) if level is not None else 0
    if own is None:
        return (style.number[0], depth) if style.number and level is not None else style.number
    key = own.get(f"{W}val") or "0"
    if key == "0":
        return None
    # A list of its own inside a "List Bullet 2" still stands as deep as that style says.
    return key, depth or (style.number[1] if style.number else 0)


def _attribute(parent, path: str) -> str | None:
    found = parent.find(path) if parent is not None else None
    return found.get(f"{W}val") if found is not None else None


class _Reader:
    def __init__(self, context: Context, found: Found, style: Style, place: str):
        self.context, self.found, self.style, self.place = context, found, style, place

    def inside(self, parent) -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self.run(element)
            elif tag in HOLDERS:
                self.inside(element)
            elif tag in REMOVED:
                self.removed(element)
            elif tag == f"{W}sdt":
                self.control(element)
            elif tag == f"{MC}AlternateContent":
                self.inside(chosen(element))
            elif tag == f"{M}r":
                for text in element.iter(f"{M}t"):
                    self.add(text.text or "", self.style.bold)
            elif isinstance(tag, str) and tag.startswith(M):
                self.inside(element)

    def removed(self, element) -> None:
        if any((text.text or "").strip() for text in element.iter(f"{W}delText", f"{W}t")):
            self.context.watch.say(
                "Words that were deleted with Track Changes were left out, and added words were "
                "taken as part of the plan."
            )

    def control(self, element) -> None:
        """A content control; what it shows until somebody fills it in is nobody's words."""
        if element.find(f"{W}sdtPr/{W}showingPlcHdr") is None:
            content = element.find(f"{W}sdtContent")
            if content is not None:
                self.inside(content)

    def add(self, text: str, bold: bool, fill: str | None = None, colour: str | None = None):
        if text and not any(self.context.fields):
            self.found.pieces.append(Piece(text, bold, fill, colour))

    def run(self, element) -> None:
        properties = element.find(f"{W}rPr")
        bold, fill, colour, font = self.style.bold, None, None, ""
        hidden = self.style.hidden
        if properties is not None:
            key = _attribute(properties, f"{W}rStyle")
            if key is not None:
                character = self.context.styles.of(key)
                if character.placeholder:
                    return
                bold, hidden = bold != character.bold, hidden or character.hidden
            own = properties.find(f"{W}b")
            bold = switched_on(own) if own is not None else bold
            own = properties.find(f"{W}vanish")
            hidden = switched_on(own) if own is not None else hidden
            fill = colours.HIGHLIGHTS.get(_attribute(properties, f"{W}highlight") or "")
            fill = fill or shading(properties.find(f"{W}shd"), self.context.theme)
            colour = letter_colour(properties.find(f"{W}color"), self.context.theme)
            fonts = properties.find(f"{W}rFonts")
            if fonts is not None:
                font = fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
        if hidden:
            if any((text.text or "").strip() for text in element.iter(f"{W}t")):
                self.context.watch.say("Hidden text was left out.")
            return
        for child in element:
            for text in self.part(child, font):
                self.add(text, bold, fill, colour)

    def part(self, element, font: str) -> Iterator[str]:
        """What one element of a run says; drawings and notes are noted on the way."""
        tag = element.tag
        if tag == f"{W}t":
            yield shown(element.text or "", font)
        elif tag in (f"{W}tab", f"{W}ptab"):
            yield "\t"
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}sym":
            code = element.get(f"{W}char") or ""
            try:
                yield symbol(int(code, 16), element.get(f"{W}font") or font)
            except ValueError:
                yield "▪"
        elif tag == f"{W}fldChar":
            yield from self.field_mark(element)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnote" if tag == f"{W}footnoteReference" else "endnote"
            self.context.notes.append((kind, element.get(f"{W}id") or "", self.place))
        elif tag == f"{MC}AlternateContent":
            for child in chosen(element):
                yield from self.part(child, font)
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self.drawing(element)
        elif tag in (f"{W}ruby", f"{W}rubyBase"):
            base = element if tag == f"{W}rubyBase" else element.find(f"{W}rubyBase")
            for text in base.iter(f"{W}t") if base is not None else ():
                yield text.text or ""

    def field_mark(self, element) -> Iterator[str]:
        fields = self.context.fields
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            data = element.find(f"{W}ffData")
            if data is not None:
                yield form_value(data)
            fields.append(True)
        elif kind == "separate" and fields:
            fields[-1] = False
        elif kind == "end" and fields:
            fields.pop()

    def drawing(self, element) -> None:
        boxes = [box for box in element.iter(f"{W}txbxContent") if not _within_box(box, element)]
        self.found.boxes += boxes
        pictures = sum(1 for _ in element.iter(f"{A}blip", f"{V}imagedata"))
        watch = self.context.watch
        if element.tag == f"{W}object" and element.find(f".//{O}OLEObject") is not None:
            watch.count(
                "{} file embedded in the document was left out.",
                "{} files embedded in the document were left out.",
            )
        else:
            watch.count("{} picture was left out.", "{} pictures were left out.", pictures)
        for data in element.iter(f"{A}graphicData"):
            if (data.get("uri") or "").endswith(("/chart", "/diagram")):
                watch.count(
                    "{} chart or diagram was left out, with the words in it.",
                    "{} charts or diagrams were left out, with the words in them.",
                )
        self.found.shape = self.found.shape or self.shape_colour(element)

    def shape_colour(self, element) -> str | None:
        """A traffic light is often a small drawn circle: its colour is all that it says."""
        for properties in element.iter(f"{WPS}spPr"):
            fill = properties.find(f"{A}solidFill")
            for colour in fill if fill is not None else ():
                if colour.tag == f"{A}srgbClr":
                    return colours.plain(colour.get("val"))
                if colour.tag == f"{A}schemeClr":
                    return colours.of_theme(self.context.theme, colour.get("val"))
        for shape in element.iter(*SHAPES):
            if shape.get("filled") not in ("f", "false") and shape.get("fillcolor"):
                return colours.css((shape.get("fillcolor") or "").split(" ")[0])
        return None


def chosen(element) -> Iterable:
    """Of the same content in a new and an old form, the new one."""
    for kind in (f"{MC}Choice", f"{MC}Fallback"):
        found = element.find(kind)
        if found is not None:
            return found
    return ()


def _within_box(box, top) -> bool:
    above = box.getparent()
    while above is not None and above is not top:
        if above.tag == f"{W}txbxContent":
            return True
        if above.tag == f"{MC}Fallback" and above.getparent().find(f"{MC}Choice") is not None:
            return True
        above = above.getparent()
    return False


def form_value(data) -> str:
    """What is set in a field of an old form: a tick box or a list to choose from."""
    box = data.find(f"{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        if state is None:
            state = box.find(f"{W}default")
        return "☒" if switched_on(state) else "☐"
    choices = data.find(f"{W}ddList")
    if choices is not None:
        entries = [entry.get(f"{W}val") or "" for entry in choices.iter(f"{W}listEntry")]
        result = choices.find(f"{W}result")
        if result is None:
            result = choices.find(f"{W}default")
        at = whole(result.get(f"{W}val")) if result is not None else 0
        return entries[at] if 0 <= at < len(entries) else ""
    return ""


def shading(element, theme: dict[str, str]) -> str | None:
    """The colour of a w:shd, of a cell or of words. None for none and white."""
    if element is None:
        return None
    solid = element.get(f"{W}val") == "solid"
    name = element.get(f"{W}themeColor" if solid else f"{W}themeFill")
    kind = "theme" if solid else "themeFill"
    tint = element.get(f"{W}{kind}Tint")
    shade = element.get(f"{W}{kind}Shade")
    themed = _themed(theme, name, tint, shade)
    if themed is not None:
        return colours.visible(themed)
    return colours.plain(element.get(f"{W}color" if solid else f"{W}fill"))


def letter_colour(element, theme: dict[str, str]) -> str | None:
    if element is None:
        return None
    themed = _themed(
        theme,
        element.get(f"{W}themeColor"),
        element.get(f"{W}themeTint"),
        element.get(f"{W}themeShade"),
    )
    return colours.visible(themed) or colours.plain(element.get(f"{W}val"))


def _themed(theme, name, tint, shade) -> str | None:
    colour = colours.of_theme(theme, name)
    if colour is None:
        return None
    if tint and (part := _byte(tint)) is not None:
        return colours.lightened(colour, 1 - part)
    if shade and (part := _byte(shade)) is not None:
        return colours.lightened(colour, part - 1)
    return colour


def _byte(text: str) -> float | None:
    try:
        return max(0, min(255, int(text[:4], 16))) / 255
    except ValueError:
        return None
