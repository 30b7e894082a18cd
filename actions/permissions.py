"""Who may do what with a plan. Pure rules; each answer carries its reason."""

from boardplan.access import Allowed, Answer, Denied
from subgroups.models import Membership, Standing

from .models import Action, Plan

ROLE = Membership.Role


def leads_it(standing: Standing, action: Action, *, leads=None) -> bool:
    """Whether this member leads or supports the action by post, group or agency.

    `leads` are the action's Lead rows where they have been read already.
    """
    for lead in action.leads.all() if leads is None else leads:
        if lead.post_id in standing.post_ids or lead.group_id in standing.group_ids:
            return True
        if standing.agency_id is not None and (
            lead.everyone or lead.agency_id == standing.agency_id
        ):
            return True
    return False


def may_update(standing: Standing, action: Action, plan: Plan, *, leads=None) -> Answer:
    """Report progress, rate, complete or reopen one action.

    The manager always; the chair for what the group owns or leads; anybody else for what they
    lead, but a viewer never. Nobody once the plan is closed.
    """
    if plan.status == Plan.Status.CLOSED:
        return Denied(f"{plan.title} is closed. Updates go into the plan that follows it.")
    if action.withdrawn_at is not None:
        return Denied("This action was withdrawn from the plan, so it takes no more updates.")
    if standing.is_manager:
        return Allowed()
    if standing.role == ROLE.VIEWER:
        return Denied(
            "Your account can read this plan but not change it. Ask the business manager."
        )
    if action.owner_id is not None and action.owner_id in standing.chaired_ids:
        return Allowed()
    if leads_it(standing, action, leads=leads):
        return Allowed()
    return Denied(
        "You do not lead this action. Ask the business manager to add you, your post, your group "
        "or your agency as a lead."
    )


def may_update_outcome(standing: Standing, outcome, plan: Plan, *, updates_one: bool) -> Answer:
    """Report on an outcome as a whole.

    updates_one: whether the member may update one of its actions (`may_update`). The manager
    always; anybody else who answers for a part of it, because the whole is put together from what
    they know: the chair whose group owns an action of it, and whoever leads one. Not every member
    of the board, or the words of those who do the work would be lost among the others'.
    """
    if plan.status == Plan.Status.CLOSED:
        return Denied(f"{plan.title} is closed. Updates go into the plan that follows it.")
    if outcome.withdrawn_at is not None:
        return Denied("This was withdrawn from the plan, so it takes no more updates.")
    if standing.is_manager or (updates_one and standing.role != ROLE.VIEWER):
        return Allowed()
    if standing.role == ROLE.VIEWER:
        return Denied(
            "Your account can read this plan but not change it. Ask the business manager."
        )
    return Denied(
        "You lead nothing in this part of the plan, and chair no group that does. Ask the business "
        "manager to add you, your post, your group or your agency as a lead."
    )


def may_edit_plan(standing: Standing, plan: Plan) -> Answer:
    """Change what the plan says: its text, order, leads and dates."""
    if not standing.is_manager:
        return Denied("Only the business manager changes what the plan says. Ask them to edit it.")
    if plan.status == Plan.Status.CLOSED:
        return Denied(f"{plan.title} is closed and stays as it was. Roll it forward to go on.")
    return Allowed()


def may_settle(standing: Standing, plan: Plan) -> Answer:
    """Say what a plan's document left open: whom it names, which action a lead or a timescale
    beside several belongs to.

    On a closed plan too. That changes nothing of what was agreed, reported or rated; it says what
    was meant, and a plan that came from a document is often closed on the day it comes in.
    """
    if not standing.is_manager:
        return Denied("Only the business manager says what the plan means. Ask them to settle it.")
    return Allowed()


def may_manage_plans(standing: Standing) -> Answer:
    """Create, ratify, close and roll forward plans."""
    if standing.is_manager:
        return Allowed()
    return Denied("Only the business manager can do this.")
