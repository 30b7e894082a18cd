"""What members say of a circulated report, and what the manager did about it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from boardplan import clock
from boardplan.access import require
from subgroups.access import board_view, manager, member
from subgroups.views.parts import form_page

from ..forms import AnswerForm, CommentForm
from ..models import Comment
from ..permissions import may_comment, may_manage_reports
from ..services import commenting
from .reached import reach


@require_safe
@board_view(member)
def report_comments(request, report):
    """All of them, under the section they are about, those still open first."""
    found = reach(request, report=report)
    manages = bool(may_manage_reports(request.membership))
    rows = list(Comment.objects.of(request.board).filter(report=found.paper))
    may = may_comment(request.membership, found.paper, on=clock.today())
    order = {section.pk: place for place, section in enumerate(found.paper.sections.all())}
    rows.sort(key=lambda row: (row.answered_at is not None, order.get(row.section_id, -1)))
    context = {
        "title": "Comments",
        "paper": found.paper.title,
        "back": found.home,
        "comments": [
            {
                "row": row,
                "answer": found.url("comment_answer", row.pk)
                if manages and row.answered_at is None
                else "",
            }
            for row in rows
        ],
        "open": sum(1 for row in rows if row.answered_at is None),
        "note": "" if may else may.reason,
        "actions": [{"text": "Comment", "href": found.url("comment"), "primary": True}]
        if may
        else [],
    }
    return render(request, "reports/comments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(member)
def report_comment(request, report):
    found = reach(request, report=report)
    require(may_comment(request.membership, found.paper, on=clock.today()))
    chosen = request.GET.get("section", "")
    initial = {"section": chosen} if chosen.isdecimal() else {}
    form = CommentForm(request.POST or None, report=found.paper, initial=initial)
    if form.is_valid() and form.accepted_by(
        lambda: commenting.comment(report=found.paper, by=request.membership, **form.cleaned_data)
    ):
        messages.success(request, "Your comment is with the business manager.")
        return redirect(found.url("comments"))
    return form_page(
        request,
        form=form,
        title=f"Comment on {found.paper.title}",
        back=found.url("read"),
        back_text=found.paper.title,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def report_comment_answer(request, report, pk):
    found = reach(request, report=report)
    row = get_object_or_404(Comment.objects.of(request.board).filter(report=found.paper), pk=pk)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and form.accepted_by(
        lambda: commenting.answer_comment(comment=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"The comment of {row.by_name} is dealt with.")
        return redirect(found.url("comments"))
    return form_page(
        request,
        form=form,
        title=f"Comment of {row.by_name}",
        intro=f"On {row.about or 'the whole report'}: {row.text}",
        back=found.url("comments"),
        back_text="Comments",
    )
