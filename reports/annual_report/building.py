"""An annual report put together from its rows and its plan."""

import base64
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.document import PlanTree
from boardplan import clock

from ..board_rows import RELATED, BoardRows, linked, read_board, tables_of
from ..finance import Finance, finance, years_of
from ..markdown import pictures_in
from ..models import (
    AgencyAttendance,
    AnnualReport,
    Attachment,
    BudgetLine,
    Contribution,
    Decision,
    GlossaryTerm,
    Output,
    Recommendation,
    ReportPicture,
    Review,
    Section,
    StatedTotal,
    TrainingCourse,
    printed_in,
)
from ..parts import (
    Picture,
    gather,
    long_date,
    look_of,
    period,
    prose,
    ratings_of,
)
from ..plan_document import plan_document, tree_of
from ..together import read_together
from . import from_entries, from_plan
from .abbreviating import abbreviated
from .about import about_the_board
from .nodes import (
    Answer,
    Contributed,
    OutputList,
    Part,
    Passage,
    ReportDocument,
    SentFile,
)
from .progress import progress_by_priority, year_in_figures

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
    KIND.ABOUT: "The board has no groups yet.",
    KIND.LITTLE_PROGRESS: "There is no plan for this year whose progress could be told.",
    KIND.DIFFERENCE: "No report of this year says yet what became better for children.",
    KIND.VOICE: "No action is marked as shaped by children and young people, and no agency has "
    "told how it heard them.",
    KIND.NEXT_YEAR: "Nothing is unfinished, and the plan that follows has not been drawn up.",
    KIND.DECISIONS: "No decision and no challenge has been entered yet.",
    KIND.REVIEWS: "No review has been entered yet.",
    KIND.TRAINING: "No course has been entered yet.",
    KIND.ATTENDANCE: "No attendance has been entered yet.",
}


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows that people enter into a report and its sections, read once."""

    sections: tuple[Section, ...]  # those left out as well
    lines: tuple[BudgetLine, ...]
    stated: tuple[StatedTotal, ...]
    outputs: tuple[Output, ...]
    contributions: tuple[Contribution, ...]
    terms: tuple[GlossaryTerm, ...]
    decisions: tuple[Decision, ...] = ()
    reviews: tuple[Review, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    courses: tuple[TrainingCourse, ...] = ()
    attendance: tuple[AgencyAttendance, ...] = ()
    files: tuple[Attachment, ...] = ()  # of the contributions that are a separate report
    pictures: tuple[ReportPicture, ...] = ()  # without their content
    board: BoardRows | None = None  # where it was asked for


def read_entries(
    report: AnnualReport,
    *,
    contributions: Sequence[Contribution] | None = None,
    with_board: bool = False,
) -> Entries:
    """One query, whatever the size and the sections.

    contributions: all of the report with their agencies, where they have been read already.
    with_board: whether who is on the board is read as well, which the whole document tells of.
    """
    tables = {
        "sections": Section.objects.filter(report=report),
        "lines": BudgetLine.objects.filter(report=report),
        "stated": StatedTotal.objects.filter(report=report),
        "outputs": Output.objects.filter(report=report),
        "terms": GlossaryTerm.objects.of(report.board),
        "decisions": Decision.objects.filter(report=report),
        "reviews": Review.objects.filter(report=report),
        "recommendations": Recommendation.objects.filter(report=report),
        "courses": TrainingCourse.objects.filter(report=report),
        "attendance": AgencyAttendance.objects.filter(report=report),
        "files": Attachment.objects.filter(contribution__report=report),
        "pictures": ReportPicture.objects.filter(report=report),
    }
    if contributions is None:
        tables["contributions"] = Contribution.objects.printed(report)
    of_board = tables_of(report.board, on=day_of(report)) if with_board else {}
    found = read_together(tables | of_board, with_related=RELATED)
    if contributions is not None:
        among = printed_in(report)
        found["contributions"] = tuple(each for each in contributions if each.status in among)
    board = linked(found) if with_board else None
    return Entries(**{name: found[name] for name in found if name not in of_board}, board=board)


def report_document(
    report: AnnualReport,
    *,
    entries: Entries | None = None,
    tree: PlanTree | None = None,
    with_plan: bool = True,
    as_written: bool = False,
    with_pictures: bool = True,
) -> ReportDocument:
    """Build the document of `report` (board and plan loaded): a constant number of queries.

    entries: its rows where they have been read already, tree: its plan (see `tree_of`).
    with_plan: whether what is drawn from the plan is worked out; a page that only names those
    sections does without. as_written: with the whole glossary and nothing spelt out, which else
    depend on what the report says. with_pictures: whether the pictures that texts show are read;
    without it they are described, which is all that checks look at. Until the board has approved it
    a report says in a sentence where a section is still empty; then such sections are left out.
    """
    board = report.board
    draft = report.status != AnnualReport.Status.APPROVED  # also while members comment on it
    if entries is None:
        entries = read_entries(report, with_board=with_plan)
    elif with_plan and entries.board is None:
        entries = replace(entries, board=read_board(board, on=day_of(report)))
    rows = [row for row in entries.sections if row.printed]
    plan = report.plan
    if plan is not None:
        plan.board = board
    ratings = ratings_of(board)
    if not with_plan or plan is None or not any(row.kind in FROM_PLAN for row in rows):
        tree = None
    elif tree is None:
        tree = tree_of(plan)

    texts = [row.body for row in rows]
    pictures = pictures_for(report, *texts) if with_pictures else described(entries, *texts)
    sections, told = [], set()
    for row in rows:
        # Generated parts are printed once: their addresses in the document must be unique.
        held = {} if row.kind in told else _held(row, report, entries, tree, ratings, with_plan)
        if row.kind != KIND.TEXT:
            told.add(row.kind)
        missing = not held and not row.body.strip()
        if not with_plan and (
            row.kind == KIND.ABOUT or (plan is not None and row.kind in FROM_PLAN)
        ):
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


def described(entries: Entries, *texts: str) -> list[Picture]:
    """The pictures that any of the texts shows, without what they show; no query."""
    wanted = {number for text in texts for number in pictures_in(text)}
    return [
        Picture(row.number, row.description, "", row.width, row.height)
        for row in entries.pictures
        if row.number in wanted
    ]


# Drawn from the plan's tree, and what else is drawn from live data when the report is printed.
_FROM_TREE = {
    KIND.FIGURES,
    KIND.PROGRESS,
    KIND.LITTLE_PROGRESS,
    KIND.DIFFERENCE,
    KIND.VOICE,
    KIND.NEXT_YEAR,
}
FROM_PLAN = _FROM_TREE | {KIND.PLAN}


def _held(row: Section, report, entries: Entries, tree, ratings, with_plan) -> dict:
    """What a section of this kind holds, {} where nothing is there."""
    if row.kind == KIND.FIGURES and tree is not None:
        return {"figures": year_in_figures(report, tree, entries.lines, as_at=day_of(report))}
    if row.kind == KIND.PROGRESS and tree is not None:
        return {"progress": progress_by_priority(tree, ratings)}
    if row.kind == KIND.PLAN and report.plan is not None and with_plan:
        return {"plan": plan_document(report.plan, tree=tree, rows=entries.board)}
    if row.kind == KIND.OUTPUTS and entries.outputs:
        return {"outputs": _outputs(entries.outputs)}
    if row.kind == KIND.CONTRIBUTIONS and entries.contributions:
        return {
            "contributions": tuple(
                _contributed(each, entries.files) for each in entries.contributions
            )
        }
    if row.kind == KIND.FINANCE and (entries.lines or entries.stated):
        return {"finance": finance_of(report, entries)}
    if row.kind == KIND.GLOSSARY and entries.terms:
        return {"glossary": tuple((each.abbreviation, each.meaning) for each in entries.terms)}
    if row.kind == KIND.ABOUT and with_plan:
        return about_the_board(entries.board, on=day_of(report))
    passages = _passages(row.kind, report, entries, tree, ratings)
    return {"passages": passages} if passages else {}


def finance_of(report: AnnualReport, entries: Entries) -> Finance:
    """The money of a report, its columns named by the financial year (2017-18)."""
    year, next_year = years_of(report)
    return finance(entries.lines, entries.stated, year=year, next_year=next_year)


def day_of(report: AnnualReport) -> datetime.date:
    """The day as at which a report draws its figures: its last, or today before that."""
    return min(clock.today(), report.end)


def _passages(kind, report, entries: Entries, tree, ratings) -> tuple[Passage, ...]:
    """The sections that are words, lists and tables, from the plan or from what was entered."""
    as_at = day_of(report)
    if kind == KIND.VOICE:
        return from_plan.voice_of_children(tree, entries.contributions, ratings, as_at=as_at)
    if kind == KIND.DECISIONS:
        return from_entries.decisions(entries.decisions)
    if kind == KIND.REVIEWS:
        return from_entries.reviews(entries.reviews, entries.recommendations)
    if kind == KIND.TRAINING:
        return from_entries.training(entries.courses)
    if kind == KIND.ATTENDANCE:
        return from_entries.attendance(entries.attendance)
    if tree is None:
        return ()
    if kind == KIND.LITTLE_PROGRESS:
        return from_plan.little_progress(tree, ratings, as_at=as_at)
    if kind == KIND.DIFFERENCE:
        return from_plan.difference_made(tree, report, as_at=as_at)
    if kind == KIND.NEXT_YEAR:
        return from_plan.next_year(tree, ratings, as_at=as_at)
    return ()


def _outputs(rows: tuple[Output, ...]) -> tuple[OutputList, ...]:
    return tuple(
        OutputList(kind.label, tuple((row.text, row.draft) for row in rows if row.kind == kind))
        for kind in Output.Kind
        if any(row.kind == kind for row in rows)
    )


def _contributed(row: Contribution, files: tuple[Attachment, ...]) -> Contributed:
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
        files=tuple(
            SentFile(file.description, file.name, file.kind, file.size, file.digest)
            for file in files
            if file.contribution_id == row.pk and row.form == Contribution.Form.LINK
        ),
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
