"""Questions whose words never change, put together once for each process.

The ORM needs half a millisecond to a whole one to write the SQL of a question, at each request
anew; most answers take less. What a plan is read with is asked on nearly every page, always in
the same words and of another plan.
"""

from collections.abc import Callable

from django.db import connection
from django.db.models import QuerySet

# Stands for the key that is asked about while the SQL is written: no row has such a number.
_KEY = -(2**62)


class Compiled:
    """One question about the rows of something.

    question: called with a primary key, answers with a queryset of `values_list` that asks for
    that key by equality and for nothing else that changes. Only its words are kept, never rows.
    """

    def __init__(self, question: Callable[[int], QuerySet]):
        self.question = question
        self._written = {}  # database → (compiler, SQL, parameters)

    def rows(self, key: int) -> list[tuple]:
        """What `list(question(key))` would give; one query."""
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write()
        compiler, sql, parameters = written
        with connection.cursor() as cursor:
            # Of the same type, because PostgreSQL plans a statement by the types it is asked with.
            cursor.execute(sql, [type(p)(key) if p == _KEY else p for p in parameters])
            found = cursor.fetchall()
        return list(compiler.results_iter(results=[found], tuple_expected=True))

    def _write(self):
        compiler = self.question(_KEY).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if _KEY not in parameters:
            raise ValueError("The question does not ask for the key that it is given.")
        return compiler, sql, parameters
