"""The plan's year: in figures, and priority by priority."""

import datetime
from collections import Counter

from actions.document import ActionNode, OutcomeNode, PlanTree

from ..models import AnnualReport, BudgetLine
from ..parts import Rating, count, long_date
from .from_plan import title_of
from .nodes import Done, Fact, Figures, Month, PriorityProgress, Progress, Red, Told


def year_in_figures(
    report: AnnualReport, tree: PlanTree, lines: tuple[BudgetLine, ...], *, as_at: datetime.date
) -> Figures:
    """Counts of the plan, its ratings month by month, and the money."""
    actions = tree.actions
    reported = [
        update
        for node in (*actions, *tree.outcomes)
        for update in node.updates
        # What was carried from the plan before was reported there.
        if update.source != "carried" and report.start <= update.on <= as_at
    ]
    done = [one for one in actions if one.completed_on and one.completed_on <= as_at]
    plan = tree.plan
    actions_word = plan.words_for("action").lower()
    outcomes = plan.words_for("outcome").lower()
    facts = [
        Fact(
            f"{plan.words_for('priority')} in the plan", sum(1 for p in tree.priorities if p.title)
        ),
        Fact(f"{outcomes.capitalize()} in the plan", len(tree.outcomes)),
        Fact(f"{actions_word.capitalize()} in the plan", len(actions)),
        Fact(f"{actions_word.capitalize()} completed", len(done)),
        Fact(
            f"{actions_word.capitalize()} past their date and not completed",
            sum(
                1
                for one in actions
                if one.due
                and one.due < as_at
                and not (one.completed_on and one.completed_on <= as_at)
            ),
        ),
        Fact(
            "Moved to a later date than first agreed",
            sum(1 for one in actions if one.due and one.first_due and one.due > one.first_due),
        ),
        Fact("Progress reports in the year", len(reported)),
        Fact(
            "Reports that say what changed for children",
            sum(1 for update in reported if update.difference_made),
        ),
        Fact(
            f"{actions_word.capitalize()} shaped by children and young people",
            sum(1 for one in actions if one.shaped_by_children),
        ),
    ]
    # A nought says nothing where the plan never kept that figure.
    shown = tuple(fact for number, fact in enumerate(facts) if fact.figure or number in (2, 3))
    income = [
        (
            kind.label,
            tuple(
                (line.label, line.actual)
                for line in lines
                if line.kind == kind and line.actual is not None
            ),
        )
        for kind in BudgetLine.Kind
    ]
    return Figures(
        as_at=long_date(as_at),
        facts=shown,
        counts=count(actions),
        months=_months(report, actions, as_at),
        money=tuple((title, rows) for title, rows in income if rows),
    )


def _months(report, actions: list[ActionNode], as_at: datetime.date) -> tuple[Month, ...]:
    """How the plan stood at the end of each month: the last rating of each action up to it."""
    months, day = [], report.start.replace(day=1)
    while day <= as_at:
        after = (day + datetime.timedelta(days=32)).replace(day=1)
        end = min(after - datetime.timedelta(days=1), as_at)
        counts = Counter(_rag_on(action, end) for action in actions)
        if set(counts) - {""}:
            months.append(Month(f"{day:%b}", f"{day:%B %Y}", tuple(sorted(counts.items()))))
        day = after
    return tuple(months)


def _rag_on(action: ActionNode, day: datetime.date) -> str:
    rated = [update.rag for update in action.updates if update.rag and update.on <= day]
    return rated[-1] if rated else ""


def progress_by_priority(tree: PlanTree, ratings: dict[str, Rating]) -> Progress:
    """What was done, what is red and what was reported, under each priority."""
    plan = tree.plan
    whole = count(tree.actions)
    used = tuple(ratings[rag] for rag, _ in whole.by_rag)
    shown = [priority for priority in tree.priorities if priority.actions]
    return Progress(
        plan_title=plan.title,
        priority_word=plan.word("priority"),
        outcome_word=plan.word("outcome"),
        used=used,
        overview=tuple(
            (
                title_of(priority, plan),
                tuple(dict(count(priority.actions).by_rag).get(rating.rag, 0) for rating in used),
                ratings[count(priority.actions).worst],
            )
            for priority in shown
        ),
        priorities=tuple(
            PriorityProgress(
                anchor=f"progress-{priority.id}",
                title=title_of(priority, plan),
                counts=count(priority.actions),
                done=tuple(_done(action) for action in priority.actions if action.completed_on),
                red=tuple(_red(action) for action in priority.actions if action.rag == "red"),
                told=tuple(
                    Told(
                        f"{outcome.ref} {outcome.title}".strip(),
                        texts,
                    )
                    for outcome in priority.outcomes
                    if (texts := _texts(outcome))
                ),
            )
            for priority in shown
        ),
    )


def _texts(outcome: OutcomeNode) -> tuple[str, ...]:
    """What was reported of an outcome in this plan, without what was carried from the last."""
    return tuple(
        update.text for update in outcome.updates if update.text and update.source != "carried"
    )


def _done(action: ActionNode) -> Done:
    difference = next(
        (
            update.difference_made
            for update in reversed(action.updates)
            if update.difference_made and update.source != "carried"
        ),
        "",
    )
    return Done(action.ref, action.text, long_date(action.completed_on), difference)


def _red(action: ActionNode) -> Red:
    leads = dict.fromkeys(lead.name for lead in action.leads if lead.role == "lead")
    return Red(action.ref, action.text, long_date(action.due), tuple(leads), action.rag_reason)
