"""The frame of a Word document: page, styles, language, page numbers, properties."""

import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips

from subgroups.colours import CONTRAST_NEEDED, contrast_with_white
from subgroups.models import Board

from ..told import INK, LINE, SOFT, WASH, clean
from .pieces import add

FONT = "Arial"  # on every machine that opens Word files, or measured like it
MARGIN, LONG, SHORT = 15, 297, 210  # millimetres of A4
TWIPS = 1440 / 25.4  # a millimetre
WIDTH = int((LONG - 2 * MARGIN) * TWIPS)

# name: (size in points, bold, colour, space before, space after)
_STYLES = {
    "Title": (22, True, "board", 0, 2),
    "Heading 1": (15, True, "board", 14, 4),
    "Heading 2": (12, True, "board", 12, 3),
    "Normal": (10.5, False, INK, 0, 6),
    "Subtitle": (10.5, False, SOFT, 0, 2),
    "List Bullet": (10.5, False, INK, 0, 3),
    "Table Text": (8.5, False, INK, 0, 2),
    "Table Heading": (8.5, True, INK, 0, 2),
    "Table Outcome": (9, True, INK, 1, 2),
    "Table Note": (8, False, SOFT, 1, 1),
    "Table Bullet": (8.5, False, INK, 0, 2),
    "After Table": (1, False, INK, 0, 0),
}


def new_document(board: Board, *, title: str, subject: str, footer: str) -> WordDocument:
    """An empty document, A4 across, in British English, by the board."""
    document = Document()
    for element in list(document.element.body.iterchildren(qn("w:p"))):
        document.element.body.remove(element)
    _page(document, footer)
    _styles(document, board)
    _language(document)
    about = document.core_properties
    about.title, about.subject = clean(title)[:255], clean(subject)[:255]
    about.author = about.last_modified_by = clean(board.name)[:255]
    about.comments = about.keywords = about.category = ""
    about.language = "en-GB"
    about.created = about.modified = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    return document


def board_colour(board: Board) -> str:
    """The board's colour as "RRGGBB"; ink where it is too pale for words."""
    readable = contrast_with_white(board.colour) >= CONTRAST_NEEDED
    return board.colour.lstrip("#").upper() if readable else INK


def _page(document: WordDocument, footer: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(LONG), Mm(SHORT)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin, section.bottom_margin = Mm(MARGIN), Mm(18)
    section.header_distance = section.footer_distance = Mm(9)
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{clean(footer)}\tPage ")
    _field(paragraph._p, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph._p, "NUMPAGES")


def _field(paragraph, instruction: str) -> None:
    field = add(paragraph, "fldSimple", instr=instruction)
    add(add(field, "r"), "t").text = "1"


def _styles(document: WordDocument, board: Board) -> None:
    styles = document.styles
    for name, (size, bold, colour, before, after) in _STYLES.items():
        if name not in styles:
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.element.set(qn("w:styleId"), name.replace(" ", ""))
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(
            board_colour(board) if colour == "board" else colour
        )
        about = style.element.get_or_add_rPr()
        for fonts in about.findall(qn("w:rFonts")):
            about.remove(fonts)
        for spacing in about.findall(qn("w:spacing")):  # letters pulled apart in titles
            about.remove(spacing)
        style.font.name = FONT
        about.rFonts.set(qn("w:cs"), FONT)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.1
        if name.startswith(("Heading", "Title")):
            shape.keep_with_next = True
            for border in style.element.pPr.findall(qn("w:pBdr")):
                style.element.pPr.remove(border)
    for name in ("Table Heading", "Table Outcome"):
        styles[name].paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        style = styles[name]
        style.font.size, style.font.color.rgb = Pt(8), RGBColor.from_string(SOFT)
        for tabs in style.element.pPr.findall(qn("w:tabs")):  # those of a page upright
            style.element.pPr.remove(tabs)
        style.paragraph_format.tab_stops.add_tab_stop(Twips(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _bullets(document, "List Bullet", 284)
    _bullets(document, "Table Bullet", 170)
    styles.element.append(parse_xml(_TABLE_STYLE))


def _bullets(document: WordDocument, style_name: str, indent: int) -> None:
    """A list of its own for a style, so that a paragraph in this style is a real list item."""
    numbering = document.part.numbering_part.element
    number = 100 + len(numbering.findall(qn("w:abstractNum")))
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        '<w:multiLevelType w:val="hybridMultilevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        f'<w:pStyle w:val="{style_name.replace(" ", "")}"/>'
        '<w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr>'
        f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/></w:rPr>'
        "</w:lvl></w:abstractNum>"
    )
    numbering.insert(0, abstract)  # before every w:num, as the schema wants it
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        )
    )
    about = document.styles[style_name].element.get_or_add_pPr()
    about.get_or_add_numPr().get_or_add_numId().val = number


def _language(document: WordDocument) -> None:
    for part in (document.styles.element, document.settings.element):
        for element in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            element.set(qn("w:val"), "en-GB")
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says "Compatibility Mode" in its title


_TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlanTable">
<w:name w:val="Plan Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
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
