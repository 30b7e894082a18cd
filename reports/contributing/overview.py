"""Who is where with the contributions to one report."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass

from subgroups.models import Agency

from ..answers import as_text, count_words
from ..models import AnnualReport, Collection, Contribution, Draft
from .texts import FORM, PART
from .workflow import WAITING_FOR_AGENCY

NOT_ASKED, BY_HAND = "not_asked", "by_hand"

_COUNTED = {
    FORM.TEMPLATE: {PART.ANSWER},
    FORM.NARRATIVE: {PART.NARRATIVE},
    FORM.LINK: {PART.LINK_WORDS},
}
# In the order in which the manager looks: what waits for her, what is late, what is done.
_ORDER = (
    Contribution.Status.HANDED_IN,
    Contribution.Status.RETURNED,
    Contribution.Status.WRITING,
    Contribution.Status.OPENED,
    Contribution.Status.ASKED,
    NOT_ASKED,
    Contribution.Status.ACCEPTED,
    BY_HAND,
    Contribution.Status.DECLINED,
)
WORDS = {
    **{status.value: status.label for status in Contribution.Status},
    NOT_ASKED: "Not asked",
    BY_HAND: "Entered by hand",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One agency: `contribution` is None where it has not been asked."""

    name: str
    agency: Agency | None
    contribution: Contribution | None
    state: str  # a status, or NOT_ASKED, BY_HAND
    words: int
    due: datetime.date | None
    late: bool

    @property
    def state_word(self) -> str:
        return WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Overview:
    rows: tuple[Row, ...]
    counts: tuple[tuple[str, str, int], ...]  # (state, its word, how many), without noughts
    late: int
    to_remind: int  # of the late ones: those not reminded or asked today
    contributions: tuple[Contribution, ...] = ()
    drafts: tuple[Draft, ...] = ()


def overview_of(
    report: AnnualReport, collection: Collection | None, *, on: datetime.date
) -> Overview:
    """Every current agency of the board and every contribution to the report: three queries."""
    contributions = list(Contribution.objects.filter(report=report).select_related("agency"))
    written = defaultdict(list)
    drafts = tuple(Draft.objects.filter(contribution__report=report))
    for draft in drafts:
        written[draft.contribution_id].append(draft)
    rows = [_row(each, written[each.pk], collection, on) for each in contributions]
    told = {each.agency_id for each in contributions}
    rows += [
        Row(agency.name, agency, None, NOT_ASKED, 0, None, False)
        for agency in Agency.objects.of(report.board).current()
        if agency.pk not in told
    ]
    rows.sort(key=lambda row: _ORDER.index(row.state))
    counts = Counter(row.state for row in rows)
    late = [row for row in rows if row.late]
    return Overview(
        rows=tuple(rows),
        counts=tuple((state, WORDS[state], counts[state]) for state in _ORDER if counts[state]),
        late=len(late),
        to_remind=sum(1 for row in late if may_be_reminded(row.contribution, on=on)),
        contributions=tuple(contributions),
        drafts=drafts,
    )


def _row(each: Contribution, drafts: list[Draft], collection, on) -> Row:
    state = each.status if each.collected else BY_HAND
    if each.collected:
        wanted = _COUNTED[each.form]
        words = sum(count_words(draft.text) for draft in drafts if draft.part in wanted)
    else:
        answers = [{"blocks": answer.get("blocks", ())} for answer in each.answers]
        words = count_words(as_text(answers)) + count_words(each.link_text)
    due = due_of(each, collection)
    return Row(
        name=each.title,
        agency=each.agency,
        contribution=each,
        state=state,
        words=words,
        due=due,
        late=is_late(each, due, on=on),
    )


def due_of(contribution: Contribution, collection: Collection | None) -> datetime.date | None:
    """The day by which it is asked for: its own, or that of all."""
    if not contribution.collected or collection is None:
        return None
    return contribution.due or collection.due


def is_late(contribution: Contribution, due: datetime.date | None, *, on: datetime.date) -> bool:
    return due is not None and due < on and contribution.status in WAITING_FOR_AGENCY


def may_be_reminded(contribution: Contribution, *, on: datetime.date) -> bool:
    """Whether an e-mail may go out today: it waits for the agency, and none went out yet or the
    last one could not be sent."""
    return (
        contribution.collected
        and contribution.status in WAITING_FOR_AGENCY
        and bool(contribution.contact_email)
        and (contribution.reminded_on != on or contribution.mail_failed)
    )
