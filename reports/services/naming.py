"""Names in a report turned into posts, where its own rows say them."""

import re

from django.db import transaction

from boardplan import audit
from boardplan.errors import RuleBroken
from subgroups.models import Post, User

from ..models import Contribution, Section
from .assembling import still_a_draft

_FIELDS = {
    Section: ("title", "body"),
    Contribution: ("title", "sub_heading", "purpose", "link_text"),
}


@transaction.atomic
def replace_name(*, row: Section | Contribution, name: str, post: Post, by: User) -> int:
    """Put the name of `post` for `name` wherever `row` says it; how many places that were.

    Raises RuleBroken where the name is no longer there, the report is approved, or an agency
    wrote the row itself.
    """
    still_a_draft(row.report)
    if isinstance(row, Contribution) and row.collected:
        raise RuleBroken(
            f"What {row} says is changed where the agency writes it, or it would come back with "
            "the next hand-in. Open or return it there."
        )
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    swap = _Swap(name, post.name)
    values = {field: swap.text(getattr(row, field)) for field in _FIELDS[type(row)]}
    if isinstance(row, Contribution):
        values["authors"] = [swap.text(author) for author in row.authors]
        values["answers"] = [swap.answer(answer) for answer in row.answers]
    if not swap.count:
        raise RuleBroken(f"“{name}” no longer stands in {row}. Look at the list again.")
    changes = audit.changed(row, values)
    written = [*changes]
    if isinstance(row, Section):  # somebody who has it open is told that it moved on
        row.version += 1
        written.append("version")
    row.save(update_fields=written)
    audit.record(by=by, verb="replaced a name in", obj=row, changes=changes)
    return swap.count


class _Swap:
    def __init__(self, name: str, post: str):
        self._name = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        self._post = post
        self.count = 0

    def text(self, text: str) -> str:
        swapped, number = self._name.subn(lambda found: self._post, text)
        self.count += number
        return swapped

    def answer(self, answer: dict) -> dict:
        kept = dict(answer)
        for key in ("prompt", "hint"):
            if kept.get(key):
                kept[key] = self.text(kept[key])
        kept["blocks"] = [
            block | {"text": self.text(block["text"])} for block in answer.get("blocks", ())
        ]
        return kept
