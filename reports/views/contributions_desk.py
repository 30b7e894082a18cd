"""The page of the desk: every text with what stands beside it, to write in or as handed in."""

from django.shortcuts import render
from django.utils import timezone

from boardplan import clock
from subgroups.views.parts import UNPROCESSABLE

from ..attachments import MOST
from ..contributing import earlier_beside, led_actions, texts_of
from ..contributing.overview import due_of, is_late
from ..contributing.workflow import BEING_WRITTEN, may_take
from ..desk import Desk
from ..models import Collection, Contribution

STATUS = Contribution.Status
CONFLICT = 409
TOLD = {
    "saved": "Saved. You can close this page and go on later.",
    "form": "The form is changed. What you wrote before is kept.",
    "back": "The earlier text stands again.",
    "taken-back": "You can change it again. Hand it in once more when you are done.",
    "file-out": "The file is taken out.",
    "handed-in": "Your contribution is handed in. Thank you.",
    "declined": "The business manager can see that you have nothing to report. Thank you.",
}


def frame(desk: Desk, title: str) -> dict:
    """What every page of the desk shows."""
    return {
        "title": title,
        "contribution": desk.contribution,
        "report": desk.report,
        "of_board": desk.contribution.board,
        "write": desk.address("write"),
        "back": desk.back,
    }


def small_form(request, desk: Desk, form, title: str, intro: str):
    context = frame(desk, title) | {"form": form, "intro": intro}
    return render(
        request,
        "reports/contributions/small_form.html",
        context,
        status=UNPROCESSABLE if form.errors else 200,
    )


def desk_page(
    request,
    desk: Desk,
    contribution: Contribution,
    *,
    problems=(),
    typed=None,
    conflicts=None,
    refused="",
    description="",
):
    """The page with the texts: to write in, or as they were handed in.

    typed: what somebody wrote that was not all saved; it stands in the fields again, with the
    version that they have now seen. refused: why nothing could be saved.
    """
    typed, conflicts = typed or {}, conflicts or {}
    # Read afresh: a save or the first opening may have changed it.
    contribution = Contribution.objects.select_related(
        "report__plan__board", "board", "agency"
    ).get(pk=contribution.pk)
    texts = texts_of(contribution)
    collection = Collection.objects.filter(report=contribution.report_id).first()
    due = due_of(contribution, collection)
    beside = earlier_beside(contribution, texts)
    targets = {problem["target"]: problem["text"] for problem in problems}
    writing = desk.is_open and contribution.status in BEING_WRITTEN
    fields = []
    for text in texts:
        mine = typed.get(text.key)
        fields.append(
            {
                "text": text,
                "value": mine.text if mine else text.text,
                "count": text.words,
                "earlier": beside.beside.get(text.key) if beside else None,
                "states": desk.address("earlier", text.draft_id) if text.earlier_states > 1 else "",
                "error": targets.get(f"text-{text.key}", ""),
            }
        )
    files = [
        {
            "row": row,
            "href": desk.address("file", row.pk),
            "remove": desk.address("file_remove", row.pk),
        }
        for row in contribution.attachments.all()
    ]
    conflict = None
    if conflicts:
        rows = [
            {"label": text.label, "theirs": text.text or "(empty)", "mine": typed[key].text}
            for key, text in conflicts.items()
        ]
        newest = max(conflicts.values(), key=lambda text: text.written_at)
        conflict = {
            "by": newest.by_name,
            "when": timezone.localtime(newest.written_at),
            "rows": rows,
            "changes": [],
        }
    last = max(
        (text for text in texts if text.written_at), key=lambda text: text.written_at, default=None
    )
    status = 200
    if problems:
        status = UNPROCESSABLE
    elif conflict or refused:
        status = CONFLICT
    context = frame(desk, contribution.title) | {
        "contribution": contribution,
        "collection": collection,
        "due": due,
        "overdue": is_late(contribution, due, on=clock.today()),
        "handed_in_by": contribution.short(contribution.handed_in_by),
        "told": _told(request, contribution),
        "fields": fields,
        "beside": beside,
        "led": led_actions(contribution.report.plan, contribution.agency),
        "plan": contribution.report.plan,
        "writing": writing,
        "save": desk.address("save"),
        "choose_form": desk.address("choose_form"),
        "decline": desk.address("decline"),
        "take_back": desk.address("take_back")
        if desk.is_open and may_take(contribution, "take_back", role=desk.role)
        else "",
        "files": files,
        "takes_file": contribution.form == Contribution.Form.LINK and len(files) < MOST,
        "description": description,
        "file_errors": {name: targets.get(f"id_{name}", "") for name in ("file", "description")},
        "problems": list(problems),
        "conflict": conflict,
        "refused": refused,
        "unsaved": [
            {"label": text.label, "text": typed[text.key].text}
            for text in texts
            if refused and text.key in typed and typed[text.key].text.strip() != text.text
        ],
        "last": last and timezone.localtime(last.written_at),
        "last_by": last and contribution.short(last.by_name),
    }
    return render(request, "reports/contributions/write.html", context, status=status)


def _told(request, contribution: Contribution) -> str:
    """What was just done. The address keeps it, so that no cookie must; it is only said while the
    contribution still stands there, not when the page is opened again much later."""
    name = request.GET.get("told", "")
    now = {"handed-in": {STATUS.HANDED_IN}, "declined": {STATUS.DECLINED}}.get(name, BEING_WRITTEN)
    return TOLD.get(name, "") if contribution.status in now else ""
