"""The abbreviations of a report: found in all it says, matched to the board's glossary, and spelt
out where they first stand."""

from .finding import Find, Finds, abbreviations_in, used_terms
from .proposing import proposals
from .spelling import spelt_out
from .texts import texts_of

__all__ = ["Find", "Finds", "abbreviations_in", "proposals", "spelt_out", "texts_of", "used_terms"]
