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

from .pieces import LOOKS, ORDER, Piece, layers, pattern_in, rounded, shape

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
        names.append({"text": short, "x": rounded(x + bar_width / 2)})
    known = [(full, column) for column, (_, full) in zip(counts, columns, strict=True) if column]
    description = _trend_in_words(known, shown, words)
    table = Table(
        caption=title,
        headings=(row_heading, *(words[rag] for rag in shown)),
        rows=tuple((full, *(str(column.get(rag, 0)) for rag in shown)) for full, column in known),
    )
    ticks = [
        {"y": rounded(top + height - value * scale), "value": str(value)}
        for value in _ticks(largest)
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
        layers=layers(pieces),
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
        "rag_bar", title, description, table, width=width, height=24, layers=layers(pieces)
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
            "long": rounded(max(float(abs(value) / largest) * room, 1)) if largest else 1,
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


def pairs(
    *,
    title: str,
    series: Sequence[str],
    rows: Iterable[tuple[str, Sequence[Decimal | None]]],
    row_heading: str = "Item",
    width: int = 480,
) -> Chart:
    """Money beside money: for each row a bar for each of one or two series, none where a figure
    is not known.

    series: what the bars stand for ("Budget", "Actual"); where there are two, the first is drawn
    as an outline with lines in it, so that no colour tells them apart. rows: (label, a value in
    pounds or None for each of the series). Values below nothing keep their sign, as in `bars`.
    Raises ValueError where a row has more or fewer values than there are series.
    """
    rows = [(str(label), tuple(values)) for label, values in rows]
    if any(len(values) != len(series) for _, values in rows):
        raise ValueError("Each row needs one value for each series.")
    known = [abs(value) for _, values in rows for value in values if value is not None]
    largest = max(known, default=0)
    room = width - 100
    drawn, y = [], 14
    for label, values in rows:
        drawn.append({"label": _cut(label, 62), "y": y, "bars": []})
        y += 5
        for place, value in enumerate(values):
            if value is None:
                continue
            long = max(float(abs(value) / largest) * room, 1) if largest else 1
            hollow = len(series) > 1 and place == 0
            drawn[-1]["bars"].append(
                {
                    "y": y,
                    "long": rounded(long),
                    "after": rounded(long + 6),
                    "value": _figure(value, "£"),
                    "hollow": hollow,
                    "pattern": pattern_in("slope", 0, y, long, 12) if hollow else "",
                    "baseline": y + 10,
                }
            )
            y += 14
        y += 20
    legend = []
    if len(series) > 1:
        legend = [
            {"word": word, "x": 150 * place, "after": 150 * place + 20, "hollow": place == 0}
            for place, word in enumerate(series)
        ]
        for each in legend:
            each["pattern"] = pattern_in("slope", each["x"], y - 8, 14, 12)
    description = "; ".join(
        f"{label}: "
        + ", ".join(
            f"{_lower(word)} {_figure(value, '£')}" if value is not None else f"no {_lower(word)}"
            for word, value in zip(series, values, strict=True)
        )
        for label, values in rows
    )
    table = Table(
        caption=title,
        headings=(row_heading, *series),
        rows=tuple(
            (label, *("" if value is None else _figure(value, "£") for value in values))
            for label, values in rows
        ),
    )
    return _drawn(
        "pairs",
        title,
        f"{description}." if description else "Nothing to show.",
        table,
        width=width,
        height=max(y - 14 + (18 if legend else 0), 1),
        rows=drawn,
        legend=legend,
        legend_y=y - 8,
        legend_baseline=y + 2,
    )


def _drawn(name, title, description, table, **shapes) -> Chart:
    """The chart of the template `name`. Every number of its shapes has to be text by now or is
    made so here: to a template a number is something to be written as the language does, which
    takes longer than drawing it."""
    shapes = {key: str(value) if type(value) is int else value for key, value in shapes.items()}
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
                        shape(
                            look,
                            f"M{x} {y}h14v12h-14z",
                            pattern_in(look.pattern, x, y, 14, 12),
                        )
                    )
                ),
                "word": _cut(words[rag], 13),
                "x": str(x + 19),
                "y": str(y + 10),
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
