"""Passages of a report in Word: lists and tables under their own headings, and the groups as a
nested list, because Word has no drawing that is also text."""

from collections.abc import Iterable, Iterator

from boardplan.word import Frame, Run, Words

from ..annual_report.nodes import Group, Passage, Point, Sheet, Structure
from .plan import cell, head
from .prose import blocks, heading, plain

_DEEPEST = 3  # levels of a list below the first


def add_passages(frame: Frame, passages: Iterable[Passage]) -> None:
    """At the end of the document, below a heading of level 1."""
    for passage in passages:
        if passage.title:
            frame.add(heading(passage.title, passage.level + 1))
        frame.add(*blocks(frame, passage.blocks))
        frame.add(*(_point(point) for point in passage.points))
        if passage.sheet:
            _sheet(frame, passage.sheet)


def _point(point: Point) -> Words:
    runs = [Run(point.text, bold=point.strong)]
    if point.rating:
        runs.append(Run(f" {point.rating.word}.", bold=True))
    if point.note:
        runs.append(Run(f"\n{point.note}"))
    runs += [Run(f"\n{more}") for more in point.more]
    return Words(tuple(runs), "List Bullet")


def _sheet(frame: Frame, sheet: Sheet) -> None:
    frame.add(plain(sheet.caption, "Caption"))
    shares = [3 if figure else 4 for _, figure in sheet.columns]
    grid = frame.grid(shares, title=sheet.caption, row_headers=True)
    grid.row(head(*sheet.headings), header=True)
    for row in sheet.cells:
        grid.row(
            cell(text, bold=not place, style="Table Figure" if figure else "Table Text")
            for place, (_, figure, text) in enumerate(row)
        )
    frame.table(grid)


def add_structure(frame: Frame, structure: Structure) -> None:
    """The groups, each below the one that it reports to."""
    frame.add(heading("How the groups report to each other", 2))
    frame.add(plain(f"As at {structure.as_at}. A group stands below the one that it reports to."))
    frame.add(*_listed(structure.groups, 0))


def _listed(groups: Iterable[Group], depth: int) -> Iterator[Words]:
    for group in groups:
        chairs = f". Chair: {'; '.join(group.chairs)}" if group.chairs else ""
        runs = (Run(group.name, bold=True), Run(f": {group.kind.lower()}{chairs}"))
        yield Words(runs, "List Bullet", level=min(depth, _DEEPEST))
        yield from _listed(group.below, depth + 1)
