"""Hundreds of broken variants of real and built files: a Source or a clear refusal, in time.

What nobody foresaw is written to the log (`reading.guard`), so an empty log shows that each
refusal was one that is known.
"""

import io
import random
import re
import time
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.styles import PatternFill

from actions.importers.reading import Unreadable, read_file
from actions.importers.source import Source

SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
FILES = sorted([*(SEEDS / "docx").glob("*.docx"), *(SEEDS / "xlsx").glob("*.xlsx")])
EACH = 6  # variants of each kind for each file: some 550 of the seeds and 150 of built ones
SLOWEST = 5.0  # seconds, where it takes a tenth of one otherwise
VALUES = (
    "",
    "-1",
    "0",
    "99999999999",
    "1e999",
    "NaN",
    "\ufffd",
    "A1:XFD1048576",
    "true",
    "x" * 999,
)


def built_word() -> bytes:
    document = docx.Document()
    document.add_heading("Priority 1", 1)
    table = document.add_table(12, 4)
    for number, line in enumerate(table.rows):
        for cell in line.cells:
            cell.text = f"Words of row {number}"
    table.cell(2, 0).merge(table.cell(4, 1))
    table.cell(5, 2).add_paragraph("One", style="List Bullet")
    table.cell(5, 2).add_paragraph("Two", style="List Number")
    return _saved(document)


def built_excel() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for number in range(12):
        sheet.append([number, f"Words {number}", 0.5, "=1+1", None])
    sheet["A3"].number_format = "d mmmm yyyy"
    sheet["B4"].fill = PatternFill("solid", fgColor="FFC000")
    sheet.merge_cells("B5:C7")
    book.create_sheet("Second").append(["a", "b"])
    return _saved(book)


def _saved(file) -> bytes:
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        # The older twin of the styles is never read, and it is the largest part.
        return {n: archive.read(n) for n in archive.namelist() if "WithEffects" not in n}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def xml_part(parts, chance):
    """A part to be broken, mostly the one that holds the plan."""
    main = [n for n in parts if re.search(r"document\.xml$|sheet\d*\.xml$|workbook\.xml$", n)]
    other = [n for n in parts if n.endswith((".xml", ".rels"))]
    return chance.choice(main if chance.random() < 0.6 else other)


def flipped(content, chance):
    found = bytearray(content)
    for _ in range(chance.choice((1, 3, 50))):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def truncated(content, chance):
    return content[: chance.randrange(len(content))]


def spliced(content, chance):
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:start] + content[end:]


def without_a_part(content, chance):
    parts = parts_of(content)
    del parts[chance.choice(list(parts))]
    return packed(parts)


def with_parts_swapped(content, chance):
    parts = parts_of(content)
    one, other = chance.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def with_a_part_renamed(content, chance):
    parts = parts_of(content)
    name = chance.choice(list(parts))
    parts[f"{name}.old"] = parts.pop(name)
    return packed(parts)


def with_bytes_of_a_part_changed(content, chance):
    parts = parts_of(content)
    name = xml_part(parts, chance)
    parts[name] = flipped(parts[name] or b"x", chance)
    return packed(parts)


def _tags(data):
    return [match.span() for match in re.finditer(rb"<[^>]*>", data[:60_000])]


def with_elements_swapped(content, chance):
    parts = parts_of(content)
    name = xml_part(parts, chance)
    tags = re.split(rb"(<[^>]*>)", parts[name])
    for _ in range(chance.choice((1, 5))):
        one, other = (2 * chance.randrange(len(tags) // 2) + 1 for _ in range(2))
        tags[one], tags[other] = tags[other], tags[one]
    parts[name] = b"".join(tags)
    return packed(parts)


def with_elements_renamed(content, chance):
    """Still well-formed, but a cell is a row, a row a paragraph, a value a formula…"""
    parts = parts_of(content)
    name = xml_part(parts, chance)
    names = sorted(set(re.findall(rb"<((?:\w+:)?\w+)", parts[name])))
    one, other = chance.choice(names), chance.choice(names)
    for start, end in ((b"<", b">"), (b"<", b" "), (b"<", b"/"), (b"</", b">")):
        parts[name] = parts[name].replace(start + one + end, start + other + end)
    return packed(parts)


def with_attributes_changed(content, chance):
    parts = parts_of(content)
    name = xml_part(parts, chance)
    names = sorted(set(re.findall(rb' ((?:\w+:)?\w+)="', parts[name]))) or [b"x"]
    attribute = chance.choice([n for n in names if not n.startswith(b"xmlns")] or names)
    value = chance.choice(VALUES).encode()
    parts[name] = re.sub(
        rb" " + attribute + rb'="[^"]*"',
        lambda _: b" " + attribute + b'="' + value + b'"',
        parts[name],
    )
    return packed(parts)


def with_elements_removed(content, chance):
    parts = parts_of(content)
    name = xml_part(parts, chance)
    names = sorted(set(re.findall(rb"<((?:\w+:)?\w+)", parts[name])))
    gone = chance.choice(names)
    parts[name] = re.sub(rb"</?" + gone + rb"(?:\s[^>]*)?/?>", b"", parts[name])
    return packed(parts)


def with_elements_repeated(content, chance):
    parts = parts_of(content)
    name = xml_part(parts, chance)
    spans = _tags(parts[name])
    empty = [span for span in spans if parts[name][span[1] - 2 : span[1]] == b"/>"]
    if empty:
        start, end = chance.choice(empty)
        piece = parts[name][start:end] * chance.choice((2, 100, 5000))
        parts[name] = parts[name][:start] + piece + parts[name][end:]
    return packed(parts)


def with_texts_changed(content, chance):
    parts = parts_of(content)
    name = xml_part(parts, chance)
    value = chance.choice(("", "\u202e", "&#9;", "_x0000_", "1E400", "-1", "•", "=", "9" * 400))
    parts[name] = re.sub(rb">([^<>]+)<", b">" + value.encode() + b"<", parts[name])
    return packed(parts)


WAYS = [
    flipped,
    truncated,
    spliced,
    without_a_part,
    with_parts_swapped,
    with_a_part_renamed,
    with_bytes_of_a_part_changed,
    with_elements_swapped,
    with_elements_renamed,
    with_attributes_changed,
    with_elements_removed,
    with_elements_repeated,
    with_texts_changed,
]


def outcome(name, content):
    """("read" or "refused", how long it took). Any other error fails the test."""
    start = time.perf_counter()
    try:
        found = read_file(name, content)
    except Unreadable as refusal:
        kind = "refused"
        said = refusal.message
    else:
        kind = "read" if isinstance(found, Source) else "neither"
        said = "."
    assert said.endswith(".")
    return kind, time.perf_counter() - start


def hold(name, content, way, caplog, each=EACH):
    for seed in range(each):
        broken = way(content, random.Random(f"{name} {way.__name__} {seed}"))  # noqa: S311
        kind, seconds = outcome(name, broken)
        assert kind in ("read", "refused")
        assert seconds < SLOWEST, f"variant {seed} took {seconds:.1f} s"
        unforeseen = [record.exc_text or record.getMessage() for record in caplog.records]
        assert unforeseen == [], f"variant {seed}"


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("build", [built_word, built_excel], ids=lambda build: build.__name__)
def test_variants_of_built_files(build, way, caplog):
    hold("plan", build(), way, caplog)


@pytest.mark.seeds
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_variants_of_the_seeds(way, caplog):
    assert len(FILES) == 7
    for path in FILES:
        hold(path.name, path.read_bytes(), way, caplog)


def test_the_ways_do_break_files():
    """Some variants are read and some refused: a way that changes nothing would prove nothing."""
    kinds = set()
    for way in WAYS:
        content = built_word()
        for seed in range(4):
            broken = way(content, random.Random(seed))  # noqa: S311
            assert broken != content or way is with_elements_repeated
            kinds.add(outcome("plan.docx", broken)[0])
    assert kinds == {"read", "refused"}
