"""The desk at which an agency writes its part; reports/desk.py has the doors to it.

Everything works without scripts. With them, static/js/contribution.js saves while one types.
Which methods each takes stands with its address (reports/urls.py): the door is in between.
"""

from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from boardplan.errors import RuleBroken
from subgroups.views.parts import UNPROCESSABLE

from ..attachments import CONTENT_TYPES
from ..contributing import marks_of, texts_of
from ..contributing.workflow import WRITER, may_take, may_write
from ..contribution_forms import AttachmentForm, DeclineForm, FormChoice
from ..desk import Desk
from ..models import Attachment, Contribution, DraftVersion
from ..services import collecting
from ..services.collecting import Typed
from .contributions_desk import CONFLICT, desk_page, frame, small_form


def write(request, desk: Desk):
    """The form with all questions, or what was handed in."""
    contribution = desk.contribution
    if request.method != "POST":
        if request.method == "GET" and desk.is_open and desk.role == WRITER:
            contribution = _opened(desk)
        return desk_page(request, desk, contribution)
    typed = _typed(request)
    attachment = AttachmentForm(request.POST, request.FILES)
    problems = []
    try:
        saved = collecting.save_drafts(contribution=contribution, typed=typed, by=desk.by)
    except RuleBroken as broken:
        if broken.field is None:
            return desk_page(request, desk, contribution, refused=broken.message, typed=typed)
        problems.append({"text": broken.message, "target": f"text-{broken.field}"})
        return desk_page(request, desk, contribution, problems=problems, typed=typed)
    problems += _attached(desk, attachment)
    if saved.conflicts or problems:
        return desk_page(
            request,
            desk,
            contribution,
            problems=problems,
            typed=typed,
            conflicts=saved.conflicts,
            description=attachment.data.get("description", "") if problems else "",
        )
    if "hand_in" in request.POST:
        return redirect(desk.address("hand_in"))
    return redirect(f"{desk.address('write')}?told=saved")


def save(request, desk: Desk):
    """What the browser saves while somebody types. JSON: `saved` (a time), `versions`, and
    `conflicts` with what somebody else wrote; or `error`, with `field` where one is to blame."""
    try:
        saved = collecting.save_drafts(
            contribution=desk.contribution, typed=_typed(request), by=desk.by
        )
    except RuleBroken as broken:
        answer = {"error": broken.message, "field": broken.field or ""}
        return JsonResponse(answer, status=UNPROCESSABLE if broken.field else CONFLICT)
    return JsonResponse(
        {
            "saved": f"{timezone.localtime(saved.at):%H:%M}",
            "versions": saved.versions,
            "conflicts": {
                key: {
                    "text": text.text,
                    "version": text.version,
                    "by": text.by_name,
                    "at": f"{timezone.localtime(text.written_at):%H:%M}",
                }
                for key, text in saved.conflicts.items()
            },
        }
    )


def hand_in(request, desk: Desk):
    """What is going to be handed in, with whatever is amiss, and the button that does it."""
    contribution, problem = desk.contribution, ""
    if request.method == "POST":
        try:
            collecting.take_step(
                contribution=contribution, step="hand_in", role=desk.role, by=desk.by
            )
        except RuleBroken as broken:
            problem = broken.message
        else:
            return redirect(f"{desk.address('write')}?told=handed-in")
    texts = texts_of(contribution)
    context = frame(desk, "Check and hand in") | {
        "rows": [
            {"label": text.label, "words": text.words, "limit": text.limit, "marks": marks}
            for text in texts
            if text.is_prose
            for marks in [marks_of(text)]
        ],
        "authors": next(text.text for text in texts if text.part == "authors").splitlines(),
        "files": list(contribution.attachments.all()),
        "problem": problem,
    }
    return render(
        request,
        "reports/contributions/hand_in.html",
        context,
        status=UNPROCESSABLE if problem else 200,
    )


def take_back(request, desk: Desk):
    collecting.take_step(
        contribution=desk.contribution, step="take_back", role=desk.role, by=desk.by
    )
    return redirect(f"{desk.address('write')}?told=taken-back")


def decline(request, desk: Desk):
    form = DeclineForm(request.POST or None)
    if form.is_valid() and form.accepted_by(
        lambda: collecting.take_step(
            contribution=desk.contribution,
            step="decline",
            role=desk.role,
            by=desk.by,
            said=form.cleaned_data["said"],
        )
    ):
        return redirect(f"{desk.address('write')}?told=declined")
    return small_form(
        request,
        desk,
        form,
        "Nothing to report",
        intro="What was written so far is kept, and you can take this back.",
    )


def choose_form(request, desk: Desk):
    form = FormChoice(request.POST or None, initial={"form": desk.contribution.form})
    if form.is_valid() and form.accepted_by(
        lambda: collecting.choose_form(
            contribution=desk.contribution, form=form.cleaned_data["form"], by=desk.by
        )
    ):
        return redirect(f"{desk.address('write')}?told=form")
    return small_form(
        request,
        desk,
        form,
        "Send it another way",
        intro="Save what you have typed before you change the form. Nothing that is saved is lost.",
    )


def earlier(request, desk: Desk, draft):
    """The earlier states of one text, and bringing one of them back."""
    contribution = desk.contribution
    text = next((each for each in texts_of(contribution) if each.draft_id == draft), None)
    versions = DraftVersion.objects.filter(
        draft=draft, draft__contribution=contribution
    ).select_related("draft")
    if request.method == "POST":
        number = request.POST.get("number", "")
        wanted = int(number) if number.isdecimal() and len(number) < 9 else 0
        version = versions.filter(number=wanted).first()
        if version is None:  # that state has grown since the page was opened
            return redirect(desk.address("earlier", draft))
        collecting.bring_back(contribution=contribution, version=version, by=desk.by)
        return redirect(f"{desk.address('write')}?told=back")
    rows = list(versions)
    if not rows or text is None:
        return redirect(desk.address("write"))
    context = frame(desk, "Earlier states") | {
        "label": text.label,
        "rows": [
            {
                "number": row.number,
                "text": row.text,
                "by": row.by_name,
                "when": timezone.localtime(row.at),
                "now": row.number == text.version,
            }
            for row in rows
        ],
        "may_write": desk.is_open and bool(may_write(contribution)),
    }
    return render(request, "reports/contributions/earlier.html", context)


def file(request, desk: Desk, pk) -> HttpResponse:
    """A file that was attached: always to be kept, never shown in the page."""
    row = _attachment(desk, pk)
    response = FileResponse(
        row.file.open("rb"),
        as_attachment=True,
        filename=row.name,
        content_type=CONTENT_TYPES[row.kind],
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def file_remove(request, desk: Desk, pk):
    if request.method == "POST" and not _attachments(desk).filter(pk=pk).exists():
        return redirect(desk.address("write"))  # somebody took it out already
    row = _attachment(desk, pk)
    if request.method == "POST":
        collecting.remove_attachment(attachment=row, by=desk.by)
        return redirect(f"{desk.address('write')}?told=file-out")
    context = frame(desk, "Take out this file") | {
        "text": f"{row.name} is deleted for good. You can attach it again until you hand in.",
        "button": "Take it out",
    }
    return render(request, "reports/contributions/confirm.html", context)


def _attachments(desk: Desk):
    return Attachment.objects.filter(contribution=desk.contribution)


def _attachment(desk: Desk, pk) -> Attachment:
    return get_object_or_404(_attachments(desk).select_related("contribution__report"), pk=pk)


def _opened(desk: Desk) -> Contribution:
    """Note that the agency has opened its page, the first time it does."""
    contribution = desk.contribution
    if not may_take(contribution, "open", role=desk.role):
        return contribution
    try:
        return collecting.take_step(
            contribution=contribution, step="open", role=desk.role, by=desk.by
        )
    except RuleBroken:  # in this very moment somebody else opened it, or it was approved
        contribution.refresh_from_db()
        return contribution


def _typed(request) -> dict[str, Typed]:
    """What a form holds: text-q12 and, beside it, the version it began from in seen-q12."""
    found = {}
    for name, text in request.POST.items():
        if name.startswith("text-"):
            key = name.removeprefix("text-")
            seen = request.POST.get(f"seen-{key}", "")
            found[key] = Typed(text, int(seen) if seen.isdecimal() and len(seen) < 9 else 0)
    return found


def _attached(desk: Desk, form: AttachmentForm) -> list[dict]:
    """Keep the file of the form, if there is one; what is wrong with it otherwise."""
    if form.is_valid() and form.cleaned_data.get("file"):
        try:
            collecting.attach(
                contribution=desk.contribution,
                upload=form.cleaned_data["file"],
                description=form.cleaned_data["description"].strip(),
                by=desk.by,
            )
        except RuleBroken as broken:
            return [{"text": broken.message, "target": "id_file"}]
    return [
        {"text": text, "target": f"id_{name}"}
        for name, errors in form.errors.items()
        for text in errors
    ]
