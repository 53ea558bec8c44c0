"""Each collège says that it is one to every portée (`etages.lus_par_la_portee`)."""

from django.db import migrations

MOT = "nature:college"


def dire(apps, schema_editor):
    etablissements = apps.get_model("annuaire", "Etablissement").objects.filter(nature="college")
    for ecole in etablissements.only("modules_fermes"):
        ecole.modules_fermes = f" {' '.join(sorted({*ecole.modules_fermes.split(), MOT}))} "
        ecole.save(update_fields=["modules_fermes"])


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0031_matieres")]
    operations = [migrations.RunPython(dire, migrations.RunPython.noop)]
