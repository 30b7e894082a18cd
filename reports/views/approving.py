"""A report's way to the board: circulated for comment, approved, opened again; and the check for
personal data that stands before every edition."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from boardplan import clock
from boardplan.access import require
from boardplan.errors import RuleBroken
from subgroups.access import board_view, manager
from subgroups.views.parts import UNPROCESSABLE, confirm_page, form_page

from .. import personal_data
from ..forms import ApproveForm, CirculateForm, FreezePlanForm, KeepReportForm, ReplaceNameForm
from ..services import approving
from ..services.naming import replace_name
from ..workflow import may_keep, may_take
from .parts import report_to_edit
from .reached import Reached, reach
from .sources import Sources

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@board_view(manager)
def report_circulate(request, report):
    found = reach(request, report=report)
    require(may_take(request.membership, found.paper, "circulate"))
    form = CirculateForm(request.POST or None)
    if form.is_valid() and form.accepted_by(
        lambda: approving.circulate_report(report=found.paper, by=request.user, **form.cleaned_data)
    ):
        until = form.cleaned_data["until"]
        messages.success(request, f"Members may comment until {until:%-d %B %Y}.")
        return redirect(found.home)
    return form_page(
        request,
        form=form,
        title=f"Circulate {found.paper.title}",
        intro="Every member of the board can then read it section by section and comment. You can "
        "go on changing it meanwhile.",
        back=found.home,
        back_text=found.paper.title,
    )


@require_http_methods(METHODS)
@board_view(manager)
def report_take_back(request, report):
    found = reach(request, report=report)
    return _confirmed(
        request,
        found,
        lambda: approving.take_back(report=found.paper, by=request.user),
        done=f"{found.paper.title} is no longer circulated.",
        title=f"Take {found.paper.title} back",
        text="Members can no longer comment. What they said stays.",
        button="Take it back",
    )


@require_http_methods(METHODS)
@board_view(manager)
def report_reopen(request, report):
    found = reach(request, report=report)
    return _confirmed(
        request,
        found,
        lambda: approving.reopen_report(report=found.paper, by=request.user),
        done=f"{found.paper.title} is a draft again.",
        title=f"Open {found.paper.title} again",
        text="It becomes a draft that can be corrected, and its next approval makes another "
        "edition. The edition that was approved stays as it is, and stays published if it is.",
        button="Open it again",
    )


def _confirmed(request, found: Reached, write, *, done: str, **page):
    problem = ""
    if request.method == "POST":
        try:
            write()
        except RuleBroken as broken:
            problem = broken.message
        else:
            messages.success(request, done)
            return redirect(found.home)
    return confirm_page(request, back=found.home, problem=problem, **page)


@require_http_methods(METHODS)
@board_view(manager)
def report_approve(request, report):
    found = reach(request, report=report)
    require(may_take(request.membership, found.paper, "approve"))
    return _kept(
        request,
        found,
        ApproveForm,
        lambda values: approving.approve_report(report=found.paper, by=request.user, **values),
        title=f"Approve {found.paper.title}",
        initial={"on": clock.today()},
        editable=True,
    )


@require_http_methods(METHODS)
@board_view(manager)
def plan_freeze(request, plan):
    """The plan as it stands, kept so that it can be published."""
    found = reach(request, plan=plan)
    return _kept(
        request,
        found,
        FreezePlanForm,
        lambda values: approving.freeze_plan(plan=found.paper, by=request.user, **values),
        title=f"Prepare {found.paper.title} for publication",
        initial={},
        editable=False,
    )


@require_http_methods(METHODS)
@board_view(manager)
def report_keep(request, report):
    """The edition of a report that was approved before Boardplan kept editions."""
    found = reach(request, report=report)
    require(may_keep(request.membership, found.paper))
    return _kept(
        request,
        found,
        KeepReportForm,
        lambda values: approving.keep_report(report=found.paper, by=request.user, **values),
        title=f"Keep {found.paper.title} for publication",
        initial={},
        editable=False,
    )


def _kept(request, found: Reached, form_class, write, *, title, initial, editable):
    """The check for personal data, and below it the form that keeps an edition."""
    correction = found.editions().exists()
    sources = Sources(found.paper)
    document = sources.document()
    entries, board = sources.entries, sources.board
    places = personal_data.look(document, personal_data.people_of(board))
    posts = [post for post in board.posts if not post.ended_on]
    sent = [] if found.is_plan else _sent(found, document)
    collected = frozenset()
    if editable:
        collected = frozenset(each.pk for each in entries.contributions if each.collected)
    form = form_class(request.POST or None, correction=correction, sent=bool(sent), initial=initial)
    made = []
    if form.is_valid() and form.accepted_by(
        lambda: made.append(write(form.values() | {"names_left": len(places)}))
    ):
        messages.success(request, f"{made[0]} is kept as it is now. You can publish it.")
        return redirect(found.url("publication"))
    context = {
        "title": title,
        "sent": sent,
        "paper": found.paper.title,
        "back": found.home,
        "form": form,
        "correction": correction,
        "is_plan": found.is_plan,
        "late": not found.is_plan and not editable,
        "places": [
            {
                "found": place,
                "source": sources.of(place) if editable or found.is_plan else None,
                "form": _replace_form(place, posts)
                if editable and personal_data.changeable(place, collected)
                else None,
            }
            for place in places
        ],
        "replace": found.url("replace_name") if editable else "",
        "readiness": found.url("readiness") if editable else "",
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "reports/approve.html", context, status=status)


def _sent(found: Reached, document) -> list[dict]:
    """The files that agencies sent, which no check reads."""
    return [
        {
            "file": file,
            "agency": contribution.title,
            "href": found.url("read_sent", file.digest, file.kind) if file.digest else "",
        }
        for section in document.sections
        for contribution in section.contributions
        for file in contribution.files
    ]


def _replace_form(place, posts) -> ReplaceNameForm:
    form = ReplaceNameForm(
        posts=posts,
        auto_id=f"{place.where}-{abs(hash(place.text))}-%s",
        initial={"where": place.where, "name": place.text, "post": place.post},
    )
    form.helper.form_tag = False
    form.helper.disable_csrf = True
    form.helper.inputs = []
    return form


@require_POST
@board_view(manager)
def report_replace_name(request, report):
    """One name of the list turned into a post, in the row that says it."""
    found = report_to_edit(request, report)
    form = ReplaceNameForm(request.POST, board=request.board)
    back = redirect("report_approve", request.board.slug, found.slug)
    if not form.is_valid():
        messages.error(request, "Choose the post that should stand in place of the name.")
        return back
    values = form.cleaned_data
    row = personal_data.row_of(found, values["where"])
    if row is None:
        raise Http404("No such part of this report")
    count = replace_name(row=row, name=values["name"], post=values["post"], by=request.user)
    places = "1 place" if count == 1 else f"{count} places"
    messages.success(request, f"“{values['name']}” is now “{values['post']}” in {places}.")
    return back
