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


def test_names_come_from_the_board(cast):
    """The owner, whom it reports to (in the groups' order) and who leads it, each by its name."""
    last = factories.SubGroupFactory(board=cast.board, name="Audit", position=9)
    first = factories.SubGroupFactory(board=cast.board, name="Zebra", position=0)
    cast.action.reports_to.set([last, first])
    factories.LeadFactory(action=cast.action, post=None, group=last, role="support", position=7)
    factories.LeadFactory(action=cast.action, post=None, everyone=True, written="", position=8)
    action = read_plan(cast.plan).actions[0]
    assert (action.owner, action.owner_id) == (cast.group.name, cast.group.pk)
    assert action.reports_to == ("Zebra", "Audit")
    post, group, everyone = action.leads
    assert (post.at_agency, post.at_agency_id) == (cast.post.agency.name, cast.post.agency_id)
    assert (group.name, group.kind, group.answers) == ("Audit", "group", False)
    assert (everyone.name, everyone.answers) == ("All agencies", True)


def test_a_post_answers_while_somebody_holds_it(cast):
    answers = []
    for holder in (cast.contributor, None):
        cast.post.holder = holder
        cast.post.save(update_fields=["holder"])
        answers.append(read_plan(cast.plan).actions[0].leads[0].answers)
    assert answers == [True, False]


def test_how_things_stand_is_read_without_details(cast):
    """The day of entry is asked for only of what nobody has updated."""
    type(cast.action).objects.filter(pk=cast.action.pk).update(last_update_on=cast.plan.start)
    tree, full = read_plan(cast.plan, updates="none", details=False), read_plan(cast.plan)
    for short, long in zip(tree.actions, full.actions, strict=True):
        silent = long.last_update_on is None
        assert short.created_on == (long.created_on if silent else None)
        assert (short.id, short.owner, short.leads, short.due, short.withdrawn) == (
            long.id,
            long.owner,
            long.leads,
            long.due,
            long.withdrawn,
        )
    assert {action.created_on is None for action in tree.actions} == {False, True}
