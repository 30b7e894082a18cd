"""From what was read to the plan it would become on a certain board, with what people settled."""

import dataclasses
import datetime
from collections.abc import Callable

from .draft import Decisions, Finding
from .matching import Matched, match_parties
from .own_format import draft_of_own
from .parties import Parties
from .remembered import Meant
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
    earlier: dict[str, Meant] | None = None,
) -> Matched:
    """The draft of a source, or of one of our own files, with its leads matched to the board.

    done_as: the rating that the board gives finished work.
    earlier: whom the names of an earlier version meant, as `remembered` has it.
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
    known = earlier or {}
    matched = match_parties(draft, parties, settled.findings, known)
    return _without_doubles(matched, lambda words: parties.key(words) in known)


def _without_doubles(matched: Matched, is_remembered: Callable[[str], bool]) -> Matched:
    """What `matching` asks about a name is not asked a second time by the one that reads cells,
    nor what was settled for an earlier version."""
    asked = {finding.said for finding in matched.draft.findings if finding.key.startswith("lead:")}
    findings = tuple(
        finding
        for finding in matched.draft.findings
        if finding.code != "lead-split"
        or not (finding.said in asked or is_remembered(finding.said))
    )
    return dataclasses.replace(matched, draft=dataclasses.replace(matched.draft, findings=findings))


def as_proposed(finding: Finding) -> str:
    """The choice that says what is done anyway; "" for a doubt that has none."""
    values = [choice.value for choice in finding.choices]
    return "keep" if "keep" in values else next(iter(values), "")
