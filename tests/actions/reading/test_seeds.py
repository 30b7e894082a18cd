"""The source documents are read with all their words, in their cells."""

import datetime
import re
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from actions.importers.reading import read_file

pytestmark = pytest.mark.seeds
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
WORD = sorted((SEEDS / "docx").glob("*.docx"))
EXCEL = sorted((SEEDS / "xlsx").glob("*.xlsx"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(path):
    return read_file(path.name, path.read_bytes())


def test_the_seeds_are_where_they_are_expected():
    assert (len(WORD), len(EXCEL)) == (5, 2), (
        f'The source documents are not in {SEEDS}. Leave the tests that need them out with -m "not '
        'seeds".'
    )


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.stem)
def test_every_word_of_a_word_document_is_read_in_order(path):
    body = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    expected = []
    for paragraph in body.iter(f"{W}p"):
        parts = [
            " " if element.tag == f"{W}br" else element.text or ""
            for element in paragraph.iter(f"{W}t", f"{W}br")
        ]
        expected += "".join(parts).split()
    found = []
    for block in read(path).blocks:
        for cell in block.cells() if hasattr(block, "grid") else [block]:
            for line in cell.lines if hasattr(cell, "lines") else [cell]:
                # Bullets that Word sets itself are no text of the file; typed ones are.
                if expected[len(found) : len(found) + 1] == [line.marker]:
                    found.append(line.marker)
                found += line.text.split()
    assert found == expected


@pytest.mark.parametrize("path", EXCEL, ids=lambda path: path.stem)
def test_every_word_of_a_workbook_is_read_as_it_is_shown(path):
    sheet = openpyxl.load_workbook(path).active
    expected = Counter()
    for row in sheet.iter_rows():
        for cell in row:
            value = cell.value
            if isinstance(value, datetime.datetime):
                value = {
                    "d.m.yy": f"{value.day}.{value.month}.{value:%y}",
                    "mmmm yyyy": f"{value:%B %Y}",
                    "mmmm yy": f"{value:%B %y}",
                }[cell.number_format]
            expected.update(str(value).split() if value is not None else ())
    found = Counter(read(path).words)
    found.update(
        line.marker
        for table in read(path).tables
        for cell in table.cells()
        for line in cell.lines
        if line.marker
    )
    assert found == expected


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("swindon-work-plan-2007-08.docx", [(67, 5)]),
        ("wandsworth-action-plan-2009-10.docx", [(84, 4)]),
        ("wandsworth-action-plan-2009-10-five-columns.docx", [(55, 5)]),
        ("wakefield-business-plan-2011-12.docx", [(17, 6), (6, 6), (5, 6), (9, 6), (8, 6)]),
    ],
)
def test_tables_have_the_rows_and_columns_of_the_document(name, shapes):
    tables = read(SEEDS / "docx" / name).tables
    assert [(len(table.grid), table.width) for table in tables] == shapes


def test_the_only_rating_of_a_plan_is_a_colour_without_words():
    tables = read(SEEDS / "docx" / "wandsworth-business-plan-2017-18.docx").tables
    assert len(tables) == 39
    assert {table.width for table in tables} == {7}
    orange = [cell for table in tables for cell in table.cells() if cell.fill == "FFC000"]
    assert [cell.text for cell in orange] == [""]


def test_dates_of_a_workbook_are_dates_and_texts():
    (table,) = read(SEEDS / "xlsx" / "wakefield-business-plan-2011-12.xlsx").tables
    dated = [cell for cell in table.cells() if cell.value is not None]
    assert len(dated) == 63
    for cell in dated:
        day, month, year = map(int, re.fullmatch(r"(\d+)\.(\d+)\.(\d\d)", cell.text).groups())
        assert cell.value == datetime.date(2000 + year, month, day)
