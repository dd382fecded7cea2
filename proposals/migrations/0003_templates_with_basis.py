"""Sows version 2 of the 2026 templates, which has a section for the basis; version 1 stays where it is used."""

from django.db import migrations

from proposals.seeds import sow


def forwards(apps, schema_editor):
    sow(apps)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0002_seed")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop, elidable=False)]
