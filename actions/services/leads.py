"""Who leads and supports an action: added, changed, put in order, withdrawn, settled.

The same party stands once on an action, and one of those who lead it may be accountable.
"""

from dataclasses import dataclass, replace

from django.db import models, transaction
from django.utils import timezone

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import Agency, Post, SubGroup

from ..models import Action, Lead, Plan
from .editing import settle_timescale
from .parts import check_in_force, locked

WITHDRAWN = "Somebody else took this lead off the action since you opened the page."
# The verbs of the record, and what changes in a lead that is withdrawn.
ADDED, TAKEN_OFF = "added a lead to", "withdrew a lead of"
LEAD_WITHDRAWN = ("withdrawn_at", "withdrawn_reason", "accountable", "to_settle")
# The reason kept where a doubt was settled against a lead.
NOT_OF_THIS_ACTION = "The document means another action of its row."


@dataclass(frozen=True)
class Party:
    """Whom a lead means: one agency, group or post, everyone, or nobody but the words."""

    agency: Agency | None = None
    group: SubGroup | None = None
    post: Post | None = None
    everyone: bool = False
    written: str = ""

    @property
    def key(self) -> tuple:
        """Equal for two leads that mean the same party."""
        if self.everyone:
            return ("everyone",)
        for name in ("agency", "group", "post"):
            if getattr(self, name) is not None:
                return (name, getattr(self, name).pk)
        return ("written", " ".join(self.written.casefold().split()))


def party_of(lead: Lead) -> Party:
    return Party(lead.agency, lead.group, lead.post, lead.everyone, lead.written)


@transaction.atomic
def add_lead(
    *, action: Action, party: Party, by, role: str = Lead.Role.LEAD, accountable: bool = False
) -> Lead:
    """Add a party to an action; RuleBroken on "party" where it stands there already."""
    action = locked(action)
    check_in_force(action)
    others = list(action.leads.named())
    lead = new_lead(action, party, role, others, accountable=accountable)
    if accountable:
        _step_back(others)
    lead.save()
    _record(action, by, ADDED, None, lead)
    return lead


def new_lead(
    action: Action, party: Party, role: str, others: list[Lead], *, accountable: bool = False
) -> Lead:
    """The lead as `add_lead` adds it after `others`, those in force; nothing is saved."""
    _check(action, party, role, accountable, others)
    last = max((lead.position for lead in others), default=0)
    lead = Lead(board_id=action.board_id, action=action, position=last + 1)
    _set(lead, party, role, accountable)
    return lead


@transaction.atomic
def change_lead(*, lead: Lead, party: Party, by, role: str, accountable: bool) -> Lead:
    """Say who a lead is, whether they lead or support, and whether they are accountable.

    A lead that was marked to settle is settled by this.
    """
    action = locked(lead.action)
    lead, others = _apart(action, lead)
    _check(action, party, role, accountable, others)
    before = told(lead)
    if accountable:
        _step_back(others)
    _set(lead, party, role, accountable)
    lead.to_settle = False
    lead.save()
    if before != told(lead):
        _record(action, by, "changed a lead of", before, lead)
    return lead


def reason_needed(plan: Plan) -> bool:
    """Whether taking a lead off takes a reason: once the board has agreed who leads."""
    return plan.status != Plan.Status.DRAFT


@transaction.atomic
def withdraw_lead(*, lead: Lead, by, reason: str = "") -> Lead:
    """Take a party off an action; it can be restored, and the story keeps that it stood there.

    reason: required once the plan is agreed (RuleBroken on "reason"), kept and told in any case.
    """
    action = locked(lead.action)
    reason = reason.strip()
    if not reason and reason_needed(action.plan):
        raise RuleBroken("Say why they no longer lead or support it", field="reason")
    return _take_off(action, lead, reason, by)


def _take_off(action: Action, lead: Lead, reason: str, by) -> Lead:
    lead, _ = _apart(action, lead)
    changes = take_off(lead, reason)
    lead.save()
    audit.record(by=by, verb=TAKEN_OFF, obj=action, changes=changes)
    return lead


def take_off(lead: Lead, reason: str) -> dict:
    """Set on a lead that it was withdrawn (`LEAD_WITHDRAWN`), nothing is saved; returns the
    changes as the record of its action has them."""
    before = told(lead)
    # Accountable is whoever leads now: that does not come back with it.
    lead.withdrawn_at, lead.accountable, lead.to_settle = timezone.now(), False, False
    lead.withdrawn_reason = reason
    return {"lead": [before, None]} | ({"withdrawn_reason": ["", reason]} if reason else {})


@transaction.atomic
def restore_lead(*, lead: Lead, by) -> Lead:
    """Put a withdrawn party back, last; RuleBroken where it stands there again already."""
    action = locked(lead.action)
    check_in_force(action)
    others = list(action.leads.named())
    lead = Lead.ever.named().get(pk=lead.pk)
    if lead.withdrawn_at is None:
        return lead
    _check(action, party_of(lead), lead.role, lead.accountable, others)
    lead.withdrawn_at, lead.withdrawn_reason = None, ""
    lead.position = max((other.position for other in others), default=0) + 1
    lead.save()
    _record(action, by, "restored a lead of", None, lead)
    return lead


@transaction.atomic
def place_lead(*, lead: Lead, up: bool, by) -> None:
    """Put a lead one place up or down on its action; at either end it stays."""
    action = locked(lead.action)
    rows = list(action.leads.named())
    at = next((place for place, row in enumerate(rows) if row.pk == lead.pk), None)
    if at is None:
        raise RuleBroken(WITHDRAWN)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    before = ", ".join(row.name for row in rows)
    rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows, start=1):
        row.position = place
    Lead.objects.bulk_update(rows, ["position"])
    changes = {"leads": [before, ", ".join(row.name for row in rows)]}
    audit.record(by=by, verb="put in order the leads of", obj=action, changes=changes)


@transaction.atomic
def settle_lead(*, lead: Lead, keep: bool, by) -> None:
    """Decide whether a lead that stood beside several actions belongs to this one.

    On a closed plan as well; there only of a lead that is in doubt.
    """
    action = locked(lead.action, settling=True)
    lead, _ = _apart(action, lead)
    _check_doubtful(action, lead)
    if not keep:
        _take_off(action, lead, NOT_OF_THIS_ACTION, by)
        return
    lead.to_settle = False
    lead.save(update_fields=["to_settle"])
    audit.record(
        by=by, verb="settled a lead of", obj=action, changes={"lead": [told(lead), told(lead)]}
    )


@transaction.atomic
def say_who(*, lead: Lead, party: Party, by) -> Lead:
    """Say whom the words of a lead mean, on a closed plan too; everything else about it stays.

    Only of one that is in doubt or in plain words: who led what is history otherwise.
    """
    action = locked(lead.action, settling=True)
    lead, others = _apart(action, lead)
    _check_doubtful(action, lead)
    party = replace(party, written=lead.written)
    _check(action, party, lead.role, lead.accountable, others)
    before = told(lead)
    _set(lead, party, lead.role, lead.accountable)
    lead.to_settle = False
    lead.save()
    if before != told(lead):
        _record(action, by, "changed a lead of", before, lead)
    return lead


def is_doubtful(lead: Lead) -> bool:
    """Whether a person must still say what is meant: it stood beside several actions, or it is
    plain words that nobody is reminded by."""
    return lead.to_settle or (lead.party is None and not lead.everyone)


def _check_doubtful(action: Action, lead: Lead) -> None:
    if action.plan.status == Plan.Status.CLOSED and not is_doubtful(lead):
        raise RuleBroken(f"{action.plan.title} is closed and stays as it was.")


@transaction.atomic
def keep_all(*, action: Action, by) -> None:
    """Settle every doubt about an action by keeping what the document put beside it."""
    for lead in action.leads.named().filter(to_settle=True):
        settle_lead(lead=lead, keep=True, by=by)
    settle_timescale(action=action, keep=True, by=by)


def _apart(action: Action, lead: Lead) -> tuple[Lead, list[Lead]]:
    """The lead as it stands now, and the others of its (locked) action."""
    rows = list(action.leads.named())
    found = next((row for row in rows if row.pk == lead.pk), None)
    if found is None:
        raise RuleBroken(WITHDRAWN)
    return found, [row for row in rows if row.pk != lead.pk]


def _check(action: Action, party: Party, role: str, accountable: bool, others) -> None:
    if party.key == ("written", ""):
        raise RuleBroken("Choose who it is, or write it in words", field="party")
    for found in (party.agency, party.group, party.post):
        if found is not None and found.board_id != action.board_id:
            raise RuleBroken("Choose somebody of this board", field="party")
    for other in others:
        if party_of(other).key == party.key:
            raise RuleBroken(f"{other.name} is on this action already", field="party")
    if accountable and role != Lead.Role.LEAD:
        raise RuleBroken("Only one who leads can be accountable", field="accountable")


def _set(lead: Lead, party: Party, role: str, accountable: bool) -> None:
    lead.agency, lead.group, lead.post = party.agency, party.group, party.post
    lead.everyone, lead.written = party.everyone, party.written.strip()
    lead.role, lead.accountable = role, accountable


def _step_back(others: list[Lead]) -> None:
    """One accountable: whoever was it before is not any more."""
    ids = [lead.pk for lead in others if lead.accountable]
    if ids:
        Lead.objects.filter(pk__in=ids).update(accountable=models.Value(False))


def told(lead: Lead) -> str:
    """A lead in one line, as the story of an action tells it."""
    said = [lead.get_role_display().lower()]
    if lead.accountable:
        said.append("accountable")
    return f"{lead.name} ({', '.join(said)})"


def _record(action: Action, by, verb: str, before, lead: Lead) -> None:
    audit.record(by=by, verb=verb, obj=action, changes={"lead": [before, told(lead)]})
