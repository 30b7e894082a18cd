"""The plan as Word and Excel, whole or with the filter of the plan page."""

from django.views.decorators.http import require_safe

from subgroups.access import board_view, member

from ..exporters.excel import as_xlsx
from ..exporters.word import as_docx
from .downloads import file_name, file_response, narrowed_to, to_the_problems
from .plan import read_asked


@require_safe
@board_view(member)
def plan_docx(request, plan):
    """An editable document in the board's own columns."""
    tree, asked = read_asked(request, plan, updates="all")
    if asked.problems:
        return to_the_problems(request, plan)
    content = as_docx(asked.narrowed, shown=narrowed_to(asked))
    return file_response(content, file_name(tree.plan, asked.query, "docx"))


@require_safe
@board_view(member)
def plan_xlsx(request, plan):
    """A workbook with one action a row."""
    tree, asked = read_asked(request, plan, updates="all", duties=True)
    if asked.problems:
        return to_the_problems(request, plan)
    content = as_xlsx(asked.narrowed, on=asked.on, shown=narrowed_to(asked))
    return file_response(content, file_name(tree.plan, asked.query, "xlsx"))
