"""The colours of a school's site are its own choice, unless they were the default."""

from django.db import migrations

CODE, DEFAUT = "pages.palette", "tableau"


def monter(apps, editeur):
    Reglage = apps.get_model("annuaire", "Reglage")
    for site in apps.get_model("pages", "SiteDEcole").objects.exclude(palette=DEFAUT).select_related("etablissement"):
        ecole = site.etablissement
        Reglage.objects.create(code=CODE, etablissement=ecole, valeur=site.palette)
        ecole.reglages_en_vigueur[CODE] = site.palette
        ecole.save(update_fields=["reglages_en_vigueur"])


def redescendre(apps, editeur):
    for site in apps.get_model("pages", "SiteDEcole").objects.select_related("etablissement"):
        ecole = site.etablissement
        site.palette = ecole.reglages_en_vigueur.pop(CODE, DEFAUT)
        site.save(update_fields=["palette"])
        ecole.save(update_fields=["reglages_en_vigueur"])
    apps.get_model("annuaire", "Reglage").objects.filter(code=CODE).delete()


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0022_sans_champ_du_mur"), ("pages", "0105_videos_dites")]

    operations = [migrations.RunPython(monter, redescendre)]
