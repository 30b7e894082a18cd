"""The glossary of the seed report, held against what the report and its plan say.

    python -m tests.reports.glossary_table

prints which of its pairs occur, which do not, and which abbreviations it lacks.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

from reports.abbreviations.finding import Finds, abbreviations_in
from reports.abbreviations.proposing import proposals
from reports.abbreviations.texts import Text

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "structured"
REPORT = SEEDS / "wandsworth-annual-report-2017-18.json"
PLAN = SEEDS / "wandsworth-business-plan-2017-18.json"
# What we say of the source, and not the source itself.
OURS = {"notes", "checks", "form", "source_file", "plan_file", "basis", "pairing", "url"}


def seed_texts() -> list[Text]:
    """Every line of the report but its glossary, and of the plan at its end."""
    report, plan = (json.loads(path.read_text(encoding="utf-8")) for path in (REPORT, PLAN))
    found = []
    for name in ("appendices", "finance", "template", "contributions"):
        found += [Text(name, line, False) for line in _strings(report[name])]
    return found + [Text("plan", line, False) for line in _strings(plan)]


def seed_finds() -> Finds:
    pairs = json.loads(REPORT.read_text(encoding="utf-8"))["glossary"]["pairs"]
    return abbreviations_in(seed_texts(), [pair["abbreviation"] for pair in pairs])


def _strings(value) -> Iterator[str]:
    if isinstance(value, str):
        yield from (line for line in value.splitlines() if line.strip())
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in OURS:
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    found = seed_finds()
    meant = proposals([find.text for find in found.missing], seed_texts(), [])
    say(f"Used ({len(found.used)}):")
    for term, find in found.used:
        say(f"  {term:10} {find.times:4}  {find.section}: {find.said}")
    say(f"Not used ({len(found.unused)}): {', '.join(found.unused)}")
    say(f"Missing ({len(found.missing)}):")
    for find in found.missing:
        say(f"  {find.text:10} {find.times:4}  {meant.get(find.text, '')}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boardplan.settings")
    django.setup()
    main()
