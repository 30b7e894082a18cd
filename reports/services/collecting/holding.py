"""What every write to a contribution begins with."""

from boardplan.errors import RuleBroken

from ...contributing.workflow import may_write
from ...models import Contribution
from ..assembling import still_a_draft


def held(contribution: Contribution) -> Contribution:
    """The contribution as it stands, held for this transaction. Raises RuleBroken where its
    report has been approved."""
    still_a_draft(contribution.report)
    return (
        Contribution.objects.select_for_update(of=("self",))
        .select_related("report", "board", "agency")
        .get(pk=contribution.pk)
    )


def held_to_write(contribution: Contribution) -> Contribution:
    """The same, where words may be put into it now; else RuleBroken says why not."""
    contribution = held(contribution)
    answer = may_write(contribution)
    if not answer:
        raise RuleBroken(answer.reason)
    return contribution
