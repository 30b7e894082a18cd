"""What each table of a file is, and what its columns mean, where it was read wrongly."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boardplan.errors import Conflict
from subgroups.access import board_view, manager

from ...forms.imports import ColumnsForm
from ...services import imports
from ...services.imports.confirming import preview
from .reach import address, crumbs, import_of_board, shared, to_check, waiting
from .start import again


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def import_columns(request, pk):
    row = import_of_board(request, pk)
    if not waiting(row):
        return to_check(row)
    found = preview(row)
    draft = found.matched.draft
    groups = _groups(draft)
    form = ColumnsForm(
        request.POST or None,
        groups=groups,
        initial={"version": row.version},
    )
    if request.method == "POST" and form.is_valid():
        columns, tables = form.changed()
        try:
            imports.settle_import(
                plan_import=row,
                settled={"columns": columns, "tables": tables},
                expected_version=form.cleaned_data["version"],
                by=request.user,
            )
        except Conflict as moved:
            form = again(form, moved.current)
        else:
            messages.success(request, "Read again. Check what was found.")
            return redirect(address(row, "import_check"))
    context = shared(row, found, "import_columns") | {
        "title": "Tables and columns",
        "form": form,
        "groups": [
            {
                "title": _name(group),
                "place": group.places,
                "example": group.tables[0].example,
                "role": form[f"table_{group.key}"],
                "columns": [
                    {
                        "header": columns[0].header or "No heading",
                        # The first table may hold nothing but a heading.
                        "example": next((one.example for one in columns if one.example), ""),
                        "field": form[f"column_{columns[0].key}"],
                    }
                    for columns in group.columns
                ],
            }
            for group in groups
        ],
        "crumbs": crumbs(row, (row.title, address(row, "import_check")), ("Columns", "")),
    }
    status = 422 if form.errors else 200
    return render(request, "actions/import/columns.html", context, status=status)


class Group:
    """Tables of one role and one row of headings, settled together: a plan may have forty."""

    def __init__(self):
        self.tables, self.columns = [], []

    @property
    def key(self) -> str:
        return self.tables[0].key

    @property
    def places(self) -> str:
        names = [table.place or table.key for table in self.tables]
        return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _groups(draft) -> list[Group]:
    groups: dict[tuple, Group] = {}
    for table in draft.tables:
        columns = [column for column in draft.columns if column.table == table.key]
        alike = tuple((column.header.casefold(), column.meaning) for column in columns)
        group = groups.setdefault((table.role, alike or table.key), Group())
        group.tables.append(table)
        for place, column in enumerate(columns):
            if place == len(group.columns):
                group.columns.append([])
            group.columns[place].append(column)
    return list(groups.values())


def _name(group: Group) -> str:
    number = len(group.tables)
    if number > 1:
        return f"{number} tables with the same columns"
    table = group.tables[0]
    place = table.name or table.place or table.key
    return place[:1].upper() + place[1:]
