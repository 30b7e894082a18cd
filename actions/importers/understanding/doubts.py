"""Doubts about the plan as a whole: its tables, its columns, its numbers."""

from . import parties
from .accounting import Ledger
from .columns import meaning_of
from .corrections import every_part
from .findings import Findings
from .tables import Roles


def about_tables(ledger: Ledger, roles: Roles, findings: Findings, priorities: list[dict]) -> None:
    """No plan at all, tables without a header, columns whose header says nothing."""
    if not any("text" in part for part in every_part(priorities)):
        findings.add("no-plan" if roles.roles else "no-table", "file", said="", place="")
    for key, sections in roles.sections.items():
        grid = sections[0].grid
        if key in roles.guessed:
            findings.add("headers-guessed", key, said="", place=grid.place)
        if key in roles.answering and sections[0].has("action"):
            header = sections[0].headers[sections[0].meanings.index("action")]
            findings.add("answers-as-actions", key, said=" ".join(header.split()), place=grid.place)
        for section in sections[:1]:
            for place, (header, meaning) in enumerate(
                zip(section.headers, section.meanings, strict=True)
            ):
                if header and meaning == "notes" and meaning_of(header) != "notes":
                    findings.add(
                        "column-unknown",
                        parties.plain(header),
                        said=" ".join(header.split()),
                        place=f"{grid.place}, column {place + 1}",
                    )


def about_numbers(priorities: list[dict], findings: Findings) -> None:
    """A number used twice: in the whole plan where it has parts ("1.1"), else among siblings."""
    seen: dict[tuple, list[dict]] = {}
    for part in every_part(priorities):
        ref = part["ref"]
        if ref:
            above = "" if "." in ref or len(ref) > 2 else part["key"].rpartition(".")[0]
            level = part["key"].count(".")
            seen.setdefault((level, above, ref.rstrip(".").casefold()), []).append(part)
    for (level, above, ref), parts in seen.items():
        if len(parts) > 1:
            findings.add(
                "number-twice",
                f"{level}:{above}:{ref}",
                said=parts[0]["ref"],
                place=parts[1]["place"],
                about=tuple(part["key"] for part in parts),
                ref=parts[0]["ref"],
            )
