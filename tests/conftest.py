"""The cast: one person for each role on one board, and the manager of another board."""

import datetime
from dataclasses import dataclass

import pytest
from django.db import connection
from django.template import engines
from django.test import TransactionTestCase
from django_tasks import task_backends

from actions.models import Action, Outcome, Plan, Priority
from subgroups.models import Agency, Board, Membership, Post, Seat, SubGroup, User

from . import factories
from .emptying import empty_database
from .strict_templates import Strict

TODAY = datetime.date(2026, 11, 20)


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="leave out tests that never touch the database: on a second one they would only say "
        "again what they said on the first",
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        kept = [item for item in items if _touches_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _touches_database(item) -> bool:
    of_database = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
    return bool(item.get_closest_marker("django_db") or of_database.intersection(item.fixturenames))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Nothing waits for the disk. SQLite lies in a file, as in the field: in memory the threads of
    the live server would share one connection, and with it one another's transactions."""
    if connection.vendor == "sqlite":
        database = connection.settings_dict
        database["TEST"]["NAME"] = str(tmp_path_factory.getbasetemp() / "test.sqlite3")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    else:  # nobody misses what a crash would take from a test
        connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session", autouse=True)
def _emptied_by_deleting():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_database)
        yield


@pytest.fixture(autouse=True)
def _test_settings(settings, tmp_path_factory):
    """Passwords hash fast, undefined variables in templates fail, files go to a folder of tests."""
    settings.VAR_DIR = tmp_path_factory.getbasetemp() / "var"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    engines["django"].engine.string_if_invalid = Strict()
    # What is put into the queue is done at once. The backends read their settings only once.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    task_backends.__dict__.pop("settings", None)
    task_backends._settings = None
    if hasattr(task_backends._connections, "default"):
        del task_backends._connections.default


@pytest.fixture
def today(monkeypatch):
    """Stops the clock on TODAY."""
    monkeypatch.setattr("boardplan.clock.today", lambda: TODAY)
    return TODAY


@dataclass(frozen=True)
class Cast:
    """The board "Riverside" with its people and a small plan, and "Hillside" next door.

    chair chairs `group` (which owns `action`), contributor holds `post` in `agency` (which leads
    `action`); `other_action` is led by nobody of them. `outsider` manages the other board.
    """

    board: Board
    agency: Agency
    group: SubGroup
    post: Post
    plan: Plan
    priority: Priority
    outcome: Outcome
    action: Action
    other_action: Action
    manager: User
    chair: User
    contributor: User
    executive: User
    viewer: User
    outsider: User
    other_board: Board
    other_plan: Plan
    other_board_action: Action

    def membership(self, user: User) -> Membership:
        return Membership.objects.select_related("board", "agency", "user").get(user=user)


@pytest.fixture
def cast(db) -> Cast:
    make = factories
    board = make.BoardFactory(slug="riverside", name="Riverside Safeguarding Partnership")
    agency = make.AgencyFactory(board=board, name="Riverside Police", abbreviation="RP")
    group = make.SubGroupFactory(board=board, name="Quality sub-group", slug="quality")
    people = {}
    for role in Membership.Role.values:
        people[role] = make.UserFactory(email=f"{role}@riverside.example", name=role.capitalize())
        make.MembershipFactory(
            board=board,
            user=people[role],
            role=role,
            agency=agency if role == "contributor" else None,
        )
    post = make.PostFactory(
        board=board, name="Detective Inspector", agency=agency, holder=people["contributor"]
    )
    make.SeatFactory(group=group, user=people["chair"], role=Seat.Role.CHAIR)
    plan = make.PlanFactory(board=board, slug="2026-27", title="Business plan 2026-27")
    priority = make.PriorityFactory(plan=plan, ref="1", title="Early help")
    outcome = make.OutcomeFactory(priority=priority, ref="1.1", title="Families get help sooner")
    action = make.ActionFactory(
        outcome=outcome, ref="1.1a", text="Agree the early help strategy", owner=group
    )
    make.LeadFactory(action=action, post=post, written="DI", accountable=True)
    other_action = make.ActionFactory(
        outcome=outcome, ref="1.1b", text="Publish the threshold document"
    )
    make.LeadFactory(action=other_action, written="Somebody else")

    other_board = make.BoardFactory(slug="hillside", name="Hillside Safeguarding Partnership")
    outsider = make.UserFactory(email="manager@hillside.example", name="Outsider")
    make.MembershipFactory(board=other_board, user=outsider, role=Membership.Role.MANAGER)
    other_plan = make.PlanFactory(board=other_board, slug="2026-27", title="Hillside plan")
    other_board_action = make.ActionFactory(
        outcome=make.OutcomeFactory(priority=make.PriorityFactory(plan=other_plan)),
        text="A secret of Hillside",
    )
    return Cast(
        board=board,
        agency=agency,
        group=group,
        post=post,
        plan=plan,
        priority=priority,
        outcome=outcome,
        action=action,
        other_action=other_action,
        manager=people["manager"],
        chair=people["chair"],
        contributor=people["contributor"],
        executive=people["executive"],
        viewer=people["viewer"],
        outsider=outsider,
        other_board=other_board,
        other_plan=other_plan,
        other_board_action=other_board_action,
    )


@pytest.fixture
def sign_in(client):
    """sign_in(user) → a client signed in as that user."""

    def _sign_in(user):
        client.force_login(user)
        return client

    return _sign_in
