"""The charts of a report, drawn from its figures."""

from boardplan import charts

from .annual_report import Figures
from .finance import Finance, lower
from .models import BudgetLine
from .parts import Rating


def charts_of(
    figures: Figures, ratings: tuple[Rating, ...], *, width: int = 480
) -> list[charts.Chart]:
    """The ratings at the end of the year, their course over the months, and the money.

    width: in points on paper, in pixels on screen; a telephone has 340.
    """
    labels = {rating.rag: rating.word for rating in ratings if rating.rag}
    own = {rag: labels[rag] for rag in labels if rag in _met(figures)}
    drawn = []
    if figures.counts.total:
        drawn.append(
            charts.rag_bar(
                title="Actions by rating",
                counts=dict(figures.counts.by_rag),
                labels=own,
                width=width,
            )
        )
    if len(figures.months) > 1:
        drawn.append(
            charts.trend(
                title="Ratings at the end of each month",
                columns=[(month.short, month.full) for month in figures.months],
                counts=[dict(month.counts) for month in figures.months],
                labels=own,
            )
        )
    for title, rows in figures.money:
        drawn.append(charts.bars(title=title, rows=rows, unit="£", width=width))
    return drawn


def finance_charts(found: Finance, *, width: int = 480) -> dict[str, charts.Chart]:
    """The chart of each statement, {kind: chart}: budget against actual as far as they are
    there, else what is projected. Widths as in `charts_of`."""
    drawn = {}
    for statement in found.statements:
        columns = [each for each in statement.columns if each.key != "projection"]
        columns = columns or list(statement.columns)
        rows = [
            (line.label, [getattr(line, column.key) for column in columns])
            for line in statement.lines
        ]
        rows = [(label, values) for label, values in rows if set(values) != {None}]
        if not rows or statement.title in drawn:
            continue
        by = "contributor" if statement.kind == BudgetLine.Kind.INCOME else "item"
        what = "budget against actual" if len(columns) > 1 else lower(columns[0].title)
        drawn[statement.title] = charts.pairs(
            title=f"{statement.title} by {by}: {what}",
            series=[column.title for column in columns],
            rows=rows,
            width=width,
        )
    return drawn


def _met(figures: Figures) -> set[str]:
    met = {rag for rag, _ in figures.counts.by_rag}
    return met | {rag for month in figures.months for rag, _ in month.counts}
