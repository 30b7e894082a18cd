"""What a report’s own words decide of it: the terms its glossary prints, what is spelt out."""

from collections.abc import Iterable
from dataclasses import replace

from ..abbreviations import spelt_out, texts_of, used_terms
from ..models import AnnualReport, GlossaryTerm
from .nodes import ReportDocument

NOTHING_USED = "This report uses none of the abbreviations in the glossary."


def abbreviated(
    document: ReportDocument, report: AnnualReport, terms: Iterable[GlossaryTerm]
) -> ReportDocument:
    """The document with a glossary of what it uses and nothing else; spelt out where she asks."""
    glossary = [(term.abbreviation, term.meaning) for term in terms]
    if not glossary:
        return document
    used = used_terms(texts_of(document), [short for short, _ in glossary])
    kept = tuple(pair for pair in glossary if pair[0] in used)
    sections = []
    for part in document.sections:
        if part.glossary:
            part = replace(part, glossary=kept, empty="" if kept or part.text else NOTHING_USED)
        sections.append(part)
    document = replace(document, sections=tuple(sections))
    return spelt_out(document, kept) if report.spells_out else document
