"""The texts of a contribution: what may be written, what is written, and what is amiss with it."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from ..answers import blocks_of, count_words
from ..models import Contribution, Draft, Question
from ..parts import Block, gather
from ..questions import filled

PART, FORM = Draft.Part, Contribution.Form

_PARTS = {
    FORM.TEMPLATE: (PART.ANSWER, PART.AUTHORS),
    FORM.NARRATIVE: (PART.NARRATIVE, PART.AUTHORS),
    FORM.LINK: (PART.LINK_WORDS, PART.LINK_ADDRESS, PART.AUTHORS),
}
_HINTS = {
    PART.NARRATIVE: "What your agency did for the safeguarding of children in the year, what "
    "became better for them, how you know, and what comes next.",
    PART.AUTHORS: "Posts rather than names, one to a line: the report is published.",
    PART.LINK_WORDS: "A sentence or two for the reader of the annual report: what your own report "
    "is and what can be found in it.",
    PART.LINK_ADDRESS: "The whole address, beginning with https://. Leave it empty if you send a "
    "file below.",
}
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:\d{4}|\d{2}))?\b")
_FIGURE = re.compile(r"\d")
_EVIDENCE = re.compile(
    r"https?://|\b(?:audit|survey|inspect|ofsted|cqc|hmic|feedback|evaluat|questionnaire|dataset|"
    r"data|figures?|review|dip.sampl|scorecard|case stud|complain|compliment)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a contribution; `version` is 0 where nobody has written it yet."""

    key: str  # names its field: "q12", "narrative"
    part: str
    question: Question | None
    label: str
    hint: str
    limit: int | None  # words
    text: str
    version: int
    by_name: str
    written_at: datetime.datetime | None
    earlier_states: int
    draft_id: int | None

    @property
    def words(self) -> int:
        return count_words(self.text)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return gather(
            (block["kind"], block["level"] or 1, block["text"]) for block in blocks_of(self.text)
        )

    @property
    def is_prose(self) -> bool:
        """Whether it takes paragraphs and lists, and its words count."""
        return self.part in (PART.ANSWER, PART.NARRATIVE, PART.LINK_WORDS)

    @property
    def longest(self) -> int:
        """Characters that it may have."""
        return {
            PART.NARRATIVE: 10 * settings.MAX_TEXT_LENGTH,
            PART.AUTHORS: 1_000,
            PART.LINK_ADDRESS: 200,
        }.get(self.part, settings.MAX_TEXT_LENGTH)


def all_texts(contribution: Contribution) -> dict[str, Text]:
    """{key: Text}: every text of a contribution (report loaded), those of other forms as well,
    so that what was written in one form is still there when another was tried. Two queries."""
    drafts = {
        (draft.part, draft.question_id): draft
        for draft in contribution.drafts.annotate(states=Count("versions"))
    }
    questions = list(Question.objects.asked_in(contribution.report))
    texts = [
        _text(
            f"q{question.pk}",
            PART.ANSWER,
            drafts.get((PART.ANSWER, question.pk)),
            label=filled(question.prompt, contribution.report),
            hint=filled(question.hint, contribution.report),
            question=question,
        )
        for question in questions
    ]
    texts += [
        _text(part.value, part, drafts.get((part, None)), label=part.label, hint=_HINTS[part])
        for part in PART
        if part != PART.ANSWER
    ]
    return {text.key: text for text in texts}


def texts_of(contribution: Contribution) -> list[Text]:
    """The texts that the form chosen for this contribution has, in order."""
    wanted = _PARTS[contribution.form]
    found = all_texts(contribution).values()
    return [text for part in wanted for text in found if text.part == part]


def _text(key, part, draft, *, label, hint, question=None) -> Text:
    return Text(
        key=key,
        part=part,
        question=question,
        label=label,
        hint=hint,
        limit=question.word_limit if question else None,
        text=draft.text if draft else "",
        version=draft.version if draft else 0,
        by_name=draft.by_name if draft else "",
        written_at=draft.written_at if draft else None,
        # Only the pages at which it is written count its earlier states.
        earlier_states=getattr(draft, "states", 0),
        draft_id=draft.pk if draft else None,
    )


def marks_of(text: Text) -> list[str]:
    """What whoever hands it in or reads it should look at again; [] where nothing is amiss.

    Whether figures or evidence are there is guessed from the words, so the marks only point.
    """
    if not text.is_prose:
        return []
    if not text.text.strip():
        return ["Not answered" if text.question else "Empty"]
    marks = []
    if text.limit and text.words > text.limit:
        over = text.words - text.limit
        marks.append(f"{over} word{'' if over == 1 else 's'} over the limit of {text.limit}")
    asks_for = text.question.asks_for if text.question else ""
    bare = _YEARS.sub("", text.text)
    if asks_for == Question.AsksFor.FIGURES and not _FIGURE.search(bare):
        marks.append("No figures found")
    if asks_for == Question.AsksFor.EVIDENCE and not (
        _FIGURE.search(bare) or _EVIDENCE.search(text.text)
    ):
        marks.append("No evidence found")
    return marks


def marks_in(
    report, contributions: Iterable[Contribution], drafts: Iterable[Draft]
) -> dict[int, list[tuple[str, str]]]:
    """{contribution id: [(which text, what is amiss with it)]} of all that was handed in or
    accepted, in the order of the questions. One query.

    contributions, drafts: all of the report.
    """
    status = Contribution.Status
    questions = list(Question.objects.asked_in(report))
    forms = {
        each.pk: each.form
        for each in contributions
        if each.status in (status.HANDED_IN, status.ACCEPTED)
    }
    found: dict[int, dict] = {}
    for draft in drafts:
        if draft.contribution_id in forms:
            found.setdefault(draft.contribution_id, {})[draft.part, draft.question_id] = draft
    marks: dict[int, list[tuple[str, str]]] = {}
    for pk, written in found.items():
        for text in _wanted(forms[pk], questions, written, report):
            marks.setdefault(pk, []).extend((text.label, mark) for mark in marks_of(text))
    return marks


def _wanted(form: str, questions: list[Question], drafts: dict, report):
    """The texts that a contribution of `form` is made of."""
    for part in _PARTS[form]:
        if part != PART.ANSWER:
            yield _text(part.value, part, drafts.get((part, None)), label=part.label, hint="")
            continue
        for question in questions:
            yield _text(
                f"q{question.pk}",
                part,
                drafts.get((part, question.pk)),
                label=filled(question.prompt, report),
                hint="",
                question=question,
            )
