"""The source plans, whole: every action in its place and words, every word accounted for."""

import pytest

from . import seeds_table

pytestmark = pytest.mark.seeds


@pytest.mark.parametrize(("file", "seed"), seeds_table.FILES, ids=[f for f, _ in seeds_table.FILES])
def test_a_source_plan_is_understood(file, seed):
    _, scores, unplaced, lost = seeds_table.score(file, seed)
    missed = {name: score.missed for name, score in scores.items() if score.missed}
    for name in ("priorities", "outcomes", "actions"):
        assert scores[name].share == 1, missed
    for name in ("text", "leads", "timescales", "monitoring", "progress", "rag", "extra"):
        assert scores[name].share >= 0.98, missed
    assert (unplaced, lost) == (0, 0)
