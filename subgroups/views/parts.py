"""What the pages of this room share: the form page and the sections of People and Settings."""

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from ..access import manager

UNPROCESSABLE = 422  # the form came back with errors

_PEOPLE = (("People", "people"), ("Agencies", "agencies"), ("Posts", "posts"))
_SETTINGS = (
    ("Board", "board_settings"),
    ("Colour and logo", "board_look"),
    ("Words", "board_words"),
    ("Ratings", "board_ratings"),
    ("Questions to agencies", "board_questions"),
    ("Record of changes", "record"),
)


def people_sections(request, here: str) -> list[dict]:
    """The parts of People, for `components/sections.html`."""
    parts = _PEOPLE
    if manager(request.membership):
        parts += (("Invitations", "invitations"),)
    return _sections(request, parts, here)


def settings_sections(request, here: str) -> list[dict]:
    """The parts of Settings."""
    return _sections(request, _SETTINGS, here)


def address(name: str, *args) -> str:
    """The address of a page of another room, or nothing where that room is not installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _sections(request, parts, here: str) -> list[dict]:
    return [
        {"text": text, "href": reverse(name, args=[request.board.slug]), "current": name == here}
        for text, name in parts
    ]


def form_page(request, *, form, title: str, back: str, back_text: str, intro: str = ""):
    """A page that is one form. `back` is the address above it and `back_text` its name."""
    context = {"form": form, "title": title, "back": back, "back_text": back_text, "intro": intro}
    return render(
        request, "subgroups/form.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def confirm_page(request, *, title: str, text: str, button: str, back: str, problem: str = ""):
    """Asks before something is done; posts to the page's own address."""
    context = {"title": title, "text": text, "button": button, "back": back, "problem": problem}
    return render(
        request, "subgroups/confirm.html", context, status=UNPROCESSABLE if problem else 200
    )
