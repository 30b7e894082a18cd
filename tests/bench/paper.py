"""Make one form of a report of the database that DATABASE_URL names and say what it took.

A process of its own, as a worker is: its peak of memory is that of this one file.
"""

import re
import sys
import time
from io import BytesIO
from pathlib import Path

import boardplan.wsgi  # noqa: F401  (starts as a worker does)

# isort: split
from reports import pdf, web
from reports.annual_report import report_document
from reports.models import AnnualReport
from reports.papers import pdf_of, word_of


def main() -> None:
    pk, form, name = sys.argv[1:]
    report = AnnualReport.objects.select_related("board", "plan").get(pk=pk)
    if form == "pdf":  # the renderer is loaded once a worker
        pdf.to_pdf("<html lang='en'><title>Warm</title><body><h1>Warm</h1>", css="")
    began, worked = time.perf_counter(), time.process_time()
    document = report_document(report)
    if form == "pdf":
        data = pdf_of(document)
    elif form == "docx":
        data = word_of(document)
    else:
        data = b"".join(page.html.encode() for page in web.pages(document, imprint=None, digest=""))
    took, worked = time.perf_counter() - began, time.process_time() - worked
    peak = _peak()
    from pypdf import PdfReader  # reads it back; no part of what was measured

    pages = f", {len(PdfReader(BytesIO(data)).pages)} pages" if form == "pdf" else ""
    print(
        f"{name} as {form}: {took:.2f} s ({worked:.2f} of the processor), "
        f"{peak:.0f} MB at its peak, "
        f"{len(data) / 1e6:.1f} MB long{pages}",
        flush=True,
    )


def _peak() -> float:
    """The most memory that this process held, in MB. Not from getrusage: what that says begins
    with what the process held that started this one."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)[1]) / 1024


if __name__ == "__main__":
    main()
