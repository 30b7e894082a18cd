"""The stylesheet and the components keep their promises."""

import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse

from boardplan.templatetags.paging import page_numbers
from boardplan.templatetags.rag import SHAPES, WORDS, rag_tag

ROOT = Path(__file__).resolve().parent.parent
TOKENS = (ROOT / "static" / "src" / "_tokens.scss").read_text()
RAG = {
    name: {"fill": fill, "text": text, "strong": strong}
    for name, fill, text, strong in re.findall(
        r'"(\w+)": \( "fill": (#\w{6}), "text": (#\w{6}), "strong": (#\w{6}) \)', TOKENS
    )
}


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#ffffff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_ratings_have_words_shapes_and_colours_for_the_same_names():
    assert list(RAG) == list(WORDS) == list(SHAPES)
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert len(set(WORDS.values())) == len(WORDS)


@pytest.mark.parametrize("name", RAG)
def test_ratings_can_be_read_and_their_shapes_seen(name):
    colours = RAG[name]
    assert contrast(colours["text"], colours["fill"]) >= 4.5
    assert contrast(colours["strong"], "#ffffff") >= 3


def test_rating_escapes_the_words_of_the_board():
    html = rag_tag("red", "<Late>")
    assert html.endswith("</svg>&lt;Late&gt;</strong>")
    assert rag_tag("").endswith("</svg>Not rated</strong>")


@pytest.mark.parametrize(
    ("number", "expected"),
    [(1, [1, 2, "…", 16]), (7, [1, "…", 6, 7, 8, "…", 16]), (16, [1, "…", 15, 16])],
)
def test_pages_around_the_one_that_is_open_are_offered(number, expected):
    assert page_numbers(Paginator(range(400), 25).page(number)) == expected


def components():
    return sorted((ROOT / "templates" / "components").glob("*.html"))


@pytest.mark.parametrize("path", components(), ids=lambda path: path.stem)
def test_component_lists_its_parameters_and_is_in_the_gallery(path):
    assert path.read_text().startswith("{% comment %}\n")
    assert "\nParameters:\n" in path.read_text() or " Parameters:\n" in path.read_text()
    page = (ROOT / "templates" / "gallery.html").read_text()
    assert f'"components/{path.name}"' in page


def test_gallery_is_no_page_of_the_product():
    with pytest.raises(NoReverseMatch):
        reverse("gallery")


def test_stylesheet_carries_nothing_of_gov_uk_alone():
    css = (ROOT / "static" / "build" / "app.css").read_text()
    assert "GDS Transport" not in css
    assert re.findall(r"crest|crown|logotype|sourceMappingURL", css) == []
    fonts = re.findall(r'url\("(fonts/[^"]+)"\)', css)
    assert len(fonts) == 8
    assert [name for name in fonts if not (ROOT / "static" / "build" / name).exists()] == []


def test_scripts_name_no_source_map():
    scripts = sorted((ROOT / "static" / "build").glob("*.js"))
    assert [path.name for path in scripts] == [
        "bring-in.js",
        "contribution.js",
        "copy.js",
        "govuk-frontend.min.js",
        "htmx.min.js",
        "js-enabled.js",
        "plan.js",
        "start.js",
        "tables.js",
    ]
    assert [path.name for path in scripts if "sourceMappingURL" in path.read_text()] == []


def test_templates_have_no_inline_style_or_script():
    offending = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*(src=|application/json))")
    templates = [path for path in (ROOT / "templates").rglob("*.html") if "pdf" not in path.parts]
    assert [path.name for path in templates if offending.search(path.read_text())] == []


def test_static_files_can_be_collected_for_production(settings, tmp_path):
    """Every file that a stylesheet or script names is there; names carry their content."""
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "boardplan.storage.StaticStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (start,) = (tmp_path / "build").glob("start.*.js")
    assert re.search(r'from "\./govuk-frontend\.min\.\w+\.js"', start.read_text())
