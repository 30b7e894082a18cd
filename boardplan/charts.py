"""Charts as our own SVG: the same on screen, under a strict content policy, and in a PDF.

Only presentation attributes are used, because inline styles are refused by the policy and page
styles do not reach into a picture in print. Nothing is told by colour alone: each rating has its
own pattern, its number stands in the bar, and every chart carries its figures as a table, which
is what a screen reader is sent to.

A chart is worked out here into plain numbers and drawn by a template in `templates/charts/`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Look:
    """How a rating is drawn: its fill, the text on it, the lines of its pattern and its edge."""

    word: str
    fill: str
    text: str
    line: str
    pattern: str  # cross, slope, dots, level, or "" for a plain fill


# The fills are those of the RAG labels in static/src/_tokens.scss; text on them keeps 4.5:1.
LOOKS: Mapping[str, Look] = {
    "red": Look("Red", "#c0271a", "#ffffff", "#8c1a10", "cross"),
    "amber": Look("Amber", "#ffd27a", "#5f3a00", "#b36b00", "slope"),
    "green": Look("Green", "#1a7f3c", "#ffffff", "#1a7f3c", ""),
    "blue": Look("Blue", "#1d65b3", "#ffffff", "#0d3b6e", "dots"),
    "grey": Look("Grey", "#e4e8ed", "#353e4a", "#66717f", "level"),
    "": Look("Not rated", "#ffffff", "#4a5565", "#7b8594", ""),
}
# Worst first, as people read it; not started and not rated come last.
ORDER = ("red", "amber", "green", "blue", "grey", "")

INK, SOFT, LINE, BRAND = "#1c2430", "#4a5565", "#d3d9e2", "#1f4e79"
FONT = "Public Sans, Helvetica Neue, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a chart: headings, and rows whose first cell names the row."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn chart: `svg` for the page as it is, `table` with the same figures."""

    title: str
    description: str
    svg: SafeString
    table: Table


def trend(
    *,
    title: str,
    columns: Sequence[tuple[str, str]],
    counts: Sequence[Mapping[str, int] | None],
    labels: Mapping[str, str] | None = None,
    row_heading: str = "Month",
    height: int = 180,
) -> Chart:
    """Stacked bars over time, one bar a column.

    columns: (short label under the bar, full label for the table and the description).
    counts: for each column {rating: number}, or None where the day has not come yet.
    labels: the board's own words for its ratings.
    Raises ValueError when there are not as many counts as columns.
    """
    if len(columns) != len(counts):
        raise ValueError("A trend needs one set of counts for each column.")
    words = _words(labels)
    shown = _shown(counts, labels)
    largest = max((sum(column.values()) for column in counts if column), default=0)
    left, top, width = 30, 8, 400
    step = (width - left) / max(len(columns), 1)
    bar_width = min(step * 0.78, 44)
    scale = height / largest if largest else 0
    pieces, names = [], []
    for index, (column, (short, _)) in enumerate(zip(counts, columns, strict=True)):
        x = left + step * index + (step - bar_width) / 2
        y = top + height
        # From the bottom up, so that the worst lies on the axis, where lengths compare best.
        for rag in shown:
            number = (column or {}).get(rag, 0)
            if not number:
                continue
            tall = number * scale
            y -= tall
            pieces.append(Piece(rag, x, y, bar_width, tall, str(number)))
        names.append({"text": short, "x": _round(x + bar_width / 2)})
    known = [(full, column) for column, (_, full) in zip(counts, columns, strict=True) if column]
    description = _trend_in_words(known, shown, words)
    table = Table(
        caption=title,
        headings=(row_heading, *(words[rag] for rag in shown)),
        rows=tuple((full, *(str(column.get(rag, 0)) for rag in shown)) for full, column in known),
    )
    ticks = [
        {"y": _round(top + height - value * scale), "value": value} for value in _ticks(largest)
    ]
    return _drawn(
        "trend",
        title,
        description,
        table,
        width=width,
        height=height + top + 22 + 18 * -(-len(shown) // _LEGEND_ROW),
        left=left,
        baseline=top + height,
        names_y=top + height + 15,
        names=names,
        ticks=ticks,
        legend=_legend(shown, words, top + height + 26),
        layers=_layers(pieces),
    )


def rag_bar(
    *,
    title: str,
    counts: Mapping[str, int],
    labels: Mapping[str, str] | None = None,
    width: int = 300,
) -> Chart:
    """One bar divided by rating: a roll-up as counts, never as an average.

    counts: {rating: number}; "" stands for what was never rated. A number stands in its part
    where there is room for it; the description and the table always have them all.
    """
    words = _words(labels)
    shown = _shown([counts], labels)
    total = sum(counts.values())
    x, pieces = 0.0, []
    for rag in shown:
        number = counts.get(rag, 0)
        if number:
            wide = width * number / total
            pieces.append(Piece(rag, x, 1, wide, 22, str(number)))
            x += wide
    description = _in_words(counts, shown, words) or "Nothing to count."
    table = Table(
        caption=title,
        headings=(title, *(words[rag] for rag in shown)),
        rows=(("Number", *(str(counts.get(rag, 0)) for rag in shown)),),
    )
    return _drawn(
        "rag_bar", title, description, table, width=width, height=24, layers=_layers(pieces)
    )


def bars(
    *,
    title: str,
    rows: Iterable[tuple[str, Decimal | int | float]],
    unit: str = "",
    value_heading: str = "Amount",
    row_heading: str = "Item",
    width: int = 480,
) -> Chart:
    """Horizontal bars for figures, in the order given, each with its value beside it.

    rows: (label, value). unit: "£" writes money to the penny; anything else follows the number.
    Values below nothing are drawn from the same line to the same side, and keep their sign.
    """
    rows = [(str(label), value) for label, value in rows]
    largest = max((abs(value) for _, value in rows), default=0)
    room = width - 100  # what is left of a bar's line once its value is written
    drawn = [
        {
            "label": _cut(label, 62),
            "value": _figure(value, unit),
            "long": _round(max(float(abs(value) / largest) * room, 1)) if largest else 1,
            "y": 14 + index * 38,
            "minus": value < 0,
        }
        for index, (label, value) in enumerate(rows)
    ]
    description = "; ".join(f"{label}: {_figure(value, unit)}" for label, value in rows)
    table = Table(
        caption=title,
        headings=(row_heading, value_heading),
        rows=tuple((label, _figure(value, unit)) for label, value in rows),
    )
    return _drawn(
        "bars",
        title,
        f"{description}." if description else "Nothing to show.",
        table,
        width=width,
        height=max(38 * len(rows), 1),
        rows=drawn,
    )


def _drawn(name, title, description, table, **shapes) -> Chart:
    svg = render_to_string(
        f"charts/{name}.svg",
        {
            "title": title,
            "description": description,
            "font": FONT,
            "ink": INK,
            "soft": SOFT,
            "line": LINE,
            "brand": BRAND,
            **shapes,
        },
    )
    return Chart(title=title, description=description, svg=svg, table=table)


@dataclass(frozen=True, slots=True)
class Piece:
    """One rating's share of a bar: where it lies, and the number that stands in it."""

    rag: str
    x: float
    y: float
    wide: float
    tall: float
    number: str

    @property
    def outline(self) -> str:
        return (
            f"M{_round(self.x)} {_round(self.y)}h{_round(self.wide)}v{_round(self.tall)}"
            f"h-{_round(self.wide)}z"
        )

    @property
    def fits(self) -> bool:
        return self.tall >= 13 and self.wide >= self.plate - 3

    @property
    def plate(self) -> int:
        """Width of the plain ground behind the number, which keeps the pattern off it."""
        return 7 * len(self.number) + 4

    @property
    def plate_outline(self) -> str:
        x, y = self.x + (self.wide - self.plate) / 2, self.y + self.tall / 2 - 6.5
        return f"M{_round(x)} {_round(y)}h{self.plate}v13h-{self.plate}z"


def _layers(pieces: Sequence[Piece]) -> SafeString:
    """The pieces of each rating as one outline, one pattern, one set of plates and numbers.

    So a chart of any size is a handful of shapes. The patterns are drawn as lines, because
    SVG's own tiled patterns show their seams in print.
    """
    drawn = []
    for rag in ORDER:
        same = [piece for piece in pieces if piece.rag == rag]
        if not same:
            continue
        look = LOOKS[rag]
        numbered = [piece for piece in same if piece.fits]
        drawn += _shape(
            look,
            "".join(piece.outline for piece in same),
            "".join(
                _pattern(look.pattern, piece.x, piece.y, piece.wide, piece.tall) for piece in same
            ),
        )
        if not numbered:
            continue
        if look.pattern:
            plates = "".join(piece.plate_outline for piece in numbered)
            drawn.append(f'<path d="{plates}" fill="{look.fill}"/>')
        drawn.append(
            f'<g font-size="11" font-weight="700" text-anchor="middle" fill="{look.text}">'
        )
        drawn += [
            f'<text x="{_round(piece.x + piece.wide / 2)}" '
            f'y="{_round(piece.y + piece.tall / 2 + 4)}">{piece.number}</text>'
            for piece in numbered
        ]
        drawn.append("</g>")
    return mark_safe("".join(drawn))  # noqa: S308 - numbers, and colours of this module


def _shape(look: Look, outline: str, pattern: str) -> list[str]:
    """An outline filled in the rating's colour, and its pattern over it."""
    drawn = [f'<path d="{outline}" fill="{look.fill}" stroke="{look.line}" stroke-width="0.8"/>']
    if pattern:
        dots = look.pattern == "dots"
        drawn.append(
            f'<path d="{pattern}" fill="none" stroke="{look.line}" '
            f'stroke-width="{2.2 if dots else 1}" stroke-linecap="{"round" if dots else "butt"}"/>'
        )
    return drawn


def _pattern(name: str, x: float, y: float, wide: float, tall: float, gap: float = 5) -> str:
    """The path of a pattern inside one rectangle; it never leaves it."""
    if name == "slope":
        return _slopes(x, y, wide, tall, gap)
    if name == "cross":
        return _slopes(x, y, wide, tall, gap + 1) + _slopes(x, y, wide, tall, gap + 1, falling=True)
    if name == "level":
        return "".join(
            f"M{_round(x)} {_round(y + step)}h{_round(wide)}" for step in _steps(tall, gap)
        )
    if name == "dots":
        return "".join(
            f"M{_round(x + across)} {_round(y + down)}h.01"
            for down in _steps(tall, gap)
            for across in _steps(wide, gap)
        )
    return ""


def _slopes(x, y, wide, tall, gap, *, falling=False) -> str:
    """Lines at 45 degrees, cut at the edges of the rectangle."""
    drawn = []
    for along in _steps(wide + tall, gap):
        x1, y1 = min(along, wide), max(along - wide, 0)
        x2, y2 = max(along - tall, 0), min(along, tall)
        if falling:
            x1, x2 = wide - x1, wide - x2
        drawn.append(f"M{_round(x + x1)} {_round(y + y1)}L{_round(x + x2)} {_round(y + y2)}")
    return "".join(drawn)


def _steps(length: float, gap: float) -> list[float]:
    return [gap * (index + 0.5) for index in range(int(length / gap + 0.5))]


_LEGEND_ROW = 4


def _legend(shown, words, top) -> list[dict]:
    legend = []
    for index, rag in enumerate(shown):
        x, y = 30 + 93 * (index % _LEGEND_ROW), top + 18 * (index // _LEGEND_ROW)
        look = LOOKS[rag]
        legend.append(
            {
                "shape": mark_safe(  # noqa: S308 - numbers, and colours of this module
                    "".join(
                        _shape(
                            look,
                            f"M{x} {y}h14v12h-14z",
                            _pattern(look.pattern, x, y, 14, 12),
                        )
                    )
                ),
                "word": _cut(words[rag], 13),
                "x": x + 19,
                "y": y + 10,
            }
        )
    return legend


def _words(labels) -> dict[str, str]:
    return {rag: (labels or {}).get(rag) or look.word for rag, look in LOOKS.items()}


def _shown(counts, labels) -> tuple[str, ...]:
    """The ratings a chart has to speak of: those of the scheme, and any that occur."""
    met = {rag for column in counts for rag, number in (column or {}).items() if number}
    return tuple(rag for rag in ORDER if rag in met or rag in (labels or {}))


def _in_words(counts, shown, words) -> str:
    named = [f"{counts[rag]} {_lower(words[rag])}" for rag in shown if counts.get(rag)]
    return ", ".join(named)


def _trend_in_words(known, shown, words) -> str:
    if not known:
        return "Nothing to show yet."
    (first, before), (last, now) = known[0], known[-1]
    told = f"{last}: {_in_words(now, shown, words) or 'nothing to count'}."
    if first == last:
        return told
    return f"{first}: {_in_words(before, shown, words) or 'nothing to count'}. {told}"


def _ticks(largest: int) -> list[int]:
    """Three or four round numbers from nothing to the largest."""
    if not largest:
        return [0]
    step = 1
    for step in (s * 10**power for power in range(7) for s in (1, 2, 5)):
        if largest / step <= 4:
            break
    return list(range(0, largest + 1, step))


def _figure(value, unit) -> str:
    if unit == "£":
        return f"−£{abs(value):,.2f}" if value < 0 else f"£{value:,.2f}"
    number = f"{abs(value):,}"
    return ("−" if value < 0 else "") + (f"{number} {unit}" if unit else number)


def _lower(word: str) -> str:
    return word if word[1:2].isupper() else word[:1].lower() + word[1:]


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _round(number: float) -> str:
    """A coordinate as text: templates would write a decimal by the language's rules."""
    return f"{number:.1f}"
