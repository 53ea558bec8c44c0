# What was asked of images stays as it is: its kind is the default.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vie_scolaire", "0003_evacuations"),
    ]

    operations = [
        migrations.AddField(
            model_name="appel",
            name="sortie",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="appels",
                to="vie_scolaire.demandeconsentement",
            ),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="depart_a",
            field=models.TimeField(blank=True, null=True, verbose_name="départ"),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="genre",
            field=models.CharField(
                choices=[
                    ("image", "Droit à l’image"),
                    ("sortie", "Sortie"),
                    ("seul", "Rentrer sans adulte"),
                    ("tiers", "Partir avec une personne désignée"),
                    ("charte", "Charte d’internet"),
                    ("libre", "Autre autorisation"),
                ],
                default="image",
                max_length=7,
            ),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="lieu",
            field=models.CharField(blank=True, max_length=120, verbose_name="lieu"),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="relancee_le",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="repondre_avant",
            field=models.DateField(blank=True, null=True, verbose_name="à répondre avant le"),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="retour_a",
            field=models.TimeField(blank=True, null=True, verbose_name="retour"),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="suite_de",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="suites",
                to="vie_scolaire.demandeconsentement",
            ),
        ),
        migrations.AddField(
            model_name="demandeconsentement",
            name="titre",
            field=models.CharField(blank=True, max_length=80, verbose_name="titre"),
        ),
        migrations.AlterField(
            model_name="accordeleve",
            name="support",
            field=models.CharField(
                blank=True,
                choices=[
                    ("journal", "le journal de la classe, lu par les familles de la classe"),
                    ("site", "le site de l’école, ouvert à tous sur internet"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="consentement",
            name="origine",
            field=models.CharField(
                choices=[("ecran", "à l’écran"), ("papier", "sur papier"), ("place", "en personne")],
                default="ecran",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="consentement",
            name="support",
            field=models.CharField(
                blank=True,
                choices=[
                    ("journal", "le journal de la classe, lu par les familles de la classe"),
                    ("site", "le site de l’école, ouvert à tous sur internet"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="demandeconsentement",
            name="finalite",
            field=models.CharField(
                blank=True,
                choices=[
                    ("vie_de_classe", "Faire vivre la classe auprès de ses familles"),
                    ("faire_connaitre", "Faire connaître l’école"),
                ],
                max_length=15,
            ),
        ),
        migrations.AlterField(
            model_name="demandeconsentement",
            name="supports_bruts",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name="demandeconsentement",
            name="texte",
            field=models.TextField(blank=True, max_length=2000, verbose_name="texte"),
        ),
    ]
