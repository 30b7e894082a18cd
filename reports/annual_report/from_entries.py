"""What people entered of the year, as tables and lists: decisions, reviews, training, meetings."""

from collections import Counter
from collections.abc import Sequence

from ..models import AgencyAttendance, Decision, Recommendation, Review, TrainingCourse
from ..parts import long_date, prose
from .nodes import Passage, Point, Sheet


def decisions(rows: Sequence[Decision]) -> tuple[Passage, ...]:
    """Decisions, then challenges with whom they were put to and what came of them."""
    return tuple(
        Passage(
            f"{kind.label}s",
            points=tuple(
                Point(text=row.title, note=_when(row), more=_more(row), strong=True)
                for row in rows
                if row.kind == kind
            ),
        )
        for kind in Decision.Kind
        if any(row.kind == kind for row in rows)
    )


def _when(row: Decision) -> str:
    day = f" on {long_date(row.on)}" if row.on else ""
    if row.whom:
        return f"Put to {row.whom}{day}."
    return f"{long_date(row.on)}." if row.on else ""


def _more(row: Decision) -> tuple[str, ...]:
    more = (row.text,) if row.text else ()
    return (*more, f"What came of it: {row.result}") if row.result else more


def reviews(
    rows: Sequence[Review], recommendations: Sequence[Recommendation]
) -> tuple[Passage, ...]:
    """The reviews with their recommendations counted, then each with what became of them."""
    status = Recommendation.Status
    below = {row.pk: [one for one in recommendations if one.review_id == row.pk] for row in rows}
    if not rows:
        return ()
    counted = {pk: Counter(one.status for one in found) for pk, found in below.items()}
    overview = Sheet(
        caption="Recommendations by review",
        headings=("Review", "What it is", *(each.label for each in status)),
        rows=tuple(
            (
                row.title,
                _kind(row),
                *(str(counted[row.pk][each]) for each in status),
            )
            for row in rows
        ),
        figures=len(status),
    )
    return (
        Passage(sheet=overview),
        *(
            Passage(
                row.title,
                blocks=prose(row.text),
                sheet=_recommended(row, below[row.pk]),
            )
            for row in rows
            if row.text or below[row.pk]
        ),
    )


def _kind(row: Review) -> str:
    finished = f"finished on {long_date(row.on)}" if row.on else "not finished"
    return f"{row.get_kind_display()}, {finished}"


def _recommended(row: Review, found: Sequence[Recommendation]) -> Sheet | None:
    if not found:
        return None
    reasons = any(one.reason for one in found)
    return Sheet(
        caption=f"What was recommended: {row.title}",
        headings=("Recommendation", "What became of it", *(["Why not"] if reasons else [])),
        rows=tuple(
            (one.text, one.get_status_display(), *([one.reason] if reasons else []))
            for one in found
        ),
    )


def training(rows: Sequence[TrainingCourse]) -> tuple[Passage, ...]:
    """The courses with sessions and people added up, then what they changed."""
    if not rows:
        return ()
    sheet = Sheet(
        caption="Courses in the year",
        headings=("Course", "For", "Sessions", "People trained"),
        rows=(
            *(
                (
                    row.title,
                    row.agency.name if row.agency else "Several agencies",
                    f"{row.sessions:,}",
                    f"{row.people:,}",
                )
                for row in rows
            ),
            (
                "All courses",
                "",
                f"{sum(row.sessions for row in rows):,}",
                f"{sum(row.people for row in rows):,}",
            ),
        ),
        figures=2,
    )
    told = tuple(Point(text=row.title, more=(row.text,), strong=True) for row in rows if row.text)
    return (Passage(sheet=sheet), *((Passage("What it changed", points=told),) if told else ()))


def attendance(rows: Sequence[AgencyAttendance]) -> tuple[Passage, ...]:
    """How many of its meetings each agency came to."""
    if not rows:
        return ()
    sheet = Sheet(
        caption="Meetings attended by each agency",
        headings=("Agency", "Meetings held", "Attended", "Share"),
        rows=tuple(
            (row.agency.name, str(row.possible), str(row.attended), f"{row.percentage}%")
            for row in rows
        ),
        figures=3,
    )
    return (Passage(sheet=sheet),)
