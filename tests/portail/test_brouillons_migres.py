"""Drafts that were being typed when each room still had its own table: none is lost, there and back."""

import json
import re

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from ent.portail.actions import garder_brouillon
from ent.portail.models import Brouillon

# Whose drafts moved; there, back and there again is a minute of migrations.
pytestmark = [pytest.mark.besoin_de("cahier_de_textes", "messagerie"), pytest.mark.entier]

AVANT = [("cahier_de_textes", "0001_initial"), ("messagerie", "0102_brouillon_mot"), ("portail", "0001_initial")]
ANCIENS = [("cahier_de_textes", "Brouillon"), ("messagerie", "BrouillonMot")]


def aller(cible=None):
    """To that state of the tables, or to today's. Returns the models of then."""
    executeur = MigrationExecutor(connection)
    return executeur.migrate(cible or executeur.loader.graph.leaf_nodes()).apps


def offert(page: str) -> list:
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page)[1])[0]["champs"]


@pytest.mark.django_db(transaction=True)
def test_drafts_go_to_the_one_table_and_come_back(d, entrer):
    du_cahier, du_mot = f"seance:classe:{d.cp_ce1.pk}", f"mot:classe:{d.cp_ce1.pk}"
    travail = f"travail:groupe:{d.groupe_lecture.pk}"
    ecole = d.elementaire.pk
    try:
        anciens = aller(AVANT)
        cahier, mots = [anciens.get_model(*nom) for nom in ANCIENS]
        cahier.objects.create(
            auteur_id=d.enseignante.pk, etablissement_id=ecole, cle=du_cahier, champs=[["titre", ["Les volcans"]]]
        )
        cahier.objects.create(
            auteur_id=d.enseignant.pk, etablissement_id=ecole, cle=travail, champs=[["texte", ["Lire"]]]
        )
        mots.objects.create(
            auteur_id=d.enseignante.pk, etablissement_id=ecole, cle=du_mot, champs=[["titre", ["La ferme"]]]
        )
        ecrits = {b.cle: b.modifie_le for b in [*cahier.objects.all(), *mots.objects.all()]}
        aller()
        assert {(b.auteur_id, b.cle, b.etablissement_id, str(b.champs)) for b in Brouillon.objects.all()} == {
            (d.enseignante.pk, du_cahier, ecole, "[['titre', ['Les volcans']]]"),
            (d.enseignant.pk, travail, ecole, "[['texte', ['Lire']]]"),
            (d.enseignante.pk, du_mot, ecole, "[['titre', ['La ferme']]]"),
        }
        assert {b.cle: b.modifie_le for b in Brouillon.objects.all()} == ecrits
        assert not {"cahier_de_textes_brouillon", "messagerie_brouillonmot"} & {*connection.introspection.table_names()}
        claire = entrer(d.enseignante)
        ecrire = reverse("carnet_ecrire_classe", args=[d.cp_ce1.pk])
        assert offert(claire.get(ecrire).text) == [["titre", "La ferme"]]
        garder_brouillon(
            auteur=d.enseignante, etablissement=d.elementaire, cle=du_mot, champs=[("titre", ["Le moulin"])]
        )
        anciens = aller(AVANT)
        assert {
            (m._meta.app_label, b.cle, b.champs[0][1][0])
            for m in [anciens.get_model(*n) for n in ANCIENS]
            for b in m.objects.all()
        } == {
            ("cahier_de_textes", du_cahier, "Les volcans"),
            ("cahier_de_textes", travail, "Lire"),
            ("messagerie", du_mot, "Le moulin"),
        }
    finally:
        aller()
    assert offert(claire.get(ecrire).text) == [["titre", "Le moulin"]]
