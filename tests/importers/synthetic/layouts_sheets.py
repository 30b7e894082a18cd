"""Real files through the reading layer: spreadsheets, commas, a pasted table, a Word document."""

import csv
import io
from datetime import date
from html import escape

import docx
import openpyxl
from openpyxl.styles import Font, PatternFill

from actions.importers.reading import read_file, read_paste

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


@layout("adults", "safety", "children", refs=False, rag=True, progress=True)
def pasted_from_a_web_page(tops):
    def cells(*texts, tag="td"):
        return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)

    rows = [
        f"<tr>{cells('Outcome', 'Action', 'Lead', 'Timescale', 'RAG', 'Progress', tag='th')}</tr>"
    ]
    for top in tops:
        title = f"Priority {top.ref}: {top.title}" if top.ref else f"Priority: {top.title}"
        rows.append(f'<tr><td colspan="6"><b>{escape(title)}</b></td></tr>')
        for goal in top.goals:
            for number, act in enumerate(goal.acts):
                first = ""
                if number == 0:
                    outcome = escape(numbered(goal.ref, goal.title))
                    first = f'<td rowspan="{len(goal.acts)}">{outcome}</td>'
                leads = "".join(f"<p>{escape(lead)}</p>" for lead in act.leads)
                rows.append(
                    f"<tr>{first}<td>{escape(act.text)}</td><td>{leads}</td>{cells(act.when)}"
                    f'<td style="background-color:#{FILLS[act.rag]}"></td>'
                    f"<td><ul><li>{escape(act.progress[0])}</li></ul></td></tr>"
                )
    return read_paste(html=f"<table>{''.join(rows)}</table>")


@layout("adults", "safety", "children", refs=True, rag=True, progress=True)
def a_word_document_of_its_own(tops):
    document = docx.Document()
    document.add_heading("Business plan", 0)
    document.add_paragraph("Agreed by the board.")
    for top in tops:
        ref = top.ref or ""
        document.add_heading(f"Priority {ref}: {top.title}" if ref else f"Priority: {top.title}", 1)
        made = document.add_table(1, 7)
        for cell, text in zip(
            made.rows[0].cells,
            ["No.", "Objective", "Action", "Responsible", "Timescale", "RAG status", "Update"],
            strict=True,
        ):
            cell.text = text
        for goal in top.goals:
            first = len(made.rows)
            for act in goal.acts:
                cells = made.add_row().cells
                cells[0].text = act.ref
                cells[2].text = act.text
                cells[3].text = act.leads[0]
                for lead in act.leads[1:]:
                    cells[3].add_paragraph(lead, style="List Bullet")
                cells[4].text = act.when
                cells[5].text = act.rag.title()
                cells[6].text = ""
                cells[6].paragraphs[0].style = "List Bullet"
                cells[6].paragraphs[0].add_run(act.progress[0])
            merged = made.cell(first, 1).merge(made.cell(len(made.rows) - 1, 1))
            merged.text = numbered(goal.ref, goal.title)
    content = io.BytesIO()
    document.save(content)
    return read_file("plan.docx", content.getvalue())
