"""The filters of the plan page: what the address asks for, which actions answer it, and how many
each further choice would leave.

The whole plan is in memory already (the document tree), so every filter but the search for words is
decided there, from one table of facts an action: what is shown, what each choice counts and what
the markers in the rows say can then not differ. The address is the filter, to be sent as a link.

    ?q=words&rag=red&rag=none&lead=post-3&agency=2&group=5&priority=9&due=overdue&due=30
    &due_from=2026-04-01&due_to=2026-06-30&state=open&stale=1&core=1&settle=1
"""

from .address import Chip, Option, PlanFilter, asks_for_withdrawn, mentioning, narrow
from .facts import FLAGS, UNRATED, due_facts, is_stale, needs_settling, quarter_of

__all__ = [
    "FLAGS",
    "UNRATED",
    "Chip",
    "Option",
    "PlanFilter",
    "asks_for_withdrawn",
    "due_facts",
    "is_stale",
    "mentioning",
    "narrow",
    "needs_settling",
    "quarter_of",
]
