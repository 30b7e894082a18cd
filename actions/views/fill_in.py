"""Workbooks for people who do not sign in: handed out, brought back, checked, brought in.

GET plan_fill_in shows both ways, POST to it checks an uploaded workbook and shows what would
become of each row; plan_fill_in_confirm writes it. Between the two the answers travel in the
page, signed.
"""

from collections import Counter
from types import SimpleNamespace
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boardplan import clock
from boardplan.errors import Conflict, RuleBroken
from boardplan.templatetags.boardplan import lower_first
from boardplan.templatetags.rag import WORDS, rag_tag
from subgroups.access import board_view, manager

from ..exporters.fill_in import as_workbook, askable
from ..forms.fill_in import LEAVE, AnswersFileForm, DecisionsForm
from ..importers.fill_in import Checked, Sheet, check, packed, read_answers, unpacked, with_reasons
from ..services.answers import bring_in_answers
from .conflicts import conflict_on
from .downloads import file_response, narrowed_to, to_the_problems
from .plan import read_asked
from .reach import crumbs, plan_address, plan_of_board

BY = ("agency", "group", "lead")


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def plan_fill_in(request, plan):
    """Whom to ask, and the way back."""
    found = plan_of_board(request, plan)
    if request.method == "POST":
        form = AnswersFileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                sheet = read_answers(file.name, file.read())
                checked = check(sheet, found, by=request.user)
            except RuleBroken as broken:
                form.add_error("file", broken.message)
            else:
                return _preview(request, found, sheet, checked)
    else:
        form = AnswersFileForm()
    tree, asked = read_asked(request, plan)
    rows = askable(asked.narrowed)
    context = {
        "title": "Answers from people who do not sign in",
        "plan": found,
        "form": form,
        "count": len(rows),
        "action_words": lower_first(tree.plan.words_for("action")),
        "action_word": lower_first(tree.plan.word("action")),
        "narrowed": narrowed_to(asked),
        "file_href": _file_href(found, asked.pairs),
        "askable": [_choices(found, asked, rows, name) for name in BY],
        "crumbs": crumbs(found, ("Answers from people who do not sign in", "")),
    }
    return render(request, "actions/fill_in.html", context, status=422 if form.errors else 200)


@require_safe
@board_view(manager)
def plan_fill_in_file(request, plan):
    """The workbook for what the filter shows."""
    found = plan_of_board(request, plan)
    _, asked = read_asked(request, plan)
    if asked.problems:
        return to_the_problems(request, plan)
    if not askable(asked.narrowed):
        words = lower_first(found.words_for("action"))
        messages.error(request, f"No open {words} answer this filter, so there is nothing to ask.")
        return redirect(plan_address(found, "plan_fill_in"))
    content = as_workbook(asked.narrowed, on=clock.today(), shown=narrowed_to(asked))
    whose = slugify(" ".join(chip.label for chip in asked.chips))[:60].strip("-")
    parts = [found.board.slug, found.slug, "to-fill-in", whose]
    return file_response(content, f"{'-'.join(part for part in parts if part)}.xlsx")


@require_POST
@board_view(manager)
def plan_fill_in_confirm(request, plan):
    """Write what was checked, all or nothing."""
    found = plan_of_board(request, plan)
    try:
        sheet, seen = unpacked(request.POST.get("answers", ""))
        checked = check(sheet, found, by=request.user, seen=seen)
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect(plan_address(found, "plan_fill_in"))
    form = DecisionsForm(request.POST, rows=checked.rows)
    if any(row.again for row in checked.rows):
        form.is_valid()
        form.add_error(None, "The plan changed since you opened this page. Look again below.")
        return _preview(request, found, sheet, checked, form=form, status=409)
    if not form.is_valid():
        return _preview(request, found, sheet, checked, form=form, status=422)
    settled = check(with_reasons(sheet, form.reasons()), found, by=request.user, seen=seen)
    left = {pk for pk, choice in form.choices().items() if choice == LEAVE}
    try:
        made = bring_in_answers(
            plan=found,
            answers=[row.answer for row in _ready(settled) if row.action.pk not in left],
            by=request.user,
            by_name=form.cleaned_data["who"],
        )
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        return _preview(request, found, sheet, checked, form=form, status=422)
    except Conflict:
        form.add_error(None, "The plan changed since you opened this page. Look again below.")
        checked = check(sheet, found, by=request.user)
        return _preview(request, found, sheet, checked, form=form, status=409)
    words = "answer is" if len(made) == 1 else "answers are"
    messages.success(request, f"{len(made)} {words} in the plan. Thank you.")
    return redirect(plan_address(found))


def _ready(checked: Checked) -> list:
    return [row for row in checked.rows if row.answer and row.problem is None and row.there is None]


def _preview(request, plan, sheet: Sheet, checked: Checked, *, form=None, status=200):
    """What would become of each row."""
    if form is None:
        form = DecisionsForm(rows=checked.rows, initial={"who": sheet.who})
    labels = plan.board.rag_labels
    tags = {rag: rag_tag(rag, labels.get(rag, "")) for rag in ("", *WORDS)}
    ready = _ready(checked)
    rows = [_shown(row, form, tags) for row in checked.rows]
    context = {
        "title": "What came back",
        "plan": plan,
        "form": form,
        "answers": packed(sheet, checked),
        "new": [row for row in rows if row["row"] in ready and not row["row"].moved],
        "moved": [row for row in rows if row["choice"]],
        "wrong": [row for row in rows if row["row"].problem and not row["choice"]],
        "there": [row for row in rows if row["row"].there is not None],
        "empty": checked.empty,
        "any": any(ready) or any(row["reason"] for row in rows),
        "action_word": plan.word("action"),
        "rag_word": plan.word("rag"),
        "back": plan_address(plan, "plan_fill_in"),
        "confirm": plan_address(plan, "plan_fill_in_confirm"),
        "crumbs": crumbs(
            plan,
            ("Answers from people who do not sign in", plan_address(plan, "plan_fill_in")),
            ("What came back", ""),
        ),
    }
    return render(request, "actions/fill_in_preview.html", context, status=status)


def _shown(row, form: DecisionsForm, tags: dict) -> dict:
    """A row as the page shows it. choice, reason: fields of the form, None where not asked."""
    pk = row.action.pk if row.action else 0
    choice = form[f"choice_{pk}"] if f"choice_{pk}" in form.fields else None
    said = {name: text for name, text in row.said.words.items() if text}
    return {
        "row": row,
        "action": row.action,
        "place": row.said.place,
        "said": said,
        "tag": tags[row.answer.rag] if row.answer and row.answer.rag else "",
        "finished": bool(row.answer and row.answer.finished),
        "on": row.answer.on if row.answer else None,
        "problem": row.problem,
        "choice": choice,
        "reason": form[f"reason_{pk}"] if f"reason_{pk}" in form.fields else None,
        "conflict": _conflict(row) if choice else None,
    }


def _conflict(row) -> dict | None:
    """What happened to the action since the workbook was made, beside what stands in it."""
    answer = row.answer
    said = {
        "opened": row.said.key.made_at,
        "text": answer.text,
        "rag": answer.rag,
        "reason": answer.reason,
        "difference_made": answer.difference_made,
        "evidence": answer.evidence,
    }
    return conflict_on(row.action, SimpleNamespace(cleaned_data=said), user=None)


def _choices(plan, asked, rows, name: str) -> dict:
    """A workbook for each agency, group or lead that has something to answer."""
    counts = Counter()
    for _, action in rows:
        counts.update(set(asked.facts[action.id][name]) - {"me", "nobody"})
    others = [pair for pair in asked.pairs if pair[0] != name]
    return {
        "title": asked.titles[name],
        "options": [
            {
                "label": label,
                "count": counts[value],
                "href": _file_href(plan, [*others, (name, value)]),
            }
            for value, label in asked.choices[name].items()
            if counts[value]
        ],
    }


def _file_href(plan, pairs) -> str:
    address = reverse("plan_fill_in_file", args=[plan.board.slug, plan.slug])
    return f"{address}?{urlencode(pairs)}" if pairs else address
