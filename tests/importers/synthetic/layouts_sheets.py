"""Spreadsheets, comma-separated files and pasted tables, real ones through the reading layer."""

import csv
import io
from datetime import date

import openpyxl
from openpyxl.styles import Font, PatternFill

from actions.importers.reading import read_file

from .layouts import FILLS, acts_of, layout, numbered, with_subs


def _saved(book: openpyxl.Workbook):
    content = io.BytesIO()
    book.save(content)
    return read_file("plan.xlsx", content.getvalue())


@layout("adults", "safety", "children")
def flat_sheet_with_everything_repeated(tops):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Priority", "Objective", "Ref", "Action", "Lead", "Due date", "RAG", "Comments"])
    for top, goal, act, _, _ in acts_of(tops):
        sheet.append(
            [
                numbered(top.ref, top.title, ". "),
                numbered(goal.ref, goal.title),
                act.ref,
                act.text,
                "; ".join(act.leads),
                act.when,
                act.rag.title(),
                " ".join(act.progress),
            ]
        )
    return _saved(book)


@layout("adults", "children", goals=False, refs=True, rag=True, progress=True, numbered=True)
def a_sheet_for_each_priority(tops):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for place, top in enumerate(tops, 1):
        sheet = book.create_sheet(f"Priority {place}")
        sheet.append([f"Priority {place}: {top.title}"])
        sheet.append([])
        sheet.append(["Ref", "Action", "Lead", "Timescale", "RAG", "Progress"])
        for *_, act, _, _ in acts_of([top]):
            sheet.append(
                [act.ref, act.text, "\n".join(act.leads), act.when, "", "\n".join(act.progress)]
            )
            sheet.cell(sheet.max_row, 5).fill = PatternFill("solid", fgColor=FILLS[act.rag])
    return _saved(book)


@layout("adults", "safety", refs=True, rag=True, progress=False, goal_refs=True, when=False)
def bold_rows_as_headings_and_real_dates(tops):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["No", "Action", "Who", "By when", "BRAG"])
    for top in tops:
        title = f"Priority {top.ref}: {top.title}" if top.ref else f"Priority: {top.title}"
        sheet.append([title])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for goal in top.goals:
            sheet.append(
                [f"Outcome {goal.ref}: {goal.title}" if goal.ref else f"Outcome: {goal.title}"]
            )
            sheet.cell(sheet.max_row, 1).font = Font(bold=True)
            for act in goal.acts:
                sheet.append(
                    [act.ref, act.text, "\n".join(act.leads), date(2023, 9, 30), act.rag[0].upper()]
                )
                sheet.cell(sheet.max_row, 4).number_format = "dd/mm/yyyy"
    return _saved(book)


@layout(
    "adults",
    "safety",
    "children",
    refs=False,
    goal_refs=False,
    top_refs=False,
    rag=False,
    progress=False,
)
def comma_separated(tops):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Theme", "Objective", "Action", "Lead", "Deadline"])
    for top, goal, act, first_top, first in acts_of(tops):
        writer.writerow(
            [
                top.title if first_top else "",
                goal.title if first else "",
                act.text,
                "; ".join(act.leads),
                act.when,
            ]
        )
    return read_file("plan.csv", out.getvalue().encode())


@layout("adults", "children", priorities=False, goal_refs=True, rag=False, progress=True)
def a_column_for_each_quarter(tops):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tracker"
    sheet.append(["Objective", "Ref", "Action", "Lead", "Timescale", "Q1 update", "Q2 update"])
    for _, goal, act, _, first in acts_of(tops):
        sheet.append(
            [
                numbered(goal.ref, goal.title) if first else None,
                act.ref,
                act.text,
                "\n".join(act.leads),
                act.when,
                None,
                "\n".join(act.progress),
            ]
        )
    return _saved(book)


@layout(
    "adults",
    "safety",
    "health",
    priorities=False,
    goal_refs=True,
    rag=False,
    progress=False,
    refs=False,
)
def columns_nobody_knows_and_ranks(tops):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        ["Priority", "Workstream outcome", "Action", "Lead", "When", "Resources", "VfM score"]
    )
    for number, (_, goal, act, _, first) in enumerate(acts_of(tops)):
        sheet.append(
            [
                "High" if number % 2 else "Medium",
                numbered(goal.ref, goal.title) if first else None,
                with_subs(act),
                "\n".join(act.leads),
                act.when,
                "Within budget",
                f"band {number + 3}",
            ]
        )
    return _saved(book)
