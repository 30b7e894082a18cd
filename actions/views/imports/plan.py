"""The plan as it would become: its table, one part of it corrected, and what changes here."""

import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boardplan.errors import Conflict
from boardplan.templatetags.boardplan import lower_first, short_date
from boardplan.templatetags.rag import WORDS, rag_tag
from subgroups.access import board_view, manager

from ...forms.imports import PartForm
from ...importers.comparing import RowChange
from ...importers.parties import Parties
from ...importers.understanding import reshaping
from ...models import PlanImport
from ...services import imports
from ...services.imports.confirming import Preview, preview
from ..plan_table import shortened
from .doubts import anchor_of, id_of
from .reach import address, crumbs, import_of_board, shared, to_check, waiting
from .start import again

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@board_view(manager)
def import_table(request, pk):
    """Every row as it would be written, with the doubts about it and the way to correct it."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    found = preview(row)
    board = row.board
    context = shared(row, found, "import_table") | {
        "title": row.title,
        "parts": _parts(row, found),
        "texts": [
            {"title": title, "text": found.data[name]}
            for name, title in (
                ("vision", "Vision"),
                ("intent", "Statement of intent"),
                ("rag_definition", "What the ratings mean"),
                ("introduction", "Introduction and notes"),
            )
            if found.data.get(name)
        ],
        "head": {
            key: board.word(key)
            for key in ("ref", "action", "lead", "timescale", "rag", "progress")
        },
        "crumbs": crumbs(row, (row.title, address(row, "import_check")), ("The plan", "")),
    }
    return render(request, "actions/import/table.html", context)


def _parts(row: PlanImport, found: Preview) -> list[dict]:
    marks = _marks(row, found)
    labels = row.board.rag_labels
    tags = {rag: rag_tag(rag, labels.get(rag, "")) for rag in WORDS}
    parts = []
    for priority in found.data["priorities"]:
        outcomes = priority["outcomes"]
        reported = any(
            part.get("updates") or part.get("rag")
            for outcome in outcomes
            for part in outcome["actions"]
        )
        parts.append(
            {
                **_head(row, priority, marks),
                "description": priority.get("description") or "",
                "several": len(found.data["priorities"]) > 1,
                "reported": reported,
                "width": 4 + reported,
                "outcomes": [
                    {
                        **_head(row, outcome, marks),
                        "several": len(outcomes) > 1,
                        "notes": outcome.get("notes") or "",
                        "reports": [_report(update, tags) for update in outcome["updates"]],
                        "actions": [_action(row, one, marks, tags) for one in outcome["actions"]],
                    }
                    for outcome in outcomes
                ],
            }
        )
    return parts


def _head(row: PlanImport, item: dict, marks: dict) -> dict:
    return {
        "id": id_of(item["key"]),
        "ref": item.get("ref") or "",
        "title": item.get("title") or "",
        "edit": address(row, "import_part", item["key"]),
        "shape": address(row, "import_shape", item["key"]),
        "marks": [
            mark for key in (item["key"], *item.get("joined", ())) for mark in marks.get(key, ())
        ],
    }


def _action(row: PlanImport, item: dict, marks: dict, tags: dict) -> dict:
    timescale = item.get("timescale") or {}
    due = timescale.get("due")
    more = [
        (title, item.get(name))
        for name, title in (("monitoring", "Monitoring"), ("success_measure", "Success measure"))
        if item.get(name)
    ]
    return {
        **_head(row, item, marks),
        "text": item["text"],
        "sub_items": item.get("sub_items") or (),
        "leads": [_lead(lead) for lead in item["leads"]],
        "timescale": timescale.get("text") or "",
        "due": short_date_of(due),
        "unread": timescale.get("kind") == "unknown" and bool(timescale.get("text")),
        "to_settle": bool(timescale.get("to_settle")),
        "rag": tags.get(item.get("rag"), ""),
        "reports": [_report(update, tags) for update in item.get("updates") or ()],
        "more": more,
    }


def _lead(lead: dict) -> dict:
    notes = []
    if lead.get("role") == "support":
        notes.append("supports")
    if lead.get("to_settle"):
        notes.append("to settle")
    if lead["new"]:
        notes.append("to be added")
    elif lead["party"] == "text":
        notes.append("words only")
    return {"name": lead["name"], "notes": ", ".join(notes)}


def _report(update: dict, tags: dict) -> dict:
    return {
        "text": update.get("text") or "",
        "on": short_date_of(update.get("on")),
        "rag": tags.get(update.get("rag"), ""),
    }


def short_date_of(day: str | None) -> str:
    return short_date(datetime.date.fromisoformat(day)) if day else ""


def _marks(row: PlanImport, found: Preview) -> dict[str, list[dict]]:
    """{key of a part: the open doubts about it, each with the way to it}."""
    check = address(row, "import_check")
    marks: dict[str, list[dict]] = {}
    for finding in found.matched.draft.open_findings:
        about = f"“{shortened(finding.said, 40)}”" if finding.said else "this"
        mark = {
            "href": f"{check}#{anchor_of(finding.key)}",
            "text": f"Doubt about {about}",
            "title": finding.sentence,
        }
        for key in finding.about:
            marks.setdefault(key, []).append(mark)
    return marks


@GET_POST
@board_view(manager)
def import_part(request, pk, key):
    """Correct one priority, outcome or action before it is written."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    found = preview(row)
    item = part_of(found.data["priorities"], key)
    kind = reshaping.level_of(key)
    board = row.board
    words = {name: board.word(name) for name in ("ref", *reshaping.LEVELS, "timescale", "rag")}
    words["leads"] = board.word("lead")
    words["parties"] = f"agencies, {lower_first(board.words_for('subgroup'))} and posts"
    before = (row.decisions.get("parts") or {}).get(key) or {}
    form = PartForm(
        request.POST or None,
        kind=kind,
        item=item,
        words=words,
        labels=board.rag_labels,
        typed=before.get("timescale"),
        parties=_parties(row) if kind == "action" else (),
        initial={"version": row.version},
    )
    back = f"{address(row, 'import_table')}#{id_of(key)}"
    if request.method == "POST":
        undo = "undo" in request.POST
        if undo or form.is_valid():
            said = {} if undo else before | form.said()
            version = request.POST.get("version", "")
            try:
                imports.settle_import(
                    plan_import=row,
                    settled={"parts": {key: said}},
                    expected_version=int(version) if version.isdecimal() else None,
                    by=request.user,
                )
            except Conflict as moved:
                form.is_valid()
                form = again(form, moved.current)
            else:
                messages.success(request, "Saved." if said else "As the file says again.")
                return redirect(back)
    word = lower_first(words[kind])
    context = {
        "form": form,
        "title": f"Correct this {word}",
        "note": f"In the file: {item['place']}" if item.get("place") else "",
        "corrected": bool(before),
        "shape": address(row, "import_shape", key),
        "back": back,
        "crumbs": crumbs(row, (row.title, address(row, "import_check")), ("Correct", "")),
    }
    status = 422 if form.errors else 200
    return render(request, "actions/import/form.html", context, status=status)


def _parties(row: PlanImport) -> list[tuple[str, list[str]]]:
    """The names a lead can be picked from, by what they are."""
    names: dict[str, list[str]] = {"agency": [], "group": [], "post": []}
    for kind, party in Parties(row.board).all():
        names[kind].append(party.name)
    titles = {"agency": "Agencies", "group": row.board.words_for("subgroup"), "post": "Posts"}
    return [(titles[kind], sorted(found)) for kind, found in names.items() if found]


def part_of(priorities: list[dict], key: str) -> dict:
    """The part of this key; 404 where the plan has none."""
    found = reshaping.find(priorities, key)
    if found is None:
        raise Http404("No such part")
    return found[0]


@GET_POST
@board_view(manager)
def import_compare(request, pk):
    """What a newer version changes in the plan that is here, decided row by row."""
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    found = preview(row)
    if found.comparison is None:
        return to_check(row)
    if request.method == "POST":
        known = {change.key: change for change in found.comparison.rows}
        said = {
            key: value
            for name, value in request.POST.items()
            if name.startswith("row:") and (key := name.removeprefix("row:")) in known
        }
        imports.settle_import(plan_import=row, settled={"rows": said}, by=request.user)
        messages.success(request, "Saved.")
        return redirect(request.path)
    context = shared(row, found, "import_compare") | {
        "title": f"What changes in {row.title}",
        "states": _states(row, found),
        "same": found.comparison.same,
        "crumbs": crumbs(row, (row.title, address(row, "import_check")), ("What changes", "")),
    }
    return render(request, "actions/import/compare.html", context)


def _states(row: PlanImport, found: Preview) -> list[dict]:
    titles = (
        ("changed", "Changed", "What the file says now, beside what stands here."),
        ("new", "New in the file", ""),
        (
            "missing",
            "Not in the file any more",
            "Nothing is erased: what you withdraw can be restored.",
        ),
    )
    board = row.board
    return [
        {
            "title": title,
            "note": note,
            "rows": rows,
            "number": len(rows),
        }
        for state, title, note in titles
        if (rows := [_told(board, one) for one in found.comparison.rows if one.state == state])
    ]


def _told(board, change: RowChange) -> dict:
    return {
        "key": change.key,
        "id": anchor_of(change.key),
        "kind": board.word(change.kind),
        "title": f"{change.ref} {change.title}".strip() or "Without a title",
        "place": change.place,
        "fields": [
            {
                "label": _label(board, change.kind, field.name),
                "ours": _shown(field.ours, board),
                "theirs": _shown(field.theirs, board),
                "both": field.both,
            }
            for field in change.changes
        ],
        "progress": [update["text"] for update in change.progress],
        "choices": [
            {"value": one.value, "label": one.label, "chosen": one.value == change.choice}
            for one in change.choices
        ],
    }


def _label(board, kind: str, name: str) -> str:
    own = {"sub_items": "Parts", "core_task": "Core task", "sources": "Sources", "lead": None}
    if name in ("title", "text"):
        return board.word(kind)
    if name == "description":
        return "Description"
    return own.get(name) or board.word(name)


def _shown(value, board) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return "\n".join(_line(one) for one in value) or "Nothing"
    return board.rag_labels.get(value, value) or "Nothing"


def _line(one) -> str:
    """A lead ([name, role]) or an entry of a list in one line."""
    if isinstance(one, str):
        return one
    name, role = one
    return f"{name} (supports)" if role == "support" else name
