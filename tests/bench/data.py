"""Boards of 300 actions, made in bulk: realistic lengths, every rating, dates around today."""

import datetime
import random
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from actions.models import Action, Lead, Outcome, Plan, Priority, ProgressUpdate
from reports.models import (
    AgencyAttendance,
    AnnualReport,
    BudgetLine,
    Contribution,
    Decision,
    GlossaryTerm,
    Output,
    Recommendation,
    Review,
    Section,
    TrainingCourse,
)
from subgroups.models import Agency, Board, Membership, Post, Seat, SubGroup, User

ACTIONS = 300
CARRIED = 60  # of them from the plan of the year before
SENTENCE = (
    "Partners reviewed how referrals are passed on, agreed two changes to the pathway and asked "
    "each agency to report on the first three months. "
)


def fill_board(number: int, *, updates_each: int, today: datetime.date) -> Board:
    """One board with a plan of 300 actions, each with `updates_each` updates."""
    rng = random.Random(number)  # noqa: S311  (the same data at each run, nothing secret)
    board = Board.objects.create(slug=f"bench-{number}", name=f"Bench board {number}")
    agencies = Agency.objects.bulk_create(
        Agency(board=board, name=f"Agency {n}", position=n) for n in range(12)
    )
    groups = SubGroup.objects.bulk_create(
        SubGroup(board=board, slug=f"group-{n}", name=f"Group {n}", position=n) for n in range(8)
    )
    posts = Post.objects.bulk_create(
        Post(board=board, name=f"Post {n}", agency=agencies[n % 12]) for n in range(24)
    )
    start = datetime.date(today.year if today.month >= 4 else today.year - 1, 4, 1)
    plan = Plan.objects.create(
        board=board,
        slug="plan",
        title="Business plan",
        start=start,
        end=datetime.date(start.year + 1, 3, 31),
        status=Plan.Status.RATIFIED,
        ratified_on=start,
    )
    priorities = Priority.objects.bulk_create(
        Priority(board=board, plan=plan, ref=str(n + 1), title=f"Priority {n + 1}", position=n)
        for n in range(6)
    )
    outcomes = Outcome.objects.bulk_create(
        Outcome(
            board=board,
            plan=plan,
            priority=priorities[n // 10],
            ref=f"{n // 10 + 1}.{n % 10 + 1}",
            title="Children and families get the right help sooner",
            position=n,
        )
        for n in range(60)
    )
    before = _last_year(board, plan, groups, rng, today)
    actions = Action.objects.bulk_create(
        _action(
            board,
            plan,
            outcomes[n // 5],
            groups[n % 8],
            n,
            rng,
            today,
            carried_from=before[n] if n < CARRIED else None,
        )
        for n in range(ACTIONS)
    )
    Lead.objects.bulk_create(
        Lead(
            board=board,
            action=action,
            post=posts[n % 24] if k == 0 else None,
            agency=agencies[(n + k) % 12] if k and n % 3 else None,
            group=groups[(n + k) % 8] if k and not n % 3 else None,
            role="lead" if k == 0 else "support",
            accountable=k == 0,
            written="Named in the plan",
            position=k,
        )
        for n, action in enumerate(actions)
        for k in range(2)
    )
    if updates_each:
        _updates(board, plan, actions, updates_each, rng, today)
    return board


def people(board: Board) -> dict[str, User]:
    """A manager, a lead with 20 actions to answer for, and an executive member."""
    found = {}
    for role in ("manager", "contributor", "executive"):
        user = User.objects.create(email=f"{role}@{board.slug}.example", name=role)
        Membership.objects.create(board=board, user=user, role=role)
        found[role] = user
    Post.objects.filter(board=board, name__in=["Post 1", "Post 2"]).update(
        holder=found["contributor"]
    )
    group = SubGroup.objects.get(board=board, slug="group-1")
    Seat.objects.create(board=board, group=group, user=found["manager"], role="chair")
    return found


def _last_year(board, plan, groups, rng, today) -> list[Action]:
    """The closed plan of the year before, as far as it was carried over."""
    start = plan.start.replace(year=plan.start.year - 1)
    end = plan.start - datetime.timedelta(days=1)
    old = Plan.objects.create(
        board=board,
        slug="last-year",
        title="Business plan of last year",
        start=start,
        end=end,
        status=Plan.Status.CLOSED,
        ratified_on=start,
        closed_on=end,
    )
    priority = Priority.objects.create(board=board, plan=old, title="Priority", position=1)
    outcome = Outcome.objects.create(
        board=board, plan=old, priority=priority, title="Outcome", position=1
    )
    return Action.objects.bulk_create(
        _action(board, old, outcome, groups[n % 8], n, rng, today) for n in range(CARRIED)
    )


def _action(board, plan, outcome, group, n, rng, today, *, carried_from=None) -> Action:
    due = today + datetime.timedelta(days=rng.randint(-150, 130))
    return Action(
        board=board,
        plan=plan,
        outcome=outcome,
        ref=f"{outcome.ref}.{n % 5 + 1}",
        text="Review how agencies respond and report to the board on what has changed. " * 2,
        position=n,
        owner=group,
        carried_from=carried_from,
        timescale_text=f"{due:%B %Y}",
        timescale_kind="month",
        due=due,
        first_due=due,
        success_measure="Fewer repeat referrals and families who say that help came in time",
        created_at=timezone.now() - datetime.timedelta(days=200),
    )


def _updates(board, plan, actions, each, rng, today) -> None:
    rows = []
    for action in actions:
        for k in range(each):
            rag = rng.choice(["green", "green", "amber", "red"])
            rows.append(
                ProgressUpdate(
                    board=board,
                    plan=plan,
                    action=action,
                    on=today - datetime.timedelta(days=(each - k) * 20 - rng.randint(0, 15)),
                    text=SENTENCE,
                    rag=rag,
                    reason="Two agencies have still to answer." if rag != "green" else "",
                    by_name="Post 1",
                )
            )
    ProgressUpdate.objects.bulk_create(rows, batch_size=1000)
    latest = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-on", "-id")
    Action.objects.filter(plan=plan).update(
        latest_update=Subquery(latest.values("pk")[:1]),
        last_update_on=Subquery(latest.values("on")[:1]),
        rag=Subquery(latest.values("rag")[:1]),
        rag_on=Subquery(latest.values("on")[:1]),
        rag_reason=Subquery(latest.values("reason")[:1]),
    )


def complete_half(plan: Plan) -> None:
    """Every other action is done, as at the end of a year: the lists of what is red or goes on are
    then as long as in a real report."""
    done = Action.objects.filter(plan=plan, position__in=range(0, ACTIONS, 2))
    done.update(completed_on=plan.start, rag="green", rag_reason="")


def reopen_all(plan: Plan) -> None:
    Action.objects.filter(plan=plan).update(completed_on=None)


def a_report(
    board: Board, plan: Plan, *, slug: str, written: int, agencies: int, questions: int
) -> AnnualReport:
    """A report with every kind of section and something in each, for a plan with a year of
    updates.

    written: sections of two pages that somebody wrote. agencies: that contributed, each with that
    many answers of a third of a page.
    """
    report = AnnualReport.objects.create(
        board=board,
        plan=plan,
        slug=slug,
        title="Annual report",
        start=plan.start,
        end=plan.end,
    )
    words = "\n\n".join(SENTENCE * 4 for _ in range(12))
    listed = "\n".join(f"- {SENTENCE}" for _ in range(8))
    Section.objects.bulk_create(
        Section(
            board=board,
            report=report,
            kind=kind,
            title=f"Section {place}",
            body=f"{words}\n\n## Further\n\n{listed}" if kind == "text" else "",
            position=place,
        )
        for place, kind in enumerate([*(["text"] * written), *Section.Kind.values[1:]])
    )
    Contribution.objects.bulk_create(
        Contribution(
            board=board,
            report=report,
            title=f"Report of agency {number}",
            form="template",
            answers=[
                {
                    "prompt": f"Question {question}",
                    "hint": "Give the figures that are behind it",
                    "blocks": [
                        {"kind": kind, "level": 1, "text": SENTENCE * 2}
                        for kind in ("paragraph", "bullet", "bullet", "numbered", "paragraph")
                    ],
                }
                for question in range(questions)
            ],
            position=number,
        )
        for number in range(agencies)
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            board=board,
            report=report,
            kind=kind,
            label=f"Line {number}",
            budget=Decimal("1200.00") * number,
            actual=Decimal("1234.56") * number,
            projection=Decimal("1300.00") * number,
            position=number,
        )
        for kind in BudgetLine.Kind.values
        for number in range(1, 15)
    )
    if not GlossaryTerm.objects.of(board).exists():
        GlossaryTerm.objects.bulk_create(
            GlossaryTerm(board=board, abbreviation=f"ABC{number}", meaning="A body of ours")
            for number in range(60)
        )
    _record_of_the_year(board, report)
    return report


def _record_of_the_year(board: Board, report: AnnualReport) -> None:
    shared = {"board": board, "report": report}
    Output.objects.bulk_create(
        Output(**shared, kind=kind, text=f"Document {n}", draft=not n % 4, position=n)
        for kind in Output.Kind.values
        for n in range(8)
    )
    Decision.objects.bulk_create(
        Decision(
            **shared,
            kind=kind,
            title=f"Matter {n}",
            text=SENTENCE,
            whom="Health" if kind == "challenge" else "",
            result=SENTENCE,
            position=n,
        )
        for kind in Decision.Kind.values
        for n in range(5)
    )
    reviews = Review.objects.bulk_create(
        Review(**shared, kind="audit", title=f"Audit {n}", text=SENTENCE, position=n)
        for n in range(4)
    )
    Recommendation.objects.bulk_create(
        Recommendation(
            **shared,
            review=review,
            text=SENTENCE,
            status="not_implemented" if not n else "under_way",
            reason=SENTENCE if not n else "",
            position=n,
        )
        for review in reviews
        for n in range(5)
    )
    TrainingCourse.objects.bulk_create(
        TrainingCourse(
            **shared, title=f"Course {n}", sessions=n + 1, people=20, text=SENTENCE, position=n
        )
        for n in range(12)
    )
    AgencyAttendance.objects.bulk_create(
        AgencyAttendance(**shared, agency=agency, possible=6, attended=5, position=n)
        for n, agency in enumerate(Agency.objects.of(board))
    )
