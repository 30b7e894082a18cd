"""Word: paragraphs and tables as a reader sees them."""

import io
import time

import docx as python_docx
import pytest

from actions.importers.reading import read_file
from tests.bench.reading import word_plan

from .making import THEME, W, docx, p, tbl, tc, texts, tr, word_parts, zipped


def read(body, **parts):
    return read_file("plan.docx", docx(body, **parts))


def lines(body, **parts):
    return [line.text for line in read(body, **parts).blocks]


def cell(inside, properties="", **parts):
    """The only cell of a table with these elements."""
    source = read(tbl(tr(tc(inside, properties), "beside")), **parts)
    return source.tables[0].grid[0][0]


def shading(fill="auto", more=""):
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}" {more}/>'


def run(text, look=""):
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


YELLOW, RED = '<w:highlight w:val="yellow"/>', '<w:color w:val="FF0000"/>'


def test_blocks_are_in_the_order_of_the_document_with_their_places():
    source = read(p("Before") + tbl(tr("a", "b"), tr("c", "d")) + p() + p("After"))
    before, table, after = source.blocks
    assert (before.text, before.place) == ("Before", "paragraph 1")
    assert texts(table) == [["a", "b"], ["c", "d"]]
    assert (table.key, table.place, table.width) == ("t1", "table 1", 2)
    assert table.grid[1][0].place == "table 1, row 2, column 1"
    assert (after.text, after.place) == ("After", "paragraph 2")
    assert source.kind == "word"
    assert source.words == ["Before", "a", "b", "c", "d", "After"]


@pytest.mark.parametrize(
    ("elements", "text"),
    [
        ("<w:r><w:t>two</w:t><w:tab/><w:t>parts</w:t></w:r>", "two\tparts"),
        ("<w:r><w:t>first</w:t><w:br/><w:t>second</w:t></w:r>", "first\nsecond"),
        ("<w:r><w:t>co</w:t><w:softHyphen/><w:t>operate</w:t></w:r>", "cooperate"),
        ("<w:r><w:t>sub</w:t><w:noBreakHyphen/><w:t>group</w:t></w:r>", "sub-group"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F04F"/></w:r>', "✗"),
        (run("ü", '<w:rFonts w:ascii="Wingdings"/>'), "✓"),
        (run("\uf0fc done"), "✓ done"),
        (f'<w:hyperlink r:id="x">{run("the web page")}</w:hyperlink>', "the web page"),
        (f'<w:fldSimple w:instr="DATE">{run("May 2024")}</w:fldSimple>', "May 2024"),
        (f"<w:smartTag>{run('smart')}</w:smartTag>", "smart"),
        (f"<w:sdt><w:sdtContent>{run('chosen')}</w:sdtContent></w:sdt>", "chosen"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>", "x+1"),
        (
            f"<mc:AlternateContent><mc:Choice>{run('new')}</mc:Choice>"
            f"<mc:Fallback>{run('old')}</mc:Fallback></mc:AlternateContent>",
            "new",
        ),
        (run("a\u00a0b\u200b"), "a b"),
    ],
)
def test_the_words_of_a_run(elements, text):
    assert lines(f"<w:p>{elements}</w:p>" + p("end")) == [text, "end"]


def test_a_symbol_that_nobody_knows_is_still_a_sign():
    assert cell('<w:p><w:r><w:sym w:font="Wingdings" w:char="zz"/></w:r></w:p>').text == "▪"


def test_a_field_shows_its_result_and_not_its_instruction():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field = (
        mark.format("begin")
        + "<w:r><w:instrText>HYPERLINK</w:instrText><w:t>instruction</w:t></w:r>"
        + mark.format("separate")
        + run("result")
        + mark.format("end")
    )
    assert lines(f"<w:p>{field}{run(' after')}</w:p>") == ["result after"]
    unended = mark.format("begin") + run("lost instruction")
    assert lines(f"<w:p>{unended}</w:p>" + p("The rest stays")) == ["The rest stays"]


def test_fields_of_old_forms_say_what_is_set_in_them():
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked w:val="{}"/>'
        '</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="Red"/><w:listEntry w:val="Amber"/></w:ddList></w:ffData></w:fldChar>'
        '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = f"<w:p>{box.format(1)}{run(' yes')}</w:p><w:p>{box.format(0)}{run(' no')}</w:p>"
    assert lines(body + f"<w:p>{choice}</w:p>") == ["☒ yes", "☐ no", "Amber"]


def test_insertions_are_in_and_deletions_out_with_a_remark():
    source = read(
        paragraph(
            run("The "),
            f"<w:ins>{run('new ')}</w:ins>",
            "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>",
            f"<w:moveFrom>{run('moved ')}</w:moveFrom>",
            run("plan"),
        )
        + tbl(tr("kept"), tr("gone", properties="<w:del/>"))
    )
    assert source.blocks[0].text == "The new plan"
    assert texts(source.tables[0]) == [["kept"]]
    assert source.remarks == (
        "Words that were deleted with Track Changes were left out, and added words were taken as "
        "part of the plan.",
        "Rows that were deleted with Track Changes were left out.",
    )


def test_hidden_text_is_out_with_a_remark():
    hidden = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    source = read(
        paragraph(
            run("seen "),
            run("hidden", "<w:vanish/>"),
            run("too", '<w:rStyle w:val="h"/>'),
            run("again", '<w:vanish w:val="0"/>'),
        ),
        styles=hidden,
    )
    assert [line.text for line in source.blocks] == ["seen again"]
    assert source.remarks == ("Hidden text was left out.",)


def test_what_a_form_shows_until_it_is_filled_in_is_nobodys_words():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    empty = "<w:showingPlcHdr/>"
    assert lines(
        control.format(empty, p("Click here to enter text")) + control.format("", p("Entered"))
    ) == ["Entered"]
    inline = control.format(empty, run("Choose a date"))
    assert lines(f"<w:p>{run('By: ')}{inline}</w:p>") == ["By:"]
    # In a row the cell stays, or those after it would move.
    style = (
        '<w:style w:type="character" w:styleId="ph"><w:name w:val="Placeholder Text"/></w:style>'
    )
    waiting = tc(paragraph(run("Choose an item", '<w:rStyle w:val="ph"/>')))
    source = read(tbl(tr("a", control.format(empty, waiting), "c")), styles=style)
    assert texts(source.tables[0]) == [["a", "", "c"]]


def test_content_controls_around_rows_and_tables_are_looked_through():
    control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    source = read(
        control.format(tbl(tr("a"), control.format(tr("b")), tr(control.format(tc("c")))))
    )
    assert texts(source.tables[0]) == [["a"], ["b"], ["c"]]


def test_text_boxes_are_read_once():
    box = "<w:txbxContent>" + p("In a box") + "</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:graphic><a:graphicData><wps:wsp>"
        f"<wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert lines(f"<w:p>{run('Beside')}{drawing}</w:p>" + p("After")) == [
        "Beside",
        "In a box",
        "After",
    ]
    assert cell(f"<w:p>{drawing}</w:p>").text == "In a box"
    grouped = (
        f"<w:r><w:drawing><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:drawing></w:r>"
    )
    assert lines(f"<w:p>{grouped}</w:p>") == ["In a box"]


def test_a_table_in_a_cell_keeps_its_words_there():
    inner = tbl(tr("one", "two"), tr("three", "four"))
    source = read(tbl(tr(tc(p("first") + inner + p("last")), "beside")))
    assert texts(source.tables[0]) == [["first\none: two\nthree: four\nlast", "beside"]]
    assert source.remarks == ("A table inside a cell was read as the cell's own lines.",)


def test_what_stands_side_by_side_in_an_inner_table_stays_in_one_line():
    rows = (
        tr("1.1", "Open a hub"),
        tr("☒", "Staff named"),
        tr("Agreed by the board in May.", "Health"),
        tr("Quarter 1", "12", "of 40"),
        tr("Lead:", "Police"),
        tr("Said", tc(p("one") + p("two"))),
        tr("", "alone"),
    )
    outer = read(tbl(tr(tc(p("first") + tbl(*rows)), "beside", ""))).tables[0]
    assert outer.grid[0][0].text.split("\n") == [
        "first",
        "1.1 Open a hub",
        "☒ Staff named",
        "Agreed by the board in May. | Health",
        "Quarter 1 | 12 | of 40",
        "Lead: Police",
        "Said",
        "one",
        "two",
        "alone",
    ]


GRID = tbl(tr("Action", "Lead", "When"), tr("Train", "Police", "May"))
GRID_TEXTS = [["Action", "Lead", "When"], ["Train", "Police", "May"]]


def test_a_plan_in_a_cell_of_a_page_layout_is_a_table_of_its_own():
    layout = tbl(tr("Title", ""), tr(tc(p("Our plan") + GRID), ""), tr("Foot", ""))
    source = read(layout)
    assert [getattr(block, "text", "a table") for block in source.blocks] == [
        "Title",
        "Our plan",
        "a table",
        "Foot",
    ]
    assert texts(source.tables[0]) == GRID_TEXTS
    banner = read(tbl(tr("Priority 1: Neglect", "Chair: Jo"), tr(tc(GRID))))
    assert [getattr(block, "text", "a table") for block in banner.blocks] == [
        "Priority 1: Neglect",
        "Chair: Jo",
        "a table",
    ]
    gone = read(tbl(tr("Deleted", properties="<w:del/>"), tr(tc(GRID))))
    assert [texts(block) for block in gone.blocks] == [GRID_TEXTS]
    assert read(tbl(tr("Kept", ""), tr(tc(GRID), properties="<w:del/>"))).words == ["Kept"]
    wide = tbl(tr("a", "b", "c"), tr(tc(GRID, '<w:gridSpan w:val="3"/>')), tr("d", "e", "f"))
    assert [texts(table) for table in read(wide).tables] == [
        [["a", "b", "c"]],
        GRID_TEXTS,
        [["d", "e", "f"]],
    ]
    beside = read(tbl(tr("Priority 1: Neglect", tc(GRID)), tr("Priority 2: Harm", tc(GRID))))
    assert [getattr(block, "text", "a table") for block in beside.blocks] == [
        "Priority 1: Neglect",
        "a table",
        "Priority 2: Harm",
        "a table",
    ]


def test_a_grid_in_a_cell_of_the_plan_stays_there():
    plan = tbl(
        tr("Action", "Lead", "Progress"),
        tr("Train", "Police", tc(tbl(tr("Q1", "12", "of 40"), tr("Q2", "20", "of 40")))),
        tr("", "", tc(tbl(tr("Q3", "30", "of 40"), tr("Q4", "40", "of 40")))),
    )
    assert texts(read(plan).tables[0]) == [
        ["Action", "Lead", "Progress"],
        ["Train", "Police", "Q1 | 12 | of 40\nQ2 | 20 | of 40"],
        ["", "", "Q3 | 30 | of 40\nQ4 | 40 | of 40"],
    ]
    two = tbl(tr("Action", "Progress"), tr("Train", tc(GRID)))
    assert texts(read(two).tables[0])[1] == [
        "Train",
        "Action | Lead | When\nTrain | Police | May",
    ]


def test_a_table_that_only_frames_others_is_looked_through():
    source = read(tbl(tr(tc(p("Priority 1") + tbl(tr("a", "b")) + tbl(tr("c", "d"))))))
    assert [block.text for block in source.blocks[:1]] == ["Priority 1"]
    assert [texts(table) for table in source.tables] == [[["a", "b"]], [["c", "d"]]]
    assert [table.key for table in source.tables] == ["t1", "t2"]


def test_merged_cells_are_the_same_object_at_each_place():
    source = read(
        tbl(
            tr(tc("wide", '<w:gridSpan w:val="2"/>'), "c"),
            tr(tc("tall", '<w:vMerge w:val="restart"/>'), "e", "f"),
            tr(tc("", "<w:vMerge/>"), "g", "h"),
            tr("i", "j", "k"),
        )
    )
    grid = source.tables[0].grid
    assert texts(source.tables[0]) == [
        ["wide", "wide", "c"],
        ["tall", "e", "f"],
        ["tall", "g", "h"],
        ["i", "j", "k"],
    ]
    assert grid[0][0] is grid[0][1]
    assert grid[1][0] is grid[2][0]
    assert (grid[0][0].columns, grid[0][0].rows) == (2, 1)
    assert (grid[1][0].columns, grid[1][0].rows) == (1, 2)
    assert [found.text for found in source.tables[0].cells()].count("tall") == 1


def test_words_under_a_merged_cell_are_its_own():
    source = read(
        tbl(tr(tc("a", '<w:vMerge w:val="restart"/>'), "b"), tr(tc("hidden", "<w:vMerge/>"), "c"))
    )
    assert source.tables[0].grid[0][0].text == "a\nhidden"


def test_a_merge_that_nothing_began_is_a_cell_of_its_own():
    source = read(tbl(tr("a", "b"), tr(tc("c", "<w:vMerge/>"), "d")))
    assert texts(source.tables[0]) == [["a", "b"], ["c", "d"]]


def test_a_merge_that_changes_its_width_is_a_cell_of_its_own():
    begins = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'
    source = read(tbl(tr(tc("a", begins), "b"), tr(tc("c", "<w:vMerge/>"), "d", "e")))
    assert texts(source.tables[0]) == [["a", "a", "b"], ["c", "d", "e"]]


def test_cells_merged_the_old_way():
    source = read(
        tbl(
            tr(tc("wide", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), "c"),
            tr("d", "e", "f"),
        )
    )
    assert texts(source.tables[0]) == [["wide", "wide", "c"], ["d", "e", "f"]]


def test_rows_that_begin_further_in_or_end_early():
    source = read(
        tbl(tr("a", "b", "c"), tr("d", "e", properties='<w:gridBefore w:val="1"/>'), tr("f"))
    )
    assert texts(source.tables[0]) == [["a", "b", "c"], ["", "d", "e"], ["f", "", ""]]


def test_a_border_moved_a_little_makes_no_column():
    source = read(
        tbl(
            tr("Ref", tc("Action", '<w:gridSpan w:val="2"/>'), "Lead"),
            tr("1", "Do it", tc("Police", '<w:gridSpan w:val="2"/>')),
            widths=(1000, 4000, 60, 2000),
        )
    )
    assert texts(source.tables[0]) == [["Ref", "Action", "Lead"], ["1", "Do it", "Police"]]
    narrow_cell = read(tbl(tr("1", "x", "y"), widths=(1000, 60, 2000)))
    assert texts(narrow_cell.tables[0]) == [["1", "x", "y"]]


def test_header_rows_are_those_the_file_marks_at_the_top():
    mark = "<w:tblHeader/>"
    source = read(
        tbl(tr("a", properties=mark), tr("b", properties=mark), tr("c"), tr("d", properties=mark))
    )
    assert source.tables[0].header_rows == 2
    assert read(tbl(tr("a"))).tables[0].header_rows == 0


@pytest.mark.parametrize(
    ("properties", "fill"),
    [
        (shading("FFC000"), "FFC000"),
        (shading("ffc000"), "FFC000"),
        (shading("auto"), None),
        (shading("FFFFFF"), None),
        ("", None),
        ('<w:shd w:val="solid" w:color="00B050" w:fill="auto"/>', "00B050"),
        (shading("auto", 'w:themeFill="accent6"'), "70AD47"),
        (shading("auto", 'w:themeFill="accent6" w:themeFillTint="99"'), "A9D18E"),
        (shading("C00000", 'w:themeFill="accent9"'), "C00000"),
        (shading("auto", 'w:themeFill="accent4" w:themeFillShade="BF"'), "BF9000"),
        (shading("auto", 'w:themeFill="background1"'), None),
        (shading("red"), None),
    ],
)
def test_the_shading_of_a_cell(properties, fill):
    assert cell("x", properties, theme=THEME).fill == fill


@pytest.mark.parametrize(
    ("inside", "fill"),
    [
        (paragraph(run("Amber", YELLOW)), "FFFF00"),
        (paragraph(run("Amber", shading("FFC000"))), "FFC000"),
        (paragraph(run("partly", YELLOW), run(" not")), None),
        (paragraph(run("●", RED)), "FF0000"),
        (paragraph(run("R", '<w:color w:themeColor="accent2"/>')), "ED7D31"),
        (paragraph(run("Red words", RED)), None),
        (
            '<w:p><w:r><w:pict><v:oval fillcolor="#92d050 [3]"/></w:pict></w:r></w:p>',
            "92D050",
        ),
        (
            "<w:p><w:r><w:drawing><wps:wsp><wps:spPr><a:solidFill><a:srgbClr val='00B050'/>"
            "</a:solidFill></wps:spPr></wps:wsp></w:drawing></w:r></w:p>",
            "00B050",
        ),
    ],
)
def test_the_colour_of_a_cell_that_has_none_itself(inside, fill):
    assert cell(inside, theme=THEME).fill == fill


def test_headings_by_style_outline_and_title():
    styles = (
        '<w:style w:type="paragraph" w:styleId="Berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="Berschrift2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:pPr><w:outlineLvl w:val="3"/></w:pPr>'
        "</w:style>"
    )
    source = read(
        p("own", '<w:pStyle w:val="Berschrift2"/>')
        + p("based", '<w:pStyle w:val="Mine"/>')
        + p("title", '<w:pStyle w:val="T"/>')
        + p("outline of style", '<w:pStyle w:val="O"/>')
        + p("outline", '<w:outlineLvl w:val="0"/>')
        + p("body", '<w:outlineLvl w:val="9"/>')
        + p("plain"),
        styles=styles,
    )
    assert [line.heading for line in source.blocks] == [2, 2, 1, 4, 1, None, None]


def test_bold_is_bold_only_where_all_of_it_is():
    styles = '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
    by_style = '<w:pStyle w:val="B"/>'
    source = read(
        p("all", look="<w:b/>")
        + f"<w:p>{run('some', '<w:b/>')}{run(' not')}</w:p>"
        + f"<w:p>{run('spaces', '<w:b/>')}{run('  ')}</w:p>"
        + p("off", look='<w:b w:val="0"/>')
        + p("style", by_style)
        + p("style off", by_style, '<w:b w:val="false"/>'),
        styles=styles,
    )
    assert [line.bold for line in source.blocks] == [True, False, True, False, True, False]


def test_footnotes_follow_the_plan_and_know_their_place():
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = (
        f'<w:footnote w:id="-1" w:type="separator">{p("-")}</w:footnote>'
        f'<w:footnote w:id="2">{p("As agreed in May")}</w:footnote>'
    )
    source = read(tbl(tr(tc(f"<w:p>{run('Do it')}{mark}</w:p>"), "b")) + p("End"), footnotes=notes)
    assert source.tables[0].grid[0][0].text == "Do it"
    assert [(line.text, line.place) for line in source.blocks[1:]] == [
        ("End", "paragraph 1"),
        ("As agreed in May", "footnote 1 of table 1, row 1, column 1"),
    ]
    assert source.remarks == ("1 footnote was read as a line after the plan.",)


def test_headers_and_comments_are_left_out_with_remarks():
    source = read(
        p("Plan"),
        header=p("Page 1"),
        comments=f'<w:comment w:id="0">{p("Is this so?")}</w:comment>'
        f'<w:comment w:id="1">{p("Yes")}</w:comment>',
    )
    assert source.words == ["Plan"]
    assert source.remarks == (
        "Headers and footers of the pages were left out.",
        "2 comments were left out.",
    )
    assert read(p("Plan"), header=p()).remarks == ()


def test_pictures_and_a_table_of_contents_are_left_out_with_remarks():
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        f"</w:sdtPr><w:sdtContent>{p('Aims 3')}</w:sdtContent></w:sdt>"
    )
    entry = '<w:style w:type="paragraph" w:styleId="v1"><w:name w:val="toc 1"/></w:style>'
    source = read(
        picture + contents + p("Aims 3", '<w:pStyle w:val="v1"/>') + p("Aims"), styles=entry
    )
    assert source.words == ["Aims"]
    assert source.remarks == (
        "The table of contents was left out.",
        "1 picture was left out.",
    )


def test_an_embedded_document_is_told_of():
    (remark,) = read(p("Plan") + '<w:altChunk r:id="x"/>').remarks
    assert remark.startswith("Another document is embedded in this one; its words were not read.")


def test_the_title_of_the_document():
    document = python_docx.Document()
    document.core_properties.title = "Business plan 2024"
    document.add_paragraph("Words")
    stream = io.BytesIO()
    document.save(stream)
    assert read_file("a.docx", stream.getvalue()).title == "Business plan 2024"
    assert read(p("Words")).title == ""


def test_a_strict_document_is_read_like_any_other():
    parts = word_parts(tbl(tr("a", "b")))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts["word/document.xml"] = parts["word/document.xml"].replace(W, strict)
    assert texts(read_file("a.docx", zipped(parts)).tables[0]) == [["a", "b"]]


def test_a_document_made_by_python_docx():
    document = python_docx.Document()
    document.add_heading("Priority 1", 1)
    table = document.add_table(2, 3)
    for at, text in enumerate(("Action", "Lead", "When")):
        table.cell(0, at).text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Both"
    table.cell(1, 2).add_paragraph("May", style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    heading, grid = read_file("a.docx", stream.getvalue()).blocks
    assert (heading.text, heading.heading) == ("Priority 1", 1)
    assert texts(grid) == [["Action", "Lead", "When"], ["Both", "Both", "May"]]
    assert [(line.level, line.marker) for line in grid.grid[1][2].lines] == [(0, "•")]


def test_a_plan_of_three_hundred_actions_is_read_well_below_a_second():
    content = word_plan(300)
    start = time.process_time()
    source = read_file("plan.docx", content)
    assert time.process_time() - start < 1.5  # 0.3 on a machine that does nothing else
    assert sum(len(table.grid) for table in source.tables) == 306
    assert source.tables[0].grid[1][2].lines[3].level == 0
