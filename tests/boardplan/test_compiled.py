"""A compiled question gives what the ORM would, for the key that is asked about, as it is now."""

import pytest
from django.db.models import Value

from boardplan.compiled import Compiled
from subgroups.models import Agency, Membership, Post, SubGroup
from tests import factories

pytestmark = pytest.mark.django_db


def rows_of(board):
    posts = Post.objects.of(board).order_by().values_list(Value("post"), "name", "aliases")
    return posts.union(
        Agency.objects.of(board).order_by().values_list(Value("agency"), "name", "aliases")
    ).order_by("name")


def memberships_of(slug, user):
    return Membership.objects.filter(board__slug=slug, user=user).select_related("board", "user")


def test_rows_are_those_of_the_key(cast, django_assert_num_queries):
    factories.PostFactory(board=cast.other_board, agency=None, aliases=["DSL"])
    question = Compiled(rows_of)
    for board in (cast.board, cast.other_board, cast.board):
        expected = list(rows_of(board))
        assert expected
        with django_assert_num_queries(1):
            assert question.ask(board.pk) == expected
    assert question.ask(0) == []


def test_instances_come_with_what_was_selected(cast, django_assert_num_queries):
    question = Compiled(memberships_of, str, int)
    for membership in Membership.objects.select_related("board"):
        with django_assert_num_queries(1):
            (found,) = question.ask(membership.board.slug, membership.user_id)
            assert (found, found.board) == (membership, membership.board)
            assert found.user.pk == membership.user_id
    assert question.ask(cast.other_board.slug, cast.manager.pk) == []


def test_an_answer_is_never_kept(cast):
    question = Compiled(lambda board: SubGroup.objects.of(board).order_by("pk"))
    first = question.ask(cast.board.pk)
    SubGroup.objects.filter(pk=first[0].pk).update(name="Named anew")
    again = question.ask(cast.board.pk)
    assert again[0].name == "Named anew"
    assert again[0] is not first[0]


def test_a_name_is_a_value_and_never_part_of_the_question(cast):
    question = Compiled(memberships_of, str, int)
    assert question.ask("' OR 1=1 --", cast.manager.pk) == []


def test_a_question_that_leaves_a_key_out_is_refused():
    with pytest.raises(ValueError, match="compare something with each of its keys"):
        Compiled(lambda board, user: Post.objects.of(board), int, int).ask(1, 2)


@pytest.mark.parametrize("keys", [(), (1, 2)])
def test_each_key_has_to_be_given(keys):
    with pytest.raises(TypeError, match="has 1 keys"):
        Compiled(rows_of).ask(*keys)
