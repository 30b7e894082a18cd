"""How the pages of an import reach it, and what they all show."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from boardplan.templatetags.boardplan import lower_first

from ...importers.drafting import as_proposed
from ...models import PlanImport
from ...services.imports.confirming import Preview


def import_of_board(request, pk: int) -> PlanImport:
    """An import of the request's board; 404 if none."""
    request.section = "plan_current"
    found = PlanImport.objects.of(request.board).select_related("into", "plan")
    row = get_object_or_404(found, pk=pk)
    row.board = request.board
    for plan in (row.into, row.plan):
        if plan is not None:
            plan.board = request.board
    return row


def waiting(row: PlanImport) -> bool:
    """Whether it still is a preview that can be worked on."""
    return row.status == PlanImport.Status.PREVIEW and not row.expired


def to_check(row: PlanImport, anchor: str = ""):
    return redirect(address(row, "import_check") + anchor)


def address(row: PlanImport, name: str, *more) -> str:
    return reverse(name, args=[row.board.slug, row.pk, *more])


def crumbs(row: PlanImport, *steps: tuple[str, str]) -> list[dict]:
    first = [
        {"text": row.board.words_for("plan"), "href": reverse("plans", args=[row.board.slug])},
        {"text": "Bring in a plan", "href": reverse("plan_import", args=[row.board.slug])},
    ]
    return [*first, *({"text": text, "href": href} for text, href in steps)]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found, in numbers."""

    priorities: int
    outcomes: int
    actions: int
    leads: int
    leads_known: int
    timescales: int
    timescales_read: int
    open: int


def counts_of(found: Preview) -> Counts:
    data = found.data
    outcomes = [outcome for priority in data["priorities"] for outcome in priority["outcomes"]]
    actions = [action for outcome in outcomes for action in outcome["actions"]]
    written = [
        timescale for action in actions if (timescale := action.get("timescale") or {}).get("text")
    ]
    return Counts(
        priorities=sum(bool(one.get("title") or one.get("ref")) for one in data["priorities"]),
        outcomes=len(outcomes),
        actions=len(actions),
        leads=found.matched.total,
        leads_known=found.matched.matched,
        timescales=len(written),
        timescales_read=sum(one.get("kind", "text") != "unknown" for one in written),
        open=len(found.matched.draft.open_findings),
    )


def sections(row: PlanImport, found: Preview, here: str) -> list[dict]:
    """The parts of a preview, as tabs that are plain links."""
    parts = [("import_check", "What was found"), ("import_table", "The plan as it will be")]
    if found.comparison is not None:
        parts.insert(1, ("import_compare", "What changes"))
    if found.matched.draft.tables:
        parts.append(("import_columns", "Tables and columns"))
    return [
        {"text": text, "href": address(row, name), "current": name == here} for name, text in parts
    ]


def shared(row: PlanImport, found: Preview, here: str) -> dict:
    """What every page of a preview has in its context."""
    counts = counts_of(found)
    board = row.board
    words = {
        key: lower_first(board.word(key) if number == 1 else board.words_for(key))
        for key, number in (
            ("priority", counts.priorities),
            ("outcome", counts.outcomes),
            ("action", counts.actions),
        )
    }
    return {
        "row": row,
        "counts": counts,
        "words": words,
        "sections": sections(row, found, here),
        "period": f"{row.start:%-d %B %Y} to {row.end:%-d %B %Y}",
        "confirm": {
            "href": address(row, "import_confirm"),
            "text": "Take these changes in"
            if found.comparison is not None
            else "Bring in the plan",
            "discard": address(row, "import_discard"),
        },
        "new": [
            {
                "kind": title,
                "names": [party.name for party in found.matched.new if party.kind == kind],
            }
            for kind, title in (
                ("agency", "Agencies"),
                ("group", board.words_for("subgroup")),
                ("post", "Posts"),
            )
            if any(party.kind == kind for party in found.matched.new)
        ],
        "leads_note": f"of {counts.leads}",
        "timescales_note": f"of {counts.timescales}",
        "new_total": len(found.matched.new),
        "about_href": address(row, "import_about"),
    }


def proposals(found: Preview, code: str) -> dict[str, str]:
    """{finding key: the choice that is proposed} of the open doubts of a kind, "" for all."""
    return {
        finding.key: value
        for finding in found.matched.draft.open_findings
        if code in ("", finding.code) and (value := as_proposed(finding))
    }
