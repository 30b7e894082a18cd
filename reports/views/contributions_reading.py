"""One agency's contribution as its manager reads it: accept it, return it, remind, renew."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boardplan import clock
from boardplan.errors import RuleBroken
from subgroups.access import board_view, manager
from subgroups.views.parts import UNPROCESSABLE, form_page

from ..contributing import marks_of, texts_of
from ..contributing.overview import due_of, is_late, may_be_reminded
from ..contributing.workflow import BEING_WRITTEN, MANAGER, STEPS, steps_open
from ..contribution_forms import ContactForm, longest_said
from ..models import Collection, Contribution
from ..permissions import may_edit_report
from ..services import collecting
from .parts import report_to_edit, the_report

DONE = {
    "accept": "The contribution of {} is accepted.",
    "return": "It is returned to {}.",
    "reopen": "{} can write again.",
}


@require_safe
@board_view(manager)
def contribution_read(request, report, pk):
    """What was written so far or handed in, with marks, and what can be done about it."""
    found = the_report(request, report)
    return _page(request, found, _contribution(request, found, pk))


@require_POST
@board_view(manager)
def contribution_step(request, report, pk):
    """`step` of the form: accept, return or reopen; the last two with words in `said`."""
    found = report_to_edit(request, report)
    contribution = _contribution(request, found, pk)
    step, said = request.POST.get("step", ""), request.POST.get("said", "")
    try:
        if step not in DONE:
            raise RuleBroken("Choose what to do with this contribution.")
        if len(said) > longest_said():
            raise RuleBroken(f"Write {longest_said():,} characters or fewer.", field="said")
        collecting.take_step(
            contribution=contribution, step=step, role=MANAGER, by=request.user, said=said
        )
    except RuleBroken as broken:
        return _page(request, found, contribution, problem=broken, step=step, said=said)
    contribution.refresh_from_db()
    messages.success(request, DONE[step].format(contribution))
    if step != "accept":
        _say_if_failed(request, contribution)
    return redirect("contribution_read", request.board.slug, found.slug, pk)


@require_POST
@board_view(manager)
def contribution_remind(request, report, pk):
    found = report_to_edit(request, report)
    contribution = _contribution(request, found, pk)
    try:
        letter = collecting.remind(contribution=contribution, by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        if letter.sent:
            messages.success(request, f"A reminder is on its way to {letter.to}.")
        contribution.refresh_from_db()
        _say_if_failed(request, contribution)
    return redirect("contribution_read", request.board.slug, found.slug, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def contribution_contact(request, report, pk):
    """Who writes it, and a later day for this agency alone."""
    found = report_to_edit(request, report)
    contribution = _contribution(request, found, pk)
    form = ContactForm(request.POST or None, contribution=contribution)
    if form.is_valid() and form.accepted_by(
        lambda: collecting.change_contact(
            contribution=contribution, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, f"Saved for {contribution}.")
        return redirect("contribution_read", request.board.slug, found.slug, pk)
    return form_page(
        request,
        form=form,
        title=f"Contact and day: {contribution}",
        intro="Links that were sent stay good. To shut them out, send a new link afterwards.",
        back=reverse("contribution_read", args=[request.board.slug, found.slug, pk]),
        back_text=contribution.title,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def contribution_link(request, report, pk):
    """A new link, by e-mail (`send`) or to pass on (`show`), or none any more (`withdraw`)."""
    found = report_to_edit(request, report)
    contribution = _contribution(request, found, pk)
    context = {
        "title": f"Link for {contribution}",
        "contribution": contribution,
        "links": contribution.links.good().count(),
        "back": reverse("contribution_read", args=[request.board.slug, found.slug, pk]),
        "link": "",
        "weeks": settings.CONTRIBUTION_LINK_WEEKS,
    }
    if request.method == "POST":
        how = request.POST.get("how", "")
        if how == "withdraw":
            collecting.withdraw_link(contribution=contribution, by=request.user)
            messages.success(request, f"The links for {contribution} no longer work.")
            return redirect(context["back"])
        link, letter = collecting.renew_link(
            contribution=contribution, by=request.user, send=how == "send"
        )
        if letter is not None:
            if letter.sent:
                messages.success(request, f"A new link is on its way to {letter.to}.")
            contribution.refresh_from_db()
            _say_if_failed(request, contribution)
            return redirect(context["back"])
        # Shown in the answer itself: it is kept nowhere, so no other page could show it.
        context["link"] = link
    return render(request, "reports/contributions/link.html", context)


def _contribution(request, report, pk) -> Contribution:
    contribution = get_object_or_404(
        Contribution.objects.of(request.board).collected().select_related("agency"),
        report=report,
        pk=pk,
    )
    contribution.report, contribution.board = report, request.board
    return contribution


def _say_if_failed(request, contribution) -> None:
    if contribution.mail_failed:
        messages.warning(
            request,
            f"The e-mail to {contribution.contact_email} could not be sent. Make a link and pass "
            "it on yourself.",
        )


def _page(request, report, contribution, *, problem=None, step="", said=""):
    base = [request.board.slug, report.slug]
    own = [*base, contribution.pk]
    collection = Collection.objects.filter(report=report).first()
    today = clock.today()
    due = due_of(contribution, collection)
    edits = bool(may_edit_report(request.membership, report))
    texts = texts_of(contribution)
    open_steps = steps_open(contribution, role=MANAGER) if edits else []
    context = {
        "title": contribution.title,
        "contribution": contribution,
        "status": contribution.get_status_display(),
        "report": report,
        "crumbs": [
            {"text": report.title, "href": reverse("report", args=base)},
            {"text": "Contributions", "href": reverse("contributions", args=base)},
            {"text": contribution.title, "href": ""},
        ],
        "texts": [
            {"text": text, "marks": marks_of(text)} for text in texts if text.part != "authors"
        ],
        "authors": next(text.text for text in texts if text.part == "authors").splitlines(),
        "words": sum(text.words for text in texts if text.is_prose),
        "due": due,
        "late": is_late(contribution, due, on=today),
        "handed_in": contribution.handed_in_at and timezone.localtime(contribution.handed_in_at),
        "worked_on": contribution.worked_on_at and timezone.localtime(contribution.worked_on_at),
        "worked_by": contribution.short(contribution.worked_by),
        "handed_in_by": contribution.short(contribution.handed_in_by),
        "asked": timezone.localdate(contribution.asked_at),
        "files": [
            {"row": row, "href": reverse("part_file", args=[*own, row.pk])}
            for row in contribution.attachments.all()
        ],
        "links": contribution.links.good().count(),
        "being_written": contribution.status in BEING_WRITTEN,
        "edits": edits,
        "may_accept": "accept" in open_steps,
        "may_return": "return" in open_steps,
        "may_reopen": "reopen" in open_steps,
        "may_remind": edits and may_be_reminded(contribution, on=today),
        "step_url": reverse("contribution_step", args=own),
        "remind_url": reverse("contribution_remind", args=own),
        "contact_url": reverse("contribution_contact", args=own),
        "link_url": reverse("contribution_link", args=own),
        "write_url": reverse("part_write", args=own),
        "details_url": reverse("entry_edit", args=[*base, "contributions", contribution.pk]),
        "problem": problem.message if problem else "",
        "said_error": problem.message if problem and problem.field == "said" else "",
        "ask": STEPS[step].ask if step in STEPS else "",
        "said": said,
    }
    return render(
        request,
        "reports/contributions/read.html",
        context,
        status=UNPROCESSABLE if problem else 200,
    )
