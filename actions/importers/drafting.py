"""From what was read to the plan it would become on a certain board, with what people settled."""

import dataclasses
import datetime

from .draft import Decisions, Finding
from .matching import Matched, match_parties
from .own_format import draft_of_own
from .parties import Parties
from .source import Source
from .understanding import understand

# What people can settle; "rows" is about a comparison and no matter of the draft.
SETTLED = ("columns", "tables", "findings", "parts", "unplaced", "shape", "rows")


def draft_plan(
    found: Source | dict,
    *,
    parties: Parties,
    start: datetime.date,
    end: datetime.date,
    decisions: dict,
    done_as: str = "green",
) -> Matched:
    """The draft of a source, or of one of our own files, with its leads matched to the board.

    done_as: the rating that the board gives finished work.
    decisions: as `PlanImport.decisions` holds them; what is unknown in them counts for nothing.
    """
    settled = Decisions(**{name: decisions.get(name) or {} for name in SETTLED if name != "rows"})
    if isinstance(found, dict):
        draft = draft_of_own(found, settled)
    else:
        draft = understand(
            found,
            period_start=start,
            period_end=end,
            decisions=settled,
            known_parties=parties.names(),
            done_as=done_as,
        )
    return _without_doubles(match_parties(draft, parties, settled.findings))


def _without_doubles(matched: Matched) -> Matched:
    """What `matching` asks about a name is not asked a second time by the one that reads cells."""
    asked = {finding.said for finding in matched.draft.findings if finding.key.startswith("lead:")}
    findings = tuple(
        finding
        for finding in matched.draft.findings
        if finding.code != "lead-split" or finding.said not in asked
    )
    return dataclasses.replace(matched, draft=dataclasses.replace(matched.draft, findings=findings))


def as_proposed(finding: Finding) -> str:
    """The choice that says what is done anyway; "" for a doubt that has none."""
    values = [choice.value for choice in finding.choices]
    return "keep" if "keep" in values else next(iter(values), "")
