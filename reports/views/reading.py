"""Papers read in the browser by members: as they stand today, and each edition as it was kept."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from boardplan import clock
from subgroups.access import board_view, member

from .. import web
from ..models import EditionFile
from ..permissions import may_comment
from ..services import building, filing
from .papers import progress_page
from .reached import Reached, reach


@dataclass(frozen=True)
class Sheet:
    """One page with its neighbours: (name, title), None at either end."""

    name: str
    title: str
    html: SafeString
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@require_safe
@board_view(member)
def read(request, page="", report="", plan=""):
    """The paper as it stands: live while it is a draft, its last edition once it is approved."""
    found = reach(request, report=report, plan=plan)
    edition = found.frozen()
    if edition is not None:
        return _edition(request, found, edition, page)
    document = found.document()
    names = [(leaf.name, leaf.title) for leaf in web.leaves(document)]
    made = web.page(document, page, imprint=None, digest="")
    if made is None:
        raise Http404("No such page")
    sheet = beside(names, document.title, page, made.title, made.html)
    return _shown(request, found, sheet, document.draft, leaf_part(document, page))


@require_safe
@board_view(member)
def edition(request, number, page="", report="", plan=""):
    found = reach(request, report=report, plan=plan)
    return _edition(request, found, found.edition(number), page)


def _edition(request, found: Reached, kept, page: str):
    files = pages_of(kept)
    if not files:
        build = filing.file_edition(kept)
        files = pages_of(kept)
        if not files and (build is None or building.left_alone(build)):
            filing.make_files(type(kept).objects.get(pk=kept.pk))
            files = pages_of(kept)
        elif not files:
            return progress_page(request, found, build)
    sheet = sheet_of(files, page)
    if sheet is None:
        raise Http404("No such page")
    return _shown(request, found, sheet, draft=False, section=None)


def pages_of(kept) -> list[EditionFile]:
    """The pages of an edition in order, without their content."""
    return list(kept.files.light().filter(form=EditionFile.Form.PAGE))


def sheet_of(files: list[EditionFile], page: str) -> Sheet | None:
    """One of the pages with its content (one query), None where there is no such page."""
    file = next((file for file in files if file.name == page), None)
    if file is None:
        return None
    html = mark_safe(bytes(file.content).decode())  # noqa: S308 - our own templates made it
    names = [(each.name, each.title) for each in files if each.name not in ("", web.WHOLE)]
    return beside(names, files[0].title, page, file.title, html)


def beside(names, title, page: str, own_title: str, html) -> Sheet:
    """A page between those before and after it; the contents stand before the first."""
    row = [(web.CONTENTS, "Contents"), *names]
    at = next((place for place, (name, _) in enumerate(row) if name == page), None)
    if at is None:  # the whole in one
        return Sheet(page, own_title, html, row[0], None)
    return Sheet(
        page,
        own_title,
        html,
        row[at - 1] if at else None,
        row[at + 1] if at + 1 < len(row) else None,
    )


def leaf_part(document, page: str):
    """The section of a report that a page shows, None for the contents and for plans."""
    found = next((leaf for leaf in web.leaves(document) if leaf.name == page), None)
    return found.part if found is not None and hasattr(found.part, "anchor") else None


def _shown(request, found: Reached, sheet: Sheet, draft: bool, section):
    if request.htmx:  # the progress page asked: go and read
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
    up = "" if sheet.name == web.CONTENTS else "../"
    comment = ""
    if not found.is_plan and may_comment(request.membership, found.paper, on=clock.today()):
        comment = found.url("comment")
        if section is not None:
            comment += f"?section={section.anchor.removeprefix('section-')}"
    context = {
        "title": sheet.title,
        "sheet": sheet,
        "up": up,
        "home": found.home,
        "paper": found.paper.title,
        "draft": draft,
        "comment": comment,
    }
    return render(request, "reports/reading.html", context)
