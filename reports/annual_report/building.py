"""An annual report put together from its rows and its plan."""

import base64
import datetime
from collections import Counter
from dataclasses import dataclass

from actions.document import ActionNode, OutcomeNode, PlanTree, PriorityNode, read_plan
from boardplan import clock

from ..finance import Finance, finance, years_of
from ..markdown import pictures_in
from ..models import (
    AnnualReport,
    BudgetLine,
    Contribution,
    GlossaryTerm,
    Output,
    ReportPicture,
    Section,
    StatedTotal,
)
from ..parts import (
    Picture,
    Rating,
    count,
    gather,
    long_date,
    look_of,
    period,
    prose,
    ratings_of,
)
from ..plan_document import plan_document
from .abbreviating import abbreviated
from .nodes import (
    Answer,
    Contributed,
    Done,
    Fact,
    Figures,
    Month,
    OutputList,
    Part,
    PriorityProgress,
    Progress,
    Red,
    ReportDocument,
    Told,
)

KIND = Section.Kind

_EMPTY = {
    KIND.TEXT: "This part has not been written yet.",
    KIND.FIGURES: "There is no plan for this year to draw figures from.",
    KIND.PROGRESS: "There is no plan for this year whose progress could be told.",
    KIND.OUTPUTS: "Nothing has been entered yet.",
    KIND.CONTRIBUTIONS: "No agency has contributed yet.",
    KIND.FINANCE: "No income or expenditure has been entered yet.",
    KIND.GLOSSARY: "The glossary has no terms yet.",
    KIND.PLAN: "There is no plan for this year.",
}


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows that people enter into a report, read once: five queries."""

    lines: tuple[BudgetLine, ...]
    stated: tuple[StatedTotal, ...]
    outputs: tuple[Output, ...]
    contributions: tuple[Contribution, ...]
    terms: tuple[GlossaryTerm, ...]


def read_entries(report: AnnualReport) -> Entries:
    return Entries(
        lines=tuple(BudgetLine.objects.filter(report=report).select_related("agency")),
        stated=tuple(StatedTotal.objects.filter(report=report)),
        outputs=tuple(Output.objects.filter(report=report)),
        contributions=tuple(Contribution.objects.printed(report).select_related("agency")),
        terms=tuple(GlossaryTerm.objects.of(report.board)),
    )


def report_document(
    report: AnnualReport,
    *,
    entries: Entries | None = None,
    with_plan: bool = True,
    as_written: bool = False,
) -> ReportDocument:
    """Build the document of `report` (board and plan loaded): a constant number of queries.

    entries: its rows where they have been read already. with_plan: whether what is drawn from
    the plan is worked out; a page that only names those sections does without. as_written: with
    the whole glossary and nothing spelt out, which else depend on what the report says. A draft
    says in a sentence where a section is still empty; an approved report leaves such sections out.
    """
    board = report.board
    draft = report.status == AnnualReport.Status.DRAFT
    rows = list(report.sections.all())
    plan = report.plan
    if plan is not None:
        plan.board = board
    ratings = ratings_of(board)
    entries = read_entries(report) if entries is None else entries
    tree = None
    if with_plan and plan and {row.kind for row in rows} & {KIND.FIGURES, KIND.PROGRESS}:
        tree = read_plan(plan, updates="all")

    pictures = pictures_for(report, *(row.body for row in rows))
    sections, told = [], set()
    for row in rows:
        # Generated parts are printed once: their addresses in the document must be unique.
        held = {} if row.kind in told else _held(row, report, entries, tree, ratings, with_plan)
        if row.kind != KIND.TEXT:
            told.add(row.kind)
        missing = not held and not row.body.strip()
        if plan is not None and not with_plan and row.kind in FROM_PLAN:
            missing = False
        if missing and not draft:
            continue
        sections.append(
            Part(
                anchor=f"section-{row.pk}",
                kind=row.kind,
                title=f"Appendix {row.number}: {row.title}" if row.number else row.title,
                text=row.body,
                empty=_EMPTY[row.kind] if missing else "",
                pictures=tuple(
                    picture for picture in pictures if picture.number in pictures_in(row.body)
                ),
                **held,
            )
        )
    document = ReportDocument(
        look=look_of(board),
        title=report.title,
        period=period(report.start, report.end),
        status="Draft: not yet approved by the board"
        if draft
        else f"Approved on {long_date(report.approved_on)}",
        draft=draft,
        updated="",
        ratings=tuple(ratings.values()),
        sections=tuple(sections),
    )
    return document if as_written or not with_plan else abbreviated(document, report, entries.terms)


def pictures_for(report: AnnualReport, *texts: str) -> list[Picture]:
    """The pictures that any of the texts shows; no query where none does."""
    wanted = {number for text in texts for number in pictures_in(text)}
    if not wanted:
        return []
    return [
        Picture(
            row.number,
            row.description,
            f"data:{row.content_type};base64,{base64.b64encode(row.content).decode()}",
            row.width,
            row.height,
        )
        for row in ReportPicture.objects.filter(report=report, number__in=wanted)
    ]


FROM_PLAN = {KIND.FIGURES, KIND.PROGRESS, KIND.PLAN}


def _held(row: Section, report, entries: Entries, tree, ratings, with_plan) -> dict:
    """What a section of this kind holds, {} where nothing is there."""
    if row.kind == KIND.FIGURES and tree is not None:
        return {"figures": _figures(report, tree, entries.lines)}
    if row.kind == KIND.PROGRESS and tree is not None:
        return {"progress": _progress(tree, ratings)}
    if row.kind == KIND.PLAN and report.plan is not None and with_plan:
        return {"plan": plan_document(report.plan)}
    if row.kind == KIND.OUTPUTS and entries.outputs:
        return {"outputs": _outputs(entries.outputs)}
    if row.kind == KIND.CONTRIBUTIONS and entries.contributions:
        return {"contributions": tuple(_contributed(each) for each in entries.contributions)}
    if row.kind == KIND.FINANCE and (entries.lines or entries.stated):
        return {"finance": finance_of(report, entries)}
    if row.kind == KIND.GLOSSARY and entries.terms:
        return {"glossary": tuple((each.abbreviation, each.meaning) for each in entries.terms)}
    return {}


def finance_of(report: AnnualReport, entries: Entries) -> Finance:
    """The money of a report, its columns named by the financial year (2017-18)."""
    year, next_year = years_of(report)
    return finance(entries.lines, entries.stated, year=year, next_year=next_year)


def _figures(report: AnnualReport, tree: PlanTree, lines: list[BudgetLine]) -> Figures:
    as_at = min(clock.today(), report.end)
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


def _progress(tree: PlanTree, ratings: dict[str, Rating]) -> Progress:
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
                _title(priority, plan),
                tuple(dict(count(priority.actions).by_rag).get(rating.rag, 0) for rating in used),
                ratings[count(priority.actions).worst],
            )
            for priority in shown
        ),
        priorities=tuple(
            PriorityProgress(
                anchor=f"progress-{priority.id}",
                title=_title(priority, plan),
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


def _title(priority: PriorityNode, plan) -> str:
    if not priority.title:
        return plan.title
    return " ".join(bit for bit in (priority.ref, priority.title) if bit)


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


def _outputs(rows: tuple[Output, ...]) -> tuple[OutputList, ...]:
    return tuple(
        OutputList(kind.label, tuple((row.text, row.draft) for row in rows if row.kind == kind))
        for kind in Output.Kind
        if any(row.kind == kind for row in rows)
    )


def _contributed(row: Contribution) -> Contributed:
    return Contributed(
        anchor=f"contribution-{row.pk}",
        title=f"Appendix {row.number}: {row.title}" if row.number else row.title,
        sub_heading=row.sub_heading,
        agency=row.agency.name if row.agency else "",
        authors=tuple(row.authors),
        purpose=row.purpose,
        dated=long_date(row.dated),
        answers=tuple(_answer(answer) for answer in row.answers),
        link_text=prose(row.link_text),
        link_target=row.link_target,
    )


def _answer(answer: dict) -> Answer:
    return Answer(
        prompt=answer.get("prompt") or "",
        hint=answer.get("hint") or "",
        blocks=gather(
            (block["kind"], block.get("level") or 1, block["text"])
            for block in answer.get("blocks", ())
        ),
    )
