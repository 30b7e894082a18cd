"""Members of a board: what they may do, and how it ends."""

from django.db import transaction

from boardplan import audit, clock
from boardplan.errors import RuleBroken

from ..models import Agency, Board, Membership, Post, Seat, User


@transaction.atomic
def change_membership(*, membership: Membership, role: str, agency: Agency | None, by: User):
    """Give a member another role or agency. A board always keeps one business manager.

    Raises RuleBroken where this would take the last one away, or the agency is another board's.
    """
    same_board(membership.board_id, agency=agency)
    if role != Membership.Role.MANAGER:
        _keep_a_manager(membership)
    changes = audit.changed(membership, {"role": role, "agency": agency})
    if changes:
        membership.save(update_fields=list(changes))
        audit.record(by=by, verb="changed the membership of", obj=membership, changes=changes)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User) -> Membership:
    """From now on the board does not exist for this person. Nothing they wrote is lost.

    Their posts on this board become vacant and the seats they hold in person end, so that
    nothing waits for somebody who cannot see it.
    """
    if membership.ended_on is not None:
        return membership
    _keep_a_manager(membership)
    today = clock.today()
    for post in Post.objects.of(membership.board).filter(holder_id=membership.user_id):
        changes = audit.changed(post, {"holder": None, "held_since": None})
        post.save(update_fields=list(changes))
        audit.record(by=by, verb="made vacant", obj=post, changes=changes)
    for seat in Seat.objects.of(membership.board).current().filter(user_id=membership.user_id):
        changes = audit.changed(seat, {"ended_on": today})
        seat.save(update_fields=list(changes))
        audit.record(by=by, verb="ended the seat", obj=seat, changes=changes)
    changes = audit.changed(membership, {"ended_on": today})
    membership.save(update_fields=list(changes))
    audit.record(by=by, verb="ended the membership of", obj=membership, changes=changes)
    return membership


@transaction.atomic
def add_member(
    *, board: Board, user: User, role: str, agency: Agency | None = None, by: User | None
) -> Membership:
    """Make `user` a member, or a member again if they were one before.

    Somebody who is a member already keeps the role they have.
    """
    same_board(board.pk, agency=agency)
    hold(board)
    membership = Membership.objects.of(board).filter(user=user).first()
    if membership is None:
        membership = Membership.objects.create(board=board, user=user, role=role, agency=agency)
        audit.record(by=by, verb="joined as", obj=membership, changes={"role": [None, role]})
    elif membership.ended_on is not None:
        changes = audit.changed(membership, {"role": role, "agency": agency, "ended_on": None})
        membership.save(update_fields=list(changes))
        audit.record(by=by, verb="joined again as", obj=membership, changes=changes)
    return membership


@transaction.atomic
def create_user(*, email: str, name: str, password: str, by: User | None = None) -> User:
    """A new account. Raises RuleBroken where the address has one."""
    if User.objects.filter(email__iexact=email).exists():
        raise RuleBroken("There is an account with this e-mail address already.", field="email")
    user = User.objects.create_user(email, password, name=name)
    audit.record(by=by or user, verb="opened an account for", obj=user)
    return user


@transaction.atomic
def change_own_name(*, name: str, by: User) -> User:
    """The name others see beside what this person writes from now on."""
    changes = audit.changed(by, {"name": name})
    if changes:
        by.save(update_fields=["name"])
        audit.record(by=by, verb="changed their name", obj=by, changes=changes)
    return by


@transaction.atomic
def deactivate_user(*, user: User, by: User | None) -> User:
    """Switch an account off for the whole installation: no sign-in, and open sessions end."""
    changes = audit.changed(user, {"is_active": False})
    if changes:
        user.save(update_fields=["is_active"])
        audit.record(by=by, verb="switched off the account of", obj=user, changes=changes)
    return user


def hold(board: Board) -> None:
    """Let one write of a board at a time go on from here, to the end of its transaction.

    For whatever looks for a free name or address and then takes it: of two that look at the same
    moment the second waits, and finds what the first has taken.
    """
    # Not its key: whoever only adds a row that names the board need not wait.
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)


def same_board(board_id: int, **rows) -> None:
    """Refuse rows of another board. Raises RuleBroken naming the field."""
    for field, row in rows.items():
        if row is not None and row.board_id != board_id:
            raise RuleBroken("Choose one from this board.", field=field)


def must_be_member(board: Board, user: User | None, *, field: str) -> None:
    """Refuse people who are not on the board. Raises RuleBroken naming the field."""
    if user is None:
        return
    if not Membership.objects.of(board).current().filter(user=user).exists():
        raise RuleBroken(f"{user} is not a member of this board. Invite them first.", field=field)


def _keep_a_manager(membership: Membership) -> None:
    # Locked, so that two managers who step down at the same moment cannot both succeed.
    managers = Membership.objects.of(membership.board).managers().select_for_update(of=("self",))
    if {manager.pk for manager in managers} == {membership.pk}:
        raise RuleBroken(
            f"{membership.user} is the only business manager of this board. Make somebody else "
            "business manager first.",
            field="role",
        )
