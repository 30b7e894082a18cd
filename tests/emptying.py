"""Empty the database after a test whose rows were committed, as a live server needs them.

Django's own way truncates every table and makes the rows of its own apps anew: on PostgreSQL one
to two seconds a test, which the browser's tests would spend for a few hundred rows.
"""

from django.db import connection, transaction

# Filled by migrating, the same for every test.
KEPT = {"django_content_type", "auth_permission"}


def empty_database(_test_case=None):
    """Delete the rows of every table that a model has, but for those of KEPT. Foreign keys are
    checked when the transaction ends, so the order does not matter."""
    tables = set(connection.introspection.django_table_names(only_existing=True)) - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608, our own names
