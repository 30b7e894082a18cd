"""Every address, every role, both methods: nobody gets more or less than the table says.

An address that is missing from the table fails, and so does one that is no longer there.
"""

import datetime
from dataclasses import dataclass

import pytest
from django.urls import get_resolver, reverse

from boardplan import clock
from boardplan.checks import OUR_ROOMS
from subgroups.models import Membership

from . import factories
from .reports import factories as paper

MEMBERS = frozenset({"manager", "chair", "contributor", "executive", "viewer"})
MANAGER = frozenset({"manager"})
# The cast's action is owned by the chair's group and led by the contributor's post.
LEADS = frozenset({"manager", "chair", "contributor"})
# The contribution of the agency that the cast's contributor belongs to.
WRITERS = frozenset({"manager", "contributor"})
NOBODY = frozenset()  # the method is not offered: 405
EVERYBODY = "everybody"  # without signing in
SIGNED_IN = "signed in"

CAST = ("anonymous", "outsider", "manager", "chair", "contributor", "executive", "viewer")


@dataclass(frozen=True)
class Page:
    """Who may GET and who may POST, and which of the cast's objects the address names."""

    get: frozenset | str
    post: frozenset | str = NOBODY
    names: tuple[str, ...] = ("board",)


def page(get, post=NOBODY, *names):
    return Page(get, post, ("board", *names))


PAGES = {
    # boardplan
    "help": Page(EVERYBODY, EVERYBODY, ()),
    "accessibility": Page(EVERYBODY, EVERYBODY, ()),
    # subgroups
    "account_home": Page(SIGNED_IN, SIGNED_IN, ()),
    "people": page(MEMBERS),
    "member_edit": page(MANAGER, MANAGER, "member"),
    "member_end": page(MANAGER, MANAGER, "member"),
    "agencies": page(MEMBERS),
    "agency_new": page(MANAGER, MANAGER),
    "agency_edit": page(MANAGER, MANAGER, "agency"),
    "posts": page(MEMBERS),
    "post_new": page(MANAGER, MANAGER),
    "post_edit": page(MANAGER, MANAGER, "post"),
    "invitations": page(MANAGER),
    "invitation_new": page(MANAGER, MANAGER),
    "invitation_issued": page(MANAGER, NOBODY, "invitation"),
    "invitation_renew": page(NOBODY, MANAGER, "invitation"),
    "invitation_link": page(NOBODY, MANAGER, "invitation"),
    "invitation_withdraw": page(NOBODY, MANAGER, "invitation"),
    "groups": page(MEMBERS),
    "group_new": page(MANAGER, MANAGER),
    "group_edit": page(MANAGER, MANAGER, "group"),
    "group_seats": page(MANAGER, MANAGER, "group"),
    "seat_end": page(NOBODY, MANAGER, "group", "seat"),
    "board_settings": page(MANAGER, MANAGER),
    "board_look": page(MANAGER, MANAGER),
    "board_words": page(MANAGER, MANAGER),
    "board_ratings": page(MANAGER, MANAGER),
    "board_colour": page(MEMBERS),
    "record": page(MANAGER),
    # actions: the plan page
    "plans": page(MEMBERS),
    "plan_current": page(MEMBERS),
    "plan": page(MEMBERS, NOBODY, "plan"),
    "plan_counts": page(MEMBERS, NOBODY, "plan"),
    "plan_csv": page(MEMBERS, NOBODY, "plan"),
    "plan_docx": page(MEMBERS, NOBODY, "plan"),
    "plan_xlsx": page(MEMBERS, NOBODY, "plan"),
    "plan_json": page(MEMBERS, NOBODY, "plan"),
    # actions: the work of the year
    "owed": Page(SIGNED_IN, NOBODY, ()),
    "action": page(MEMBERS, NOBODY, "action"),
    "action_update": page(LEADS, LEADS, "action"),
    "outcome_update": page(LEADS, LEADS, "outcome"),
    "action_complete": page(LEADS, LEADS, "action"),
    "action_reopen": page(LEADS, LEADS, "completed"),
    "action_date": page(MANAGER, MANAGER, "action"),
    "milestone_met": page(NOBODY, LEADS, "milestone"),
    "dashboard": page(MEMBERS),
    "group": page(MEMBERS, NOBODY, "group"),
    # actions: what the manager does to a plan and its parts
    "plan_new": page(MANAGER, MANAGER),
    "plan_edit": page(MANAGER, MANAGER, "plan"),
    "plan_ratify": page(MANAGER, MANAGER, "draft"),
    "plan_close": page(MANAGER, MANAGER, "plan"),
    "plan_roll_forward": page(MANAGER, MANAGER, "plan"),
    "plan_arrange": page(MANAGER, MANAGER, "plan"),
    "plan_fill_in": page(MANAGER, MANAGER, "plan"),
    "plan_fill_in_file": page(MANAGER, NOBODY, "plan"),
    "plan_fill_in_confirm": page(NOBODY, MANAGER, "plan"),
    "plan_settle": page(MANAGER, MANAGER, "plan"),
    "timescale_reading": page(MANAGER, NOBODY, "plan"),
    "priority_new": page(MANAGER, MANAGER, "plan"),
    "priority_edit": page(MANAGER, MANAGER, "priority"),
    "priority_move": page(MANAGER, MANAGER, "priority"),
    "priority_withdraw": page(MANAGER, MANAGER, "priority"),
    "priority_restore": page(NOBODY, MANAGER, "priority"),
    "outcome_new": page(MANAGER, MANAGER, "plan"),
    "outcome_edit": page(MANAGER, MANAGER, "outcome"),
    "outcome_move": page(MANAGER, MANAGER, "outcome"),
    "outcome_withdraw": page(MANAGER, MANAGER, "outcome"),
    "outcome_restore": page(NOBODY, MANAGER, "outcome"),
    "action_new": page(MANAGER, MANAGER, "plan"),
    "action_edit": page(MANAGER, MANAGER, "action"),
    "action_move": page(MANAGER, MANAGER, "action"),
    "action_withdraw": page(MANAGER, MANAGER, "action"),
    "action_restore": page(NOBODY, MANAGER, "action"),
    "action_leads": page(MANAGER, MANAGER, "action"),
    "lead_edit": page(MANAGER, MANAGER, "lead"),
    "lead_step": page(NOBODY, MANAGER, "lead"),
    "lead_withdraw": page(MANAGER, MANAGER, "lead"),
    "lead_restore": page(NOBODY, MANAGER, "lead"),
    "action_milestones": page(MANAGER, MANAGER, "action"),
    "milestone_step": page(NOBODY, MANAGER, "action"),
    "milestone_edit": page(MANAGER, MANAGER, "milestone"),
    "milestone_withdraw": page(MANAGER, MANAGER, "milestone"),
    "milestone_restore": page(NOBODY, MANAGER, "milestone"),
    # actions: bringing a plan in
    "plan_import": page(MANAGER, MANAGER),
    "import_check": page(MANAGER, NOBODY, "import"),
    "import_settle": page(NOBODY, MANAGER, "import"),
    "import_table": page(MANAGER, NOBODY, "import"),
    "import_part": page(MANAGER, MANAGER, "import", "key"),
    "import_shape": page(MANAGER, MANAGER, "import", "key"),
    "import_columns": page(MANAGER, MANAGER, "import"),
    "import_compare": page(MANAGER, MANAGER, "import"),
    "import_about": page(MANAGER, MANAGER, "import"),
    "import_confirm": page(NOBODY, MANAGER, "import"),
    "import_discard": page(MANAGER, MANAGER, "import"),
    "import_undo": page(NOBODY, MANAGER, "import"),
    # reports
    "reports": page(MEMBERS),
    "report_new": page(MANAGER, MANAGER),
    "report": page(MEMBERS, NOBODY, "report"),
    "plan_pdf": page(MEMBERS, NOBODY, "plan"),
    "report_pdf": page(MEMBERS, NOBODY, "report"),
    "report_edit": page(MANAGER, MANAGER, "report"),
    "report_word": page(MEMBERS, NOBODY, "report"),
    "report_circulate": page(MANAGER, MANAGER, "report"),
    "report_take_back": page(MANAGER, MANAGER, "report"),
    "report_approve": page(MANAGER, MANAGER, "report"),
    "report_replace_name": page(NOBODY, MANAGER, "report"),
    "report_comments": page(MEMBERS, NOBODY, "report"),
    "report_comment": page(MEMBERS, MEMBERS, "circulated"),
    "report_comment_answer": page(MANAGER, MANAGER, "report", "comment"),
    # reports: read in the browser, kept as editions, published
    "report_read": page(MEMBERS, NOBODY, "report"),
    "report_read_page": page(MEMBERS, NOBODY, "report", "whole"),
    "report_publication": page(MEMBERS, NOBODY, "report"),
    "report_edition": page(MEMBERS, NOBODY, "kept", "edition"),
    "report_edition_page": page(MEMBERS, NOBODY, "kept", "edition", "whole"),
    "report_edition_file": page(MEMBERS, NOBODY, "kept", "edition", "form"),
    "report_read_sent": page(MEMBERS, NOBODY, "report", "sent", "sent_form"),
    "report_edition_sent": page(MEMBERS, NOBODY, "kept", "edition", "kept_sent", "sent_form"),
    "report_keep": page(MANAGER, MANAGER, "approved"),
    "report_publish": page(NOBODY, MANAGER, "kept", "edition"),
    "report_withdraw": page(MANAGER, MANAGER, "public", "edition"),
    "plan_read": page(MEMBERS, NOBODY, "plan"),
    "plan_read_page": page(MEMBERS, NOBODY, "plan", "whole"),
    "plan_publication": page(MEMBERS, NOBODY, "plan"),
    "plan_freeze": page(MANAGER, MANAGER, "plan"),
    "plan_edition": page(MEMBERS, NOBODY, "plan", "edition_of_plan"),
    "plan_edition_page": page(MEMBERS, NOBODY, "plan", "edition_of_plan", "whole"),
    "plan_edition_file": page(MEMBERS, NOBODY, "plan", "edition_of_plan", "form"),
    "plan_publish": page(NOBODY, MANAGER, "plan", "edition_of_plan"),
    "plan_withdraw": page(MANAGER, MANAGER, "plan", "public_edition_of_plan"),
    "public_face": page(MANAGER, MANAGER),
    # reports: the public
    "published_board": page(EVERYBODY, NOBODY, "in_public"),
    "published_accessibility": page(EVERYBODY, NOBODY, "in_public"),
    "published_look": page(EVERYBODY, NOBODY, "in_public"),
    "published_paper": page(EVERYBODY, NOBODY, "in_public", "kind", "paper"),
    "published_page": page(EVERYBODY, NOBODY, "in_public", "kind", "paper", "whole"),
    "published_file": page(EVERYBODY, NOBODY, "in_public", "kind", "paper", "form"),
    "published_edition": page(EVERYBODY, NOBODY, "in_public", "kind", "paper", "edition"),
    "published_edition_page": page(
        EVERYBODY, NOBODY, "in_public", "kind", "paper", "edition", "whole"
    ),
    "published_edition_file": page(
        EVERYBODY, NOBODY, "in_public", "kind", "paper", "edition", "form"
    ),
    "published_sent": page(
        EVERYBODY, NOBODY, "in_public", "kind", "paper", "kept_sent", "sent_form"
    ),
    "published_edition_sent": page(
        EVERYBODY, NOBODY, "in_public", "kind", "paper", "edition", "kept_sent", "sent_form"
    ),
    "report_reopen": page(MANAGER, MANAGER, "report"),
    "report_glossary": page(MANAGER, MANAGER, "report"),
    "report_money": page(MANAGER, MANAGER, "report"),
    "money_file": page(MANAGER, NOBODY, "report"),
    "money_upload": page(MANAGER, MANAGER, "report"),
    "report_totals": page(MANAGER, MANAGER, "report"),
    "section_new": page(MANAGER, MANAGER, "report"),
    "section_edit": page(MANAGER, MANAGER, "report", "section"),
    "section_move": page(NOBODY, MANAGER, "report", "section"),
    "section_remove": page(MANAGER, MANAGER, "report", "section"),
    "report_pictures": page(MANAGER, MANAGER, "report"),
    "report_picture": page(MANAGER, MANAGER, "report", "picture"),
    "report_picture_remove": page(MANAGER, MANAGER, "report", "picture"),
    "report_picture_file": page(MANAGER, NOBODY, "report", "picture"),
    # reports: collecting what agencies contribute
    "contributions": page(MANAGER, NOBODY, "report"),
    "collecting_begin": page(MANAGER, MANAGER, "report"),
    "collecting_change": page(MANAGER, MANAGER, "collected"),
    "contributions_ask": page(MANAGER, MANAGER, "collected"),
    "contributions_remind": page(NOBODY, MANAGER, "collected"),
    "contributions_send": page(NOBODY, MANAGER, "collected"),
    "contribution_read": page(MANAGER, NOBODY, "collected", "asked"),
    "contribution_step": page(NOBODY, MANAGER, "collected", "asked"),
    "contribution_remind": page(NOBODY, MANAGER, "collected", "asked"),
    "contribution_contact": page(MANAGER, MANAGER, "collected", "asked"),
    "contribution_link": page(MANAGER, MANAGER, "collected", "asked"),
    "report_questions": page(MANAGER, NOBODY, "collected"),
    "report_question_new": page(MANAGER, MANAGER, "collected"),
    "report_question_edit": page(MANAGER, MANAGER, "collected", "question"),
    "report_question_step": page(NOBODY, MANAGER, "collected", "question"),
    "board_questions": page(MANAGER, MANAGER),
    "board_question_new": page(MANAGER, MANAGER),
    "board_question_edit": page(MANAGER, MANAGER, "own_question"),
    "board_question_step": page(NOBODY, MANAGER, "own_question"),
    # the desk, from inside the board
    "part_write": page(WRITERS, WRITERS, "collected", "part_of"),
    "part_save": page(NOBODY, WRITERS, "collected", "part_of"),
    "part_hand_in": page(WRITERS, WRITERS, "collected", "part_of"),
    "part_take_back": page(NOBODY, WRITERS, "collected", "part_of"),
    "part_decline": page(WRITERS, WRITERS, "collected", "part_of"),
    "part_choose_form": page(WRITERS, WRITERS, "collected", "part_of"),
    "part_earlier": page(WRITERS, WRITERS, "collected", "part_of", "draft_of"),
    "part_file": page(WRITERS, NOBODY, "collected", "part_of", "attachment"),
    "part_file_remove": page(WRITERS, WRITERS, "collected", "part_of", "attachment"),
    # and by a personal link
    "link_write": Page(EVERYBODY, EVERYBODY, ("token",)),
    "link_save": Page(NOBODY, EVERYBODY, ("token",)),
    "link_hand_in": Page(EVERYBODY, EVERYBODY, ("token",)),
    "link_take_back": Page(NOBODY, EVERYBODY, ("token",)),
    "link_decline": Page(EVERYBODY, EVERYBODY, ("token",)),
    "link_choose_form": Page(EVERYBODY, EVERYBODY, ("token",)),
    "link_earlier": Page(EVERYBODY, EVERYBODY, ("token", "draft_of")),
    "link_file": Page(EVERYBODY, NOBODY, ("token", "attachment")),
    "link_file_remove": Page(EVERYBODY, EVERYBODY, ("token", "attachment")),
    "sections_usual": page(NOBODY, MANAGER, "report"),
    "section_print": page(NOBODY, MANAGER, "report", "section"),
    "report_readiness": page(MANAGER, NOBODY, "report"),
    "entry_new": page(MANAGER, MANAGER, "report", "part"),
    "entry_edit": page(MANAGER, MANAGER, "report", "part", "line"),
    "entry_remove": page(MANAGER, MANAGER, "report", "part", "line"),
}

# Tested where they belong: an address of its own for each token, pages that are closed to all,
# and one that answers 404 until the board has a logo.
ELSEWHERE = {"invitation", "gallery", "board_logo", "published_logo", "published_nothing"}


def our_names(patterns=None) -> set[str]:
    """The names of all addresses of our rooms, without the closed ones (404 for everybody)."""
    found = set()
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(entry, "url_patterns"):
            found |= our_names(entry.url_patterns)
        elif (
            entry.callback.__module__.startswith(OUR_ROOMS) and entry.callback.__name__ != "closed"
        ):
            found.add(entry.name)
    return found


def expected(allowed, actor: str, *, open_page: bool = False) -> str:
    if allowed == EVERYBODY:
        return "ok"
    if actor == "anonymous":
        return "sign in" if not open_page else "405"
    if allowed == SIGNED_IN:
        return "ok"
    if allowed == NOBODY:
        return "405"
    if actor == "outsider":
        return "404"
    return "ok" if actor in allowed else "403"


def answer(response) -> str:
    """A response in the words of the table: anything a person may see or be sent to is ok."""
    if response.status_code == 302 and response.url.startswith("/account/login/"):
        return "sign in"
    if response.status_code in (200, 204, 302, 400, 409, 422):
        return "ok"
    return str(response.status_code)


def address(name: str, entry: Page, cast) -> str:
    invitation = None
    if "invitation" in entry.names:
        from datetime import timedelta

        from django.utils import timezone

        from subgroups.models import Invitation

        invitation = Invitation.objects.create(
            board=cast.board,
            email="new@riverside.example",
            role=Membership.Role.VIEWER,
            token_digest="0" * 64,
            invited_by=cast.manager,
            expires_at=timezone.now() + timedelta(days=3),
        )
    report = asked = None
    if "report" in entry.names:
        report = paper.ReportFactory(board=cast.board, slug="annual")
    if {"collected", "token"} & set(entry.names):
        report = paper.ReportFactory(board=cast.board, plan=cast.plan, slug="annual")
        paper.CollectionFactory(report=report)
        asked = paper.AskedFactory(report=report, agency=cast.agency)
        paper.LinkFactory(contribution=asked, token="personal")
    if {"kept", "public", "in_public"} & set(entry.names):
        report = paper.ReportFactory(
            board=cast.board,
            slug="annual",
            status="approved",
            approved_on=datetime.date(2026, 10, 20),
        )
        paper.PublicFaceFactory(board=cast.board)
        on = None if "kept" in entry.names else datetime.date(2026, 11, 1)
        paper.published(report, published_on=on)
    if {"edition_of_plan", "public_edition_of_plan"} & set(entry.names):
        paper.PublicFaceFactory(board=cast.board)
        on = datetime.date(2026, 11, 1) if "public_edition_of_plan" in entry.names else None
        paper.published(None, plan=cast.plan, board=cast.board, published_on=on,
                        document="{}", slug=cast.plan.slug, title=cast.plan.title)  # fmt: skip
    objects = {
        "circulated": lambda: ("report", circulated(cast).slug),
        "approved": lambda: (
            "report",
            paper.ReportFactory(
                board=cast.board, slug="annual", status="approved", approved_on=clock.today()
            ).slug,
        ),
        "sent": lambda: (
            "digest",
            paper.AttachmentFactory(
                contribution=paper.ContributionFactory(report=report, form="link")
            ).digest,
        ),
        "kept_sent": lambda: ("digest", paper.sent_with(report.editions.get())),
        "sent_form": lambda: ("form", "pdf"),
        "comment": lambda: ("pk", paper.CommentFactory(report=report).pk),
        "whole": lambda: ("page", "whole"),
        "form": lambda: ("form", "pdf"),
        "kept": lambda: ("report", report.slug),
        "public": lambda: ("report", report.slug),
        "edition": lambda: ("number", 1),
        "edition_of_plan": lambda: ("number", 1),
        "public_edition_of_plan": lambda: ("number", 1),
        "in_public": lambda: ("board", cast.board.slug),
        "kind": lambda: ("kind", "reports"),
        "paper": lambda: ("paper", report.slug),
        "report": lambda: ("report", report.slug),
        "section": lambda: ("pk", paper.SectionFactory(report=report).pk),
        "part": lambda: ("part", "lines"),
        "line": lambda: ("pk", paper.BudgetLineFactory(report=report).pk),
        "collected": lambda: ("report", report.slug),
        "token": lambda: ("token", "personal"),
        "asked": lambda: ("pk", asked.pk),
        "part_of": lambda: ("contribution", asked.pk),
        "draft_of": lambda: ("draft", paper.DraftFactory(contribution=asked).pk),
        "attachment": lambda: ("pk", paper.AttachmentFactory(contribution=asked).pk),
        "picture": lambda: ("pk", paper.PictureFactory(report=report).pk),
        "question": lambda: ("pk", paper.QuestionFactory(report=report).pk),
        "own_question": lambda: (
            "pk",
            paper.QuestionFactory(board=cast.board, report=None).pk,
        ),
        "board": lambda: ("board", cast.board.slug),
        "member": lambda: ("pk", cast.membership(cast.viewer).pk),
        "agency": lambda: ("pk", cast.agency.pk),
        "post": lambda: ("pk", cast.post.pk),
        "invitation": lambda: ("pk", invitation.pk),
        "group": lambda: ("group", cast.group.slug),
        "seat": lambda: (
            "pk",
            factories.SeatFactory(group=cast.group, user=cast.viewer).pk,
        ),
        "plan": lambda: ("plan", cast.plan.slug),
        "draft": lambda: (
            "plan",
            factories.PlanFactory(board=cast.board, status="draft", ratified_on=None).slug,
        ),
        "priority": lambda: ("pk", cast.priority.pk),
        "outcome": lambda: ("pk", cast.outcome.pk),
        "action": lambda: ("pk", cast.action.pk),
        "lead": lambda: ("pk", cast.action.leads.get().pk),
        "completed": lambda: ("pk", completed(cast.action).pk),
        "milestone": lambda: ("pk", factories.MilestoneFactory(action=cast.action).pk),
        "import": lambda: ("pk", factories.PlanImportFactory(board=cast.board).pk),
        "key": lambda: ("key", "p1.o1.a1"),
    }
    return reverse(name, kwargs=dict(objects[key]() for key in entry.names))


def circulated(cast):
    today = clock.today()
    return paper.ReportFactory(
        board=cast.board,
        slug="annual",
        status="circulated",
        circulated_on=today,
        comments_until=today,
    )


def completed(action):
    action.completed_on = datetime.date(2026, 6, 1)
    action.save()
    return action


def test_every_address_is_in_the_table():
    assert our_names() - ELSEWHERE == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_each_role_gets_what_the_table_says(cast, client, name, method):
    entry = PAGES[name]
    where = address(name, entry, cast)
    allowed = getattr(entry, method)
    found = {}
    # The manager comes last: what a post changes must not change the others' answers.
    for actor in sorted(CAST, key=lambda actor: actor == "manager"):
        client.logout()
        if actor != "anonymous":
            client.force_login(getattr(cast, actor))
        found[actor] = answer(getattr(client, method)(where))
    open_page = EVERYBODY in (entry.get, entry.post)
    assert found == {actor: expected(allowed, actor, open_page=open_page) for actor in CAST}


# Addresses that name a row of a board beside the board itself; plans of both boards have one slug.
NAMING_ROWS = [
    name
    for name, entry in PAGES.items()
    if set(entry.names) - {"board", "plan", "draft", "part", "whole"}
    and "board" in entry.names
    and "edition_of_plan" not in entry.names
]


@pytest.mark.parametrize("name", NAMING_ROWS)
def test_no_row_is_reached_through_a_board_of_ones_own(cast, client, name):
    entry = PAGES[name]
    where = address(name, entry, cast)
    through_own = where.replace("/riverside/", "/hillside/", 1)
    assert through_own != where
    client.force_login(cast.outsider)
    found = {
        method: getattr(client, method)(through_own).status_code
        for method in ("get", "post")
        if getattr(entry, method) != NOBODY
    }
    assert found == dict.fromkeys(found, 404)
    assert found
