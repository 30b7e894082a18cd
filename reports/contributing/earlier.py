"""What an agency sent for the last report, beside the questions of this one."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..models import Contribution
from ..parts import Block, gather, prose

LIKENESS = 0.6  # of two prompts without their years, 0 to 1: below it they are different questions


@dataclass(frozen=True, slots=True)
class Earlier:
    """`beside` has an answer for each text's key that had one; `rest` is what had no place."""

    report: str
    beside: dict[str, tuple[Block, ...]]
    rest: tuple[tuple[str, tuple[Block, ...]], ...]  # (prompt, its answer)


def earlier_beside(contribution: Contribution, texts) -> Earlier | None:
    """What `contribution`'s agency had accepted for the last report before it, set beside
    `texts` by the likeness of the questions; None where it sent nothing. One query."""
    if contribution.agency_id is None:
        return None
    last = (
        Contribution.objects.of(contribution.board_id)
        .filter(
            agency=contribution.agency_id,
            status=Contribution.Status.ACCEPTED,
            report__start__lt=contribution.report.start,
        )
        .select_related("report")
        .order_by("-report__start", "-pk")
        .first()
    )
    if last is None:
        return None
    answers = [(answer.get("prompt") or "", _blocks(answer)) for answer in last.answers]
    if last.link_text:
        answers.append(("", prose(last.link_text)))
    answers = [(prompt, blocks) for prompt, blocks in answers if blocks]
    if not answers:
        return None
    beside = _matched([text for text in texts if text.question], answers)
    taken = set(beside.values())
    return Earlier(
        report=last.report.title,
        beside={key: answers[place][1] for key, place in beside.items()},
        rest=tuple(answer for place, answer in enumerate(answers) if place not in taken),
    )


def _matched(texts, answers) -> dict[str, int]:
    """{key of a text: place of the answer}: the likest pair first, each used once."""
    pairs = sorted(
        (
            (-SequenceMatcher(None, _bare(text.label), _bare(prompt)).ratio(), nth, place)
            for nth, text in enumerate(texts)
            for place, (prompt, _) in enumerate(answers)
            if prompt
        )
    )
    found: dict[str, int] = {}
    for likeness, nth, place in pairs:
        key = texts[nth].key
        if -likeness >= LIKENESS and key not in found and place not in found.values():
            found[key] = place
    return found


def _bare(prompt: str) -> str:
    return " ".join(re.sub(r"[^a-z ]", " ", prompt.lower()).split())


def _blocks(answer: dict) -> tuple[Block, ...]:
    return gather(
        (block["kind"], block.get("level") or 1, block["text"]) for block in answer["blocks"]
    )
