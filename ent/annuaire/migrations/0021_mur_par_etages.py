"""Where a school had its walls of first names open is its own choice, unless it was the default."""

from django.db import migrations

CODE, DEFAUT = "connexion.mur", "partout"


def monter(apps, editeur):
    Etablissement, Reglage = (apps.get_model("annuaire", nom) for nom in ("Etablissement", "Reglage"))
    for ecole in Etablissement.objects.exclude(mur=DEFAUT):
        Reglage.objects.create(code=CODE, etablissement=ecole, valeur=ecole.mur)
        ecole.reglages_en_vigueur[CODE] = ecole.mur
        ecole.save(update_fields=["reglages_en_vigueur"])


def redescendre(apps, editeur):
    Etablissement, Reglage = (apps.get_model("annuaire", nom) for nom in ("Etablissement", "Reglage"))
    for ecole in Etablissement.objects.all():
        ecole.mur = ecole.reglages_en_vigueur.pop(CODE, DEFAUT)
        ecole.save()
    Reglage.objects.filter(code=CODE).delete()


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0020_anciennes_ecoles_d_un_lien")]

    operations = [migrations.RunPython(monter, redescendre)]
