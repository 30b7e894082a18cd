"""Plans that nobody wrote, as boards would have written them: every shape we could think of.

`contents` has four plans as structure; `layouts_*` render them into files of many shapes, each
saying what of the structure its shape can hold. `PLANS` has them all.
"""

from . import (
    layouts_documents,
    layouts_hard,
    layouts_nested,
    layouts_odd,
    layouts_rows,
    layouts_sheets,
    layouts_tables,
)
from .layouts import Plan, every

__all__ = ["PLANS", "Plan"]

PLANS: list[Plan] = every(
    layouts_tables,
    layouts_rows,
    layouts_documents,
    layouts_sheets,
    layouts_hard,
    layouts_odd,
    layouts_nested,
)
