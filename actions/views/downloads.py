"""What a plan can be had as: the list of files, their names, how they are handed out."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from boardplan.templatetags.boardplan import lower_first
from subgroups.models import Standing

from ..filters import PlanFilter
from ..models import Plan
from ..permissions import may_edit_plan

# (address, name, what it is good for, whether it holds the rows of the filter alone)
_FILES = (
    ("plan_pdf", "PDF", "to print and to publish", False),
    ("plan_docx", "Word", "to edit, or to send as a document", True),
    ("plan_xlsx", "Excel", "to filter, sort and count", True),
    ("plan_csv", "CSV", "for other programs", True),
    ("plan_json", "JSON", "everything, to bring it in elsewhere", False),
)
MICROSOFT = "application/vnd.openxmlformats-officedocument"
KINDS = {
    "docx": f"{MICROSOFT}.wordprocessingml.document",
    "xlsx": f"{MICROSOFT}.spreadsheetml.sheet",
}


def shown_title(plan: Plan, asked: PlanFilter) -> str:
    """What the files of a filter hold: "This 1 action", "These 12 actions"."""
    number = len(asked.shown)
    if number == 1:
        return f"This 1 {lower_first(plan.word('action'))}"
    return f"These {number} {lower_first(plan.words_for('action'))}"


def exports_of(plan: Plan, asked: PlanFilter, standing: Standing) -> list[dict]:
    """The files that this installation makes, in groups: what the filter shows, the whole plan,
    and for the manager the workbook to fill in.

    Each group: {"title", "files": [{"text", "about", "href", "page"}]}; page: whether the
    address is a page and not a file.
    """
    narrowed = bool(asked.query)
    groups = [
        {
            "title": shown_title(plan, asked) if narrowed else "The whole plan",
            "files": [_file(plan, each, asked.query) for each in _FILES if each[3] or not narrowed],
        }
    ]
    if narrowed:
        whole = [_file(plan, each, "") for each in _FILES if not each[3]]
        groups.append({"title": "The whole plan", "files": whole})
    if may_edit_plan(standing, plan):
        entry = ("plan_fill_in", "Excel to fill in", "for people who do not sign in", True)
        link = _file(plan, entry, asked.query) | {"page": True}
        groups.append({"title": "To be answered", "files": [link]})
    for group in groups:
        group["files"] = [file for file in group["files"] if file["href"]]
    return [group for group in groups if group["files"]]


def _file(plan: Plan, entry: tuple, query: str) -> dict:
    name, text, about, _ = entry
    try:
        href = reverse(name, args=[plan.board.slug, plan.slug])
    except NoReverseMatch:  # the room that makes it is not installed
        href = ""
    if href and query:
        href = f"{href}?{query}"
    return {"text": text, "about": about, "href": href, "page": False}


def file_name(plan: Plan, query: str, ending: str) -> str:
    return f"{plan.board.slug}-{plan.slug}{'-filtered' if query else ''}.{ending}"


def narrowed_to(asked: PlanFilter) -> str:
    """A sentence for the file itself, which may travel without its name; "" for a whole plan."""
    if not asked.query:
        return ""
    words = lower_first(asked.tree.plan.words_for("action"))
    chosen = "; ".join(chip.label for chip in asked.chips)
    return f"Shows {len(asked.shown)} of {asked.total} {words}: {chosen}"


def to_the_problems(request, plan: str):
    """To the plan page, which says what of the filter cannot be understood."""
    address = reverse("plan", args=[request.board.slug, plan])
    return redirect(f"{address}?{request.META.get('QUERY_STRING', '')}")


def file_response(content: bytes, name: str) -> HttpResponse:
    """A Word or Excel file; as private as the page it was asked for from."""
    return HttpResponse(
        content,
        content_type=KINDS[name.rsplit(".", 1)[1]],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-cache",
        },
    )
