"""What agencies write: drafts of which nothing is lost, by several writers at once."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import User

from ...answers import count_words
from ...contributing.texts import Text, all_texts
from ...contributing.workflow import STEPS
from ...models import Contribution, Draft, DraftVersion
from .asking import LinkWriter
from .holding import held_to_write

# What one writer saves within this time is one earlier state, unless much was taken away.
ONE_GO = datetime.timedelta(minutes=5)
MUCH = 0.7  # of the characters that were there must be left to count as the same go


@dataclass(frozen=True)
class Typed:
    """What somebody typed, and the version that they began from (0 for an empty field)."""

    text: str
    seen: int


@dataclass(frozen=True)
class Saved:
    """{key: version} of what stands now as it was typed, and {key: Text} of what somebody else
    wrote meanwhile; of the latter nothing was saved."""

    contribution: Contribution
    versions: dict[str, int]
    conflicts: dict[str, Text]
    at: datetime.datetime


@transaction.atomic
def save_drafts(
    *, contribution: Contribution, typed: dict[str, Typed], by: User | LinkWriter
) -> Saved:
    """Save texts by their keys (contributing.texts). What did not change is left alone.

    Raises RuleBroken, its field the key, where nothing may be written now, a text is too long or
    its question is no longer there.
    """
    contribution = held_to_write(contribution)
    texts = all_texts(contribution)
    now = timezone.now()
    versions, conflicts, changes = {}, {}, {}
    for key, one in typed.items():
        text = texts.get(key)
        if text is None:
            raise RuleBroken("A question was taken out of the report since you opened this page.")
        words = one.text.replace("\r\n", "\n").replace("\r", "\n").strip()
        _must_fit(text, words)
        if words == text.text:
            versions[key] = text.version
        elif one.seen != text.version:
            conflicts[key] = text
        else:
            versions[key] = _write(contribution, text, words, by=by, now=now)
            changes[text.label[:100]] = [_told(text.text), _told(words)]
    if changes:
        note_work(contribution, writer=by, now=now)
        audit.record(by=by, verb="wrote", obj=contribution, changes=changes)
    return Saved(contribution, versions, conflicts, now)


@transaction.atomic
def bring_back(
    *, contribution: Contribution, version: DraftVersion, by: User | LinkWriter
) -> Draft:
    """The text of an earlier state becomes the newest one; what stands now stays among the
    earlier states."""
    contribution = held_to_write(contribution)
    draft = Draft.objects.get(pk=version.draft_id, contribution=contribution)
    texts = {text.draft_id: text for text in all_texts(contribution).values()}
    text = texts[draft.pk]
    if text.text != version.text:
        _write(contribution, text, version.text, by=by, now=timezone.now(), new_go=True)
        note_work(contribution, writer=by, now=timezone.now())
        audit.record(
            by=by,
            verb="brought back an earlier state of",
            obj=contribution,
            changes={text.label[:100]: [_told(text.text), _told(version.text)]},
        )
    draft.refresh_from_db()
    return draft


@transaction.atomic
def choose_form(*, contribution: Contribution, form: str, by: User | LinkWriter) -> Contribution:
    """How it will be sent. What was written in another form is kept."""
    contribution = held_to_write(contribution)
    changes = audit.changed(contribution, {"form": form})
    if changes:
        contribution.save(update_fields=["form"])
        audit.record(by=by, verb="chose the form of", obj=contribution, changes=changes)
    return contribution


def _write(contribution, text: Text, words: str, *, by, now, new_go=False) -> int:
    """Write one text and its earlier states; the new version."""
    if text.draft_id is None:
        draft = Draft.objects.create(
            board=contribution.board,
            contribution=contribution,
            part=text.part,
            question=text.question,
            text=words,
            version=1,
            written_at=now,
            by_name=by.name[:200],
        )
    else:
        draft = Draft.objects.get(pk=text.draft_id)
        draft.text, draft.version = words, draft.version + 1
        draft.written_at, draft.by_name = now, by.name[:200]
        draft.save(update_fields=["text", "version", "written_at", "by_name"])
    last = draft.versions.first()
    same_go = (
        not new_go
        and last is not None
        and last.by_name == draft.by_name
        and now - last.began_at < ONE_GO
        and len(words) >= MUCH * len(last.text)
    )
    if same_go:
        last.text, last.number, last.at = words, draft.version, now
        last.save(update_fields=["text", "number", "at"])
    else:
        DraftVersion.objects.create(
            board=contribution.board,
            draft=draft,
            number=draft.version,
            text=words,
            by_name=draft.by_name,
            began_at=now,
            at=now,
        )
    return draft.version


def note_work(contribution: Contribution, *, writer, now) -> None:
    """Say when it was last worked on and by whom; the first words begin it."""
    contribution.worked_on_at, contribution.worked_by = now, writer.name[:200]
    fields = ["worked_on_at", "worked_by"]
    begin = STEPS["begin"]
    if contribution.status in begin.before:
        contribution.status = begin.after
        fields.append("status")
    contribution.save(update_fields=fields)


def _must_fit(text: Text, words: str) -> None:
    if len(words) > text.longest:
        raise RuleBroken(
            f"This is too long by {len(words) - text.longest:,} characters: write "
            f"{text.longest:,} or fewer.",
            field=text.key,
        )


def _told(words: str) -> str:
    count = count_words(words)
    return f"{count} word{'' if count == 1 else 's'}"
