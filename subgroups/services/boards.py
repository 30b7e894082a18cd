"""A board, and everything it chooses for itself."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify

from boardplan import audit
from boardplan.errors import RuleBroken

from ..colours import CONTRAST_NEEDED, contrast_with_white
from ..logos import read_logo
from ..models import Board, Membership, User
from ..words import DEFAULT_WORDS
from .invitations import Issued, invite

# In the order in which screens and documents list them; the first three always stand.
RATINGS = ("green", "amber", "red", "blue", "grey")
ALWAYS_RATED = ("green", "amber", "red")


@transaction.atomic
def create_board(
    *,
    name: str,
    manager_email: str,
    manager_name: str = "",
    slug: str = "",
    short_name: str = "",
    send: bool = False,
    by: User | None = None,
) -> Issued:
    """A new board and the invitation of its first business manager.

    Raises RuleBroken where the address of the board is taken or is one of ours.
    """
    slug = slug or slugify(short_name or name)[:50].strip("-")
    if not slug or slug in reserved_slugs():
        raise RuleBroken(f"A board cannot have the address “{slug}”. Choose another.", field="slug")
    if Board.objects.filter(slug=slug).exists():
        raise RuleBroken(f"There is a board at “{slug}” already. Choose another.", field="slug")
    board = Board.objects.create(slug=slug, name=name, short_name=short_name)
    audit.record(by=by, verb="created", obj=board)
    return invite(
        board=board,
        email=manager_email,
        name=manager_name,
        role=Membership.Role.MANAGER,
        by=by,
        send=send,
    )


def reserved_slugs() -> frozenset[str]:
    from boardplan.urls import RESERVED_SLUGS  # the URLs import our views, which import this

    return RESERVED_SLUGS


@transaction.atomic
def change_board(
    *,
    board: Board,
    name: str,
    short_name: str,
    year_start_month: int,
    stale_after_days: int,
    second_step_roles: list[str],
    by: User,
) -> Board:
    """Names, the year, when an action counts as stale, and which roles need a second step."""
    return _save(
        board,
        {
            "name": name,
            "short_name": short_name,
            "year_start_month": year_start_month,
            "stale_after_days": stale_after_days,
            "second_step_roles": [
                role for role in Membership.Role.values if role in second_step_roles
            ],
        },
        verb="changed",
        by=by,
    )


@transaction.atomic
def change_look(
    *, board: Board, colour: str, logo=None, remove_logo: bool = False, logo_alt: str, by: User
) -> Board:
    """Colour and logo. `logo` is an uploaded file, or None to keep what is there.

    Raises RuleBroken for a colour that cannot be read on white, a file that is not a picture, and
    a logo without a description.
    """
    colour = colour.lower()
    ratio = contrast_with_white(colour)
    if ratio < CONTRAST_NEEDED:
        raise RuleBroken(
            f"{colour} is too light: its contrast with white is {ratio:.1f} to 1, and people with "
            f"poor sight need {CONTRAST_NEEDED} to 1. Choose a darker colour.",
            field="colour",
        )
    before = board.logo.name
    if (logo is not None or (before and not remove_logo)) and not logo_alt:
        raise RuleBroken(
            "Describe the logo for people who cannot see it, for example “Riverside Safeguarding "
            "Partnership”.",
            field="logo_alt",
        )
    if logo is not None:
        content, ending = read_logo(logo)
        mark = hashlib.sha256(content).hexdigest()[:16]
        board.logo.save(f"{board.pk}-{mark}.{ending}", ContentFile(content), save=False)
    elif remove_logo:
        board.logo = ""
    after = board.logo.name
    values = {"colour": colour, "logo_alt": logo_alt if after else ""}
    changes = audit.changed(board, values)
    if before != after:
        changes["logo"] = [before, after]
        if before:
            storage = board.logo.storage
            transaction.on_commit(lambda: storage.delete(before))
    return _store(board, changes, verb="changed the look of", by=by)


@transaction.atomic
def change_words(*, board: Board, words: dict[str, str], by: User) -> Board:
    """The board's own words; one left empty or standard is not kept, so it follows ours."""
    kept = {
        key: words[key].strip()
        for key, standard in DEFAULT_WORDS.items()
        if words.get(key, "").strip() not in ("", standard)
    }
    return _save(board, {"words": kept}, verb="changed the words of", by=by)


@transaction.atomic
def change_ratings(*, board: Board, scheme: list[dict], by: User) -> Board:
    """The ratings in use: a list of {"rag", "label", "meaning"}.

    Those the board has already keep their order, which is its own; new ones come after them.
    Raises RuleBroken where green, amber or red is missing, or two have one label.
    """
    found = {level["rag"]: level for level in scheme}
    for rag in ALWAYS_RATED:
        if rag not in found:
            raise RuleBroken("Green, amber and red are always part of the scheme.")
    labels = [level["label"].strip().lower() for level in scheme]
    if len(set(labels)) != len(labels):
        raise RuleBroken("Give each rating a label of its own.")
    used = [level["rag"] for level in board.rag_scheme]
    ordered = [
        {
            "rag": rag,
            "label": found[rag]["label"].strip(),
            "meaning": found[rag]["meaning"].strip(),
        }
        for rag in dict.fromkeys([*used, *RATINGS])
        if rag in found
    ]
    return _save(board, {"rag_scheme": ordered}, verb="changed the ratings of", by=by)


def _save(board: Board, values: dict, *, verb: str, by: User) -> Board:
    return _store(board, audit.changed(board, values), verb=verb, by=by)


def _store(board: Board, changes: dict, *, verb: str, by: User) -> Board:
    if changes:
        board.save(update_fields=list(changes))
        audit.record(by=by, verb=verb, obj=board, changes=changes)
    return board
