"""Who is where with the contributions to a report, and asking for them: the manager's pages."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boardplan import clock
from subgroups.access import board_view, manager
from subgroups.models import Agency, Membership
from subgroups.views.parts import UNPROCESSABLE, form_page

from ..contributing import overview_of
from ..contributing.workflow import WAITING_FOR_AGENCY
from ..contribution_forms import AskForm, CollectionForm
from ..models import AnnualReport, Collection, Contribution
from ..permissions import may_edit_report
from ..services import collecting
from .parts import report_to_edit, the_report


@require_safe
@board_view(manager)
def contributions(request, report):
    """One line an agency: how far it is, and what can be done about it."""
    found = the_report(request, report)
    base = [request.board.slug, found.slug]
    collection = Collection.objects.filter(report=found).first()
    today = clock.today()
    overview = overview_of(found, collection, on=today)
    edits = may_edit_report(request.membership, found)
    context = {
        "title": "Contributions",
        "report": found,
        "collection": collection,
        "overview": overview,
        "rows": [_line(row, base, today) for row in overview.rows],
        "edits": bool(edits),
        "locked": "" if edits else edits.reason,
        "crumbs": [
            {"text": "Reports", "href": reverse("reports", args=base[:1])},
            {"text": found.title, "href": reverse("report", args=base)},
            {"text": "Contributions", "href": ""},
        ],
        "actions": _buttons(base, collection, overview) if edits else [],
        "remind": reverse("contributions_remind", args=base),
        "unsent": sum(
            1
            for row in overview.rows
            if row.contribution
            and row.contribution.mail_failed
            and row.state in WAITING_FOR_AGENCY
            and row.contribution.contact_email
        ),
        "send": reverse("contributions_send", args=base),
        "begin": reverse("collecting_begin", args=base),
        "asks": reverse("collecting_change", args=base),
    }
    return render(request, "reports/contributions/overview.html", context)


def _buttons(base, collection, overview) -> list[dict]:
    add = {
        "text": "Enter one by hand",
        "href": reverse("entry_new", args=[*base, "contributions"]),
    }
    if collection is None:
        return [add]
    buttons = []
    if any(row.contribution is None for row in overview.rows):
        ask = reverse("contributions_ask", args=base)
        buttons.append({"text": "Ask agencies", "href": ask, "primary": True})
    questions = reverse("report_questions", args=base)
    return [*buttons, {"text": "Questions", "href": questions}, add]


def _line(row, base, today) -> dict:
    each = row.contribution
    if each is None:
        href = ""
    elif each.collected:
        href = reverse("contribution_read", args=[*base, each.pk])
    else:
        href = reverse("entry_edit", args=[*base, "contributions", each.pk])
    reminded = each.reminded_on if each else None
    asked = timezone.localdate(each.asked_at) if each and each.collected else None
    return {
        "row": row,
        "href": href,
        "contact": each.contact if each else "",
        "worked_on": timezone.localtime(each.worked_on_at) if each and each.worked_on_at else None,
        "worked_by": each.short(each.worked_by) if each else "",
        # The request itself is no reminder.
        "reminded": reminded if reminded and reminded != asked else None,
        "asked": asked,
        "mail_failed": bool(each and each.mail_failed),
        "reminded_today": reminded == today,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def collecting_begin(request, report):
    found = report_to_edit(request, report)
    user = request.user
    form = CollectionForm(
        request.POST or None, initial={"asks_name": user.name, "asks_email": user.email}
    )
    if form.is_valid() and form.accepted_by(
        lambda: collecting.begin_collecting(report=found, by=user, **form.cleaned_data)
    ):
        messages.success(request, "Collecting has begun. Look at the questions, then ask.")
        return redirect("contributions_ask", request.board.slug, found.slug)
    return form_page(
        request,
        form=form,
        title="Begin collecting",
        intro="The report takes a copy of the board’s questions. After that you choose whom to "
        "ask; nobody gets an e-mail yet.",
        back=reverse("contributions", args=[request.board.slug, found.slug]),
        back_text="Contributions",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def collecting_change(request, report):
    found, collection = _collecting(request, report)
    if collection is None:
        return redirect("collecting_begin", request.board.slug, found.slug)
    form = CollectionForm(request.POST or None, collection=collection)
    if form.is_valid() and form.accepted_by(
        lambda: collecting.change_collection(
            collection=collection, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, "Saved. The agencies’ pages say so from now on.")
        return redirect("contributions", request.board.slug, found.slug)
    return form_page(
        request,
        form=form,
        title="Day and contact",
        intro="No e-mail is sent about a change here.",
        back=reverse("contributions", args=[request.board.slug, found.slug]),
        back_text="Contributions",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def contributions_ask(request, report):
    """Choose agencies and who writes for each; every one gets an e-mail with its own link."""
    found, collection = _collecting(request, report)
    if collection is None:
        return redirect("collecting_begin", request.board.slug, found.slug)
    told = Contribution.objects.filter(report=found).values("agency")
    agencies = Agency.objects.of(request.board).current().exclude(pk__in=told)
    form = AskForm(
        request.POST or None, agencies=agencies, suggested=_suggested(request.board, found)
    )
    letters = []
    if form.is_valid() and form.accepted_by(
        lambda: letters.extend(collecting.ask(report=found, asked=form.asked, by=request.user))
    ):
        _say(request, letters, "asked")
        return redirect("contributions", request.board.slug, found.slug)
    context = {
        "title": "Ask agencies",
        "form": form,
        "collection": collection,
        "back": reverse("contributions", args=[request.board.slug, found.slug]),
        "past": collection.due < clock.today(),
        "asks": reverse("collecting_change", args=[request.board.slug, found.slug]),
        "questions": reverse("report_questions", args=[request.board.slug, found.slug]),
        "agencies": reverse("agency_new", args=[request.board.slug]),
    }
    return render(
        request,
        "reports/contributions/ask.html",
        context,
        status=UNPROCESSABLE if form.errors else 200,
    )


@require_POST
@board_view(manager)
def contributions_remind(request, report):
    """One e-mail to each agency that is late and had none today."""
    found = report_to_edit(request, report)
    letters = collecting.remind_late(report=found, by=request.user)
    if letters:
        _say(request, letters, "reminded")
    else:
        messages.info(request, "Nobody is late who has not had an e-mail today.")
    return redirect("contributions", request.board.slug, found.slug)


@require_POST
@board_view(manager)
def contributions_send(request, report):
    """The e-mails that have not been sent, now and without the worker."""
    found = report_to_edit(request, report)
    letters = collecting.send_unsent(report=found, by=request.user)
    if letters:
        _say(request, letters, "written to")
    else:
        messages.info(request, "Every e-mail has been sent.")
    return redirect("contributions", request.board.slug, found.slug)


def _collecting(request, report) -> tuple[AnnualReport, Collection | None]:
    found = report_to_edit(request, report)
    return found, Collection.objects.filter(report=found).first()


def _suggested(board, report) -> dict:
    """{agency id: (who, e-mail address)}: who wrote last time, else a contributor of it."""
    found = {
        member.agency_id: (member.user.name, member.user.email)
        for member in Membership.objects.of(board)
        .current()
        .filter(role=Membership.Role.CONTRIBUTOR, agency__isnull=False, user__is_active=True)
        .select_related("user")
        .order_by("-pk")
    }
    earlier = (
        Contribution.objects.of(board)
        .collected()
        .filter(report__start__lt=report.start)
        .exclude(contact_email="")
        .order_by("report__start", "pk")
    )
    return found | {each.agency_id: (each.contact_name, each.contact_email) for each in earlier}


def _say(request, letters, done: str) -> None:
    """How many were asked or reminded, and whom no e-mail reached."""
    if letters[0].queued:
        messages.success(
            request,
            f"{len(letters)} agencies are being {done} by e-mail. This page says where an e-mail "
            "has not been sent.",
        )
        return
    failed = [str(letter.contribution) for letter in letters if not letter.sent]
    went = len(letters) - len(failed)
    if went:
        who = "One agency was" if went == 1 else f"{went} agencies were"
        messages.success(request, f"{who} {done} by e-mail.")
    if failed:
        messages.warning(
            request,
            f"The e-mail could not be sent to: {', '.join(failed)}. Make a link on their page and "
            "pass it on yourself.",
        )
