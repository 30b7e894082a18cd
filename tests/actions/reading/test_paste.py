"""HTML from the clipboard: cells, colours and lists, and no markup."""

import pytest

from actions.importers.reading import Unreadable, read_paste

from .making import texts

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
p.MsoNormal {margin:0cm; font-size:11.0pt}
--></style><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></head><body lang=EN-GB>
<!--StartFragment--><table class=MsoTableGrid border=1><thead><tr><td><p class=MsoNormal>
<b>Action</b><o:p></o:p></p></td><td><p class=MsoNormal><b>RAG</b></p></td></tr></thead>
<tr><td rowspan=2><p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>Review the
policy</p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>o<span>&nbsp;</span></span><![endif]>for schools</p></td>
<td style='background:#FFC000;padding:0cm'><p class=MsoNormal><o:p>&nbsp;</o:p></p></td></tr>
<tr><td style='background:lime'><p>Green</p><p>again</p></td></tr></table><!--EndFragment-->
</body></html>"""
EXCEL = """<html><head><style><!--table {mso-displayed-decimal-separator:"\\.";}
td {padding-top:1px;} .xl65 {background:#92D050; mso-pattern:black none;}
.xl66, .xl67 {color:red; font-weight:700;} --></style></head><body><table><col width=64>
<tr height=20><td height=20 class=xl66 width=64>Ref</td><td class=xl65>Green</td></tr>
<tr><td class=xl65 align=right>1.1</td><td class=xl67>one<br style='mso-data-placement:same-cell'>
two</td></tr><tr><td class=xl66>R</td><td colspan=1>x</td></tr></table></body></html>"""
GOOGLE = """<meta charset='utf-8'><google-sheets-html-origin><style>td{}</style><table dir="ltr">
<colgroup><col/></colgroup><tbody><tr><td style="background-color:#ff9900;" data-sheets-value="x">
Amber</td><td>b</td></tr></tbody></table></google-sheets-html-origin>"""
DOCS = """<b style="font-weight:normal;" id="docs-internal-guid-1"><div><table><tbody><tr><td>
<p dir="ltr"><span style="font-weight:700">Action</span></p></td><td><ul><li aria-level="1">
<p><span>one</span></p></li><ul><li aria-level="2"><p><span>deeper</span></p></li></ul></ul></td>
</tr></tbody></table></div></b>"""
LIBRE = """<table cellspacing="0"><tr><td bgcolor="#00A933" sdval="1" sdnum="2057;">1</td>
<td><font color="#000000">x</font></td></tr></table>"""


def only(html):
    (table,) = read_paste(html).tables
    return table


def levels(cell):
    return [(line.text, line.level, line.marker) for line in cell.lines]


def test_from_word():
    table = only(WORD)
    assert texts(table) == [
        ["Action", "RAG"],
        ["Review the policy\nfor schools", ""],
        ["Review the policy\nfor schools", "Green\nagain"],
    ]
    assert table.header_rows == 1
    assert table.grid[0][0].lines[0].bold
    assert levels(table.grid[1][0]) == [("Review the policy", 0, "•"), ("for schools", 1, "o")]
    assert table.grid[1][0] is table.grid[2][0]
    assert [table.grid[1][1].fill, table.grid[2][1].fill] == ["FFC000", "00FF00"]


def test_from_excel():
    table = only(EXCEL)
    assert texts(table) == [["Ref", "Green"], ["1.1", "one\ntwo"], ["R", "x"]]
    assert [cell.fill for cell in table.cells()] == [None, "92D050", "92D050", None, "FF0000", None]
    assert table.grid[0][0].lines[0].bold


def test_from_google_and_libreoffice():
    assert [cell.fill for cell in only(GOOGLE).cells()] == ["FF9900", None]
    assert texts(only(GOOGLE)) == [["Amber", "b"]]
    assert levels(only(DOCS).grid[0][1]) == [("one", 0, "•"), ("deeper", 1, "•")]
    assert [only(DOCS).grid[0][0].lines[0].bold, only(DOCS).grid[0][1].lines[0].bold] == [
        True,
        False,
    ]
    assert only(LIBRE).grid[0][0].fill == "00A933"


def test_from_a_web_page():
    source = read_paste(
        "<h2>Priority 1</h2><p>Some   <em>words</em></p><table><caption>The plan</caption>"
        "<tr><th>Action<th>Lead<tr><td>Do<br>it<td><ol start=3><li>Police<li>Health</ol>"
        "<tr><td><img src=x alt='Green'><td><a href='https://x.example'>link</a></table><p>After"
    )
    heading, words, caption, table, after = source.blocks
    assert (heading.text, heading.heading, heading.place) == ("Priority 1", 2, "paragraph 1")
    assert (words.text, caption.text, after.text) == ("Some words", "The plan", "After")
    assert after.place == "paragraph 4"
    assert texts(table) == [["Action", "Lead"], ["Do\nit", "Police\nHealth"], ["Green", "link"]]
    assert [line.marker for line in table.grid[1][1].lines] == ["3.", "4."]
    assert table.header_rows == 1


def test_nothing_is_run_or_kept_of_the_markup():
    table = only(
        "<table><tr><td onclick='x()'>a<script>alert(1)</script><style>b{}</style></td>"
        "<td><iframe src='http://x.example'>c</iframe><svg><text>d</text></svg>&lt;b&gt;</td></tr>"
        "</table>"
    )
    assert texts(table) == [["a", "<b>"]]


def test_hidden_and_deleted_words_are_left_out_with_remarks():
    source = read_paste(
        "<table><tr><td>a<span style='display: none'>x</span><del>y</del></td><td>b</td></tr>"
        "<tr style='display:none'><td>c</td></tr></table>"
    )
    assert source.words == ["a", "b"]
    assert source.remarks == (
        "Hidden text was left out.",
        "Words that are marked as deleted were left out.",
        "Hidden rows were left out.",
    )


def test_spans_are_believed_as_far_as_the_table_goes():
    table = only(
        "<table><tr><td colspan=100000>wide</td></tr><tr><td rowspan=99999>tall</td><td>b</td></tr>"
        "<tr><td rowspan=0 colspan=-3>c</td></tr><tr><td>d</td></tr></table>"
    )
    assert texts(table) == [
        ["wide", "wide", "wide"],
        ["tall", "b", ""],
        ["tall", "c", ""],
        ["tall", "c", "d"],
    ]


def test_tables_within_tables():
    framed = (
        "<table><tr><td><p>Title</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    )
    source = read_paste(framed)
    assert [block.text for block in source.blocks[:1]] == ["Title"]
    assert texts(source.tables[0]) == [["a", "b"]]
    inner = (
        "<table><tr><td>x<table><tr><td>a</td><td>b</td></tr></table></td><td>y</td></tr></table>"
    )
    source = read_paste(inner)
    assert texts(source.tables[0]) == [["x\na: b", "y"]]
    assert source.remarks == ("A table inside a cell was read as the cell's own lines.",)


def test_tables_in_a_page_of_one_column_are_tables():
    inner = "<table><tr><td>a</td><td>b</td></tr></table>"
    page = f"<table><tr><td>Title</td><td></td></tr><tr><td colspan=2>{inner}</td></tr></table>"
    source = read_paste(page)
    assert [block.text for block in source.blocks[:1]] == ["Title"]
    assert texts(source.tables[0]) == [["a", "b"]]


def test_highlighted_words_and_rows_give_a_cell_its_colour():
    table = only(
        "<table><tr bgcolor='#ffff00'><td>a</td><td style='background:white'>b</td></tr><tr><td>"
        "<span style='background:yellow'>c</span></td><td><span style='background:yellow'>d</span>"
        " e</td></tr></table>"
    )
    assert [cell.fill for cell in table.cells()] == ["FFFF00", "FFFF00", "FFFF00", None]


def test_forms_in_cells_say_what_is_set():
    table = only(
        "<table><tr><td><input type=checkbox checked> yes</td><td><select><option>Red<option "
        "selected>Green</select></td><td><textarea>a\nb</textarea></td></tr></table>"
    )
    assert texts(table) == [["☒ yes", "Green", "a\nb"]]


def test_text_serves_where_html_has_no_table():
    source = read_paste("<p>Ref Action</p>", "Ref\tAction\n1\tDo it")
    assert texts(source.tables[0]) == [["Ref", "Action"], ["1", "Do it"]]
    assert texts(read_paste("<table></table>", "a\tb").tables[0]) == [["a", "b"]]


def test_the_same_paste_has_the_same_digest():
    first, again = read_paste(LIBRE), read_paste(LIBRE)
    assert first == again
    assert read_paste(GOOGLE).digest != first.digest


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 300 + "x" + "</div>" * 300,
        "<table><tr><td>" * 130 + "x",
        "<p>" * 2_000_000,
    ],
)
def test_endless_markup_is_refused(html):
    with pytest.raises(Unreadable, match="far more intricate than a plan is"):
        read_paste(html)


def test_words_after_endless_markup_are_not_lost_in_silence():
    deep = "<svg>" + "<g>" * 300 + "</g>" * 300 + "</svg>"
    with pytest.raises(Unreadable, match="far more intricate than a plan is"):
        read_paste(f"<table><tr><td>a{deep}</td><td>lost</td></tr></table>")


def test_a_table_wider_than_any_plan_is_refused():
    with pytest.raises(Unreadable, match="more than 256 columns"):
        read_paste("<table><tr>" + "<td>x</td>" * 300 + "</tr></table>")


def test_windows_own_header_is_no_part_of_it():
    assert texts(only("Version:0.9\r\nStartHTML:00000097\r\n" + LIBRE)) == [["1", "x"]]
