"""What the cells of a column say about it, where its header says nothing or too little."""

import re
from datetime import date

from actions.timescales import Kind, read_timescale

from . import columns, done, ratings, refs
from .accounting import Box, Grid

#: As many cells as show what a column is.
SAMPLE = 40
_RANK = re.compile(
    r"(?:high|medium|low|h|m|l|very high|urgent|must|should|could|[1-5])", re.IGNORECASE
)
_SOMEBODY = re.compile(
    r"\b(?:board|group|committee|team|manager|officer|chair|head|director|lead|police|council|nhs"
    r"|trust|ccg|icb|agenc(?:y|ies)|partners?|service|services|panel|lscb|lscp|sab|probation|health"
    r"|education|schools?|coordinator|co-ordinator|nurse|doctor|lado|all)\b",
    re.IGNORECASE,
)


def settle(grid: Grid, rows: list[int], headers: list[str], meanings: list[str]) -> list[str]:
    """The meanings of a table's columns, made to fit each other and what stands below them."""
    meanings = list(meanings)
    cells = [_below(grid, rows, column) for column in range(len(meanings))]
    for column, (header, meaning) in enumerate(zip(headers, meanings, strict=True)):
        if meaning in ("done", "completed_on", "progress", "rag"):
            meanings[column] = meaning = _done_or_not(meaning, cells[column])
        if meaning == "rag" and not _mostly(cells[column], _is_rating):
            if "rag" not in columns.plain(header).split() and _wordy(cells[column]):
                meanings[column] = "progress"
        elif (
            meaning in ("priority", "success_measure")
            and cells[column]
            and _all(cells[column], _is_rank)
        ):
            meanings[column] = "notes"
        elif meaning in ("action", "outcome", "success_measure") and _are_times(cells[column]):
            meanings[column] = "timescale" if "timescale" not in meanings else meaning
    _spanned(headers, meanings, grid, rows)
    _one_action(headers, meanings, cells)
    _levels(headers, meanings)
    _dates(headers, meanings)
    for column, meaning in enumerate(meanings):
        if not meaning:
            meanings[column] = (
                _by_content(cells[column], meanings, column, headers[column])
                or _unnamed(headers[column], meanings, column, cells[column])
                or "notes"
            )
    return meanings


def _done_or_not(meaning: str, boxes: list[Box]) -> str:
    """ "Completed", "Progress" and "Status" stand above dates, words, ticks or shares."""
    filled = [box for box in boxes if box.pieces]
    if meaning == "done":
        if _are_times(boxes) or (len(filled) == 1 and _is_time(filled[0])):
            return "completed_on"
        said = sum(done.read(box.flat, shares=True) is not None for box in filled)
        return "progress" if said * 2 < len(filled) and _wordy(boxes) else "done"
    if not filled:
        return meaning
    if meaning == "completed_on":
        said = [box for box in filled if (state := done.read(box.flat)) and not state.rest]
    elif meaning == "rag":
        # "Complete" alone is a rating as well; "Open" and "Closed", boxes and shares are none.
        states = [box for box in filled if (state := done.read(box.flat)) and not state.rest]
        unrated = [box for box in states if ratings.of_text(box.flat) is None]
        said = states if len(unrated) * 2 >= len(filled) else []
    else:
        said = [box for box in filled if done.is_sign(box.flat)]
    return "done" if len(said) * 5 >= len(filled) * 4 else meaning


def _are_times(boxes: list[Box]) -> bool:
    filled = [box for box in boxes if box.pieces]
    return len(filled) > 1 and sum(map(_is_time, filled)) * 5 >= len(filled) * 4


def _unnamed(header: str, meanings: list[str], column: int, boxes: list[Box]) -> str:
    """A column without a header before the action is what its actions stand under."""
    if header.strip() or not boxes or "action" not in meanings[column:]:
        return ""
    return next((m for m in ("outcome", "priority") if m not in meanings), "")


def guess(grid: Grid, rows: list[int]) -> list[str] | None:
    """Meanings for a table without any header; None where it does not look like a plan."""
    cells = [_below(grid, rows, column) for column in range(grid.width)]
    meanings = [""] * grid.width
    likely = _likely_leads(cells)
    for column, boxes in enumerate(cells):
        meaning = _by_content(boxes, meanings, column)
        if meaning == "lead" and column != likely:
            meaning = ""
        meanings[column] = meaning
    known = set(filter(None, meanings))
    lengths = {
        column: sum(len(box.flat) for box in boxes) / len(boxes)
        for column, boxes in enumerate(cells)
        if boxes and not meanings[column]
    }
    if not lengths or len(known & {"timescale", "lead", "rag"}) < 2:
        return None
    edge = min(c for c, m in enumerate(meanings) if m in ("timescale", "lead", "rag"))
    left = [column for column in lengths if column < edge] or list(lengths)
    action = left[-1]
    if lengths[action] < 18:
        return None
    meanings[action] = "action"
    for column in lengths:
        if column < action:
            meanings[column] = "outcome" if "outcome" not in meanings else "notes"
        elif column > action:
            meanings[column] = "progress" if lengths[column] > 25 else "notes"
    return meanings


def are_refs(grid: Grid, rows: list[int], column: int) -> bool:
    """Whether a column holds nothing but numbers."""
    return _all(_below(grid, rows, column), _is_ref)


def _likely_leads(cells: list[list[Box]]) -> int | None:
    """The column of leads: names are shorter than actions, which may speak of staff and schools."""
    found = {}
    for column, boxes in enumerate(cells[1:], 1):
        filled = [box for box in boxes if box.pieces]
        if filled and _mostly(filled, _is_somebody):
            found[column] = sum(len(box.flat) for box in filled) / len(filled)
    return min(found, key=found.get) if found else None


def _below(grid: Grid, rows: list[int], column: int) -> list[Box]:
    """The cells of a column that stand in it alone, as far as a sample goes."""
    found = []
    for number in rows:
        box = grid.rows[number][column]
        if (
            box.row == number
            and box.column == column
            and box.columns == 1
            and (box.pieces or box.fill)
        ):
            found.append(box)
            if len(found) == SAMPLE:
                break
    return found


def _mostly(boxes: list[Box], test) -> bool:
    filled = [box for box in boxes if box.pieces] or boxes
    return bool(filled) and sum(map(test, filled)) * 10 >= len(filled) * 6


def _all(boxes: list[Box], test) -> bool:
    filled = [box for box in boxes if box.pieces]
    return len(filled) > 1 and all(map(test, filled))


def _wordy(boxes: list[Box]) -> bool:
    filled = [box for box in boxes if box.pieces]
    return bool(filled) and sum(len(box.flat.split()) for box in filled) > 3 * len(filled)


def _is_rank(box: Box) -> bool:
    return bool(_RANK.fullmatch(box.flat))


def _is_rating(box: Box) -> bool:
    if not box.pieces:
        return ratings.of_fill(box.fill) is not None
    return ratings.of_text(box.flat) is not None


def _is_ref(box: Box) -> bool:
    number = refs.whole_ref(box.flat) or refs.joint_ref(box.flat)
    return (bool(number) and box.value is None) or bool(
        isinstance(box.value, float | int) and re.fullmatch(r"\d{1,3}(\.\d{1,2})?", box.flat)
    )


def _is_time(box: Box) -> bool:
    if isinstance(box.value, date):
        return True
    if len(box.flat) > 60:
        return False
    reading = read_timescale(box.flat, period_start=date(2020, 4, 1), period_end=date(2021, 3, 31))
    return reading.kind is not Kind.UNKNOWN


def _is_somebody(box: Box) -> bool:
    return len(box.flat) <= 90 and bool(_SOMEBODY.search(box.flat))


def _by_content(boxes: list[Box], meanings: list[str], column: int, header: str = "") -> str:
    filled = [box for box in boxes if box.pieces]
    if not filled:
        return "rag" if boxes and "rag" not in meanings and _mostly(boxes, _is_rating) else ""
    if "ref" not in meanings[:column] and column < 2 and _mostly(filled, _is_ref):
        return "ref"
    if "rag" not in meanings and _mostly(filled, _is_rating):
        return "rag"
    if "done" not in meanings and not header and all(done.is_sign(box.flat) for box in filled):
        return "done"
    if "timescale" not in meanings and _mostly(filled, _is_time):
        return "timescale"
    if "lead" not in meanings and column > 0 and _mostly(filled, _is_somebody):
        return "lead"
    return ""


def _spanned(headers: list[str], meanings: list[str], grid: Grid, rows: list[int]) -> None:
    """A header over two columns of which the first has only numbers: "Objective" over "1 | …"."""
    for column in range(len(meanings) - 1):
        if (
            headers[column]
            and headers[column] == headers[column + 1]
            and meanings[column] in ("priority", "outcome", "action")
            and _mostly(_below(grid, rows, column), _is_ref)
        ):
            meanings[column] = "ref"


def _one_action(headers: list[str], meanings: list[str], cells: list[list[Box]]) -> None:
    """A plan has one column of actions; what else sounds like it is above or measures it."""
    found = [column for column, meaning in enumerate(meanings) if meaning == "action"]
    if len(found) > 1:
        sure = [
            c
            for c in found
            if re.search(r"\b(?:action|activit|task|what will|do)", columns.plain(headers[c]))
        ]
        # The columns a header spans are one.
        keep = (sure or found)[0]
        for column in found:
            if column != keep and headers[column] != headers[keep]:
                left = column < keep and "outcome" not in meanings
                meanings[column] = "outcome" if left else "success_measure"
    elif not found and _answered(headers, meanings):
        return
    elif not found:
        for meaning in ("outcome", "success_measure", "priority", ""):
            left = [c for c, m in enumerate(meanings) if m == meaning and _wordy(cells[c])]
            if left:
                meanings[left[-1] if meaning == "outcome" else left[0]] = "action"
                return


def _answered(headers: list[str], meanings: list[str]) -> bool:
    """Read "Concern | What we did" as what is done about what; whether the headers are such."""
    answer = answering(headers)
    asked = next((c for c, header in enumerate(headers) if columns.asks(header)), None)
    if answer is None or asked is None or asked == answer:
        return False
    meanings[answer] = "action"
    if asked < answer and "outcome" not in meanings[:asked]:
        meanings[asked] = "outcome"
    return True


def answering(headers: list[str]) -> int | None:
    """The column of what is done about something, one named for actions before any other."""
    found = [column for column, header in enumerate(headers) if columns.answers(header)]
    named = [column for column in found if columns.meaning_of(headers[column]) == "action"]
    still = [c for c in found if not re.search(r"existing|current|in place", headers[c], re.I)]
    return next(iter(named or still or found), None)


def _levels(headers: list[str], meanings: list[str]) -> None:
    """What stands left of the action is above it; an outcome right of it measures it."""
    action = meanings.index("action") if "action" in meanings else len(meanings)
    for column, meaning in enumerate(meanings):
        if meaning == "outcome" and column > action:
            meanings[column] = "success_measure"
        elif (
            meaning == "success_measure"
            and column < action
            and "outcome" not in meanings
            and re.search(r"\b(?:outcome|result|impact|output)", columns.plain(headers[column]))
        ):
            meanings[column] = "outcome"
    above = [c for c, m in enumerate(meanings) if m == "outcome"]
    distinct = {headers[c] for c in above}
    if len(distinct) > 1 and "priority" not in meanings:
        first = headers[above[0]]
        for column in above:
            if headers[column] == first:
                meanings[column] = "priority"


def _dates(headers: list[str], meanings: list[str]) -> None:
    """ "Completion date" is when it is due where no other column says that."""
    if "timescale" not in meanings:
        for column, meaning in enumerate(meanings):
            if meaning == "completed_on" and not re.search(
                r"\b(?:actual|achieved|closed|done|signed|completed)\b",
                columns.plain(headers[column]),
            ):
                meanings[column] = "timescale"
                return
    found = [c for c, m in enumerate(meanings) if m == "timescale"]
    for column in found[1:]:
        if headers[column] != headers[found[0]]:
            meanings[column] = "notes"


def widest(grid: Grid) -> int:
    """The column with the most words."""
    sizes = [
        sum(len(box.flat) for box in _below(grid, range(len(grid.rows)), c))
        for c in range(grid.width)
    ]
    return sizes.index(max(sizes)) if sizes else 0


def numbered(grid: Grid, rows: list[int], meanings: list[str]) -> dict[int, str]:
    """What each column of numbers counts: the priorities, outcomes or actions to its right.

    Numbers beside an outcome count the actions where they change while the outcome stays, or
    where several stand beside one.
    """
    found = {}
    for column, meaning in enumerate(meanings):
        if meaning != "ref":
            continue
        right = [(c, m) for c, m in enumerate(meanings) if c > column]
        place, level = next(
            ((c, m) for c, m in right if m in ("priority", "outcome", "action")), (column, "action")
        )
        if level != "action":
            changes = stays = 0
            before = ""
            for number in rows:
                box, above = grid.rows[number][column], grid.rows[number][place]
                if box.row != number or not box.pieces or above.column <= column:
                    continue
                several = len(refs.numbers(box.text))
                if several > 1:
                    stays += several - 1
                elif above.row < number or not above.pieces or above.flat == before:
                    stays += 1
                else:
                    changes += 1
                before = above.flat or before
            level = "action" if stays > changes * 0.3 else level
        found[column] = level
    return found
