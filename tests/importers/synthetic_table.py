"""The synthetic plans held against their structure.

python -m tests.importers.synthetic_table [--missed] [name]
"""

import os
import sys

import django

from actions.importers.understanding import lost_words, understand

from .compare import Score, compare, table


def score(plan) -> tuple[str, dict[str, Score], int, int]:
    draft = understand(plan.source, period_start=plan.start, period_end=plan.end)
    scores = compare(plan.expected, draft.data)
    unplaced = sum(len(rest.text.split()) for rest in draft.unplaced)
    return plan.name, scores, unplaced - plan.unplaced, sum(lost_words(plan.source, draft).values())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boardplan.settings")
    django.setup()
    from .synthetic import PLANS

    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    rows = [score(plan) for plan in PLANS if not names or any(n in plan.name for n in names)]
    sys.stdout.write(table(rows) + "\n")
    if "--missed" in sys.argv:
        for file, scores, *_ in rows:
            for name, found in scores.items():
                for missed in found.missed:
                    sys.stdout.write(f"{file}  {name}: {missed}\n")


if __name__ == "__main__":
    main()
