"""The seed plans, read from Word and Excel and held against their structure.

    python -m tests.importers.seeds_table [--missed]

prints a table; --missed also what was not found.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path

import django

from actions.importers.understanding import lost_words, understand

from .compare import Score, compare, table

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
FILES = (
    ("docx/wandsworth-action-plan-2009-10.docx", "wandsworth-action-plan-2009-10"),
    ("docx/wandsworth-action-plan-2009-10-five-columns.docx", "wandsworth-action-plan-2009-10"),
    ("docx/wandsworth-business-plan-2017-18.docx", "wandsworth-business-plan-2017-18"),
    ("docx/wakefield-business-plan-2011-12.docx", "wakefield-business-plan-2011-12"),
    ("docx/swindon-work-plan-2007-08.docx", "swindon-work-plan-2007-08"),
    ("xlsx/wakefield-business-plan-2011-12.xlsx", "wakefield-business-plan-2011-12"),
    ("xlsx/swindon-work-plan-2007-08.xlsx", "swindon-work-plan-2007-08"),
)


def expected(plan: dict) -> list[dict]:
    """The seed's structure in the shape of `compare`: a continuation belongs to its outcome."""
    priorities = []
    for priority in plan["priorities"]:
        heading = priority.get("heading") or ""
        ref = priority["ref"]
        if heading.startswith(f"{ref} "):
            heading = heading.removeprefix(f"{ref} ")
        titles = [priority["title"], heading, priority.get("description")]
        if priority["title"] == plan.get("outcome_header"):
            titles = [""]  # the header of the column, no priority of its own
        outcomes: list[dict] = []
        for outcome in priority["outcomes"]:
            if outcome["continuation_of"]:
                before = outcomes[-1]
                for name in (
                    "actions",
                    "row_leads",
                    "row_timescales",
                    "row_monitoring",
                    "progress",
                ):
                    before[name] = before[name] + outcome[name]
            else:
                rag = {"orange": "amber"}.get(outcome["rag_text"], outcome["rag_text"])
                outcomes.append({**outcome, "rag": rag})
        priorities.append(
            {"ref": ref, "titles": list(filter(None, titles)) or [""], "outcomes": outcomes}
        )
    return priorities


def read(path: Path):
    from actions.importers.reading import read_file

    return read_file(path.name, path.read_bytes())


def score(file: str, seed: str) -> tuple[str, dict[str, Score], int, int]:
    plan = json.loads((SEEDS / "structured" / f"{seed}.json").read_text())
    source = read(SEEDS / file)
    start, end = (date.fromisoformat(plan["period"][name]) for name in ("start", "end"))
    draft = understand(source, period_start=start, period_end=end)
    scores = compare(expected(plan), draft.data)
    unplaced = sum(len(rest.text.split()) for rest in draft.unplaced)
    return file, scores, unplaced, sum(lost_words(source, draft).values())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boardplan.settings")
    django.setup()
    rows = [score(*pair) for pair in FILES]
    sys.stdout.write(table(rows) + "\n")
    if "--missed" in sys.argv:
        for file, scores, *_ in rows:
            for name, found in scores.items():
                for missed in found.missed:
                    sys.stdout.write(f"{file}  {name}: {missed}\n")


if __name__ == "__main__":
    # The limits of reading are settings.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boardplan.settings")
    os.environ.setdefault("DEBUG", "1")
    main()
