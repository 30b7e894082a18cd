"""A plan as boards keep it in Word: objectives as headings, each with a table of six columns."""

import functools
import io

from docx import Document

HEADER = (
    "Sub-objective",
    "Actions Required",
    "Responsible Person",
    "Monitoring Mechanism",
    "Target Date",
    "Completion Date",
)
ROWS = (
    (
        "1. Children are seen and heard early",
        (
            (
                "Visits are made in time",
                "Count late visits each month",
                "Riverside Police",
                "Quality sub-group",
                "30.9.27",
            ),
            (
                "Visits are made in time",
                "Ask families what helped",
                "Fostering Service",
                "Quality sub-group",
                "Quarterly",
            ),
        ),
    ),
    (
        "2. The workforce knows what to do",
        (
            (
                "Training reaches all",
                "Hold four briefings",
                "Chair of the Quality Subgroup",
                "Board",
                "a good while",
            ),
            (
                "Training reaches all",
                "Ask who never came",
                "Fostering Service",
                "Board",
                "31.3.28",
            ),
        ),
    ),
)


@functools.cache  # a file written a second later has other bytes
def word_plan(rows=ROWS, *, title="Business Plan 2027/28") -> bytes:
    """The document's bytes."""
    document = Document()
    document.add_heading(title, level=1)
    for heading, below in rows:
        document.add_heading(heading, level=2)
        table = document.add_table(rows=1, cols=len(HEADER))
        for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
            cell.text = text
        for texts in below:
            cells = table.add_row().cells
            for cell, text in zip(cells, (*texts, ""), strict=True):
                cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()
