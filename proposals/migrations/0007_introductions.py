"""An introduction to each of the round's appendices; the one there was is that of Bilag 7."""

from django.db import migrations, models


def move(apps, schema_editor):
    for round in apps.get_model("proposals", "Round").objects.exclude(intro="", intro_computed=True):
        round.introductions = {"7": {"text": round.intro, "computed": round.intro_computed}}
        round.save(update_fields=["introductions"])


class Migration(migrations.Migration):
    dependencies = [("proposals", "0006_open_sections")]

    operations = [
        migrations.AddField(
            model_name="round",
            name="introductions",
            field=models.JSONField(blank=True, default=dict, verbose_name="indledninger"),
        ),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(model_name="round", name="intro"),
        migrations.RemoveField(model_name="round", name="intro_computed"),
    ]
