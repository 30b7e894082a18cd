"""The workbook as a whole: its parts in the zip, its sheets in order."""

from ...source import Line, Table
from .. import refusals
from ..archive import Archive
from ..markup import R, S, parse, related
from ..refusals import Unreadable
from ..sheets import blocks_of
from ..watch import Watch
from ..words import cleaned
from .looks import Looks
from .sheet import Reader
from .texts import shared_texts

PROGRAM = "Excel"
MOST_SHEETS = 500


def read_excel(archive: Archive, main: str, watch: Watch) -> list[Line | Table]:
    """The tables of all sheets, with the lines above and below them. Raises Unreadable."""
    root = parse(archive.read(main), program=PROGRAM)
    if root.tag != f"{S}workbook":
        raise Unreadable(refusals.DAMAGED.format(program=PROGRAM))
    links = related(archive, main, program=PROGRAM)
    parts = {}
    for kind, name in links.values():
        parts.setdefault(kind, name)
    looks = Looks(
        archive.read(parts["styles"]) if "styles" in parts else b"",
        archive.read(parts["theme"]) if "theme" in parts else b"",
    )
    about = root.find(f"{S}workbookPr")
    reader = Reader(
        looks,
        shared_texts(archive, parts.get("sharedStrings"), looks, watch),
        watch,
        from_1904=about is not None and about.get("date1904") in ("1", "true"),
    )
    blocks: list[Line | Table] = []
    missing = 0
    for element in root.findall(f"{S}sheets/{S}sheet")[:MOST_SHEETS]:
        kind, part = links.get(element.get(f"{R}id") or "", ("", ""))
        if kind not in ("worksheet", ""):
            continue  # a sheet that is a chart
        name = " ".join(cleaned(element.get("name") or "").split())[:100] or "without name"
        data = archive.read(part) if part else b""
        if not data:
            missing += 1
            continue
        number = sum(1 for block in blocks if isinstance(block, Table)) + 1
        found = blocks_of(reader.read(name, data), f"t{number}", watch)
        if found and (element.get("state") or "visible") != "visible":
            watch.say(f"The hidden sheet {name} was read as well.")
        blocks += found
        _say_comments(archive, part, watch)
    if missing and not blocks:
        raise Unreadable(refusals.DAMAGED.format(program=PROGRAM))
    if missing:
        watch.count(
            "{} sheet is missing from the file and could not be read.",
            "{} sheets are missing from the file and could not be read.",
            missing,
        )
    _say_formulas(reader, watch)
    return blocks


def _say_comments(archive: Archive, part: str, watch: Watch) -> None:
    for kind, name in related(archive, part, program=PROGRAM).values():
        if kind == "comments":
            root = parse(archive.read(name), program=PROGRAM)
            number = sum(1 for _ in root.iter(f"{S}comment"))
            watch.count("{} comment was left out.", "{} comments were left out.", number)


def _say_formulas(reader: Reader, watch: Watch) -> None:
    watch.count(
        "{} cell has a formula; what it showed when the file was saved was read.",
        "{} cells have formulas; what they showed when the file was saved was read.",
        reader.formulas - reader.results_missing,
    )
    watch.count(
        "{} cell has a formula without a result; the formula itself was read. Open the file in "
        "Excel and save it to have its result.",
        "{} cells have formulas without results; the formulas themselves were read. Open the file "
        "in Excel and save it to have their results.",
        reader.results_missing,
    )
    if reader.links:
        watch.say("Formulas that refer to other workbooks were not followed.")
    watch.count(
        "{} cell shows an error of Excel; it was read as it stands.",
        "{} cells show errors of Excel; they were read as they stand.",
        reader.errors,
    )
