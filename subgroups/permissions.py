"""Who may do what with a board, its people and its groups. Pure rules with their reasons."""

from boardplan.access import Allowed, Answer, Denied

from .models import Membership, Standing


def may_manage_board(standing: Standing) -> Answer:
    """Invite people, keep agencies, posts and groups, and change how the board looks."""
    if standing.is_manager:
        return Allowed()
    return Denied("Only the business manager changes this. Ask them if something is wrong here.")


def may_end_membership(standing: Standing, *, own: Membership, membership: Membership) -> Answer:
    """A manager ends anybody's membership but their own, so that a board is never left alone."""
    if not standing.is_manager:
        return Denied("Only the business manager ends a membership.")
    if membership.pk == own.pk:
        return Denied(
            "You cannot end your own membership. Make somebody else business manager, and ask "
            "them to do it."
        )
    return Allowed()
