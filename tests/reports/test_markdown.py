"""What people write comes out as limited HTML under the right heading level."""

import pytest
from django.utils.safestring import SafeString

from reports.answers import as_blocks, as_text
from reports.markdown import render
from reports.parts import Block, Item, contrast, gather, prose


def test_headings_stand_below_the_section_without_gaps():
    html = render("# One\n\n### Two\n\n## Three\n\n# Four", below=2)
    assert html == "<h3>One</h3>\n<h4>Two</h4>\n<h4>Three</h4>\n<h3>Four</h3>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("![x](https://a.example/x.png)", "<p>(Picture missing: x)</p>\n"),
        ("![x](data:image/png;base64,AAAA)", "<p>(Picture missing: x)</p>\n"),
        ("- one\n- *two*", "<ul>\n<li>one</li>\n<li><em>two</em></li>\n</ul>\n"),
    ],
)
def test_only_what_belongs_into_a_report_comes_through(text, html):
    assert render(text) == html
    assert isinstance(render(text), SafeString)


def test_lines_with_a_dash_are_a_list():
    assert prose("We aim to:\n- help\n• protect\n\n1. A number stays") == (
        Block("paragraph", "We aim to:"),
        Block("bullet", items=(Item("help"), Item("protect"))),
        Block("paragraph", "1. A number stays"),
    )


def test_items_of_the_second_level_go_below_the_one_before():
    flat = [("bullet", 1, "a"), ("bullet", 2, "b"), ("numbered", 1, "c")]
    assert gather(flat) == (
        Block("bullet", items=(Item("a", ("b",)),)),
        Block("numbered", items=(Item("c"),)),
    )


def test_answers_survive_being_edited_as_text():
    answers = [
        {
            "prompt": "What did you do?",
            "hint": "Name figures",
            "blocks": [
                {"kind": "paragraph", "level": None, "text": "We did this."},
                {"kind": "bullet", "level": 1, "text": "one"},
                {"kind": "bullet", "level": 2, "text": "below"},
                {"kind": "numbered", "level": 1, "text": "first"},
                {"kind": "numbered", "level": 1, "text": "second"},
            ],
        },
        {"prompt": "And next?", "hint": "", "blocks": []},
    ]
    assert as_blocks(as_text(answers)) == answers


def test_contrast_is_that_of_the_guidelines():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
