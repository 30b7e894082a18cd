import pytest

from actions.models import PlanImport
from actions.services import imports

from .pages import upload
from .plans import plan


@pytest.fixture
def start(cast, today):
    """start(data, …) → an import of the cast's board, waiting to be checked."""
    number = iter(range(1000))

    def go(data=None, *, name="plan.json", digest="", **more):
        return imports.start_import(
            board=cast.board,
            found=data or plan(),
            digest=digest or f"{next(number):064d}",
            file_name=name,
            by=cast.manager,
            today=today,
            **more,
        )

    return go


@pytest.fixture
def manager(cast, sign_in, today):
    return sign_in(cast.manager)


@pytest.fixture
def row(manager):
    upload(manager)
    return PlanImport.objects.get()
