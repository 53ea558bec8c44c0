"""Names that files had brought in capitals, set right as new files are read: `ent.socle.textes.nom_lisible`."""

from django.db import migrations

from ent.socle.textes import nom_lisible

LOT = 1000


def redire(apps, schema_editor):
    """By lots: of a territory, most people."""
    personnes = apps.get_model("annuaire", "Personne")._base_manager
    a_ecrire = []
    for personne in personnes.only("pk", "nom", "nom_usage").iterator(LOT):
        nom, nom_usage = nom_lisible(personne.nom), nom_lisible(personne.nom_usage)
        if (nom, nom_usage) != (personne.nom, personne.nom_usage):
            personne.nom, personne.nom_usage = nom, nom_usage
            a_ecrire.append(personne)
    personnes.bulk_update(a_ecrire, ["nom", "nom_usage"], batch_size=LOT)


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0013_interlocuteur")]
    # Backwards, nothing: capitals told nothing that is lost.
    operations = [migrations.RunPython(redire, migrations.RunPython.noop)]
