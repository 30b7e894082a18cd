"""Plans of shapes that no source has, held to the same bar as the sources."""

import pytest

from .synthetic import PLANS
from .synthetic_table import score


def test_there_are_enough_of_them():
    shapes = {plan.name.rsplit("-", 1)[0] for plan in PLANS}
    assert len(shapes) >= 50


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_plan_of_another_shape_is_understood(plan):
    _, scores, unplaced, lost = score(plan)
    missed = {name: found.missed for name, found in scores.items() if found.missed}
    assert missed == {}
    assert (unplaced, lost) == (0, 0)
