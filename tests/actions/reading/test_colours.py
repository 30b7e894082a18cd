"""Colours as Word, Excel and web pages write them."""

import pytest

from actions.importers.reading import colours

from .making import THEME


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#FFC000", "FFC000"),
        ("#fc0", "FFCC00"),
        ("rgb(0, 176, 80)", "00B050"),
        ("rgba(255, 0, 0, 0)", None),
        ("rgba(255, 0, 0, 1)", "FF0000"),
        ("hsl(120, 100%, 50%)", "00FF00"),
        ("lime none repeat", "00FF00"),
        ("no-such-name red", "FF0000"),
        ("transparent", None),
        ("white", None),
        ("windowtext", "000000"),
        ("inherit", None),
        ("", None),
        (None, None),
        ("#12", None),
        ("rgb(1", None),
        ("(" * 5000, None),
    ],
)
def test_colours_of_style_sheets(text, colour):
    assert colours.css(text) == colour


@pytest.mark.parametrize(
    ("text", "colour"),
    [("FFFFC000", "FFC000"), ("00b050", "00B050"), ("auto", None), ("FFFFFF", None), ("x", None)],
)
def test_colours_in_office_files(text, colour):
    assert colours.plain(text) == colour


def test_colours_of_a_theme_and_their_shades():
    found = colours.theme(THEME.encode())
    assert (found["dk1"], found["lt1"], found["accent6"]) == ("000000", "FFFFFF", "70AD47")
    assert colours.of_theme(found, "background1") == "FFFFFF"
    assert colours.of_theme(found, "accent9") is None
    assert colours.lightened("000000", 0.5) == "808080"
    assert colours.lightened("FFFFFF", -0.25) == "BFBFBF"
    assert colours.lightened("4472C4", 9) == "FFFFFF"
    assert colours.lightened(None, 0.5) is None
    assert colours.theme(b"") == colours.theme(b"<broken") == colours.theme(b"<a/>") == {}
