"""Finds the header rows of a table and says what each column means below them.

A header need not stand in the first row, may take two rows, comes again on the next page, and
may be worded otherwise the next time. What no header says is read from the cells (`shapes`).
"""

from dataclasses import dataclass, field

from . import columns, refs, shapes
from .accounting import Box, Grid


@dataclass(slots=True)
class Section:
    """Rows of a table under one header. meanings, headers: one for each place of the grid.

    header_rows: the rows of its header. numbered: what each number column numbers. label: what a
    spanning header says the spanning rows below it are ("Outcome for 2009/10:"), "" without.
    titles: rows above the header that name the whole table. heading: a cell of the header that
    names no column but what the rows below belong to ("Priority 1: Neglect | Lead | When").
    """

    grid: Grid
    header_rows: list[int]
    rows: list[int]
    headers: list[str]
    meanings: list[str]
    label: str = ""
    numbered: dict[int, str] = field(default_factory=dict)
    titles: list[int] = field(default_factory=list)
    heading: Box | None = None

    def column(self, box: Box) -> str:
        """What a cell means: what the first place that it covers does."""
        return self.meanings[box.column]

    def has(self, meaning: str) -> bool:
        return meaning in self.meanings

    @property
    def above(self) -> list[int]:
        """Filled rows above the header."""
        first = self.header_rows[0] if self.header_rows else 0
        return [n for n in self.rows if n < first and any(b.pieces for b in self.grid.own(n))]


def header_strength(grid: Grid, number: int) -> int:
    """How much a row looks like a header: 0 not at all, 3 and more for certain."""
    filled = [box for box in grid.boxes(number) if box.pieces]
    if len(filled) < 2:
        return 0
    texts = [box.flat for box in filled]
    if any(len(text) > 140 or len(text.split()) > 20 for text in texts):
        return 0
    meant = [columns.meaning_of(text) for text in texts]
    known = {meaning for meaning, text in zip(meant, texts, strict=True) if meaning}
    headed = sum(map(_is_heading, texts)) == 1
    sure = headed + sum(
        columns.is_plainly_header(text) and bool(m) for text, m in zip(texts, meant, strict=True)
    )
    if len(known) < 2 or sum(map(bool, meant)) * 2 < len(texts):
        return 0
    marked = number < grid.header_rows
    styled = all(box.bold or box.fill for box in filled)
    values = any(box.value is not None for box in filled)
    if values or (not marked and sure * 2 < len(texts)):
        return 0
    return sure + 2 * marked + styled


def _is_heading(text: str) -> bool:
    """Whether a cell of a header is a heading: it has a name, a number and a title."""
    said = refs.heading(text)
    return bool(said.label and said.ref and said.text)


def sections_of(grid: Grid, before: "Section | None" = None) -> list[Section]:
    """The table cut at its headers. before: the last section of the plan so far, which goes on
    in a table of the same width that has no header."""
    starts = _header_rows(grid)
    found: list[Section] = []
    if not starts:
        if before and len(before.meanings) == grid.width:
            section = Section(
                grid, [], list(range(len(grid.rows))), before.headers, before.meanings
            )
            section.numbered, section.label = before.numbered, before.label
            return [section]
        return []
    above = list(range(starts[0][0]))
    for place, rows in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(grid.rows)
        body = list(range(rows[-1] + 1, end))
        headers = _texts(grid, rows)
        meanings = [columns.meaning_of(text) for text in headers]
        section = Section(grid, rows, body, headers, meanings)
        _set_heading_apart(section)
        if not found:
            label = _spanning_label(grid, above)
            if label is not None:
                section.label = label
                section.header_rows = [above[-1], *rows]
                above = above[:-1]
            section.rows = [*above, *body]
        found.append(section)
    for section in found:
        section.meanings = shapes.settle(grid, section.rows, section.headers, section.meanings)
        section.numbered = shapes.numbered(grid, section.rows, section.meanings)
    return found


def answering_sections(grid: Grid) -> list[Section]:
    """The table as actions that answer something ("Risk | What we did"), though its headers are
    not those of a plan; [] where none of them names what is done."""
    for number in range(min(3, len(grid.rows))):
        filled = [box for box in grid.own(number) if box.pieces]
        if len(filled) < 2 or any(len(box.flat) > 60 for box in filled):
            continue
        headers = _texts(grid, [number])
        action = shapes.answering(headers)
        body = list(range(number + 1, len(grid.rows)))
        if action is None or not any(grid.rows[n][action].pieces for n in body):
            continue
        meanings = [columns.meaning_of(text) for text in headers]
        meanings = ["notes" if meaning == "action" else meaning for meaning in meanings]
        meanings[action] = "action"
        numbers = {c for c in range(action) if shapes.are_refs(grid, body, c)}
        _set_asked(headers, meanings, action, numbers)
        section = Section(grid, [number], [*range(number), *body], headers, meanings)
        section.meanings = shapes.settle(grid, section.rows, headers, meanings)
        section.numbered = shapes.numbered(grid, section.rows, section.meanings)
        return [section]
    return []


def _set_asked(headers: list[str], meanings: list[str], action: int, numbers: set[int]) -> None:
    """What the actions answer is what they stand under: the column that says so, else the first
    that says nothing else."""
    if "outcome" in meanings[:action]:
        return
    left = [
        column
        for column in range(action)
        if headers[column] and meanings[column] in ("", "notes", "priority")
        if column not in numbers
    ]
    asked = [c for c in left if columns.asks(headers[c])]
    if left:
        meanings[(asked or left)[0]] = "outcome"


def _set_heading_apart(section: Section) -> None:
    if "action" in section.meanings:
        return
    for number in section.header_rows:
        for box in section.grid.own(number):
            if _is_heading(box.flat):
                section.heading = box
                section.headers[box.column] = ""
                section.meanings[box.column] = "action"
                return


def _header_rows(grid: Grid) -> list[list[int]]:
    """Each header as the rows it takes."""
    found: list[list[int]] = []
    known: set[tuple] = set()
    number = 0
    while number < len(grid.rows):
        texts = tuple(columns.plain(box.flat) for box in grid.boxes(number))
        strength = header_strength(grid, number)
        same = texts in known and sum(map(bool, texts)) >= 2
        need = 2 if not found else _needed_again(grid, number)
        if same or (strength and strength >= need):
            rows = [number]
            while number + 1 < len(grid.rows) and _is_second_row(grid, number + 1, rows[0]):
                number += 1
                rows.append(number)
            known.add(texts)
            found.append(rows)
        number += 1
    return found


def _needed_again(grid: Grid, number: int) -> int:
    """Below a first header a row must be nothing but the words of headers to be another one."""
    filled = [box for box in grid.boxes(number) if box.pieces]
    return len(filled) if len(filled) >= 3 else len(filled) + 2


def _is_second_row(grid: Grid, number: int, first: int) -> bool:
    """Whether the row goes on with the header above it: cells of it hang down, or it splits one
    that spans several columns, or is a whole header below one that spans; all it says is header.
    """
    above = [box for box in grid.boxes(first) if box.pieces]
    own = [box for box in grid.own(number) if box.pieces]
    if not own or not all(columns.could_be_header(box.flat) for box in own):
        return False
    hanging = any(box.row < number for box in grid.boxes(number) if box.pieces)
    spanning = any(box.columns > 1 and box.columns < grid.width for box in above)
    under = all(
        any(a.columns > 1 and a.column <= box.column < a.column + a.columns for a in above)
        for box in own
    )
    plain = [box for box in own if columns.is_plainly_header(box.flat)]
    if len(plain) == len(own):
        return hanging or (spanning and under) or (spanning and len(_meant(plain)) > 3)
    return spanning and len(_meant(plain)) > 3 and all(columns.meaning_of(b.flat) for b in own)


def _meant(boxes: list[Box]) -> set[str]:
    """The different things that cells of a header mean."""
    return {columns.meaning_of(box.flat) for box in boxes}


def _texts(grid: Grid, rows: list[int]) -> list[str]:
    """The header of each place: the lowest text, with those above it where it says too little."""
    texts = []
    for column in range(grid.width):
        boxes = list({id(b): b for n in rows if (b := grid.rows[n][column]).pieces}.values())
        said = [box.text for box in boxes]
        if len(said) > 1 and columns.meaning_of(said[-1]):
            said = [said[-1], *said[:-1]]
        texts.append("\n".join(said))
    return texts


def _spanning_label(grid: Grid, above: list[int]) -> str | None:
    """What a spanning row just above the header says of the spanning rows below the header.

    "Outcome for the board 2009/10:" over "Action | Lead | …" names a level; "Priority 1: Early
    help" is a heading itself.
    """
    if not above:
        return None
    filled = [box for box in grid.own(above[-1]) if box.pieces]
    if len(filled) != 1 or filled[0].columns * 2 < grid.width:
        return None
    text = filled[0].flat
    meaning = columns.meaning_of(text) if len(text) <= 60 else ""
    if meaning not in ("outcome", "priority") or any(c.isdigit() for c in text.split()[0]):
        return None
    if text.endswith(":") or columns.is_plainly_header(text):
        return meaning
    return None
