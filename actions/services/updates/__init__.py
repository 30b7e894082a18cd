"""The work of the year: progress reported, actions finished and taken up again, dates moved.

Updates are append-only: nothing here changes or removes one. What an action shows of its updates
(`rag`, `rag_reason`, `rag_on`, `last_update_on`, `latest_update`) follows the latest day
described, not the order of typing, so a late entry about March never hides what was said in May.

Who may do this is asked in the views (`actions.permissions`); rules of the matter itself are kept
here, whoever asks.
"""

from .dates import MET, MOVED_DATE, UNMET, change_due_date, meet_milestone, unmeet_milestone
from .handing_on import TOOK_OVER
from .progress import (
    COMPLETED,
    REOPENED,
    REPORTED,
    complete_action,
    record_outcome_update,
    record_update,
    reopen_action,
)
from .rows import next_review_after, reason_sentence, scheme_of, suggestion

__all__ = [
    "COMPLETED",
    "MET",
    "MOVED_DATE",
    "REOPENED",
    "REPORTED",
    "TOOK_OVER",
    "UNMET",
    "change_due_date",
    "complete_action",
    "meet_milestone",
    "next_review_after",
    "reason_sentence",
    "record_outcome_update",
    "record_update",
    "reopen_action",
    "scheme_of",
    "suggestion",
    "unmeet_milestone",
]
