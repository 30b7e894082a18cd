"""Files that agencies send: what they are is read from what is in them, never from their name."""

import io
import re
import zipfile

from django.conf import settings

from boardplan.errors import RuleBroken

from .models import Attachment

KIND = Attachment.Kind
CONTENT_TYPES = {
    KIND.PDF: "application/pdf",
    KIND.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST = 5  # files of one contribution
UNPACKED = 100_000_000  # bytes that a Word file may come to
_PARTS = 5_000

NEITHER = "This file is neither a PDF nor a Word document (.docx). Save it as one of them."
MACROS = "This Word document has macros. Save it as a plain .docx, or as PDF."


def read_file(upload) -> tuple[bytes, str, str]:
    """(content, kind, name) of an upload. Raises RuleBroken with what to do."""
    if upload.size > settings.MAX_ATTACHMENT_BYTES:
        largest = settings.MAX_ATTACHMENT_BYTES / 1_000_000
        raise RuleBroken(
            f"The file is larger than {largest:g} MB. Make it smaller, or send the address "
            "of where it can be read.",
            field="file",
        )
    upload.seek(0)
    content = upload.read()
    kind = _kind_of(content)
    return content, kind, _name(upload.name, kind)


def _kind_of(content: bytes) -> str:
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2_048:]:
        return KIND.PDF
    if not content.startswith(b"PK\x03\x04"):
        raise RuleBroken(NEITHER, field="file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as broken:
        raise RuleBroken(NEITHER, field="file") from broken
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise RuleBroken(NEITHER, field="file")
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise RuleBroken(
            "This Word document is too large once it is unpacked. Save it as PDF.", field="file"
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RuleBroken(MACROS, field="file")
    return KIND.WORD


def _name(name: str, kind: str) -> str:
    """A name that any machine can keep, with the ending of what the file is."""
    stem = re.sub(
        r"\.(?:pdf|docx?|zip)$", "", name.replace("\\", "/").rsplit("/", 1)[-1], flags=re.I
    )
    stem = " ".join(re.sub(r"[^\w()&,.’'-]+", " ", stem).split()).strip(" .")[:100].strip(" .")
    return f"{stem or 'report'}.{KIND(kind).value}"
