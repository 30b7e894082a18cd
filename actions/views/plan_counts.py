"""The counts of the plan page, renewed after an update in place: nothing but what stands out of the
rows, each piece with the id of the one on the page that it takes the place of.

A request of its own, so that saving an update stays as quick as it is.
"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from boardplan.templatetags.boardplan import lower_first
from subgroups.access import board_view, member

from .downloads import shown_title
from .plan import rating_links, read_asked
from .plan_lines import labels_of, summarise, tags_of


@require_safe
@board_view(member)
def plan_counts(request, plan):
    """Counts of a plan with the filter in the address, for the page to put in its place."""
    tree, asked = read_asked(request, plan, updates="none")
    labels, tags = labels_of(request.board), tags_of(request.board)

    def counted(node) -> dict:
        shown = [action for action in node.actions if action.id in asked.shown]
        return {"id": node.id, "summary": summarise(shown, labels, tags)}

    return render(
        request,
        "actions/_plan_counts.html",
        {
            "sections": [counted(priority) for priority in tree.priorities],
            "groups": [counted(outcome) for outcome in tree.outcomes],
            "asked": asked,
            "ratings": rating_links(asked),
            "all_ratings": sum(asked.counts["rag"].values()),
            "all_ratings_href": asked.href_without("rag"),
            "downloads": shown_title(tree.plan, asked) if asked.pairs else "The whole plan",
            "shown": len(asked.shown),
            "total": asked.total,
            "whole": not asked.pairs,
            "renewed": True,
            "action_word": lower_first(tree.plan.word("action")),
            "action_words": lower_first(tree.plan.words_for("action")),
        },
    )
