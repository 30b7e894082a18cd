"""PDFs in tests: fonts are built, files go to a folder of the test, the renderer stays silent."""

import datetime
import logging
from dataclasses import dataclass

import pytest

from reports import pdf, rendered
from reports.models import AnnualReport, Collection, Contribution, Question
from tests import factories as make
from tests.reports import factories as made


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"


class _Loud(logging.Handler):
    def emit(self, record):
        raise AssertionError(f"The renderer says: {record.getMessage()}")


@pytest.fixture
def renderer():
    """Any line the renderer logs fails the test."""
    assert (pdf.static_folder() / "fonts").is_dir(), "Build the front end first: make setup"
    logger, loud = logging.getLogger("weasyprint"), _Loud(logging.WARNING)
    logger.addHandler(loud)
    yield rendered
    logger.removeHandler(loud)


@dataclass(frozen=True)
class Collecting:
    """A report that collects: two agencies asked, each with a link, and two questions."""

    report: AnnualReport
    collection: Collection
    questions: list[Question]
    part: Contribution  # of the cast's agency
    other: Contribution  # of Health
    link: str  # the address behind which `part` is written
    other_link: str

    def keys(self):
        return [f"q{question.pk}" for question in self.questions]


@pytest.fixture
def collecting(cast, today) -> Collecting:
    report = made.ReportFactory(
        board=cast.board, plan=cast.plan, slug="annual", title="Annual report 2026-27"
    )
    collection = made.CollectionFactory(report=report, due=today + datetime.timedelta(days=10))
    questions = [
        made.QuestionFactory(
            report=report, prompt="What did you achieve in {year}?", asks_for="figures"
        ),
        made.QuestionFactory(report=report, prompt="What comes in {next_year}?", word_limit=20),
    ]
    health = make.AgencyFactory(board=cast.board, name="Riverside Health")
    part = made.AskedFactory(report=report, agency=cast.agency, contact_email="di@police.example")
    other = made.AskedFactory(report=report, agency=health, contact_email="nurse@health.example")
    made.LinkFactory(contribution=part, token="ours")
    made.LinkFactory(contribution=other, token="theirs")
    return Collecting(
        report, collection, questions, part, other, "/contribution/ours/", "/contribution/theirs/"
    )
