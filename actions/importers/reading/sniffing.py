"""What a file is by its bytes, whatever its name says, and why most kinds are refused."""

import re

from . import refusals
from .archive import Archive
from .markup import related
from .refusals import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
PICTURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00",
)  # fmt: skip
PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ("an OpenDocument text", "Word", ".docx"),
    b"application/vnd.oasis.opendocument.spreadsheet": (
        "an OpenDocument spreadsheet",
        "Excel",
        ".xlsx",
    ),
}
SAVE_AS = (
    "This is {what}. Open it in {program}, choose Save as, {ending}, and upload the file you get."
)


def refuse_at_sight(content: bytes) -> None:
    """Raise Unreadable for what the first bytes already give away."""
    if not content.strip(b"\x00 \r\n\t"):
        raise Unreadable(refusals.EMPTY)
    if content.startswith(OLE):
        raise Unreadable(_compound(content))
    head = content[:1024]
    if b"%PDF-" in head:
        raise Unreadable(SAVE_AS.format(what="a PDF", program="Word", ending="Word document"))
    if head.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(
            SAVE_AS.format(what="a Rich Text file", program="Word", ending="Word document")
        )
    if head.startswith(PICTURES) or head[8:12] == b"WEBP" or head[4:8] == b"ftyp":
        raise Unreadable(refusals.PICTURE)
    if head.startswith(PACKED):
        raise Unreadable(refusals.OTHER_FORMAT.format(what="a packed file"))
    if head.startswith((b"MZ", b"\x7fELF")):
        raise Unreadable(refusals.OTHER_FORMAT.format(what="a program"))
    if b'progid="Word.Document"' in head or b"schemas.microsoft.com/office/word/2003" in head:
        raise Unreadable(
            SAVE_AS.format(what="a Word file as XML", program="Word", ending="Word document")
        )
    if b'progid="Excel.Sheet"' in head:
        raise Unreadable(
            SAVE_AS.format(what="an Excel file as XML", program="Excel", ending="Excel workbook")
        )
    if head.lstrip()[:13].lower() == b"mime-version:":
        raise Unreadable(
            SAVE_AS.format(
                what="a web page saved as one file",
                program="Word or Excel",
                ending="Word document or Excel workbook",
            )
        )


def _compound(content: bytes) -> str:
    """Files of old programs share one container; the names in its directory tell them apart."""

    def holds(word: str) -> bool:
        return word.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        return refusals.PROTECTED
    if holds("WordDocument"):
        return refusals.LEGACY.format(program="Word", old=".doc", ending=".docx")
    if holds("Workbook") or holds("Book"):
        return refusals.LEGACY.format(program="Excel", old=".xls", ending=".xlsx")
    if holds("PowerPoint Document"):
        return refusals.OTHER_FORMAT.format(what="a presentation")
    if holds("__substg1.0_") or holds("__nameid_version1.0"):
        return "This is an e-mail of Outlook. Save the document attached to it and upload that."
    return refusals.OTHER_FORMAT.format(what="a file of an old program")


def is_zip(content: bytes) -> bool:
    return content.startswith(ZIP)


def main_part(archive: Archive) -> tuple[str, str]:
    """("word" or "excel", the name of the part with the document itself). Raises Unreadable."""
    names = archive.names
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        word = any(name.startswith("word/") for name in names)
        raise Unreadable(
            refusals.MACROS.format(
                ending=".docx" if word else ".xlsx",
                kind="Word document" if word else "Excel workbook",
            )
        )
    if "xl/workbook.bin" in archive:
        raise Unreadable(refusals.LEGACY.format(program="Excel", old=".xlsb", ending=".xlsx"))
    if "mimetype" in archive:
        kind = archive.read("mimetype").strip()
        for start, (what, program, ending) in OPEN_DOCUMENT.items():
            if kind.startswith(start):
                raise Unreadable(SAVE_AS.format(what=what, program=program, ending=ending))
        raise Unreadable(refusals.OTHER_FORMAT.format(what="a file of another program"))
    main = ""
    if "_rels/.rels" in archive:
        for kind, name in related(archive, "", program="Word or Excel").values():
            if kind == "officeDocument":
                main = name
    for kind, usual in (("word", "word/document.xml"), ("excel", "xl/workbook.xml")):
        if main in archive and main.casefold().startswith(usual.partition("/")[0]):
            return kind, main
        if main not in archive and usual in archive:
            return kind, usual
    raise Unreadable(_other_zip(names, main))


def _other_zip(names: list[str], main: str) -> str:
    if any(name.startswith("ppt/") for name in names):
        return refusals.OTHER_FORMAT.format(what="a presentation")
    if any(name.endswith((".iwa", "index.apxl")) or name == "index.zip" for name in names):
        return (
            "This is a file of Apple Pages or Numbers. Choose File, Export to, Word or Excel, and "
            "upload the file you get."
        )
    if any(name.startswith(("word/", "xl/")) or name == "[content_types].xml" for name in names):
        return refusals.DAMAGED.format(program="Word or Excel")
    if any(name.endswith((".docx", ".xlsx", ".csv", ".doc", ".xls")) for name in names):
        return "This is a zip folder. Unpack it and upload the document that is in it."
    return refusals.OTHER_FORMAT.format(what="a zip folder without a document")


def is_page(text: str) -> bool:
    """Whether a text is HTML."""
    return (
        re.search(r"<(?:html|table|body|!doctype html)\b", text[:5000], re.IGNORECASE) is not None
    )
