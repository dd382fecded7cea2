"""Sows the organisation and the shipped templates; taking it back leaves the rows."""

from django.db import migrations

from proposals.seeds import sow


def forwards(apps, schema_editor):
    sow(apps)


class Migration(migrations.Migration):
    dependencies = [("proposals", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop, elidable=False)]
