"""Names and other personal data in a document, found before it goes to the public.

It looks for what tends to slip in: names of the board's own users, names beside a title or a
rank, e-mail addresses, telephone numbers and dates of birth. It cannot find every name, and what
it finds may well belong there: it lists, and a person decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from subgroups.models import Post

from .board_rows import BoardRows
from .models import AnnualReport, Contribution, Section

_TITLES = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor|Sir|Dame|Lord|Lady|Rev|PC|PCSO|DC|DS|DI|"
    "DCI|DSU|DCS|Sgt|Sergeant|Insp|Inspector|Supt|Superintendent|Constable"
)
_NAME = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я][\w'’-]+"
_PATTERNS = (
    (
        "a name with a title",
        # A rank alone is a post; one name must follow, or an initial and a name.
        re.compile(rf"\b(?:{_TITLES})\.?\s+(?:[A-Z]\.?\s+)?{_NAME}(?:\s+{_NAME})?"),
    ),
    ("an e-mail address", re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")),
    (
        "a telephone number",
        re.compile(r"(?<![\d.£])(?:\+44\s?\(?0?\)?|\(?0)(?:[\s()-]?\d){9,10}(?!\d)"),
    ),
    (
        "a date of birth",
        re.compile(
            r"\b(?:d\.?o\.?b\.?|dates? of birth|born(?: on)?)\W{0,4}"
            r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+\s+\d{4})",
            re.IGNORECASE,
        ),
    ),
)
# Words of posts: an account that is named by them is named by its post, not by a person.
_POST_WORDS = frozenset(
    [
        "manager",
        "lead",
        "officer",
        "chair",
        "chairman",
        "chairwoman",
        "member",
        "head",
        "director",
        "nurse",
        "doctor",
        "inspector",
        "coordinator",
        "co-ordinator",
        "representative",
        "executive",
        "adviser",
        "advisor",
        "administrator",
        "lay",
        "police",
        "deputy",
        "board",
        "team",
        "service",
        "services",
    ]
)
_AROUND = 60  # letters shown on each side


@dataclass(frozen=True, slots=True)
class Found:
    """One place. `where` names its row ("section-4", "contribution-9"), "" where the words come
    from elsewhere, such as the plan, and cannot be changed from here."""

    kind: str
    text: str
    place: str  # the heading it stands under
    before: str
    after: str
    where: str
    post: Post | None  # which the named person holds


@dataclass(frozen=True, slots=True)
class People:
    """Who is looked for: the names of the board's users, and the post of each who has one."""

    names: tuple[str, ...]
    posts: dict[str, Post]


def people_of(board: BoardRows) -> People:
    """Those who are or were on the board, or hold one of its posts."""
    names = {row.user_id: row.user.name for row in board.members if _is_a_name(row.user.name)}
    posts = {}
    for post in board.posts:
        if post.holder and not post.ended_on and _is_a_name(post.holder.name):
            names[post.holder_id] = post.holder.name
            posts.setdefault(post.holder.name, post)
    return People(tuple(sorted(set(names.values()), key=len, reverse=True)), posts)


def _is_a_name(name: str) -> bool:
    words = [word.strip(",.").lower() for word in name.split()]
    return len(words) > 1 and not any(word in _POST_WORDS for word in words)


def look(document, people: People) -> list[Found]:
    """Everything found in a document tree, in its order; each text of a place once."""
    patterns = list(_PATTERNS)
    if people.names:
        either = "|".join(re.escape(name) for name in people.names)
        patterns.insert(0, ("the name of a user", re.compile(rf"\b(?:{either})\b")))
    found: dict[tuple, Found] = {}
    for text, place, where in _texts(document, "", ""):
        taken: list[tuple[int, int]] = []
        for kind, pattern in patterns:
            for match in pattern.finditer(text):
                start, end = match.span()
                if any(start < last and first < end for first, last in taken):
                    continue
                taken.append((start, end))
                said = match[0]
                found.setdefault(
                    (kind, said, place, where),
                    Found(
                        kind=kind,
                        text=said,
                        place=place,
                        before=text[max(start - _AROUND, 0) : start],
                        after=text[end : end + _AROUND],
                        where=where,
                        post=people.posts.get(said),
                    ),
                )
    return list(found.values())


# Not words of the report: how it looks, its addresses, its row's kinds.
_SKIPPED = frozenset({"look", "anchor", "kind", "key", "rag", "width", "data", "digest"})
_ROWS = ("section-", "contribution-")


def _texts(node, place: str, where: str) -> Iterator[tuple[str, str, str]]:
    """(text, the heading it stands under, its row) of every text in a tree."""
    if isinstance(node, str):
        if node:
            yield node, place, where
    elif isinstance(node, tuple):
        for item in node:
            yield from _texts(item, place, where)
    elif is_dataclass(node):
        anchor = getattr(node, "anchor", "")
        title = getattr(node, "title", "")
        if title:
            place = title
        if anchor:
            where = anchor if anchor.startswith(_ROWS) else ""
        for field in fields(node):
            if field.name not in _SKIPPED:
                below = getattr(node, field.name)
                # What a section draws from other rows is not changed by changing the section.
                own = where.startswith("section-") and field.name not in ("title", "text")
                yield from _texts(below, place, "" if own else where)


def changeable(found: Found, collected: frozenset[int]) -> bool:
    """Whether the place can be changed from the list. collected: the contributions that agencies
    wrote themselves, which are changed where they were written."""
    kind, _, pk = found.where.rpartition("-")
    return bool(kind) and not (kind == "contribution" and int(pk) in collected)


def row_of(report: AnnualReport, where: str) -> Section | Contribution | None:
    """The row of a report that a `Found.where` names."""
    kind, _, pk = where.rpartition("-")
    model = {"section": Section, "contribution": Contribution}.get(kind)
    if model is None or not pk.isdecimal():
        return None
    return model.objects.select_related("report").filter(report=report, pk=pk).first()
