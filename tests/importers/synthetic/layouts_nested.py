"""Word documents with tables in cells: page layouts around the plan, small tables within it."""

import io

import docx

from actions.importers.reading import read_file

from .layouts import layout, numbered

HEADERS = ["Ref", "Action", "Lead", "By when", "RAG", "Progress"]


def _saved(document):
    content = io.BytesIO()
    document.save(content)
    return read_file("plan.docx", content.getvalue())


def _headed(name, part):
    return f"{name} {part.ref}: {part.title}" if part.ref else f"{name}: {part.title}"


def _plan_in(cell, goal, headers=HEADERS):
    """A goal's actions as a table inside a cell; what a cell has beside it stays before it."""
    made = cell.add_table(1, len(headers))
    for place, text in enumerate(headers):
        made.rows[0].cells[place].text = text
    for act in goal.acts:
        row = made.add_row().cells
        for place, text in enumerate(
            [act.ref, act.text, "\n".join(act.leads), act.when, act.rag.title(), act.progress[0]]
        ):
            row[place].text = text or ""
    return made


@layout("adults", "children")
def a_page_layout_around_the_plan(tops):
    document = docx.Document()
    frame = document.add_table(0, 2)
    banner = frame.add_row().cells
    banner[0].text, banner[1].text = "Anytown", "Business plan"
    for top in tops:
        title = frame.add_row().cells
        title[0].merge(title[1]).text = _headed("Priority", top)
        for goal in top.goals:
            row = frame.add_row().cells
            cell = row[0].merge(row[1])
            cell.text = _headed("Outcome", goal)
            _plan_in(cell, goal)
    return _saved(document)


@layout("adults", "children", goals=False)
def the_priority_beside_the_table_of_its_actions(tops):
    document = docx.Document()
    document.add_heading("Business plan", 0)
    frame = document.add_table(0, 2)
    for top in tops:
        row = frame.add_row().cells
        row[0].text = _headed("Priority", top)
        inner = _plan_in(row[1], top.goals[0])
        for goal in top.goals[1:]:
            for act in goal.acts:
                cells = inner.add_row().cells
                for place, text in enumerate(
                    [act.ref, act.text, act.leads[0], act.when, act.rag.title(), act.progress[0]]
                ):
                    cells[place].text = text or ""
    return _saved(document)


@layout("adults", "children", support=True)
def small_tables_in_the_cells_of_a_plan(tops):
    document = docx.Document()
    document.add_heading("Business plan", 0)
    for top in tops:
        document.add_heading(_headed("Priority", top), 1)
        made = document.add_table(1, 6)
        for cell, text in zip(
            made.rows[0].cells,
            ["Outcome", "Action", "Leads", "Timescale", "Status", "Progress"],
            strict=True,
        ):
            cell.text = text
        for goal in top.goals:
            for act in goal.acts:
                row = made.add_row().cells
                row[0].text = numbered(goal.ref, goal.title)
                action = row[1].add_table(1, 2).rows[0].cells
                action[0].text, action[1].text = act.ref, act.text
                people = row[2].add_table(0, 2)
                for label, names in (("Lead", act.leads), ("Support", act.support)):
                    if names:
                        cells = people.add_row().cells
                        cells[0].text, cells[1].text = label, ", ".join(names)
                row[3].text, row[4].text = act.when, act.rag.title()
                news = row[5].add_table(0, 2)
                for text in act.progress:
                    cells = news.add_row().cells
                    cells[0].text, cells[1].text = "Latest", text
    return _saved(document)
