"""Files made by hand, so that a test shows the very elements it is about."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    '<a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1>'
    '<a:accent2><a:srgbClr val="ED7D31"/></a:accent2>'
    '<a:accent3><a:srgbClr val="A5A5A5"/></a:accent3>'
    '<a:accent4><a:srgbClr val="FFC000"/></a:accent4>'
    '<a:accent5><a:srgbClr val="5B9BD5"/></a:accent5>'
    '<a:accent6><a:srgbClr val="70AD47"/></a:accent6>'
    "</a:clrScheme></a:themeElements></a:theme>"
)


def zipped(parts: dict, *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(**targets: str) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{key.rstrip("0123456789")}" Target="{target}"/>'
        for key, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def word_parts(body: str, **parts: str) -> dict:
    """The parts of a .docx. parts: styles, numbering, theme, footnotes, header, comments, core."""
    found = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="word/document.xml"),
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(**{key: f"{key}.xml" for key in parts}),
    }
    for key, content in parts.items():
        root = {"footnotes": "footnotes", "endnotes": "endnotes", "header": "hdr"}.get(key, key)
        found[f"word/{key}.xml"] = (
            content if key == "theme" else f"<w:{root} {NAMES}>{content}</w:{root}>"
        )
    return found


def docx(body: str, **parts: str) -> bytes:
    return zipped(word_parts(body, **parts))


def p(text: str = "", properties: str = "", look: str = "") -> str:
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def tc(inside: str = "", properties: str = "") -> str:
    """A cell: a text, or elements of its own."""
    inside = inside if inside.startswith("<") else p(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    inside = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str, widths: tuple = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def xlsx_parts(
    *sheets: str, styles: str = "", shared: tuple = (), states: tuple = (), **about
) -> dict:
    """The parts of a .xlsx. Each sheet: the XML inside <worksheet>, or only rows."""
    targets = {f"worksheet{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)}
    listed = "".join(
        f'<sheet name="{about.get("names", {}).get(n, f"Sheet{n}")}" sheetId="{n}" '
        f'state="{dict(states).get(n, "visible")}" r:id="worksheet{n}"/>'
        for n in range(1, len(sheets) + 1)
    )
    found = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{OFFICE}">'
        f'<workbookPr date1904="{about.get("date1904", 0)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            **targets, styles="styles.xml", sharedStrings="sharedStrings.xml", theme="theme.xml"
        ),
        "xl/theme.xml": THEME,
        "xl/styles.xml": f'<styleSheet xmlns="{S}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{S}">'
        + "".join(f"<si>{text}</si>" for text in shared)
        + "</sst>",
    }
    for number, sheet in enumerate(sheets, 1):
        inside = sheet if "<sheetData" in sheet else f"<sheetData>{sheet}</sheetData>"
        found[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{S}" xmlns:r="{OFFICE}">{inside}</worksheet>'
        )
    return found


def xlsx(*sheets: str, **about) -> bytes:
    return zipped(xlsx_parts(*sheets, **about))


def c(address: str, text: str = "", style: int = 0, **more) -> str:
    """A cell with a text of its own."""
    inside = f'<is><t xml:space="preserve">{text}</t></is>' if text else ""
    return f'<c r="{address}" s="{style}" t="inlineStr">{inside}</c>'


def n(address: str, value, style: int = 0, kind: str = "n", formula: str = "") -> str:
    """A cell with a number, or of another kind."""
    formula = f"<f>{formula}</f>" if formula else ""
    value = f"<v>{value}</v>" if value != "" else ""
    return f'<c r="{address}" s="{style}" t="{kind}">{formula}{value}</c>'


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}" {more}>{"".join(cells)}</row>'


def texts(table) -> list[list[str]]:
    """A table as its texts, merged cells at each place."""
    return [[cell.text for cell in row] for row in table.grid]
