"""PDFs in tests: fonts are built, files go to a folder of the test, the renderer stays silent."""

import logging

import pytest

from reports import pdf, rendered


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
