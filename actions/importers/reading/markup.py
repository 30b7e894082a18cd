"""XML from strangers: no document types, no entities, nothing fetched, no endless trees."""

import io
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from . import refusals
from .archive import Archive
from .refusals import Unreadable

# Tags and attributes of one part; a plan of 300 actions has a tenth. They bound the memory that
# a tree takes, because short tags grow to forty times their size.
MOST_TAGS, MOST_ATTRIBUTES = 1_500_000, 1_000_000
STREAMED = 3  # times as many where most are forgotten at once
ENCODINGS = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii", "iso-8859-1"}
DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# "Strict Open XML", a choice in Word's and Excel's save dialog, has other names for the same.
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DC = "{http://purl.org/dc/elements/1.1/}"


def parse(data: bytes, *, program: str):
    """The root element of a part. Raises Unreadable for what is broken or not innocent."""
    data = checked(data, program=program)
    _not_endless(data, 1)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise Unreadable(refusals.DAMAGED.format(program=program)) from problem
    if root is None:
        raise Unreadable(refusals.DAMAGED.format(program=program))
    return root


def walk(data: bytes, tags: tuple[str, ...], *, program: str) -> Iterator:
    """Elements with these tags as they end, each forgotten once it was looked at."""
    data = checked(data, program=program)
    _not_endless(data, STREAMED)
    try:
        steps = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _event, element in steps:
            yield element
            element.clear(keep_tail=False)
            above = element.getparent()
            while above is not None and element.getprevious() is not None:
                del above[0]
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise Unreadable(refusals.DAMAGED.format(program=program)) from problem


def _not_endless(data: bytes, times: int) -> None:
    if data.count(b"<") > times * MOST_TAGS or data.count(b"=") > times * MOST_ATTRIBUTES:
        raise Unreadable(refusals.TOO_INTRICATE)


def checked(data: bytes, *, program: str) -> bytes:
    """The part as UTF-8 in the usual names, once it is known to declare no entities."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in data[:4]:
        try:
            text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le")
        except UnicodeDecodeError as problem:
            raise Unreadable(refusals.DAMAGED.format(program=program)) from problem
        text = re.sub(r"^\s*<\?xml[^>]{0,200}?\?>", "", text, count=1)
        data = text.encode("utf-8", "replace")
    declared = DECLARED.match(data[:400])
    if declared and declared[1].decode().lower() not in ENCODINGS:
        raise Unreadable(refusals.STRANGE.format(program=program))
    if FORBIDDEN.search(data):
        raise Unreadable(refusals.STRANGE.format(program=program))
    if b"http://purl.oclc.org/ooxml/" in data[:20_000]:
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
    return data


def related(archive: Archive, part: str, *, program: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside the file: {id: (kind, name)}. Links to elsewhere are left out.

    kind is the last word of the relationship's type: "styles", "numbering", "worksheet".
    """
    folder, _, name = part.rpartition("/")
    data = archive.read(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if not data:
        return {}
    found = {}
    for element in parse(data, program=program):
        target = element.get("Target") or ""
        if element.get("TargetMode") == "External" or not target:
            continue
        whole = target if target.startswith("/") else posixpath.join("/", folder, target)
        kind = (element.get("Type") or "").rpartition("/")[2]
        found[element.get("Id") or str(len(found))] = (kind, posixpath.normpath(whole).lstrip("/"))
    return found


def switched_on(element) -> bool:
    """Whether an on/off element (`<w:b/>`, `<w:b w:val="0"/>`) says yes. None says no."""
    if element is None:
        return False
    value = element.get(f"{W}val", element.get("val"))
    return value not in ("0", "false", "off", "none")


def whole(text: str | None, default: int = 0) -> int:
    """A number from an attribute, or the default for anything that is none (of nine digits)."""
    text = (text or "").strip()
    if re.fullmatch(r"[+-]?[0-9]{1,9}", text, re.ASCII):
        return int(text)
    return default
