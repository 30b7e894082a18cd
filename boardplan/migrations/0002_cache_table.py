"""The table that sign-in limits are counted in: `migrate` is all a new installation needs."""

from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("boardplan", "0001_initial")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
