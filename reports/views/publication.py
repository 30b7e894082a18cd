"""The editions of a paper, and what of them the public may read."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.models import Plan
from boardplan.access import require
from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, manager, member
from subgroups.views.parts import form_page

from ..forms import PublicFaceForm, WithdrawForm
from ..models import AnnualReport, Edition, EditionFile, PublicFace
from ..permissions import may_manage_reports
from ..services import building, filing, publishing
from ..workflow import may_keep, may_take_with
from .papers import TYPES
from .reached import Reached, reach


@require_safe
@board_view(member)
def publication(request, report="", plan=""):
    """Every edition of a paper with its files and what can be done with it."""
    found = reach(request, report=report, plan=plan)
    manages = bool(may_manage_reports(request.membership))
    editions = [found.with_board(edition) for edition in found.editions()]
    files = _files(editions)
    lacking = [each for each in editions if set(files[each.pk]) != EditionFile.MADE]
    if lacking and not _see_to(lacking[0]):
        files = _files(editions)
    rows = [_row(request, found, edition, files[edition.pk], manages) for edition in editions]
    context = {
        "title": f"Editions of {found.paper.title}",
        "paper": found.paper.title,
        "back": found.home,
        "rows": rows,
        "manages": manages,
        "being_made": any(not row["done"] for row in rows),
        "here": request.get_full_path(),
        "empty": _nothing_yet(found),
        "actions": _actions(request, found) if manages else [],
        "public": reverse("published_board", args=[request.board.slug])
        if any(row["state"] == Edition.State.PUBLISHED for row in rows)
        else "",
    }
    return render(request, "reports/publication.html", context)


def _see_to(edition: Edition) -> bool:
    """Whether the files of an edition are still being made. Makes them where no worker runs."""
    build = filing.file_edition(edition)
    if build is None or not building.left_alone(build):
        return build is not None
    filing.make_files(Edition.objects.get(pk=edition.pk))
    return False


def _files(editions: list[Edition]) -> dict[int, dict[str, EditionFile]]:
    """{edition: {form: file}}, without contents and without the pages but the first. One query."""
    found: dict[int, dict] = {edition.pk: {} for edition in editions}
    rows = EditionFile.objects.light().filter(edition__in=editions, name="")
    for file in rows:
        found[file.edition_id][file.form] = file
    return found


def _row(request, found: Reached, edition: Edition, files: dict, manages: bool) -> dict:
    done = set(files) == EditionFile.MADE
    public = edition.state == Edition.State.PUBLISHED
    steps = {"publish": "Publish", "withdraw": "Withdraw from publication"}
    return {
        "edition": edition,
        "state": edition.state,
        "done": done,
        "read": found.url("edition", edition.number),
        "files": [
            {
                "text": f"{file.get_form_display()} ({size_of(file)})",
                "href": found.url("edition_file", edition.number, form),
            }
            for form, file in ((form, files.get(form)) for form in TYPES)
            if file is not None
        ],
        "public": reverse(
            "published_edition",
            args=[request.board.slug, found.public_kind, edition.slug, edition.number],
        )
        if public
        else "",
        "steps": [
            {"text": text, "href": found.url(step, edition.number), "posts": step == "publish"}
            for step, text in steps.items()
            if manages and done and may_take_with(request.membership, edition, step)
        ],
    }


def size_of(file: EditionFile) -> str:
    """410 kB, 12 pages"""
    size = f"{max(round(file.size / 1000), 1):,} kB"
    if file.size >= 1_000_000:
        size = f"{file.size / 1_000_000:.1f} MB"
    if not file.pages:
        return size
    return f"{size}, {file.pages} page{'' if file.pages == 1 else 's'}"


def _nothing_yet(found: Reached) -> str:
    if not found.is_plan and found.paper.status == AnnualReport.Status.APPROVED:
        return (
            "This report was approved before Boardplan kept what was approved, so there is nothing "
            "yet that could be published."
        )
    if not found.is_plan:
        return "Nothing has been approved yet. Each approval keeps an edition that never changes."
    word = lower_first(found.paper.word("plan"))
    if found.paper.status == Plan.Status.DRAFT:
        return f"A {word} can be published once it is ratified."
    return (
        f"This {word} has not been published. Publishing keeps it as it stands, so that the "
        "public reads what was agreed while the work goes on here."
    )


def _actions(request, found: Reached) -> list[dict]:
    links = []
    if found.is_plan and found.paper.status != Plan.Status.DRAFT:
        word = lower_first(found.paper.word("plan"))
        links.append({"text": f"Publish this {word}", "href": found.url("freeze"), "primary": True})
    if not found.is_plan and may_keep(request.membership, found.paper):
        text = "Keep it for publication"
        links.append({"text": text, "href": found.url("keep"), "primary": True})
    links.append(
        {
            "text": "Public page and contact",
            "href": reverse("public_face", args=[request.board.slug]),
        }
    )
    return links


@require_POST
@board_view(manager)
def publish(request, number, report="", plan=""):
    found = reach(request, report=report, plan=plan)
    edition = found.edition(number)
    require(may_take_with(request.membership, edition, "publish"))
    if not PublicFace.objects.filter(board=request.board).exists():
        messages.info(
            request,
            "Say first how the public reaches you: the accessibility statement must name it. Then "
            "publish.",
        )
        return redirect("public_face", request.board.slug)
    publishing.publish_edition(edition=edition, by=request.user)
    messages.success(request, f"{edition} is published. Everybody can read it now.")
    return redirect(found.url("publication"))


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def withdraw(request, number, report="", plan=""):
    found = reach(request, report=report, plan=plan)
    edition = found.edition(number)
    require(may_take_with(request.membership, edition, "withdraw"))
    form = WithdrawForm(request.POST or None)
    if not found.editions().public().filter(number__lt=number).exists():
        del form.fields["earlier_too"]
    if form.is_valid() and form.accepted_by(
        lambda: publishing.withdraw_edition(edition=edition, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{edition} is withdrawn. Its address now says so.")
        return redirect(found.url("publication"))
    return form_page(
        request,
        form=form,
        title=f"Withdraw {edition}",
        intro="Nobody outside the board can read it any more. Its address says that it was "
        "withdrawn, when and why. Copies that people saved stay with them.",
        back=found.url("publication"),
        back_text=f"Editions of {found.paper.title}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@board_view(manager)
def public_face(request):
    """What stands on the board's public page beside its papers."""
    request.section = "reports"
    face = PublicFace.objects.filter(board=request.board).first()
    initial = {
        "introduction": face.introduction if face else "",
        "contact": face.contact if face else "",
    }
    form = PublicFaceForm(request.POST or None, initial=initial)
    if form.is_valid() and form.accepted_by(
        lambda: publishing.change_public_face(
            board=request.board, by=request.user, **form.cleaned_data
        )
    ):
        messages.success(request, "The public page is saved.")
        return redirect("reports", request.board.slug)
    return form_page(
        request,
        form=form,
        title="Public page",
        back=reverse("reports", args=[request.board.slug]),
        back_text="Reports",
    )
