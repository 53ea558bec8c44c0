import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0016_delegation")]

    operations = [
        migrations.AddField(
            model_name="etablissement",
            name="reglages_en_vigueur",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.CreateModel(
            name="Reglage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60)),
                ("valeur", models.JSONField(null=True)),
                (
                    "mode",
                    models.CharField(
                        choices=[("libre", "Libre"), ("fixe", "Fixe"), ("borne", "Borne")],
                        default="libre",
                        max_length=5,
                    ),
                ),
                ("le", models.DateTimeField(default=django.utils.timezone.now)),
                ("remplace_le", models.DateTimeField(blank=True, null=True)),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reglages",
                        to="annuaire.commune",
                    ),
                ),
                (
                    "etablissement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reglages",
                        to="annuaire.etablissement",
                    ),
                ),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-le", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("commune", None), ("etablissement", None), _connector="OR"),
                        name="reglage_d_un_seul_etage",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("remplace_le", None)) & ~Q(("etablissement", None)),
                        fields=("code", "etablissement"),
                        name="reglage_actuel_d_une_ecole",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("remplace_le", None)) & ~Q(("commune", None)),
                        fields=("code", "commune"),
                        name="reglage_actuel_d_une_commune",
                    ),
                    models.UniqueConstraint(
                        condition=Q(("commune", None), ("etablissement", None), ("remplace_le", None)),
                        fields=("code",),
                        name="reglage_actuel_du_territoire",
                    ),
                ],
            },
        ),
    ]
