"""Files of agencies go into the report and its editions, named by what is in them."""

import hashlib

from django.db import migrations, models


def tell_by_their_digest(apps, schema_editor):
    """Each file gets its sha-256, and the line that named it in what was handed in goes: the
    report names it from now on by itself. A file that is lost keeps an empty digest."""
    attachments = apps.get_model("reports", "Attachment").objects
    for row in attachments.select_related("contribution").iterator():
        try:
            with row.file.open("rb") as file:
                row.digest = hashlib.sha256(file.read()).hexdigest()
        except FileNotFoundError:
            pass
        row.save(update_fields=["digest"])
        contribution = row.contribution
        contribution.refresh_from_db(fields=["link_text"])
        line = f"- Sent as a file: {row.description} ({row.name})"
        lines = contribution.link_text.split("\n")
        if line in lines:
            lines.remove(line)
            contribution.link_text = "\n".join(lines)
            contribution.save(update_fields=["link_text"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_sections_of_the_year")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="editionfile",
            name="form",
            field=models.CharField(
                choices=[
                    ("pdf", "PDF"),
                    ("docx", "Word"),
                    ("json", "Data"),
                    ("page", "Page"),
                    ("sent", "Sent by an agency"),
                ],
                max_length=5,
            ),
        ),
        migrations.RunPython(tell_by_their_digest, migrations.RunPython.noop),
    ]
