"""The life of an agency's contribution as data: statuses, what may follow, who may do it.

One function applies it: `reports.services.collecting.take_step`.
"""

from dataclasses import dataclass

from boardplan.access import Allowed, Answer, Denied

from ..models import Contribution

STATUS = Contribution.Status

# Who takes a step: whoever writes the agency's part, or the board's manager.
WRITER, MANAGER = "writer", "manager"

BEING_WRITTEN = frozenset({STATUS.ASKED, STATUS.OPENED, STATUS.WRITING, STATUS.RETURNED})
# Waiting for the agency; late where its day has passed.
WAITING_FOR_AGENCY = BEING_WRITTEN


@dataclass(frozen=True)
class Step:
    """`stamp` is the field that keeps when; `said` the field of the words that it asks for, and
    `ask` the sentence that asks."""

    before: frozenset
    after: str
    who: frozenset
    verb: str  # in the audit, after a name
    stamp: str = ""
    said: str = ""
    ask: str = ""


STEPS: dict[str, Step] = {
    "open": Step(
        before=frozenset({STATUS.ASKED}),
        after=STATUS.OPENED,
        who=frozenset({WRITER}),
        verb="opened",
        stamp="opened_at",
    ),
    "begin": Step(
        before=frozenset({STATUS.ASKED, STATUS.OPENED}),
        after=STATUS.WRITING,
        who=frozenset({WRITER, MANAGER}),
        verb="began to write",
    ),
    "hand_in": Step(
        before=BEING_WRITTEN,
        after=STATUS.HANDED_IN,
        who=frozenset({WRITER, MANAGER}),
        verb="handed in",
        stamp="handed_in_at",
    ),
    "take_back": Step(
        before=frozenset({STATUS.HANDED_IN, STATUS.DECLINED}),
        after=STATUS.WRITING,
        who=frozenset({WRITER, MANAGER}),
        verb="took back",
    ),
    "decline": Step(
        before=BEING_WRITTEN,
        after=STATUS.DECLINED,
        who=frozenset({WRITER, MANAGER}),
        verb="had nothing to report for",
        said="declined_because",
        ask="Say in a sentence why there is nothing to report",
    ),
    "return": Step(
        before=frozenset({STATUS.HANDED_IN}),
        after=STATUS.RETURNED,
        who=frozenset({MANAGER}),
        verb="returned",
        said="comment",
        ask="Say what should be changed",
    ),
    "accept": Step(
        before=frozenset({STATUS.HANDED_IN}),
        after=STATUS.ACCEPTED,
        who=frozenset({MANAGER}),
        verb="accepted",
        stamp="accepted_at",
    ),
    "reopen": Step(
        before=frozenset({STATUS.ACCEPTED, STATUS.DECLINED}),
        after=STATUS.RETURNED,
        who=frozenset({MANAGER}),
        verb="opened again",
        said="comment",
        ask="Say why it is opened again",
    ),
}

# Why a step is not open, by where the contribution stands.
_STANDS = {
    STATUS.ASKED: "The agency has not handed this in yet.",
    STATUS.OPENED: "The agency has not handed this in yet.",
    STATUS.WRITING: "This is being written at the moment.",
    STATUS.HANDED_IN: "This was handed in. Take it back to change it.",
    STATUS.RETURNED: "This was returned to the agency, to be changed.",
    STATUS.ACCEPTED: "This was accepted. The business manager can open it again.",
    STATUS.DECLINED: "The agency said that it has nothing to report.",
}


def may_take(contribution: Contribution, step: str, *, role: str) -> Answer:
    """Whether a writer or the manager may take that step with the contribution as it stands."""
    found = STEPS[step]
    if role not in found.who:
        return Denied("Only the business manager does this.")
    if not contribution.collected:
        return Denied("This was entered by hand. Change it there.")
    if contribution.status not in found.before:
        return Denied(_STANDS[contribution.status])
    return Allowed()


def may_write(contribution: Contribution) -> Answer:
    """Whether words may be put into it now."""
    if not contribution.collected:
        return Denied("This was entered by hand. Change it there.")
    if contribution.status not in BEING_WRITTEN:
        return Denied(_STANDS[contribution.status])
    return Allowed()


def steps_open(contribution: Contribution, *, role: str) -> list[str]:
    """The steps that this role may take now."""
    return [step for step in STEPS if may_take(contribution, step, role=role)]
