"""The files of a paper as it stands today: at once where it is small or made already, else in the
background."""

from pathlib import Path

from django_tasks import task

from actions.models import Plan

from .. import rendered
from ..annual_report import report_document
from ..models import AnnualReport, Build
from ..papers import pdf_of, word_of
from ..plan_document import plan_document
from . import building

# Letters of a document from which on its file takes more than two seconds to make.
BACKGROUND_FROM = {"pdf": 30_000, "docx": 200_000}
# What is asked for by mistake is not waited for, so both forms are made one by one.
_MAKE = {
    "pdf": pdf_of,
    "docx": lambda document, told: word_of(document),
}


def current_file(*, paper: AnnualReport | Plan, form: str) -> Path | Build:
    """The file, or the Build that says how far it is. paper: with its board (and plan) loaded."""
    document = _document(paper)
    path = rendered.place(document, name=_name(paper), form=form)
    if path.exists():
        return path
    if rendered.letters(document) < BACKGROUND_FROM[form]:
        return _make(paper, document, form)
    build = building.ask(
        board=paper.board,
        key=path.name,
        enqueue=lambda: make_later.enqueue(_kind(paper), paper.pk, form, path.name),
    )
    if path.exists():
        return path
    if build is None or building.left_alone(build):
        return _make(paper, document, form, key=path.name)
    return build


@task()
def make_later(kind: str, pk: int, form: str, key: str) -> None:
    """Make the file of a paper as it stands now, which may be later than it was asked for."""
    if kind == "plan":
        paper = Plan.objects.select_related("board").get(pk=pk)
    else:
        paper = AnnualReport.objects.select_related("board", "plan").get(pk=pk)
    _make(paper, _document(paper), form, key=key)


def _make(paper, document, form: str, *, key: str = "") -> Path:
    with building.making(
        board_id=paper.board_id, key=key, letters=rendered.letters(document)
    ) as told:
        return rendered.kept(
            document,
            name=_name(paper),
            form=form,
            make=lambda: _MAKE[form](document, told=told),
        )


def _document(paper):
    return plan_document(paper) if isinstance(paper, Plan) else report_document(paper)


def _kind(paper) -> str:
    return "plan" if isinstance(paper, Plan) else "report"


def _name(paper) -> str:
    return f"{_kind(paper)}-{paper.pk}"
