"""What a board chooses for itself, and the two files of its own look."""

import mimetypes

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ..access import board_view, manager, member
from ..forms.settings import BoardForm, LookForm, RatingsForm, WordsForm
from ..models import Board
from ..services import boards as service
from .parts import UNPROCESSABLE, settings_sections

_LOOK_CACHE = "private, max-age=3600"


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def board_settings(request):
    """Names, year, staleness and second step."""
    form = BoardForm(request.POST or None, board=request.board)
    return _settings_page(
        request,
        form,
        here="board_settings",
        title="Board settings",
        write=lambda board: service.change_board(board=board, by=request.user, **form.cleaned_data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def board_look(request):
    """Colour and logo."""
    form = LookForm(request.POST or None, request.FILES or None, board=request.board)
    return _settings_page(
        request,
        form,
        here="board_look",
        title="Colour and logo",
        write=lambda board: service.change_look(board=board, by=request.user, **form.cleaned_data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def board_words(request):
    """The board's words for the parts of its plan."""
    form = WordsForm(request.POST or None, board=request.board)
    return _settings_page(
        request,
        form,
        here="board_words",
        title="The board’s words",
        intro=(
            "What this board calls the parts of its plan, in the singular. Leave one empty to "
            "keep our word."
        ),
        write=lambda board: service.change_words(
            board=board, by=request.user, words=form.cleaned_data
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def board_ratings(request):
    """The RAG scheme."""
    form = RatingsForm(request.POST or None, board=request.board)
    return _settings_page(
        request,
        form,
        here="board_ratings",
        title="Ratings",
        intro="Green, amber and red are always used. The meaning stands on screen and on paper.",
        write=lambda board: service.change_ratings(
            board=board, by=request.user, scheme=form.scheme()
        ),
    )


def _settings_page(request, form, *, here, title, write, intro=""):
    request.section = "board_settings"
    # A copy: if a rule is broken half-way, the page shows the board as it stands.
    if form.is_valid() and form.accepted_by(lambda: write(Board.objects.get(pk=request.board.pk))):
        messages.success(request, "The settings are saved.")
        return redirect(here, request.board.slug)
    context = {
        "form": form,
        "title": title,
        "intro": intro,
        "sections": settings_sections(request, here),
        "logo": reverse("board_logo", args=[request.board.slug])
        if here == "board_look" and request.board.logo
        else "",
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "subgroups/settings.html", context, status=status)


@require_safe
@board_view(member)
def board_logo(request):
    """The board's logo, as we wrote it ourselves."""
    if not request.board.logo:
        raise Http404("This board has no logo")
    try:
        content = request.board.logo.open("rb")
    except FileNotFoundError:
        raise Http404("The file of this logo is gone") from None
    kind = mimetypes.guess_type(request.board.logo.name)[0]
    return FileResponse(content, content_type=kind, headers={"Cache-Control": _LOOK_CACHE})


@require_safe
@board_view(member)
def board_colour(request):
    """The board's colour as a stylesheet, because pages may hold no style of their own."""
    return HttpResponse(
        f":root {{ --board-colour: {request.board.colour}; }}\n",
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": _LOOK_CACHE},
    )
