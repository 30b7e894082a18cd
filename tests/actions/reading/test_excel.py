"""Excel: what a cell shows, what it holds, and what becomes of a sheet."""

import datetime
import io
import time

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from actions.importers.reading import Unreadable, read_file
from actions.importers.reading.excel.formats import show
from actions.importers.source import Line

from .making import c, n, row, texts, xlsx

FILLS = (
    '<fonts><font/><font><b/></font><font><name val="Wingdings"/><color rgb="FFFF0000"/></font>'
    "</fonts><fills><fill><patternFill patternType='none'/></fill>"
    "<fill><patternFill patternType='solid'><fgColor rgb='FFFFC000'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'><fgColor theme='9'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'><fgColor theme='9' tint='0.4'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'><fgColor indexed='10'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'><fgColor theme='0'/></patternFill></fill>"
    "<fill><patternFill patternType='gray125'><fgColor rgb='FFFF0000'/></patternFill></fill>"
    "<fill><gradientFill><stop position='0'><color rgb='FF00B050'/></stop></gradientFill></fill>"
    "</fills><cellXfs>"
    + "".join(f'<xf fillId="{number}"/>' for number in range(8))
    + '<xf fontId="1"/><xf fontId="2"/><xf numFmtId="14"/></cellXfs>'
)


def read(*sheets, **about):
    return read_file("plan.xlsx", xlsx(*sheets, **about))


def table(*rows, **about):
    (found,) = read("".join(rows), **about).tables
    return found


def test_texts_numbers_dates_and_truths():
    found = table(
        row(1, c("A1", "Ref"), c("B1", "When"), c("C1", "Done")),
        row(2, n("A2", "2.7000000000000002"), n("B2", 45383, style=10), n("C2", 1, kind="b")),
        row(3, n("A3", 3), n("B3", "Ongoing", kind="str"), n("C3", 0, kind="b")),
        styles=FILLS,
    )
    assert texts(found) == [
        ["Ref", "When", "Done"],
        ["2.7", "01/04/2024", "TRUE"],
        ["3", "Ongoing", "FALSE"],
    ]
    assert [cell.value for cell in found.grid[1]] == [2.7, datetime.date(2024, 4, 1), True]
    assert found.grid[1][1].place == "sheet Sheet1, B2"
    assert (found.name, found.place, found.key) == ("Sheet1", "sheet Sheet1", "t1")


def test_shared_and_rich_texts():
    shared = (
        "<t>plain</t>",
        "<r><rPr><b/></rPr><t>Lead: </t></r><r><t>Police</t></r><rPh><t>say</t></rPh>",
        "<t>a_x000D_\nb</t>",
    )
    found = table(
        row(1, n("A1", 0, kind="s"), n("B1", 1, kind="s")),
        row(2, n("A2", 2, kind="s"), n("B2", 99, kind="s"), c("C2", "x")),
        shared=shared,
    )
    assert texts(found) == [["plain", "Lead: Police", ""], ["a\nb", "", "x"]]
    assert [line.text for line in found.grid[1][0].lines] == ["a", "b"]


def test_breaks_in_a_cell_are_lines_with_their_bullets_and_bold():
    found = table(
        row(1, c("A1", "Agree:&#10;• one&#10;• two&#10;&#10;"), c("B1", "x", style=8)), styles=FILLS
    )
    assert found.grid[0][0].lines == (
        Line("Agree:"),
        Line("one", level=0, marker="•"),
        Line("two", level=0, marker="•"),
    )
    assert found.grid[0][1].lines == (Line("x", bold=True),)


@pytest.mark.parametrize(
    ("style", "fill"),
    [
        (0, None),
        (1, "FFC000"),
        (2, "70AD47"),
        (3, "A9D18E"),
        (4, "FF0000"),
        (5, None),
        (6, None),
        (7, "00B050"),
        (99, None),
    ],
)
def test_the_fill_of_a_cell(style, fill):
    found = table(
        row(1, c("A1", "RAG"), c("B1", "x")),
        row(2, c("A2", "", style), c("B2", "y", style)),
        styles=FILLS,
    )
    assert [cell.fill for cell in found.grid[1]] == [fill, fill]
    assert found.grid[1][0].text == ""


def test_a_mark_has_the_colour_of_its_letters():
    found = table(row(1, c("A1", "l", style=9), c("B1", "b")), styles=FILLS)
    assert (found.grid[0][0].text, found.grid[0][0].fill) == ("●", "FF0000")


def test_merged_cells_and_places_without_cells():
    sheet = (
        "<sheetData>"
        + row(2, c("B2", "wide", style=1), c("C2", "", style=1), c("D2", "c"))
        + row(3, c("B3", "tall"), c("C3", "e"), c("D3", "f"))
        + row(4, c("C4", "g"))
        + "</sheetData><mergeCells><mergeCell ref='B2:C2'/><mergeCell ref='B3:B4'/>"
        "<mergeCell ref='A9:ZZ99'/><mergeCell ref='nonsense'/></mergeCells>"
    )
    found = table(sheet, styles=FILLS)
    assert texts(found) == [["wide", "wide", "c"], ["tall", "e", "f"], ["tall", "g", ""]]
    assert found.grid[0][0] is found.grid[0][1]
    assert (found.grid[1][0].rows, found.grid[1][0].columns) == (2, 1)
    assert found.grid[2][1].place == "sheet Sheet1, C4"


def test_merged_cells_that_overlap_keep_their_words():
    merges = "".join("<mergeCell ref='A1:XFD1048576'/>" for _ in range(1000))
    sheet = (
        "<sheetData>" + row(1, c("A1", "a"), c("B1", "b")) + row(2, c("A2", "c"), c("B2", "d"))
    ) + f"</sheetData><mergeCells>{merges}</mergeCells>"
    assert sorted(read(sheet).words) == ["a", "b", "c", "d"]


def test_merged_cells_that_overlap_take_no_time():
    merges = "<mergeCell ref='A1:Z400'/>" * 5_000
    rows = "".join(row(at, c(f"A{at}", "a"), c(f"Z{at}", "b")) for at in range(1, 401))
    filled = "".join(c(f"{chr(66 + at)}1", "x") for at in range(24))
    rows = row(1, c("A1", "a"), filled, c("Z1", "b")) + rows.partition("</row>")[2]
    start = time.process_time()
    read(f"<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>")
    assert time.process_time() - start < 3


def test_lines_above_and_below_the_table():
    source = read(
        row(1, c("A1", "Business plan"))
        + row(3, c("B3", "Vision"))
        + row(5, c("A5", "Action"), c("B5", "Lead"))
        + row(6, c("A6", "Do it"), c("B6", "Police"))
        + row(7, c("A7", "only this"))
        + row(9, c("A9", "Notes"))
    )
    first, second, middle, last = source.blocks
    assert (first.text, first.place) == ("Business plan", "sheet Sheet1, A1")
    assert second.text == "Vision"
    assert texts(middle) == [["Action", "Lead"], ["Do it", "Police"], ["only this", ""]]
    assert (last.text, last.place) == ("Notes", "sheet Sheet1, A9")


def test_what_is_blank_around_and_far_away_is_cut():
    found = table(
        row(3, c("C3", "a"), c("D3", "b")),
        row(5, c("C5", "c"), c("D5", "d")),
        row(900_000, c("C900000", "far"), c("XFD900000", "away")),
        row(1_000_000, c("C1000000", "", style=1)),
        styles=FILLS,
    )
    assert texts(found) == [
        ["a", "b", ""],
        ["", "", ""],
        ["c", "d", ""],
        ["", "", ""],
        ["", "", ""],
        ["", "", ""],
        ["far", "", "away"],
    ]
    assert found.grid[6][2].place == "sheet Sheet1, XFD900000"


def test_frozen_rows_are_header_rows():
    view = '<sheetViews><sheetView><pane ySplit="{}" state="frozen"/></sheetView></sheetViews>'
    rows = "<sheetData>" + row(2, c("A2", "a"), c("B2", "b")) + row(3, c("A3", "c"), c("B3", "d"))
    assert table(view.format(2) + rows + "</sheetData>").header_rows == 1
    assert table(rows + "</sheetData>").header_rows == 0


def test_several_sheets_and_hidden_ones():
    source = read(
        row(1, c("A1", "a"), c("B1", "b")),
        "",
        row(1, c("A1", "c"), c("B1", "d")),
        states=((3, "hidden"),),
        names={1: "Plan", 3: "Lists"},
    )
    assert [(found.key, found.name) for found in source.tables] == [("t1", "Plan"), ("t2", "Lists")]
    assert source.remarks == ("The hidden sheet Lists was read as well.",)


def test_hidden_rows_and_columns_are_read_with_a_remark():
    sheet = (
        "<cols><col min='2' max='2' hidden='1'/></cols><sheetData>"
        + row(1, c("A1", "a"), c("B1", "b"))
        + row(2, c("A2", "c"), c("B2", "d"), more="hidden='1'")
        + "</sheetData>"
    )
    source = read(sheet)
    assert source.words == ["a", "b", "c", "d"]
    assert source.remarks == (
        "Hidden rows of the sheet Sheet1 were read as well.",
        "Hidden columns of the sheet Sheet1 were read as well.",
    )


def test_formulas_show_what_they_showed_last():
    source = read(
        row(
            1,
            n("A1", 5, formula="SUM(B1:B9)"),
            n("B1", "", formula="A1&amp;&quot;x&quot;"),
            n("C1", "#REF!", kind="e", formula="[1]Plan!A1"),
            n("D1", "Police", kind="str", formula="B9"),
        )
    )
    assert texts(source.tables[0]) == [["5", '=A1&"x"', "#REF!", "Police"]]
    assert source.remarks == (
        "Formulas that refer to other workbooks were not followed.",
        "3 cells have formulas; what they showed when the file was saved was read.",
        "1 cell has a formula without a result; the formula itself was read. Open the file in "
        "Excel and save it to have its result.",
        "1 cell shows an error of Excel; it was read as it stands.",
    )


def test_colours_by_rule_are_told_of_where_nothing_else_says_them():
    rule = (
        "<conditionalFormatting sqref='B2:B9'><cfRule dxfId='0' type='expression'/>"
        "</conditionalFormatting>"
    )
    rows = "<sheetData>" + row(1, c("A1", "a"), c("B1", "RAG"))
    filled = rows + row(2, c("A2", "b"), c("B2", "Red")) + "</sheetData>" + rule
    blank = rows + row(2, c("A2", "b")) + "</sheetData>" + rule
    assert read(filled).remarks == ()
    assert read(blank).remarks == (
        "Colours that the sheet Sheet1 sets by rules (conditional formatting) could not be read.",
    )


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (40728, "d.m.yy", "4.7.11"),
        (45383, "mmmm yyyy", "April 2024"),
        (45383, "mmm-yy", "Apr-24"),
        (45383, "[$-809]dddd d mmmm yyyy", "Monday 1 April 2024"),
        (45383, "[$-F800]dddd, mmmm dd, yyyy", "1 April 2024"),
        (45383.5, "dd/mm/yyyy hh:mm", "01/04/2024 12:00"),
        (45383.75, "d/m/yy h:mm AM/PM", "1/4/24 6:00 PM"),
        (45383, '"by "d mmm', "by 1 Apr"),
        (45383, "yyyy\\-mm\\-dd;@", "2024-04-01"),
        (0.5, "hh:mm:ss", "12:00:00"),
        (1.5, "[h]:mm", "36:00"),
        (0.25, "0%", "25%"),
        (0.255, "0.0%", "25.5%"),
        (1.1, "0.00", "1.10"),
        (1.1, "General", "1.1"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (1500, "£#,##0", "£1,500"),
        (1500, "[$£-809]#,##0;-[$£-809]#,##0", "£1,500"),
        (-1500, "#,##0;(#,##0)", "(1,500)"),
        (-1500, "#,##0", "-1,500"),
        (-0.2, "0", "0"),
        (7, "000", "007"),
        (3, '"Priority "0', "Priority 3"),
        (3, "@", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (2.5, "0.###", "2.5"),
        (2, "0.###", "2"),
        (12345, "0.0E+00", "1.2E+04"),
        (0.5, "# ?/?", "0.5"),
        (12_000_000, '0.0,,"m"', "12.0m"),
        (-1, "d.m.yy", "-1"),
        (9_999_999, "d.m.yy", "9999999"),
        (60, "d mmm yyyy", "28 Feb 1900"),
        (1, "d mmm yyyy", "1 Jan 1900"),
        (5, "", "5"),
        (5, ";;;", "5"),
    ],
)
def test_what_a_number_shows(value, code, text):
    assert show(value, code).text == text


def test_what_a_date_holds():
    assert show(40728, "d.m.yy").value == datetime.date(2011, 7, 4)
    assert show(40728.9, "d.m.yy hh:mm").value == datetime.date(2011, 7, 4)
    assert show(40728, "0").value == 40728
    assert show(0.5, "hh:mm").value == 0.5
    assert show(45383, "mmmm", from_1904=True).text == "April"
    assert show(43921, "d.m.yyyy", from_1904=True).text == "1.4.2024"


def test_an_old_mac_workbook_counts_its_days_from_1904():
    found = table(row(1, c("A1", "a"), n("B1", 43921, style=10)), styles=FILLS, date1904=1)
    assert found.grid[0][1].value == datetime.date(2024, 4, 1)


def test_a_workbook_made_by_openpyxl():
    book = openpyxl.Workbook()
    book.properties.title = "Plan 2024"
    sheet = book.active
    sheet.title = "Plan"
    sheet.append(["Action", "When"])
    sheet.append(["Do it", datetime.date(2024, 3, 31)])
    sheet["A2"].fill = PatternFill("solid", fgColor="92D050")
    sheet["A1"].font = Font(bold=True)
    sheet["B2"].number_format = "d mmmm yyyy"
    sheet.merge_cells("A3:B3")
    sheet["A3"] = "Both"
    stream = io.BytesIO()
    book.save(stream)
    source = read_file("plan.xlsx", stream.getvalue())
    (found,) = source.tables
    assert texts(found) == [["Action", "When"], ["Do it", "31 March 2024"], ["Both", "Both"]]
    assert found.grid[1][1].value == datetime.date(2024, 3, 31)
    assert found.grid[1][0].fill == "92D050"
    assert found.grid[0][0].lines[0].bold
    assert (source.title, source.kind) == ("Plan 2024", "excel")


def test_a_sheet_that_claims_to_be_endless_is_as_large_as_its_words():
    sheet = (
        "<dimension ref='A1:XFD1048576'/><sheetData>"
        + row(1, c("A1", "a"), c("B1", "b"))
        + "</sheetData>"
    )
    assert texts(table(sheet)) == [["a", "b"]]


def test_cells_without_addresses_follow_each_other():
    sheet = (
        "<row><c t='inlineStr'><is><t>a</t></is></c><c t='inlineStr'><is><t>b</t></is></c></row>"
    )
    assert texts(table(sheet + sheet)) == [["a", "b"], ["a", "b"]]


def test_two_cells_at_one_address_keep_their_words():
    found = table(row(1, c("A1", "a"), c("A1", "b"), c("B1", "c")))
    assert texts(found) == [["a\nb", "c"]]


def test_a_sheet_without_words_is_refused():
    with pytest.raises(Unreadable, match="There are no words in this file"):
        read(row(1, c("A1", ""), c("B1", " ")))
