"""Cells laid into a rectangle, whatever spans they claim."""

from actions.importers.reading.grid import Spot, lay
from actions.importers.reading.watch import Watch
from actions.importers.source import Line

from .making import texts


def laid(*spots, **facts):
    return lay(
        spots,
        key="t1",
        place="table 1",
        cell_place=lambda row, column: f"{row}/{column}",
        watch=Watch(),
        **facts,
    )


def spot(text, row, column, rows=1, columns=1, fill=None):
    return Spot(row, column, rows, columns, [Line(text)] if text else [], fill)


def test_all_rows_are_as_wide_and_empty_places_know_where_they_are():
    table = laid(spot("a", 0, 0), spot("b", 1, 2))
    assert texts(table) == [["a", "", ""], ["", "", "b"]]
    assert (table.grid[0][1].row, table.grid[0][1].column, table.grid[0][1].place) == (0, 1, "0/1")
    assert len(list(table.cells())) == 6


def test_two_cells_that_claim_one_place_keep_their_words_and_the_first_colour():
    table = laid(spot("a", 0, 0), spot("b", 0, 0, fill="FF0000"), spot("c", 0, 1))
    assert texts(table) == [["a\nb", "c"]]
    assert table.grid[0][0].fill == "FF0000"


def test_a_span_ends_before_the_next_cell_and_at_the_edge():
    table = laid(spot("a", 0, 0, rows=9, columns=3), spot("b", 0, 2), spot("c", 2, 1))
    assert texts(table) == [["a", "a", "b"], ["a", "a", ""], ["", "c", ""]]
    assert (table.grid[0][0].rows, table.grid[0][0].columns) == (2, 2)


def test_header_rows_are_no_more_than_there_are():
    assert laid(spot("a", 0, 0), header_rows=7).header_rows == 1
