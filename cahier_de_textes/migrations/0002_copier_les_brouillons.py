"""Drafts of travaux and séances go where all drafts are: `portail.Brouillon`."""

from django.db import migrations

GENRES = ('travail', 'seance')


def _copier(de, vers):
    """What `vers` holds already was written since: it stays."""
    champs = ('etablissement_id', 'auteur_id', 'cle', 'champs', 'modifie_le')
    lus = de.objects.filter(cle__regex=f"^({'|'.join(GENRES)}):").order_by('pk').values(*champs)
    vers.objects.bulk_create((vers(**lu) for lu in lus.iterator()), batch_size=500, ignore_conflicts=True)


def monter(apps, schema_editor):
    _copier(apps.get_model('cahier_de_textes', 'Brouillon'), apps.get_model('portail', 'Brouillon'))


def descendre(apps, schema_editor):
    garde = apps.get_model('portail', 'Brouillon')
    _copier(garde, apps.get_model('cahier_de_textes', 'Brouillon'))
    garde.objects.filter(cle__regex=f"^({'|'.join(GENRES)}):").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('cahier_de_textes', '0001_initial'),
        ('portail', '0002_brouillon'),
    ]

    operations = [migrations.RunPython(monter, descendre)]
