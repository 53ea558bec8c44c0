from django.db import migrations, models


def refuser(apps, _schema_editor):
    """Archives of which no school could be read waited to be read over for ever."""
    archives = apps.get_model("annuaire", "ImportTerritoire").objects
    for pk, bilan in archives.filter(etat="lu").values_list("pk", "bilan"):
        if all("erreur" in ecole for ecole in bilan.get("ecoles", [])):
            archives.filter(pk=pk).update(
                etat="echoue", erreur="Aucune école de cette archive n’a pu être importée.", contenu=b""
            )


class Migration(migrations.Migration):

    dependencies = [
        ('annuaire', '0014_noms_lisibles'),
    ]

    operations = [
        migrations.AlterField(
            model_name='importterritoire',
            name='etat',
            field=models.CharField(choices=[('lecture', 'lecture en cours'), ('lu', 'bilan à relire'), ('en_cours', 'en cours'), ('applique', 'appliqué'), ('echoue', 'refusé'), ('abandonne', 'abandonné')], default='lecture', max_length=9),
        ),
        migrations.RunPython(refuser, migrations.RunPython.noop),
    ]
