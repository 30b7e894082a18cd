"""The doubts of a preview as its page shows them: by kind, each with its ways to settle it."""

import hashlib

from ...importers.draft import Finding
from ...importers.drafting import as_proposed
from ...models import PlanImport
from ...services.imports.confirming import Preview
from ..plan_table import shortened
from .reach import address

# Code: (what the group is called, what it is about). Others go under "Other doubts".
KINDS = {
    "no-plan": ("No plan found", "Say which tables are the plan under “Tables and columns”."),
    "no-table": ("No table found", ""),
    "answers-as-actions": (
        "What was done, read as actions",
        "Say what each column means under “Tables and columns” if that is wrong.",
    ),
    "column-unknown": (
        "Columns we do not know",
        "Their words are kept as notes. Say what they mean under “Tables and columns”.",
    ),
    "headers-guessed": (
        "Tables without headings",
        "Check what we took each column for under “Tables and columns”.",
    ),
    "actions-split": ("One action or several", ""),
    "lead-in": ("Lists below an action", ""),
    "leads-to-settle": (
        "Leads beside several actions",
        "They come in with a mark, and you can settle each in the plan.",
    ),
    "timescales-to-settle": (
        "Timescales beside several actions",
        "They come in with a mark, and you can settle each in the plan.",
    ),
    "monitoring-to-settle": ("Monitoring beside several actions", ""),
    "timescale-unread": (
        "Timescales without a date",
        "Type the date or the words that mean it, such as 31 March 2027 or quarterly.",
    ),
    "progress-as-timescale": ("Progress in the timescale column", ""),
    "date-month-first": ("Dates that could be read two ways", ""),
    "date-probably-month-first": ("Dates that are probably month first", ""),
    "date-only-month-first": ("Dates with the month first", ""),
    "date-outside": (
        "Dates outside the plan’s period",
        "Type the right date, or check the period above.",
    ),
    "lead-two": ("More than one in a name", ""),
    "lead-joint": (
        "One name or two",
        "Each stays one name until you make it two.",
    ),
    "lead-likely": ("Names that may be known already", ""),
    "lead-unknown": (
        "Names nobody here has",
        "Add them, or say who of the board they are. Each is decided once for all its rows.",
    ),
    "lead-person": (
        "Names of people",
        "A plan outlives the people in it: choose the post they hold, or keep the words.",
    ),
    "lead-words": ("Words that are no name", ""),
    "lead-split": ("One lead or several", ""),
    "party-new": ("Groups and agencies that the file lists", ""),
    "done-twice": ("Done in one column, not in another", ""),
    "done-and-rating": ("Done, but rated otherwise", ""),
    "date-not-done": ("Not done, but with a day of completion", ""),
    "rating-not-done": ("Not done, but rated as complete", ""),
    "done-undated": (
        "Done, but nobody says when",
        "Type the day by which all of them were, or complete each in the plan later.",
    ),
    "done-unread": ("Words in the column for done", ""),
    "number-twice": ("Numbers used twice", ""),
}
OTHER = ("Other doubts", "")
BUTTONS = 3  # choices that are a button each; more go into a list
ROWS = 4  # rows of the plan that a doubt names
LONGEST = 400  # characters of its words that are shown at once
NAME = 80  # characters of its words that name its buttons


def anchor_of(key: str) -> str:
    """A short id for a doubt of this key, whatever the key holds."""
    return f"doubt-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def groups_of(row: PlanImport, found: Preview, next_doubt: str = "") -> list[dict]:
    """The open doubts and those that only inform, by kind, in the order in which they matter."""
    rows = _rows(row, found)
    by_kind: dict[str, list[Finding]] = {}
    for finding in found.matched.draft.findings:
        if not finding.settled:
            by_kind.setdefault(finding.code if finding.code in KINDS else "", []).append(finding)
    order = [*KINDS, ""]
    groups, every = [], []
    for code in sorted(by_kind, key=order.index):
        doubts = [_doubt(finding, rows, next_doubt) for finding in by_kind[code]]
        every += doubts
        title, note = KINDS.get(code, OTHER)
        acceptable = sum(bool(doubt["proposed"]) for doubt in doubts)
        groups.append(
            {
                "code": code,
                "title": title,
                "note": note,
                "doubts": doubts,
                "number": len(doubts),
                "acceptable": acceptable,
            }
        )
    asking = [doubt for doubt in every if doubt["proposed"] or doubt["free"]]
    for doubt, following in zip(asking, [*asking[1:], *asking[:1]], strict=True):
        doubt["next"] = following["id"] if following is not doubt else ""
    return groups


def settled_of(found: Preview) -> list[dict]:
    """What has been decided, each to be opened again."""
    return [
        {
            "key": finding.key,
            "id": anchor_of(finding.key),
            "said": finding.said,
            "decision": _label(finding),
            "value": finding.settled,
        }
        for finding in found.matched.draft.findings
        if finding.settled
    ]


def _doubt(finding: Finding, rows: dict[str, dict], next_doubt: str) -> dict:
    proposed = as_proposed(finding)
    labels = {choice.value: choice.label for choice in finding.choices}
    others = [choice for choice in finding.choices if choice.value != proposed]
    few = len(others) < BUTTONS
    about = [rows[key] for key in finding.about if key in rows]
    anchor = anchor_of(finding.key)
    return {
        "key": finding.key,
        "id": anchor,
        "said": finding.said,
        "name": shortened(" ".join(finding.said.split()), NAME),
        "begins": shortened(finding.said, LONGEST) if len(finding.said) > LONGEST else "",
        "place": finding.place,
        "sentence": finding.sentence,
        "proposal": finding.proposal if finding.proposal != labels.get(proposed) else "",
        "proposed": proposed,
        "proposed_label": labels.get(proposed, ""),
        "buttons": others if few else (),
        "options": () if few else others,
        "free": finding.free,
        "rows": about[:ROWS],
        "more_rows": max(0, len(about) - ROWS),
        "focus": anchor == next_doubt,
        "next": "",
    }


def _rows(row: PlanImport, found: Preview) -> dict[str, dict]:
    """Where each part stands in the table of the preview: {key: {"text", "href"}}."""
    table = address(row, "import_table")
    rows = {}
    for priority in found.data["priorities"]:
        for part in (
            priority,
            *priority["outcomes"],
            *(action for outcome in priority["outcomes"] for action in outcome["actions"]),
        ):
            words = " ".join((part.get("text") or part.get("title") or "").split())
            name = part.get("ref") or (words[:40].rsplit(" ", 1)[0] + "…" if words[40:] else words)
            for key in (part["key"], *part.get("joined", ())):
                rows[key] = {
                    "text": name or part["key"],
                    "href": f"{table}#{id_of(part['key'])}",
                }
    return rows


def id_of(key: str) -> str:
    """The id of a part's row in the table: "p1.o2.a3" → "row-p1-o2-a3"."""
    return f"row-{key.replace('.', '-')}"


def _label(finding: Finding) -> str:
    for choice in finding.choices:
        if choice.value == finding.settled:
            return choice.label
    return finding.settled
