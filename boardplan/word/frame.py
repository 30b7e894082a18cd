"""The frame of a Word document: pages, styles, language, lists, page numbers, properties."""

import datetime
import io
from collections.abc import Iterable

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from ..office import ALERT, INK, LINE, SOFT, WASH, clean
from .pieces import LEVELS, Drawing, Grid, Links, Run, Words, add, paragraph

FONT = "Arial"  # on every machine that opens Word files, or measured like it
LONG, SHORT = 297, 210  # millimetres of A4
MARGIN, WIDE_MARGIN = 20, 15
TWIPS = 1440 / 25.4  # a millimetre

# name: (size in points, bold, colour, space before, space after)
_STYLES = {
    "Title": (28, True, INK, 6, 8),
    "Subtitle": (13, False, SOFT, 0, 4),
    "Heading 1": (18, True, "board", 12, 6),
    "Heading 2": (14, True, "board", 14, 4),
    "Heading 3": (12, True, INK, 12, 3),
    "Heading 4": (11, True, INK, 10, 3),
    "Heading 5": (10.5, True, SOFT, 8, 3),
    "Normal": (10.5, False, INK, 0, 6),
    "List Bullet": (10.5, False, INK, 0, 3),
    "List Number": (10.5, False, INK, 0, 3),
    "Caption": (9.5, True, INK, 8, 3),
    "Contents Heading": (18, True, "board", 0, 6),
    "Contents 1": (10.5, True, INK, 3, 1),
    "Contents 2": (10.5, False, INK, 0, 1),
    "Note": (9, False, SOFT, 0, 4),
    "Draft Mark": (13, True, ALERT, 6, 6),
    "Table Text": (9, False, INK, 0, 2),
    "Table Heading": (9, True, INK, 0, 2),
    "Table Group": (9.5, True, INK, 1, 2),
    "Table Note": (8, False, SOFT, 1, 1),
    "Table Bullet": (9, False, INK, 0, 2),
    "Table Number": (9, False, INK, 0, 2),
    "Table Figure": (9, False, INK, 0, 2),
    # Next to no height: below a table that fills its page it would make an empty page of its own.
    "After Table": (1, False, INK, 0, 8),
}
_LISTS = {"List Bullet": ("•", 284), "Table Bullet": ("•", 170)}
_NUMBERS = {"List Number": 340, "Table Number": 284}


class Frame:
    """A document that is written from the top. Upright A4 unless `wide`.

    colour: the board's, "RRGGBB", readable on white. draft: whether each page says so.
    """

    def __init__(self, *, title, subject, author, colour, header, wide=False, draft=False):
        self._document = Document()
        self._body = self._document.element.body
        for element in list(self._body.iterchildren(qn("w:p"))):
            self._body.remove(element)
        self.links = Links(self._document.part)
        self._wide = wide
        _measure(self._document.sections[0], wide=wide)
        _styles(self._document, colour)
        self.links.lists = {name: _bullets(self._document, name) for name in _LISTS}
        self._numbered = {name: _numbers(self._document, name) for name in _NUMBERS}
        _language(self._document)
        _running(self._document.sections[0], header, draft=draft)
        about = self._document.core_properties
        about.title, about.subject = clean(title)[:255], clean(subject)[:255]
        about.author = about.last_modified_by = clean(author)[:255]
        about.comments = about.keywords = about.category = ""
        about.language = "en-GB"
        now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        about.created = about.modified = now

    @property
    def width(self) -> int:
        """What stands beside each other on a page, in twentieths of a point."""
        side, margin = (LONG, WIDE_MARGIN) if self._wide else (SHORT, MARGIN)
        return int((side - 2 * margin) * TWIPS)

    def add(self, *pieces: Words | Grid | Drawing) -> None:
        """Paragraphs, tables and pictures, one below the other."""
        for each in pieces:
            if isinstance(each, Grid):
                self.table(each)
            elif isinstance(each, Drawing):
                self.picture(each)
            else:
                paragraph(self._body, each, self.links)
                self._body.sectPr.addprevious(self._body[-1])

    def table(self, grid: Grid) -> None:
        """A table, and the paragraph that Word wants between two of them."""
        self._body.sectPr.addprevious(grid.element)
        self.add(Words((), "After Table"))

    def grid(self, shares: Iterable[float], *, title: str, **more) -> Grid:
        """A table as wide as the page, its columns in these proportions."""
        shares = list(shares)
        widths = [int(self.width * share / sum(shares)) for share in shares]
        widths[-1] += self.width - sum(widths)
        return Grid(widths, title=title, links=self.links, **more)

    def new_list(self, style: str = "List Number") -> int:
        """A numbered list that begins with 1: for `Words.number`."""
        numbering = self._document.part.numbering_part.element
        number = 1 + max(int(each.get(qn("w:numId"))) for each in numbering.findall(qn("w:num")))
        restarts = "".join(
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
            for level in range(LEVELS)
        )
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}">'
                f'<w:abstractNumId w:val="{self._numbered[style]}"/>{restarts}</w:num>'
            )
        )
        return number

    def turn(self, *, wide: bool) -> None:
        """Go on on pages of the other direction, if that is another one."""
        if wide == self._wide:
            return
        self._wide = wide
        _measure(self._document.add_section(WD_SECTION.NEW_PAGE), wide=wide)

    def contents(self, lines: Iterable[tuple[int, str, str]]) -> None:
        """The contents as a field that Word brings up to date, filled with (level, title,
        bookmark) so that they are there in any program; page numbers come with Word's update."""
        lines = list(lines) or [(1, "", "")]
        for place, (level, title, anchor) in enumerate(lines):
            runs = (Run(title, href=f"#{anchor}"),) if anchor else ()
            self.add(Words(runs, f"Contents {min(level, 2)}"))
            element = self._body.sectPr.getprevious()
            if place == 0:
                _field_begin(element)
            if place == len(lines) - 1:
                add(add(element, "r"), "fldChar", fldCharType="end")

    def picture(self, drawing: Drawing) -> None:
        element = self._document.add_paragraph()
        element.paragraph_format.keep_with_next = drawing.keep_next or None
        run = element.add_run()
        shape = run.add_picture(io.BytesIO(drawing.data), height=Mm(drawing.height_mm))
        about = shape._inline.docPr
        about.set("descr", clean(drawing.alternative))
        about.set("title", clean(drawing.alternative)[:255])
        self._body.sectPr.addprevious(run._r.getparent())

    def saved(self) -> bytes:
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()


def _field_begin(element) -> None:
    """The first half of a field of contents, before what the paragraph holds so far."""
    first = len(element.findall(qn("w:pPr")))
    for place, (tag, attributes, text) in enumerate(
        (
            ("fldChar", {"fldCharType": "begin"}, None),
            ("instrText", {}, ' TOC \\o "1-2" \\h \\z \\u '),
            ("fldChar", {"fldCharType": "separate"}, None),
        )
    ):
        run = add(element, "r")
        add(run, tag, **attributes).text = text
        element.remove(run)
        element.insert(first + place, run)


def _measure(section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    width, height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(WIDE_MARGIN if wide else MARGIN)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)
    section.header_distance = section.footer_distance = Mm(9)


def _running(section, header: str, *, draft: bool) -> None:
    """What stands above and below every page; without tabs, so that it fits both directions."""
    section.header.paragraphs[0].add_run(clean(header))
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if draft:
        footer.add_run("Draft").bold = True
        footer.add_run("   ")
    footer.add_run("Page ")
    _number(footer._p, "PAGE")
    footer.add_run(" of ")
    _number(footer._p, "NUMPAGES")


def _number(element, instruction: str) -> None:
    field = add(element, "fldSimple", instr=instruction)
    add(add(field, "r"), "t").text = "1"


def _styles(document, colour: str) -> None:
    styles = document.styles
    for name, (size, bold, ink, before, after) in _STYLES.items():
        if name not in styles:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.element.set(qn("w:styleId"), name.replace(" ", ""))
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour if ink == "board" else ink)
        about = style.element.get_or_add_rPr()
        for tag in ("w:rFonts", "w:spacing", "w:caps"):  # of the template that python-docx brings
            for element in about.findall(qn(tag)):
                about.remove(element)
        style.font.name = FONT
        about.rFonts.set(qn("w:cs"), FONT)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.1
        if name.startswith(("Heading", "Title", "Caption", "Contents Heading")):
            shape.keep_with_next = True
            for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
                style.element.pPr.remove(border)
    for name in ("Table Heading", "Table Group"):
        styles[name].paragraph_format.keep_with_next = True
    styles["Table Figure"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    styles["Contents 2"].paragraph_format.left_indent = Mm(6)
    for name in ("Header", "Footer"):
        styles[name].font.size = Pt(8)
        styles[name].font.color.rgb = RGBColor.from_string(SOFT)
        styles[name].font.name = FONT
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string("1A4F86"), True
    styles.element.append(parse_xml(_TABLE_STYLE))


def _bullets(document, name: str) -> int:
    mark, indent = _LISTS[name]
    return _list(document, name, indent, form="bullet", texts=[mark, "–", mark, "–"])


def _numbers(document, name: str) -> int:
    """The pattern of a numbered list; each list is an instance of it, or numbers would go on."""
    texts = ["%1.", "%2.", "%3.", "%4."]
    return _list(document, name, _NUMBERS[name], form="decimal", texts=texts)


def _list(document, style: str, indent: int, *, form: str, texts: list[str]) -> int:
    """A list of its own for a style, so that a paragraph in this style is a real list item."""
    numbering = document.part.numbering_part.element
    number = 100 + len(numbering.findall(qn("w:abstractNum")))
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        + (f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if level == 0 else "")
        + f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent * (level + 1)}" w:hanging="{indent}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/></w:rPr></w:lvl>'
        for level, text in enumerate(texts)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(0, abstract)  # before every w:num, as the schema wants it
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        )
    )
    about = document.styles[style].element.get_or_add_pPr()
    about.get_or_add_numPr().get_or_add_numId().val = number
    return number


def _language(document) -> None:
    for part in (document.styles.element, document.settings.element):
        for element in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            element.set(qn("w:val"), "en-GB")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says "Compatibility Mode" in its title


_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="BoardTable">
<w:name w:val="Board Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
<w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="4" w:color="{LINE}"/><w:left w:val="single" w:sz="4" w:color="{LINE}"/>
<w:bottom w:val="single" w:sz="4" w:color="{LINE}"/>
<w:right w:val="single" w:sz="4" w:color="{LINE}"/>
<w:insideH w:val="single" w:sz="4" w:color="{LINE}"/>
<w:insideV w:val="single" w:sz="4" w:color="{LINE}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="85" w:type="dxa"/>
<w:bottom w:w="30" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{WASH}"/>
</w:tcPr></w:tblStylePr></w:style>"""
