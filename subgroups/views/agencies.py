"""Agencies and posts."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from ..access import board_view, manager, member
from ..forms.agencies import AgencyForm, PostForm
from ..models import Agency, Membership, Post
from ..services import agencies as service
from .parts import form_page, people_sections


@require_safe
@board_view(member)
def agencies(request):
    """The agencies of the board; those that left stand last."""
    request.section = "people"
    board = request.board
    manages = bool(manager(request.membership))
    people = Counter(
        Membership.objects.of(board).current().values_list("agency_id", flat=True).order_by()
    )
    posts = Counter(Post.objects.of(board).current().values_list("agency_id", flat=True).order_by())
    rows = [
        {
            "name": row.name,
            "abbreviation": row.abbreviation,
            "aliases": ", ".join(row.aliases),
            "people": people[row.pk],
            "posts": posts[row.pk],
            "left_on": row.left_on,
            "edit": reverse("agency_edit", args=[board.slug, row.pk]) if manages else "",
        }
        for row in Agency.objects.of(board)
    ]
    rows.sort(key=lambda row: row["left_on"] is not None)
    context = {
        "rows": rows,
        "manages": manages,
        "sections": people_sections(request, "agencies"),
        "actions": [
            {
                "text": "Add an agency",
                "href": reverse("agency_new", args=[board.slug]),
                "primary": True,
            }
        ]
        if manages
        else [],
    }
    return render(request, "subgroups/agencies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def agency_new(request):
    request.section = "people"
    form = AgencyForm(request.POST or None)
    if form.is_valid() and form.accepted_by(
        lambda: service.add_agency(board=request.board, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{form.cleaned_data['name']} is added.")
        return redirect("agencies", request.board.slug)
    return _agency_page(request, form, "Add an agency")


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def agency_edit(request, pk):
    request.section = "people"
    agency = get_object_or_404(Agency.objects.of(request.board), pk=pk)
    title = f"Edit {agency}"
    form = AgencyForm(request.POST or None, agency=agency)
    if form.is_valid() and form.accepted_by(
        lambda: service.change_agency(agency=agency, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{agency} is saved.")
        return redirect("agencies", request.board.slug)
    return _agency_page(request, form, title)


def _agency_page(request, form, title):
    return form_page(
        request,
        form=form,
        title=title,
        back=reverse("agencies", args=[request.board.slug]),
        back_text="Agencies",
    )


@require_safe
@board_view(member)
def posts(request):
    """The posts of the board, and who holds each since when; ended ones stand last."""
    request.section = "people"
    board = request.board
    manages = bool(manager(request.membership))
    rows = [
        {
            "name": row.name,
            "agency": row.agency.name if row.agency else "",
            "holder": str(row.holder) if row.holder else "",
            "held_since": row.held_since,
            "ended_on": row.ended_on,
            "edit": reverse("post_edit", args=[board.slug, row.pk]) if manages else "",
        }
        for row in Post.objects.of(board).with_holders()
    ]
    rows.sort(key=lambda row: row["ended_on"] is not None)
    context = {
        "rows": rows,
        "manages": manages,
        "vacant": sum(not row["holder"] and row["ended_on"] is None for row in rows),
        "sections": people_sections(request, "posts"),
        "actions": [
            {"text": "Add a post", "href": reverse("post_new", args=[board.slug]), "primary": True}
        ]
        if manages
        else [],
    }
    return render(request, "subgroups/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def post_new(request):
    request.section = "people"
    form = PostForm(request.POST or None, board=request.board)
    if form.is_valid() and form.accepted_by(
        lambda: service.add_post(board=request.board, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{form.cleaned_data['name']} is added.")
        return redirect("posts", request.board.slug)
    return _post_page(request, form, "Add a post")


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def post_edit(request, pk):
    request.section = "people"
    post = get_object_or_404(Post.objects.of(request.board).with_holders(), pk=pk)
    title = f"Edit {post}"
    form = PostForm(request.POST or None, board=request.board, post=post)
    if form.is_valid() and form.accepted_by(
        lambda: service.change_post(post=post, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{post} is saved.")
        return redirect("posts", request.board.slug)
    return _post_page(request, form, title)


def _post_page(request, form, title):
    return form_page(
        request,
        form=form,
        title=title,
        back=reverse("posts", args=[request.board.slug]),
        back_text="Posts",
    )
