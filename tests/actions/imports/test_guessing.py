"""What a file says of itself, and that what is kept of it comes back as it was."""

import datetime

import pytest

from actions.importers.guessing import guess_period, guess_title
from actions.importers.kept import pack, unpack
from actions.importers.reading import read_file
from actions.importers.source import Cell, Line, Source, Table

from .word import word_plan

DAY = datetime.date
OTHERWISE = (DAY(2000, 4, 1), DAY(2001, 3, 31))


def source(*lines, title="", name="plan.docx", cells=()):
    table = Table(
        "t1",
        tuple((Cell((Line(text),), row, 0),) for row, text in enumerate(cells)),
    )
    blocks = [Line(text) if isinstance(text, str) else text for text in lines]
    return Source("word", name, "0" * 64, (*blocks, table), title)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Business Plan 2024/25", (DAY(2024, 4, 1), DAY(2025, 3, 31))),
        ("Business plan 2024-2025", (DAY(2024, 4, 1), DAY(2025, 3, 31))),
        ("Strategic plan 2023 – 26", (DAY(2023, 4, 1), DAY(2026, 3, 31))),
        ("Work plan, April 2007 to March 2008", (DAY(2007, 4, 1), DAY(2008, 3, 31))),
        ("Plan: 1st January 2025 – 31st December 2025", (DAY(2025, 1, 1), DAY(2025, 12, 31))),
        ("Plan of 2022", (DAY(2022, 4, 1), DAY(2023, 3, 31))),
        ("Plan", OTHERWISE),
        ("Updated 13/07/09", OTHERWISE),
        ("Strategy 1999 to 2020", OTHERWISE),
    ],
)
def test_the_years_that_a_heading_names(said, expected):
    found = guess_period(source(said, name="file.docx"), otherwise=OTHERWISE)
    if said.startswith("Strategy"):  # too long for a plan: the first year counts
        expected = (DAY(1999, 4, 1), DAY(2000, 3, 31))
    assert found == expected


def test_a_year_of_the_boards_own():
    found = guess_period(source("Plan 2025-26"), year_start_month=1, otherwise=OTHERWISE)
    assert found == (DAY(2025, 1, 1), DAY(2026, 12, 31))


def test_without_a_heading_the_dates_inside_tell():
    cells = ["by June 2021", "September 2021", "January 2022", "a law of 1989"]
    found = guess_period(source("Plan", cells=cells), otherwise=OTHERWISE)
    assert found == (DAY(2021, 4, 1), DAY(2022, 3, 31))


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (source("Riverside", Line("Our business plan", heading=1)), "Our business plan"),
        (source("Riverside", title="Safeguarding plan 2026"), "Safeguarding plan 2026"),
        (source("Riverside", name="our_plan_v3.docx"), "Our plan v3"),
        (source("This plan says what we will do."), "Plan"),
    ],
)
def test_what_the_plan_is_called(made, expected):
    assert guess_title(made) == expected


def test_what_is_kept_comes_back_as_it_was():
    read = read_file("plan.docx", word_plan())
    again = unpack(pack(read))
    assert again == read
    merged = Cell((Line("Both"),), 0, 0, rows=2, fill="FF0000", value=DAY(2026, 4, 1))
    one = Source("excel", "x.xlsx", "", (Table("t1", ((merged,), (merged,))),), remarks=("A",))
    again = unpack(pack(one))
    assert again == one
    assert again.tables[0].grid[0][0] is again.tables[0].grid[1][0]
    assert unpack(pack({"format": "boardplan/1"})) == {"format": "boardplan/1"}
