"""What the board chose to publish, for everybody: no session, no cookie, a few queries.

Everything here may be kept by browsers and proxies for a minute and is then asked for again by
its ETag. What is not published is answered exactly as what does not exist. Pages are rendered
without the request, so that nothing about whoever asks can reach them.
"""

import hashlib
import mimetypes
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from boardplan.access import public
from subgroups.models import Board

from ..models import Edition, EditionFile, PublicFace
from .papers import TYPES
from .publication import size_of
from .reading import pages_of, sheet_of
from .sent import handed_out, sent_in

KEPT = "public, max-age=60, must-revalidate"
GONE, MISSING = 410, 404
HTML = "text/html; charset=utf-8"


_NUMBERED = {
    "published_paper": "published_edition",
    "published_page": "published_edition_page",
    "published_file": "published_edition_file",
}


@dataclass(frozen=True)
class Shown:
    """An edition that was published at some time, among the others of its paper."""

    edition: Edition
    newest: Edition

    @property
    def current(self) -> bool:
        return self.edition.pk == self.newest.pk

    def url(self, name: str, *more) -> str:
        """An address below the paper; that of the edition unless it is the current one."""
        edition = self.edition
        kind = "plans" if edition.is_plan else "reports"
        args = [edition.board.slug, kind, edition.slug]
        if not self.current:
            name = _NUMBERED[name]
            args.append(edition.number)
        return reverse(name, args=[*args, *more])


@require_safe
@public
def board(request, board):
    """Everything the board has published, plans and reports, with their editions."""
    papers = _papers(board)
    # The newest edition speaks for its paper: withdrawn, the paper is not listed.
    papers = [editions for editions in papers if not editions[0].withdrawn_on]
    if not papers:
        return _missing(request)
    shown = [edition for editions in papers for edition in editions if not edition.withdrawn_on]
    files = _files(shown)
    whose = shown[0].board
    kinds = (("Annual reports", False), (whose.words_for("plan"), True))
    context = _frame(whose) | {
        "title": "Publications",
        "groups": [
            {
                "title": title,
                "papers": [_listed(each, files) for each in papers if each[0].is_plan is is_plan],
            }
            for title, is_plan in kinds
        ],
        "canonical": _whole(reverse("published_board", args=[board])),
    }
    return _page(request, "published/board.html", context)


def _listed(editions: list[Edition], files) -> dict:
    newest = editions[0]
    shown = Shown(newest, newest)
    return {
        "edition": newest,
        "href": shown.url("published_paper"),
        "files": _links(shown, files.get(newest.pk, {})),
        "earlier": [
            {
                "edition": edition,
                "href": Shown(edition, newest).url("published_paper"),
                "files": _links(Shown(edition, newest), files.get(edition.pk, {})),
            }
            for edition in editions[1:]
            if not edition.withdrawn_on
        ],
    }


@require_safe
@public
def paper(request, board, kind, paper, number=None, page=""):
    """A page of a paper: of its newest edition, or of the one with that number."""
    found = _shown(board, kind, paper, number)
    if found is None:
        return _missing(request)
    if found.edition.withdrawn_on:
        return _withdrawn(request, found)
    pages = pages_of(found.edition)
    sheet = sheet_of(pages, page)
    if sheet is None:
        return _missing(request)
    first = page == ""
    files = _files([found.edition])[found.edition.pk] if first else {}
    context = _frame(found.edition.board) | {
        "title": sheet.title,
        "sheet": sheet,
        "up": "" if first else "../",
        "edition": found.edition,
        "newer": None if found.current else found.newest,
        "newer_href": ""
        if found.current
        else Shown(found.newest, found.newest).url("published_paper"),
        "newer_withdrawn": bool(found.newest.withdrawn_on),
        "files": _links(found, files),
        "contents": found.url("published_paper"),
        # The newest edition has two addresses; search engines are told which one to keep.
        "canonical": _whole(
            found.url("published_page", page) if page else found.url("published_paper")
        ),
        "robots": "" if found.current else "noindex",
    }
    return _page(request, "published/paper.html", context)


@require_safe
@public
def file(request, board, kind, paper, form, number=None):
    """The PDF, Word document or data of an edition, byte for byte as it was made."""
    found = _shown(board, kind, paper, number)
    if found is None:
        return _missing(request)
    if found.edition.withdrawn_on:
        return _withdrawn(request, found)
    row = found.edition.files.light().filter(form=form).first()
    if row is None:
        return _missing(request)
    etag = f'"{row.digest}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return _kept(known, etag)
    response = HttpResponse(bytes(row.content), content_type=TYPES[form])
    name = f"{board}-{paper}-edition-{found.edition.number}.{form}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return _kept(response, etag)


@require_safe
@public
def sent_file(request, board, kind, paper, digest, form, number=None):
    """A file that an agency sent as its part of a report, byte for byte.

    It is for saving, never for showing: what strangers made does not open on our address.
    """
    found = _shown(board, kind, paper, number)
    if found is None:
        return _missing(request)
    if found.edition.withdrawn_on:
        return _withdrawn(request, found)
    row = sent_in(found.edition, digest, form)
    if row is None:
        return _missing(request)
    etag = f'"{row.digest}"'
    known = get_conditional_response(request, etag=etag)
    return _kept(known or handed_out(row, form), etag)


@require_safe
@public
def nothing(request, rest=""):
    return _missing(request)


@require_safe
@public
def accessibility(request, board):
    """The statement that the regulations of 2018 ask for."""
    found = _public_board(board)
    if found is None:
        return _missing(request)
    context = _frame(found) | {
        "title": "Accessibility statement",
        "canonical": _whole(reverse("published_accessibility", args=[board])),
    }
    return _page(request, "published/accessibility.html", context)


@require_safe
@public
def look(request, board):
    """The board's colour as a stylesheet, because pages may hold no style of their own."""
    found = _public_board(board)
    if found is None:
        return _missing(request)
    return _answer(
        request,
        f":root {{ --board-colour: {found.colour}; }}\n".encode(),
        "text/css; charset=utf-8",
    )


@require_safe
@public
def logo(request, board):
    found = _public_board(board)
    if found is None or not found.logo:
        return _missing(request)
    try:
        with found.logo.open("rb") as content:
            data = content.read()
    except FileNotFoundError:
        return _missing(request)
    return _answer(request, data, mimetypes.guess_type(found.logo.name)[0])


def _papers(board: str) -> list[list[Edition]]:
    """The papers published at some time, the last approved first, each as its editions from the
    newest on."""
    rows = Edition.objects.once_public().light().filter(board__slug=board)
    papers: dict[tuple, list[Edition]] = {}
    for edition in rows.select_related("board").order_by("-number"):
        papers.setdefault((edition.is_plan, edition.slug), []).append(edition)
    return sorted(papers.values(), key=lambda each: each[0].approved_on, reverse=True)


def _public_board(slug: str) -> Board | None:
    """The board, if anything of it is public."""
    found = Edition.objects.public().light().select_related("board").filter(board__slug=slug)
    edition = found.first()
    return edition.board if edition else None


def _shown(board: str, kind: str, paper: str, number: int | None) -> Shown | None:
    rows = (
        Edition.objects.once_public()
        .light()
        .filter(board__slug=board, slug=paper, plan__isnull=kind == "reports")
        .select_related("board")
        .order_by("-number")
    )
    editions = list(rows)
    if number is None:
        return Shown(editions[0], editions[0]) if editions else None
    chosen = next((edition for edition in editions if edition.number == number), None)
    return Shown(chosen, editions[0]) if chosen else None


def _files(editions: list[Edition]) -> dict[int, dict[str, EditionFile]]:
    found: dict[int, dict] = {edition.pk: {} for edition in editions}
    for row in EditionFile.objects.light().filter(edition__in=editions, form__in=TYPES):
        found[row.edition_id][row.form] = row
    return found


def _links(shown: Shown, files: dict) -> list[dict]:
    return [
        {
            "form": form,
            "text": files[form].get_form_display(),
            "size": size_of(files[form]),
            "href": shown.url("published_file", form),
        }
        for form in TYPES
        if form in files
    ]


def _frame(board: Board) -> dict:
    """What every public page of a board shows around its content."""
    face = PublicFace.objects.filter(board=board).first()
    return {
        "board": board,
        "introduction": face.introduction if face else "",
        "contact": face.contact if face else "",
        "home": reverse("published_board", args=[board.slug]),
        "statement": reverse("published_accessibility", args=[board.slug]),
        "look": reverse("published_look", args=[board.slug]) + f"?v={board.colour[1:]}",
        "logo": reverse("published_logo", args=[board.slug]) if board.logo else "",
        "robots": "",
    }


def _whole(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path


def _missing(request):
    """The same for what is not published, what never was and what does not exist."""
    return _page(request, "published/missing.html", {"title": "Page not found"}, status=MISSING)


def _withdrawn(request, found: Shown):
    """The address stays and says what became of it; nothing of the content does."""
    board = found.edition.board
    context = _frame(board) | {
        "title": "This publication was withdrawn",
        "edition": found.edition,
        "robots": "noindex",
    }
    if not Edition.objects.of(board).public().exists():
        context |= dict.fromkeys(("home", "statement", "look", "logo"), "")
    return _page(request, "published/withdrawn.html", context, status=GONE)


def _page(request, template: str, context: dict, *, status: int = 200):
    body = render_to_string(template, context).encode()
    return _answer(request, body, HTML, status=status)


def _answer(request, body: bytes, kind: str, *, status: int = 200):
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type=kind, status=status)
    if status == 200:
        response = get_conditional_response(request, etag=etag, response=response)
    return _kept(response, etag)


def _kept(response, etag: str):
    response["ETag"] = etag
    response["Cache-Control"] = KEPT
    return response
