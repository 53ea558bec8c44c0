"""Who writes to whom becomes settings by levels: each cell of a school's table, or of the territory's, is what that level said."""

from django.db import migrations

CODE = "messagerie.ecrire.{}-{}"
# Cells that are no choice: a row of one opened nothing.
SANS_CHOIX = {
    ("direction", "eleve"), ("personnel", "eleve"), ("personnel", "responsable"), ("responsable", "personnel"),
    ("responsable", "eleve"), ("eleve", "direction"), ("eleve", "personnel"), ("eleve", "responsable"),
}  # fmt: skip


def monter(apps, editeur):
    Regle = apps.get_model("messagerie", "Regle")
    Etablissement, Reglage = (apps.get_model("annuaire", nom) for nom in ("Etablissement", "Reglage"))
    du_territoire, des_ecoles = {}, {}
    for regle in Regle.objects.order_by("pk"):
        if (regle.auteur, regle.cible) in SANS_CHOIX:
            continue
        code = CODE.format(regle.auteur, regle.cible)
        Reglage.objects.create(code=code, etablissement_id=regle.etablissement_id, valeur=regle.droit)
        siennes = des_ecoles.setdefault(regle.etablissement_id, {}) if regle.etablissement_id else du_territoire
        siennes[code] = regle.droit
    if not (du_territoire or des_ecoles):
        return
    for ecole in Etablissement.objects.all():
        ecole.reglages_en_vigueur = ecole.reglages_en_vigueur | du_territoire | des_ecoles.get(ecole.pk, {})
        ecole.save(update_fields=["reglages_en_vigueur"])


def redescendre(apps, editeur):
    Regle = apps.get_model("messagerie", "Regle")
    Etablissement, Reglage = (apps.get_model("annuaire", nom) for nom in ("Etablissement", "Reglage"))
    prefixe = CODE.partition("{")[0]
    dits = Reglage.objects.filter(code__startswith=prefixe)
    for dit in dits.filter(remplace_le=None, commune=None, valeur__isnull=False):
        auteur, _tiret, cible = dit.code.removeprefix(prefixe).partition("-")
        Regle.objects.create(etablissement_id=dit.etablissement_id, auteur=auteur, cible=cible, droit=dit.valeur)
    for ecole in Etablissement.objects.all():
        vigueur = {code: v for code, v in ecole.reglages_en_vigueur.items() if not code.startswith(prefixe)}
        if vigueur != ecole.reglages_en_vigueur:
            ecole.reglages_en_vigueur = vigueur
            ecole.save(update_fields=["reglages_en_vigueur"])
    dits.delete()


class Migration(migrations.Migration):
    dependencies = [("messagerie", "0106_fil_de_la_commune"), ("annuaire", "0030_acces_d_une_fusion")]

    operations = [migrations.RunPython(monter, redescendre)]
