"""What schools had set of their quiet hours is their own choice: said by nobody known, by exception to what was the default."""

import datetime as dt

from django.db import migrations

DEFAUTS = {"debut": dt.time(20), "fin": dt.time(7), "week_end": True, "retient": "tout"}


def ecrite(valeur):
    return valeur.isoformat("minutes") if isinstance(valeur, dt.time) else valeur


def lue(nom, valeur):
    return dt.time.fromisoformat(valeur) if nom in ("debut", "fin") else valeur


def monter(apps, editeur):
    Etablissement, Reglage = (apps.get_model("annuaire", nom) for nom in ("Etablissement", "Reglage"))
    for ecole in Etablissement.objects.all():
        siens = {nom: getattr(ecole, f"calme_{nom}") for nom in DEFAUTS}
        if siens["debut"] == siens["fin"]:  # no quiet night: said by the two hours that leave none, whatever bounds come
            siens["debut"] = siens["fin"] = dt.time(0)
        differents = {f"calme.{nom}": ecrite(valeur) for nom, valeur in siens.items() if valeur != DEFAUTS[nom]}
        Reglage.objects.bulk_create(
            Reglage(code=code, etablissement=ecole, valeur=valeur) for code, valeur in differents.items()
        )
        if differents:
            ecole.reglages_en_vigueur |= differents
            ecole.save(update_fields=["reglages_en_vigueur"])


def redescendre(apps, editeur):
    Etablissement, Reglage = (apps.get_model("annuaire", nom) for nom in ("Etablissement", "Reglage"))
    for ecole in Etablissement.objects.all():
        for nom, defaut in DEFAUTS.items():
            setattr(ecole, f"calme_{nom}", lue(nom, ecole.reglages_en_vigueur.pop(f"calme.{nom}", ecrite(defaut))))
        ecole.save()
    Reglage.objects.filter(code__startswith="calme.").delete()


class Migration(migrations.Migration):
    dependencies = [("annuaire", "0017_reglages")]

    operations = [migrations.RunPython(monter, redescendre)]
