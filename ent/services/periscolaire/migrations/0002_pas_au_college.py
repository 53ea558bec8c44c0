"""A collège has no cantine of a commune until a level says so: closed where nobody said anything. One that opened a service here keeps it, by a
setting of its own.
"""

from django.db import migrations

MODULE = "periscolaire"
CODE = f"module.{MODULE}"


def fermer(apps, schema_editor):
    colleges = apps.get_model("annuaire", "Etablissement").objects.filter(nature="college")
    reglages = apps.get_model("annuaire", "Reglage").objects
    servis = set(apps.get_model("periscolaire", "ServicePeriscolaire").objects.values_list("etablissement", flat=True))
    for ecole in colleges.only("modules_fermes", "reglages_en_vigueur"):
        if CODE in ecole.reglages_en_vigueur:
            continue
        if ecole.pk in servis:
            reglages.create(code=CODE, etablissement=ecole, valeur=True, mode="libre")
            ecole.reglages_en_vigueur[CODE] = True
        else:
            ecole.modules_fermes = f" {' '.join(sorted({*ecole.modules_fermes.split(), MODULE}))} "
        ecole.save(update_fields=["modules_fermes", "reglages_en_vigueur"])


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0032_dire_les_colleges"), ("periscolaire", "0001_menus_et_services")]
    operations = [migrations.RunPython(fermer, migrations.RunPython.noop)]
