"""HTML to tagged PDF/UA-1: the only place that knows the renderer, which is loaded when asked.

Loading it costs half a second, so no page that does not make a PDF pays for it.
"""

import contextlib
import functools
import gc
import logging
import re
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.utils.safestring import SafeString, mark_safe

from boardplan.templatetags.rag import SHAPES

from . import fonts

STYLE = "reports/pdf/print.css"
VARIANT = "pdf/ua-1"

# The labels' colours, as on screen (static/src/_tokens.scss): fill, words, edge and shape.
_RAG = {
    "green": ("#d3ecd9", "#0b4a22", "#1a7f3c"),
    "amber": ("#ffe3b0", "#5f3a00", "#b36b00"),
    "red": ("#f9d3cf", "#7d130b", "#c0271a"),
    "blue": ("#cfe2f7", "#0d3b6e", "#1d65b3"),
    "grey": ("#e4e8ed", "#353e4a", "#66717f"),
    "unrated": ("#ffffff", "#4a5565", "#7b8594"),
}


def static_folder() -> Path:
    """Where the built fonts lie."""
    return Path(settings.BASE_DIR) / "static" / "build"


def theme(look) -> SafeString:
    """CSS of a board: its colour, and the shape of each rating."""
    rules = [f":root{{--board:{look.colour};--on-board:{look.on_colour};--heading:{look.heading}}}"]
    for rag, (fill, words, edge) in _RAG.items():
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
            f'<path fill="{words}" fill-rule="evenodd" d="{SHAPES[rag]}"/></svg>'
        )
        rules.append(
            f".rag-{rag}{{background-color:{fill};color:{words};border-color:{edge};"
            f'background-image:url("data:image/svg+xml,{quote(svg)}")}}'
        )
    return mark_safe("".join(rules))  # noqa: S308 - colours are checked, the rest is ours


def render(template: str, context: dict, *, told: Callable[[int], None] | None = None) -> bytes:
    """The PDF of a template (blocking: about a tenth of a second a page).

    told: called with the number of pages laid out so far, as each is begun.
    Raises OSError where the machine lacks the renderer's libraries (Pango).
    """
    html = render_to_string(template, context)
    with _heard(told):
        return to_pdf(html, css=get_template(STYLE).template.source)


class _Ear(logging.Handler):
    """Hears the renderer say which page it lays out, which it tells nobody else."""

    def __init__(self, told):
        super().__init__()
        self.told = told
        self.thread = threading.get_ident()

    def emit(self, record):
        found = _PAGE.search(record.getMessage())
        if found and threading.get_ident() == self.thread:
            self.told(int(found[1]))


_PAGE = re.compile(r"layout - Page (\d+)")


@contextlib.contextmanager
def _heard(told):
    if told is None:
        yield
        return
    logger = logging.getLogger("weasyprint.progress")
    ear, level, spreads = _Ear(told), logger.level, logger.propagate
    logger.addHandler(ear)
    logger.setLevel(logging.INFO)
    logger.propagate = False  # a line for each page belongs in no log
    try:
        yield
    finally:
        logger.removeHandler(ear)
        logger.setLevel(level)
        logger.propagate = spreads


def to_pdf(html: str, *, css: str) -> bytes:
    """`html` as a tagged PDF in our fonts; it may load from the static folder and nothing else."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    base = static_folder().as_uri() + "/"
    fetcher = _fetcher_class()()
    configuration = FontConfiguration()
    sheet = CSS(
        string=fonts.stylesheet(html) + css,
        base_url=base,
        url_fetcher=fetcher,
        font_config=configuration,
    )
    with _collector_at_rest():
        return _html_class()(string=html, base_url=base, url_fetcher=fetcher).write_pdf(
            stylesheets=[sheet],
            font_config=configuration,
            pdf_variant=VARIANT,
            finisher=_finish,
        )


@contextlib.contextmanager
def _collector_at_rest():
    """Without the garbage collector: a document is millions of objects that live until it is
    written, and walking them again and again took a fifth of the time and freed nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@functools.cache
def _fetcher_class():
    from weasyprint.urls import URLFetcher

    class StaticOnly(URLFetcher):
        """Fetches data: addresses and files below the static folder."""

        def __init__(self):
            super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)

        def fetch(self, url, headers=None):
            parts = urlsplit(url)
            if parts.scheme != "data":
                path = Path(unquote(parts.path)).resolve()
                if parts.netloc or not path.is_relative_to(static_folder().resolve()):
                    raise ValueError(f"Documents may not load {url}")
            return super().fetch(url, headers)

    return StaticOnly


# Rules of the renderer's own stylesheet that give a style of its own to five pseudo-elements of
# every element, for notes, and to the marker of elements that have none.
_FOR_NOTES = re.compile(r"^::(?:footnote|note)-[^{]*\{[^}]*\}$", re.MULTILINE)
_MARKERS = re.compile(r"^::marker ", re.MULTILINE)


@functools.cache
def _html_class():
    from weasyprint import CSS, HTML
    from weasyprint import css as renderers

    own = (Path(renderers.__file__).parent / "html5_ua.css").read_text()
    sheet = CSS(string=_MARKERS.sub("li::marker ", _FOR_NOTES.sub("", own)))

    class WithoutNotes(HTML):
        """Our documents have no footnotes: 40,000 styles fewer in a report of 100 pages, which is
        a fifth of the memory."""

        def _ua_stylesheets(self, forms=False):
            return [sheet]

    return WithoutNotes


def _finish(document, pdf) -> None:
    """What is done between drawing and writing."""
    # The pages are drawn and hold half of the memory: room for what is written from here on.
    document.pages.clear()
    gc.collect()
    _name_headers(pdf)


def _name_headers(pdf) -> None:
    """Give each header cell its scope, and each cell the headers that hold for it.

    The renderer knows headers of columns and rows; a header over a group of rows (an outcome
    over its actions) it takes for one of the first column. A table that runs over pages is one
    table a page to it, so a group is carried on to the next.
    """
    elements = {
        bytes(_reference(thing)): thing
        for thing in pdf.objects
        if isinstance(thing, dict) and thing.get("Type") == "/StructElem"
    }

    def below(element):
        for kid in element.get("K", ()):
            found = elements.get(bytes(kid)) if isinstance(kid, bytes) else None
            if found is not None:
                yield found

    def rows_of(element, in_head=False):
        for child in below(element):
            if child["S"] == "/TR":
                yield child, in_head
            elif child["S"] in ("/THead", "/TBody", "/TFoot", "/NonStruct"):
                yield from rows_of(child, in_head or child["S"] == "/THead")

    import pydyf

    last_columns, last_page, group = None, None, None
    for table in [element for element in elements.values() if element["S"] == "/Table"]:
        columns: dict[int, list] = {}
        carried = group
        group = None
        fresh = True
        for row, in_head in rows_of(table):
            at, own, cells = 0, [], []
            for cell in below(row):
                span = int(cell["A"].get("ColSpan", 1)) if "A" in cell else 1
                if cell["S"] == "/TH":
                    cell["A"]["Scope"] = "/Column" if in_head else "/Row"
                    if in_head:
                        for column in range(at, at + span):
                            columns.setdefault(column, []).append(cell["ID"])
                    elif span > 1:
                        group, fresh = cell["ID"], False
                    else:
                        own.append(cell["ID"])
                elif cell["S"] == "/TD":
                    cells.append((cell, at, span))
                at += span
            if cells and fresh:
                fresh = False
                same = last_columns == sorted(columns) and table["Pg"] != last_page
                group = carried if same else None
            for cell, start, span in cells:
                names = [name for at in range(start, start + span) for name in columns.get(at, ())]
                if group is not None:
                    names.append(group)
                cell["A"]["Headers"] = pydyf.Array([*own, *names])
        last_columns, last_page = sorted(columns), table["Pg"]


def _reference(thing):
    return thing.reference
