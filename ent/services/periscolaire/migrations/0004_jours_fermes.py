"""A school closes a service on one day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("periscolaire", "0003_rythmes_des_jours_servis")]

    operations = [
        migrations.AddField("serviceperiscolaire", "jours_fermes", models.JSONField(blank=True, default=dict)),
        migrations.AlterField(
            "jourdeclare",
            "origine",
            models.CharField(
                choices=[
                    ("famille", "par la famille"),
                    ("rythme", "par un rythme"),
                    ("absence", "avec une absence"),
                    ("ecole", "par l’école"),
                    ("ferme", "jour fermé"),
                ],
                default="famille",
                max_length=7,
            ),
        ),
    ]
