"""A file understood as a plan: the plan it could become, the doubts, the words without a home.

    draft = understand(source, period_start=date(2024, 4, 1), period_end=date(2025, 3, 31))

Pure and deterministic: no database and no clock. Running it again with decisions gives the next
draft. What a date without a year of its own means is counted in the period given; progress that
names no date of its own stands as at the day the document says it was updated, else as at the
period's end: who writes it into a plan whose period still runs caps that at today.

How it goes, module by module: `accounting` opens the file as pieces that are taken once;
`tables` (with `columns`, `headers`, `shapes`) tells which tables are the plan and what their
columns mean; `rows` puts rows together; `levels` says which headings are priorities; `building`
and `filling` (with `cells`, `pairing`, `parties`, `timing`, `ratings`, `progress`) make the
plan; `corrections` (with `reshaping`) do to it what people did by hand; `narrative` reads what
stands around it; `leftovers` lists what nobody took.
"""

from datetime import date

from ..draft import Column, Decisions, Draft
from ..source import Source
from . import (
    columns,
    corrections,
    doubts,
    finished,
    leftovers,
    levels,
    marks,
    narrative,
    own_workbook,
    parties,
    tables,
)
from .accounting import Grid, lost_words, open_ledger
from .building import Builder
from .findings import Findings
from .rows import Walker
from .timing import Period, shows_month_first

__all__ = ["lost_words", "understand"]


def understand(
    source: Source,
    *,
    period_start: date,
    period_end: date,
    decisions: Decisions | None = None,
    known_parties=(),
    done_as: str = "green",
) -> Draft:
    """What plan a file could become.

    done_as: the rating of finished work, "blue" for a board that signs work off.

    known_parties: names, abbreviations and aliases of the board's agencies, groups and posts;
    with those that the file lists itself they tell "A and B" that are two from one that has
    "and" in its name.
    """
    decisions = decisions or Decisions()
    source = own_workbook.rearranged(source)
    texts = (cell.text for table in source.tables for cell in table.cells())
    period = Period(period_start, period_end, shows_month_first(texts))
    ledger = open_ledger(source)
    findings = Findings(decisions)
    roles = tables.find(ledger, decisions)
    for sections in roles.sections.values():
        marks.set_aside(sections)
    events = levels.settle(list(_events(ledger, roles)))
    for event in events:
        leftovers.reserve(event)
    around = narrative.read(ledger, roles, period)
    builder = Builder(
        ledger,
        period,
        decisions,
        findings,
        parties.Known([*known_parties, *(party["name"] for party in around.parties)]),
        as_at=around.updated_on or period.end,
        stated=around.updated_on is not None,
        rag_key=roles.rag_key,
        done_as=done_as,
    )
    builder.build(events)
    finished.about_days(builder)
    corrections.apply(builder.priorities, decisions, period, ledger, builder.as_at)
    doubts.about_tables(ledger, roles, findings, builder.priorities)
    doubts.about_numbers(builder.priorities, findings)
    unplaced = leftovers.find(ledger, builder, around, decisions)
    return Draft(
        data=_data(source, period, around, builder, roles),
        columns=tuple(_columns(roles)),
        findings=findings.ordered(),
        unplaced=unplaced,
        labels=tuple(ledger.labels),
        tables=roles.described(ledger),
    )


def _events(ledger, roles: tables.Roles):
    """Headings, groups and the paragraphs before each plan table, in the order of the file."""
    walker = Walker(ledger)
    gap: list = []
    for block in ledger.blocks:
        if not isinstance(block, Grid):
            gap.append(block)
        elif roles.roles[block.key] != "plan":
            gap = []
        else:
            if gap:
                yield from walker.flush() if levels.has_heading(gap) else ()
                yield levels.Gap(gap)
            gap = []
            for section in roles.sections[block.key]:
                yield from walker.walk(section)
    yield from walker.flush()


def _columns(roles: tables.Roles):
    for sections in roles.sections.values():
        section = sections[0]
        for place, meaning in enumerate(section.meanings):
            filled = [box for n in section.rows if (box := section.grid.rows[n][place]).pieces]
            # A heading that spans the table says nothing of its columns.
            widest = max(1, len(section.meanings) // 2)
            own = [box for box in filled if box.columns == 1] or [
                box for box in filled if box.columns <= widest
            ]
            example = own[0].flat if own else ""
            yield Column(
                key=f"{section.grid.key}c{place + 1}",
                table=section.grid.key,
                header=" ".join(section.headers[place].split()),
                meaning=meaning,
                example=example[:80],
            )


def _data(source: Source, period: Period, around, builder: Builder, roles: tables.Roles) -> dict:
    title = around.title or source.title or source.name.rsplit(".", 1)[0]
    return {
        "format": "boardplan/1",
        "board": around.board,
        "title": title,
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "last_updated_on": around.updated_on.isoformat() if around.updated_on else None,
        "vision": around.text("vision"),
        "intent": around.text("intent"),
        "rag_definition": around.text("rag_definition"),
        "introduction": around.text("introduction"),
        "words": builder.words,
        "columns": _shown(roles),
        "priorities": builder.priorities,
        "parties": around.parties,
    }


def _shown(roles: tables.Roles) -> list[dict]:
    """The plan's own columns and their words, as its first table has them."""
    for sections in roles.sections.values():
        section = sections[0]
        if section.header_rows:
            named: dict[str, str] = {}
            for header, meaning in zip(section.headers, section.meanings, strict=True):
                if meaning in columns.SHOWN and meaning not in named:
                    named[meaning] = " ".join(header.split())
            return [{"key": key, "title": title} for key, title in named.items()]
    return []
