"""What must hold in every PDF we hand out, read back from the file.

A structural check, not a full validator: it finds what would make a document useless to a screen
reader or break PDF/UA-1 (ISO 14289-1) in ways that our templates could cause.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject


@dataclass
class Checked:
    """What was found, and what is wrong with it (nothing, in a good document)."""

    problems: list[str] = field(default_factory=list)
    pages: int = 0
    title: str = ""
    headings: list[int] = field(default_factory=list)  # their levels, in order
    bookmarks: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)  # their alternative texts
    fonts: set[str] = field(default_factory=set)
    tables: int = 0
    header_ids: set[str] = field(default_factory=set)


def check(pdf: bytes) -> Checked:
    """Read `pdf` and report what is there and what is missing."""
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    found = Checked(pages=len(reader.pages))
    say = found.problems.append

    if not str(root.get("/Lang", "")).startswith("en"):
        say("The document does not say its language.")
    found.title = (reader.metadata.title if reader.metadata else "") or ""
    if not found.title:
        say("The document has no title.")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        say("The title is not set to be shown.")
    if not root.get("/MarkInfo", {}).get("/Marked"):
        say("The document is not marked as tagged.")
    metadata = root.get("/Metadata")
    xmp = metadata.get_object().get_data().decode() if metadata is not None else ""
    if not re.search(r"pdfuaid:part(>|=\")\s*1", xmp):
        say("The metadata do not claim PDF/UA-1.")
    tree = root.get("/StructTreeRoot")
    if tree is None:
        say("There is no tree of tags.")
        return found
    for element in elements(tree.get_object()):
        _look_at(element, found)
    _check_headings(found)
    found.bookmarks = list(_bookmarks(reader.outline))
    if not found.bookmarks:
        say("There are no bookmarks.")
    _check_fonts(reader, found)
    return found


def _kids(element) -> Iterator[DictionaryObject]:
    kids = element.get("/K")
    if kids is None:
        return
    if isinstance(kids, IndirectObject):
        kids = kids.get_object()
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid


def elements(element) -> Iterator[DictionaryObject]:
    """Every tag below `element`, in reading order."""
    stack = list(_kids(element))[::-1]
    while stack:
        kid = stack.pop()
        yield kid
        stack.extend(list(_kids(kid))[::-1])


def _look_at(element, found: Checked) -> None:
    kind = element["/S"]
    if re.fullmatch(r"/H[1-6]", kind):
        found.headings.append(int(kind[2]))
    elif kind == "/Figure":
        alt = str(element.get("/Alt", "")).strip()
        found.figures.append(alt)
        if not alt:
            found.problems.append("A figure has no alternative text.")
    elif kind == "/Table":
        found.tables += 1
        _check_table(element, found)
    elif kind == "/L" and any(kid["/S"] not in ("/LI", "/L", "/Caption") for kid in _kids(element)):
        found.problems.append("A list holds something that is not an item.")


def _check_table(table, found: Checked) -> None:
    ids, cells, headers = set(), [], 0
    for element in elements(table):
        attributes = element.get("/A", {})
        if element["/S"] == "/TH":
            headers += 1
            if attributes.get("/Scope") not in ("/Column", "/Row", "/Both"):
                found.problems.append("A header cell of a table has no scope.")
            if not any(True for _ in _kids(element)):
                found.problems.append("A header cell of a table is empty.")
            ids.add(str(element.get("/ID", "")))
        elif element["/S"] == "/TD":
            cells.append([str(name) for name in attributes.get("/Headers", ())])
    if not headers:
        found.problems.append("A table has no header cells.")
    if any(not names for names in cells):
        found.problems.append("A cell of a table belongs to no header.")
    found.header_ids |= ids  # a table that runs over pages may name a header of the page before
    if any(name not in found.header_ids for names in cells for name in names):
        found.problems.append("A cell of a table names a header that is not there.")


def _check_headings(found: Checked) -> None:
    levels = found.headings
    if levels.count(1) != 1:
        found.problems.append(f"There are {levels.count(1)} headings of level 1, not one.")
    if levels and levels[0] != 1:
        found.problems.append("The first heading is not of level 1.")
    for before, after in itertools.pairwise(levels):
        if after > before + 1:
            found.problems.append(f"A heading of level {after} follows one of level {before}.")


def _bookmarks(outline) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(entry)
        else:
            yield entry.title


def _check_fonts(reader, found: Checked) -> None:
    seen = set()
    for page in reader.pages:
        for font in _fonts(page.get("/Resources", {}), seen):
            name = str(font.get("/BaseFont", ""))
            found.fonts.add(re.sub(r"^/?[A-Z]{6}\+", "", name).lstrip("/"))
            inner = font.get("/DescendantFonts")
            described = inner[0].get_object() if inner else font
            descriptor = described.get("/FontDescriptor", {})
            if font.get("/Subtype") != "/Type3" and not any(
                key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
            ):
                found.problems.append(f"The font {name} is not embedded.")


def _fonts(resources, seen) -> Iterator[DictionaryObject]:
    resources = resources.get_object()
    for reference in (resources.get("/Font") or {}).values():
        font = reference.get_object()
        if id(font) not in seen:
            seen.add(id(font))
            yield font
    for reference in (resources.get("/XObject") or {}).values():
        form = reference.get_object()
        if id(form) not in seen and "/Resources" in form:
            seen.add(id(form))
            yield from _fonts(form["/Resources"], seen)
