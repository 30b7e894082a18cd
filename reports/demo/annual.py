"""An annual report from its file: appendices, finance, contributions, outputs."""

import datetime
from decimal import Decimal

from actions.models import Plan
from subgroups.models import Agency, Board

from ..models import AnnualReport, BudgetLine, Contribution, Output, Section, StatedTotal

KIND = Section.Kind

FOREWORD = """\
This report tells what the board and its partners set out to do for children and young people \
in Wandsworth between April 2017 and March 2018, how far they came, and what is still to be done.

The figures and the ratings come from the business plan that stands at the end of the report. \
What each agency says of its own year is printed as the agency wrote it."""


def load_report(board: Board, data: dict) -> AnnualReport:
    """Write the report that `data` (a file in fixtures/<board>/reports) describes."""
    report = AnnualReport.objects.create(
        board=board,
        plan=Plan.objects.of(board).filter(slug=data["plan"]).first() if data["plan"] else None,
        slug=data["slug"],
        title=data["title"],
        start=datetime.date.fromisoformat(data["period"]["start"]),
        end=datetime.date.fromisoformat(data["period"]["end"]),
    )
    if "finance" in data:
        _appendices(report, data)
        _finance(report, data["finance"])
        _contributions(report, data["contributions"])
    else:
        _work_record(report, data)
    return report


def _sections(report: AnnualReport, rows: list[dict]) -> None:
    Section.objects.bulk_create(
        Section(board=report.board, report=report, position=place, **row)
        for place, row in enumerate(rows, 1)
    )


def _appendices(report: AnnualReport, data: dict) -> None:
    titles = {item["form"]: item for item in data["appendices"]}
    notes = "\n\n".join(
        "\n\n".join([f"**{note['heading']}**", *note["paragraphs"]])
        for note in data["finance"]["notes"]
    )
    _sections(
        report,
        [
            {"kind": KIND.TEXT, "title": "Foreword", "body": FOREWORD},
            {"kind": KIND.FIGURES, "title": "The year in figures"},
            {"kind": KIND.PROGRESS, "title": "Progress by priority"},
            {
                "kind": KIND.GLOSSARY,
                "title": titles["glossary"]["title"],
                "body": data["glossary_intro"],
                "number": titles["glossary"]["number"],
            },
            {
                "kind": KIND.FINANCE,
                "title": titles["finance"]["title"],
                "body": notes,
                "number": titles["finance"]["number"],
            },
            {"kind": KIND.CONTRIBUTIONS, "title": "What each agency contributed"},
            {
                "kind": KIND.PLAN,
                "title": titles["plan"]["title"],
                "number": titles["plan"]["number"],
            },
        ],
    )


FIGURES = {
    "income": (BudgetLine.Kind.INCOME, "actual"),
    "projected_income": (BudgetLine.Kind.INCOME, "projection"),
    "projected_expenditure": (BudgetLine.Kind.EXPENDITURE, "projection"),
}


def _finance(report: AnnualReport, data: dict) -> None:
    """What the document lists year by year is one line here, with a figure for each year."""
    agencies = {agency.name: agency for agency in Agency.objects.of(report.board)}
    lines: dict[tuple, BudgetLine] = {}
    for name, (kind, figure) in FIGURES.items():
        for told in data[name]["lines"]:
            line = lines.setdefault(
                (kind, told["label"]),
                BudgetLine(
                    board=report.board,
                    report=report,
                    kind=kind,
                    label=told["label"],
                    agency=agencies.get(data["agencies"].get(told["label"])),
                    units=Decimal(told["units"]) if "units" in told else None,
                    unit_rate=Decimal(told["unit_rate"]) if "unit_rate" in told else None,
                    position=len(lines) + 1,
                ),
            )
            setattr(line, figure, Decimal(told["amount"]))
        of = StatedTotal.Of(name)
        StatedTotal.objects.create(
            board=report.board,
            report=report,
            of=of,
            label=f"Total {of.label.lower()}",
            amount=Decimal(data[name]["stated_total"]),
        )
    BudgetLine.objects.bulk_create(lines.values())
    StatedTotal.objects.create(
        board=report.board,
        report=report,
        of=StatedTotal.Of.OVERSPEND,
        label="Estimated overspend",
        amount=Decimal(data["stated_overspend"]),
    )


def _contributions(report: AnnualReport, rows: list[dict]) -> None:
    agencies = {agency.name: agency for agency in Agency.objects.of(report.board)}
    Contribution.objects.bulk_create(
        Contribution(
            board=report.board,
            report=report,
            agency=agencies.get(row["agency"]),
            number=row["number"],
            title=row["title"],
            sub_heading=row["sub_heading"] or "",
            authors=[post for post in row["authors"] if post],
            purpose=row["purpose"] or "",
            form=row["form"],
            link_text=row["link_text"] or "",
            dated=datetime.date.fromisoformat(row["dated"]) if row["dated"] else None,
            answers=row["answers"],
            position=place,
        )
        for place, row in enumerate(rows, 1)
    )


def _work_record(report: AnnualReport, data: dict) -> None:
    areas = data["key_areas"]
    items = [text for key, text in areas.items() if key.startswith("items.")]
    _sections(
        report,
        [
            {"kind": KIND.TEXT, "title": "Overview", "body": "\n\n".join(data["overview"])},
            {
                "kind": KIND.OUTPUTS,
                "title": "What was produced and considered",
                "body": "\n\n".join([data["lists_intro"], data["draft_means"]]),
            },
            {
                "kind": KIND.TEXT,
                "title": areas["heading"],
                "body": "\n".join([areas["intro"], "", *(f"- {item}" for item in items)]),
            },
        ],
    )
    Output.objects.bulk_create(
        Output(
            board=report.board,
            report=report,
            kind=output["kind"],
            text=item["text"],
            draft=item["draft"],
            position=place,
        )
        for output in data["outputs"]
        for place, item in enumerate(output["items"], 1)
    )
