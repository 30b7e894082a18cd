"""Real objects for tests, each valid by itself."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from actions.importers.kept import pack
from actions.importers.own_format import checked
from actions.models import (
    Action,
    Lead,
    Milestone,
    Outcome,
    Plan,
    PlanImport,
    Priority,
    ProgressUpdate,
)
from subgroups.models import Agency, Board, Invitation, Membership, Post, Seat, SubGroup, User
from subgroups.services.invitations import digest

PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@agency.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    slug = factory.Sequence(lambda n: f"board-{n}")
    name = factory.Sequence(lambda n: f"Board {n}")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Agency {n}")


class SubGroupFactory(DjangoModelFactory):
    class Meta:
        model = SubGroup

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Group {n}")
    slug = factory.Sequence(lambda n: f"group-{n}")


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Post {n}")


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    group = factory.SubFactory(SubGroupFactory)
    board = factory.SelfAttribute("group.board")
    user = factory.SubFactory(UserFactory)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    board = factory.SubFactory(BoardFactory)
    user = factory.SubFactory(UserFactory)
    role = Membership.Role.CONTRIBUTOR


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    board = factory.SubFactory(BoardFactory)
    slug = factory.Sequence(lambda n: f"plan-{n}")
    title = factory.Sequence(lambda n: f"Business plan {n}")
    start = datetime.date(2026, 4, 1)
    end = datetime.date(2027, 3, 31)
    status = Plan.Status.RATIFIED
    ratified_on = datetime.date(2026, 3, 20)


class DraftPlanFactory(PlanFactory):
    status = Plan.Status.DRAFT
    ratified_on = None


class PriorityFactory(DjangoModelFactory):
    class Meta:
        model = Priority

    plan = factory.SubFactory(PlanFactory)
    board = factory.SelfAttribute("plan.board")
    ref = factory.Sequence(lambda n: str(n))
    title = factory.Sequence(lambda n: f"Priority title {n}")
    position = factory.Sequence(lambda n: n)


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    priority = factory.SubFactory(PriorityFactory)
    plan = factory.SelfAttribute("priority.plan")
    board = factory.SelfAttribute("priority.board")
    ref = factory.Sequence(lambda n: f"1.{n}")
    title = factory.Sequence(lambda n: f"Outcome title {n}")
    position = factory.Sequence(lambda n: n)


class ActionFactory(DjangoModelFactory):
    class Meta:
        model = Action

    outcome = factory.SubFactory(OutcomeFactory)
    plan = factory.SelfAttribute("outcome.plan")
    board = factory.SelfAttribute("outcome.board")
    ref = factory.Sequence(lambda n: f"1.1.{n}")
    text = factory.Sequence(lambda n: f"Do thing number {n}")
    position = factory.Sequence(lambda n: n)
    timescale_text = "December 2026"
    timescale_kind = "month"
    due = datetime.date(2026, 12, 31)
    first_due = factory.SelfAttribute("due")


class LeadFactory(DjangoModelFactory):
    class Meta:
        model = Lead

    action = factory.SubFactory(ActionFactory)
    board = factory.SelfAttribute("action.board")
    written = "Somebody"


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    action = factory.SubFactory(ActionFactory)
    board = factory.SelfAttribute("action.board")
    due = datetime.date(2026, 12, 31)
    what = "Report to the board"


class ProgressUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ProgressUpdate

    action = factory.SubFactory(ActionFactory)
    board = factory.SelfAttribute("action.board")
    plan = factory.SelfAttribute("action.plan")
    on = datetime.date(2026, 6, 1)
    text = "Work is under way."
    by_name = "Somebody"


def report_on(action, *, on, rag="", reason="", **said):
    """An update as it stands after it was recorded: the action carries its rating and day."""
    update = ProgressUpdateFactory(action=action, on=on, rag=rag, reason=reason, **said)
    kept = {"rag": rag, "rag_on": update.on, "rag_reason": reason} if rag else {}
    Action.objects.filter(pk=action.pk).update(last_update_on=on, latest_update=update, **kept)
    return update


class PlanImportFactory(DjangoModelFactory):
    """A plan of two actions in our own format, waiting to be checked.

    `data` (not a field) is the plan, as boardplan/1.
    """

    class Meta:
        model = PlanImport
        exclude = ("data",)

    data = {
        "format": "boardplan/1",
        "title": "Plan from a file",
        "period": {"start": "2030-04-01", "end": "2031-03-31"},
        "priorities": [
            {
                "title": "Neglect",
                "outcomes": [
                    {
                        "title": "It is seen early",
                        "actions": [
                            {"text": "Train all visitors", "leads": [{"name": "Health"}]},
                            {"text": "Share the tool", "leads": []},
                        ],
                    }
                ],
            }
        ],
    }
    board = factory.SubFactory(BoardFactory)
    by_name = "Manager"
    file_name = "plan.json"
    kind = "json"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    source = factory.LazyAttribute(lambda row: pack(checked(row.data)))
    title = "Plan from a file"
    start = datetime.date(2030, 4, 1)
    end = datetime.date(2031, 3, 31)


class InvitationFactory(DjangoModelFactory):
    """An open invitation whose link holds the token `token` (not a field: kept as its digest)."""

    class Meta:
        model = Invitation
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"token-{n}")
    board = factory.SubFactory(BoardFactory)
    email = factory.Sequence(lambda n: f"invited{n}@agency.example")
    name = "Invited Person"
    role = Membership.Role.CONTRIBUTOR
    token_digest = factory.LazyAttribute(lambda row: digest(row.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=3))
