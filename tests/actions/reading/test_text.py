"""CSV files and pasted text: letters, separators, tables drawn with signs."""

import io
from csv import QUOTE_ALL, writer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.importers.reading import Unreadable, read_file, read_paste
from actions.importers.reading.plain import BLANK
from actions.importers.reading.words import SURE, cleaned
from actions.importers.source import Source, Table

from .making import answer, nothing_unforeseen, texts

PLAN = "Ref;Action;Lead\n1.1;Café – £5;Police\n"
ROWS = [["Ref", "Action", "Lead"], ["1.1", "Café – £5", "Police"]]


def csv(content, name="plan.csv"):
    return read_file(name, content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_any_encoding(encoding):
    source = csv(PLAN.encode(encoding))
    assert [texts(table) for table in source.tables] == [ROWS]
    assert source.kind == "csv"
    assert bool(source.remarks) == (encoding == "cp1252")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator(separator, end):
    text = PLAN.replace(";", separator).replace("\n", end)
    assert [texts(table) for table in csv(text).tables] == [ROWS]


def test_the_separator_is_not_what_sentences_are_full_of():
    text = 'Ref;Action;Lead\n1;Review, amend, agree;Police, Health\n2;Train;All\n3;"a;b";c\n'
    assert texts(csv(text).tables[0])[1:] == [
        ["1", "Review, amend, agree", "Police, Health"],
        ["2", "Train", "All"],
        ["3", "a;b", "c"],
    ]


def test_quotation_marks_that_are_left_over_tell_a_wrong_separator():
    assert texts(csv('"","|"\n"","","0"\n').tables[0]) == [["|", ""], ["", "0"]]


def test_quoted_breaks_are_lines_with_their_bullets():
    source = csv('Action,Lead\r\n"Agree:\r\n• one\r\n• ""two""",Police\r\n')
    cell = source.tables[0].grid[1][0]
    assert [(line.text, line.level) for line in cell.lines] == [
        ("Agree:", None),
        ("one", 0),
        ('"two"', 0),
    ]
    assert cell.place == "row 2, column 1"


def test_a_quotation_mark_that_is_never_closed_swallows_nothing():
    text = 'a,b\n"c,d\n' + "e,f\n" * 500
    table = csv(text).tables[0]
    assert len(table.grid) == 502
    assert texts(table)[1:3] == [['"c', "d"], ["e", "f"]]
    short = csv('a,b\n"c,d\ne,f\n').tables[0]
    assert texts(short) == [["a", "b"], ['"c', "d"], ["e", "f"]]
    long = csv('a,b\n"' + "c d " * 30_000 + "\n" + "e,f\n" * 2000).tables[0]
    assert texts(long)[-1] == ["e", "f"]
    with pytest.raises(Unreadable, match="far more intricate"):
        csv('a,b\n"' + "c" * 200_000)


def test_what_excel_adds_is_cut():
    source = csv("sep=,\nPlan 2024,,,\n,,,\nRef,Action,,\n1,Do it,,\n,,,\n,,,\n")
    line, table = source.blocks
    assert line.text == "Plan 2024"
    assert texts(table) == [["Ref", "Action"], ["1", "Do it"]]


def test_a_file_of_words_has_no_table():
    source = csv("Only words\nwithout a table.")
    assert [block.text for block in source.blocks] == ["Only words", "without a table."]


def test_nothing_that_cannot_be_stored_is_kept():
    assert texts(csv(b"a\x00b,c\x07\n" + b"1,2\n" * 99).tables[0])[0] == ["ab", "c"]


def pasted(text):
    return read_paste(text=text)


def test_tabs_from_a_spreadsheet():
    source = pasted('Ref\tAction\n1\t"one\ntwo"\n\tthree\n')
    assert texts(source.tables[0]) == [["Ref", "Action"], ["1", "one\ntwo"], ["", "three"]]
    assert (source.kind, source.name) == ("paste", "pasted table")


def test_markdown():
    source = pasted(
        "# Plan\n\n| Ref | Action |\n|:----|-----:|\n| 1 | **Do** a \\| b<br>c |\n| 2 | |\n\nEnd"
    )
    first, table, last = source.blocks
    assert (first.text, last.text) == ("# Plan", "End")
    assert texts(table) == [["Ref", "Action"], ["1", "Do a | b\nc"], ["2", ""]]
    bare = pasted("Ref | Action\n--- | ---\n1 | Do it")
    assert texts(bare.tables[0]) == [["Ref", "Action"], ["1", "Do it"]]


def test_a_table_drawn_with_signs_joins_the_lines_of_a_row():
    source = pasted(
        "+----+------+\n| No | What |\n+====+======+\n| 1  | one  |\n|    | two  |\n+----+------+\n"
        "| 2  | x    |\n+----+------+"
    )
    assert texts(source.tables[0]) == [["No", "What"], ["1", "one\ntwo"], ["2", "x"]]
    boxed = pasted("┌───┬───┐\n│ a │ b │\n├───┼───┤\n│ c │ d │\n└───┴───┘")
    assert texts(boxed.tables[0]) == [["a", "b"], ["c", "d"]]


def test_columns_set_apart_by_spaces():
    source = pasted(
        "Business plan\n\nRef  Action            Lead\n1    Review the policy Police\n"
        "2    Train             Health and care\n     and more\n"
    )
    line, table = source.blocks
    assert line.text == "Business plan"
    assert texts(table) == [
        ["Ref", "Action", "Lead"],
        ["1", "Review the policy", "Police"],
        ["2", "Train", "Health and care"],
        ["", "and more", ""],
    ]


@pytest.mark.parametrize("text", ["words only", "one, two", "a\nb\nc", "1. one\n2. two"])
def test_words_without_a_table_are_refused(text):
    with pytest.raises(Unreadable, match="There is no table in what you pasted"):
        pasted(text)


@pytest.mark.parametrize("text", ["", "  \n\t\r\n", "\u00a0"])
def test_nothing_pasted(text):
    with pytest.raises(Unreadable, match="Nothing was pasted"):
        pasted(text)


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12)


@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_every_word_of_a_written_csv_is_read(rows):
    stream = io.StringIO()
    writer(stream, quoting=QUOTE_ALL).writerows(rows)
    expected = sorted("".join(" ".join(map(cleaned, row)) + " " for row in rows).split())
    try:
        source = read_file("plan.csv", stream.getvalue().encode())
    except Unreadable:
        assert set("".join(expected)) <= set(BLANK)  # nothing but separators
        return
    markers = [
        part
        for block in source.blocks
        for cell in (block.cells() if isinstance(block, Table) else [])
        for line in cell.lines
        for part in line.marker.split()
    ]
    found = "".join(sorted("".join(source.words + markers)))
    # A bullet among other lines of a cell, and nothing else, may be dropped.
    assert set(found) | set(SURE) >= set("".join(expected))


def assert_foreseen(read, *arguments):
    with nothing_unforeseen():
        found = answer(read, *arguments)
    tables = found.tables if isinstance(found, Source) else []
    assert all(len(row) == table.width for table in tables for row in table.grid)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_paste_is_a_source_or_a_refusal(html, text):
    assert_foreseen(read_paste, html, text)


TAGS = """
<table> </table> <tr> </tr> <td_rowspan=3> <td_colspan='99999'> <th> <li> <ol_start=x> <ul> </ul>
<p_style='mso-list:l0_level2'> <br> <td <!-- --> <![if_x]> <script> </script> <style>.a{ }</style>
<h2> word •_x &nbsp; &#0; \x00 <td_bgcolor=red> <td_rowspan=0> <caption> <select><option_selected>
<input_type=checkbox_checked> <td_style='display:none'> <img_alt=x> <td_style='color:red'>R </td>
"""
PARTS = st.sampled_from([part.replace("_", " ") for part in TAGS.split()])


@given(st.lists(PARTS, max_size=60))
def test_any_markup_is_a_source_or_a_refusal(parts):
    assert_foreseen(read_paste, "".join(parts))


@given(st.binary(max_size=400), st.sampled_from(["plan.csv", "plan.docx", "plan"]))
def test_any_bytes_are_a_source_or_a_refusal(content, name):
    assert_foreseen(read_file, name, content)


LINES = st.lists(st.text(alphabet='a1 \t|,;"-+=•\\', max_size=30), max_size=12)


@given(LINES)
def test_any_text_that_looks_like_a_table_is_a_source_or_a_refusal(lines):
    text = "\n".join(lines)
    assert_foreseen(read_paste, "", text)
    assert_foreseen(read_file, "plan.csv", text.encode())
