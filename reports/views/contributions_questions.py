"""The questions to agencies: the board's own, under Settings, and those of one report.

Both are the same list with the same forms; `report` in the address says which it is.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boardplan.errors import RuleBroken
from subgroups.access import board_view, manager
from subgroups.views.parts import form_page, settings_sections

from ..contribution_forms import QuestionForm
from ..models import Question
from ..permissions import may_edit_report
from ..questions import STANDARD, filled
from ..services.collecting import questions as service
from .parts import report_to_edit, the_report


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def board_questions(request):
    """The questions that each report of the board begins with. POST makes the standard ones the
    board's own, so that they can be changed."""
    request.section = "board_settings"
    board = request.board
    if request.method == "POST":
        service.adopt_standard(board=board, by=request.user)
        messages.success(request, "The questions are the board’s own now.")
        return redirect("board_questions", board.slug)
    own = list(Question.objects.template_of(board))
    context = {
        "title": "Questions to agencies",
        "rows": _rows(own, "board", [board.slug]) if own else [],
        "standard": [] if own else STANDARD,
        "sections": settings_sections(request, "board_questions"),
        "crumbs": [],
        "new": reverse("board_question_new", args=[board.slug]) if own else "",
        "intro": "Each annual report takes a copy of these when you begin to collect "
        "contributions. What you change here counts from the next report on.",
        "locked": "",
        "board_questions": "",
    }
    return render(request, "reports/contributions/questions.html", context)


@require_safe
@board_view(manager)
def report_questions(request, report):
    """The report's own copy. It can be changed until somebody has answered."""
    found = the_report(request, report)
    base = [request.board.slug, found.slug]
    locked = _locked(request, found)
    rows = _rows(list(Question.objects.asked_in(found)), "report", base, report=found)
    context = {
        "title": "Questions of this report",
        "rows": rows,
        "standard": [],
        "sections": [],
        "crumbs": [
            {"text": found.title, "href": reverse("report", args=base)},
            {"text": "Contributions", "href": reverse("contributions", args=base)},
            {"text": "Questions", "href": ""},
        ],
        "new": reverse("report_question_new", args=base) if rows and not locked else "",
        "intro": "These are asked for this report alone."
        if rows
        else "The report takes a copy of the board’s questions when you begin to collect.",
        "locked": locked,
        "board_questions": "" if rows else reverse("board_questions", args=base[:1]),
    }
    return render(request, "reports/contributions/questions.html", context)


def _locked(request, report) -> str:
    """Why the report's questions stay as they are; "" where they can be changed."""
    answer = may_edit_report(request.membership, report)
    if not answer:
        return answer.reason
    if service.answered(report):
        return "Somebody has answered, so these questions stay as they are."
    return ""


def _rows(questions, owner: str, base: list, report=None) -> list[dict]:
    return [
        {
            "prompt": filled(question.prompt, report) if report else question.prompt,
            "hint": filled(question.hint, report) if report else question.hint,
            "limit": question.word_limit,
            "asks_for": question.get_asks_for_display() if question.asks_for else "",
            "edit": reverse(f"{owner}_question_edit", args=[*base, question.pk]),
            "step": reverse(f"{owner}_question_step", args=[*base, question.pk]),
        }
        for question in questions
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def question_new(request, report=None):
    found, back = _place(request, report)
    form = QuestionForm(request.POST or None)
    if form.is_valid() and form.accepted_by(
        lambda: service.add_question(
            board=request.board, report=found, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, "The question is added at the end.")
        return redirect(back)
    return form_page(request, form=form, title="Add a question", back=back, back_text="Questions")


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def question_edit(request, pk, report=None):
    found, back = _place(request, report)
    question = _question(request, found, pk)
    form = QuestionForm(request.POST or None, question=question)
    if form.is_valid() and form.accepted_by(
        lambda: service.change_question(question=question, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "The question is saved.")
        return redirect(back)
    return form_page(
        request, form=form, title="Change this question", back=back, back_text="Questions"
    )


@require_POST
@board_view(manager)
def question_step(request, pk, report=None):
    """`step` of the form: up, down or remove."""
    found, back = _place(request, report)
    question = _question(request, found, pk)
    step = request.POST.get("step", "")
    try:
        if step == "remove":
            service.remove_question(question=question, by=request.user)
            messages.success(request, "The question is taken out.")
        elif step in ("up", "down"):
            service.move_question(question=question, up=step == "up", by=request.user)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect(back)


def _place(request, slug):
    """(the report or None for the board's own, the address of its list)."""
    if slug is None:
        request.section = "board_settings"
        return None, reverse("board_questions", args=[request.board.slug])
    found = report_to_edit(request, slug)
    return found, reverse("report_questions", args=[request.board.slug, found.slug])


def _question(request, report, pk) -> Question:
    return get_object_or_404(
        Question.objects.of(request.board).filter(report=report).select_related("board", "report"),
        pk=pk,
    )
