"""A document as pages for a browser: the same tree as the PDF, one page for each of its sections.

What is made here is the content of a page, from its h1 on; whoever shows it puts it in a frame.
Links between the pages are relative, so that the same content serves for the preview inside the
board and for what is published.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify

from . import figures, statements
from .annual_report.nodes import ReportDocument
from .frozen import Imprint
from .plan_document import PlanDocument

CONTENTS, WHOLE = "", "whole"  # the first page, and all of them in one for printing
PHONE = 340  # pixels that a chart may take on the narrowest screen without being made smaller
ABOUT = "about"  # a plan's words, ratings and groups


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents: what it leads to, relative to the first page."""

    href: str
    title: str
    below: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a document. `name` is the last part of its address."""

    name: str
    title: str
    part: object  # the node of the tree that it shows; None for a plan's words


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    title: str
    html: SafeString


Document = ReportDocument | PlanDocument


def leaves(document: Document) -> tuple[Leaf, ...]:
    """The pages of a document after its contents, each with an address of its own."""
    if isinstance(document, PlanDocument):
        about = Leaf(ABOUT, f"About this {_lower(document.kind)}", None)
        named = [(part.title or document.table_title, part) for part in document.parts]
        return (about, *_named(named, taken={WHOLE, ABOUT}))
    return tuple(_named([(part.title, part) for part in document.sections], taken={WHOLE}))


def _named(titled, taken: set[str]) -> Iterator[Leaf]:
    for title, part in titled:
        wanted = slugify(title)[:60].strip("-") or "section"
        name, number = wanted, 2
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        taken.add(name)
        yield Leaf(name, title, part)


def page(document: Document, name: str, *, imprint: Imprint | None, digest: str) -> Page | None:
    """One page by its name; None where the document has no such page."""
    found = leaves(document)
    shared = {"document": document, "imprint": imprint, "digest": digest}
    if name == CONTENTS:
        lines = tuple(_lines(document, found))
        return _page(name, document.title, "contents.html", shared | {"lines": lines})
    if name == WHOLE:
        # Each is given what its own page is given, so that nothing of it is left out.
        parts = [
            render_to_string(
                "reports/web/_section.html",
                shared | _context(document, leaf, level=2) | {"draft": False},
            )
            for leaf in found
        ]
        context = shared | {"parts": parts, "lines": tuple(_lines(document, found, whole=True))}
        return _page(name, document.title, "whole.html", context)
    leaf = next((leaf for leaf in found if leaf.name == name), None)
    if leaf is None:
        return None
    return _page(name, leaf.title, "section.html", shared | _context(document, leaf, level=1))


def pages(document: Document, *, imprint: Imprint | None, digest: str) -> Iterator[Page]:
    """All of them: the contents, each section, and the whole in one."""
    for name in (CONTENTS, *(leaf.name for leaf in leaves(document)), WHOLE):
        yield page(document, name, imprint=imprint, digest=digest)


def _page(name, title, template, context) -> Page:
    return Page(name, title, render_to_string(f"reports/web/{template}", context))


def _context(document: Document, leaf: Leaf, *, level: int) -> dict:
    """What the template of a section wants. level: of its own heading, 1 to 2."""
    part = leaf.part
    in_plan = isinstance(document, PlanDocument)
    drawn = None if in_plan else part.figures
    money = None if in_plan else part.finance
    return {
        "leaf": leaf,
        "section": None if in_plan else part,
        "plan": document if in_plan else None,
        "part": part if in_plan else None,
        "charts": figures.charts_of(drawn, document.ratings, width=PHONE) if drawn else [],
        "money": statements.statements_of(money, width=PHONE) if money else [],
        "balances": statements.balances_of(money) if money else None,
        **_structure(None if in_plan else part.structure),
        "overview": [] if in_plan or part.progress is None else _overview(part.progress),
        "ratings": document.ratings,
        "level": level,
        "below": level + 1,
        "lower": level + 2,
        "lowest": level + 3,
    }


def _structure(found) -> dict:
    if found is None:
        return {"structure": None}
    chart, sheet = figures.structure_of(found, width=PHONE)
    return {"structure": found, "chart": chart, "sheet": sheet}


def _overview(progress) -> list[dict]:
    """The rows of the overview, each number with its rating's word: on a narrow screen a row is a
    card, whose numbers have no heading above them."""
    words = [rating.word for rating in progress.used]
    return [
        {"title": title, "counts": list(zip(words, counts, strict=True)), "worst": worst}
        for title, counts, worst in progress.overview
    ]


def _lines(document: Document, found, *, whole: bool = False) -> Iterator[Line]:
    for leaf in found:
        base = "" if whole else f"{leaf.name}/"
        anchor = f"#page-{leaf.name}" if whole else ""
        lower = tuple(
            Line(f"{base}#{entry.anchor}", entry.title) for entry in _entries(document, leaf)
        )
        yield Line(f"{base}{anchor}", leaf.title, lower)


def _entries(document: Document, leaf: Leaf):
    """What stands below a section in the contents, as on paper."""
    if isinstance(document, PlanDocument):
        return document.about if leaf.part is None else ()
    return next(entry.below for entry in document.contents if entry.anchor == leaf.part.anchor)


def _lower(word: str) -> str:
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]
