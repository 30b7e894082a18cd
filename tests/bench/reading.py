"""How long reading a plan of 300 actions takes and how much memory: Word, Excel, paste.

Nothing here asks a database. `python -m tests.bench.reading` prints a line for each.
"""

import io
import os
import time
import tracemalloc

import docx
import openpyxl

COLUMNS = ("No", "Outcome", "Action", "Lead", "Timescale", "RAG", "Progress")
OUTCOME = "Partners know how well children are heard, and act on what they say. " * 2
ACTION = "Review how every agency hears children and report to the board on it"
STEP = "step {} of the work with schools and health partners"
PROGRESS = "The group met in May and agreed the draft; a further report comes in autumn. " * 4


def rows(count: int):
    """Each row as its cells, each cell as its paragraphs; the third has bullets after its first."""
    for number in range(1, count + 1):
        yield (
            [f"{number // 50 + 1}.{number % 50 + 1}"],
            [OUTCOME],
            [f"{ACTION} ({number})", *(STEP.format(step) for step in range(1, 4))],
            ["Police", "Head of Safeguarding"],
            ["March 2025", "Quarterly"],
            ["Amber"],
            [PROGRESS],
        )


def word_plan(actions: int = 300) -> bytes:
    """A Word plan with a table for each fifty actions, as boards write them."""
    document = docx.Document()
    found = list(rows(actions))
    for start in range(0, actions, 50):
        document.add_heading(f"Priority {start // 50 + 1}", 1)
        part = found[start : start + 50]
        cells = document.add_table(len(part) + 1, len(COLUMNS), style="Table Grid")._cells
        for cell, title in zip(cells, COLUMNS, strict=False):
            cell.text = title
        below = iter(cells[len(COLUMNS) :])
        for row in part:
            for paragraphs in row:
                cell = next(below)
                cell.text = paragraphs[0]
                for text in paragraphs[1:]:
                    cell.add_paragraph(text, style="List Bullet")
    return _saved(document)


def excel_plan(actions: int = 300) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    for row in rows(actions):
        book.active.append(["\n• ".join(paragraphs) for paragraphs in row])
    return _saved(book)


def pasted_plan(actions: int = 300) -> str:
    body = "".join(
        "<tr>"
        + "".join("<td>" + "".join(f"<p>{text}</p>" for text in cell) + "</td>" for cell in row)
        + "</tr>"
        for row in rows(actions)
    )
    return f"<table><tr>{''.join(f'<th>{title}' for title in COLUMNS)}</tr>{body}</table>"


def _saved(file) -> bytes:
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def measured(read, *arguments) -> tuple[float, float, float]:
    """(seconds, seconds of the processor, most megabytes that Python held) of the best of three."""
    best = (float("inf"), float("inf"))
    for _ in range(3):
        start, processor = time.perf_counter(), time.process_time()
        read(*arguments)
        best = min(best, (time.perf_counter() - start, time.process_time() - processor))
    tracemalloc.start()
    read(*arguments)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return *best, peak


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boardplan.settings")
    import django

    django.setup()
    from actions.importers.reading import read_file, read_paste

    for name, read, arguments in (
        ("Word", read_file, ("plan.docx", word_plan())),
        ("Excel", read_file, ("plan.xlsx", excel_plan())),
        ("Paste", read_paste, (pasted_plan(),)),
    ):
        seconds, processor, peak = measured(read, *arguments)
        print(
            f"{name:6} 300 actions read in {seconds * 1000:5.0f} ms ({processor * 1000:.0f} ms of "
            f"the processor), {peak:.1f} MB"
        )


if __name__ == "__main__":
    main()
