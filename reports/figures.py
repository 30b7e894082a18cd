"""The charts of a report, drawn from its figures."""

from boardplan import charts
from boardplan.charts.structure import Branch, structure

from .annual_report import Figures
from .annual_report.nodes import Group, Sheet, Structure
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


def structure_of(found: Structure, *, width: int = 640) -> tuple[charts.Chart, Sheet]:
    """Who reports to whom as a drawing, and the same as a table with who chairs each group."""
    chart = structure(
        title="How the groups report to each other",
        branches=[_branch(group) for group in found.groups],
        headings=("Group", "Reports to", "Kind and chair"),
        width=width,
    )
    table = chart.table
    rows = tuple((name, above or "No other group", *cells) for name, above, *cells in table.rows)
    return chart, Sheet(f"The groups as at {found.as_at}", table.headings, rows)


def _branch(group: Group) -> Branch:
    chairs = "; ".join(group.chairs)
    note = f"{group.kind}. Chair: {chairs}" if chairs else group.kind
    return Branch(
        name=group.name,
        note=note,
        cells=(note,),
        below=tuple(_branch(lower) for lower in group.below),
    )
