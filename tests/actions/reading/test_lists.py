"""Bullets and numbers: those that Word sets, those that people typed."""

import pytest

from actions.importers.reading import read_file
from actions.importers.reading.word.numbering import written
from actions.importers.reading.words import TYPED, Piece, lines_of, nested

from .making import docx, p, tbl, tc, tr


def typed(text):
    """(text, level, marker) of each line of a cell."""
    found = nested(lines_of([Piece(text)], each_break=True))
    return [(line.text, line.level, line.marker) for line in found]


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("• Review the policy", "•", "Review the policy"),
        ("•Review", "•", "Review"),
        ("- Review", "-", "Review"),
        ("-Review", "-", "Review"),
        ("– Review", "–", "Review"),
        ("* Review", "*", "Review"),
        ("o Review", "o", "Review"),
        ("o\tReview", "o", "Review"),
        ("➢ Review", "➢", "Review"),
        ("1. Review", "1.", "Review"),
        ("1.Review", "1.", "Review"),
        ("12) Review", "12)", "Review"),
        ("(1) Review", "(1)", "Review"),
        ("a) Review", "a)", "Review"),
        ("b. Review", "b.", "Review"),
        ("iv) Review", "iv)", "Review"),
        ("§ Review", "§", "Review"),
    ],
)
def test_a_typed_marker_is_no_part_of_the_text(text, marker, rest):
    assert typed(text) == [(rest, 0, marker)]


@pytest.mark.parametrize(
    "text",
    [
        "1.1 Review",
        "6.1. Review",
        "30.3.12",
        "3. 4. 2012",
        "3rd June",
        "-5",
        "of the Board",
        "e. g. training",
        "p. 3 of the report",
        "A. Smith",
        "2012 Review",
        "2012. Review",
        "100. Review",
        "and/or",
        "-",
        "•",
        "1.",
        "R",
        "NSPCC (all)",
        "*starred",
    ],
)
def test_what_only_looks_like_a_marker_is_text(text):
    assert typed(text) == [(text, None, "")]


def test_the_kind_of_marker_tells_the_level():
    assert typed("1. One\na) first\nb) second\n2. Two\n- dash\nPlain\n- dash again") == [
        ("One", 0, "1."),
        ("first", 1, "a)"),
        ("second", 1, "b)"),
        ("Two", 0, "2."),
        ("dash", 1, "-"),
        ("Plain", None, ""),
        ("dash again", 0, "-"),
    ]


def test_a_bullet_without_words_is_dropped_unless_it_is_all():
    assert typed("• one\n•\n• two") == [("one", 0, "•"), ("two", 0, "•")]
    assert typed("●") == [("●", None, "")]


def test_breaks_within_a_paragraph_split_it_only_before_bullets():
    def split(text):
        return [line.text for line in lines_of([Piece(text)])]

    assert split("Town Hall\nHigh Street") == ["Town Hall\nHigh Street"]
    assert split("Agree:\n• one\n• two") == ["Agree:", "• one", "• two"]


def test_the_pattern_takes_no_time_on_hostile_lines():
    for text in (" " * 100_000, "(" * 100_000, "1" * 100_000, "\u00a0•" * 50_000, "i" * 100_000):
        TYPED.match(text)


def level(depth, form, text, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1.")
    + level(1, "lowerLetter", "%2)")
    + level(2, "decimal", "%1.%2.%3", more="<w:isLgl/>")
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="2">'
    + level(0, "bullet", "\uf0b7", more='<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>')
    + level(1, "bullet", "o", more='<w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr>')
    + level(2, "bullet", "\uf0d8", more='<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>')
    + "</w:abstractNum>"
    + '<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="Linked"/></w:abstractNum>'
    + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>'
    + '<w:num w:numId="4"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
    + '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:type="numbering" w:styleId="Linked"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    "</w:pPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet"/><w:pPr><w:numPr>'
    '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="LB2"><w:name w:val="List Bullet 2"/><w:pPr><w:numPr>'
    '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
    '<w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
)


def numbered(number, depth=0):
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def styled(key, more=""):
    return f'<w:pStyle w:val="{key}"/>{more}'


def read(body):
    return read_file("a.docx", docx(body, numbering=NUMBERING, styles=STYLES))


def marks(body):
    return [(line.level, line.marker) for line in read(body).blocks]


def test_numbers_are_counted_as_word_counts_them():
    body = (
        p("One", numbered(1))
        + p("a", numbered(1, 1))
        + p("b", numbered(1, 1))
        + p("deep", numbered(1, 2))
        + p("between")
        + p("Two", numbered(1))
        + p("a again", numbered(1, 1))
    )
    assert marks(body) == [
        (0, "1."),
        (1, "a)"),
        (1, "b)"),
        (2, "1.2.1"),
        (None, ""),
        (0, "2."),
        (1, "a)"),
    ]


def test_a_list_can_begin_where_it_says_and_borrow_its_levels():
    assert marks(p("x", numbered(4)) + p("y", numbered(4))) == [(0, "7."), (0, "8.")]
    assert marks(p("x", numbered(3)) + p("y", numbered(3, 1))) == [(0, "1."), (1, "a)")]


def test_bullets_by_numbering_and_by_style():
    body = (
        p("a", numbered(2))
        + p("b", numbered(2, 1))
        + p("c", numbered(2, 2))
        + p("d", styled("LB"))
        + p("e", styled("LB2"))
        + p("f", styled("LB", numbered(0)))
        + p("g", numbered(99))
    )
    assert marks(body) == [
        (0, "•"),
        (1, "o"),
        (2, "➢"),
        (0, "•"),
        (1, "o"),
        (None, ""),
        (0, "•"),
    ]


def test_a_list_of_its_own_stands_as_deep_as_its_style_says():
    assert marks(p("x", styled("LB2", numbered(1))) + p("y", styled("LB", numbered(1)))) == [
        (1, "a)"),
        (0, "1."),
    ]


def test_a_numbered_heading_knows_its_number():
    (line,) = read(p("Neglect", styled("H1"))).blocks
    assert (line.text, line.heading, line.marker) == ("Neglect", 1, "7.")


def test_an_empty_bullet_is_no_line_and_a_number_alone_is_the_words_of_its_cell():
    source = read(
        tbl(
            tr(tc(p("", numbered(1))), tc(p("", numbered(2)))),
            tr(tc(p("", numbered(1))), tc(p("x", numbered(2)))),
        )
    )
    assert [[cell.text for cell in row] for row in source.tables[0].grid] == [
        ["1.", ""],
        ["2.", "x"],
    ]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (3, "lowerLetter", "c"),
        (28, "upperLetter", "BB"),
        (1949, "lowerRoman", "mcmxlix"),
        (4, "upperRoman", "IV"),
        (3, "none", ""),
        (10**9, "lowerRoman", "1000000000"),
        (10**9, "lowerLetter", "1000000000"),
        (0, "lowerLetter", "0"),
        (2, "chineseCounting", "2"),
    ],
)
def test_numbers_in_words_of_a_list(count, form, text):
    assert written(count, form) == text
