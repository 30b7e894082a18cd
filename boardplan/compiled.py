"""Questions whose words never change, put together once for each process.

The ORM needs half a millisecond to two to write the SQL of a question, at each request anew; most
answers take less. What every page asks first, and what a plan, an action and a group are read
with, is always asked in the same words and of another row.
"""

import copy
from collections.abc import Callable

from django.db import connection
from django.db.models import QuerySet

# What stands for a key while the SQL is written: no row has such a number or such a name.
_MARKS = {int: lambda place: place - 2**62, str: lambda place: f"\ue000{place}"}


class Compiled:
    """One question about the rows of something: its words are kept, never an answer.

    question: called with the keys, answers with a queryset. It may compare columns with the keys
    and do nothing else with them, because it is called once, with marks in their place.
    kinds: of each key, `int` or `str`.
    """

    def __init__(self, question: Callable[..., QuerySet], *kinds: type):
        self._question = question
        self._marks = [_MARKS[kind](place) for place, kind in enumerate(kinds or (int,))]
        self._written = {}  # database → what `_write` gives

    def ask(self, *keys) -> list:
        """What `list(question(*keys))` would give: rows, or instances; one query."""
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write()
        queryset, compiler, sql, parameters = written
        if len(keys) != len(self._marks):
            raise TypeError(f"This question has {len(self._marks)} keys, not {len(keys)}.")
        known = dict(zip(self._marks, keys, strict=True))
        # Of the same type, because PostgreSQL plans a statement by the types it is asked with.
        asked = tuple(type(p)(known[p]) if _is_mark(p, known) else p for p in parameters)
        compiler = copy.copy(compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_, **__: (sql, asked)
        queryset = queryset.all()
        queryset.query.get_compiler = lambda *_, **__: compiler
        # Only the list leaves: a queryset could be narrowed, and would answer as if it were not.
        return list(queryset)

    def _write(self):
        queryset = self._question(*self._marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        known = dict.fromkeys(self._marks)
        if {p for p in parameters if _is_mark(p, known)} != set(self._marks):
            raise ValueError("A question must compare something with each of its keys.")
        return queryset, compiler, sql, parameters


def _is_mark(parameter, known) -> bool:
    return isinstance(parameter, int | str) and parameter in known
