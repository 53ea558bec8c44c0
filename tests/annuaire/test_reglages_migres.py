"""What schools had set in fields of their own is their choice, said by nobody known: there and back."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ent.annuaire.models import Etablissement, Reglage

pytestmark = pytest.mark.entier  # there and back is a minute of migrations

AVANT = [("annuaire", "0016_delegation")]


def aller(cible=None):
    executeur = MigrationExecutor(connection)
    return executeur.migrate(cible or executeur.loader.graph.leaf_nodes()).apps


@pytest.mark.django_db(transaction=True)
def test_quiet_hours_and_walls_become_the_choice_of_their_school_and_come_back(d):
    try:
        anciennes = aller(AVANT).get_model("annuaire", "Etablissement").objects
        anciennes.filter(pk=d.elementaire.pk).update(calme_debut=dt.time(19, 30), calme_week_end=False)
        anciennes.filter(pk=d.college.pk).update(calme_debut=dt.time(9), calme_fin=dt.time(9), mur="classe")
        aller()
        assert {e.uai: e.reglages_en_vigueur for e in Etablissement.objects.all()} == {
            d.elementaire.uai: {"calme.debut": "19:30", "calme.week_end": False},
            d.college.uai: {"calme.debut": "00:00", "calme.fin": "00:00", "connexion.mur": "classe"},
            d.maternelle.uai: {},
        }
        assert set(Reglage.objects.actuels().values_list("etablissement", "code", "mode", "par")) == {
            (d.elementaire.pk, "calme.debut", "libre", None),
            (d.elementaire.pk, "calme.week_end", "libre", None),
            (d.college.pk, "calme.debut", "libre", None),
            (d.college.pk, "calme.fin", "libre", None),
            (d.college.pk, "connexion.mur", "libre", None),
        }
        anciennes = aller(AVANT).get_model("annuaire", "Etablissement").objects
        champs = ("calme_debut", "calme_fin", "calme_week_end", "calme_retient")
        assert anciennes.values_list(*champs).get(pk=d.elementaire.pk) == (dt.time(19, 30), dt.time(7), False, "tout")
        assert anciennes.get(pk=d.college.pk).mur == "classe"
    finally:
        aller()


@pytest.mark.besoin_de("messagerie")
@pytest.mark.django_db(transaction=True)
def test_who_writes_to_whom_becomes_what_each_level_said_and_comes_back(d):
    """A cell that is no choice opened nothing, and is no setting."""
    cellule, code = ("responsable", "direction"), "messagerie.ecrire.responsable-direction"
    regles_d_avant = [("messagerie", "0106_fil_de_la_commune")]
    try:
        regles = aller(regles_d_avant).get_model("messagerie", "Regle").objects
        for ecole, droit in ((None, "reponse"), (d.elementaire.pk, "non")):
            regles.create(etablissement_id=ecole, auteur=cellule[0], cible=cellule[1], droit=droit)
        regles.create(etablissement_id=d.elementaire.pk, auteur="responsable", cible="eleve", droit="oui")
        aller()
        en_vigueur = {e.uai: e.reglages_en_vigueur for e in Etablissement.objects.all()}
        assert en_vigueur == {
            d.elementaire.uai: {code: "non"},
            d.maternelle.uai: {code: "reponse"},
            d.college.uai: {code: "reponse"},
        }
        regles = aller(regles_d_avant).get_model("messagerie", "Regle").objects
        assert set(regles.values_list("etablissement_id", "auteur", "cible", "droit")) == {
            (None, *cellule, "reponse"),
            (d.elementaire.pk, *cellule, "non"),
        }
    finally:
        aller()
