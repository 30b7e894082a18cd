"""What waits for one person across their boards, and why, the most pressing first.

A question is asked again only when something has happened since the last answer: the due date
went by, a review came round, or four weeks passed. So an answer always clears the list, and the
list never becomes a wall that nobody reads.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q

from subgroups.models import Membership, Seat

from .models import Action, Lead, Milestone

# Days ahead at which a due date is asked about, and days after which an overdue action, or one
# that is due soon, is asked about again.
SOON = 28
AGAIN = 28

OVERDUE, MILESTONE, REVIEW, DUE_SOON, STALE = range(5)


@dataclass(frozen=True, slots=True)
class Reason:
    """One plain sentence why an action is asked about; `kind` orders, `days` order within."""

    kind: int
    days: int
    text: str

    @property
    def pressing(self):
        return self.kind <= REVIEW


@dataclass(frozen=True, slots=True)
class Owed:
    """One action that waits for one person."""

    action: Action
    membership: Membership
    reasons: tuple[Reason, ...]
    as_whom: str  # the post, group or agency through which the person leads it
    accountable: bool
    milestones: tuple[Milestone, ...]  # open, and their day has come

    @property
    def order(self):
        first = self.reasons[0]
        return (first.kind, -first.days, not self.accountable, self.action.pk)


@dataclass(frozen=True, slots=True)
class Later:
    """One action that does not wait, and the day on which it will if nothing is said till then."""

    action: Action
    membership: Membership
    asked_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class Led:
    """What one person leads: what waits now, and what comes later (asked about soonest first)."""

    waiting: tuple[Owed, ...]
    later: tuple[Later, ...]


def led_by(memberships, *, on: datetime.date) -> Led:
    """What the holder of `memberships` (of one user, boards loaded) leads, in four queries.

    Leads are the person's posts, groups and agency in the role of lead; a chair also answers for
    what the group owns where nobody else could be asked. Viewers are never asked.
    """
    of_board = {m.board_id: m for m in memberships if m.role != Membership.Role.VIEWER}
    if not of_board:
        return Led((), ())
    mine = defaultdict(list)
    for lead in (
        Lead.objects.of_memberships(of_board.values())
        .filter(role=Lead.Role.LEAD)
        .with_party_names()
        .order_by("-accountable", "position", "id")
        .values_list("action_id", "accountable", "party_name", named=True)
    ):
        mine[lead.action_id].append(lead)
    chaired = (
        Seat.objects.held_by(next(iter(of_board.values())).user)
        .filter(board__in=list(of_board))
        .exclude(role=Seat.Role.MEMBER)
        .values("group_id")
    )
    somebody = Lead.objects.answering().filter(action=OuterRef("pk"))
    actions = list(
        Action.objects.asked_about(list(of_board))
        .filter(Q(pk__in=list(mine)) | (Q(owner__in=chaired) & ~Exists(somebody)))
        .select_related("plan", "outcome", "owner", "latest_update")
    )
    milestones = defaultdict(list)
    for row in Milestone.objects.open().filter(
        action__in=[action.pk for action in actions], due__isnull=False
    ):
        milestones[row.action_id].append(row)

    waiting, later = [], []
    for action in actions:
        membership = of_board[action.board_id]
        known = {
            "milestones": milestones[action.pk],
            "stale_days": membership.board.stale_after_days,
        }
        reasons = why_asked(action, on=on, **known)
        if not reasons:
            later.append(Later(action, membership, asked_again_on(action, after=on, **known)))
            continue
        lead = next(iter(mine[action.pk]), None)
        waiting.append(
            Owed(
                action=action,
                membership=membership,
                reasons=reasons,
                as_whom=lead.party_name if lead else f"chair of {action.owner.name}",
                accountable=lead is not None and lead.accountable,
                milestones=tuple(row for row in milestones[action.pk] if row.due <= on),
            )
        )
    waiting.sort(key=lambda owed: owed.order)
    later.sort(key=lambda item: (item.asked_on or datetime.date.max, item.action.pk))
    return Led(tuple(waiting), tuple(later))


def why_asked(
    action: Action, *, on: datetime.date, stale_days: int, milestones=()
) -> tuple[Reason, ...]:
    """Why `action` (its plan loaded) is asked about on the day `on`, the most pressing first.

    milestones: its open ones with a day. Empty where nothing is to be asked.
    """
    last = action.last_update_on
    quiet = last is None or (on - last).days >= AGAIN
    reasons = []
    if action.due and action.due < on and (quiet or last <= action.due):
        reasons.append(Reason(OVERDUE, (on - action.due).days, f"Due {told(action.due, on)}"))
    elif action.due and on <= action.due <= on + datetime.timedelta(days=SOON) and quiet:
        reasons.append(Reason(DUE_SOON, (on - action.due).days, f"Due {told(action.due, on)}"))
    for milestone in sorted(milestones, key=lambda row: row.due):
        if (
            milestone.due < on
            and milestone.due != action.due
            and (last is None or last <= milestone.due)
        ):
            what = f"“{milestone.what}” was due" if milestone.what else "A report was due"
            reasons.append(
                Reason(MILESTONE, (on - milestone.due).days, f"{what} {told(milestone.due, on)}")
            )
            break
    review = action.next_review
    if review and review <= on and (last is None or last < review):
        reasons.append(Reason(REVIEW, (on - review).days, f"Review due {told(review, on)}"))
    since = last or max(action.created_at.date(), action.plan.start)
    silent = (on - since).days
    if silent > stale_days:
        text = f"No update since {day(last, on)}" if last else "No update yet"
        reasons.append(Reason(STALE, silent, text))
    return tuple(sorted(reasons, key=lambda reason: (reason.kind, -reason.days)))


def asked_again_on(
    action: Action, *, after: datetime.date, stale_days: int, milestones=()
) -> datetime.date | None:
    """The first day after `after` on which `action` is asked about if nothing is said of it.

    The same rule as `why_asked`, put to the days on which its answer can change.
    """
    last = action.last_update_on
    since = last or max(action.created_at.date(), action.plan.start)
    days = {since + datetime.timedelta(days=stale_days + 1), action.next_review}
    days |= {row.due + datetime.timedelta(days=1) for row in milestones}
    if last:
        days.add(last + datetime.timedelta(days=AGAIN))
    if action.due:
        days |= {action.due + datetime.timedelta(days=ahead) for ahead in (-SOON, 1)}
    known = {"stale_days": stale_days, "milestones": milestones}
    return next(
        (
            day
            for day in sorted(day for day in days if day and day > after)
            if why_asked(action, on=day, **known)
        ),
        None,
    )


def overview(memberships, *, on: datetime.date) -> dict:
    """{board id: {"open", "overdue", "red", "silent", "unanswered"}}: one query for all boards.

    silent: nothing said since the board's own limit. unanswered: open actions for which nobody
    could be asked: no lead that stands for a person, a group or an agency.
    """
    if not memberships:
        return {}
    stale = Q(pk__in=[])
    for membership in memberships:
        since = on - datetime.timedelta(days=membership.board.stale_after_days)
        stale |= Q(board=membership.board_id) & (
            Q(last_update_on__lt=since)
            | Q(last_update_on__isnull=True, created_at__date__lt=since, plan__start__lt=since)
        )
    rows = (
        Action.objects.asked_about([membership.board_id for membership in memberships])
        .annotate(answered=Exists(Lead.objects.answering().filter(action=OuterRef("pk"))))
        .order_by()
        .values("board_id")
        .annotate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due__lt=on)),
            red=Count("pk", filter=Q(rag="red")),
            silent=Count("pk", filter=stale),
            unanswered=Count("pk", filter=Q(answered=False)),
        )
    )
    nothing = {"open": 0, "overdue": 0, "red": 0, "silent": 0, "unanswered": 0}
    counts = {membership.board_id: nothing for membership in memberships}
    return counts | {row["board_id"]: row for row in rows}


def late_leads(memberships, *, on: datetime.date, most: int = 5) -> dict:
    """{board id: [(name, overdue actions)]}: who leads what is overdue, the most first.

    Only for boards the person manages; one query.
    """
    managed = [m.board_id for m in memberships if m.role == Membership.Role.MANAGER]
    found = defaultdict(list)
    if not managed:
        return found
    rows = (
        Lead.objects.filter(board__in=managed, role=Lead.Role.LEAD)
        .filter(action__in=Action.objects.asked_about(managed).overdue(on=on))
        .order_by()
        .values(
            "board_id",
            "written",
            "everyone",
            post_name=F("post__name"),
            group_name=F("group__name"),
            agency_name=F("agency__name"),
        )
        .annotate(count=Count("action", distinct=True))
    )
    totals = defaultdict(lambda: defaultdict(int))
    for row in rows:
        name = row["post_name"] or row["group_name"] or row["agency_name"]
        totals[row["board_id"]][name or row["written"] or "All agencies"] += row["count"]
    for board, counts in totals.items():
        found[board] = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]
    return found


def day(when: datetime.date, on: datetime.date) -> str:
    """ "31 October", with the year where it is not this one."""
    return f"{when:%-d %B}" if when.year == on.year else f"{when:%-d %B %Y}"


def told(when: datetime.date, on: datetime.date) -> str:
    """A day and how far it is away: "31 October, three weeks ago", "today", "1 May, in 9 days"."""
    away = (when - on).days
    if away in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[away]
    return f"{day(when, on)}, {_ago(-away) if away < 0 else f'in {away} days'}"


_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _ago(days: int) -> str:
    for size, unit in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        enough = 2 * size if unit != "year" else size
        if days >= enough or unit == "day":
            count = days // size
            number = _NUMBERS[count] if count <= 10 else str(count)
            return f"{number} {unit}{'' if count == 1 else 's'} ago"
    raise AssertionError("a day is the smallest unit")
