"""The document tree is the same number of queries for one action and for thirty."""

import pytest

from actions.document import read_plan
from tests import factories

QUERIES = 7


@pytest.mark.parametrize("more", [0, 30])
def test_a_plan_is_read_in_a_constant_number_of_queries(cast, django_assert_num_queries, more):
    for _ in range(more):
        action = factories.ActionFactory(outcome=cast.outcome, owner=cast.group)
        factories.LeadFactory(action=action, post=cast.post)
        factories.MilestoneFactory(action=action)
        factories.ProgressUpdateFactory(action=action)
    plan = type(cast.plan).objects.select_related("board").get(pk=cast.plan.pk)
    with django_assert_num_queries(QUERIES):
        tree = read_plan(plan)
    assert len(tree.actions) == 2 + more


def test_the_tree_keeps_order_and_names(cast):
    tree = read_plan(cast.plan)
    assert [priority.title for priority in tree.priorities] == ["Early help"]
    assert [action.ref for action in tree.actions] == ["1.1a", "1.1b"]
    (lead,) = tree.actions[0].leads
    assert (lead.name, lead.written, lead.kind) == ("Detective Inspector", "DI", "post")


def test_a_narrowed_tree_drops_what_is_empty(cast):
    chosen = type(cast.action).objects.filter(pk=cast.other_action.pk)
    tree = read_plan(cast.plan, actions=chosen, keep_empty=False)
    assert [action.ref for action in tree.actions] == ["1.1b"]
    assert len(tree.outcomes) == 1


def test_another_board_never_appears(cast):
    assert "A secret of Hillside" not in {action.text for action in read_plan(cast.plan).actions}
